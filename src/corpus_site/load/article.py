"""From the paragraphs of one article to its record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus_site.fold import fold, simplify
from corpus_site.load.blocks import classify
from corpus_site.load.dates import Dated, events, published
from corpus_site.load.labels import Candidate, judge, take_stock
from corpus_site.load.masthead import Masthead, read_masthead
from corpus_site.load.names import NameBook
from corpus_site.load.paragraphs import Paragraph
from corpus_site.load.passages import Found, Passage
from corpus_site.load.pulls import pull_quotes
from corpus_site.load.quotes import quotations, telling_sentences
from corpus_site.load.speakers import Given
from corpus_site.load.split import split_run_on
from corpus_site.load.titles import strip_number
from corpus_site.load.turns import cut_turns, turn_paragraphs
from corpus_site.model import (
    Article,
    ArticleId,
    Block,
    BlockKind,
    LabelVerdict,
    Mark,
    Problem,
    Quote,
    QuoteId,
    Reference,
    Repair,
    Section,
    Selector,
    Span,
)
from corpus_site.permalinks import article_id, quote_id
from corpus_site.tagger import EntityKind, entities

_IN_BODY: frozenset[BlockKind] = frozenset({"heading", "paragraph", "item", "quote"})
_CONTEXT = 32
_LONGEST_SECTION = 50  # a longer heading is a lead set in large type


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the owner's list knows, in the shapes that the loader needs."""

    known: tuple[tuple[str, str, bool], ...] = ()  # surface form, full name, is an organisation
    folded: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()  # folded


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """The file an article comes from."""

    path: str
    sha256: str
    meta: Mapping[str, str]
    repairs: tuple[Repair, ...]


@dataclass(slots=True)
class _Body:
    """The running text under construction, with the place of every paragraph in it."""

    text: str
    offsets: dict[int, int]

    def span(self, index: int, span: Span) -> Span:
        return self.offsets[index] + span[0], self.offsets[index] + span[1]


def build_article(
    paragraphs: list[Paragraph], source: SourceFile, names: Names, lines: tuple[int, int]
) -> tuple[Article, tuple[LabelVerdict, ...]]:
    """Read one article: labels first, then masthead and dates, then blocks, turns and quotations."""
    paragraphs, accepted, verdicts = _labelled(paragraphs, names)
    starts = frozenset(c.index for c in accepted)
    head = read_masthead(paragraphs, source.meta, min(starts, default=None))
    dated = Dated(paragraphs=paragraphs, fields=head.fields)
    classified = classify(paragraphs, head.claimed, starts)
    kinds = [kind for kind, _ in classified]
    body = _assemble(paragraphs, kinds)
    found, repeated = _find_quotes(paragraphs, kinds, accepted, head, body.text, names)
    identity = article_id(head.title, body.text)
    article = Article(
        id=identity,
        path=source.path,
        lines=lines,
        sha256=source.sha256,
        title=head.title,
        published=published(dated),
        events=events(dated),
        authors=tuple(head.credits.get("author", ())),
        translators=tuple(head.credits.get("translator", ())),
        compilers=tuple(head.credits.get("compiler", ())),
        editors=tuple(head.credits.get("editor", ())),
        publisher=_first(head, "publisher"),
        place=_first(head, "place"),
        url=_first(head, "url"),
        language=_language(body.text),
        script=_script(body.text),
        translated=head.translated or bool(head.credits.get("translator")),
        sections=_sections(paragraphs, kinds),
        references=_references(paragraphs, kinds),
        body=body.text,
        blocks=_blocks(paragraphs, classified, body),
        quotes=_quotes(found, repeated, paragraphs, body, identity),
        repairs=tuple(r for r in source.repairs if lines[0] <= r.line <= lines[1]),
    )
    return replace(article, problems=_problems(article)), verdicts


