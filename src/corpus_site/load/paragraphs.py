"""Neutral paragraphs: what every reader gives, so that all later rules are written once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus_site.model import Lines, Span

ParagraphKind = Literal["heading", "text", "item", "image", "rule", "note"]  # note: a footnote
Link = tuple[int, int, str]  # start, end, address

WIDE = re.compile(r"[　-〿㐀-䶿一-鿿豈-﫿＀-￯“”‘’…—·\U00020000-\U000323af]")
TERMINAL = re.compile(r"[。！？!?…；;.：:][”’」』）)\]】》\"'*_]*$")
_COLON, _WORD = re.compile(r"\s*[：:]"), re.compile(r"\S*")
WRAP_WIDTH = 76  # the narrowest common wrapping column that saved pages come with, with room for markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph without markup.

    `starts` maps offsets of `text` to source lines: one entry for each line of the source that begins there.
    `quoted` is the depth of block quotation around it.
    """

    kind: ParagraphKind
    text: str
    starts: tuple[tuple[int, int], ...]
    last_line: int
    level: int = 0
    quoted: int = 0
    bold: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    url: str | None = None
    setext: bool = False

    @property
    def lines(self) -> Lines:
        return self.starts[0][1], self.last_line

    def line_at(self, offset: int) -> int:
        """Source line on which the character at `offset` stands."""
        index = bisect_right(self.starts, (offset, 1 << 60)) - 1
        return self.starts[max(index, 0)][1]

    def cut(self, start: int, end: int) -> Paragraph:
        """The stretch from `start` to `end` as a paragraph of its own, blanks at both ends left out."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        first, last = bisect_right(self.starts, (start, 1 << 60)), bisect_left(self.starts, (end, 0))
        return replace(
            self,
            text=self.text[start:end],
            starts=((0, self.line_at(start)), *((o - start, n) for o, n in self.starts[first:last])),
            last_line=self.line_at(max(start, end - 1)),
            bold=_clip(self.bold, start, end),
            links=_clip_links(self.links, start, end),
        )

    def is_bold(self, start: int, end: int) -> bool:
        """True when every visible character between the offsets is bold."""
        inside = [i for i in range(start, end) if not self.text[i].isspace()]
        return bool(inside) and all(self._bold_at(i) for i in inside)

    def _bold_at(self, at: int) -> bool:
        index = bisect_right(self.bold, (at, 1 << 60)) - 1
        return index >= 0 and at < self.bold[index][1]


def _clip(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The parts of sorted spans, none inside another, that lie between two offsets, counted from the first."""
    near = spans[bisect_right(spans, start, key=lambda s: s[1]) : bisect_left(spans, end, key=lambda s: s[0])]
    return tuple((max(s, start) - start, min(e, end) - start) for s, e in near)


def _clip_links(links: Sequence[Link], start: int, end: int) -> tuple[Link, ...]:
    """The same for links."""
    near = links[bisect_right(links, start, key=lambda x: x[1]) : bisect_left(links, end, key=lambda x: x[0])]
    return tuple((max(s, start) - start, min(e, end) - start, u) for s, e, u in near)


def without(paragraph: Paragraph, spans: list[Span], puts: list[str] | None = None) -> Paragraph:
    """Take the given stretches out (or put other words in their place), and move every offset along.

    >>> p = Paragraph(kind="text", text="甲 乙丙", starts=((0, 1), (2, 2)), last_line=2, bold=((2, 3),))
    >>> q = without(p, [(1, 2)])
    >>> q.text, q.bold, q.starts
    ('甲乙丙', ((1, 2),), ((0, 1), (1, 2)))
    """
    puts = puts or [""] * len(spans)
    pieces: list[str] = []
    anchors: list[tuple[int, int]] = [(0, 0)]  # (old offset, shift from there on)
    at = shift = 0
    for (start, end), put in zip(spans, puts, strict=True):
        pieces += [paragraph.text[at:start], put]
        shift += len(put) - (end - start)
        anchors.append((end, shift))
        at = end
    pieces.append(paragraph.text[at:])
    olds = [old for old, _ in anchors]

    def moved(offset: int) -> int:
        index = bisect_right(olds, offset) - 1
        if index + 1 < len(anchors) and index < len(spans) and offset > spans[index][0]:
            offset = spans[index][0]  # inside a stretch that goes
        return offset + anchors[index][1]

    return replace(
        paragraph,
        text="".join(pieces),
        starts=tuple((moved(o), n) for o, n in paragraph.starts),
        bold=tuple((moved(s), moved(e)) for s, e in paragraph.bold if moved(s) < moved(e)),
        links=tuple((moved(s), moved(e), u) for s, e, u in paragraph.links if moved(s) < moved(e)),
    )


