"""The rules that attribute one marked stretch, by what stands before and behind it.

They answer in the order of `QUOTE_RULES`.  All matching is done on simplified characters, one by one, so that the offsets
stay those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus_site.fold import fold, simplify
from corpus_site.load.discourse import Discourse
from corpus_site.load.names import NameAt, NameBook
from corpus_site.load.speakers import Heard
from corpus_site.load.subjects import STAND_INS, Clause, subject
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
_EARLIER = re.compile(rf"(?P<who>)(?P<cue>{_STRONG})(?![^，,]{{0,6}}[者家人]|不定|不上|到底)")
_INDIRECT = re.compile(
    rf"^(?P<who>[^“”：:]*?)(?P<cue>{_STRONG}|建议|呼吁|看好|主张)(?![^，,]{{0,6}}[者家人])[^“”]{{4,}}$"
)
_TRAIL = re.compile(
    rf"^\s*[，,]?\s*(?P<who>[^，,。：:“”！？!?；;]{{1,70}}?)(?<!的)(?P<cue>{_VERB}){_AFTER_VERB}\s*(?=[，,。：:]|$)"
)
_BEHIND = re.compile(rf"^\s*(?P<who>[^。：:“”！？!?；;]{{2,40}}?)(?P<cue>{_STRONG}|建议|呼吁|总结)")
_SENTENCE_END = re.compile(r"[。！？!?…\n]")
_COLON = re.compile(r"[一-鿿A-Za-z]\s*[：:]\s*$")
_NO_SPEECH = re.compile(rf"{alternatives('cues', 'no_speech')}[^，,。]{{0,6}}\s*[：:]\s*$")
_CONTRAST = re.compile(r"\s*(?:但|而|不过|然而|可是|可|只是|事实上|其实)")
_CITED = re.compile(r"(?:引用|引述|援引|借用|套用)[^，,。]*《")  # a line from a film, a book
_FIRST_PERSON = re.compile(r"[我咱]|自己")
_TOLD = re.compile(rf"{_STRONG}|{alternatives('cues', 'told')}")
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
    discourse: Discourse
    index: int  # of the passage
    start: int  # offsets in the passage: where `before` begins,
    open: int  # the mark that opens,
    close: int  # and behind the mark that closes, where `after` begins


QuoteRule = Callable[[Around], Heard | None]


def lead_in(around: Around) -> Heard | None:
    """莫里克还说：“…”; without a colon only words long enough for speech."""
    clause = last_clause(around.before)
    found = _LEAD.search(simplify(clause))
    if (
        not found
        or found["who"].endswith("被")
        or ((found["colon"] not in "：:" or not found["colon"]) and len(around.words) < FEW - 2)
    ):
        return None
    return subject_of(found, clause, around, around.open - len(clause))


def phrase(around: Around) -> Heard | None:
    """Greg Brockman更直截了当：“…”"""
    clause = last_clause(around.before)
    found = _PHRASE.search(simplify(clause))
    heard = (
        subject_of(found, clause, around, around.open - len(clause)) if found and len(around.words) >= FEW - 2 else None
    )
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
    return subject_of(found, around.after, around, around.close)


def said_earlier(around: Around) -> Heard | None:
    """周某表示，事情会变快，“一旦……，就……。”: a cue earlier in the sentence that goes on in marks.

    The nearest first that stands at a comma (某某发文，称……，“……”), else the first.
    """
    clause = last_clause(around.before, _SENTENCE_END)
    plain = simplify(clause)
    if len(around.words) < FEW or not re.search(r"[，,：:]\s*$", plain):
        return None
    cues = list(_EARLIER.finditer(plain))
    plainly = [c for c in cues if re.match(r"[，,：:]", plain[c.end() :]) or re.search(r"[，,]$", plain[: c.start()])]
    for found in (*reversed(plainly), *cues[:1]):
        heard = subject_of(found, clause, around, around.open - len(clause))
        if heard:
            return _less_sure(heard)
    return None


def after_indirect(around: Around) -> Heard | None:
    """邓某表示看好这个行业。“随着人口老龄化，……。”: whole sentences right behind what the same person is reported to say."""
    bare = around.before.rstrip()
    if not _speech(around.words) or not SENTENCE.search(bare):
        return None
    clause = last_clause(bare[:-1])
    found = _INDIRECT.match(simplify(clause))
    heard = subject_of(found, clause, around, around.start + len(bare) - 1 - len(clause)) if found else None
    return _less_sure(heard) if heard else None


def indirect_behind(around: Around) -> Heard | None:
    """“……。”特斯拉CEO马斯克建议现在买入: whole sentences that open a paragraph, then the same person reported."""
    if not _speech(around.words) or around.before.strip():
        return None
    found = _BEHIND.match(simplify(around.after[:BREATH]))
    heard = subject_of(found, around.after, around, around.close) if found else None
    return _less_sure(heard) if heard else None


def colon(around: Around) -> Heard | None:
    """有网友直接懵住：“…”, Grok给出的答案是：“…”: a colon right before whole sentences, behind a clause about somebody."""
    clause = last_clause(around.before)
    found = _COLON.search(simplify(clause))
    if (
        not found
        or _NO_SPEECH.search(simplify(clause))
        or _CITED.search(simplify(clause))
        or len(around.words.strip()) < FEW
    ):
        return None
    heard = around.discourse.before(around.index, around.start, around.open - 1, "：")
    return _less_sure(heard) if heard else None


def sentence_behind(around: Around) -> Heard | None:
    """“……！”在回想起那一天时，Andy这样描述。: whole sentences, and in the next sentence somebody who tells something."""
    following = simplify(_CLAUSE_END.split(around.after[:BREATH])[0])
    if not _whole(around) or not _opens_sentence(around.before) or _CONTRAST.match(following):
        return None
    for found in _TOLD.finditer(following):
        heard = around.discourse.before(around.index, around.close, around.close + found.start(), found.group())
        if heard:
            return _less_sure(heard)
    return None


def about_somebody(around: Around) -> Heard | None:
    """李某是一位物理迷。“物理学教给了我……。”: whole sentences, long or in the first person, beside one about somebody.

    The sentence behind comes first when its subject opens it: “我真的要少一点了。”徐某态度坚持。
    """
    opens = _opens_sentence(around.before) or (len(around.words) >= LONG and around.before.rstrip().endswith("，"))
    if not _whole(around) or not opens or not (_FIRST_PERSON.search(around.words) or len(around.words) >= LONG + 5):
        return None
    behind = None
    if not _CONTRAST.match(simplify(around.after[:FEW])):
        behind = around.discourse.about_behind(around.index, around.close)
    return behind or around.discourse.about_before(around.index, around.start, around.open)


QUOTE_RULES: tuple[QuoteRule, ...] = (
    lead_in,
    phrase,
    said_earlier,
    colon,
    reporting_clause_behind,
    after_indirect,
    indirect_behind,
    sentence_behind,
)


def _whole(around: Around) -> bool:
    """One or more whole sentences."""
    words = around.words.strip()
    return len(words) >= FEW and bool(SENTENCE.search(words))


def _opens_sentence(before: str) -> bool:
    """Nothing stands between the last end of a sentence and the mark."""
    return not before.strip() or bool(SENTENCE.search(before.rstrip()))


def attribute(around: Around) -> tuple[str, Heard | None]:
    """The name of the rule that answers, with its answer."""
    if len(around.words.strip()) < 2:
        return "", None
    return next(((rule.__name__, heard) for rule in QUOTE_RULES if (heard := rule(around))), ("", None))


def lead_without_marks(clause: str) -> re.Match[str] | None:
    """A clause that ends in its verb and a colon, to be followed by words without marks."""
    found = _LEAD.search(simplify(clause))
    return found if found and found["colon"] in ("：", ":") else None


def last_clause(text: str, end: re.Pattern[str] = _CLAUSE_END) -> str:
    """What stands behind the last end of a sentence; a clause longer than any reader's breath tells nothing."""
    return end.split(text[-BREATH:])[-1]


