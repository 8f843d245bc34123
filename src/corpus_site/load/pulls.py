"""Pull quotes: lists of highlights (金句摘录) whose sentences stand in the article once more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus_site.fold import fold
from corpus_site.load.blocks import opens
from corpus_site.load.paragraphs import Paragraph
from corpus_site.load.passages import Found

_GRAM = 4
_ENOUGH = 0.5  # share of a highlight's grams that the passage must hold
_REMARK = re.compile(r"^\s*[（(][^（）()]{2,40}[）)]\s*")


def pull_quotes(
    paragraphs: Sequence[Paragraph], published: Sequence[bool], quotes: Sequence[tuple[Found, str]]
) -> list[tuple[Found, int]]:
    """Highlights and the place (in `quotes`) of the one that each repeats: (pull quote, index).

    `quotes` pairs every other quote with its words.  A highlight that repeats nothing is not a quote of anybody.
    """
    grams = [_grams(words) for _, words in quotes]
    out: list[tuple[Found, int]] = []
    inside = False
    for index, p in enumerate(paragraphs):
        if opens(p, "pull"):
            inside = True
            continue
        if p.kind == "heading" or (inside and p.kind == "text" and not p.quoted):
            inside = False
        if not inside or p.kind != "item" or not published[index]:
            continue
        start = found.end() if (found := _REMARK.match(p.text)) else 0
        own = _grams(p.text[start:])
        shares = [len(own & g) / len(own) if own else 0.0 for g in grams]
        best = max(range(len(shares)), key=lambda k: (shares[k], -k), default=None)
        if best is None or shares[best] < _ENOUGH:
            continue
        said = quotes[best][0]
        out.append(
            (
                Found(
                    kind="pull",
                    spans=((index, (start, len(p.text))),),
                    speaker=said.speaker,
                    cue=said.cue,
                    rule="pull_quote",
                    confidence=said.confidence,
                    work=said.work,
                ),
                best,
            )
        )
    return out


def _grams(text: str) -> frozenset[str]:
    key = fold(text)
    return frozenset(key[i : i + _GRAM] for i in range(len(key) - _GRAM + 1))
