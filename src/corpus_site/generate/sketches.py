"""Small pictures that thousands of pages carry: columns over the years, and bars from year to year.

Only their geometry is made here; a template draws it in the page's own colours, so they cost next to nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus_site.edtf import year_of
from corpus_site.generate.views import Here
from corpus_site.model import PartialDate, Role

HEIGHT, STEP, WIDTH = 56, 34, 22  # of columns, in pixels
_ROW, _SPAN = 22, 520  # a bar's row, and the width of all years together
_YEARS = 24  # columns shown at most; what is older is one column


@dataclass(frozen=True, slots=True)
class Column:
    """One year: how high it stands, and where it leads."""

    x: int
    height: int
    year: str
    short: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Columns:
    """A picture of counts over the years."""

    width: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One bar: from when to when; `open` where its end is not known."""

    x: int
    y: int
    width: int
    text: str
    when: str
    open: bool


@dataclass(frozen=True, slots=True)
class Stretches:
    """A picture of what somebody was, from year to year."""

    width: int
    height: int
    first: int
    last: int
    stretches: tuple[Stretch, ...]


def columns(here: Here, dates: Iterable[PartialDate | None], hrefs: dict[int | None, str]) -> Columns | None:
    """Count dates by year, with the empty years between; None where there are fewer than two years to compare."""
    counts = Counter(year for date in dates if date is not None and (year := year_of(date.edtf)) is not None)
    if len(counts) < 2:
        return None
    last = max(counts)
    years = range(max(min(counts), last - _YEARS + 1), last + 1)
    most = max(counts[year] for year in years) or 1
    made = [
        Column(
            x=place * STEP,
            height=max(2, round(counts[year] * HEIGHT / most)) if counts[year] else 0,
            year=here.w("date.year", year=year),
            short=f"{year % 100:02d}",
            count=counts[year],
            href=hrefs.get(year, ""),
        )
        for place, year in enumerate(years)
    ]
    return Columns(len(years) * STEP, tuple(made))


def stretches(here: Here, roles: Sequence[Role]) -> Stretches | None:
    """Lay roles with a known beginning along the years; None for fewer than two of them."""
    known = [(role, begin) for role in roles if role.since and (begin := year_of(role.since)) is not None]
    if len(known) < 2:
        return None
    ends = [year_of(role.until) if role.until else None for role, _ in known]
    first = min(begin for _, begin in known)
    last = max([*(begin + 1 for _, begin in known), *(end for end in ends if end is not None)]) + 1
    scale = _SPAN / (last - first)
    made = []
    for row, ((role, begin), end) in enumerate(zip(known, ends, strict=True)):
        stop = last if end is None else max(end, begin + 1)
        when = here.w("person.span", since=begin, until="" if end is None else end)
        made.append(
            Stretch(
                round((begin - first) * scale), row * _ROW, max(6, round((stop - begin) * scale) - 2), role.title, when,
                end is None,
            )
        )  # fmt: skip
    return Stretches(_SPAN, len(made) * _ROW, first, last, tuple(made))
