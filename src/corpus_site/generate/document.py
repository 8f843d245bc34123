"""A page as it goes to MkDocs: front matter, headings with explicit ids, and blocks of our own HTML between them.

What `to_markdown` writes is a narrow dialect of Markdown that `parts_of` reads back exactly.  `publish` relies on it
to hand a page's content to MkDocs without Python-Markdown, and Python-Markdown makes the same bytes of it: a heading
becomes its element, a block stays as it is written.  Nothing else is in the dialect, so nothing that an article says
can be read as Markdown, as an attribute list, as front matter or as a template.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import yaml

# Elements that may stand as a block.  All are block-level for Python-Markdown too (anything else it would wrap in
# `<p>`), and none is a heading: those must be `Heading`s to appear in the outline.
BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form header main nav ol p pre section "
    "table ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_RAW_TEXT = frozenset("iframe noembed noframes noscript plaintext script style textarea title xmp".split())

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]*")  # an underscore could begin emphasis
_TAG = re.compile(
    r"<(?:/(?P<closed>[A-Za-z][A-Za-z0-9-]*)>"
    r"|(?P<opened>[A-Za-z][A-Za-z0-9-]*)"
    r"(?:[ \n]+[A-Za-z_@:][A-Za-z0-9_.:@-]*(?:=(?:\"[^\"<>]*\"|'[^'<>]*'))?)*[ \n]*(?P<empty>/?)>)"
)
_HEADING = re.compile(r"(#{1,6}) ((?:[A-Za-z0-9 ]|[^\x00-\xa0]|&#[0-9]+;)+) \{#([A-Za-z0-9][A-Za-z0-9.:-]*)\}")
# What Python-Markdown changes even inside raw HTML (control characters, lines of blanks alone, lines that open a
# fence), and an ampersand that is not a whole character reference.
_CHANGED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f]|^ +$|^(?:```|~~~)|&(?!(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);)", re.M
)
_FENCE = re.compile(r"^([`~])(?=\1\1)", re.M)
_BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_NOT_PLAIN = re.compile(r"[!-/:-@\[-`{-~]|[^\S ]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline; `text` is plain text, not markup."""

    level: int
    id: str
    text: str


Part = Heading | str


@dataclass(frozen=True, slots=True)
class Document:
    """One page: `path` relative to the docs folder, `title` and `description` plain text, a `str` part one HTML block.

    `hide` names what the theme leaves out on this page (`toc`, `navigation`), `meta` is what the frame's own template
    (`overrides/main.html`) tells programs that read the page.
    """

    path: str
    title: str
    description: str
    parts: tuple[Part, ...]
    hide: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


def to_markdown(document: Document) -> str:
    r"""Write a page in the dialect.

    >>> print(to_markdown(Document("a.md", "A & B", "", (Heading(2, "q1", "*GPT-4* 说"), "<p>是</p>"))), end="")
    ---
    title: A &amp; B
    ---
    <BLANKLINE>
    ## &#42;GPT&#45;4&#42; 说 {#q1}
    <BLANKLINE>
    <p>是</p>
    >>> to_markdown(Document("a.md", "A", "", ("<p>是",)))
    Traceback (most recent call last):
    ValueError: a.md: part 1 is not one balanced block element: '<p>是'
    """
    written: list[str] = []
    ids: set[str] = set()
    for number, part in enumerate(document.parts, 1):
        if isinstance(part, Heading):
            if part.id in ids:
                raise ValueError(f"{document.path}: two headings have the id {part.id!r}")
            ids.add(part.id)
            written.append(_heading(part, document.path))
        else:
            block = _as_block(part)
            if _block_end(block, 0) != len(block) or _CHANGED.search(block):
                raise ValueError(
                    f"{document.path}: part {number} is not one balanced block element: {_excerpt(block)!r}"
                )
            written.append(block)
    return _front_matter(document) + "".join(f"\n{part}\n" for part in written)


def parts_of(body: str) -> tuple[Part, ...] | None:
    r"""Read the text under the front matter back; None for any page that is not exactly in the dialect.

    >>> parts_of("## &#42;甲&#42; {#q1}\n\n<p>是</p>\n")
    (Heading(level=2, id='q1', text='*甲*'), '<p>是</p>')
    >>> parts_of("## *甲* {#q1}\n\n<p>是</p>\n")
    >>> parts_of("<p>是</p>\n<p>非</p>\n")
    """
    if _CHANGED.search(body):
        return None
    parts: list[Part] = []
    at = 0
    while at < len(body):
        if heading := _HEADING.match(body, at):
            marks, written, name = heading.groups()
            text = html.unescape(written)
            if escape_heading(text) != written:
                return None
            parts.append(Heading(len(marks), name, text))
            end = heading.end()
        else:
            block_end = _block_end(body, at)
            if block_end is None:
                return None
            parts.append(body[at:block_end])
            end = block_end
        if body[end : end + 1] != "\n" or (body[end + 1 : end + 2] != "\n" and end + 1 != len(body)):
            return None
        at = end + 2
    # An empty line at the very end is not ours: the last part ends with one newline.
    return tuple(parts) if parts and at == len(body) + 1 else None


