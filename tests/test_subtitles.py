"""Subtitles: cues to running text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from corpus_site.authority import Known
from corpus_site.load import load_file
from corpus_site.load.subtitles import read_subtitles


def srt(*cues: tuple[float, float, str]) -> str:
    def time(seconds: float) -> str:
        return f"00:{int(seconds) // 60:02}:{int(seconds) % 60:02},{int(seconds * 1000) % 1000:03}"

    return "\n".join(f"{n}\n{time(a)} --> {time(b)}\n{text}\n" for n, (a, b, text) in enumerate(cues, start=1))


def texts(source: str) -> list[str]:
    return [p.text for p in read_subtitles(source).paragraphs]


def test_cues_run_together() -> None:
    source = srt((0, 2, "大家好，今天"), (2, 4, "我们来谈谈模型。"), (4, 5, "It is an"), (5, 6, "open question."))
    assert texts(source) == ["大家好，今天我们来谈谈模型。It is an open question."]


def test_lines_are_those_of_the_file() -> None:
    read = read_subtitles(srt((0, 2, "大家好，今天"), (2, 4, "我们来谈谈模型。")))
    assert [(p.text, p.starts, p.last_line) for p in read.paragraphs] == [
        ("大家好，今天我们来谈谈模型。", ((0, 3), (6, 7)), 7)
    ]


def test_a_pause_behind_a_sentence_ends_a_paragraph_and_no_pause_inside_one() -> None:
    assert texts(srt((0, 2, "第一句。"), (6, 8, "第二句。"))) == ["第一句。", "第二句。"]
    assert texts(srt((0, 2, "第一句还没有"), (6, 8, "说完。"))) == ["第一句还没有说完。"]


def test_automatic_captions_are_said_once() -> None:
    assert texts(srt((0, 2, "大家好"), (2, 4, "大家好\n今天我们"), (4, 6, "今天我们\n谈模型。"))) == [
        "大家好今天我们谈模型。"
    ]


def test_speakers_become_labels(tmp_path: Path) -> None:
    source = (
        "WEBVTT - 一场关于星辰的对话\n\nNOTE 不是正文\n\nSTYLE\n::cue { color: red }\n\n"
        "00:01.000 --> 00:02.000 align:start\n<v 主持人>为什么是<i>现在</i>？\n\n"
        "00:02.000 --> 00:03.000\n<v 李大同>因为准备好了。\n\n"
        "c3\n00:03.000 --> 00:04.000\n主持人：下一步呢？\n\n00:04.000 --> 00:05.000\n>> 李大同：继续&amp;做。\n"
    )
    file = tmp_path / "a.vtt"
    file.write_text(source, encoding="utf-8")
    found = load_file(file, tmp_path, Known()).articles[0]
    assert found.title == "一场关于星辰的对话"
    assert [(q.speaker and q.speaker.name, q.text) for q in found.quotes] == [
        ("主持人", "为什么是现在？"),
        ("李大同", "因为准备好了。"),
        ("主持人", "下一步呢？"),
        ("李大同", "继续&做。"),
    ]


def test_both_languages_are_kept_apart() -> None:
    source = srt((0, 2, "大家好。\nHello everyone."), (2, 4, "我们开始。\nLet us begin."))
    assert texts(source) == ["大家好。我们开始。", "Hello everyone. Let us begin."]


def test_a_file_without_times_is_text() -> None:
    assert texts("第一行\n\n第二行") == ["第一行", "第二行"]


@given(st.text("0123456789:,.-> \n<>vVTEB大家好。A", max_size=200))
def test_no_ideograph_of_a_cue_is_lost(source: str) -> None:
    said = "大家好" * 3
    read = read_subtitles(source.replace("\n\n", "\n") + "\n\n00:01.000 --> 00:02.000\n" + said)
    assert said in "".join(p.text for p in read.paragraphs)
