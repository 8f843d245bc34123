"""The record contract: every field, flat selectors, one order, and no broken promise written out."""

from __future__ import annotations

import dataclasses
import io
import json
from typing import Any

import pytest

from corpus_site.export import article_record, faults, write_jsonl
from corpus_site.model import (
    Article,
    ArticleId,
    ArticlePerson,
    Event,
    PartialDate,
    PersonId,
    Problem,
    Quote,
    QuoteId,
    Reference,
    Repair,
    Section,
    Selector,
    Speaker,
    ThemeHit,
    ThemeId,
    Work,
)
from corpus_site.problems import CannotGoOn

ARTICLE_FIELDS = [
    "schema",
    "id",
    "path",
    "lines",
    "sha256",
    "title",
    "published",
    "events",
    "authors",
    "translators",
    "compilers",
    "editors",
    "publisher",
    "place",
    "url",
    "language",
    "script",
    "translated",
    "sections",
    "references",
    "body",
    "quotes",
    "people",
    "things",
    "themes",
    "keywords",
    "repairs",
    "problems",
]
QUOTE_FIELDS = [
    "id",
    "kind",
    "text",
    "speaker",
    "work",
    "lines",
    "prefix",
    "exact",
    "suffix",
    "url",
    "cue",
    "rule",
    "confidence",
    "status",
    "joins",
    "repeats",
    "likeness",
    "perhaps",
    "related",
    "keywords",
    "said",
    "themes",
    "highlights",
]
BODY = "王小明：路要自己走。\n\n小标题\n\n也要一起走。\n\n他说：“慢一点。”"
DAY = PartialDate(edtf="2019-03", basis="stated", evidence="2019年3月", line=2)


def quote(text: str = "慢一点。", **changes: Any) -> Quote:
    start = BODY.index(text)
    end = start + len(text)
    selector = Selector(prefix=BODY[max(0, start - 32) : start], exact=text, suffix=BODY[end : end + 32])
    fields: dict[str, Any] = {
        "id": QuoteId("q0"),
        "kind": "direct",
        "text": text,
        "spans": ((start, end),),
        "lines": (5, 5),
        "speaker": Speaker(type="person", name="王小明"),
        "selector": selector,
        "rule": "cue_before",
        "confidence": "high",
    }
    return Quote(**{**fields, **changes})


def article(**changes: Any) -> Article:
    fields: dict[str, Any] = {
        "id": ArticleId("a0"),
        "path": "b.txt",
        "lines": (1, 9),
        "sha256": "0" * 64,
        "title": "路",
        "body": BODY,
        "quotes": (quote(),),
    }
    return Article(**{**fields, **changes})


def written(*articles: Article) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write_jsonl(articles, out)
    return [json.loads(line) for line in out.getvalue().decode().split("\n") if line]


def test_an_article_has_every_field_of_the_contract_in_its_order() -> None:
    record = article_record(article())
    assert list(record) == ARTICLE_FIELDS
    assert list(record["quotes"][0]) == QUOTE_FIELDS  # type: ignore[index]


def test_nested_shapes() -> None:
    full = article(
        published=DAY,
        events=(Event(name="演讲", date=DAY),),
        sections=(Section(title="小标题", line=3),),
        references=(Reference(text="原文"),),
        people=(ArticlePerson(id=PersonId("wang-xiaoming"), name="王小明", names=("王小明", "小王"), mentions=2),),
        themes=(ThemeHit(id=ThemeId("roads"), score=0.5, terms=("路",)),),
        keywords=("路",),
        repairs=(Repair(rule="gloss", line=1, was="領(lǐng)", now="領"),),
        problems=(Problem(level="notice", path="b.txt", line=3, rule="date", message="没有年份", hint="查原文"),),
        quotes=(
            quote(
                said=DAY,
                work=Work(title="《路》"),
                highlights=((0, 2),),
                themes=(ThemeHit(id=ThemeId("roads"), score=1.0, terms=()),),
            ),
        ),
    )
    (record,) = written(full)
    date = {"edtf": "2019-03", "basis": "stated", "evidence": "2019年3月", "line": 2}
    assert record["published"] == date
    assert record["events"] == [{**date, "name": "演讲"}]
    assert record["sections"] == [{"title": "小标题", "line": 3, "themes": []}]
    assert record["references"] == [{"text": "原文", "url": None}]
    assert record["people"] == [{"id": "wang-xiaoming", "name": "王小明", "names": ["王小明", "小王"], "mentions": 2}]
    assert record["themes"] == [{"id": "roads", "score": 0.5, "terms": ["路"]}]
    assert record["repairs"] == [{"rule": "gloss", "line": 1, "was": "領(lǐng)", "now": "領", "sure": True}]
    assert record["problems"] == [
        {"level": "notice", "line": 3, "rule": "date", "message": "没有年份", "hint": "查原文"}
    ]
    (said,) = record["quotes"]
    assert said["speaker"] == {
        "id": None,
        "type": "person",
        "name": "王小明",
        "names": [],
        "label": None,
        "role": None,
        "evidence": [],
    }
    assert said["work"] == {"title": "《路》", "url": None}
    assert (said["said"], said["highlights"], said["exact"]) == (date, [[0, 2]], "慢一点。")


def test_a_quotation_of_a_work_has_no_speaker() -> None:
    assert written(article(quotes=(quote(speaker=None),)))[0]["quotes"][0]["speaker"] is None


def test_segments_stand_only_where_something_interrupts_the_words() -> None:
    first, second = quote("路要自己走。"), quote("也要一起走。")
    turn = dataclasses.replace(
        first,
        kind="turn",
        text="路要自己走。\n\n也要一起走。",
        spans=first.spans + second.spans,
        segments=(first.selector, second.selector),
    )
    (record,) = written(article(quotes=(turn,)))
    assert [segment["exact"] for segment in record["quotes"][0]["segments"]] == ["路要自己走。", "也要一起走。"]


def test_order_is_by_path_then_line_whatever_comes_in() -> None:
    later = article(id=ArticleId("a1"), lines=(10, 20), quotes=())
    other = article(id=ArticleId("a2"), path="a.txt", quotes=())
    assert written(article(), later, other) == written(other, later, article())
    assert [(r["path"], r["lines"][0]) for r in written(later, article(), other)] == [
        ("a.txt", 1),
        ("b.txt", 1),
        ("b.txt", 10),
    ]


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (quote(text="慢一点。", spans=((0, 4),)), "not what stands at its place"),
        (quote(selector=Selector(prefix="她说", exact="慢一点。", suffix="”")), "selector is not found"),
        (quote(selector=Selector(prefix="", exact="慢", suffix="一点。")), "does not hold its text"),
        (quote(spans=()), "not what stands at its place"),
        (quote(joins=QuoteId("q9")), "points to q9"),
        (quote(highlights=((0, 99),)), "highlight lies outside"),
    ],
)
def test_a_broken_promise_is_never_written(broken: Quote, complaint: str) -> None:
    out = io.BytesIO()
    with pytest.raises(CannotGoOn, match=complaint) as told:
        write_jsonl([article(quotes=(broken,))], out)
    assert str(told.value).startswith("b.txt:5 [error] contract: quote q0")
    assert out.getvalue() == b""


def test_one_id_twice_is_a_fault() -> None:
    assert [fault.message for fault in faults([article(quotes=(quote(), quote()))])] == [
        "quote q0 (cue_before): its id is given twice"
    ]
    assert "the id a0 is given twice" in [
        fault.message for fault in faults([article(quotes=()), article(path="c.txt", quotes=())])
    ]