def unwrap(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Undo hard wraps, or part the lines where line ends are paragraph ends, as the document does.

    A line end is *forced* when the next word would not have fitted on the line before it.  A document is wrapped
    when at least three forced line ends, and a fifth of all, stand in the middle of a sentence, or half of all do; then
    every forced line end goes.  In any other document a line end is a paragraph end.
    """
    ends = [(p, m.start()) for p in paragraphs for m in re.finditer("\n", p.text)]
    open_ends = sum(1 for p, at in ends if _forced(p.text, at) and not TERMINAL.search(p.text[:at].rstrip()))
    wrapped = (open_ends >= 3 and open_ends * 5 >= len(ends)) or (open_ends > 0 and open_ends * 2 >= len(ends))
    spaced = uses_blanks("\n".join(p.text for p in paragraphs if p.kind in ("text", "item")))
    return [q for p in paragraphs for q in _part(p, wrapped, spaced)]


def _forced(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    word = _WORD.match(text, at + 1)
    return len(line) + 1 + len(word.group() if word else "") > WRAP_WIDTH


def uses_blanks(text: str) -> bool:
    """True when a document parts Latin words from Han characters by a blank.

    >>> uses_blanks("用 AI 写作"), uses_blanks("用AI写作")
    (True, False)
    """
    with_blank = len(re.findall(r"[一-鿿] [A-Za-z0-9]|[A-Za-z0-9] [一-鿿]", text))
    without_blank = len(re.findall(r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]", text))
    return with_blank > without_blank


def _part(paragraph: Paragraph, wrapped: bool, spaced: bool) -> Iterator[Paragraph]:
    text = paragraph.text
    if "\n" not in text:
        yield paragraph
        return
    start = 0
    joints: list[int] = []
    for found in re.finditer("\n", text):
        at = found.start()
        label_before = re.search(r"[：:]\s*$", text[start:at]) and at - start <= 40
        colon_behind = _COLON.match(text, at + 1) and at - start <= 40
        if (wrapped and _forced(text, at)) or label_before or colon_behind or paragraph.kind == "heading":
            joints.append(at)
            continue
        yield _joined(paragraph, start, at, [j for j in joints if j > start], spaced)
        start = at + 1
    yield _joined(paragraph, start, len(text), [j for j in joints if j > start], spaced)


def _joined(paragraph: Paragraph, start: int, end: int, joints: list[int], spaced: bool) -> Paragraph:
    spans: list[Span] = []
    puts: list[str] = []
    for at in joints:
        left, right = at, at + 1
        while left > start and paragraph.text[left - 1] == " ":
            left -= 1
        while right < end and paragraph.text[right] == " ":
            right += 1
        spans.append((left - start, right - start))
        puts.append(joint(paragraph.text[left - 1 : left], paragraph.text[right : right + 1], spaced))
    first = max(bisect_right(paragraph.starts, (start, 1 << 60)) - 1, 0)
    last = bisect_left(paragraph.starts, (end, 0))
    raw = replace(
        paragraph,
        text=paragraph.text[start:end],
        starts=tuple((max(o, start) - start, n) for o, n in paragraph.starts[first : max(last, first + 1)]),
        last_line=paragraph.line_at(max(start, end - 1)),
        bold=_clip(paragraph.bold, start, end),
        links=_clip_links(paragraph.links, start, end),
    )
    joined = without(raw, spans, puts)
    return joined.cut(0, len(joined.text)) if joined.text.strip() else joined


def joint(before: str, after: str, spaced: bool) -> str:
    """What stands between two joined lines: nothing between wide characters, a blank between Latin words.

    >>> joint("的", "在", True), joint("Y", "C", False), joint("-", "E", False), joint("I", "的", True), joint("I", "的", False)
    ('', ' ', '', ' ', '')
    """
    if not before or not after or before == "-":
        return ""
    wide = (bool(WIDE.match(before)), bool(WIDE.match(after)))
    if wide == (True, True):
        return ""
    if wide == (False, False):
        return " "
    han = re.match(r"[一-鿿]", before if wide[0] else after)
    return " " if spaced and han else ""
