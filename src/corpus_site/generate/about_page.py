"""关于: how this was made, how to cite, what can be taken away, and whom to tell when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from corpus_site.generate import paths
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.highlights import best
from corpus_site.generate.paths import to_root
from corpus_site.generate.views import Here, Link, Site

_DATA = ("corpus.jsonl", "feed.xml", "feed.json", "llms.txt")
_SECTIONS = ("made", "marks", "cite", "data", "rights")


def about_page(site: Site) -> Iterator[Document]:
    """Make the page that explains the site."""
    here = Here(site, paths.ABOUT)
    settings = site.catalogue.settings
    title = here.w("about.title")
    head = site.render("index_head", title=title, lead=settings.description or here.w("home.lead"), figures=[])
    shown = best(site.catalogue, site.catalogue.listed, 1)
    values: dict[str, object] = {
        "example": here.quote_page(shown[0]) if shown else None,
        "data": [(name, here.w(f"about.data_{name.partition('.')[0]}"), to_root(here.path) + name) for name in _DATA],
        "keys": [Link(here.w(f"about.key_{key}"), None) for key in ("next", "copy", "help")],
        "owner": settings.owner,
        "copyright": settings.copyright,
        "contact": _contact(settings.contact),
        "contact_text": settings.contact,
        "review": Link(here.w("review.title"), here.to(paths.REVIEW)),
    }
    parts: list[Heading | str] = [head]
    for section in _SECTIONS:
        parts += [Heading(2, section, here.w(f"about.{section}")), site.render(f"about_{section}", **values)]
    yield Document(here.path, title, here.w("about.lead"), tuple(parts))


def _contact(text: str) -> str | None:
    """Make a link of an address of mail or of a page; anything else stays text."""
    if "@" in text and ":" not in text and "/" not in text and " " not in text:
        return paths.outside(f"mailto:{text}")
    return paths.outside(text)
