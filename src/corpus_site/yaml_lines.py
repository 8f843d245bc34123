"""YAML that people write, read with line numbers: every mistake becomes a located Problem, the rest is used.

Values are taken as text (`no`, `2023-05` and `1e3` stay what was typed), so YAML's guesses about types never matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml
from rapidfuzz import fuzz, process
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from corpus_site.model import Level, Problem

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is missing from some builds of PyYAML
NULL = "tag:yaml.org,2002:null"
CLOSE_ENOUGH = 60  # likeness from 0 to 100 above which a suggestion helps more than it distracts


class Word(NamedTuple):
    """One piece of text and the line where it stands."""

    text: str
    line: int


def whole_characters(text: str) -> str:
    r"""Join what YAML reads as two halves of a character, as JSON writes it; a lone half becomes the mark for damage.

    >>> whole_characters("\ud83e\udd16 机器人 \ud83e") == "🤖 机器人 �"
    True
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Name the nearest known word, as a hint; nothing when none is near.

    >>> did_you_mean("nmae", ["name", "names", "roles"])
    '是否想写 name？'
    >>> did_you_mean("xyz", ["name"])
    ''
    """
    best = process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return f"是否想写 {best[0]}？" if best else ""


class Sheet:
    """One YAML file: what could be read of it, and all complaints about it."""

    def __init__(self, path: str, rule: str) -> None:
        self.path = path
        self.rule = rule
        self.problems: list[Problem] = []
        self.roots: list[Node] = []

    def complain(self, line: int | None, message: str, hint: str = "", level: Level = "error") -> None:
        self.problems.append(
            Problem(level=level, path=self.path, line=line, rule=self.rule, message=message, hint=hint)
        )

    def entries(self) -> Iterator[Entry]:
        """Give the items of a file that holds a list of mappings."""
        for root in self.roots:
            if not isinstance(root, SequenceNode):
                self.complain(_line(root), "文件应当是一个列表", "每一项以「- 」开头")
                continue
            for node in root.value:
                if isinstance(node, MappingNode):
                    yield Entry(self, node)
                else:
                    self.complain(_line(node), "此项应当写成「键: 值」", "例如 - name: 李飞飞")

    def fields(self) -> Iterator[Entry]:
        """Give the mappings of a file that is one mapping (more than one where a broken line was passed over)."""
        for root in self.roots:
            if isinstance(root, MappingNode):
                yield Entry(self, root)
            else:
                self.complain(_line(root), "文件应当写成「键: 值」", "例如 site_name: 人工智能语录")


class Entry:
    """One mapping: its fields are asked for by name, each as often as needed."""

    def __init__(self, sheet: Sheet, node: MappingNode) -> None:
        self.sheet = sheet
        self.line = _line(node)
        self._fields: dict[str, tuple[int, Node]] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else "?"
            if name in self._fields:
                sheet.complain(_line(key), f"「{name}」在同一项里写了两次", "合并为一处；现取第一处")
                continue
            self._fields[name] = (_line(key), value)

    def only(self, *known: str) -> None:
        """Complain about every field that is not among the known ones."""
        for name, (line, _) in self._fields.items():
            if name not in known:
                hint = did_you_mean(name, known) or "可用：" + "、".join(known)
                self.sheet.complain(line, f"不认识的字段「{name}」，未采用", hint, "warning")

    def line_of(self, name: str) -> int:
        return self._fields[name][0] if name in self._fields else self.line

    def items(self) -> Iterator[tuple[Word, Node]]:
        for name, (line, node) in self._fields.items():
            yield Word(name, line), node

    def text(self, name: str) -> str | None:
        """One piece of text, its blanks and line ends made single blanks; None if absent, empty or not text."""
        if name not in self._fields:
            return None
        word = self._word(self._fields[name][1], name)
        return word.text if word else None

    def texts(self, name: str) -> tuple[Word, ...]:
        """A list of pieces of text; a single one stands for a list of one."""
        return self._words(self._fields[name][1], name) if name in self._fields else ()

    def grouped(self, name: str) -> tuple[tuple[Word | None, tuple[Word, ...]], ...]:
        """A mapping from a key to a list of pieces of text; a plain list has the key None."""
        if name not in self._fields:
            return ()
        node = self._fields[name][1]
        if not isinstance(node, MappingNode):
            return ((None, self._words(node, name)),)
        inner = Entry(self.sheet, node)
        return tuple((key, inner._words(value, key.text)) for key, value in inner.items())

    def inner(self, name: str) -> Entry | None:
        """A mapping inside this one."""
        if name not in self._fields or _empty(self._fields[name][1]):
            return None
        node = self._fields[name][1]
        if isinstance(node, MappingNode):
            return Entry(self.sheet, node)
        self.sheet.complain(_line(node), f"「{name}」应当写成「键: 值」")
        return None

    def list_of_entries(self, name: str) -> Iterator[Entry]:
        """A list of mappings inside this one."""
        if name not in self._fields or _empty(self._fields[name][1]):
            return
        node = self._fields[name][1]
        for item in node.value if isinstance(node, SequenceNode) else [node]:
            if isinstance(item, MappingNode):
                yield Entry(self.sheet, item)
            else:
                self.sheet.complain(_line(item), f"「{name}」的每一项应当写成「键: 值」")

    def _words(self, node: Node, name: str) -> tuple[Word, ...]:
        if _empty(node):
            return ()
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        return tuple(word for word in (self._word(n, name) for n in nodes) if word)

    def _word(self, node: Node, name: str) -> Word | None:
        if not isinstance(node, ScalarNode):
            self.sheet.complain(_line(node), f"「{name}」应当是一段文字", "列表里含冒号的文字要加引号")
            return None
        text = "" if node.tag == NULL else " ".join(whole_characters(node.value).split())
        if not text or "\ufffd" in text:  # an undecodable place was complained about already
            return None
        return Word(text, _line(node))


def read_sheet(folder: Path, name: str, rule: str) -> Sheet:
    """Read `folder/name`; an absent file is an empty sheet, a broken one gives what is right in it.

    After a syntax error every top-level item is tried by itself, so a mistake costs only the item it stands in.
    """
    sheet = Sheet(name, rule)
    try:
        raw = (folder / name).read_bytes()
    except FileNotFoundError:
        return sheet
    except OSError as error:
        sheet.complain(None, f"文件不能读取：{error.strerror}", "检查文件权限，或是否误建为目录")
        return sheet
    text = _decode(raw, sheet)
    try:
        sheet.roots = [node for node in [_compose(text)] if node is not None and not _empty(node)]
    except yaml.YAMLError:
        sheet.roots = list(_piecewise(text, sheet))
    return sheet


def _decode(raw: bytes, sheet: Sheet) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        sheet.complain(line, "不是 UTF-8 文字", "用 UTF-8 编码重新保存；坏处之外的内容照常采用")
        return raw.decode("utf-8-sig", errors="replace")


def _compose(text: str) -> Node | None:
    try:
        return yaml.compose(text, Loader=LOADER)
    except RecursionError:
        raise yaml.YAMLError("nested too deeply") from None


def _piecewise(text: str, sheet: Sheet) -> Iterator[Node]:
    """Blank out the top-level items that cannot be read by themselves, complain about them, and read the rest."""
    rest = []
    for start, piece in _pieces(text):
        try:
            _compose(piece)
            rest.append(piece)
        except yaml.YAMLError as error:
            _complain_of(error, piece, start, sheet)
            rest.append("\n" * len(piece.splitlines()))  # so that the lines after it keep their numbers
    try:
        node = _compose("".join(rest))
    except yaml.YAMLError as error:  # every item is well formed, only their sequence is not
        _complain_of(error, text, 0, sheet)
        return
    if node is not None and not _empty(node):
        yield node


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut before lines that begin in the first column, comments apart; give each piece with its first line from 0."""
    lines = text.splitlines(keepends=True)
    starts = [i for i, line in enumerate(lines) if line[:1].strip() and line[0] not in "#]}"]
    if starts[:1] != [0]:
        starts.insert(0, 0)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start, "".join(lines[start:end])


def _complain_of(error: yaml.YAMLError, text: str, before: int, sheet: Sheet) -> None:
    """`before` is the number of lines that stand before the text in its file."""
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)  # of a character that YAML does not allow
    line = mark.line + 1 if mark else text.count("\n", 0, position) + 1 if position is not None else 1
    lines = text.splitlines()
    shown = lines[line - 1] if line <= len(lines) else ""
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    if "\t" in shown[: len(shown) - len(shown.lstrip())] or "\\t" in str(what):
        hint = "行首缩进只能用空格，不能用制表符"
    elif "mapping values" in str(what):
        hint = "文字里有「: 」，要用引号括起整段文字"
    else:
        hint = "检查缩进、冒号后的空格和成对的引号"
    sheet.complain(line + before, f"YAML 写法有误：{what}", hint + "；此项未采用，其余照常")


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.tag == NULL


def is_web_address(text: str) -> bool:
    """Tell whether this is an absolute address of the web.

    >>> is_web_address("https://example.org/a")
    True
    >>> is_web_address("javascript:alert(1)")
    False
    """
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s<>\"]", text)
