"""Subtitles: cues to running text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_site.authority import Known
from corpus_site.load import load_file
from corpus_site.load.cues import read_cues
from corpus_site.load.subtitles import read_subtitles
from corpus_site.model import Article

Timed = tuple[float, float, str]


def time(seconds: float, point: str = ",") -> str:
    return f"00:{int(seconds) // 60:02}:{int(seconds) % 60:02}{point}{round(seconds * 1000) % 1000:03}"


def srt(*cues: Timed) -> str:
    return "\n".join(f"{n}\n{time(a)} --> {time(b)}\n{text}\n" for n, (a, b, text) in enumerate(cues, start=1))


def vtt(*cues: Timed, head: str = "WEBVTT\n") -> str:
    return "\n".join([head, *(f"{time(a, '.')} --> {time(b, '.')} align:start\n{text}\n" for a, b, text in cues)])


def in_a_row(*rows: str) -> list[Timed]:
    """Cues of two seconds without a pause."""
    return [(2.0 * n, 2.0 * n + 2, row) for n, row in enumerate(rows)]


def texts(source: str) -> list[str]:
    return [p.text for p in read_subtitles(source).paragraphs]


def article_of(folder: Path, source: str, name: str = "a.srt") -> Article:
    (folder / name).write_text(source, encoding="utf-8")
    loaded = load_file(folder / name, folder, Known())
    assert len(loaded.articles) == 1, loaded.problems
    return loaded.articles[0]


def said(article: Article) -> list[tuple[str | None, str]]:
    return [(q.speaker.name if q.speaker else None, q.text) for q in article.quotes]


def test_cues_run_together() -> None:
    source = srt(*in_a_row("大家好，今天", "我们来谈谈模型。", "It is an", "open question."))
    assert texts(source) == ["大家好，今天我们来谈谈模型。It is an open question."]


def test_a_blank_beside_latin_words_stands_where_the_file_has_such_blanks() -> None:
    assert texts(srt(*in_a_row("这个 AI 模型叫", "GPT"))) == ["这个 AI 模型叫 GPT"]
    assert texts(srt(*in_a_row("这个AI模型叫", "GPT"))) == ["这个AI模型叫GPT"]


def test_words_broken_off_are_not_hyphenated() -> None:
    assert texts(srt(*in_a_row("I never said--", "Well,"))) == ["I never said-- Well,"]


def test_lines_are_those_of_the_file() -> None:
    read = read_subtitles(srt(*in_a_row("大家好，今天", "我们来谈谈模型。")))
    assert [(p.text, p.starts, p.last_line) for p in read.paragraphs] == [
        ("大家好，今天我们来谈谈模型。", ((0, 3), (6, 7)), 7)
    ]


def test_a_pause_behind_a_sentence_ends_a_paragraph_and_no_pause_inside_one() -> None:
    assert texts(srt((0, 2, "第一句。"), (6, 8, "第二句。"))) == ["第一句。", "第二句。"]
    assert texts(srt((0, 2, "第一句还没有"), (6, 8, "说完。"))) == ["第一句还没有说完。"]
    assert texts(srt((0, 2, "第一句。"), (3, 4, "第二句。"))) == ["第一句。第二句。"]


def test_ten_cues_are_enough_for_a_paragraph_at_the_next_end_of_a_sentence() -> None:
    rows = ["又一句。"] * 11 + ["没有说完", "的一句。"]
    assert [len(text) for text in texts(srt(*in_a_row(*rows)))] == [40, 4 + 4 + 4]


def test_where_nobody_sets_stops_silence_parts() -> None:
    rows = [(3.0 * n + (n >= 12) * 5, 3.0 * n + 3 + (n >= 12) * 5, "大家都这样说") for n in range(24)]
    assert [len(text) for text in texts(srt(*rows))] == [72, 72]
    assert [len(text) for text in texts(srt(*in_a_row(*["大家都这样说"] * 30)))] == [120, 60]


@pytest.mark.parametrize(
    "rows",
    [
        ["大家好", "大家好\n今天我们", "今天我们\n谈模型。"],
        ["大家好", "大家好", "大家好\n今天我们", "今天我们", "今天我们\n谈模型。"],
        ["大家好", "大家好今天", "大家好今天我们", "大家好今天我们谈模型。"],
    ],
    ids=["rolling", "rolling with rests", "growing"],
)
def test_automatic_captions_are_said_once(rows: list[str]) -> None:
    assert texts(srt(*in_a_row(*rows))) == ["大家好今天我们谈模型。"]


def test_what_is_said_twice_stays() -> None:
    assert texts(srt(*in_a_row("你说呢？", "对。", "对。", "那就好。"))) == ["你说呢？对。对。那就好。"]


def test_a_cue_that_the_file_holds_twice_is_said_once() -> None:
    assert texts(srt((0, 2, "你说呢？"), (2, 4, "对。"), (2, 4, "对。"), (4, 6, "好。"))) == ["你说呢？对。好。"]


def test_markup_goes_and_signs_of_words_stay() -> None:
    rows = [
        "<c.yellow>大家</c><00:00:01.500><c>好</c>",
        "<font color='red'>今天</font>{\\an8}谈<ruby>漢<rt>hàn</rt></ruby>字",
        "AT&amp;T 的 List&lt;String&gt;<br>和 <think>。",
    ]
    assert texts(srt(*in_a_row(*rows))) == ["大家好今天谈漢字 AT&T 的 List<String> 和 <think>。"]


def test_an_empty_line_inside_a_cue_and_a_missing_one_behind_it_lose_nothing() -> None:
    source = srt((0, 2, "甲说\n\n乙也说")) + srt((2, 4, "丙 2")) + srt((4, 5, "丁。"))
    assert [[s.text for s in cue.rows] for cue in read_cues(source).cues] == [["甲说", "乙也说"], ["丙 2"], ["丁。"]]


def test_speakers_become_labels(tmp_path: Path) -> None:
    source = vtt(
        (1, 2, "<v 主持人>为什么是<i>现在</i>？"),
        (2, 3, "<v.loud 李大同>因为准备"),
        (3, 4, "<v.loud 李大同>好了。"),
        (4, 5, "主持人：下一步呢？"),
        (5, 6, "&gt;&gt; 李大同：继续&amp;做。"),
        head="WEBVTT - 一场关于星辰的对话\n\nNOTE 不是正文\n\nSTYLE\n::cue { color: red }\n",
    )
    article = article_of(tmp_path, source, "a.vtt")
    assert article.title == "一场关于星辰的对话"
    assert said(article) == [
        ("主持人", "为什么是现在？"),
        ("李大同", "因为准备好了。"),
        ("主持人", "下一步呢？"),
        ("李大同", "继续&做。"),
    ]


def test_two_voices_in_one_cue() -> None:
    assert texts(vtt(*in_a_row("<v 林一>走吗？</v> <v 陈河>走。</v>", "-再等等\n-好吧"))) == [
        "林一：走吗？",
        "陈河：走。",
        ">> 再等等",
        ">> 好吧",
    ]


def test_another_speaker_without_a_name(tmp_path: Path) -> None:
    rows = [">> 林一：书不怕旧。", ">> 真的吗？", ">> 林一：真的。", "怕的是没有人翻。>> 明白了。", ">> 林一：好。"]
    assert said(article_of(tmp_path, srt(*in_a_row(*rows)))) == [
        ("林一", "书不怕旧。"),
        ("发言人", "真的吗？"),
        ("林一", "真的。怕的是没有人翻。"),
        ("发言人", "明白了。"),
        ("林一", "好。"),
    ], "what another one says is not put into the mouth of the one before"


def test_one_word_of_another_among_names_is_enough(tmp_path: Path) -> None:
    rows = ["林一：书不怕旧。", ">> 真的吗？", "林一：真的。", "陈河：好。"]
    assert said(article_of(tmp_path, srt(*in_a_row(*rows))))[1] == ("发言人", "真的吗？")


def test_nobody_named_at_all(tmp_path: Path) -> None:
    article = article_of(tmp_path, srt(*in_a_row(">> 书不怕旧，", "怕没人翻。", ">> 真的吗？", ">> 真的。")))
    assert said(article) == [("发言人", "书不怕旧，怕没人翻。"), ("发言人", "真的吗？"), ("发言人", "真的。")]


def test_two_marks_among_nobody_are_no_conversation(tmp_path: Path) -> None:
    assert article_of(tmp_path, srt(*in_a_row(">> 书不怕旧。", ">> 真的吗？"))).quotes == ()


def test_dashes_among_people_without_names_part_and_make_no_turns(tmp_path: Path) -> None:
    article = article_of(tmp_path, srt(*in_a_row("- 走吗？\n- 走。", "书不怕旧，", "怕没人翻。", "-真的？\n-真的。")))
    assert article.body == "走吗？\n\n走。书不怕旧，怕没人翻。\n\n真的？\n\n真的。"
    assert article.quotes == ()


@pytest.mark.parametrize("row", ["最重要的是：坚持。", "-5度", "甲 -> 乙", "十点：三十分见。", "他说 > 不对"])
def test_what_begins_no_turn(row: str) -> None:
    assert texts(srt(*in_a_row("我想说的", row))) in (["我想说的" + row], ["我想说的 " + row])


def test_both_languages_are_kept_apart() -> None:
    source = srt((0, 2, "大家好。\nHello everyone."), (2, 4, "我们开始。\nLet us begin."))
    assert texts(source) == ["大家好。我们开始。", "Hello everyone. Let us begin."]


def test_both_languages_of_a_turn_are_one_quote(tmp_path: Path) -> None:
    rows = [
        "林一：书不怕旧。\nLin Yi: Books may be old.",
        "陈河：真的？\nChen He: Really?",
        "林一：真的。\nLin Yi: Yes.",
    ]
    assert said(article_of(tmp_path, srt(*in_a_row(*rows)))) == [
        ("林一", "书不怕旧。\n\nBooks may be old."),
        ("陈河", "真的？\n\nReally?"),
        ("林一", "真的。\n\nYes."),
    ]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("WEBVTT 河边的书\n", "河边的书"),
        ("WEBVTT\n\nNOTE title: 河边的书\n", "河边的书"),
        ("WEBVTT\n\nNOTE\n标题：河边的书\n", "河边的书"),
        ("WEBVTT\nKind: captions\nLanguage: zh\n", ""),
        ("WEBVTT Kind: captions\n", ""),
        ("WEBVTT\n\nNOTE 河边的书\n", ""),
    ],
)
def test_a_title_is_stated_or_there_is_none(tmp_path: Path, head: str, title: str) -> None:
    article = article_of(tmp_path, vtt((0, 2, "大家好欢迎来到这里"), (2, 4, "今天谈谈书"), head=head), "a.vtt")
    assert (article.title, article.body) == (title, "大家好欢迎来到这里今天谈谈书"), "speech is no title"
    assert [p.rule for p in article.problems if p.rule == "no_title"] == ([] if title else ["no_title"])


def test_the_title_can_be_put_in_front(tmp_path: Path) -> None:
    article = article_of(tmp_path, "# 河边的书\n\n" + srt((0, 2, "大家好。")))
    assert (article.title, article.body) == ("河边的书", "大家好。")


def test_a_label_alone_on_its_row(tmp_path: Path) -> None:
    rows = ["林一：\n书不怕旧。", "陈河：", "真的吗？", "林一：\n真的。"]
    assert said(article_of(tmp_path, srt(*in_a_row(*rows)))) == [
        ("林一", "书不怕旧。"),
        ("陈河", "真的吗？"),
        ("林一", "真的。"),
    ]


def test_credits_stand_by_themselves(tmp_path: Path) -> None:
    article = article_of(tmp_path, srt(*in_a_row("翻译：林一", "大家好，", "今天谈书。", "- 谈什么？\n- 书。")))
    assert (article.translators, article.body) == (("林一",), "大家好，今天谈书。\n\n谈什么？\n\n书。")


def test_a_file_without_times_is_text() -> None:
    assert texts("第一行\n\n第二行") == ["第一行", "第二行"]


def test_cues_without_words_give_an_article_without_text(tmp_path: Path) -> None:
    article = article_of(tmp_path, srt((0, 2, "<i></i>")))
    assert (article.body, "no_text" in [p.rule for p in article.problems]) == ("", True)


HAN = st.text("大家好今天书", min_size=1, max_size=8)


@given(
    st.lists(st.tuples(st.integers(0, 9), HAN, st.sampled_from(["", "林一：", ">> ", "<v 陈河>", "- "])), max_size=12),
    st.text("0123456789:,.-> \n<>vVTEB大家好。A", max_size=60),
)
def test_no_ideograph_of_a_cue_is_lost(rows: list[tuple[int, str, str]], rubbish: str) -> None:
    at, cues = 0, []
    for n, (pause, words, mark) in enumerate(rows):
        at += pause
        cues.append((at, at + 1, f"{mark}第{n}句{words}"))
        at += 1
    read = "".join(texts(rubbish.replace("\n\n", "\n") + "\n\n" + srt(*cues)))
    for n, (_, words, _) in enumerate(rows):
        assert f"第{n}句{words}" in read
