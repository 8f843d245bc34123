"""What reading a file gave, kept by content: the same bytes, names and program give the same records."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import msgspec

from corpus_site.model import Loaded
from corpus_site.store import Store, program

_LIBRARIES = (
    "markdown-it-py",
    "beautifulsoup4",
    "trafilatura",
    "lxml",
    "mammoth",
    "jieba",
    "numpy",
    "pypinyin",
    "pyyaml",
)


class LoadCache:
    """Entries below `folder`; None keeps nothing."""

    def __init__(self, folder: Path | None, names: object) -> None:
        self._store = Store(folder, Loaded)
        told = msgspec.msgpack.encode(names, order="deterministic")  # a set has another order in every process
        self._names = blake2b(told, digest_size=16).digest()

    def get(self, relative: str, data: bytes, corrections: object, make: Callable[[], Loaded]) -> Loaded:
        """The entry for these bytes at this path with these corrections, made if it is not there."""
        made_from = (
            program(("", "load", "data"), _LIBRARIES),
            self._names,
            relative.encode("utf-8", "surrogateescape"),
            repr(corrections).encode(),
            data,
        )
        return self._store.get(made_from, make)

    def prune(self) -> None:
        """Delete the entries that nobody asked for."""
        self._store.prune()
