"""The running text of an article, and what hangs on places in it: blocks, quotes, selectors, highlights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus_site.fold import fold
from corpus_site.load.paragraphs import Paragraph
from corpus_site.load.passages import Found
from corpus_site.model import ArticleId, Block, BlockKind, Mark, Quote, QuoteId, Selector, Span
from corpus_site.permalinks import quote_id

IN_BODY: frozenset[BlockKind] = frozenset({"heading", "paragraph", "item", "quote"})
_CONTEXT = 32  # characters on each side of a quote in its selector


@dataclass(slots=True)
class Body:
    """The running text under construction, with the place of every paragraph in it."""

    text: str
    offsets: dict[int, int]

    def span(self, index: int, span: Span) -> Span:
        return self.offsets[index] + span[0], self.offsets[index] + span[1]


def assemble(paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind]) -> Body:
    pieces: list[str] = []
    offsets: dict[int, int] = {}
    length = 0
    for index, (p, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        if kind in IN_BODY and p.text:
            offsets[index] = length
            pieces.append(p.text)
            length += len(p.text) + 2
    return Body(text="\n\n".join(pieces), offsets=offsets)


def blocks_of(
    paragraphs: Sequence[Paragraph], classified: Sequence[tuple[BlockKind, str]], body: Body
) -> tuple[Block, ...]:
    out = []
    for index, (p, (kind, rule)) in enumerate(zip(paragraphs, classified, strict=True)):
        span = body.span(index, (0, len(p.text))) if index in body.offsets else None
        marks: tuple[Mark, ...] = ()
        if span:
            bold = [Mark(kind="bold", span=(s + span[0], e + span[0])) for s, e in p.bold if s < e]
            links = [Mark(kind="link", span=(s + span[0], e + span[0]), url=u) for s, e, u in p.links if s < e]
            marks = tuple(sorted([*bold, *links], key=lambda m: (m.span, m.kind)))
        out.append(
            Block(kind=kind, text=p.text, lines=p.lines, rule=rule, span=span, level=p.level, url=p.url, marks=marks)
        )
    return tuple(out)


def quotes_of(
    found: Sequence[Found],
    repeated: Mapping[int, int],
    paragraphs: Sequence[Paragraph],
    body: Body,
    article: ArticleId,
) -> tuple[Quote, ...]:
    out: list[Quote] = []
    seen: dict[str, int] = {}
    for f in found:
        spans = _joined_spans([body.span(i, span) for i, span in f.spans], body.text)
        text = "\n\n".join(body.text[s:e] for s, e in spans)
        key = fold(text)
        seen[key] = seen.get(key, 0) + 1
        selectors = tuple(selector_of(body.text, span) for span in spans)
        named = f.speaker is not None and f.speaker.type != "role"
        out.append(
            Quote(
                id=quote_id(article, text, seen[key]),
                kind=f.kind,
                text=text,
                spans=spans,
                lines=(
                    paragraphs[f.spans[0][0]].line_at(f.spans[0][1][0]),
                    paragraphs[f.spans[-1][0]].line_at(f.spans[-1][1][1] - 1),
                ),
                speaker=f.speaker,
                work=f.work,
                selector=selectors[0],
                segments=selectors if len(selectors) > 1 else (),
                url=f.url,
                cue=f.cue,
                rule=f.rule,
                confidence=f.confidence,
                status="verified" if named or f.work else "attributed",
                joins=out[-1].id if f.joins_previous and out else None,
                highlights=_highlights(f, paragraphs, body, spans, len(text)),
            )
        )
    ids: dict[int, QuoteId] = {n: q.id for n, q in enumerate(out)}
    return tuple(replace(q, repeats=ids[repeated[n]]) if n in repeated else q for n, q in enumerate(out))


def _joined_spans(spans: list[Span], text: str) -> tuple[Span, ...]:
    """Neighbouring paragraphs become one stretch, so that a quote has as few selectors as can be."""
    out: list[Span] = []
    for start, end in spans:
        if out and text[out[-1][1] : start] == "\n\n":
            out[-1] = (out[-1][0], end)
        elif start < end:
            out.append((start, end))
    return tuple(out)


def selector_of(text: str, span: Span) -> Selector:
    """The selector of a stretch of a body, with 32 characters of context on each side."""
    start, end = span
    return Selector(
        prefix=text[max(0, start - _CONTEXT) : start], exact=text[start:end], suffix=text[end : end + _CONTEXT]
    )


def _highlights(
    f: Found, paragraphs: Sequence[Paragraph], body: Body, spans: tuple[Span, ...], length: int
) -> tuple[Span, ...]:
    """Bold stretches inside the words; none where all of it is bold, which is a style and not an emphasis."""
    bold = [body.span(i, span) for i, _ in f.spans for span in paragraphs[i].bold]
    out: list[Span] = []
    at = 0
    for start, end in spans:
        out += [
            (max(s, start) - start + at, min(e, end) - start + at)
            for s, e in bold
            if s < end and e > start and max(s, start) < min(e, end)
        ]
        at += end - start + 2
    return () if sum(e - s for s, e in out) >= 0.9 * length else tuple(sorted(out))
