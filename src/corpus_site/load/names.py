"""Names in running text, as far as the text itself or the owner's list shows that they are names.

No guess is made from surnames alone in prose: a name is known from the authority file, from a translation dot
(萨拉·罗伯茨), from its original in parentheses (黄仁勋（Jensen Huang）), from a title before Latin words
(CEO Alexandr Wang), or because it is a label of the same article.  Short forms follow from full ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from corpus_site.apposition import pairs
from corpus_site.fold import fold, simplify
from corpus_site.names import DOTS, is_chinese, surname
from corpus_site.tagger import EntityKind
from corpus_site.wordlists import alternatives, wordlist

_LATIN = r"[A-Z][A-Za-zÀ-ž'’-]*(?:\s(?:[A-Z]\.?|de|van|von|der|den|da|bin|al)(?=\s)){0,2}(?:\s[A-Z][A-Za-zÀ-ž'’-]+)"
LATIN_NAME = re.compile(r"(?<![A-Za-z0-9])" + _LATIN + r"(?![A-Za-z0-9])")
SOUND = "[" + "".join(wordlist("transliteration")["characters"].split()) + "]"
_IMITATED = re.compile(alternatives("syntax", "imitation") + r"\s?$")  # AI李玟 is not 李玟
DOTTED = re.compile(
    rf"(?:[A-Z]\.\s?)?{SOUND}{{1,7}}(?:[{DOTS}](?:[A-Z]\.?|{SOUND}{{1,7}}(?:[-－]{SOUND}{{1,7}})?)){{1,4}}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One person or organisation as this article shows it: the fullest form first."""

    full: str
    forms: tuple[str, ...]
    organisation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAt:
    start: int
    end: int
    name: Name
    printed: str


@cache
def _surnames() -> frozenset[str]:
    return frozenset(wordlist("surnames")["single"]) | frozenset(wordlist("surnames")["double"])


def looks_like_name(text: str) -> bool:
    """True for what has the form of a personal name on a label.

    >>> [looks_like_name(t) for t in ("周鸿祎", "Sam Altman", "萨姆·奥特曼", "SA", "艾利克斯·康拉德(Alex Konrad)")]
    [True, True, True, True, True]
    >>> [looks_like_name(t) for t in ("无限生命", "更长的输入框", "https", "例如", "Q3 revenue was")]
    [False, False, False, False, False]
    """
    bare = re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", text).strip()
    if re.fullmatch(r"[一-鿿]{2,4}", bare):
        return (bare[:2] in _surnames() and 3 <= len(bare) <= 4) or (bare[0] in _surnames() and len(bare) <= 3)
    if DOTTED.fullmatch(bare):
        return True
    if re.fullmatch(r"[A-Z]{2,3}", bare):
        return True
    words = bare.split()
    return (
        1 <= len(words) <= 4
        and all(re.fullmatch(r"[A-Z][A-Za-zÀ-ž'’-]*\.?|de|van|von", w) for w in words)
        and len(bare) >= 3
    )


