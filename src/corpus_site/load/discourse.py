"""Who a noun phrase is: a name, a role, an organisation, or somebody named before whom a pronoun stands for.

Keeps, for one article, who was the subject of each clause outside of speech: in news and portraits 他 is whom the last
sentences were about, not who happened to be named last.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus_site.fold import fold, simplify
from corpus_site.lexicon import frequency
from corpus_site.load import syntax
from corpus_site.load.marks import marked
from corpus_site.load.names import NameBook, looks_like_name
from corpus_site.load.passages import Passage
from corpus_site.load.speakers import Heard, speaker_of_name
from corpus_site.load.syntax import Phrase, Word
from corpus_site.model import Confidence, Speaker
from corpus_site.wordlists import alternatives, wordlist

_ROLE = re.compile(rf"{alternatives('cues', 'role_noun')}(?:们|代表|本人|自己)?$")
_OUTLET = re.compile(
    r"(?:报|刊|社|网|时报|周刊|杂志|新闻|邮报|评论|日报|卫报|电台|电视台|频道|在线|Times|Post|Journal|News)$"
)
_ORGANISATION = re.compile(
    rf"(?:{alternatives('cues', 'organisation_noun')}|{alternatives('syntax', 'organisation')})$"
)
_GROUP = re.compile(rf"{alternatives('syntax', 'group')}们?$|们$|等人$")
_ONE = re.compile(r"[一某这那该另两三][位名个家]|某|其中")
_IMITATION = re.compile(rf"{alternatives('syntax', 'imitation')}\s?(?P<name>[一-鿿·]{{2,12}})")
_GENDERED = frozenset("他她")
_GOES_ON = re.compile(r"[，,；;](?P<pronoun>[他她])(?!们)")
_BY_NOUN = re.compile(
    r"(?P<she>女士|小姐|母亲|妈妈|妻子|太太|夫人|女儿|姐姐|妹妹|女友|奶奶|外婆)$|(?:先生|父亲|爸爸|丈夫|老公|儿子|哥哥|弟弟|男友|爷爷|外公)$"
)
_FAR = 3  # passages back in which a pronoun finds whom it stands for
_BACK = 3  # sentences back in which it is looked for whom a passage is about
_BREATH = 400  # characters before a cue, behind a mark, in which it is looked for who speaks
_MANY = 100  # mentions among which a pronoun finds whom it stands for
_LONGEST = 32  # characters of a role as it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody who was spoken of: where, and as the subject or beside it."""

    place: tuple[int, int]  # index of the passage, offset
    speaker: Speaker
    subject: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A phrase with what its reading needs."""

    phrase: Phrase
    head: tuple[Word, ...]  # behind its last 的
    owner: tuple[Word, ...]  # before it
    printed: str
    place: tuple[int, int]


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(wordlist("syntax")[key])


@cache
def _products() -> frozenset[str]:
    return frozenset(fold(w) for w in wordlist("cues")["product"])


class Discourse:
    """The clauses of one article's prose, and who they are about."""

    def __init__(self, passages: Sequence[Passage], book: NameBook, words: Mapping[int, Sequence[Word]]) -> None:
        self._book = book
        self._texts = {p.index: p.text for p in passages}
        self._sections = {p.index: p.section for p in passages}
        self._indices = [p.index for p in passages]
        self._order = {p.index: n for n, p in enumerate(passages)}
        self._words = {
            index: syntax.with_names(found, book.find(self._texts[index]))
            for index, found in words.items()
            if index in self._texts
        }
        self._genders = _genders(passages, book)
        self._mentions: list[Mention] = []
        for index in sorted(self._words):
            self._mentions += sorted(self._mentioned(index), key=lambda m: (m.place, not m.subject))

    def before(self, index: int, start: int, cue: int, verb: str) -> Heard | None:
        """The subject of the clause whose verb stands at `cue`, looked for from `start` on."""
        for phrase in syntax.subjects(syntax.last_sentence(self._between(index, max(start, cue - _BREATH), cue))):
            if heard := self._who(index, phrase, verb):
                return heard
        return None

    def about_before(self, index: int, start: int, end: int) -> Heard | None:
        """Whom the sentence is about that ends right before `end`: in this passage, else in the one before it."""
        found = syntax.sentences(self._between(index, max(start, end - _BREATH), end))
        here = index
        if not found:
            here = self._nearest(index)
            if here == index or self._sections[here] != self._sections[index]:
                return None
            found = syntax.sentences(self._words.get(here, ())[-_BREATH:])
        for sentence in reversed(found[-_BACK:]):
            for phrase in reversed(list(syntax.subjects(sentence))):  # its first clause tells what a sentence is about
                heard = self._who(here, phrase, "")
                if heard and _kind(heard.speaker) in ("person", "role"):
                    return replace(heard, cue=f"{heard.speaker.name}……", confidence="low")
        return None

    def about_behind(self, index: int, start: int) -> Heard | None:
        """Whom the sentence that begins at `start` is about: the first subject of its clauses."""
        found = syntax.sentences(self._between(index, start, start + _BREATH))
        for clause in syntax.clauses(found[0])[:2] if found else ():
            if phrase := syntax.subject(clause):
                heard = self._who(index, phrase, "")
                if heard is None or _kind(heard.speaker) not in ("person", "role"):
                    return None
                return replace(heard, cue=f"{heard.speaker.name}……", confidence="low")
        return None

    def last_person(self, index: int) -> Heard | None:
        """Whom the passages just above are about."""
        found = self._last((index, 0), ("person", "role"), "")
        return Heard(speaker=found.speaker, cue=f"{found.speaker.name}……", confidence="low") if found else None

    def _between(self, index: int, start: int, end: int) -> Sequence[Word]:
        """The words of a passage that lie between two offsets."""
        words = self._words.get(index, [])
        return words[bisect_left(words, start, key=lambda w: w.start) : bisect_right(words, end, key=lambda w: w.end)]

    def _mentioned(self, index: int) -> list[Mention]:
        out = []
        for sentence in syntax.sentences(self._words[index]):
            for phrase in syntax.subjects(sentence):
                heard = self._who(index, phrase, "", resolve=False)
                if heard:
                    out.append(Mention(place=(index, phrase.start), speaker=heard.speaker, subject=True))
            for w in sentence:
                if w.name:
                    speaker = speaker_of_name(w.name.name, w.name.name.full)
                    out.append(Mention(place=(index, w.start), speaker=speaker, subject=False))
                elif fold(w.text) in _products():
                    answers = Speaker(type="role", name=w.text, label=w.text, role="AI")
                    out.append(Mention(place=(index, w.start), speaker=answers, subject=False))
        return out

    def _who(self, index: int, phrase: Phrase, verb: str, *, resolve: bool = True) -> Heard | None:
        named = self._named(index, phrase)
        if named is None:
            return None
        for rule in PHRASE_RULES:
            if heard := rule(named):
                return replace(heard, cue=verb)
        last = named.head[-1]
        if last.tag == "PER" and len(last.text) == 1 and (full := self._book.of_surname(last.printed)):
            return Heard(speaker=speaker_of_name(full, last.printed), cue=verb, confidence="medium")
        if not resolve:
            return None
        return self._stands_for(named, verb) or self._issued(index, named, verb) or _unknown(named, verb)

    def _named(self, index: int, phrase: Phrase) -> Named | None:
        words = list(phrase.words)
        depth, cut = 0, 0
        for i, word in enumerate(words):
            depth += (word.text in "《（(“「") - (word.text in "》）)”」") if word.tag == "w" else 0
            if word.text in ("的", "、") and not depth:
                cut = i + 1
        head = _without_parentheses(words[cut:])
        while len(head) > 1 and head[-1].text in _listed("behind_names"):
            head.pop()
        if not head:
            return None
        printed = self._texts[index][phrase.start : phrase.end].strip("，,、 “”")
        owner = tuple(words[: cut - 1]) if cut and words[cut - 1].text == "的" else ()
        return Named(phrase=phrase, head=tuple(head), owner=owner, printed=printed, place=(index, phrase.start))

    def _stands_for(self, named: Named, verb: str) -> Heard | None:
        """他, 这位高管, 该公司: the last subject of that kind."""
        kind: tuple[str, ...]
        first, last = named.head[0].text, named.head[-1].text
        shown = "".join(w.text for w in named.head)
        demonstrative = named.phrase.words[0].text in _listed("demonstrative") or first in _listed("demonstrative")
        if shown in _listed("pronoun_person"):
            kind = ("person", "role")
        elif demonstrative and (last in _listed("machine")):
            kind = ("machine",)
        elif demonstrative and _ROLE.search(shown):
            kind = ("person", "role")
        elif demonstrative and _ORGANISATION.search(shown):
            kind = ("organisation",)
        else:
            return None
        found = self._last(named.place, kind, shown)
        if found is None and "role" in kind and demonstrative:
            return replace(_as("role", named.printed, named.printed, "low", named.printed), cue=verb)
        if found is None:
            return None
        speaker = replace(found.speaker, label=named.printed)
        return Heard(speaker=speaker, cue=f"{named.printed}{verb}", confidence="medium")

    def _issued(self, index: int, named: Named, verb: str) -> Heard | None:
        """五角大楼的声明: a document speaks for whoever issued it."""
        if named.head[-1].text not in _listed("document"):
            return None
        if named.owner:
            return self._who(index, Phrase(words=named.owner), verb)
        if len(named.head) > 1 and (named.head[0].name or named.head[0].tag in ("ORG", "PER")):
            return self._who(index, Phrase(words=named.head[:1]), verb)
        if named.head[0].text in _listed("demonstrative"):
            found = self._last(named.place, ("organisation",), "")
            if found:
                speaker = replace(found.speaker, label=named.printed)
                return Heard(speaker=speaker, cue=f"{named.printed}{verb}", confidence="low")
        return None

    def _last(self, place: tuple[int, int], kinds: Sequence[str], pronoun: str) -> Mention | None:
        """The last mention of a kind before a place, subjects before others, in the same section and not far above.

        Whom the article calls 他 is not meant by 她.
        """
        until = bisect_left(self._mentions, place, key=lambda m: m.place)
        nearest, beside = self._nearest(place[0]), None
        for mention in reversed(self._mentions[max(0, until - _MANY) : until]):
            far = self._order[place[0]] - self._order[mention.place[0]] > _FAR
            if far or self._sections[mention.place[0]] != self._sections[place[0]]:
                break
            if _kind(mention.speaker) not in kinds:
                continue
            if pronoun in _GENDERED and self._gender(mention.speaker) not in (None, pronoun):
                continue
            if mention.subject and mention.place[0] >= nearest:
                return mention
            beside = beside or mention
        return beside

    def _gender(self, speaker: Speaker) -> str | None:
        if found := _BY_NOUN.search(speaker.name):
            return "她" if found["she"] else "他"
        votes = self._genders.get(speaker.name)
        return max(votes, key=lambda g: votes[g]) if votes and len(set(votes.values())) == len(votes) else None

    def _nearest(self, index: int) -> int:
        """The passage before, where the last subject still counts more than a name that came after it."""
        position = self._order[index]
        return self._indices[max(0, position - 1)]


