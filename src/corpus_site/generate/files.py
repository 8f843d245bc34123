"""Files of a build: their digests, remembered between builds, and writing that is never half done."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

# A file written this short a time ago may be written again within the same tick of the file system's clock, and look
# untouched by size and times; so its digest is not remembered.
_YOUNG_NS = 100_000_000
_UNFINISHED = re.compile(r"\.\d+\.unfinished")

T = TypeVar("T")


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """What a file looked like from outside when its digest was taken."""

    size: int
    modified: int
    changed: int
    inode: int
    digest: str


def digest(content: bytes) -> str:
    """Name content by what it is.

    >>> digest(b"a") == digest(b"a"), digest(b"a") == digest(b"b")
    (True, False)
    """
    return blake2b(content, digest_size=16).hexdigest()


class Digests:
    """Digests of files by name; a file that looks the same as when it was last read is not read again."""

    def __init__(self, remembered: dict[str, Stamp] | None = None) -> None:
        self._before = remembered or {}
        self._now: dict[str, Stamp] = {}

    def of(self, name: str, path: str | Path) -> str | None:
        """Give the digest of the file at `path`; None where there is no regular file."""
        try:
            found = os.stat(path)  # noqa: PTH116 - called for every file of a site
            if not stat.S_ISREG(found.st_mode):
                return None
            before = self._before.get(name)
            if before is not None and _looks(found) == _looked(before):
                self._now[name] = before
                return before.digest
            with Path(path).open("rb") as file:
                found = os.fstat(file.fileno())
                taken = digest(file.read())
        except (FileNotFoundError, NotADirectoryError):
            return None
        if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > _YOUNG_NS:
            self._now[name] = Stamp(*_looks(found), taken)
        return taken

    def wrote(self, name: str, path: Path, taken: str) -> None:
        """Remember the digest of a file that was just written here."""
        self._now[name] = Stamp(*_looks(path.stat()), taken)

    def to_remember(self) -> dict[str, Stamp]:
        """Give what the next build should start from, by name."""
        return dict(sorted(self._now.items()))


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that it is seen whole or not at all, even when the program is killed."""
    unfinished = path.with_name(f".{os.getpid()}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def is_unfinished(path: Path) -> bool:
    """Tell whether a killed build left this file.

    >>> is_unfinished(Path("docs/.123.unfinished")), is_unfinished(Path("docs/.unfinished"))
    (True, False)
    """
    return _UNFINISHED.fullmatch(path.name) is not None


def read_record(path: Path, kind: type[T]) -> T | None:
    """Read what an earlier build noted; None where it is absent or is not what this version writes."""
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(path.read_bytes(), type=kind)
    return None


def write_record(path: Path, record: object) -> None:
    """Note something for the next build."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, msgspec.json.encode(record))


def _looks(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _looked(before: Stamp) -> tuple[int, int, int, int]:
    return before.size, before.modified, before.changed, before.inode
