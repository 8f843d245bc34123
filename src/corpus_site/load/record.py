"""One record of the contract read back: everything in it checked, places in the body found again.

Provenance points to what is here: the path is that of the file with the records, and every line is that of the record in
it, for the file that it was made from need not be at hand.  What the enricher decides (ids of people, themes, keywords,
repeats from article to article) is left to it: the lists beside this corpus may be others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from corpus_site import edtf
from corpus_site.load.titles import strip_number
from corpus_site.model import Article, Block, PartialDate, Quote, QuoteId, Section, Selector, Span
from corpus_site.permalinks import ALPHABET

SCHEMA = "1"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ID = re.compile(rf"[aq][{ALPHABET}]{{8,40}}")
_SCHEME = re.compile(r"(?!https?://)[A-Za-z][A-Za-z0-9+.-]*:", re.IGNORECASE)
# Decided by the enricher, or built here.
_LEFT = frozenset({"schema", "people", "things", "themes", "keywords", "quotes", "events", "problems", "blocks"})
_PLACED = frozenset({"prefix", "exact", "suffix", "segments", "speaker"})
_OF_QUOTE = frozenset({"themes", "likeness", "perhaps", "related", "keywords"})  # decided by the enricher


class Unfit(ValueError):
    """What keeps a record from being read; the message is for the reader."""


def article_of(record: Mapping[str, Any], path: str, line: int) -> Article:
    """Make an article of the record on a line of a file; raises `Unfit` for one that does not hold together.

    >>> article = article_of({"schema": "1", "id": "a00000000", "title": "题", "body": "一。", "quotes": []}, "a.jsonl", 3)
    >>> article.path, article.lines, [block.text for block in article.blocks]
    ('a.jsonl', (3, 3), ['一。'])
    >>> article_of({"schema": "2"}, "a.jsonl", 1)
    Traceback (most recent call last):
    ...
    corpus_site.load.record.Unfit: 记录的格式版本是 '2'，这里读取 '1'
    """
    if record.get("schema") != SCHEMA:
        raise Unfit(f"记录的格式版本是 {record.get('schema')!r}，这里读取 {SCHEMA!r}")
    facts = {key: value for key, value in record.items() if key not in _LEFT} | {
        "path": path,
        "lines": (line, line),
        "sha256": "",  # that of this file, which the loader knows
        "published": _dated(record.get("published"), line),
        "events": [{"name": row.get("name"), "date": _dated(row, line)} for row in _rows(record, "events")],
        "sections": [{"title": row.get("title"), "line": line} for row in _rows(record, "sections")],
        "repairs": [{**row, "line": line} for row in _rows(record, "repairs")],
        "problems": [{**row, "path": path, "line": line} for row in _rows(record, "problems")],
    }
    bare: Article = _converted(facts, Article)
    if not _LANGUAGE.fullmatch(bare.language):
        bare = replace(bare, language="und")  # BCP 47 for a language that nobody knows
    article = replace(bare, quotes=tuple(_quotes(_rows(record, "quotes"), bare.body, line)))
    _check(article)
    return replace(article, quotes=_within(article.quotes), blocks=tuple(_blocks(article)))


def _converted(facts: Mapping[str, Any], kind: type[Any]) -> Any:
    try:
        return msgspec.convert(facts, kind)
    except msgspec.ValidationError as error:
        raise Unfit(str(error)) from error


def _rows(record: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    rows = record.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unfit(f"{key} 应是一列对象")
    return rows


def _dated(row: Any, line: int) -> Any:
    """A date as the record gives it; its line is the record's."""
    if not isinstance(row, dict):
        return row
    return {**row, "line": None if row.get("line") is None else line}


def _quotes(rows: Sequence[dict[str, Any]], body: str, line: int) -> Iterator[Quote]:
    """The quotes with their places in the body, each behind the beginning of the one before: that is reading order."""
    after = 0
    for row in rows:
        selector = _selector(row)
        segments = tuple(_selector(segment) for segment in _rows(row, "segments"))
        spans: list[Span] = []
        at = after
        for one in segments or (selector,):
            spans.append(_place(one, body, at))
            at = spans[-1][1]
        after = spans[0][0] + 1
        speaker = row.get("speaker")
        facts = {key: value for key, value in row.items() if key not in _PLACED | _OF_QUOTE} | {
            "selector": msgspec.to_builtins(selector),
            "segments": msgspec.to_builtins(segments),
            "spans": spans,
            "lines": (line, line),
            "said": _dated(row.get("said"), line),
            "speaker": {**speaker, "id": None, "evidence": []} if isinstance(speaker, dict) else speaker,
        }
        quote: Quote = _converted(facts, Quote)
        yield quote


