"""Readings printed behind characters: 領(lǐng)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from corpus_site.fold import simplify

# Letters of pinyin with tone marks; a few pages write the IPA letters ɑ and ɡ that GBK has beside them.
LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿêɑɡ"
_TONED = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")
_GLOSS = re.compile(f"(?<=[㐀-鿿])(?:\\(([{LETTERS}]{{1,6}})\\)|（([{LETTERS}]{{1,6}})）)")


@cache
def _table() -> dict[int, str]:
    from pypinyin.constants import PINYIN_DICT

    return dict(PINYIN_DICT)


@cache
def sound_of(reading: str) -> str:
    """A reading without its tone.

    >>> sound_of("lǐnɡ"), sound_of("lǜ")
    ('ling', 'lü')
    """
    decomposed = unicodedata.normalize("NFD", reading.replace("ɑ", "a").replace("ɡ", "g"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) or c == "\u0308")
    return unicodedata.normalize("NFC", bare)


@cache
def readings(char: str) -> frozenset[str]:
    """All readings of a character and of its Simplified form.

    >>> sorted(readings("還")) == sorted(readings("还")) or "huán" in readings("還")
    True
    >>> readings("A")
    frozenset()
    """
    forms = {char, simplify(char)}
    return frozenset(r for form in forms for r in _table().get(ord(form), "").split(",") if r)


def sounds(char: str) -> frozenset[str]:
    """All readings of a character, without tones."""
    return frozenset(map(sound_of, readings(char)))


def reads(char: str, reading: str) -> bool:
    """Tell whether a printed reading is one of a character.

    The tone may be another one, as in Taiwan or before another tone, but only where the print has a tone at
    all: `he` behind a character may be English.

    >>> reads("領", "lǐng"), reads("期", "qí"), reads("們", "men")
    (True, True, True)
    >>> reads("他", "she"), reads("領", "ling"), reads("領", "dǎo"), reads("啊", "a")
    (False, False, False, False)
    """
    reading = reading.replace("ɑ", "a").replace("ɡ", "g")
    known = readings(char)
    if not _TONED.search(reading):
        return len(reading) > 1 and reading in known  # (a) is the letter of a list, even behind 阿
    return reading in known or sound_of(reading) in sounds(char)


def find_glosses(text: str) -> list[tuple[int, int]]:
    """Where glosses stand in a text, brackets included, in order.

    >>> find_glosses("領(lǐng)導（dǎo）力")
    [(1, 7), (8, 13)]
    >>> find_glosses("IAEA(國際原子能機構) UBI(全球基本收入) 他(she)")
    []
    """
    return [m.span() for m in _GLOSS.finditer(text) if reads(text[m.start() - 1], m[1] or m[2])]
