"""The inside of a paragraph: quotations, bold and links laid over a stretch of the body.

Nothing of the body is left out or given twice: the runs of a stretch, read in order, are the stretch.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from typing import Generic, TypeVar

from corpus_site.model import Article, Mark, Quote, QuoteId, Span

T = TypeVar("T")
_NEAR = 60  # characters behind a quotation in which a signature would stand
_CLOSING = re.compile(r"[”’」』〞\"'*]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress."""

    text: str
    bold: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of a quotation inside a paragraph; `part` counts the stretches of one quote on the page."""

    quote: Quote
    part: int
    inside: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Byline:
    """The place after a quotation, behind its closing mark, where the page names the speaker."""

    quote: Quote
    following: str  # the text right behind it, which may name the speaker or the work by itself


Inline = Run | Said | Byline


@dataclass(frozen=True, slots=True)
class Laid(Generic[T]):
    """A value laid over a stretch of the body."""

    start: int
    end: int
    value: T


class Cover(Generic[T]):
    """Values over a text, found by stretch without looking at all of them.

    >>> cover = Cover([Laid(0, 9, "a"), Laid(2, 4, "b"), Laid(12, 15, "c")])
    >>> [laid.value for laid in cover.over(3, 12)]
    ['a', 'b']
    >>> cover.over(9, 12)
    []
    """

    def __init__(self, values: Iterable[Laid[T]]) -> None:
        self._values = sorted(values, key=lambda laid: (laid.start, -laid.end))
        self._reach = list(accumulate((laid.end for laid in self._values), max))

    def over(self, start: int, end: int) -> list[Laid[T]]:
        found = []
        for index in range(bisect_right(self._reach, start), len(self._values)):
            laid = self._values[index]
            if laid.start >= end:
                break
            if laid.end > start:
                found.append(laid)
        return found


def text_of(inlines: Iterable[Inline]) -> str:
    """Give the words of a paragraph without what is laid over them.

    >>> text_of((Run("一"), Run("二", bold=True)))
    '一二'
    """
    return "".join(
        inline.text if isinstance(inline, Run) else text_of(inline.inside) if isinstance(inline, Said) else ""
        for inline in inlines
    )


@dataclass(slots=True)
class Weaver:
    """Lays the quotations and marks of one article over its body; counts the stretches of each quote."""

    body: str
    quotations: Cover[Quote]
    bold: Cover[None]
    links: Cover[str]
    emitted: Counter[QuoteId] = field(default_factory=Counter)

    @classmethod
    def of(cls, article: Article) -> Weaver:
        marks = [mark for block in article.blocks for mark in block.marks]
        return cls(
            body=article.body,
            quotations=Cover(
                Laid(start, end, quote)
                for quote in article.quotes
                if quote.kind != "turn" and quote.status != "withdrawn"
                for start, end in quote.spans
            ),
            bold=Cover([*_bold(marks), *(laid for quote in article.quotes for laid in _highlights(quote))]),
            links=Cover(Laid(*mark.span, mark.url) for mark in marks if mark.kind == "link" and mark.url),
        )

    def count(self, quote: Quote) -> int:
        """Give the number of the next stretch of a quote on this page."""
        self.emitted[quote.id] += 1
        return self.emitted[quote.id]

    def weave(self, start: int, end: int, without: Quote | None = None) -> tuple[Inline, ...]:
        """Give what stands between two places of the body; `without`: a quote that already stands around it."""
        laid = [laid for laid in self.quotations.over(start, end) if laid.value is not without]
        return tuple(self._weave(start, end, laid))

    def _weave(self, start: int, end: int, quotations: list[Laid[Quote]]) -> Iterator[Inline]:
        position = start
        while quotations:
            first = quotations.pop(0)
            first_start, first_end = max(first.start, position), min(first.end, end)
            if first_end <= first_start:
                continue
            yield from self._runs(position, first_start)
            inner = [other for other in quotations if other.start < first_end]
            rest = [replace(other, start=first_end) for other in inner if other.end > first_end]
            quotations = rest + [other for other in quotations if other.start >= first_end]
            part = self.count(first.value)
            yield Said(first.value, part, tuple(self._weave(first_start, first_end, inner)))
            position = first_end
            if first.end == first.value.spans[-1][1] <= end:
                closing = _CLOSING.match(self.body, position, min(end, quotations[0].start) if quotations else end)
                if closing:
                    yield from self._runs(position, closing.end())
                    position = closing.end()
                yield Byline(first.value, self.body[position : min(end, position + _NEAR)])
        yield from self._runs(position, end)

    def _runs(self, start: int, end: int) -> Iterator[Run]:
        if start >= end:
            return
        bold, links = self.bold.over(start, end), self.links.over(start, end)
        spans = [(laid.start, laid.end) for laid in bold] + [(laid.start, laid.end) for laid in links]
        cuts = {edge for span in spans for edge in span if start < edge < end}
        for left, right in pairwise([start, *sorted(cuts), end]):
            url = next((laid.value for laid in links if laid.start <= left and right <= laid.end), None)
            yield Run(
                self.body[left:right],
                bold=any(laid.start <= left and right <= laid.end for laid in bold),
                url=url,
            )


def _bold(marks: Iterable[Mark]) -> Iterator[Laid[None]]:
    return (Laid(*mark.span, None) for mark in marks if mark.kind == "bold")


def _highlights(quote: Quote) -> Iterator[Laid[None]]:
    """Carry highlights, which count in the quote's text, over to the body."""
    for highlight in quote.highlights:
        for start, end in in_body(quote, highlight):
            yield Laid(start, end, None)


def in_body(quote: Quote, part: Span) -> list[Span]:
    """Find the places in the body of a stretch of a quote's text.

    The text is the slices joined by one empty line, so a stretch over a joint has a place on either side of it.
    """
    places: list[Span] = []
    offset = 0  # of this slice in the text
    for start, end in quote.spans:
        left, right = max(part[0] - offset, 0), min(part[1] - offset, end - start)
        if left < right:
            places.append((start + left, start + right))
        offset += end - start + 2
    return places
