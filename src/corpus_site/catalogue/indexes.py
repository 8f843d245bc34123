"""The indexes that look at whole articles: sources, appearances, the timeline, and what is open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from corpus_site.catalogue.records import Appearance, Entry, Moment, Review, Unknown
from corpus_site.edtf import date_key
from corpus_site.fold import fold
from corpus_site.model import Article, ArticleId, Corpus, Person, PersonId, Source, SourceId
from corpus_site.problems import worst_first


def source_id(name: str) -> SourceId:
    """Make an id for a publisher that no record names, from its folded name.

    >>> source_id("科创板日报") == source_id("科創板日報")
    True
    """
    return SourceId("s" + blake2b(fold(name).encode(), digest_size=5).hexdigest())


def join_sources(
    records: Iterable[Source], articles: Iterable[Article]
) -> tuple[dict[SourceId, Source], dict[ArticleId, SourceId]]:
    """Join publishers, as printed, to their records; a publisher without one gets a bare one."""
    sources = {source.id: source for source in records}
    by_name = {fold(name): source.id for source in sources.values() for name in (*source.names, source.name)}
    of_article: dict[ArticleId, SourceId] = {}
    for article in articles:
        key = fold(article.publisher or "")
        if article.publisher is None or not key:
            continue
        if key not in by_name:
            bare = Source(id=source_id(article.publisher), name=article.publisher)
            sources[bare.id] = bare
            by_name[key] = bare.id
        of_article[article.id] = by_name[key]
    return {name: sources[name] for name in sorted(sources)}, of_article


def appearances(
    articles: Iterable[Article], of_article: Mapping[ArticleId, tuple[Entry, ...]], people: Mapping[PersonId, Person]
) -> dict[PersonId, tuple[Appearance, ...]]:
    found: dict[PersonId, list[Appearance]] = defaultdict(list)
    for article in articles:
        quotes = Counter(entry.speaker for entry in of_article.get(article.id, ()))
        mentions = {one.id: one.mentions for one in (*article.people, *article.things)}
        everybody = {*quotes, *mentions}
        for person in sorted(name for name in everybody if name is not None and name in people):
            found[person].append(Appearance(article, quotes[person], mentions.get(person, 0)))
    return {person: tuple(appearances) for person, appearances in found.items()}


def together(
    articles: Iterable[Article], of_article: Mapping[ArticleId, tuple[Entry, ...]], people: Mapping[PersonId, Person]
) -> Iterable[tuple[PersonId, PersonId]]:
    for article in articles:
        speakers = {entry.speaker for entry in of_article.get(article.id, ())}
        known = sorted(speaker for speaker in speakers if speaker is not None and speaker in people)
        yield from ((a, b) for a in known for b in known if a != b)


def timeline(articles: Iterable[Article], of_article: Mapping[ArticleId, tuple[Entry, ...]]) -> tuple[Moment, ...]:
    """List events and publications by date; a day on which something was said counts as an event too."""
    moments: list[Moment] = []
    for article in articles:
        entries = of_article.get(article.id, ())
        said = Counter(entry.quote.said.edtf for entry in entries if entry.quote.said is not None)
        days = {entry.quote.said.edtf: entry.quote.said for entry in entries if entry.quote.said is not None}
        for event in article.events:
            moments.append(Moment("event", event.date, article, event.name, said.pop(event.date.edtf, 0)))
        moments.extend(Moment("event", days[edtf], article, "", count) for edtf, count in said.items())
        if article.published is not None:
            moments.append(Moment("publication", article.published, article, "", len(entries)))
    moments.sort(key=lambda m: (date_key(m.date), m.kind, m.article.id, m.name))
    return tuple(moments)


def review(corpus: Corpus, articles: Iterable[Article], listed: Iterable[Entry]) -> Review:
    unknown: dict[str, list[Entry]] = defaultdict(list)
    doubtful: list[Entry] = []
    for entry in listed:
        speaker = entry.quote.speaker
        if speaker is not None and speaker.id is None and speaker.type != "role":
            unknown[speaker.name].append(entry)
        if entry.quote.confidence == "low":
            doubtful.append(entry)
    names = sorted(unknown, key=lambda name: (-len(unknown[name]), name))
    problems = dict.fromkeys([*corpus.problems, *(p for article in articles for p in article.problems)])
    dates = [
        (article, name, date)
        for article in articles
        for name, date in [("", article.published), *((event.name, event.date) for event in article.events)]
        if date is not None and date.basis == "inferred"
    ]
    repairs = [(article, repair) for article in articles for repair in article.repairs if not repair.sure]
    return Review(
        problems=tuple(worst_first(list(problems))),
        speakers=tuple(Unknown(name, tuple(unknown[name])) for name in names),
        quotes=tuple(doubtful),
        dates=tuple(dates),
        repairs=tuple(repairs),
    )
