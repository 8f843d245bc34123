"""Where a document reads from the wrong byte, and what it is to read there: search, weigh, accept or leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log1p

from corpus_site.load import gbk
from corpus_site.load.glosses import LETTERS
from corpus_site.load.plausible import Plausible
from corpus_site.load.shifted import LOST, Reading, Search, tokens, waiting_after_gloss

_HAN = "㐀-鿿"
_SIGNS = "à-üā-ǜΑ-ёⅠ-Ⅻ∈-⊿①-⒛─-●ぁ-ㄩ㈠-㏕Ａ-Ｚａ-ｚ"  # what shifted bytes look like beside Han
_PIN = f"[{LETTERS}]{{1,6}}[)）]"
# Two kinds of start.  A gloss whose bracket was eaten: no clean text has one.  Or a lost byte before a stop that
# was put together from halves; most of these are just `？！`, so what follows decides.
_START = re.compile(
    f"(?<=[{_HAN}，。！？；：、”’）》」』,])[{LOST}](?P<pin>[{LETTERS}]{{1,6}})[)）]"
    f"|(?<=[{_HAN}”’）》」』0-9A-Za-z])[{LOST}]"
    f"(?=[，。！？；：,!?;:](?:[{_HAN}{_SIGNS}{LOST}]|[@-~€](?:[{_HAN}]|[(（]{_PIN})))"
)
_LONE_SIGN = re.compile(
    f"[，。！？；：,!?;:](?:[{LOST}]|[@-~€][{_HAN}]|[{_HAN}{_SIGNS}，。！？；：,!?;:]{{0,40}}(?:[{LOST}]|[@-~€][(（]){_PIN})"
)

_TAG = re.compile("/[a-z]+>")  # its `<` is gone

_AROUND = 10  # characters on both sides that a reading must fit to
_CLEARLY = 8.0  # how much better than the print a reading must be (natural logarithm)
_LIKELY = 5.0  # the same in a document with glosses: the replacement that adds them did the damage
_GLOSSED = 5  # characters with glosses: fewer are an author's, not a replacement's
_BY_GLOSS = 4.0  # the same, where a gloss proves the damage
_SURE = 2.0  # how much better than the next reading
_FIRST_HALF = 0xA1  # of 。 and of quotation marks: most bytes that a stop cut off
_OTHER_HALF = -2.0
_IMPLAUSIBLE = -6.5  # mean step of text that does not read as text
_MISPLACED, _CLOSED, _TAG_OPENED = -4.0, 2.0, 8.0  # what marks say: a wrong one, a quotation closed, a `<` restored
_PRONOUNS, _SCENE = "他她它", 60  # these differ in one byte, and what stands around knows which is meant
_FAILURES = 24  # searches that may fail before a document is taken for one of another kind of damage
_SEARCHES = 600  # in one document; the worst page seen needed 33
_WEIGHED = 40  # readings that are weighed in full
_BEFORE = 400  # characters before a stretch that are looked at


@dataclass(frozen=True, slots=True)
class Span:
    """A damaged stretch; `text` is None where no reading was clearly better than the print."""

    begin: int
    end: int
    text: str | None
    sure: bool


def suspicious(text: str) -> bool:
    """Tell in one pass whether a text has anything that damage would leave.

    >>> suspicious("因?yàn)槲掖_"), suspicious("謝謝?,F在讓我們")
    (True, True)
    >>> suspicious("为什么?因为(yes)…… 真的?! 好吧?")
    False
    """
    return _START.search(text) is not None


def find_spans(text: str, glossed: frozenset[str]) -> Iterator[Span]:
    """Damaged stretches in order, without overlap; `glossed` are characters that always have a gloss here.

    The time is bounded by the length of the text and a fixed number of searches.
    """
    doctor = _Doctor(text, glossed)
    at, failed, searched = 0, 0, 0
    while start := _START.search(text, at):
        at = start.start() + 1
        waiting = doctor.waiting(start)
        if waiting is None:
            continue
        span = Span(start.start(), start.end(), None, False)
        if waiting and failed < _FAILURES and searched < _SEARCHES:
            span = doctor.examine(start, waiting)
            searched += 1
            failed = failed + 1 if span.text is None else max(0, failed - 2)
        if span.text is not None or start["pin"]:
            yield span
        doctor.pass_over(span)
        at = span.end


class _Doctor:
    def __init__(self, text: str, glossed: frozenset[str]) -> None:
        self._text = text
        self._judge = Plausible(text)
        self._search = Search(self._judge, glossed)
        self._print = _Print(text)
        self._enough = _LIKELY if len(glossed) >= _GLOSSED else _CLEARLY
        self._mended = ""  # the last of the text before, as it reads now
        self._at = 0

    def pass_over(self, span: Span) -> None:
        now = self._text[span.begin : span.end] if span.text is None else span.text
        self._mended = (self._before(span.begin) + now)[-_BEFORE:]
        self._at = span.end

    def _before(self, begin: int) -> str:
        return (self._mended + self._text[max(self._at, begin - _BEFORE) : begin])[-_BEFORE:]

    def waiting(self, start: re.Match[str]) -> dict[int, float] | None:
        """Bytes that may have been lost here, each with its price; None where nothing is wrong."""
        if start["pin"]:
            waiting = waiting_after_gloss(self._before(start.start())[-1], start["pin"], self._search.glossed)
            return waiting if waiting or not start["pin"].isascii() else None
        if not self._odd(start.end()):
            return None
        return dict.fromkeys(gbk.LEADS, _OTHER_HALF) | {_FIRST_HALF: 0.0}

    def examine(self, start: re.Match[str], waiting: dict[int, float]) -> Span:
        """Read what follows in all the ways that the waiting bytes allow, and keep the best if it is good enough."""
        before = self._before(start.start())
        return self._weigh(start, before, self._search.readings(tokens(self._text, start.end()), waiting, before))

    def _odd(self, at: int) -> bool:
        """Whether what follows a lost byte and a stop reads unlike text."""
        if _LONE_SIGN.match(self._text, at):
            return True
        follows = self._text[at : at + 12].partition("\n")[0]
        steps = [self._judge.step(left, right) for left, right in pairwise(follows)]
        return any(sum(steps[:n]) < _IMPLAUSIBLE * n for n in range(2, len(steps) + 1))

    def _weigh(self, start: re.Match[str], before: str, found: list[Reading]) -> Span:
        begin, text, judge = start.start(), self._text, self._judge
        unmended = Span(begin, start.end(), None, False)
        if not found:
            return unmended
        until = min(len(text), max(r.end for r in found) + _AROUND)
        line = text.find("\n", begin, until)
        until = until if line < 0 else line
        near = before[-_AROUND:]
        scored = sorted(
            (
                (-self._in_full(near, r, until) - self._print.support(before, r.text, r.end), r.text, r)
                for r in self._shortlist(found, begin, until)
            ),
            key=lambda row: (row[0], row[1], row[2].end),
        )
        best = scored[0][2]
        gain = -scored[0][0] - judge.score(near + text[begin:until])
        if gain < (_BY_GLOSS if start["pin"] else self._enough):
            return unmended
        now = self._print.as_here(best.text) + self._print.eaten(best.end)
        whole = best.text + text[best.end : until]
        others = (worse - scored[0][0] for worse, _, r in scored[1:] if r.text + text[r.end : until] != whole)
        margin = next(others, inf)
        return Span(begin, best.end, now, margin >= _SURE and all(map(judge.common, best.text)))

    def _shortlist(self, found: list[Reading], begin: int, until: int) -> list[Reading]:
        """The readings worth weighing in full, by their own score and that of the print they leave as it is."""
        text, judge = self._text, self._judge
        rest = [0.0] * (until - begin + 1)  # plausibility of the print from each place on
        for at in range(until - 2, begin - 1, -1):
            rest[at - begin] = rest[at + 1 - begin] + judge.step(text[at], text[at + 1])

        def whole(reading: Reading) -> float:
            joint = judge.step(reading.text[-1:], text[reading.end]) if reading.end < until else 0.0
            return reading.score + joint + rest[reading.end - begin]

        return sorted(found, key=lambda r: (-whole(r), r.text, r.end))[:_WEIGHED]

    def _in_full(self, near: str, reading: Reading, until: int) -> float:
        prices = reading.score - self._judge.chain(near[-1:] + reading.text)
        return prices + self._judge.score(near + reading.text + self._text[reading.end : until])


class _Print:
    """How the document is printed: how wide its stops are, what a lost byte took with it."""

    def __init__(self, text: str) -> None:
        self._text = text
        wide, narrow = "，？！：；（）", ",?!:;()"
        self._narrow = str.maketrans({w: n for w, n in zip(wide, narrow, strict=True) if w not in text and n in text})

    def as_here(self, reading: str) -> str:
        """Stops as wide as everywhere else: they were narrowed after the damage."""
        return reading.translate(self._narrow)

    def eaten(self, end: int) -> str:
        """The ASCII sign that a lost byte took with it, as far as what follows shows it."""
        if self._text[end - 1] not in LOST:
            return ""
        if _TAG.match(self._text, end):
            return "<"
        # A letter would have been read as the second byte: what was taken before a letter was most likely a blank.
        return " " if re.match("[A-Za-z]", self._text[end : end + 1]) else ""

    def support(self, before: str, reading: str, end: int) -> float:
        """What marks say for a reading, or against it, that words cannot."""
        tag = self._text[end - 1] in LOST and _TAG.match(self._text, end) is not None
        support = _TAG_OPENED if tag else 0.0
        if reading[-1] in "，、；：" and (tag or self._text[end : end + 1] in ("", "\n", " ")):
            support += _MISPLACED  # no paragraph ends so
        around = before[-_SCENE:] + self._text[end : end + _SCENE]
        support += sum(log1p(around.count(char)) for char in reading if char in _PRONOUNS)
        line = before.rpartition("\n")[2]
        is_open = line.rfind("“") > line.rfind("”")
        for char in reading:
            if char in "“”":
                support += _MISPLACED if is_open == (char == "“") else _CLOSED * is_open
                is_open = char == "“"
        return support
