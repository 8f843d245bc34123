"""Dates in Chinese words: 2023 年 6 月 3 日 in prose, 2023-06-03 in lists, never more than the text gives."""

from __future__ import annotations

from corpus_site.edtf import Edtf, Interval, OneOf, Point, parse
from corpus_site.generate.words import Words


def date_in_words(edtf: str, words: Words) -> str:
    """Say a date in prose; what is not EDTF is given as it stands."""
    return _say(parse(edtf), edtf, words, "date")


def date_in_list(edtf: str, words: Words) -> str:
    """Say a date in the short form of lists; the mark of inference is a chip beside it, so it is left out here."""
    return _say(parse(edtf), edtf, words, "list")


def _say(date: Edtf | None, edtf: str, words: Words, form: str) -> str:
    if date is None:
        return edtf
    if isinstance(date, Point):
        return _point(date, words, form)
    if isinstance(date, OneOf):
        return words(f"{form}.or").join(_point(choice, words, form) for choice in date.choices)
    return _interval(date, words, form)


def _interval(date: Interval, words: Words, form: str) -> str:
    if date.end is None:
        assert date.start is not None  # `parse` gives no interval without both ends
        return words(f"{form}.after", date=_point(date.start, words, form))
    if date.start is None:
        return words(f"{form}.before", date=_point(date.end, words, form))
    return words(f"{form}.between", start=_point(date.start, words, form), end=_point(date.end, words, form))


def _point(point: Point, words: Words, form: str) -> str:
    text = words(f"{form}.{_shape(point)}", **_parts(point, form if words.language == "zh" else "list"))
    if point.season is not None:
        text += words(f"date.season.{point.season}")
    if point.time and form == "date":
        text += f" {point.time}"
    if point.approximate:
        text = words("date.about", date=text)
    if point.uncertain and form == "date":
        text += words("date.uncertain_year" if point.month else "date.uncertain")
    return text


def _shape(point: Point) -> str:
    """Name the form by what is known: `year_month_day`, `month_day`, `decade`, …"""
    if point.decade is not None:
        return "decade"
    known = [name for name in ("year", "month", "day") if getattr(point, name) is not None]
    return "_".join(known) or "none"


def _parts(point: Point, form: str) -> dict[str, str]:
    pad = "02d" if form == "list" else "d"
    return {
        "year": "" if point.year is None else f"{point.year:04d}" if form == "list" else str(point.year),
        "month": "" if point.month is None else format(point.month, pad),
        "day": "" if point.day is None else format(point.day, pad),
        "decade": str(point.decade),
    }
