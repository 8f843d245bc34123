"""Who is who over the whole corpus: the owner's list first, then equal whole names; never a surname alone.

Every joining of two forms keeps its evidence.  A person whom only the texts know gets an id of his own, made from the
name alone (or from name and article, where only a first name is known), so other articles never change it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from rapidfuzz import fuzz, process

from corpus_site.apposition import person_like, shared_names
from corpus_site.authority import Authority, Known
from corpus_site.enrich.linking import Local, link
from corpus_site.enrich.shown import Shown
from corpus_site.fold import fold
from corpus_site.model import Article, ArticleId, Person, PersonId, Problem, Speaker, SpeakerType
from corpus_site.names import is_full, is_han, is_title, other_forms, person_id

Key = str  # "@id", "=whole name", "%organisation" or "~article:name": somebody, before he has an id
SpeakerKey = tuple[str, ...]

_NEAR = 75


@dataclass(slots=True)
class Somebody:
    """One person over all articles."""

    key: Key
    type: SpeakerType
    locals: list[Local] = field(default_factory=list)

    def forms(self) -> list[str]:
        return list(dict.fromkeys(form for local in self.locals for form in local.forms))

    def evidence(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reason for local in self.locals for reason in local.evidence))


@dataclass(frozen=True, slots=True)
class Resolution:
    """The people of a corpus, and who each speaker is."""

    people: tuple[Person, ...]  # all agreed ones too, met or not
    speakers: Mapping[tuple[int, SpeakerKey], PersonId | None]  # by article and speaker
    local_forms: Mapping[int, Mapping[PersonId, tuple[str, ...]]]  # forms that mean somebody in one article only
    problems: tuple[Problem, ...]


def speaker_key(speaker: Speaker) -> SpeakerKey:
    """What makes two speakers of one article the same as printed."""
    return (speaker.type, speaker.name, *speaker.names, speaker.label or "")


def nameless(speaker: Speaker) -> bool:
    """A role without a name, whatever the label was taken for: 观众, 主席."""
    return speaker.type == "role" or (speaker.type == "person" and all(map(is_title, (speaker.name, *speaker.names))))


def resolve(
    articles: Sequence[Article], authority: Authority, present: Sequence[Iterable[PersonId]]
) -> tuple[Resolution, tuple[Shown, ...]]:
    """Find out who speaks in every article.  `present`: whose agreed names were found in it."""
    known = authority.known()
    shown = tuple(Shown(article, known, ids) for article, ids in zip(articles, present, strict=True))
    linked = _linked(articles, shown, known)
    named = [local for index, one in enumerate(shown) for local in _named(one, index)]
    group = _groups(shown)
    everybody = {f"@{agreed.id}": Somebody(f"@{agreed.id}", agreed.type) for agreed in authority.people}
    whose = {place: _key(local, articles[place[0]].id, group) for place, local in linked.items()}
    for local, who in [
        *((local, whose[place]) for place, local in linked.items()),
        *((local, _key(local, articles[local.article].id, group)) for local in named),
    ]:
        if who is not None:
            everybody.setdefault(who, Somebody(who, local.type)).locals.append(local)
    ids = _ids(everybody, authority)
    agreed_people = {person.id: person for person in authority.people}
    people = [
        _agreed(agreed_people[ids[who]], known, somebody) if who[0] == "@" else _met(ids[who], somebody)
        for who, somebody in everybody.items()
    ]
    resolution = Resolution(
        people=tuple(sorted(people, key=lambda person: person.id)),
        speakers={place: None if who is None else ids[who] for place, who in whose.items()},
        local_forms=_local_forms(everybody, ids),
        problems=_problems(everybody, ids, linked.values(), articles, known),
    )
    return resolution, shown


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


def _named(shown: Shown, index: int) -> list[Local]:
    """People whom the article names in both scripts, with their whole name, whether or not they speak."""
    found = []
    for pair in shown.pairs:
        both = {who for form in (pair.han, pair.latin) if (who := shown.identity(form)) is not None}
        identity = next(iter(both), None)
        if identity is None or len(both) > 1 or not (person_like(pair) or identity[0] == "@"):
            continue
        place = shown.where(pair.offset)
        found.append(
            Local(
                article=index,
                type="person",
                identity=identity,
                forms=(pair.han, pair.latin),
                place=place,
                line=shown.lines.at(pair.offset),
                speaks=False,
                evidence=(f"{place} 「{pair.han}」与「{pair.latin}」并列",),
            )
        )
    return found


def _groups(shown: Sequence[Shown]) -> Mapping[Key, Key]:
    """Join whole names that articles show to be one person, never two agreed people."""
    shared = {f"={name}" for name in shared_names(pair for one in shown for pair in one.pairs)}
    parent: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while parent.setdefault(key, key) != key:
            key = parent[key]
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
    return {key: root(key) for key in parent}


def _key(local: Local, article: ArticleId, group: Mapping[Key, Key]) -> Key | None:
    if local.identity is not None:
        return group.get(local.identity, local.identity)
    return None if local.rivals else f"~{article}:{fold(local.forms[0])}"


def _ids(everybody: Mapping[Key, Somebody], authority: Authority) -> Mapping[Key, PersonId]:
    """Agreed ids stay; others are made from the name, and made different where two would be equal."""
    taken = {person.id for person in authority.people}
    made: dict[PersonId, list[Key]] = {}
    ids: dict[Key, PersonId] = {}
    for key, somebody in everybody.items():
        if key[0] == "@":
            ids[key] = PersonId(key[1:])
            continue
        forms = _best_first(somebody.forms())
        name = person_id([form for form in forms if is_full(form)] or forms)
        if key[0] == "~":  # only a part of a name is known: the article tells it from the same part elsewhere
            name = PersonId(f"{name}-{key[2:6]}")
        made.setdefault(name, []).append(key)
    for name, keys in made.items():
        for key in keys:
            mark = (
                "" if len(keys) == 1 and name not in taken else "-" + blake2b(key.encode(), digest_size=2).hexdigest()
            )
            ids[key] = PersonId(name + mark)
    return ids


def _best_first(forms: Iterable[str]) -> list[str]:
    """The whole names first, Chinese before Latin, the longer first."""
    return sorted(forms, key=lambda form: (not is_full(form), not is_han(form), -len(form), form))


def _agreed(agreed: Person, known: Known, somebody: Somebody) -> Person:
    """The owner's record, with the forms that the texts add."""
    shorts = [short.form for short in known.shorts_of.get(agreed.id, ())]
    names = other_forms(agreed.name, (*agreed.names, *shorts, *_best_first(somebody.forms())))
    return replace(agreed, names=names, evidence=somebody.evidence())


