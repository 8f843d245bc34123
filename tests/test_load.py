"""The loader as a whole: what must hold for any file, and what a broken one gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus_site.authority import Known
from corpus_site.load import load_corpus, load_file
from corpus_site.load.markdown import read_markdown
from corpus_site.load.opened import Read, textual
from corpus_site.model import Article

SEEDS = Path(__file__).parent.parent / "seeds"
HAN = re.compile(r"[㐀-鿿]")
LINES = st.sampled_from(
    [
        "主持人：你怎么看？",
        "王小明：我这样看。",
        "**Sam Lee：** 好的，谢谢。",
        "“我们正处于危机之中，”教授萨拉·罗伯茨（Sarah Roberts）说。",
        "罗伯茨说：“还没有结束。”",
        "# 一个标题",
        "## 一、小节",
        "> 秦失其鹿。 ——— 《史记》",
        "> * 一条",
        "正文完",
        "参考文献：",
        "1,113次阅读",
        "![图](a.png)",
        "这是一段普通的话，说的是一件小事。",
        "**没有合上的粗体",
        "6月3日消息，一件事发生了。",
        "",
        "",
        "【主持人】为什么是现在？",
        "00:12 王小明：因为准备好了。",
        "王小明 00:12:30",
        "**王小明** 我不这么看。**李大同** 那你怎么看？",
        ">> 大家好。",
        "有网友直接懵住：",
        "编剧陈小雨来了。她称，“我们等了很久，”并表示“还会再等”。",
        "“我们等了很久，现在可以开始了。”在回想那一天时，编剧陈小雨这样描述。",
        "AI陈小雨表示“希望你们都好好活着”，工程师的母亲说",
        "——建立一个委员会；",
        "记者：王小明",
        "2023年5月1日",
    ]
)


def check_article(article: Article, text: str) -> None:
    assert article.body == article.body.strip()
    for quote in article.quotes:
        assert quote.text == "\n\n".join(article.body[s:e] for s, e in quote.spans)
        assert article.body.find(quote.selector.prefix + quote.selector.exact + quote.selector.suffix) >= 0
        assert article.lines[0] <= quote.lines[0] <= quote.lines[1] <= article.lines[1]
        assert quote.cue
        assert quote.speaker is not None or quote.work is not None
        assert all(0 <= s < e <= len(quote.text) for s, e in quote.highlights)
    ids = [quote.id for quote in article.quotes]
    assert len(ids) == len(set(ids))
    assert all(q.joins is None or q.joins in ids for q in article.quotes)
    assert all(q.repeats is None or q.repeats in ids for q in article.quotes)
    at = 0
    for block in article.blocks:
        assert block.lines[0] <= block.lines[1]
        if block.span:
            assert block.span[0] >= at
            assert article.body[block.span[0] : block.span[1]] == block.text
            at = block.span[1]
    kept = "".join(block.text for block in article.blocks)
    lost = set(HAN.findall(text)) - set(HAN.findall(kept))
    assert not lost, "no character of the source may vanish without a trace"


@given(st.lists(LINES, min_size=1, max_size=24))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_of_lines_gives_whole_records(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    text = "\n\n".join(lines)
    (folder / "a.md").write_text(text, encoding="utf-8")
    loaded = load_file(folder / "a.md", folder, Known())
    assert loaded.articles or not text.strip()
    whole = "".join(HAN.findall(text))
    kept = "".join("".join(HAN.findall(b.text)) for a in loaded.articles for b in a.blocks)
    assert kept == whole
    for article in loaded.articles:
        check_article(article, "")


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_load_or_give_a_problem(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a.md").write_bytes(data)
    loaded = load_file(folder / "a.md", folder, Known())
    assert loaded.articles or loaded.problems
    for article in loaded.articles:
        check_article(article, "")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda p: p.name[:3])
def test_seeds_give_whole_records(path: Path) -> None:
    loaded = load_file(path, SEEDS, Known())
    assert loaded.articles
    for article in loaded.articles:
        check_article(article, "")


def test_lines_of_several_articles_partition_the_file() -> None:
    path = next(SEEDS.glob("001_*.txt"))
    articles = load_file(path, SEEDS, Known()).articles
    assert [a.lines[0] for a in articles] == [1, *(a.lines[1] + 1 for a in articles[:-1])]
    assert articles[-1].lines[1] == len(path.read_text(encoding="utf-8").splitlines())


def test_cache_gives_the_same_records_and_survives_damage(tmp_path: Path) -> None:
    corpus, cache = tmp_path / "corpus", tmp_path / "cache"
    corpus.mkdir()
    (corpus / "a.md").write_text("# 一篇普通的文章\n\n这里是正文。", encoding="utf-8")
    first = load_corpus(corpus, Known(), cache)
    entries = list((cache / "load").iterdir())
    assert len(entries) == 1
    assert load_corpus(corpus, Known(), cache) == first
    entries[0].write_bytes(b"\xc1 not msgpack")
    assert load_corpus(corpus, Known(), cache) == first
    (corpus / "a.md").write_text("# 一篇普通的文章\n\n这里是新的正文。", encoding="utf-8")
    second = load_corpus(corpus, Known(), cache)
    assert second != first
    assert len(list((cache / "load").iterdir())) == 1, "entries that nobody asks for go"


def test_a_fault_of_the_program_costs_one_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("# 一篇普通的文章\n\n这里是正文。", encoding="utf-8")
    (tmp_path / "b.md").write_text("# 另一篇普通的文章\n\n这里是正文。", encoding="utf-8")

    def broken(text: str) -> Read:
        if "另一篇" in text:
            raise ZeroDivisionError("made for this test")
        return read_markdown(text)

    monkeypatch.setattr("corpus_site.load.READERS", {".md": textual(broken)})
    good, bad = load_corpus(tmp_path, Known())
    assert good.articles
    assert [(p.rule, p.level) for p in bad.problems] == [("fault", "error")]
    assert "ZeroDivisionError" in bad.problems[0].message


def test_files_in_sub_folders_are_read_and_foreign_ones_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text("# 一篇普通的文章\n\n这里是正文。", encoding="utf-8")
    (tmp_path / "people.yaml").write_text("people: []", encoding="utf-8")
    (tmp_path / ".hidden.md").write_text("x", encoding="utf-8")
    (tmp_path / "b.xyz").write_text("x", encoding="utf-8")
    loaded = load_corpus(tmp_path, Known())
    assert [entry.path for entry in loaded] == ["b.xyz", "sub/a.md"]
    assert [p.rule for p in loaded[0].problems] == ["unknown_kind"]
    assert loaded[0].problems[0].level == "notice"


@pytest.mark.parametrize(
    ("name", "data", "encoding"),
    [
        ("utf-8", "人工智能".encode(), "utf-8"),
        ("utf-8 with mark", b"\xef\xbb\xbf" + "人工智能".encode(), "utf-8-sig"),
        ("utf-16", "人工智能".encode("utf-16"), "utf-16"),
        ("gb18030", ("人工智能改变世界。" * 5).encode("gb18030"), "gb18030"),
    ],
)
def test_encodings(tmp_path: Path, name: str, data: bytes, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    loaded = load_file(tmp_path / "a.txt", tmp_path, Known())
    assert loaded.encoding == encoding
    assert "人工智能" in "".join(b.text for a in loaded.articles for b in a.blocks)


def test_bad_bytes_stay_visible_and_are_reported_with_their_line(tmp_path: Path) -> None:
    good = "这里是正文，说的是一件小事。\n" * 30
    (tmp_path / "a.txt").write_bytes("第一行\n第".encode() + b"\xff" + "二行\n".encode() + good.encode())
    loaded = load_file(tmp_path / "a.txt", tmp_path, Known())
    assert [(p.rule, p.line, p.level) for p in loaded.problems] == [("bad_bytes", 2, "error")]
    assert "第\ufffd二行" in "".join(b.text for a in loaded.articles for b in a.blocks)


def test_copies_are_told_and_left_out(tmp_path: Path) -> None:
    text = "# 一篇普通的文章\n\n这里是正文，说的是一件平常的小事。"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "b.md").write_text(text, encoding="utf-8")
    first, second = load_corpus(tmp_path, Known())
    assert len(first.articles) == 1
    assert not second.articles
    assert [(p.rule, p.level) for p in second.problems] == [("copy", "warning")]
    assert "a.md" in second.problems[0].message


def test_another_text_with_the_same_beginning_gets_its_own_id(tmp_path: Path) -> None:
    head = "# 一篇访谈记录在这里\n\n" + "编者按：" + "这段话在两篇里一样。" * 30 + "\n\n"
    for name, answer in (("a", "往北走。"), ("b", "往南走。")):
        talk = f"**主持人：** 去哪里？\n\n**王小明：** {answer}\n\n**主持人：** 谢谢。\n\n**王小明：** 不客气。"
        (tmp_path / f"{name}.md").write_text(head + talk, encoding="utf-8")
    articles = [a for one in load_corpus(tmp_path, Known()) for a in one.articles]
    assert len({a.id for a in articles}) == 2
    quotes = [q.id for a in articles for q in a.quotes]
    assert len(quotes) == len(set(quotes)) == 8


def test_words_between_angle_brackets_stay(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# 一篇普通的文章\n\n输出 <think> 再回答，List<String> 也在，<b>粗</b>。", encoding="utf-8"
    )
    body = load_file(tmp_path / "a.md", tmp_path, Known()).articles[0].body
    assert body == "输出 <think> 再回答，List<String> 也在，粗。"


@pytest.mark.parametrize("opening", ["<script>", "<style>"])
def test_an_unclosed_script_swallows_nothing(tmp_path: Path, opening: str) -> None:
    (tmp_path / "a.md").write_text(f"# 一篇普通的文章\n\n{opening}\n这里是正文。\n\n这里还是正文。", encoding="utf-8")
    body = load_file(tmp_path / "a.md", tmp_path, Known()).articles[0].body
    assert "这里是正文。" in body
    assert "这里还是正文。" in body


def test_deep_lists_lose_nothing(tmp_path: Path) -> None:
    rows = "\n".join("  " * depth + f"- 第{depth}层在这里。" for depth in range(14))
    (tmp_path / "a.md").write_text(f"# 一篇普通的文章\n\n{rows}\n\n这里是结尾。", encoding="utf-8")
    body = load_file(tmp_path / "a.md", tmp_path, Known()).articles[0].body
    assert "第13层在这里。" in body
    assert "这里是结尾。" in body
