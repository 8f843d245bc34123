"""Organisations, products and works that an article names, told by form and by the words beside them.

《…》 is a work.  A Chinese organisation is what the tagger takes for one.  What a Latin name names only its neighbours
tell (X 的首席执行官, 发布了 X); where they do not agree, or say nothing, it is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from corpus_site.fold import fold, simplify
from corpus_site.model import EntityType
from corpus_site.wordlists import wordlist

Thing = tuple[EntityType, str]  # what it is, and the name as first printed

ENOUGH = 2  # neighbours that agree
SHARE = 0.7
_WORK = re.compile(r"《([^《》\n]{2,40})》")
_LATIN = re.compile(
    r"(?<![A-Za-z0-9@/.·_-])[A-Z][A-Za-z0-9]*(?:[ ·.-]?(?:[A-Z][A-Za-z0-9]*|\d[A-Za-z0-9.]*)){0,3}(?![A-Za-z@/_])"
)
_REACH = 6  # characters beside a name that are looked at


def find_things(text: str, organisations: Iterable[str]) -> list[Thing]:
    """Give what a text names, each once; `organisations` are those that the tagger found.

    >>> text = "《奇点临近》说过。DeepMind 的创始人加入 DeepMind 之前，谷歌发布了 Gemini，Gemini 模型很强。API 很多。"
    >>> find_things(text, ["清华大学", "公司"])
    [('work', '《奇点临近》'), ('organisation', '清华大学'), ('organisation', 'DeepMind'), ('product', 'Gemini')]
    """
    found: dict[str, Thing] = {}
    for match in _WORK.finditer(text):
        found.setdefault(f"《{fold(match[1])}", ("work", f"《{match[1].strip()}》"))
    bare = frozenset(wordlist("things")["bare"])
    for name in organisations:
        if simplify(name) not in bare:
            found.setdefault(fold(name), ("organisation", name))
    for kind, name in _latin(text):
        found.setdefault(fold(name), (kind, name))
    return list(found.values())


def _latin(text: str) -> list[Thing]:
    votes: dict[str, Counter[EntityType]] = {}
    printed: dict[str, str] = {}
    plain = simplify(text)
    for match in _LATIN.finditer(plain):
        name = match[0].rstrip(".- ")
        if len(name) < 2 or fold(name) in _notions():
            continue
        counted = votes.setdefault(printed.setdefault(fold(name), name), Counter())
        before = plain[max(0, match.start() - _REACH) : match.start()].rstrip()
        after = plain[match.start() + len(name) : match.start() + len(name) + _REACH].lstrip()
        counted.update(kind for kind in ("organisation", "product") if _beside(kind, before, after))
    out: list[Thing] = []
    for name, counted in votes.items():
        kind, number = counted.most_common(1)[0] if counted else ("product", 0)
        if number >= ENOUGH and number >= SHARE * counted.total():
            out.append((kind, name))
    return out


def _beside(kind: str, before: str, after: str) -> bool:
    words = wordlist("things")[kind]
    return before.endswith(tuple(words["before"])) or after.startswith(tuple(words["after"]))


@cache
def _notions() -> frozenset[str]:
    return frozenset(fold(name) for name in wordlist("things")["notions"])