class NameBook:
    """The names of one article, found once; `find` gives them in any stretch of it, the longest match first."""

    def __init__(
        self,
        text: str,
        known: Iterable[tuple[str, str, bool]] = (),
        labels: Iterable[str] = (),
        tagged: Collection[tuple[str, EntityKind]] = (),
    ) -> None:
        """Take stock of an article's names.

        `known`: (surface form, full name, is an organisation) of the owner's list; `labels` of this article's turns;
        `tagged`: what the tagger took for names in it.
        """
        self._text = text
        self._table: dict[str, Name] = {}
        for form, full, organisation in known:
            if form in text:
                self._add(Name(full=full, forms=(form, full), organisation=organisation))
        for label in dict.fromkeys(labels):
            bare = re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", label).strip()
            if bare:
                self._add_person(bare, ())
        self._from_apposition(text)
        for found in DOTTED.finditer(text):
            self._add_person(_without_particle(found.group()), ())
        products = {fold(w) for w in wordlist("cues")["product"]}
        title = re.compile(alternatives("cues", "title") + r"[\s“”*]{0,2}(" + _LATIN + ")")
        verb = re.compile("(" + _LATIN + r")\s?(?:还|也|曾|则)?" + alternatives("cues", "verb"))
        for pattern in (title, verb):
            for found in pattern.finditer(text):
                self._add_person(found.group(1), ())
        alone = re.compile(
            r"(?<![A-Za-z·.])([A-Z][a-z]{2,14})(?=\s?(?:还|也)?(?:(?:对|向)[^，。！？]{2,14})?"
            + alternatives("cues", "strong")
            + ")"
        )
        for found in alone.finditer(text):
            if fold(found.group(1)) not in products:
                self._add_person(found.group(1), ())
        self._from_tagger(tagged)
        self._pattern = (
            re.compile("|".join(re.escape(f) for f in sorted(self._table, key=lambda f: (-len(f), f))))
            if self._table
            else None
        )

    def _from_tagger(self, tagged: Collection[tuple[str, EntityKind]]) -> None:
        """Chinese names only: Latin ones have evidence of their own, and the tagger takes products for people."""
        found = Counter(name for name, _ in tagged)
        for name, kind in sorted(set(tagged)):
            # 王强更学究 beside 王强: the tagger ran on into the next word
            if name in self._table or any(found[name[:n]] >= found[name] for n in range(2, len(name))):
                continue
            if kind == "person" and re.fullmatch(r"[一-鿿·]{2,12}", name) and _begins_like_a_name(name):
                self._add_person(name, ())
            elif kind == "organisation" and re.fullmatch(r"[A-Za-z0-9一-鿿·]{2,20}", name):
                self._add(Name(full=name, forms=(name,), organisation=True))

    def _from_apposition(self, text: str) -> None:
        """萨拉·罗伯茨（Sarah T. Roberts）: both forms, and the two together as printed."""
        for pair in pairs(text):
            printed = re.match(r".{0,24}?[）)]", text[text.find(pair.han, pair.offset) :], re.DOTALL)
            self._add_person(
                pair.han, (pair.latin, *([printed.group()] if printed and pair.latin in printed.group() else []))
            )

    def _add_person(self, full: str, more: tuple[str, ...]) -> None:
        known = self._table.get(full)
        if known and known.organisation:
            return
        forms = [full, *more]
        parts = re.split(f"[{DOTS}]", full) if re.search(f"[{DOTS}]", full) else []
        if len(parts) > 1 and len(parts[-1]) >= 2:
            forms.append(parts[-1])
        if is_chinese(full):
            family = surname(full)
            called = [*(family + title for title in wordlist("names")["address"]), *(f"{c}{family}" for c in "老小")]
            forms += [form for form in called if form in self._text]
        for latin in (full, *more):
            words = latin.split()
            if len(words) > 1 and re.fullmatch(r"[A-Z][A-Za-zÀ-ž'’-]{2,}", words[-1]):
                forms.append(words[-1])
        self._add(Name(full=known.full if known else full, forms=tuple(dict.fromkeys(forms))))

    def _add(self, name: Name) -> None:
        """Enter all forms.  A short form that two people share is nobody's: it stands for itself only."""
        for form in name.forms:
            old = self._table.get(form)
            same = old is None or old.full == name.full or len(set(old.forms) & set(name.forms)) > 1
            if old is None or (same and len(old.full) < len(name.full)):
                self._table[form] = name
            elif not same and form not in (old.full, name.full):
                self._table[form] = Name(full=form, forms=(form,))
            elif not same and form == name.full:
                self._table[form] = name

    def of_surname(self, family: str) -> Name | None:
        """The one person of the article with this Chinese surname, or None."""
        full = {n.full: n for n in self._table.values() if not n.organisation and is_chinese(n.full)}
        found = [n for n in full.values() if surname(n.full) == family]
        return found[0] if len(found) == 1 else None

    def find(self, text: str) -> list[NameAt]:
        """Every name in `text`, in order."""
        if not self._pattern:
            return []
        hits = []
        for m in self._pattern.finditer(text):
            latin = re.match(r"[A-Za-z]", m.group()) is not None
            beside = text[m.start() - 1 : m.start()] + text[m.end() : m.end() + 1]
            if latin and re.search(r"[A-Za-z0-9]", beside):
                continue
            if _IMITATED.search(text, max(0, m.start() - 4), m.start()):
                continue
            hits.append(NameAt(start=m.start(), end=m.end(), name=self._table[m.group()], printed=m.group()))
        return hits


def _begins_like_a_name(name: str) -> bool:
    """With a surname, a character of transcription, or 老, 小, 阿.

    >>> [_begins_like_a_name(n) for n in ("王强", "马斯克", "老黄", "更学究")]
    [True, True, True, False]
    """
    plain = simplify(name)
    return bool(surname(plain)) or plain[0] in "老小阿" or re.match(SOUND, plain) is not None


def _without_particle(name: str) -> str:
    """A foreign name without the particle that runs into it: 于穆罕默德·阿里 → 穆罕默德·阿里.

    >>> _without_particle("于穆罕默德·阿里"), _without_particle("于连·索雷尔"), _without_particle("萨姆·奥特曼")
    ('穆罕默德·阿里', '于连·索雷尔', '萨姆·奥特曼')
    """
    first = re.split(f"[{DOTS}]", name)[0]
    return name[1:] if first[0] in "于以和因" and len(first) >= 4 else name
