"""Characters that stand for others or for nothing: the allow-list of what cleaning may change.

Never NFKC: it would turn ，：（） into ASCII, and those are the marks that the later rules read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from corpus_site.wordlists import wordlist

_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")

# Zero-width signs, joiners, marks of direction, fillers for annotation and music, tags.  A joiner between two
# emoji and the tags behind a black flag do work: they make one picture of several.
_EMOJI = "\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b05-\u2b55\ufe0f\U0001f000-\U0001faff"
_UNSEEN = re.compile(
    "(?P<keep>\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    f"|(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}\u2190-\u21ff])"
    "|[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_RADICALS = re.compile("[\u2e80-\u2fd5]")
_COMPATIBLE = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+")


def line_ends(text: str) -> str:
    r"""One kind of line end.

    >>> line_ends("一\r\n二\r三\u2028四\x85五\u2029六\n七")
    '一\n二\n三\n四\n五\n六\n七'
    """
    return _LINE_ENDS.sub("\n", text)


def unseen(text: str) -> str:
    r"""Delete what has no width and does no work in Chinese text.

    >>> unseen("\ufeff人\u200b工\u00ad智\u202e能\u2060")
    '人工智能'
    >>> unseen("👩\u200d💻") == "👩\u200d💻"
    True
    """
    return _UNSEEN.sub(lambda m: m["keep"] or "", text)


def controls(text: str) -> str:
    r"""Delete control characters but for tab and line end.

    >>> controls("人\x00工\x0c智\x9d能\t。\n")
    '人工智能\t。\n'
    """
    return _CONTROLS.sub("", text)


def blanks(text: str) -> str:
    r"""Blanks of other widths become the plain blank; their number stays.

    >>> blanks("\u3000\u3000人\u00a0工\u2009智")
    '  人 工 智'
    """
    return _BLANKS.sub(" ", text)


@cache
def _radicals() -> dict[str, str]:
    return {pair[0]: pair[1] for pair in wordlist("radicals")["drawn_as"].split()}


def radicals(text: str) -> str:
    """Radicals printed in place of characters become the characters.

    >>> radicals("⾃⼰⻓⼤")
    '自己长大'
    """
    return _RADICALS.sub(lambda m: _radicals().get(m[0]) or unicodedata.normalize("NFKC", m[0]), text)


def compatible(text: str) -> str:
    """Ideographs that are in Unicode twice become the one that is meant to be used.

    >>> compatible("不\uf967不\uf9be") == "不不不\u6599"
    True
    >>> compatible("﨑") == "﨑"
    True
    """
    return _COMPATIBLE.sub(lambda m: unicodedata.normalize("NFC", m[0]), text)


def narrow(text: str) -> str:
    """Full-width letters and digits become ASCII; marks stay as wide as they are.

    >>> narrow("ＧＰＴ－４：（２０２３）")
    'GPT－4：（2023）'
    """
    return _WIDE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def composed(text: str) -> str:
    r"""Letters and their accents become one character (NFC).

    >>> composed("Andre\u0301")
    'André'
    >>> composed("①㎏，（Ａ）")
    '①㎏，（Ａ）'
    """
    return unicodedata.normalize("NFC", text)


# In this order: letters can be joined with their accents only when nothing unseen stands between.
FIXES: tuple[Callable[[str], str], ...] = (
    line_ends,
    unseen,
    controls,
    blanks,
    radicals,
    compatible,
    narrow,
    composed,
)


def normalise(text: str) -> str:
    r"""Bring a text into the one form that all later rules read; done twice it changes nothing more.

    >>> normalise("\ufeff２０２３年\u3000人⼯智能：“好”！\r\n")
    '2023年 人工智能：“好”！\n'
    """
    for fix in FIXES:
        text = fix(text)
    return text
