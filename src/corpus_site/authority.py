"""`people.yaml`, `themes.yaml`, `sources.yaml`, `words.yaml`, `examples.yaml`: what the owner agreed on, as typed values.

A mistake never stops a build: it becomes a Problem with its line and a hint, and what is right is used.
Nothing here guesses: a form that two people claim belongs to neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from corpus_site.authority_entries import Draft, Record, person_entry, source_entry, theme_entry
from corpus_site.fold import fold
from corpus_site.model import EntityType, Example, Person, PersonId, Problem, Source, Theme, ThemeId
from corpus_site.names import bare
from corpus_site.yaml_lines import Sheet, Word, did_you_mean, read_sheet

FILES = ("people.yaml", "themes.yaml", "sources.yaml", "words.yaml", "examples.yaml")


class Short(NamedTuple):
    """A form that stands for a person only in company: where the whole name is met too, or in the files named."""

    form: str
    person: PersonId
    where: tuple[str, ...] = ()  # patterns of paths

    def holds_in(self, path: str) -> bool:
        """Tell whether the owner vouches for this form in that file.

        >>> Short("Patrick", PersonId("p"), ("003_*",)).holds_in("talks/003_x.txt")
        True
        >>> Short("Patrick", PersonId("p")).holds_in("003_x.txt")
        False
        """
        return any(
            fnmatchcase(path, pattern) or fnmatchcase(path.rsplit("/", 1)[-1], pattern) for pattern in self.where
        )


@dataclass(frozen=True, kw_only=True)
class Known:
    """All agreed names, to be looked up.

    `names` are all forms as written, short ones too; `forms` only those that mean one person everywhere.
    """

    names: frozenset[str] = frozenset()
    forms: Mapping[str, PersonId] = field(default_factory=dict)
    types: Mapping[PersonId, EntityType] = field(default_factory=dict)
    called: Mapping[PersonId, str] = field(default_factory=dict)  # the agreed name
    short: tuple[Short, ...] = ()

    @cached_property
    def _folded(self) -> Mapping[str, PersonId]:
        return {fold(form): person for form, person in self.forms.items()}

    @cached_property
    def _short(self) -> Mapping[str, tuple[Short, ...]]:
        found: dict[str, list[Short]] = {}
        for short in self.short:
            found.setdefault(fold(short.form), []).append(short)
        return {form: tuple(shorts) for form, shorts in found.items()}

    @cached_property
    def shorts_of(self) -> Mapping[PersonId, tuple[Short, ...]]:
        """The short forms of each person."""
        found: dict[PersonId, list[Short]] = {}
        for short in self.short:
            found.setdefault(short.person, []).append(short)
        return {person: tuple(shorts) for person, shorts in found.items()}

    def find(self, name: str) -> PersonId | None:
        """Look up a name in any script, width and case, then without the roles and titles around it.

        >>> known = Known(forms={"Sam Altman": PersonId("sam-altman"), "奥特曼": PersonId("sam-altman")})
        >>> known.find("主持人 sam altman"), known.find("奧特曼")
        ('sam-altman', 'sam-altman')
        >>> known.find("Sam") is None
        True
        """
        return self._folded.get(fold(name)) or self._folded.get(fold(bare(name)))

    def shorts(self, name: str) -> tuple[Short, ...]:
        """Give the people for whom this may be a short form.

        >>> Known(short=(Short("Sam", PersonId("sam-altman")),)).shorts("SAM")[0].person
        'sam-altman'
        """
        return self._short.get(fold(name)) or self._short.get(fold(bare(name)), ())

    @cached_property
    def of(self) -> Mapping[PersonId, tuple[str, ...]]:
        """The forms that mean each person everywhere."""
        found: dict[PersonId, list[str]] = {}
        for form, person in self.forms.items():
            found.setdefault(person, []).append(form)
        return {person: tuple(found.get(person, ())) for person in self.types}


@dataclass(frozen=True, kw_only=True)
class Authority:
    """The agreed people, themes, sources, words and examples of themes; `short` and `near` belong to the people.

    `near` are longer words that hold a name and mean something else (山姆会员店); `words` stay whole when a text is cut
    into words (具身智能); `stop` are words that are never keywords.
    """

    people: tuple[Person, ...] = ()
    themes: tuple[Theme, ...] = ()
    sources: tuple[Source, ...] = ()
    short: tuple[Short, ...] = ()
    near: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    def known(self) -> Known:
        """Give the names, to be looked up.

        >>> Authority(people=(Person(id=PersonId("a"), name="李飞飞"),)).known().find("李飛飛")
        'a'
        """
        claims: dict[str, set[PersonId]] = {}
        forms: dict[str, PersonId] = {}
        for person in self.people:
            for form in (person.name, *person.names):
                claims.setdefault(fold(form), set()).add(person.id)
                forms[form] = person.id
        return Known(
            names=frozenset(forms) | frozenset(short.form for short in self.short),
            forms={form: person for form, person in forms.items() if len(claims[fold(form)]) == 1},
            types={person.id: person.type for person in self.people},
            called={person.id: person.name for person in self.people},
            short=self.short,
        )


def read_authority(folder: Path) -> tuple[Authority, tuple[Problem, ...]]:
    """Read the files in the corpus folder; give what is right in them, and all mistakes at once.

    >>> read_authority(Path("no such folder")) == (Authority(), ())
    True
    """
    people, themes, sources, words, examples = (read_sheet(folder, name, "authority") for name in FILES)
    drafts = _unique(people, [person_entry(entry) for entry in people.entries()])
    agreed, short = _agreed_forms(people, drafts)
    agreed_themes = _with_parents(themes, _unique(themes, [theme_entry(entry) for entry in themes.entries()]))
    authority = Authority(
        people=agreed,
        themes=agreed_themes,
        sources=_agreed_sources(sources, _unique(sources, [source_entry(entry) for entry in sources.entries()])),
        short=short,
        near=tuple(dict.fromkeys(word for draft in drafts for word in draft.near)),
        **_words(words),
        examples=_examples(examples, {theme.id for theme in agreed_themes}),
    )
    sheets = (people, themes, sources, words, examples)
    return authority, tuple(problem for sheet in sheets for problem in sheet.problems)


def _examples(sheet: Sheet, known: Collection[ThemeId]) -> tuple[Example, ...]:
    """Drop a theme that is unknown, not the example: it still tells what the others do not sound like."""
    found = []
    for entry in sheet.entries():
        entry.only("text", "themes")
        text = entry.text("text")
        if text is None:
            sheet.complain(entry.line, "例句没有 text，未采用", "写上 text: 一句话")
            continue
        themes = []
        for word in entry.texts("themes"):
            if word.text in known:
                themes.append(ThemeId(word.text))
            else:
                hint = did_you_mean(word.text, tuple(known)) or "写 themes.yaml 里的 id"
                sheet.complain(word.line, f"例句的主题「{word.text}」不存在，未采用", hint, "warning")
        found.append(Example(text, tuple(dict.fromkeys(themes))))
    return tuple(found)


def _words(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {"keep": [], "stop": []}
    for entry in sheet.fields():
        entry.only(*found)
        for name, words in found.items():
            words += [word.text for word in entry.texts(name)]
    return {"words": tuple(dict.fromkeys(found["keep"])), "stop": tuple(dict.fromkeys(found["stop"]))}


def _unique(sheet: Sheet, drafts: Iterable[Draft[Record] | None]) -> tuple[Draft[Record], ...]:
    """Keep the first of the records that share an id."""
    kept: dict[str, Draft[Record]] = {}
    for draft in drafts:
        if draft is None:
            continue
        first = kept.setdefault(draft.record.id, draft)
        if first is not draft:
            message = f"id「{draft.record.id}」已用于第 {first.line} 行的「{first.record.name}」；此项未采用"
            sheet.complain(draft.line, message, "合并两项，或另写 id")
    return tuple(kept.values())


def _agreed_forms(sheet: Sheet, drafts: Sequence[Draft[Person]]) -> tuple[tuple[Person, ...], tuple[Short, ...]]:
    """Take away every form that two people claim: it may only be a short one."""
    owners: dict[str, dict[PersonId, Word]] = {}
    for draft in drafts:
        for word in draft.forms:
            owners.setdefault(fold(word.text), {}).setdefault(draft.record.id, word)
    disputed = {key: claims for key, claims in owners.items() if len(claims) > 1}
    for claims in disputed.values():
        (first, first_word), *others = claims.items()
        for person, word in others:
            message = f"「{word.text}」既是 {first}（第 {first_word.line} 行）又是 {person} 的名字；两边都不采用"
            sheet.complain(word.line, message, "两人共用的简称写在 short 下")
    people = tuple(
        replace(d.record, names=tuple(name for name in d.record.names if fold(name) not in disputed)) for d in drafts
    )
    short: list[Short] = []
    for draft in drafts:
        for word in dict.fromkeys(draft.short):
            owner = next(iter(owners.get(fold(word.text), ())), None)
            if owner in (None, draft.record.id):
                short.append(Short(word.text, draft.record.id, draft.where))
            else:
                message = f"简称「{word.text}」是 {owner} 的名字，未采用"
                sheet.complain(word.line, message, "从 names 移到 short，两人便可共用", "warning")
    return people, tuple(short)


def _with_parents(sheet: Sheet, drafts: Sequence[Draft[Theme]]) -> tuple[Theme, ...]:
    """Drop a parent that is unknown or that leads back to the theme itself."""
    parents = {draft.record.id: draft.record.parent for draft in drafts}
    themes = []
    for draft in drafts:
        theme = draft.record
        if theme.parent is not None and theme.parent not in parents:
            hint = did_you_mean(theme.parent, tuple(parents))
            sheet.complain(draft.line, f"「{theme.name}」的上级主题「{theme.parent}」不存在，未采用", hint)
            theme = replace(theme, parent=None)
        elif _in_circle(theme.id, parents):
            sheet.complain(draft.line, f"「{theme.name}」的上级主题绕回它自己，未采用", "去掉其中一个 parent")
            theme = replace(theme, parent=None)
            parents[theme.id] = None
        themes.append(theme)
    return tuple(themes)


def _in_circle(start: ThemeId, parents: Mapping[ThemeId, ThemeId | None]) -> bool:
    seen: set[ThemeId] = set()
    here = parents.get(start)
    while here is not None and here not in seen:
        if here == start:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def _agreed_sources(sheet: Sheet, drafts: Sequence[Draft[Source]]) -> tuple[Source, ...]:
    """A name that two sources claim stays with the first."""
    owners: dict[str, Draft[Source]] = {}
    sources = []
    for draft in drafts:
        lost = set()
        for word in draft.forms:
            first = owners.setdefault(fold(word.text), draft)
            if first is not draft:
                lost.add(word.text)
                message = f"「{word.text}」已是来源 {first.record.id} 的名称，此处未采用"
                sheet.complain(word.line, message, "同一名称只写在一处")
        sources.append(replace(draft.record, names=tuple(name for name in draft.record.names if name not in lost)))
    return tuple(sources)
