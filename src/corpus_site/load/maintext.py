"""Which part of a page is the article: what a platform's format says, else what trafilatura finds, else all but furniture.

Trafilatura judges, but what it gives is text only.  Its text is looked up in the paragraphs of the whole page, and so the
paragraphs keep their lines, links, emphasis and pictures.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from bs4 import Tag

from corpus_site.load.paragraphs import TERMINAL, Paragraph
from corpus_site.load.webpage import Page
from corpus_site.load.webwalk import Piece, walk
from corpus_site.wordlists import alternatives, wordlist

_SHARE = 0.9  # of the characters found must be inside the element that counts as the article
_GRAM = 8  # characters by which texts are compared
_SHORT = 120  # characters up to which a passed-over piece inside the article may belong to it all the same
_NEAR = 6  # paragraphs before and behind the article in which credits are looked for
_LEAST = 100  # characters; of a page with less than that trafilatura cannot tell what is what
_OVERFULL = re.compile(r"<([A-Za-z][A-Za-z0-9]*)\s[^<>]{3000,}>")  # libxml2 compares each attribute with each
_BESIDE = frozenset({"nav", "aside", "footer", "form"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Main:
    """The article's paragraphs, the element that holds it, and the rule that found it.

    `before` and `behind` are the short lines just around it, in which pages state credits and dates.
    """

    paragraphs: list[Paragraph]
    before: tuple[Paragraph, ...] = ()
    behind: tuple[Paragraph, ...] = ()
    root: Tag
    rule: str


MainRule = Callable[[Page, str], Main | None]


def find_main(page: Page, base: str) -> Main:
    """The article of a page, by the first rule that answers; the last one always does."""
    return next(found for rule in MAIN_RULES if (found := rule(page, base)))


def element(page: Page, selector: str) -> Tag | None:
    """The first element with an `#id` or a `.class`."""
    name = selector[1:]
    return page.tree.find(id=name) if selector.startswith("#") else page.tree.find(class_=name)


def platform(page: Page, base: str) -> Main | None:
    """The element that a platform's format sets apart for the article, empty or not."""
    for selector in wordlist("webpage")["content"]:
        root = element(page, selector)
        if root is not None:
            return Main(paragraphs=[p.paragraph for p in walk(root, page, base)], root=root, rule="platform")
    return None


def extracted(page: Page, base: str) -> Main | None:
    """What trafilatura takes for the article."""
    holds = _holder(_trafilatura(page.markup))
    if holds is None:
        return None
    pieces = walk(page.tree, page, base)
    found = [holds(piece.paragraph.text) for piece in pieces]
    if sum(len(p.paragraph.text) for p, hit in zip(pieces, found, strict=True) if hit) < _LEAST:
        return None
    weights = _weights(piece for piece, hit in zip(pieces, found, strict=True) if hit)
    root = _deepest(page.tree, weights)
    if root is None:
        return None
    inside = [i for i, piece in enumerate(pieces) if any(tag is root for tag in (piece.owner, *piece.owner.parents))]
    kept = {i for i in inside if found[i]} | _belonging(pieces, [i for i in inside if not found[i]], weights)
    first, last = min(inside), max(inside)
    lead = [i for i in range(first) if found[i] and not _is_beside(pieces[i].owner)] or _lead(pieces, first)
    return Main(
        paragraphs=[pieces[i].paragraph for i in [*lead, *sorted(kept)]],
        before=_lines([pieces[i] for i in range(max(0, first - _NEAR), first) if i not in lead]),
        behind=_lines(pieces[last + 1 : last + 1 + _NEAR]),
        root=root,
        rule="extracted",
    )


def semantic(page: Page, base: str) -> Main | None:
    """The longest <article>, else <main>, without what stands beside it."""
    for name in ("article", "main"):
        roots = [tag for tag in page.tree.find_all(name, limit=50) if not tag.find(name)]
        walked = [(root, walk(root, page, base, lambda tag: tag.name in _BESIDE)) for root in roots]
        full = [(sum(len(p.paragraph.text) for p in pieces), root, pieces) for root, pieces in walked if pieces]
        if full:
            _, root, pieces = max(full, key=lambda f: f[0])
            return Main(paragraphs=[p.paragraph for p in pieces], root=root, rule="semantic")
    return None


def whole(page: Page, base: str) -> Main:
    """Everything but furniture; a form that most of the page is in is no furniture."""
    root = page.tree.body or page.tree
    everything = walk(root, page, base)
    pieces = walk(root, page, base, lambda tag: tag.name in _BESIDE)
    if sum(len(p.paragraph.text) for p in pieces) * 2 < sum(len(p.paragraph.text) for p in everything):
        pieces = walk(root, page, base, lambda tag: tag.name in _BESIDE - {"form"})
    return Main(paragraphs=[p.paragraph for p in pieces], root=root, rule="whole")


