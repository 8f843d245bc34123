"""Chinese fonts on this machine, found for the pictures that links unfurl with, and what they can write."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import ImageFont

_SANS = (
    "Noto Sans CJK SC,Noto Sans SC,Source Han Sans SC,Source Han Sans CN,PingFang SC,Hiragino Sans GB,Microsoft YaHei,"
    "Heiti SC,WenQuanYi Micro Hei,WenQuanYi Zen Hei,Droid Sans Fallback,SimHei"
).split(",")
_SERIF = (
    "Noto Serif CJK SC,Noto Serif SC,Source Han Serif SC,Source Han Serif CN,Songti SC,STSong,SimSun,AR PL UMing CN"
).split(",")
_REGULAR = ("Regular", "Normal", "W3", "Book", "Light", "Medium")
_BOLD = ("Bold", "Semibold", "W6", "Heavy", "Medium")
_FOLDERS = (  # where systems without fontconfig keep fonts, and how the names of Chinese ones begin there
    "/usr/share/fonts,/usr/local/share/fonts,~/.local/share/fonts,~/.fonts,"
    "/System/Library/Fonts,/Library/Fonts,~/Library/Fonts,C:/Windows/Fonts,~/AppData/Local/Microsoft/Windows/Fonts"
).split(",")
_FILE = re.compile(
    "(?:noto|sourcehan)(?:sans|serif)(?:cjk|sc|cn)|pingfang|hiraginosansgb|msyh|stheiti|wqy|droidsansfallback|simhei|"
    "songti|stsong|simsun|uming"
)


@dataclass(frozen=True, slots=True, order=True)
class FontFile:
    """One face: its place in a collection; its weight where the file holds all weights, else 0."""

    path: str
    index: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Fonts:
    """A plain and a bold face for titles and facts, and a Song face for quotes."""

    regular: FontFile
    bold: FontFile
    serif: FontFile


def find_fonts() -> Fonts | None:
    """Choose among this machine's faces that have both 国 and 國, or None where there are none."""
    faces = [face for path in sorted({*_by_fontconfig()} or {*_in_folders()}) for face in _faces(path)]
    others, styles = sorted({family for family, _, _ in faces}), sorted({style for _, style, _ in faces})
    regular = _best(faces, (*_SANS, *_SERIF, *others), (*_REGULAR, *styles), 400)  # any face rather than none
    if regular is None:
        return None
    bold, serif = _best(faces, _SANS, _BOLD, 700), _best(faces, _SERIF, _REGULAR, 400)
    return Fonts(regular, bold or regular, serif or regular)


def _by_fontconfig() -> list[str]:
    command = ["fc-list", "--format", "%{file}\n", ":charset=56fd 570b"]
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=True).stdout.decode().splitlines()
    except (OSError, ValueError, subprocess.SubprocessError):
        return []


def _in_folders() -> Iterator[str]:
    for folder in _FOLDERS:
        with suppress(RuntimeError):  # a user without a home
            for file in Path(folder).expanduser().rglob("*.[OoTt][Tt][FfCc]"):
                if _FILE.match(re.sub(r"[ _-]", "", file.name.lower())):
                    yield str(file)


def _faces(path: str) -> Iterator[tuple[str, str, FontFile]]:
    """Name the faces of one file: family, and style or "" for all weights in one."""
    for index in range(64):
        try:
            font = ImageFont.truetype(path, 24, index)  # not kept open: there may be hundreds
        except OSError:
            return
        family, style = font.getname()
        yield family or "", "" if _axes(font) else style or "", FontFile(path, index)


def _best(
    faces: Sequence[tuple[str, str, FontFile]], families: Sequence[str], styles: Sequence[str], weight: int
) -> FontFile | None:
    order = ("", *styles)
    ranked = sorted(
        (families.index(family), order.index(style), file if style else replace(file, weight=weight))
        for family, style, file in faces
        if family in families and style in order
    )
    return next((file for *_, file in ranked if has(file, "国") and has(file, "國")), None)


@cache
def opened(file: FontFile, size: int) -> ImageFont.FreeTypeFont:
    # The simple layout engine is always there; another one would place letters differently.
    font = ImageFont.truetype(file.path, size, file.index, layout_engine=ImageFont.Layout.BASIC)
    if file.weight:
        font.set_variation_by_axes([file.weight if name == "Weight" else value for name, value in _axes(font)])
    return font


def _axes(font: ImageFont.FreeTypeFont) -> list[tuple[str, int]]:
    try:
        return [(str(axis["name"], "ascii", "replace"), axis["default"] or 0) for axis in font.get_variation_axes()]
    except OSError:  # one weight only
        return []


@cache
def has(file: FontFile, letter: str) -> bool:
    """Tell whether a face can show a letter: what it cannot show looks like what no face has."""
    font = opened(file, 24)
    return bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff"))


@cache
def width(file: FontFile, text: str) -> float:
    """Measure in ems."""
    return opened(file, 200).getlength(text) / 200


@cache
def blank(file: FontFile, mark: str) -> tuple[float, float]:
    """Measure what is blank to the left and right of a full-width mark and may go, in ems."""
    image, offset = opened(file, 200).getmask2(mark)
    if width(file, mark) < 0.9 or (inked := image.getbbox()) is None:
        return 0, 0
    return min(0.5, (offset[0] + inked[0]) / 200), min(0.5, 1 - (offset[0] + inked[2]) / 200)
