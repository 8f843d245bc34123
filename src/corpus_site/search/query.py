"""What a reader asks for: words that must all be there, exact phrases, and what results are narrowed to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus_site.generate.search_fold import flat, folded, key_of

MOST_PARTS = 12
_WORD = re.compile(r"""(?:([^\s"“”:：]+)[:：])?(?:"([^"]*)"|“([^”]*)”)|([^\s"“”]+)""")
_NAMED = re.compile(r"([^:：]+)[:：](.+)", re.S)
_YEARS = re.compile(r"([0-9]{4})(?:[-–~]([0-9]{4}))?")
MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """Words that a text must hold; `exact`: as they are typed, under no other form."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    parts: tuple[Part, ...]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a part, folded, with and without what only typography puts in."""

    folded: str
    flat: str

    @classmethod
    def of(cls, text: str) -> Form:
        return cls(folded(text), flat(text))


def parse(text: str, facets: Mapping[str, str]) -> Query:
    """Read a query; `facets` gives the names under which results are narrowed, beside their ids.

    >>> query = parse('AGI  "规模 法则" 人物：奥特曼 year:2023 a:b', {"person": "人物", "year": "年份"})
    >>> [(part.text, part.exact) for part in query.parts], dict(query.filters)
    ([('AGI', False), ('规模 法则', True), ('a:b', False)], {'person': ('奥特曼',), 'year': ('2023',)})
    >>> parse('"" " ', {}).parts
    ()
    """
    named = {**{key_of(name): facet for facet, name in facets.items()}, **{facet: facet for facet in facets}}
    parts: dict[Part, None] = {}
    filters: dict[str, list[str]] = {}
    for name, straight, curly, plain in _WORD.findall(text):
        said = straight or curly
        if plain and (pair := _NAMED.fullmatch(plain)) and (facet := named.get(key_of(pair[1]))):
            filters.setdefault(facet, []).extend(filter(None, re.split("[,，]", pair[2])))
        elif plain:
            parts[Part(plain)] = None
        elif name and (facet := named.get(key_of(name))):
            filters.setdefault(facet, []).append(said.strip())
        else:
            if name:
                parts[Part(f"{name}:")] = None
            parts[Part(said.strip(), exact=True)] = None
    asked = [part for part in parts if folded(part.text).strip()]
    return Query(tuple(asked[:MOST_PARTS]), {facet: tuple(values) for facet, values in filters.items()})


def years(values: tuple[str, ...]) -> Iterator[str]:
    """Spell out years and stretches of years.

    >>> list(years(("2019-2021", "2023", "x")))
    ['2019', '2020', '2021', '2023', 'x']
    """
    for value in values:
        found = _YEARS.fullmatch(value)
        if found is None:
            yield value
            continue
        first = int(found[1])
        last = int(found[2] or first)
        yield from (str(year) for year in range(first, min(last, first + MOST_YEARS) + 1))