MAIN_RULES: tuple[MainRule, ...] = (platform, extracted, semantic, whole)


def _trafilatura(markup: str) -> list[str]:
    """The lines of the main text; whatever goes wrong inside counts as nothing found."""
    import trafilatura  # slow to import, and most corpora hold no page that needs it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            _OVERFULL.sub(r"<\1>", markup), include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # a stranger's markup in a stranger's code
        return []
    text = getattr(found, "text", None)
    return text.split("\n") if isinstance(text, str) else []


def _holder(lines: Sequence[str]) -> Callable[[str], bool] | None:
    """A test whether a text is among the lines, by stretches of a few characters; None where there are no lines."""
    bare = [_bare(line) for line in lines]
    short = {line for line in bare if line}
    joined = "".join(bare)
    if not joined:
        return None
    grams = {joined[i : i + _GRAM] for i in range(max(1, len(joined) - _GRAM + 1))}

    def holds(text: str) -> bool:
        wanted = _bare(text)
        if len(wanted) <= _GRAM:
            return wanted in short
        at = (0, (len(wanted) - _GRAM) // 2, len(wanted) - _GRAM)
        return sum(wanted[i : i + _GRAM] in grams for i in at) >= 2

    return holds


def _bare(text: str) -> str:
    """Without white space, marks of lists and bars of tables, which both sides set their own way."""
    return re.sub(r"[\s|]+", "", re.sub(r"^\s*(?:[-*•]|\d{1,6}[.)])\s+", "", text))


def _lead(pieces: Sequence[Piece], first: int) -> list[int]:
    """Sentences between a heading and the element that counts as the article."""
    near = range(max(0, first - _NEAR), first)
    above = max((i for i in near if pieces[i].paragraph.kind == "heading"), default=first)
    return [
        i
        for i in range(above + 1, first)
        if pieces[i].paragraph.kind == "text"
        and TERMINAL.search(pieces[i].paragraph.text)
        and not pieces[i].paragraph.links
        and not _is_beside(pieces[i].owner)
    ]


def _lines(pieces: Sequence[Piece]) -> tuple[Paragraph, ...]:
    lines = [piece.paragraph for piece in pieces if not _is_beside(piece.owner)]
    return tuple(p for p in lines if p.kind in ("text", "item") and len(p.text) <= _SHORT)


def _weights(pieces: Iterable[Piece]) -> dict[int, int]:
    """Characters found below each element, by the element's `id()`."""
    weights: dict[int, int] = {}
    for piece in pieces:
        length = len(piece.paragraph.text)
        for tag in (piece.owner, *piece.owner.parents):
            weights[id(tag)] = weights.get(id(tag), 0) + length
    return weights


def _deepest(tree: Tag, weights: dict[int, int]) -> Tag | None:
    """The innermost element that holds nearly all that was found."""
    total = weights.get(id(tree), 0)
    root, below = None, tree
    while total:
        root = below
        child = next((c for c in root.children if isinstance(c, Tag) and weights.get(id(c), 0) >= _SHARE * total), None)
        if child is None:
            return root
        below = child
    return root


def _belonging(pieces: Sequence[Piece], passed: Sequence[int], weights: dict[int, int]) -> set[int]:
    """Of what was passed over inside the article, the short pieces: captions, credits, pictures, a word of assent."""
    kept: set[int] = set()
    for island, members in groupby(passed, key=lambda i: id(_island(pieces[i].owner, weights))):
        group = list(members)
        paragraphs = [pieces[i].paragraph for i in group]
        length = sum(len(p.text) for p in paragraphs)
        linked = sum(e - s for p in paragraphs for s, e, _ in p.links)
        some = island in weights or sum(p.kind != "image" for p in paragraphs) <= 2
        if some and length <= _SHORT and 2 * linked <= length and not _is_beside(pieces[group[0]].owner):
            kept |= set(group)
    return kept


def _island(owner: Tag, weights: dict[int, int]) -> Tag:
    """The outermost element around it in which nothing was found."""
    island = owner
    for tag in (owner, *owner.parents):
        if id(tag) in weights:
            break
        island = tag
    return island


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^a-z]){alternatives('webpage', 'beside')}", re.IGNORECASE)


def _is_beside(owner: Tag) -> bool:
    """Inside something that calls itself comments, related, share …"""
    for tag in (owner, *owner.parents):
        if tag.name in ("body", "html", "[document]"):
            return False
        names = " ".join([str(tag.get("id") or ""), *map(str, tag.get_attribute_list("class"))])
        if tag.name in _BESIDE or _beside().search(names):
            return True
    return False
