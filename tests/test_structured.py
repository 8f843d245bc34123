"""Structured data: the right record for what is known, no word more, and nothing that could leave its element."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

import sample
from corpus_site.catalogue import Entry, catalogue
from corpus_site.generate import paths, structured
from corpus_site.generate.document import Document, parts_of, to_markdown
from corpus_site.generate.render import Renderer
from corpus_site.generate.views import Here, Site
from corpus_site.model import Article, ArticleId, Corpus, Person, PersonId, Quote, Work
from corpus_site.settings import Settings

RENDERER = Renderer(Path(__file__).parents[1] / "docs_templates")
ROOT = "https://example.org/x/"
EVIL = "</script><!--<script>]]>&lt;&\u2028\u2029\x7f\ufffe\u202e{{ x }}"


def site_of(corpus: Corpus, url: str = ROOT) -> Site:
    return Site(catalogue(corpus, Settings(site_url=url)), RENDERER)


def record_of(site: Site, quote: Quote) -> dict[str, Any]:
    return structured.quotation(Here(site, paths.quote_page(quote.id)), site.catalogue.entries[quote.id])


def only(kind: str = "direct", url: str = ROOT, **changes: Any) -> dict[str, Any]:
    """Give the record of the one quote of an article."""
    draft = sample.Draft("一句", [("paragraph", "甲一。")])
    draft.quote(kind, "甲一。", **{"speaker": sample.LI, **changes})  # type: ignore[arg-type]
    corpus = replace(sample.corpus(), articles=(draft.article(published=sample.date("2024-05")),))
    return record_of(site_of(corpus, url), draft.quotes[0])


def test_a_quotation() -> None:
    quote = sample.interview().quotes[1]
    article = f"{ROOT}articles/{sample.interview().id}/"
    assert record_of(site_of(sample.corpus()), quote) == {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "@id": f"{ROOT}q/{quote.id}/",
        "url": f"{ROOT}q/{quote.id}/",
        "text": quote.text,
        "inLanguage": "zh-Hans",
        "creator": {
            "@type": "Person",
            "@id": f"{ROOT}people/li-ming/",
            "name": "李明",
            "alternateName": ["Li Ming"],
            "sameAs": ["https://example.org/Li"],
            "jobTitle": "研究员",
        },
        "isPartOf": {
            "@type": "Article",
            "@id": article,
            "headline": "规模之后",
            "url": "https://example.com/a?b=1&c=2",
            "datePublished": "2024-05-20",
            "publisher": {"@type": "Organization", "name": "新智评论", "url": "https://example.com/"},
            "author": [{"@type": "Person", "name": "张三"}, {"@type": "Person", "name": "李四"}],
        },
        "recordedIn": {"@type": "Event", "name": "座谈会", "startDate": "2024-05-18"},
        "dateCreated": "2024-05-18",
        "datePublished": "2024-05-20",
        "about": [
            {"@type": "DefinedTerm", "@id": f"{ROOT}themes/scale/", "name": "规模法则"},
            {"@type": "DefinedTerm", "@id": f"{ROOT}themes/data/", "name": "数据"},
        ],
        "creditText": "李明（研究员） · 2024-05-18 · 《规模之后》 · 新智评论",
    }


def test_a_split_quotation_of_a_translation() -> None:
    record = record_of(site_of(sample.corpus()), sample.news().quotes[0])
    assert record["text"] == "一切都变了，但还来得及。"
    assert record["translator"] == [{"@type": "Person", "name": "小小"}]
    assert "datePublished" not in record  # its year is inferred: not for sure


def test_without_an_address_all_is_relative_to_the_page() -> None:
    record = only(url="")
    assert record["@id"] == record["url"] and record["@id"].startswith("../../q/")
    assert record["creator"]["@id"] == "../../people/li-ming/"
    assert record["isPartOf"]["url"].startswith("../../articles/")


@pytest.mark.parametrize(
    ("changes", "creator", "claim"),
    [
        ({}, True, None),
        ({"confidence": "medium"}, True, None),
        ({"confidence": "low"}, False, "待考"),
        ({"status": "disputed"}, True, "有争议"),
        ({"status": "misattributed"}, False, "误归"),
        ({"speaker": None}, False, None),
    ],
)
def test_who_said_it_is_stated_only_where_that_stands(
    changes: dict[str, Any], creator: bool, claim: str | None
) -> None:
    record = only(**changes)
    assert ("creator" in record) == creator
    assert record.get("subjectOf", {}).get("creativeWorkStatus") == claim
    if claim:
        assert record["subjectOf"]["@type"] == "Claim" and claim in record["creditText"]


def test_organisations_roles_unknown_people_and_works() -> None:
    assert only(speaker=sample.BANK)["creator"] == {
        "@type": "Organization",
        "@id": f"{ROOT}people/bank/",
        "name": "某银行",
    }
    assert only(speaker=sample.ASKER)["creator"] == {"@type": "Person", "name": "采访者"}
    known = replace(sample.ZHAO, names=("赵某", "小赵"), role="学生")
    assert only(speaker=known)["creator"] == {
        "@type": "Person",
        "name": "小赵",
        "alternateName": ["赵某"],
        "jobTitle": "学生",
    }
    record = only(speaker=None, work=Work(title="离骚", url="javascript:alert(1)"))
    assert record["isBasedOn"] == {"@type": "CreativeWork", "name": "离骚"}
    assert record["creditText"].startswith("《离骚》 · ")


def test_an_article() -> None:
    site = site_of(sample.corpus())
    one = sample.interview()
    record = structured.article(Here(site, paths.article_page(one.id)), one)
    assert record["@type"] == "Article" and record["headline"] == "规模之后"
    assert record["mainEntityOfPage"] == record["@id"] == f"{ROOT}articles/{one.id}/"
    assert record["mentions"] == [
        {"@type": "Person", "@id": f"{ROOT}people/{name}/", "name": words}
        for name, words in (("li-ming", "李明"), ("wang-fang", "王芳"))
    ]
    bare = Article(id=ArticleId("a00000000"), path="a.txt", lines=(1, 1), sha256="0", title="")
    assert set(structured.article(Here(site, paths.article_page(bare.id)), bare)) == {
        "@context", "@type", "@id", "headline", "url", "mainEntityOfPage", "inLanguage",
    }  # fmt: skip


def test_people_and_other_things_with_a_record() -> None:
    here = Here(site_of(sample.corpus()), paths.person_page(PersonId("li-ming")))
    assert structured.person(here, sample.PEOPLE[0]) == {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": f"{ROOT}people/li-ming/",
        "url": f"{ROOT}people/li-ming/",
        "name": "李明",
        "alternateName": ["Li Ming"],
        "sameAs": ["https://example.org/Li"],
        "description": "研究员。",
        "jobTitle": "所长",
    }
    types = {"organisation": "Organization", "product": "Product", "work": "CreativeWork"}
    for kind, name in types.items():
        thing = Person(id=PersonId("x"), type=kind, name="某", roles=sample.PEOPLE[0].roles)  # type: ignore[arg-type]
        assert structured.person(here, thing)["@type"] == name
        assert "jobTitle" not in structured.person(here, thing)


class Element(HTMLParser):
    """Reads what a browser takes for the inside of the one element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.inside += data


@given(some.text())
@example(EVIL)
@example("".join(sample.HOSTILE))
def test_any_text_comes_back_and_none_ends_the_element(text: str) -> None:
    html = structured.script({"text": text, text: [text]})
    seen = Element(html)
    assert seen.tags == ["script"]
    assert json.loads(seen.inside) == {"text": text, text: [text]}
    assert not set(seen.inside) & set("<>&\n\u2028\u2029\x7f")
    page = f"<div>{html}</div>"
    written = to_markdown(Document("a.md", "题", "", (page,)))
    assert parts_of(written.partition("\n---\n\n")[2]) == (page,)


def test_half_a_character_does_not_stop_the_build() -> None:
    assert json.loads(Element(structured.script({"text": "甲\ud800乙<"})).inside) == {"text": "甲?乙<"}


def test_a_hostile_corpus_gives_harmless_records() -> None:
    site = site_of(sample.corpus())
    entries: list[Entry] = list(site.catalogue.entries.values())
    for entry in entries:
        html = structured.script(structured.quotation(Here(site, paths.quote_page(entry.quote.id)), entry))
        assert html.count("<") == 2 and '"javascript:' not in html
