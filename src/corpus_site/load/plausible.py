"""How plausible a stretch of text is, by the dictionary and by the document it stands in."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import log

from corpus_site import lexicon
from corpus_site.fold import simplify
from corpus_site.lexicon import is_han

_KNOWN_AFTER = 4.0  # a character met so often in the document: its own pairs weigh as much as the dictionary's
_LATIN, _OTHER, _WRONG_SCRIPT = -6.0, -8.0, -3.0
_MARKS = (
    ("，,", 0.06),
    ("。\n", 0.03),
    ("、“”「」 ", 0.006),
    ("？！；：?!;:", 0.004),
    ("‘’『』（）《》—…·.()\"'", 0.001),
)
_TOPIC = 0.1  # weight of how often the document has a character at all
_COMMONEST = 8
_WORDS = 0.6  # weight of words against pairs
_RARE = 100  # of 60 million characters
_STOPS = frozenset("，。、？！；：,?!;:")
_CROWDED = -4.0  # one stop behind another
_MARK = {mark: log(part) for marks, part in _MARKS for mark in marks}


class Plausible:
    """Judges text that may belong into one document, in whatever script; higher is better, 0 the best.

    >>> judge = Plausible("我們如何控制它？如何理解它？")
    >>> judge.score("我們如何衡量") > judge.score("我們绾慰衡量")
    True
    """

    def __init__(self, document: str) -> None:
        """Count the pairs of the document, once for all questions."""
        plain = simplify(document)
        # Damage is part of the document: what occurs once supports nothing, and least of all itself.
        self._pairs = {p: n - 1 for p, n in Counter(map("".join, pairwise(plain))).items() if n > 1}
        self._single = Counter(plain)
        self._length = max(1, len(plain))
        self._here = frozenset(document)
        changed = sum(a != b for a, b in zip(document, plain, strict=True))
        self._traditional = changed > 0.05 * max(1, sum(map(is_han, plain)))
        self._steps: dict[str, float] = {}

    def step(self, left: str, right: str) -> float:
        """Log-probability of a character behind another."""
        key = left + right
        if (known := self._steps.get(key)) is None:
            known = self._step(simplify(left), simplify(right)) + (_WRONG_SCRIPT if self._of_other_script(right) else 0)
            self._steps[key] = known
        return known

    def common(self, char: str) -> bool:
        """Whether a character is worth a guess: the document has it, or any article might.

        >>> judge = Plausible("槲")
        >>> judge.common("槲"), judge.common("我"), judge.common("笗")
        (True, True, False)
        """
        return not is_han(char) or char in self._here or lexicon.pairs().single.get(simplify(char), 0) >= _RARE

    def rank(self, char: str) -> tuple[int, str]:
        """Sorts characters from the commonest to the rarest."""
        return -lexicon.pairs().single.get(simplify(char), 0), char

    def likely(self, left: str, ranked: list[str]) -> list[str]:
        """Which of many characters are worth a closer look behind another: the commonest, and all it is known with."""
        left, inside, own = simplify(left), lexicon.pairs().inside, self._pairs
        more = (c for c in ranked[_COMMONEST:] if (pair := left + simplify(c)) in inside or pair in own)
        return [*ranked[:_COMMONEST], *more]

    def _of_other_script(self, char: str) -> bool:
        if char in self._here:
            return False
        # Big5, the table of Taiwan, has what Traditional text is written with: 于 and 后 too, but not 们.
        return not char.encode("big5", "ignore") if self._traditional else simplify(char) != char

    def _step(self, left: str, right: str) -> float:
        if not is_han(right):
            border = _CROWDED if left in _STOPS and right in _STOPS else log(lexicon.pairs().closes(left))
            return border + _MARK.get(right, _LATIN if right.isascii() else _OTHER)
        table = lexicon.pairs()
        general = table.follows(left, right) if is_han(left) else table.opens(right)
        met = self._single[left]
        weight = met / (met + _KNOWN_AFTER) * 0.5
        own = self._pairs.get(left + right, 0) / met if met else 0.0
        topic = max(0, self._single[right] - 1) / self._length
        return log((1 - _TOPIC - weight) * general + weight * own + _TOPIC * topic)

    def chain(self, text: str) -> float:
        """Sum of the steps of a text."""
        return sum(self.step(left, right) for left, right in pairwise(text))

    def score(self, text: str) -> float:
        """The mean of two opinions: words of the dictionary, and pairs of dictionary and document."""
        return _WORDS * lexicon.log_prob(simplify(text)) + (1 - _WORDS) * self.chain(text)
