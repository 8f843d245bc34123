"""What search must find: every place of the exported texts and titles that holds a query.

A plain substring of the folded text (NFKC, lower case, Traditional to Simplified), looked for in every title, every quote and
every stretch of prose beside quotes: the places where a passage of the index can hold it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from corpus_site.fold import simplify


@cache
def folded(text: str) -> str:
    """Fold as the truth is folded.

    >>> folded("機器學習 ＧＰＴ")
    '机器学习 gpt'
    """
    return simplify(unicodedata.normalize("NFKC", text).lower())


@cache
def squeezed(text: str) -> str:
    """Fold, and leave out blanks: how paragraphs are joined is no matter of the truth."""
    return re.sub(r"\s+", "", folded(text))


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the ways in which a text can hold it: all parts of one way."""

    text: str
    kind: str
    ways: tuple[tuple[str, ...], ...]
    also: tuple[str, ...] = ()

    def in_whole(self, text: str) -> bool:
        return any(all(part in folded(text) for part in way) for way in self.ways)

    def in_part(self, text: str) -> bool:
        return any(part in folded(text) for way in self.ways for part in way)

    def in_other(self, text: str) -> bool:
        """Tell of another form, which may be shown and need not be."""
        return any(form in folded(text) for form in self.also)


def query(entry: dict[str, Any]) -> Query:
    """Read one query of the file.

    >>> query({"query": "AI 對齊", "kind": "mixed"}).ways, query({"query": "lff", "forms": ["李飞飞"]}).ways
    ((('ai', '对齐'),), (('李飞飞',),))
    """
    forms = entry.get("forms")
    ways = [(folded(form),) for form in forms] if forms else [tuple(folded(entry["query"]).split())]
    also = tuple(folded(form) for form in entry.get("also") or ())
    return Query(entry["query"], entry.get("kind", "judged"), tuple(ways), also)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text that stands in one passage."""

    article: str
    text: str
    quote: str = ""  # its id, where it is one
    repeat: bool = False  # a quote that repeats another: found where that one is


@dataclass(frozen=True)
class Corpus:
    """The exported records, as the truth needs them."""

    articles: dict[str, dict[str, Any]] = field(repr=False)

    @cached_property
    def whole(self) -> dict[str, str]:
        return {name: f"{article['title']}\n\n{article['body']}" for name, article in self.articles.items()}

    @cached_property
    def speakers(self) -> dict[str, dict[str, Any]]:
        quotes = (quote for article in self.articles.values() for quote in article["quotes"])
        return {quote["id"]: quote["speaker"] for quote in quotes if quote["speaker"]}

    @cached_property
    def words(self) -> dict[str, str]:
        """Every quote with the parts that continue it behind a reporting clause."""
        told: dict[str, str] = {}
        first: dict[str, str] = {}
        for quote in (quote for article in self.articles.values() for quote in article["quotes"]):
            first[quote["id"]] = first.get(quote["joins"], quote["id"])
            told[first[quote["id"]]] = told.get(first[quote["id"]], "") + quote["text"]
        return told

    @cached_property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for article in self.articles.values() for place in _places(article))

    def names(self, quote: str) -> str:
        """Who says a quote, in all forms."""
        speaker = self.speakers.get(quote)
        return "\n".join((speaker["name"], speaker["label"] or "", *speaker["names"])) if speaker else ""


def corpus(export: Path) -> Corpus:
    return Corpus({one["id"]: one for one in map(json.loads, export.read_text(encoding="utf-8").splitlines())})


def _places(article: dict[str, Any]) -> Iterator[Place]:
    """Give what can stand in one passage: each stretch of a quote, and each paragraph of prose around them."""
    body, stretches = article["body"], []
    labels = {""}
    for quote in article["quotes"]:
        yield Place(article["id"], quote["text"], quote["id"], bool(quote["repeats"]))
        speaker = quote["speaker"] or {"name": "", "label": None, "names": []}
        labels.update(squeezed(form) for form in (speaker["name"], speaker["label"] or "", *speaker["names"]))
        for part in quote.get("segments", [quote]):
            start = body.index(part["prefix"] + part["exact"] + part["suffix"]) + len(part["prefix"])
            stretches.append((start, start + len(part["exact"])))
    done = 0
    for start, end in [*sorted(stretches), (len(body), len(body))]:
        for paragraph in body[done:start].split("\n\n") if start > done else ():
            if squeezed(paragraph).strip(":") not in labels:  # the name before a turn is shown with its quote
                yield Place(article["id"], paragraph)
        done = max(done, end)
