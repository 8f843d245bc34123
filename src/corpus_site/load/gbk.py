"""Double bytes of GBK, the mainland code table that damaged pages were once stored in."""

from __future__ import annotations

from functools import cache

from corpus_site.lexicon import is_han

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))

# What an article is written with beside Han characters.  Greek, Cyrillic, box drawing and the like are in the
# table too, but a reading that needs them is no reading.
_MARKS = frozenset("，。、？！；：“”‘’（）《》〈〉「」『』【】…—·～％")
_EURO = 0x80  # a single byte of code page 936

Pair = tuple[int, int]


@cache
def _table() -> dict[Pair, str]:
    return {
        (lead, trail): char
        for lead in LEADS
        for trail in TRAILS
        if (char := bytes((lead, trail)).decode("gbk", "ignore")) and (is_han(char) or char in _MARKS)
    }


@cache
def _undefined() -> dict[int, tuple[int, ...]]:
    return {
        lead: trails
        for lead in LEADS
        if (trails := tuple(t for t in TRAILS if len(bytes((lead, t)).decode("gbk", "ignore")) != 1))
    }


@cache
def _row(lead: int) -> tuple[tuple[int, str], ...]:
    return tuple((trail, _table()[lead, trail]) for trail in TRAILS if (lead, trail) in _table())


def char_of(lead: int, trail: int) -> str:
    """The character of two bytes, or nothing where no article would have it.

    >>> char_of(0xD2, 0xF2), char_of(0xA1, 0xA3), char_of(0xF8, 0xBA)
    ('因', '。', '')
    """
    return _table().get((lead, trail), "")


def row(lead: int) -> tuple[tuple[int, str], ...]:
    """All characters that begin with a byte, each with its second byte."""
    return _row(lead)


def undefined(lead: int) -> tuple[int, ...]:
    """Second bytes that have no character after this first one: such pairs vanish when text is decoded.

    >>> 0xBA in undefined(0xF8), undefined(0xB0)
    (True, ())
    """
    return _undefined().get(lead, ())


def undefined_leads() -> tuple[int, ...]:
    """First bytes that some undefined pair has."""
    return tuple(_undefined())


@cache
def pairs_of(char: str) -> tuple[Pair, ...]:
    """The double bytes that a printed character may stand for.

    A page whose full-width signs were turned into ASCII later still had them when its bytes were cut, so `,`
    may be either.

    >>> [bytes(p).hex() for p in pairs_of("因") + pairs_of(",")]
    ['d2f2', 'a3ac']
    >>> pairs_of("ñ"), pairs_of("😀")
    ((), ())
    """
    if char == " ":
        return ((0xA1, 0xA1),)
    if "!" <= char <= "~":
        return ((0xA3, ord(char) | 0x80),)
    encoded = char.encode("gbk", "ignore")
    return ((encoded[0], encoded[1]),) if len(encoded) == 2 else ()


def trail_of(char: str) -> int | None:
    """The byte of a printed ASCII sign that can be a second byte; the euro sign is one as well.

    >>> trail_of("F"), trail_of("€"), trail_of("5"), trail_of("的")
    (70, 128, None, None)
    """
    if char == "€":
        return _EURO
    return ord(char) if "@" <= char <= "~" else None
