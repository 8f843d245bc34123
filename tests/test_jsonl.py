"""Our own export, read back."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_site.authority import Known, read_authority
from corpus_site.enrich import enrich
from corpus_site.export import faults, write_jsonl
from corpus_site.load import load_corpus
from corpus_site.load.jsonl import read_jsonl
from corpus_site.load.opened import Opened
from corpus_site.model import Article, Loaded
from project import ROOT, SHARED

Record = dict[str, Any]
PLACES = ("path", "line", "lines", "sha256")  # provenance points to what is here

TALK = """# 河边的小图书馆

来源：河边来信
发布时间：2024-05-06

3月1日，我们去了图书馆。**书不怕旧**的话，是那一天听到的。

## 一、开门

主持人：为什么开门？

林一：书不怕旧，怕的是**没有人翻**。有人坐在窗台上读完了一整本小说。

## 二、读书

也要念给别人听。

主持人：谁来听？

林一：谁都来。

## 三、书不怕旧

“我来这里不是为了看书，”陈河说，“是为了看看书的人。”

## 参考资料

[1] 小图书馆的一年 https://example.org/a
"""


def records(folder: Path) -> tuple[list[Record], list[Loaded]]:
    authority, _ = read_authority(folder)
    loaded = load_corpus(folder, authority.known())
    articles = enrich([article for one in loaded for article in one.articles], authority).articles
    assert faults(articles) == []
    out = io.BytesIO()
    write_jsonl(articles, out)
    return [json.loads(line) for line in out.getvalue().splitlines()], loaded


def facts(value: Any) -> Any:
    """A record without the places in files, at any depth; the evidence for a speaker tells such places."""
    if isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if key != "evidence" or not isinstance(inner, list)}
        return {key: facts(inner) for key, inner in kept.items() if key not in PLACES}
    return [facts(inner) for inner in value] if isinstance(value, list) else value


def lines_of(value: Any) -> set[int]:
    if isinstance(value, dict):
        own = [line for key, inner in value.items() if key in PLACES and isinstance(inner, list) for line in inner]
        own += [value["line"]] if isinstance(value.get("line"), int) else []
        return set(own).union(*(lines_of(inner) for inner in value.values()))
    return set().union(*(lines_of(inner) for inner in value)) if isinstance(value, list) else set()


def written(folder: Path, *rows: Record | str) -> Path:
    folder.mkdir(exist_ok=True)
    texts = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "all.jsonl").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The record of a small article with everything in it."""
    folder = tmp_path_factory.mktemp("talk")
    (folder / "a.md").write_text(TALK, encoding="utf-8")
    (record,) = records(folder)[0]
    assert record["quotes"] and record["sections"] and record["references"] and record["published"]
    assert any("segments" in quote for quote in record["quotes"])
    assert any(quote["joins"] for quote in record["quotes"])
    assert any(quote["highlights"] for quote in record["quotes"])
    return record


def same_when_read_back(source: Path, folder: Path) -> None:
    before, _ = records(source)
    folder.mkdir()
    for file in source.glob("*.yaml"):
        if not file.name.endswith(".gold.yaml"):
            shutil.copy(file, folder)
    after, _ = records(written(folder, *before))
    assert len(after) == len(before)
    for was, now in zip(before, after, strict=True):
        was, now = dict(was), dict(now)
        del was["people"], now["people"]  # made out anew, by what stands in the body
        assert facts(now) == facts(was)
    for number, row in enumerate(after, start=1):
        assert (row["path"], row["lines"], lines_of(row)) == ("all.jsonl", [number, number], {number})
    again, _ = records(written(folder, *after))
    assert again == [{**row, "sha256": again[0]["sha256"]} for row in after], "once more changes nothing"


def test_reading_the_seeds_back_gives_the_same_facts(tmp_path: Path) -> None:
    same_when_read_back(ROOT / "seeds", tmp_path / "corpus")


@pytest.mark.shared
def test_reading_the_development_set_back_gives_the_same_facts(tmp_path: Path) -> None:
    same_when_read_back(SHARED / "devset", tmp_path / "corpus")


def test_a_small_article_comes_back_whole(tmp_path: Path, talk: Record) -> None:
    ((back,), (loaded,)) = records(written(tmp_path, talk))
    assert facts(back) == facts(talk)
    blocks = loaded.articles[0].blocks
    assert "\n\n".join(block.text for block in blocks) == talk["body"]
    assert [b.text for b in blocks if b.kind == "heading"] == ["一、开门", "二、读书", "三、书不怕旧"]


