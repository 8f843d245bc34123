"""The pictures of the site: drawn when it is built, with links on what they show and a table of the same numbers.

The smallest marks, of which there may be hundreds, are out of the way of the Tab key: the table leads to the same
places, one key away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

from markupsafe import Markup

from corpus_site.generate.plot_grids import columns_spec, heat_spec
from corpus_site.generate.plot_network import network_spec
from corpus_site.generate.plot_parts import fitted
from corpus_site.generate.render import plain_text, text_filter
from corpus_site.generate.vega import Mark, Spec, drawn
from corpus_site.generate.words import Words
from corpus_site.store import Store, program

SERIES, PEOPLE, THEMES = 6, 14, 12  # what a picture can show and stay legible
_NOTHING = Markup()
_NOWHERE: Mapping[Any, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a picture, and where it leads; two of the same place are added up."""

    row: str
    column: str
    value: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody who speaks, or what is spoken of."""

    id: str
    name: str
    kind: Literal["person", "theme"]
    value: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class _Grid:
    """Numbers in rows and columns, as picture and table both have them; places count from 0."""

    rows: Sequence[Mark]
    columns: Sequence[Mark]
    values: Mapping[tuple[int, int], int]
    hrefs: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Draws pictures, each as one block of HTML; a picture without a number is "".

    >>> Pictures(Store(None, str), Words({})).heat_map("主题", [], ["监管"], ["2023"])
    Markup('')
    """

    store: Store[str]
    words: Words

    def heat_map(
        self,
        title: str,
        cells: Iterable[Cell],
        rows: Sequence[str],
        columns: Sequence[str],
        row_links: Mapping[str, str] = _NOWHERE,
        column_links: Mapping[str, str] = _NOWHERE,
    ) -> Markup:
        """Draw numbers as cells, the darker the larger; what is of no row or no column here is left out."""
        grid = _grid(cells, _named(rows, row_links), _named(columns, column_links))
        spec = partial(heat_spec, _names(grid.rows), _names(grid.columns), grid.values)
        return self._figure(title, spec, (*grid.rows, *grid.columns, *self._parts(grid)), grid, aside=len(grid.rows))

    def columns(
        self,
        title: str,
        cells: Iterable[Cell],
        columns: Sequence[str],
        series: Sequence[str],
        column_links: Mapping[str, str] = _NOWHERE,
        series_links: Mapping[str, str] = _NOWHERE,
    ) -> Markup:
        """Draw numbers as stacked columns: the first six of `series`, and all others as one more."""
        shown = _named(series[:SERIES], series_links)
        grid = _grid(cells, shown, _named(columns, column_links), Mark(self.words("pictures.other")))
        hues = [place + 1 if place < len(shown) else 0 for place in range(len(grid.rows))]
        spec = partial(columns_spec, _names(grid.columns), hues, grid.values)
        parts = [replace(part, title=True) for part in self._parts(grid)]
        return self._figure(title, spec, (*grid.columns, *parts), grid, _key(grid.rows, hues))

    def network(
        self,
        title: str,
        nodes: Iterable[Node],
        edges: Iterable[tuple[str, str, int]],
        edge_links: Mapping[tuple[str, str], str] = _NOWHERE,
    ) -> Markup:
        """Draw who speaks of what, from (id of a person, id of a theme, how often); of many nodes only the largest."""
        ranked = sorted(nodes, key=lambda node: (-node.value, node.id))
        people = [node for node in ranked if node.kind == "person"][:PEOPLE]
        themes = [node for node in ranked if node.kind == "theme"][:THEMES]
        cells = [Cell(person, theme, value, edge_links.get((person, theme))) for person, theme, value in edges]
        grid = _grid(cells, _nodes(people), _nodes(themes))
        heads = self.words("people.title"), self.words("theme.title")
        spec = partial(network_spec, _sized(people), _sized(themes), heads, grid.values)
        marks = [
            Mark(
                self.words("plot.mark", name=node.name, n=node.value),
                node.href,
                title=_is_cut(node.name),
                kind=f"cs-node-{side}{place}",
            )
            for side, named in (("p", people), ("t", themes))
            for place, node in enumerate(named)
        ]
        lines = [
            replace(part, title=True, kind=f"cs-edge cs-edge-p{person} cs-edge-t{theme}")
            for part, (person, theme) in zip(self._parts(grid), grid.values, strict=True)
        ]
        return self._figure(title, spec, (*marks, *lines), grid)

    def _parts(self, grid: _Grid) -> list[Mark]:
        """Name what stands in the rows and columns, in the order of its values."""
        return [
            Mark(
                self.words("plot.mark", name=f"{grid.rows[r].name} {grid.columns[c].name}", n=value),
                grid.hrefs.get((r, c)),
                tab=False,
            )
            for (r, c), value in grid.values.items()
        ]

    def _figure(
        self,
        title: str,
        spec: partial[Spec],
        marks: Sequence[Mark],
        grid: _Grid,
        key: Markup = _NOTHING,
        aside: int = 0,
    ) -> Markup:
        if not grid.values:
            return _NOTHING
        decides = repr((title, spec.func.__name__, spec.args, marks, aside)).encode()
        made_from = (program(("generate",), ("vl-convert-python",)), decides)
        svg = Markup(self.store.get(made_from, lambda: str(drawn(spec(), title, marks, aside))))
        reached = any(mark.tab and mark.href for mark in marks)
        leads = any(mark.href for mark in marks)
        return Markup(
            '<figure class="cs-plot">\n{}{}\n<figcaption>{}</figcaption>\n'
            '<details class="cs-fold"><summary>{}</summary>\n{}\n</details>\n</figure>'
        ).format(
            key,
            _scroller("cs-plot-scroll", title, svg, reached),
            text_filter(plain_text(title)),
            self.words("plot.table"),
            _scroller("cs-scroll", title, _table(grid), leads),
        )


