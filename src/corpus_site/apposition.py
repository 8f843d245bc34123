"""Two forms of one name side by side: 利普金（Olivia Lipkin）, Sam Altman（奥特曼）, 汪华 Wang Hua.

The text itself says that both are one person; what has to be found is where the Chinese name begins
(…副教授萨拉·罗伯茨（Sarah T. Roberts）), and that is judged by sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from corpus_site.fold import fold, simplify
from corpus_site.names import DOTS, is_chinese, is_full, parts, surname
from corpus_site.wordlists import wordlist

LATIN_WORD = r"[A-Z][A-Za-zÀ-ÖØ-öø-ÿ'’-]*[a-zß-ÿ]"
LATIN_NAME = rf"{LATIN_WORD}(?:\s(?:[A-Z]\.|van|von|de|der|da|bin|{LATIN_WORD})){{0,3}}"
HAN_RUN = rf"[\u3400-\u9fff{DOTS}]{{2,20}}"
_HAN_LATIN = re.compile(rf"({HAN_RUN})(\s?[（(]\s?|\s)({LATIN_NAME})\s?([）)，,]?)")
_LATIN_HAN = re.compile(rf"(?<![A-Za-z])({LATIN_NAME})\s?[（(]\s?({HAN_RUN})\s?[）)]")
ALIKE = 62  # likeness of sound from 0 to 100; see the doctest for what lies on either side
UNLIKE = 70  # two Latin names less alike than this are two people
_DOT = re.compile(f"[{DOTS}]")


class Pair(NamedTuple):
    """A Chinese and a Latin form that the text puts together."""

    han: str
    latin: str
    offset: int


def pairs(text: str) -> list[Pair]:
    """Find all such places.

    >>> [p[:2] for p in pairs("分校副教授萨拉·罗伯茨（Sarah T. Roberts）说，英伟达创始人黄仁勋（Jensen Huang）")]
    [('萨拉·罗伯茨', 'Sarah T. Roberts'), ('黄仁勋', 'Jensen Huang')]
    >>> pairs("让模型有“活力（alive）”，扩展定律（Scaling Law），加州大学教授 Hany Farid，亚马逊云科技（Amazon Web Services）")
    []
    """
    found = []
    plain = simplify(text)  # offsets stay, so that the printed form can be cut out of the text
    for match in _HAN_LATIN.finditer(plain):
        if match[2].strip() and match[4] not in ("）", ")", "，", ","):
            continue
        han = han_name(match[1], match[3])
        if han:
            start = match.end(1) - len(han)
            found.append(Pair(text[start : match.end(1)], match[3], start))
    for match in _LATIN_HAN.finditer(plain):
        if han_name(match[2], match[1]) == match[2]:
            found.append(Pair(text[match.start(2) : match.end(2)], match[1], match.start(1)))
    return found


def han_name(run: str, latin: str) -> str | None:
    """Find the Chinese name at the end of a run of characters that sounds like the Latin one.

    >>> han_name("文案写手奥利维亚·利普金", "Olivia Lipkin"), han_name("首席执行官奥特曼", "Sam Altman")
    ('奥利维亚·利普金', '奥特曼')
    >>> han_name("深度学习", "Deep Learning") is None
    True
    """
    if _DOT.search(run):
        return _dotted(run, latin)
    best: tuple[float, str] = (0.0, "")
    for length in range(2, min(len(run), 7) + 1):
        name = run[-length:]
        best = max((_likeness_of(name, latin), name), best, key=lambda pair: pair[0])  # of equals the longer
    return best[1] if best[0] >= ALIKE else None


def _dotted(run: str, latin: str) -> str | None:
    """A middle dot leaves only the beginning open: the given name runs into the words before it.

    副教授伊桑·莫里克: 授 transcribes no sound, so the name begins behind it.
    """
    given, _ = _DOT.split(run, maxsplit=1)
    stops = (i for i, c in enumerate(reversed(given)) if c not in in_given_names())
    length = next(stops, len(given))
    whole = run[behind_title(given, len(given) - min(length, 7)) :]
    if not length or len(parts(latin)) < 2 or len(parts(whole)) < 2:
        return None
    return whole if sound_likeness(_DOT.sub("", whole), latin) >= ALIKE - 10 else None  # two parts: half the accidents


def behind_title(text: str, start: int) -> int:
    """Where a name begins that a title runs into: 总经理乌梅什 at 理 begins at 乌.

    >>> behind_title("风投公司的总经理乌梅什", 7), behind_title("里乌梅什", 0)
    (8, 0)
    """
    for title in _titles():
        at = text.find(title, max(0, start - len(title) + 1), start + len(title) - 1)
        if 0 <= at < start < at + len(title):
            return at + len(title)
    return start


@cache
def _titles() -> tuple[str, ...]:
    names = wordlist("names")
    return tuple(title for title in (*names["before"], *names["roles"]) if title[-1] in in_given_names())


def _likeness_of(name: str, latin: str) -> float:
    if is_chinese(name) and (likeness := _chinese_likeness(name, latin)):
        return likeness
    foreign = sum(c not in _transcribing() for c in name)
    if foreign > 1 or len(name) - foreign < 2 or not (name[0] in _transcribing() or surname(name)):
        return 0.0  # 合伙人苏茨克维: 人 begins no name
    words = parts(latin)
    return max(sound_likeness(name, form) for form in (latin, words[0], words[-1]))


def _chinese_likeness(name: str, latin: str) -> float:
    """A Chinese name is taken only with its surname: 黄仁勋 and Jensen Huang."""
    family = _pinyin(surname(name))
    words = [word.lower() for word in parts(latin)]
    return 100.0 if len(words) > 1 and family in (words[0], words[-1]) else 0.0


def sound_likeness(han: str, latin: str) -> float:
    """Compare by sound, 0 to 100.

    >>> [round(sound_likeness(*pair)) >= ALIKE for pair in (("奥特曼", "Altman"), ("罗伯茨", "Roberts"), ("费恩", "Fein"))]
    [True, True, True]
    >>> [round(sound_likeness(*pair)) >= ALIKE for pair in (("写手", "Olivia"), ("合法性", "Legitimacy"), ("微软", "Nadella"))]
    [False, False, False]
    """
    return fuzz.ratio(_skeleton(_pinyin(han)), _skeleton(latin))


@cache
def _transcribing() -> frozenset[str]:
    return frozenset("".join(wordlist("transliteration")["characters"].split())) | frozenset(
        wordlist("names")["transcribing"]
    )


@cache
def in_given_names() -> frozenset[str]:
    """The characters before a middle dot that belong to the name and not to the words before it."""
    return _transcribing() - frozenset(wordlist("names")["before_name"])


_SOUNDING = "".join(sorted(in_given_names()))
DOTTED = re.compile(rf"[{_SOUNDING}]{{1,7}}(?:[{DOTS}][{_SOUNDING}]{{1,8}})+")  # a transcribed whole name


@lru_cache(maxsize=20_000)
def _pinyin(han: str) -> str:
    from pypinyin import lazy_pinyin  # loads its tables: only where two scripts meet

    family = surname(han) if is_chinese(han) else ""
    reading = wordlist("names")["readings"].get(family)
    return (reading or "".join(lazy_pinyin(family))) + "".join(lazy_pinyin(simplify(han[len(family) :])))


_SOUNDS = (
    # what both scripts write in many ways, brought to one; order matters
    ("ph", "f"), ("sch", "s"), ("tsch", "c"), ("zh", "j"), ("ch", "c"), ("sh", "s"), ("th", "t"), ("ck", "k"), ("gh", "g"),
    ("qu", "ku"), ("q", "c"), ("x", "s"), ("z", "s"), ("w", "u"), ("v", "u"), ("y", "i"), ("j", "i"), ("ce", "se"), ("ci", "si"),
    ("c", "k"), ("r", "l"), ("b", "p"), ("d", "t"), ("g", "k"), ("ng", "n"), ("m", "n"), ("h", ""), ("o", "u"), ("e", "a"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")


def _skeleton(text: str) -> str:
    plain = re.sub(r"[^a-z]", "", text.lower())
    for was, now in _SOUNDS:
        plain = plain.replace(was, now)
    return _TWICE.sub(r"\1", plain)


def shared_names(found: Iterable[Pair]) -> frozenset[str]:
    """Chinese names, folded, that stand beside two unlike Latin ones: they join nobody.

    >>> sorted(shared_names([Pair("王伟", "Wayne Wang", 0), Pair("王伟", "Victoria Wang", 9), Pair("汪华", "Wang Hua", 20)]))
    ['王伟']
    """
    partners: dict[str, set[str]] = {}
    for pair in found:
        if is_chinese(pair.han) and is_full(pair.latin):
            partners.setdefault(fold(pair.han), set()).add(fold(pair.latin))
    return frozenset(
        han for han, latin in partners.items() if any(fuzz.ratio(min(latin), other) < UNLIKE for other in latin)
    )


def person_like(pair: Pair) -> bool:
    """Tell whether the two forms show a person by themselves: a whole name in both scripts.

    >>> person_like(Pair("萨拉·罗伯茨", "Sarah T. Roberts", 0)), person_like(Pair("黄仁勋", "Jensen Huang", 0))
    (True, True)
    >>> person_like(Pair("亚马逊", "Amazon", 0)), person_like(Pair("柏林墙", "Berlin Wall", 0))
    (False, False)
    """
    if not (is_full(pair.latin) and is_full(pair.han)):
        return False
    return len(parts(pair.han)) > 1 or _chinese_likeness(pair.han, pair.latin) > 0
