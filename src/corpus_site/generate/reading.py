"""The reading view of an article: its whole body in reading order, as titles, turns, quotations and prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus_site.fold import fold
from corpus_site.generate.inline import Cover, Inline, Laid, Weaver
from corpus_site.model import Article, Block, Quote, QuoteId

_TOP, _DEEPEST = 2, 4  # heading levels of a page for an article's sections; the page's title is level 1
_LONGEST_LABEL = 40
_OPENING = re.compile(r"[\s“‘「『\"'*]*\Z")
_SIGNATURE = re.compile(r"[-—–―─]+\s*\S")
_LABEL_END = re.compile(r"[:：]\s*\Z")


@dataclass(frozen=True, slots=True)
class Title:
    level: int
    id: str
    text: str
    quotes: tuple[Quote, ...] = ()  # quotations that the title holds


@dataclass(frozen=True, slots=True)
class Paragraph:
    inside: tuple[Inline, ...]
    depth: int = 0  # of an item in a list, from 1; 0 for a paragraph


@dataclass(frozen=True, slots=True)
class Picture:
    caption: str
    url: str | None


Part = Paragraph | Picture


@dataclass(slots=True)
class Turn:
    """One speaker's stretch; `label` as printed before it, "" where a title interrupted the turn."""

    quote: Quote
    part: int
    label: str
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Quotation:
    """Paragraphs that are a quotation as a whole; without `quote`: set apart by the source, nobody's words yet.

    `signature` is the line under it that the text itself gives: “—— 某某”.
    """

    quote: Quote | None
    part: int
    parts: list[Part] = field(default_factory=list)
    signature: Paragraph | None = None


@dataclass(slots=True)
class Passage:
    """Running text."""

    parts: list[Part] = field(default_factory=list)


Node = Title | Turn | Quotation | Passage


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph of the body, or a picture, which has no place in it."""

    kind: str
    start: int
    end: int
    level: int = 0
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a paragraph that belongs to one turn, or to none; `label` stands before it."""

    start: int
    end: int
    turn: Quote | None
    label: str = ""


def reading(article: Article) -> tuple[Node, ...]:
    """Lay out an article for reading: nothing of the body is left out, nothing comes twice.

    >>> bare = Article(id="a00000000", path="a.txt", lines=(1, 9), sha256="0", title="题", body="一。\\n\\n二。")
    >>> [len(node.parts) for node in reading(bare)]
    [2]
    """
    return _Reading(article).nodes()


def unplaced(article: Article, nodes: tuple[Node, ...]) -> list[QuoteId]:
    """List the quotes that no node shows (their place in the body is unknown), so that links to them still land."""
    placed = {quote.id for node in nodes for quote in _quotes(node)}
    return [quote.id for quote in article.quotes if quote.id not in placed]


def _quotes(node: Node) -> Iterator[Quote]:
    if isinstance(node, Title):
        yield from node.quotes
        return
    if not isinstance(node, Passage) and node.quote is not None:
        yield node.quote
    for part in node.parts:
        if isinstance(part, Paragraph):
            yield from _inside(part.inside)


def _inside(inlines: tuple[Inline, ...]) -> Iterator[Quote]:
    for inline in inlines:
        if hasattr(inline, "quote"):
            yield inline.quote
        if hasattr(inline, "inside"):
            yield from _inside(inline.inside)


