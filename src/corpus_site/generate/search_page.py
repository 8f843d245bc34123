"""The page of the search: a field, and room for what a script finds; without one, the ways to the indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from corpus_site.generate import paths
from corpus_site.generate.document import Document
from corpus_site.generate.views import Here, Link, Site

_INDEXES = (("people", paths.PEOPLE), ("themes", paths.THEMES), ("timeline", paths.TIMELINE))


def search_page(site: Site) -> Iterator[Document]:
    """Make the page that searches."""
    here = Here(site, paths.SEARCH)
    indexes = [Link(here.w(f"frame.{name}"), here.to(page)) for name, page in _INDEXES]
    page = site.render("search_page", examples=examples(here), indexes=indexes)
    hide = ("navigation", "toc")
    yield Document(here.path, here.w("search.title"), here.w("search.lead"), (page,), hide=hide, meta={"field": "own"})


def examples(here: Here) -> list[Link]:
    """Give three queries to begin with: who speaks most, what is spoken of most, and what articles are about most."""
    catalogue = here.site.catalogue
    people = Counter({catalogue.people[p].name: len(quotes) for p, quotes in catalogue.quotes_of_person.items()})
    themes = Counter({catalogue.themes[t].name: len(quotes) for t, quotes in catalogue.quotes_of_theme.items()})
    keywords = Counter(w for article in catalogue.articles.values() for w in article.keywords if len(w) > 2)
    found: dict[str, None] = {}
    for counts in (people, themes, keywords):
        for name in sorted(counts, key=lambda name: (-counts[name], name)):
            if name not in found:
                found[name] = None
                break
    return [Link(query, f"{here.to(paths.SEARCH)}?q={quote(query)}") for query in found]
