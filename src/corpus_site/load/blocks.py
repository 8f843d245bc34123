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
_REPEATED = 40  # characters up to which a line that returns is counted
_EARLY, _LATE = 0.2, 0.5  # shares of the text before which no end mark, and no closing section, is believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a paragraph stands in its article."""

    paragraph: Paragraph
    often: bool  # the same short line stands three times or more
    in_tail: bool  # behind the end mark, or in a section of furniture
    in_references: bool
    claimed: str | None  # the masthead's rule
    has_turn: bool  # a turn begins here
    in_conversation: bool  # from the beginning of the first turn to that of the last
    before_turn: bool  # the next paragraph begins a turn
    last: bool  # nothing stands behind it


BlockRule = Callable[[Place], BlockKind | None]


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, re.IGNORECASE) for p in wordlist("furniture")[key])


@cache
def _folded(key: str) -> frozenset[str]:
    return frozenset(fold(w) for w in wordlist("furniture")[key])


@cache
def _plea() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in wordlist("furniture")["plea"])
    return re.compile(rf"(?:^|[\W_]|请|欢迎|可以|使用|记得)(?:{words})")


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
    return "credit" if at.claimed.startswith("credit_") else "masthead"


def note(at: Place) -> BlockKind | None:
    """A footnote, wherever it stands."""
    return "reference" if at.paragraph.kind == "note" else None


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
    """关注公众号后设星标: short, a clause of it asks the reader to do something; never inside a conversation."""
    if len(at.paragraph.text) > _SHORT or at.in_conversation:
        return None
    return "boilerplate" if _plea().search(at.paragraph.text) else None


def lone_link_at_the_end(at: Place) -> BlockKind | None:
    """[跳转到某处查看](…) as the last line."""
    p = at.paragraph
    whole = len(p.links) == 1 and p.links[0][0] == 0 and p.links[0][1] == len(p.text)
    return "boilerplate" if at.last and whole and len(p.text) <= _SHORT and not p.text.startswith("http") else None


def bold_title_in_conversation(at: Place) -> BlockKind | None:
    """A short bold line without an end, right before a label: the title of what follows."""
    p = at.paragraph
    title = (
        p.kind == "text"
        and len(p.text) <= 40
        and p.is_bold(0, len(p.text))
        and not re.search(r"[。！？!?…：:，,；;”」]$", p.text)
    )
    return "heading" if title and at.before_turn and not at.has_turn else None


def repeated_line(at: Place) -> BlockKind | None:
    """The same short line three times or more: no sentence, and not in a conversation, where people say 好的 often."""
    ends = re.search(r"[。！？!?…：:，,；;.]$", at.paragraph.text.strip())
    return "boilerplate" if at.often and not (at.in_conversation or ends) else None


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
    note,
    behind_the_end,
    reference,
    image,
    furniture_line,
    plea,
    repeated_line,
    lone_link_at_the_end,
    bold_title_in_conversation,
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
    short = Counter(fold(p.text) for p in paragraphs if p.kind in ("text", "item") and len(p.text) <= _REPEATED)
    first, final = (min(turn_starts), max(turn_starts)) if turn_starts else (len(paragraphs), -1)
    last = max((i for i, p in enumerate(paragraphs) if p.kind in ("text", "item")), default=-1)
    out: list[tuple[BlockKind, str]] = []
    in_tail = in_references = ended = False
    for index, p in enumerate(paragraphs):
        if index in turn_starts:
            in_references = False
        elif p.kind == "heading" and not opens(p, "section"):
            in_references = False
            in_tail = in_tail and ended
        read = so_far / total  # where in the text this stands: furniture is many short lines, so lines say little
        so_far += len(p.text)
        opens_furniture = opens(p, "section") and index not in turn_starts and read > _LATE
        end_mark = is_end_mark(p.text)
        ended = ended or end_mark
        if opens_furniture or (end_mark and read > _EARLY):
            in_tail, in_references = True, False
        elif opens(p, "reference") and read > _LATE:
            in_references = True
        elif in_references and p.kind != "image" and not _cites(p):
            in_references = False
        place = Place(
            paragraph=p,
            often=p.kind == "text" and len(p.text) <= _REPEATED and len(key := fold(p.text)) >= 2 and short[key] >= 3,
            in_tail=in_tail,
            in_references=in_references,
            claimed=claimed.get(index),
            has_turn=index in turn_starts,
            in_conversation=first <= index <= final,
            before_turn=index + 1 in turn_starts,
            last=index == last,
        )
        kind, name = next((kind, rule.__name__) for rule in BLOCK_RULES if (kind := rule(place)) is not None)
        out.append((kind, place.claimed if name == "masthead" and place.claimed else name))
    return out


def _cites(p: Paragraph) -> bool:
    """An entry of a list of references: an address, a number, a title, or mostly Latin."""
    latin = sum(c.isascii() and c.isalpha() for c in p.text)
    return bool(
        re.search(r"https?://|www\.|《|^\s*[\[【(（]?\d{1,3}[\]】)）.、]", p.text) or p.links
    ) or latin * 2 > len(p.text)
