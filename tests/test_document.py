"""Pages in the dialect: what Python-Markdown makes of them, and what may not be in them."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus_site.generate.document import Document, Heading, Part, escape_heading, one_line, parts_of, to_markdown

EXTENSIONS = ["toc", "tables", "fenced_code", "attr_list"]  # those of mkdocs.yml, and MkDocs' own

AWKWARD = [
    "普通的一句话。",
    "{#fake .class onclick=x}",
    "{: #fake }",
    "{{ config.site_name }}",
    "{% include 'x' %}",
    "[x]: http://example.org 'title'",
    "*[abbr]: 缩写",
    "[^1]: 脚注 [^1]",
    "*星* **重** _下_ `码` ~~删~~ ==亮== ^上^",
    "</title><script>alert(1)</script>",
    "<b onclick=alert(1)>粗</b>",
    "&copy; &amp; &#65; &lt;b&gt; & &x",
    "# 井 ##",
    "## 二 {#x}",
    "![图](x.png) [链](javascript:alert(1)) <http://example.org>",
    "- 项\n- 项",
    "1. 一",
    "> 引",
    "```\n栅\n```",
    "~~~ python\nx\n~~~",
    "| a | b |\n|---|---|\n| c | d |",
    "题\n===",
    "题\n---",
    "---",
    "...",
    "[TOC]",
    "a\\*b \\# \\",
    "--8<-- 'x'",
    "!!! note",
    "第一章　始\u00a0了\u2003吗",
    "甲\r\n乙\r丙\t丁\x0b戊\x0c己\x85庚\u2028辛\u2029壬",
    "a\x00b\x02c\x03d\x1f e\x7f",
    "wzxhzdk:0 \x02wzxhzdk:0\x03 \x02amp\x03",
    "    四格缩进",
    "\ud800 half",
    "😀 \U0002a6d6 e\u0301 \u202e反\u202c \u200b \ufeff",
    "'单' \"双\" “弯”",
    "title: x\n---\nevil: 1",
]

texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.sampled_from("甲乙 a1\n\t\r`~#*_[]:{}%&<>|-=+!\\'\"/^.;　\u2028\x02\x03\x85"), max_size=30),
    st.text(max_size=15),
)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9.:-]{0,8}", fullmatch=True)
attributes = st.lists(
    st.tuples(st.sampled_from(["class", "data-x", "title", "href", "aria-label"]), texts), max_size=2
).map(lambda pairs: "".join(f' {name}="{html.escape(value)}"' for name, value in pairs))


def _element(children: st.SearchStrategy[str], names: list[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, attrs, inner: f"<{name}{attrs}>{''.join(inner)}</{name}>",
        st.sampled_from(names),
        attributes,
        st.lists(children, max_size=4),
    )


leaves = st.one_of(
    texts.map(html.escape),
    st.sampled_from(["\n", "\n\n", "\n   \n", "<br>", '<img src="x" alt="">', "<hr>", "\n<hr>\n"]),
    st.just('<svg viewBox="0 0 1 1"><title>a &lt; b</title><path d="M0 0"/><foreignObject></foreignObject></svg>'),
    st.just('\n<script type="application/ld+json">\n{"a": "b \\u0026 c"}\n</script>\n'),
    st.just("<textarea>\n# x\n</textarea>"),
)
inner = st.recursive(
    leaves, lambda children: _element(children, ["div", "p", "span", "pre", "h2", "li", "a", "td"]), max_leaves=8
)
blocks = _element(inner, ["div", "section", "p", "pre", "blockquote", "table", "ul", "article", "details"])
headings = st.builds(Heading, st.integers(1, 6), ids, texts)
documents = st.builds(
    Document,
    st.just("people/x/index.md"),
    texts,
    texts,
    st.lists(st.one_of(headings, blocks), min_size=1, max_size=6, unique_by=lambda p: getattr(p, "id", id(p))).map(
        tuple
    ),
)


def convert(body: str) -> tuple[str, list[tuple[int, str, str]]]:
    reader = markdown.Markdown(extensions=EXTENSIONS)
    content = reader.convert(body)
    outline: list[tuple[int, str, str]] = []

    def walk(tokens: list[dict[str, object]]) -> None:
        for token in tokens:
            outline.append((token["level"], token["id"], token["name"]))  # type: ignore[arg-type]
            walk(token["children"])  # type: ignore[arg-type]

    walk(reader.toc_tokens)  # type: ignore[attr-defined]
    return content, outline


def split(page: str) -> tuple[dict[str, object], str]:
    """Take a page apart as MkDocs does."""
    found = re.match(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", page, re.S)
    assert found
    return yaml.safe_load(found[1]), page[found.end() :].lstrip("\n")


def made_of(parts: tuple[Part, ...]) -> str:
    made = ""
    for part in parts:
        if isinstance(part, Heading):
            made += f'<h{part.level} id="{part.id}">{escape_heading(part.text)}</h{part.level}>\n'
        else:
            made += f"{part}\n\n"
    return made.rstrip("\n")


@settings(max_examples=300, deadline=None)
@given(documents)
@example(Document("a.md", "", "", tuple(Heading(2, f"h{n}", text) for n, text in enumerate(AWKWARD))))
@example(Document("a.md", "", "", tuple(f"<pre>{html.escape(text)}</pre>" for text in AWKWARD)))
@example(Document("a.md", "", "", tuple(f"<div>\n\n{html.escape(text)}\n\n</div>" for text in AWKWARD)))
@example(Document("a.md", "", "", tuple(f'<p title="\n{html.escape(text)}\n">x</p>' for text in AWKWARD)))
@example(Document("a.md", "", "", ("<div>\n" + "\n".join(html.escape(text) for text in AWKWARD) + "</div>",)))
def test_python_markdown_makes_of_a_page_what_its_parts_say(document: Document) -> None:
    page = to_markdown(document)
    _, body = split(page)
    parts = parts_of(body)
    assert parts is not None
    content, outline = convert(body)
    assert content == made_of(parts)
    assert outline == [(p.level, p.id, escape_heading(p.text)) for p in parts if isinstance(p, Heading)]


@settings(max_examples=200, deadline=None)
@given(documents)
def test_reading_back_gives_the_same_page(document: Document) -> None:
    page = to_markdown(document)
    _, body = split(page)
    parts = parts_of(body)
    assert parts is not None
    assert len(parts) == len(document.parts)
    assert split(to_markdown(replace(document, parts=parts)))[1] == body
    for before, after in zip(document.parts, parts, strict=True):
        if isinstance(before, Heading):
            assert isinstance(after, Heading)
            assert after.text == (one_line(before.text) or before.id)


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_front_matter_holds_html_on_one_line(title: str, description: str) -> None:
    page = to_markdown(Document("people/x/index.md", title, description, ("<p>x</p>",)))
    meta, body = split(page)
    assert body == "<p>x</p>\n"
    assert html.unescape(str(meta["title"])) == (one_line(title) or "index")
    assert html.unescape(str(meta.get("description", ""))) == one_line(description)
    assert set(meta) <= {"title", "description"}
    assert not re.search(r"[<>\"']", str(meta["title"]) + str(meta.get("description", "")))


@pytest.mark.parametrize("text", AWKWARD)
def test_block_keeps_its_words(text: str) -> None:
    """Whatever stands in a block is shown as it was: only control characters, tabs and blank lines' blanks go."""
    page = to_markdown(Document("a.md", "t", "", (f"<pre>甲\n{html.escape(text)}\n乙</pre>",)))
    content, _ = convert(split(page)[1])
    shown = html.unescape(content.removeprefix("<pre>甲\n").removesuffix("\n乙</pre>"))
    kept = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).replace("\ud800", "\ufffd")
    assert shown == re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", kept)


