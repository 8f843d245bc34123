"""One person or thing over all articles: the forms and reasons gathered, the id, the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from corpus_site.authority import Authority, Known
from corpus_site.enrich.linking import Local
from corpus_site.fold import fold
from corpus_site.model import EntityType, Person, PersonId, Role
from corpus_site.names import is_full, is_han, other_forms, person_id
from corpus_site.wordlists import wordlist

Key = str
"""Somebody, before he has an id: "@id", "=whole name", "~article:name", "%organisation", "!product", "《work"."""

SEVERAL = 2  # articles that name somebody who speaks nowhere, before he gets a record …
OFTEN: Mapping[EntityType, int] = {"person": 3, "organisation": 5, "product": 5, "work": 3}  # … or times in one
REASONS = 60  # kept of one person; more tell nobody anything


@dataclass(slots=True)
class Somebody:
    """One person or thing over all articles."""

    key: Key
    type: EntityType
    locals: list[Local] = field(default_factory=list)

    def forms(self) -> list[str]:
        return list(dict.fromkeys(form for local in self.locals for form in local.forms))

    def evidence(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason for local in self.locals for reason in local.evidence))[:REASONS]

    def known_well(self) -> bool:
        """Tell whether there is enough to give a record: he speaks, is agreed, or is named often."""
        if self.key[0] == "@" or any(local.speaks or local.sure for local in self.locals):
            return True
        times = Counter({local.article: local.times for local in self.locals})
        return (len(times) >= SEVERAL and times.total() > SEVERAL) or times.total() >= OFTEN[self.type]


def best_first(forms: Iterable[str]) -> list[str]:
    """The whole names first, Chinese before Latin, the longer first."""
    return sorted(forms, key=lambda form: (not is_full(form), not is_han(form), -len(form), form))


def give_ids(everybody: Mapping[Key, Somebody], authority: Authority) -> Mapping[Key, PersonId]:
    """Agreed ids stay; others are made from the name, and made different where two would be equal."""
    taken = {person.id for person in authority.people}
    made: dict[PersonId, list[Key]] = {}
    ids: dict[Key, PersonId] = {}
    for key, somebody in everybody.items():
        if key[0] == "@":
            ids[key] = PersonId(key[1:])
            continue
        forms = best_first(somebody.forms())
        name = person_id([form for form in forms if is_full(form)] or forms)
        if key[0] == "~":  # only a part of a name is known: the article tells it from the same part elsewhere
            name = PersonId(f"{name}-{key[2:6]}")
        elif key[0] == "《":  # a title in pinyin would be a long word that nobody reads
            name = PersonId("w-" + blake2b(key.encode(), digest_size=4).hexdigest())
        made.setdefault(name, []).append(key)
    for name, keys in made.items():
        for key in keys:
            mark = (
                "" if len(keys) == 1 and name not in taken else "-" + blake2b(key.encode(), digest_size=2).hexdigest()
            )
            ids[key] = PersonId(name + mark)
    return ids


def agreed(person: Person, known: Known, somebody: Somebody) -> Person:
    """The owner's record, with the forms and roles that the texts add."""
    shorts = [short.form for short in known.shorts_of.get(person.id, ())]
    names = other_forms(person.name, (*person.names, *shorts, *best_first(somebody.forms())))
    roles = (*person.roles, *_roles(somebody, person.roles))
    return replace(person, names=names, roles=roles, evidence=somebody.evidence())


def met(made: PersonId, somebody: Somebody) -> Person:
    """Somebody whom only the texts know, under the whole name that most articles use."""
    articles = Counter(key for local in somebody.locals for key in {fold(form) for form in local.forms})
    printed = Counter(form for local in somebody.locals for form in set(local.forms))

    def rank(form: str) -> tuple[bool, bool, int, int]:
        return not is_full(form), not is_han(form), -articles[fold(form)], -printed[form]

    forms = sorted(best_first(somebody.forms()), key=rank)
    return Person(
        id=made,
        type=somebody.type,
        name=forms[0],
        names=other_forms(forms[0], forms),
        roles=_roles(somebody, ()),
        origin="text",
        evidence=somebody.evidence(),
    )


def _roles(somebody: Somebody, known: Iterable[Role]) -> tuple[Role, ...]:
    """What the texts call somebody, the earliest place of each; no role twice, and none that says less than another."""
    said = "\n".join(_plain(role.title) for role in known)
    found = [role for local in somebody.locals for role in local.roles]
    found.sort(key=lambda role: (role.seen or "9999", role.evidence))
    first: dict[str, Role] = {}
    for role in found:
        first.setdefault(_plain(role.title), role)
    every = "\n".join((said, *first))
    return tuple(role for plain, role in first.items() if plain not in said and every.count(plain) == 1)


def _plain(title: str) -> str:
    """One word for one office: CTO is 首席技术官.

    >>> _plain("微软 CTO") == _plain("微软首席技术官")
    True
    """
    for short, long in wordlist("names")["offices"].items():
        title = title.replace(short, long)
    return fold(title)
