"""What a quote is about: weighted terms, near-terms that do not count, and the context with less weight.

A theme is kept with the words that fired.  Words that say nothing (谢谢邀请。) have no theme, whatever stands around them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log, sqrt

from corpus_site.enrich.examples import Judged, Taught
from corpus_site.enrich.matching import Finder, Hit, level, longest, uncut
from corpus_site.enrich.segment import Segmented
from corpus_site.model import Article, Quote, Section, Span, Theme, ThemeHit, ThemeId

AT_MOST = 3  # themes of a quote
AT_MOST_ARTICLE = 5
CONTEXT = 0.5  # weight of a term in the heading or the question, against one in the words themselves
ENOUGH = 2.0  # points for a short quote; longer ones need more, see `_needed`
SHARE = 0.55  # of the best theme's sum
AT_LEAST = 1.1  # of what is needed, where examples speak too; without them 1
CAP = 2.0  # times what is needed: more points make a theme no surer
TAUGHT = 8.0  # weight of the likeness to the examples, above …
NOTHING = 0.04  # … what any text has
SHORT = 60  # characters: in a longer quote one telling word may stand by chance
SHARE_ARTICLE = 0.35
USUAL = 300  # characters: a quote of this length needs ENOUGH
QUESTION = 400  # characters of the question that count, from its end


@dataclass(slots=True)
class Tally:
    """Points of one theme in one text, and the words that gave them."""

    points: float = 0.0
    terms: dict[str, float] = field(default_factory=dict)


Tallies = dict[ThemeId, Tally]


class Lexicon:
    """All terms of all themes, found in one pass."""

    def __init__(self, themes: Sequence[Theme]) -> None:
        self._weights: dict[str, dict[ThemeId, float]] = {}
        self._near: dict[str, set[ThemeId]] = {}
        for theme in themes:
            for term in theme.terms:
                self._weights.setdefault(level(term.text), {})[theme.id] = term.weight
            for near in theme.near:
                self._near.setdefault(level(near), set()).add(theme.id)
        self._finder = Finder({*self._weights, *self._near}, plural=True)

    def read(self, text: Segmented) -> ReadText:
        """Find every term of every theme: the longest term or near-term wins, and none that cuts a word."""
        by_theme: dict[ThemeId, list[Hit]] = {}
        for hit in uncut(self._finder.hits(level(text.text)), text):
            for theme in {*self._weights.get(hit.word, ()), *self._near.get(hit.word, ())}:
                by_theme.setdefault(theme, []).append(hit)
        counted = {
            theme: [hit for hit in longest(hits) if theme not in self._near.get(hit.word, ())]
            for theme, hits in by_theme.items()
        }
        return ReadText(text.text, {theme: hits for theme, hits in counted.items() if hits}, self)

    def weight(self, word: str, theme: ThemeId) -> float:
        return self._weights[word][theme]


class ReadText:
    """A text with the terms found in it."""

    def __init__(self, text: str, hits: Mapping[ThemeId, Sequence[Hit]], lexicon: Lexicon) -> None:
        self.text = text
        self._hits = {theme: (hits[theme], [hit.start for hit in hits[theme]]) for theme in sorted(hits)}
        self._lexicon = lexicon

    def tally(self, spans: Iterable[Span] | None = None) -> Tallies:
        """Count the points of each theme, in the whole text or in some stretches; a word said again counts less.

        >>> from corpus_site.model import Term
        >>> safety = Theme(id=ThemeId("s"), name="安全", definition="", terms=(Term(text="对齐", weight=2),), near=("左对齐",))
        >>> lexicon = Lexicon([safety])
        >>> lexicon.read(Segmented("我們要讓模型對齊")).tally()[ThemeId("s")].terms
        {'對齊': 2.0}
        >>> lexicon.read(Segmented("文字左对齐")).tally()
        {}
        """
        wanted = list(spans) if spans is not None else [(0, len(self.text))]
        tallies: Tallies = {}
        for theme, (hits, starts) in self._hits.items():
            times: dict[str, list[Hit]] = {}
            for start, end in wanted:
                for hit in hits[bisect_left(starts, start) : bisect_left(starts, end)]:
                    if hit.end <= end:
                        times.setdefault(hit.word, []).append(hit)
            if times:
                tallies[theme] = self._tally(theme, times)
        return tallies

    def _tally(self, theme: ThemeId, times: Mapping[str, Sequence[Hit]]) -> Tally:
        tally = Tally()
        for word, hits in times.items():
            points = self._lexicon.weight(word, theme) * sqrt(len(hits))
            printed = self.text[hits[0].start : hits[0].end]
            tally.terms[printed] = tally.terms.get(printed, 0.0) + points
            tally.points += points
        return tally


def quote_themes(
    article: Article, read: ReadText, body: Segmented, taught: Taught | None = None
) -> tuple[tuple[ThemeHit, ...], ...]:
    """Give the themes of every quote of an article, in their order; `taught` knows what the owner's examples sound like."""
    headings = [b.span for b in article.blocks if b.kind == "heading" and b.span is not None and b.level > 1]
    starts = [start for start, _ in headings]
    found = []
    before: Quote | None = None
    for quote in article.quotes:
        index = bisect_right(starts, quote.spans[0][0]) - 1 if quote.spans else -1
        context = [headings[index]] if index >= 0 else []
        if quote.kind == "turn":
            context += _question(before, quote)
            before = quote
        sounds = taught.judge(body.words_in(quote.spans)) if taught else None
        found.append(themes_of(quote, context, read, sounds))
    return tuple(found)


