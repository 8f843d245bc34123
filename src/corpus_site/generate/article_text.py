"""The reading view of an article as templates lay it out: every quote with its speaker, mark and hue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus_site.fold import fold
from corpus_site.generate import paths
from corpus_site.generate.document import Heading
from corpus_site.generate.facets import Choice
from corpus_site.generate.inline import Byline, Inline, Run, Said, text_of
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
from corpus_site.generate.views import Here, Link, SpeakerView, WorkView
from corpus_site.model import Article, Quote, QuoteId

HUES = 8  # of the rules that tell speakers apart; 0 is the neutral one, for roles without a name


_HAN = re.compile(r"[\u3400-\u9fff]")
_ENGLISH = re.compile(r"\b(?:the|and|of|to|is|in|that|it|for|you|we|are)\b", re.I)


def foreign(text: str) -> str | None:
    """Tell of a paragraph between Chinese ones that it is English, so that it is read aloud and cut as such.

    >>> foreign("I think that is the point of it."), foreign("GPT-4 Turbo"), foreign("the 的 of 了 and")
    ('en', None, None)
    """
    return "en" if len(_ENGLISH.findall(text)) > 1 and not _HAN.search(text) else None


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What the reading view shows of a quote around its words."""

    id: QuoteId
    page: str
    kind: str
    confidence: str
    hue: int
    voice: int  # the same for all quotes of one speaker in this article; 0 for nobody
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
    label_shown: bool  # a label that came before stays in the text, but out of sight


class ArticleText:
    """The views of one article's text on its page."""

    def __init__(self, here: Here, article: Article) -> None:
        self.here = here
        self.article = article
        self.hues: dict[str, int] = {}
        self.voices: dict[str, int] = {}  # who speaks in turns, numbered in the order in which they begin
        self.printed: set[tuple[str, str]] = set()  # labels that the page has shown beside a name
        self.split = {quote.joins for quote in article.quotes}  # the later part of these names the speaker
        self.quotes = {quote.id: self._quote(quote) for quote in article.quotes}

    def parts(self) -> Iterator[Heading | str]:
        """Give the reading view: section titles as headings, everything between two of them as one block."""
        nodes = reading(self.article)
        waiting: list[dict[str, object]] = []
        render, lang = self.here.site.render, self.here.lang(self.article)
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

    def _node(self, node: Node) -> dict[str, object]:
        if isinstance(node, Turn):
            return {"kind": "turn", "turn": self._turn(node), "parts": self._views(node.parts)}
        if isinstance(node, Quotation):
            quote = None if node.quote is None else self.quotes[node.quote.id]
            anchor = None if node.quote is None else paths.quote_anchor(node.quote.id, node.part)
            signature = None if node.signature is None else self._inside(node.signature.inside)
            return {
                "kind": "quotation",
                "quote": quote,
                "anchor": anchor,
                "parts": self._views(node.parts),
                "signature": signature,
            }
        assert isinstance(node, Passage)
        return {"kind": "passage", "parts": self._views(node.parts)}

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
            label_shown=self._is_new(name, printed),
        )

    def _needs_byline(self, byline: Byline) -> bool:
        """Decline where a later part of the same quotation names the speaker, or the text itself signs with the work."""
        quote = byline.quote
        if quote.confidence != "high":
            return True
        signed = quote.speaker is None and quote.work is not None and quote.work.title in byline.following
        return quote.id not in self.split and not signed

    def _is_new(self, name: str, label: str) -> bool:
        new = (name, label) not in self.printed
        self.printed.add((name, label))
        return new

    def _views(self, parts: list[Part]) -> list[dict[str, object]]:
        """Give paragraphs, pictures, and items gathered into lists."""
        views: list[dict[str, object]] = []
        for part in parts:
            if isinstance(part, Picture):
                views.append(self._picture(part))
            elif part.depth:
                items = views[-1]["items"] if views and views[-1]["kind"] == "items" else None
                if not isinstance(items, list):
                    items = []
                    views.append({"kind": "items", "items": items})
                items.append((min(part.depth, 3), self._inside(part.inside)))
            else:
                assert isinstance(part, Paragraph)
                views.append(
                    {"kind": "paragraph", "inside": self._inside(part.inside), "lang": foreign(text_of(part.inside))}
                )
        return views

    def _picture(self, picture: Picture) -> dict[str, object]:
        shown = self.here.site.images.shown(self.here.path, self.article.path, picture.url)
        if not shown.src:
            return {"kind": "picture", "caption": picture.caption, "href": shown.href}
        return {
            "kind": "image",
            "caption": picture.caption,
            "src": shown.src,
            "width": shown.width,
            "height": shown.height,
        }

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
            elif (named := self._needs_byline(inline)) or inline.quote.id not in self.split:
                views.append({"kind": "byline", "quote": self.quotes[inline.quote.id], "named": named})
        return views

    def _quote(self, quote: Quote) -> QuoteView:
        here, catalogue = self.here, self.here.site.catalogue
        entry = catalogue.entries[quote.id]
        repeats = catalogue.entries.get(quote.repeats) if quote.repeats is not None else None
        return QuoteView(
            id=quote.id,
            page=here.to(paths.quote_page(quote.id)),
            kind=quote.kind,
            confidence=quote.confidence,
            hue=self._hue(quote),
            voice=self._voice(quote),
            speaker=here.speaker(quote.speaker),
            work=here.work(quote),
            doubt=here.doubt(quote),
            status=here.dispute(quote),
            why=here.why(quote),
            themes=here.themes(entry),
            repeats=None if repeats is None else here.brief(repeats),
            repeated=tuple(here.brief(catalogue.entries[other]) for other in entry.repeated_by),
        )

    def _voice(self, quote: Quote) -> int:
        speaker = quote.speaker
        return 0 if speaker is None else self.voices.setdefault(speaker.id or speaker.name, len(self.voices) + 1)

    def voice_choices(self) -> list[Choice]:
        """List who speaks, with the number of turns, for readers who want to follow one of them."""
        names: dict[int, str] = {}
        counts: dict[int, int] = {}
        for quote in self.quotes.values():
            if quote.voice and quote.speaker is not None and quote.kind in ("turn", "block"):
                names.setdefault(quote.voice, quote.speaker.name)
                counts[quote.voice] = counts.get(quote.voice, 0) + 1
        return [
            Choice(str(voice), names[voice], counts[voice]) for voice in sorted(counts, key=lambda v: (-counts[v], v))
        ]

    def _hue(self, quote: Quote) -> int:
        """Give each speaker a hue of their own, in the order in which they begin to speak."""
        speaker = quote.speaker
        if speaker is None or (speaker.type == "role" and speaker.id is None):
            return 0
        return self.hues.setdefault(speaker.id or speaker.name, len(self.hues) % HUES + 1)
