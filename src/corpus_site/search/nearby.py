"""What a query without results may have meant: a Latin word one letter away, a Han name that reads the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus_site.generate.search_fold import key_of
from corpus_site.search.query import Query
from corpus_site.search.reader import Index

_SHORTEST = 4  # letters of a Latin word that may be another one
_LONGEST = 12  # characters of a Han name that are read


def suggestion(index: Index, asked: Query) -> str:
    """Give the query with the parts replaced that have something nearby; "" where none has."""
    near = [one_near(index.spelling(), key_of(part.text)) for part in asked.parts]
    if not any(near):
        return ""
    return " ".join(found or part.text for found, part in zip(near, asked.parts, strict=True))


def one_near(spelling: Any, key: str) -> str:
    """Give the word or the name nearest to a key; "" for none.

    >>> spelling = {"latin": ["altman"], "names": ["奥特曼"], "read": ["aoteman"], "syllables": {"ao": "奥傲"}}
    >>> [one_near(spelling, key) for key in ("altmann", "aotemen", "傲特曼", "altman")]
    ['altman', '奥特曼', '奥特曼', '']
    """
    if key.isascii():
        words = [*spelling["latin"], *spelling["read"]]
        if len(key) < _SHORTEST or key in words:
            return ""
        place = next((place for place, word in enumerate(words) if is_near(key, word)), None)
        if place is None:
            return ""
        latin = len(spelling["latin"])
        return str(words[place] if place < latin else spelling["names"][place - latin])
    for name, read in zip(spelling["names"], spelling["read"], strict=True):
        other = key_of(name)
        if len(other) > 1 and other != key and (_reads(spelling["syllables"], key, read) or _one_differs(key, other)):
            return str(name)
    return ""


def is_near(one: str, other: str) -> bool:
    """Tell whether one letter more, less, other, or two changed places part two words.

    >>> is_near("altmann", "altman"), is_near("atlman", "altman"), is_near("altman", "altman"), is_near("alt", "altman")
    (True, True, False, False)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, left = one[start:], other[start:]
    return (
        rest[1:] == left[1:]
        or rest[1:] == left
        or rest == left[1:]
        or (rest[:2] == left[1::-1] and rest[2:] == left[2:])
    )


def _one_differs(one: str, other: str) -> bool:
    return len(one) == len(other) > 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _reads(syllables: dict[str, str], key: str, read: str) -> bool:
    """Tell whether the characters of a key may be read so, one after the other."""
    if len(key) > _LONGEST:
        return False
    ends = {0}
    for character in key:
        ends = {end for start in ends for end in _steps(syllables, character, read, start)}
    return len(read) in ends


def _steps(syllables: dict[str, str], character: str, read: str, start: int) -> Iterator[int]:
    if character.isascii():
        if read.startswith(character, start):
            yield start + 1
        return
    for size in range(1, 7):
        if character in syllables.get(read[start : start + size], ()):
            yield start + size
