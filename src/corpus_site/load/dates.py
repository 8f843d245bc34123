"""Dates of publication and of events, as far as the text gives them.

The rules answer in the order of `DATE_RULES`: what a field or the page's own data states comes first, then datelines in
the text, then the page's furniture.  A missing year is taken from the context only with `?` and the reason, or left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus_site.load.paragraphs import Paragraph
from corpus_site.model import Basis, Event, PartialDate
from corpus_site.wordlists import wordlist

_YMD = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})(?:\s*[-/.月]\s*(?P<d>\d{1,2})(?:\s*日)?)?"
    r"(?:[\sT]+(?P<hh>\d{1,2})[:：时](?P<mm>\d{2}))?"
)
# 2024月10年16日: year and month signs changed places.
_SWAPPED = re.compile(r"(?P<y>(?:19|20)\d\d)月(?P<m>\d{1,2})年(?P<d>\d{1,2})日")
_DATELINE = re.compile(
    r"^[^。！？\n]{0,40}?(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])日"
    r"(?=\s*(?:消息|讯|訊|電|电|报道|報導|(?:发自|發自)))"
)
_EXPLICIT = re.compile(r"(?P<y>(?:19|20)\d\d)\s*年(?:\s*(?P<m>1[0-2]|0?[1-9])\s*月)?(?P<after>[^。！？\n]{0,6})")
_PLAN = re.compile(r"(?:到|至|预计|預計|将于|將於|计划|計劃|之前|目标|直到|截至)[^，。\d]{0,3}$")
_PLAN_AFTER = re.compile(r"^(?:之?前|底前|以后|前后将|将)")
_LONG_AGO = re.compile(r"(?:成立|创立|创办|创建|出生|生|建|毕业|始|加入|起源)[于自在]?\D{0,3}$")
_OCCASION = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>1[0-2]|0?[1-9])月(?P<d>3[01]|[12]\d|0?[1-9])日(?:举办|举行|召开|舉辦|舉行|召開)的"
    r"(?P<name>[^，。！？：“”]{2,24}?(?:大会|峰会|论坛|发布会|活动|年会|音乐节|研讨会|听证会|大會|峰會|論壇))"
)
_RELEASED = re.compile(r"(?P<how>公开发表于|发表于|发布于|首播于|刊登于|刊于|發表於|刊登於)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """What the date rules look at: the article's paragraphs, its stated fields, and the year that the context gives."""

    paragraphs: Sequence[Paragraph]
    fields: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # kind -> (value, line)

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paragraphs)


DateRule = Callable[[Dated], PartialDate | None]


def parse_date(text: str) -> str | None:
    """EDTF of a fully written date with at least year and month, or None.

    >>> parse_date("2024-10-17 09:50"), parse_date("2023年5月"), parse_date("2024月10年16日"), parse_date("10:50")
    ('2024-10-17T09:50', '2023-05', '2024-10-16', None)
    """
    found = _SWAPPED.search(text) or _YMD.search(text)
    if not found:
        return None
    parts = found.groupdict()
    month, day = int(parts["m"]), int(parts["d"] or 0)
    if not 1 <= month <= 12 or day > _days(int(parts["y"]), month):
        return None
    edtf = f"{parts['y']}-{month:02d}" + (f"-{day:02d}" if day else "")
    if day and parts.get("hh") and int(parts["hh"]) < 24 and int(parts["mm"]) < 60:
        edtf += f"T{int(parts['hh']):02d}:{parts['mm']}"
    return edtf


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def stated_field(dated: Dated) -> PartialDate | None:
    """发布时间: 2024-10-17 09:50"""
    if "published" not in dated.fields:
        return None
    value, line = dated.fields["published"]
    edtf = parse_date(value)
    basis: Basis = "corrected" if _SWAPPED.search(value) else "stated"
    return PartialDate(edtf=edtf, basis=basis, evidence=value.strip(), line=line) if edtf else None


def head_line(dated: Dated) -> PartialDate | None:
    """A line near the top that holds a full date and hardly anything else."""
    for p in list(dated.paragraphs)[:6]:
        edtf = parse_date(p.text)
        if edtf and edtf.count("-") == 2 and len(_YMD.sub("", p.text)) <= 12 and p.kind in ("text", "item"):
            return PartialDate(edtf=edtf, basis="stated", evidence=p.text.strip(), line=p.lines[0])
    return None


