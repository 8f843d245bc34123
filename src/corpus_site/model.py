"""The records that the stages hand to each other.  Imports nothing of ours.

Every record is frozen.  Offsets count Unicode code points, line numbers start at 1 and are inclusive,
dates are EDTF strings (ISO 8601-2, levels 0 and 1).  What `corpus-site export` writes is a view of these
records (see `export`); fields that exist only for the later stages say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

ArticleId = NewType("ArticleId", str)
QuoteId = NewType("QuoteId", str)
PersonId = NewType("PersonId", str)
ThemeId = NewType("ThemeId", str)
SourceId = NewType("SourceId", str)

Lines = tuple[int, int]  # first and last source line, 1-based, inclusive
Span = tuple[int, int]  # half-open range of code points

Basis = Literal["stated", "inferred", "corrected"]
Confidence = Literal["high", "medium", "low"]
QuoteKind = Literal["turn", "direct", "block", "epigraph", "pull"]
SpeakerType = Literal["person", "organisation", "role"]
EntityType = Literal["person", "organisation", "product", "work"]  # what has a record and may have a page
Likeness = Literal["identical", "variant", "contained"]  # how a repeat stands to what it repeats
Status = Literal["verified", "attributed", "disputed", "misattributed", "withdrawn"]
Level = Literal["error", "warning", "notice"]
BlockKind = Literal[
    "heading", "paragraph", "item", "quote", "image", "reference", "masthead", "credit", "boilerplate", "blank"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A located, actionable complaint: a value, not an exception."""

    level: Level
    path: str
    line: int | None = None
    rule: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as far as the text gives it: `edtf` may be vague, never filled up."""

    edtf: str
    basis: Basis
    evidence: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated happening that the text tells: the talk, not the article about it."""

    name: str
    date: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeHit:
    id: ThemeId
    score: float  # 0 to 1
    terms: tuple[str, ...]  # the words that fired


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    line: int
    themes: tuple[ThemeHit, ...] = ()  # of the text below it, up to the next heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One change to the characters of the source; `sure=False`: a reader should look."""

    rule: str
    line: int
    was: str
    now: str
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the body that the source set apart: bold, or a link with its address."""

    kind: Literal["bold", "link"]
    span: Span
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One classified paragraph of the source.

    `span` is its place in `Article.body`; None for what is not published (masthead, furniture) and for
    images, which stand between paragraphs: `text` is then their caption and `url` their address.
    """

    kind: BlockKind
    text: str
    lines: Lines
    rule: str
    span: Span | None = None
    level: int = 0  # of a heading 1-6; of an item its depth
    url: str | None = None
    marks: tuple[Mark, ...] = ()  # spans count in the body


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said it.  `id` stays None until the enricher knows the person, and for a role without a name."""

    id: PersonId | None = None
    type: SpeakerType
    name: str
    names: tuple[str, ...] = ()
    label: str | None = None
    role: str | None = None
    evidence: tuple[str, ...] = ()  # why the printed name means this person, as "path:line reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """W3C TextQuoteSelector on the cleaned body, 32 characters of context on each side."""

    prefix: str
    exact: str
    suffix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words given as someone's own, with the reason.

    `spans` are its stretches in the article's body, in order: `text` is those slices joined by one empty
    line.  More than one span: something (a section title) interrupts the words.
    """

    id: QuoteId
    kind: QuoteKind
    text: str
    spans: tuple[Span, ...]
    lines: Lines
    speaker: Speaker | None
    work: Work | None = None
    selector: Selector
    segments: tuple[Selector, ...] = ()  # only where there is more than one span
    url: str | None = None
    cue: str | None = None
    rule: str
    confidence: Confidence
    status: Status = "attributed"
    joins: QuoteId | None = None
    repeats: QuoteId | None = None
    likeness: Likeness | None = None  # to the quote that it repeats
    perhaps: tuple[QuoteId, ...] = ()  # perhaps the same words in another translation: for a reader to judge
    related: tuple[QuoteId, ...] = ()  # of other people on the same matter, the nearest first
    keywords: tuple[str, ...] = ()
    said: PartialDate | None = None
    themes: tuple[ThemeHit, ...] = ()
    highlights: tuple[Span, ...] = ()  # spans of `text`


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePerson:
    """Somebody who speaks, or somebody or something that is named, in one article.

    Whoever is named once and no more has an id, and no record in `Corpus.people`.
    """

    id: PersonId | None
    name: str
    names: tuple[str, ...]  # surface forms met here, as printed
    mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    id: ArticleId
    path: str  # relative to the corpus folder, with forward slashes
    lines: Lines
    sha256: str
    title: str
    published: PartialDate | None = None
    events: tuple[Event, ...] = ()
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    compilers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    publisher: str | None = None
    place: str | None = None
    url: str | None = None
    language: str = "zh"
    script: str = "Hans"
    translated: bool = False
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    body: str = ""
    blocks: tuple[Block, ...] = ()  # every paragraph of the source, in order; for the later stages
    quotes: tuple[Quote, ...] = ()
    people: tuple[ArticlePerson, ...] = ()
    things: tuple[ArticlePerson, ...] = ()  # products, works, organisations that only the texts know
    themes: tuple[ThemeHit, ...] = ()
    keywords: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelVerdict:
    """What the stock-taking said of one candidate label: for `explain`."""

    label: str
    count: int
    accepted: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What reading one file gave: its articles, its problems, and the reasons for `explain`."""

    path: str
    encoding: str | None
    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()
    labels: tuple[LabelVerdict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What somebody was, and when, as far as known (EDTF or None)."""

    title: str
    since: str | None = None
    until: str | None = None
    seen: str | None = None  # an article of this date calls somebody so
    evidence: str = ""  # "path:line" of that place


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An agreed identity.  `origin` tells whether the owner's list or only the texts know it."""

    id: PersonId
    type: EntityType = "person"
    name: str
    names: tuple[str, ...] = ()  # all other agreed forms
    description: str = ""
    roles: tuple[Role, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # (what, address)
    origin: Literal["authority", "text"] = "authority"
    evidence: tuple[str, ...] = ()  # why forms were joined, as "path:line reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    id: ThemeId
    name: str
    definition: str
    terms: tuple[Term, ...]
    near: tuple[str, ...] = ()  # look alike and must not count
    parent: ThemeId | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """Words that the owner gives as an example of what some themes, or none, sound like."""

    text: str
    themes: tuple[ThemeId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication or account; never a speaker."""

    id: SourceId
    name: str
    names: tuple[str, ...] = ()
    description: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Everything known, after enrichment: what the generator and the exporter read."""

    articles: tuple[Article, ...]
    people: tuple[Person, ...]  # who speaks or is named somewhere, by id
    themes: tuple[Theme, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...] = ()
