"""What each paragraph is: a heading, prose, a reference, or furniture of the page.

Rules answer in the order of `BLOCK_RULES`, the first answer wins, the last one always answers.  Structure comes before
phrases; the phrases are a data file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from corpus_site.fold import fold
from corpus_site.load.paragraphs import Paragraph
from corpus_site.model import BlockKind
from corpus_site.wordlists import wordlist

_SHORT = 60
_EARLY, _LATE = 0.2, 0.5  # shares of the text before which no end mark, and no closing section, is believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a paragraph stands in its article."""

    paragraph: Paragraph
    index: int
    total: int
    often: bool  # the same short line stands three times or more
    in_tail: bool  # behind the end mark, or in a section of furniture
    in_references: bool
    claimed: str | None  # the masthead's rule
    has_turn: bool  # a turn begins here


BlockRule = Callable[[Place], BlockKind | None]


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, re.IGNORECASE) for p in wordlist("furniture")[key])


@cache
def _folded(key: str) -> frozenset[str]:
    return frozenset(fold(w) for w in wordlist("furniture")[key])


def is_end_mark(text: str) -> bool:
    """A line that says the article is over.

    >>> is_end_mark("正文完"), is_end_mark("- END -"), is_end_mark("话没说完")
    (True, True, False)
    """
    return any(p.match(text.strip()) for p in _patterns("end"))


def opens(paragraph: Paragraph, key: str) -> bool:
    """True for a heading or short line that opens a section of the given kind (`section`, `reference`, `pull`)."""
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", paragraph.text)
    return len(bare) <= 16 and fold(bare) in _folded(key)


def blank(at: Place) -> BlockKind | None:
    """Nothing a reader could read: a rule, a lone sign."""
    p = at.paragraph
    return "blank" if p.kind == "rule" or (p.kind != "image" and not any(c.isalnum() for c in p.text)) else None


def masthead(at: Place) -> BlockKind | None:
    if at.claimed is None:
        return None
    if at.claimed.startswith(
        ("field_author", "field_translator", "field_compiler", "field_editor", "byline", "account")
    ):
        return "credit"
    return "masthead"


def behind_the_end(at: Place) -> BlockKind | None:
    return "boilerplate" if at.in_tail and not at.has_turn else None


def reference(at: Place) -> BlockKind | None:
    return "reference" if at.in_references and at.paragraph.kind != "image" else None


def image(at: Place) -> BlockKind | None:
    return "image" if at.paragraph.kind == "image" else None


def furniture_line(at: Place) -> BlockKind | None:
    """1,113次阅读 · 没有评论 · 1234567"""
    text = at.paragraph.text.strip()
    return "boilerplate" if len(text) <= _SHORT and any(p.match(text) for p in _patterns("line")) else None


def plea(at: Place) -> BlockKind | None:
    """关注公众号后设星标: short, asks the reader to do something."""
    text = at.paragraph.text
    return (
        "boilerplate"
        if len(text) <= _SHORT and not at.has_turn and any(w in text for w in wordlist("furniture")["plea"])
        else None
    )


def repeated_line(at: Place) -> BlockKind | None:
    return "boilerplate" if at.often and not at.has_turn else None


def heading(at: Place) -> BlockKind | None:
    return "heading" if at.paragraph.kind == "heading" and not at.has_turn else None


def item(at: Place) -> BlockKind | None:
    return "item" if at.paragraph.kind == "item" else None


def block_quote(at: Place) -> BlockKind | None:
    return "quote" if at.paragraph.quoted else None


def prose(at: Place) -> BlockKind | None:
    return "paragraph"


BLOCK_RULES: tuple[BlockRule, ...] = (
    blank,
    masthead,
    behind_the_end,
    reference,
    image,
    furniture_line,
    plea,
    repeated_line,
    heading,
    item,
    block_quote,
    prose,
)


def classify(
    paragraphs: Sequence[Paragraph], claimed: dict[int, str], turn_starts: frozenset[int]
) -> list[tuple[BlockKind, str]]:
    """Kind and rule of every paragraph of an article."""
    so_far, total = 0, sum(len(p.text) for p in paragraphs) or 1
    short = Counter(fold(p.text) for p in paragraphs if p.kind in ("text", "item") and len(p.text) <= 40)
    out: list[tuple[BlockKind, str]] = []
    in_tail = in_references = False
    for index, p in enumerate(paragraphs):
        if index in turn_starts:
            in_references = False
        elif p.kind == "heading" and not opens(p, "section"):
            in_references = False
            in_tail = in_tail and _ended(paragraphs, index)
        read = so_far / total  # where in the text this stands: furniture is many short lines, so lines say little
        so_far += len(p.text)
        opens_furniture = opens(p, "section") and index not in turn_starts and read > _LATE
        if opens_furniture or (is_end_mark(p.text) and read > _EARLY):
            in_tail, in_references = True, False
        elif opens(p, "reference") and read > _LATE:
            in_references = True
        place = Place(
            paragraph=p,
            index=index,
            total=len(paragraphs),
            often=len(fold(p.text)) >= 2 and short[fold(p.text)] >= 3 and p.kind == "text",
            in_tail=in_tail,
            in_references=in_references,
            claimed=claimed.get(index),
            has_turn=index in turn_starts,
        )
        kind, name = next((kind, rule.__name__) for rule in BLOCK_RULES if (kind := rule(place)) is not None)
        out.append((kind, place.claimed if name == "masthead" and place.claimed else name))
    return out


def _ended(paragraphs: Sequence[Paragraph], index: int) -> bool:
    return any(is_end_mark(p.text) for p in paragraphs[:index])
