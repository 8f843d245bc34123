"""The network of people and themes, in two columns that are ordered so that few lines cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from corpus_site.generate.plot_parts import (
    ACCENT,
    AT,
    MARKED,
    QUIET,
    SMALL,
    WORDED,
    Row,
    as_is,
    fitted,
    hue,
    layer,
    letters,
    picture,
    room_for,
)
from corpus_site.generate.vega import Spec

Side = Sequence[tuple[str, int]]  # name and number of each node
Edges = Mapping[tuple[int, int], int]  # by person and theme

_ROW, _BETWEEN = 34, 280  # height of a line, width between the columns
_LARGEST = 9  # radius of a node
_SWEEPS = 12


def network_spec(people: Side, themes: Side, heads: tuple[str, str], edges: Edges) -> Spec:
    """Lay out who speaks of what.  Marks: people, themes, then the lines in the order of `edges`."""
    height = max(len(people), len(themes), 1) * _ROW
    orders = untangled(len(people), len(themes), edges)
    most = max((value for _, value in (*people, *themes)), default=1)
    left = _nodes(people, orders[0], 0, 0, height, most)
    right = _nodes(themes, orders[1], len(people), _BETWEEN, height, most)
    lines = _lines(left, right, edges)
    line = {**AT, "detail": {"field": "e"}, "order": {"field": "i"}, **MARKED}
    weight = {"strokeWidth": as_is("width"), "strokeOpacity": as_is("ink")}
    node = {**AT, "size": as_is("size"), **MARKED}
    beside = _LARGEST + 6
    named = [{"x": x, "y": -14, "text": text} for x, text in zip((0, _BETWEEN), heads, strict=True)]
    words = {**AT, "text": {"field": "text"}}
    return picture(
        _BETWEEN,
        height,
        layer(lines, {"type": "line", "stroke": QUIET, "interpolate": "monotone"}, {**line, **weight}),
        layer(left, {"type": "circle", "color": ACCENT, "opacity": 1}, node),
        layer(right, {"type": "square", "color": hue(1), "opacity": 1}, node),
        layer(left, letters("right", dx=-beside), {**AT, **WORDED}),
        layer(right, letters("left", dx=beside), {**AT, **WORDED}),
        layer(named[:1], letters("right", SMALL, QUIET, dx=-beside), words),
        layer(named[1:], letters("left", SMALL, QUIET, dx=beside), words),
        left=room_for(str(one["text"]) for one in left) + beside + 4,
        right=room_for(str(one["text"]) for one in right) + beside + 4,
        top=28,
    )


def _nodes(side: Side, order: Sequence[int], first: int, x: int, height: int, most: int) -> list[Row]:
    return [
        {
            "x": x,
            "y": round((order.index(place) + 0.5) * height / len(side), 1),
            "text": f"{fitted(name)} {value}",
            "size": round((4 + (_LARGEST - 4) * (value / max(most, 1)) ** 0.5) ** 2 * 3.1, 1),
            "mark": f"#{first + place}",
        }
        for place, (name, value) in enumerate(side)
    ]


def _lines(left: Sequence[Row], right: Sequence[Row], edges: Edges) -> list[Row]:
    """Give four points for every line: level at either end, so that one sees where it goes."""
    strongest = max(edges.values(), default=1)
    lines: list[Row] = []
    for place, ((person, theme), value) in enumerate(edges.items()):
        share = value / strongest
        weight = {"width": round(0.8 + 6 * share, 1), "ink": round(0.25 + 0.45 * share, 2)}
        mark = f"#{len(left) + len(right) + place}"
        points = ((0, left[person]), (0.06, left[person]), (0.94, right[theme]), (1, right[theme]))
        lines.extend(
            {"x": _BETWEEN * x, "y": node["y"], "e": place, "i": i, "mark": mark, **weight}
            for i, (x, node) in enumerate(points)
        )
    return lines


def untangled(people: int, themes: int, edges: Edges) -> tuple[list[int], list[int]]:
    """Order both sides so that few lines cross: each side in turn by the middle of what it is joined to.

    >>> untangled(3, 2, {(0, 1): 5, (1, 0): 5, (2, 1): 1})
    ([0, 2, 1], [1, 0])
    """
    joined: tuple[dict[int, list[tuple[int, int]]], ...] = ({}, {})
    for (person, theme), value in edges.items():
        joined[0].setdefault(person, []).append((theme, value))
        joined[1].setdefault(theme, []).append((person, value))
    orders = [list(range(people)), list(range(themes))]
    best, fewest = (orders[0], orders[1]), _crossings(orders[0], orders[1], edges)
    for sweep in range(_SWEEPS):
        side = (sweep + 1) % 2
        orders[side] = _by_middle(orders[side], orders[1 - side], joined[side])
        crossings = _crossings(orders[0], orders[1], edges)
        if crossings < fewest:
            best, fewest = (orders[0], orders[1]), crossings
    return best


def _by_middle(
    order: Sequence[int], others: Sequence[int], joined: Mapping[int, Sequence[tuple[int, int]]]
) -> list[int]:
    place = {other: index for index, other in enumerate(others)}

    def middle(node: int) -> Fraction:  # exact, so that no rounding decides
        ends = joined.get(node, [])
        whole = sum(value for _, value in ends)
        return Fraction(sum(place[other] * value for other, value in ends), whole) if whole else Fraction(len(others))

    return sorted(order, key=middle)


def _crossings(left: Sequence[int], right: Sequence[int], edges: Edges) -> int:
    """Count how much crosses how much."""
    from_left, to_right = ({node: place for place, node in enumerate(order)} for order in (left, right))
    lines = sorted((from_left[person], to_right[theme], value) for (person, theme), value in edges.items())
    return sum(
        value * other
        for place, (start, end, value) in enumerate(lines)
        for start_2, end_2, other in lines[place + 1 :]
        if start < start_2 and end > end_2
    )
