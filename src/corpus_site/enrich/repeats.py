"""The same words twice: highlights of the same article, reprints in others.

Found through an index of 5-grams, never by comparing all with all; verified by rapidfuzz.  Measured on the seeds: both
at least 20 characters and `partial_ratio` at least 80, or 90 % of the 5-grams contained, finds every pair and no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from statistics import median_low
from zlib import crc32

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from corpus_site.edtf import date_key
from corpus_site.enrich.stretches import joined, repeated_stretches
from corpus_site.fold import fold
from corpus_site.model import Article, Quote, QuoteId, Span

GRAM = 5
WINDOW = 4  # of so many grams in a row one is kept: any common stretch of 8 characters is still met
SHORTEST = 20  # folded characters; shorter words repeat by chance
SHORTEST_PULL = 8  # a highlight is known to repeat something of its own article
SHORTEST_TURN = 30  # two turns: thanks and greetings are alike without being repeats
TOO_COMMON = 200  # a gram in more quotes than this tells nothing
CANDIDATES = 12
ALIKE = 80.0
CONTAINED = 0.9
CONTAINED_PULL = 0.6  # a highlight may leave out sentences between others
HOPELESS = 0.12  # share of common 5-grams below which 80 % of equal characters cannot be
SHARED = 0.08  # share of the kept grams of the shorter that must be common before the texts are compared
TELLING = 64  # grams of one quote that are looked up
CLAIM = 160  # longer texts that are alike differ by noise, shorter ones by what they claim
LONG = 400  # characters from which the sliding comparison costs too much


_FIGURE = re.compile(r"\d+")
_NOT = re.compile(r"[不没无未非反别勿沒無別]")


@dataclass(frozen=True, slots=True)
class Item:
    """One quote, ready to be compared."""

    article: int
    quote: Quote
    key: str  # the folded words
    marks: frozenset[int]  # the grams kept of it
    rank: tuple[object, ...]  # of equal words the lower leads: fuller, then earlier; total

    @property
    def pull(self) -> bool:
        return self.quote.kind == "pull"


def find_repeats(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Set `repeats`, and the `highlights` of what a pull quote repeats."""
    items = [item for index, article in enumerate(articles) for item in _items(index, article)]
    index: dict[int, list[int]] = {}
    for place, item in enumerate(items):
        if not item.pull:  # nothing repeats a highlight: both repeat the words themselves
            for mark in item.marks:
                index.setdefault(mark, []).append(place)
    leaders: dict[QuoteId, Item] = {}
    pulled: dict[QuoteId, list[Span]] = {}
    for item in items:
        leader = _leader(item, items, index)
        if leader is None:
            continue
        leaders[item.quote.id] = leader
        if item.pull and leader.article == item.article:
            pulled.setdefault(leader.quote.id, []).extend(repeated_stretches(item.quote.text, leader.quote.text))
    first = {item.quote.id: _first(item, leaders) for item in items if item.quote.id in leaders}
    return tuple(_with_repeats(article, first, pulled) for article in articles)


def _items(index: int, article: Article) -> list[Item]:
    items = []
    for order, quote in enumerate(article.quotes):
        key = fold(quote.text)
        if len(key) < (SHORTEST_PULL if quote.kind == "pull" else SHORTEST):
            continue
        fullness = -round(log(len(key), 1.1))  # lengths that differ by a tenth count as equal
        rank = (fullness, date_key(article.published), article.path, article.lines, order, quote.id)
        items.append(Item(index, quote, key, marks(key), rank))
    return items


def marks(key: str) -> frozenset[int]:
    """Keep the least of every few neighbouring 5-grams: fewer to store, and equal stretches keep the same ones.

    >>> len(marks("我们真的应该继续努力让模型变得更好")) < 13
    True
    >>> marks("我们") == frozenset()
    True
    """
    raw = key.encode("utf-32-le")
    grams = [crc32(raw[4 * i : 4 * (i + GRAM)]) for i in range(len(key) - GRAM + 1)]
    if len(grams) <= WINDOW:
        return frozenset(grams)
    return frozenset(min(grams[i : i + WINDOW]) for i in range(len(grams) - WINDOW + 1))


def _leader(item: Item, items: Sequence[Item], index: Mapping[int, Sequence[int]]) -> Item | None:
    """The quote that this one repeats: a highlight the best of its article, another the one that leads all."""
    common: Counter[int] = Counter()
    for mark in _telling(item, index):
        common.update(index[mark])
    candidates = [
        (items[place], shared)
        for place, shared in common.items()
        if (item.pull or items[place].rank < item.rank) and _promising(item, items[place], shared)
    ]
    candidates.sort(key=lambda pair: (item.pull and pair[0].article != item.article, -pair[1], pair[0].rank))
    verified = [
        (other, alike)
        for other, _ in candidates[:CANDIDATES]
        if (alike := likeness(item.key, other.key, item.pull)) and (item.pull or same_claim(item.key, other.key))
    ]
    if not verified:
        return None
    if item.pull:
        return min(verified, key=lambda pair: (pair[0].article != item.article, -pair[1], pair[0].rank))[0]
    return min(verified, key=lambda pair: pair[0].rank)[0]


