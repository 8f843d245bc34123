"""From judged labels to turns: who speaks from where to where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus_site.load.labels import Candidate
from corpus_site.load.quotes import Found
from corpus_site.load.speakers import Given, Heard, speaker_of
from corpus_site.model import BlockKind, Span

_GOES_ON: frozenset[BlockKind] = frozenset({"paragraph", "item", "quote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """The turns of an article, and the paragraphs that belong to them."""

    found: tuple[Found, ...]
    taken: frozenset[int]


def cut_turns(
    texts: Sequence[str], kinds: Sequence[BlockKind], accepted: Sequence[Candidate], given: dict[str, Given]
) -> Turns:
    """Make a turn of every accepted label: its words go on until the next label.

    `texts` and `kinds` are those of the article's paragraphs; `given` tells what is known about each label.  Pictures
    and section titles interrupt a turn and do not end it; references and furniture stand outside.
    """
    heard: dict[str, tuple[Heard, str]] = {label: speaker_of(g) for label, g in given.items()}
    starts = {c.index: c for c in accepted}
    found: list[Found] = []
    taken: set[int] = set()
    current: Candidate | None = None
    spans: list[tuple[int, Span]] = []

    def close() -> None:
        if current and spans:
            said, rule = heard[current.label]
            cue = (
                current.label
                if rule in ("person", "nameless_role", "role_with_name", "organisation")
                else f"{current.label}：{said.cue}"
            )
            found.append(
                Found(
                    kind="turn",
                    spans=tuple(spans),
                    speaker=said.speaker,
                    cue=cue,
                    rule=f"turn_{rule}",
                    confidence=said.confidence,
                )
            )

    for index, kind in enumerate(kinds):
        if index in starts:
            close()
            current, spans = starts[index], []
            taken.add(index)
            if current.end < len(texts[index]):
                spans.append((index, (current.end, len(texts[index]))))
        elif current and kind in _GOES_ON:
            taken.add(index)
            spans.append((index, (0, len(texts[index]))))
    close()
    return Turns(found=tuple(found), taken=frozenset(taken))
