"""Text read from the wrong byte: 因?yàn)槲掖_ was 因為我確.

A replacement that knew nothing of characters ran over GBK bytes and cut a character between its two bytes.
The first byte was then lost (printed as `?`), and every later pair was read one byte late, until a sign of a
single byte brought the reading back in step.  Here the bytes are put together again.  What is lost is guessed:
the readings that are possible are walked side by side, the implausible ones dropped on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from types import MappingProxyType

from corpus_site.load import gbk
from corpus_site.load.glosses import LETTERS, reads, sound_of, sounds
from corpus_site.load.plausible import Plausible

LOST = "?？\ufffd"
_PIN = f"([{LETTERS}]{{1,6}})[)）]"
_PINNED_LOSS = re.compile(f"[{LOST}]{_PIN}")
_PINNED_SIGN = re.compile(f"[@-~€][(（]{_PIN}")

_FURTHEST = 90  # printed characters; a shifted stretch rarely lasts longer than a sentence
_WIDTH = 48  # readings kept side by side
_STEPS = 8  # characters tried where all that is known is that nothing is seen of them
_MORE = 0.35  # for a character of a pair that left no trace: the judge holds every character for rarer than it is
_NEW_GLOSS = -3.0  # price of a gloss on a character that has none elsewhere
_UNGLOSSED = -6.0  # price of a character that the page glosses everywhere else


@dataclass(frozen=True, slots=True)
class Token:
    """A printed sign of the damaged stretch; `pin` is the gloss behind it, `end` where the next one begins."""

    char: str
    pin: str
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a damaged stretch may have been, up to where; `score` counts only as far as the search went."""

    text: str
    end: int
    score: float


# score, byte that waits for its second, text so far with the character before it
_State = tuple[float, int, str]
_Step = tuple[float, str, int]  # price, characters, first byte of a pair that left no trace behind them


def tokens(text: str, start: int) -> list[Token]:
    """Cut what follows into signs, a gloss taken together with the sign that it pins.

    >>> [(t.char, t.pin) for t in tokens("薪?jīng)濟F(xiàn)在", 0)]
    [('薪', ''), ('?', 'jīng'), ('濟', ''), ('F', 'xiàn'), ('在', '')]
    """
    found: list[Token] = []
    at = start
    while at < len(text) and len(found) < _FURTHEST and text[at] != "\n":
        pinned = _PINNED_LOSS.match(text, at) or _PINNED_SIGN.match(text, at)
        end = pinned.end() if pinned else at + 1
        found.append(Token(text[at], pinned[1] if pinned else "", end))
        at = end
    return found