def _genders(passages: Sequence[Passage], book: NameBook) -> dict[str, Counter[str]]:
    """How often each person is the only one named in a sentence that goes on, behind a comma, with 他, or with 她.

    Within one clause a pronoun means somebody else (周大明认识她).
    """
    out: dict[str, Counter[str]] = {}
    for passage in passages:
        for sentence in re.split(r"[。！？!?\n]", _without_speech(passage.text)):
            found = _GOES_ON.search(sentence)
            people = {hit.name.full for hit in book.find(sentence) if not hit.name.organisation} if found else set()
            opened = found and book.find(re.split(r"[，,；;：:]", sentence[: found.start()])[0])
            if found and opened and len(people) == 1 and not _GENDERED & set(sentence[: found.start()]):
                out.setdefault(people.pop(), Counter())[found["pronoun"]] += 1
    return out


def _without_speech(text: str) -> str:
    pieces, at = [], 0
    for mark in marked(text):
        pieces.append(text[at : mark.open])
        at = mark.close
    return "".join([*pieces, text[at:]])


def _kind(speaker: Speaker) -> str:
    if speaker.role == "AI":
        return "machine"
    if speaker.type == "role" and _GROUP.search(speaker.name) and not _ONE.match(speaker.name):
        return "group"  # 网友: 他 is none of them
    return speaker.type