def _selector(row: Mapping[str, Any]) -> Selector:
    found: Selector = _converted({key: row.get(key) for key in ("prefix", "exact", "suffix")}, Selector)
    return found


def _place(selector: Selector, body: str, after: int) -> Span:
    found = body.find(selector.prefix + selector.exact + selector.suffix, max(0, after - len(selector.prefix)))
    if found < 0 or not selector.exact:
        raise Unfit(f"正文里找不到语录“{selector.exact[:16]}”，或语录不按正文的次序")
    start = found + len(selector.prefix)
    return start, start + len(selector.exact)


def _check(article: Article) -> None:
    """What types do not say: ids, addresses, dates, and that each quote is a slice of the body."""
    quotes = article.quotes
    ids = {quote.id for quote in quotes}
    bad_id = next((one for one in (article.id, *(q.id for q in quotes)) if not _ID.fullmatch(one)), None)
    if bad_id is not None:
        raise Unfit(f"id {bad_id[:20]!r} 不是 corpus-site 的编号")
    if len(ids) < len(quotes):
        raise Unfit("两条语录的 id 相同")
    addresses = (
        article.url,
        *(r.url for r in article.references),
        *(q.url for q in quotes),
        *(q.work.url for q in quotes if q.work),
    )
    if bad := next((address for address in addresses if address and _SCHEME.match(address)), None):
        raise Unfit(f"链接 {bad[:40]!r} 不是网址")
    dates: list[PartialDate | None] = [article.published, *(e.date for e in article.events), *(q.said for q in quotes)]
    if wrong := next((date for date in dates if date and edtf.parse(date.edtf) is None), None):
        raise Unfit(f"日期 {wrong.edtf[:20]!r} 不是 EDTF")
    for quote in quotes:
        if why := _fault(quote, article.body, ids):
            raise Unfit(f"语录 {quote.id}：{why}")


def _fault(quote: Quote, body: str, ids: set[QuoteId]) -> str | None:
    if "\n\n".join(body[start:end] for start, end in quote.spans) != quote.text or quote.text != quote.text.strip():
        return "文字与正文里的位置不符"
    if quote.segments and quote.selector != quote.segments[0]:
        return "选取的文字与第一段不符"
    if quote.speaker is None and quote.work is None:
        return "既没有说话人，也没有出处"
    if quote.speaker and not quote.speaker.name.strip():
        return "说话人没有名字"
    if quote.joins and quote.joins not in ids:
        return f"joins 指向的 {quote.joins[:20]} 不在这篇文章里"
    if any(not 0 <= start < end <= len(quote.text) for start, end in quote.highlights):
        return "highlights 超出文字"
    return None


def _within(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Repeats inside the article stay; those from article to article are found again."""
    ids = {quote.id for quote in quotes}
    return tuple(
        replace(q, repeats=q.repeats if q.repeats in ids else None, segments=q.segments if len(q.spans) > 1 else ())
        for q in quotes
    )


def _blocks(article: Article) -> Iterator[Block]:
    """The paragraphs of a body; those that the record lists as sections, in their order, are headings."""
    texts = article.body.split("\n\n")
    titles = _printed(article.sections, texts)
    at = 0
    for text in texts:
        heading = bool(titles) and strip_number(text) == titles[-1]
        if heading:
            titles.pop()
        if text.strip():
            yield Block(
                kind="heading" if heading else "paragraph",
                text=text,
                lines=article.lines,
                rule="record",
                span=(at, at + len(text)),
                level=2 if heading else 0,
            )
        at += len(text) + 2


def _printed(sections: Sequence[Section], texts: Sequence[str]) -> list[str]:
    """The titles of sections that stand in the body, the first one last."""
    here = {strip_number(text) for text in texts}
    return [section.title for section in reversed(sections) if section.title in here]
