"""What the pictures of the site have in common: colours, room for names, the words of Vega-Lite.

Vega measures text with the fonts of the machine it runs on, readers see it in theirs.  So nothing hangs on a measured
width: a Han character is taken for one em, room is left for it, and longer names are cut.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from corpus_site.generate.render import plain_text
from corpus_site.generate.vega import Spec

Row = Mapping[str, Any]
Encoding = dict[str, Any]

# Vega hands colours on as they are written, so they can be those of the page, in either scheme.
INK, QUIET, LINE = "var(--md-typeset-color)", "var(--cs-quiet)", "var(--cs-line)"
GROUND, RAISED, ACCENT = "var(--md-default-bg-color)", "var(--cs-raised)", "var(--cs-accent)"

SIZE, SMALL = 13, 12  # of type, in pixels
LONGEST, LONGEST_HEAD = 10, 6  # of names, in em
GAP = 10  # between a name and what it names
_SLACK = 1.08  # how much wider the reader's font may be
_WIDE = "MW@%mw"  # wider than other letters
_NARROW = 40  # the least width of a column


def hue(number: int) -> str:
    return f"var(--cs-hue-{number})"


def width_of(text: str) -> float:
    """Give about how wide a text is, in em.

    >>> width_of("监管"), round(width_of("AGI 2"), 1)
    (2, 3.3)
    """
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.1
    if unicodedata.east_asian_width(letter) in "WFA" or letter in _WIDE:
        return 1
    return 0.7 if letter.isupper() else 0.6


def fitted(text: str, room: float = LONGEST) -> str:
    """Cut a name to a width in em; one without anything to show becomes a dash.

    >>> fitted("通用人工智能的监管与治理"), fitted("AGI"), fitted("\\u202e")
    ('通用人工智能的监管…', 'AGI', '—')
    """
    shown = plain_text(text)
    if width_of(shown) <= room:
        return shown or "—"
    while width_of(shown) > room - 1:
        shown = shown[:-1]
    return shown.rstrip() + "…"


def room_for(texts: Iterable[str]) -> int:
    """Give the pixels that the longest of some texts takes."""
    return round(max((width_of(text) for text in texts), default=0) * SIZE * _SLACK)


def column_width(names: Iterable[str], most: int) -> int:
    """Give a width in which every column's name and the largest number can stand.

    >>> column_width(["2023", "2024"], 12), column_width(["2023-06"], 12)
    (46, 71)
    """
    return max(_NARROW, room_for([str(most), *(fitted(name, LONGEST_HEAD) for name in names)]) + 12)


def head(place: int, name: str, number: int) -> Row:
    """Give the name of a column as a row of data."""
    return {"c": place, "text": fitted(name, LONGEST_HEAD), "mark": f"#{number}"}


MARKED: Encoding = {"description": {"field": "mark"}}
WORDED: Encoding = {"text": {"field": "text"}, **MARKED}
AT: Encoding = {axis: {"field": axis, "type": "quantitative", "scale": None, "axis": None} for axis in ("x", "y")}


def as_is(field: str) -> Encoding:
    """Take a number for what it is, a width or a share, not for one to be scaled."""
    return {"field": field, "type": "quantitative", "scale": None, "legend": None}


def coloured(field: str) -> Encoding:
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def band(field: str, count: int, gap: float) -> Encoding:
    """Give every number below `count` a band; `gap` is the share of it that stays empty."""
    scale = {"domain": list(range(count)), "paddingInner": gap, "paddingOuter": gap / 2}
    return {"field": field, "type": "ordinal", "axis": None, "scale": scale}


def letters(align: str, size: int = SIZE, color: str = INK, **more: object) -> dict[str, Any]:
    return {"type": "text", "align": align, "baseline": "middle", "fontSize": size, "color": color, **more}


def layer(rows: Iterable[Row], mark: Mapping[str, Any], encoding: Encoding) -> dict[str, Any]:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def picture(
    width: int, height: int, *layers: Mapping[str, Any], left: int = 4, top: int = 4, right: int = 4, bottom: int = 4
) -> Spec:
    """Put layers on one page, with room around them for what stands outside of the plot."""
    return {
        "width": width,
        "height": height,
        "autosize": "none",
        "padding": {"left": left, "top": top, "right": right, "bottom": bottom},
        "background": None,
        "config": {"view": {"stroke": None}},
        "layer": list(layers),
    }
