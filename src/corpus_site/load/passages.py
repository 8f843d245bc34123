"""What the quotation rules look at, and what they find."""

from __future__ import annotations

from dataclasses import dataclass

from corpus_site.model import BlockKind, Confidence, QuoteKind, Span, Speaker, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A published paragraph outside of turns, as the quotation rules see it."""

    index: int
    text: str
    quoted: bool
    kind: BlockKind = "paragraph"
    section: int = 0  # how many headings stand before it
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A quotation that a rule found; spans count in the passages' texts."""

    kind: QuoteKind
    spans: tuple[tuple[int, Span], ...]  # (index of the passage, span)
    speaker: Speaker | None
    cue: str
    rule: str
    confidence: Confidence
    work: Work | None = None
    url: str | None = None
    joins_previous: bool = False
