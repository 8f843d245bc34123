"""The reader of our own export: records that `corpus-site export` wrote, read back as the articles they are.

Provenance points to what is here: the path is that of the .jsonl file, every line that of the record in it.  Whom the
enricher made out (ids of people, themes, keywords) is made out anew, by the lists of this corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from corpus_site.load.decode import decode
from corpus_site.load.opened import Opened
from corpus_site.load.titles import strip_number
from corpus_site.model import Article, Block, Problem, Quote, Selector, Span

SCHEMA = "1"
_MADE_ANEW = ("people", "themes", "keywords")


def read_jsonl(data: bytes, path: str) -> Opened | Problem:
    """Read the records of an export, one a line; a line that is none, or does not hold together, gives a problem."""
    decoded = decode(data, path)
    if isinstance(decoded, Problem):
        return decoded
    articles: list[Article] = []
    problems: list[Problem] = []
    for number, row in enumerate(decoded.text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            articles.append(_article(row, path, number))
        except (ValueError, msgspec.MsgspecError, RecursionError) as error:
            problems.append(_bad(path, number, str(error) or type(error).__name__))
    if not articles and not any('"schema"' in row for row in decoded.text.split("\n")[:1]):
        problems = [_foreign(path)]
    return Opened(
        encoding=decoded.encoding,
        last_line=max(1, decoded.text.count("\n")),
        problems=(*decoded.problems, *problems),
        articles=tuple(articles),
    )


def _article(row: str, path: str, number: int) -> Article:
    record = msgspec.json.decode(row)
    if not isinstance(record, dict) or "body" not in record or "schema" not in record:
        raise ValueError("不是 corpus-site 的记录（缺 schema 或 body）")
    if record["schema"] != SCHEMA:
        raise ValueError(f"记录的格式版本是 {record['schema']!r}，这里读取 {SCHEMA!r}")
    lines = (number, number)
    body = _text(record, "body")
    facts = {
        key: value
        for key, value in record.items()
        if key not in (*_MADE_ANEW, "schema", "quotes", "events", "problems")
    }
    facts |= {
        "path": path,
        "lines": lines,
        "sections": [{**section, "line": number} for section in _rows(record, "sections")],
        "repairs": [{**repair, "line": number} for repair in _rows(record, "repairs")],
        "events": [
            {"name": event.get("name"), "date": {key: value for key, value in event.items() if key != "name"}}
            for event in _rows(record, "events")
        ],
        "problems": [{**problem, "path": path, "line": number} for problem in _rows(record, "problems")],
    }
    article = msgspec.convert(facts, Article)
    quotes = tuple(_quotes(_rows(record, "quotes"), body, number))
    return replace(article, quotes=quotes, blocks=tuple(_blocks(body, article)))


def _text(record: Mapping[str, Any], key: str) -> str:
    if not isinstance(record[key], str):
        raise ValueError(f"{key} 应是文字")
    return str(record[key])


def _rows(record: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    rows = record.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"{key} 应是一列对象")
    return rows


def _quotes(rows: Sequence[dict[str, Any]], body: str, number: int) -> Iterator[Quote]:
    at = 0
    for row in rows:
        selector = msgspec.convert({key: row.get(key) for key in ("prefix", "exact", "suffix")}, Selector)
        segments = tuple(msgspec.convert(segment, Selector) for segment in _rows(row, "segments"))
        spans = []
        for one in segments or (selector,):
            spans.append(_place(one, body, at))
        at = spans[0][0]
        speaker = row.get("speaker")
        facts = {
            key: value for key, value in row.items() if key not in ("prefix", "exact", "suffix", "segments", "themes")
        }
        facts |= {
            "selector": selector,
            "segments": segments,
            "spans": spans,
            "lines": (number, number),
            "speaker": {**speaker, "id": None} if isinstance(speaker, dict) else None,
        }
        quote = msgspec.convert(_built(facts), Quote)
        if "\n\n".join(body[start:end] for start, end in spans) != quote.text:
            raise ValueError(f"语录 {quote.id} 的文字与正文里的位置不符")
        yield quote


def _built(facts: dict[str, Any]) -> dict[str, Any]:
    """Records inside records as plain data, which the converter checks."""
    return {key: msgspec.to_builtins(value) for key, value in facts.items()}


def _place(selector: Selector, body: str, at: int) -> Span:
    """Where a selector is found, from the quote before it on: quotes stand in reading order."""
    whole = selector.prefix + selector.exact + selector.suffix
    found = body.find(whole, max(0, at - len(selector.prefix)))
    found = found if found >= 0 else body.find(whole)
    if found < 0 or not selector.exact:
        raise ValueError(f"正文里找不到语录“{selector.exact[:16]}”")
    start = found + len(selector.prefix)
    return start, start + len(selector.exact)


def _blocks(body: str, article: Article) -> Iterator[Block]:
    """The paragraphs of a body; those that the record lists as sections are headings."""
    titles = [section.title for section in article.sections]
    at = 0
    for text in body.split("\n\n"):
        heading = bool(titles) and strip_number(text) == titles[0]
        if heading:
            titles.pop(0)
        yield Block(
            kind="heading" if heading else "paragraph",
            text=text,
            lines=article.lines,
            rule="record",
            span=(at, at + len(text)),
            level=2 if heading else 0,
        )
        at += len(text) + 2


def _bad(path: str, number: int, why: str) -> Problem:
    return Problem(
        level="error",
        path=path,
        line=number,
        rule="bad_record",
        message=f"这一行没有读进来：{why}",
        hint="用 corpus-site export 重新导出，或删去这一行",
    )


def _foreign(path: str) -> Problem:
    return Problem(
        level="notice",
        path=path,
        rule="unknown_kind",
        message="里面没有 corpus-site 的记录，已跳过",
        hint="只读取 corpus-site export 写出的 .jsonl",
    )
