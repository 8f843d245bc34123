"""The day when something was said: the day of the one event that an article tells of, or unknown."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus_site.model import Article, Event, Quote
from corpus_site.wordlists import alternatives

_INTRODUCTION = 1500  # characters of an article without turns that may tell of several occasions


def with_days(article: Article) -> tuple[Quote, ...]:
    """Give the quotes, with the day of the event those that were said there.

    Turns and their highlights are said there, and what those who speak there are quoted with; others may be quoted from
    another day.  The day of publication proves nothing, and where the introduction speaks of two occasions (在两场对话中)
    nobody knows which words belong to which.
    """
    happenings = [event for event in article.events if not _is_publication(event)]
    if len(happenings) != 1 or _several_occasions(article):
        return article.quotes
    day = happenings[0].date
    there = {quote.speaker.id for quote in article.quotes if quote.kind == "turn" and quote.speaker} - {None}
    return tuple(
        replace(quote, said=day)
        if quote.said is None
        and (quote.kind in ("turn", "pull") or not there or (quote.speaker and quote.speaker.id in there))
        else quote
        for quote in article.quotes
    )


def _is_publication(event: Event) -> bool:
    return re.search(alternatives("occasions", "publication") + "$", event.name) is not None


def _several_occasions(article: Article) -> bool:
    first = min(
        (quote.spans[0][0] for quote in article.quotes if quote.kind == "turn" and quote.spans), default=_INTRODUCTION
    )
    several = alternatives("occasions", "several") + ".{0,8}?" + alternatives("occasions", "occasion")
    return re.search(several, article.body[:first]) is not None