def test_page_without_a_title_takes_its_first_heading() -> None:
    """Without a title the theme would print the first heading with its references undone."""
    page = to_markdown(Document("a.md", " \n", "", (Heading(1, "x", "</title><script>"), "<p>x</p>")))
    assert split(page)[0] == {"title": "&lt;/title&gt;&lt;script&gt;"}


def test_what_to_hide_is_told_to_the_theme() -> None:
    page = to_markdown(Document("index.md", "首页", "", ("<p>x</p>",), hide=("toc",)))
    assert split(page)[0] == {"title": "首页", "hide": ["toc"]}


@pytest.mark.parametrize(
    "block",
    [
        "",
        "字",
        "<span>行内</span>",
        "<h2>题</h2>",
        "<hr>",
        "<script>x</script>",
        "<div>",
        "<div></p>",
        "<div><p></div></p>",
        "<div></div></div>",
        "<div></div><div></div>",
        "<div></div> 尾",
        "头 <div></div>",
        "<div><!-- 注 --></div>",
        "<div><?php ?></div>",
        "<div><![CDATA[x]]></div>",
        "<div a=b></div>",
        '<div a="<"></div>',
        '<div a="&"></div>',
        "<div>a & b</div>",
        "<div>a < b</div>",
        "<div/>",
        "<div><div/></div>",
        "<div\nclass='x'></div>",
        "<div><script>if (a < b) {}</script></div>",
        "<div></></div>",
        "<DIV></DIV>",
    ],
)
def test_block_that_is_not_one_balanced_element_is_refused(block: str) -> None:
    with pytest.raises(ValueError, match="part 1 is not one balanced block element"):
        to_markdown(Document("a.md", "t", "", (block,)))
    assert parts_of(block + "\n") is None


@pytest.mark.parametrize(
    "heading",
    [
        Heading(0, "x", "题"),
        Heading(7, "x", "题"),
        Heading(2, "", "题"),
        Heading(2, "a b", "题"),
        Heading(2, "a}", "题"),
        Heading(2, "a:_b_", "题"),
    ],
)
def test_heading_that_markdown_cannot_hold_is_refused(heading: Heading) -> None:
    with pytest.raises(ValueError, match="no heading can have level"):
        to_markdown(Document("a.md", "t", "", (heading,)))


def test_two_headings_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="two headings have the id 'x'"):
        to_markdown(Document("a.md", "t", "", (Heading(2, "x", "甲"), Heading(3, "x", "乙"))))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n",
        "一段话。\n",
        "## 题\n",
        "## 题 {#x}",
        "## 题 {#x}\n\n",
        "## 题 {#x}\n<p>x</p>\n",
        "## 题 {#x}\n\n\n<p>x</p>\n",
        "## 题  {#x}\n",
        "##  题 {#x}\n",
        "## GPT-4 {#x}\n",
        "## &#65; {#x}\n",
        "## &amp; {#x}\n",
        "## 题 {#x .y}\n",
        "## 一　二 {#x}\n",
        "####### 题 {#x}\n",
        "<p>x</p>",
        "<p>x</p>\n\n",
        " <p>x</p>\n",
        "<p>x</p>\n字\n",
        "<p>x</p>\n\n字\n",
        "<p>x</p>\n<p>x</p>\n",
        "<p>\tx</p>\n",
        "<p>x\n  \nx</p>\n",
        "<p>x\n```\nx</p>\n",
        "<p>x\x02</p>\n",
        "<p>x</p>\r\n",
    ],
)
def test_what_is_not_exactly_in_the_dialect_is_not_read(body: str) -> None:
    assert parts_of(body) is None
