"""Damage that others did to a text's characters, mended as far as it can be; every change is recorded."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus_site.load import gbk
from corpus_site.load.glosses import LETTERS, find_glosses, reads
from corpus_site.load.spans import find_spans, suspicious
from corpus_site.model import Repair

_STRAY = re.compile(f"(?<=([^\\sA-Za-z0-9])([@-~€]))[(（]([{LETTERS}]{{1,6}})[)）]")
_ALWAYS = 0.9  # share of a character's places with a gloss; damage itself prints some without
_SHOWN = 8  # characters shown of damage that could not be mended


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch that becomes another."""

    begin: int  # in the text as it came
    end: int
    now: str
    rule: str
    shown: tuple[int, int]  # what the record shows around it
    sure: bool = True


def mend(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Take out glosses, and put together characters that were cut between their bytes.

    Returns the text, with as many lines as before, and what was changed, in order.  A repair that is not `sure` is
    for a reader to look at; one whose `now` is its `was` is damage that nothing could be done about.

    >>> text, repairs = mend("領(lǐng)導者")
    >>> text, repairs[0].was, repairs[0].now
    ('領導者', '領(lǐng)', '領')
    >>> mend("嗯,這是因?yàn)槲掖_實看到")[0]
    '嗯,這是因為我確實看到'
    >>> mend("IAEA(國際原子能機構)，他(she)为什么？！")
    ('IAEA(國際原子能機構)，他(she)为什么？！', ())
    """
    edits = find_edits(text)
    return _applied(text, edits), record(text, edits)


def find_edits(text: str) -> list[Edit]:
    """What `mend` would change, in order; no edit reaches over the end of a line."""
    glosses = find_glosses(text)
    plain = _without(text, glosses)
    edits = [*_span_edits(text, plain, glosses)]
    taken = {at for edit in edits for at in range(edit.begin, edit.end)}
    for begin, end in (*glosses, *_strays(text)):
        if begin not in taken:
            edits.append(Edit(begin, end, "", "gloss", (begin - 1, end)))
    return sorted(edits, key=lambda e: (e.begin, e.end))


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for begin, end in cuts:
        kept.append(text[at:begin])
        at = end
    return "".join((*kept, text[at:]))


def _span_edits(text: str, plain: str, glosses: list[tuple[int, int]]) -> Iterator[Edit]:
    if not suspicious(plain):
        return
    places, shifts, gone = [], [0], 0  # where in the plain text a gloss is missing, and how much up to there
    for begin, end in glosses:
        places.append(begin - gone)
        gone += end - begin
        shifts.append(gone)
    for span in find_spans(plain, _always_glossed(text, plain, glosses)):
        begin = span.begin + shifts[bisect_right(places, span.begin)]
        end = span.end + shifts[bisect_right(places, span.end - 1)]
        if span.text is not None:
            yield Edit(begin, end, span.text, "shifted", (begin, end), span.sure)
        else:
            until = text.find("\n", end)
            shown = min(end + _SHOWN, len(text) if until < 0 else until)
            yield Edit(begin, end, text[begin:end], "shifted", (begin - 1, shown), False)


def _always_glossed(text: str, plain: str, glosses: list[tuple[int, int]]) -> frozenset[str]:
    counts, places = Counter(text[begin - 1] for begin, _ in glosses), Counter(plain)
    return frozenset(char for char, count in counts.items() if count >= _ALWAYS * places[char])


def _strays(text: str) -> Iterator[tuple[int, int]]:
    """Glosses behind a letter: its byte and the one before looked like a character.

    >>> [*_strays("比如，F(xiàn)acebook")], [*_strays("Lu(lù)")]
    ([(4, 10)], [])
    """
    for match in _STRAY.finditer(text):
        trail = gbk.trail_of(match[2])
        leads = (second for _, second in gbk.pairs_of(match[1]) if trail is not None)
        if any((char := gbk.char_of(lead, trail or 0)) and reads(char, match[3]) for lead in leads):
            yield match.span()


def _applied(text: str, edits: list[Edit]) -> str:
    kept: list[str] = []
    at = 0
    for edit in edits:
        kept += text[at : edit.begin], edit.now
        at = edit.end
    return "".join((*kept, text[at:]))


def record(text: str, edits: list[Edit]) -> tuple[Repair, ...]:
    """The edits of a text as its readers see them, on its lines."""
    repairs: list[Repair] = []
    at, line = 0, 1
    for edit in edits:
        line += text.count("\n", at, edit.begin)
        at = edit.end
        first, last = edit.shown
        was = text[first:last]
        now = text[first : edit.begin] + edit.now + text[edit.end : last]
        repairs.append(Repair(rule=edit.rule, line=line, was=was, now=now, sure=edit.sure))
    return tuple(repairs)