def escape_heading(text: str) -> str:
    r"""Write plain text so that neither Markdown, nor an attribute list, HTML or a template can be read out of it.

    Every ASCII mark and every space but the ordinary one becomes a character reference, breaks and control
    characters become one space.

    >>> escape_heading("{{ x }} <b>\n 第一章　始")
    '&#123;&#123; x &#125;&#125; &#60;b&#62; 第一章&#12288;始'
    >>> escape_heading("人工智能 GPT")
    '人工智能 GPT'
    """
    return _NOT_PLAIN.sub(lambda mark: f"&#{ord(mark.group())};", one_line(text))


def one_line(text: str) -> str:
    r"""Put text on one line: breaks, control characters and runs of blanks become one space.

    >>> one_line(" 甲\r\n乙\x00")
    '甲 乙'
    >>> one_line("第一章　始")
    '第一章　始'
    """
    return _SURROGATES.sub("\ufffd", _BREAKS.sub(" ", text)).strip(" ")


def _heading(heading: Heading, path: str) -> str:
    if not 1 <= heading.level <= 6 or not _ID.fullmatch(heading.id):
        raise ValueError(f"{path}: no heading can have level {heading.level} and id {heading.id!r}")
    # A title of nothing but control characters must not stop the site: its id stands in.
    return f"{'#' * heading.level} {escape_heading(heading.text) or escape_heading(heading.id)} {{#{heading.id}}}"


def _as_block(part: str) -> str:
    """Do to a block what Python-Markdown would do to it, so that it stays as it is: tabs, control characters, fences."""
    text = part.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", _SURROGATES.sub("\ufffd", text))
    text = re.sub(r"^ +$", "", text, flags=re.M).strip()
    return _FENCE.sub(lambda mark: f"&#{ord(mark.group())};", text)


def _block_end(text: str, start: int) -> int | None:
    """Find where the block element that begins at `start` ends; None where none begins, or its tags do not pair up."""
    if (first := _TAG.match(text, start)) is None or first["opened"] not in BLOCKS or first["empty"]:
        return None
    if text[first.end("opened")] not in " >":  # Python-Markdown takes the name up to there
        return None
    open_tags: list[str] = []
    at = start
    while tag := _TAG.match(text, at):
        at = tag.end()
        if closed := tag["closed"]:
            if not open_tags or open_tags.pop() != closed:
                return None
            if not open_tags:
                return at
        else:
            opened = tag["opened"]
            name = opened.lower()
            if tag["empty"]:
                # Browsers heed the stroke in SVG alone: `<div/>` is an open `<div>` for them.
                if name not in _VOID and "svg" not in open_tags:
                    return None
            elif name not in _VOID:
                if name in _RAW_TEXT and not text.startswith(f"</{opened}>", text.find("<", at)):
                    return None
                open_tags.append(opened)
        at = text.find("<", at)
        if at < 0:
            return None
    return None


def _front_matter(document: Document) -> str:
    # The theme prints both into HTML as they are, so they are HTML here.  A title must be there: without one the theme
    # takes the first heading, undoes its references and prints it.
    headings = (part.text for part in document.parts if isinstance(part, Heading))
    title = next(iter(_shown((document.title, *headings))), "") or PurePosixPath(document.path).stem
    meta: dict[str, object] = {"title": html.escape(title)}
    if description := one_line(document.description):
        meta["description"] = html.escape(description)
    if document.hide:
        meta["hide"] = list(document.hide)
    meta |= {name: html.escape(one_line(value)) for name, value in document.meta.items() if value}
    # The emitter written in Python: the one in C writes the same values in other bytes, and is not everywhere.
    emitted = yaml.dump(meta, Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    return f"---\n{emitted}---\n"


def _shown(texts: Iterable[str]) -> Iterable[str]:
    return (line for text in texts if (line := one_line(text)))


def _excerpt(block: str) -> str:
    return block if len(block) <= 200 else f"{block[:120]} … {block[-70:]}"
