"""The indexes agree with the records, both ways, whatever the order of the input."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sample
from corpus_site.catalogue import Catalogue, catalogue
from corpus_site.model import Corpus, PersonId, ThemeId
from corpus_site.settings import Settings


@pytest.fixture(scope="module")
def index() -> Catalogue:
    return catalogue(sample.corpus(), Settings())


def test_articles_come_newest_first_and_the_undated_last(index: Catalogue) -> None:
    assert [article.path for article in index.articles.values()] == ["a/interview.txt", "b/news.txt", "c/<b>.txt"]


def test_repeats_and_later_parts_are_not_listed_twice(index: Catalogue) -> None:
    wang = index.quotes_of_person[PersonId("wang-fang")]
    assert [entry.quote.text for entry in wang] == ["我不同意。\n\n规模不是全部。", "一切都变了，"]
    assert [part.text for part in wang[1].parts] == ["但还来得及。"]
    assert len(wang[0].repeated_by) == 1
    assert not index.entries[wang[0].repeated_by[0]].listed


def test_a_later_part_gives_its_themes_to_the_whole(index: Catalogue) -> None:
    (entry,) = index.quotes_of_theme[ThemeId("hope")]
    assert entry.quote.text == "一切都变了，"


def test_what_somebody_said_on_a_theme_comes_in_the_order_of_time(index: Catalogue) -> None:
    for (person, theme), entries in index.quotes_of_person_on_theme.items():
        assert [entry.quote.id for entry in entries] == [
            entry.quote.id
            for entry in reversed(index.quotes_of_person[person])
            if entry in index.quotes_of_theme[theme]
        ]
    assert index.quotes_of_person_on_theme.keys() >= {(PersonId("wang-fang"), ThemeId("hope"))}


def test_a_sub_theme_counts_for_the_theme_above_it() -> None:
    corpus = sample.corpus()
    above = replace(corpus.themes[0], id=ThemeId("above"), name="上级")
    themes = (*(replace(theme, parent=ThemeId("above")) for theme in corpus.themes), above)
    found = catalogue(replace(corpus, themes=themes), Settings()).quotes_of_theme[ThemeId("above")]
    assert {entry.quote.text for entry in found} >= {"一切都变了，"}


def test_a_quote_is_dated_by_its_saying_else_by_the_publication(index: Catalogue) -> None:
    li = index.quotes_of_person[PersonId("li-ming")][0]
    assert (li.date and li.date.edtf, li.spoken) == ("2024-05-18", True)
    wang = index.quotes_of_person[PersonId("wang-fang")][1]
    assert (wang.date and wang.date.edtf, wang.spoken) == ("2023-06-03?", False)


def test_publishers_find_their_record_and_others_get_a_bare_one(index: Catalogue) -> None:
    names = {index.sources[name].name for name in index.sources}
    assert names == {"新智评论", "<b>报</b>"}
    assert [a.path for a in index.articles_of_source[None]] == ["b/news.txt"]


def test_events_and_publications_stand_apart(index: Catalogue) -> None:
    assert [(m.kind, m.date.edtf, m.name, m.quotes) for m in index.timeline] == [
        ("publication", "2023-06-03?", "", 3),
        ("event", "2024-05-18", "座谈会", 2),
        ("publication", "2024-05-20", "", 5),
    ]


def test_what_nobody_decided_is_gathered_worst_first(index: Catalogue) -> None:
    review = index.review
    assert [problem.level for problem in review.problems] == ["error", "warning"]
    assert (review.speakers[0].name, len(review.speakers[0].entries)) == ("小赵", 2)
    assert [entry.quote.text for entry in review.quotes] == ["你疯了。"]
    assert [(event, date.edtf) for _, event, date in review.dates] == [("", "2023-06-03?")]
    assert [repair.was for _, repair in review.repairs] == ["?蔽曳浅?"]


def test_a_person_who_is_only_named_has_the_articles(index: Catalogue) -> None:
    (appearance,) = index.articles_of_person[PersonId("quiet")]
    assert (appearance.article.path, appearance.quotes, appearance.mentions) == ("a/interview.txt", 0, 2)


def test_companions_count_articles_both_ways(index: Catalogue) -> None:
    assert dict(index.companions[PersonId("wang-fang")]) == {"li-ming": 1, "bank": 1}
    assert dict(index.companions[PersonId("li-ming")]) == {"wang-fang": 1}


def test_a_withdrawn_quote_is_in_no_list() -> None:
    whole = sample.corpus()
    first = whole.articles[0]
    quotes = (first.quotes[0], replace(first.quotes[1], status="withdrawn"), *first.quotes[2:])
    index = catalogue(replace(whole, articles=(replace(first, quotes=quotes),)), Settings())
    assert PersonId("li-ming") not in index.quotes_of_person


def test_a_reference_to_an_unknown_theme_or_person_is_passed_over() -> None:
    bare = replace(sample.corpus(), people=(), themes=())
    index = catalogue(bare, Settings())
    assert (index.quotes_of_person, index.quotes_of_theme, index.neighbours) == ({}, {}, {})


def test_the_order_of_the_input_does_not_matter() -> None:
    whole = sample.corpus()
    turned = Corpus(
        articles=whole.articles[::-1],
        people=whole.people[::-1],
        themes=whole.themes,
        sources=whole.sources,
        problems=whole.problems,
    )
    one, two = catalogue(whole, Settings()), catalogue(turned, Settings())
    assert list(one.articles) == list(two.articles)
    assert one.quotes_of_person == two.quotes_of_person
    assert one.timeline == two.timeline
    assert one.review == two.review
