"""What one article shows about names: the whole names in it, which of them are one person, who is present."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from corpus_site.apposition import DOTTED, LATIN_WORD, Pair, behind_title, pairs, shared_names
from corpus_site.authority import Known
from corpus_site.enrich.matching import Lines
from corpus_site.enrich.things import Thing
from corpus_site.fold import fold, simplify
from corpus_site.model import Article, PersonId
from corpus_site.names import bare, is_chinese, is_full, is_han, parts, surname
from corpus_site.wordlists import wordlist

_LATIN = re.compile(rf"(?<![\w@/.-])({LATIN_WORD})((?:\s[A-Z]\.)?(?:\s{LATIN_WORD}){{1,2}})(?![\w@])")

Identity = str  # "@id" of an agreed person, "=" and a folded whole name that leads a group, "%" and an organisation


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole name as printed, with the place where it was first met."""

    name: str
    offset: int


class Shown:
    """The names of one article."""

    def __init__(
        self,
        article: Article,
        known: Known,
        present: Iterable[PersonId] = (),
        names: Iterable[str] = (),
        things: Iterable[Thing] = (),
    ) -> None:
        """`present`: agreed people whose forms were found in title or body; `names`: of persons the tagger found."""
        self.article = article
        self.known = known
        self.lines = Lines(article)
        self.pairs = tuple(pairs(article.body))
        self.wholes = _wholes(article, self.pairs, names)
        self.leaders: dict[str, Identity] = {}  # by the folded whole name
        for key in self.wholes:
            found = known.find(self.wholes[key].name)
            self.leaders[key] = f"@{found}" if found else f"={key}"
        self._by_part: dict[str, list[str]] = {}
        for key, whole in self.wholes.items():
            for piece in part_keys(whole.name):
                self._by_part.setdefault(piece, []).append(key)
        self._join()
        self.present = frozenset(present) | {
            PersonId(leader[1:]) for leader in self.leaders.values() if leader[0] == "@"
        }
        self._organisations = [name for kind, name in things if kind == "organisation"]
        self.organisation_keys = frozenset(map(fold, self._organisations))

    @cached_property
    def plain(self) -> str:
        """The body in Simplified characters; offsets stay."""
        return simplify(self.article.body)

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """The organisations that are named here, in Simplified characters, the longest name first."""
        agreed = [
            form for one in self.present if self.known.types[one] == "organisation" for form in self.known.of[one]
        ]
        return tuple(sorted({simplify(name) for name in (*agreed, *self._organisations)}, key=lambda n: (-len(n), n)))

    def _join(self) -> None:
        """Whole forms side by side, or under one label, are one person, unless both are agreed to be different ones."""
        shared = shared_names(self.pairs)
        together = [(pair.han, pair.latin) for pair in self.pairs if fold(pair.han) not in shared]
        for quote in self.article.quotes:
            if quote.speaker is not None and quote.speaker.type == "person":
                together += [(quote.speaker.name, form) for form in quote.speaker.names]
        together += _cut_short(self.wholes.values())
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
            for key in self._by_part.get(fold(text), ()):
                found.setdefault(self.leaders[key], self.wholes[key].name)
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


def _wholes(article: Article, found: Iterable[Pair], tagged: Iterable[str]) -> dict[str, Whole]:
    """All whole names, by their folded form, in the order of the text; speakers' names too."""
    body = article.body
    names = [Whole(name, max(0, body.find(name))) for name in tagged if is_full(name)]
    for pair in found:
        names += [Whole(form, pair.offset) for form in (pair.han, pair.latin) if is_full(form)]
    names += _latin_wholes(body)
    plain = simplify(body)  # offsets stay
    for match in DOTTED.finditer(plain):
        start = behind_title(plain, match.start())
        if is_full(plain[start : match.end()]):
            names.append(Whole(body[start : match.end()], start))
    for quote in article.quotes:
        if quote.speaker is not None and quote.speaker.type == "person":
            start = quote.spans[0][0] if quote.spans else 0
            names += [Whole(n, start) for n in (quote.speaker.name, *quote.speaker.names) if is_full(n)]
    wholes: dict[str, Whole] = {}
    for name in sorted(names, key=lambda whole: whole.offset):
        wholes.setdefault(fold(name.name), name)
    pieces = {piece for whole in wholes.values() for piece in part_keys(whole.name)}
    return {key: whole for key, whole in wholes.items() if key not in pieces}  # 罗伯茨 begins like a Chinese name


def _cut_short(wholes: Iterable[Whole]) -> list[tuple[str, str]]:
    """A name of which only the last character before the dot was seen: 德·侯赛因 beside 哈立德·侯赛因."""
    dotted = [whole.name for whole in wholes if is_han(whole.name) and len(parts(whole.name)) > 1]
    return [
        (short, long)
        for short in dotted
        if len(parts(short)[0]) == 1
        for long in dotted
        if long != short and long.endswith(short)
    ]


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


def part_keys(whole: str) -> tuple[str, ...]:
    """The folded parts of a foreign name that may stand for it: the first, the last, all after the first.

    >>> part_keys("奥利维亚·利普金"), part_keys("Sarah T. Roberts"), part_keys("符尧")
    (('奥利维亚', '利普金'), ('sarah', 'roberts', 'troberts'), ())
    """
    pieces = parts(whole)
    if len(pieces) < 2:
        return ()
    return tuple(dict.fromkeys((fold(pieces[0]), fold(pieces[-1]), fold("".join(pieces[1:])))))
