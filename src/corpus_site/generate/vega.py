"""A Vega-Lite specification to SVG that can stand inside a page: the only module that knows Vega.

A specification numbers its marks (`description: "#3"`) and knows neither their names nor where they lead: Vega's own
`href` makes every relative address absolute.  What Vega writes is read element by element, and only what is listed here
goes on: no font, no style, no role, no id.  All shapes of one number stand in one link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from corpus_site.generate.paths import outside, safe_address
from corpus_site.generate.render import plain_text

Spec = Mapping[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_VERSION = "6.4"  # of Vega-Lite; the library carries several
_KEPT = (
    "d", "transform", "fill", "fill-opacity", "stroke", "stroke-width",
    "stroke-opacity", "text-anchor", "font-size", "font-weight",
)  # fmt: skip
_EXACT = frozenset(("d", "transform", "stroke-width"))  # what has places or lengths in it
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_BAR = re.compile(r"M(-?[\d.]+),(-?[\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+Z")
_MOVED = re.compile(r"translate\((\d+),(\d+)\)")
_NUMBERED = re.compile(r"#(\d+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """What one mark of a picture is called, and where it leads.

    `tab`: one reaches it with the Tab key.  `title`: it shows its name under the pointer.
    """

    name: str
    href: str | None = None
    tab: bool = True
    title: bool = False
    kind: str = ""  # its class


def drawn(spec: Spec, title: str, marks: Sequence[Mark], aside: int = 0) -> Markup:
    """Draw a picture as `<svg>`; a mark with the description `#3` becomes a link to where `marks[3]` leads.

    The first `aside` marks, which stand left of the plot, get an `<svg>` of their own: it can stay when the rest scrolls.

    >>> text = {"mark": "text", "encoding": {"text": {"value": "A & B"}, "description": {"value": "#0"}}}
    >>> page = {"width": 9, "height": 9, "padding": 0, "autosize": "none", "data": {"values": [{}]}}
    >>> print(drawn(page | text, "Two", [Mark("Both", "a/")]))  # doctest: +ELLIPSIS
    <svg class="cs-plot-svg" role="group" aria-label="Two" width="9" height="9" viewBox="0 0 9 9">
    <a href="a/" aria-label="Both"><text ... font-size="11px">A &amp; B</text></a>
    </svg>
    """
    import vl_convert  # the engine inside takes half a second to start, so only who draws a new picture loads it

    written = vl_convert.vegalite_to_svg({"$schema": SCHEMA, **spec}, vl_version=_VERSION, allowed_base_urls=[])
    root = ElementTree.fromstring(written)
    shapes: dict[int, list[Markup]] = {}
    still = 0  # stretches of shapes without a mark, which stay where they are
    for number, shape in _shapes(root):
        still = len(shapes) if number is not None else still
        shapes.setdefault(-1 - still if number is None else number, []).append(shape)
    lines = {number: _linked(None if number < 0 else marks[number], inside) for number, inside in shapes.items()}
    left, top = _corner(root)
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    beside = [line for number, line in lines.items() if 0 <= number < aside]
    rest = [line for number, line in lines.items() if not 0 <= number < aside]
    if not beside:
        return _svg("cs-plot-svg", title, (-left, -top, width, height), rest)
    return Markup("\n").join(
        (
            _svg("cs-plot-svg cs-plot-aside", title, (-left, -top, left, height), beside),
            _svg("cs-plot-svg", title, (0, -top, width - left, height), rest),
        )
    )


def _corner(root: ElementTree.Element) -> tuple[int, int]:
    """Find where the plot begins, from where every place is counted."""
    moved = _MOVED.fullmatch(root[0].get("transform", ""))
    return (int(moved[1]), int(moved[2])) if moved else (0, 0)


def _svg(kind: str, title: str, window: tuple[int, int, int, int], lines: Iterable[Markup]) -> Markup:
    seen = {"width": str(window[2]), "height": str(window[3]), "viewBox": " ".join(map(str, window))}
    opening = _tag("svg", {"class": kind, "role": "group", "aria-label": plain_text(title)} | seen)
    return Markup("\n").join([opening, *lines, Markup("</svg>")])


def _shapes(root: ElementTree.Element) -> Iterator[tuple[int | None, Markup]]:
    """List what is drawn, in order, with the number of its mark."""
    for element in root.iter():
        kept = {key: _rounded(element.attrib[key], key) for key in _KEPT if key in element.attrib}
        numbered = _NUMBERED.fullmatch(element.get("aria-label", ""))
        number = int(numbered[1]) if numbered else None
        match element.tag.rpartition("}")[2]:
            case "text" if element.text:
                yield number, _element("text", kept, Markup.escape(element.text))
            case "path" if "fill" in kept or "stroke" in kept:  # else Vega's place for a background
                yield number, _shape({"fill": "none"} | kept)


def _shape(kept: dict[str, str]) -> Markup:
    if bar := _BAR.fullmatch(kept["d"]):
        rest = {key: value for key, value in kept.items() if key != "d"}
        return _element("rect", dict(zip(("x", "y", "width", "height"), bar.groups(), strict=True)) | rest, Markup())
    return _element("path", kept, Markup())


def _linked(mark: Mark | None, shapes: Sequence[Markup]) -> Markup:
    """Put shapes into their link; those that lead nowhere are for the eye, the table beside them is for the ear."""
    inside = Markup().join(shapes)
    still = {"aria-hidden": "true"}
    if mark is None:
        return _element("g", still, inside)
    title = Markup("<title>{}</title>").format(plain_text(mark.name)) if mark.title else Markup()
    if mark.href is None:
        return _element("g", {"class": mark.kind} | still, title + inside)
    link = {"class": mark.kind, "href": _checked(mark.href), "aria-label": plain_text(mark.name)}
    return _element("a", link | ({} if mark.tab else {"tabindex": "-1"}), title + inside)


def _element(name: str, attributes: Mapping[str, str], inside: Markup) -> Markup:
    opening = _tag(name, attributes)
    return Markup("{}{}</{}>").format(opening, inside, name) if inside else opening[:-1] + Markup("/>")


def _tag(name: str, attributes: Mapping[str, str]) -> Markup:
    written = [Markup(' {}="{}"').format(key, value) for key, value in attributes.items() if value]
    return Markup("<{}{}>").format(name, Markup().join(written))


def _rounded(value: str, name: str) -> str:
    """Cut places and lengths to tenths of a pixel.

    >>> _rounded("M5,11.999999999999996h90v-1e-15", "d")
    'M5,12h90v0'
    """
    return _NUMBER.sub(lambda found: f"{round(float(found[0]), 1) + 0:g}", value) if name in _EXACT else value


def _checked(href: str) -> str:
    """Let only relative addresses through: all that a picture leads to lies in the site."""
    if safe_address(href) is None or outside(href) is not None or href.startswith("/"):
        raise ValueError(f"not a relative address: {href!r}")
    return href
