"""The index of the search, as files: what a static host can serve and a browser can search, a few files at a time.

A small corpus is one segment, so that it is the same however it came about.  A larger one has two: a base, which is kept
as long as most of it is still true, and what came since; so an article more writes little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from corpus_site.generate import paths
from corpus_site.generate.search_files import Packed, as_json, segment
from corpus_site.generate.search_fold import fold_table, folded
from corpus_site.generate.search_passages import PROSE, TITLE, Indexed, indexed, made_from
from corpus_site.generate.search_records import Record, aliases, records, spelling
from corpus_site.generate.search_tokens import FACETS, shard_of
from corpus_site.generate.views import Here, Site
from corpus_site.generate.write import GeneratedFile
from corpus_site.store import Store, program

VERSION = 1
FOLDER = "search"
SMALL = 3_000_000  # characters up to which a corpus is one segment
RENEWED = 0.1  # share of a base that may be untrue or outside of it before it is made anew
EACH = 32  # records in one file
_ALIASES = 8_000  # bytes of forms of names in one file
_STEP = 500  # articles after which a long build says how far it is
_WORD = re.compile(r"[a-z]{4,}")
_KINDS = ("turn", "direct", "block", "epigraph", "pull", PROSE, TITLE)
# The theme fetches this before it starts its worker; ours needs nothing of it.
_STUB = as_json({"config": {"lang": ["en"], "separator": "\\s+", "pipeline": []}, "docs": []})


class _Made(msgspec.Struct, frozen=True, array_like=True):
    """A segment as it is kept, with its Latin words and their numbers."""

    head: str
    files: list[tuple[str, bytes]]
    words: dict[str, int]


class _Base(msgspec.Struct, frozen=True):
    """Which articles the base holds, by their digests, in its order."""

    program: bytes
    articles: list[bytes]


def search_files(site: Site, cache: Path | None, tell: Callable[[str], None]) -> Iterator[GeneratedFile]:
    """Make all files of the search.  What is read of each article, and whole segments, are kept below `cache`."""
    folder = cache / FOLDER if cache else None
    articles = _indexed(site, Store(folder / "articles" if folder else None, Indexed), tell)
    themes = {str(theme.id): theme.name for theme in site.catalogue.themes.values()}
    made = _Segments(articles, themes, folder).made()
    words: Counter[str] = Counter()
    for one, _ in made:
        words.update(one.words)
        yield from (GeneratedFile(f"{FOLDER}/{name}", content) for name, content in one.files)
    every = records(site.catalogue)
    packed = Packed()
    manifest = {
        "version": VERSION,
        "segments": [{"head": one.head, "dead": dead} for one, dead in made],
        "fold": packed.put("fold", fold_table()),
        "spelling": packed.put_json("spelling", spelling(every, words)),
        **_record_files(every, packed),
        "kinds": {kind: site.render.words(f"kind.{kind}") for kind in _KINDS},
        "facets": {facet: site.render.words(f"facet.{facet}") for facet in FACETS},
    }
    yield from (GeneratedFile(f"{FOLDER}/{name}", content) for name, content in packed.files)
    yield GeneratedFile(f"{FOLDER}/manifest.json", as_json(manifest))
    yield GeneratedFile(f"{FOLDER}/search_index.json", _STUB)


def _indexed(site: Site, kept: Store[Indexed], tell: Callable[[str], None]) -> dict[bytes, Indexed]:
    """Cut all articles into passages, newest article first, each under the digest of what it was made from."""
    here = Here(site, paths.HOME)
    found: dict[bytes, Indexed] = {}
    every = site.catalogue.articles
    for number, article in enumerate(every.values(), 1):
        entries = site.catalogue.quotes_of_article.get(article.id, ())
        key = [_program(), *made_from(article, entries, here)]
        digest = blake2b(b"\0".join(key), digest_size=16).digest()
        found[digest] = kept.get([digest], partial(indexed, article, entries, here))
        if number % _STEP == 0 and len(every) > 2 * _STEP:
            tell(f"search: {number} of {len(every)} articles cut into passages")
    kept.prune()
    return found


def _program() -> bytes:
    return program(("generate", "catalogue"), ("msgspec",))


class _Lost(Exception):
    """A base that is not kept any more, of which some articles have changed since."""


class _Segments:
    """Shares articles out between segments."""

    def __init__(self, articles: Mapping[bytes, Indexed], themes: Mapping[str, str], folder: Path | None) -> None:
        self._articles = articles
        self._themes = themes
        self._kept = Store(folder / "segments" if folder else None, _Made)
        self._record = folder / "base.msgpack" if folder else None

    def made(self) -> list[tuple[_Made, list[int]]]:
        """Give the segments, each with the places of its articles that are no longer true."""
        everything = list(self._articles)
        try:
            base = self._base()
            known = set(base)
            dead = [place for place, digest in enumerate(base) if digest not in self._articles]
            fresh = [digest for digest in everything if digest not in known]
            if len(dead) + len(fresh) > RENEWED * len(base):
                raise _Lost
            made = [(self._one("a", base), dead), *([(self._one("b", fresh), [])] if fresh else [])]
        except _Lost:
            made = [(self._one("a", everything), [])]
            self._remember(everything)
        self._kept.prune()
        return made

    def _base(self) -> list[bytes]:
        size = sum(len(found.text) for article in self._articles.values() for found in article.passages)
        if self._record is None or size < SMALL:
            raise _Lost
        with suppress(OSError, msgspec.MsgspecError):
            base = msgspec.msgpack.decode(self._record.read_bytes(), type=_Base)
            if base.program == _program():
                return base.articles
        raise _Lost

    def _remember(self, articles: list[bytes]) -> None:
        if self._record is not None:
            self._record.write_bytes(msgspec.msgpack.encode(_Base(_program(), articles)))

    def _one(self, folder: str, digests: Sequence[bytes]) -> _Made:
        key = [_program(), folder.encode(), as_json(self._themes), *digests]
        return self._kept.get(key, partial(self._make, folder, digests))

    def _make(self, folder: str, digests: Sequence[bytes]) -> _Made:
        if any(digest not in self._articles for digest in digests):
            raise _Lost
        articles = [self._articles[digest] for digest in digests]
        made = segment(articles, folder, self._themes)
        words: Counter[str] = Counter()
        for article in articles:
            for found in article.passages:
                words.update(_WORD.findall(folded(found.text)))
        return _Made(
            made.head, list(made.files), {w: n for w, n in sorted(words.items()) if n > 1 or len(words) < 9999}
        )


def _record_files(every: Sequence[Record], packed: Packed) -> dict[str, Any]:
    """Write the records, and the forms of names that lead to them, in small files."""
    found = aliases(every)
    size = sum(3 * len(key) + 8 for key in found)
    shards: list[dict[str, list[int]]] = [{} for _ in range(max(1, -(-size // _ALIASES)))]
    for key in sorted(found):
        shards[shard_of(key, len(shards))][key] = found[key]
    names = [packed.put_json(f"names{number}", shard, 3) for number, shard in enumerate(shards)]
    rows = [
        packed.put_json(f"records{start // EACH}", [record.row() for record in every[start : start + EACH]], 3)
        for start in range(0, len(every), EACH)
    ]
    return {"names": "".join(names), "records": "".join(rows), "each": EACH}
