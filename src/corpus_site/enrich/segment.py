"""A text cut into words once, for all who need to know where words begin."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from corpus_site import lexicon
from corpus_site.fold import simplify


class Segmented:
    """A text with its words, cut on first use."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[str]:
        """The words in Simplified characters, marks and blanks included; their lengths add up to the text's."""
        return lexicon.words(simplify(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(word) for word in self.words)]

    def cuts_a_word(self, start: int, end: int) -> bool:
        """Tell whether this stretch begins or ends inside a word of the dictionary that reaches beyond it.

        >>> text = Segmented("它并非试图像快速致富那样，图像很好")
        >>> text.cuts_a_word(4, 6), text.cuts_a_word(13, 15)  # 试[图像]快速; [图像]
        (True, False)
        """
        return self._cut_at(start, start, end) or self._cut_at(end, start, end)

    def _cut_at(self, place: int, start: int, end: int) -> bool:
        index = bisect_right(self._starts, place) - 1
        if index >= len(self.words) or self._starts[index] == place:
            return False
        begins, ends = self._starts[index], self._starts[index + 1]
        inside = start <= begins and ends <= end
        around = begins <= start and end <= ends
        return not inside and not around and lexicon.frequency(self.words[index]) > 0
