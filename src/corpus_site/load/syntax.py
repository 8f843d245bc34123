"""A shallow reading of the sentences around speech: which phrase is the subject of the clause that reports it.

The name tagger gives every word its part of speech.  From that a clause is read left to right, as Chinese puts it:
time, place and addressee in prepositional phrases first, then the subject, then adverbs and verbs.  A clause without a
subject of its own goes on with that of the clause before (…，并称：).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from corpus_site.fold import simplify
from corpus_site.load.marks import marked
from corpus_site.load.names import NameAt
from corpus_site.tagger import KINDS, EntityKind, Tagged, words
from corpus_site.wordlists import alternatives, wordlist

FEW = 8  # characters from which marked words are speech and no term: the clauses around them are read without them
_LONGEST = 160  # characters of one stretch given to the tagger
_NOMINAL = frozenset(("n", "nr", "nz", "nt", "ns", "nw", "m", "q", "r", "a", "an", "vn", "s", "PER", "LOC", "ORG"))
_BEFORE_SUBJECT = frozenset(("c", "d", "ad", "t", "TIME", "f"))
_SENTENCE_END = frozenset("。！？!?；;…\n")
_CLAUSE_END = frozenset("，,：:；;—")
_PARTS = re.compile(
    r"[，。、；：！？!?;,:…—（）()《》“”「」『』\"\n]|[^，。、；：！？!?;,:…—（）()《》“”「」『』\"\n]+"
)
_IN_LATIN = re.compile(r"[A-Za-z0-9]{2}")
_SURNAME_AND_VERB = re.compile(rf"[一-鿿]({alternatives('cues', 'verb')})")
_TITLE_AND_NAME = re.compile(r"[A-Z]{2,4}[一-鿿·]{2,}")
_STOPS = re.compile(r"[。！？!?；;\n]")
_SPEECH = "speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a passage: offsets count in the passage, `text` is simplified, `name` is what it is known to name."""

    start: int
    end: int
    tag: str
    text: str
    printed: str
    name: NameAt | None = None


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


def tag_passages(texts: Mapping[int, str]) -> dict[int, list[Word]]:
    """Tag the words of passages outside of speech; each speech stands as one word of its own."""
    pieces = [(index, *piece) for index, text in texts.items() for piece in _pieces(text)]
    tags = iter(words([simplify(piece) for *_, piece in pieces if piece]))
    out: dict[int, list[Word]] = {index: [] for index in texts}
    for index, start, end, piece in pieces:
        if piece:
            out[index] += _words(next(tags), start, piece)
        else:
            out[index].append(Word(start=start, end=end, tag=_SPEECH, text="", printed=""))
    return out


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Stretches for the tagger with their offsets; one without text is a speech."""
    at = 0
    for mark in marked(text):
        if mark.end - mark.start >= FEW:
            yield from _short(text, at, mark.open)
            yield mark.open, mark.close, ""
            at = mark.close
    yield from _short(text, at, len(text))


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    bounds = [start, *(m.end() for m in _STOPS.finditer(text, start, end)), end]
    for a, b in pairwise(bounds):
        while b - a > _LONGEST:
            cut = max(text.rfind("，", a, a + _LONGEST), text.rfind(",", a, a + _LONGEST)) + 1 or a + _LONGEST
            yield a, cut, text[a:cut]
            a = cut
        if text[a:b].strip():
            yield a, b, text[a:b]


def _words(tags: Sequence[Tagged], start: int, piece: str) -> Iterator[Word]:
    """Words with punctuation parted from them, which the tagger sometimes leaves inside."""
    text = simplify(piece)
    last: Word | None = None
    for tagged in tags:
        for part in _name_and_verb(tagged, text):
            at, found = tagged.start + part.start(), part.group()
            begin = start + at
            if found.isspace():
                continue
            tag = "w" if len(found) == 1 and not found.isalnum() else tagged.tag
            tag = "nz" if tag == "xc" and found.isascii() else tag
            printed = piece[at : at + len(found)]
            word = Word(start=begin, end=begin + len(found), tag=tag, text=found, printed=printed)
            if last and last.end == begin and _IN_LATIN.fullmatch(last.text[-1] + found[0]):
                last = replace(
                    word, start=last.start, text=last.text + found, printed=last.printed + printed
                )  # xAI, cut between its letters
                continue
            if last:
                yield last
            last = word
    if last:
        yield last


def _name_and_verb(tagged: Tagged, text: str) -> Iterator[re.Match[str]]:
    """The parts of a word; a surname with its verb (徐说), which the tagger takes for a name, in two."""
    word = text[tagged.start : tagged.end]
    if tagged.tag == "PER" and (found := _SURNAME_AND_VERB.fullmatch(word)):
        yield from re.finditer(f"^.|{found[1]}$", word)
    elif tagged.tag in ("PER", "nr") and (found := _TITLE_AND_NAME.fullmatch(word)):
        yield from re.finditer(r"[A-Za-z]+|[^A-Za-z]+", word)  # CEO库克
    else:
        yield from _PARTS.finditer(word)


def names_among(found: Mapping[int, Sequence[Word]]) -> list[tuple[str, EntityKind]]:
    """What the tagger took for names, as (name, kind), in order."""
    return [(word.printed, KINDS[word.tag]) for index in sorted(found) for word in found[index] if word.tag in KINDS]


def with_names(found: Sequence[Word], names: Sequence[NameAt]) -> list[Word]:
    """The words with every name of the article as one word, whatever the tagger cut there."""
    out: list[Word] = []
    hits = iter(names)
    hit = next(hits, None)
    for word in found:
        while hit and hit.end <= word.start:
            hit = next(hits, None)
        at = word.start
        while hit and hit.start < word.end and word.tag != _SPEECH:
            if hit.start > at:
                out.append(_slice(word, at, hit.start))
            if not (out and out[-1].name is hit):
                tag = "ORG" if hit.name.organisation else "PER"
                out.append(
                    Word(start=hit.start, end=hit.end, tag=tag, text=hit.name.full, printed=hit.printed, name=hit)
                )
            at = max(at, min(hit.end, word.end))
            if hit.end > word.end:
                break
            hit = next(hits, None)
        if at < word.end:
            out.append(_slice(word, at, word.end) if at > word.start else word)
    return out


def _slice(word: Word, start: int, end: int) -> Word:
    inside = slice(start - word.start, end - word.start)
    return replace(word, start=start, end=end, text=word.text[inside], printed=word.printed[inside])


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
        if word.tag == _SPEECH or dash or (word.tag == "w" and word.text in _CLAUSE_END):
            out.append([])
        else:
            out[-1].append(word)
    return out


def subjects(sentence: Sequence[Word]) -> Iterator[Phrase]:
    """The subjects of a sentence's clauses, the last clause first.

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
