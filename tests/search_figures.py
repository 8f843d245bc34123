"""How near the answers of search come to the truth (`search_truth.py`) and to what a reader wants first.

recall@10     of one query: the right ones among the first ten, by min(10, all right ones).  All right ones are the right
              answers without a limit, and every place that holds the query and that no answer shows.  Where parts are
              separated by blanks and stand together somewhere, only answers that hold all of them count.
precision@10  the right ones among the first ten, by what stands there, ten at most; 1 where rightly nothing does.
              Right is what holds the query, a quote by whom the query names, the page of such a person or theme; of several
              parts one is enough if the article holds all.
              Both also by articles: the first ten different articles of all answers, against the articles that hold it.
nDCG@5        the grade of each of the first five, divided by log2(1 + its place), added up, by the same sum for the best
              five that there are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from search_truth import Corpus, Query, folded, query, squeezed

GOLD = Path(__file__).parent / "gold" / "search.yaml"
KINDS = ("word", "phrase", "name", "latin", "mixed", "script", "part", "pinyin", "alias", "punctuation", "nothing")
NEAR = 8  # characters on each side of a find that an answer must show with it
STOPS = frozenset("。！？!?；;\n")
GAPS = re.compile(r"[\n…]+")  # an answer leaves out the quotes inside of prose


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer, as the site gives it."""

    kind: str
    article: str  # its id; empty for the page of a person or theme
    quote: str  # its id; empty for prose and titles
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The first ten, and all that there are."""

    first: tuple[Hit, ...]
    every: tuple[Hit, ...]


# Recall and precision


@dataclass(frozen=True, slots=True)
class Score:
    """What one query reached, and what went wrong in words."""

    query: str
    kind: str
    figures: dict[str, float]
    wrong: tuple[str, ...]


def score(asked: Query, answer: Answer, known: Corpus) -> Score:
    """Compare the answers to one query with the truth."""
    missed = list(_missed(asked, answer.every, known))
    together = any(asked.in_whole(place.text) for place in known.places)
    wanted = [_right(asked, hit, known, together) for hit in answer.every]
    first = [_right(asked, hit, known, together) for hit in answer.first]
    right = [_right(asked, hit, known, False) for hit in answer.first]
    articles = list(dict.fromkeys(hit.article for hit in answer.every if hit.article))[:10]
    holding = {name for name, text in known.whole.items() if asked.in_whole(text)}
    told = holding | {name for name, text in known.whole.items() if asked.in_other(text)}
    figures = {
        "recall": share(sum(first), min(10, sum(wanted) + len(missed))),
        "precision": share(sum(right), len(right)),
        "article_recall": share(len(told.intersection(articles)), min(10, len(holding.union(told & set(articles))))),
        "article_precision": share(len(told.intersection(articles)), len(articles)),
        "found": share(sum(wanted), sum(wanted) + len(missed)),
    }
    wrong = [f"wrong: {_shown(hit)}" for hit, good in zip(answer.first, right, strict=True) if not good]
    return Score(asked.text, asked.kind, figures, (*wrong, *(f"missed: {place}" for place in missed)))


def share(part: int, whole: int) -> float:
    """A share; of nothing all was reached.

    >>> share(1, 2), share(0, 0)
    (0.5, 1.0)
    """
    return part / whole if whole else 1.0


def _right(asked: Query, hit: Hit, known: Corpus, whole: bool) -> bool:
    """Tell whether an answer holds the query: all of it, or a part where the article holds all."""
    if not hit.article or hit.kind == "title":
        return asked.in_part(hit.title) or asked.in_other(hit.title)
    if asked.in_whole(hit.text) or asked.in_other(hit.text) or asked.in_part(known.names(hit.quote)):
        return True
    return not whole and asked.in_part(hit.text) and asked.in_whole(known.whole[hit.article])


def _missed(asked: Query, hits: Sequence[Hit], known: Corpus) -> Iterator[str]:
    """Name the places that hold the query and that no answer shows."""
    shown = {name: [squeezed(hit.text) for hit in hits if hit.article == name] for name in known.articles}
    titles = {hit.article for hit in hits if hit.kind == "title"}
    anywhere = [text for texts in shown.values() for text in texts]
    for place in known.places:
        if asked.in_whole(place.text):
            texts = anywhere if place.repeat else shown[place.article]
            lost = [near for near in _surroundings(asked, place.text) if not any(near in text for text in texts)]
            if lost:
                yield f"{known.articles[place.article]['path']}: {lost[0]}"
    for name, article in known.articles.items():
        if asked.in_whole(article["title"]) and name not in titles:
            yield f"{article['path']}: its title"


def _surroundings(asked: Query, text: str) -> Iterator[str]:
    """Give each find in a text with what is near it in the same sentence."""
    flat = folded(text)
    for way in asked.ways:
        if all(part in flat for part in way):
            for found in re.finditer(re.escape(way[0]), flat):
                start, end = found.span()
                while start > max(0, found.start() - NEAR) and flat[start - 1] not in STOPS:
                    start -= 1
                while end < min(len(flat), found.end() + NEAR) and flat[end] not in STOPS:
                    end += 1
                yield squeezed(flat[start:end])


def invented(hits: Iterable[Hit], known: Corpus) -> list[str]:
    """Name answers whose words do not stand in their article."""
    found = []
    for hit in hits:
        if hit.article:
            texts = [squeezed(known.whole[hit.article]), squeezed(known.words.get(hit.quote, ""))]
            if not all(any(squeezed(part) in text for text in texts) for part in GAPS.split(hit.text)):
                found.append(_shown(hit))
    return found


def _shown(hit: Hit) -> str:
    return f"[{hit.kind}] {hit.title[:20]} | {hit.text[:50]!r}"


# The order of the first five


def judge(entry: dict[str, Any], answer: Answer, known: Corpus) -> Score:
    """Compute nDCG@5 of one judged query."""
    asked = query(entry)
    grades = [grade(entry, asked, hit, known) for hit in answer.first[:5]]
    told = [f"{value}: {_shown(hit)}" for value, hit in zip(grades, answer.first, strict=False)]
    return Score(
        asked.text, asked.kind, {"ndcg": min(1.0, gain(grades) / gain(ideal(entry, asked, known)))}, tuple(told)
    )


def gain(grades: Sequence[int]) -> float:
    """Add grades up, the later the less.

    >>> gain([3, 0, 2])
    4.0
    """
    return sum(value / math.log2(place + 2) for place, value in enumerate(grades[:5]))


def grade(entry: dict[str, Any], asked: Query, hit: Hit, known: Corpus) -> int:
    """Give the grade that a reader gave, or that of what holds the words."""
    title, text = known.articles[hit.article]["title"] if hit.article else "", squeezed(hit.text)
    shown = hit.title if hit.kind == "title" or not hit.article else hit.text
    rest = int(entry.get("rest", 1)) if asked.in_whole(shown) or asked.in_other(shown) else 0
    if not hit.article:
        return int(entry.get("pages", {}).get(hit.title, rest))
    if hit.kind == "title":
        return max((value for start, value in entry.get("titles", {}).items() if title.startswith(start)), default=rest)
    speaker = known.speakers.get(hit.quote)
    if speaker and speaker["name"] == entry.get("by"):
        return 3
    judged = (value for value, start, words in passages(entry) if title.startswith(start) and squeezed(words) in text)
    return max(judged, default=rest)


def ideal(entry: dict[str, Any], asked: Query, known: Corpus) -> list[int]:
    """List the best grades that there are."""
    named = [*entry.get("pages", {}).values(), *entry.get("titles", {}).values()]
    hits = (Hit("", place.article, place.quote, "", place.text) for place in known.places if not place.repeat)
    return sorted([*named, *(grade(entry, asked, hit, known) for hit in hits)], reverse=True)[:5]


def passages(entry: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Give the judged passages with their grades, the best first."""
    for value, places in sorted(entry.get("passages", {}).items(), reverse=True):
        for start, words in places:
            yield value, start, words


def gold() -> dict[str, list[dict[str, Any]]]:
    return yaml.safe_load(GOLD.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
