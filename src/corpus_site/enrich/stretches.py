"""Where exactly one text repeats another: spans of the printed text, found through its folded form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from corpus_site.fold import fold
from corpus_site.model import Span

ALIKE = 80.0
SHORTEST = 6  # folded characters of a sentence that can be placed
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_CLOSING = "。！？!?”」』）)…"


def repeated_stretches(words: str, text: str) -> list[Span]:
    """Find the sentences of `words` in `text`, as spans of `text`; what is not there is passed over.

    >>> text = "嗯，我认为，系统性的错误在于总是假设放缓。不知何故。"
    >>> [text[a:b] for a, b in repeated_stretches("（谈到误读）我认为系统性的错误在于总是假设放缓！这句没有。", text)]
    ['我认为，系统性的错误在于总是假设放缓。']
    """
    key, places = folded_places(text)
    found = []
    for sentence in _SENTENCE.findall(words):
        own = fold(sentence)
        if not SHORTEST <= len(own) <= len(key):
            continue
        match = fuzz.partial_ratio_alignment(own, key, score_cutoff=ALIKE)
        if match is not None and match.dest_end > match.dest_start:
            start, end = _trimmed(own, key, match.dest_start, match.dest_end)
            found.append((places[start], places[end - 1] + 1))
    return [_closed(span, text) for span in found]


def _trimmed(own: str, key: str, start: int, end: int) -> Span:
    """Begin and end where the texts agree, so that a remark before the words marks nothing else."""
    while start < end - 1 and key[start : start + 2] not in own:
        start += 1
    while end > start + 1 and key[end - 2 : end] not in own:
        end -= 1
    return start, end


def folded_places(text: str) -> tuple[str, list[int]]:
    """Fold a text and tell for every character of the result where in the text it comes from.

    >>> folded_places("甲、ＡⅡ")
    ('甲aii', [0, 2, 3, 3])
    """
    letters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for letter in _folded(character):
            letters.append(letter)
            places.append(at)
    return "".join(letters), places


@lru_cache(maxsize=10_000)
def _folded(character: str) -> str:
    return fold(character)


def _closed(span: Span, text: str) -> Span:
    """Take in the marks that close the last sentence."""
    end = span[1]
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return span[0], end


def joined(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Sort spans and join those between which no letter stands.

    >>> joined([(4, 6), (0, 3), (5, 9)], "一二三，五六七八九")
    ((0, 9),)
    >>> joined([(0, 2), (3, 4)], "一二三四")
    ((0, 2), (3, 4))
    """
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and (start <= out[-1][1] or not fold(text[out[-1][1] : start])) and "\n" not in text[out[-1][1] : start]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
