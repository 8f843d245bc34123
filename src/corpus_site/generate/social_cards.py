"""Pictures that chat tools show beside a shared link: a title or a quote on paper, set by Chinese rules."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from importlib import resources
from pathlib import Path

import msgspec
import PIL
from PIL import Image, ImageChops, ImageDraw, features

from corpus_site.generate.card_fonts import FontFile, Fonts, blank, has, opened, width
from corpus_site.generate.render import plain_text
from corpus_site.store import Store

SIZE = WIDTH, HEIGHT = 1200, 630  # what og:image:width and og:image:height say
_MARGIN = 88
_LEADING = 1.4
_PAPER, _COLOURS = (0xFC, 0xFB, 0xF8), ((0x22, 0x1F, 0x1B), (0x5F, 0x5A, 0x52), (0x8C, 0x2F, 0x1B))
_INK, _QUIET, _ACCENT = range(3)
_STEPS = 10  # from paper to a full colour, for smooth edges: 31 colours in all
_SOURCES = ("card_fonts.py", "social_cards.py")
_LONGEST = 400  # characters that are looked at: more than any card holds

_OPEN = frozenset("“‘「『（《〈【〖")
_BLANK = frozenset("，。、；：”’」』）》〉】〗")  # their right half is blank where they are full-width
_NEVER_FIRST = _BLANK | frozenset("！？,.;:!?)]}%％‰℃·－–～／々ー")
_NEVER_LAST = _OPEN | frozenset("([{￥#")
_WIDE = (
    "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003ffff“”‘’—…·□"
)
_ATOM = re.compile(rf"—+|…+|[^\s{_WIDE}]+(?:’[^\s{_WIDE}]+)*|\S")  # what no line break may part


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a card says: the kind of page, a title, facts of one line each; a quote is shown large, above the title."""

    kind: str
    title: str
    lines: tuple[str, ...]
    site: str
    quote: str = ""


def _showable(text: str, file: FontFile) -> str:
    """Take out what a face cannot show: signs without a trace, letters and figures for a □."""
    kept = []
    for letter in unicodedata.normalize("NFC", text[:_LONGEST]):
        kind = unicodedata.category(letter)
        if kind[0] == "C" or "\ufe00" <= letter <= "\ufe0f":  # joiners; which form of a sign is meant
            continue
        if letter == " " or has(file, letter):
            kept.append(letter)
        elif kind[0] in "LN" and has(file, "□"):
            kept.append("□")
    return " ".join("".join(kept).split())


@dataclass(frozen=True, slots=True)
class _Atom:
    """A word or a character, in ems: `gap` to the one before; `lead` and `tail` may hang over the ends of a line."""

    text: str
    width: float
    gap: float
    lead: float
    tail: float
    may_start: bool  # a line
    good_start: bool


def _atom(text: str, before: str, space: bool, file: FontFile) -> _Atom:
    a, b = before[-1:], text[0]
    lead = blank(file, text)[0] if b in _OPEN else 0
    tail = blank(file, text)[1] if b in _BLANK else 0
    shared = blank(file, a)[1] if a in _BLANK and b in _BLANK | _OPEN else lead if a in _OPEN | {"·"} else 0
    mixed = a.isalnum() and b.isalnum() and a.isascii() != b.isascii()
    roomy = "·" in (a, b) and width(file, "·") > 0.9
    return _Atom(
        text=text,
        width=width(file, text),
        gap=-shared if shared else 0 if roomy else width(file, " ") if space else 0.125 if mixed else 0,
        lead=lead,
        tail=tail,
        may_start=b not in _NEVER_FIRST and a not in _NEVER_LAST,
        good_start=space or a in _NEVER_FIRST or b in _OPEN,
    )


