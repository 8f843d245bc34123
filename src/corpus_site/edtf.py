"""Read the dates of the record contract (EDTF, levels 0 and 1, and `[a,b]`), and put them into one order.

Source of the forms: ISO 8601-2:2019 as the Library of Congress gives it.  A date that is not of these forms is kept as
it is and sorts last: dates come from texts, and a bad one must not stop a build.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus_site.model import PartialDate

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|XXXX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX)(?:T(?P<time>\d\d:\d\d(?::\d\d)?)(?:Z|[+-]\d\d:\d\d)?)?)?)?"
    r"(?P<mark>[?~%]?)",
    re.ASCII,
)
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}  # the month a season sorts with
_LAST = 9999  # a year after all others: dates without one come last


@dataclass(frozen=True, slots=True)
class Point:
    """One date; what the text does not give is None.  `decade` is set for `202X`."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    time: str | None = None
    season: int | None = None
    decade: int | None = None
    uncertain: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` to `end`; None is an open or unknown end."""

    start: Point | None
    end: Point | None


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several dates, which one is not known."""

    choices: tuple[Point, ...]


Edtf = Point | Interval | OneOf


def parse(edtf: str) -> Edtf | None:
    """Read an EDTF string; None for what is not of the forms used here.

    >>> parse("2023-06-03?")
    Point(year=2023, month=6, day=3, time=None, season=None, decade=None, uncertain=True, approximate=False)
    >>> parse("2023-03-10/..").end is None
    True
    >>> parse("3月10日") is None
    True
    """
    if edtf.startswith("[") and edtf.endswith("]"):
        choices = tuple(_point(part.strip()) for part in edtf[1:-1].split(","))
        return OneOf(tuple(c for c in choices if c)) if all(choices) else None
    if "/" in edtf:
        left, _, right = edtf.partition("/")
        start, end = _point(left), _point(right)
        bad = (start is None and left not in ("", "..")) or (end is None and right not in ("", ".."))
        return None if bad or (start is None and end is None) else Interval(start, end)
    return _point(edtf)


def _point(text: str) -> Point | None:
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    year, decade = _year(found["year"])
    month, day = _number(found["month"]), _number(found["day"])
    season = month if month in _SEASON_START else None
    if (season and found["day"]) or (month is not None and not season and not 1 <= month <= 12):
        return None
    if day is not None and not 1 <= day <= 31:
        return None
    return Point(
        year=year,
        month=None if season else month,
        day=day,
        time=found["time"],
        season=season,
        decade=decade,
        uncertain=found["mark"] in ("?", "%"),
        approximate=found["mark"] in ("~", "%"),
    )


def _year(text: str) -> tuple[int | None, int | None]:
    if text.isdigit():
        return int(text), None
    return None, None if text == "XXXX" else int(text[:3]) * 10


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def first_point(edtf: str) -> Point | None:
    """Give the point a date is filed under: its start, or its end where only that is known.

    >>> first_point("../2024-05").month
    5
    >>> first_point("未知") is None
    True
    """
    date = parse(edtf)
    if isinstance(date, Interval):
        return date.start or date.end
    if isinstance(date, OneOf):
        return min(date.choices, key=_place)
    return date


def year_of(edtf: str) -> int | None:
    """Give the year a date is filed under; None where the text gives none.

    >>> year_of("2023-03-10/..")
    2023
    >>> year_of("XXXX-06-03") is None
    True
    """
    point = first_point(edtf)
    return None if point is None else point.year


def month_of(edtf: str) -> int | None:
    """Give the month a date is filed under, only where its year is known too.

    >>> month_of("2024-10-17T09:50")
    10
    >>> month_of("2024"), month_of("XXXX-06-03")
    (None, None)
    """
    point = first_point(edtf)
    return None if point is None or point.year is None else point.month


def months_within(edtf: str, year: int) -> tuple[int, int] | None:
    """Give the first and the last month of a year in which a date of more than a day may lie; None for a day or no year.

    >>> months_within("2023-05?", 2023), months_within("2023-11/2024-02", 2024), months_within("2023", 2023)
    ((5, 5), (1, 2), (1, 12))
    >>> months_within("2023-22", 2023), months_within("2023-10-01/..", 2023)
    ((6, 8), (10, 12))
    >>> months_within("2023-05-01", 2023) is None
    True
    """
    date = parse(edtf)
    if isinstance(date, Point):
        return None if date.day else _months(date, date, year)
    if isinstance(date, OneOf):
        ordered = sorted(date.choices, key=_place)
        return _months(ordered[0], ordered[-1], year)
    return None if date is None else _months(date.start, date.end, year)


def _months(start: Point | None, end: Point | None, year: int) -> tuple[int, int] | None:
    first, last = 1, 12
    if start is not None and start.year is not None:
        if start.year > year:
            return None
        if start.year == year:
            first = _SEASON_START.get(start.season or 0, start.month or 1)
    if end is not None and end.year is not None:
        if end.year < year:
            return None
        if end.year == year:
            last = min(12, _SEASON_START[end.season] + 2) if end.season else end.month or 12
    known = any(point is not None and point.year is not None for point in (start, end))
    return (first, max(first, last)) if known else None


SortKey = tuple[int, int, int, str, int, str]


def sort_key(edtf: str | None) -> SortKey:
    """Give a key that puts all dates, and None, into one total order: the vaguer first, the unknown last.

    >>> sorted(["2024", "XXXX-06-03", "2023-06", "2023-06-03", "2023", "?"], key=sort_key)
    ['2023', '2023-06', '2023-06-03', '2024', 'XXXX-06-03', '?']
    >>> sort_key("2023-06-03") < sort_key(None)
    True
    """
    point = None if edtf is None else first_point(edtf)
    if point is None:
        return (_LAST, 99 if edtf is None else 98, 0, "", 0, edtf or "")
    plain = isinstance(parse(edtf or ""), Point)
    return (*_place(point), 0 if plain else 1, edtf or "")


def _place(point: Point) -> tuple[int, int, int, str]:
    year = point.year if point.year is not None else point.decade
    month = _SEASON_START.get(point.season or 0, point.month or 0)
    return (_LAST if year is None else year, month, point.day or 0, point.time or "")


def date_key(date: PartialDate | None) -> SortKey:
    """Give the `sort_key` of a record's date.

    >>> date_key(PartialDate(edtf="2023", basis="stated", evidence="2023年")) < date_key(None)
    True
    """
    return sort_key(None if date is None else date.edtf)
