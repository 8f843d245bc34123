"""A result as text for a terminal, and as data for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from corpus_site.search import Hit, Result

AROUND = 60  # characters shown on each side of the first words found


def as_json(result: Result) -> str:
    """Write a result as JSON; `href` is relative to the root of the site.

    >>> as_json(Result(total=0, articles=0, hits=()))[:28]
    '{\\n "total": 0,\\n "articles": '
    """
    data = asdict(result)
    data["facets"] = {
        facet: [{"value": value, "name": name, "count": count} for value, name, count in choices]
        for facet, choices in result.facets.items()
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_lines(result: Result) -> Iterator[str]:
    """Write a result for reading: words first, then who, when, where from, and the address.

    >>> list(as_lines(Result(total=0, articles=0, hits=(), suggestion="奥特曼")))
    ['0 passages in 0 articles', 'Did you mean: 奥特曼']
    """
    yield f"{result.total} passage{'s' * (result.total != 1)} in {result.articles} article{'s' * (result.articles != 1)}"
    if result.widened:
        yield f"Also looked for: {', '.join(result.widened)}"
    if result.suggestion:
        yield f"Did you mean: {result.suggestion}"
    for hit in result.hits:
        yield ""
        yield from _lines(hit)


def _lines(hit: Hit) -> Iterator[str]:
    if not hit.article:
        yield f"{hit.title} ({hit.kind})"
        if hit.text:
            yield f"  {_one_line(hit.text)}"
    else:
        yield excerpt(hit)
        facts = (hit.speaker, hit.date, hit.title if hit.kind != "title" else "", hit.source)
        yield f"  {' · '.join(filter(None, facts))}"
    yield f"  {hit.href}"


def excerpt(hit: Hit, around: int = AROUND) -> str:
    """Give the words found with what stands around them, marked by brackets.

    >>> parts = {"article": "a", "anchor": "", "href": "", "kind": "prose", "title": "", "speaker": "", "date": ""}
    >>> excerpt(Hit(**parts, text="一二三四五六七", marks=((3, 5),)), around=2)
    '…二三[四五]六七'
    """
    if not hit.marks:
        return _one_line(hit.text[: 2 * around]) + "…" * (len(hit.text) > 2 * around)
    start = max(0, hit.marks[0][0] - around)
    end = min(len(hit.text), hit.marks[0][1] + around)
    shown, at = "…" * (start > 0), start
    for left, right in hit.marks:
        if right <= end:
            shown += f"{hit.text[at:left]}[{hit.text[left:right]}]"
            at = right
    return _one_line(shown + hit.text[at:end]) + "…" * (end < len(hit.text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
