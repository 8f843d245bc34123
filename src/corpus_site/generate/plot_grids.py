"""Two pictures of numbers in rows and columns: a heat map, and stacked columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus_site.generate.plot_parts import (
    ACCENT,
    GAP,
    GROUND,
    LINE,
    MARKED,
    QUIET,
    RAISED,
    SMALL,
    WORDED,
    as_is,
    band,
    coloured,
    column_width,
    fitted,
    head,
    hue,
    layer,
    letters,
    picture,
    room_for,
)
from corpus_site.generate.vega import Spec

Values = Mapping[tuple[int, int], int]  # by row and column

HEAT = (0.12, 0.22, 0.32, 0.42)  # of the accent laid on the ground: ink stays legible on it in both schemes
_ROW = 32  # height of a row of the heat map
_PLOT = 220  # height of the highest column


def step(value: int, most: int) -> int:
    """Give the step of the scale, 1 to 4, on which a number lies: each begins as many times higher as the one before.

    >>> [step(value, 100) for value in (1, 3, 4, 10, 11, 31, 32, 100)]
    [1, 1, 2, 2, 3, 3, 4, 4]
    """
    return 1 + sum(value**4 > most**power for power in (1, 2, 3))


def heat_spec(rows: Sequence[str], columns: Sequence[str], values: Values) -> Spec:
    """Lay out a heat map.  Marks: the rows' names, the columns' names, then the cells in the order of `values`."""
    most = max(values.values(), default=1)
    width = column_width(columns, most)
    first = len(rows) + len(columns)
    cells = [
        {"r": r, "c": c, "text": str(value), "heat": HEAT[step(value, most) - 1], "mark": f"#{first + place}"}
        for place, ((r, c), value) in enumerate(values.items())
    ]
    empty = [{"r": r, "c": c} for r in range(len(rows)) for c in range(len(columns)) if (r, c) not in values]
    names = [{"r": r, "text": fitted(name), "mark": f"#{r}"} for r, name in enumerate(rows)]
    heads = [head(c, name, len(rows) + c) for c, name in enumerate(columns)]
    x, y = band("c", len(columns), 2 / width), band("r", len(rows), 2 / _ROW)
    return picture(
        len(columns) * width,
        len(rows) * _ROW,
        layer(empty, {"type": "rect", "fill": RAISED}, {"x": x, "y": y}),
        layer(cells, {"type": "rect", "fill": ACCENT}, {"x": x, "y": y, "fillOpacity": as_is("heat"), **MARKED}),
        layer(cells, letters("center"), {"x": x, "y": y, **WORDED}),
        layer(names, letters("right"), {"x": {"value": -GAP}, "y": y, **WORDED}),
        layer(heads, letters("center"), {"x": x, "y": {"value": -14}, **WORDED}),
        left=room_for(str(name["text"]) for name in names) + GAP + 4,
        top=28,
    )


def columns_spec(columns: Sequence[str], hues: Sequence[int], values: Values) -> Spec:
    """Lay out stacked columns, the first series at the foot.  Marks: the columns' names, then the parts as in `values`."""
    totals = [sum(value for (_, c), value in values.items() if c == column) for column in range(len(columns))]
    most = max(totals, default=1)
    width = column_width(columns, most)
    parts = [
        {"s": s, "c": c, "v": value, "colour": hue(hues[s]), "mark": f"#{len(columns) + place}",
         "text": str(value) if value * _PLOT >= 17 * most else ""}  # no number where it would not fit
        for place, ((s, c), value) in enumerate(values.items())
    ]  # fmt: skip
    x = band("c", len(columns), 0.2)
    high = {"field": "v", "type": "quantitative", "axis": None, "scale": {"domain": [0, most], "nice": False}}
    stacked = {"x": x, "y": {**high, "stack": "zero"}, "order": {"field": "s"}}
    middle = {**stacked, "y": {**high, "stack": "zero", "bandPosition": 0.5}}
    sums = [{"c": c, "v": total, "text": str(total)} for c, total in enumerate(totals) if total]
    heads = [head(c, name, c) for c, name in enumerate(columns)]
    foot = {"x": {"value": 0}, "x2": {"value": len(columns) * width}, "y": {"value": _PLOT}}
    return picture(
        len(columns) * width,
        _PLOT,
        layer(parts, {"type": "bar", "stroke": GROUND}, {**stacked, "color": coloured("colour"), **MARKED}),
        layer(parts, letters("center", SMALL, GROUND), {**middle, **WORDED}),
        layer(sums, letters("center", SMALL, QUIET, dy=-9), {"x": x, "y": high, "text": {"field": "text"}}),
        layer([{}], {"type": "rule", "stroke": LINE}, foot),
        layer(heads, letters("center"), {"x": x, "y": {"value": _PLOT + 16}, **WORDED}),
        top=24,
        bottom=30,
    )
