"""What one article's own text gives, whoever the owner lists: its words, and the names in it.  Kept by content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus_site import lexicon
from corpus_site.enrich.named import Found, find_names
from corpus_site.enrich.reprints import sketch
from corpus_site.enrich.segment import Cut, Segmented, cut
from corpus_site.enrich.things import Thing, find_things
from corpus_site.model import Article
from corpus_site.store import Store, program

_LIBRARIES = ("jieba", "numpy")


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of title and body, the names that the tagger finds, the things that are named, a sketch of the body."""

    title: Cut
    body: Cut
    names: list[Found]
    things: list[Thing]
    sketch: list[int]


def made_with() -> bytes:
    """Digest of the program that all of the enricher's kept results rest on."""
    return program(("", "enrich", "data"), _LIBRARIES)


def read_articles(articles: Sequence[Article], cache: Path | None) -> list[Reading]:
    """Read every article, or take what an earlier run kept; entries of articles that are gone are deleted."""
    if cache:
        lexicon.use_cache(cache / "lexicon")
    store = Store(cache / "enrich" if cache else None, Reading)
    readings = []
    for article in articles:
        title, body = article.title, article.body
        made_from = (made_with(), title.encode(), body.encode())
        readings.append(store.get(made_from, partial(_read, title, body)))
    store.prune()
    return readings


def _read(title: str, body: str) -> Reading:
    made = cut(body)
    names = find_names(Segmented(body, made))
    organisations = [name for kind, name in names if kind == "organisation"]
    return Reading(cut(title), made, names, find_things(body, organisations), sketch(body))
