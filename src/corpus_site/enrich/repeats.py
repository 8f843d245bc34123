"""The same words twice: highlights of the same article, reprints in others.

Found through an index of 5-grams, never by comparing all with all; verified by rapidfuzz.  Measured on the seeds: both
at least 20 characters and `partial_ratio` at least 80, or 90 % of the 5-grams contained, finds every pair and no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from statistics import median_low
from zlib import crc32

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from corpus_site.edtf import date_key
from corpus_site.enrich.reprints import aligned
from corpus_site.enrich.stretches import joined, repeated_stretches
from corpus_site.fold import fold
from corpus_site.model import Article, Likeness, PersonId, Problem, Quote, QuoteId, Span

GRAM = 5
GRAM_LATIN = 12  # of letters of an alphabet it takes more to tell as much
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
SHARED = 0.2  # share of the kept grams of the shorter that must be common before the texts are compared
TELLING = 64  # grams of one quote that are looked up
CLAIM = 160  # longer texts that are alike differ by noise, shorter ones by what they claim
NO_CHANCE = 60  # two people never say so many characters alike: one of the two attributions is wrong
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
    voice: PersonId | None  # who speaks, where that is known beyond this article

    @property
    def pull(self) -> bool:
        return self.quote.kind == "pull"


def find_repeats(
    articles: Sequence[Article],
    first_names: Collection[PersonId] = (),
    printings: Collection[tuple[int, int]] = (),
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """Set `repeats` and `likeness`, and the `highlights` of what a pull quote repeats; tell whose words are disputed.

    `first_names`: ids of people of whom one article knows only a part of the name; elsewhere they have another id.
    `printings`: pairs of articles whose whole texts are much the same.
    """
    everything = [item for index, article in enumerate(articles) for item in _items(index, article, first_names)]
    items = [item for item in everything if len(item.key) >= (SHORTEST_PULL if item.pull else SHORTEST)]
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
    _add_short_ones(everything, leaders, printings)
    first = {item.quote.id: _first(item, leaders) for item in everything if item.quote.id in leaders}
    likeness = {
        item.quote.id: kind_of(item.key, first[item.quote.id].key) for item in everything if item.quote.id in first
    }
    disputed = [
        _disputed(item.quote, articles[item.article], other.quote, articles[other.article])
        for item in everything
        if (other := first.get(item.quote.id)) is not None and item.voice and other.voice not in (None, item.voice)
    ]
    return tuple(_with_repeats(article, first, likeness, pulled) for article in articles), tuple(disputed)


def _items(index: int, article: Article, first_names: Collection[PersonId]) -> list[Item]:
    items = []
    for order, quote in enumerate(article.quotes):
        key = fold(quote.text)
        if not key:
            continue
        fullness = -round(log(len(key), 1.1))  # lengths that differ by a tenth count as equal
        rank = (fullness, date_key(article.published), article.path, article.lines, order, quote.id)
        voice = quote.speaker.id if quote.speaker else None
        items.append(Item(index, quote, key, marks(key), rank, None if voice in first_names else voice))
    return items


def _add_short_ones(
    everything: Sequence[Item], leaders: dict[QuoteId, Item], printings: Collection[tuple[int, int]]
) -> None:
    """Add what lies between repeated quotes where two articles are printings of one."""
    own: dict[int, list[Item]] = {}
    for item in everything:
        if not item.pull:
            own.setdefault(item.article, []).append(item)
    order = {item.quote.id: at for items in own.values() for at, item in enumerate(items)}
    ties: dict[tuple[int, int], list[tuple[int, int]]] = {
        pair: [] for pair in printings if pair[0] in own and pair[1] in own
    }
    for item in everything:
        leader = leaders.get(item.quote.id)
        if leader is not None and not item.pull and leader.article != item.article:
            tie = (order[item.quote.id], order[leader.quote.id])
            ties.setdefault((item.article, leader.article), []).append(tie)
    both = {
        (one, other): pairs + [(a, b) for b, a in ties.get((other, one), ())]
        for (one, other), pairs in ties.items()
        if (len(pairs), one) > (len(ties.get((other, one), ())), other if (other, one) in ties else -1)
    }
    concerned = {article for pair in both for article in pair}
    keys = {article: [item.key for item in own[article]] for article in concerned}
    for (one, a), (other, b) in aligned(keys, both, printings):
        item, leader = own[one][a], own[other][b]
        if item.quote.id not in leaders and _root(leader, leaders).quote.id != item.quote.id:
            leaders[item.quote.id] = leader


def kind_of(key: str, leading: str) -> Likeness:
    """How a repeat stands to what it repeats, both folded.

    >>> kind_of("规模越大越好", "规模越大越好"), kind_of("规模越大越好", "我们认为规模越大越好"), kind_of("规模大才好", "规模越大越好")
    ('identical', 'contained', 'variant')
    """
    if key == leading:
        return "identical"
    return "contained" if key in leading else "variant"


def _disputed(quote: Quote, article: Article, other: Quote, where: Article) -> Problem:
    one, two = (q.speaker.name if q.speaker else "" for q in (quote, other))
    return Problem(
        level="warning",
        path=article.path,
        line=quote.lines[0],
        rule="two-speakers",
        message=f"这里归于「{one}」的话，在 {where.path}:{other.lines[0]} 归于「{two}」：{quote.text[:20]}…",
        hint="核对两处原文；若其中一处有误，在 corrections/ 里更正说话人",
    )


def marks(key: str) -> frozenset[int]:
    """Keep the least of every few neighbouring 5-grams: fewer to store, and equal stretches keep the same ones.

    >>> len(marks("我们真的应该继续努力让模型变得更好")) < 13
    True
    >>> marks("我们") == frozenset()
    True
    """
    raw = key.encode("utf-32-le")
    last = len(key) - GRAM + 1
    sizes = [4 * (GRAM_LATIN if c < "\u0250" else GRAM) for c in key[:last]] if key[:last] else ()
    grams = [crc32(raw[4 * at : 4 * at + size]) for at, size in enumerate(sizes)]
    if len(grams) <= WINDOW:
        return frozenset(grams)
    return frozenset(min(grams[i : i + WINDOW]) for i in range(len(grams) - WINDOW + 1))


def _leader(item: Item, items: Sequence[Item], index: Mapping[int, Sequence[int]]) -> Item | None:
    """The quote that this one repeats: a highlight the best of its article, another the one that leads all."""
    common: Counter[int] = Counter()
    for mark in _telling(item, index):
        common.update(index[mark])
    least = 1 if item.pull else max(2, SHARED * min(len(item.marks), TELLING))
    candidates = [
        (items[place], shared)
        for place, shared in common.items()
        if shared >= least and (item.pull or items[place].rank < item.rank) and _promising(item, items[place])
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


def _promising(item: Item, other: Item) -> bool:
    """Short words of two people who are both known are not the same quote, however alike; nor are two short turns."""
    if item.quote.kind == other.quote.kind == "turn" and min(len(item.key), len(other.key)) < SHORTEST_TURN:
        return False
    if item.quote.id == other.quote.id:
        return False
    return len({item.voice, other.voice} - {None}) < 2 or min(len(item.key), len(other.key)) >= NO_CHANCE


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


def _first(item: Item, leaders: Mapping[QuoteId, Item]) -> Item:
    """The one that leads the cluster; a highlight stays with the words of its own article."""
    leader = leaders[item.quote.id]
    return leader if item.pull else _root(leader, leaders)


def _root(item: Item, leaders: Mapping[QuoteId, Item]) -> Item:
    """Follow the leaders to the one that repeats nothing."""
    while item.quote.id in leaders:
        item = leaders[item.quote.id]
    return item


def _with_repeats(
    article: Article,
    first: Mapping[QuoteId, Item],
    likeness: Mapping[QuoteId, Likeness],
    pulled: Mapping[QuoteId, list[Span]],
) -> Article:
    if not any(quote.id in first or quote.id in pulled for quote in article.quotes):
        return article
    quotes = tuple(
        replace(
            quote,
            repeats=first[quote.id].quote.id if quote.id in first else quote.repeats,
            likeness=likeness.get(quote.id),
            highlights=joined((*quote.highlights, *pulled[quote.id]), quote.text)
            if quote.id in pulled
            else quote.highlights,
        )
        for quote in article.quotes
    )
    return replace(article, quotes=quotes)
