"""Pictures: one block each that a page can hold, whatever names are in it, with the same numbers as a table."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright

from corpus_site.generate.document import Document, parts_of, to_markdown
from corpus_site.generate.pictures import PEOPLE, SERIES, THEMES, Cell, Node, Pictures
from corpus_site.generate.plot_grids import HEAT
from corpus_site.generate.plot_network import untangled
from corpus_site.generate.vega import Mark, drawn
from corpus_site.generate.words import read_words
from corpus_site.store import Store
from project import ROOT, chromium

TEMPLATES = ROOT / "docs_templates"
WORDS = read_words(TEMPLATES)
PICTURES = Pictures(Store(None, str), WORDS)
THEME_NAMES = ["监管与治理", "算力与芯片", "AGI", "开源与闭源", "多模态", "规模法则", "人与机器", "商业化"]
YEARS = [str(year) for year in range(2012, 2024)]
HOSTILE = [
    "<script>alert(1)</script>",
    '"&{{x}} {% y %}',
    "](javascript:alert(1))",
    "\u202eevil\u202c \u2066b\u2069",
    "很" * 60,
    "W" * 60,
    "",
    "\u202e\x00",
    "&amp;lt; ]]> --> <!--",
    "مرحبا بالعالم",
    "a\u0301\u0302" * 20,
    "😀" * 30,
    "#3",
    "\n\n```\tx\r\n~~~",
    "null",
    "\ud800'",
]


def _cells(rows: Sequence[str], columns: Sequence[str] = YEARS) -> list[Cell]:
    return [
        Cell(row, column, (7 * r + 13 * c) % 29 * (1 if c % 3 else 40), f"../themes/t{r}/{column}/#q{c}")
        for r, row in enumerate(rows)
        for c, column in enumerate(columns)
    ]


def _nodes(names: Sequence[str]) -> list[Node]:
    people = [Node(f"p{i}", name, "person", 9 * i + 1, f"../people/p{i}/") for i, name in enumerate(names)]
    return people + [Node(f"t{i}", name, "theme", 5 * i + 1, f"../themes/t{i}/") for i, name in enumerate(names)]


def _edges(count: int) -> list[tuple[str, str, int]]:
    return [(f"p{i}", f"t{j}", i * j % 11) for i in range(count) for j in range(count)]


def heat_map(names: Sequence[str], pictures: Pictures = PICTURES) -> str:
    links = {name: f"../themes/t{i}/" for i, name in enumerate(names)}
    return pictures.heat_map(names[0], _cells(names), names, YEARS, links, {year: f"../{year}/" for year in YEARS})


def columns(names: Sequence[str], pictures: Pictures = PICTURES) -> str:
    links = {name: f"../themes/t{i}/" for i, name in enumerate(names)}
    return pictures.columns(names[0], _cells(names), YEARS, names, {}, links)


def network(names: Sequence[str], pictures: Pictures = PICTURES) -> str:
    return pictures.network(names[0], _nodes(names), _edges(len(names)), {("p1", "t1"): "../people/p1/on/t1/"})


KINDS: tuple[Callable[..., str], ...] = (heat_map, columns, network)
kinds = pytest.mark.parametrize("kind", KINDS)
both = pytest.mark.parametrize("names", [THEME_NAMES, HOSTILE], ids=["ordinary", "hostile"])


def _read(figure: str) -> ElementTree.Element:
    return ElementTree.fromstring(figure)


def _svg(figure: str) -> list[ElementTree.Element]:
    return [element for svg in _read(figure).iter("svg") for element in svg.iter()]


@kinds
@both
def test_a_picture_is_one_block_of_a_page(kind: Callable[..., str], names: Sequence[str]) -> None:
    figure = kind(names)
    page = to_markdown(Document("a/index.md", "图", "", (figure,)))
    assert parts_of(page.partition("---\n\n")[2]) == (figure,)


@kinds
@both
def test_only_what_is_listed_is_in_a_picture(kind: Callable[..., str], names: Sequence[str]) -> None:
    allowed = {
        "svg": {"class", "role", "aria-label", "width", "height", "viewBox"},
        "a": {"class", "href", "aria-label", "tabindex"},
        "g": {"class", "aria-hidden"},
        "rect": {"x", "y", "width", "height", "transform", "fill", "fill-opacity", "stroke", "stroke-width"},
        "path": {"d", "transform", "fill", "stroke", "stroke-width", "stroke-opacity"},
        "text": {"transform", "fill", "text-anchor", "font-size"},
        "title": set[str](),
    }
    for element in _svg(kind(names)):
        assert set(element.attrib) <= allowed[element.tag]
        for paint in ("fill", "stroke"):
            assert re.fullmatch(r"none|var\(--(cs|md)-[a-z0-9-]+\)", element.get(paint, "none"))
        assert re.fullmatch(r"1[23]px", element.get("font-size", "13px"))
        assert element.get("role") != "img"


@kinds
@both
def test_every_link_has_a_name_and_stays_in_the_site(kind: Callable[..., str], names: Sequence[str]) -> None:
    figure = kind(names)
    links = list(_read(figure).iter("a"))
    assert links
    for link in links:
        assert link.attrib["href"].startswith("../")
        assert (link.get("aria-label") or "".join(link.itertext())).strip()
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", figure)


@kinds
def test_nothing_to_show_is_nothing(kind: Callable[..., str]) -> None:
    empty = Pictures(Store(None, str), WORDS)
    assert empty.heat_map("图", [Cell("一", "2023", 0)], ["一"], ["2023"]) == ""
    assert empty.columns("图", [], [], []) == ""
    assert empty.network("图", [Node("p", "一", "person", 1)], [("p", "t", 3)]) == ""


@settings(max_examples=15)
@given(st.lists(st.text(max_size=70), min_size=1, max_size=3, unique=True))
def test_any_name_can_stand_in_a_picture(names: list[str]) -> None:
    for kind in KINDS:
        if figure := kind(names):
            to_markdown(Document("a/index.md", "图", "", (figure,)))
            _read(figure)


@kinds
def test_the_order_of_what_is_given_does_not_matter(kind: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    straight = kind(THEME_NAMES)
    for name in ("_cells", "_nodes", "_edges"):
        made = globals()[name]
        monkeypatch.setitem(globals(), name, lambda *given, made=made: made(*given)[::-1])
    assert kind(THEME_NAMES) == straight


def test_another_process_draws_the_same() -> None:
    program = "import sys, test_pictures as t; sys.stdout.buffer.write(t.network(t.THEME_NAMES).encode())"
    environment = {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT / "tests")}
    drawn_there = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert drawn_there.stdout.decode() == network(THEME_NAMES)


@kinds
def test_a_picture_is_kept(kind: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kind(THEME_NAMES, Pictures(Store(tmp_path, str), WORDS))
    monkeypatch.setattr("corpus_site.generate.pictures.drawn", lambda *_: pytest.fail("drawn again"))
    assert kind(THEME_NAMES, Pictures(Store(tmp_path, str), WORDS)) == first
    with pytest.raises(pytest.fail.Exception):
        kind(THEME_NAMES[::-1], Pictures(Store(tmp_path, str), WORDS))


# ---------- what they show ----------


def _table(figure: str) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in _read(figure).iter("tr")]


def _labels(figure: str) -> dict[str, str]:
    return {link.attrib["aria-label"]: link.attrib["href"] for link in _svg(figure) if link.tag == "a"}


def test_a_heat_map_and_its_table_say_the_same() -> None:
    cells = [
        Cell("监管", "2023", 12, "t/2023/"),
        Cell("AGI", "2024", 3),
        Cell("AGI", "1999", 9),
        Cell("AGI", "2024", 1),
    ]
    figure = PICTURES.heat_map("图", cells, ["监管", "AGI"], ["2023", "2024"], {"监管": "t/"}, {"2023": "2023/"})
    assert _labels(figure) == {"监管": "t/", "2023": "2023/", "监管 2023：12 条": "t/2023/"}
    assert _table(figure) == [["", "2023", "2024"], ["监管", "12", ""], ["AGI", "", "4"]]
    assert [link.attrib["href"] for link in _read(figure).find(".//table").iter("a")] == ["2023/", "t/", "t/2023/"]
    assert [rect.get("fill-opacity") for rect in _svg(figure) if rect.tag == "rect" and rect.get("fill-opacity")] == [
        str(HEAT[3]),
        str(HEAT[2]),
    ]


def test_the_names_of_a_heat_map_have_a_picture_of_their_own_beside_the_cells() -> None:
    names, cells = _read(heat_map(THEME_NAMES)).iter("svg")
    assert names.attrib["class"] == "cs-plot-svg cs-plot-aside"
    assert [text.text for text in names.iter("text")] == THEME_NAMES
    assert names.attrib["height"] == cells.attrib["height"]
    assert not {text.text for text in cells.iter("text")} & set(THEME_NAMES)


def test_small_marks_are_not_in_the_way_of_the_tab_key() -> None:
    reached = [link for link in _svg(heat_map(THEME_NAMES)) if link.tag == "a" and "tabindex" not in link.attrib]
    assert len(reached) == len(THEME_NAMES) + len(YEARS)


def test_a_picture_that_leads_nowhere_can_still_be_scrolled_by_key() -> None:
    figure = PICTURES.heat_map("图", [Cell("监管", "2023", 1)], ["监管"], ["2023"])
    assert figure.count('tabindex="0" role="group" aria-label="图"') == 2
    assert 'tabindex="0"' not in heat_map(THEME_NAMES)


def test_series_beyond_the_sixth_are_one() -> None:
    names = [*THEME_NAMES, "不在其中"]
    figure = PICTURES.columns("图", [Cell(name, "2023", 10**i) for i, name in enumerate(names)], ["2023"], THEME_NAMES)
    assert _table(figure)[1:] == [
        *([name, str(10**i)] for i, name in enumerate(THEME_NAMES[:SERIES])),
        ["其他", "111000000"],
    ]
    assert "111111111" in [text.text for text in _svg(figure) if text.tag == "text"]  # the whole column
    assert [item.attrib["class"] for item in _read(figure).iter("li")][-1] == "cs-hue-0"


def test_a_theme_called_like_the_rest_is_not_the_rest() -> None:
    figure = PICTURES.columns("图", [Cell("其他", "2023", 1), Cell("AGI", "2023", 2)], ["2023"], ["其他"])
    assert _table(figure)[1:] == [["其他", "1"], ["其他", "2"]]


def test_a_network_shows_the_largest_nodes_and_one_link_each() -> None:
    names = [f"名{i}" for i in range(20)]
    figure = network(names)
    nodes = [e for e in _svg(figure) if e.get("class", "").startswith("cs-node-")]
    assert len(nodes) == PEOPLE + THEMES
    assert {tuple(shape.tag for shape in node) for node in nodes} == {("path", "text"), ("rect", "text")}
    assert "名19：172 条" in _labels(figure)
    assert "名1：10 条" not in _labels(figure)
    assert len(_table(figure)) == PEOPLE + 1


def test_a_line_that_leads_somewhere_is_a_link() -> None:
    figure = PICTURES.network("图", _nodes(["一", "二"]), [("p0", "t1", 4)], {("p0", "t1"): "../p/"})
    assert _labels(figure)["一 二：4 条"] == "../p/"
    assert '<a class="cs-edge cs-edge-p1 cs-edge-t0"' in figure


def test_a_name_that_is_cut_shows_whole_under_the_pointer() -> None:
    figure = heat_map(["很" * 60, "AGI"])
    assert [title.text for title in _svg(figure) if title.tag == "title"] == ["很" * 60]


@pytest.mark.parametrize("href", ["javascript:alert(1)", "https://example.org/", "//example.org/", "/a/", "a b"])
def test_an_address_that_is_not_ours_is_refused(href: str) -> None:
    with pytest.raises(ValueError, match="not a relative address"):
        PICTURES.heat_map("图", [Cell("监管", "2023", 1, href)], ["监管"], ["2023"])


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.tuples(
            st.just(n), st.dictionaries(st.tuples(st.integers(0, n - 1), st.integers(0, 4)), st.integers(1, 9))
        )
    )
)
def test_every_node_keeps_one_place(sides: tuple[int, dict[tuple[int, int], int]]) -> None:
    people, edges = sides
    left, right = untangled(people, 5, edges)
    assert (sorted(left), sorted(right)) == (list(range(people)), list(range(5)))


def test_lines_that_need_not_cross_do_not() -> None:
    left, right = untangled(4, 4, {(0, 3): 1, (1, 2): 1, (2, 0): 1, (3, 1): 1})
    assert [left.index(person) for person in range(4)] == [right.index(theme) for theme in (3, 2, 0, 1)]


def test_a_description_in_the_data_names_no_mark_by_chance() -> None:
    spec = {"width": 9, "height": 9, "padding": 0, "autosize": "none", "data": {"values": [{"n": "#0"}]}}
    written = drawn(spec | {"mark": "text", "encoding": {"text": {"field": "n"}}}, "图", [Mark("一", "a/")])
    assert "<a" not in written


# ---------- how they look ----------


def _colours(scheme: str) -> dict[str, tuple[float, ...]]:
    css = (TEMPLATES / "assets" / "corpus-site.css").read_text(encoding="utf-8")
    block = css.partition(f'[data-md-color-scheme="{scheme}"] {{')[2].partition("}")[0]
    found = dict(re.findall(r"--([a-z0-9-]+): #([0-9a-f]{6});", block))
    return {name: tuple(int(value[i : i + 2], 16) for i in (0, 2, 4)) for name, value in found.items()}


def _contrast(one: Sequence[float], other: Sequence[float]) -> float:
    def light(colour: Sequence[float]) -> float:
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_numbers_stand_out_on_every_colour(scheme: str) -> None:
    colours = _colours(scheme)
    ground, accent = colours["md-default-bg-color"], colours["cs-accent"]
    for share in HEAT:
        mixed = [a * share + g * (1 - share) for a, g in zip(accent, ground, strict=True)]
        assert _contrast(colours["md-typeset-color"], mixed) >= 4.5
    for hue in range(SERIES + 1):
        assert _contrast(ground, colours[f"cs-hue-{hue}"]) >= 4.5


MEASURE = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  const cut = boxes.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1
    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(([text]) => 'cut: ' + text);
  const over = boxes.flatMap(([text, box], i) => boxes.slice(i + 1).filter(([, other]) =>
    Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1
    && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 4).map(([other]) => text + ' over ' + other));
  return [...cut, ...over];
})"""


@pytest.mark.browser
@both
def test_no_text_is_cut_or_lies_on_another(names: Sequence[str]) -> None:
    style = (TEMPLATES / "assets" / "corpus-site.css").read_text(encoding="utf-8")
    figures = "".join(kind(names) for kind in KINDS)
    page = (
        f'<meta charset="utf-8"><style>{style}</style><body style="font-family: var(--md-text-font-family)">{figures}'
    )
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        said: list[str] = []
        opened.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        opened.set_content(page)
        found = opened.evaluate(MEASURE)
        browser.close()
    assert (json.dumps(found, ensure_ascii=False), said) == ("[]", [])