def _met(made: PersonId, somebody: Somebody) -> Person:
    """Somebody whom only the texts know, under the whole name that most articles use."""
    articles = Counter(key for local in somebody.locals for key in {fold(form) for form in local.forms})
    printed = Counter(form for local in somebody.locals for form in set(local.forms))

    def rank(form: str) -> tuple[bool, bool, int, int]:
        return not is_full(form), not is_han(form), -articles[fold(form)], -printed[form]

    forms = sorted(_best_first(somebody.forms()), key=rank)
    return Person(
        id=made,
        type=somebody.type,
        name=forms[0],
        names=other_forms(forms[0], forms),
        origin="text",
        evidence=somebody.evidence(),
    )


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
    linked: Iterable[Local],
    articles: Sequence[Article],
    known: Known,
) -> tuple[Problem, ...]:
    problems = []
    for key, somebody in everybody.items():
        first = next((local for local in somebody.locals if local.speaks), None)
        if key[0] != "@" and first is not None:
            problems.append(_unknown(ids[key], somebody, first, articles[first.article].path, known))
    for local in linked:
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


def _unknown(made: PersonId, somebody: Somebody, local: Local, path: str, known: Known) -> Problem:
    forms = _best_first(somebody.forms())
    agreed = {form: fold(form) for form in sorted(known.forms)}
    near = process.extractOne(fold(forms[0]), agreed, scorer=fuzz.ratio, score_cutoff=_NEAR)
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
