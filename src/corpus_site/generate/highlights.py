"""Which quotes to show first: those that can be read at a glance and stand alone."""

from __future__ import annotations

from collections.abc import Iterable

from corpus_site.catalogue import Catalogue, Entry

_GOOD_LENGTH = range(24, 90)  # characters of a quote that says something and can be read at a glance


def best(catalogue: Catalogue, entries: Iterable[Entry], n: int) -> list[Entry]:
    """Choose quotes to begin with: sure, of a known person, short; what a report or a pull quote picked out first."""
    fit = [
        entry
        for entry in entries
        if entry.speaker in catalogue.people
        and entry.quote.confidence == "high"
        and entry.quote.status in ("verified", "attributed")
        and len(entry.quote.text) in _GOOD_LENGTH
        and "\n" not in entry.quote.text
    ]
    return sorted(fit, key=_rank)[:n]


def _rank(entry: Entry) -> tuple[bool, bool, bool, bool, float, str]:
    # An answer often needs its question; words that somebody picked out for a report stand alone.
    picked = entry.quote.kind != "turn"
    strongest = max((hit.score for hit in entry.themes), default=0.0)
    asks = entry.quote.text.rstrip("”’」』").endswith(("？", "?"))
    return asks, not picked, not entry.repeated_by, not entry.themes, -strongest, entry.quote.id
