"""Where pages lie, and the one function that makes a link from two of them.

A page path is a file under `build/docs`; its address is the folder it lies in (MkDocs' directory addresses).
"""

from __future__ import annotations

import re
from typing import NewType
from urllib.parse import urlsplit

from corpus_site.model import ArticleId, PersonId, QuoteId, SourceId, ThemeId

PagePath = NewType("PagePath", str)

HOME = PagePath("index.md")
ARTICLES = PagePath("articles/index.md")
PEOPLE = PagePath("people/index.md")
THEMES = PagePath("themes/index.md")
TIMELINE = PagePath("timeline/index.md")
SOURCES = PagePath("sources/index.md")
REVIEW = PagePath("review/index.md")
UNNAMED_SOURCE = PagePath("sources/unnamed/index.md")
ORGANISATIONS = PagePath("organisations/index.md")
WORKS = PagePath("works/index.md")
ABOUT = PagePath("about/index.md")

CARDS = "cards"  # where the pictures lie that a link unfurls with
ASSETS = "assets"  # where the files of docs_templates/assets go
_SAFE_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def article_page(article: ArticleId) -> PagePath:
    """Give the page of an article.

    >>> article_page(ArticleId("a00000000"))
    'articles/a00000000/index.md'
    """
    return _page("articles", article)


def person_page(person: PersonId, *parts: str) -> PagePath:
    """Give the page of a person, or one part of a long one.

    >>> person_page(PersonId("sam-altman"), "2023", "2")
    'people/sam-altman/2023/2/index.md'
    """
    return _page("people", person, *parts)


def theme_page(theme: ThemeId, *parts: str) -> PagePath:
    """Give the page of a theme, or one part of a long one.

    >>> theme_page(ThemeId("agi"))
    'themes/agi/index.md'
    """
    return _page("themes", theme, *parts)


def pair_page(person: PersonId, theme: ThemeId) -> PagePath:
    """Give the page of what one person says on one theme.

    >>> pair_page(PersonId("sam-altman"), ThemeId("agi"))
    'people/sam-altman/on/agi/index.md'
    """
    return _page("people", person, "on", theme)


def compare_page(theme: ThemeId) -> PagePath:
    """Give the page that sets two people side by side on one theme."""
    return _page("themes", theme, "compare")


def quote_page(quote: QuoteId) -> PagePath:
    """Give the page of a quote alone: ready-made HTML, because there are many.

    >>> quote_page(QuoteId("q0000000000"))
    'q/q0000000000/index.html'
    """
    return PagePath(f"q/{_checked(quote)}/index.html")


def source_page(source: SourceId | None, *parts: str) -> PagePath:
    """Give the page of a source; None stands for the articles that name none.

    >>> source_page(None)
    'sources/unnamed/index.md'
    """
    return _page("sources", "unnamed" if source is None else source, *parts)


def below(page: PagePath, *parts: str) -> PagePath:
    """Give a page under another one.

    >>> below(TIMELINE, "2023", "06")
    'timeline/2023/06/index.md'
    """
    folder = folder_of(page)
    return PagePath(folder + "".join(f"{_checked(part)}/" for part in parts) + "index.md")


def folder_of(page: PagePath) -> str:
    """Give the address of a page below the site's root, "" for the root itself.

    >>> folder_of(PEOPLE), folder_of(HOME), folder_of(quote_page(QuoteId("q0000000000")))
    ('people/', '', 'q/q0000000000/')
    """
    return page.removesuffix("index.md").removesuffix("index.html")


def _page(folder: str, *parts: str) -> PagePath:
    return PagePath("/".join([folder, *(_checked(part) for part in parts), "index.md"]))


def _checked(part: str) -> str:
    """Let only plain ids become folders; anything else is a mistake in our own code or an unchecked id."""
    if not _SAFE_ID.fullmatch(part):
        raise ValueError(f"not fit for a path: {part!r}")
    return part


def link(here: PagePath, there: PagePath, anchor: str = "") -> str:
    """Make the relative address of a page, or of a part of it, as seen from another page.

    >>> link(person_page(PersonId("li")), article_page(ArticleId("a00000000")), "q0000000000")
    '../../articles/a00000000/#q0000000000'
    >>> link(HOME, TIMELINE), link(TIMELINE, HOME), link(HOME, HOME)
    ('timeline/', '../', './')
    >>> link(HOME, HOME, "figures")
    '#figures'
    """
    fragment = f"#{anchor}" if anchor else ""
    if here == there and anchor:
        return fragment
    return to_root(here) + folder_of(there) + fragment or "./"


def to_root(here: PagePath) -> str:
    """Give the way from a page's address up to the site's root.

    >>> to_root(HOME), to_root(PEOPLE)
    ('', '../')
    """
    return "../" * here.count("/")


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ALLOWED = ("http:", "https:", "mailto:")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\\]")


def safe_address(url: str | None) -> str | None:
    """Let an address out of a text become a link only when it is on the allow-list; else there is no link.

    Allowed: http, https, mailto, and relative ones.  Browsers drop blanks and control characters inside an address
    and read `\\` as `/`, so an address that has any of them is refused.

    >>> safe_address("https://example.com/a?b=1")
    'https://example.com/a?b=1'
    >>> safe_address("images/1.webp")
    'images/1.webp'
    >>> safe_address("JavaScript:alert(1)"), safe_address("java\\tscript:x"), safe_address("//host/x")
    (None, None, None)
    >>> safe_address("https:x=1"), safe_address("http://[::1"), safe_address("http://user:secret@host/")
    (None, None, None)
    """
    if not url or _CONTROL.search(url) or url.startswith("//"):
        return None
    scheme = _SCHEME.match(url)
    if scheme is None:
        return url
    if scheme.group().lower() not in _ALLOWED:
        return None
    return url if scheme.group().lower() == "mailto:" or _names_a_host(url) else None


def _names_a_host(url: str) -> bool:
    """Tell whether a web address leads to a host; one that also names a user is made to be misread."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def outside(url: str | None) -> str | None:
    """Give an address that leads out of the site, for a source or an image that is not kept here.

    >>> outside("http://example.com/")
    'http://example.com/'
    >>> outside("images/1.webp") is None
    True
    """
    safe = safe_address(url)
    return safe if safe is not None and _SCHEME.match(safe) else None


def quote_anchor(quote: QuoteId, part: int = 1) -> str:
    """Give the element id of a quote on a page; a stretch after an interruption has its number.

    >>> quote_anchor(QuoteId("q0000000000")), quote_anchor(QuoteId("q0000000000"), 2)
    ('q0000000000', 'q0000000000.p2')
    """
    return quote if part == 1 else f"{quote}.p{part}"
