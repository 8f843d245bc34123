"""From a printed label to a speaker: a person, an organisation, or a role that nobody's name is known for.

Rules answer or decline, in the order of `SPEAKER_RULES`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from corpus_site.fold import fold, simplify
from corpus_site.load.names import SOUND, Name, NameBook, looks_like_name
from corpus_site.load.stock import LEGEND, introduced, is_legend, is_role, role_and_name
from corpus_site.model import Confidence, Speaker
from corpus_site.wordlists import wordlist

_ORGANISATION = re.compile(
    r"^《.+》$|(?:公司|杂志|周刊|日报|晚报|新闻|团队|编辑部|研究院|基金会|大学|委员会|媒体|频道|播客|Podcast|Team)$"
)
_ASKED = (
    re.compile(r"(?:^|[，。！？\s，,])问$"),
    re.compile(r"(?:专访|采访|訪問|访谈|專訪|採訪)(?:了|到)?[^，。！？]{0,24}$"),
    re.compile(r"(?:对话|對話|对谈|對談)[^，。！？]{0,12}$"),
)
# 在与某某的对话中: the other one, unless it is the writers who talk (我们与某某对话).
_PARTNER = re.compile(r"(?:与|和|跟|同|與)[^，。！？]{0,16}$")
_WRITERS = re.compile(r"(?:我们|我們|记者|記者|本刊|本报|本文作者)[^，。！？]{0,6}$")
_I_AM = re.compile(
    r"(?:^|[，。！,.!\s])我(?:是|叫)(?:来自[^，。,]{2,16}的)?"
    r"(?P<name>[一-鿿·]{2,8}|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?)(?=[，。,.！!]|$)"
)
_ANSWERS = re.compile(
    r"^的?(?:独家)?(?:专访|采访|访谈|专題採訪|專訪|採訪|訪談)(?!了)|^[^，。！？]{0,8}(?:接受|受访|回答|谈到|详细阐述|分享|再合适不过)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the article tells about its labels."""

    label: str
    intro: str  # title and everything before the first turn
    book: NameBook
    labels: frozenset[str]  # all accepted labels
    organisations: frozenset[str] = frozenset()  # folded forms of the owner's list


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A speaker with the reason, as evidence and confidence."""

    speaker: Speaker
    cue: str
    confidence: Confidence


SpeakerRule = Callable[[Given], Heard | None]


@cache
def _folded_roles(key: str) -> frozenset[str]:
    return frozenset(fold(w) for w in wordlist("roles")[key])


def legend(given: Given) -> Heard | None:
    """Q：甲　A：丙 in a line of the introduction."""
    for line in given.intro.split("\n"):
        pairs = {m["label"]: m["name"] for m in LEGEND.finditer(line)}
        if is_legend(line) and given.label in pairs:
            name = pairs[given.label]
            return Heard(speaker=_person(name, given.label), cue=line.strip(), confidence="high")
    return None


def introduced_role(given: Given) -> Heard | None:
    """主持人：张鹏 某某创始人 in a line of the introduction."""
    name = introduced(given.intro).get(given.label)
    if name is None:
        return None
    speaker = Speaker(type="person", name=name, names=(name,), label=given.label, role=given.label)
    return Heard(speaker=speaker, cue=f"{given.label}：{name}", confidence="medium")


def asked_person(given: Given) -> Heard | None:
    """A, 答, 受访者: whom the introduction says was asked; undecided between two, nobody."""
    if fold(given.label) not in _folded_roles("answerer"):
        return None
    votes: Counter[str] = Counter()
    reason: dict[str, str] = {}
    for hit in given.book.find(given.intro):
        if hit.name.organisation:
            continue
        before, after = given.intro[max(0, hit.start - 40) : hit.start], given.intro[hit.end : hit.end + 24]
        partner = _PARTNER.search(before)
        if partner and not _WRITERS.search(before[: partner.start()]):
            continue
        votes[hit.name.full] += 1
        if any(p.search(before) for p in _ASKED) or _ANSWERS.search(after):
            votes[hit.name.full] += 4
            reason.setdefault(hit.name.full, given.intro[max(0, hit.start - 12) : hit.end + 8].strip())
    best = votes.most_common(2)
    if not best or best[0][0] not in reason or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    name = best[0][0]
    return Heard(speaker=_person(name, given.label), cue=reason[name].replace("\n", " "), confidence="medium")


def role_with_name(given: Given) -> Heard | None:
    """主持人Patrick"""
    found = role_and_name(given.label)
    if not found:
        return None
    role, name = found
    return Heard(
        speaker=Speaker(type="person", name=name, label=given.label, role=role), cue=given.label, confidence="high"
    )


def nameless_role(given: Given) -> Heard | None:
    """Q, 主持人, 观众: shown under the word for the role."""
    if not is_role(given.label) and not given.label.startswith(">>"):
        return None
    printed = simplify(re.sub(r"[（(].*", "", given.label))
    shown = wordlist("roles")["shown_as"].get(printed, given.label)
    return Heard(
        speaker=Speaker(type="role", name=shown, label=given.label, role=shown), cue=given.label, confidence="high"
    )


def organisation(given: Given) -> Heard | None:
    """A magazine in 《》, a team, a known organisation."""
    if not (_ORGANISATION.search(given.label) or fold(given.label) in given.organisations):
        return None
    return Heard(
        speaker=Speaker(type="organisation", name=given.label.strip("《》"), label=given.label),
        cue=given.label,
        confidence="high",
    )


def person(given: Given) -> Heard | None:
    return Heard(
        speaker=_person(re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", given.label), given.label),
        cue=given.label,
        confidence="high",
    )


def _person(name: str, label: str) -> Speaker:
    inside = re.findall(r"[（(]([^（）()]*)[）)]", label)
    return Speaker(type="person", name=name, names=tuple(dict.fromkeys([name, *inside])), label=label)


SPEAKER_RULES: tuple[SpeakerRule, ...] = (
    legend,
    introduced_role,
    asked_person,
    role_with_name,
    nameless_role,
    organisation,
    person,
)


def speaker_of(given: Given) -> tuple[Heard, str]:
    """The speaker of a label, and the name of the rule that decided."""
    return next((heard, rule.__name__) for rule in SPEAKER_RULES if (heard := rule(given)))


def speaker_of_name(name: Name, printed: str) -> Speaker:
    """The speaker for a name found in prose."""
    kind = "organisation" if name.organisation else "person"
    forms = tuple(dict.fromkeys([printed, *name.forms]))
    return Speaker(type=kind, name=name.full, names=forms, label=printed)  # type: ignore[arg-type]


def names_himself(heard: Heard, words: str) -> Heard:
    """我是托马斯: somebody without a name who gives it keeps the role and gets the name.

    A first name alone makes no person that other articles could mean: the type stays that of a role.
    """
    found = _I_AM.search(words[:60]) if heard.speaker.type == "role" else None
    if not found or not (looks_like_name(found["name"]) or re.fullmatch(f"{SOUND}{{2,5}}", found["name"])):
        return heard
    speaker = replace(heard.speaker, name=found["name"], names=(found["name"],))
    return replace(heard, speaker=speaker, cue=found.group().strip("，, "), confidence="medium")
