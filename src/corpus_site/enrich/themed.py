"""The themes of every article, kept by its content and by the owner's themes and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec

from corpus_site.authority import Authority
from corpus_site.enrich.examples import learn
from corpus_site.enrich.reading import LIBRARIES, Reading
from corpus_site.enrich.segment import Segmented
from corpus_site.enrich.themes import Lexicon, article_themes, quote_themes, section_themes
from corpus_site.model import Article, Section, ThemeHit
from corpus_site.store import Store, program


@dataclass(frozen=True, slots=True)
class Themed:
    """The themes of the quotes in their order, of the whole article, and its sections with theirs."""

    quotes: tuple[tuple[ThemeHit, ...], ...]
    article: tuple[ThemeHit, ...]
    sections: tuple[Section, ...]


def find_themes(
    articles: Sequence[Article],
    bodies: Sequence[Segmented],
    readings: Sequence[Reading],
    authority: Authority,
    cache: Path | None,
) -> list[Themed]:
    """Find the themes of all articles, or take what an earlier run kept."""
    taught = learn(authority.examples, authority.themes, cache)
    lexicon = Lexicon(authority.themes)
    encode = msgspec.msgpack.encode
    made_with = (
        program(("", "enrich", "data"), LIBRARIES),
        blake2b(encode((authority.themes, authority.examples)), digest_size=16).digest(),
    )
    store = Store(cache / "themes" if cache else None, Themed)

    def make(article: Article, body: Segmented, reading: Reading) -> Themed:
        read = lexicon.read(body)
        title = lexicon.read(Segmented(article.title, reading.title))
        return Themed(
            quotes=quote_themes(article, read, body, taught),
            article=article_themes(read, title),
            sections=section_themes(article, read),
        )

    found = []
    for article, body, reading in zip(articles, bodies, readings, strict=True):
        made_from = (
            *made_with,
            encode((article.title, article.body, article.quotes, article.sections, article.blocks)),
        )
        found.append(store.get(made_from, lambda a=article, b=body, r=reading: make(a, b, r)))  # type: ignore[misc]
    store.prune()
    return found
