"""The timeline: years and months, what was said apart from what came out, and honestly what has no date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus_site.catalogue import Moment
from corpus_site.edtf import month_of, months_within, year_of
from corpus_site.generate import paths
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.lists import LIMIT, article_rows
from corpus_site.generate.paths import PagePath
from corpus_site.generate.views import DateView, Here, Link, Site

SPANS = 24  # vague dates drawn above a year
HEAT = (1, 3, 8, 20)  # moments of a month from which a cell of the density picture is one step darker


@dataclass(frozen=True, slots=True)
class MomentView:
    """One line of the timeline."""

    date: DateView | None
    name: str
    article: Link
    source: Link | None
    quotes: str
    people: tuple[Link, ...]


def year_page(year: int, *parts: str) -> PagePath:
    return paths.below(paths.TIMELINE, f"{year:04d}", *parts)


def timeline_pages(site: Site) -> Iterator[Document]:
    """Make the page of all years, a page for each year, and for each month of a very full year."""
    years: dict[int, list[Moment]] = defaultdict(list)
    vague: list[Moment] = []
    for moment in site.catalogue.timeline:
        year = year_of(moment.date.edtf)
        if year is None:
            vague.append(moment)
        else:
            years[year].append(moment)
    yield from _index(site, years, vague)
    order = sorted(years)
    for place, year in enumerate(order):
        beside = (order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None)
        yield from _year(site, year, years[year], beside)


def _index(site: Site, years: dict[int, list[Moment]], vague: Sequence[Moment]) -> Iterator[Document]:
    here = Here(site, paths.TIMELINE)
    articles = site.catalogue.articles.values()
    undated = [a for a in articles if a.published is None or year_of(a.published.edtf) is None]
    inferred = sum(m.date.basis == "inferred" for m in site.catalogue.timeline)
    figures = [
        here.w("timeline.figures", years=len(years), moments=len(site.catalogue.timeline)),
        here.w("timeline.inferred", n=inferred),
        here.w("timeline.undated_count", n=len(undated)),
    ]
    title, lead = here.w("timeline.title"), here.w("timeline.lead")
    parts: list[Heading | str] = [site.render("index_head", title=title, lead=lead, figures=figures)]
    if years:
        parts.append(Heading(2, "years", here.w("timeline.density")))
        parts.append(site.render("timeline_density", years=[_density(here, y, years[y]) for y in sorted(years)[::-1]]))
    if vague:
        parts.append(Heading(2, "no-year", here.w("timeline.no_year", n=len(vague))))
        parts.append(_moments(here, vague))
    if undated:
        parts.append(Heading(2, "undated", here.w("timeline.undated", n=len(undated))))
        parts.append(site.render("article_rows", rows=article_rows(here, undated[:LIMIT])))
        if len(undated) > LIMIT:
            more = Link(
                here.w("timeline.more_undated", n=len(undated)), here.to(paths.below(paths.ARTICLES, "undated"))
            )
            parts.append(site.render("chips", links=[more], label=more.text))
    yield Document(here.path, title, lead, tuple(parts))


def _density(here: Here, year: int, moments: Sequence[Moment]) -> dict[str, object]:
    """Give one year of the density picture: twelve months, and what is known by the year alone."""
    months = Counter(month_of(moment.date.edtf) for moment in moments)
    kinds = Counter(moment.kind for moment in moments)
    page = year_page(year)
    cells = [
        (here.w("date.month_alone", month=month), months[month], sum(months[month] >= step for step in HEAT),
         here.to(page, month_anchor(month)) if months[month] else None)
        for month in range(1, 13)
    ]  # fmt: skip
    return {
        "year": Link(here.w("date.year", year=year), here.to(page)),
        "cells": cells,
        "rest": Link(str(months[None]), here.to(page, month_anchor(None))) if months[None] else None,
        "events": kinds["event"],
        "publications": kinds["publication"],
    }


def month_anchor(month: int | None) -> str:
    """Name the element of a month on its year's page.

    >>> month_anchor(3), month_anchor(None)
    ('m03', 'year-only')
    """
    return "year-only" if month is None else f"m{month:02d}"


def _month_title(here: Here, month: int | None, n: int) -> str:
    name = here.w("timeline.year_only") if month is None else here.w("date.month_alone", month=month)
    return here.w("timeline.month_count", month=name, n=n)


def _year(
    site: Site, year: int, moments: Sequence[Moment], beside: tuple[int | None, int | None]
) -> Iterator[Document]:
    here = Here(site, year_page(year))
    months: dict[int | None, list[Moment]] = defaultdict(list)
    for moment in moments:
        months[month_of(moment.date.edtf)].append(moment)
    order = sorted(months, key=lambda month: (month is None, month or 0))
    title = here.w("timeline.year_title", year=year)
    head = site.render(
        "timeline_head",
        title=title,
        back=Link(here.w("timeline.title"), here.to(paths.TIMELINE)),
        before=_beside(here, beside[0]),
        after=_beside(here, beside[1]),
        figures=here.w("timeline.year_figures", **_kinds(moments)),
    )
    parts: list[Heading | str] = [head, *_spans(here, year, moments)]
    whole = len(moments) <= LIMIT
    for month in order:
        parts.append(Heading(2, month_anchor(month), _month_title(here, month, len(months[month]))))
        parts.append(_moments(here, months[month]) if whole else _month_link(here, year, month, months[month]))
    yield Document(here.path, title, here.w("timeline.year_figures", **_kinds(moments)), tuple(parts))
    if not whole:
        for month in order:
            yield _month(site, year, month, months[month])


def _month(site: Site, year: int, month: int | None, moments: Sequence[Moment]) -> Document:
    here = Here(site, year_page(year, month_anchor(month)))
    title = here.w("timeline.month_title", year=year, month=_month_title(here, month, len(moments)))
    head = site.render("sheet_head", title=title, back=Link(here.w("date.year", year=year), here.to(year_page(year))))
    return Document(here.path, title, "", (head, _moments(here, moments)))


def _month_link(here: Here, year: int, month: int | None, moments: Sequence[Moment]) -> str:
    link = Link(here.w("timeline.year_figures", **_kinds(moments)), here.to(year_page(year, month_anchor(month))))
    return here.site.render("chips", links=[link], label=link.text)


def _spans(here: Here, year: int, moments: Sequence[Moment]) -> list[str]:
    """Draw what is known to the month or less as a span over the months in which it may lie."""
    spans = []
    for moment in moments:
        months = months_within(moment.date.edtf, year)
        if months is not None:
            spans.append((months, here.date(moment.date), moment.name, here.article(moment.article)))
    if not spans:
        return []
    names = [here.w("date.month_alone", month=month) for month in range(1, 13)]
    more = len(spans) - SPANS
    return [here.site.render("timeline_spans", months=names, spans=spans[:SPANS], more=more)]


def _beside(here: Here, year: int | None) -> Link | None:
    return None if year is None else Link(here.w("date.year", year=year), here.to(year_page(year)))


def _kinds(moments: Iterable[Moment]) -> dict[str, int]:
    kinds = Counter(moment.kind for moment in moments)
    return {"events": kinds["event"], "publications": kinds["publication"]}


def _moments(here: Here, moments: Sequence[Moment]) -> str:
    """Lay out moments in two columns: what was said or happened, and what came out."""
    columns = {kind: [_view(here, m) for m in moments if m.kind == kind] for kind in ("event", "publication")}
    return here.site.render("timeline_moments", events=columns["event"], publications=columns["publication"])


def _view(here: Here, moment: Moment) -> MomentView:
    entries = here.site.catalogue.quotes_of_article.get(moment.article.id, ())
    speakers = Counter(entry.speaker for entry in entries if entry.speaker in here.site.catalogue.people)
    most = sorted(speakers, key=lambda person: (-speakers[person], str(person)))[:4]
    return MomentView(
        date=here.date(moment.date),
        name=moment.name,
        article=here.article(moment.article),
        source=here.source_of(moment.article),
        quotes=here.w("count.quotes", n=moment.quotes) if moment.quotes else "",
        people=tuple(here.person(person) for person in most),
    )
