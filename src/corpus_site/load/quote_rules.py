"""The rules that attribute one marked stretch, by what stands before and behind it.

They answer in the order of `QUOTE_RULES`.  All matching is done on simplified characters, one by one, so that the offsets
stay those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus_site.fold import simplify
from corpus_site.load.names import NameAt, NameBook
from corpus_site.load.speakers import Heard
from corpus_site.load.subjects import Clause, subject
from corpus_site.wordlists import alternatives

BREATH = 200  # characters beyond which nothing belongs to the clause at a mark
FEW = 8  # characters below which words behind a mere comma are a term, not speech
LONG = 15  # characters from which a sentence in marks, alone, is speech
SENTENCE = re.compile(r"[。！？!?…]$")
_VERB = alternatives("cues", "verb")
_STRONG = alternatives("cues", "strong")
# To whom it was said: 告诉「某周刊」, 对某报记者.
_TO = r"(?:[「《][^」》]{1,14}[」》](?:记者)?|[一-鿿A-Za-z]{0,8}记者|大家|他|她|我|自己)"
# What may still stand between a verb and the mark: 说道, 告诉记者, 强调了一点; never the rest of another word (称|奇).
_AFTER_VERB = rf"(?:道|过|了|到|着|说|称|如下|一点|的是|{_TO})?"
_LEAD = re.compile(rf"(?P<who>[^：:“”]*?)(?<!的)(?P<cue>{_VERB}){_AFTER_VERB}\s*(?P<colon>[：:，,]?)\s*$")
_PHRASE = re.compile(rf"(?P<who>[^：:“”]*?)(?P<cue>{alternatives('cues', 'phrase')})\s*[：:，,]\s*$")
_EARLIER = re.compile(rf"^(?P<who>[^“”：:]*?)(?P<cue>{_STRONG})(?![^，,]{{0,6}}[者家人])[^“”]*[，,：:]\s*$")
_INDIRECT = re.compile(
    rf"^(?P<who>[^“”：:]*?)(?P<cue>{_STRONG}|建议|呼吁|看好|主张)(?![^，,]{{0,6}}[者家人])[^“”]{{4,}}$"
)
_TRAIL = re.compile(
    rf"^\s*[，,]?\s*(?P<who>[^，,。：:“”！？!?；;]{{1,70}}?)(?<!的)(?P<cue>{_VERB}){_AFTER_VERB}\s*(?=[，,。：:]|$)"
)
_BEHIND = re.compile(rf"^\s*(?P<who>[^。：:“”！？!?；;]{{2,40}}?)(?P<cue>{_STRONG}|建议|呼吁|总结)")
_CLAUSE_END = re.compile(r"[。！？!?；;…\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """One marked stretch with its surroundings."""

    words: str
    before: str  # from the speech before it, or the beginning of the paragraph
    after: str  # to the next speech, or the end
    earlier: Sequence[NameAt]  # the names of the paragraph before the clause at the mark
    book: NameBook
    memory: Sequence[NameAt]  # names of the paragraphs before, the latest last


QuoteRule = Callable[[Around], Heard | None]


def lead_in(around: Around) -> Heard | None:
    """莫里克还说：“…”; without a colon only words long enough for speech."""
    clause = last_clause(around.before)
    found = _LEAD.search(simplify(clause))
    if not found or ((found["colon"] not in "：:" or not found["colon"]) and len(around.words) < FEW - 2):
        return None
    return subject_of(found, clause, around)


def phrase(around: Around) -> Heard | None:
    """Greg Brockman更直截了当：“…”"""
    clause = last_clause(around.before)
    found = _PHRASE.search(simplify(clause))
    heard = subject_of(found, clause, around) if found and len(around.words) >= FEW - 2 else None
    return replace(heard, confidence="medium") if heard else None


def reporting_clause_behind(around: Around) -> Heard | None:
    """“…，”罗伯茨说"""
    found = _TRAIL.match(simplify(around.after[:BREATH]))
    words = around.words.rstrip()
    if not found or not re.search(r"[，,。！？!?…]$", words):
        return None
    onward = re.match(r"\s*(?:而|但|不过|然而)", simplify(around.after)) or around.after[
        found.end() : found.end() + 1
    ] in ("：", ":")
    if SENTENCE.search(words) and onward:
        return None  # “…。”而王某说：“…”: the clause brings in what follows
    return subject_of(found, around.after, around)


def said_earlier(around: Around) -> Heard | None:
    """周某表示，事情会变快，“一旦……，就……。”: the cue at the beginning of the sentence that goes on in marks."""
    clause = last_clause(around.before)
    found = _EARLIER.match(simplify(clause))
    if not found or len(around.words) < FEW:
        return None
    heard = subject_of(found, clause, around)
    return replace(heard, confidence="medium") if heard and heard.confidence != "low" else None


def after_indirect(around: Around) -> Heard | None:
    """邓某表示看好这个行业。“随着人口老龄化，……。”: whole sentences right behind what the same person is reported to say."""
    bare = around.before.rstrip()
    if not _speech(around.words) or not SENTENCE.search(bare):
        return None
    clause = last_clause(bare[:-1])
    found = _INDIRECT.match(simplify(clause))
    heard = subject_of(found, clause, around) if found else None
    return replace(heard, confidence="medium" if heard.confidence == "high" else "low") if heard else None


def indirect_behind(around: Around) -> Heard | None:
    """“……。”特斯拉CEO马斯克建议现在买入: whole sentences that open a paragraph, then the same person reported."""
    if not _speech(around.words) or around.before.strip():
        return None
    found = _BEHIND.match(simplify(around.after[:BREATH]))
    heard = subject_of(found, around.after, around) if found else None
    return replace(heard, confidence="medium" if heard.confidence == "high" else "low") if heard else None


QUOTE_RULES: tuple[QuoteRule, ...] = (
    lead_in,
    phrase,
    said_earlier,
    reporting_clause_behind,
    after_indirect,
    indirect_behind,
)


def attribute(around: Around) -> tuple[str, Heard | None]:
    """The name of the rule that answers, with its answer."""
    if len(around.words.strip()) < 2:
        return "", None
    return next(((rule.__name__, heard) for rule in QUOTE_RULES if (heard := rule(around))), ("", None))


def lead_without_marks(clause: str) -> re.Match[str] | None:
    """A clause that ends in its verb and a colon, to be followed by words without marks."""
    found = _LEAD.search(simplify(clause))
    return found if found and found["colon"] in ("：", ":") else None


def last_clause(text: str) -> str:
    """What stands behind the last end of a sentence; a clause longer than any reader's breath tells nothing."""
    return _CLAUSE_END.split(text[-BREATH:])[-1]


def only_clause(between: str) -> bool:
    """Only a reporting clause stands between two marked stretches: they are one quotation."""
    return bool(re.fullmatch(rf"\s*[，,]?[^。！？!?：:“”]{{0,70}}{_VERB}{_AFTER_VERB}[，,。：:]\s*", between))


def subject_of(found: re.Match[str], clause: str, around: Around) -> Heard | None:
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


def _speech(words: str) -> bool:
    return len(words.strip()) >= LONG and bool(SENTENCE.search(words.strip()))
