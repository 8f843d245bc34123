"""Who a noun phrase is by itself: a name, a role, an organisation, a newspaper, a program that answers.

Rules answer in the order of `PHRASE_RULES`, the first answer wins.  What needs the sentences before (他, 这位高管) is
`discourse`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from corpus_site.fold import fold, simplify
from corpus_site.lexicon import frequency
from corpus_site.load.names import looks_like_name
from corpus_site.load.speakers import Heard, speaker_of_name
from corpus_site.load.syntax import Phrase
from corpus_site.load.tagging import Word
from corpus_site.model import Confidence, Speaker
from corpus_site.wordlists import alternatives, wordlist

ROLE = re.compile(rf"{alternatives('cues', 'role_noun')}(?:们|代表|本人|自己)?$")
_OUTLET = re.compile(
    r"(?:报|刊|社|网|时报|周刊|杂志|新闻|邮报|评论|日报|卫报|电台|电视台|频道|在线|Times|Post|Journal|News)$"
)
ORGANISATION = re.compile(rf"(?:{alternatives('cues', 'organisation_noun')}|{alternatives('syntax', 'organisation')})$")
_GROUP = re.compile(rf"{alternatives('syntax', 'group')}们?$|们$|等人$")
_ONE = re.compile(r"[一某这那该另两三][位名个家]|某|其中")
_IMITATION = re.compile(rf"{alternatives('syntax', 'imitation')}\s?(?P<name>[一-鿿·]{{2,12}})")
_LONGEST = 32  # characters of a role as it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A phrase with what its reading needs."""

    phrase: Phrase
    head: tuple[Word, ...]  # behind its last 的
    owner: tuple[Word, ...]  # before it
    printed: str
    place: tuple[int, int]


@cache
def listed(key: str) -> frozenset[str]:
    return frozenset(wordlist("syntax")[key])


@cache
def products() -> frozenset[str]:
    return frozenset(fold(w) for w in wordlist("cues")["product"])


def kind_of(speaker: Speaker) -> str:
    if speaker.role == "AI":
        return "machine"
    if speaker.type == "role" and _GROUP.search(speaker.name) and not _ONE.match(speaker.name):
        return "group"  # 网友: 他 is none of them
    return speaker.type


def without_parentheses(words: Sequence[Word]) -> list[Word]:
    out: list[Word] = []
    depth = 0
    for word in words:
        if word.tag == "w" and word.text in "（(":
            depth += 1
        elif word.tag == "w" and word.text in "）)":
            depth = max(0, depth - 1)
        elif not depth:
            out.append(word)
    while out and out[-1].tag == "w" and out[-1].text not in "》":
        out.pop()
    return out


def unknown(named: Named, verb: str) -> Heard | None:
    """从事设计的阙阙表示: a short word that no dictionary knows, as the subject of a verb that only people do."""
    shown = "".join(w.printed for w in named.head)
    plain = simplify(shown)
    noun = named.head[0].tag in ("nr", "nz", "n", "xc") and verb in wordlist("cues")["strong"]
    if not noun or not re.fullmatch(r"[一-鿿]{2,3}", plain) or ORGANISATION.search(plain) or frequency(plain):
        return None
    return Heard(speaker=Speaker(type="person", name=shown, label=shown), cue=verb, confidence="low")


def as_speaker(kind: str, shown: str, printed: str, confidence: Confidence, role: str | None = None) -> Heard:
    speaker = Speaker(type=kind, name=shown, label=printed, role=role)  # type: ignore[arg-type]
    return Heard(speaker=speaker, cue="", confidence=confidence)


PhraseRule = Callable[[Named], Heard | None]


def name(named: Named) -> Heard | None:
    """副教授萨拉·罗伯茨, 马斯克本人: the phrase ends in a name of the article."""
    hit = named.head[-1].name
    return Heard(speaker=speaker_of_name(hit.name, hit.printed), cue="", confidence="high") if hit else None


def tagged_name(named: Named) -> Heard | None:
    """冯先生: what the tagger takes for a person's name at the end of the phrase."""
    last = named.head[-1]
    if last.tag != "PER" or len(last.text) < 2:
        return None
    return as_speaker("person", last.printed, last.printed, "medium")


def product(named: Named) -> Heard | None:
    printed = named.head[-1].printed.strip()
    return as_speaker("role", printed, printed, "medium", "AI") if fold(printed) in products() else None


def outlet(named: Named) -> Heard | None:
    """《某某日报》: a newspaper, no book."""
    titles = [w for w in named.head if w.tag == "nw" or w.tag == "nz"]
    if named.head[-1].text != "》" or not titles or not _OUTLET.search(titles[-1].text):
        return None
    return as_speaker("organisation", titles[-1].printed, named.printed, "medium")


def role(named: Named) -> Heard | None:
    """一位分析师, 谷歌发言人, 李玟的母亲: a noun for somebody without a name."""
    shown = "".join(w.text for w in named.head)
    if not ROLE.search(shown) or named.phrase.words[0].text in listed("demonstrative"):
        return None
    if named.head[-1].tag not in ("n", "nz", "nr", "vn", "xc", "v", "m", "q", "r", "PER", "nt"):
        return None
    printed = named.printed if len(named.printed) <= _LONGEST else named.printed[-_LONGEST:]
    return as_speaker("role", printed, printed, "medium", printed)


def organisation(named: Named) -> Heard | None:
    """五角大楼, 某某基金: by the tagger or by its ending."""
    last = named.head[-1]
    shown = "".join(w.text for w in named.head)
    if named.phrase.words[0].text in listed("demonstrative"):
        return None
    if last.tag in ("ORG", "nt") or ORGANISATION.search(shown):
        printed = named.printed if len(named.printed) <= _LONGEST else last.printed
        return as_speaker("organisation", printed, printed, "medium")
    return None


def latin(named: Named) -> Heard | None:
    """Andy, CNET: one Latin name."""
    last = named.head[-1]
    if last.tag not in ("nr", "nz", "nt", "n", "xc") or not re.fullmatch(
        r"(?:[A-Z]|[a-z]+[A-Z])[A-Za-z0-9.&' -]*", last.text
    ):
        return None
    kind = "organisation" if last.text.isupper() or not last.text.replace(" ", "").isalpha() else "person"
    return as_speaker(kind, last.text.strip(), last.text.strip(), "medium")


def imitation(named: Named) -> Heard | None:
    """AI李玟, 虚拟主播某某: whoever is imitated has not spoken."""
    found = _IMITATION.fullmatch(named.printed)
    if not found or not (looks_like_name(found["name"]) or named.head[-1].tag == "PER"):
        return None
    return as_speaker("role", named.printed, named.printed, "medium", named.printed)


PHRASE_RULES: tuple[PhraseRule, ...] = (imitation, name, product, outlet, role, organisation, tagged_name, latin)
