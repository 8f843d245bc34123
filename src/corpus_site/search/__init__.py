"""Searching a built site from the command line, by the same index and the same rules as in the browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from corpus_site.generate.search_fold import key_of
from corpus_site.generate.search_tokens import FACETS
from corpus_site.search.matching import Candidate, Group, candidates, look, worth
from corpus_site.search.nearby import suggestion
from corpus_site.search.query import Form, Part, Query, parse, years
from corpus_site.search.reader import Index, Record, Text

__all__ = ["Hit", "Index", "Result", "search"]

WINDOW = 30  # passages that are put in order by their texts
CHECKED = 60  # passages up to which all are looked at, so that their number is exact
MOST_RECORDS = 3
_PAGES = ("person", "theme")  # kinds of records that are results


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result: a passage, or the page of a person or a theme.  `marks` are stretches of `text`."""

    article: str
    anchor: str
    href: str
    kind: str
    title: str
    speaker: str
    date: str
    text: str
    marks: tuple[tuple[int, int], ...]
    lang: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`total` and `articles` count passages and their articles; records come before them and are not counted."""

    total: int
    articles: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, str, int], ...]] = field(default_factory=dict)
    suggestion: str = ""
    widened: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


def search(
    index: Index, query: str, *, limit: int = 20, offset: int = 0, filters: Mapping[str, Sequence[str]] | None = None
) -> Result:
    """Find passages; the first page also has the people and themes of that name."""
    asked = parse(query, index.manifest["facets"])
    groups, records = _groups(index, asked)
    narrowed = _narrowed(index, asked, filters or {})
    order = candidates(index.segments, groups, narrowed)
    shown, wrong = _page(index, groups, order, offset, limit)
    left = [one for one in order if one not in wrong]
    named = [_record_hit(record) for record in records[:MOST_RECORDS]] if not offset else []
    return Result(
        total=len(left),
        articles=len({(one.segment, index.segments[one.segment].article_of(one.number)) for one in left}),
        hits=(*named, *shown),
        facets=_facets(index, groups, narrowed, order, wrong),
        suggestion=suggestion(index, asked) if not left and not records else "",
        widened=tuple(dict.fromkeys(form.flat for group in groups for form in group.forms[1:])),
        terms=tuple(dict.fromkeys(form.flat for group in groups for form in group.forms)),
    )


def _groups(index: Index, asked: Query) -> tuple[list[Group], list[Record]]:
    """Give each part with the other forms of the name that it is, and the pages that go by the name."""
    plain = [part for part in asked.parts if not part.exact]
    if len(plain) > 1 and len(plain) == len(asked.parts):
        together = " ".join(part.text for part in plain)
        records = _pages(index, together)
        if records:
            return [_widened(Part(together), records)], records
    groups, named = [], []
    for part in asked.parts:
        records = [] if part.exact else _pages(index, part.text)
        groups.append(_widened(part, records))
        named += [record for record in records if record not in named]
    return groups, named


def _pages(index: Index, name: str) -> list[Record]:
    return [record for record in index.records(name) if record.kind in _PAGES]


def _widened(part: Part, records: Sequence[Record]) -> Group:
    """Add the forms of a record to a part that names it; where it may name two, none."""
    forms = {Form.of(part.text): None}
    if len(records) == 1:
        for form in map(Form.of, records[0].forms):
            if not any(known.folded in form.folded for known in forms):
                forms[form] = None
        person = records[0].id if records[0].kind == "person" else ""
        return Group(tuple(forms), person)
    return Group(tuple(forms))


def _narrowed(index: Index, asked: Query, filters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Turn names into ids, of what is typed and of what is chosen."""
    narrowed: dict[str, list[str]] = {}
    for facet in FACETS:
        values = (*asked.filters.get(facet, ()), *filters.get(facet, ()))
        if values:
            narrowed[facet] = list(dict.fromkeys(value for one in values for value in _ids(index, facet, one)))
    return narrowed


def _ids(index: Index, facet: str, value: str) -> Iterable[str]:
    if facet == "year":
        return years((value,))
    if facet == "kind":
        kinds = {key_of(name): kind for kind, name in index.manifest["kinds"].items()}
        return (kinds.get(key_of(value), value),)
    found = [record.id for record in index.records(value) if record.kind == facet]
    return found or (value,)


def _page(
    index: Index, groups: Sequence[Group], order: Sequence[Candidate], offset: int, limit: int
) -> tuple[list[Hit], set[Candidate]]:
    """Look at passages until the page is full; give its hits, and which candidates the texts do not bear out."""
    wrong: set[Candidate] = set()
    decided = all(group.decided() for group in groups)

    def looked_at(some: Iterable[Candidate]) -> Iterator[tuple[Candidate, Text, int, Hit]]:
        for one in some:
            text = index.segments[one.segment].text(one.number)
            seen = look(text.text, groups)
            if groups and (not seen.parts or (one.whole and not _bears_out(groups, seen.parts))):
                wrong.add(one)
            else:
                yield one, text, worth(text, seen), _hit(text, seen.marks)

    first = [(one.whole, value - at // 5, hit) for at, (one, _, value, hit) in enumerate(looked_at(order[:WINDOW]))]
    first.sort(key=lambda row: (not row[0], -row[1]))
    hits = [hit for _, _, hit in first]
    rest = order[WINDOW:]
    if not decided and len(order) <= CHECKED:
        hits += [hit for *_, hit in looked_at(rest)]
        return hits[offset : offset + limit], wrong
    skipped = max(0, min(offset - len(hits), len(rest))) if decided else 0
    more = looked_at(rest[skipped:])
    page = hits[offset : offset + limit]
    need = offset + limit - len(hits) - skipped
    taken = list(islice(more, max(0, need)))
    return page + [hit for *_, hit in taken[max(0, offset - len(hits) - skipped) :]], wrong


def _bears_out(groups: Sequence[Group], parts: int) -> bool:
    """Tell whether a text holds all parts but those that count because of who says it."""
    return parts >= max(1, sum(not group.person for group in groups)) if len(groups) > 1 else parts == 1


def _hit(text: Text, marks: tuple[tuple[int, int], ...]) -> Hit:
    anchor = f"#{text.anchor}" if text.anchor else ""
    return Hit(
        article=text.article,
        anchor=text.anchor,
        href=f"articles/{text.article}/{anchor}",
        kind=text.kind,
        title=text.title,
        speaker=text.speaker,
        date=text.date,
        text=text.text,
        marks=marks,
        lang=text.lang,
        source=text.source,
    )


def _record_hit(record: Record) -> Hit:
    about = record.about or "、".join(record.names[1:5])
    return Hit(
        article="", anchor="", href=record.page, kind=record.kind, title=record.name, speaker="", date="",
        text=about, marks=(),
    )  # fmt: skip


def _facets(
    index: Index,
    groups: Sequence[Group],
    filters: Mapping[str, Sequence[str]],
    order: Sequence[Candidate],
    wrong: set[Candidate],
) -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Count what the results can be narrowed to further: of each facet as if it were not narrowed yet."""
    counted = {}
    for facet in FACETS:
        others = {name: values for name, values in filters.items() if name != facet}
        some = order if others == filters else candidates(index.segments, groups, others) if groups or others else ()
        names: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for one in some:
            column = index.segments[one.segment].column(facet)
            for place in () if one in wrong else column["sets"][column["of"][one.number]]:
                value, name = column["values"][place]
                names[value] = index.manifest["kinds"].get(value, name) if facet == "kind" else name
                counts[value] += 1
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        counted[facet] = tuple((value, names[value], n) for value, n in ranked)
    return counted
