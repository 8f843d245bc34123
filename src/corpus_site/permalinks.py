"""Fresh ids: short, opaque, lower-case, safe on any file system.

An article's id comes from its folded title and the first 200 folded characters of its body, a quote's from its
article's id and its folded words; equal ones are told apart by the number of their occurrence.  So punctuation,
wrapping and neighbours do not change an id.
"""

from __future__ import annotations

from hashlib import blake2b

from corpus_site.fold import fold
from corpus_site.model import ArticleId, QuoteId

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base-32: no i, l, o, u
BODY_CHARACTERS = 200


def _digest(parts: tuple[str, ...], length: int) -> str:
    number = int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=16).digest(), "big")
    letters = []
    for _ in range(length):
        number, rest = divmod(number, 32)
        letters.append(ALPHABET[rest])
    return "".join(letters)


def article_id(title: str, body: str, occurrence: int = 1, longer: int = 0) -> ArticleId:
    """Make the id of an article: `a` and 8 characters.

    `occurrence` tells apart articles of one corpus that have the same title and beginning; `longer` adds that many
    characters, for the younger one of two different texts that fall on one id.

    >>> article_id("标题", "正文。") == article_id("標題", "正 文")
    True
    >>> len(article_id("标题", "正文。"))
    9
    >>> article_id("标题", "正文。", longer=2).startswith(article_id("标题", "正文。"))
    True
    """
    parts = ("article", fold(title), fold(body)[:BODY_CHARACTERS], *_numbered(occurrence))
    return ArticleId("a" + _digest(parts, 8 + longer))


def quote_id(article: ArticleId, text: str, occurrence: int = 1, longer: int = 0) -> QuoteId:
    """Make the id of a quote: `q` and 10 characters.

    >>> a = ArticleId("a00000000")
    >>> quote_id(a, "人。") == quote_id(a, "“人”")
    True
    >>> quote_id(a, "人。") == quote_id(a, "人。", occurrence=2)
    False
    """
    return QuoteId("q" + _digest(("quote", article, fold(text), *_numbered(occurrence)), 10 + longer))


def _numbered(occurrence: int) -> tuple[str, ...]:
    return () if occurrence == 1 else (str(occurrence),)
