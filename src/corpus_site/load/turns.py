"""From judged labels to turns: who speaks from where to where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus_site.load.paragraphs import Paragraph
from corpus_site.load.passages import Found
from corpus_site.load.speakers import Given, Heard, names_himself, speaker_of
from corpus_site.load.stock import Candidate
from corpus_site.model import BlockKind, Span

_ENDS: frozenset[BlockKind] = frozenset({"credit", "masthead", "boilerplate", "reference"})
# 下面是另一场对话的实录：, 注：主持人为…
_INTERLUDE = re.compile(
    r"(?:以下|下面)(?:是|为)[^。]{0,60}(?:对话|实录|访谈|问答|演讲)[^。]{0,20}[：:]?$|(?:编者)?注[：:]"
)
_GOES_ON: frozenset[BlockKind] = frozenset({"paragraph", "item", "quote"})


def turn_paragraphs(
    paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind], accepted: Sequence[Candidate]
) -> frozenset[int]:
    """The paragraphs that belong to turns: words go on until the next label.

    Pictures and section titles interrupt a turn and do not end it; a line that brings in another conversation does.
    Behind the last label the first credit or furniture ends it, and a heading as high as the one that opened the
    conversation.
    """
    starts = {c.index for c in accepted}
    first, final = min(starts, default=len(kinds)), max(starts, default=len(kinds))
    opened = next((paragraphs[i].level for i in range(first - 1, -1, -1) if kinds[i] == "heading"), 0)
    out: set[int] = set()
    speaking = False
    for i, kind in enumerate(kinds):
        if i in starts:
            speaking = kind in _GOES_ON or kind == "heading"  # else the masthead or the furniture took it
        elif _INTERLUDE.match(paragraphs[i].text) or (
            i > final and (kind in _ENDS or (kind == "heading" and paragraphs[i].level <= opened))
        ):
            speaking = False
        if speaking and (i in starts or kind in _GOES_ON):
            out.add(i)
    return frozenset(out)


def cut_turns(
    paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind], accepted: Sequence[Candidate], given: dict[str, Given]
) -> list[Found]:
    """Make a turn of every accepted label.

    `given` tells what is known about each label.
    """
    texts = [p.text for p in paragraphs]
    heard = {label: speaker_of(g) for label, g in given.items()}
    starts = {c.index: c for c in accepted}
    spans: dict[int, list[tuple[int, Span]]] = {}
    current = -1
    for index in sorted(turn_paragraphs(paragraphs, kinds, accepted)):
        begin = starts[index].end if index in starts else 0
        if index in starts:
            current = index
            spans[current] = []
        if begin < len(texts[index]):
            spans[current].append((index, (begin, len(texts[index]))))
    out = []
    for index, found in spans.items():
        if found:
            label = starts[index].label
            who, rule = heard[label]
            first, (begin, end) = found[0]
            out.append(_turn(label, names_himself(who, texts[first][begin:end]), rule, tuple(found)))
    return out


def _turn(label: str, heard: Heard, rule: str, spans: tuple[tuple[int, Span], ...]) -> Found:
    cue = label if heard.cue == label else f"{label}：{heard.cue}"
    return Found(
        kind="turn", spans=spans, speaker=heard.speaker, cue=cue, rule=f"turn_{rule}", confidence=heard.confidence
    )
