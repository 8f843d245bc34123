"""The corpus indexed once: by person, theme, year and source, both ways, so that a page only looks up.

Every index is made in one pass and holds tuples in a total order; nothing here compares all with all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Literal, TypeVar

from corpus_site.edtf import date_key, year_of
from corpus_site.fold import fold
from corpus_site.model import (
    Article,
    ArticleId,
    Corpus,
    PartialDate,
    Person,
    PersonId,
    Problem,
    Quote,
    QuoteId,
    Repair,
    Source,
    SourceId,
    Theme,
    ThemeHit,
    ThemeId,
)
from corpus_site.problems import worst_first
from corpus_site.settings import Settings

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One quote as lists show it: with its article, its date, and the printed parts that continue it."""

    quote: Quote
    article: Article
    order: int  # its place in the article
    parts: tuple[Quote, ...] = ()  # the rest of a quotation that a reporting clause splits
    date: PartialDate | None = None
    spoken: bool = False  # the date is the day it was said; else the article's publication
    listed: bool = True  # False: it repeats or continues another quote, or was withdrawn
    repeated_by: tuple[QuoteId, ...] = ()
    themes: tuple[ThemeHit, ...] = ()  # of all parts, the strongest first

    @property
    def speaker(self) -> PersonId | None:
        return None if self.quote.speaker is None else self.quote.speaker.id


