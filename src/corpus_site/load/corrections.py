"""Corrections applied: characters before the rules see them, everything else on the finished record.

A correction that no longer fits - its words are not there, or stand there twice, or the metadata is not what it says it
was - changes nothing and is an error, so that nobody relies on a correction that does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from corpus_site.corrections import MANY, Correction
from corpus_site.fold import fold
from corpus_site.load.body import selector_of
from corpus_site.load.identity import with_id
from corpus_site.load.paragraphs import Paragraph, without
from corpus_site.model import Article, Loaded, PartialDate, Problem, Quote, Repair, Span, Speaker
from corpus_site.permalinks import quote_id

_RULE = "correction"


class _Unfit(Exception):
    """Why a correction cannot be applied."""


def correct_characters(
    paragraphs: Sequence[Paragraph], corrections: Iterable[Correction]
) -> tuple[list[Paragraph], list[Repair], list[Problem]]:
    """Change characters on the lines that the corrections name."""
    out = list(paragraphs)
    repairs: list[Repair] = []
    problems: list[Problem] = []
    for c in corrections:
        if c.kind != "characters" or c.lines is None:
            continue
        places = [
            (i, at)
            for i, p in enumerate(out)
            if p.lines[0] <= c.lines[1] and c.lines[0] <= p.lines[1]
            for at in _all(p.text, c.words)
            if c.lines[0] <= p.line_at(at) <= c.lines[1]
        ]
        if len(places) != 1:
            problems.append(_error(c, f"第 {c.lines[0]} 行上「{c.words}」有 {len(places)} 处，应当恰有一处"))
            continue
        index, at = places[0]
        repairs.append(Repair(rule=_RULE, line=out[index].line_at(at), was=c.words, now=c.now))
        out[index] = without(out[index], [(at, at + len(c.words))], [c.now])
    return out, repairs, problems


def _all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def corrected(articles: Sequence[Article], corrections: Iterable[Correction]) -> tuple[list[Article], list[Problem]]:
    """Apply to the articles of one file what is for them."""
    out = list(articles)
    problems: list[Problem] = []
    for c in corrections:
        if c.kind == "characters":
            continue
        try:
            index = _which(out, c)
            changed = _APPLY[c.kind](out[index], c)
            out[index] = with_id(changed, changed.id)  # ids of quotes follow their words
        except _Unfit as why:
            problems.append(_error(c, str(why)))
    return out, problems


def without_article(corrections: Mapping[str, Sequence[Correction]], loaded: Iterable[Loaded]) -> list[Problem]:
    """Complain of corrections for files that are not there, or of which no article was read."""
    read = {one.path for one in loaded if one.articles}
    unread = [(path, row) for path, rows in sorted(corrections.items()) if path not in read for row in rows]
    return [_error(row, f"没有读到文章 {path}") for path, row in unread]


def _which(articles: Sequence[Article], c: Correction) -> int:
    """The article that a correction is for: by its title, else the only one, else the only one that holds the words."""
    if c.title is not None:
        found = [i for i, a in enumerate(articles) if fold(a.title) == fold(c.title)]
    elif len(articles) == 1:
        return 0
    else:
        found = [i for i, a in enumerate(articles) if c.words and c.words in a.body]
    if len(found) != 1:
        raise _Unfit(
            "文件里有几篇文章，看不出是哪一篇；写上 title"
            if len(found) != 1 and len(articles) > 1
            else "没有这个标题的文章"
        )
    return found[0]


def _metadata(article: Article, c: Correction) -> Article:
    for name, expected in c.was:
        now = _value(article, name)
        if now != expected:
            raise _Unfit(f"{name} 现在读作「{'、'.join(now)}」，不再是「{'、'.join(expected)}」")
    changes: dict[str, object] = {}
    for name, values in c.fields:
        if name == "published":
            changes[name] = PartialDate(edtf=values[0], basis="corrected", evidence=c.reason) if values else None
        else:
            changes[name] = values if name in MANY else (values[0] if values else None if name != "title" else "")
    dated = "published" in changes
    kept = tuple(p for p in article.problems if not (dated and p.rule in ("no_date", "inferred_date")))
    return replace(article, **changes, problems=kept)  # type: ignore[arg-type]


def _value(article: Article, name: str) -> tuple[str, ...]:
    value = getattr(article, name)
    if isinstance(value, PartialDate):
        return (value.edtf,)
    return tuple(value) if isinstance(value, tuple) else ((value,) if value else ())


def _label(article: Article, c: Correction) -> Article:
    first, last = c.lines or (1, 1 << 60)
    hit = [
        q.kind == "turn" and q.speaker is not None and q.speaker.label == c.words and first <= q.lines[0] <= last
        for q in article.quotes
    ]
    if not any(hit):
        raise _Unfit(f"没有以「{c.words}」为发言人的发言")
    quotes = tuple(_spoken(q, c, label=c.words) if h else q for q, h in zip(article.quotes, hit, strict=True))
    return replace(article, quotes=quotes)


def _spoken(quote: Quote, c: Correction, label: str | None = None) -> Quote:
    """The quote with the speaker that a correction names."""
    assert c.speaker is not None
    role = quote.speaker.role if quote.speaker and label else None
    if c.type == "role":
        role = c.speaker
    speaker = Speaker(type=c.type, name=c.speaker, names=(c.speaker,), label=label, role=role)
    return replace(
        quote,
        speaker=speaker,
        cue=c.reason,
        rule=_RULE,
        confidence="high",
        status="attributed" if c.type == "role" else "verified",
    )


def _split(article: Article, c: Correction) -> Article:
    index, at = _inside(article, c)
    quote = article.quotes[index]
    before, after = _cut(quote.spans, _offset(quote.spans, at, article.body))
    if not before:
        raise _Unfit(f"「{c.words}」就是这段发言的开头，不用切开")
    parts = (_with_spans(quote, before, article), _spoken(_with_spans(quote, after, article), c))
    return replace(article, quotes=(*article.quotes[:index], *parts, *article.quotes[index + 1 :]))


def _inside(article: Article, c: Correction) -> tuple[int, int]:
    """The one turn that holds the words, and where in its text."""
    found = [(i, at) for i, q in enumerate(article.quotes) if q.kind == "turn" for at in _all(q.text, c.words)]
    if len(found) != 1:
        raise _Unfit(f"发言里「{c.words}」有 {len(found)} 处，应当恰有一处")
    return found[0]


def _offset(spans: Sequence[Span], at: int, body: str) -> int:
    """The place in the body of an offset in a quote's text, whose stretches are parted by one empty line."""
    for start, end in spans:
        if at < end - start:
            return start + at
        at -= end - start + 2
    raise _Unfit("这几个字跨过了两段")


