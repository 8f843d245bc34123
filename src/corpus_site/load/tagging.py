"""The words of prose with their parts of speech, speech taken out: what `syntax` reads.

Each speech stands as one word of its own, so that the clauses around it are read as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus_site.fold import simplify
from corpus_site.load.marks import marked
from corpus_site.load.names import NameAt
from corpus_site.tagger import KINDS, EntityKind, Tagged, words
from corpus_site.wordlists import alternatives

FEW = 8  # characters from which marked words are speech and no term: the clauses around them are read without them
_LONGEST = 160  # characters of one stretch given to the tagger
_PARTS = re.compile(
    r"[，。、；：！？!?;,:…—（）()《》“”「」『』\"\n]|[^，。、；：！？!?;,:…—（）()《》“”「」『』\"\n]+"
)
_IN_LATIN = re.compile(r"[A-Za-z0-9]{2}")
_SURNAME_AND_VERB = re.compile(rf"[一-鿿]({alternatives('cues', 'verb')})")
_TITLE_AND_NAME = re.compile(r"[A-Z]{2,4}[一-鿿·]{2,}")
_STOPS = re.compile(r"[。！？!?；;\n]")
SPEECH = "speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a passage: offsets count in the passage, `text` is simplified, `name` is what it is known to name."""

    start: int
    end: int
    tag: str
    text: str
    printed: str
    name: NameAt | None = None


def tag_passages(texts: Mapping[int, str]) -> dict[int, list[Word]]:
    """Tag the words of passages outside of speech; each speech stands as one word of its own."""
    pieces = [(index, *piece) for index, text in texts.items() for piece in _pieces(text)]
    tags = iter(words([simplify(piece) for *_, piece in pieces if piece]))
    out: dict[int, list[Word]] = {index: [] for index in texts}
    for index, start, end, piece in pieces:
        if piece:
            out[index] += _words(next(tags), start, piece)
        else:
            out[index].append(Word(start=start, end=end, tag=SPEECH, text="", printed=""))
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
        while hit and hit.start < word.end and word.tag != SPEECH:
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
