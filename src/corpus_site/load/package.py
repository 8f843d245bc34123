"""The archive that a Word document is: what of it is safe to read, and what its properties state.

Documents come from strangers.  Only parts of text are unpacked, never more than a fixed number of bytes, and none that
declares entities; everything else (pictures, fonts, other files) stays packed.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree
from xml.parsers import expat

from corpus_site.load.clean import normalise
from corpus_site.load.credits import split_names
from corpus_site.model import Problem
from corpus_site.wordlists import wordlist

_LARGEST = 64 * 1024 * 1024  # bytes that the parts of text may unpack to
_MANY = 5_000  # parts that a document may have
_MARKS = 1_000_000  # signs of markup (`<`, `=`) in them: a book of 12,000 paragraphs, or a minute of work
_OLE = b"\xd0\xcf\x11\xe0"  # the container of encrypted documents and of Word before 2007
_CORE = "docProps/core.xml"
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # other methods unpack without a bound, and Word uses none
_LOCKED = 0x1
_LONGEST = 300  # characters of a property
_PRINTED_FROM = re.compile(r"^Microsoft Word\s+-\s+|\.docx?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The parts of text, as an archive of their own, and the properties under the keys of a masthead."""

    parts: bytes
    properties: dict[str, str]


class _Begun(Exception):
    """The first element of a document: no declaration comes behind it."""


def open_package(data: bytes, path: str) -> Package | Problem:
    """Unpack what is to be read.

    >>> open_package(b"PK", "a.docx").message
    '不是完好的 Word 文档：BadZipFile'
    """
    if data.startswith(_OLE):
        return refused(path, "文件加了密码，或是旧版 Word 文档（.doc）", "在 Word 里去掉密码，另存为 .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.filelist) > _MANY:
                return refused(path, f"文档里的部件超过 {_MANY} 个", "把正文另存为文本或 Markdown")
            wanted = {e.filename: e for e in archive.filelist if e.filename.lower().endswith((".xml", ".rels"))}
            if why := _unsafe(list(wanted.values())):
                return refused(path, *why)
            parts = {name: _unpacked(archive, entry) for name, entry in wanted.items()}
        if sum(part.count(b"<") + part.count(b"=") for part in parts.values()) > _MARKS:
            return refused(path, "文档太大", "分成几个文档，或把正文另存为文本或 Markdown")
        if any(_declares(part) for part in parts.values()):
            return refused(path, "文档里含有 Word 不会写的声明（DOCTYPE）", "用 Word 打开并重新保存")
        return Package(parts=_packed(parts), properties=_properties(parts.get(_CORE, b"")))
    except Exception as error:  # a damaged archive fails in many ways
        return damaged(path, error)


def _unsafe(entries: list[zipfile.ZipInfo]) -> tuple[str, str] | None:
    """Why parts must not be unpacked, and what to do about it."""
    if sum(entry.file_size for entry in entries) > _LARGEST:
        return "文档解压后太大", "把正文另存为文本或 Markdown"
    if any(entry.flag_bits & _LOCKED for entry in entries):
        return "文件加了密码", "去掉密码，另存为 .docx"
    if any(entry.compress_type not in _PLAIN for entry in entries):
        return "文档的压缩方式不是 Word 用的", "用 Word 打开并重新保存"
    return None


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A part, never more of it than it says it is: sizes may lie."""
    with archive.open(entry) as part:
        found = part.read(entry.file_size + 1)
        part.read(1)  # to the end, where the checksum is looked at
        return found


def _declares(part: bytes) -> bool:
    """True for XML with a document type, in whatever encoding: that is where entities are made."""
    found: list[str] = []

    def begun(*_: object) -> None:
        raise _Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append("DOCTYPE")
    parser.StartElementHandler = begun
    with contextlib.suppress(_Begun, expat.ExpatError):
        parser.Parse(part, True)
    return bool(found)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _properties(core: bytes) -> dict[str, str]:
    """Title and author; the day on which the document was made is not that of its publication."""
    try:
        found = {element.tag.rpartition("}")[2]: element.text or "" for element in ElementTree.fromstring(core)}
    except ElementTree.ParseError:
        return {}
    title = _PRINTED_FROM.sub("", _line(found.get("title", "")))
    names = [name for name in split_names(_line(found.get("creator", ""))) if name.lower() not in _listed("no_author")]
    stated = {
        "title": "" if re.sub(r"\s*\d*$", "", title).lower() in _listed("no_title") else title,
        "author": "、".join(names),
    }
    return {key: value for key, value in stated.items() if value and len(value) <= _LONGEST}


def _line(text: str) -> str:
    return " ".join(normalise(text).split())


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(str(name).lower() for name in wordlist("documents")[key])


def damaged(path: str, error: Exception) -> Problem:
    """The problem of a document that is not whole."""
    why = f"不是完好的 Word 文档：{type(error).__name__}"
    return refused(path, why, "用 Word 打开并重新保存，或把正文另存为文本")


def refused(path: str, why: str, hint: str) -> Problem:
    """The problem of a document that is not read."""
    return Problem(level="error", path=path, line=1, rule="bad_docx", message=why, hint=hint)