def _without_parentheses(words: Sequence[Word]) -> list[Word]:
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


def _unknown(named: Named, verb: str) -> Heard | None:
    """从事设计的阙阙表示: a short word that no dictionary knows, as the subject of a verb that only people do."""
    shown = "".join(w.printed for w in named.head)
    plain = simplify(shown)
    noun = named.head[0].tag in ("nr", "nz", "n", "xc") and verb in wordlist("cues")["strong"]
    if not noun or not re.fullmatch(r"[一-鿿]{2,3}", plain) or _ORGANISATION.search(plain) or frequency(plain):
        return None
    return Heard(speaker=Speaker(type="person", name=shown, label=shown), cue=verb, confidence="low")


PhraseRule = Callable[[Named], Heard | None]


def _as(kind: str, shown: str, printed: str, confidence: Confidence, role: str | None = None) -> Heard:
    speaker = Speaker(type=kind, name=shown, label=printed, role=role)  # type: ignore[arg-type]
    return Heard(speaker=speaker, cue="", confidence=confidence)


def name(named: Named) -> Heard | None:
    """副教授萨拉·罗伯茨, 马斯克本人: the phrase ends in a name of the article."""
    hit = named.head[-1].name
    return Heard(speaker=speaker_of_name(hit.name, hit.printed), cue="", confidence="high") if hit else None


