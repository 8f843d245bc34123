"""A shallow reading of the sentences around speech: which phrase is the subject of the clause that reports it.

The name tagger gives every word its part of speech.  From that a clause is read left to right, as Chinese puts it:
time, place and addressee in prepositional phrases first, then the subject, then adverbs and verbs.  A clause without a
subject of its own goes on with that of the clause before (…，并称：).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus_site.load.tagging import SPEECH, Word
from corpus_site.wordlists import wordlist

_NOMINAL = frozenset(("n", "nr", "nz", "nt", "ns", "nw", "m", "q", "r", "a", "an", "vn", "s", "PER", "LOC", "ORG"))
_BEFORE_SUBJECT = frozenset(("c", "d", "ad", "t", "TIME", "f"))
_SENTENCE_END = frozenset("。！？!?；;…\n")
_CLAUSE_END = frozenset("，,：:；;—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase: its words, and whether 据 or 按照 brings it in as the source of a report."""

    words: tuple[Word, ...]
    source: bool = False

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(wordlist("syntax")[key])


def sentences(found: Sequence[Word]) -> list[list[Word]]:
    """The words of each sentence, its end mark left out."""
    out: list[list[Word]] = [[]]
    for word in found:
        if _ends(word):
            out.append([])
        else:
            out[-1].append(word)
    return [s for s in out if s]


def last_sentence(found: Sequence[Word]) -> Sequence[Word]:
    """The words behind the last end of a sentence."""
    cut = next((i for i in range(len(found), 0, -1) if _ends(found[i - 1])), 0)
    return found[cut:]


def _ends(word: Word) -> bool:
    return word.tag == "w" and word.text in _SENTENCE_END


def clauses(sentence: Sequence[Word]) -> list[list[Word]]:
    """A sentence parted at its commas, colons and speeches."""
    out: list[list[Word]] = [[]]
    for word in sentence:
        dash = word.text == "-" and bool(out[-1]) and out[-1][-1].text == "-"  # "------" for a dash
        if word.tag == SPEECH or dash or (word.tag == "w" and word.text in _CLAUSE_END):
            out.append([])
        else:
            out[-1].append(word)
    return out


def subjects(sentence: Sequence[Word]) -> Iterator[Phrase]:
    """The subjects of a sentence's clauses, the last clause first.

    >>> from corpus_site.load.tagging import tag_passages
    >>> def found(text):
    ...     return ["".join(w.text for w in phrase.words) for phrase in subjects(tag_passages({0: text})[0])]
    >>> found("在接受采访时，一位负责这个项目的当地专家对记者表示"), found("王强加入了谷歌，并推动成立研究中心，随后称")
    (['一位负责这个项目的当地专家'], ['王强'])
    >>> found("关于这件事，随后表示")
    []
    """
    for clause in reversed(clauses(sentence)):
        if phrase := subject(clause):
            yield phrase


def subject(clause: Sequence[Word]) -> Phrase | None:
    """The subject of one clause that ends before its verb of speech, if it has one of its own."""
    if handed := _handed_on(clause):
        return handed
    at = 0
    while at < len(clause):
        word = clause[at]
        if word.text in _listed("source"):
            if phrase := _noun_phrase(clause, at + 1):
                return Phrase(words=phrase, source=True)
            at += 1
        elif word.tag == "p" or word.text in _listed("preposition"):
            at = _behind_preposition(clause, at)
        elif word.tag in _BEFORE_SUBJECT or word.text in _listed("existential") or (word.tag == "w" and not at):
            at += 1
        elif phrase := _noun_phrase(clause, at):
            at += len(phrase)
            following = clause[at].text if at < len(clause) else ""
            if following in _listed("temporal") or phrase[-1].text in _listed("temporal"):
                at += 1  # 去年夏天 …: a time, no subject
                continue
            return Phrase(words=phrase)
        else:
            return None
    return None


def _handed_on(clause: Sequence[Word]) -> Phrase | None:
    """Who acts behind a verb that makes or lets somebody act, or that passes on words: 引发网友称, 援引一位人士的话称."""
    for at in range(len(clause) - 1, 0, -1):
        if clause[at - 1].text in _listed("hands_on") and clause[at - 1].tag not in ("n", "vn"):
            phrase = _noun_phrase(clause, at)
            behind = clause[at + len(phrase) :] if phrase else ()
            if phrase and all(w.tag in ("d", "ad", "v", "vd", "xc", "u") for w in behind):
                return Phrase(words=phrase)
    return None


def _behind_preposition(clause: Sequence[Word], at: int) -> int:
    """Where the words go on behind a prepositional phrase."""
    for i in range(at + 1, len(clause)):
        if clause[i].text in _listed("closes") and clause[i].tag in ("f", "n", "t", "s", "d", "u", "v", "p"):
            return i + 1
    phrase = _noun_phrase(clause, at + 1)
    return at + 1 + len(phrase) if phrase else at + 1


def _noun_phrase(clause: Sequence[Word], at: int) -> tuple[Word, ...]:
    """The longest noun phrase that begins at a word, with the clauses that describe its noun (负责这个项目的专家)."""
    end = at
    described = False
    while end < len(clause):
        word = clause[end]
        if _goes_on(clause, at, end):
            end += 1
        elif not described and _takes_description(clause, at, end) and (inner := _described(clause, end)):
            described = True
            end = inner
        elif word.tag == "w" and word.text in '《（(“「『"' and (close := _closing(clause, end)):
            end = close
        else:
            break
    while end > at and (clause[end - 1].text in _listed("joins") or clause[end - 1].text in ("的", "、")):
        end -= 1
    return tuple(clause[at:end])


def _takes_description(clause: Sequence[Word], at: int, end: int) -> bool:
    """At the beginning of a phrase, or behind 一位, 这名."""
    return end == at or clause[at].tag in ("m", "q") or clause[at].text in _listed("demonstrative")


def _goes_on(clause: Sequence[Word], at: int, end: int) -> bool:
    word = clause[end]
    if word.tag in _NOMINAL and word.text not in _listed("manner"):
        return True
    following = clause[end + 1] if end + 1 < len(clause) else None
    if word.text in _listed("in_titles") and following and following.tag in _NOMINAL:
        return True  # 联合 创始人, 研究 主管: verbs by themselves, here part of a title
    if end == at:
        return False
    return word.text in ("的", "、", "·", "-", " ", "之") or (
        word.text in _listed("joins") and following is not None and following.tag in _NOMINAL
    )


def _described(clause: Sequence[Word], at: int) -> int | None:
    """Behind the 的 of a clause that describes the next noun, when that noun leads on to the verb of speech."""
    if clause[at].tag not in ("v", "p", "d", "vd", "ad", "a", "f", "vn"):
        return None
    for i in range(at + 1, len(clause) - 1):
        if clause[i].text == "的" and clause[i + 1].tag in _NOMINAL:
            behind = i + 1
            while behind < len(clause) and (clause[behind].tag in _NOMINAL or clause[behind].text in "的、《》（）()"):
                behind += 1
            rest = clause[behind:]
            if any(w.text in _listed("closes") for w in rest[:1]):
                continue
            return i + 1
    return None


def _closing(clause: Sequence[Word], at: int) -> int | None:
    pairs = {"《": "》", "（": "）", "(": ")", "“": "”", "「": "」", "『": "』", '"': '"'}
    want = pairs[clause[at].text]
    return next((i + 1 for i in range(at + 1, len(clause)) if clause[i].text == want), None)
