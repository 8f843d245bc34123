"""Who and what a search knows by name: people, themes and sources under all their forms and their pinyin.

A form of a name leads to its record, and widens the search to those other forms that mean the same everywhere: no first
names, no forms of address, nothing that is only part of a Chinese name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus_site.catalogue import Catalogue
from corpus_site.fold import fold, simplify
from corpus_site.generate import paths
from corpus_site.generate.paths import folder_of
from corpus_site.generate.search_fold import key_of
from corpus_site.model import Person
from corpus_site.names import bare, is_chinese, is_han, parts, surname
from corpus_site.wordlists import wordlist

FEWEST_LATIN, FEWEST_HAN = 3, 2  # letters of a form from which it is looked for in texts


@dataclass(frozen=True, slots=True)
class Record:
    """A page that a name leads to; `forms` are looked for in its place."""

    kind: str
    id: str
    name: str
    page: str
    about: str
    names: tuple[str, ...]  # all of them
    forms: tuple[str, ...]

    def row(self) -> list[Any]:
        return [self.kind, self.id, self.name, self.page, self.about, list(self.names), list(self.forms)]


def records(catalogue: Catalogue) -> list[Record]:
    """List the people, then the themes, then the sources."""
    people = [
        Record(
            "person",
            person.id,
            person.name,
            folder_of(paths.person_page(person.id)),
            person.description or "、".join(role.title for role in person.roles[:2]),
            (person.name, *person.names),
            sure_forms(person),
        )
        for person in catalogue.people.values()
    ]
    themes = [
        Record("theme", t.id, t.name, folder_of(paths.theme_page(t.id)), t.definition, (t.name,), (t.name,))
        for t in sorted(catalogue.themes.values(), key=lambda theme: theme.id)
    ]
    sources = [
        Record("source", s.id, s.name, folder_of(paths.source_page(s.id)), s.description, (s.name, *s.names), ())
        for s in catalogue.sources.values()
    ]
    return [*people, *themes, *sources]


def sure_forms(person: Person) -> tuple[str, ...]:
    """Choose the forms that mean somebody wherever they stand; one that holds another one is found by that.

    >>> names = ("萨姆·奥特曼", "奥特曼", "Altman", "Sam", "萨姆", "奥特曼先生")
    >>> sure_forms(Person(id="sam-altman", name="Sam Altman", names=names))
    ('奥特曼', 'Altman')
    >>> sure_forms(Person(id="li-feifei", name="李飞飞", names=("飞飞", "Fei-Fei Li", "Li")))
    ('李飞飞', 'Fei-Fei Li')
    """
    every = (person.name, *person.names)
    first = {fold(pieces[0]) for form in every if len(pieces := parts(form)) > 1}
    last = {fold(pieces[-1]) for form in every if len(pieces := parts(form)) > 1}
    chinese = [form for form in every if is_chinese(form)]
    sure = [
        form
        for form in every
        if len(key := fold(form)) >= (FEWEST_HAN if is_han(form) else FEWEST_LATIN)
        and (bare(form) == form or form == person.name)
        and (key not in first or key in last or person.type != "person")
        and not any(simplify(form) in simplify(whole) and form != whole for whole in chinese)
    ]
    kept: list[str] = []
    for form in sorted(sure, key=lambda form: (len(form), form)):
        if not any(fold(short) in fold(form) and len(fold(short)) > 2 - is_han(short) for short in kept):
            kept.append(form)
    return tuple(form for form in every if form in kept)


def keys_of(record: Record) -> Iterator[str]:
    """Give what leads to a record: its forms without blanks and marks, and how they are read.

    >>> list(keys_of(Record("person", "x", "奥特曼", "", "", ("奥特曼", "Sam Altman"), ())))
    ['奥特曼', 'aoteman', 'samaltman']
    """
    found: dict[str, None] = {}
    for name in record.names:
        if len(key := key_of(name)) > 1:
            found[key] = None
        if is_han(name) and len(key) > 1 and (read := reading(name)):
            found[read] = None
    yield from found


def reading(name: str) -> str:
    """Say how a name is read, in letters without tones; a Chinese surname by its own reading.

    >>> reading("曾鸣"), reading("奥特曼"), reading("AI安全")
    ('zengming', 'aoteman', 'aianquan')
    """
    from pypinyin import lazy_pinyin  # loads its tables: only where an index is made

    plain = simplify(fold(name))
    family = surname(plain) if is_chinese(plain) else ""
    own = wordlist("names")["readings"].get(family) if family else None
    rest = plain[len(family) :] if own else plain
    return fold((own or "") + "".join(lazy_pinyin(rest, v_to_u=False)))


def aliases(every: Sequence[Record]) -> dict[str, list[int]]:
    """Tell which records each form leads to, by their places in the list."""
    found: dict[str, list[int]] = {}
    for place, record in enumerate(every):
        for key in keys_of(record):
            found.setdefault(key, []).append(place)
    return found


def spelling(every: Iterable[Record], words: Mapping[str, int], most: int = 3000) -> dict[str, Any]:
    """Gather what a query without results is compared with: Latin words and Han names, with how they are read.

    `syllables` holds the characters of each reading that occurs in a name.
    """
    names = list(dict.fromkeys(n for r in every if r.kind != "source" for n in r.names if is_han(n)))
    read = [reading(name) for name in names]
    latin = {fold(p): None for r in every for n in r.names if not is_han(n) for p in parts(n) if len(fold(p)) > 3}
    frequent = sorted((w for w, n in words.items() if n > 1 and w not in latin), key=lambda w: (-words[w], w))
    used = {syllable for name in names for c in simplify(fold(name)) for syllable in _syllables(c)}
    by_syllable: dict[str, list[str]] = {}
    for character in _common():
        for syllable in _syllables(character):
            if syllable in used:
                by_syllable.setdefault(syllable, []).append(character)
    return {
        "latin": [*latin, *frequent[: max(0, most - len(latin))]],
        "names": names,
        "read": read,
        "syllables": {syllable: "".join(by_syllable[syllable]) for syllable in sorted(by_syllable)},
    }


@cache
def _common() -> tuple[str, ...]:
    """The characters of GB 2312, the more common half first."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return tuple(c for row in rows if (c := row.decode("gb2312", "ignore")))


@cache
def _syllables(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    if not is_han(character):
        return ()
    return tuple(dict.fromkeys(s.replace("ü", "v") for s in pinyin(character, style=Style.NORMAL, heteronym=True)[0]))
