"""A saved web page made ready for reading: scripts set apart, what nobody sees taken out, the rest as a tree.

Markup comes from strangers.  Everything here takes one pass over it, so that a page of megabytes, or one that was made to
hurt, costs time in proportion to its size; and every line end stays, so that lines of the tree are lines of the file.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup

from corpus_site.load.clean import normalise

_EMBEDDED = re.compile(r"data:[A-Za-z0-9.+/-]{1,80}(?:;[A-Za-z0-9=.+-]{1,60}){0,4};base64,[A-Za-z0-9+/=%_-]*")
_UNSEEN = re.compile(r"<!--|<!|<\?|<(script|style|noscript|iframe|svg|template)(?=[\s/>])", re.IGNORECASE)
_CLOSE = {
    name: re.compile(rf"</{name}\s*[^>]*>", re.IGNORECASE)
    for name in ("script", "style", "noscript", "iframe", "svg", "template")
}
_NO_TAG = re.compile(r"<(?![A-Za-z/])")
_ANY_TAG = re.compile(r"<[A-Za-z/]")
_CHARACTER = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NO_CHARACTER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)\s*=\s*["']?([^"'\s>]+)""")


# Elements whose start ends others that were left open.
_ENDS = {
    **dict.fromkeys(
        """address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre
        section table ul""".split(),
        frozenset({"p"}),
    ),
    "li": frozenset({"p", "li"}),
    **dict.fromkeys(("dt", "dd"), frozenset({"p", "dt", "dd"})),
    **dict.fromkeys(("td", "th"), frozenset({"p", "td", "th"})),
    "tr": frozenset({"p", "td", "th", "tr"}),
    **dict.fromkeys(("thead", "tbody", "tfoot"), frozenset({"p", "td", "th", "tr", "thead", "tbody", "tfoot"})),
}


class _Tree(BeautifulSoup):
    """A tree in which `<p>一<p>二` are neighbours: the standard's parser knows nothing of ends that may be left out."""

    def handle_starttag(self, name: str, *arguments: Any, **named: Any) -> Tag | None:
        ends = _ENDS.get(name)
        while ends and self.currentTag is not None and self.currentTag.name in ends:
            self.endData()
            self.popTag()
        return super().handle_starttag(name, *arguments, **named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What stood between <script> tags: `attributes` in lower case, `line` where it began."""

    text: str
    attributes: dict[str, str]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as its readers see it; `markup` is what the tree was made of."""

    markup: str
    tree: BeautifulSoup
    scripts: tuple[Script, ...]
    line_starts: tuple[int, ...] = field(repr=False)
    saved_from: str = ""  # the address that a browser wrote into the page when it saved it

    def line(self, tag: Tag) -> int:
        """Line on which a start tag begins."""
        return tag.sourceline or 1

    def line_inside(self, tag: Tag) -> int:
        """Line on which a start tag ends, and its content begins."""
        line = self.line(tag)
        if line > len(self.line_starts):
            return line
        begin = self.line_starts[line - 1] + (tag.sourcepos or 0)
        end = self.markup.find(">", begin)
        return bisect_right(self.line_starts, end) if end >= 0 else line


def open_page(text: str) -> Page | None:
    """Make a page of decoded markup, or None where the parser gives up.

    >>> page = open_page("<!-- x --><script>var a = 1</script><p\\n>甲&nbsp;乙")
    >>> page.tree.p.string, page.line(page.tree.p), page.line_inside(page.tree.p), page.scripts[0].text
    ('甲 乙', 1, 2, 'var a = 1')
    """
    saved = re.search(r"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s>]+)", text[:4000])
    scripts: list[Script] = []
    without = "".join(_seen(_EMBEDDED.sub("data:", text), scripts))
    cut = _ANY_TAG.search(without, without.rfind(">") + 1)  # a tag that the file ends in is none
    markup = normalise(_characters(without[: cut.start()] if cut else without))
    markup = f"<html>{markup}"  # with a tag in it, it is never taken for an address
    try:
        tree = _Tree(markup, "html.parser")
    except (ParserRejectedMarkup, RecursionError, ValueError):
        return None
    starts = (0, *(m.end() for m in re.finditer("\n", markup)))
    return Page(
        markup=markup,
        tree=tree,
        scripts=tuple(scripts),
        line_starts=starts,
        saved_from=saved.group(1) if saved else "",
    )


def _seen(text: str, scripts: list[Script]) -> Iterator[str]:
    """The markup without comments, declarations, scripts and the like; their line ends stay."""
    xml = "<?xml" in text[:200]
    never: set[str] = set()  # ends that do not come any more
    at, line, counted = 0, 1, 0
    while found := _UNSEEN.search(text, at):
        yield _NO_TAG.sub("&lt;", text[at : found.start()])
        if found.group(1):
            inner, end, after = _element(text, found, xml, never)
        else:
            inner = end = after = _declaration_end(text, found, never)
        if text.startswith("<![CDATA[", found.start()) and after > found.end() + 7:
            yield html.escape(text[found.start() + 9 : after - 3], quote=False)
        else:
            yield "\n" * text.count("\n", found.start(), after)
        if (found.group(1) or "").lower() == "script" and end > inner:
            line += text.count("\n", counted, inner)
            counted = inner
            attributes = {n.lower(): v for n, v in _ATTRIBUTE.findall(text[found.end() : inner][:2000])}
            scripts.append(Script(text=text[inner:end], attributes=attributes, line=line))
        at = after
    yield _NO_TAG.sub("&lt;", text[at:])


def _element(text: str, found: re.Match[str], xml: bool, never: set[str]) -> tuple[int, int, int]:
    """Begin and end of what is inside, and where it goes on behind; never closed: only the tag is left out."""
    name = found.group(1).lower()
    inner = text.find(">", found.end()) + 1
    if not inner:
        return found.end(), found.end(), found.end()
    closed = (xml and text[inner - 2] == "/") or name in never
    close = None if closed else _CLOSE[name].search(text, inner)
    if close is None:
        never |= set() if closed else {name}
        return inner, inner, inner
    return inner, close.start(), close.end()


def _declaration_end(text: str, found: re.Match[str], never: set[str]) -> int:
    """Where a comment, a CDATA section, a declaration or an instruction is over."""
    begin = found.start()
    closing = "-->" if found.group() == "<!--" else "]]>" if text.startswith("<![CDATA[", begin) else ">"
    if closing not in never:
        end = text.find(closing, begin + 2)
        if end >= 0:
            return end + len(closing)
        never.add(closing)
    return begin + len("<![CDATA[" if closing == "]]>" else found.group())


def _characters(markup: str) -> str:
    """References to characters beyond ASCII become the characters, so that cleaning sees them; markup stays markup."""

    def meant(found: re.Match[str]) -> str:
        char = html.unescape(found.group())
        if char.isascii() or char == found.group():
            return found.group()
        return " " if char in "\u2028\u2029\x85" else char

    return _CHARACTER.sub(meant, _NO_CHARACTER.sub("\ufffd", markup))
