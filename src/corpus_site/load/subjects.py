"""Who the clause before or behind a quotation is about: a name, a product, a role, or what a pronoun stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus_site.fold import fold, simplify
from corpus_site.load.names import NameAt, NameBook
from corpus_site.load.speakers import Heard, speaker_of_name
from corpus_site.model import Confidence, Speaker
from corpus_site.wordlists import alternatives, wordlist

ADVERB = alternatives("cues", "adverb")
_PRONOUN = re.compile(rf"(?P<what>{alternatives('cues', 'pronoun')})(?:{ADVERB})*[^，,。]{{0,10}}$")
_DEMONSTRATIVE = re.compile(rf"(?P<what>{alternatives('cues', 'demonstrative')})(?:{ADVERB})*$")
_THIS_PERSON = re.compile(rf"(?P<what>(?:这位|這位|该位|这名)[^，,。]{{1,14}}?)(?:{ADVERB})*$")
_NOUN = alternatives("cues", "role_noun")
_ROLE = re.compile(
    rf"(?:^|[，,、。])(?P<what>[^，,、。“”]{{0,14}}?{_NOUN})(?:们)?(?:{ADVERB})*(?:在[^，,。]{{1,12}})?$"
)
_SOMEBODY = re.compile(
    rf"(?P<what>(?:一位|一名|某位|某|上述|多名|多位|数名)[^，,。“”]{{0,26}}?{_NOUN})(?:们)?(?:{ADVERB})*$"
)
_LATIN_WORD = re.compile(
    rf"(?:^|[^A-Za-z])(?P<what>[A-Z][A-Za-z0-9]*(?:[ .-]?[A-Z0-9][A-Za-z0-9]*)*)(?:{ADVERB}|最后|随后)*$"
)
_BESIDE = re.compile(r"(?:对|向|给|与|和|跟|同|被|把|替|在|关于|围绕)$")
# To whom: 对某某新闻《潜水》, 向「某周刊」, 在接受某报采访时.
_TO_WHOM = re.compile(r"(?:在?接受[^，,。]{1,24}采访(?:时|中)?|(?:对|向|跟)[^，,。]{1,20})$")
_ORGANISATION = re.compile(
    rf"(?:^|[，,、。]|据)(?P<what>[一-鿿A-Za-z]{{2,14}}?{alternatives('cues', 'organisation_noun')})(?:{ADVERB})*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The words before a cue, and what was named before them: in this paragraph, and in those above."""

    who: str
    cue: str
    book: NameBook
    earlier: Sequence[NameAt]
    memory: Sequence[NameAt]


SubjectRule = Callable[[Clause], Heard | None]


@cache
def _products() -> frozenset[str]:
    return frozenset(fold(w) for w in wordlist("cues")["product"])


def named(clause: Clause) -> Heard | None:
    """The last name of the clause that no preposition stands before: 副教授萨拉·罗伯茨 说."""
    free = [h for h in clause.book.find(clause.who) if not _aside(clause.who, h)]
    if not free:
        return None
    hit = free[-1]
    behind = simplify(clause.who[hit.end :])
    if _PRONOUN.search(behind) or (hit.name.organisation and re.match(rf"\s*的|.*{_NOUN}", behind)):
        return None  # 在谷歌时，她 …; 谷歌的 Bard, 谷歌发言人 …: whoever is nearer to the cue, by the rules below
    return Heard(speaker=speaker_of_name(hit.name, clause.who[hit.start : hit.end]), cue=clause.cue, confidence="high")


def somebody(clause: Clause) -> Heard | None:
    """一位熟悉情况的某公司高管: a noun right before the cue, whatever names stand inside the phrase."""
    found = _SOMEBODY.search(simplify(clause.who))
    return _unnamed(clause, clause.who[found.start("what") : found.end("what")]) if found else None