def _atoms(text: str, file: FontFile, limit: float) -> list[_Atom]:
    """Cut a text where lines may break; a word longer than a line, anywhere."""
    atoms: list[_Atom] = []
    for match in _ATOM.finditer(text):
        word, space = match.group(), text[match.start() - 1 : match.start()] == " "
        for part in (word,) if width(file, word) <= limit else word:
            atoms.append(_atom(part, atoms[-1].text if atoms else "", space, file))
            space = False
    return atoms


def _lines(atoms: Sequence[_Atom], limit: float, strict: bool = True) -> list[Sequence[_Atom]]:
    """Break into as few lines as can be, even ones, behind punctuation where that costs little."""
    best: list[tuple[int, float, int] | None] = [(0, 0, 0), *[None] * len(atoms)]
    for start in range(len(atoms)):
        if (sofar := best[start]) is None:
            continue
        left = limit + atoms[start].lead + atoms[start].gap
        for end in range(start + 1, len(atoms) + 1):
            left -= atoms[end - 1].gap + atoms[end - 1].width
            empty = left + atoms[end - 1].tail
            if empty < 0 and end > start + 1:
                break
            if end == len(atoms) or atoms[end].may_start or not strict:
                cost = (empty / limit) ** 2 + (0 if end == len(atoms) or atoms[end].good_start else 0.06)
                found, known = (sofar[0] + 1, sofar[1] + cost, start), best[end]
                best[end] = found if known is None else min(found, known)
    if best[-1] is None:  # no good place to break at
        return _lines(atoms, limit, strict=False)
    lines: list[Sequence[_Atom]] = []
    end = len(atoms)
    while end and (step := best[end]):
        lines.insert(0, atoms[step[2] : end])
        end = step[2]
    return lines


@dataclass(frozen=True, slots=True)
class _Setting:
    file: FontFile
    size: int
    lines: Sequence[Sequence[_Atom]]


def _set(text: str, file: FontFile, sizes: Sequence[int], height: float = 0, most: int = 1) -> _Setting:
    """Set a text in the largest size whose lines fit, the larger the fewer; where none does, shortened."""
    text = _showable(text, file)
    words = len(_ATOM.findall(text))
    for number, size in enumerate(sizes):
        limit = (WIDTH - 2 * _MARGIN) / size
        room = max(1, min(most, number, int(height / (size * _LEADING))))
        atoms = _atoms(text, file, limit)
        whole = len(atoms) == words or size == sizes[-1]
        if whole and sum(a.gap + a.width for a in atoms) < (limit + 1) * room:
            lines = _lines(atoms, limit)
            if len(lines) <= room:
                return _Setting(file, size, lines)
    return _Setting(file, size, _shortened(atoms, limit, room, file))


def _shortened(atoms: list[_Atom], limit: float, room: int, file: FontFile) -> list[Sequence[_Atom]]:
    dots = replace(_atom("…", "", False, file), may_start=False)
    while sum(a.gap + a.width for a in atoms) > limit * room:
        atoms.pop()
    while True:
        while atoms and atoms[-1].text in _NEVER_FIRST | _NEVER_LAST:
            atoms.pop()
        lines = _lines([*atoms, dots], limit)
        if len(lines) <= room:
            return lines
        atoms.pop()


