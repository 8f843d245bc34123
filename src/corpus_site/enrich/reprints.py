"""Two printings of one article: where many quotes repeat, the short ones between them repeat too.

是的。 alone proves nothing; between two questions that both printings have it is the same answer.  So articles that share
enough long quotes are laid side by side, and what stands between two shared quotes is matched in its order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import pairwise
from zlib import crc32

from rapidfuzz import fuzz

from corpus_site.fold import fold

SKETCH = 64  # 5-grams of a text that stand for all
PRINTED_AGAIN = 0.3  # share of the sketch in common from which two articles are printings of one
COMMON = 100  # a 5-gram in the sketches of more articles than this is a formula
ANCHORS = 3  # quotes that two articles must share before they count as printings of one …
SHARE = 0.4  # … and the share of the long quotes of the shorter article
ALIKE = 60.0  # likeness of two quotes at the same place, 0 to 100
ALIKE_SHORT = 50.0  # of few characters one changed character is much
SHORT = 6
LONGEST = 400  # quotes back that a run may leap over
LARGEST = 40_000  # pairs of quotes in one gap; a larger one is no gap

Pair = tuple[int, int]


def sketch(text: str) -> list[int]:
    """The least of the hashes of a text's 5-grams, folded: what two texts share of it is what they share of all.

    >>> one, other = sketch("我们今天讨论模型的规模" * 3), sketch("我們今天討論，模型的規模。" * 3)
    >>> one == other
    True
    """
    key = fold(text)
    raw = key.encode("utf-32-le")
    return nsmallest(SKETCH, {crc32(raw[4 * at : 4 * (at + 5)]) for at in range(len(key) - 4)})


def find_printings(sketches: Sequence[Sequence[int]]) -> frozenset[Pair]:
    """Pairs of articles, the later first, whose texts are much the same.

    >>> find_printings([range(64), [1, 2, 3], range(32, 96)])
    frozenset({(2, 0)})
    """
    holders: dict[int, list[int]] = {}
    shared: Counter[Pair] = Counter()
    for article, marks in enumerate(sketches):
        for mark in marks if len(marks) == SKETCH else ():  # a shorter text is no article
            before = holders.setdefault(mark, [])
            if len(before) < COMMON:
                shared.update((article, other) for other in before)
                before.append(article)
    return frozenset((one, other) for (one, other), count in shared.items() if count >= PRINTED_AGAIN * SKETCH)


def aligned(
    keys: Mapping[int, Sequence[str]], ties: Mapping[Pair, Sequence[Pair]], printings: Collection[Pair] = ()
) -> Iterator[tuple[Pair, Pair]]:
    """Give pairs of quotes, each as (article, order), the repeating one first, that lie between repeated ones.

    `keys`: the folded quotes of each article, in order; `ties`: for two articles the orders of the quotes that are already
    known to repeat, the repeating article first; `printings`: articles whose whole text says that they are the same.

    >>> keys = {0: ["一二三四五六七", "是的", "七六五四三二一", "好", "甲乙丙丁戊己庚"]}
    >>> list(aligned({**keys, 1: keys[0]}, {(1, 0): [(0, 0), (2, 2), (4, 4)]}))
    [((1, 1), (0, 1)), ((1, 3), (0, 3))]
    """
    for (repeating, leading), pairs in sorted(ties.items()):
        enough = len(pairs) >= ANCHORS and len(pairs) >= SHARE * min(_long(keys[repeating]), _long(keys[leading]))
        if not enough and (repeating, leading) not in printings and (leading, repeating) not in printings:
            continue
        ends = (len(keys[repeating]), len(keys[leading]))
        for (one, other), (next_one, next_other) in pairwise([(-1, -1), *_in_order(pairs), ends]):
            mine, theirs = range(one + 1, next_one), range(other + 1, next_other)
            for a, b in _matched(mine, theirs, keys[repeating], keys[leading]):
                yield (repeating, a), (leading, b)


def _long(keys: Sequence[str]) -> int:
    return sum(len(key) >= 20 for key in keys)


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs that goes forward in both articles."""
    ordered = sorted(set(pairs))
    best: list[tuple[int, int]] = []  # length of the run that ends here, and the pair before
    for at, (_, other) in enumerate(ordered):
        before = [(best[b][0], -b) for b in range(max(0, at - LONGEST), at) if ordered[b][1] < other]
        longest, place = max(before, default=(0, 1))
        best.append((longest + 1, -place))
    run = []
    at = max(range(len(best)), key=lambda place: (best[place][0], -place), default=-1)
    while at >= 0:
        run.append(ordered[at])
        at = best[at][1]
    run.reverse()
    return [pair for pair, count in zip(run, Counter(a for a, _ in run).values(), strict=False) if count == 1]


def _matched(mine: range, theirs: range, keys: Sequence[str], others: Sequence[str]) -> list[Pair]:
    """Match two stretches in order, so that the likeness of all is greatest."""
    if not mine or not theirs or len(mine) * len(theirs) > LARGEST:
        return []
    alone = len(mine) == len(theirs) == 1
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    alike = [[_likeness(keys[a], others[b], alone) for b in theirs] for a in mine]
    for i in range(len(mine) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] and alike[i][j] + best[i + 1][j + 1])
    out, i, j = [], 0, 0
    while i < len(mine) and j < len(theirs):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            out.append((mine[i], theirs[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return out


def _likeness(one: str, other: str, alone: bool) -> float:
    enough = ALIKE_SHORT if alone or max(len(one), len(other)) <= SHORT else ALIKE
    return fuzz.ratio(one, other, score_cutoff=enough)
