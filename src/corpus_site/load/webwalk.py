"""From a tree of markup to neutral paragraphs: blocks, emphasis, links, lists, quotations, pictures, rows of tables.

The walk keeps a stack of its own, so that no depth of nesting can end it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from corpus_site.load.paragraphs import Link, Paragraph, ParagraphKind, joint
from corpus_site.load.webpage import Page
from corpus_site.load.webtree import (
    HEADINGS,
    absolute,
    caption_of,
    is_block,
    is_data,
    is_heading,
    is_read,
    number,
    sets_bold,
)
from corpus_site.model import Span

_WORDS = re.compile(r"(\s+)|(\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph and the element that it stands in."""

    paragraph: Paragraph
    owner: Tag


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for everything inside an open element."""

    tag: Tag
    block: bool = False
    quoted: int = 0
    depth: int = 0
    heading: int = 0
    bold: bool = False
    kept: bool = False  # line ends and blanks as they are (<pre>)
    row: bool = False  # cells of one row are one paragraph
    rows: bool = False  # the rows of this table are such rows
    address: str = ""
    caption: list[str] | None = None  # of the figure around, until a picture takes it
    numbers: list[int] | None = None  # the next number of the list around


@dataclass(slots=True)
class _Writing:
    """The paragraph under construction, with everything that hangs on offsets."""

    kind: ParagraphKind = "text"
    level: int = 0
    quoted: int = 0
    owner: Tag | None = None
    parts: list[str] = field(default_factory=list)
    length: int = 0
    last: str = ""  # the last character
    gap: str = ""  # white space since then: a blank, or a line end of the source
    starts: list[tuple[int, int]] = field(default_factory=list)
    bold: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def put(self, text: str, line: int, around: _Around) -> None:
        before = self.length
        if self.length and self.gap:
            between = " " if self.gap == " " else joint(self.last, text[0], True)
            self.parts.append(between)
            self.length += len(between)
        self.gap = ""
        if not self.starts or self.starts[-1][1] != line:
            self.starts.append((self.length if self.starts else 0, line))
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        self.last = text[-1]
        if around.bold:
            grown = bool(self.bold) and self.bold[-1][1] == before
            start_bold = self.bold.pop()[0] if grown else start
            self.bold.append((start_bold, self.length))
        if around.address:
            linked = bool(self.links) and self.links[-1][1:] == (before, around.address)
            start_link = self.links.pop()[0] if linked else start
            self.links.append((start_link, self.length, around.address))


class _Walk:
    """One walk below one element."""

    def __init__(self, page: Page, base: str, left_out: Callable[[Tag], bool]) -> None:
        self._page = page
        self._base = base
        self._left_out = left_out
        self._line = 1
        self._writing = _Writing()
        self._images: list[Piece] = []
        self._item: str | None = None  # the mark of a list item that has no words yet

    def pieces(self, root: Tag) -> Iterator[Piece]:
        stack = [(self._open(root, None), iter(root.contents))]
        while stack:
            around, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                yield from self._close(around)
            elif isinstance(child, Tag):
                if not is_read(child) or self._left_out(child):
                    continue
                if child.name == "figcaption" and around.caption is not None:
                    continue  # it goes with the picture
                self._line = self._page.line_inside(child)
                if child.name in ("br", "hr", "img"):
                    yield from self._single(child, around)
                inside = self._open(child, around)
                if inside.block:
                    yield from self._boundary(inside, around)
                stack.append((inside, iter(child.contents)))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                yield from self._text(str(child), around)
        yield from self._flush()

    def _open(self, tag: Tag, outer: _Around | None) -> _Around:
        around = replace(outer, tag=tag, block=False) if outer else _Around(tag=tag)
        name, bold = tag.name, sets_bold(tag)
        changes: dict[str, object] = {"block": is_block(tag)}
        if bold is not None:
            changes["bold"] = bold
        if is_heading(tag) and not around.row:
            changes["heading"] = HEADINGS[name]
        elif name == "blockquote":
            changes["quoted"] = around.quoted + 1
        elif name in ("ul", "ol", "menu", "dir"):
            changes |= {"depth": around.depth + 1, "numbers": [number(tag, "start", 1)] if name == "ol" else None}
        elif name == "pre":
            changes["kept"] = True
        elif name == "table":
            changes["rows"] = not around.row and is_data(tag)
        elif name == "tr":
            changes["row"] = around.row or around.rows
        elif name == "a":
            changes["address"] = self._address(str(tag.get("href") or ""))
        elif name == "figure" and around.caption is None:
            changes["caption"] = caption_of(tag)
        return replace(around, **changes)  # type: ignore[arg-type]

    def _boundary(self, inside: _Around, outer: _Around) -> Iterator[Piece]:
        """What the beginning of a block does to the words before it."""
        name = inside.tag.name
        if outer.heading or outer.row:
            self._writing.gap = " "
            if name in ("td", "th") and self._writing.length:
                self._writing.put("|", self._line, _Around(tag=inside.tag))
                self._writing.gap = " "
            return
        yield from self._flush()
        if name == "li":
            numbers = outer.numbers
            self._item = ""
            if numbers is not None:
                here = number(inside.tag, "value", numbers[0])
                numbers[0] = here + 1
                self._item = f"{here}. "

    def _close(self, around: _Around) -> Iterator[Piece]:
        if not around.block:
            return
        name = around.tag.name
        nested = around.heading and name not in HEADINGS
        if nested or (around.row and name != "tr"):
            self._writing.gap = self._writing.gap or " "
            return
        yield from self._flush()
        if name == "li":
            self._item = None

    def _single(self, tag: Tag, around: _Around) -> Iterator[Piece]:
        writing = self._writing
        if tag.name == "hr" and not (around.row or around.heading):
            yield from self._flush()
            line = self._page.line(tag)
            rule = Paragraph(kind="rule", text="", starts=((0, line),), last_line=line, quoted=around.quoted)
            yield Piece(paragraph=rule, owner=around.tag)
        elif tag.name == "br":
            if around.row or around.heading:
                writing.gap = " "
            elif writing.last == "\n":
                yield from self._flush()
            elif writing.length:
                self._line_end()
        elif tag.name == "img":
            yield from self._image(tag, around)

    def _line_end(self) -> None:
        writing = self._writing
        writing.parts.append("\n")
        writing.length += 1
        writing.last, writing.gap = "\n", ""

    def _image(self, tag: Tag, around: _Around) -> Iterator[Piece]:
        address = self._source(tag)
        caption = around.caption.pop() if around.caption else ""
        if not address and not caption:
            return
        text = caption or " ".join(str(tag.get("alt") or "").split())
        line = self._page.line(tag)
        shown = Paragraph(
            kind="image", text=text, starts=((0, line),), last_line=line, quoted=around.quoted, url=address or None
        )
        piece = Piece(paragraph=shown, owner=around.tag)
        if self._writing.length:
            self._images.append(piece)  # behind the words that it stands in
        else:
            yield piece

    def _text(self, text: str, around: _Around) -> Iterator[Piece]:
        """Words with white space the HTML way: any run of it is one blank, and a line end between Han characters none."""
        for blank, words in _WORDS.findall(text):
            writing = self._writing
            if words:
                if not writing.length:
                    self._begin(around)
                writing.put(words, self._line, around)
            elif around.kept and "\n" in blank and not around.row:
                ends = blank.count("\n")
                self._line += ends
                if ends > 1:
                    yield from self._flush()
                elif writing.length and writing.last != "\n":
                    self._line_end()
            else:
                writing.gap = " " if " " in (writing.gap, blank) or "\n" not in blank else "\n"
                self._line += blank.count("\n")

    def _begin(self, around: _Around) -> None:
        """The first words of a paragraph decide what it is."""
        writing = self._writing
        writing.gap, writing.owner, writing.quoted = "", around.tag, around.quoted
        if around.heading:
            writing.kind, writing.level = "heading", around.heading
        elif self._item is not None:
            writing.kind, writing.level = "item", max(around.depth, 1)
            if self._item:
                writing.put(self._item, self._line, _Around(tag=around.tag))
            self._item = None

    def _flush(self) -> Iterator[Piece]:
        if not (self._writing.parts or self._images):
            return
        writing, self._writing = self._writing, _Writing()
        text = "".join(writing.parts)
        if any(not c.isspace() and c != "|" for c in text) and writing.owner is not None:
            whole = Paragraph(
                kind=writing.kind,
                text=text,
                starts=tuple(writing.starts),
                last_line=writing.starts[-1][1],
                level=writing.level,
                quoted=writing.quoted,
                bold=tuple(writing.bold),
                links=tuple(writing.links),
            )
            end = len(text.rstrip(" |\n")) if text.endswith("|") else len(text)
            yield Piece(paragraph=whole.cut(0, end), owner=writing.owner)
        yield from self._images
        self._images = []

    def _address(self, href: str) -> str:
        """An address that a reader may follow: http or https, nothing else."""
        return absolute(self._base, href) if href and not href.startswith("#") else ""

    def _source(self, tag: Tag) -> str:
        """Where a picture is; the first of the attributes is where pages keep it until it is scrolled to."""
        sources = (str(tag.get(key) or "").strip() for key in ("data-src", "data-original", "data-lazy-src", "src"))
        found = next((s for s in sources if s and not s.startswith("data:")), "")
        return absolute(self._base, found) or (found if re.fullmatch(r"[\w./-]+", found) else "")


def walk(root: Tag, page: Page, base: str = "", left_out: Callable[[Tag], bool] = lambda _: False) -> list[Piece]:
    """The paragraphs below an element; `base` is the address of the page, elements `left_out` are passed over.

    >>> from corpus_site.load.webpage import open_page
    >>> page = open_page("<div>甲<b>乙</b><p>丙\\n丁<script>x()</script><ol start=3><li><p>戊</ol>")
    >>> [(p.paragraph.kind, p.paragraph.text, p.paragraph.bold) for p in walk(page.tree, page)]
    [('text', '甲乙', ((1, 2),)), ('text', '丙丁', ()), ('item', '3. 戊', ())]
    """
    return list(_Walk(page, base, left_out).pieces(root))
