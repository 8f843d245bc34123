"""The reader of saved web pages: which part of a page is the article, and its paragraphs.

WeChat keeps the article in one element of its own; of any other page trafilatura tells which text is the main text, and
the smallest element that holds nearly all of it is read.  Scripts, styles and embedded pictures are taken out before
the page is parsed: nothing in them is read but what `webpage` looks for.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString, PreformattedString

from corpus_site.fold import fold
from corpus_site.load.clean import normalise
from corpus_site.load.decode import Decoded, decode
from corpus_site.load.opened import Opened, Read
from corpus_site.load.paragraphs import Link, Paragraph, ParagraphKind, joint
from corpus_site.load.webpage import metadata
from corpus_site.model import Problem, Span

_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?\bcharset\s*=|\?xml\b[^>]{0,100}?\bencoding\s*=)\s*["']?([\w.:-]+)""", re.IGNORECASE
)
_LOOKED_AT = 4_096  # bytes at the beginning in which an encoding is declared
_SILENT = re.compile(
    r"<(script|style|svg|noscript|template|iframe|canvas|object)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_EMBEDDED = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=%]+")
_BLOCKS = frozenset(
    """address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1
    h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()
)
_NEVER = frozenset("nav aside footer form button select input textarea label head title audio video map".split())
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MOST = 0.8  # share of the main text that the element must hold that is read
_OPEN_TAG = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_MANY_OPEN = 1_000
_DEEPEST = 400  # levels of elements below which a page is not the work of people: read flat


def read_html(data: bytes, path: str) -> Opened | Problem:
    """Read a saved web page.  Lines are those of the decoded page."""
    found = _DECLARED.search(data[:_LOOKED_AT])
    decoded = decode(data, path, declared=found.group(1).decode("ascii") if found else None)
    return decoded if isinstance(decoded, Problem) else opened_page(decoded, path)


def opened_page(decoded: Decoded, path: str, url: str = "", title: str = "") -> Opened | Problem:
    """The article of a decoded page; `url` and `title` are what is known from outside of it."""
    page = normalise(decoded.text)
    bare = _EMBEDDED.sub("data:,", _SILENT.sub(lambda m: "\n" * m.group().count("\n"), _without_comments(page)))
    soup = parsed(_shallow(_whole_tags(bare)))
    meta = metadata(page, soup)
    meta.setdefault("url", url)
    meta.setdefault("title", title)
    meta = {key: value for key, value in meta.items() if value}
    root = _wechat(soup) or _main_element(soup, bare)
    paragraphs = _with_title(list(page_paragraphs(root)) if root else [], soup, meta)
    if not paragraphs and not meta.get("title"):
        return Problem(
            level="error",
            path=path,
            line=1,
            rule="no_article",
            message="网页里没有找到文章（既无标题也无正文）",
            hint="在浏览器里打开文章后重新保存整页，或把正文另存为文本",
        )
    return Opened(
        encoding=decoded.encoding,
        read=Read(paragraphs=paragraphs, meta=meta),
        last_line=max(1, page.count("\n") + 1),
        problems=decoded.problems,
    )


def parsed(markup: str) -> BeautifulSoup:
    """The tree of a markup that may be XML, or hardly any: what the parser would warn of is what we are here for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return BeautifulSoup(markup, "html.parser")


def _without_comments(page: str) -> str:
    """The page without its comments; one that never ends hides nothing."""
    pieces, at = [], 0
    while (start := page.find("<!--", at)) >= 0 and (end := page.find("-->", start + 4)) >= 0:
        pieces += [page[at:start], "\n" * page.count("\n", start, end)]
        at = end + 3
    rest = page[at:].replace("<!--", "")
    return "".join([*pieces, rest]).replace("<![CDATA[", "").replace("]]>", "")


def _whole_tags(page: str) -> str:
    """The page as it is, or, where tags are opened by the thousand and never closed, with these as text.

    The parser looks for the end of every open tag, which takes time that grows with the square of their number.
    """
    return _OPEN_TAG.sub("&lt;", page) if sum(1 for _ in _OPEN_TAG.finditer(page)) > _MANY_OPEN else page


def _shallow(page: str) -> str:
    """The page as it is, or without its containers where they are nested deeper than any person nests them."""
    depth = deepest = 0
    for found in re.finditer(r"<(/?)(?:div|section|span|ul|li|blockquote|table|b|i|font)\b", page, re.IGNORECASE):
        depth += -1 if found.group(1) else 1
        deepest = max(deepest, depth)
    return (
        page
        if deepest <= _DEEPEST
        else re.sub(r"</?(?:div|section|span|ul|li|blockquote|table|b|i|font)\b[^>]*>", " ", page)
    )


def _wechat(soup: BeautifulSoup) -> Tag | None:
    found = soup.find(id="js_content")
    return found if isinstance(found, Tag) else None


def _main_element(soup: BeautifulSoup, page: str) -> Tag | None:
    """The smallest element that holds nearly all of what trafilatura takes for the main text."""
    import trafilatura  # takes longer to load than most corpora need

    body = soup.body or soup
    text = trafilatura.extract(page, output_format="txt", include_comments=False, favor_recall=True) or ""
    wanted = Counter(key for line in text.split("\n") if len(key := fold(line)) >= 8)
    if not wanted:
        return _by_name(soup) or body
    weight: dict[int, int] = {}
    total = 0
    for node in body.find_all(_holds_text):
        key = fold(node.get_text())
        if key in wanted or any(part in wanted for part in _lines(node)):
            weight[id(node)] = len(key)
            total += len(key)
    if not total:
        return _by_name(soup) or body
    return _smallest(body, weight, total)


def _lines(node: Tag) -> list[str]:
    return [fold(line) for line in node.get_text("\n").split("\n") if len(line) >= 8]


def _holds_text(tag: Tag) -> bool:
    """A block with text of its own and no block inside."""
    if tag.name not in _BLOCKS or tag.name in _NEVER:
        return False
    return any(isinstance(child, NavigableString) and child.strip() for child in tag.children) or (
        not any(isinstance(child, Tag) and child.name in _BLOCKS for child in tag.children) and bool(tag.contents)
    )


def _smallest(body: Tag, weight: dict[int, int], total: int) -> Tag:
    """Go down from the body as long as one child holds most of the main text."""
    sums: dict[int, int] = {}
    for node in reversed(body.find_all(True)):  # children before their parents
        own = weight.get(id(node), 0)
        inner = sum(sums.get(id(child), 0) for child in node.children if isinstance(child, Tag))
        sums[id(node)] = max(own, inner)
    at = body
    while True:
        heavy = next(
            (
                c
                for c in at.children
                if isinstance(c, Tag) and sums.get(id(c), 0) >= _MOST * total and c.name in _BLOCKS
            ),
            None,
        )
        if heavy is None or id(heavy) in weight:
            return at
        at = heavy


def _by_name(soup: BeautifulSoup) -> Tag | None:
    return next((tag for name in ("article", "main") if isinstance(tag := soup.find(name), Tag)), None)


def _with_title(paragraphs: list[Paragraph], soup: BeautifulSoup, meta: dict[str, str]) -> list[Paragraph]:
    """The page's title as first heading, where it stands outside of the element that was read."""
    if any(p.kind == "heading" and p.level == 1 for p in paragraphs):
        return paragraphs
    title = fold(meta.get("title", ""))
    for heading in soup.find_all("h1"):
        text = " ".join(heading.get_text().split())
        key = fold(text)
        if key and (not title or key in title or title in key):
            if paragraphs and fold(paragraphs[0].text) == key:
                paragraphs = paragraphs[1:]
            line = heading.sourceline or 1
            return [Paragraph(kind="heading", text=text, starts=((0, line),), last_line=line, level=1), *paragraphs]
    return paragraphs


@dataclass(slots=True)
class _Flow:
    """One paragraph under construction; blanks are collapsed the way browsers do."""

    text: str = ""
    pending: str = ""  # white space that only counts when something follows
    starts: list[tuple[int, int]] = field(default_factory=list)
    bold: list[Span] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, text: str, line: int, *, bold: bool, link: str) -> None:
        for part in re.finditer(r"\s+|\S+", text):
            word = part.group()
            if word.isspace():
                self.pending = "\n" if "\n" in word or "\n" in self.pending else " "
                line += word.count("\n")
                continue
            blank = joint(self.text[-1:], word[0], spaced=True) if self.pending == "\n" else self.pending
            self.text += blank if self.text and not self.text.endswith("\n") else ""
            self.pending = ""
            start = len(self.text)
            if not self.starts or self.starts[-1][1] != line:
                self.starts.append((start, line))
            self.text += word
            if bold:
                self.bold.append((start, len(self.text)))
            if link:
                self.links.append((start, len(self.text), link))

    def paragraph(self, kind: ParagraphKind, level: int, quoted: int, line: int) -> Paragraph | None:
        if not self.text.strip():
            return None
        starts = self.starts or [(0, line)]
        return Paragraph(
            kind=kind,
            text=self.text,
            starts=((0, starts[0][1]), *starts[1:]),
            last_line=max(n for _, n in starts),
            level=level,
            quoted=quoted,
            bold=tuple(_run_together(self.bold, self.text)),
            links=tuple((s, e, url) for s, e, url in _joined_links(self.links)),
        )