class _Reading:
    """The work of `reading`: stretch by stretch, the last node stays open until something else begins."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.body = article.body
        self.weaver = Weaver.of(article)
        self.turns = Cover(Laid(s, e, q) for q in article.quotes if q.kind == "turn" for s, e in q.spans)
        self.ranks = {level: rank for rank, level in enumerate(sorted({b.level for b in _headings(article)}))}
        self.done: list[Node] = []
        self.titles = 0
        self.level = _TOP - 1

    def nodes(self) -> tuple[Node, ...]:
        for stretch in _stretches(self.article):
            if stretch.picture is not None:
                self._picture(stretch.picture, stretch.start)
            elif stretch.kind == "heading":
                self._title(stretch)
            else:
                self._paragraph(stretch)
        return tuple(self.done)

    def _picture(self, picture: Picture, position: int) -> None:
        last = self.done[-1] if self.done else None
        if isinstance(last, Turn) and last.quote.spans[-1][1] > position:
            last.parts.append(picture)
        else:
            self._passage().parts.append(picture)

    def _title(self, stretch: Stretch) -> None:
        self.titles += 1
        wanted = _TOP + self.ranks.get(stretch.level, 0)
        self.level = min(wanted, self.level + 1, _DEEPEST)
        quotes = [laid.value for laid in self.weaver.quotations.over(stretch.start, stretch.end)]
        quotes += [laid.value for laid in self.turns.over(stretch.start, stretch.end)]
        new = tuple(quote for quote in quotes if self.weaver.count(quote) == 1)
        text = " ".join(self.body[stretch.start : stretch.end].split())
        self.done.append(Title(self.level, f"s{self.titles}", text, new))

    def _paragraph(self, stretch: Stretch) -> None:
        depth = max(stretch.level, 1) if stretch.kind == "item" else 0
        pieces = _pieces(self.body, stretch, self.turns.over(stretch.start, stretch.end))
        if len(pieces) == 1 and pieces[0].turn is None:
            self._prose(stretch, depth)
            return
        for piece in pieces:
            if piece.turn is None:
                self._passage().parts.append(Paragraph(self.weaver.weave(piece.start, piece.end), depth))
            else:
                words = self.weaver.weave(piece.start, piece.end)
                self._turn(piece.turn, piece.label).parts.append(Paragraph(words, depth))

    def _prose(self, stretch: Stretch, depth: int) -> None:
        whole = self._whole(stretch)
        if whole is None and stretch.kind != "quote":
            self._passage().parts.append(Paragraph(self.weaver.weave(stretch.start, stretch.end), depth))
            return
        last = self.done[-1] if self.done else None
        if isinstance(last, Quotation) and last.quote and not last.signature and whole is None:
            text = self.body[stretch.start : stretch.end]
            if _SIGNATURE.match(text):
                last.signature = Paragraph(self.weaver.weave(stretch.start, stretch.end))
                return
        if not isinstance(last, Quotation) or last.quote is not whole or last.signature:
            last = Quotation(whole, 0 if whole is None else self.weaver.count(whole))
            self.done.append(last)
        last.parts.append(Paragraph(self.weaver.weave(stretch.start, stretch.end, without=whole), depth))

    def _whole(self, stretch: Stretch) -> Quote | None:
        """Find the quotation that a paragraph is as a whole, but for quotation marks around it."""
        for laid in self.weaver.quotations.over(stretch.start, stretch.end):
            before = self.body[stretch.start : max(laid.start, stretch.start)]
            after = self.body[min(laid.end, stretch.end) : stretch.end]
            if not fold(before) and not fold(after):
                return laid.value
        return None

    def _passage(self) -> Passage:
        last = self.done[-1] if self.done else None
        if isinstance(last, Passage):
            return last
        new = Passage()
        self.done.append(new)
        return new

    def _turn(self, quote: Quote, label: str) -> Turn:
        last = self.done[-1] if self.done else None
        if isinstance(last, Turn) and last.quote is quote and not label:
            return last
        part = self.weaver.count(quote)
        if part == 1 and not label:
            label = self._label_before(quote)
        new = Turn(quote, part, label)
        self.done.append(new)
        return new

    def _label_before(self, quote: Quote) -> str:
        """Take back the last paragraph when it is the label of the turn that begins: a name on a line of its own."""
        last = self.done[-1] if self.done else None
        if not isinstance(last, Passage) or not last.parts:
            return ""
        paragraph = last.parts[-1]
        if not isinstance(paragraph, Paragraph) or any(not hasattr(run, "text") for run in paragraph.inside):
            return ""
        text = "".join(getattr(run, "text", "") for run in paragraph.inside)
        label = fold(quote.speaker.label or "") if quote.speaker is not None else ""
        if not label or label not in fold(text) or not _is_label(text, quote):
            return ""
        last.parts.pop()
        if not last.parts:
            self.done.pop()
        return text


def _headings(article: Article) -> list[Block]:
    return [block for block in article.blocks if block.kind == "heading" and block.span is not None]


def _stretches(article: Article) -> Iterator[Stretch]:
    """Give the paragraphs of the body in order; what no block claims is a paragraph too."""
    position = 0
    for block in article.blocks:
        if block.span is None:
            if block.kind == "image":
                yield Stretch("image", position, position, picture=Picture(block.text, block.url))
            continue
        start, end = max(block.span[0], position), block.span[1]
        yield from _split(article.body, "paragraph", position, start, 0)
        yield from _split(article.body, block.kind, start, end, block.level)
        position = max(position, end)
    yield from _split(article.body, "paragraph", position, len(article.body), 0)


def _split(body: str, kind: str, start: int, end: int, level: int) -> Iterator[Stretch]:
    for found in re.finditer(r"\S(?:.|\n(?!\s*\n))*", body[start:end]):
        yield Stretch(kind, start + found.start(), start + found.end(), level)


def _pieces(body: str, stretch: Stretch, turns: list[Laid[Quote]]) -> list[Piece]:
    """Cut a paragraph at its turns; what stands between two stretches of one turn (a stage direction) stays in it."""
    pieces: list[Piece] = []
    position = stretch.start
    for laid in turns:
        start, end = max(laid.start, position), min(laid.end, stretch.end)
        if end <= start:
            continue
        if pieces and pieces[-1].turn is laid.value:
            pieces[-1] = Piece(pieces[-1].start, end, laid.value, pieces[-1].label)
        else:
            pieces.extend(_before(body, position, start, end, laid.value))
        position = end
    rest = body[position : stretch.end]
    if pieces and not fold(rest):
        last = pieces.pop()
        pieces.append(Piece(last.start, stretch.end, last.turn, last.label))
    elif rest:
        pieces.append(Piece(position, stretch.end, None))
    return pieces


def _before(body: str, position: int, start: int, end: int, turn: Quote) -> list[Piece]:
    """Part what stands before a turn into prose, the printed label, and the quotation mark that opens the words."""
    before = body[position:start]
    opening = _OPENING.search(before)
    first = start if opening is None else position + opening.start()
    before = body[position:first]
    if not fold(before):
        return [Piece(position, end, turn)]
    if _is_label(before, turn):
        return [Piece(first, end, turn, before)]
    label = turn.speaker.label if turn.speaker is not None else None
    at = before.rfind(label) if label else -1
    if label and at > 0 and not fold(before[at + len(label) :]):
        return [Piece(position, position + at, None), Piece(first, end, turn, before[at:])]
    return [Piece(position, first, None), Piece(first, end, turn)]


def _is_label(text: str, turn: Quote) -> bool:
    label = turn.speaker.label if turn.speaker is not None else None
    if label and fold(text) == fold(label):
        return True
    return len(text) <= _LONGEST_LABEL and _LABEL_END.search(text) is not None
