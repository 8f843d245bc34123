"""The reader of subtitles (.srt, .vtt): cues joined to running text, speakers as labels.

A cue with a Chinese and a foreign line keeps both: the foreign lines follow their Chinese paragraph as one of their own.
They are not taken for a translation of it line by line, which nobody has checked; in a turn, both are one quote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus_site.load.credits import field_kind
from corpus_site.load.cues import Cue, Row, Said, read_cues
from corpus_site.load.names import looks_like_name
from corpus_site.load.opened import Read
from corpus_site.load.paragraphs import Paragraph, joint, uses_blanks
from corpus_site.load.stock import is_role, role_and_name

_LABEL = re.compile(r"(?P<label>[A-Z][\w.'’ -]{0,30}|[一-鿿·]{2,12}(?:[（(][^（）()：:]{1,20}[）)])?)\s?[：:]\s*")
_HAN = re.compile(r"[㐀-鿿]")
_SENTENCE_END = re.compile(r"[。！？!?.…][”’」』\"')）]*$")
_PAUSE = 2.0  # seconds of silence that end a paragraph, behind a sentence
_CUES = 10  # cues after which the next end of a sentence ends a paragraph
_UNPUNCTUATED = 20  # fewer ends of sentences than one row in so many: the writer sets none, and silence must do


def read_subtitles(text: str) -> Read:
    """Read subtitles into paragraphs, one for each speaker's stretch or a few sentences; lines are those of the file.

    Words that are said are never a title: where none is stated the title is empty.

    >>> read = read_subtitles("1\\n00:00:01,000 --> 00:00:02,000\\n大家\\n\\n2\\n00:00:02,000 --> 00:00:03,000\\n好。\\n")
    >>> [(p.text, p.starts) for p in read.paragraphs], read.meta
    ([('大家好。', ((0, 3), (2, 7)))], {'title': ''})
    >>> read_subtitles("没有时间的文字").paragraphs[0].text
    '没有时间的文字'
    """
    found = read_cues(text)
    spaced = uses_blanks("\n".join(said.text for cue in found.cues for said in cue.rows))
    before = [_paragraph([row], spaced) for row in found.before]
    if not found.timed:
        return Read(paragraphs=before, meta={"title": found.title} if found.title else {})
    paragraphs = [_paragraph(rows, spaced) for rows in _stretches(found.cues)]
    return Read(paragraphs=[*before, *paragraphs], meta={"title": found.title})


@dataclass(slots=True)
class _Writing:
    """The paragraph under construction, and beside it the foreign lines of the same cues."""

    rows: list[Row] = field(default_factory=list)
    foreign: list[Row] = field(default_factory=list)
    cues: int = 0
    credit: bool = False  # 翻译：某某 stands by itself

    def taken(self) -> Iterator[list[Row]]:
        yield from (rows for rows in (self.rows, self.foreign) if rows)
        self.rows, self.foreign, self.cues, self.credit = [], [], 0, False


def _is_credit(label: str) -> bool:
    return field_kind(label) is not None and not is_role(label)


class _Labels:
    """What is known of the labels of a file before it is cut: the judgement of the article comes later."""

    def __init__(self, cues: list[Cue]) -> None:
        rows = [said for cue in cues for said in cue.rows]
        self._count = Counter(m["label"] for said in rows if (m := _LABEL.match(said.text)))
        self.any = any(said.voice or ((label := self.of(said)) and not _is_credit(label)) for said in rows)

    def of(self, said: Said) -> str | None:
        """The label printed before the words: a name, a role, behind a mark, or one that returns."""
        found = _LABEL.match(said.text)
        if not found:
            return None
        label = found["label"]
        known = is_role(label) or looks_like_name(label) or role_and_name(label) or field_kind(label)
        return label if known or said.mark or self._count[label] > 1 else None


def _stretches(cues: list[Cue]) -> Iterator[list[Row]]:
    labels, both, sparse = _Labels(cues), _bilingual(cues), _sparse(cues)
    writing = _Writing()
    speaker: str | None = None
    end = 0.0
    for cue in cues:
        if _rests(writing, cue.start - end, sparse=sparse):
            yield from writing.taken()
        labelled = False
        for said in cue.rows:
            label = labels.of(said)
            if both and not _HAN.search(said.text):
                writing.foreign.append((said.line, _unlabelled(said.text) if label and labelled else said.text))
                continue
            begins = bool(label or said.mark) or (said.voice is not None and said.voice != speaker)
            labelled = labelled or begins
            if begins or writing.credit:
                yield from writing.taken()
                speaker = label or said.voice
            if begins and not label:
                said = replace(said, text=_announced(said, among_names=labels.any))
            writing.rows.append((said.line, said.text))
            writing.credit = bool(label and _is_credit(label))
        writing.cues, end = writing.cues + 1, cue.end
    yield from writing.taken()


def _rests(writing: _Writing, silence: float, *, sparse: bool) -> bool:
    if not writing.rows:
        return False
    if sparse:
        return silence > _PAUSE or writing.cues >= 2 * _CUES
    return (silence > _PAUSE or writing.cues >= _CUES) and bool(_SENTENCE_END.search(writing.rows[-1][1]))


def _announced(said: Said, *, among_names: bool) -> str:
    """The words behind what the rules for labels know: a name, or `>>` where another one speaks.

    A dash between people without names parts only: it stands where two speak in one cue, and not where the next begins.
    """
    if said.voice:
        return f"{said.voice}：{said.text}"
    return f">> {said.text}" if said.mark == ">>" or among_names else said.text


def _unlabelled(text: str) -> str:
    found = _LABEL.match(text)
    return text[found.end() :] if found else text


def _bilingual(cues: list[Cue]) -> bool:
    """Most cues hold a line with Han characters and one without."""
    mixed = sum(1 for c in cues if {bool(_HAN.search(said.text)) for said in c.rows} == {True, False})
    return mixed * 2 > len(cues)


def _sparse(cues: list[Cue]) -> bool:
    rows = [said for cue in cues for said in cue.rows]
    return sum(bool(_SENTENCE_END.search(said.text)) for said in rows) * _UNPUNCTUATED < len(rows)


def _paragraph(rows: list[Row], spaced: bool) -> Paragraph:
    """Rows as one text: nothing between Han characters, a blank between Latin words and behind words broken off (--)."""
    pieces: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for number, said in rows:
        last = pieces[-1] if pieces else ""
        between = " " if last.endswith(("--", " -")) else joint(last[-1:], said[:1], spaced)
        starts.append((length + len(between), number))
        pieces += [between, said]
        length += len(between) + len(said)
    return Paragraph(kind="text", text="".join(pieces), starts=tuple(starts), last_line=rows[-1][0])
