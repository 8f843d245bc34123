"""The reader of subtitles (.srt, .vtt): cues joined to running text, speakers as labels.

A cue with a Chinese and a foreign line keeps both: the foreign lines follow their Chinese paragraph as one of their own,
so that neither is lost and the Chinese text reads on.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus_site.load.opened import Read
from corpus_site.load.paragraphs import Paragraph, joint

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^>]{1,60})>")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|<\d[\d:.]*>|\{\\[^{}]{0,80}\}")
_NEXT_SPEAKER = re.compile(r"^\s*(?:>>+|[-–—]\s)\s*")
_LABEL = re.compile(r"^([A-Z][\w.'’ -]{0,30}|[一-鿿·]{2,12})\s?[：:]\s*(?=\S)")
_HAN = re.compile(r"[㐀-鿿]")
_SENTENCE_END = re.compile(r"[。！？!?.…][”’」』\"')）]*$")
_PAUSE = 2.0  # seconds of silence behind a sentence that end a paragraph
_CUES = 10  # cues after which the next end of a sentence ends a paragraph


@dataclass(slots=True)
class _Cue:
    start: float
    end: float
    rows: list[tuple[int, str]]  # line number and text


def read_subtitles(text: str) -> Read:
    """Read subtitles into paragraphs, one for each speaker's stretch or a few sentences.

    >>> read = read_subtitles("1\\n00:00:01,000 --> 00:00:02,000\\n大家\\n\\n2\\n00:00:02,000 --> 00:00:03,000\\n好。\\n")
    >>> [(p.text, p.lines) for p in read.paragraphs]
    [('大家好。', (3, 7))]
    >>> read_subtitles("没有时间的文字").paragraphs[0].text
    '没有时间的文字'
    """
    cues = list(_without_repeats(_cues(text)))
    if not cues:
        rows = [(number, row.strip()) for number, row in enumerate(text.split("\n"), start=1) if row.strip()]
        return Read(paragraphs=[_paragraph([row]) for row in rows if row[1] != "WEBVTT"])
    title = re.match(r"WEBVTT[ \t]+-?\s*(\S[^\n]*)", text)
    return Read(paragraphs=list(_paragraphs(cues)), meta={"title": title.group(1).strip()} if title else {})


def _cues(text: str) -> Iterator[_Cue]:
    """The cues in order; notes, styles, numbers and settings are passed over."""
    cue: _Cue | None = None
    for number, row in enumerate(text.split("\n"), start=1):
        if found := _TIMES.match(row):
            if cue:
                yield cue
            first, last = (_seconds(found.groups()[i : i + 4]) for i in (0, 4))
            cue = _Cue(first, last, [])
        elif not row.strip():
            if cue:
                yield cue
            cue = None
        elif cue and (said := _clean(row)):
            cue.rows.append((number, said))
    if cue:
        yield cue


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + int((rest or "0").ljust(3, "0")) / 1000


def _clean(row: str) -> str:
    voice = _VOICE.search(row)
    said = html.unescape(_MARKUP.sub("", _VOICE.sub("", row))).strip()
    return f"{voice.group(1).strip()}：{said}" if voice and said else said


def _without_repeats(cues: Iterator[_Cue]) -> Iterator[_Cue]:
    """Automatic captions roll: each cue repeats the last line of the one before, which is said once."""
    before: list[str] = []
    for cue in cues:
        rows = cue.rows
        while rows and before and rows[0][1] == before[-1]:
            rows = rows[1:]
        before = [said for _, said in cue.rows] or before
        if rows:
            yield _Cue(cue.start, cue.end, rows)


def _paragraphs(cues: list[_Cue]) -> Iterator[Paragraph]:
    both = _bilingual(cues)
    rows: list[tuple[int, str]] = []
    foreign: list[tuple[int, str]] = []
    count, end = 0, 0.0
    for cue in cues:
        paused = cue.start - end > _PAUSE or count >= _CUES
        if rows and (_begins(cue.rows[0][1]) or (paused and _SENTENCE_END.search(rows[-1][1]))):
            yield from _both(rows, foreign)
            rows, foreign, count = [], [], 0
        for number, said in cue.rows:
            if rows and _begins(said):
                yield from _both(rows, foreign)
                rows, foreign, count = [], [], 0
            (foreign if both and not _HAN.search(said) else rows).append((number, _NEXT_SPEAKER.sub("", said)))
        count, end = count + 1, cue.end
    yield from _both(rows, foreign)


def _begins(said: str) -> bool:
    return bool(_LABEL.match(_NEXT_SPEAKER.sub("", said)) or said.startswith(">>") or re.match(r"[-–—]\s", said))


def _bilingual(cues: list[_Cue]) -> bool:
    """Most cues hold a line with Han characters and one without."""
    mixed = sum(1 for c in cues if {bool(_HAN.search(said)) for _, said in c.rows} == {True, False})
    return mixed * 2 > len(cues)


def _both(rows: list[tuple[int, str]], foreign: list[tuple[int, str]]) -> Iterator[Paragraph]:
    for found in (rows, foreign):
        if any(said for _, said in found):
            yield _paragraph([(number, said) for number, said in found if said])


def _paragraph(rows: list[tuple[int, str]]) -> Paragraph:
    """Rows as one text: nothing between Han characters, a blank between Latin words."""
    text, starts = "", []
    for number, said in rows:
        text += joint(text[-1:], said[0], spaced=True)
        starts.append((len(text), number))
        text += said
    return Paragraph(kind="text", text=text, starts=tuple(starts), last_line=rows[-1][0])
