"""Corrections: each kind does what it says, or fails loudly."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_site.authority import Known
from corpus_site.corrections import read_corrections
from corpus_site.export import faults
from corpus_site.load import load_corpus
from corpus_site.load.corrections import without_article
from corpus_site.model import Article, Problem
from project import Project

TALK = """# 一场关于星辰的对话

主持人：为什么是现在？

李大同：因为即然准备好了。谢谢大家。我想问一个问题。

主持人：下一步呢？

李大同：继续做。

主持人：会不会太晚？

李大同：不会。
"""
NEWS = """# 一篇普通的新闻

编剧周大明来了。周大明说：“我们等了很久很久。”大家都同意他的看法，事情就这样过去了。
"""


def corpus(tmp_path: Path, corrections: str, article: str = TALK) -> Path:
    folder = tmp_path / "corpus"
    (folder / "corrections").mkdir(parents=True, exist_ok=True)
    (folder / "talk.md").write_text(article, encoding="utf-8")
    (folder / "corrections" / "talk.yaml").write_text(
        f"article: talk.md\ncorrections:\n{corrections}", encoding="utf-8"
    )
    return folder


def read(folder: Path, cache: Path | None = None) -> tuple[Article, list[Problem]]:
    corrections, problems = read_corrections(folder)
    loaded = load_corpus(folder, Known(), cache, corrections)
    told = [*problems, *without_article(corrections, loaded), *(p for one in loaded for p in one.problems)]
    article = next(a for one in loaded for a in one.articles)
    assert faults([article]) == []
    return article, told


def said(article: Article) -> list[tuple[str | None, str]]:
    return [(q.speaker and q.speaker.name, q.text) for q in article.quotes]


def test_characters_are_changed_and_the_change_is_recorded(tmp_path: Path) -> None:
    article, problems = read(
        corpus(tmp_path, "  - characters: {line: 5, was: 即然, now: 既然}\n    reason: 排印错误\n")
    )
    assert problems == []
    assert "因为既然准备好了" in article.body and "即然" not in article.body
    assert [(r.rule, r.line, r.was, r.now, r.sure) for r in article.repairs] == [
        ("correction", 5, "即然", "既然", True)
    ]


def test_characters_are_taken_out(tmp_path: Path) -> None:
    article, problems = read(corpus(tmp_path, "  - characters: {line: 5, was: 即然, now: ''}\n    reason: 衍文\n"))
    assert problems == []
    assert "因为准备好了" in article.body


def test_metadata_is_changed_with_its_reason(tmp_path: Path) -> None:
    article, problems = read(
        corpus(
            tmp_path,
            "  - metadata: {published: 2023-06-03, authors: [王小明, 李大同], publisher: 晨星网, title: 另一个题目}\n"
            "    was: {published: null, authors: []}\n    reason: 见纸版\n",
        )
    )
    assert problems == []
    assert article.published
    assert (article.published.edtf, article.published.basis, article.published.evidence) == (
        "2023-06-03",
        "corrected",
        "见纸版",
    )
    assert (article.authors, article.publisher, article.title) == (("王小明", "李大同"), "晨星网", "另一个题目")
    assert "no_date" not in [p.rule for p in article.problems]


def test_a_label_is_a_person_on_some_lines_only(tmp_path: Path) -> None:
    article, problems = read(
        corpus(tmp_path, "  - label: {printed: 主持人, person: 张鹏, lines: 1-8}\n    reason: 节目单\n")
    )
    assert problems == []
    turns = [q for q in article.quotes if q.speaker and q.speaker.label == "主持人"]
    assert [(q.speaker and q.speaker.name, q.speaker and q.speaker.role, q.rule) for q in turns] == [
        ("张鹏", "主持人", "correction"),
        ("张鹏", "主持人", "correction"),
        ("主持人", "主持人", "turn_nameless_role"),
    ]


def test_a_turn_is_split_and_two_are_joined(tmp_path: Path) -> None:
    article, problems = read(
        corpus(
            tmp_path,
            "  - split: {at: 我想问一个问题, speaker: 提问者, type: role}\n    reason: 听得出换了人\n"
            "  - join: {at: 下一步呢}\n    reason: 主持人接着说\n",
        )
    )
    assert problems == []
    assert said(article)[1:4] == [
        ("李大同", "因为即然准备好了。谢谢大家。"),
        ("提问者", "我想问一个问题。\n\n下一步呢？"),
        ("李大同", "继续做。"),
    ]


def test_a_quote_is_dropped_added_and_judged(tmp_path: Path) -> None:
    article, problems = read(
        corpus(
            tmp_path,
            "  - add: {quote: 事情就这样过去了, speaker: 陈小雨, cue: 听见}\n    reason: 她自己的话\n"
            "  - quote: {starts: 我们等了, speaker: 另一个人, status: disputed}\n    reason: 本人否认\n",
            NEWS,
        )
    )
    assert problems == []
    assert [(q.speaker and q.speaker.name, q.text, q.status, q.rule, q.confidence) for q in article.quotes] == [
        ("另一个人", "我们等了很久很久。", "disputed", "correction", "high"),
        ("陈小雨", "事情就这样过去了", "verified", "correction", "high"),
    ]
    article, problems = read(corpus(tmp_path, "  - drop: {quote: 我们等了}\n    reason: 是歌词\n", NEWS))
    assert (problems, article.quotes) == ([], ())


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        ("characters: {line: 5, was: 不在这里, now: 既然}", "有 0 处"),
        ("characters: {line: 3, was: 即然, now: 既然}", "有 0 处"),
        ("metadata: {publisher: 晨星网}\n    was: {publisher: 别的}", "不再是「别的」"),
        ("label: {printed: 记者, person: 张鹏}", "没有以「记者」为发言人"),
        ("split: {at: 因为即然, speaker: 张鹏}", "开头，不用切开"),
        ("split: {at: 不在这里, speaker: 张鹏}", "有 0 处"),
        ("join: {at: 为什么}", "前面没有发言"),
        ("join: {at: 不在这里}", "有 0 段"),
        ("drop: {quote: 不在这里}", "有 0 条"),
        ("add: {quote: 继续做, speaker: 张鹏}", "已经属于另一条"),
        ("add: {quote: 主持人, speaker: 张鹏}", "有 3 处"),
        ("quote: {starts: 继续做}", "没有改变什么"),
    ],
)
def test_what_no_longer_fits_changes_nothing_and_says_so(tmp_path: Path, correction: str, said: str) -> None:
    before, _ = read(corpus(tmp_path, ""))
    after, problems = read(corpus(tmp_path, f"  - {correction}\n    reason: 试试\n"))
    assert after == before
    assert [(p.level, p.path, p.line, p.rule) for p in problems] == [
        ("error", "corrections/talk.yaml", 3, "correction")
    ]
    assert said in problems[0].message and problems[0].hint


def test_all_mistakes_are_told_at_once_and_the_rest_is_used(tmp_path: Path) -> None:
    article, problems = read(
        corpus(
            tmp_path,
            "  - drop: {quote: 继续做}\n"
            "  - droop: {quote: 继续做}\n    reason: 写错了\n"
            "  - metadata: {published: 六月三日}\n    reason: 写错了\n"
            "  - quote: {starts: 继续做, status: disputable}\n    reason: 写错了\n"
            "  - characters: {line: 五, was: 即然, now: 既然}\n    reason: 写错了\n"
            "  - split: {at: 我想问}\n    reason: 写错了\n"
            "  - label: {printed: 主持人, persn: 李四, person: 李四}\n    reason: 写错了\n"
            "  - metadata: {url: 'javascript:x'}\n    reason: 写错了\n"
            "  - label: {printed: 主持人, person: 张鹏}\n    reason: 对的\n",
        )
    )
    assert [(p.line, p.level) for p in problems] == [
        (3, "error"),
        (4, "warning"),
        (4, "error"),
        (6, "error"),
        (8, "error"),
        (10, "error"),
        (12, "error"),
        (14, "error"),
        (16, "error"),
    ]
    assert "drop" in problems[1].hint and "disputed" in problems[4].hint
    assert ("张鹏", "为什么是现在？") in said(article)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "  - drop: {quote: 继续做}\n    reason: 试试\n")
    (folder / "corrections" / "gone.yaml").write_text(
        "article: gone.md\ncorrections:\n  - drop: {quote: 继续做}\n    reason: 试试\n", encoding="utf-8"
    )
    _, problems = read(folder)
    assert [(p.path, p.line, p.level) for p in problems] == [("corrections/gone.yaml", 3, "error")]


def test_a_file_of_which_no_article_was_read_is_an_error(tmp_path: Path) -> None:
    folder = corpus(tmp_path, "  - drop: {quote: 继续做}\n    reason: 试试\n")
    (folder / "empty.md").write_text("", encoding="utf-8")
    (folder / "corrections" / "empty.yaml").write_text(
        "article: empty.md\ncorrections:\n  - drop: {quote: 继续做}\n    reason: 试试\n", encoding="utf-8"
    )
    _, problems = read(folder)
    assert ("corrections/empty.yaml", "correction") in [(p.path, p.rule) for p in problems]


def test_one_of_several_articles_is_chosen_by_its_title(tmp_path: Path) -> None:
    two = f"{TALK}\n# 另一场关于月亮的对话\n\n{TALK.split(chr(10), 2)[2]}"
    rows = "  - label: {printed: 主持人, person: 张鹏}\n    reason: 节目单\n"
    folder = corpus(tmp_path, rows, two)
    file = folder / "corrections" / "talk.yaml"
    _, problems = read(folder)
    assert "写上 title" in problems[0].message
    file.write_text(f"article: talk.md\ntitle: 另一场关于月亮的对话\ncorrections:\n{rows}", encoding="utf-8")
    corrections, _ = read_corrections(folder)
    articles = load_corpus(folder, Known(), None, corrections)[0].articles
    assert ["张鹏" in [name for name, _ in said(a)] for a in articles] == [False, True]


def test_a_changed_correction_is_read_again(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, _ = read(corpus(tmp_path, "  - label: {printed: 主持人, person: 张鹏}\n    reason: 节目单\n"), cache)
    second, _ = read(corpus(tmp_path, "  - label: {printed: 主持人, person: 李四}\n    reason: 节目单\n"), cache)
    assert [said(a)[0][0] for a in (first, second)] == ["张鹏", "李四"]


def test_the_commands_see_corrections(project: Project) -> None:
    folder = project.folder / "seeds" / "corrections"
    folder.mkdir()
    name = sorted(p.name for p in (project.folder / "seeds").glob("*.txt"))[0]
    (folder / "a.yaml").write_text(
        f"article: {name}\ncorrections:\n  - drop: {{quote: 不在这里}}\n    reason: 试试\n", encoding="utf-8"
    )
    checked = project.run("check", "--level", "error", status=1)
    assert "corrections/a.yaml:3" in checked.output
