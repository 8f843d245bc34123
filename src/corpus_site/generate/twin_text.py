"""An article as readable Markdown: facts, then the whole text with speakers in bold and the ids of quotes behind it.

Nothing that an article says is read as markup: every mark that CommonMark or its common extensions know is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus_site.generate import paths
from corpus_site.generate.addresses import address, beside, outside
from corpus_site.generate.inline import Inline, Run, Said
from corpus_site.generate.paths import folder_of
from corpus_site.generate.reading import Node, Paragraph, Part, Passage, Picture, Title, Turn, reading, unplaced
from corpus_site.generate.render import plain_text
from corpus_site.generate.structured import name_with
from corpus_site.generate.views import Here, Site, title_of
from corpus_site.model import Article, Confidence, Quote, QuoteId, Speaker, Status

MARKDOWN, RECORD = "article.md.txt", "article.json"
_MARKS = re.compile(r"[\\`*_\[\]<>&~|{}]")
# Where a line begins: titles, lists, rules; the first group is what stands before the mark to escape.
_FIRST = re.compile(r"([0-9]{1,9})(?=[.)](?: |\Z))|(?=#{1,6}(?: |\Z)|[-+:](?: |\Z)|-[- ]*\Z|=+\Z)")
_LAST = re.compile(r"(?<!\\)#+\Z")  # behind a title such marks would belong to it
_IN_ADDRESS = re.compile(r"[()<>`]")
_CREDITS = ("authors", "translators", "compilers", "editors")
_DEEPEST = 3  # of lists


def article_text(site: Site, article: Article) -> str:
    """Give an article's Markdown twin."""
    here = Here(site, beside(paths.article_page(article.id), MARKDOWN))
    blocks = [_heading(1, title_of(article, here)) or f"# {article.id}", "\n".join(_facts(here, article))]
    blocks += _Text(here, article).blocks()
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    r"""Write plain text on one line so that Markdown shows it as it is.

    >>> print(escaped("1. *甲*\n<b>[乙](javascript:x)</b>"))
    1\. \*甲\* \<b\>\[乙\](javascript:x)\</b\>
    >>> escaped("3.5 倍 - 五"), escaped("-- 甲"), escaped("甲乙")
    ('3.5 倍 - 五', '-- 甲', '甲乙')
    """
    return _line(_MARKS.sub(r"\\\g<0>", text))


def linked(text: str, href: str) -> str:
    """Make a link; text and address are escaped here.

    >>> print(linked("甲]", "https://example.com/a_(b)"))
    [甲\\]](https://example.com/a_%28b%29)
    """
    return f"[{escaped(text) or escaped(href)}]({_destination(href)})"


def _heading(level: int, text: str) -> str:
    line = _LAST.sub(r"\\\g<0>", escaped(text))
    return f"{'#' * level} {line}" if line else ""


def _destination(href: str) -> str:
    return _IN_ADDRESS.sub(lambda mark: f"%{ord(mark.group()):02X}", href)


def _line(text: str) -> str:
    """Clean a line whose marks are escaped, and escape what means something only where a line begins."""
    line = plain_text(text)
    first = _FIRST.match(line)
    return line if first is None else f"{first.group()}\\{line[first.end() :]}"


def _facts(here: Here, article: Article) -> Iterator[str]:
    catalogue, w = here.site.catalogue, here.w
    source, date, original = here.source_of(article), here.date(article.published), outside(article.url)
    speakers = [entry.quote.speaker for entry in catalogue.quotes_of_article.get(article.id, ())]
    names = {(one.id, one.name): one for one in speakers if one is not None}
    people = dict.fromkeys(view.name for one in names.values() if (view := here.speaker(one)) is not None)
    themes = [catalogue.themes[hit.id].name for hit in article.themes if hit.id in catalogue.themes]
    page = paths.article_page(article.id)
    facts = [
        (w("sources.title"), escaped(source.text) if source is not None else ""),
        (w("date.published"), escaped(f"{date.text} {date.mark}") if date is not None else ""),
        *((w(f"credit.{kind}"), escaped("、".join(getattr(article, kind)))) for kind in _CREDITS),
        (w("article.original"), f"<{_destination(original)}>" if original is not None else ""),
        (w("article.people"), escaped("、".join(people))),
        (w("theme.title"), escaped("、".join(themes))),
        (w("machine.page"), linked(folder_of(page), address(here, page))),
        (w("machine.record"), linked(RECORD, address(here, beside(page, RECORD)))),
    ]
    return (f"- {w('machine.fact', name=name, value=value)}" for name, value in facts if value)


