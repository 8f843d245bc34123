"""The home page: what this is, how much of it there is, and ways in."""

from __future__ import annotations

from collections.abc import Iterator

from corpus_site.catalogue import Catalogue, Entry
from corpus_site.edtf import year_of
from corpus_site.generate import paths
from corpus_site.generate.document import Document
from corpus_site.generate.lists import article_rows
from corpus_site.generate.views import Here, Link, Site, shares

ARTICLES, PEOPLE, THEMES = 6, 10, 16
_GOOD_LENGTH = range(24, 90)  # characters of a quote that says something and can be read at a glance


def home_page(site: Site) -> Iterator[Document]:
    """Make the home page."""
    here = Here(site, paths.HOME)
    catalogue, settings = site.catalogue, site.catalogue.settings
    lead = settings.description or here.w("home.lead")
    best = best_quote(catalogue)
    page = site.render(
        "home",
        title=settings.site_name,
        lead=lead,
        figures=_figures(here),
        best=None if best is None else here.card(best),
        newest=article_rows(here, list(catalogue.articles.values())[:ARTICLES]),
        people=_people(here),
        themes=_themes(here),
        more={
            "articles": here.to(paths.ARTICLES),
            "people": here.to(paths.PEOPLE),
            "themes": here.to(paths.THEMES),
            "timeline": here.to(paths.TIMELINE),
            "review": here.to(paths.REVIEW),
        },
    )
    yield Document(here.path, settings.site_name, lead, (page,), hide=("navigation", "toc"))


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


def best_quote(catalogue: Catalogue) -> Entry | None:
    """Choose the quote to begin with: sure, of a known person, short; what a report picked out or a pull quote repeats first."""
    fit = [
        entry
        for entry in catalogue.listed
        if entry.speaker in catalogue.people
        and entry.quote.confidence == "high"
        and entry.quote.status in ("verified", "attributed")
        and len(entry.quote.text) in _GOOD_LENGTH
        and "\n" not in entry.quote.text
    ]
    return min(fit, key=_rank, default=None)


def _rank(entry: Entry) -> tuple[bool, bool, bool, float, str]:
    # An answer often needs its question; words that somebody picked out for a report stand alone.
    picked = entry.quote.kind != "turn"
    strongest = max((hit.score for hit in entry.themes), default=0.0)
    return not picked, not entry.repeated_by, not entry.themes, -strongest, entry.quote.id
