"""Cleaning changes what is on its list, and nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_site.lexicon import is_han
from corpus_site.load.clean import FIXES, normalise

TABLE = {
    "line ends": ("一\r\n二\r三\u2028四\u2029五\u0085六\n\n七", "一\n二\n三\n四\n五\n六\n\n七"),
    "mark of byte order": ("\ufeff标题", "标题"),
    "no width": ("大\u200b模\u200c型\u200d。\u2060", "大模型。"),
    "soft hyphen": ("Chat\u00adGPT", "ChatGPT"),
    "directions": ("\u202a中文\u202c\u200e\u200f\u2066a\u2069", "中文a"),
    "controls": ("a\x00b\x08c\x0bd\x1b[e\x7f", "abcd[e"),
    "tab stays": ("a\tb", "a\tb"),
    "blanks": ("\u3000\u3000段\u00a0落\u2003一\u202f二", "  段 落 一 二"),
    "letters and digits": ("ＧＰＴ４ｏ", "GPT4o"),
    "Kangxi radicals": ("⼈⼯智能", "人工智能"),
    "radicals of the supplement": ("⻓⻋⻛⻰", "长车风龙"),
    "compatibility ideographs": ("\uf92c\uf9fa", "郎狀"),
    "accents": ("Jose\u0301", "José"),
    "accent behind what is taken out": ("e\u200b\u0301", "é"),
}

STAYS = [
    "他说：“好！”（笑）；《芭比》……——「引」『文』、·～％／",
    "\"straight\" 'quotes' (a), b; c: d? e!",
    "①②㈠㎏℃™½ⅣⅨ㍿",
    "👩\u200d💻👨‍👩‍👧‍👦❤\ufe0f\u200d🔥🏳️‍🌈",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "𠮷野家 㐂 﨑 龍龙",
    "領(lǐng)\ufffd?",
]


@pytest.mark.parametrize(("before", "after"), TABLE.values(), ids=TABLE.keys())
def test_changes(before: str, after: str) -> None:
    assert normalise(before) == after


@pytest.mark.parametrize("text", STAYS)
def test_leaves(text: str) -> None:
    assert normalise(text) == text


def test_every_fix_has_a_name_to_be_told_by() -> None:
    assert len({fix.__name__ for fix in FIXES}) == len(FIXES)
    assert all(fix.__doc__ for fix in FIXES)


_ODD = "".join(before for before, _ in TABLE.values()) + "".join(STAYS)
_TEXTS = st.text(st.one_of(st.sampled_from(_ODD), st.characters(exclude_categories=["Cs"])))


@given(_TEXTS)
def test_twice_is_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(_TEXTS)
def test_no_ideograph_is_lost(text: str) -> None:
    before = [c for c in text if is_han(c)]
    after = [c for c in normalise(text) if is_han(c)]
    several = iter(after)  # radicals and compatibility ideographs add to them
    assert all(c in several for c in before)


@given(_TEXTS)
def test_what_is_left_is_on_the_list(text: str) -> None:
    for char in normalise(text):
        assert char in "\n\t" or unicodedata.category(char) != "Cc"
        assert char not in "\u200b\ufeff\u00ad\u00a0\u3000\u2028\u202e"
