"""For every quote a handful of others, by other people in other articles, on the same matter.

Cosine of the weightiest words (TF-IDF), raised by themes in common.  Each word keeps only the quotes that it tells most of,
so the work for one quote does not grow with the corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus_site.enrich.keywords import Vocabulary
from corpus_site.model import Quote, QuoteId, ThemeId

Array = npt.NDArray[Any]

AT_MOST = 5
WORDS = 24  # of each quote that are looked up
LISTED = 32  # quotes kept for each word
TELLING = 3  # different content words without which a quote is about nothing
ENOUGH = 0.15  # likeness of words that needs no theme in common
WEIGHED = 48  # quotes, the nearest by words, whose themes are looked at
SHARED = 3  # telling words that must be in both where no theme is
THEME = 0.1  # what a theme in common that is sure in both adds to the likeness of words
LEAST = 0.015  # likeness of words below which a theme in common is not enough
FROM_ONE = 2  # quotes of one person among the related


@dataclass(frozen=True, slots=True)
class Told:
    """A quote with the words it tells: unit length over all its words."""

    quote: Quote
    article: int
    voice: str
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
    return Told(
        quote,
        article,
        quote.speaker.id,
        {w: weights[w] / length for w in best},
        {hit.id: hit.score for hit in quote.themes},
    )


def relate(everything: Sequence[Told]) -> dict[QuoteId, tuple[QuoteId, ...]]:
    """Find for each quote those that are most like it."""
    lists = Lists(everything, LISTED)
    return {one.quote.id: found for at, one in enumerate(everything) if (found := _nearest(at, lists))}


class Lists:
    """For every word the quotes that it tells most of, with its weight in each."""

    def __init__(self, everything: Sequence[Told], at_most: int | None = None) -> None:
        self.everything = everything
        self.articles = np.array([one.article for one in everything])
        numbers: dict[str, int] = {}
        self.voices = np.array([numbers.setdefault(one.voice, len(numbers)) for one in everything])
        index: dict[str, list[tuple[float, int]]] = {}
        for place, one in enumerate(everything):
            for word, weight in one.words.items():
                index.setdefault(word, []).append((-weight, place))
        self._of = {word: _arrays(sorted(places)[:at_most]) for word, places in index.items() if len(places) > 1}

    def alike(self, one: Told) -> tuple[Array, Array]:
        """The quotes that share listed words with this one, and the cosine over those words."""
        shared = [(weight, self._of[word]) for word, weight in one.words.items() if word in self._of]
        if not shared:
            return np.array([], dtype=int), np.array([])
        places, which = np.unique(np.concatenate([found[0] for _, found in shared]), return_inverse=True)
        return places, np.bincount(which, np.concatenate([weight * found[1] for weight, found in shared]))


def _arrays(found: Sequence[tuple[float, int]]) -> tuple[Array, Array]:
    return np.array([place for _, place in found]), np.array([-negative for negative, _ in found])


def _nearest(at: int, lists: Lists) -> tuple[QuoteId, ...]:
    one = lists.everything[at]
    places, alike = lists.alike(one)
    fits = (alike >= LEAST) & (lists.articles[places] != one.article) & (lists.voices[places] != lists.voices[at])
    places, alike = places[fits], alike[fits]
    best = np.argsort(-alike, kind="stable")[:WEIGHED]
    scored = []
    for place, likeness in zip(places[best].tolist(), alike[best].tolist(), strict=True):
        other = lists.everything[place]
        common = sum(min(score, other.themes[theme]) for theme, score in one.themes.items() if theme in other.themes)
        score = likeness + THEME * common
        if common or (likeness >= ENOUGH and len(one.words.keys() & other.words.keys()) >= SHARED):
            scored.append((-round(score, 9), other.quote.id, other.voice))
    out: list[QuoteId] = []
    voices: Counter[str] = Counter()
    for _, name, voice in sorted(scored):
        if voices[voice] < FROM_ONE:
            voices[voice] += 1
            out.append(name)
    return tuple(out[:AT_MOST])