def only_clause(between: str) -> bool:
    """Only a reporting clause stands between two marked stretches: they are one quotation."""
    return bool(re.fullmatch(rf"\s*[，,]?[^。！？!?：:“”]{{0,70}}{_VERB}{_AFTER_VERB}[，,。：:]\s*", between))


def subject_of(found: re.Match[str], clause: str, around: Around, at: int) -> Heard | None:
    """The subject of a clause that a pattern found on its simplified form; the clause begins at `at` in the passage.

    Two readings: by the parts of speech, and by what the words look like.  Where both agree it is sure.
    """
    verb = clause[found.start("cue") : found.end("cue")]
    floor = 0 if at < around.close else at  # 并表示“…”: the subject may stand before the speech before
    read = around.discourse.before(around.index, floor, at + found.start("cue"), verb)
    before = Clause(
        who=clause[found.start("who") : found.end("who")].rstrip(),
        cue=verb,
        book=around.book,
        earlier=around.earlier,
        memory=around.memory,
    )
    seen = subject(before) or (subject(before, STAND_INS) if read is None else None)
    if read is None or seen is None:
        lone = read or seen
        return _less_sure(lone) if lone else None
    if _same(read, seen):
        return read if read.speaker.type == "role" else max(seen, read, key=lambda h: _RANK[h.confidence])
    return replace(read, confidence="medium" if read.confidence == "high" else "low")


_RANK = {"low": 0, "medium": 1, "high": 2}


def _less_sure(heard: Heard) -> Heard:
    """One reading alone, or words that are no plain report: never sure."""
    return replace(heard, confidence="medium") if heard.confidence == "high" else heard


def _same(one: Heard, other: Heard) -> bool:
    """Two readings that mean one speaker."""
    if "role" in (one.speaker.type, other.speaker.type):
        shorter, longer = sorted((one.speaker.name, other.speaker.name), key=len)
        return longer.endswith(shorter)  # 有网友, 网友
    forms = {fold(n) for n in (one.speaker.name, *one.speaker.names)}
    return bool(forms & {fold(n) for n in (other.speaker.name, *other.speaker.names)})


def _speech(words: str) -> bool:
    return len(words.strip()) >= LONG and bool(SENTENCE.search(words.strip()))
