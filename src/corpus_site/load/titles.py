"""Where the title of an article stands, and what of the printed line is title."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from corpus_site.fold import fold
from corpus_site.load.credits import field_kind
from corpus_site.load.paragraphs import Paragraph
from corpus_site.wordlists import wordlist

_DATE_BEFORE = re.compile(r"^((?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?)\s+(?=\S)")
_FIELD = re.compile(r"^[【\[（(\s]*([A-Za-z一-鿿 ]{1,12}?)\s*[：:丨｜|]")


@dataclass(slots=True)
class Title:
    """The title and what stood beside it."""

    title: str = ""
    claimed: dict[int, str] = field(default_factory=dict)
    kicker: str = ""  # the name of a column or publication above the title
    kicker_line: int = 0
    date: str = ""  # a date printed before the title
    date_line: int = 0


@cache
def _sites() -> frozenset[str]:
    return frozenset(fold(name) for name in wordlist("fields")["site"])


def clean_title(text: str, *, page: bool = False) -> str:
    """A title without the ending of a file name; that of a page also without the site's name behind a bar.

    A printed heading keeps what stands behind its bar: there it says what the article is (｜实录).  The name of a site
    that is known as one goes from both.

    >>> clean_title("星辰大海.md"), clean_title("一场对话的实录｜全文"), clean_title("今年最重要的一场对话|新鲜事", page=True)
    ('星辰大海', '一场对话的实录｜全文', '今年最重要的一场对话')
    """
    title = re.sub(r"\.(?:md|txt|html?|docx?)$", "", re.sub(r"\s+", " ", text).strip().replace("\\|", "|"))
    site = re.match(r"(.{6,}?)\s*(?:[|｜_]|\s[-–—]\s)\s*([^|｜_]{2,10})$", title)
    if site and (fold(site.group(2)) in _sites() or re.search(r"_\s*[^_]{2,8}(?:网|新闻|日报|时报)$", title)):
        return site.group(1).strip()
    found = re.match(r"(.{8,}?)\s*(?:[|｜_]|\s[-–—]\s)\s*([^|｜_]{2,10})$", title) if page else None
    return found.group(1).strip() if found and 2 * len(found.group(1)) >= 3 * len(found.group(2)) else title


def strip_number(title: str) -> str:
    """A section title without its number.

    >>> strip_number("1、ChatGPT的爆火"), strip_number("02 學術界的作用"), strip_number("一、三种不同的答案"), strip_number("2023 年展望")
    ('ChatGPT的爆火', '學術界的作用', '三种不同的答案', '2023 年展望')
    """
    number = (
        r"第?[一二三四五六七八九十]{1,3}[、.．章节部分篇：:]\s*|0?\d{1,2}(?:\.\d{1,2})*[、.．）)]\s*|0\d\s+|\d\.\d\s+"
    )
    return re.sub(rf"^\s*(?:{number})", "", title).strip() or title.strip()  # 第一节 is all there is


def find_title(paragraphs: list[Paragraph], first_turn: int | None) -> Title:
    """The first of: first-level heading, opening line, first section; the head ends at the first turn."""
    limit = first_turn if first_turn is not None else len(paragraphs)
    found = Title()
    tops = [i for i, p in enumerate(paragraphs) if p.kind == "heading" and p.level == 1 and not p.quoted and i <= limit]
    if tops:
        _take(found, paragraphs, tops[0], "first_heading")
        for other in tops[1:]:
            if fold(paragraphs[other].text) == fold(paragraphs[tops[0]].text):
                found.claimed[other] = "title_again"
    elif (index := _opening_line(paragraphs, limit)) is not None:
        following = _opening_line(paragraphs[index + 1 :], limit - index - 1)
        if following == 0 and _is_kicker(paragraphs[index].text, paragraphs[index + 1].text):
            found.claimed[index] = "kicker"
            found.kicker, found.kicker_line = paragraphs[index].text, paragraphs[index].lines[0]
            index += 1
        _take(found, paragraphs, index, "opening_line")
    else:
        first = next((i for i, p in enumerate(paragraphs) if p.kind == "heading"), None)
        if first is not None:
            found.title = clean_title(strip_number(paragraphs[first].text))
    if (
        paragraphs
        and 0 not in found.claimed
        and re.fullmatch(r"[A-Za-z一-鿿 ]{1,6}", paragraphs[0].text)
        and paragraphs[0].kind == "text"
    ):
        found.claimed[0] = "kicker"
    return found


def _take(found: Title, paragraphs: list[Paragraph], index: int, rule: str) -> None:
    text = paragraphs[index].text
    found.claimed[index] = rule
    if dated := _DATE_BEFORE.match(text):
        found.date, found.date_line = dated.group(1), paragraphs[index].lines[0]
        text = text[dated.end() :]
    found.title = clean_title(text, page=rule == "opening_line")


def _is_kicker(line: str, following: str) -> bool:
    """One word above a longer line: the name of a publication."""
    return (
        len(line.split()) == 1
        and len(line) <= 16
        and len(following) > len(line)
        and not re.search(r"[？?！!，,]", line)
    )


def _opening_line(paragraphs: list[Paragraph], limit: int) -> int | None:
    """A short first line that is no sentence, with prose behind it."""
    for i, p in enumerate(paragraphs[: max(0, min(limit, 3))]):
        if p.kind in ("text", "item") and len(p.text) > 80:
            return None
        sentence = "。" in p.text or re.search(r"[；;：:]\s*$", p.text)
        if "。" in p.text and not p.quoted:
            return None
        field_line = (m := _FIELD.match(p.text)) and field_kind(m.group(1))
        plain = p.kind == "text" or (p.kind == "item" and i == 0)
        if plain and not p.quoted and len(p.text) >= 5 and not sentence and not field_line:
            return i if len(paragraphs) > i + 1 else None
    return None
