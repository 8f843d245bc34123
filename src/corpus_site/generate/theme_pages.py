"""The list of themes, and the page of each: what it means, who speaks about it, and every quote by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus_site.catalogue import Entry, by_year
from corpus_site.generate import paths
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.lists import Sheet, article_rows, listed_by_year, quote_groups, year_words
from corpus_site.generate.render import plain_text
from corpus_site.generate.views import Here, Link, Site, shares
from corpus_site.model import PersonId, Theme

PEOPLE = 20  # people on a theme shown with a bar
BRIEF = 5  # of each one's quotes that stand under the name
ARTICLES = 20


def theme_pages(site: Site) -> Iterator[Document]:
    """Make the list of themes and a page, or several, for every theme."""
    yield theme_index(site)
    for theme in site.catalogue.themes.values():
        yield from _pages_of(site, theme)


def theme_index(site: Site) -> Document:
    """List the themes, those with most quotes first, with their definitions and who speaks about them."""
    here = Here(site, paths.THEMES)
    catalogue = site.catalogue
    counts = {theme: len(catalogue.quotes_of_theme.get(theme, ())) for theme in catalogue.themes}
    order = sorted(catalogue.themes.values(), key=lambda theme: (-counts[theme.id], theme.id))
    rows = [
        {
            "theme": here.theme(theme.id),
            "definition": theme.definition,
            "quotes": here.w("count.quotes", n=counts[theme.id]),
            "people": [here.person(person) for person, _ in catalogue.people_of_theme.get(theme.id, ())[:4]],
        }
        for theme in order
    ]
    head = site.render("index_head", title=here.w("theme.title"), lead=here.w("theme.lead"), figures=[])
    return Document(
        here.path, here.w("theme.title"), here.w("theme.lead"), (head, site.render("theme_rows", rows=rows))
    )


def _pages_of(site: Site, theme: Theme) -> Iterator[Document]:
    entries = site.catalogue.quotes_of_theme.get(theme.id, ())

    def show(here: Here, some: Sequence[Entry]) -> str:
        return site.render("quote_groups", groups=quote_groups(here, some), speaker=True)

    def first(here: Here, quotes: list[Heading | str]) -> Document:
        parts: list[Heading | str] = [site.render("theme_head", **_head(here, theme))]
        if entries:
            parts.append(Heading(2, "people", here.w("theme.people")))
            parts.append(site.render("theme_people", people=_people(here, theme, entries)))
            parts += [Heading(2, "quotes", here.w("theme.quotes", n=len(entries))), *quotes]
        articles = site.catalogue.articles_of_theme.get(theme.id, ())
        if articles:
            shown = articles[:ARTICLES]
            parts.append(Heading(2, "articles", here.w("theme.articles", n=len(articles), shown=len(shown))))
            parts.append(site.render("article_rows", rows=article_rows(here, shown)))
        return Document(here.path, plain_text(theme.name), plain_text(theme.definition), tuple(parts))

    def other(here: Here, sheet: Sheet[Entry], quotes: list[Heading | str]) -> Document:
        title = here.w("theme.sheet", name=theme.name, year=year_words(sheet.year, here))
        head = site.render("sheet_head", title=title, back=here.theme(theme.id))
        return Document(here.path, plain_text(title), "", (head, *quotes))

    groups = by_year(entries, lambda entry: entry.date)
    yield from listed_by_year(site, paths.theme_page(theme.id), groups, show, first, other)


def _head(here: Here, theme: Theme) -> dict[str, object]:
    catalogue = here.site.catalogue
    related = [here.theme(other, count) for other, count in catalogue.neighbours.get(theme.id, ())[:8]]
    narrower = [here.theme(other.id) for other in catalogue.themes.values() if other.parent == theme.id]
    return {
        "back": Link(here.w("theme.title"), here.to(paths.THEMES)),
        "name": theme.name,
        "definition": theme.definition,
        "terms": "、".join(term.text for term in theme.terms),
        "near": "、".join(theme.near),
        "parent": here.theme(theme.parent) if theme.parent in catalogue.themes and theme.parent else None,
        "narrower": narrower,
        "neighbours": related,
    }


def _people(here: Here, theme: Theme, entries: Sequence[Entry]) -> list[tuple[Link, list[Link]]]:
    """Give who speaks about a theme, most first, each with the first of their quotes in one line."""
    counts = here.site.catalogue.people_of_theme.get(theme.id, ())[:PEOPLE]
    own: dict[PersonId, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.speaker is not None and len(own[entry.speaker]) < BRIEF:
            own[entry.speaker].append(entry)
    return [
        (here.person(person, count=count, share=share), [here.brief(entry) for entry in own[person]])
        for (person, count), share in zip(counts, shares(counts), strict=True)
    ]
