"""Quotes as lists show them: split quotations whole, repeats with what they repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from corpus_site.catalogue.order import group
from corpus_site.catalogue.records import Entry
from corpus_site.model import Article, Quote, QuoteId, Theme, ThemeHit, ThemeId


def entries_of(article: Article, themes: Mapping[ThemeId, Theme]) -> list[Entry]:
    """Make the entries of one article; the later parts of a split quotation go to the first one."""
    known = {quote.id: quote for quote in article.quotes}
    first: dict[QuoteId, QuoteId] = {}
    parts: dict[QuoteId, list[Quote]] = defaultdict(list)
    for quote in article.quotes:
        before = quote.joins if quote.joins in known else None
        first[quote.id] = quote.id if before is None else first.get(before, before)
        if first[quote.id] != quote.id:
            parts[first[quote.id]].append(quote)
    return [
        Entry(
            quote=quote,
            article=article,
            order=order,
            parts=tuple(parts[quote.id]),
            date=quote.said or article.published,
            spoken=quote.said is not None,
            listed=first[quote.id] == quote.id and quote.status != "withdrawn",
            themes=_strongest(hit for q in (quote, *parts[quote.id]) for hit in q.themes if hit.id in themes),
        )
        for order, quote in enumerate(article.quotes)
    ]


def _strongest(hits: Iterable[ThemeHit]) -> tuple[ThemeHit, ...]:
    best: dict[ThemeId, ThemeHit] = {}
    for hit in hits:
        if hit.id not in best or hit.score > best[hit.id].score:
            best[hit.id] = hit
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.id)))


def with_parents(hits: Iterable[ThemeHit], themes: Mapping[ThemeId, Theme]) -> list[ThemeId]:
    """The themes of some hits and the themes above them, each once: what is said on a sub-theme is said on its theme."""
    found: dict[ThemeId, None] = {}
    for hit in hits:
        here: ThemeId | None = hit.id
        while here is not None and here in themes and here not in found:
            found[here] = None
            here = themes[here].parent
    return list(found)


def with_repeats(entries: dict[QuoteId, Entry]) -> dict[QuoteId, Entry]:
    """Take repeats off the lists and tell the repeated quote about them."""
    by_original = group((e.quote.repeats, e.quote.id) for e in entries.values() if e.quote.repeats in entries)
    return {
        name: replace(e, listed=e.listed and e.quote.repeats not in entries, repeated_by=by_original.get(name, ()))
        for name, e in entries.items()
    }