def _telling(item: Item, index: Mapping[int, Sequence[int]]) -> list[int]:
    """The rarest of the grams that other quotes have too: they find the same quotes as all of them, sooner."""
    own = 0 if item.pull else 1  # a quote stands in the index itself
    shared = [mark for mark in item.marks if own < len(index.get(mark, ())) <= TOO_COMMON]
    return sorted(shared, key=lambda mark: (len(index[mark]), mark))[: None if item.pull else TELLING]


def _promising(item: Item, other: Item, shared: int) -> bool:
    """Words of two people who are both known are not the same quote, however alike; nor are two short turns."""
    if not item.pull and shared < max(2, SHARED * min(len(item.marks), len(other.marks), TELLING)):
        return False
    if item.quote.kind == other.quote.kind == "turn" and min(len(item.key), len(other.key)) < SHORTEST_TURN:
        return False
    voices = {quote.speaker.id for quote in (item.quote, other.quote) if quote.speaker is not None}
    return item.quote.id != other.quote.id and len(voices - {None}) < 2


def likeness(one: str, other: str, pull: bool = False) -> float:
    """Tell how much of the shorter text stands in the longer one, 0 to 100; 0 when it is not enough to call it a repeat.

    >>> likeness("规模越大越好是我听过的最重要的知识没有之一", "对我来说规模越大越好似乎是我听过的最重要的知识没有之一对吧") > 80
    True
    >>> likeness("规模越大越好是我听过的最重要的知识没有之一", "我听过的最重要的知识是创业公司应该早些发布它们的产品")
    0.0
    """
    short, long = sorted((one, other), key=lambda key: (len(key), key))
    places: dict[str, int] = {}
    for at in range(len(long) - GRAM, -1, -1):
        places[long[at : at + GRAM]] = at
    grams = [short[at : at + GRAM] for at in range(len(short) - GRAM + 1)]
    shifts = [places[gram] - at for at, gram in enumerate(grams) if gram in places]
    contained = len(shifts) / len(grams) if grams else 0.0
    if contained >= (CONTAINED_PULL if pull else CONTAINED):
        return 100.0 * contained
    if contained < HOPELESS:
        return 0.0
    shift, slack = median_low(shifts), 20 + len(short) // 5
    window = long[max(0, shift - slack) : shift + len(short) + slack]
    alike = fuzz.partial_ratio(short, window) if len(short) <= LONG else _long_likeness(short, window)
    return alike if alike >= ALIKE else 0.0


def same_claim(one: str, other: str) -> bool:
    """Tell whether two like texts may say the same: other figures, or a not that the other lacks, and they do not.

    >>> same_claim("我们支持立即发放许可证因为风险太大", "我们不支持立即发放许可证因为风险太大")
    False
    >>> same_claim("到2022年我们的收入是30亿", "到2023年我们的收入是45亿")
    False
    >>> same_claim("规模越大越好", "对我来说规模越大越好")
    True
    """
    short, long = sorted((one, other), key=lambda key: (len(key), key))
    if len(short) > CLAIM:
        return True
    window = fuzz.partial_ratio_alignment(short, long)
    there = long[window.dest_start : window.dest_end] if window else long
    figures = set(_FIGURE.findall(short)) <= set(_FIGURE.findall(long))
    return figures and (len(short) > CLAIM // 2 or len(_NOT.findall(short)) == len(_NOT.findall(there)))


def _long_likeness(short: str, window: str) -> float:
    """The share of the shorter text that stands in the window in the same order; chance gives no more than 25."""
    return 100.0 * LCSseq.similarity(short, window) / len(short)


def _first(item: Item, leaders: Mapping[QuoteId, Item]) -> QuoteId:
    """Follow the leaders to the one that repeats nothing; a highlight stays with the words of its own article."""
    leader = leaders[item.quote.id]
    if not item.pull:
        while leader.quote.id in leaders:
            leader = leaders[leader.quote.id]
    return leader.quote.id


def _with_repeats(article: Article, first: Mapping[QuoteId, QuoteId], pulled: Mapping[QuoteId, list[Span]]) -> Article:
    quotes = tuple(
        replace(
            quote,
            repeats=first.get(quote.id, quote.repeats),
            highlights=joined((*quote.highlights, *pulled[quote.id]), quote.text)
            if quote.id in pulled
            else quote.highlights,
        )
        for quote in article.quotes
    )
    return replace(article, quotes=quotes)
