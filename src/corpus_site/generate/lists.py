"""Lists that pages share: rows of articles, groups of quotes, and long lists cut into pages by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from corpus_site.catalogue import Entry
from corpus_site.generate import paths
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.paths import PagePath
from corpus_site.generate.views import Card, DateView, Here, Link, Site
from corpus_site.model import Article

T = TypeVar("T")
LIMIT = 200  # entries on one page
NEWEST = 40  # entries that the first page of a longer list shows


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One page of a long list: a year, or a part of a very full one; `parts` is its place below the list's page."""

    year: int | None
    number: int
    of: int
    values: tuple[T, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        year = "undated" if self.year is None else str(self.year)
        return (year,) if self.number == 1 else (year, str(self.number))


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in a list, with facts in words."""

    article: Link
    date: DateView | None
    source: Link | None
    facts: tuple[str, ...]
    people: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Quotes of one article that stand together in a list."""

    article: Link
    date: DateView | None
    source: Link | None
    cards: tuple[Card, ...]


def sheets(groups: dict[int | None, tuple[T, ...]], limit: int = LIMIT) -> list[Sheet[T]]:
    """Cut a list by year, and a year with more than `limit` entries into parts.

    >>> [(s.year, s.number, s.of, len(s.values)) for s in sheets({2024: (1, 2, 3), None: (4,)}, limit=2)]
    [(2024, 1, 2, 2), (2024, 2, 2, 1), (None, 1, 1, 1)]
    """
    cut = []
    for year, values in groups.items():
        parts = [values[first : first + limit] for first in range(0, len(values), limit)]
        cut += [Sheet(year, number, len(parts), part) for number, part in enumerate(parts, 1)]
    return cut


def year_words(year: int | None, here: Here) -> str:
    """Name a year, or its absence."""
    return here.w("date.none") if year is None else here.w("date.year", year=year)


def year_anchor(year: int | None) -> str:
    return "undated" if year is None else f"y{year}"


def listed_by_year(
    site: Site,
    page: PagePath,
    groups: dict[int | None, tuple[T, ...]],
    show: Callable[[Here, Sequence[T]], str],
    first: Callable[[Here, list[Heading | str]], Document],
    other: Callable[[Here, Sheet[T], list[Heading | str]], Document],
    level: int = 3,
    above: Callable[[Here, Sequence[T]], str] = lambda here, values: "",
) -> Iterator[Document]:
    """Make the pages of a list: all on one page, or the newest on it and every year on pages of its own.

    `show` lays out some entries, `first` and `other` put such parts into the whole page; `above` makes what stands over
    the entries of a page, such as the form that narrows them.
    """
    here = Here(site, page)
    if sum(map(len, groups.values())) <= LIMIT:
        everything = [value for values in groups.values() for value in values]
        yield first(here, [*_some(above(here, everything)), *_all_years(here, groups, show, level)])
        return
    cut = sheets(groups)
    newest = [value for sheet in cut for value in sheet.values][:NEWEST]
    newest_word = here.w("list.newest", n=len(newest))
    nav = _sheet_links(here, page, cut, None)
    top = [nav, *_some(above(here, newest))]
    yield first(here, [*top, Heading(level, "newest", newest_word), show(here, newest)])
    for sheet in cut:
        below = Here(site, paths.below(page, *sheet.parts))
        title = year_words(sheet.year, below)
        parts: list[Heading | str] = [_sheet_links(below, page, cut, sheet), *_some(above(below, sheet.values))]
        parts.append(Heading(2, year_anchor(sheet.year), title))
        yield other(below, sheet, [*parts, show(below, sheet.values)])


def year_hrefs(here: Here, page: PagePath, groups: Mapping[int | None, Sequence[object]]) -> dict[int | None, str]:
    """Say where the years of a list are found: further down, or on pages of their own."""
    if sum(map(len, groups.values())) <= LIMIT:
        return {year: f"#{year_anchor(year)}" for year in groups}
    return {year: here.to(paths.below(page, *Sheet(year, 1, 1, ()).parts)) for year in groups}


def _some(block: str) -> list[Heading | str]:
    return [block] if block else []


def _all_years(
    here: Here, groups: dict[int | None, tuple[T, ...]], show: Callable[[Here, Sequence[T]], str], level: int
) -> list[Heading | str]:
    parts: list[Heading | str] = []
    for year, values in groups.items():
        title = here.w("list.year_count", year=year_words(year, here), n=len(values))
        parts += [Heading(level, year_anchor(year), title), show(here, values)]
    return parts


def _sheet_links(here: Here, page: PagePath, cut: Sequence[Sheet[T]], current: Sheet[T] | None) -> str:
    links = [
        Link(
            here.w("list.part", year=year_words(sheet.year, here), n=sheet.number)
            if sheet.of > 1
            else year_words(sheet.year, here),
            None if sheet is current else here.to(paths.below(page, *sheet.parts)),
            len(sheet.values),
        )
        for sheet in cut
    ]
    return here.site.render("sheets", sheets=links)


def quote_groups(here: Here, entries: Iterable[Entry]) -> list[Group]:
    """Put quotes of one article and day, as they follow each other, under one head."""
    groups = []
    for _, together in groupby(entries, key=lambda e: (e.article.id, e.date.edtf if e.date else "", e.spoken)):
        own = list(together)
        first = own[0]
        date = here.date(first.date, first.spoken)
        groups.append(Group(here.article(first.article), date, here.source_of(first.article), here.cards(own)))
    return groups


def article_row(here: Here, article: Article, facts: tuple[str, ...] = ()) -> ArticleRow:
    """Give an article with its number of quotes and who speaks most in it."""
    entries = here.site.catalogue.quotes_of_article.get(article.id, ())
    counts = Counter(entry.speaker for entry in entries if entry.speaker in here.site.catalogue.people)
    most = sorted(counts, key=lambda person: (-counts[person], str(person)))[:4]
    quotes = (here.w("count.quotes", n=len(entries)),) if entries else ()
    people = tuple(here.person(person) for person in most)
    return ArticleRow(
        here.article(article), here.date(article.published), here.source_of(article), (*facts, *quotes), people
    )


def article_rows(here: Here, articles: Iterable[Article]) -> tuple[ArticleRow, ...]:
    return tuple(article_row(here, article) for article in articles)
