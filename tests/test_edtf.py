"""Dates: one total order, and words that never say more than the text gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus_site.edtf import month_of, parse, sort_key, year_of
from corpus_site.generate.dates import date_in_list, date_in_words
from corpus_site.generate.words import read_words

WORDS = read_words(Path(__file__).parents[1] / "docs_templates")

IN_WORDS = [
    ("2023", "2023 年", "2023"),
    ("2023-06", "2023 年 6 月", "2023-06"),
    ("2023-06-03", "2023 年 6 月 3 日", "2023-06-03"),
    ("2024-10-17T09:50", "2024 年 10 月 17 日 09:50", "2024-10-17"),
    ("2023-06-03?", "2023 年 6 月 3 日（年份为推断）", "2023-06-03"),
    ("2023?", "2023 年（推断）", "2023"),
    ("XXXX-04-16", "4 月 16 日（年份未知）", "04-16（年份未知）"),
    ("2023-03~", "约 2023 年 3 月", "约 2023-03"),
    ("2023-03%", "约 2023 年 3 月（年份为推断）", "约 2023-03"),
    ("2024-01/2024-03", "2024 年 1 月至2024 年 3 月", "2024-01 至 2024-03"),
    ("2023-03-10/..", "2023 年 3 月 10 日之后", "2023-03-10 之后"),
    ("../2023-03", "2023 年 3 月之前", "2023-03 之前"),
    ("2024-01/2024-03~", "2024 年 1 月至约 2024 年 3 月", "2024-01 至 约 2024-03"),
    ("[2023,2024]", "2023 年或2024 年", "2023 或 2024"),
    ("2023-21", "2023 年春", "2023春"),
    ("202X", "2020 年代", "2020 年代"),
    ("不是日期", "不是日期", "不是日期"),
    ("2023-13-01", "2023-13-01", "2023-13-01"),
]


@pytest.mark.parametrize(("edtf", "prose", "short"), IN_WORDS)
def test_a_date_in_words(edtf: str, prose: str, short: str) -> None:
    assert (date_in_words(edtf, WORDS), date_in_list(edtf, WORDS)) == (prose, short)


def test_what_is_no_date_is_refused() -> None:
    refused = (
        "",
        "/",
        "../..",
        "2023-00",
        "2023-06-32",
        "2023-25",
        "6月3日",
        "2023-6-3",
        "20X3",
        "[2023,x]",
        "2023-13-01",
    )
    assert [edtf for edtf in refused if parse(edtf) is not None] == []


def test_a_day_without_a_year_belongs_to_no_year() -> None:
    assert (year_of("XXXX-04-16"), month_of("XXXX-04-16")) == (None, None)
    assert (year_of("2023-21"), month_of("2023-21")) == (2023, None)


forms = some.sampled_from([edtf for edtf, _, _ in IN_WORDS]) | some.from_regex(
    r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d))?)?[?~%]?", fullmatch=True
)


@given(some.lists(forms | some.text(max_size=12), max_size=8))
def test_the_order_is_total(dates: list[str]) -> None:
    turned = dates[::-1]
    assert sorted(dates, key=sort_key) == sorted(turned, key=sort_key)
    assert all((a == b) == (sort_key(a) == sort_key(b)) for a in dates for b in dates)


@given(forms, forms)
def test_an_earlier_year_sorts_first(one: str, two: str) -> None:
    first, second = year_of(one), year_of(two)
    if first is not None and second is not None and first < second:
        assert sort_key(one) < sort_key(two)


@given(some.text(max_size=30))
def test_any_text_gives_words(text: str) -> None:
    assert isinstance(date_in_words(text, WORDS), str)
