"""Bytes to text: each encoding that is read, and nothing lost without a mark."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_site.authority import Known
from corpus_site.load import load_file
from corpus_site.load.decode import Decoded, decode
from corpus_site.model import Problem

SIMPLE = "# 一场对话\n\n林一：书不怕旧，怕的是没有人翻。\n"
TRADITIONAL = "# 一場對話\n\n林一：書不怕舊，怕的是沒有人翻。\n"
COMMENT = "<!-- encoding: big5 -->\n"
FRONT = "---\ntitle: 一場對話\nencoding: Big5\n---\n"


def decoded(data: bytes) -> Decoded:
    found = decode(data, "a.md")
    assert isinstance(found, Decoded), found
    return found


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SIMPLE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SIMPLE.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + SIMPLE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + SIMPLE.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + SIMPLE.encode("utf-32-le"), "utf-32"),
        (SIMPLE.encode("gb18030"), "gb18030"),
        (SIMPLE.encode("gb2312"), "gb18030"),
    ],
)
def test_what_bytes_tell_by_themselves(data: bytes, encoding: str) -> None:
    found = decoded(data)
    assert (found.text, found.encoding, found.problems) == (SIMPLE, encoding, ())


@pytest.mark.parametrize(
    "head",
    [COMMENT, FRONT, '\n<!-- Encoding="Big5" -->\n', "-*- coding: big5 -*-\n", "<!-- -*- coding: cp950 -*- -->\n"],
)
def test_big5_is_read_where_it_is_declared(head: str) -> None:
    found = decoded((head + TRADITIONAL).encode("big5"))
    assert found.text.endswith(TRADITIONAL)
    assert found.encoding in ("big5hkscs", "cp950")
    assert found.problems == ()


def test_big5_is_not_guessed() -> None:
    assert decoded(TRADITIONAL.encode("big5")).encoding == "gb18030"


@pytest.mark.parametrize("head", ["", "\n" * 9 + COMMENT, "他说 encoding: big5。\n", "<!-- encoding: rot13 -->\n"])
def test_what_declares_nothing(head: str) -> None:
    found = decoded((head + SIMPLE).encode("gb18030"))
    assert (found.text, found.encoding) == (head + SIMPLE, "gb18030")


def test_a_declaration_that_was_left_behind_is_not_believed() -> None:
    assert decoded((COMMENT + SIMPLE).encode()).encoding == "utf-8"


def test_the_declaration_is_recorded_and_no_paragraph(tmp_path: Path) -> None:
    for head in (COMMENT, FRONT, "-*- coding: big5 -*-\n"):
        (tmp_path / "a.md").write_bytes((head + TRADITIONAL).encode("big5"))
        loaded = load_file(tmp_path / "a.md", tmp_path, Known())
        assert loaded.encoding == "big5hkscs"
        assert (loaded.articles[0].title, "coding" in loaded.articles[0].body) == ("一場對話", False)


@pytest.mark.parametrize(
    ("data", "encoding", "lines"),
    [
        (SIMPLE.encode() * 5 + b"\xff\n" + SIMPLE.encode() * 5, "utf-8", [16]),
        (SIMPLE.encode("gb18030") * 5 + b"\xff\n" + SIMPLE.encode("gb18030") * 5, "gb18030", [16]),
        ((COMMENT + TRADITIONAL).encode("big5") + b"\xff\n\xff", "big5hkscs", [5, 6]),
        (codecs.BOM_UTF16_LE + "人\n".encode("utf-16-le") + b"\x00\xd8a\x00", "utf-16", [2]),
        (codecs.BOM_UTF8 + SIMPLE.encode() + b"\xff", "utf-8-sig", [4]),
        ("一\r二\u2028".encode() * 20 + b"\xff", "utf-8", [41]),
        (("\ufffd\n" + SIMPLE * 9).encode() + b"\xff", "utf-8", [29]),
    ],
    ids=["utf-8", "gb18030", "big5", "lone surrogate", "mark", "other line ends", "sign of loss in the source"],
)
def test_bytes_that_are_none_are_told_by_line(data: bytes, encoding: str, lines: list[int]) -> None:
    found = decoded(data)
    assert (found.encoding, [(p.line, p.rule, p.level) for p in found.problems]) == (
        encoding,
        [(line, "bad_bytes", "error") for line in lines],
    )
    assert "�" in found.text
    assert all(p.hint for p in found.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_file_that_breaks_off_keeps_all_but_its_last_character(encoding: str) -> None:
    found = decoded(
        SIMPLE.strip()[:-1].encode(encoding)
        + "翻".encode(encoding.removesuffix("-16") + "-16-le" if "16" in encoding else encoding)[:-1]
    )
    assert found.text == SIMPLE.strip()[:-1] + "�"
    assert [p.line for p in found.problems] == [3]


def test_nul_is_seen() -> None:
    refused = decode(SIMPLE.encode("utf-16-le"), "a.md")
    assert isinstance(refused, Problem)
    assert (refused.rule, bool(refused.hint)) == ("not_text", True)
    for data in (codecs.BOM_UTF16_LE + "人\0工".encode("utf-16-le"), codecs.BOM_UTF8 + "人\0工".encode()):
        found = decoded(data)
        assert found.text == "人�工"
        assert [p.line for p in found.problems] == [1]


def test_no_line_is_left_out_of_a_long_report() -> None:
    found = decoded((SIMPLE.encode() * 10 + b"\xff\n") * 60)
    assert [p.line for p in found.problems][:2] == [31, 62]
    assert len(found.problems) == 51
    assert "还有 10 行" in found.problems[-1].message


@given(st.binary(max_size=80), st.sampled_from([b"", COMMENT.encode(), codecs.BOM_UTF8, codecs.BOM_UTF16_BE]))
def test_any_bytes_are_refused_or_read_whole_or_told(data: bytes, head: bytes) -> None:
    found = decode(head + data, "a.md")
    if isinstance(found, Problem):
        return
    found.text.encode()  # no lone surrogate
    if found.problems:
        assert "�" in found.text
    else:
        assert found.text == (head + data).decode(found.encoding)
        assert "\0" not in found.text


@given(st.text(max_size=60).filter(lambda text: "\0" not in text), st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
def test_what_is_marked_comes_back(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)).text == text
