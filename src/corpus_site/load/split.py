"""One file may hold several articles; run-on text may hold several paragraphs."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from corpus_site.fold import fold
from corpus_site.load.paragraphs import Paragraph

RUN_ON = 2_000  # characters in one paragraph from which lost line breaks are looked for
_NUMBERED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十\d]{1,3}\s*[、.．章节部分篇：:)）]|\(?[一二三四五六七八九十]\)|part\b|chapter\b)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？!?…]")
# A blank after the end of a sentence and before a Han character: all that is left of a line break.
_LOST_BREAK = re.compile(r"(?<=[。！？!?”」])[ ]+(?=[一-鿿“「《])")


def split_articles(paragraphs: list[Paragraph]) -> list[list[Paragraph]]:
    """Part the paragraphs of a file into articles at its first-level headings.

    A heading printed twice, two wordings of one title on top of each other, numbered headings, and headings too
    short to be titles (导言, 正文) do not part anything.
    """
    tops = [i for i, p in enumerate(paragraphs) if p.kind == "heading" and p.level == 1 and not p.quoted]
    starts: list[int] = []
    for i in tops:
        if starts and not _has_body(paragraphs[starts[-1] + 1 : i]):
            continue
        if starts and fold(paragraphs[i].text) == fold(paragraphs[starts[-1]].text):
            continue
        starts.append(i)
    later = [paragraphs[i].text for i in starts[1:]]
    if not later or any(_NUMBERED.match(t) for t in later) or sum(len(t) >= 8 for t in later) * 2 < len(later):
        return [paragraphs]
    if _has_body(paragraphs[: starts[0]]):
        starts.insert(0, 0)
    else:
        starts[0] = 0
    return [paragraphs[a:b] for a, b in zip(starts, [*starts[1:], len(paragraphs)], strict=True)]


def _has_body(paragraphs: list[Paragraph]) -> bool:
    return sum(len(p.text) for p in paragraphs if p.kind in ("text", "item") and _SENTENCE_END.search(p.text)) >= 40


def split_run_on(paragraphs: list[Paragraph], label_at: dict[int, list[int]]) -> list[Paragraph]:
    """Cut run-on paragraphs at the labels found inside them, at numbered section titles and at lost line breaks.

    `label_at` maps the index of a paragraph to the offsets at which a label begins.
    """
    out: list[Paragraph] = []
    for index, paragraph in enumerate(paragraphs):
        offsets = label_at.get(index, [])
        if not offsets and (paragraph.kind != "text" or len(paragraph.text) < RUN_ON):
            out.append(paragraph)
            continue
        bounds = sorted({0, *offsets, len(paragraph.text)})
        pieces = [paragraph.cut(a, b) for a, b in pairwise(bounds)]
        for piece in _with_section_titles([p for p in pieces if p.text]):
            out += _at_lost_breaks(piece)
    return out


_TITLE_AT_END = re.compile(r"(?:^|(?<=\s))0?(\d{1,2})\s+([^\s。！？!?；;：:，,][^。！？!?；;：:\n]{2,40})$")


def _with_section_titles(pieces: list[Paragraph]) -> list[Paragraph]:
    """Part `… 01 标题` from the end of a piece, where such titles count upwards from one."""
    found = [(i, m) for i, p in enumerate(pieces) if (m := _TITLE_AT_END.search(p.text))]
    wanted, kept = 1, {}
    for i, m in found:
        if int(m.group(1)) == wanted:
            kept[i] = m
            wanted += 1
    if len(kept) < 2:
        return pieces
    out: list[Paragraph] = []
    for i, piece in enumerate(pieces):
        if i not in kept:
            out.append(piece)
            continue
        at = kept[i].start()
        title = piece.cut(at, len(piece.text))
        before = piece.cut(0, at)
        out += [before] if before.text else []
        out.append(_as_heading(title))
    return out


def _as_heading(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, kind="heading", level=2)


def _at_lost_breaks(piece: Paragraph) -> list[Paragraph]:
    if piece.kind != "text":
        return [piece]
    bounds = [0, *(m.end() for m in _LOST_BREAK.finditer(piece.text)), len(piece.text)]
    return [q for a, b in pairwise(bounds) if (q := piece.cut(a, b)).text]
