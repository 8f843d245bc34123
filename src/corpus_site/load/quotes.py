"""Quotations in prose: speaker, cue and words all found, or none.

`QUOTE_RULES` look at one marked stretch with what stands before and behind it; the first answer wins.  Scare quotes,
titles and terms have no cue and so never enter.  All matching is done on simplified characters, one by one, so that the
offsets stay those of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus_site.fold import simplify
from corpus_site.load.marks import Marked, marked
from corpus_site.load.names import NameAt, NameBook
from corpus_site.load.passages import Found, Passage
from corpus_site.load.signed import signed_items
from corpus_site.load.subjects import Clause, Heard, subject
from corpus_site.model import Confidence, Span
from corpus_site.wordlists import alternatives

_VERB = alternatives("cues", "verb")
_STRONG = alternatives("cues", "strong")
# What may still stand between a verb and the mark: 说道, 告诉记者, 强调了一点; never the rest of another word (称|奇).
_AFTER_VERB = r"(?:道|过|了|到|着|说|称|[一-鿿]{0,6}记者|大家|他|她|我|自己|如下|一点|的是)?"
_LEAD = re.compile(rf"(?P<who>[^：:“”]*?)(?P<cue>{_VERB}){_AFTER_VERB}\s*(?P<colon>[：:，,]?)\s*$")
_PHRASE = re.compile(rf"(?P<who>[^：:“”]*?)(?P<cue>{alternatives('cues', 'phrase')})\s*[：:，,]\s*$")
_EARLIER = re.compile(rf"^(?P<who>[^“”：:]*?)(?P<cue>{_STRONG})(?![^，,]{{0,6}}[者家人])[^“”]*[，,：:]\s*$")
_TRAIL = re.compile(
    rf"^\s*[，,]?\s*(?P<who>[^，,。：:“”！？!?；;]{{1,70}}?)(?P<cue>{_VERB}){_AFTER_VERB}\s*(?=[，,。：:]|$)"
)
_CLAUSE_END = re.compile(r"[。！？!?；;…\n]")
_SENTENCE = re.compile(r"[。！？!?…]$")
_NARRATES = re.compile(r"(?:他|她|这|该|而|但|在|对此|据|随后|此外|不过|目前|同时)")
_BREATH = 200  # characters beyond which nothing belongs to the clause at a mark
_FEW = 8  # characters below which words behind a mere comma are a term, not speech
_LONG = 15  # characters from which a sentence in marks, alone, is speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """One marked stretch with its surroundings."""

    words: str
    before: str  # from the mark before it, or the beginning of the paragraph
    after: str  # to the next mark, or the end
    earlier: Sequence[NameAt]  # the names of the paragraph before the clause at the mark
    book: NameBook
    memory: Sequence[NameAt]  # names of the paragraphs before, the latest last


QuoteRule = Callable[[Around], Heard | None]


def lead_in(around: Around) -> Heard | None:
    """莫里克还说：“…”; without a colon only words long enough for speech."""
    clause = _last_clause(around.before)
    found = _LEAD.search(simplify(clause))
    if not found or ((found["colon"] not in "：:" or not found["colon"]) and len(around.words) < _FEW - 2):
        return None
    return _subject(found, clause, around)


def phrase(around: Around) -> Heard | None:
    """Greg Brockman更直截了当：“…”"""
    clause = _last_clause(around.before)
    found = _PHRASE.search(simplify(clause))
    heard = _subject(found, clause, around) if found and len(around.words) >= _FEW - 2 else None
    return replace(heard, confidence="medium") if heard else None


def reporting_clause_behind(around: Around) -> Heard | None:
    """“…，”罗伯茨说"""
    found = _TRAIL.match(simplify(around.after[:_BREATH]))
    if not found or not re.search(r"[，,。！？!?…]$", around.words.rstrip()):
        return None
    return _subject(found, around.after, around)


def said_earlier(around: Around) -> Heard | None:
    """周某表示，事情会变快，“一旦……，就……。”: the cue at the beginning of the sentence that goes on in marks."""
    clause = _last_clause(around.before)
    found = _EARLIER.match(simplify(clause))
    if not found or len(around.words) < _FEW:
        return None
    heard = _subject(found, clause, around)
    return replace(heard, confidence="medium") if heard and heard.confidence != "low" else None


QUOTE_RULES: tuple[QuoteRule, ...] = (lead_in, phrase, reporting_clause_behind, said_earlier)


def _last_clause(text: str) -> str:
    """What stands behind the last end of a sentence; a clause longer than any reader's breath tells nothing."""
    return _CLAUSE_END.split(text[-_BREATH:])[-1]


