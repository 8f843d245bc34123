"""The files that a search reads: postings by token, texts in chunks, columns of what results can be narrowed by.

A segment holds the passages of some articles, numbered through: of each article the title, the quotes, the prose.  All
files are gzip, without a date; names carry a digest of the content, so that a deployment sends only what changed, and
nothing is ever stale.  `head` is the file that a query reads first; the rest it reads only where it needs them.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, TypeAlias

from corpus_site.generate.search_fold import folded
from corpus_site.generate.search_passages import Found, Indexed
from corpus_site.generate.search_tokens import FACETS, shard_of, tokens

SHARD = 24_000  # bytes of postings in one file, before packing
ALONE = 6_000  # bytes of postings from which a token has a file of its own
CHUNK = 8_000  # bytes of text in one file, before packing
Postings: TypeAlias = "Mapping[str, array[int]]"


@dataclass(frozen=True, slots=True)
class Segment:
    """The files of one segment by name, and the name of its head."""

    head: str
    files: tuple[tuple[str, bytes], ...]


@dataclass(slots=True)
class Packed:
    """Files as they are made."""

    files: list[tuple[str, bytes]] = field(default_factory=list)

    def put(self, name: str, content: bytes, size: int = 5) -> str:
        """Pack one file; give the digest that ends its name."""
        packed = gzipped(content)
        digest = blake2b(packed, digest_size=size).hexdigest()
        self.files.append((f"{name}-{digest}.bin", packed))
        return digest

    def put_json(self, name: str, value: Any, size: int = 5) -> str:
        return self.put(name, as_json(value), size)


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def gzipped(content: bytes) -> bytes:
    """Pack without a date.

    >>> zlib.decompress(gzipped(b"one"), 31)
    b'one'
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


def segment(articles: Sequence[Indexed], folder: str, themes: Mapping[str, str]) -> Segment:
    """Make the files of some articles below `folder`; `themes` are the names of all themes."""
    names = {"theme": themes, "source": {a.source: a.source_name for a in articles}, "person": _people(articles)}
    packed = Packed()
    head: dict[str, Any] = {
        "quotes": [article.quotes for article in articles],
        "prose": [len(article.passages) - 1 - article.quotes for article in articles],
        "days": [article.day for article in articles],
    }
    head |= _shards(postings(articles), folder, packed)
    head |= _chunks(articles, folder, packed)
    head["columns"] = {
        facet: packed.put_json(f"{folder}/{facet}", _column(articles, facet, names.get(facet, {}))) for facet in FACETS
    }
    return Segment(f"{folder}/head-{packed.put_json(f'{folder}/head', head)}.bin", tuple(packed.files))


def _people(articles: Iterable[Indexed]) -> dict[str, str]:
    return {found.person: found.speaker for article in articles for found in article.passages if found.person}


def values_of(facet: str, article: Indexed, passage: Found) -> tuple[str, ...]:
    """Give the values that a passage has of a facet."""
    if facet == "theme":
        return passage.themes
    one = article.source if facet == "source" else str(getattr(passage, facet))
    return (one,) if one else ()


def postings(articles: Iterable[Indexed]) -> Postings:
    """Tell for each token which passages have it, in order."""
    found: dict[str, array[int]] = {}
    number = 0
    for article in articles:
        for passage in article.passages:
            marks = [f"{FACETS[facet]}:{value}" for facet in FACETS for value in values_of(facet, article, passage)]
            for token in (*tokens(folded(passage.text)), *marks):
                numbers = found.get(token)
                if numbers is None:
                    found[token] = array("I", (number,))
                else:
                    numbers.append(number)
            number += 1
    return found


def packed_numbers(numbers: Sequence[int]) -> bytes:
    """Write rising numbers as the steps between them, seven bits a byte.

    >>> list(packed_numbers([3, 4, 204]))
    [3, 1, 200, 1]
    """
    written = bytearray()
    before = 0
    for number in numbers:
        step = number - before
        before = number
        while step > 127:
            written.append(step & 127 | 128)
            step >>= 7
        written.append(step)
    return bytes(written)


def _varint(number: int) -> bytes:
    return packed_numbers((number,))


def _shards(found: Postings, folder: str, packed: Packed) -> dict[str, Any]:
    """Write postings: long ones alone, the others in files by the hash of their token."""
    rows: list[tuple[str, bytes]] = []
    alone: list[tuple[str, str]] = []
    size = 0
    for token in sorted(found):
        numbers = packed_numbers(found[token])
        if len(numbers) > ALONE:
            alone.append((token, packed.put(f"{folder}/w{len(alone)}", numbers, 3)))
        else:
            name = token.encode("utf-8", "replace")
            row = _varint(len(name)) + name + _varint(len(numbers)) + numbers
            rows.append((token, row))
            size += len(row)
    shards: list[bytearray] = [bytearray() for _ in range(max(1, -(-size // SHARD)))]
    for token, row in rows:
        shards[shard_of(token, len(shards))] += row
    names = [packed.put(f"{folder}/s{number}", bytes(shard), 3) for number, shard in enumerate(shards)]
    return {"alone": alone, "shards": "".join(names)}


def _chunks(articles: Sequence[Indexed], folder: str, packed: Packed) -> dict[str, Any]:
    """Write texts, with what a result shows beside them; `first` counts the passages of each file."""
    names: list[str] = []
    counts: list[int] = []
    for rows in _filled(articles):
        heads: dict[int, int] = {}
        for place, *_ in rows:
            heads.setdefault(place, len(heads))
        chunk = {
            "articles": [
                (place, (a := articles[place]).id, a.title, a.lang, a.source, a.source_name) for place in heads
            ],
            "passages": [
                (heads[place], found.kind, found.anchor, found.speaker, found.date, found.text) for place, found in rows
            ],
        }
        names.append(packed.put_json(f"{folder}/t{len(names)}", chunk, 3))
        counts.append(len(rows))
    return {"chunks": "".join(names), "counts": counts}


def _filled(articles: Sequence[Indexed]) -> Iterator[list[tuple[int, Found]]]:
    """Gather passages until a chunk is full, an article whole where it fits."""
    rows: list[tuple[int, Found]] = []
    size = 0
    for place, article in enumerate(articles):
        whole = sum(map(_size, article.passages))
        if rows and size + whole > CHUNK * 5 // 4:
            yield rows
            rows, size = [], 0
        for found in article.passages:
            if rows and size + _size(found) > CHUNK * 5 // 4:
                yield rows
                rows, size = [], 0
            rows.append((place, found))
            size += _size(found)
    if rows:
        yield rows


def _size(found: Found) -> int:
    return 40 + 3 * len(found.text)


def _column(articles: Sequence[Indexed], facet: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Write one facet: its values by name, which sets of them there are, and which set each passage has."""
    values: dict[str, int] = {}
    sets: dict[tuple[int, ...], int] = {(): 0}
    of: list[int] = []
    for article in articles:
        for passage in article.passages:
            has = tuple(values.setdefault(value, len(values)) for value in values_of(facet, article, passage))
            of.append(sets.setdefault(has, len(sets)))
    return {"values": [(value, names.get(value, value)) for value in values], "sets": list(sets), "of": of}
