"""What a quote is about: weighted terms, near-terms that do not count, and the context with less weight.

A theme is kept with the words that fired.  Words that say nothing (谢谢邀请。) have no theme, whatever stands around them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt

from corpus_site.enrich.matching import Finder, Hit, level, longest
from corpus_site.fold import fold
from corpus_site.model import Article, Quote, Theme, ThemeHit, ThemeId

AT_MOST = 3  # themes of a quote
AT_MOST_ARTICLE = 5
CONTEXT = 0.5  # weight of a term in the heading or the question, against one in the words themselves
ENOUGH = 2.0  # points for a short quote; longer ones need more, see `_needed`
SHARE = 0.55  # of the best theme's points
SHARE_ARTICLE = 0.35
USUAL = 300  # characters: a quote of this length needs ENOUGH
_QUESTION = 400  # characters of the question that count, from its end


@dataclass(slots=True)
class Tally:
    """Points of one theme in one text."""

    points: float = 0.0
    own: float = 0.0  # without the context
    terms: dict[str, float] = field(default_factory=dict)  # as printed, with the points each gave


class Lexicon:
    """All terms of all themes, found in one pass."""

    def __init__(self, themes: Sequence[Theme]) -> None:
        self.themes = {theme.id: theme for theme in themes}
        self._weights: dict[str, dict[ThemeId, float]] = {}
        self._near: dict[str, set[ThemeId]] = {}
        for theme in themes:
            for term in theme.terms:
                self._weights.setdefault(level(term.text), {})[theme.id] = term.weight
            for near in theme.near:
                self._near.setdefault(level(near), set()).add(theme.id)
        self._finder = Finder({*self._weights, *self._near}, plural=True)

    def tally(self, text: str) -> Mapping[ThemeId, Tally]:
        """Count the points of each theme in a text.

        >>> from corpus_site.model import Term
        >>> safety = Theme(id=ThemeId("s"), name="安全", definition="", terms=(Term(text="对齐", weight=2),), near=("左对齐",))
        >>> lexicon = Lexicon([safety])
        >>> lexicon.tally("我們要讓模型對齊")[ThemeId("s")].terms
        {'對齊': 2.0}
        >>> lexicon.tally("文字左对齐")
        {}
        """
        by_theme: dict[ThemeId, list[Hit]] = {}
        for hit in self._finder.hits(level(text)):
            for theme in {*self._weights.get(hit.word, ()), *self._near.get(hit.word, ())}:
                by_theme.setdefault(theme, []).append(hit)
        tallies = {theme: self._of_theme(theme, hits, text) for theme, hits in by_theme.items()}
        return {theme: tally for theme, tally in tallies.items() if tally.points}

    def _of_theme(self, theme: ThemeId, hits: Sequence[Hit], text: str) -> Tally:
        """The longest term or near-term wins; a word said again counts less each time."""
        times: dict[str, int] = {}
        printed: dict[str, str] = {}
        for hit in longest(hits):
            if theme not in self._near.get(hit.word, ()):
                times[hit.word] = times.get(hit.word, 0) + 1
                printed.setdefault(hit.word, text[hit.start : hit.end])
        tally = Tally()
        for word, count in times.items():
            points = self._weights[word][theme] * sqrt(count)
            tally.terms[printed[word]] = tally.terms.get(printed[word], 0.0) + points
            tally.points += points
        tally.own = tally.points
        return tally


def quote_themes(article: Article, lexicon: Lexicon) -> tuple[tuple[ThemeHit, ...], ...]:
    """Give the themes of every quote of an article, in their order."""
    headings = [
        (b.span[0], b.text) for b in article.blocks if b.kind == "heading" and b.span is not None and b.level > 1
    ]
    starts = [start for start, _ in headings]
    found = []
    question: Quote | None = None
    for quote in article.quotes:
        start = quote.spans[0][0] if quote.spans else 0
        index = bisect_right(starts, start) - 1
        context = [headings[index][1]] if index >= 0 else []
        if question is not None and quote.kind == "turn" and question.speaker != quote.speaker:
            context.append(question.text[-_QUESTION:])
        if quote.kind == "turn":
            question = quote
        found.append(themes_of(quote.text, context, lexicon))
    return tuple(found)


def themes_of(text: str, context: Iterable[str], lexicon: Lexicon) -> tuple[ThemeHit, ...]:
    """Give the themes of some words: those that fired themselves, helped by the context."""
    tallies = lexicon.tally(text)
    for around in context:
        for theme, more in lexicon.tally(around).items():
            if theme in tallies:
                tallies[theme].points += CONTEXT * min(more.points, ENOUGH * 2)
                for term, points in more.terms.items():
                    tallies[theme].terms.setdefault(term, CONTEXT * points)
    return _best(tallies, _needed(text), SHARE, AT_MOST)


def article_themes(article: Article, lexicon: Lexicon) -> tuple[ThemeHit, ...]:
    """Give the themes of a whole article: of its title, which counts more, and its body."""
    tallies = dict(lexicon.tally(article.body))
    for theme, more in lexicon.tally(article.title).items():
        tally = tallies.setdefault(theme, Tally())
        tally.points += 2 * more.points
        tally.own += more.points
        for term, points in more.terms.items():
            tally.terms.setdefault(term, points)
    return _best(tallies, _needed(article.body), SHARE_ARTICLE, AT_MOST_ARTICLE)


def _needed(text: str) -> float:
    """A long text names many things in passing: it takes more points to be about one.

    >>> _needed("短"), round(_needed("长" * 2400), 1)
    (2.0, 5.0)
    """
    length = len(fold(text))
    return ENOUGH * (1 + 0.5 * log(length / USUAL, 2)) if length > USUAL else ENOUGH


def _best(tallies: Mapping[ThemeId, Tally], needed: float, share: float, at_most: int) -> tuple[ThemeHit, ...]:
    top = max((tally.points for tally in tallies.values()), default=0.0)
    kept = [
        (theme, tally)
        for theme, tally in tallies.items()
        if tally.own > 0 and tally.points >= needed and tally.points >= share * top
    ]
    kept.sort(key=lambda pair: (-pair[1].points, pair[0]))
    return tuple(
        ThemeHit(id=theme, score=round(tally.points / (tally.points + needed), 2), terms=_terms(tally))
        for theme, tally in kept[:at_most]
    )


def _terms(tally: Tally) -> tuple[str, ...]:
    """The words that fired, the weightiest first."""
    return tuple(sorted(tally.terms, key=lambda term: (-tally.terms[term], term)))