def tagged_name(named: Named) -> Heard | None:
    """冯先生: what the tagger takes for a person's name at the end of the phrase."""
    last = named.head[-1]
    if last.tag != "PER" or len(last.text) < 2:
        return None
    return _as("person", last.printed, last.printed, "medium")


def product(named: Named) -> Heard | None:
    printed = named.head[-1].printed.strip()
    return _as("role", printed, printed, "medium", "AI") if fold(printed) in _products() else None


def outlet(named: Named) -> Heard | None:
    """《某某日报》: a newspaper, no book."""
    titles = [w for w in named.head if w.tag == "nw" or w.tag == "nz"]
    if named.head[-1].text != "》" or not titles or not _OUTLET.search(titles[-1].text):
        return None
    return _as("organisation", titles[-1].printed, named.printed, "medium")


def role(named: Named) -> Heard | None:
    """一位分析师, 谷歌发言人, 李玟的母亲: a noun for somebody without a name."""
    shown = "".join(w.text for w in named.head)
    if not _ROLE.search(shown) or named.phrase.words[0].text in _listed("demonstrative"):
        return None
    if named.head[-1].tag not in ("n", "nz", "nr", "vn", "xc", "v", "m", "q", "r", "PER", "nt"):
        return None
    printed = named.printed if len(named.printed) <= _LONGEST else named.printed[-_LONGEST:]
    return _as("role", printed, printed, "medium", printed)


def organisation(named: Named) -> Heard | None:
    """五角大楼, 某某基金: by the tagger or by its ending."""
    last = named.head[-1]
    shown = "".join(w.text for w in named.head)
    if named.phrase.words[0].text in _listed("demonstrative"):
        return None
    if last.tag in ("ORG", "nt") or _ORGANISATION.search(shown):
        printed = named.printed if len(named.printed) <= _LONGEST else last.printed
        return _as("organisation", printed, printed, "medium")
    return None


def latin(named: Named) -> Heard | None:
    """Andy, CNET: one Latin name."""
    last = named.head[-1]
    if last.tag not in ("nr", "nz", "nt", "n", "xc") or not re.fullmatch(
        r"(?:[A-Z]|[a-z]+[A-Z])[A-Za-z0-9.&' -]*", last.text
    ):
        return None
    kind = "organisation" if last.text.isupper() or not last.text.replace(" ", "").isalpha() else "person"
    return _as(kind, last.text.strip(), last.text.strip(), "medium")


def imitation(named: Named) -> Heard | None:
    """AI李玟, 虚拟主播某某: whoever is imitated has not spoken."""
    found = _IMITATION.fullmatch(named.printed)
    if not found or not (looks_like_name(found["name"]) or named.head[-1].tag == "PER"):
        return None
    return _as("role", named.printed, named.printed, "medium", named.printed)


PHRASE_RULES: tuple[PhraseRule, ...] = (imitation, name, product, outlet, role, organisation, tagged_name, latin)
