"""What one article shows about names: the whole names in it, which of them are one person, who is present."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus_site.authority import Known
from corpus_site.enrich.apposition import LATIN_WORD, Pair, pairs
from corpus_site.enrich.matching import Lines
from corpus_site.fold import fold, simplify
from corpus_site.model import Article, PersonId
from corpus_site.names import DOTS, bare, is_chinese, is_full, is_han, parts, surname
from corpus_site.wordlists import wordlist

_LATIN = re.compile(rf"(?<![\w@/.-])({LATIN_WORD})((?:\s[A-Z]\.)?(?:\s{LATIN_WORD}){{1,2}})(?![\w@])")
_SOUNDS = "".join(sorted(set(wordlist("names")["transcribing"])))
_DOTTED = re.compile(rf"[{_SOUNDS}]{{1,7}}(?:[{DOTS}][{_SOUNDS}]{{1,8}})+")

Identity = str  # "@id" of an agreed person, "=" and a folded whole name that leads a group, "%" and an organisation


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole name as printed, with the place where it was first met."""

    name: str
    offset: int


class Shown:
    """The names of one article."""

    def __init__(self, article: Article, known: Known, present: Iterable[PersonId]) -> None:
        """`present`: agreed people whose agreed forms were found in the title or the body."""
        self.article = article
        self.known = known
        self.lines = Lines(article)
        self.pairs = tuple(pairs(article.body))
        self.wholes = _wholes(article, self.pairs)
        self.leaders: dict[str, Identity] = {}  # by the folded whole name
        for key in self.wholes:
            found = known.find(self.wholes[key].name)
            self.leaders[key] = f"@{found}" if found else f"={key}"
        self._join()
        self.present = frozenset(present) | {
            PersonId(leader[1:]) for leader in self.leaders.values() if leader[0] == "@"
        }

    def _join(self) -> None:
        """Whole forms side by side, or under one label, are one person, unless both are agreed to be different ones."""
        together = [(pair.han, pair.latin) for pair in self.pairs]
        for quote in self.article.quotes:
            if quote.speaker is not None and quote.speaker.type == "person":
                together += [(quote.speaker.name, form) for form in quote.speaker.names]
        for pair in dict.fromkeys(together):
            one, other = (self.leaders.get(fold(form)) for form in pair)
            if one is None or other is None or one == other or (one[0] == "@" and other[0] == "@"):
                continue
            lead = min(one, other, key=lambda leader: (leader[0] != "@", leader))  # the agreed one leads
            for key, leader in self.leaders.items():
                if leader in (one, other):
                    self.leaders[key] = lead

    def identity(self, name: str) -> Identity | None:
        """Whose whole name this is, as far as this article or the owner knows."""
        found = self.known.find(name)
        return f"@{found}" if found else self.leaders.get(fold(name)) or self.leaders.get(fold(bare(name)))

    def candidates(self, short: str) -> dict[Identity, str]:
        """For whom a short form may stand here: the identity and the whole name, or the agreed one."""
        text = bare(short)
        found: dict[Identity, str] = {}
        for agreed in self.known.shorts(short):
            if agreed.person in self.present or agreed.holds_in(self.article.path):
                found[f"@{agreed.person}"] = self.known.called[agreed.person]
        if len(text) > 1:
            for key, whole in self.wholes.items():
                if _is_part(text, whole.name):
                    found.setdefault(self.leaders[key], whole.name)
        return found

    def addressed(self, family: str) -> dict[Identity, str]:
        """For whom 周总 may stand here: the whole Chinese names with that surname."""
        return {
            self.leaders[key]: whole.name
            for key, whole in self.wholes.items()
            if is_chinese(whole.name) and surname(whole.name) == family
        }

    def partners(self, form: str) -> list[Pair]:
        """The pairs that this form is one half of."""
        wanted = fold(bare(form))
        return [pair for pair in self.pairs if wanted in (fold(pair.han), fold(pair.latin))]

    def where(self, offset: int) -> str:
        """The place of an offset of the body, as evidence gives it."""
        return f"{self.article.path}:{self.lines.at(offset)}"


def _wholes(article: Article, found: Iterable[Pair]) -> dict[str, Whole]:
    """All whole names, by their folded form, in the order of the text; speakers' names too."""
    body = article.body
    names: list[Whole] = []
    for pair in found:
        names += [Whole(form, pair.offset) for form in (pair.han, pair.latin) if is_full(form)]
    names += _latin_wholes(body)
    for match in _DOTTED.finditer(simplify(body)):  # offsets stay
        if is_full(match[0]):
            names.append(Whole(body[match.start() : match.end()], match.start()))
    for quote in article.quotes:
        if quote.speaker is not None and quote.speaker.type == "person":
            start = quote.spans[0][0] if quote.spans else 0
            names += [Whole(n, start) for n in (quote.speaker.name, *quote.speaker.names) if is_full(n)]
    wholes: dict[str, Whole] = {}
    for name in sorted(names, key=lambda whole: whole.offset):
        wholes.setdefault(fold(name.name), name)
    return wholes


def _latin_wholes(body: str) -> list[Whole]:
    """Capitalised words in a row; three of them only where no two of them are a name by themselves."""
    not_given = wordlist("names")["not_given_names"]
    found = [
        Whole(match[0], match.start())
        for match in _LATIN.finditer(body)
        if match[1] not in not_given and parts(match[2])[-1] not in not_given
    ]
    twos = {fold(whole.name) for whole in found if len(parts(whole.name)) == 2}
    return [whole for whole in found if not any(fold(two) in twos for two in _twos(whole.name))]


def _twos(name: str) -> list[str]:
    pieces = parts(name)
    return ["".join(pieces[:2]), "".join(pieces[1:])] if len(pieces) == 3 and len(pieces[1].strip(".")) > 1 else []


def _is_part(text: str, whole: str) -> bool:
    """Tell whether this is the first or the last part of a foreign name, or its surname.

    >>> _is_part("利普金", "奥利维亚·利普金"), _is_part("Sam", "Sam Altman"), _is_part("T.", "Sarah T. Roberts")
    (True, True, False)
    """
    pieces = parts(whole)
    if len(pieces) < 2 or is_han(text) != is_han(whole):
        return False
    return fold(text) in (fold(pieces[0]), fold(pieces[-1]), fold("".join(pieces[1:])))
