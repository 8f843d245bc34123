"""Results kept by what they were made from: one msgpack file each, found again by a digest of everything that decides.

An entry that cannot be read is made again; entries that a run did not ask for are deleted at its end.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from importlib import metadata, resources
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


@cache
def program(folders: tuple[str, ...], libraries: tuple[str, ...]) -> bytes:
    """Digest of our own modules and word lists in these folders of the package, and of the versions of libraries.

    >>> len(program(("enrich",), ("jieba",)))
    16
    """
    digest = blake2b(digest_size=16)
    package = resources.files("corpus_site")
    for folder in folders:
        for file in sorted((package / folder if folder else package).iterdir(), key=lambda f: f.name):
            if file.is_file() and file.name.endswith((".py", ".yaml", ".txt")):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for library in libraries:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    return digest.digest()


class Store(Generic[T]):
    """Entries of one type below `folder`; None keeps nothing."""

    def __init__(self, folder: Path | None, kind: type[T]) -> None:
        self._folder = folder
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._encoder = msgspec.msgpack.Encoder()
        self._used: set[str] = set()
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def get(self, made_from: Iterable[bytes], make: Callable[[], T]) -> T:
        """The entry made from these, made now if it is not there.

        >>> Store(None, str).get([b"input"], lambda: "made")
        'made'
        """
        if self._folder is None:
            return make()
        digest = blake2b(digest_size=16)
        for part in made_from:
            digest.update(len(part).to_bytes(8, "little") + part)
        key = digest.hexdigest()
        self._used.add(key)
        entry = self._folder / key
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return self._decoder.decode(entry.read_bytes())
        made = make()
        fresh = entry.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(self._encoder.encode(made))
        fresh.replace(entry)
        return made

    def prune(self) -> None:
        """Delete the entries that nobody asked for."""
        for entry in self._folder.iterdir() if self._folder else ():
            if entry.name not in self._used:
                entry.unlink(missing_ok=True)
