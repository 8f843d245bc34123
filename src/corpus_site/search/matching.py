"""Which passages a query means: every part of it in one article, each shown passage looked at itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus_site.generate.search_fold import flat, folded, places
from corpus_site.generate.search_passages import PROSE, TITLE
from corpus_site.generate.search_tokens import FACETS, PERSON, asked, decides
from corpus_site.search.query import Form
from corpus_site.search.reader import Segment, Text

APART = 2  # passages of one article in a row before others have their turn
_MANY = 31  # passages of an article from which more say no more about it


@dataclass(frozen=True, slots=True)
class Group:
    """One part of a query: any of its forms will do.  `person`: their own words count as theirs beside other parts."""

    forms: tuple[Form, ...]
    person: str = ""

    def decided(self) -> bool:
        """Tell whether the index alone decides, without a look at the text."""
        return all(decides(form.folded) for form in self.forms)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may fit, with what is known without its text."""

    segment: int
    number: int
    whole: bool  # all parts of the query in this one passage
    title: bool
    prose: bool


def candidates(
    segments: Sequence[Segment], groups: Sequence[Group], filters: Mapping[str, Sequence[str]]
) -> list[Candidate]:
    """List what may fit, the best first, as far as can be told without the texts."""
    rows: list[tuple[tuple[bool, bool, int, int, int, int], list[Candidate]]] = []
    for place, segment in enumerate(segments):
        wanted = _filtered(segment, filters)
        for article, found in _by_article(segment, groups, wanted).items():
            start, quotes = segment.starts[article], segment.head["quotes"][article]
            some = [
                Candidate(place, number, whole, number == start, number > start + quotes) for number, whole in found
            ]
            many = -min(len(some), _MANY).bit_length()
            key = (not some[0].whole, not some[0].title, many, -segment.head["days"][article], place, article)
            rows.append((key, some))
    rows.sort(key=lambda row: row[0])
    order = [
        ((not one.whole, at // APART, one.prose, rank, at), one)
        for rank, (_, some) in enumerate(rows)
        for at, one in enumerate(some)
    ]
    order.sort(key=lambda pair: pair[0])
    return [one for _, one in order]


def _filtered(segment: Segment, filters: Mapping[str, Sequence[str]]) -> set[int] | None:
    """Give the passages that have one of the values of every facet; None where nothing is narrowed."""
    left: set[int] | None = None
    for facet, values in filters.items():
        if values:
            some = {number for value in values for number in segment.postings(f"{FACETS[facet]}:{value}")}
            left = some if left is None else left & some
    return left


def _by_article(
    segment: Segment, groups: Sequence[Group], wanted: set[int] | None
) -> dict[int, list[tuple[int, bool]]]:
    """Give of each article that fits its passages, in order, and whether all parts are in them.

    Where a passage has all parts, those with only some are left out.
    """
    if not groups:
        return _shared_out(segment, [(number, True) for number in sorted(wanted or ())])
    held: dict[int, int] = {}  # of a passage: which parts its text may hold
    said: dict[int, int] = {}  # which parts it counts for because of who says it
    articles: set[int] | None = None
    for bit, group in enumerate(groups):
        numbers = _holding(segment, group)
        for number in numbers:
            held[number] = held.get(number, 0) | 1 << bit
        own = segment.postings(f"{PERSON}:{group.person}") if group.person and len(groups) > 1 else []
        for number in own:
            said[number] = said.get(number, 0) | 1 << bit
        here = {segment.article_of(number) for number in (*numbers, *own)}
        articles = here if articles is None else articles & here
    every = (1 << len(groups)) - 1
    fit = [(number, held[number] | said.get(number, 0) == every) for number in sorted(held)]
    found = _shared_out(segment, fit, articles)
    best = {article: [one for one in some if one[1]] or some for article, some in found.items()}
    if wanted is None:
        return best
    narrowed = {article: [one for one in some if one[0] in wanted] for article, some in best.items()}
    return {article: some for article, some in narrowed.items() if some}


def _shared_out(
    segment: Segment, found: Iterable[tuple[int, bool]], articles: set[int] | None = None
) -> dict[int, list[tuple[int, bool]]]:
    shared: dict[int, list[tuple[int, bool]]] = {}
    for number, whole in found:
        article = segment.article_of(number)
        if article not in segment.dead and (articles is None or article in articles):
            shared.setdefault(article, []).append((number, whole))
    return shared


def _holding(segment: Segment, group: Group) -> list[int]:
    """Give the passages that have all tokens of one of the forms."""
    found: set[int] = set()
    for form in group.forms:
        lists = sorted((segment.postings(token) for token in asked(form.folded)), key=len)
        if lists:
            found |= set(lists[0]).intersection(*lists[1:])
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage that was looked at: how many parts its text holds, where the words stand, how often they come."""

    parts: int
    marks: tuple[tuple[int, int], ...]
    times: int


def look(text: str, groups: Sequence[Group]) -> Seen:
    """Look for the forms in a text.

    >>> look("算力，算 力", (Group((Form.of("算力"),)),))
    Seen(parts=1, marks=((0, 2),), times=1)
    """
    even, whole = folded(text), flat(text)
    spans: list[tuple[int, int]] = []
    parts = 0
    stands: list[int] | None = None
    for group in groups:
        before = len(spans)
        for form in group.forms:
            if form.folded in even:
                stands = stands or places(text)
                spans += [(stands[at], stands[at + len(form.folded) - 1] + 1) for at in _all(even, form.folded)]
            elif form.flat in whole:
                spans += [(at, at + len(form.flat)) for at in _all(whole, form.flat)]
        parts += len(spans) > before
    return Seen(parts, joined(spans), len(spans))


def _all(text: str, part: str) -> Iterable[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join stretches that touch.

    >>> joined([(4, 6), (0, 2), (1, 3)])
    ((0, 3), (4, 6))
    """
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def worth(text: Text, seen: Seen) -> int:
    """Weigh a passage that was looked at against its neighbours in the list."""
    kind = 6 if text.kind == TITLE else 0 if text.kind == PROSE else 4
    return kind + 2 * min(seen.times, 4) + 2 * (12 <= len(text.text) <= 240)
