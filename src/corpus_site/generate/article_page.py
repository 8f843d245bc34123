"""The page of one article: where it comes from, who speaks, the whole text, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus_site.catalogue import Entry
from corpus_site.fold import fold
from corpus_site.generate import paths
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.inline import Byline, Inline, Run, Said
from corpus_site.generate.reading import (
    Node,
    Paragraph,
    Part,
    Passage,
    Picture,
    Quotation,
    Title,
    Turn,
    reading,
    unplaced,
)
from corpus_site.generate.render import plain_text
from corpus_site.generate.views import Here, Link, Site, SpeakerView, WorkView, language_of, title_of
from corpus_site.model import Article, Quote, QuoteId, Repair
from corpus_site.problems import worst_first

HUES = 8  # of the rules that tell speakers apart; 0 is the neutral one, for roles without a name
REPAIRS = 200  # kinds of repair that the table shows
_DESCRIBED = 110  # characters of the beginning that describe a page


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What the reading view shows of a quote around its words."""

    id: QuoteId
    kind: str
    confidence: str
    hue: int
    speaker: SpeakerView | None
    work: WorkView | None
    doubt: str
    status: str
    why: str
    themes: tuple[Link, ...]
    repeats: Link | None  # the quote that this one repeats
    repeated: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn's head: `name` is the label as printed where that is the name; else the label stands apart."""

    quote: QuoteView
    anchor: str
    goes_on: bool
    name: str
    name_added: bool
    after_name: str  # the colon of the label
    label: str


def article_pages(site: Site) -> Iterator[Document]:
    """Make a page for every article."""
    for article in site.catalogue.articles.values():
        yield article_page(site, article)


def article_page(site: Site, article: Article) -> Document:
    here = Here(site, paths.article_page(article.id))
    page = _Page(here, article)
    w = site.render.words
    parts: list[Heading | str] = [site.render("article_head", **page.head()), *page.text()]
    if article.references and not any(b.kind == "reference" and b.span is not None for b in article.blocks):
        parts.append(Heading(2, "references", w("article.references")))
        references = [(r.text or r.url or "", paths.outside(r.url)) for r in article.references]
        parts.append(site.render("article_references", references=references, lang=language_of(article)))
    parts.append(site.render("article_foot", **page.foot()))
    beginning = " ".join(article.body[: 2 * _DESCRIBED].split())[:_DESCRIBED]
    return Document(here.path, plain_text(title_of(article, here)), plain_text(beginning), tuple(parts))


