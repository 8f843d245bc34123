"""What reading a file gave, kept by content: the same bytes, names and program give the same records.

One msgpack file for each source file.  An entry that cannot be read is made again; entries that a run did not ask for are
deleted at its end.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib import metadata, resources
from pathlib import Path

import msgspec

from corpus_site.model import Loaded

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
_decoder = msgspec.msgpack.Decoder(Loaded)
_encoder = msgspec.msgpack.Encoder()


@cache
def _program() -> bytes:
    """Digest of all that decides how a file is read: our code and word lists, and the libraries below them."""
    digest = blake2b(digest_size=16)
    package = resources.files("corpus_site")
    for folder in ("", "load", "data"):
        for file in sorted((package / folder if folder else package).iterdir(), key=lambda f: f.name):
            if file.is_file() and file.name.endswith((".py", ".yaml", ".txt")):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    return digest.digest()


class LoadCache:
    """Entries below `folder`; None keeps nothing."""

    def __init__(self, folder: Path | None, names: object) -> None:
        self._folder = folder
        self._names = blake2b(repr(names).encode(), digest_size=16).digest()
        self._used: set[str] = set()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def get(self, relative: str, data: bytes, corrections: object, make: Callable[[], Loaded]) -> Loaded:
        """The entry for these bytes at this path with these corrections, made if it is not there."""
        if self._folder is None:
            return make()
        key = blake2b(
            b"\0".join(
                (_program(), self._names, relative.encode("utf-8", "surrogateescape"), repr(corrections).encode(), data)
            ),
            digest_size=16,
        ).hexdigest()
        self._used.add(key)
        entry = self._folder / key
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return _decoder.decode(entry.read_bytes())
        loaded = make()
        fresh = entry.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(_encoder.encode(loaded))
        fresh.replace(entry)
        return loaded

    def prune(self) -> None:
        """Delete the entries that nobody asked for."""
        for entry in self._folder.iterdir() if self._folder else ():
            if entry.name not in self._used:
                entry.unlink(missing_ok=True)
