"""The home page: what this is, how much of it there is, and ways in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus_site.catalogue import by_year
from corpus_site.edtf import year_of
from corpus_site.generate import paths
from corpus_site.generate.document import Document
from corpus_site.generate.highlights import best
from corpus_site.generate.lists import article_rows, year_hrefs, year_words
from corpus_site.generate.pictures import Cell
from corpus_site.generate.views import Here, Link, Site, shares
from corpus_site.model import ThemeId

ARTICLES, PEOPLE, THEMES = 6, 10, 16
ROWS, YEARS = 14, 12  # themes and years in the picture


def home_page(site: Site) -> Iterator[Document]:
    """Make the home page."""
    here = Here(site, paths.HOME)
    catalogue, settings = site.catalogue, site.catalogue.settings
    lead = settings.description or here.w("home.lead")
    best_ones = best(catalogue, catalogue.listed, 1)
    page = site.render(
        "home",
        title=settings.site_name,
        lead=lead,
        figures=_figures(here),
        best=here.card(best_ones[0]) if best_ones else None,
        newest=article_rows(here, list(catalogue.articles.values())[:ARTICLES]),
        people=_people(here),
        themes=_themes(here),
        picture=_picture(here),
        more={
            "articles": here.to(paths.ARTICLES),
            "people": here.to(paths.PEOPLE),
            "themes": here.to(paths.THEMES),
            "timeline": here.to(paths.TIMELINE),
            "about": here.to(paths.ABOUT),
            "review": here.to(paths.REVIEW),
        },
    )
    yield Document(here.path, settings.site_name, lead, (page,), hide=("navigation", "toc"))


def _picture(here: Here) -> str:
    """Draw the themes over the years."""
    catalogue = here.site.catalogue
    if here.site.pictures is None:
        return ""
    counts: Counter[tuple[ThemeId, int | None]] = Counter()
    for theme, entries in catalogue.quotes_of_theme.items():
        counts.update((theme, None if e.date is None else year_of(e.date.edtf)) for e in entries)
    years = sorted({year for _, year in counts if year is not None})[-YEARS:]
    columns = [*years, *([None] if any(year is None for _, year in counts) else [])]
    totals = Counter({theme: len(entries) for theme, entries in catalogue.quotes_of_theme.items()})
    top = sorted(totals, key=lambda theme: (-totals[theme], theme))[:ROWS]
    if len(columns) < 2 or not top:
        return ""
    name = {theme: catalogue.themes[theme].name for theme in top}
    title = {year: year_words(year, here) for year in columns}
    cells = []
    for theme in top:
        groups = by_year(catalogue.quotes_of_theme[theme], lambda entry: entry.date)
        page = paths.theme_page(theme)
        hrefs = year_hrefs(here, page, groups)
        for year in columns:
            if n := counts[theme, year]:
                href = hrefs[year]
                cells.append(Cell(name[theme], title[year], n, here.to(page) + href if href[0] == "#" else href))
    return here.site.pictures.heat_map(
        here.w("home.picture"),
        cells,
        list(name.values()),
        list(title.values()),
        {name[theme]: here.to(paths.theme_page(theme)) for theme in top},
    )


def _figures(here: Here) -> list[Link]:
    catalogue = here.site.catalogue
    years = {year_of(moment.date.edtf) for moment in catalogue.timeline} - {None}
    return [
        Link(here.w("home.articles"), here.to(paths.ARTICLES), len(catalogue.articles)),
        Link(here.w("home.people"), here.to(paths.PEOPLE), len(catalogue.quotes_of_person)),
        Link(here.w("home.quotes"), here.to(paths.PEOPLE), len(catalogue.listed)),
        Link(here.w("home.themes"), here.to(paths.THEMES), len(catalogue.themes)),
        Link(here.w("home.years"), here.to(paths.TIMELINE), len(years)),
    ]


def _people(here: Here) -> list[Link]:
    counted = [(person, len(entries)) for person, entries in here.site.catalogue.quotes_of_person.items()]
    counted.sort(key=lambda pair: (-pair[1], pair[0]))
    most = counted[:PEOPLE]
    return [here.person(p, count=n, share=share) for (p, n), share in zip(most, shares(most), strict=True)]


def _themes(here: Here) -> list[Link]:
    counted = [(theme, len(here.site.catalogue.quotes_of_theme.get(theme, ()))) for theme in here.site.catalogue.themes]
    counted.sort(key=lambda pair: (-pair[1], pair[0]))
    return [here.theme(theme, n) for theme, n in counted[:THEMES] if n]