def _labelled(
    paragraphs: list[Paragraph], names: Names
) -> tuple[list[Paragraph], list[Candidate], tuple[LabelVerdict, ...]]:
    """Judge the labels, cut run-on text at them, and find the accepted ones again in the cut paragraphs."""
    accepted, verdicts = judge(take_stock(paragraphs), len(paragraphs), names.folded)
    inside: dict[int, list[int]] = {}
    for c in accepted:
        if c.inside:
            inside.setdefault(c.index, []).append(c.start)
    paragraphs = split_run_on(paragraphs, inside)
    labels = {c.label for c in accepted}
    firsts: dict[int, Candidate] = {}
    for c in take_stock(paragraphs):
        if c.label in labels and not c.inside and not (c.heading and c.rest):
            firsts.setdefault(c.index, c)
    return paragraphs, [firsts[i] for i in sorted(firsts)], tuple(verdicts)


def _first(head: Masthead, key: str) -> str | None:
    return head.fields[key][0] if key in head.fields else None


def _assemble(paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind]) -> _Body:
    pieces: list[str] = []
    offsets: dict[int, int] = {}
    length = 0
    for index, (p, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        if kind in _IN_BODY and p.text:
            offsets[index] = length
            pieces.append(p.text)
            length += len(p.text) + 2
    return _Body(text="\n\n".join(pieces), offsets=offsets)


def _find_quotes(
    paragraphs: Sequence[Paragraph],
    kinds: Sequence[BlockKind],
    accepted: Sequence[Candidate],
    head: Masthead,
    text: str,
    names: Names,
) -> tuple[list[Found], dict[int, int]]:
    """All quotes in reading order, and for each pull quote (by place) the place of the one it repeats."""
    taken = turn_paragraphs(kinds, accepted)
    passages = [
        Passage(index=i, text=p.text, quoted=bool(p.quoted), kind=kind, links=p.links)
        for i, (p, kind) in enumerate(zip(paragraphs, kinds, strict=True))
        if kind in ("paragraph", "item", "quote") and i not in taken
    ]
    book = NameBook(text, names.known, [c.label for c in accepted], _tagged(passages))
    turns = _turns(paragraphs, kinds, accepted, head, book, names)
    others = [*turns, *quotations(passages, book)]
    worded = [(f, "\n\n".join(paragraphs[i].text[s:e] for i, (s, e) in f.spans)) for f in others]
    pulls = pull_quotes(paragraphs, [k in _IN_BODY for k in kinds], worded)
    pulled = {f.spans[0][0] for f, _ in pulls}
    everything = sorted(
        [*(f for f in others if f.spans[0][0] not in pulled), *(f for f, _ in pulls)], key=lambda f: f.spans[0]
    )
    place = {id(f): n for n, f in enumerate(everything)}
    return everything, {place[id(f)]: place[id(others[best])] for f, best in pulls if id(others[best]) in place}


def _tagged(passages: Sequence[Passage]) -> list[tuple[str, EntityKind]]:
    sentences = telling_sentences(passages)
    found = entities([simplify(s) for s in sentences])  # the model knows Simplified characters; offsets stay
    return [(s[e.start : e.end].strip(), e.kind) for s, here in zip(sentences, found, strict=True) for e in here]


def _turns(
    paragraphs: Sequence[Paragraph],
    kinds: Sequence[BlockKind],
    accepted: Sequence[Candidate],
    head: Masthead,
    book: NameBook,
    names: Names,
) -> list[Found]:
    first = accepted[0].index if accepted else 0
    intro = "\n".join(
        [head.title, *(p.text for p, kind in zip(paragraphs[:first], kinds, strict=False) if kind in _IN_BODY)]
    )
    labels = frozenset(c.label for c in accepted)
    given = {
        label: Given(label=label, intro=intro, book=book, labels=labels, organisations=names.organisations)
        for label in sorted(labels)
    }
    return cut_turns([p.text for p in paragraphs], kinds, accepted, given)


def _sections(paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind]) -> tuple[Section, ...]:
    return tuple(
        Section(title=strip_number(p.text), line=p.lines[0])
        for p, kind in zip(paragraphs, kinds, strict=True)
        if kind == "heading" and p.text
    )


