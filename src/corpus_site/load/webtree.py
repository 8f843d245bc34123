"""What single elements are: seen or hidden, a block or part of a line, a heading, a table of data, a figure.

Nothing here looks further below an element than it must: markup may nest as deep as a file is long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from bs4 import Tag
from bs4.element import NavigableString, PageElement

HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol optgroup option p pre search section summary table
    tbody td tfoot th thead tr ul""".split()
)
_UNREAD = frozenset(
    """audio button canvas datalist embed head iframe input map noscript object rp rt script select style svg template
    textarea title video""".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|bolder|normal|lighter|\d{3})", re.IGNORECASE)
_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table)\b", re.IGNORECASE)
_LAYOUT = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "figure", "hr", "article"})
_PARTS = frozenset({"p", "div", "section"})
_LONGEST_HEADING = 120  # characters; a longer heading was never closed
_LOOK = 200  # nodes looked at for that


def is_read(tag: Tag) -> bool:
    """True for what a reader sees and that is text."""
    if tag.name in _UNREAD or tag.has_attr("hidden"):
        return False
    return "style" not in tag.attrs or not _HIDDEN.search(str(tag["style"]))


def is_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS or bool(_AS_BLOCK.search(str(tag.get("style") or "")))


def sets_bold(tag: Tag) -> bool | None:
    """Whether an element turns emphasis on or off; None where it leaves it as it is."""
    weight = _WEIGHT.search(str(tag.get("style") or ""))
    if weight:
        return weight.group(1).lower() in ("bold", "bolder", "600", "700", "800", "900")
    return True if tag.name in ("b", "strong") else None


def absolute(base: str, address: str) -> str:
    """The whole address, or nothing where it is not of the web.

    >>> absolute("https://a.org/b/c.html", "../d.png"), absolute("", "//e.org/f"), absolute("", "javascript:alert(1)")
    ('https://a.org/d.png', 'https://e.org/f', '')
    """
    address = re.sub(r"[\x00-\x20]+", "", address)
    try:
        whole = urljoin(base or "https:", address) if base or address.startswith("//") else address
    except ValueError:
        return ""
    return whole if re.match(r"https?://[^/\s]", whole, re.IGNORECASE) else ""


def number(tag: Tag, key: str, otherwise: int) -> int:
    """A number that a list or its item states, as `start` or `value`."""
    value = str(tag.get(key) or "")
    return int(value) if re.fullmatch(r"-?\d{1,6}", value, re.ASCII) else otherwise


def is_heading(tag: Tag) -> bool:
    """False for a heading that was never closed, and holds what follows it."""
    if tag.name not in HEADINGS:
        return False
    length = 0
    for seen, node in enumerate(_nodes(tag)):
        if isinstance(node, NavigableString):
            length += len(node.strip())
        if length > _LONGEST_HEADING:
            return False
        if seen > _LOOK:
            return length > 0
    return True


def is_data(table: Tag) -> bool:
    """True when rows are lines: more than one cell in a row, and in no cell anything that is laid out by itself."""
    cells = widest = parts = 0
    for node in _nodes(table):
        name = node.name if isinstance(node, Tag) else ""
        if name in _LAYOUT:
            return False
        if name == "tr":
            cells = 0
        elif name in ("td", "th"):
            cells, parts = cells + 1, 0
            widest = max(widest, cells)
        elif name in _PARTS:
            parts += 1
            if parts > 1:
                return False
    return widest > 1


def caption_of(figure: Tag) -> list[str] | None:
    """The caption, in a list to take it from, of a figure that shows a picture; None for any other."""
    captions: list[Tag] = []
    pictures = False
    for node in _nodes(figure):
        name = node.name if isinstance(node, Tag) else ""
        if name == "figure":
            return None
        pictures |= name == "img"
        if isinstance(node, Tag) and name == "figcaption":
            captions.append(node)
    return [" ".join(caption.get_text().split()) for caption in captions[:1]] if pictures else None


def _nodes(root: Tag) -> Iterator[PageElement]:
    """Everything below an element; unlike `descendants` it costs nothing to begin."""
    stack = [iter(root.contents)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        yield node
        if isinstance(node, Tag):
            stack.append(iter(node.contents))
