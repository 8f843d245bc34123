"""Bytes to text: the encoding is found, never assumed, and kept."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from types import MappingProxyType

from corpus_site.load.clean import line_ends
from corpus_site.model import Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FEW = 0.01  # share of undecodable bytes up to which a text still counts as damaged, and not as of another encoding
_HEAD = 1024  # bytes in which a declaration is looked for
_DECLARATION = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:[^\n]*\n){0,4}?"  # one of the first five lines …
    rb"(?:[^\n]*?-\*-[^\n]*?\b(?:en)?coding[ \t]*[:=][ \t]*(?P<mode>[\w-]{2,30})[^\n]*?-\*-"  # -*- coding: big5 -*-
    rb"|[ \t]*<!--[^\n]*?\bencoding[ \t]*[:=][ \t]*[\"']?(?P<comment>[\w-]{2,30})[^\n]*?-->)",  # <!-- encoding: big5 -->
    re.IGNORECASE,
)
_FRONT = re.compile(
    rb"\A---[ \t]*\r?\n(?:(?!---)[^\n]*\n){0,40}?encoding[ \t]*:[ \t]*[\"']?(?P<front>[\w-]{2,30})", re.IGNORECASE
)
_MODE_LINE = re.compile(r"^\W*-\*-.{0,80}?coding.{0,80}?-\*-\W*$", re.MULTILINE | re.IGNORECASE)
# Only what bytes do not tell: Big5 reads as well-formed GB18030, so it must be said.
_DECLARED = MappingProxyType(
    {"big5": ("big5hkscs", "cp950"), "big5hkscs": ("big5hkscs", "cp950"), "cp950": ("cp950", "big5hkscs")}
)
_LOST = "\udfff"  # stands for what could not be decoded; no text holds it otherwise
_TOLD = 50  # lines that are told one by one
codecs.register_error("corpus_site.lost", lambda error: (_LOST, _end(error)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, path: str) -> Decoded | Problem:
    """Decode a source file; undecodable bytes stay visible as U+FFFD and are reported line by line.

    A byte order mark decides; then Big5 where the first lines declare it; then UTF-8, or GB18030 where the bytes are no
    UTF-8.  In damaged text the encoding that fits more of it is taken.

    >>> decode("人".encode("gb18030"), "a.txt").encoding
    'gb18030'
    >>> decode("<!-- encoding: big5 -->\\n臺灣".encode("big5"), "a.md").text
    '<!-- encoding: big5 -->\\n臺灣'
    >>> decode(b"\\x00\\x01\\x02\\x00", "a.bin").rule
    'not_text'
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return lenient(data, name, path)
    if data.count(0) > 0:
        return Problem(
            level="error",
            path=path,
            rule="not_text",
            message="文件不是文本（含有 NUL 字节）",
            hint="移出语料文件夹，或转存为 UTF-8 文本",
        )
    said = _declared(data)
    name = _found(data, said)
    found = lenient(data, name, path)
    return Decoded(text=_without_mode_line(found.text), encoding=name, problems=found.problems) if said else found


def _found(data: bytes, said: tuple[str, ...]) -> str:
    """The encoding of bytes without a mark: what they are without fault, else what loses few of them."""
    for name in (*said, "utf-8"):
        if _lost(data, name) == 0:
            return name
    if said:
        return said[0]
    lost = _lost(data, "utf-8")
    if lost <= _FEW * len(data) or _cut_off(data):
        return "utf-8"
    return "gb18030" if _lost(data, "gb18030") <= max(1, _FEW * len(data)) else "utf-8"


def lenient(data: bytes, encoding: str, path: str) -> Decoded:
    """Decode whatever can be decoded; lines that hold bytes that cannot, or NUL, are reported.

    Line numbers count line ends of every kind, as the text is read later.  After fifty lines the rest is told in one
    problem.

    >>> [p.line for p in lenient(b"a\\n\\xff", "utf-8", "a.txt").problems]
    [2]
    >>> lenient("人\\0".encode("utf-16"), "utf-16", "a.txt").text
    '人\\ufffd'
    """
    text = data.decode(encoding, "corpus_site.lost").replace("\0", _LOST)
    if _LOST not in text:
        return Decoded(text=text, encoding=encoding)
    name = encoding.upper().removesuffix("-SIG")
    bad = [(number, line) for number, line in enumerate(line_ends(text).split("\n"), start=1) if _LOST in line]
    problems = [_bad_line(path, number, line, name) for number, line in bad[:_TOLD]]
    if len(bad) > _TOLD:
        rest = f"还有 {len(bad) - _TOLD} 行含有不合法的字节（第 {bad[_TOLD][0]} 行起）"
        problems.append(_problem(path, bad[_TOLD][0], rest))
    return Decoded(text=text.replace(_LOST, "�"), encoding=encoding, problems=tuple(problems))


def _declared(data: bytes) -> tuple[str, ...]:
    """The codecs to try for what the first lines declare; nothing for what bytes tell by themselves."""
    found = _FRONT.match(data[:_HEAD]) or _DECLARATION.match(data[:_HEAD])
    names = [name.decode("ascii") for name in found.groups() if name] if found else []
    try:
        return _DECLARED.get(codecs.lookup(names[0]).name, ()) if names else ()
    except (LookupError, ValueError):
        return ()


def _without_mode_line(text: str) -> str:
    """A believed `-*- coding: big5 -*-` becomes an empty line: it speaks to programs, and is no paragraph."""
    return _MODE_LINE.sub("", text, count=1)


def _lost(data: bytes, name: str) -> int:
    return data.decode(name, "corpus_site.lost").count(_LOST)


def _cut_off(data: bytes) -> bool:
    """UTF-8 to the last character, which the end of the file cuts: a transfer that broke off."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and any(byte > 0x7F for byte in data[: error.start])
    return False


def _end(error: UnicodeError) -> int:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.end


def _bad_line(path: str, number: int, line: str, name: str) -> Problem:
    at = line.index(_LOST)
    around = line[max(0, at - 8) : at + 9].replace(_LOST, "�")
    return _problem(path, number, f"{line.count(_LOST)} 处字节不是合法的 {name}：…{around}…")


def _problem(path: str, number: int, message: str) -> Problem:
    return Problem(
        level="error",
        path=path,
        line=number,
        rule="bad_bytes",
        message=message,
        hint="用原来的编码另存为 UTF-8；无法恢复的字在正文中显示为 �",
    )
