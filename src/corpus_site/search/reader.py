"""The files of a built index, each read when it is needed and then kept."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from corpus_site.generate.search_fold import key_of
from corpus_site.generate.search_tokens import shard_of
from corpus_site.problems import CannotGoOn

FOLDER = "search"
_SHORT = 6  # hexadecimal digits of a digest in a name that has a number too


@dataclass(frozen=True, slots=True)
class Record:
    """A page that a name leads to, and the forms that are looked for in its place."""

    kind: str
    id: str
    name: str
    page: str
    about: str
    names: Sequence[str]
    forms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as it is shown."""

    article: str
    title: str
    lang: str
    source: str
    kind: str
    anchor: str
    speaker: str
    date: str
    text: str


class Index:
    """A built index below the folder of a site."""

    def __init__(self, site: Path) -> None:
        self._folder = site / FOLDER
        self._kept: dict[str, Any] = {}
        file = self._folder / "manifest.json"
        if not file.is_file():
            raise CannotGoOn(f"{file}: there is no index; build the site first, or name its folder with --output")
        self.manifest: dict[str, Any] = json.loads(file.read_bytes())

    @cached_property
    def segments(self) -> list[Segment]:
        return [Segment(self, one["head"], one["dead"]) for one in self.manifest["segments"]]

    def read(self, name: str) -> bytes:
        return zlib.decompress((self._folder / name).read_bytes(), 31)

    def json(self, name: str) -> Any:
        if name not in self._kept:
            self._kept[name] = json.loads(self.read(name))
        return self._kept[name]

    def records(self, name: str) -> list[Record]:
        """Find what a name leads to."""
        key = key_of(name)
        names = self.manifest["names"]
        shard = shard_of(key, len(names) // _SHORT)
        places = self.json(f"names{numbered(names, shard)}.bin").get(key, ()) if key else ()
        return [self._record(place) for place in places]

    def _record(self, place: int) -> Record:
        file, row = divmod(place, self.manifest["each"])
        return Record(*self.json(f"records{numbered(self.manifest['records'], file)}.bin")[row])

    def spelling(self) -> Any:
        return self.json(f"spelling-{self.manifest['spelling']}.bin")


def numbered(digests: str, number: int) -> str:
    """Give how the name of a numbered file ends.

    >>> numbered("aaaaaabbbbbb", 1)
    '1-bbbbbb'
    """
    return f"{number}-{digests[number * _SHORT : (number + 1) * _SHORT]}"


class Segment:
    """The passages of some articles, by number: of each article its title, its quotes, its prose."""

    def __init__(self, index: Index, head: str, dead: Sequence[int]) -> None:
        self._index = index
        self._folder = head.partition("/")[0]
        self.head: dict[str, Any] = index.json(head)
        sizes = (1 + q + p for q, p in zip(self.head["quotes"], self.head["prose"], strict=True))
        self.starts = list(accumulate(sizes, initial=0))
        self.dead = frozenset(dead)
        self._chunks = list(accumulate(self.head["counts"], initial=0))
        self._alone = {token: f"{place}-{digest}" for place, (token, digest) in enumerate(self.head["alone"])}
        self._found: dict[str, list[int]] = {}

    def article_of(self, number: int) -> int:
        return bisect_right(self.starts, number) - 1

    def chunk_of(self, number: int) -> int:
        return bisect_right(self._chunks, number) - 1

    def postings(self, token: str) -> list[int]:
        """Give the numbers of the passages that have a token."""
        if token not in self._found:
            self._found[token] = self._postings(token)
        return self._found[token]

    def _postings(self, token: str) -> list[int]:
        if token in self._alone:
            return list(numbers(self._index.read(f"{self._folder}/w{self._alone[token]}.bin")))
        shards = self.head["shards"]
        shard = shard_of(token, len(shards) // _SHORT)
        name = f"{self._folder}/s{numbered(shards, shard)}.bin"
        return list(numbers(dict(_rows(self._index.read(name))).get(token, b"")))

    def text(self, number: int) -> Text:
        chunk = self.chunk_of(number)
        data = self._index.json(f"{self._folder}/t{numbered(self.head['chunks'], chunk)}.bin")
        place, kind, anchor, speaker, date, text = data["passages"][number - self._chunks[chunk]]
        _, article, title, lang, _, source = data["articles"][place]
        return Text(article, title, lang, source, kind, anchor, speaker, date, text)

    def column(self, facet: str) -> Any:
        return self._index.json(f"{self._folder}/{facet}-{self.head['columns'][facet]}.bin")


def numbers(packed: bytes) -> Iterator[int]:
    """Read rising numbers back from their steps.

    >>> list(numbers(bytes((3, 1, 200, 1))))
    [3, 4, 204]
    """
    value = step = shift = 0
    for byte in packed:
        step |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            value += step
            yield value
            step = shift = 0


def _rows(shard: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(shard):
        size, at = _varint(shard, at)
        token = shard[at : at + size].decode()
        size, at = _varint(shard, at + size)
        yield token, shard[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while data[at] > 127:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
    return value | data[at] << shift, at + 1