def dateline(dated: Dated) -> PartialDate | None:
    """6月3日消息 at the head of a paragraph: a day without a year; the year from the context only with `?`."""
    for p in [p for p in dated.paragraphs if p.kind == "text"][:12]:
        found = _DATELINE.match(p.text)
        if not found:
            continue
        if re.search(r"(?:19|20)\d\d年$", p.text[: found.start("m")]):
            edtf = parse_date(p.text[max(0, found.start("m") - 5) :])
            return PartialDate(edtf=edtf, basis="stated", evidence=found.group(), line=p.lines[0]) if edtf else None
        month, day = int(found["m"]), int(found["d"])
        year, why = year_for(dated, p, month)
        evidence = found.group().strip() + (f"；年份据 {why}" if why else "；正文没有年份")
        if year is None:
            return PartialDate(edtf=f"XXXX-{month:02d}-{day:02d}", basis="stated", evidence=evidence, line=p.lines[0])
        return PartialDate(edtf=f"{year}-{month:02d}-{day:02d}?", basis="inferred", evidence=evidence, line=p.lines[0])
    return None


def page_calendar(dated: Dated) -> PartialDate | None:
    """The calendar beside a post stands on the month of the post: `2023 年 5 月` over rows of running digits."""
    for above, below in pairwise(dated.paragraphs):
        found = re.fullmatch(r"((?:19|20)\d\d)\s*年\s*(1[0-2]|0?[1-9])\s*月", above.text.strip())
        rows = below.text.replace(" ", "")
        if found and rows and rows.isdigit() and "1234567".startswith(rows[: min(7, len(rows))]):
            edtf = f"{found[1]}-{int(found[2]):02d}?"
            return PartialDate(
                edtf=edtf, basis="inferred", evidence=f"页面日历：{above.text.strip()}", line=above.lines[0]
            )
    return None


def agency_day(dated: Dated) -> PartialDate | None:
    """(某某社記者甲某地20日電), the month from a date without a day just before it."""
    for p in dated.paragraphs:
        found = re.search(r"[（(][^（）()]{2,20}?(\d{1,2})日[电電][）)]", p.text[:80])
        if not found:
            continue
        month = re.search(r"((?:19|20)\d\d)[-./年](\d{1,2})月?\s*$", p.text[: found.start()])
        if month and 1 <= int(month[2]) <= 12 and int(found[1]) <= _days(int(month[1]), int(month[2])):
            edtf = f"{month[1]}-{int(month[2]):02d}-{int(found[1]):02d}"
            return PartialDate(edtf=edtf, basis="stated", evidence=p.text[: found.end()].strip(), line=p.lines[0])
    return None


DATE_RULES: tuple[DateRule, ...] = (stated_field, head_line, agency_day, dateline, page_calendar)


def published(dated: Dated) -> PartialDate | None:
    """The day of publication, by the first rule that answers; None where nothing tells."""
    return next((found for rule in DATE_RULES if (found := rule(dated))), None)


YearRule = Callable[[Dated, Paragraph, int], tuple[int, str] | None]


def _past_years(text: str) -> list[tuple[int, int, str, int]]:
    """Years told as past: (year, month or 0, as printed, offset); plans for later years are left out."""
    out = []
    for found in _EXPLICIT.finditer(text):
        if _PLAN.search(text[max(0, found.start() - 8) : found.start()]) or _PLAN_AFTER.match(found["after"]):
            continue
        printed = found.group()[: found.start("after") - found.start()].strip()
        out.append((int(found["y"]), int(found["m"] or 0), printed, found.start()))
    return out


def _releases(text: str) -> list[tuple[str, int, int, int]]:
    """Things of the text whose release is known: (name, year, month, offset of the first mention)."""
    out = []
    for thing, released in wordlist("releases").items():
        if found := re.search(rf"(?<![A-Za-z0-9]){re.escape(thing)}(?![A-Za-z0-9])", text):
            year, month = (int(x) for x in str(released).split("-"))
            out.append((thing, year, month, found.start()))
    return out


def year_of_the_lead(dated: Dated, lead: Paragraph, month: int) -> tuple[int, str] | None:
    """A year that the dateline's own paragraph tells as past: 7月3日消息，公司发布了2023年第二季度…"""
    years = [y for y in _past_years(lead.text) if not _LONG_AGO.search(lead.text[max(0, y[3] - 6) : y[3]])]
    if not years:
        return None
    year, last_month, printed, _ = max(years)
    return (year if month >= last_month else year + 1), printed


