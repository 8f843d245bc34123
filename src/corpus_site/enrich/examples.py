"""What the examples of the owner teach: the words in which people speak of a theme without naming it.

Ridge regression from the words and pairs of characters of a text (binary, IDF, unit length) to its themes: a linear
model, so that every judgement can be told by the words that weigh most in it.
Method: Rifkin and Klautau, "In Defense of One-Vs-All Classification" (2004), regularised least squares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus_site.enrich.reading import made_with
from corpus_site.enrich.segment import Segmented
from corpus_site.model import Example, Theme, ThemeId
from corpus_site.store import Store

Array = npt.NDArray[Any]

RIDGE = 2.0  # regularisation; between 1 and 3 the figures hardly differ
ROUNDS = 60  # of conjugate gradients; twenty or so are enough
TINY = 1e-12
TWICE = 2  # examples that must have a word
FEW = 8  # features; a text with fewer sounds like nothing much, as if the rest were words that no example has
TELLING = 3  # words named for a judgement


@dataclass(frozen=True, slots=True)
class Fitted:
    """The model as it can be kept: what each feature weighs for each theme, row by row, as float32 bytes."""

    themes: list[str]
    features: list[str]
    weights: bytes


@dataclass(frozen=True, slots=True)
class Judged:
    """How much a text sounds like a theme, about 0 to 1, and the words that say so."""

    likeness: float
    words: tuple[str, ...]


def features(words: Sequence[str]) -> list[str]:
    """The features of a text: its words, and all pairs of Han characters that stand side by side, each once.

    >>> features(["芯片", "很", "贵"])
    ['芯片', '很', '贵', '+芯片', '+片很', '+很贵']
    """
    lowered = [word.lower() for word in words if word.strip() and (len(word) > 1 or "\u4e00" <= word <= "\u9fff")]
    text = "".join(words)
    pairs = (text[at : at + 2] for at in range(len(text) - 1))
    han = (f"+{pair}" for pair in pairs if all("\u4e00" <= c <= "\u9fff" for c in pair))
    return list(dict.fromkeys((*lowered, *han)))


def fit(examples: Sequence[Example], themes: Sequence[ThemeId]) -> Fitted:
    """Learn from the examples; those of unknown themes count as being about none."""
    texts = [features(Segmented(example.text).words) for example in examples]
    spread = Counter(feature for text in texts for feature in text)
    known = sorted(feature for feature, count in spread.items() if count >= TWICE)
    idf = np.array([log(len(texts) / spread[feature]) for feature in known])
    matrix = _Sparse(texts, {feature: at for at, feature in enumerate(known)}, idf)
    about = np.array([[theme in example.themes for theme in themes] for example in examples], dtype=float)
    weights = matrix.transposed_times(_solved(matrix, about - about.mean(axis=0)))
    table = np.hstack((idf[:, None], weights)).astype("<f4")
    return Fitted(list(themes), known, table.tobytes())


class _Sparse:
    """The examples as rows of unit length: most of the features are in none of them."""

    def __init__(self, texts: Sequence[Sequence[str]], place: Mapping[str, int], idf: Array) -> None:
        rows = [sorted(place[feature] for feature in text if feature in place) for text in texts]
        self.shape = (len(rows), len(place))
        self._columns = np.array([at for row in rows for at in row], dtype=np.int64)
        self._rows = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        values = idf[self._columns]
        lengths = np.sqrt(np.bincount(self._rows, values * values, minlength=len(rows)))
        self._values = values / np.where(lengths > 0, lengths, 1)[self._rows]
        self._by_column = np.argsort(self._columns, kind="stable")

    def times(self, other: Array) -> Array:
        return self._summed(self._rows, self._values[:, None] * other[self._columns], self.shape[0])

    def transposed_times(self, other: Array) -> Array:
        order = self._by_column
        return self._summed(self._columns[order], self._values[order, None] * other[self._rows[order]], self.shape[1])

    @staticmethod
    def _summed(keys: Array, parts: Array, size: int) -> Array:
        """Add up the parts with the same key; the keys come sorted."""
        out = np.zeros((size, parts.shape[1]))
        if len(keys):
            starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
            out[keys[starts]] = np.add.reduceat(parts, starts, axis=0)
        return out


def _solved(matrix: _Sparse, right: Array) -> Array:
    """Solve (X Xᵀ + ridge) A = right for all themes at once, by conjugate gradients."""
    found, rest = np.zeros_like(right), right.copy()
    direction, size = rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(ROUNDS):
        image = matrix.times(matrix.transposed_times(direction)) + RIDGE * direction
        step = size / np.maximum((direction * image).sum(axis=0), TINY)
        found, rest = found + step * direction, rest - step * image
        size, before = (rest * rest).sum(axis=0), size
        if size.max(initial=0.0) < TINY:
            break
        direction = rest + size / np.maximum(before, TINY) * direction
    return found


def learn(examples: Sequence[Example], themes: Sequence[Theme], cache: Path | None) -> Taught | None:
    """Fit the model, or take what an earlier run kept; None where there are no examples."""
    if not examples:
        return None
    store = Store(cache / "examples" if cache else None, Fitted)
    ids = [theme.id for theme in themes]
    made_from = (made_with(), repr(examples).encode(), repr(ids).encode())
    fitted = store.get(made_from, lambda: fit(examples, ids))
    store.prune()
    return Taught(fitted)


class Taught:
    """The fitted model, ready to judge."""

    def __init__(self, fitted: Fitted) -> None:
        self._fitted = fitted
        self._place = {feature: at for at, feature in enumerate(fitted.features)}

    @cached_property
    def _table(self) -> tuple[Any, Any]:
        table = np.frombuffer(self._fitted.weights, dtype="<f4").reshape(len(self._place), -1)
        return table[:, 0], table[:, 1:]

    def judge(self, words: Sequence[str]) -> Mapping[ThemeId, Judged]:
        """How much a text sounds like each theme; themes that it does not sound like at all are left out.

        >>> example = [Example("显卡很贵", (ThemeId("c"),)), Example("机房的显卡", (ThemeId("c"),)), Example("谢谢大家", ())]
        >>> Taught(fit(example * 2, [ThemeId("c")])).judge(["显卡", "呢"])[ThemeId("c")].words
        ('显卡',)
        """
        found = [feature for feature in features(words) if feature in self._place]
        if not found:
            return {}
        idf, weights = self._table
        at = [self._place[feature] for feature in found]
        length = float(np.sqrt(np.square(idf[at]).sum(dtype=np.float64) * max(1.0, FEW / len(found))))
        if not length:
            return {}
        parts = weights[at] * (idf[at] / length)[:, None]
        total = parts.sum(axis=0, dtype=np.float64)
        judged = {}
        for column, theme in enumerate(self._fitted.themes):
            if total[column] > 0:
                best = sorted(range(len(found)), key=lambda row: (-parts[row, column], found[row]))
                words_of = [found[row] for row in best if found[row][0] != "+" and parts[row, column] > 0]
                judged[ThemeId(theme)] = Judged(round(float(total[column]), 4), tuple(words_of[:TELLING]))
        return judged
