"""A text cut into words once, for all who need to know where words begin.

The cut itself depends on the text and the dictionary alone, so it can be kept while people and themes change.  The words
of the owner (names, terms of themes, `words.yaml`) are laid over it afterwards: `rejoined`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate

from corpus_site import lexicon
from corpus_site.fold import simplify
from corpus_site.model import Span
from corpus_site.wordlists import wordlist

LISTED = 1  # flags of a word: the dictionary has it
CONTENT = 2  # it may tell what a text is about

_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+-]{1,24}")
# adverbs, conjunctions, pronouns, numerals, prepositions, particles, words of time and place, adjectives, idioms
_EMPTY = frozenset(
    "a ad ag b c d df dg e f g h i k m mg mq o p q r rg rr rz s t tg u ud ug uj ul uv uz x y z zg".split()
)


@dataclass(frozen=True, slots=True)
class Cut:
    """How a text falls into words: their lengths, which add up to the text's, and one flag each."""

    lengths: list[int]
    flags: bytes


def cut(text: str) -> Cut:
    """Cut a text with the dictionary alone.

    >>> made = cut("而且芯片很贵")
    >>> made.lengths, [bool(flag & CONTENT) for flag in made.flags]
    ([2, 2, 1, 1], [False, True, False, False])
    """
    words = lexicon.words(simplify(text))
    return Cut([len(word) for word in words], bytes(map(_flags, words)))


def _flags(word: str) -> int:
    return LISTED * (lexicon.frequency(word) > 0) | CONTENT * is_content(word)


def is_content(word: str) -> bool:
    """Tell whether a word may be a keyword, by form, part of speech and the list of stop words.

    >>> [is_content(word) for word in ("芯片", "因为", "更贵", "GPU", "the", "的")]
    [True, False, False, True, False, False]
    """
    if _HAN_WORD.fullmatch(word):
        if word in _stop():
            return False
        if not lexicon.frequency(word):
            return word[0] not in wordlist("stopwords")["begins"] and word[-1] not in wordlist("stopwords")["ends"]
        return lexicon.part_of_speech(word) not in _EMPTY
    return _LATIN_WORD.fullmatch(word) is not None and word.lower() not in _stop()


@cache
def _stop() -> frozenset[str]:
    lists = wordlist("stopwords")
    return frozenset((*lists["words"], *lists["latin"]))


class Segmented:
    """A text with its words, cut on first use unless the cut is given."""

    def __init__(self, text: str, made: Cut | None = None) -> None:
        self.text = text
        self._given = made

    @cached_property
    def _cut(self) -> Cut:
        return cut(self.text) if self._given is None else self._given

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins; the last number is the length of the text."""
        return [0, *accumulate(self._cut.lengths)]

    @cached_property
    def words(self) -> list[str]:
        """The words in Simplified characters, marks and blanks included."""
        plain = simplify(self.text)
        return [plain[start:end] for start, end in zip(self.starts, self.starts[1:], strict=False)]

    def words_in(self, spans: Iterable[Span]) -> list[str]:
        """All words that stand in some stretches."""
        found: list[str] = []
        for start, end in spans:
            found += self.words[bisect_left(self.starts, start) : bisect_right(self.starts, end) - 1]
        return found

    def content(self, spans: Iterable[Span] | None = None) -> list[str]:
        """The words that may tell what the text, or some stretches of it, are about; Latin ones in lower case.

        >>> Segmented("而且芯片很贵，GPU 更贵").content()
        ['芯片', 'gpu']
        """
        found: list[str] = []
        words, flags = self.words, self._cut.flags
        for start, end in spans if spans is not None else [(0, len(self.text))]:
            first, last = bisect_left(self.starts, start), bisect_right(self.starts, end) - 1
            found += [words[at].lower() for at in range(first, last) if flags[at] & CONTENT]
        return found

    def cuts_a_word(self, start: int, end: int) -> bool:
        """Tell whether this stretch begins or ends inside a word of the dictionary that reaches beyond it.

        >>> text = Segmented("它并非试图像快速致富那样，图像很好")
        >>> text.cuts_a_word(4, 6), text.cuts_a_word(13, 15)  # 试[图像]快速; [图像]
        (True, False)
        """
        return self._cut_at(start, start, end) or self._cut_at(end, start, end)

    def _cut_at(self, place: int, start: int, end: int) -> bool:
        index = bisect_right(self.starts, place) - 1
        if index >= len(self._cut.lengths) or self.starts[index] == place:
            return False
        begins, ends = self.starts[index], self.starts[index + 1]
        inside = start <= begins and ends <= end
        around = begins <= start and end <= ends
        return not inside and not around and bool(self._cut.flags[index] & LISTED)

    def rejoined(self, places: Sequence[Span]) -> Segmented:
        """The same text with each of these places as one word; `places` are sorted and do not overlap.

        >>> text = Segmented("规模法则很重要")
        >>> text.words, text.rejoined([(0, 4)]).words
        (['规模', '法则', '很', '重要'], ['规模法则', '很', '重要'])
        """
        lengths: list[int] = []
        flags = bytearray()
        at = index = 0
        old, count = self._cut, len(self._cut.lengths)
        for start, end in places:
            while index < count and self.starts[index + 1] <= start:
                _add(lengths, flags, self.starts[index + 1] - at, old.flags[index])
                at, index = self.starts[index + 1], index + 1
            if index < count and at == self.starts[index] == start and self.starts[index + 1] == end:
                continue  # a word already: it stays what it is
            if at < start:  # the rest of a word that the place cuts
                _add(lengths, flags, start - at, 0)
            _add(lengths, flags, end - start, LISTED | CONTENT)
            at = end
            while index < count and self.starts[index + 1] <= end:
                index += 1
        while index < count:
            whole = at == self.starts[index]
            _add(lengths, flags, self.starts[index + 1] - at, old.flags[index] if whole else 0)
            at, index = self.starts[index + 1], index + 1
        return Segmented(self.text, Cut(lengths, bytes(flags)))


def _add(lengths: list[int], flags: bytearray, length: int, flag: int) -> None:
    lengths.append(length)
    flags.append(flag)
