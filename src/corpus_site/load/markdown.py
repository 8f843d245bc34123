"""The Markdown reader: block structure by CommonMark, emphasis the way Chinese texts use it.

CommonMark cannot close `。**后文` and leaves such asterisks in the text, so emphasis is paired here by a plain toggle
within each paragraph; blocks, links, images and line numbers come from markdown-it-py.  Plain text is read the same
way: saved pages are full of half-kept Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus_site.load.opened import Read
from corpus_site.load.paragraphs import Link, Paragraph, ParagraphKind, unwrap
from corpus_site.model import Span
from corpus_site.yaml_lines import whole_characters

# An address that hard wrapping has cut in two (or more) inside `](…)`.
_CUT_ADDRESS = re.compile(r"\]\((https?://[^()\s]*(?:\n[^()\s]+)+)\)")
# A list mark alone on its line, its words on the next: (prefix)(mark)(prefix)(words).
_BARE_MARK = re.compile(r"^([ >]*?)( *[*+-])[ ]*\n([ >]*)(?=[^\s>*+-])", re.MULTILINE)
_UNKNOWN_SECTION = re.compile(r"<!\[(?!CDATA\[|if\b|else\b|endif\b)", re.IGNORECASE)
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# What HTML knows; anything else between angle brackets was written to be read.
_ELEMENT = re.compile(
    r"</?(?:a|abbr|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|center|cite|code|col|dd|del|details|dfn|div|dl|dt|em|embed"
    r"|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|noscript"
    r"|object|ol|option|p|picture|pre|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg"
    r"|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr)\b|<!|<\?",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"^>>(?=[^>])", re.MULTILINE)
_QUOTED_ONCE = re.compile(r"^ {0,3}>(?!>)", re.MULTILINE)
_RUN = re.compile(r"\*+|_+")


@cache
def _parser() -> MarkdownIt:
    # `reference` would swallow lines such as "[1]: https://…"; `code` would take Chinese indentation for program text.
    return MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).disable(
        ["code", "reference", "emphasis", "text_join"]
    )


def read_markdown(text: str) -> Read:
    """Read Markdown or plain text into neutral paragraphs.

    >>> [(p.kind, p.text, p.bold) for p in read_markdown("# 题\\n\\n**甲：**乙。").paragraphs]
    [('heading', '题', ()), ('text', '甲：乙。', ((0, 2),))]
    >>> read_markdown("2 * 3 * 4").paragraphs[0].text
    '2 * 3 * 4'
    """
    meta, skipped = _front_matter(text)
    source = text[skipped:]
    first = text.count("\n", 0, skipped)
    source = _CUT_ADDRESS.sub(lambda m: "](" + m[1].replace("\n", "") + ")" + "\n" * m[1].count("\n"), source)
    if len(_ANOTHER.findall(source)) >= 3 and not _QUOTED_ONCE.search(source):
        source = _ANOTHER.sub(r"\\>\\>", source)  # another speaker begins: no quotation inside a quotation
    source = _BARE_MARK.sub(lambda m: f"{m[1]}\n{m[1]}{m[2]} ", source)
    return Read(paragraphs=unwrap(list(_walk(_parser().parse(source), first))), meta=meta)


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    found = _FRONT.match(text)
    if not found:
        return {}, 0
    try:
        fields = yaml.safe_load(found.group(1))
    except (yaml.YAMLError, ValueError):
        return {}, 0
    if not isinstance(fields, dict):
        return {}, 0
    return {
        str(k).strip().lower(): whole_characters(str(v)).strip()
        for k, v in fields.items()
        if isinstance(v, (str, int, float)) or hasattr(v, "isoformat")
    }, found.end()


@dataclass(slots=True)
class _Place:
    """Where the walk stands inside block quotations and lists."""

    quoted: int = 0
    depth: int = 0
    heading: int = 0
    setext: bool = False
    item: bool = False  # the next paragraph opens a list item
    ordinal: str = ""


def _walk(tokens: list[Token], first: int) -> Iterator[Paragraph]:
    place = _Place()
    last = first
    for token in tokens:
        if token.map:
            last = first + token.map[0]
        match token.type:
            case "blockquote_open":
                place.quoted += 1
            case "blockquote_close":
                place.quoted -= 1
            case "bullet_list_open" | "ordered_list_open":
                place.depth += 1
            case "bullet_list_close" | "ordered_list_close":
                place.depth -= 1
            case "list_item_open":
                place.item, place.ordinal = True, f"{token.info}{token.markup} " if token.info else ""
            case "heading_open":
                place.heading, place.setext = int(token.tag[1:]), token.markup in ("=", "-")
            case "heading_close":
                place.heading = 0
            case "hr":
                yield Paragraph(kind="rule", text="", starts=((0, last + 1),), last_line=last + 1, quoted=place.quoted)
            case "inline":
                yield from _inline(token, last + 1, place)
            case "fence":
                yield from _plain(token.content, last + 2, place)
            case "html_block":
                yield from _html(token.content, last + 1, place)


def _kind(place: _Place) -> tuple[ParagraphKind, int]:
    if place.heading:
        return "heading", place.heading
    if place.item:
        place.item = False
        return "item", max(place.depth, 1)
    return "text", 0


def _plain(text: str, line: int, place: _Place) -> Iterator[Paragraph]:
    for number, row in enumerate(text.split("\n")):
        if row.strip():
            kind, level = _kind(place)
            yield Paragraph(
                kind=kind,
                text=row.strip(),
                starts=((0, line + number),),
                last_line=line + number,
                level=level,
                quoted=place.quoted,
            )


def _html(markup: str, line: int, place: _Place) -> Iterator[Paragraph]:
    """Text of raw HTML, line by line; scripts, styles and frames say nothing."""
    if (
        opened := re.match(r"\s*<(script|style)\b[^>]*>", markup, re.IGNORECASE)
    ) and f"</{opened[1].lower()}" not in markup.lower():
        markup = markup[opened.end() :]  # never closed: what follows is the article
    # The parser refuses marked sections that it does not know; to a browser they are text that nobody sees.
    soup = BeautifulSoup(_UNKNOWN_SECTION.sub("&lt;![", markup), "html.parser")
    for element in soup(["script", "style", "iframe", "noscript", "template"]):
        element.decompose()
    for image in soup("img"):
        address = str(image.get("src") or "")
        if re.match(r"https?://|[\w./-]+$", address):
            yield Paragraph(
                kind="image",
                text=str(image.get("alt") or ""),
                starts=((0, line),),
                last_line=line,
                quoted=place.quoted,
                url=address,
            )
    yield from _plain(soup.get_text(), line, place)


@dataclass(slots=True)
class _Text:
    """Text under construction, with everything that hangs on offsets."""

    text: str = ""
    literal: list[Span] = field(default_factory=list)  # where `*` and `_` are characters, not markup
    links: list[Link] = field(default_factory=list)
    open_links: list[tuple[int, str]] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)


def _inline(token: Token, line: int, place: _Place) -> Iterator[Paragraph]:
    quoted, setext = place.quoted, place.setext and bool(place.heading)
    kind, level = _kind(place)
    made = _Text(text=place.ordinal if kind == "item" else "", starts=[(0, line)])
    images: list[Paragraph] = []
    for child in token.children or ():
        if child.type == "image":
            images.append(
                Paragraph(
                    kind="image",
                    text=child.content.strip(),
                    starts=((0, line),),
                    last_line=line,
                    quoted=quoted,
                    url=str(child.attrs.get("src") or ""),
                )
            )
        elif child.type in ("softbreak", "hardbreak"):
            line += 1
            made.text = made.text.rstrip(" ") + "\n"
            made.starts.append((len(made.text), line))
        else:
            _add(made, child)
            line += child.content.count("\n")
    yield from images
    if made.text.strip():
        yield _emphasised(made, kind, level, line, quoted, setext)


def _add(made: _Text, child: Token) -> None:
    if child.type == "link_open":
        made.open_links.append((len(made.text), str(child.attrs.get("href") or "")))
    elif child.type == "link_close" and made.open_links:
        start, address = made.open_links.pop()
        made.links.append((start, len(made.text), address))
    elif child.type == "html_inline":
        if re.match(r"<br\b", child.content, re.IGNORECASE):
            made.text += "\n"
            made.starts.append((len(made.text), made.starts[-1][1]))
        elif not _ELEMENT.match(child.content):
            made.literal.append((len(made.text), len(made.text) + len(child.content)))
            made.text += child.content  # List<String>, <think>: words, no markup
    elif child.type in ("text", "text_special", "code_inline"):
        if child.type != "text":
            made.literal.append((len(made.text), len(made.text) + len(child.content)))
        made.text += child.content


def _emphasised(made: _Text, kind: ParagraphKind, level: int, line: int, quoted: int, setext: bool) -> Paragraph:
    marks = _pairs(made.text, made.literal)
    text, kept = [], [0] * (len(made.text) + 1)
    gone = {i for start, end, _ in marks for i in range(start, end)}
    count = 0
    for i, char in enumerate(made.text):
        kept[i] = count
        if i not in gone:
            text.append(char)
            count += 1
    kept[len(made.text)] = count
    bold: list[Span] = []
    opened: int | None = None
    for start, end, toggles in marks:
        for _ in range(toggles):
            if opened is None:
                opened = kept[end]
            else:
                if kept[start] > opened:
                    bold.append((opened, kept[start]))
                opened = None
    paragraph = Paragraph(
        kind=kind,
        text="".join(text),
        starts=tuple((kept[o], n) for o, n in made.starts),
        last_line=line,
        level=level,
        quoted=quoted,
        bold=tuple(bold),
        links=tuple((kept[s], kept[e], u) for s, e, u in made.links if kept[s] < kept[e]),
        setext=setext,
    )
    return _trimmed(paragraph)


def _trimmed(paragraph: Paragraph) -> Paragraph:
    """Without blanks at the ends, and without the lone bar that a table leaves behind its last cell."""
    end = len(paragraph.text.rstrip())
    if paragraph.text[:end].endswith((" |", "\n|")) and paragraph.text.count("|") == len(
        re.findall(r"\|(?=\s*(?:\||$))", paragraph.text)
    ):
        end = len(paragraph.text[:end].rstrip("| \n"))
    return paragraph.cut(0, end)


def _pairs(text: str, literal: list[Span]) -> list[tuple[int, int, int]]:
    """The runs of `*` and `_` that are markup: (start, end, how often bold is toggled there)."""
    runs = [m for m in _RUN.finditer(text) if not any(s <= m.start() < e for s, e in literal)]
    strong = [m for m in runs if m.group()[0] == "*" and len(m.group()) >= 2]
    marks = [(m.start(), m.end(), 2 if len(m.group()) >= 4 else 1) for m in strong]
    for sign in "*_":
        single = [
            m for m in runs if m.group()[0] == sign and (len(m.group()) == 1 or sign == "_") and _delimits(text, m)
        ]
        paired = single[: len(single) // 2 * 2]
        marks += [(m.start(), m.end(), 1 if sign == "_" and len(m.group()) >= 2 else 0) for m in paired]
    return sorted(marks)


def _delimits(text: str, run: re.Match[str]) -> bool:
    """A lone `*` or `_` is markup only where it leans on a word from one side, and never inside a Latin word."""
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if run.group()[0] == "_" and re.match(r"[A-Za-z0-9]", before) and re.match(r"[A-Za-z0-9]", after):
        return False
    leans = (bool(before.strip()), bool(after.strip()))
    return any(leans) and not (re.match(r"\d", before) and re.match(r"\d", after))
