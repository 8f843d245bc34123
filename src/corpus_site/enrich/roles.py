"""What the texts call somebody: OpenAI 总裁 right before the name, or right behind it.  A role keeps its place and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from corpus_site.enrich.linking import Local
from corpus_site.enrich.shown import Shown
from corpus_site.fold import simplify
from corpus_site.model import Role
from corpus_site.names import is_full
from corpus_site.wordlists import wordlist

PLACES = 4  # of each name that are looked at
REACH = 40  # characters before and behind a name


def with_roles(local: Local, shown: Shown) -> Local:
    """Add the roles that the article gives somebody under his whole name, or under any form beside which he is shown."""
    if local.type != "person" or local.identity is None:
        return local
    text, date = shown.plain, shown.article.published
    found = {
        title: Role(title=title, seen=date.edtf if date else None, evidence=shown.where(at))
        for form in local.forms
        if is_full(form) or len(local.forms) > 1
        for at in _places(text, simplify(form))
        for title in roles_beside(text, at, at + len(form), shown.organisations)
    }
    return replace(local, roles=tuple(found.values())) if found else local


def _places(text: str, form: str) -> Iterator[int]:
    at = text.find(form)
    for _ in range(PLACES):
        if at < 0:
            return
        yield at
        at = text.find(form, at + len(form))


def roles_beside(text: str, start: int, end: int, organisations: tuple[str, ...]) -> list[str]:
    """Read the roles beside the name at this place.

    >>> text = "他请来了OpenAI联合创始人兼总裁格雷格·布罗克曼，即将退休。"
    >>> roles_beside(text, text.index("格"), text.index("，"), ("OpenAI",))
    ['OpenAI 联合创始人兼总裁']
    >>> text = "符尧，爱丁堡大学博士生。"
    >>> roles_beside(text, 0, 2, ())
    ['爱丁堡大学 博士生']
    >>> roles_beside("教授们喜欢符尧，总裁也喜欢。", 5, 7, ())
    []
    """
    before = _before().search(text[max(0, start - REACH) : start])
    behind = _behind().match(text[end : end + REACH])
    return [
        role
        for found, place in ((before, "before"), (behind, "behind"))
        if found and (role := _role(found["org"] or "", found["titles"], organisations, place))
    ]


def _role(around: str, titles: str, organisations: tuple[str, ...], place: str) -> str:
    """The titles with the organisation that stands right before them, if one does."""
    around = around.rstrip(" 的")
    whose = next((name for name in organisations if around.endswith(name)), "")
    if not whose and (school := _SCHOOL.search(around)):
        whose = school[0]
    if place == "behind" and around and around != whose:
        return ""  # 符尧，记得那位教授: other words lie between
    if not whose and titles in wordlist("names")["says_little"]:
        return ""
    return f"{whose} {titles}".strip()


# Not in it: the characters that stand before a name in a sentence and are no part of one.
_SCHOOL = re.compile(
    r"[^\W\d_a-zA-Z的是在和与据由请了有到来对自从为于让但而却向]{2,10}(?:大学|学院|研究院|研究所|实验室)$"
)


@cache
def _titles() -> str:
    words = sorted({*wordlist("names")["before"], *wordlist("names")["roles"]}, key=lambda w: (-len(w), w))
    one = "(?:" + "|".join(re.escape(word) for word in words) + ")"
    return rf"(?:前|时任|原|现任|副|高级|资深)?{one}(?:(?:、|兼|及|和|兼任){one})*"


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?P<org>[^，。；：！？、“”（）()\n]*?)\s?(?P<titles>{_titles()})[、：\s]?$")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[（(][A-Z][^（）()]*[）)])?(?:[，,（(]\s?|\s?(?:是|担任|现任|曾任|时任|出任)\s?)"
        rf"(?P<org>[^，。；：！？、“”（）()\n]*?)\s?(?P<titles>{_titles()})(?=[，。；）),;、]|$)"
    )
