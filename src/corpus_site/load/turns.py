"""From judged labels to turns: who speaks from where to where."""

from __future__ import annotations

from collections.abc import Sequence

from corpus_site.load.labels import Candidate
from corpus_site.load.passages import Found
from corpus_site.load.speakers import Given, Heard, speaker_of
from corpus_site.model import BlockKind, Span

_GOES_ON: frozenset[BlockKind] = frozenset({"paragraph", "item", "quote"})


def turn_paragraphs(kinds: Sequence[BlockKind], accepted: Sequence[Candidate]) -> frozenset[int]:
    """The paragraphs that belong to turns: words go on until the next label.

    Pictures and section titles interrupt a turn and do not end it; references and furniture stand outside.
    """
    starts = {c.index for c in accepted}
    first = min(starts, default=len(kinds))
    return frozenset(i for i, kind in enumerate(kinds) if i in starts or (i > first and kind in _GOES_ON))


def cut_turns(
    texts: Sequence[str], kinds: Sequence[BlockKind], accepted: Sequence[Candidate], given: dict[str, Given]
) -> list[Found]:
    """Make a turn of every accepted label.

    `texts` and `kinds` are those of the article's paragraphs; `given` tells what is known about each label.
    """
    heard = {label: speaker_of(g) for label, g in given.items()}
    starts = {c.index: c for c in accepted}
    spans: dict[int, list[tuple[int, Span]]] = {}
    current = -1
    for index in sorted(turn_paragraphs(kinds, accepted)):
        begin = starts[index].end if index in starts else 0
        if index in starts:
            current = index
            spans[current] = []
        if begin < len(texts[index]):
            spans[current].append((index, (begin, len(texts[index]))))
    return [_turn(starts[i].label, *heard[starts[i].label], tuple(found)) for i, found in spans.items() if found]


def _turn(label: str, heard: Heard, rule: str, spans: tuple[tuple[int, Span], ...]) -> Found:
    cue = label if heard.cue == label else f"{label}：{heard.cue}"
    return Found(
        kind="turn", spans=spans, speaker=heard.speaker, cue=cue, rule=f"turn_{rule}", confidence=heard.confidence
    )