def section_themes(article: Article, read: ReadText) -> tuple[Section, ...]:
    """Give the sections with the themes of each: of its heading and of all that stands below it, to the next heading."""
    headings = [(b.text, b.span[0]) for b in article.blocks if b.kind == "heading" and b.span is not None]
    found = []
    after = 0  # sections and headings stand in one order; a heading that is the title is no section
    for section in article.sections:
        at = next((at for at in range(after, len(headings)) if headings[at][0] == section.title), None)
        if at is None:
            found.append(section)
            continue
        after, start = at + 1, headings[at][1]
        end = headings[after][1] if after < len(headings) else len(read.text)
        hits = _best(read.tally([(start, end)]), _needed(end - start), SHARE_ARTICLE, AT_MOST)
        found.append(replace(section, themes=hits))
    return tuple(found)


def _question(before: Quote | None, quote: Quote) -> list[Span]:
    """The end of the turn before, if somebody else asks something there."""
    if before is None or before.speaker == quote.speaker or not before.spans or not {"？", "?"} & set(before.text):
        return []
    start, end = before.spans[-1]
    return [(max(start, end - QUESTION), end)]


def themes_of(
    quote: Quote, context: Iterable[Span], read: ReadText, sounds: Mapping[ThemeId, Judged] | None = None
) -> tuple[ThemeHit, ...]:
    """Give the themes of some words: those that fired themselves, helped by the context, which never counts for more.

    `sounds`: how much the words sound like the examples of each theme.  Both kinds of evidence are added.
    """
    tallies = read.tally(quote.spans)
    for around in context:
        for theme, more in read.tally([around]).items():
            if theme in tallies:
                tallies[theme].points += CONTEXT * min(more.points, tallies[theme].points)
    needed = _needed_of_quote(len(quote.text))
    if sounds is None:
        return _best(tallies, needed, SHARE, AT_MOST)
    sums = {theme: Tally(min(CAP, tally.points / needed), tally.terms) for theme, tally in tallies.items()}
    for theme, judged in sounds.items():
        if judged.likeness > NOTHING:
            tally = sums.setdefault(theme, Tally())
            tally.points += TAUGHT * (judged.likeness - NOTHING)
            for rank, word in enumerate(judged.words):  # behind the terms of the theme
                tally.terms.setdefault(word, -rank - 1.0)
    return _best(sums, AT_LEAST, SHARE, AT_MOST)


def _needed_of_quote(length: int) -> float:
    """A single telling word is enough in a short quote only.

    >>> _needed_of_quote(40), _needed_of_quote(100), _needed_of_quote(600)
    (2.0, 3.0, 4.5)
    """
    return _needed(length) * (1.5 if length >= SHORT else 1.0)


def article_themes(body: ReadText, title: ReadText) -> tuple[ThemeHit, ...]:
    """Give the themes of a whole article: of its title, which counts more, and its body."""
    tallies = body.tally()
    for theme, more in title.tally().items():
        tally = tallies.setdefault(theme, Tally())
        tally.points += 2 * more.points
        for term, points in more.terms.items():
            tally.terms[term] = tally.terms.get(term, 0.0) + points
    return _best(tallies, _needed(len(body.text)), SHARE_ARTICLE, AT_MOST_ARTICLE)


def _needed(length: int) -> float:
    """A long text names many things in passing: it takes more points to be about one.

    >>> _needed(1), _needed(2400)
    (2.0, 5.0)
    """
    return ENOUGH * (1 + 0.5 * log(length / USUAL, 2)) if length > USUAL else ENOUGH


def _best(tallies: Tallies, needed: float, share: float, at_most: int) -> tuple[ThemeHit, ...]:
    top = max((tally.points for tally in tallies.values()), default=0.0)
    kept = [(theme, tally) for theme, tally in tallies.items() if tally.points >= max(needed, share * top)]
    kept.sort(key=lambda pair: (-pair[1].points, pair[0]))
    return tuple(
        ThemeHit(id=theme, score=round(tally.points / (tally.points + needed), 2), terms=_terms(tally))
        for theme, tally in kept[:at_most]
    )


def _terms(tally: Tally) -> tuple[str, ...]:
    """The words that fired, the weightiest first."""
    return tuple(sorted(tally.terms, key=lambda term: (-tally.terms[term], term)))
