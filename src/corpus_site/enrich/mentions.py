"""Who is named where, and how often.  The longest name wins, and a name inside another word or name is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from corpus_site.authority import Authority
from corpus_site.enrich.matching import Finder, Hit, level, longest, uncut
from corpus_site.enrich.people import Resolution, speaker_key
from corpus_site.enrich.segment import Segmented
from corpus_site.enrich.shown import Shown
from corpus_site.fold import fold
from corpus_site.model import Article, ArticlePerson, Person, PersonId
from corpus_site.names import bare, is_full, is_han, parts
from corpus_site.wordlists import wordlist

Owners = Mapping[str, PersonId | None]  # by levelled form; None: a longer word that means something else

_WORD_BEFORE = re.compile(r"(?<![A-Za-z])([A-Z][A-Za-z]+|[A-Z]\.) $")
_WORD_AFTER = re.compile(r" ([A-Z][A-Za-z]+)(?![A-Za-z])")
_LABEL_END = re.compile(r"[\s：:）)*》】]{0,6}")


class Names:
    """Forms with their owners, and the places where they stand in a text."""

    def __init__(self, owners: Owners) -> None:
        self.owners = dict(owners)
        for form, owner in owners.items():
            if " " in form and not is_han(form) and len(form) > 8:
                self.owners.setdefault(form.replace(" ", ""), owner)  # GregBrockman: a blank lost at a line's end
        self._finder = Finder(self.owners)

    def hits(self, text: Segmented, levelled: str) -> list[Hit]:
        """All places, longer words that mean something else included.

        >>> names = Names({"altman": PersonId("a"), "奥特曼": PersonId("a"), "山姆会员店": None, "高盛": PersonId("g")})
        >>> text = "Altman，奥特曼，Jack Altman，杰克·奥特曼，山姆会员店，此风之高盛行一时"
        >>> [hit.word for hit in names.hits(Segmented(text), level(text))]
        ['altman', '奥特曼', '山姆会员店']
        """
        return uncut((h for h in self._finder.hits(levelled) if not _inside_a_name(text.text, levelled, h)), text)


def _inside_a_name(text: str, levelled: str, hit: Hit) -> bool:
    """A part of a name inside a longer name that is not agreed: 杰克·奥特曼, Jack Altman, Sam Nelson."""
    if "·" in (levelled[hit.start - 1 : hit.start], levelled[hit.end : hit.end + 1]):
        return True
    if len(parts(hit.word)) > 1 or is_han(hit.word):
        return False
    capitals = text[hit.start : hit.end].isupper()
    before = _WORD_BEFORE.search(text, max(0, hit.start - 20), hit.start)
    after = _WORD_AFTER.match(text, hit.end)
    return any(found is not None and _is_given(found[1], capitals) for found in (before, after))


def _is_given(word: str, capitals: bool) -> bool:
    """Tell a name from an acronym, a brand (OpenAI) or the beginning of a sentence: SAM NELSON, but CEO Altman."""
    if word in wordlist("names")["not_given_names"]:
        return False
    return word.isupper() if capitals else word[1:].islower() or word.endswith(".")


def agreed_names(authority: Authority) -> Names:
    """The forms that mean one person everywhere, and the words that only look like them."""
    forms: dict[str, PersonId | None] = {level(form): owner for form, owner in authority.known().forms.items()}
    return Names({**forms, **{level(word): None for word in authority.near}})


def present(names: Names, article: Article, body: Segmented) -> frozenset[PersonId]:
    """Whose agreed names stand in the title or the body."""
    found = set()
    for text in (Segmented(article.title), body):
        hits = longest(names.hits(text, level(text.text)))
        found |= {owner for hit in hits if (owner := names.owners[hit.word]) is not None}
    return frozenset(found)


def all_names(agreed: Names, resolution: Resolution) -> Names:
    """The agreed forms, the whole names of people whom only the texts know, and what things are called."""
    owners = dict(agreed.owners)
    for person in resolution.people:
        for form in (person.name, *person.names):
            if person.type != "person" or is_full(form):
                owners.setdefault(level(form), person.id)
    return Names(owners)


def mentions(
    names: Names,
    shown: Shown,
    body: Segmented,
    index: int,
    resolution: Resolution,
    by_id: Mapping[PersonId, Person],
) -> tuple[tuple[ArticlePerson, ...], tuple[ArticlePerson, ...]]:
    """Everybody who speaks or is named in one article: who speaks first, then by how often they are named.

    Apart from them the things: products, works, and organisations that only the texts know and that do not speak here.
    """
    article = shown.article
    levelled = level(article.body)
    everywhere = names.hits(body, levelled)
    here = {owner for hit in longest(everywhere) if (owner := names.owners[hit.word]) is not None}
    local = Names(_local_owners(shown, index, resolution, by_id, here))
    owners = {**local.owners, **names.owners}
    labels = _label_places(article)
    counts: Counter[PersonId] = Counter()
    surfaces: dict[PersonId, Counter[str]] = {}
    both = sorted({*everywhere, *local.hits(body, levelled)}, key=lambda hit: (hit.start, -hit.end))
    for hit in longest(both):
        owner = owners[hit.word]
        if owner is None:
            continue
        surfaces.setdefault(owner, Counter())[article.body[hit.start : hit.end]] += 1
        counts[owner] += not _ends_label(article.body, hit.end, labels)
    speaking, unresolved = _speaking(shown, index, resolution, surfaces)
    order = [*speaking, *sorted(counts.keys() - set(speaking), key=lambda owner: (-counts[owner], owner))]
    named = [
        ArticlePerson(id=owner, name=by_id[owner].name, names=_by_use(surfaces[owner]), mentions=counts[owner])
        for owner in order
    ]
    things = {owner for owner in order if owner not in speaking and _is_thing(by_id[owner])}
    return (
        (
            *(one for one in named if one.id not in things),
            *(ArticlePerson(id=None, name=name, names=(name,), mentions=0) for name in unresolved),
        ),
        tuple(one for one in named if one.id in things),
    )


def _is_thing(entity: Person) -> bool:
    return entity.type in ("product", "work") or (entity.type == "organisation" and entity.origin == "text")


def _speaking(
    shown: Shown, index: int, resolution: Resolution, surfaces: dict[PersonId, Counter[str]]
) -> tuple[list[PersonId], list[str]]:
    """Who speaks, in the order of their first quote; their printed labels join the surface forms."""
    speaking: dict[PersonId, None] = {}
    unresolved: dict[str, None] = {}
    for quote in shown.article.quotes:
        if quote.speaker is None or (index, key := speaker_key(quote.speaker)) not in resolution.speakers:
            continue
        person = resolution.speakers[index, key]
        if person is None:
            unresolved.setdefault(quote.speaker.name)
            continue
        speaking.setdefault(person)
        surfaces.setdefault(person, Counter())[bare(quote.speaker.name)] += 0
    return list(speaking), list(unresolved)


def _local_owners(
    shown: Shown, index: int, resolution: Resolution, by_id: Mapping[PersonId, Person], here: Iterable[PersonId]
) -> Mapping[str, PersonId]:
    """Short forms that mean one person in this article: labels, forms the owner allows, surnames of whole names."""
    claims: dict[str, set[PersonId]] = {}
    local_forms = resolution.local_forms.get(index, {})
    for person, forms in local_forms.items():
        for form in forms:
            claims.setdefault(level(form), set()).add(person)
    around = sorted({*here, *local_forms})
    for person in around:
        for short in shown.known.shorts_of.get(person, ()):
            claims.setdefault(level(short.form), set()).add(person)
        for form in _last_parts(by_id[person]):
            claims.setdefault(level(form), set()).add(person)
    for form, people in claims.items():
        others = {who for who in shown.candidates(form) if who[0] != "@"}
        known_by = {fold(form) for person in people for form in (by_id[person].name, *by_id[person].names)}
        if any(who[1:] not in known_by for who in others):
            people.add(PersonId(""))  # a whole name of somebody else in this article has this part too
    return {form: next(iter(people)) for form, people in claims.items() if len(people) == 1 and len(form) > 1}


def _last_parts(person: Person) -> list[str]:
    """Surnames of foreign names, long enough not to be met by chance."""
    if person.type != "person":
        return []
    last = [parts(form)[-1] for form in (person.name, *person.names) if is_full(form) and len(parts(form)) > 1]
    return [part for part in last if len(part) >= (2 if is_han(part) else 4)]


def _label_places(article: Article) -> frozenset[int]:
    return frozenset(quote.spans[0][0] for quote in article.quotes if quote.kind == "turn" and quote.spans)


def _ends_label(body: str, end: int, turns: frozenset[int]) -> bool:
    """A name right before a turn is its label, not a mention."""
    return any(at in turns for at in range(end + 1, _LABEL_END.match(body, end).end() + 1))  # type: ignore[union-attr]


def _by_use(surfaces: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(surfaces, key=lambda form: (-surfaces[form], form)))
