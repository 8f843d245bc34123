"""The themes of every article, kept by its content and by the owner's themes and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache as cache_once
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

from corpus_site.authority import Authority
from corpus_site.enrich.examples import learn
from corpus_site.enrich.reading import Reading, made_with
from corpus_site.enrich.segment import Segmented
from corpus_site.enrich.themes import Lexicon, article_themes, quote_themes, section_themes
from corpus_site.model import Article, Section, ThemeHit
from corpus_site.store import Store


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
    themes, examples = authority.themes, authority.examples
    encode = msgspec.msgpack.encode
    owners = blake2b(encode((themes, examples)), digest_size=16).digest()
    store = Store(cache / "themes" if cache else None, Themed)
    lexicon = cache_once(lambda: Lexicon(themes))
    taught = cache_once(lambda: learn(examples, themes, cache))  # takes seconds: only where a text is not kept

    def make(article: Article, body: Segmented, reading: Reading) -> Themed:
        read = lexicon().read(body)
        title = lexicon().read(Segmented(article.title, reading.title))
        return Themed(
            quotes=quote_themes(article, read, body, taught()),
            article=article_themes(read, title),
            sections=section_themes(article, read),
        )

    found = []
    for article, body, reading in zip(articles, bodies, readings, strict=True):
        content = encode((article.title, article.body, article.quotes, article.sections, article.blocks))
        found.append(store.get((made_with(), owners, content), partial(make, article, body, reading)))
    store.prune()
    return found