def year_of_the_news(dated: Dated, lead: Paragraph, month: int) -> tuple[int, str] | None:
    """A thing named at the head that came out in the month of the dateline."""
    head = "\n".join(p.text for p in dated.paragraphs[:4]) + "\n" + lead.text
    fresh = [(thing, year) for thing, year, released, _ in _releases(head) if released == month]
    return (
        (fresh[-1][1], f"{fresh[-1][0]}（{fresh[-1][1]}-{month:02d}）")
        if len({year for _, year in fresh}) == 1
        else None
    )


def year_of_this_and_last(dated: Dated, lead: Paragraph, month: int) -> tuple[int, str] | None:
    """ChatGPT 去年11月上线: 今年 or 去年 with the month in which the thing beside it came out."""
    text = dated.text
    for thing, year, released, _ in _releases(text):
        for found in re.finditer(rf"(今年|去年)\s*{released}\s*月", text):
            if re.search(
                rf"(?<![A-Za-z0-9]){re.escape(thing)}(?![A-Za-z0-9-])",
                text[max(0, found.start() - 30) : found.end() + 30],
            ):
                return year + (found[1] == "去年"), f"{thing} {found.group()}（{year}-{released:02d}）"
    return None


def year_of_the_story(dated: Dated, lead: Paragraph, month: int) -> tuple[int, str] | None:
    """于2022年11月面世 … 去年12月 … 今年4月: a story that runs over the end of a year."""
    text = dated.text
    for year, told, printed, at in _past_years(text):
        if told >= 9 and re.search(r"今年\s*\d{1,2}\s*月", text[at:]) and re.search(r"去年\s*(?:9|1[0-2])\s*月", text):
            return year + 1, f"{printed} … 去年 … 今年"
    return None


YEAR_RULES: tuple[YearRule, ...] = (year_of_the_lead, year_of_the_news, year_of_this_and_last, year_of_the_story)


def year_for(dated: Dated, lead: Paragraph, month: int) -> tuple[int | None, str]:
    """The year of a dateline without one, by the first rule that answers, with the reason.

    That something is told as past is only a lower bound, and as a guess it is wrong half of the time: then no year.
    """
    return next((found for rule in YEAR_RULES if (found := rule(dated, lead, month))), (None, ""))


def events(dated: Dated) -> tuple[Event, ...]:
    """When something was held or first made public, where the text tells: never the day of this publication."""
    return tuple(dict.fromkeys(event for p in dated.paragraphs for event in (*_held(p), *_made_public(p))))


def _held(p: Paragraph) -> Iterator[Event]:
    """3月10日举办的SXSW 23大会: the year of the clause, or of the name, or none."""
    for found in _OCCASION.finditer(p.text):
        name, evidence = found["name"], found.group()
        day = f"{int(found['m']):02d}-{int(found['d']):02d}"
        in_name = re.search(r"(?<!\d)(?:20)?(2\d)(?!\d)", name)
        basis: Basis = "stated"
        if found["y"]:
            edtf = f"{found['y']}-{day}"
        elif in_name:
            edtf, basis, evidence = f"20{in_name[1]}-{day}?", "inferred", f"{evidence}；年份据 {name}"
        else:
            edtf = f"XXXX-{day}"
        yield Event(
            name=name, date=PartialDate(edtf=edtf, basis=basis, evidence=evidence, line=p.line_at(found.start()))
        )


def _made_public(p: Paragraph) -> Iterator[Event]:
    """公开发表于2024月10年16日: year and month signs exchanged are read, and marked as corrected."""
    readings: tuple[tuple[re.Pattern[str], Basis], ...] = ((_SWAPPED, "corrected"), (_YMD, "stated"))
    if p.kind != "text" or len(p.text) <= 30:
        return
    for pattern, basis in readings:
        for found in pattern.finditer(p.text):
            how = _RELEASED.search(p.text[max(0, found.start() - 12) : found.start()])
            edtf = parse_date(found.group())
            if how and edtf:
                date = PartialDate(
                    edtf=edtf, basis=basis, evidence=how["how"] + found.group(), line=p.line_at(found.start())
                )
                yield Event(name=how["how"].rstrip("于於"), date=date)