def _run_together(spans: list[Span], text: str) -> Iterator[Span]:
    """Neighbouring bold words as one stretch."""
    start = end = -1
    for s, e in spans:
        if end >= 0 and not text[end:s].strip():
            end = e
            continue
        if end >= 0:
            yield start, end
        start, end = s, e
    if end >= 0:
        yield start, end


def _joined_links(links: list[Link]) -> list[Link]:
    out: list[Link] = []
    for s, e, url in links:
        if out and out[-1][2] == url and s - out[-1][1] <= 1:
            out[-1] = (out[-1][0], e, url)
        else:
            out.append((s, e, url))
    return out


@dataclass(slots=True)
class _State:
    """Where the walk stands: the open elements count, not the tree."""

    line: int = 1
    quoted: int = 0
    bold: int = 0
    links: list[str] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)  # the next ordinal of each open list, 0 for one without
    kind: ParagraphKind = "text"
    level: int = 0
    flow: _Flow = field(default_factory=_Flow)


def page_paragraphs(root: Tag) -> Iterator[Paragraph]:
    """Walk an element without recursion and give its paragraphs in order."""
    state = _State(line=root.sourceline or 1)
    stack: list[tuple[Tag | NavigableString, bool]] = [(child, False) for child in reversed(root.contents)]  # type: ignore[misc]
    while stack:
        node, leaving = stack.pop()
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString) or isinstance(node, CData):
                _text(state, str(node))
            continue
        if leaving:
            yield from _leave(state, node)
            continue
        if not _read(node):
            continue
        state.line = max(state.line, node.sourceline or 0)
        yield from _enter(state, node)
        stack.append((node, True))
        stack += [(child, False) for child in reversed(node.contents)]  # type: ignore[misc]
    yield from _flush(state)


