"""Keywords of an article: words that it uses often and others, and the language as a whole, use seldom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from math import log

from corpus_site import lexicon
from corpus_site.enrich.segment import Segmented
from corpus_site.wordlists import wordlist

AT_MOST = 10
_COMMON = 60_000_000  # tokens behind the dictionary's frequencies
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+-]{2,24}")


def keywords(bodies: Sequence[Segmented], names: Sequence[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    """Give the keywords of every body, the weightiest first; `names` are words of its people's names, which are none."""
    counts = [count(body) for body in bodies]
    spread: Counter[str] = Counter()
    for counted in counts:
        spread.update(counted.keys())
    return tuple(
        _best({word: times for word, times in counted.items() if word not in skip}, spread, len(bodies))
        for counted, skip in zip(counts, names, strict=True)
    )


def count(text: Segmented) -> Mapping[str, int]:
    """Count the words of a text that may be keywords, Latin ones without regard to case.

    >>> count(Segmented("我们用 GPU 训练模型，训练要用 gpu。"))
    {'gpu': 2, '训练': 2}
    """
    found: Counter[str] = Counter(key for word in text.words if (key := _key(word)))
    return dict(sorted(found.items()))


def _key(word: str) -> str | None:
    if _HAN_WORD.fullmatch(word):
        return None if word in _stop() else word
    lowered = word.lower()
    return lowered if _LATIN_WORD.fullmatch(word) and lowered not in _stop() else None


@cache
def _stop() -> frozenset[str]:
    lists = wordlist("stopwords")
    return frozenset((*lists["words"], *lists["latin"]))


@cache
def _rarity(word: str) -> float:
    """How seldom the language as a whole uses a word; what the dictionary does not know counts as middling."""
    frequency = lexicon.frequency(word)
    return log(_COMMON / (frequency + 1)) / log(_COMMON) if frequency else 0.55


def _best(counted: Mapping[str, int], spread: Mapping[str, int], articles: int) -> tuple[str, ...]:
    """Weigh by count, by how few articles have the word and by how seldom the language uses it; once is not enough."""
    scores = {
        word: times * (log((articles + 1) / spread[word]) + 0.3) * _rarity(word)
        for word, times in counted.items()
        if times > 1
    }
    return tuple(sorted(scores, key=lambda word: (-scores[word], word))[:AT_MOST])