_Head = tuple[Speaker | None, Confidence, Status, bool]  # what the words before a turn are made of


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of one article, block by block."""

    here: Here
    article: Article
    heads: dict[_Head, str] = field(default_factory=dict)  # few people say much: each head is made once

    def blocks(self) -> Iterator[str]:
        nodes = reading(self.article)
        for node in nodes:
            yield from filter(None, self._node(node))
        shown = {quote.id for quote in self.article.quotes if quote.status != "withdrawn"}
        if lost := [one for one in unplaced(self.article, nodes) if one in shown]:
            yield self._marks(lost)

    def _node(self, node: Node) -> Iterator[str]:
        if isinstance(node, Title):
            yield _heading(node.level, node.text)
            yield self._marks(quote.id for quote in node.quotes)
        elif isinstance(node, Turn):
            yield from self._turn(node)
        elif isinstance(node, Passage):
            yield from self._parts(node.parts)
        else:
            parts = [*node.parts, *([] if node.signature is None else [node.signature])]
            blocks = _signed(self._parts(parts), self._marks(_ids(node.quote)))
            yield "\n".join(f"> {line}" if line else ">" for line in "\n\n".join(blocks).split("\n"))

    def _turn(self, node: Turn) -> Iterator[str]:
        """Give the words of a turn behind the speaker's name; withdrawn ones stay, as the source printed them."""
        withdrawn = node.quote.status == "withdrawn"
        head = escaped(node.label) if withdrawn else self._head(node.quote, node.part > 1)
        blocks = list(self._parts(node.parts))
        first = node.parts[0] if node.parts else None
        if blocks and isinstance(first, Paragraph) and not first.depth:
            blocks[0] = f"{head} {blocks[0]}".lstrip()
        else:
            blocks.insert(0, head)
        return _signed(blocks, "" if withdrawn else self._marks(_ids(node.quote)))

    def _head(self, quote: Quote, goes_on: bool) -> str:
        key = (quote.speaker, quote.confidence, quote.status, goes_on)
        if key not in self.heads:
            self.heads[key] = f"**{self._speaker(quote, goes_on)}**"
        return self.heads[key]

    def _speaker(self, quote: Quote, goes_on: bool) -> str:
        here = self.here
        view = here.speaker(quote.speaker)
        name = plain_text(view.name) if view is not None else here.w("quote.nobody")
        facts = (view.role if view else "", here.dispute(quote), here.doubt(quote))
        whole = name_with(here, name, *facts) + (here.w("turn.goes_on") if goes_on else "")
        return escaped(here.w("machine.speaker", name=whole))

    def _parts(self, parts: Iterable[Part]) -> Iterator[str]:
        """Give paragraphs, pictures as their captions, and lists; each block with the quotes in it at its end."""
        items: list[str] = []
        above = 0  # the depth of the item before: a list cannot begin with its second level
        for part in parts:
            depth = min(part.depth, above + 1, _DEEPEST) if isinstance(part, Paragraph) else 0
            if not depth and items:
                yield "\n".join(items)
                items = []
            block = self._picture(part) if isinstance(part, Picture) else self._paragraph(part)
            if depth and block:
                indent = "  " * depth
                items.append(f"{indent[2:]}- " + block.replace("\n", f"\n{indent}"))
            elif block:
                yield block
            above = depth
        if items:
            yield "\n".join(items)

    def _paragraph(self, part: Paragraph) -> str:
        quotes: dict[QuoteId, None] = {}
        text = self._inside(part.inside, quotes)
        lines = filter(None, map(_line, text.split("\n")))
        return " ".join(filter(None, ["  \n".join(lines), self._marks(quotes)]))

    def _picture(self, part: Picture) -> str:
        words = self.here.w("machine.fact", name=self.here.w("article.picture"), value=plain_text(part.caption))
        href = outside(part.url)
        return linked(words, href) if href is not None else escaped(words) if part.caption else ""

    def _inside(self, inlines: Sequence[Inline], quotes: dict[QuoteId, None]) -> str:
        """Give the words of a paragraph with their marks escaped, and note the quotes among them."""
        written = []
        for inline in inlines:
            if isinstance(inline, Run):
                href = outside(inline.url)
                text = _MARKS.sub(r"\\\g<0>", inline.text)
                linkable = href is not None and text.strip() and "\n" not in text
                written.append(f"[{text}]({_destination(href or '')})" if linkable else text)
            elif isinstance(inline, Said):
                quotes[inline.quote.id] = None
                written.append(self._inside(inline.inside, quotes))
        return "".join(written)

    def _marks(self, quotes: Iterable[QuoteId]) -> str:
        return " ".join(f"[{quote}]({address(self.here, paths.quote_page(quote))})" for quote in quotes)


def _ids(quote: Quote | None) -> list[QuoteId]:
    return [] if quote is None else [quote.id]


def _signed(blocks: Iterable[str], marks: str) -> Iterator[str]:
    """Put the ids of the quotes behind the last block."""
    *most, last = [*blocks] or [""]
    yield from most
    yield " ".join(filter(None, [last, marks]))