class _Page:
    """The views of one article's page."""

    def __init__(self, here: Here, article: Article) -> None:
        self.here = here
        self.article = article
        self.hues: dict[str, int] = {}
        self.quotes = {quote.id: self._quote(quote) for quote in article.quotes}

    def head(self) -> dict[str, object]:
        article, here = self.article, self.here
        credits = [
            (here.w(f"credit.{name}"), "、".join(names))
            for name in ("authors", "translators", "compilers", "editors")
            if (names := getattr(article, name))
        ]
        return {
            "title": title_of(article, here),
            "lang": language_of(article),
            "source": here.source_of(article),
            "published": here.date(article.published),
            "events": [(event.name, here.date(event.date)) for event in article.events],
            "place": article.place or "",
            "credits": credits,
            "translated": article.translated,
            "original": paths.outside(article.url),
            "original_text": article.url or "",
            "people": self._people(),
            "themes": [here.theme(hit.id) for hit in article.themes if hit.id in here.site.catalogue.themes],
            "keywords": "、".join(article.keywords[:8]),
        }

    def _people(self) -> list[tuple[Link, str]]:
        """List who speaks, most first, then who is only named, with their counts in words."""
        entries = self.here.site.catalogue.quotes_of_article.get(self.article.id, ())
        quotes: dict[str, int] = {}
        names = {}
        for entry in entries:
            speaker = entry.quote.speaker
            if speaker is not None:
                key = speaker.id or speaker.name
                quotes[key] = quotes.get(key, 0) + 1
                names[key] = (speaker.id, speaker.name)
        for person in self.article.people:
            names.setdefault(person.id or person.name, (person.id, person.name))
        mentions = {person.id or person.name: person.mentions for person in self.article.people}
        order = sorted(names, key=lambda key: (-quotes.get(key, 0), -mentions.get(key, 0), key))
        w = self.here.w
        return [
            (
                self.here.person(*names[key]),
                w("article.speaks", n=quotes[key]) if key in quotes else w("article.named", n=mentions.get(key, 0)),
            )
            for key in order
        ]

    def text(self) -> Iterator[Heading | str]:
        """Give the reading view: section titles as headings, everything between two of them as one block."""
        nodes = reading(self.article)
        waiting: list[dict[str, object]] = []
        render, lang = self.here.site.render, language_of(self.article)
        for node in nodes:
            if isinstance(node, Title):
                if waiting:
                    yield render("article_text", nodes=waiting, lang=lang)
                yield Heading(node.level, node.id, node.text)
                waiting = [{"kind": "anchors", "ids": [quote.id for quote in node.quotes]}] if node.quotes else []
            else:
                waiting.append(self._node(node))
        lost = unplaced(self.article, nodes)
        if lost:
            waiting.append({"kind": "anchors", "ids": lost})
        if waiting:
            yield render("article_text", nodes=waiting, lang=lang)

    def foot(self) -> dict[str, object]:
        article, here = self.article, self.here
        entries = here.site.catalogue.quotes_of_article.get(article.id, ())
        repair_rows = grouped_repairs(article.repairs)
        return {
            "quotations": [self._evidence(entry) for entry in entries if entry.quote.kind not in ("turn", "pull")],
            "doubtful": [self._evidence(entry) for entry in entries if entry.quote.confidence == "low"],
            "repairs": len(article.repairs),
            "unsure": sum(not repair.sure for repair in article.repairs),
            "repair_rows": repair_rows[:REPAIRS],
            "more_repairs": len(repair_rows[REPAIRS:]),
            "problems": worst_first(article.problems),
            "path": article.path,
            "lines": article.lines,
            "sha256": article.sha256,
            "id": article.id,
        }

    def _evidence(self, entry: Entry) -> tuple[Link, str, str]:
        """Give a quote in one line, whose it is, and why."""
        quote = self.quotes[entry.quote.id]
        work = "" if quote.work is None else self.here.w("work.title", title=quote.work.title)
        name = quote.speaker.name if quote.speaker is not None else work or self.here.w("quote.nobody")
        return self.here.brief(entry), name, quote.why

    def _node(self, node: Node) -> dict[str, object]:
        if isinstance(node, Turn):
            return {"kind": "turn", "turn": self._turn(node), "parts": self._parts(node.parts)}
        if isinstance(node, Quotation):
            quote = None if node.quote is None else self.quotes[node.quote.id]
            anchor = None if node.quote is None else paths.quote_anchor(node.quote.id, node.part)
            return {"kind": "quotation", "quote": quote, "anchor": anchor, "parts": self._parts(node.parts)}
        assert isinstance(node, Passage)
        return {"kind": "passage", "parts": self._parts(node.parts)}

    def _turn(self, node: Turn) -> TurnView:
        quote = self.quotes[node.quote.id]
        name = quote.speaker.name if quote.speaker is not None else self.here.w("quote.nobody")
        printed = node.label.strip().rstrip(":：").rstrip()
        same = bool(printed) and fold(printed) == fold(name)
        return TurnView(
            quote=quote,
            anchor=paths.quote_anchor(node.quote.id, node.part),
            goes_on=node.part > 1,
            name=printed if same else name,
            name_added=not same,
            after_name=node.label.strip()[len(printed) :] if same else "",
            label="" if same else node.label.strip(),
        )

    def _parts(self, parts: list[Part]) -> list[dict[str, object]]:
        """Give paragraphs, pictures, and items gathered into lists."""
        views: list[dict[str, object]] = []
        for part in parts:
            if isinstance(part, Picture):
                views.append({"kind": "picture", "caption": part.caption, "href": paths.outside(part.url)})
            elif part.depth:
                items = views[-1]["items"] if views and views[-1]["kind"] == "items" else None
                if not isinstance(items, list):
                    items = []
                    views.append({"kind": "items", "items": items})
                items.append((min(part.depth, 3), self._inside(part.inside)))
            else:
                assert isinstance(part, Paragraph)
                views.append({"kind": "paragraph", "inside": self._inside(part.inside)})
        return views

    def _inside(self, inlines: tuple[Inline, ...]) -> list[dict[str, object]]:
        views: list[dict[str, object]] = []
        for inline in inlines:
            if isinstance(inline, Run):
                views.append(
                    {"kind": "run", "text": inline.text, "bold": inline.bold, "href": paths.outside(inline.url)}
                )
            elif isinstance(inline, Said):
                anchor = paths.quote_anchor(inline.quote.id, inline.part)
                views.append(
                    {
                        "kind": "said",
                        "quote": self.quotes[inline.quote.id],
                        "anchor": anchor,
                        "inside": self._inside(inline.inside),
                    }
                )
            else:
                assert isinstance(inline, Byline)
                views.append({"kind": "byline", "quote": self.quotes[inline.quote.id]})
        return views

    def _quote(self, quote: Quote) -> QuoteView:
        here, catalogue = self.here, self.here.site.catalogue
        entry = catalogue.entries[quote.id]
        repeats = catalogue.entries.get(quote.repeats) if quote.repeats is not None else None
        return QuoteView(
            id=quote.id,
            kind=quote.kind,
            confidence=quote.confidence,
            hue=self._hue(quote),
            speaker=here.speaker(quote.speaker),
            work=here.work(quote),
            doubt=here.doubt(quote),
            status=here.dispute(quote),
            why=here.why(quote),
            themes=here.themes(entry),
            repeats=None if repeats is None else here.brief(repeats),
            repeated=tuple(here.brief(catalogue.entries[other]) for other in entry.repeated_by),
        )

    def _hue(self, quote: Quote) -> int:
        """Give each speaker a hue of their own, in the order in which they begin to speak."""
        speaker = quote.speaker
        if speaker is None or (speaker.type == "role" and speaker.id is None):
            return 0
        return self.hues.setdefault(speaker.id or speaker.name, len(self.hues) % HUES + 1)


@dataclass(frozen=True, slots=True)
class RepairRow:
    """One kind of change with the lines on which it was made: a gloss may come back a hundred times."""

    rule: str
    was: str
    now: str
    sure: bool
    lines: str
    times: int


def grouped_repairs(repairs: tuple[Repair, ...]) -> list[RepairRow]:
    """Put equal repairs into one row, the unsure ones first, else in the order of the text.

    >>> one, two = (Repair(rule="gloss", line=line, was="領(lǐng)", now="領") for line in (3, 7))
    >>> [(row.lines, row.times) for row in grouped_repairs((one, two))]
    [('3、7', 2)]
    """
    lines: dict[tuple[bool, str, str, str], list[int]] = {}
    for repair in repairs:
        lines.setdefault((repair.sure, repair.rule, repair.was, repair.now), []).append(repair.line)
    rows = [
        RepairRow(rule, was, now, sure, "、".join(map(str, list(dict.fromkeys(found))[:6])), len(found))
        for (sure, rule, was, now), found in lines.items()
    ]
    return sorted(rows, key=lambda row: row.sure)
