"""The reader of our own export: records that `corpus-site export` wrote, read back as the articles they are.

A .jsonl file without any such record belongs to the owner, and is passed over.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from corpus_site.load.decode import decode
from corpus_site.load.opened import Opened
from corpus_site.load.record import Unfit, article_of
from corpus_site.model import Article, Problem

_OURS = re.compile(r'\s*\{\s*"schema"\s*:')  # how each record begins, the spoilt ones too


def read_jsonl(data: bytes, path: str) -> Opened | Problem:
    """Read the records of an export, one a line; a line that is none, or does not hold together, gives a problem.

    >>> row = b'{"schema": "1", "id": "a00000000", "title": "A", "body": "B", "quotes": []}'
    >>> found = read_jsonl(row + b"\\n{spoilt", "a.jsonl")
    >>> [a.title for a in found.articles], [(p.line, p.rule) for p in found.problems]
    (['A'], [(2, 'bad_record')])
    >>> read_jsonl(b'{"name": "not ours"}', "a.jsonl").problems
    ()
    """
    decoded = decode(data, path)
    if isinstance(decoded, Problem):
        return decoded if b'"schema"' in data else Opened(encoding="utf-8", last_line=1)
    rows = [(number, row) for number, row in enumerate(decoded.text.split("\n"), start=1) if row.strip()]
    last = max(1, decoded.text.count("\n") + (not decoded.text.endswith("\n")))
    articles: list[Article] = []
    problems: list[Problem] = []
    ours = False
    for number, row in rows:
        try:
            record = _record(row)
            ours = ours or _is_record(record)
            articles.append(article_of(record, path, number))
        except Unfit as error:
            ours = ours or bool(_OURS.match(row))
            problems.append(_bad(path, number, str(error)))
    if not ours:
        return Opened(encoding=decoded.encoding, last_line=last)
    return Opened(
        encoding=decoded.encoding,
        last_line=last,
        problems=(*decoded.problems, *problems),
        articles=tuple(articles),
    )


def _record(row: str) -> dict[str, Any]:
    try:
        record = msgspec.json.decode(row)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Unfit(f"不是完好的 JSON：{error}") from error
    if not isinstance(record, dict):
        raise Unfit("不是 corpus-site 的记录")
    return record


def _is_record(record: dict[str, Any]) -> bool:
    return "schema" in record and "body" in record


def _bad(path: str, number: int, why: str) -> Problem:
    return Problem(
        level="error",
        path=path,
        line=number,
        rule="bad_record",
        message=f"这一行没有读进来：{why}",
        hint="用 corpus-site export 重新导出，或删去这一行",
    )
