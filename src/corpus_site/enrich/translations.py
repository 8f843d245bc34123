"""The same words in another translation: candidates only, for a reader to judge.

Two translations share few runs of characters, so they are no repeats; but one person said both, on one day, on one theme,
with more words in common than two answers usually have.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus_site.enrich.related import Lists, Told
from corpus_site.model import QuoteId

ENOUGH = 0.3  # likeness of the words
AT_MOST = 3

Occasion = tuple[str, str]  # who, and when


def translations(everything: Sequence[Told]) -> dict[QuoteId, tuple[QuoteId, ...]]:
    """Give for each quote those of other articles that may be the same words."""
    occasions: dict[Occasion, list[Told]] = {}
    for one in everything:
        if one.quote.said is not None and one.themes:
            occasions.setdefault((one.voice, one.quote.said.edtf.rstrip("?~%")), []).append(one)
    found: dict[QuoteId, tuple[QuoteId, ...]] = {}
    for together in occasions.values():
        if len({one.article for one in together}) > 1:
            found |= _alike(together)
    return found


def _alike(together: Sequence[Told]) -> dict[QuoteId, tuple[QuoteId, ...]]:
    lists = Lists(together)
    found = {}
    for one in together:
        places, likeness = lists.alike(one)
        best = sorted(
            (-alike, together[place].quote.id)
            for place, alike in zip(places.tolist(), likeness.tolist(), strict=True)
            if alike >= ENOUGH and together[place].article != one.article and _on_one_theme(one, together[place])
        )
        if best:
            found[one.quote.id] = tuple(name for _, name in best[:AT_MOST])
    return found


def _on_one_theme(one: Told, other: Told) -> bool:
    return not one.themes.keys().isdisjoint(other.themes)
