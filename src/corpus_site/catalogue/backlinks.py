"""What points at what: sentences that name somebody, articles that another one links to, articles close to each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from corpus_site.catalogue.records import Citation, Entry
from corpus_site.enrich.matching import Finder, level, longest
from corpus_site.model import Article, ArticleId, Person, PersonId, Quote, QuoteId

NEAR = 6  # articles listed as close to one
_END = re.compile(r"[。！？!?…]+[”’」』）)\]]*|\n+")
_REPEATED, _ALIKE = 3, 1  # what a quote that two articles share counts for, and one that is close to the other's


def sentence_around(text: str, start: int, end: int) -> str:
    """Cut the sentence that holds a stretch out of a text.

    >>> sentence_around("甲。乙说丙好！丁。", 3, 4)
    '乙说丙好！'
    """
    first, last = 0, len(text)
    for mark in _END.finditer(text):
        if mark.end() <= start:
            first = mark.end()
        elif mark.start() >= end:
            last = mark.end()
            break
    return " ".join(text[first:last].split())


def said_about(
    articles: Iterable[Article], of_article: Mapping[ArticleId, tuple[Entry, ...]], people: Mapping[PersonId, Person]
) -> dict[PersonId, tuple[Citation, ...]]:
    """Collect for everybody the sentences of other people's quotes that name them, in the order of the articles.

    A form counts where the enricher met it as a name in this article; of two forms the longer one.
    """
    found: dict[PersonId, list[Citation]] = defaultdict(list)
    for article in articles:
        entries = of_article.get(article.id, ())
        owners = {
            level(form): one.id
            for one in (*article.people, *article.things)
            if one.id is not None and one.id in people
            for form in (one.name, *one.names)
            if len(form) > 1
        }
        if not entries or not owners:
            continue
        finder = Finder(owners)
        for entry in entries:
            for person, sentence in _named(entry.quote.text, finder, owners):
                if person != entry.speaker:
                    found[person].append(Citation(entry, sentence))
    return {person: tuple(citations) for person, citations in found.items()}


def _named(text: str, finder: Finder, owners: Mapping[str, PersonId]) -> Iterator[tuple[PersonId, str]]:
    """Give everybody whom a text names, each once, with the first sentence that does."""
    met: set[PersonId] = set()
    for hit in longest(finder.hits(level(text))):
        person = owners[hit.word]
        if person not in met:
            met.add(person)
            yield person, sentence_around(text, hit.start, hit.end)


def linked_from(articles: Iterable[Article]) -> dict[ArticleId, tuple[tuple[Article, str], ...]]:
    """Find the articles whose text links to another article's source, with the sentence that does."""
    articles = list(articles)
    by_address = {_bare(article.url): article.id for article in articles if article.url}
    found: dict[ArticleId, dict[ArticleId, tuple[Article, str]]] = defaultdict(dict)
    for article in articles:
        for block in article.blocks:
            for mark in block.marks:
                there = by_address.get(_bare(mark.url)) if mark.url else None
                if there is not None and there != article.id:
                    found[there].setdefault(article.id, (article, sentence_around(article.body, *mark.span)))
        for reference in article.references:
            there = by_address.get(_bare(reference.url)) if reference.url else None
            if there is not None and there != article.id:
                found[there].setdefault(article.id, (article, reference.text))
    return {there: tuple(citing.values()) for there, citing in found.items()}


def _bare(url: str | None) -> str:
    """Make addresses comparable: without scheme, fragment and a stroke at the end."""
    return re.sub(r"^https?://(?:www\.)?", "", (url or "").partition("#")[0]).rstrip("/").lower()


def close_articles(entries: Mapping[QuoteId, Entry]) -> dict[ArticleId, tuple[ArticleId, ...]]:
    """Rank for every article those whose quotes repeat its quotes, or are on the same matter."""
    counts: dict[ArticleId, Counter[ArticleId]] = defaultdict(Counter)
    for entry in entries.values():
        here = entry.article.id
        for other, weight in _pointed_at(entry.quote):
            there = entries[other].article.id if other in entries else here
            if there != here:
                counts[here][there] += weight
                counts[there][here] += weight
    return {
        here: tuple(sorted(near, key=lambda there: (-near[there], there))[:NEAR])
        for here, near in sorted(counts.items())
    }


def _pointed_at(quote: Quote) -> Iterator[tuple[QuoteId, int]]:
    if quote.repeats is not None:
        yield quote.repeats, _REPEATED
    yield from ((other, _ALIKE) for other in (*quote.perhaps, *quote.related))


def neighbours_in_article(entries: Iterable[Entry]) -> dict[QuoteId, tuple[Entry | None, Entry | None]]:
    """Give for every quote of one article the one before it and the one after it."""
    row = [None, *entries, None]
    return {
        here.quote.id: (before, after)
        for (before, here), (_, after) in zip(pairwise(row), pairwise(row[1:]), strict=False)
        if here is not None
    }