class Search:
    """Looks for readings in one document; `glossed` are characters that it never prints without a gloss."""

    def __init__(self, judge: Plausible, glossed: frozenset[str]) -> None:
        self.judge = judge
        self.glossed = glossed
        self._behind: dict[tuple[str, int, int], list[_Step]] = {}
        self._pinned: dict[tuple[str, int, bool, str, int | None], list[_Step]] = {}
        self._rows: dict[gbk.Pair, list[str]] = {}
        self._gone: dict[tuple[str, int, bool], list[_Step]] = {}

    def _behind_nothing(self, left: str, gone: int, second: int) -> list[_Step]:
        """The best characters behind a pair that vanished, by the pair's first byte and their own second one."""
        known = self._behind.get((left, gone, second))
        if known is None:
            steps = [(self._price(left, char), char, 0) for char in self.judge.likely(left, self._row(gone, second))]
            known = self._behind[left, gone, second] = nlargest(_STEPS, steps)
        return known

    def _row(self, gone: int, second: int) -> list[str]:
        """Characters worth a guess there, whatever stands before, the commonest first."""
        known = self._rows.get((gone, second))
        if known is None:
            row = {gbk.char_of(lead, second) for lead in gbk.undefined(gone)} - {""}
            known = self._rows[gone, second] = sorted(filter(self.judge.common, row), key=self.judge.rank)
        return known

    def _vanished(self, state: _State) -> list[_Step]:
        """What stood where pairs without a character left no trace, each with the last pair's first byte.

        Two pairs at once are no rarity: the comma and 但 both end in bytes that begin no character.
        """
        _, waiting, text = state
        left, cut = text[-1:], len(text) < 2
        known = self._gone.get((left, waiting, cut))
        if known is None:
            once = nlargest(
                _STEPS,
                (
                    (_MORE + self._price(left, char, cut), char, first)
                    for first in gbk.undefined_leads()
                    if (char := gbk.char_of(waiting, first)) and self.judge.common(char)
                ),
            )
            twice = nlargest(
                _STEPS,
                (
                    (_MORE + price + more, between + char, first)
                    for price, between, gone in once[:2]
                    for first in gbk.undefined_leads()
                    for more, char, _ in self._behind_nothing(between, gone, first)
                ),
            )
            known = self._gone[left, waiting, cut] = [*once, *twice]
        return known

    def _price(self, left: str, char: str, cut: bool = False) -> float:
        """Price of a character; one that was cut had no chance to get its gloss."""
        return self.judge.step(left, char) + (_UNGLOSSED if char in self.glossed and not cut else 0.0)

    def readings(self, signs: list[Token], waiting: dict[int, float], before: str) -> list[Reading]:
        """The most plausible readings of the signs, given the bytes that may wait for their second."""
        states: list[_State] = [(price, byte, before[-1:]) for byte, price in waiting.items()]
        done: list[Reading] = []
        for at, sign in enumerate(signs):
            after = signs[at + 1].char if at + 1 < len(signs) else "\n"
            for state in states:
                done += self._back_in_step(state, sign, after)
            states = nlargest(_WIDTH, self._one_byte_late(states, sign))
            if not states:
                break
        cut = len(before[-1:])
        return [Reading(r.text[cut:], r.end, r.score) for r in done]

    def _joined(self, state: _State, char: str, price: float = 0.0) -> tuple[float, str]:
        score, _, text = state
        return score + price + self._price(text[-1:], char, len(text) < 2), text + char

    def _back_in_step(self, state: _State, sign: Token, after: str) -> Iterator[Reading]:
        """The reading ends here: a single byte was the second one, or the second one is lost."""
        trail = gbk.trail_of(sign.char)
        if sign.pin:
            yield from self._second_pinned(state, sign, trail)
        elif trail is not None:
            yield from self._second_printed(state, sign, trail)
        elif sign.char in LOST:
            yield from self._second_lost(state, sign, after)
        else:
            yield from self._second_swallowed(state, sign)

    def _second_printed(self, state: _State, sign: Token, trail: int) -> Iterator[Reading]:
        if char := gbk.char_of(state[1], trail):
            score, text = self._joined(state, char)
            yield Reading(text, sign.end, score)
        for score, text in self._past_nothing(state, trail):
            yield Reading(text, sign.end, score)

    def _second_pinned(self, state: _State, sign: Token, trail: int | None) -> list[Reading]:
        """A gloss tells the character: its second byte is printed, or lost with the bracket behind it."""
        score, waiting, text = state
        key = (text[-1:], waiting, len(text) < 2, sign.pin, trail)
        if (known := self._pinned.get(key)) is None:
            options = (
                (more + self._with_gloss(between[-1:] or text[-1:], char), between + char, 0)
                for more, between, gone in (*self._vanished(state), (0.0, "", 0))
                for lead, chars in with_reading(sign.pin).items()
                if (lead in gbk.undefined(gone) if between else lead == waiting)
                for second, char in chars
                if trail is None or second == trail
            )
            known = self._pinned[key] = nlargest(_STEPS, options)
        return [Reading(text + more, sign.end, score + price) for price, more, _ in known]

    def _with_gloss(self, left: str, char: str) -> float:
        return self.judge.step(left, char) + (0.0 if char in self.glossed else _NEW_GLOSS)

    def _second_lost(self, state: _State, sign: Token, after: str) -> Iterable[Reading]:
        options: list[Reading] = []
        for _, char in gbk.row(state[1]):
            if not self.judge.common(char):
                continue
            score, text = self._joined(state, char)
            options.append(Reading(text, sign.end, score + self.judge.step(char, after)))
        return nlargest(8, options, key=lambda r: (r.score, r.text))

    def _second_swallowed(self, state: _State, sign: Token) -> Iterator[Reading]:
        """The sign took the letter behind it with it: 因為C was read as 因 … 镃."""
        for first, second in gbk.pairs_of(sign.char):
            if second >= 0x80:
                continue
            ends = [*self._past_nothing(state, first)]
            if char := gbk.char_of(state[1], first):
                ends.append(self._joined(state, char))
            for score, text in ends:
                yield Reading(text + chr(second), sign.end, score + self.judge.step(text[-1], chr(second)))

    def _one_byte_late(self, states: list[_State], sign: Token) -> Iterator[_State]:
        """The reading goes on: the sign's first byte was a second byte, and its second one waits."""
        if sign.pin:
            return
        for first, second in gbk.pairs_of(sign.char):
            for state in states:
                if char := gbk.char_of(state[1], first):
                    score, text = self._joined(state, char)
                    yield score, second, text
                for score, text in self._past_nothing(state, first):
                    yield score, second, text

    def _past_nothing(self, state: _State, second: int) -> Iterator[tuple[float, str]]:
        """Readings up to the character behind vanished pairs whose second byte is given."""
        score, _, text = state
        for price, between, gone in self._vanished(state):
            for more, char, _ in self._behind_nothing(between[-1], gone, second):
                yield score + price + more, text + between + char


@cache
def _by_sound() -> dict[str, list[tuple[gbk.Pair, str]]]:
    found: dict[str, list[tuple[gbk.Pair, str]]] = {}
    for lead in gbk.LEADS:
        for trail, char in gbk.row(lead):
            for sound in sounds(char):
                found.setdefault(sound, []).append(((lead, trail), char))
    return found


@cache
def with_reading(reading: str) -> Mapping[int, tuple[tuple[int, str], ...]]:
    """All characters that may carry a gloss, each with its second byte, by the first one.

    >>> (0x9E, "驗") in with_reading("yàn")[0xF2]
    True
    """
    found: dict[int, list[tuple[int, str]]] = {}
    for (lead, trail), char in _by_sound().get(sound_of(reading), ()):
        if reads(char, reading):
            found.setdefault(lead, []).append((trail, char))
    return MappingProxyType({lead: tuple(chars) for lead, chars in found.items()})


def waiting_after_gloss(before: str, reading: str, glossed: frozenset[str]) -> dict[int, float]:
    """Bytes that were lost where a gloss cut a character, by the gloss: it tells which character was taken for one.

    >>> [hex(b) for b, price in waiting_after_gloss("因", "yàn", frozenset("驗")).items() if price == 0]
    ['0x9e']
    >>> waiting_after_gloss("因", "ok", frozenset())
    {}
    """
    return {
        trail: 0.0 if char in glossed else _NEW_GLOSS
        for _, lead in gbk.pairs_of(before)
        for trail, char in with_reading(reading).get(lead, ())
    }
