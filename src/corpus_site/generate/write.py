"""Generated files to disk: only what changed is written, and what is no longer made is deleted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from corpus_site.generate.files import (
    Digests,
    Stamp,
    digest,
    is_unfinished,
    read_record,
    write_atomically,
    write_record,
)
from corpus_site.problems import CannotGoOn


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """One file of the generated tree: `path` relative to its root, with `/` between the parts."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a call of `write_tree` did, by path; `foreign` files are in the tree but were not made here, and stay."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


class _Record(msgspec.Struct, frozen=True):
    """Which files are ours, with what they looked like where that is known for certain."""

    version: int
    files: dict[str, Stamp | None]


_VERSION = 1


def write_tree(files: Iterable[GeneratedFile], root: Path, *, cache: Path | None = None) -> Written:
    """Make the tree below `root` hold exactly these files; a file that already says the same is left alone.

    Deleted are only files that an earlier call made: the record of them lies in `cache` (`cache/` beside `root`), and
    every new path is noted there before it is written, so a killed build forgets none.  A path that is generated is
    ours even where somebody else put a file.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     docs = Path(folder, "docs")
    ...     one = write_tree([GeneratedFile("a.md", b"1"), GeneratedFile("x/b.md", b"2")], docs)
    ...     two = write_tree([GeneratedFile("a.md", b"3")], docs)
    >>> one.added, two.changed, two.removed
    (('a.md', 'x/b.md'), ('a.md',), ('x/b.md',))
    >>> write_tree([GeneratedFile("../a.md", b"")], docs)
    Traceback (most recent call last):
    ValueError: '../a.md' is no path below the generated tree
    """
    tree = _Tree(root, (cache or root.parent / "cache") / f"written-{root.name}.json")
    added: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for file in files:
        outcome = tree.put(file)
        {"added": added, "changed": changed, "unchanged": unchanged}[outcome].append(file.path)
    removed = tree.remove_the_rest()
    foreign = tree.sweep()
    tree.close()
    return Written(
        added=tuple(sorted(added)),
        changed=tuple(sorted(changed)),
        removed=tuple(removed),
        unchanged=tuple(sorted(unchanged)),
        foreign=tuple(foreign),
    )


class _Tree:
    def __init__(self, root: Path, record: Path) -> None:
        self._root = root
        self._record = record
        self._journal = record.with_suffix(".journal")
        before = read_record(record, _Record)
        known = before.files if before is not None and before.version == _VERSION else {}
        self._digests = Digests({name: stamp for name, stamp in known.items() if stamp is not None})
        self._ours = {*known, *_journalled(self._journal)}
        self._made: set[str] = set()
        self._cleared: list[str] = []
        self._folders: set[Path] = set()

    def put(self, file: GeneratedFile) -> str:
        """Write one file if need be: `added`, `changed` or `unchanged`."""
        name = _checked(file.path)
        if name in self._made:
            raise ValueError(f"{name!r} is generated twice")
        self._made.add(name)
        path = self._root / name
        wanted = digest(file.content)
        self._make_folder(path.parent)
        found = self._digests.of(name, path)
        if found == wanted and not path.is_symlink():
            return "unchanged"
        if name not in self._ours:
            self._note(name)
        if path.is_dir() and not path.is_symlink():
            self._clear(path)
        write_atomically(path, file.content)
        self._digests.wrote(name, path, wanted)
        return "added" if found is None else "changed"

    def remove_the_rest(self) -> list[str]:
        """Delete what earlier calls made and this one did not."""
        removed = self._cleared
        inside = self._root.resolve()
        for name in sorted(self._ours - self._made):
            path = self._root / name
            # A folder may have become a link to somewhere else since: nothing is deleted there.
            if (path.is_symlink() or path.is_file()) and path.parent.resolve().is_relative_to(inside):
                path.unlink()
                removed.append(name)
        return sorted(removed)

    def sweep(self) -> list[str]:
        """Delete empty folders and what a killed build left half written; list what is not ours."""
        foreign = []
        for folder, folders, names in os.walk(self._root, topdown=False):
            here = Path(folder)
            for name in (*names, *(link for link in folders if (here / link).is_symlink())):
                path = here / name
                if is_unfinished(path):
                    path.unlink()
                elif (relative := path.relative_to(self._root).as_posix()) not in self._made:
                    foreign.append(relative)
            if here != self._root and next(here.iterdir(), None) is None:
                here.rmdir()
        return sorted(foreign)

    def close(self) -> None:
        stamps = self._digests.to_remember()
        write_record(self._record, _Record(_VERSION, {name: stamps.get(name) for name in sorted(self._made)}))
        self._journal.unlink(missing_ok=True)

    def _note(self, name: str) -> None:
        self._journal.parent.mkdir(parents=True, exist_ok=True)
        with self._journal.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(name) + "\n")
        self._ours.add(name)

    def _make_folder(self, folder: Path) -> None:
        if folder in self._folders:
            return
        if folder != self._root:
            self._make_folder(folder.parent)
            if folder.is_symlink():
                raise CannotGoOn(f"{folder}: a link to somewhere else stands in the generated tree; remove it")
            if folder.is_file():
                self._clear(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self._folders.add(folder)

    def _clear(self, path: Path) -> None:
        """Remove a file where a folder is wanted, or a folder where a file is, if all of it is ours and old."""
        below = sorted(p for p in path.rglob("*") if not p.is_dir()) if path.is_dir() else [path]
        names = [p.relative_to(self._root).as_posix() for p in below]
        for name in names:
            if name in self._made or name not in self._ours:
                raise CannotGoOn(f"{self._root / name}: stands where a generated file must go; remove it")
        for old in below:
            old.unlink()
        self._cleared += names
        if path.is_dir():
            for folder in sorted(path.rglob("*"), reverse=True):
                folder.rmdir()
            path.rmdir()


def _checked(path: str) -> str:
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts) or "\\" in path or not path.isprintable():
        raise ValueError(f"{path!r} is no path below the generated tree")
    return path


def _journalled(journal: Path) -> Iterator[str]:
    if journal.is_file():
        for line in journal.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except ValueError:  # the last line of a killed build; its file was not written yet
                return
