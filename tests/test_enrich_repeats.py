"""The same words twice, and the day when something was said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus_site.authority import Authority
from corpus_site.enrich import enrich
from corpus_site.model import Article, Event, PartialDate, Quote, Speaker
from enrich_records import AUTHORITY, Making, speaker

SAM = speaker("Sam Altman")
LONG = "对我来说，这似乎是我听过的最重要的知识，规模越大越好，而且变得可以预测。其他人不明白，我完全疯了吗？"
OTHER = "能源和人工智能是我长期以来最感兴趣的两件事，核聚变的进展让我非常兴奋，太阳能加储能也应该做得更多。"
HOST = speaker("主持人", type="role")


def pulled(words: str, *, who: Speaker | None = SAM) -> tuple[Article, Quote]:
    made = (
        Making()
        .quote(who, words, f"金句：{words}", "pull")
        .turn(HOST, "请讲。")
        .turn(SAM, OTHER)
        .turn(SAM, f"嗯，{LONG}就这样。")
    )
    article = enrich([made.done()], AUTHORITY).articles[0]
    return article, article.quotes[0]


@pytest.mark.parametrize(
    "words",
    [
        LONG,
        "對我來說，這似乎是我聽過的最重要的知識，規模越大越好",  # another script
        "（谈到规模）这似乎是我听过的最重要的知识；规模越大越好，并且可以预测。",  # small differences, a remark in front
        "对我来说，这似乎是我听过的最重要的知识。其他人不明白，我完全疯了吗？",  # a part left out
    ],
)
def test_a_highlight_points_to_the_turn_it_repeats(words: str) -> None:
    article, pull = pulled(words)
    assert pull.repeats == article.quotes[3].id


def test_a_highlight_marks_the_stretch_it_repeats() -> None:
    article, _ = pulled("规模越大越好，而且变得可以预测。")
    turn = article.quotes[3]
    assert [turn.text[a:b] for a, b in turn.highlights] == ["规模越大越好，而且变得可以预测。"]


def test_a_highlight_joins_the_bold_that_is_there() -> None:
    made = (
        Making()
        .quote(SAM, "规模越大越好，而且变得可以预测", "规模越大越好，而且变得可以预测", "pull")
        .turn(SAM, LONG)
        .done()
    )
    start = LONG.index("规模")
    bold = replace(made.quotes[1], highlights=((0, 3), (start, start + 4)))
    article = enrich([replace(made, quotes=(made.quotes[0], bold))], AUTHORITY).articles[0]
    assert [LONG[a:b] for a, b in article.quotes[1].highlights] == ["对我来", "规模越大越好，而且变得可以预测。"]


def test_a_highlight_of_nothing_is_left_alone() -> None:
    article, pull = pulled("教育的未来在每一个学生的手里，不在机器里。")
    assert pull.repeats is None
    assert all(not quote.highlights for quote in article.quotes)


def test_highlights_never_point_to_highlights() -> None:
    made = Making().quote(SAM, LONG, LONG, "pull").quote(SAM, LONG, "再印一次：" + LONG, "pull").turn(SAM, LONG)
    article = enrich([made.done()], AUTHORITY).articles[0]
    assert [quote.repeats for quote in article.quotes] == [article.quotes[2].id] * 2 + [None]


def reprint(path: str, text: str, who: Speaker = SAM, published: str | None = None) -> Article:
    return Making(path, path, published).turn(who, text).done()


def test_of_a_reprint_the_earlier_leads() -> None:
    changed = LONG.replace("，", "、").replace("知识", "智识")
    corpus = enrich(
        [reprint("a.txt", changed, published="2024-05"), reprint("b.txt", LONG, published="2023-05")], AUTHORITY
    )
    first, second = (article.quotes[0] for article in corpus.articles)
    assert (first.repeats, second.repeats) == (second.id, None)


def test_the_fuller_leads_before_the_earlier() -> None:
    corpus = enrich(
        [reprint("a.txt", LONG[:40], published="2020"), reprint("b.txt", LONG + OTHER, published="2024")], AUTHORITY
    )
    first, second = (article.quotes[0] for article in corpus.articles)
    assert (first.repeats, second.repeats) == (second.id, None)


def test_three_copies_have_one_leader_and_no_chain() -> None:
    copies = [reprint(f"{n}.txt", text) for n, text in enumerate((LONG, LONG + "是的。", "嗯，" + LONG))]
    quotes = [article.quotes[0] for article in enrich(copies, AUTHORITY).articles]
    leaders = {quote.repeats for quote in quotes} - {None}
    assert len(leaders) == 1
    assert sum(quote.repeats is None for quote in quotes) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG, OTHER),
        (
            "非常感谢你今天的到来，我们很高兴。",
            "非常感谢你今天的到来，我们很高兴。",
        ),  # too short to be more than chance
        (
            LONG,
            "我听过的最重要的知识是：创业公司应该早些发布自己的产品，因为用户才知道什么有用，别的都是想象出来的东西。",
        ),
    ],
)
def test_near_misses(one: str, other: str) -> None:
    corpus = enrich([reprint("a.txt", one), reprint("b.txt", other)], AUTHORITY)
    assert [quote.repeats for article in corpus.articles for quote in article.quotes] == [None, None]


def test_words_of_two_known_people_are_not_one_quote() -> None:
    corpus = enrich([reprint("a.txt", LONG), reprint("b.txt", LONG, speaker("Greg Brockman"))], AUTHORITY)
    assert [quote.repeats for article in corpus.articles for quote in article.quotes] == [None, None]


def test_long_words_given_to_two_known_people_are_told_as_disputed() -> None:
    corpus = enrich(
        [reprint("a.txt", LONG + OTHER), reprint("b.txt", LONG + OTHER, speaker("Greg Brockman"))], AUTHORITY
    )
    assert sum(article.quotes[0].repeats is not None for article in corpus.articles) == 1
    assert [(p.rule, p.level) for p in corpus.problems] == [("two-speakers", "warning")]


def printing(path: str, *answers: str) -> Article:
    made = Making("访谈", path).prose("引言。" + OTHER)
    for number, answer in enumerate(answers):
        made.turn(HOST, f"第{number}个问题：{LONG[number:]}").turn(SAM, answer)
    return made.done()


def test_short_answers_repeat_where_the_whole_interview_does() -> None:
    one = printing("a.txt", "是的。", "我不知道。", "好。", "也许吧。")
    other = printing("b.txt", "是的。", "我不知道啊。", "好。", "完全不同的一句话。")
    first, second = enrich([one, other], AUTHORITY).articles
    answers = [quote for quote in second.quotes if quote.speaker and quote.speaker.id]
    by_id = {quote.id: quote.text for quote in first.quotes}
    assert [by_id.get(quote.repeats or "") for quote in answers] == ["是的。", "我不知道。", "好。", None]
    assert [quote.likeness for quote in answers] == ["identical", "variant", "identical", None]


def test_short_answers_of_two_interviews_do_not_repeat() -> None:
    other = Making("另一篇", "b.txt").prose("引言。").turn(HOST, "别的问题？").turn(SAM, "是的。").done()
    corpus = enrich([printing("a.txt", "是的。"), other], AUTHORITY)
    assert [quote.repeats for article in corpus.articles for quote in article.quotes] == [None] * 4


def test_long_turns_with_a_few_changes_are_found() -> None:
    text = "".join(f"第{n}点，{LONG}{OTHER}" for n in range(12))
    changed = "".join("某" if n % 33 == 0 else c for n, c in enumerate(text))
    corpus = enrich([reprint("a.txt", text), reprint("b.txt", changed)], AUTHORITY)
    assert sum(article.quotes[0].repeats is not None for article in corpus.articles) == 1


DAY = PartialDate(edtf="2023-06-05", basis="stated", evidence="6月5日")


def said(article: Article) -> list[str | None]:
    return [quote.said.edtf if quote.said else None for quote in enrich([article], Authority()).articles[0].quotes]


def talk(*events: Event, intro: str = "引言。") -> Article:
    made = (
        Making(published="2024-01-01")
        .prose(intro)
        .quote(speaker("Geoffrey Hinton"), "破茧成蝶", "Hinton 说：“破茧成蝶”")
    )
    return made.turn(HOST, "请讲。").turn(SAM, LONG).quote(SAM, "好吧", "他后来又说：“好吧”").done(events=events)


def test_turns_have_the_day_of_the_one_event() -> None:
    assert said(talk(Event(name="特拉维夫大学对谈", date=DAY))) == [None, "2023-06-05", "2023-06-05", "2023-06-05"]


@pytest.mark.parametrize(
    "article",
    [
        talk(),  # the day of publication proves nothing
        talk(Event(name="甲", date=DAY), Event(name="乙", date=DAY)),
        talk(Event(name="公开发表", date=DAY)),
        talk(Event(name="SXSW 大会", date=DAY), intro="此前，在 SXSW 以及与王先生的两场对话中，他谈了很多。"),
    ],
)
def test_no_day_is_made_up(article: Article) -> None:
    assert said(article) == [None] * 4


def test_news_without_turns_has_the_day_of_its_one_event() -> None:
    article = (
        Making()
        .quote(SAM, "我们支持监管", "5月16日听证会上，Altman 说：“我们支持监管”")
        .done(events=(Event(name="听证会", date=DAY),))
    )
    assert said(article) == ["2023-06-05"]