def _aside(who: str, hit: NameAt) -> bool:
    """Behind a preposition (对某人), or inside a title that is not the subject (评论《某报》的报道)."""
    before = simplify(who[: hit.start])
    return bool(_BESIDE.search(before.rstrip("《「“"))) or (
        before.endswith("《") and not who[hit.end :].rstrip().endswith("》")
    )


def this_person(clause: Clause) -> Heard | None:
    """这位首席执行官: the last person named."""
    found = _THIS_PERSON.search(simplify(clause.who))
    return _stands_for(clause, _people(clause), found, "medium") if found else None


def pronoun(clause: Clause) -> Heard | None:
    """他, 她: the last person named."""
    found = _PRONOUN.search(simplify(clause.who))
    return _stands_for(clause, _people(clause), found, "medium") if found else None


def demonstrative(clause: Clause) -> Heard | None:
    """这份报告: the organisation named before it in the same paragraph."""
    found = _DEMONSTRATIVE.search(simplify(clause.who))
    return _stands_for(clause, [h for h in clause.earlier if h.name.organisation], found, "low") if found else None


def role(clause: Clause) -> Heard | None:
    """有网友, 该公司的 CEO, 一位分析师: a role without a name, as printed."""
    found = _ROLE.search(simplify(clause.who))
    return _unnamed(clause, clause.who[found.start("what") : found.end("what")]) if found else None


def _unnamed(clause: Clause, printed: str) -> Heard:
    """A role as it is printed."""
    shown = printed.strip()
    speaker = Speaker(type="role", name=shown, label=shown, role=shown)
    return Heard(speaker=speaker, cue=clause.cue, confidence="medium")


def latin_word(clause: Clause) -> Heard | None:
    """Andy 说, CNET 称, ChatGPT 回答: one Latin word right before the cue."""
    found = _LATIN_WORD.search(clause.who)
    if not found:
        return None
    printed = found["what"].strip()
    if fold(printed) in _products():
        return Heard(
            speaker=Speaker(type="role", name=printed, label=printed, role="AI"), cue=clause.cue, confidence="medium"
        )
    kind = "organisation" if printed.isupper() or not printed.isalpha() else "person"
    return Heard(speaker=Speaker(type=kind, name=printed, label=printed), cue=clause.cue, confidence="medium")  # type: ignore[arg-type]


def organisation(clause: Clause) -> Heard | None:
    """某某基金 称: what ends like the name of an organisation."""
    found = _ORGANISATION.search(simplify(clause.who))
    if not found:
        return None
    printed = re.sub(r"^(?:据|據)", "", clause.who[found.start("what") : found.end("what")])
    speaker = Speaker(type="organisation", name=printed, label=printed)
    return Heard(speaker=speaker, cue=clause.cue, confidence="medium")


SUBJECT_RULES: tuple[SubjectRule, ...] = (
    somebody,
    named,
    role,
    organisation,
    latin_word,
)


STAND_INS: tuple[SubjectRule, ...] = (this_person, pronoun, demonstrative)


def subject(clause: Clause, rules: Sequence[SubjectRule] = SUBJECT_RULES) -> Heard | None:
    """The first answer of the rules, or nobody."""
    to_whom = _TO_WHOM.search(simplify(clause.who))
    if to_whom and to_whom.start() > 0:
        clause = replace(clause, who=clause.who[: to_whom.start()].rstrip("，, "))
    return next((heard for rule in rules if (heard := rule(clause))), None)


def _people(clause: Clause) -> list[NameAt]:
    """Everybody named before the cue, the latest last: above, in this paragraph, in this very clause."""
    return [h for h in (*clause.memory, *clause.earlier, *clause.book.find(clause.who)) if not h.name.organisation]


def _stands_for(clause: Clause, known: Sequence[NameAt], found: re.Match[str], confidence: Confidence) -> Heard | None:
    if not known:
        return None
    printed = clause.who[found.start("what") : found.end("what")]
    speaker = replace(speaker_of_name(known[-1].name, known[-1].name.full), label=printed)
    return Heard(speaker=speaker, cue=f"{printed}{clause.cue}", confidence=confidence)
