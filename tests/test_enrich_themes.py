"""Themes: terms, near-terms, context, small talk; keywords."""

from __future__ import annotations

import pytest

from corpus_site.authority import Authority
from corpus_site.enrich import enrich
from corpus_site.model import Article, Term, Theme, ThemeHit, ThemeId
from enrich_records import Making, speaker


def theme(name: str, terms: dict[str, float], near: tuple[str, ...] = ()) -> Theme:
    listed = tuple(Term(text=text, weight=weight) for text, weight in terms.items())
    return Theme(id=ThemeId(name), name=name, definition="", terms=listed, near=near)


THEMES = Authority(
    themes=(
        theme("scaling", {"规模法则": 3, "scaling law": 3, "规模": 1, "模型": 0.5}),
        theme("safety", {"对齐": 2, "安全": 1, "风险": 1, "alignment": 3}, near=("左对齐", "风险投资", "无风险")),
        theme("energy", {"能源": 3, "核聚变": 3}),
        theme("images", {"图像": 2}),
        theme("chips", {"晶片": 2, "芯片": 2}),
    )
)


def hits(text: str, question: str = "", heading: str = "") -> tuple[ThemeHit, ...]:
    made = Making()
    if heading:
        made.heading(heading)
    if question:
        made.turn(speaker("甲某"), question)
    made.turn(speaker("乙某"), text)
    return enrich([made.done()], THEMES).articles[0].quotes[-1].themes


def ids(text: str, question: str = "", heading: str = "") -> list[str]:
    return [hit.id for hit in hits(text, question, heading)]


@pytest.mark.parametrize(
    "text", ["我们相信规模法则。", "我們相信規模法則。", "Scaling laws 有效。", "SCALING LAW 有效。"]
)
def test_a_strong_term_is_enough_in_any_script_and_case(text: str) -> None:
    assert ids(text) == ["scaling"]


def test_the_words_that_fired_are_kept_as_printed() -> None:
    (hit,) = hits("規模法則就是 Scaling Law，模型會變大。")
    assert hit.terms == ("Scaling Law", "規模法則", "模型")
    assert 0 < hit.score < 1


def test_taiwan_words_are_terms_of_their_own() -> None:
    assert ids("這種晶片很貴。") == ["chips"]


@pytest.mark.parametrize(
    "text",
    [
        "文字要左对齐。",
        "一位做风险投资的朋友谈安排，无风险。",
        "它并非试图像快速致富那样。",  # 图像 across two words
        "unalignmented 不是一个词。",
        "有一点风险。",  # one hint is no theme
        "谢谢邀请。",
        "人。",
    ],
)
def test_near_misses(text: str) -> None:
    assert ids(text) == []


def test_a_near_term_hides_only_its_own_words() -> None:
    assert ids("左对齐不是模型的对齐。") == ["safety"]


def test_two_hints_make_a_theme() -> None:
    assert ids("安全有风险。") == ["safety"]


def test_context_helps_but_never_decides() -> None:
    assert ids("这里有一点风险。", question="你怎么看安全？风险大吗？") == []
    assert ids("安全总比风险好。", heading="对齐与安全")[:1] == ["safety"]
    assert hits("安全总比风险好。", heading="对齐与安全")[0].score > hits("安全总比风险好。")[0].score
    assert ids("好的，谢谢。", question="你怎么看规模法则？", heading="规模法则") == []


def test_the_terms_of_the_context_are_not_shown_as_the_quotes_own() -> None:
    (hit,) = hits("安全总比风险好。", heading="对齐")
    assert hit.terms == ("安全", "风险")


def test_at_most_three_themes_and_the_strongest_first() -> None:
    assert ids("能源、核聚变，图像、图像，芯片，规模法则 scaling law，对齐 alignment。") == [
        "energy",
        "scaling",
        "safety",
    ]


def test_a_long_text_needs_more_than_a_word_in_passing() -> None:
    assert ids("话。" * 20 + "图像很好。") == ["images"]
    assert ids("这是别的话题，说了很久很久。" * 200 + "图像很好。") == []


def article(text: str, title: str = "标题", path: str = "a.txt") -> Article:
    return Making(title, path).prose(text).done()


def test_an_article_has_themes_of_its_title_and_body() -> None:
    corpus = enrich([article("核聚变与能源。" * 5, title="规模法则")], THEMES)
    assert [hit.id for hit in corpus.articles[0].themes] == ["energy", "scaling"]


def test_keywords_are_frequent_here_and_rare_elsewhere() -> None:
    texts = ["碳捕获需要能源，碳捕获很贵。能源不便宜。我们觉得可以。", "芯片很贵，我们觉得芯片可以。工厂造芯片。"]
    corpus = enrich([article(text, path=f"{n}.txt", title=str(n)) for n, text in enumerate(texts)], Authority())
    assert corpus.articles[0].keywords[0] in ("捕获", "碳捕获", "能源")
    assert corpus.articles[1].keywords == ("芯片",)


def test_keywords_are_no_names_of_people() -> None:
    made = Making().turn(speaker("Greg Brockman"), "Greg Brockman 谈核聚变，Brockman 谈核聚变。").done()
    assert not {"greg", "brockman"} & set(enrich([made], Authority()).articles[0].keywords)