SPOILT: dict[str, tuple[Callable[[Record], Any], str]] = {
    "schema": (lambda r: r.update(schema="99"), "格式版本是 '99'"),
    "no schema": (lambda r: r.pop("schema"), "格式版本是 None"),
    "title": (lambda r: r.update(title=7), "Expected `str`"),
    "no title": (lambda r: r.pop("title"), "title"),
    "body": (lambda r: r.update(body=None), "body"),
    "another body": (lambda r: r.update(body="别的文字"), "正文里找不到"),
    "quotes": (lambda r: r.update(quotes="x"), "quotes 应是一列对象"),
    "authors": (lambda r: r.update(authors="林一"), "authors"),
    "id": (lambda r: r.update(id="../../x"), "不是 corpus-site 的编号"),
    "address": (lambda r: r.update(url="javascript:alert(1)"), "不是网址"),
    "date": (lambda r: r.update(published={**r["published"], "edtf": "昨天"}), "不是 EDTF"),
    "basis": (lambda r: r.update(published={**r["published"], "basis": "guessed"}), "basis"),
    "event": (lambda r: r.update(events=[{"name": "对谈"}]), "events"),
    "exact": (lambda r: r["quotes"][0].update(exact="没有的话"), "正文里找不到"),
    "prefix": (lambda r: r["quotes"][0].update(prefix="别的"), "正文里找不到"),
    "text": (lambda r: r["quotes"][0].update(text="没有的话"), "与正文里的位置不符"),
    "kind": (lambda r: r["quotes"][0].update(kind="poem"), "kind"),
    "order": (lambda r: r["quotes"].reverse(), "不按正文的次序"),
    "one id twice": (lambda r: r["quotes"][1].update(id=r["quotes"][0]["id"]), "id 相同"),
    "nobody": (lambda r: r["quotes"][0].update(speaker=None), "既没有说话人"),
    "no name": (lambda r: r["quotes"][0]["speaker"].update(name=" "), "没有名字"),
    "joins": (lambda r: r["quotes"][0].update(joins="q0000000000"), "不在这篇文章里"),
    "highlights": (lambda r: r["quotes"][0].update(highlights=[[0, 999]]), "highlights"),
    "segments": (lambda r: next(q for q in r["quotes"] if "segments" in q)["segments"].pop(), "不符"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_bad_line_costs_that_line_only(tmp_path: Path, talk: Record, name: str) -> None:
    spoil, said = SPOILT[name]
    spoilt = json.loads(json.dumps(talk))
    spoil(spoilt)
    back, (loaded,) = records(written(tmp_path, spoilt, talk))
    assert [facts(row) for row in back] == [facts(talk)]
    assert [(p.line, p.rule, p.level, bool(p.hint)) for p in loaded.problems] == [(1, "bad_record", "error", True)]
    assert said in loaded.problems[0].message


@pytest.mark.parametrize(
    "row", ['{"schema": "1", "id": "a', "[1, 2]", "{}", '"字"', "[" * 100_000, '{"a": "\\ud800"}', '{"a": 1e999}']
)
def test_lines_that_are_no_record_are_told_beside_one(tmp_path: Path, talk: Record, row: str) -> None:
    back, (loaded,) = records(written(tmp_path, talk, "", row))
    assert len(back) == 1
    assert [(p.line, p.rule) for p in loaded.problems] == [(3, "bad_record")]


def test_an_export_that_broke_off_is_no_foreign_file(tmp_path: Path, talk: Record) -> None:
    row = json.dumps(talk)[:400]
    _, (loaded,) = records(written(tmp_path, row))
    assert [(p.line, p.rule) for p in loaded.problems] == [(1, "bad_record")]


def test_undecodable_bytes_stay_visible(tmp_path: Path, talk: Record) -> None:
    data = json.dumps(talk, ensure_ascii=False).encode() + b"\n"
    (tmp_path / "all.jsonl").write_bytes(data.replace("河边来信".encode(), "河边来".encode() + b"\xff"))
    (back,), (loaded,) = records(tmp_path)
    assert back["publisher"] == "河边来�"
    assert [(p.line, p.rule) for p in loaded.problems] == [(1, "bad_bytes")]


def test_repeats_of_articles_that_are_not_here_go(tmp_path: Path, talk: Record) -> None:
    other = json.loads(json.dumps(talk))
    other["quotes"][0]["repeats"] = "q0000000000"
    (back,), _ = records(written(tmp_path, other))
    assert back["quotes"][0]["repeats"] is None


def test_ids_stay_unique_whatever_records_say(tmp_path: Path, talk: Record) -> None:
    another = {**talk, "id": "a00000000", "title": "另一篇"}  # another article with the ids of the same quotes
    back, _ = records(written(tmp_path, talk, another, talk))
    ids = [quote["id"] for row in back for quote in row["quotes"]]
    assert (len(back), len(ids)) == (2, len(set(ids)))


@pytest.mark.parametrize(
    "data", [b"", b"\n", b'{"id": "a1"}\n', b"not json\n", b"[]\n1\n", b"\x00\x01", b'{"body": "x"}', b"\xff\xfe\n"]
)
def test_files_of_the_owner_are_passed_over(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "permalinks.jsonl").write_bytes(data)
    (tmp_path / "other.jsonl").write_bytes(data)
    loaded = load_corpus(tmp_path, Known())
    assert [(one.path, one.articles, one.problems) for one in loaded] == [("other.jsonl", (), ())]


def json_like() -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    )


@given(st.data())
def test_anything_in_the_place_of_anything_is_an_article_or_a_problem(talk: Record, data: st.DataObject) -> None:
    spoilt = json.loads(json.dumps(talk))
    place = data.draw(st.sampled_from([spoilt, *spoilt["quotes"], *(q["speaker"] for q in spoilt["quotes"])]))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(json_like())
    found = read_jsonl(json.dumps(spoilt).encode(), "a.jsonl")
    assert isinstance(found, Opened)
    assert len(found.articles) + len(found.problems) <= 1
    for article in found.articles:
        assert faults([article]) == []
        whole(article)


def whole(article: Article) -> None:
    out = io.BytesIO()
    write_jsonl([article], out)
    assert re.fullmatch(r"a[0-9a-z]+", article.id)
    assert "".join(block.text for block in article.blocks) == article.body.replace("\n\n", "")
