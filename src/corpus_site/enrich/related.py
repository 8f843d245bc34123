"""For every quote a handful of others, by other people in other articles, on the same matter.

Cosine of the weightiest words (TF-IDF), raised by themes in common.  Each word keeps only the quotes that it tells most of,
so the work for one quote does not grow with the corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from corpus_site.enrich.keywords import Vocabulary
from corpus_site.model import Quote, QuoteId, ThemeId

AT_MOST = 5
WORDS = 16  # of each quote that are looked up
LISTED = 60  # quotes kept for each word
TELLING = 3  # different content words without which a quote is about nothing
ENOUGH = 0.12  # likeness below which nothing is shown
AT_MOST_THEMES = 3
THEME = 0.25  # what a theme in common adds to the likeness of words, as a share
LEAST = ENOUGH / (1 + AT_MOST_THEMES * THEME)  # of words alone, below which themes cannot help
FROM_ONE = 2  # quotes of one person among the related


@dataclass(frozen=True, slots=True)
class Told:
    """A quote with the words it tells: unit length over all its words."""

    quote: Quote
    article: int
    words: Mapping[str, float]
    themes: Mapping[ThemeId, float]


def told(quote: Quote, article: int, counted: Mapping[str, int], vocabulary: Vocabulary) -> Told | None:
    """Weigh the words of a quote; None for what can be related to nothing: questions, highlights, repeats, small talk."""
    if quote.speaker is None or quote.speaker.id is None or quote.kind == "pull" or quote.repeats is not None:
        return None
    weights = {word: sqrt(times) * vocabulary.weight(word) for word, times in sorted(counted.items())}
    length = sqrt(sum(weight * weight for weight in weights.values()))
    if len(weights) < TELLING or not length:
        return None
    best = sorted(weights, key=lambda word: (-weights[word], word))[:WORDS]
    return Told(quote, article, {w: weights[w] / length for w in best}, {hit.id: hit.score for hit in quote.themes})


def relate(everything: Sequence[Told]) -> dict[QuoteId, tuple[QuoteId, ...]]:
    """Find for each quote those that are most like it."""
    index: dict[str, list[tuple[float, int]]] = {}
    for place, one in enumerate(everything):
        for word, weight in one.words.items():
            index.setdefault(word, []).append((-weight, place))
    listed = {word: sorted(places)[:LISTED] for word, places in index.items() if len(places) > 1}
    return {one.quote.id: found for one in everything if (found := _nearest(one, everything, listed))}


def _nearest(
    one: Told, everything: Sequence[Told], listed: Mapping[str, Sequence[tuple[float, int]]]
) -> tuple[QuoteId, ...]:
    likeness: dict[int, float] = {}
    for word, weight in one.words.items():
        for negative, place in listed.get(word, ()):
            likeness[place] = likeness.get(place, 0.0) - weight * negative
    scored = []
    for place, alike in likeness.items():
        if alike < LEAST:
            continue
        other = everything[place]
        if other.article == one.article or _voice(other) == _voice(one):
            continue
        if alike < 2 * ENOUGH and len(one.words.keys() & other.words.keys()) < 2:
            continue  # one word in common proves little
        common = sum(min(score, other.themes[theme]) for theme, score in one.themes.items() if theme in other.themes)
        score = alike * (1 + THEME * common) if common else alike / (1 + THEME)
        if score >= ENOUGH:
            scored.append((-score, other.quote.id, _voice(other)))
    out: list[QuoteId] = []
    voices: Counter[str] = Counter()
    for _, name, voice in sorted(scored):
        if voices[voice] < FROM_ONE:
            voices[voice] += 1
            out.append(name)
    return tuple(out[:AT_MOST])


def _voice(one: Told) -> str:
    return (one.quote.speaker.id if one.quote.speaker else None) or ""
