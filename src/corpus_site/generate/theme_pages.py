"""The list of themes, and the page of each: what it means, who speaks about it, and every quote by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from corpus_site.catalogue import Entry, by_year
from corpus_site.edtf import year_of
from corpus_site.generate import paths
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.facets import facet_form
from corpus_site.generate.lists import Sheet, article_rows, listed_by_year, quote_groups, year_hrefs, year_words
from corpus_site.generate.pictures import Cell, Node
from corpus_site.generate.render import plain_text
from corpus_site.generate.views import Here, Link, Site, shares
from corpus_site.model import PersonId, Theme

PEOPLE = 20  # people on a theme shown with a bar
BRIEF = 5  # of each one's quotes that stand under the name
ARTICLES, YEARS = 20, 20
BESIDE = 20  # of the quotes of each of two people those shown side by side


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
    parts: list[Heading | str] = [head, site.render("theme_rows", rows=rows)]
    if picture := _who_on_what(here):
        parts += [Heading(2, "network", here.w("theme.network")), picture]
    return Document(here.path, here.w("theme.title"), here.w("theme.lead"), tuple(parts))


def _who_on_what(here: Here) -> str:
    """Draw who speaks about what; "" where that is a picture of one person or one theme."""
    catalogue = here.site.catalogue
    if here.site.pictures is None:
        return ""
    pairs = {
        pair: len(entries)
        for pair, entries in catalogue.quotes_of_person_on_theme.items()
        if pair[1] in catalogue.themes
    }
    people, themes = {person for person, _ in pairs}, {theme for _, theme in pairs}
    if len(people) < 2 or len(themes) < 2:
        return ""
    nodes = [
        Node(p, catalogue.people[p].name, "person", len(catalogue.quotes_of_person[p]), here.to(paths.person_page(p)))
        for p in sorted(people)
    ]
    nodes += [
        Node(t, catalogue.themes[t].name, "theme", len(catalogue.quotes_of_theme[t]), here.to(paths.theme_page(t)))
        for t in sorted(themes)
    ]
    edges = [(person, theme, n) for (person, theme), n in sorted(pairs.items())]
    links: dict[tuple[str, str], str] = {(p, t): here.pair(p, t, n).href or "" for (p, t), n in pairs.items()}
    return here.site.pictures.network(here.w("theme.network"), nodes, edges, links)


def _pages_of(site: Site, theme: Theme) -> Iterator[Document]:
    entries = site.catalogue.quotes_of_theme.get(theme.id, ())

    def show(here: Here, some: Sequence[Entry]) -> str:
        return site.render("quote_groups", groups=quote_groups(here, some), speaker=True)

    groups = by_year(entries, lambda entry: entry.date)
    page = paths.theme_page(theme.id)

    def first(here: Here, quotes: list[Heading | str]) -> Document:
        hrefs = year_hrefs(here, page, groups)
        activity = _activity(here, theme, entries, hrefs)
        parts: list[Heading | str] = [site.render("theme_head", **_head(here, theme), activity=activity)]
        if entries:
            parts.append(Heading(2, "people", here.w("theme.people")))
            compared = len(here.compared(theme.id)) > 1
            compare = Link(here.w("compare.title"), here.to(paths.compare_page(theme.id))) if compared else None
            parts.append(site.render("theme_people", people=_people(here, theme, entries), compare=compare))
            parts += [Heading(2, "quotes", here.w("theme.quotes", n=len(entries))), *quotes]
        articles = site.catalogue.articles_of_theme.get(theme.id, ())
        if articles:
            shown = articles[:ARTICLES]
            parts.append(Heading(2, "articles", here.w("theme.articles", n=len(articles), shown=len(shown))))
            parts.append(site.render("article_rows", rows=article_rows(here, shown)))
        meta = {"feed": paths.folder_of(page) if entries else ""}
        return Document(here.path, plain_text(theme.name), plain_text(theme.definition), tuple(parts), meta=meta)

    def other(here: Here, sheet: Sheet[Entry], quotes: list[Heading | str]) -> Document:
        title = here.w("theme.sheet", name=theme.name, year=year_words(sheet.year, here))
        head = site.render("sheet_head", title=title, back=here.theme(theme.id))
        return Document(here.path, plain_text(title), "", (head, *quotes))

    def above(here: Here, some: Sequence[Entry]) -> str:
        return facet_form(here, some, ("person", "kind", "source"))

    yield from listed_by_year(site, page, groups, show, first, other, above=above)
    yield from _compared(site, theme)


def _activity(here: Here, theme: Theme, entries: Sequence[Entry], hrefs: Mapping[int | None, str]) -> str:
    """Draw who spoke about a theme in which year; "" where there are fewer than two years to compare."""
    known = [(entry, year) for entry in entries if entry.date is not None and (year := year_of(entry.date.edtf))]
    years = sorted({year for _, year in known})
    if len(years) < 2 or here.site.pictures is None:
        return ""
    shown = range(max(years[0], years[-1] - YEARS + 1), years[-1] + 1)
    catalogue, title = here.site.catalogue, here.w("theme.activity")
    people = [person for person, _ in catalogue.people_of_theme.get(theme.id, ())]
    names = {person: catalogue.people[person].name for person in people}
    cells = [Cell(names.get(e.speaker, "") if e.speaker else "", year_words(y, here), 1, hrefs[y]) for e, y in known]
    titles = [year_words(year, here) for year in shown]
    links = {year_words(year, here): hrefs[year] for year in shown if year in hrefs}
    return here.site.pictures.columns(title, cells, titles, list(names.values()), links)


def _compared(site: Site, theme: Theme) -> Iterator[Document]:
    """Set two people side by side: the two who say most, until the reader chooses others."""
    here = Here(site, paths.compare_page(theme.id))
    people = here.compared(theme.id)
    if len(people) < 2:
        return
    pairs = site.catalogue.quotes_of_person_on_theme
    sides = [
        {
            "person": here.pair(person, theme.id, len(pairs[person, theme.id])),
            "groups": quote_groups(here, pairs[person, theme.id][:BESIDE]),
        }
        for person in people[:2]
    ]
    choices = [(person, here.pair(person, theme.id, len(pairs[person, theme.id]))) for person in people]
    title = here.w("compare.about", theme=theme.name)
    page = site.render("compare", title=title, back=here.theme(theme.id), sides=sides, choices=choices)
    yield Document(here.path, plain_text(title), plain_text(here.w("compare.lead")), (page,), hide=("toc",))


def _head(here: Here, theme: Theme) -> dict[str, object]:
    catalogue = here.site.catalogue
    related = [here.theme(other, count) for other, count in catalogue.neighbours.get(theme.id, ())[:8]]
    narrower = [here.theme(other.id) for other in catalogue.themes.values() if other.parent == theme.id]
    return {
        "back": Link(here.w("theme.title"), here.to(paths.THEMES)),
        "name": theme.name,
        "definition": theme.definition,
        "terms": here.joined(term.text for term in theme.terms),
        "term_count": len(theme.terms),
        "near": here.joined(theme.near),
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
        (here.pair(person, theme.id, count, share), [here.brief(entry) for entry in own[person]])
        for (person, count), share in zip(counts, shares(counts), strict=True)
    ]
