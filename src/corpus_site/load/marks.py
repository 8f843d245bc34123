"""Quotation marks: which stretches of a paragraph stand between them."""

from __future__ import annotations

from dataclasses import dataclass

_CLOSES = {"“": "”", "「": "」", "『": "』", "〝": "〞"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An outermost stretch between quotation marks: `start` and `end` are those of the words inside."""

    start: int
    end: int

    @property
    def open(self) -> int:
        return self.start - 1

    @property
    def close(self) -> int:
        return self.end + 1


def marked(text: str) -> list[Marked]:
    """Outermost pairs of marks, in order; straight marks pair by turns; an end that never comes ends nothing.

    >>> [("“甲‘乙’丙”，丁"[m.start:m.end]) for m in marked("“甲‘乙’丙”，丁")]
    ['甲‘乙’丙']
    >>> [('"甲，"他说：“乙。”'[m.start:m.end]) for m in marked('"甲，"他说：“乙。”')]
    ['甲，', '乙。']
    >>> marked("5\\" 屏幕")
    []
    """
    out: list[Marked] = []
    depth: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if depth and char == depth[-1][0]:
            _, start = depth.pop()
            if not depth:
                out.append(Marked(start=start, end=at))
        elif char in _CLOSES:
            depth.append((_CLOSES[char], at + 1))
        elif char == '"' and (not depth or depth[-1][0] != '"') and text.find('"', at + 1) > 0:
            depth.append(('"', at + 1))
    return out
