"""What templates are given: links, dates, chips and quotes, ready to be laid out on one page.

A view is made for the page it stands on, because links are relative.  Templates decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus_site.catalogue import Catalogue, Entry, goes_on
from corpus_site.generate import paths
from corpus_site.generate.dates import date_in_list, date_in_words
from corpus_site.generate.images import Images
from corpus_site.generate.paths import PagePath, link
from corpus_site.generate.pictures import Pictures
from corpus_site.generate.render import Renderer
from corpus_site.model import (
    Article,
    PartialDate,
    PersonId,
    Quote,
    QuoteId,
    Source,
    SourceId,
    Span,
    Speaker,
    ThemeId,
)

LONG = 130  # characters from which a quote in a list is folded to three lines
PAIRED = 2  # quotes of somebody on a theme from which these have a page
COMPARED = 30  # people on a theme from whom a reader chooses two
_SHORT = 46  # characters of a quote that stands for the whole in one line
_LANGUAGES = {"Hant": "zh-Hant", "Hans": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Link:
    """Words that may lead somewhere; `count` stands beside them."""

    text: str
    href: str | None = None
    count: int | None = None
    share: int = 0  # of the largest in its list, in steps of five per cent, for bars
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class DateView:
    """A date with how it is known."""

    text: str
    words: str
    mark: str  # of a date that the text does not state; else ""
    note: str  # the reason, for the reader
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """Who says it; `mark` tells that nobody has confirmed the person yet."""

    name: str
    href: str | None
    role: str
    mark: str = ""
    evidence: tuple[str, ...] = ()  # why the printed name means this person


@dataclass(frozen=True, slots=True)
class WorkView:
    title: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """One stretch of a quote's text."""

    text: str
    bold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A quote in a list: words first, then who, when, where from, then themes and evidence."""

    id: QuoteId
    href: str  # its place in the article
    page: str  # its own page
    paragraphs: tuple[tuple[Words, ...], ...]
    lang: str | None
    long: bool
    kind: str
    confidence: str
    doubt: str  # "" for high confidence
    status: str  # shown only where somebody disputes it
    speaker: SpeakerView | None
    work: WorkView | None
    date: DateView | None
    article: Link
    source: Link | None
    themes: tuple[Link, ...]
    why: str
    repeats: tuple[Link, ...]
    related: int  # quotes of others on the same matter, which its own page shows
    facets: Mapping[str, str]  # what a list can be narrowed by: blank-separated ids by the name of the facet


@dataclass(frozen=True, slots=True)
class Site:
    """What every page kind is given."""

    catalogue: Catalogue
    render: Renderer
    images: Images = field(default_factory=Images)
    pictures: Pictures | None = None  # None: nothing is drawn
    cards: bool = False  # whether pages have a picture to unfurl with


@dataclass(frozen=True, slots=True)
class Here:
    """One page: makes the views that stand on it."""

    site: Site
    path: PagePath

    def lang(self, article: Article) -> str | None:
        """Give the language of an article's text where the page's own is another."""
        return language_of(article) or (None if self.site.render.words.language == "zh" else "zh-Hans")

    def joined(self, names: Iterable[str]) -> str:
        """Write names one after the other."""
        return self.w("list.and").join(names)

    def card_of(self, name: str) -> str:
        """Give where the picture lies that a page unfurls with, below the site; "" for none."""
        return f"{paths.CARDS}/{name}.png" if self.site.cards else ""

    def to(self, there: PagePath, anchor: str = "") -> str:
        return link(self.path, there, anchor)

    def w(self, key: str, **values: object) -> str:
        return self.site.render.words(key, **values)

    def person(self, person: PersonId | None, name: str = "", count: int | None = None, share: int = 0) -> Link:
        """Link a person by the agreed name; somebody without a record stays plain text."""
        record = self.site.catalogue.people.get(person) if person is not None else None
        if record is None:
            return Link(name, count=count, share=share)
        return Link(record.name, self.to(paths.person_page(record.id)), count, share)

    def pair(self, person: PersonId, theme: ThemeId, count: int, share: int = 0, of: str = "person") -> Link:
        """Link what somebody says on a theme, under the name of the one or the other; where that is little, these."""
        if len(self.site.catalogue.quotes_of_person_on_theme.get((person, theme), ())) < PAIRED:
            return self.person(person, "", count, share) if of == "person" else self.theme(theme, count, share)
        name = (self.site.catalogue.people[person] if of == "person" else self.site.catalogue.themes[theme]).name
        return Link(name, self.to(paths.pair_page(person, theme)), count, share)

    def compared(self, theme: ThemeId) -> list[PersonId]:
        """List who says enough on a theme to be set beside another, most first."""
        pairs = self.site.catalogue.quotes_of_person_on_theme
        people = (person for person, _ in self.site.catalogue.people_of_theme.get(theme, ()))
        return [person for person in people if len(pairs.get((person, theme), ())) >= PAIRED][:COMPARED]

    def theme(self, theme: ThemeId, count: int | None = None, share: int = 0) -> Link:
        record = self.site.catalogue.themes[theme]
        return Link(record.name, self.to(paths.theme_page(theme)), count, share)

    def article(self, article: Article, anchor: str = "", count: int | None = None) -> Link:
        href = self.to(paths.article_page(article.id), anchor)
        return Link(title_of(article, self), href, count, lang=self.lang(article))

    def source(self, source: Source, count: int | None = None) -> Link:
        return Link(source.name, self.to(paths.source_page(source.id)), count)

    def source_of(self, article: Article) -> Link | None:
        name: SourceId | None = self.site.catalogue.source_of_article.get(article.id)
        return None if name is None else self.source(self.site.catalogue.sources[name])

    def date(self, date: PartialDate | None, spoken: bool = False) -> DateView | None:
        if date is None:
            return None
        words = self.site.render.words
        mark = "" if date.basis == "stated" else self.w(f"basis.{date.basis}")
        note = self.w(f"basis.{date.basis}_note", evidence=date.evidence or self.w("basis.no_evidence"))
        return DateView(date_in_list(date.edtf, words), date_in_words(date.edtf, words), mark, note, spoken)

    def speaker(self, speaker: Speaker | None) -> SpeakerView | None:
        if speaker is None:
            return None
        record = self.site.catalogue.people.get(speaker.id) if speaker.id is not None else None
        role = speaker.role or ""
        if record is None:
            mark = "" if speaker.type == "role" else self.w("mark.unresolved")
            return SpeakerView(speaker.name, None, "" if role == speaker.name else role, mark)
        mark = self.w("mark.automatic") if record.origin == "text" else ""
        return SpeakerView(record.name, self.to(paths.person_page(record.id)), role, mark, speaker.evidence)

    def themes(self, entry: Entry) -> tuple[Link, ...]:
        return tuple(self.theme(hit.id) for hit in entry.themes)

    def quote_href(self, entry: Entry) -> str:
        return self.to(paths.article_page(entry.article.id), entry.quote.id)

    def brief(self, entry: Entry) -> Link:
        """Give a quote as one line that leads to its place in the article."""
        return Link(shortened(entry.quote.text), self.quote_href(entry), lang=self.lang(entry.article))

    def card(self, entry: Entry) -> Card:
        quote = entry.quote
        catalogue = self.site.catalogue
        others = [catalogue.entries[name] for name in entry.repeated_by]
        length = len(entry.words)
        paragraphs = _whole(entry)
        return Card(
            id=quote.id,
            href=self.quote_href(entry),
            page=self.to(paths.quote_page(quote.id)),
            paragraphs=paragraphs,
            lang=self.lang(entry.article),
            long=length > LONG or len(paragraphs) > 3,
            kind=quote.kind,
            confidence=quote.confidence,
            doubt=self.doubt(quote),
            status=self.dispute(quote),
            speaker=self.speaker(quote.speaker),
            work=self.work(quote),
            date=self.date(entry.date, entry.spoken),
            article=self.article(entry.article),
            source=self.source_of(entry.article),
            themes=self.themes(entry),
            why=self.why(quote),
            repeats=tuple(self.brief(other) for other in others),
            related=sum(other in catalogue.entries for other in quote.related),
            facets=self.facets(entry),
        )

    def facets(self, entry: Entry) -> dict[str, str]:
        """Give what a list of quotes can be narrowed by."""
        return {
            "theme": " ".join(hit.id for hit in entry.themes),
            "kind": entry.quote.kind,
            "source": self.site.catalogue.source_of_article.get(entry.article.id, ""),
            "person": entry.speaker or "",
        }

    def cards(self, entries: Sequence[Entry]) -> tuple[Card, ...]:
        return tuple(self.card(entry) for entry in entries)

    def doubt(self, quote: Quote) -> str:
        return "" if quote.confidence == "high" else self.w(f"doubt.{quote.confidence}")

    def dispute(self, quote: Quote) -> str:
        return self.w(f"status.{quote.status}") if quote.status in ("disputed", "misattributed") else ""

    def quote_page(self, entry: Entry) -> Link:
        """Give a quote as one line that leads to its own page."""
        href = self.to(paths.quote_page(entry.quote.id))
        return Link(shortened(entry.quote.text), href, lang=self.lang(entry.article))

    def work(self, quote: Quote) -> WorkView | None:
        return None if quote.work is None else WorkView(quote.work.title, paths.outside(quote.work.url))

    def why(self, quote: Quote) -> str:
        """Say in one sentence why these words are given to this person."""
        rule = self.site.render.words.chosen("rule", quote.rule)
        cue = self.w("why.cue", cue=quote.cue) if quote.cue and quote.kind != "turn" else ""
        label = quote.speaker.label if quote.speaker is not None else None
        printed = self.w("why.label", label=label) if label else ""
        confidence = self.w(f"confidence.{quote.confidence}")
        return self.w(
            "why.sentence", reason=self.w("why.and").join(filter(None, [printed, cue, rule])), confidence=confidence
        )


def title_of(article: Article, here: Here) -> str:
    return article.title or here.w("article.untitled", path=article.path)


def shortened(text: str) -> str:
    """Give the beginning of a text on one line.

    >>> shortened("一\\n\\n二"), len(shortened("很" * 99))
    ('一 二', 47)
    """
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[:_SHORT] + "…"


def language_of(article: Article) -> str | None:
    """Give the language of an article's text for `lang`, None where it is the site's own.

    >>> bare = Article(id="a00000000", path="a.txt", lines=(1, 9), sha256="0", title="題", script="Hant")
    >>> language_of(bare)
    'zh-Hant'
    """
    if article.language != "zh":
        return article.language
    return None if article.script == "Hans" else _LANGUAGES.get(article.script, "zh")


def shares(pairs: Sequence[tuple[object, int]]) -> list[int]:
    """Give each count as its share of the largest, in steps of five per cent, never nothing.

    >>> shares([("a", 40), ("b", 21), ("c", 1)])
    [100, 50, 5]
    """
    most = max((count for _, count in pairs), default=1)
    return [max(5, round(count * 20 / most) * 5) for _, count in pairs]


def _whole(entry: Entry) -> tuple[tuple[Words, ...], ...]:
    """Give the paragraphs of a quote with all its parts, laid as `Entry.words` lays them."""
    paragraphs = _paragraphs(entry.quote)
    for before, part in pairwise((entry.quote, *entry.parts)):
        more = _paragraphs(part)
        if goes_on(before.text):
            paragraphs[-1] += more.pop(0)
        paragraphs += more
    return tuple(paragraphs)


def _paragraphs(quote: Quote) -> list[tuple[Words, ...]]:
    """Cut a quote's text into paragraphs, and these at the edges of what the source set in bold."""
    paragraphs = []
    position = 0
    for text in quote.text.split("\n\n"):
        paragraphs.append(tuple(_dressed(text, position, quote.highlights)))
        position += len(text) + 2
    return paragraphs


def _dressed(text: str, offset: int, highlights: Sequence[Span]) -> list[Words]:
    inside = [(max(a - offset, 0), min(b - offset, len(text))) for a, b in highlights]
    edges = sorted({0, len(text), *(edge for a, b in inside if a < b for edge in (a, b))})
    return [
        Words(text[left:right], any(a <= left and right <= b for a, b in inside)) for left, right in pairwise(edges)
    ]
