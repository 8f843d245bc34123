"""Quotations in prose: speaker, cue and words all found, or none.

Scare quotes, titles and terms have no cue and so never enter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus_site.fold import simplify
from corpus_site.load.discourse import Discourse
from corpus_site.load.marks import Marked, marked
from corpus_site.load.names import NameAt, NameBook
from corpus_site.load.passages import Found, Passage
from corpus_site.load.quote_rules import (
    BREATH,
    FEW,
    LONG,
    SENTENCE,
    Around,
    about_somebody,
    attribute,
    last_clause,
    only_clause,
)
from corpus_site.load.signed import signed_items
from corpus_site.load.speakers import Heard
from corpus_site.model import Span

_ABOVE = 6  # passages above whose names a pronoun may stand for
_GAP = 3  # pictures and the like that may stand between a colon and the words it brings in
_SPOKEN = re.compile(r"[我你您咱]")
_NARRATES = re.compile(r"(?:他|她|这|该|而|但|在|对此|据|随后|此外|不过|目前|同时)")


def _named_before(names: Sequence[NameAt], end: int) -> Sequence[NameAt]:
    """The last few names that end at or before an offset."""
    until = bisect_right(names, end, key=lambda n: n.end)
    return names[max(0, until - 8) : until]


def telling(passages: Sequence[Passage]) -> dict[int, str]:
    """The passages in which it may be told who speaks, by index: where the tagger pays.

    Those with marks or a colon at the end, and two before each, in which a pronoun may find whom it stands for.
    """
    wanted = [n for n, p in enumerate(passages) if marked(p.text) or p.text.rstrip().endswith(("：", ":"))]
    near = {k for n in wanted for k in range(max(0, n - 2), n + 1)}
    return {passages[n].index: passages[n].text for n in sorted(near)}


@dataclass(slots=True)
class _Prose:
    """The prose of an article while it is read, passage by passage."""

    passages: Sequence[Passage]
    book: NameBook
    discourse: Discourse
    names: dict[int, list[NameAt]]  # of each passage, by its place

    def around(self, position: int, words: str, start: int, mark: Marked, following: int) -> Around:
        """One marked stretch of a passage with its surroundings."""
        passage = self.passages[position]
        text, names = passage.text, self.names[position]
        start = max(start, mark.open - 2 * BREATH)
        clause = last_clause(text[max(0, mark.open - BREATH) : mark.open])
        above = [name for place in range(max(0, position - _ABOVE), position) for name in self.names[place]]
        return Around(
            words=words,
            before=text[start : mark.open],
            after=text[mark.close : min(following, mark.close + 2 * BREATH)],
            earlier=_named_before(names, mark.open - len(clause)),
            book=self.book,
            memory=above[-8:],
            discourse=self.discourse,
            index=passage.index,
            start=start,
            open=mark.open,
            close=mark.close,
        )

    def led_in(self, position: int, words: str) -> Around | None:
        """What stands before words that open a passage, where the passage above ends in a colon."""
        above = position - 1
        if above < 0 or self.passages[position].index - self.passages[above].index > _GAP:
            return None
        text = self.passages[above].text.rstrip()
        if not text.endswith(("：", ":")) or self.passages[above].quoted != self.passages[position].quoted:
            return None
        start = max((m.close for m in marked(text) if m.end - m.start >= FEW), default=0)
        return self.around(above, words, start, Marked(start=len(text) + 1, end=len(text) + 1), len(text))


def quotations(passages: Sequence[Passage], book: NameBook, discourse: Discourse) -> list[Found]:
    """All quotations of an article's prose, in reading order."""
    names = {n: book.find(p.text) for n, p in enumerate(passages)}
    prose = _Prose(passages=passages, book=book, discourse=discourse, names=names)
    signed, used = signed_items(passages, book)
    out = [*signed, *_without_marks(prose, used)]
    used |= {index for f in out for index, _ in f.spans}
    last: tuple[int, Heard] | None = None  # the passage and the speaker of the last quotation with a cue
    for position, passage in enumerate(passages):
        if passage.index in used:
            continue
        found = _in_passage(prose, position, last)
        out += found
        spoken = [f for f in found if f.speaker]
        if spoken and spoken[-1].speaker:
            last = (passage.index, Heard(speaker=spoken[-1].speaker, cue=spoken[-1].cue, confidence="low"))
    return sorted(out, key=lambda f: f.spans[0])


