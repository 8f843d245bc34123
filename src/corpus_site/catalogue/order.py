"""Grouping, counting and sorting: one pass each, and one total order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from corpus_site.edtf import date_key, year_of
from corpus_site.model import PartialDate

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def by_year(values: Iterable[V], date_of: Callable[[V], PartialDate | None]) -> dict[int | None, tuple[V, ...]]:
    """Group by year, the newest year first and None last; the order inside a year is kept.

    >>> by_year([], lambda article: article.published)
    {}
    """
    groups: dict[int | None, list[V]] = defaultdict(list)
    for value in values:
        date = date_of(value)
        groups[None if date is None else year_of(date.edtf)].append(value)
    years = sorted(groups, key=lambda year: (year is None, -(year or 0)))
    return {year: tuple(groups[year]) for year in years}


def newest_first(values: Iterable[V], date_of: Callable[[V], PartialDate | None]) -> list[V]:
    """Sort by date, newest first, dates without a year last; equal dates keep their order.

    >>> a, b = (PartialDate(edtf=edtf, basis="stated", evidence="") for edtf in ("2023", "2024-05"))
    >>> [date and date.edtf for date in newest_first([a, None, b], lambda date: date)]
    ['2024-05', '2023', None]
    """
    groups: tuple[list[V], list[V]] = ([], [])
    for value in values:
        date = date_of(value)
        groups[date is None or year_of(date.edtf) is None].append(value)
    dated, undated = groups
    dated.sort(key=lambda value: date_key(date_of(value)), reverse=True)
    undated.sort(key=lambda value: date_key(date_of(value)))
    return dated + undated


def group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def count(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[tuple[V, int], ...]]:
    """Count the values of each key, the most frequent first, equal ones by name."""
    counts: dict[K, Counter[V]] = defaultdict(Counter)
    for key, value in pairs:
        counts[key][value] += 1
    return {
        key: tuple(sorted(counter.items(), key=lambda pair: (-pair[1], str(pair[0]))))
        for key, counter in counts.items()
    }
