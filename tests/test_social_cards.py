"""Cards: lines break by Chinese rules, nothing in a text makes drawing fail, the same face is the same bytes."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from corpus_site.generate import card_fonts, social_cards
from corpus_site.generate.card_fonts import FontFile, Fonts, find_fonts
from corpus_site.generate.social_cards import SIZE, Cards, Face
from corpus_site.store import Store
from project import IN_CI

FACE = Face(kind="文章", title="空间智能的下一步", lines=("2024-05-20", "李飞飞、Sam Altman"), site="语录")
QUOTE = replace(FACE, kind="语录", quote="“看见”是一切的开始：五亿四千万年前，海洋里出现了第一双眼睛。")
TITLES = (96, 84, 74, 66, 58, 50)
BAD_STARTS = "，。、；：？！”’」』）》〉】％·～"
BAD_ENDS = "“‘「『（《〈【"

FONTS = find_fonts()


@pytest.fixture(autouse=True)
def _needs_fonts() -> None:
    if FONTS is None and IN_CI:
        pytest.fail("no Chinese font here", pytrace=False)
    if FONTS is None:
        pytest.skip("no Chinese font here")


def fonts() -> Fonts:
    assert FONTS is not None
    return FONTS


def drawn(face: Face) -> bytes:
    png = Cards(Store(None, bytes), fonts()).png(face)
    assert png is not None
    return png


def lines(text: str, sizes: tuple[int, ...] = TITLES, height: int = 300, most: int = 4) -> list[str]:
    setting = social_cards._set(text, fonts().bold, sizes, height, most)
    return [
        "".join((" " if atom.gap > 0.2 and n else "") + atom.text for n, atom in enumerate(line))
        for line in setting.lines
    ]


def many(size: int) -> tuple[int, ...]:
    """Sizes of which only the last fits, after so many that it may have twenty lines."""
    return (*[900] * 20, size)


# ---------- the file ----------


@pytest.mark.parametrize("face", [FACE, QUOTE, replace(QUOTE, quote=QUOTE.quote * 30), replace(FACE, title="")])
def test_is_a_small_picture_with_a_palette(face: Face) -> None:
    png = drawn(face)
    image = Image.open(io.BytesIO(png))
    assert image.size == SIZE and image.mode == "P"
    assert len(image.getcolors() or ()) <= 32
    assert len(png) < 40_000
    assert image.getpixel((2, 2)) == 0 and image.convert("RGB").getpixel((2, 2)) == (0xFC, 0xFB, 0xF8)


def test_holds_nothing_but_the_picture() -> None:
    assert set(chunks(drawn(FACE))) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def chunks(png: bytes) -> list[bytes]:
    names, at = [], 8
    while at < len(png):
        names.append(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return names


def test_same_face_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib, test_social_cards as t\n"
        "print(hashlib.sha256(t.drawn(t.QUOTE)).hexdigest(), hashlib.sha256(t.drawn(t.FACE)).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.split() == [hashlib.sha256(drawn(face)).hexdigest() for face in (QUOTE, FACE)]


def test_every_field_shows() -> None:
    faces = [
        QUOTE,
        replace(QUOTE, kind="人物"),
        replace(QUOTE, title="别人"),
        replace(QUOTE, lines=("2024-05-21",)),
        replace(QUOTE, site="别处"),
        replace(QUOTE, quote="别的话"),
    ]
    assert len({drawn(face) for face in faces}) == len(faces)


# ---------- kept ----------


def test_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Cards(Store(tmp_path, bytes), fonts()).png(FACE)
    monkeypatch.setattr(social_cards, "_drawn", lambda face, fonts: b"drawn again")
    again = Cards(Store(tmp_path, bytes), fonts())
    assert again.png(FACE) == again.png(replace(FACE, title="\u202e空间智能\x00的下一步")) == first
    assert again.png(replace(FACE, title="别的")) == b"drawn again"
    assert again.png(replace(FACE, lines=("2024-05-20李飞飞、Sam Altman",))) == b"drawn again"


def test_other_fonts_other_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cards(Store(tmp_path, bytes), fonts()).png(FACE)
    monkeypatch.setattr(social_cards, "_drawn", lambda face, fonts: b"drawn again")
    others = replace(fonts(), bold=fonts().serif)
    assert Cards(Store(tmp_path, bytes), others).png(FACE) == b"drawn again"
    heavier = replace(fonts(), bold=replace(fonts().bold, weight=900))
    assert Cards(Store(tmp_path, bytes), heavier).png(FACE) == b"drawn again"


def test_no_font_no_card(tmp_path: Path) -> None:
    assert Cards(Store(tmp_path, bytes), None).png(FACE) is None
    assert list(tmp_path.iterdir()) == []


# ---------- the fonts ----------


def test_found_fonts_have_both_scripts() -> None:
    for file in (fonts().regular, fonts().bold, fonts().serif):
        assert all(card_fonts.has(file, letter) for letter in "国國，“A1")
        assert not card_fonts.has(file, "\uffff")
    assert find_fonts() == FONTS


def test_simplified_face_of_a_collection() -> None:
    family, _ = ImageFont.truetype(fonts().regular.path, 20, fonts().regular.index).getname()
    if not (family or "").startswith(("Noto", "Source Han")):
        pytest.skip(f"this machine has {family}")
    assert (family or "").endswith(("SC", "CN"))


def test_fonts_are_found_without_fontconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "Noto Sans CJK-Any.TTC").symlink_to(fonts().regular.path)
    (tmp_path / "NotoSansCJK-Broken.otf").write_bytes(b"no font")
    monkeypatch.setattr(card_fonts, "_by_fontconfig", list)
    monkeypatch.setattr(card_fonts, "_FOLDERS", (str(tmp_path / "nothing"), str(tmp_path)))
    found = find_fonts()
    assert found is not None and found.regular.path.endswith("Any.TTC")
    assert found.bold == found.serif == found.regular


def test_any_chinese_face_is_better_than_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_fonts, "_by_fontconfig", lambda: ["any.ttf"])
    monkeypatch.setattr(card_fonts, "_faces", lambda path: [("Brush", "Black", fonts().serif)])
    assert find_fonts() == Fonts(fonts().serif, fonts().serif, fonts().serif)


def test_font_without_chinese_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    latin = ImageFont.load_default(20)
    assert isinstance(latin, ImageFont.FreeTypeFont)
    (tmp_path / "latin.ttf").write_bytes(latin.font_bytes)
    monkeypatch.setattr(card_fonts, "_by_fontconfig", lambda: [str(tmp_path / "latin.ttf"), str(tmp_path / "gone.ttf")])
    assert find_fonts() is None


@pytest.mark.parametrize("failure", [FileNotFoundError(), subprocess.TimeoutExpired("fc-list", 30)])
def test_fontconfig_that_fails_is_none(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(subprocess, "run", fail)
    assert card_fonts._by_fontconfig() == []


# ---------- lines ----------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李飞飞", ["李飞飞"]),
        ("中金：M1的口径与经济含义", ["中金：M1的口径与经济含义"]),  # smaller rather than broken
        ("三位华尔街分析师拉响警报：“英伟达牛市”很快会结束", ["三位华尔街分析师拉响警报：", "“英伟达牛市”很快会结束"]),
        (
            "扎克伯格最新专访，谈裁员、脑机接口、奥特曼，以及养牛",
            ["扎克伯格最新专访，谈裁员、", "脑机接口、奥特曼，以及养牛"],
        ),
        ("", []),
        ("🤖", []),
    ],
)
def test_titles(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_words_stay_whole() -> None:
    title = "Artificial General Intelligence and the internationalisation of semiconductor manufacturing capacity"
    assert " ".join(lines(title)) == title


def test_word_longer_than_a_line_is_broken() -> None:
    word = "internationalisation" * 5
    found = lines(word)
    assert "".join(found) == word and len(found) > 1


def test_long_title_ends_in_dots() -> None:
    found = lines("人工智能，" * 60)
    assert len(found) == 4 and found[-1].endswith("能…")


def test_dashes_and_dots_stay_together() -> None:
    text = "大模型——" * 12 + "好……" * 8
    for size in range(40, 97):
        parts = lines(text, many(size), 3000, 20)
        assert "".join(parts) == text
        assert all(len(run) % 2 == 0 for part in parts for run in re.findall("[—…]+", part))


def test_marks_in_a_row_share_their_blank_and_hang_over_the_margin() -> None:
    quoted = social_cards._atoms("他说：“好。”", fonts().bold, 20)
    assert [atom.gap < 0 for atom in quoted] == [False, False, False, True, False, False, True]
    assert social_cards._atoms("“好”", fonts().bold, 20)[0].lead > 0


def test_foreign_words_stand_apart() -> None:
    assert [atom.gap > 0 for atom in social_cards._atoms("用AI写", fonts().bold, 20)] == [False, True, True]


chinese = st.text(
    st.sampled_from("的一是了我不人在他有，。、；：？！“”‘’「」『』（）《》〈〉【】…—·％AIabc 1234"), max_size=120
)


@given(chinese, st.sampled_from([100, 60, 36]))
@settings(max_examples=150)
def test_lines_hold_all_and_break_where_they_may(text: str, size: int) -> None:
    limit = 1024 / size
    atoms = social_cards._atoms(social_cards._showable(text, fonts().bold), fonts().bold, limit)
    found = social_cards._lines(atoms, limit)
    assert list(chain.from_iterable(found)) == atoms
    for line in found:
        width = sum(atom.gap + atom.width for atom in line) - line[0].gap - line[0].lead - line[-1].tail
        assert width <= limit + 1e-6 or len(line) == 1
    starts = [line[0] for line in found[1:]]
    if all(atom.may_start for atom in starts):  # else the text has nowhere to break
        assert not any(atom.text[0] in BAD_STARTS for atom in starts)
        assert not any(line[-1].text in tuple(BAD_ENDS) for line in found[:-1])


def test_bad_breaks_only_where_there_is_no_other() -> None:
    assert all(len(part) > 1 for part in lines("好，" * 40, many(50), 3000, 20))
    assert "".join(lines("）" * 60, many(96), 3000, 20)) == "）" * 60


# ---------- hostile texts ----------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("会说🤖话👨\u200d👩\u200d👧的🇨🇳机器", "会说话的机器"),
        ("第1\ufe0f\u20e3步", "第1步"),
        ("คน", "□□"),
        ("a\u202eb\u2066c\u0000d\ud800", "abcd"),
        ("e\u0301", "é"),
        ("一\n\t二  三", "一 二 三"),
    ],
)
def test_what_a_face_cannot_show(text: str, shown: str) -> None:
    assert social_cards._showable(social_cards.plain_text(text), fonts().bold) == shown


def test_very_long_fields_are_drawn() -> None:
    long = "https://example.com/" + "a" * 100_000
    drawn(Face(kind=long, title=long, lines=(long, "（" * 9999, "\u0301" * 9999, "四", "五"), site=long, quote=long))


@given(st.builds(Face, kind=st.text(), title=st.text(), lines=st.tuples(st.text()), site=st.text(), quote=st.text()))
@settings(max_examples=60)
def test_any_text_gives_a_picture(face: Face) -> None:
    assert Image.open(io.BytesIO(drawn(face))).size == SIZE


def test_face_without_the_replacement_leaves_letters_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(social_cards, "has", lambda file, letter: letter == "国")
    assert social_cards._showable("国ก🤖", FontFile("any")) == "国"
