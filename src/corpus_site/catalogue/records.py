"""What the catalogue holds beside the corpus's own records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus_site.model import Article, PartialDate, PersonId, Problem, Quote, QuoteId, Repair, ThemeHit


def goes_on(text: str) -> bool:
    """Tell whether a text stops inside a sentence.

    >>> goes_on("我们正处于危机之中，"), goes_on("是的。"), goes_on("第一")
    (True, False, False)
    """
    return text.endswith(("，", "、", "；", "：", ",", ";", "——", "—"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One quote as lists show it: with its article, its date, and the printed parts that continue it."""

    quote: Quote
    article: Article
    order: int  # its place in the article
    parts: tuple[Quote, ...] = ()  # the rest of a quotation that a reporting clause splits
    date: PartialDate | None = None
    spoken: bool = False  # the date is the day it was said; else the article's publication
    listed: bool = True  # False: it repeats or continues another quote, or was withdrawn
    repeated_by: tuple[QuoteId, ...] = ()
    themes: tuple[ThemeHit, ...] = ()  # of all parts, the strongest first

    @property
    def words(self) -> str:
        """The whole text: a sentence that a reporting clause interrupts goes on, other parts begin a new paragraph."""
        text = self.quote.text
        for part in self.parts:
            text += part.text if goes_on(text) else f"\n\n{part.text}"
        return text

    @property
    def speaker(self) -> PersonId | None:
        return None if self.quote.speaker is None else self.quote.speaker.id


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence of somebody's quote that names somebody else."""

    entry: Entry
    sentence: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """One person in one article: how many quotes, how often named."""

    article: Article
    quotes: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline: something happened or was said, or an article came out."""

    kind: Literal["event", "publication"]
    date: PartialDate
    article: Article
    name: str  # of the event; empty where the text only gives its day
    quotes: int  # said then, or printed then


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name or label of a speaker that has no record yet."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What nobody has decided yet."""

    problems: tuple[Problem, ...]
    speakers: tuple[Unknown, ...]
    quotes: tuple[Entry, ...]
    dates: tuple[tuple[Article, str, PartialDate], ...]  # with the name of the event, or ""
    repairs: tuple[tuple[Article, Repair], ...]
