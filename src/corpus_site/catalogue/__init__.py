"""The corpus indexed once: by person, theme, year and source, both ways, so that a page only looks up.

Every index is made in one pass and holds tuples in a total order; nothing here compares all with all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus_site.catalogue.backlinks import close_articles, linked_from, neighbours_in_article, said_about
from corpus_site.catalogue.entries import entries_of, with_parents, with_repeats
from corpus_site.catalogue.indexes import appearances, join_sources, review, source_id, timeline, together
from corpus_site.catalogue.order import by_year, count, group, newest_first
from corpus_site.catalogue.records import Appearance, Citation, Entry, Moment, Review, Unknown, goes_on
from corpus_site.model import (
    Article,
    ArticleId,
    Corpus,
    Person,
    PersonId,
    QuoteId,
    Source,
    SourceId,
    Theme,
    ThemeId,
)
from corpus_site.settings import Settings

__all__ = [
    "Appearance",
    "Catalogue",
    "Citation",
    "Entry",
    "Moment",
    "Review",
    "Unknown",
    "by_year",
    "catalogue",
    "goes_on",
    "newest_first",
    "source_id",
]


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
    quotes_of_person_on_theme: Mapping[tuple[PersonId, ThemeId], tuple[Entry, ...]]  # the oldest first
    people_of_theme: Mapping[ThemeId, tuple[tuple[PersonId, int], ...]]
    companions: Mapping[PersonId, tuple[tuple[PersonId, int], ...]]  # with the number of articles together
    neighbours: Mapping[ThemeId, tuple[tuple[ThemeId, int], ...]]  # with the number of quotes on both
    said_about: Mapping[PersonId, tuple[Citation, ...]]  # by others
    linked_from: Mapping[ArticleId, tuple[tuple[Article, str], ...]]  # with the sentence that links
    close_articles: Mapping[ArticleId, tuple[ArticleId, ...]]  # the nearest first
    beside: Mapping[QuoteId, tuple[Entry | None, Entry | None]]  # the quotes before and after it in its article
    timeline: tuple[Moment, ...]
    review: Review

    @property
    def listed(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries.values() if entry.listed)


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
    entries = with_repeats({entry.quote.id: entry for article in articles for entry in entries_of(article, themes)})
    listed = [entry for entry in entries.values() if entry.listed]
    newest = newest_first(listed, lambda entry: entry.date)
    of_article = group((entry.article.id, entry) for entry in listed)
    spoken = [(e.speaker, e) for e in newest if e.speaker in people]
    on_theme = [(theme, entry) for entry in newest for theme in with_parents(entry.themes, themes)]
    over_time = on_theme[::-1]
    over_time.sort(key=lambda pair: pair[1].date is None)  # the undated last
    sources, source_of_article = join_sources(corpus.sources, articles)
    return Catalogue(
        corpus=corpus,
        settings=settings,
        articles={article.id: article for article in articles},
        people=people,
        themes=themes,
        sources=sources,
        entries=entries,
        articles_by_path=group((article.path, article) for article in articles),
        articles_of_source=group((source_of_article.get(article.id), article) for article in articles),
        source_of_article=source_of_article,
        quotes_of_article=of_article,
        quotes_of_person=group((person, entry) for person, entry in spoken if person is not None),
        quotes_of_theme=group(on_theme),
        articles_of_person=appearances(articles, of_article, people),
        articles_of_theme=group(
            (hit.id, article) for article in articles for hit in article.themes if hit.id in themes
        ),
        themes_of_person=count((p, hit.id) for p, e in spoken if p for hit in e.themes),
        quotes_of_person_on_theme=group(
            ((e.speaker, theme), e) for theme, e in over_time if e.speaker and e.speaker in people
        ),
        people_of_theme=count((theme, e.speaker) for theme, e in on_theme if e.speaker and e.speaker in people),
        companions=count(together(articles, of_article, people)),
        neighbours=count((a.id, b.id) for e in listed for a in e.themes for b in e.themes if a.id != b.id),
        said_about=said_about(articles, of_article, people),
        linked_from=linked_from(articles),
        close_articles=close_articles(entries),
        beside={
            name: beside
            for article in articles
            for name, beside in neighbours_in_article(
                entries[quote.id] for quote in article.quotes if quote.joins not in entries
            ).items()
        },
        timeline=timeline(articles, of_article),
        review=review(corpus, articles, listed),
    )
