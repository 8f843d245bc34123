"""Reading articles: one file at a time, pure, each file by itself.

bytes → decode → clean → repair → reader → split → labels → masthead, dates → blocks → turns, quotations → records
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath
from types import MappingProxyType

from corpus_site import lexicon
from corpus_site.authority import Known
from corpus_site.corrections import Correction
from corpus_site.fold import fold
from corpus_site.load.article import Names, SourceFile, build_article
from corpus_site.load.cache import LoadCache
from corpus_site.load.corrections import correct_characters, corrected
from corpus_site.load.formats import READERS
from corpus_site.load.identity import told_apart
from corpus_site.load.split import split_articles
from corpus_site.model import LabelVerdict, Loaded, Problem

_BESIDE = frozenset({".yaml", ".yml"})  # the owner's own files: no articles
_LEDGER = "permalinks.jsonl"


Corrections = Mapping[str, Sequence[Correction]]  # by the path of the article's file


def load_corpus(
    folder: Path, known: Known, cache: Path | None = None, corrections: Corrections = MappingProxyType({})
) -> list[Loaded]:
    """Read every article file below a folder, sorted by path.

    Files of unknown kinds and hidden ones are passed over with a notice; one that cannot be read gives a problem.
    """
    lexicon.use_cache(cache / "lexicon" if cache else None)
    names = _names(known)
    entries = LoadCache(cache / "load" if cache else None, names)
    loaded = [_load(path, relative, names, entries, corrections.get(relative, ())) for path, relative in _files(folder)]
    entries.prune()
    return told_apart(loaded)


def load_file(path: Path, root: Path, known: Known, corrections: Corrections = MappingProxyType({})) -> Loaded:
    """Read one file; `root` is the corpus folder that its path is told from."""
    names, relative = _names(known), _readable(path.relative_to(root))
    return _load(path, relative, names, LoadCache(None, names), corrections.get(relative, ()))


def _names(known: Known) -> Names:
    forms = tuple(
        (form, form, known.types.get(person) == "organisation")
        for form, person in sorted(known.forms.items())
        if len(form) >= 2
    )
    return Names(
        known=forms,
        folded=frozenset(fold(name) for name in known.names),
        organisations=frozenset(fold(form) for form, _, organisation in forms if organisation),
    )


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    entries = sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix())
    for path in entries:
        relative = path.relative_to(folder)
        if (
            any(part.startswith(".") for part in relative.parts)
            or path.suffix.lower() in _BESIDE
            or path.name == _LEDGER
        ):
            continue
        if path.is_dir() and not path.is_symlink() and path.suffix.lower() not in READERS:
            continue
        yield path, _readable(relative)


def _readable(path: PurePath) -> str:
    r"""Give a path as text: bytes of a file's name that are no UTF-8 are written out.

    >>> _readable(PurePath("a", "\udcff.md"))
    'a/\\xff.md'
    """
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _load(path: Path, relative: str, names: Names, entries: LoadCache, corrections: Sequence[Correction]) -> Loaded:
    refused = _refuse(path, relative)
    if refused:
        return Loaded(path=relative, encoding=None, problems=(refused,))
    try:
        data = path.read_bytes()
    except OSError as error:
        return Loaded(path=relative, encoding=None, problems=(_unreadable(relative, error.strerror or str(error)),))
    try:
        return entries.get(relative, data, corrections, lambda: _read(data, relative, names, corrections))
    except Exception as error:  # a fault of ours in one file must not cost the others
        return Loaded(path=relative, encoding=None, problems=(_fault(relative, error),))


def _read(data: bytes, relative: str, names: Names, corrections: Sequence[Correction]) -> Loaded:
    """Everything from bytes to records: pure."""
    opened = READERS[PurePosixPath(relative).suffix.lower()](data, relative)
    if isinstance(opened, Problem):
        return Loaded(path=relative, encoding=None, problems=(opened,))
    sha256 = hashlib.sha256(data).hexdigest()
    articles = [replace(article, sha256=sha256) for article in opened.articles]
    labels: list[LabelVerdict] = []
    problems = list(opened.problems)
    if opened.read:
        paragraphs, repairs, unfit = correct_characters(opened.read.paragraphs, corrections)
        problems += unfit
        source = SourceFile(path=relative, sha256=sha256, meta=opened.read.meta, repairs=(*opened.repairs, *repairs))
        parts = split_articles(paragraphs)
        firsts = [1, *(part[0].lines[0] for part in parts[1:])]
        lasts = [*(first - 1 for first in firsts[1:]), opened.last_line]
        for part, first, last in zip(parts, firsts, lasts, strict=True):
            article, verdicts = build_article(part, source, names, (first, last))
            articles.append(article)
            labels += verdicts
    articles, unfit = corrected(articles, corrections)
    return Loaded(
        path=relative,
        encoding=opened.encoding,
        articles=tuple(articles),
        problems=(*problems, *unfit),
        labels=tuple(labels),
    )


def _refuse(path: Path, relative: str) -> Problem | None:
    """What is no readable article file: a folder, a pipe, a dead link, an unknown kind."""
    if path.suffix.lower() not in READERS:
        known = "、".join(READERS)
        return Problem(
            level="notice",
            path=relative,
            rule="unknown_kind",
            message="不是能读取的文件类型，已跳过",
            hint=f"目前读取 {known}",
        )
    if path.is_dir():
        return Problem(
            level="error",
            path=relative,
            rule="not_a_file",
            message="这是文件夹，不是文章",
            hint="给文件夹改名，去掉文件后缀",
        )
    if path.is_symlink() and not path.exists():
        return _unreadable(relative, "链接指向的文件不存在")
    if not path.is_file():
        return _unreadable(relative, "不是普通文件")
    return None


def _fault(relative: str, error: Exception) -> Problem:
    """An error of the program itself while it read a file, told with the place in the code."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno} {place.name}"
    return Problem(
        level="error",
        path=relative,
        rule="fault",
        message=f"程序出错，这个文件没有读完：{type(error).__name__}: {error}（{where}）",
        hint="请连同这个文件报告给维护者；其余文件照常处理",
    )


def _unreadable(relative: str, why: str) -> Problem:
    return Problem(
        level="error",
        path=relative,
        rule="unreadable",
        message=f"无法读取：{why}",
        hint="检查文件权限，或把文件移出语料文件夹",
    )
