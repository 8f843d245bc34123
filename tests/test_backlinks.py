"""What points at what: sentences that name somebody, articles that link to an article, articles close to each other."""

from __future__ import annotations

from dataclasses import replace

import sample
from corpus_site.catalogue import Catalogue, catalogue
from corpus_site.catalogue.backlinks import (
    close_articles,
    linked_from,
    neighbours_in_article,
    said_about,
    sentence_around,
)
from corpus_site.model import ArticlePerson, PersonId, Reference
from corpus_site.settings import Settings


def index() -> Catalogue:
    return catalogue(sample.corpus(), Settings())


def test_the_sentence_around_a_name_ends_at_its_marks() -> None:
    text = "第一句。她说“李明是对的。”然后走了\n下一段"
    assert sentence_around(text, 8, 10) == "她说“李明是对的。”"
    assert sentence_around("没有句号的话", 2, 3) == "没有句号的话"


def test_others_who_name_somebody_are_told_and_nobody_cites_himself() -> None:
    found = index()
    article = found.articles[next(iter(found.articles))]
    entries = found.quotes_of_article[article.id]
    speakers = {entry.speaker for entry in entries}
    # Whatever stands in a quote, here its first two characters, is named in this article as somebody who does not speak.
    first = entries[0]
    quiet = ArticlePerson(id=PersonId("quiet"), name=first.quote.text[:2], names=(), mentions=1)
    own = replace(quiet, id=first.speaker)
    assert quiet.id not in speakers
    told = said_about([replace(article, people=(quiet,))], found.quotes_of_article, found.people)
    assert told[PersonId("quiet")][0].entry is first
    assert first.quote.text[:2] in told[PersonId("quiet")][0].sentence
    assert first.speaker not in said_about(
        [replace(article, people=(own,))], found.quotes_of_article, found.people
    ) or all(
        one.entry.speaker != first.speaker
        for one in said_about([replace(article, people=(own,))], found.quotes_of_article, found.people)[first.speaker]  # type: ignore[index]
    )


def test_an_article_that_links_to_another_is_told_there() -> None:
    one, two, *_ = sample.corpus().articles
    there = replace(one, url="https://www.example.org/talk/")
    here = replace(two, references=(Reference(text="演讲全文", url="http://example.org/talk#top"),))
    assert linked_from([there, here]) == {there.id: ((here, "演讲全文"),)}
    assert linked_from([replace(there, references=here.references)]) == {}, "not to itself"


def test_articles_are_close_through_their_quotes_both_ways() -> None:
    found = index()
    one, two = (
        next(e for e in found.entries.values() if e.article.path == path) for path in ("a/interview.txt", "b/news.txt")
    )
    related = replace(one, quote=replace(one.quote, related=(two.quote.id,)))
    close = close_articles({**found.entries, one.quote.id: related})
    assert close == {one.article.id: (two.article.id,), two.article.id: (one.article.id,)}
    own = replace(one, quote=replace(one.quote, related=(found.quotes_of_article[one.article.id][1].quote.id,)))
    assert close_articles({**found.entries, one.quote.id: own}) == {}, "not to itself"


def test_every_quote_has_its_neighbours() -> None:
    found = index()
    entries = [found.entries[quote.id] for quote in sample.interview().quotes]
    beside = neighbours_in_article(entries)
    assert [beside[entry.quote.id] for entry in entries] == list(
        zip([None, *entries[:-1]], [*entries[1:], None], strict=True)
    )
    assert neighbours_in_article([]) == {}