class _Sheet:
    """A layer for each colour, which holds how much of it every point has."""

    def __init__(self) -> None:
        self._layers = [Image.new("L", SIZE) for _ in _COLOURS]
        self.pens = [ImageDraw.Draw(layer) for layer in self._layers]

    def write(self, colour: int, top: float, setting: _Setting) -> float:
        """Write lines below `top`; give where they end."""
        size, font = setting.size, opened(setting.file, setting.size)
        for line in setting.lines:
            x = _MARGIN - (line[0].lead + line[0].gap) * size
            for atom in line:
                x += atom.gap * size
                self.pens[colour].text((x, top + size * (_LEADING / 2 + 0.38)), atom.text, 255, font, "ls")
                x += atom.width * size
            top += size * _LEADING
        return top

    def mark(self, colour: int, letter: str, file: FontFile) -> None:
        """Put a letter, very large, into the upper right corner."""
        font = opened(file, 190)
        _, top, right, _ = font.getbbox(letter)
        self.pens[colour].text((WIDTH - _MARGIN - right, 74 - top), letter, 255, font)

    def png(self) -> bytes:
        points, palette = Image.new("L", SIZE), [*_PAPER]
        steps = [round(amount * _STEPS / 255) for amount in range(256)]
        for number, (layer, colour) in enumerate(zip(self._layers, _COLOURS, strict=True)):
            points = ImageChops.lighter(points, layer.point([step and number * _STEPS + step for step in steps]))
            for step in range(1, _STEPS + 1):
                palette += (round(p + (c - p) * step / _STEPS) for p, c in zip(_PAPER, colour, strict=True))
        points.putpalette(palette)
        file = io.BytesIO()
        points.save(file, "PNG", compress_level=6)
        return file.getvalue()


def _drawn(face: Face, fonts: Fonts) -> bytes:
    """Put the kind at the top, the facts and the site at the bottom, the large words between."""
    sheet = _Sheet()
    sheet.pens[_ACCENT].rectangle((_MARGIN, 74, _MARGIN + 55, 79), 255)
    sheet.write(_ACCENT, 92, _set(face.kind, fonts.bold, (28,)))
    sheet.pens[_QUIET].rectangle((_MARGIN, 536, WIDTH - _MARGIN - 1, 537), 64)
    sheet.write(_QUIET, 552, _set(face.site, fonts.regular, (26,)))
    below = [(_INK, _set(face.title, fonts.bold, (34,)))] if face.quote else []
    below += [(_QUIET, _set(line, fonts.regular, (28,))) for line in face.lines[:3] if line]
    bottom = 516 - sum(_LEADING * setting.size for _, setting in below)
    room = bottom - 20 - 154
    if face.quote:
        words = _set(face.quote, fonts.serif, (84, 72, 64, 56, 50, 44, 38, 34), room, 7)
        sheet.mark(_ACCENT, "“", fonts.serif)
    else:
        words = _set(face.title, fonts.bold, (96, 84, 74, 66, 58, 50), room, 4)
    sheet.write(_INK, 154, words)
    for colour, setting in below:
        bottom = sheet.write(colour, bottom, setting)
    return sheet.png()


class Cards:
    """Draws cards, and keeps them by all that decides how they look.

    >>> Cards(Store(None, bytes), None).png(Face(kind="文章", title="题目", lines=(), site="语录")) is None
    True
    """

    def __init__(self, store: Store[bytes], fonts: Fonts | None) -> None:
        self._store = store
        self._fonts = fonts
        self._made_from = _made_from(fonts) if fonts else b""

    def png(self, face: Face) -> bytes | None:
        """Give a card as PNG, of `SIZE`; None where the machine has no Chinese font."""
        if (fonts := self._fonts) is None:
            return None
        texts = {name: plain_text(getattr(face, name)) for name in ("kind", "title", "site", "quote")}
        clean = Face(**texts, lines=tuple(plain_text(line) for line in face.lines))
        return self._store.get([self._made_from, msgspec.msgpack.encode(clean)], lambda: _drawn(clean, fonts))


def _made_from(fonts: Fonts) -> bytes:
    """Digest of the fonts, this module and the libraries that draw."""
    digest = blake2b(b"".join((resources.files("corpus_site") / "generate" / name).read_bytes() for name in _SOURCES))
    for library in ("freetype2", "zlib", "zlib_ng"):
        digest.update(f"{PIL.__version__} {library} {features.version(library)}".encode())
    for file in (fonts.regular, fonts.bold, fonts.serif):
        digest.update(f"{file.index} {file.weight}".encode())
        with Path(file.path).open("rb") as font:  # a font begins with checksums of all its parts
            digest.update(font.read(1 << 16))
    return digest.digest()
