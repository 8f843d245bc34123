"""Many words found in one pass over a text, in any script and case, with offsets that stay true."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from corpus_site.enrich.segment import Segmented
from corpus_site.fold import simplify
from corpus_site.model import Article
from corpus_site.names import DOTS, is_han

_ONE_DOT = {ord(dot): "·" for dot in DOTS}


class Hit(NamedTuple):
    """One place where a word stands: a half-open range of code points."""

    start: int
    end: int
    word: str  # levelled


def level(text: str) -> str:
    """Make a text comparable character by character: lower case, Simplified, one middle dot.

    >>> level("薩姆•奧特曼 GPT")
    '萨姆·奥特曼 gpt'
    >>> len(level("İstanbul"))
    8
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters become two in lower case
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return simplify(lowered).translate(_ONE_DOT)


class Finder:
    """Finds given words in levelled text; a Latin word is found only as a whole word.

    >>> finder = Finder(["altman", "山姆", "山姆会员店"])
    >>> [hit.word for hit in finder.hits("altman在山姆会员店，altmanesque")]
    ['altman', '山姆会员店', '山姆']
    """

    def __init__(self, words: Iterable[str], *, plural: bool = False) -> None:
        """`plural`: a Latin word counts with an s behind it too."""
        self._words = sorted({level(word) for word in words} - {""})
        self._plural = plural
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.Standard) if self._words else None

    def hits(self, levelled: str) -> list[Hit]:
        """Give every place of every word, overlapping ones too, by start, the longest first."""
        if self._automaton is None:
            return []
        found = [
            Hit(start, end, self._words[index])
            for index, start, end in self._automaton.find_matches_as_indexes(levelled, overlapping=True)
            if _whole(levelled, start, end, self._plural)
        ]
        return sorted(found, key=lambda hit: (hit.start, -hit.end))


def _whole(text: str, start: int, end: int, plural: bool) -> bool:
    """Refuse a Latin word inside a longer one, an address or a compound: `altmanesque`, `@altman`, `altman.com`."""
    if _latin(text[start]) and start and (_latin(text[start - 1]) or text[start - 1] in "@/_-"):
        return False
    if not _latin(text[end - 1]) or end == len(text):
        return True
    if plural and text[end] == "s":
        return end + 1 == len(text) or not _latin(text[end + 1])
    following = text[end + 1 : end + 2]
    return not (_latin(text[end]) or text[end] in "@_/" or (text[end] in ".-" and following and _latin(following)))


def _latin(character: str) -> bool:
    return character.isalnum() and character < "\u2e80"


def longest(hits: Sequence[Hit]) -> list[Hit]:
    """Of hits that overlap keep the longest, of equally long ones the first; `hits` come sorted as `Finder` gives them.

    >>> [hit.word for hit in longest([Hit(0, 2, "山姆"), Hit(1, 6, "姆会员店里"), Hit(6, 8, "山姆")])]
    ['姆会员店里', '山姆']
    """
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        at = bisect_right(kept, hit.start, key=lambda other: other.start)
        clear_before = at == 0 or kept[at - 1].end <= hit.start
        clear_after = at == len(kept) or kept[at].start >= hit.end
        if clear_before and clear_after:
            kept.insert(at, hit)
    return kept


def uncut(hits: Iterable[Hit], text: Segmented) -> list[Hit]:
    """Leave out the Chinese hits that cut a word of the text: 图像 in 试图像.

    >>> [hit.start for hit in uncut([Hit(3, 5, "图像"), Hit(9, 11, "图像")], Segmented("它并试图像山，说着图像"))]
    [9]
    """
    return [hit for hit in hits if not (is_han(hit.word) and text.cuts_a_word(hit.start, hit.end))]


class Lines:
    """Tells the source line of a place in an article's body."""

    def __init__(self, article: Article) -> None:
        blocks = [(block.span[0], block.lines) for block in article.blocks if block.span is not None]
        self._starts = [start for start, _ in blocks]
        self._lines = [lines for _, lines in blocks]
        self._first = article.lines[0]

    def at(self, offset: int) -> int:
        """The line where the paragraph around this offset begins; the article's first line where no block is known."""
        index = bisect_right(self._starts, offset) - 1
        return self._lines[index][0] if index >= 0 else self._first