def _key(series: Sequence[Mark], hues: Sequence[int]) -> Markup:
    """Name the series of a picture beside their colours."""
    lines = [
        Markup('<li class="cs-hue-{}"><span class="cs-plot-hue" aria-hidden="true"></span>{}</li>\n').format(
            hue, _link(one)
        )
        for one, hue in zip(series, hues, strict=True)
    ]
    return Markup('<ul class="cs-plot-key">\n{}</ul>\n').format(Markup().join(lines))


def _names(marks: Iterable[Mark]) -> list[str]:
    return [mark.name for mark in marks]


def _named(names: Iterable[str], links: Mapping[str, str]) -> dict[str, Mark]:
    return {name: Mark(name, links.get(name), title=_is_cut(name)) for name in names}


def _nodes(nodes: Iterable[Node]) -> dict[str, Mark]:
    return {node.id: Mark(node.name, node.href) for node in nodes}


def _sized(nodes: Iterable[Node]) -> list[tuple[str, int]]:
    return [(node.name, node.value) for node in nodes]


def _is_cut(name: str) -> bool:
    return fitted(name) != plain_text(name)


def _grid(
    cells: Iterable[Cell], rows: Mapping[str, Mark], columns: Mapping[str, Mark], rest: Mark | None = None
) -> _Grid:
    """Put numbers in their places; `rest` is the row of those that have none, if they may have one."""
    row_of, column_of = ({name: place for place, name in enumerate(side)} for side in (rows, columns))
    values: Counter[tuple[int, int]] = Counter()
    hrefs: dict[tuple[int, int], str] = {}
    for cell in cells:
        row = row_of.get(cell.row, None if rest is None else len(rows))
        column = column_of.get(cell.column)
        if row is None or column is None or cell.value <= 0:
            continue
        values[row, column] += cell.value
        if cell.href and row < len(rows):
            hrefs.setdefault((row, column), cell.href)
    left_over = [rest] if rest is not None and any(row == len(rows) for row, _ in values) else []
    return _Grid([*rows.values(), *left_over], list(columns.values()), dict(sorted(values.items())), hrefs)


def _scroller(kind: str, title: str, inside: Markup, leads: bool) -> Markup:
    """Let something wide scroll by itself; without a link in it, it must be reachable as such."""
    name = plain_text(title)
    reach = Markup() if leads else Markup(' tabindex="0" role="group" aria-label="{}"').format(name)
    return Markup('<div class="{}"{}>\n{}\n</div>').format(kind, reach, inside)


def _table(grid: _Grid) -> Markup:
    """Write the numbers of a picture as a table, with all its links."""
    heads = Markup().join(Markup('<th scope="col">{}</th>').format(_link(mark)) for mark in grid.columns)
    lines = [Markup("<thead><tr><td></td>{}</tr></thead>\n<tbody>").format(heads)]
    for r, row in enumerate(grid.rows):
        cells = [
            _link(Mark(str(grid.values[r, c]), grid.hrefs.get((r, c)))) if (r, c) in grid.values else ""
            for c in range(len(grid.columns))
        ]
        inside = Markup().join(Markup("<td>{}</td>").format(cell) for cell in cells)
        lines.append(Markup('<tr><th scope="row">{}</th>{}</tr>').format(_link(row), inside))
    return Markup('<table class="cs-table">\n{}\n</tbody></table>').format(Markup("\n").join(lines))


def _link(mark: Mark) -> Markup:
    text = text_filter(plain_text(mark.name)) or "—"
    return Markup('<a href="{}">{}</a>').format(mark.href, text) if mark.href else Markup("{}").format(text)