def _cut(spans: Sequence[Span], at: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    before = tuple((s, min(e, at)) for s, e in spans if s < at)
    return before, tuple((max(s, at), e) for s, e in spans if e > at)


def _join(article: Article, c: Correction) -> Article:
    starts = [i for i, q in enumerate(article.quotes) if q.kind == "turn" and q.text.startswith(c.words)]
    if len(starts) != 1:
        raise _Unfit(f"以「{c.words}」开头的发言有 {len(starts)} 段，应当恰有一段")
    index = starts[0]
    before = next((i for i in range(index - 1, -1, -1) if article.quotes[i].kind == "turn"), None)
    if before is None:
        raise _Unfit("它前面没有发言可以接")
    whole = _with_spans(article.quotes[before], (*article.quotes[before].spans, *article.quotes[index].spans), article)
    whole = replace(whole, rule=_RULE, lines=(whole.lines[0], article.quotes[index].lines[1]))
    quotes = list(article.quotes)
    quotes[before] = whole
    del quotes[index]
    return replace(article, quotes=tuple(quotes))


def _with_spans(quote: Quote, spans: tuple[Span, ...], article: Article) -> Quote:
    """The quote with other stretches of the body, blanks at their ends left out."""
    spans = tuple(s for s in (_trimmed(span, article.body) for span in spans) if s[0] < s[1])
    selectors = tuple(selector_of(article.body, span) for span in spans)
    return replace(
        quote,
        id=quote_id(
            article.id, article.body[spans[0][0] : spans[0][1]], 1 + spans[0][0]
        ),  # its own until all are given anew
        text="\n\n".join(article.body[s:e] for s, e in spans),
        spans=spans,
        selector=selectors[0],
        segments=selectors if len(selectors) > 1 else (),
        highlights=(),
        repeats=None,
    )


def _trimmed(span: Span, body: str) -> Span:
    start, end = span
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return start, end


def _drop(article: Article, c: Correction) -> Article:
    index = _starting(article, c)
    gone = article.quotes[index].id
    quotes = (
        replace(q, joins=None if q.joins == gone else q.joins, repeats=None if q.repeats == gone else q.repeats)
        for i, q in enumerate(article.quotes)
        if i != index
    )
    return replace(article, quotes=tuple(quotes))


def _starting(article: Article, c: Correction) -> int:
    found = [i for i, q in enumerate(article.quotes) if fold(q.text).startswith(fold(c.words))]
    if len(found) != 1:
        raise _Unfit(f"以「{c.words}」开头的语录有 {len(found)} 条，应当恰有一条")
    return found[0]


def _add(article: Article, c: Correction) -> Article:
    places = _all(article.body, c.words)
    if len(places) != 1:
        raise _Unfit(f"正文里「{c.words}」有 {len(places)} 处，应当恰有一处")
    span = (places[0], places[0] + len(c.words))
    if any(s < span[1] and span[0] < e for q in article.quotes for s, e in q.spans):
        raise _Unfit("这些字已经属于另一条语录")
    block = next((b for b in article.blocks if b.span and b.span[0] <= span[0] < b.span[1]), None)
    bare = Quote(
        id=quote_id(article.id, c.words, 1 + span[0]),
        kind=c.quote_kind,
        text=c.words,
        spans=(span,),
        lines=block.lines if block else article.lines,
        speaker=None,
        selector=selector_of(article.body, span),
        rule=_RULE,
        confidence="high",
    )
    added = replace(_spoken(bare, c), cue=c.cue or c.reason)
    return replace(article, quotes=tuple(sorted((*article.quotes, added), key=lambda q: q.spans[0])))


def _quote(article: Article, c: Correction) -> Article:
    index = _starting(article, c)
    quote = article.quotes[index]
    label = quote.speaker.label if quote.speaker else None
    changed = _spoken(quote, c, label=label) if c.speaker else quote
    if c.status and not c.speaker and c.status != quote.status:
        changed = replace(changed, rule=_RULE, cue="；".join(filter(None, (quote.cue, c.reason))))
    if c.status:
        changed = replace(changed, status=c.status)
    if changed == quote:
        raise _Unfit("这条更正没有改变什么；写上 speaker 或 status")
    return replace(article, quotes=(*article.quotes[:index], changed, *article.quotes[index + 1 :]))


_APPLY: Mapping[str, Callable[[Article, Correction], Article]] = {
    "metadata": _metadata,
    "label": _label,
    "split": _split,
    "join": _join,
    "drop": _drop,
    "add": _add,
    "quote": _quote,
}


def _error(c: Correction, message: str) -> Problem:
    return Problem(
        level="error",
        path=c.file,
        line=c.line,
        rule=_RULE,
        message=f"{c.kind} 不再合用：{message}",
        hint="用 corpus-site explain 看看现在读成什么，改写或删去这条更正",
    )