@dataclass(frozen=True, slots=True)
class Appearance:
    """One person in one article: how many quotes, how often named."""

    article: Article
    quotes: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline: something happened or was said, or an article came out."""

    kind: Literal["event", "publication"]
    date: PartialDate
    article: Article
    name: str  # of the event; empty where the text only gives its day
    quotes: int  # said then, or printed then


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name or label of a speaker that has no record yet."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What nobody has decided yet."""

    problems: tuple[Problem, ...]
    speakers: tuple[Unknown, ...]
    quotes: tuple[Entry, ...]
    dates: tuple[tuple[Article, str, PartialDate], ...]  # with the name of the event, or ""
    repairs: tuple[tuple[Article, Repair], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything pages are made from.  Mappings give tuples; what is not there is an empty tuple."""

    corpus: Corpus
    settings: Settings
    articles: Mapping[ArticleId, Article]  # newest first, the undated last
    people: Mapping[PersonId, Person]
    themes: Mapping[ThemeId, Theme]
    sources: Mapping[SourceId, Source]
    entries: Mapping[QuoteId, Entry]
    articles_by_path: Mapping[str, tuple[Article, ...]]
    articles_of_source: Mapping[SourceId | None, tuple[Article, ...]]
    source_of_article: Mapping[ArticleId, SourceId]
    quotes_of_article: Mapping[ArticleId, tuple[Entry, ...]]
    quotes_of_person: Mapping[PersonId, tuple[Entry, ...]]
    quotes_of_theme: Mapping[ThemeId, tuple[Entry, ...]]
    articles_of_person: Mapping[PersonId, tuple[Appearance, ...]]
    articles_of_theme: Mapping[ThemeId, tuple[Article, ...]]
    themes_of_person: Mapping[PersonId, tuple[tuple[ThemeId, int], ...]]
    people_of_theme: Mapping[ThemeId, tuple[tuple[PersonId, int], ...]]
    companions: Mapping[PersonId, tuple[tuple[PersonId, int], ...]]  # with the number of articles together
    neighbours: Mapping[ThemeId, tuple[tuple[ThemeId, int], ...]]  # with the number of quotes on both
    timeline: tuple[Moment, ...]
    review: Review

    @property
    def listed(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries.values() if entry.listed)

    def article_years(self) -> dict[int | None, tuple[Article, ...]]:
        """Group the articles by their year of publication, newest first, None last."""
        return by_year(self.articles.values(), lambda article: article.published)


def by_year(values: Iterable[V], date_of: Callable[[V], PartialDate | None]) -> dict[int | None, tuple[V, ...]]:
    """Group by year, the newest year first and None last; the order inside a year is kept.

    >>> by_year([], lambda article: article.published)
    {}
    """
    groups: dict[int | None, list[V]] = defaultdict(list)
    for value in values:
        date = date_of(value)
        groups[None if date is None else year_of(date.edtf)].append(value)
    years = sorted(groups, key=lambda year: (year is None, -(year or 0)))
    return {year: tuple(groups[year]) for year in years}


def newest_first(values: Iterable[V], date_of: Callable[[V], PartialDate | None]) -> list[V]:
    """Sort by date, newest first, dates without a year last; equal dates keep their order.

    >>> a, b = (PartialDate(edtf=edtf, basis="stated", evidence="") for edtf in ("2023", "2024-05"))
    >>> [date and date.edtf for date in newest_first([a, None, b], lambda date: date)]
    ['2024-05', '2023', None]
    """
    groups: tuple[list[V], list[V]] = ([], [])
    for value in values:
        date = date_of(value)
        groups[date is None or year_of(date.edtf) is None].append(value)
    dated, undated = groups
    dated.sort(key=lambda value: date_key(date_of(value)), reverse=True)
    undated.sort(key=lambda value: date_key(date_of(value)))
    return dated + undated


def source_id(name: str) -> SourceId:
    """Make an id for a publisher that no record names, from its folded name.

    >>> source_id("科创板日报") == source_id("科創板日報")
    True
    """
    return SourceId("s" + blake2b(fold(name).encode(), digest_size=5).hexdigest())


def catalogue(corpus: Corpus, settings: Settings) -> Catalogue:
    """Index a corpus.

    >>> from corpus_site.settings import Settings
    >>> empty = catalogue(Corpus(articles=(), people=(), themes=(), sources=()), Settings())
    >>> len(empty.articles), empty.review.problems
    (0, ())
    """
    articles = newest_first(sorted(corpus.articles, key=lambda a: (a.path, a.lines, a.id)), lambda a: a.published)
    people = {person.id: person for person in sorted(corpus.people, key=lambda person: person.id)}
    themes = {theme.id: theme for theme in corpus.themes}
    entries = _with_repeats({entry.quote.id: entry for article in articles for entry in _entries(article, themes)})
    listed = [entry for entry in entries.values() if entry.listed]
    newest = newest_first(listed, lambda entry: entry.date)
    of_article = _group((entry.article.id, entry) for entry in listed)
    spoken = [(e.speaker, e) for e in newest if e.speaker in people]
    on_theme = [(hit.id, entry) for entry in newest for hit in entry.themes]
    sources, source_of_article = _sources(corpus.sources, articles)
    return Catalogue(
        corpus=corpus,
        settings=settings,
        articles={article.id: article for article in articles},
        people=people,
        themes=themes,
        sources=sources,
        entries=entries,
        articles_by_path=_group((article.path, article) for article in articles),
        articles_of_source=_group((source_of_article.get(article.id), article) for article in articles),
        source_of_article=source_of_article,
        quotes_of_article=of_article,
        quotes_of_person=_group((person, entry) for person, entry in spoken if person is not None),
        quotes_of_theme=_group(on_theme),
        articles_of_person=_appearances(articles, of_article, people),
        articles_of_theme=_group(
            (hit.id, article) for article in articles for hit in article.themes if hit.id in themes
        ),
        themes_of_person=_count((p, hit.id) for p, e in spoken if p for hit in e.themes),
        people_of_theme=_count((theme, e.speaker) for theme, e in on_theme if e.speaker and e.speaker in people),
        companions=_count(_together(articles, of_article, people)),
        neighbours=_count((a.id, b.id) for e in listed for a in e.themes for b in e.themes if a.id != b.id),
        timeline=_timeline(articles, of_article),
        review=_review(corpus, articles, listed),
    )


def _entries(article: Article, themes: Mapping[ThemeId, Theme]) -> list[Entry]:
    """Make the entries of one article; the later parts of a split quotation go to the first one."""
    known = {quote.id: quote for quote in article.quotes}
    first: dict[QuoteId, QuoteId] = {}
    parts: dict[QuoteId, list[Quote]] = defaultdict(list)
    for quote in article.quotes:
        before = quote.joins if quote.joins in known else None
        first[quote.id] = quote.id if before is None else first.get(before, before)
        if first[quote.id] != quote.id:
            parts[first[quote.id]].append(quote)
    return [
        Entry(
            quote=quote,
            article=article,
            order=order,
            parts=tuple(parts[quote.id]),
            date=quote.said or article.published,
            spoken=quote.said is not None,
            listed=first[quote.id] == quote.id and quote.status != "withdrawn",
            themes=_strongest(hit for q in (quote, *parts[quote.id]) for hit in q.themes if hit.id in themes),
        )
        for order, quote in enumerate(article.quotes)
    ]


def _strongest(hits: Iterable[ThemeHit]) -> tuple[ThemeHit, ...]:
    best: dict[ThemeId, ThemeHit] = {}
    for hit in hits:
        if hit.id not in best or hit.score > best[hit.id].score:
            best[hit.id] = hit
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.id)))


def _with_repeats(entries: dict[QuoteId, Entry]) -> dict[QuoteId, Entry]:
    """Take repeats off the lists and tell the repeated quote about them."""
    by_original = _group((e.quote.repeats, e.quote.id) for e in entries.values() if e.quote.repeats in entries)
    return {
        name: replace(e, listed=e.listed and e.quote.repeats not in entries, repeated_by=by_original.get(name, ()))
        for name, e in entries.items()
    }


def _sources(
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


def _appearances(
    articles: Iterable[Article], of_article: Mapping[ArticleId, tuple[Entry, ...]], people: Mapping[PersonId, Person]
) -> dict[PersonId, tuple[Appearance, ...]]:
    found: dict[PersonId, list[Appearance]] = defaultdict(list)
    for article in articles:
        quotes = Counter(entry.speaker for entry in of_article.get(article.id, ()))
        mentions = {person.id: person.mentions for person in article.people}
        everybody = {*quotes, *mentions}
        for person in sorted(name for name in everybody if name is not None and name in people):
            found[person].append(Appearance(article, quotes[person], mentions.get(person, 0)))
    return {person: tuple(appearances) for person, appearances in found.items()}


def _together(
    articles: Iterable[Article], of_article: Mapping[ArticleId, tuple[Entry, ...]], people: Mapping[PersonId, Person]
) -> Iterable[tuple[PersonId, PersonId]]:
    for article in articles:
        speakers = {entry.speaker for entry in of_article.get(article.id, ())}
        known = sorted(speaker for speaker in speakers if speaker is not None and speaker in people)
        yield from ((a, b) for a in known for b in known if a != b)


def _timeline(articles: Iterable[Article], of_article: Mapping[ArticleId, tuple[Entry, ...]]) -> tuple[Moment, ...]:
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


def _review(corpus: Corpus, articles: Iterable[Article], listed: Iterable[Entry]) -> Review:
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


def _group(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _count(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[tuple[V, int], ...]]:
    """Count the values of each key, the most frequent first, equal ones by name."""
    counts: dict[K, Counter[V]] = defaultdict(Counter)
    for key, value in pairs:
        counts[key][value] += 1
    return {
        key: tuple(sorted(counter.items(), key=lambda pair: (-pair[1], str(pair[0]))))
        for key, counter in counts.items()
    }