def _read(tag: Tag) -> bool:
    """False for what no reader of the page sees."""
    if tag.name in _NEVER or tag.name in ("rt", "rp") or tag.has_attr("hidden"):
        return False
    return not _HIDDEN.search(str(tag.get("style") or "")) and tag.get("role") not in ("navigation", "search")


def _text(state: _State, text: str) -> None:
    state.flow.add(text, state.line, bold=state.bold > 0, link=state.links[-1] if state.links else "")
    state.line += text.count("\n")


def _flush(state: _State) -> Iterator[Paragraph]:
    found = state.flow.paragraph(state.kind, state.level, state.quoted, state.line)
    state.flow = _Flow()
    if found:
        yield found
        if state.kind == "item":
            state.kind = "text"  # a second paragraph of an item is text


def _enter(state: _State, tag: Tag) -> Iterator[Paragraph]:
    name = tag.name
    if name in _BLOCKS or name in ("br", "img"):
        if name == "br":
            yield from _line_end(state)
            return
        yield from _flush(state)
    if name == "blockquote":
        state.quoted += 1
    elif name in ("ol", "ul"):
        state.lists.append(1 if name == "ol" else 0)
    elif name == "li":
        state.kind = "item"
        if state.lists and state.lists[-1]:
            state.flow.add(f"{state.lists[-1]}. ", state.line, bold=False, link="")
            state.lists[-1] += 1
    elif re.fullmatch(r"h[1-6]", name):
        state.kind, state.level = "heading", int(name[1])
    elif name in ("figcaption", "caption"):
        state.kind = "image"  # words about a picture, not of the text
    elif name == "hr":
        yield Paragraph(kind="rule", text="", starts=((0, state.line),), last_line=state.line)
    elif name == "img":
        yield from _image(state, tag)
    elif name == "a":
        address = str(tag.get("href") or "").strip()
        state.links.append(address if re.match(r"https?://", address) else "")
    if _is_bold(tag):
        state.bold += 1


def _leave(state: _State, tag: Tag) -> Iterator[Paragraph]:
    name = tag.name
    if name in ("td", "th"):
        state.flow.pending = " "
        yield from _flush(state)
    elif name in _BLOCKS:
        yield from _flush(state)
    if name == "blockquote":
        state.quoted -= 1
    elif name in ("ol", "ul") and state.lists:
        state.lists.pop()
    elif name in ("li", "figcaption", "caption") or re.fullmatch(r"h[1-6]", name):
        state.kind, state.level = "text", 0
    elif name == "a" and state.links:
        state.links.pop()
    if _is_bold(tag):
        state.bold -= 1


def _is_bold(tag: Tag) -> bool:
    return tag.name in ("b", "strong") or bool(_BOLD.search(str(tag.get("style") or "")))


def _line_end(state: _State) -> Iterator[Paragraph]:
    """A line end inside a block is a paragraph end, as WeChat and blogs use it."""
    kind = state.kind
    yield from _flush(state)
    state.kind = kind if kind == "heading" else "text"


def _image(state: _State, tag: Tag) -> Iterator[Paragraph]:
    addresses = (str(tag.get(key) or "").strip() for key in ("data-src", "data-original", "src"))
    url = next((a for a in addresses if re.match(r"https?://|[\w./-]+$", a)), "")
    caption = " ".join(str(tag.get("alt") or "").split())
    if url or caption:
        yield Paragraph(
            kind="image",
            text=caption,
            starts=((0, state.line),),
            last_line=state.line,
            quoted=state.quoted,
            url=url or None,
        )
