"""The cues of a subtitle file (.srt, .vtt): when something is shown, and what is said, without markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from corpus_site.load.clean import normalise

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[\w.-]{1,60})?[ \t]+([^<>]{1,60})>")
_READING = re.compile(r"<rt(?:\.[\w.-]{1,60})?>[^<]*</rt>")
_MARKUP = re.compile(r"</?(?:c|i|b|u|s|v|em|strong|ruby|rt|lang|font|span)(?=[\s.>])[^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_BREAK = re.compile(r"<br\s*/?>|\\[Nn](?![A-Za-z])")
_NEXT = re.compile(r"\s*>>+\s*")
_DASH = re.compile(r"[-–—](?:\s+|(?=[一-鿿]))")
_TITLE = re.compile(r"(?:NOTE\s+)?(?:title|标题|標題)\s*[:：=]\s*(\S.*)", re.IGNORECASE)
_HEADER = re.compile(r"WEBVTT(?:[ \t]+[-–—:：]?[ \t]*(?P<text>\S.*))?$")
_SETTING = re.compile(r"(?:Kind|Language|X-TIMESTAMP-MAP)\s*[:=]", re.IGNORECASE)
_SIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_SHARE = 4  # captions roll when one cue in so many begins with what the one before ends in

Row = tuple[int, str]  # source line and what stands there


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words on one line of a cue.

    `mark` is the sign by which the source says that another speaker begins: `>>`, or `-` where one cue holds two;
    `voice` is the name that markup gives.
    """

    line: int
    text: str
    mark: Literal["", ">>", "-"] = ""
    voice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is shown from `start` to `end`, in seconds."""

    start: float
    end: float
    rows: tuple[Said, ...]


@dataclass(slots=True)
class Subtitles:
    """A file: its title where one is stated, its cues, and text in front of them that belongs to none."""

    title: str = ""
    before: list[Row] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    timed: bool = False  # False: no line of times, so no subtitles at all


def read_cues(text: str) -> Subtitles:
    """Take a file apart; notes, styles, regions, numbers and settings are passed over.

    >>> found = read_cues("WEBVTT - 一场对话\\n\\nNOTE 不读\\n\\n00:01.000 --> 00:02.500\\n<v 林一>书<i>不怕</i>旧。")
    >>> found.title, found.cues[0].end, [(s.line, s.text, s.voice) for s in found.cues[0].rows]
    ('一场对话', 2.5, [(6, '书不怕旧。', '林一')])
    >>> read_cues("没有时间的文字").timed
    False
    """
    found = Subtitles()
    shown: list[tuple[float, float, list[Row]]] = []
    web = text.startswith("WEBVTT")
    for block in _blocks(text):
        parts = list(_parts(block))
        if parts[0][0] is None and parts[0][1]:
            _untimed(found, parts[0][1], shown[-1][2] if shown else None, web=web)
        shown += [(*times, rows) for times, rows in parts if times]
    found.timed = bool(shown)
    cues = [Cue(start=start, end=end, rows=tuple(_said(rows))) for start, end, rows in shown]
    found.cues = list(_said_once([cue for cue in cues if cue.rows]))
    return found


def _blocks(text: str) -> Iterator[list[Row]]:
    block: list[Row] = []
    for number, row in enumerate(text.split("\n"), start=1):
        if row.strip():
            block.append((number, row.strip()))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _parts(block: list[Row]) -> Iterator[tuple[tuple[float, float] | None, list[Row]]]:
    """What stands before the first line of times, then each cue: writers forget the empty line between two."""
    at = [i for i, (_, row) in enumerate(block) if _TIMES.match(row)]
    first = at[0] if at else len(block)
    yield None, block[: max(0, first - 1) if at else first]  # the line above the times is the name of the cue
    for here, after in pairwise([*at, len(block) + 1]):
        numbered = after <= len(block) and block[after - 1][1].isdecimal()
        yield _seconds(block[here][1]), block[here + 1 : after - 1 if numbered else after]


def _seconds(row: str) -> tuple[float, float]:
    found = _TIMES.match(row)
    parts = found.groups() if found else ("0",) * 8
    first, last = (
        int(h or 0) * 3600 + int(m) * 60 + int(s) + int(rest.ljust(3, "0")) / 1000
        for h, m, s, rest in (parts[:4], parts[4:])
    )
    return first, last


def _untimed(found: Subtitles, block: list[Row], last: list[Row] | None, *, web: bool) -> None:
    """A block without times: header, note, or the rest of a cue that an empty line has cut."""
    header = _HEADER.match(block[0][1]) if block[0][0] == 1 else None
    if header or (web and _SIDE.match(block[0][1])):
        titles = [m.group(1) for _, row in block if (m := _TITLE.match(row))]
        stated = header["text"] if header and header["text"] and not _SETTING.match(header["text"]) else ""
        found.title = found.title or (titles[0] if titles else stated)
    elif last is not None:
        last += [row for row in block if not row[1].isdecimal()]
    else:
        for number, row in block:
            if row.startswith("# ") and not found.title:
                found.title = row[2:].strip()
            else:
                found.before.append((number, row))


def _said(rows: Sequence[Row]) -> Iterator[Said]:
    """The rows of one cue without markup, cut where another speaker begins."""
    dashes = sum(bool(_DASH.match(_plain(row))) for _, row in rows)
    for number, row in rows:
        pieces = _VOICE.split(_BREAK.sub(" ", _READING.sub("", row)))
        voices = (None, *(_plain(voice) for voice in pieces[1::2]))
        for voice, piece in zip(voices, pieces[::2], strict=True):
            for n, words in enumerate(_NEXT.split(_plain(piece))):
                dash = _DASH.match(words)
                dashed = dash is not None and (dashes > 1 or dash.group() != dash.group().rstrip())
                text = words[dash.end() :] if dash and dashed else words
                name = None if n else voice  # behind a mark another one speaks
                if text:
                    yield Said(line=number, text=text, mark=">>" if n else "-" if dashed else "", voice=name or None)


def _plain(markup: str) -> str:
    return " ".join(normalise(html.unescape(_MARKUP.sub("", markup))).split())


def _said_once(cues: list[Cue]) -> Iterator[Cue]:
    """Captions that roll show again what was there before; it was said once.

    Only a file that rolls throughout is taken for one: anywhere else 对。对。 is what somebody said.
    """
    rolls = [_repeats(a, b) for a, b in pairwise(cues)]
    rolling = sum(rolls) >= 2 and sum(rolls) * _SHARE >= len(cues)
    before: tuple[Said, ...] = ()
    end = 0.0
    for cue in cues:
        again = cue.start < end and [s.text for s in cue.rows] == [s.text for s in before]
        rows = () if again else _fresh(before, cue.rows) if rolling else cue.rows
        before, end = cue.rows, cue.end
        if rows:
            yield replace(cue, rows=rows)


def _repeats(before: Cue, cue: Cue) -> bool:
    """A cue begins with the last line of the one before, and goes on: with more lines, or on the same one."""
    last, first = before.rows[-1].text, cue.rows[0].text
    return (first == last and len(cue.rows) > 1) or (first.startswith(last) and len(first) > len(last) > 1)


def _fresh(before: Sequence[Said], rows: tuple[Said, ...]) -> tuple[Said, ...]:
    """The rows that were not there before: the overlap may be several lines, and the last may have grown."""
    was, now = [s.text for s in before], [s.text for s in rows]
    for length in range(min(len(was), len(now)), 0, -1):
        if was[-length:] == now[:length]:
            return rows[length:]
    last = was[-1] if was else ""
    if len(last) > 1 and now[0].startswith(last):
        return (replace(rows[0], text=now[0][len(last) :].strip()), *rows[1:])
    return rows