def _without_marks(prose: _Prose, used: set[int]) -> list[Found]:
    """Paragraphs without marks behind a lead-in that ends in a colon: … 这位科学家表示：

    Behind a verb of speech the first paragraph belongs to it, behind a mere colon only one in the first or second
    person; the next ones as long as they speak in the first person and name nobody else.
    """
    out: list[Found] = []
    for position in range(1, len(prose.passages)):
        words = _unmarked_words(prose.passages[position : position + 5], used)
        lead = prose.led_in(position, "\n\n".join(w.text for w in words)) if words else None
        if lead is None or prose.passages[position - 1].quoted:
            continue
        rule, heard = attribute(lead)
        if heard is None or (rule != "lead_in" and not _SPOKEN.search(words[0].text)):
            continue
        out.append(
            Found(
                kind="direct",
                spans=tuple((w.index, (0, len(w.text))) for w in words),
                speaker=heard.speaker,
                cue=heard.cue,
                rule="without_marks",
                confidence="low" if heard.confidence == "low" else "medium",
            )
        )
    return out


def _unmarked_words(passages: Sequence[Passage], used: set[int]) -> list[Passage]:
    """The paragraphs from the first on that may be words without marks."""
    words: list[Passage] = []
    for passage in passages:
        goes_on = not words or ("我" in passage.text and not _NARRATES.match(simplify(passage.text)))
        speech = any(m.end - m.start >= LONG for m in marked(passage.text))
        at_ends = marked(passage.text[:2] + passage.text[-2:])
        plain = passage.kind == "paragraph" and passage.index not in used and len(passage.text) >= FEW
        if not goes_on or speech or at_ends or not plain or passage.text.rstrip().endswith(("：", ":")):
            break
        words.append(passage)
    return words


def _in_passage(prose: _Prose, position: int, last: tuple[int, Heard] | None) -> list[Found]:
    passage = prose.passages[position]
    text, marks = passage.text, marked(passage.text)
    out: list[Found] = []
    previous: Heard | None = None
    start = 0  # behind the last speech: a term or a title in marks is part of the clause
    for k, (mark, following) in enumerate(zip(marks, _next_speech(marks, len(text)), strict=True)):
        around = prose.around(position, text[mark.start : mark.end], start, mark, following)
        joins = bool(previous) and only_clause(around.before)
        rule, heard = attribute(around)
        if heard is None and previous and (joins or not around.before.strip()):
            rule, heard = "goes_on", previous
        if heard is None and not text[: mark.open].strip() and (lead := prose.led_in(position, around.words)):
            rule, heard = attribute(lead)
        if heard is None and (about := about_somebody(around)):
            rule, heard = "about_somebody", about
        if heard is None and k == 0:
            rule, heard = _alone(prose, position, mark, last)
        if heard:
            span = _inner(text, mark)
            out.append(
                Found(
                    kind="direct",
                    spans=((passage.index, span),),
                    speaker=heard.speaker,
                    cue=heard.cue,
                    rule=rule,
                    confidence=heard.confidence,
                    joins_previous=joins and bool(out) and out[-1].speaker == heard.speaker,
                    url=_address(passage, span),
                )
            )
        if heard or mark.end - mark.start >= FEW:
            previous, start = heard, mark.close
    return out


def _next_speech(marks: Sequence[Marked], end: int) -> list[int]:
    """For each mark where the next one opens that is long enough for speech."""
    out: list[int] = []
    for mark in reversed(marks):
        out.append(end)
        if mark.end - mark.start >= FEW:
            end = mark.open
    return out[::-1]


def _alone(prose: _Prose, position: int, mark: Marked, last: tuple[int, Heard] | None) -> tuple[str, Heard | None]:
    """A paragraph that opens with whole sentences in marks goes on with whom the paragraphs just above are about."""
    passage = prose.passages[position]
    words = passage.text[mark.start : mark.end].strip()
    opens = not passage.text[: mark.open].strip()
    if not opens or passage.quoted or len(words) < LONG or not SENTENCE.search(words):
        return "", None
    if last is not None and passage.index - last[0] == 1:
        return "alone", last[1]
    about = prose.discourse.last_person(passage.index)
    near = last if last is not None and passage.index - last[0] <= 3 else None
    return "alone", about or (near[1] if near else None)


def _inner(text: str, mark: Marked) -> Span:
    start, end = mark.start, mark.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _address(passage: Passage, span: Span) -> str | None:
    return next((u for s, e, u in passage.links if s < span[1] and e > span[0] and u.startswith("http")), None)
