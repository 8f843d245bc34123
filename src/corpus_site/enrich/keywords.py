"""Keywords: words that a text uses often and others, and the language as a whole, use seldom.  TF-IDF over articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from math import log, sqrt

from corpus_site import lexicon
from corpus_site.enrich.matching import Finder, level, longest, uncut
from corpus_site.enrich.segment import Segmented

OF_ARTICLE = 10
OF_QUOTE = 5
SHORTEST = 20  # characters of a quote that has keywords
_COMMON = 60_000_000  # tokens behind the dictionary's frequencies


def whole_words(words: Iterable[str]) -> Callable[[Segmented], Segmented]:
    """Make a function that lays the owner's words over a text that is cut: 李飞飞, 规模法则 stay whole.

    >>> lay = whole_words(["规模法则", "scaling law", "图像"])
    >>> lay(Segmented("规模法则就是Scaling Law，它试图像山一样")).words
    ['规模法则', '就是', 'Scaling Law', '，', '它', '试图', '像', '山', '一样']
    """
    finder = Finder(word for word in words if len(word) > 1)

    def lay(text: Segmented) -> Segmented:
        hits = uncut(longest(finder.hits(level(text.text))), text)
        places = [(hit.start, hit.end) for hit in hits]
        return text.rejoined(places) if places else text

    return lay


class Vocabulary:
    """How much each word tells, from how many articles have it."""

    def __init__(self, articles: Iterable[Iterable[str]], stop: Iterable[str] = ()) -> None:
        """`articles`: the content words of each."""
        self._spread: Counter[str] = Counter()
        self._articles = 0
        self._stop = frozenset(word.lower() for word in stop)
        for words in articles:
            self._articles += 1
            self._spread.update(set(words))

    def weight(self, word: str) -> float:
        """Inverse document frequency times rarity in the language; 0 for a word the owner does not want.

        >>> found = Vocabulary([["芯片", "时代"], ["时代"]], stop=["网络"])
        >>> found.weight("芯片") > found.weight("时代") > found.weight("网络") == 0
        True
        """
        if word in self._stop:
            return 0.0
        return (log((self._articles + 1) / max(1, self._spread[word])) + 0.3) * _rarity(word)

    def best(self, counted: Mapping[str, int], skip: frozenset[str], at_most: int) -> tuple[str, ...]:
        """The words that tell most, the weightiest first."""
        scores = {word: sqrt(times) * self.weight(word) for word, times in counted.items() if word not in skip}
        return tuple(sorted((w for w in scores if scores[w]), key=lambda word: (-scores[word], word))[:at_most])


def article_keywords(counted: Mapping[str, int], skip: frozenset[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Keywords of an article; a word said once says nothing of the whole."""
    often = {word: times * times for word, times in counted.items() if times > 1}
    return vocabulary.best(often, skip, OF_ARTICLE)


@cache
def _rarity(word: str) -> float:
    """How seldom the language as a whole uses a word; what the dictionary does not know counts as middling."""
    frequency = lexicon.frequency(word)
    return log(_COMMON / (frequency + 1)) / log(_COMMON) if frequency else 0.55
