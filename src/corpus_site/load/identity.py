"""No two articles of a corpus under one id: copies are told and left out, different texts told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus_site.fold import fold
from corpus_site.model import Article, ArticleId, Loaded, Problem, QuoteId
from corpus_site.permalinks import article_id, quote_id


def told_apart(loaded: Sequence[Loaded]) -> list[Loaded]:
    """Go through the files in order: a second copy of an article becomes a warning, another text under one id gets its own.

    So does an article with the id of a quote that another has.  Records that are read back claim ids and may claim any,
    so they come after the articles whose ids are made from their words.
    """
    seen: dict[ArticleId, Article] = {}
    taken: set[QuoteId] = set()
    out = list(loaded)
    for place in sorted(range(len(loaded)), key=lambda place: _claims(loaded[place].path)):
        one = loaded[place]
        kept: list[Article] = []
        problems = list(one.problems)
        for article in one.articles:
            first = seen.get(article.id)
            if first is not None and fold(first.body) == fold(article.body):
                problems.append(_copy(article, first))
                continue
            occurrence = 2
            while article.id in seen or not taken.isdisjoint(quote.id for quote in article.quotes):
                article = with_id(article, article_id(article.title, article.body, occurrence))
                occurrence += 1
            seen[article.id] = article
            taken |= {quote.id for quote in article.quotes}
            kept.append(article)
        out[place] = replace(one, articles=tuple(kept), problems=tuple(problems))
    return out


def _claims(path: str) -> bool:
    return path.lower().endswith(".jsonl")


def with_id(article: Article, identity: ArticleId) -> Article:
    """The article under another id, with the ids of its quotes made anew from it."""
    counted: dict[str, int] = {}
    fresh: dict[QuoteId, QuoteId] = {}
    for quote in article.quotes:
        key = fold(quote.text)
        counted[key] = counted.get(key, 0) + 1
        fresh[quote.id] = quote_id(identity, quote.text, counted[key])
    quotes = tuple(
        replace(
            quote,
            id=fresh[quote.id],
            joins=fresh.get(quote.joins) if quote.joins else None,
            repeats=fresh.get(quote.repeats) if quote.repeats else None,
        )
        for quote in article.quotes
    )
    return replace(article, id=identity, quotes=quotes)


def _copy(article: Article, first: Article) -> Problem:
    return Problem(
        level="warning",
        path=article.path,
        line=article.lines[0],
        rule="copy",
        message=f"与 {first.path} 第 {first.lines[0]} 行起的文章完全相同，只收录一次",
        hint="删去其中一份",
    )
