"""Who is who over the whole corpus: the owner's list first, then equal whole names; never a surname alone.

Every joining of two forms keeps its evidence.  A person whom only the texts know gets an id of his own, made from the
name alone (or from name and article, where only a first name is known).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from corpus_site.apposition import shared_names
from corpus_site.authority import Authority, Known
from corpus_site.enrich.linking import Local, link
from corpus_site.enrich.others import MARKS, named_people, named_things, settled_kinds
from corpus_site.enrich.reading import Reading
from corpus_site.enrich.roles import with_roles
from corpus_site.enrich.shown import Shown
from corpus_site.enrich.somebody import Key, Somebody, agreed, best_first, give_ids, met
from corpus_site.fold import fold
from corpus_site.model import Article, ArticleId, EntityType, Person, PersonId, Problem, Speaker
from corpus_site.names import is_title

SpeakerKey = tuple[str, ...]

_NEAR = 75


@dataclass(frozen=True, slots=True)
class Resolution:
    """The people and things of a corpus, and who each speaker is."""

    people: tuple[Person, ...]  # all agreed ones too, met or not
    first_names: frozenset[PersonId]  # of those of whom one article knows a part of the name, and no more
    records: frozenset[PersonId]  # those of whom enough is known for a record of their own
    speakers: Mapping[tuple[int, SpeakerKey], PersonId | None]  # by article and speaker
    reasons: Mapping[tuple[int, SpeakerKey], tuple[str, ...]]
    local_forms: Mapping[int, Mapping[PersonId, tuple[str, ...]]]  # forms that mean somebody in one article only
    problems: tuple[Problem, ...]


def speaker_key(speaker: Speaker) -> SpeakerKey:
    """What makes two speakers of one article the same as printed."""
    return (speaker.type, speaker.name, *speaker.names, speaker.label or "")


def nameless(speaker: Speaker) -> bool:
    """A role without a name, whatever the label was taken for: 观众, 主席."""
    return speaker.type == "role" or (speaker.type == "person" and all(map(is_title, (speaker.name, *speaker.names))))


def resolve(
    articles: Sequence[Article],
    authority: Authority,
    present: Sequence[Iterable[PersonId]],
    readings: Sequence[Reading],
) -> tuple[Resolution, tuple[Shown, ...]]:
    """Find out who speaks and who is named in every article.  `present`: whose agreed names were found in it."""
    known = authority.known()
    names = [[name for kind, name in reading.names if kind == "person"] for reading in readings]
    shown = tuple(
        Shown(article, known, present[index], names[index], readings[index].things)
        for index, article in enumerate(articles)
    )
    linked = _linked(articles, shown, known)
    spoken = list(linked.values())
    named = [local for index, one in enumerate(shown) for local in named_people(one, index, names[index])]
    named += [local for index, one in enumerate(shown) for local in named_things(one, index, readings[index].things)]
    group = {**_groups(shown), **settled_kinds((*spoken, *named))}
    everybody = {f"@{person.id}": Somebody(f"@{person.id}", person.type) for person in authority.people}
    whose = {place: _key(local, articles[place[0]].id, group) for place, local in linked.items()}
    keys = [*whose.values(), *(_key(local, articles[local.article].id, group) for local in named)]
    for local, who in zip((*spoken, *named), keys, strict=True):
        if who is not None:
            everybody.setdefault(who, Somebody(who, _TYPES.get(who[0], local.type))).locals.append(
                with_roles(local, shown[local.article])
            )
    everybody = {key: one for key, one in everybody.items() if one.type == "person" or one.known_well()}
    ids = give_ids(everybody, authority)
    agreed_people = {person.id: person for person in authority.people}
    people = [
        agreed(agreed_people[ids[who]], known, somebody) if who[0] == "@" else met(ids[who], somebody)
        for who, somebody in everybody.items()
    ]
    resolution = Resolution(
        people=tuple(sorted(people, key=lambda person: person.id)),
        first_names=frozenset(ids[key] for key in everybody if key[0] == "~"),
        records=frozenset(ids[key] for key, one in everybody.items() if one.known_well()),
        speakers={place: None if who is None else ids[who] for place, who in whose.items()},
        reasons={place: local.evidence for place, local in linked.items()},
        local_forms=_local_forms(everybody, ids),
        problems=_problems(everybody, ids, spoken, articles, known),
    )
    return resolution, shown


_TYPES: Mapping[str, EntityType] = {mark: kind for kind, mark in MARKS.items()}


def _linked(
    articles: Sequence[Article], shown: Sequence[Shown], known: Known
) -> Mapping[tuple[int, SpeakerKey], Local]:
    linked: dict[tuple[int, SpeakerKey], Local] = {}
    for index, article in enumerate(articles):
        for quote in article.quotes:
            speaker = quote.speaker
            if speaker is None or (nameless(speaker) and known.find(speaker.name) is None):
                continue
            place = (index, speaker_key(speaker))
            if place not in linked:
                linked[place] = link(shown[index], speaker, index, quote.lines[0])
    return linked


def _groups(shown: Sequence[Shown]) -> dict[Key, Key]:
    """Join whole names that articles show to be one person, never two agreed people."""
    shared = {f"={name}" for name in shared_names(pair for one in shown for pair in one.pairs)}
    parent: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while parent.setdefault(key, key) != key:
            parent[key] = key = parent[parent[key]]
        return key

    edges = sorted(
        {(f"={whole}", leader) for one in shown for whole, leader in one.leaders.items() if f"={whole}" != leader}
    )
    for one_key, other_key in edges:
        if one_key in shared:
            continue
        one_root, other_root = sorted((root(one_key), root(other_key)))  # "=" sorts before "@"
        if one_root != other_root and not (one_root[0] == "@" and other_root[0] == "@"):
            parent[one_root] = other_root
    return {key: root(key) for key in sorted(parent)}


def _key(local: Local, article: ArticleId, group: Mapping[Key, Key]) -> Key | None:
    if local.identity is not None:
        return group.get(local.identity, local.identity)
    return None if local.rivals else f"~{article}:{fold(local.forms[0])}"


def _local_forms(
    everybody: Mapping[Key, Somebody], ids: Mapping[Key, PersonId]
) -> Mapping[int, Mapping[PersonId, tuple[str, ...]]]:
    found: dict[int, dict[PersonId, tuple[str, ...]]] = {}
    for key, somebody in everybody.items():
        for local in somebody.locals:
            forms = found.setdefault(local.article, {})
            forms[ids[key]] = tuple(dict.fromkeys((*forms.get(ids[key], ()), *local.forms)))
    return found


def _problems(
    everybody: Mapping[Key, Somebody],
    ids: Mapping[Key, PersonId],
    spoken: Iterable[Local],
    articles: Sequence[Article],
    known: Known,
) -> tuple[Problem, ...]:
    problems = []
    near = {form: fold(form) for form in sorted(known.forms)}
    for key, somebody in everybody.items():
        first = next((local for local in somebody.locals if local.speaks), None)
        if key[0] != "@" and first is not None:
            problems.append(_unknown(ids[key], somebody, first, articles[first.article].path, known, near))
    for local in spoken:
        if local.rivals:
            rivals = "、".join(sorted(local.rivals.values()))
            problems.append(
                Problem(
                    level="warning",
                    path=articles[local.article].path,
                    line=local.line,
                    rule="ambiguous-name",
                    message=f"「{local.forms[0]}」在本文里可以指 {rivals}，未归到任何一人",
                    hint="在 people.yaml 里给其中一人写 short 与 where",
                )
            )
    return tuple(problems)


def _unknown(
    made: PersonId, somebody: Somebody, local: Local, path: str, known: Known, agreed_forms: Mapping[str, str]
) -> Problem:
    forms = best_first(somebody.forms())
    near = process.extractOne(fold(forms[0]), agreed_forms, scorer=fuzz.ratio, score_cutoff=_NEAR)
    hint = f"如无误，在 people.yaml 加一项：- {{id: {made}, name: {forms[0]}, names: [{', '.join(forms[1:])}]}}"
    if near:
        hint = f"相近：{near[2]}（{known.forms[near[2]]}），若是同一人，把这个写法加进它的 names；" + hint
    return Problem(
        level="notice",
        path=path,
        line=local.line,
        rule="unknown-person" if somebody.type == "person" else "unknown-organisation",
        message=f"「{forms[0]}」不在人名规范里，自动识别",
        hint=hint,
    )