def _references(paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind]) -> tuple[Reference, ...]:
    out = []
    for p, kind in zip(paragraphs, kinds, strict=True):
        if kind != "reference":
            continue
        address = next((u for _, _, u in p.links if u.startswith("http")), None) or next(
            iter(re.findall(r"https?://[^\s）)]+", p.text)), None
        )
        text = re.sub(r"^\s*(?:\[?\d+\]?[.、]?)\s*", "", p.text).strip()
        if address or (text and not text.endswith(("：", ":")) and len(text) > 8):
            out.append(Reference(text=text, url=address))
    return tuple(out)


def _blocks(
    paragraphs: Sequence[Paragraph], classified: Sequence[tuple[BlockKind, str]], body: _Body
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


def _quotes(
    found: Sequence[Found],
    repeated: Mapping[int, int],
    paragraphs: Sequence[Paragraph],
    body: _Body,
    article: ArticleId,
) -> tuple[Quote, ...]:
    out: list[Quote] = []
    seen: dict[str, int] = {}
    for f in found:
        spans = _joined_spans([body.span(i, span) for i, span in f.spans], body.text)
        text = "\n\n".join(body.text[s:e] for s, e in spans)
        key = fold(text)
        seen[key] = seen.get(key, 0) + 1
        selectors = tuple(_selector(body.text, span) for span in spans)
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


def _selector(text: str, span: Span) -> Selector:
    start, end = span
    return Selector(
        prefix=text[max(0, start - _CONTEXT) : start], exact=text[start:end], suffix=text[end : end + _CONTEXT]
    )


def _highlights(
    f: Found, paragraphs: Sequence[Paragraph], body: _Body, spans: tuple[Span, ...], length: int
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


def _language(text: str) -> str:
    han = len(re.findall(r"[㐀-鿿]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return "zh" if han * 3 >= latin or not latin else "en"


def _script(text: str) -> str:
    """Hant when more than one Han character in twenty changes under simplification."""
    han = [c for c in text if "㐀" <= c <= "鿿"]
    if not han:
        return "Latn"
    changed = sum(simplify(c) != c for c in han)
    return "Hant" if changed * 20 > len(han) else "Hans"


def _problems(article: Article) -> tuple[Problem, ...]:
    out: list[Problem] = []

    def add(level: str, line: int | None, rule: str, message: str, hint: str) -> None:
        out.append(Problem(level=level, path=article.path, line=line, rule=rule, message=message, hint=hint))  # type: ignore[arg-type]

    first = article.lines[0]
    if not article.body:
        add("warning", first, "no_text", "没有读到正文", "用 corpus-site explain 查看每一行的归类")
    if not article.title:
        add("warning", first, "no_title", "没有找到标题", "在文件开头加一行“# 标题”")
    if article.published is None:
        add("notice", first, "no_date", "原文没有注明发布日期", "在文件开头加一行“发布时间: 2024-05-01”")
    elif article.published.basis != "stated":
        add(
            "notice",
            article.published.line,
            "inferred_date",
            f"发布日期 {article.published.edtf} 为推断：{article.published.evidence}",
            "核对后在文件开头写明发布时间",
        )
    for event in article.events:
        if event.date.basis == "corrected":
            add(
                "notice",
                event.date.line,
                "date_typo",
                f"日期写法有误，读作 {event.date.edtf}：{event.date.evidence}",
                "核对原文",
            )
    for repair in article.repairs:
        if not repair.sure:
            add(
                "warning",
                repair.line,
                repair.rule,
                f"字节受损，修复不确定：{repair.was} → {repair.now}",
                "对照来源核对这几个字",
            )
    for quote in article.quotes:
        if quote.confidence == "low":
            add(
                "notice",
                quote.lines[0],
                quote.rule,
                f"归属把握不大：{quote.text[:24]}…（{quote.cue}）",
                "读一读上下文，确认说话人",
            )
    return tuple(out)