def _subject(found: re.Match[str], clause: str, around: Around) -> Heard | None:
    """The subject of a clause that a pattern found on its simplified form."""
    return subject(
        Clause(
            who=clause[found.start("who") : found.end("who")].rstrip(),
            cue=clause[found.start("cue") : found.end("cue")],
            book=around.book,
            earlier=around.earlier,
            memory=around.memory,
        )
    )


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
        out += [s for s in re.findall(rf"[^。！？；\n]{{1,{_BREATH}}}[。！？；\n]?", text) if len(s) >= 4]
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
        clause = _last_clause(passage.text)
        names = book.find(passage.text)
        earlier = _named_before(names, len(passage.text) - len(clause))
        around = Around(words="", before=passage.text, after="", earlier=earlier, book=book, memory=memory[-8:])
        memory += names
        found = _LEAD.search(simplify(clause))
        if not found or found["colon"] not in ("：", ":") or passage.quoted:
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
            if following.text.rstrip().endswith(("：", ":")) or len(following.text) < _FEW:
                break
            words.append(following)
        heard = _subject(found, clause, around) if words and words[0].index - passage.index <= 2 else None
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
    for k, mark in enumerate(marks):
        start = marks[k - 1].close if k else 0
        around = Around(
            words=text[mark.start : mark.end],
            before=text[start : mark.open],
            after=text[mark.close : marks[k + 1].open if k + 1 < len(marks) else len(text)],
            earlier=_named_before(names, mark.open - len(_last_clause(text[max(0, mark.open - _BREATH) : mark.open]))),
            book=book,
            memory=memory,
        )
        rule, heard = _attribute(around)
        joins = bool(previous) and _only_clause(around.before)
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
                    joins_previous=joins and bool(out),
                    url=_address(passage, span),
                )
            )
        previous = heard
    return out


def _attribute(around: Around) -> tuple[str, Heard | None]:
    if len(around.words.strip()) < 2:
        return "", None
    return next(((rule.__name__, heard) for rule in QUOTE_RULES if (heard := rule(around))), ("", None))


def _alone(passage: Passage, mark: Marked, last: tuple[int, Heard] | None) -> tuple[str, Heard | None]:
    """A paragraph that opens with whole sentences in marks goes on with the speaker just before it."""
    words = passage.text[mark.start : mark.end].strip()
    opens = not passage.text[: mark.open].strip()
    if (
        last is None
        or not opens
        or passage.quoted
        or len(words) < _LONG
        or not _SENTENCE.search(words)
        or passage.index - last[0] > 3
    ):
        return "", None
    return "alone", last[1]


def _only_clause(between: str) -> bool:
    """Only a reporting clause stands between two marked stretches: they are one quotation."""
    return bool(re.fullmatch(rf"\s*[，,]?[^。！？!?：:“”]{{0,70}}{_VERB}[^，,。：:“”]{{0,4}}[，,。：:]\s*", between))


def _inner(text: str, mark: Marked) -> Span:
    start, end = mark.start, mark.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _address(passage: Passage, span: Span) -> str | None:
    return next((u for s, e, u in passage.links if s < span[1] and e > span[0] and u.startswith("http")), None)
