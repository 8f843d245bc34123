"""Quotations in prose: speaker, cue and words all found, or none.

Scare quotes, titles and terms have no cue and so never enter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from corpus_site.fold import simplify
from corpus_site.load.marks import Marked, marked
from corpus_site.load.names import NameAt, NameBook
from corpus_site.load.passages import Found, Passage
from corpus_site.load.quote_rules import (
    BREATH,
    FEW,
    LONG,
    SENTENCE,
    Around,
    attribute,
    last_clause,
    lead_without_marks,
    only_clause,
    subject_of,
)
from corpus_site.load.signed import signed_items
from corpus_site.load.speakers import Heard
from corpus_site.model import Confidence, Span

_NARRATES = re.compile(r"(?:他|她|这|该|而|但|在|对此|据|随后|此外|不过|目前|同时)")


def _named_before(names: Sequence[NameAt], end: int) -> Sequence[NameAt]:
    """The last few names that end at or before an offset."""
    until = bisect_right(names, end, key=lambda n: n.end)
    return names[max(0, until - 8) : until]


def telling_sentences(passages: Sequence[Passage]) -> list[str]:
    """The sentences around marked stretches that may tell who speaks: where the tagger pays.

    The marked words are left out: who is named in them does not say them.
    """
    out: list[str] = []
    for passage in passages:
        marks = marked(passage.text)
        if not marks:
            continue
        outside, at = [], 0
        for mark in marks:
            outside.append(passage.text[at : mark.start])
            at = mark.end
        text = "".join([*outside, passage.text[at:]])
        out += [s for s in re.findall(rf"[^。！？；\n]{{1,{BREATH}}}[。！？；\n]?", text) if len(s) >= 4]
    return list(dict.fromkeys(out))


def quotations(passages: Sequence[Passage], book: NameBook) -> list[Found]:
    """All quotations of an article's prose, in reading order."""
    signed, used = signed_items(passages, book)
    out = [*signed, *_without_marks(passages, book, used)]
    used |= {index for f in out for index, _ in f.spans}
    memory: list[NameAt] = []
    last: tuple[int, Heard] | None = None  # the passage and the speaker of the last quotation with a cue
    for passage in passages:
        if passage.index not in used:
            found = _in_passage(passage, book, memory[-8:], last)
            out += found
            spoken = [f for f in found if f.speaker]
            if spoken and spoken[-1].speaker:
                last = (passage.index, Heard(speaker=spoken[-1].speaker, cue=spoken[-1].cue, confidence="low"))
        memory += book.find(passage.text)
    return sorted(out, key=lambda f: f.spans[0])


def _without_marks(passages: Sequence[Passage], book: NameBook, used: set[int]) -> list[Found]:
    """Paragraphs without marks behind a lead-in that ends in its verb and a colon: … 这位科学家表示：

    The first paragraph belongs to it; the next ones as long as they speak in the first person and name nobody else.
    """
    out: list[Found] = []
    memory: list[NameAt] = []
    for position, passage in enumerate(passages):
        clause = last_clause(passage.text)
        names = book.find(passage.text)
        earlier = _named_before(names, len(passage.text) - len(clause))
        around = Around(words="", before=passage.text, after="", earlier=earlier, book=book, memory=memory[-8:])
        memory += names
        found = lead_without_marks(clause)
        if not found or passage.quoted:
            continue
        words: list[Passage] = []
        for following in passages[position + 1 : position + 6]:
            goes_on = not words or (re.search(r"我", following.text) and not _NARRATES.match(simplify(following.text)))
            if (
                not goes_on
                or marked(following.text[:2] + following.text[-2:])
                or following.kind != "paragraph"
                or following.index in used
            ):
                break
            speech = any(m.end - m.start >= LONG for m in marked(following.text))
            if following.text.rstrip().endswith(("：", ":")) or len(following.text) < FEW or speech:
                break
            words.append(following)
        heard = subject_of(found, clause, around) if words and words[0].index - passage.index <= 2 else None
        if heard:
            spans = tuple((w.index, (0, len(w.text))) for w in words)
            confidence: Confidence = "medium" if heard.confidence == "high" else "low"
            out.append(
                Found(
                    kind="direct",
                    spans=spans,
                    speaker=heard.speaker,
                    cue=heard.cue,
                    rule="without_marks",
                    confidence=confidence,
                )
            )
    return out


def _in_passage(
    passage: Passage, book: NameBook, memory: Sequence[NameAt], last: tuple[int, Heard] | None
) -> list[Found]:
    text, marks = passage.text, marked(passage.text)
    names = book.find(text) if marks else []
    out: list[Found] = []
    previous: Heard | None = None
    start = 0  # behind the last speech: a term or a title in marks is part of the clause
    for k, mark in enumerate(marks):
        following = next((m.open for m in marks[k + 1 :] if m.end - m.start >= FEW), len(text))
        around = Around(
            words=text[mark.start : mark.end],
            before=text[start : mark.open],
            after=text[mark.close : following],
            earlier=_named_before(names, mark.open - len(last_clause(text[max(0, mark.open - BREATH) : mark.open]))),
            book=book,
            memory=memory,
        )
        rule, heard = attribute(around)
        joins = bool(previous) and only_clause(around.before)
        if heard is None and previous and (joins or not around.before.strip()):
            rule, heard = "goes_on", previous
        if heard is None and k == 0:
            rule, heard = _alone(passage, mark, last)
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


def _alone(passage: Passage, mark: Marked, last: tuple[int, Heard] | None) -> tuple[str, Heard | None]:
    """A paragraph that opens with whole sentences in marks goes on with the speaker just before it."""
    words = passage.text[mark.start : mark.end].strip()
    opens = not passage.text[: mark.open].strip()
    if (
        last is None
        or not opens
        or passage.quoted
        or len(words) < LONG
        or not SENTENCE.search(words)
        or passage.index - last[0] > 3
    ):
        return "", None
    return "alone", last[1]


def _inner(text: str, mark: Marked) -> Span:
    start, end = mark.start, mark.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _address(passage: Passage, span: Span) -> str | None:
    return next((u for s, e, u in passage.links if s < span[1] and e > span[0] and u.startswith("http")), None)
