"""The corpus for programs beside the pages for people: records, Markdown texts, and where to find everything."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from xml.etree import ElementTree

import msgspec

from corpus_site.export import article_record, in_order
from corpus_site.generate import paths
from corpus_site.generate.addresses import address, beside, site_root
from corpus_site.generate.paths import PagePath
from corpus_site.generate.twin_text import MARKDOWN, RECORD, article_text, escaped, linked
from corpus_site.generate.views import Here, Site, title_of
from corpus_site.generate.write import GeneratedFile
from corpus_site.model import Article

CORPUS = PagePath("corpus.jsonl")
LLMS = PagePath("llms.txt")
ROBOTS = PagePath("robots.txt")
SITEMAP = PagePath("q/sitemap.xml")  # MkDocs' own one does not know the pages of quotes
LARGEST = 40_000  # addresses in one sitemap; the protocol allows 50,000
PEOPLE, THEMES, ARTICLES = 60, 50, 60  # that llms.txt lists: it stays under 200 lines


def twin_files(site: Site) -> Iterator[GeneratedFile]:
    """Make everything that is no page and no feed."""
    yield from record_files(site)
    for article in site.catalogue.articles.values():
        yield GeneratedFile(beside(paths.article_page(article.id), MARKDOWN), article_text(site, article).encode())
    yield GeneratedFile(LLMS, llms_text(site).encode())
    yield GeneratedFile(ROBOTS, robots_text(site).encode())
    yield from sitemap_files(site)


def record_files(site: Site) -> Iterator[GeneratedFile]:
    """Give every article's record as its line of the export, and all lines together as the export itself."""
    whole = io.BytesIO()
    for article in in_order(site.catalogue.corpus.articles):
        line = _encoded(article) + b"\n"
        whole.write(line)
        yield GeneratedFile(beside(paths.article_page(article.id), RECORD), line)
    yield GeneratedFile(CORPUS, whole.getvalue())


def _encoded(article: Article) -> bytes:
    record = article_record(article)
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:  # a file's name may hold bytes that are no text; that must not stop a build
        return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def llms_text(site: Site) -> str:
    """Write llms.txt (llmstxt.org): what this is, and the ways in, on one screen of links."""
    here = Here(site, LLMS)
    settings, w = site.catalogue.settings, here.w
    sections = (
        (w("articles.title"), _articles(here)),
        (w("people.title"), _people(here)),
        (w("theme.title"), _themes(here)),
        (w("machine.data"), _data(here)),
    )
    parts = [
        f"# {escaped(settings.site_name)}",
        f"> {escaped(settings.description or w('home.lead'))}",
        w("machine.about"),
    ]
    for title, links in sections:
        if rows := [f"- {link}" for link in links]:
            parts += [f"## {title}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _articles(here: Here) -> Iterator[str]:
    for article in islice(here.site.catalogue.articles.values(), ARTICLES):
        href = address(here, beside(paths.article_page(article.id), MARKDOWN))
        date = here.date(article.published)
        yield _row(linked(title_of(article, here), href), "" if date is None else date.text)


def _people(here: Here) -> Iterator[str]:
    catalogue = here.site.catalogue
    most = sorted(catalogue.quotes_of_person.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    for person, entries in most[:PEOPLE]:
        href = address(here, paths.person_page(person))
        yield _row(linked(catalogue.people[person].name, href), here.w("count.quotes", n=len(entries)))


def _themes(here: Here) -> Iterator[str]:
    catalogue = here.site.catalogue
    counts = {theme: len(catalogue.quotes_of_theme.get(theme, ())) for theme in catalogue.themes}
    most = sorted((theme for theme in counts if counts[theme]), key=lambda theme: (-counts[theme], theme))
    for theme in most[:THEMES]:
        href = address(here, paths.theme_page(theme))
        yield _row(linked(catalogue.themes[theme].name, href), here.w("count.quotes", n=counts[theme]))


def _data(here: Here) -> Iterator[str]:
    for path, words in ((CORPUS, here.w("machine.corpus")), (PagePath("feed.json"), here.w("machine.feed"))):
        yield _row(f"[{path}]({address(here, path)})", words)


def _row(link: str, note: str) -> str:
    return f"{link}: {escaped(note)}" if note else link


def robots_text(site: Site) -> str:
    """Write robots.txt: everybody may read everything; sitemaps need whole addresses."""
    root = site_root(Here(site, ROBOTS))
    maps = [f"Sitemap: {root}{path}" for path in ("sitemap.xml", SITEMAP)] if root else []
    return "\n".join(["User-agent: *", "Allow: /", *([""] if maps else []), *maps]) + "\n"


def sitemap_files(site: Site, largest: int = LARGEST) -> Iterator[GeneratedFile]:
    """Write the sitemap of quote pages, where the site's address is known; many addresses go into several, with an index.

    Sorted by id, so that a new article changes little.
    """
    here = Here(site, SITEMAP)
    if not site_root(here):
        return
    quotes = sorted(entry.quote.id for entry in site.catalogue.listed)
    addresses = [address(here, paths.quote_page(quote)) for quote in quotes]
    if len(addresses) <= largest:
        yield GeneratedFile(SITEMAP, _sitemap("urlset", "url", addresses))
        return
    sheets = [addresses[start : start + largest] for start in range(0, len(addresses), largest)]
    names = [PagePath(f"q/sitemap-{number}.xml") for number, _ in enumerate(sheets, 1)]
    yield GeneratedFile(SITEMAP, _sitemap("sitemapindex", "sitemap", [address(here, name) for name in names]))
    for name, sheet in zip(names, sheets, strict=True):
        yield GeneratedFile(name, _sitemap("urlset", "url", sheet))


def _sitemap(whole: str, one: str, addresses: Iterable[str] | Sequence[str]) -> bytes:
    root = ElementTree.Element(whole, {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for place in addresses:
        entry = ElementTree.SubElement(root, one)
        ElementTree.SubElement(entry, "loc").text = place
        entry.tail = "\n"
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
