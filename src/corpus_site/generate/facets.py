"""What a long list of quotes can be narrowed by: values with their counts, as a form that a script brings to life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus_site.catalogue import Entry
from corpus_site.generate.views import Here
from corpus_site.model import PersonId, SourceId, ThemeId

FEWEST = 6  # quotes from which narrowing is worth a form
MOST = 24  # values of one facet


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    choices: tuple[Choice, ...]


def facet_form(here: Here, entries: Sequence[Entry], names: Iterable[str]) -> str:
    """Make the form for a page's quotes; "" where there is nothing to choose."""
    if len(entries) < FEWEST:
        return ""
    facets = [facet for name in names if len((facet := _facet(here, entries, name)).choices) > 1]
    return here.site.render("facets", facets=facets) if facets else ""


def _facet(here: Here, entries: Sequence[Entry], name: str) -> Facet:
    counts = Counter(value for entry in entries for value in here.facets(entry)[name].split(" ") if value)
    values = sorted(counts, key=lambda value: (-counts[value], value))[:MOST]
    return Facet(name, here.w(f"facet.{name}"), tuple(Choice(v, _named(here, name, v), counts[v]) for v in values))


def _named(here: Here, facet: str, value: str) -> str:
    catalogue = here.site.catalogue
    if facet == "kind":
        return here.w(f"kind.{value}")
    if facet == "theme":
        return catalogue.themes[ThemeId(value)].name
    if facet == "source":
        return catalogue.sources[SourceId(value)].name
    person = catalogue.people.get(PersonId(value))
    return value if person is None else person.name
