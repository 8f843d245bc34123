"""The page of one quote: its words, whose they are and why, what stands around them, how to cite them.

There are many of these, and each is asked for by people who follow one link: they are written as whole pages, small
and ready, and do not go through the frame that the other pages share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus_site.catalogue import Entry
from corpus_site.generate import paths, structured
from corpus_site.generate.paths import to_root
from corpus_site.generate.render import plain_text
from corpus_site.generate.views import Here, Link, Site, SpeakerView, shortened, title_of
from corpus_site.generate.write import GeneratedFile
from corpus_site.model import Quote

AROUND = 160  # characters of running text shown on each side of a quotation
_NAV = (
    ("people", paths.PEOPLE),
    ("themes", paths.THEMES),
    ("timeline", paths.TIMELINE),
    ("articles", paths.ARTICLES),
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The turn before or after a quote, in a few words."""

    speaker: SpeakerView | None
    quote: Link


def quote_pages(site: Site) -> Iterator[GeneratedFile]:
    """Make a page for every quote; a later part of a split quotation gets the page of the whole."""
    frame: dict[str, object] = {"site_name": site.catalogue.settings.site_name, "lang": _language(site)}
    for name, entry in site.catalogue.entries.items():
        whole = site.catalogue.entries.get(entry.quote.joins, entry) if entry.quote.joins else entry
        here = Here(site, paths.quote_page(name))
        html = site.render("quote_page", **frame, **_values(here, whole))
        yield GeneratedFile(here.path, f"<!doctype html>\n{html}\n".encode())


def _language(site: Site) -> str:
    return "zh-Hans" if site.render.words.language == "zh" else site.render.words.language


def _values(here: Here, entry: Entry) -> dict[str, object]:
    catalogue, quote = here.site.catalogue, entry.quote
    card = here.card(entry)
    before, after = catalogue.beside.get(quote.id, (None, None))
    name = card.speaker.name if card.speaker else here.w("quote.nobody")
    address = catalogue.settings.site_url
    folder = paths.folder_of(paths.quote_page(quote.id))
    title = here.w("quote.title", name=name, words=shortened(quote.text))
    repeats = catalogue.entries.get(quote.repeats) if quote.repeats is not None else None
    return {
        "root": to_root(here.path),
        "nav": [
            Link(here.w(f"{key}.title" if key != "themes" else "theme.title"), here.to(page)) for key, page in _NAV
        ],
        "title": plain_text(title),
        "description": plain_text(here.w("quote.description", article=title_of(entry.article, here), name=name)),
        "canonical": f"{address}{folder}" if address else "",
        "card": card,
        "turn": quote.kind == "turn",
        "around": None if quote.kind == "turn" else _around(entry),
        "before": _neighbour(here, before),
        "after": _neighbour(here, after),
        "repeats_this": None if repeats is None else here.quote_page(repeats),
        "repeated": [here.quote_page(catalogue.entries[other]) for other in entry.repeated_by],
        "perhaps": [_neighbour(here, catalogue.entries.get(other)) for other in quote.perhaps],
        "related": [_neighbour(here, catalogue.entries.get(other)) for other in quote.related],
        "image": _image(here, quote),
        "structured": structured.script(structured.quotation(here, entry)),
        "cite": _cite(here, entry, name),
        "back": here.person(entry.speaker) if entry.speaker in catalogue.people else None,
    }


def _image(here: Here, quote: Quote) -> str:
    """Give the full address of the picture that a link to a quote unfurls with: its own, or its speaker's."""
    settings, speaker = here.site.catalogue.settings, quote.speaker
    known = speaker is not None and speaker.id in here.site.catalogue.people
    name = quote.id if settings.cards == "quotes" else speaker.id if known and speaker is not None else None
    return f"{settings.site_url}{here.card_of(name)}" if name and here.card_of(name) else ""


def _neighbour(here: Here, entry: Entry | None) -> Neighbour | None:
    return None if entry is None else Neighbour(here.speaker(entry.quote.speaker), here.quote_page(entry))


def _around(entry: Entry) -> list[tuple[str, bool]]:
    """Cut a quotation out of its article with what stands around it in its paragraph: stretches, and which are quoted."""
    body = entry.article.body
    spans = [span for part in (entry.quote, *entry.parts) for span in part.spans]
    start, end = spans[0][0], spans[-1][1]
    first = max(body.rfind("\n\n", 0, start) + 2 if "\n\n" in body[:start] else 0, start - AROUND)
    stop = body.find("\n\n", end)
    last = min(stop if stop >= 0 else len(body), end + AROUND)
    edges = [first, *(edge for span in spans for edge in span), last]
    return [(body[left:right], place % 2 == 1) for place, (left, right) in enumerate(pairwise(edges)) if left < right]


def _cite(here: Here, entry: Entry, name: str) -> dict[str, str]:
    """Give a quote as plain text with everything that somebody needs who meets it elsewhere."""
    facts = [
        name,
        title_of(entry.article, here),
        "" if (source := here.source_of(entry.article)) is None else source.text,
        "" if (date := here.date(entry.date)) is None else date.text,
    ]
    return {
        "words": entry.words,
        "facts": here.w("quote.cite_facts", facts=here.w("quote.cite_between").join(filter(None, facts))),
    }
