"""Bytes to text: the encoding is found, never assumed, and kept."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from corpus_site.model import Problem

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_FEW = 0.01  # share of undecodable bytes up to which a text still counts as damaged UTF-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, path: str) -> Decoded | Problem:
    """Decode a source file; undecodable bytes stay visible as U+FFFD and are reported line by line.

    >>> decode("人".encode("gb18030"), "a.txt").encoding
    'gb18030'
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
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", "replace")
    if damaged.count("�") <= _FEW * len(data) and len(damaged) < len(data):
        return lenient(data, "utf-8", path)
    try:
        return Decoded(text=data.decode("gb18030"), encoding="gb18030")
    except UnicodeDecodeError:
        return lenient(data, "utf-8", path)


def lenient(data: bytes, encoding: str, path: str) -> Decoded:
    """Decode whatever can be decoded, and report the lines (the first fifty) that hold bytes that cannot.

    >>> [p.line for p in lenient(b"a\\n\\xff", "utf-8", "a.txt").problems]
    [2]
    """
    text = data.decode(encoding, "replace")
    problems = []
    if "�" in text and "�".encode() not in data:
        for number, line in enumerate(text.split("\n"), start=1):
            if "�" in line:
                at = line.index("�")
                name = encoding.upper().removesuffix("-SIG")
                problems.append(
                    Problem(
                        level="error",
                        path=path,
                        line=number,
                        rule="bad_bytes",
                        message=f"{line.count('�')} 处字节不是合法的 {name}：…{line[max(0, at - 8) : at + 9]}…",
                        hint="用原来的编码另存为 UTF-8；无法恢复的字在正文中显示为 �",
                    )
                )
    return Decoded(text=text, encoding=encoding, problems=tuple(problems[:50]))
