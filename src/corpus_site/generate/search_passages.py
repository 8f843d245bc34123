"""What the search finds in an article: its title, its quotes, and the prose that no quote covers, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from corpus_site.catalogue import Entry
from corpus_site.edtf import first_point, year_of
from corpus_site.generate import paths
from corpus_site.generate.inline import Inline, Run, Said
from corpus_site.generate.reading import Paragraph, Passage, Quotation, Title, reading
from corpus_site.generate.render import plain_text
from corpus_site.generate.views import Here, title_of
from corpus_site.model import Article, PartialDate, QuoteId

LONGEST = 400  # characters of prose in one passage
TITLE, PROSE = "title", "prose"  # kinds beside those of quotes
_GAP = "…"  # stands for a quote, which is a passage of its own
_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;\n]+[”’」』）)\"']*|$)")
_LETTER = re.compile(r"[^\W_]")
_TOLD = range(20, 300)  # characters of a quote that says something and can be read at once


class Found(msgspec.Struct, frozen=True, array_like=True):
    """One passage; `person`, `themes`, `year` and the kind are what a search can be narrowed by."""

    kind: str
    anchor: str
    text: str
    speaker: str = ""
    date: str = ""
    person: str = ""
    themes: tuple[str, ...] = ()
    year: str = ""


class Indexed(msgspec.Struct, frozen=True, array_like=True):
    """One article: the first passage is its title, `quotes` passages follow, those that say most first, then prose."""

    id: str
    title: str
    lang: str
    source: str
    source_name: str
    day: int  # of publication, as a number that sorts: 20230600; 0 for none
    quotes: int
    passages: tuple[Found, ...]


def made_from(article: Article, entries: Iterable[Entry], here: Here) -> Iterator[bytes]:
    """Give everything that the passages of an article depend on, for the store."""
    people, themes = here.site.catalogue.people, here.site.catalogue.themes
    source = here.site.catalogue.source_of_article.get(article.id)
    head = (article.id, article.title, article.path, article.published, article.language, article.script, source)
    name = None if source is None else here.site.catalogue.sources[source].name
    blocks = [(block.kind, block.span, block.lines[0], block.level) for block in article.blocks if block.span]
    quotes = [(q.id, q.kind, q.spans, q.speaker, q.status, q.confidence, q.said, q.joins) for q in article.quotes]
    listed = [(e.quote.id, [hit.id for hit in e.themes if hit.id in themes]) for e in entries]
    spoken = {q.speaker.id for q in article.quotes if q.speaker is not None and q.speaker.id in people}
    names = [people[person].name for person in sorted(person for person in spoken if person)]
    yield msgspec.msgpack.encode((here.w("article.untitled", path=""), head, name, blocks, quotes, listed, names))
    yield article.body.encode("utf-8", "surrogatepass")


def indexed(article: Article, entries: Iterable[Entry], here: Here) -> Indexed:
    """Cut an article into passages."""
    catalogue = here.site.catalogue
    source = catalogue.source_of_article.get(article.id)
    date, year = _date(article.published, here), _year(article.published)
    title = plain_text(title_of(article, here))
    quotes = [_quote(entry, here) for entry in sorted(entries, key=lambda e: _rank(e, here))]
    prose = (Found(PROSE, anchor, text, date=date, year=year) for anchor, text in prose_of(article))
    return Indexed(
        article.id,
        title,
        here.lang(article) or "",
        source or "",
        "" if source is None else catalogue.sources[source].name,
        _day(article.published),
        len(quotes),
        (Found(TITLE, "", title, date=date, year=year), *quotes, *prose),
    )


def _rank(entry: Entry, here: Here) -> tuple[int, int]:
    """Put the quotes first that say something by themselves; else the order of the text."""
    text = entry.quote.text
    asks = text.rstrip("”’」』").endswith(("？", "?"))
    good = (
        2 * (entry.quote.confidence == "high")
        + 2 * bool(entry.themes)
        + 2 * (len(text) in _TOLD)
        + (entry.speaker in here.site.catalogue.people)
        - 3 * asks
    )
    return -good, entry.order


def _quote(entry: Entry, here: Here) -> Found:
    speaker = here.speaker(entry.quote.speaker)
    known = entry.speaker if entry.speaker in here.site.catalogue.people else None
    return Found(
        entry.quote.kind,
        entry.quote.id,
        _shown(entry.words),
        "" if speaker is None else speaker.name,
        _date(entry.date, here),
        known or "",
        tuple(hit.id for hit in entry.themes if hit.id in here.site.catalogue.themes),
        _year(entry.date),
    )


def _date(date: PartialDate | None, here: Here) -> str:
    view = here.date(date)
    return "" if view is None else view.text


def _year(date: PartialDate | None) -> str:
    year = None if date is None else year_of(date.edtf)
    return "" if year is None else str(year)


def _day(date: PartialDate | None) -> int:
    point = None if date is None else first_point(date.edtf)
    if point is None or point.year is None:
        return 0
    return max(point.year, 0) * 10000 + (point.month or 0) * 100 + (point.day or 0)


def prose_of(article: Article) -> Iterator[tuple[str, str]]:
    """Give the prose that no quote covers, cut at sentence ends, each piece with the id of the element it stands in.

    >>> bare = Article(id="a00000000", path="a.txt", lines=(1, 9), sha256="0", title="题", body="一二。\\n\\n三四。")
    >>> list(prose_of(bare))
    [('', '一二。'), ('', '三四。')]
    """
    for anchor, text in _paragraphs(article):
        for piece in pieces(_shown(text)):
            if len(_LETTER.findall(piece)) > 1:
                yield anchor, piece


def _paragraphs(article: Article) -> Iterator[tuple[str, str]]:
    for node in reading(article):
        if isinstance(node, Title):
            if not node.quotes:
                yield node.id, node.text
        elif isinstance(node, Passage) or (isinstance(node, Quotation) and node.quote is None):
            for part in node.parts:
                if isinstance(part, Paragraph):
                    yield part.anchor, _without_quotes(part.inside)
        elif isinstance(node, Quotation) and node.signature is not None:
            yield (
                node.signature.anchor or paths.quote_anchor(_id(node), node.part),
                _without_quotes(node.signature.inside),
            )


def _id(node: Quotation) -> QuoteId:
    assert node.quote is not None
    return node.quote.id


def _without_quotes(inside: Iterable[Inline]) -> str:
    return "".join(one.text if isinstance(one, Run) else _GAP for one in inside if isinstance(one, Run | Said))


def _shown(text: str) -> str:
    """Give text as a page shows it: without controls, its paragraphs parted by one line."""
    return "\n".join(line for part in text.split("\n") if (line := plain_text(part)))


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """Cut a text behind sentences into pieces of at most so many characters.

    >>> pieces("一二。三四！五六", 6), pieces("一二三四五", 3)
    (['一二。三四！', '五六'], ['一二三', '四五'])
    """
    cut: list[str] = []
    current = ""
    for sentence in _SENTENCE.findall(text):
        if current and len(current) + len(sentence) > longest:
            cut.append(current)
            current = ""
        current += sentence
        while len(current) > longest:
            cut.append(current[:longest])
            current = current[longest:]
    return [piece for piece in (*map(str.strip, cut), current.strip()) if piece]
