"""`corrections/*.yaml` beside the articles: what a human hand changes in what is read, with its reason.

    article: talks/003.txt            # the file, as seen from the corpus folder
    title: 第二场对话                  # only where one file holds several articles
    corrections:
      - characters: {line: 12, was: 即然, now: 既然}
        reason: 排印错误
      - metadata: {published: 2023-06-03, authors: [王小明]}
        was: {published: null}        # optional: what is read must still be this
        reason: 见纸版
      - label: {printed: 主持人, person: 张鹏, lines: 10-80}
      - split: {at: 谢谢大家。我想问, speaker: 提问者, type: role}
      - join: {at: 第二段开头的话}
      - drop: {quote: 这句话不是引语}
      - add: {quote: 原文里的话, speaker: 奥特曼, cue: 表示}
      - quote: {starts: 我们会拿下, speaker: 某某, status: disputed}

All mistakes are reported at once, with file and line; what is right is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from corpus_site.edtf import parse
from corpus_site.model import Problem, QuoteKind, SpeakerType, Status
from corpus_site.yaml_lines import Entry, Sheet, did_you_mean, is_web_address, read_sheet

FOLDER = "corrections"
CorrectionKind = Literal["characters", "metadata", "label", "split", "join", "drop", "add", "quote"]
SINGLE = ("title", "published", "publisher", "place", "url")
MANY = ("authors", "translators", "compilers", "editors")
_FIELDS: Mapping[CorrectionKind, tuple[str, ...]] = {
    "characters": ("line", "was", "now"),
    "metadata": (*SINGLE, *MANY),
    "label": ("printed", "person", "type", "lines"),
    "split": ("at", "speaker", "type"),
    "join": ("at",),
    "drop": ("quote",),
    "add": ("quote", "speaker", "type", "cue", "kind"),
    "quote": ("starts", "speaker", "type", "status"),
}
_NEEDED: Mapping[CorrectionKind, tuple[str, ...]] = {
    "characters": ("line", "was", "now"),
    "metadata": (),
    "label": ("printed", "person"),
    "split": ("at", "speaker"),
    "join": ("at",),
    "drop": ("quote",),
    "add": ("quote", "speaker"),
    "quote": ("starts",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One change.  `words` is what it is found by; `fields` and `was` hold metadata, a value absent from a record as ()."""

    kind: CorrectionKind
    file: str  # of the correction itself, and its line there
    line: int
    reason: str
    title: str | None = None  # of the article, where its file holds several
    words: str = ""
    now: str = ""
    lines: tuple[int, int] | None = None
    speaker: str | None = None
    type: SpeakerType = "person"
    cue: str | None = None
    quote_kind: QuoteKind = "direct"
    status: Status | None = None
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    was: tuple[tuple[str, tuple[str, ...]], ...] = ()


def read_corrections(folder: Path) -> tuple[dict[str, tuple[Correction, ...]], tuple[Problem, ...]]:
    """Read all files of `folder/corrections`; give the corrections by article file, and every mistake.

    >>> read_corrections(Path("no such folder"))
    ({}, ())
    """
    found: dict[str, list[Correction]] = {}
    problems: list[Problem] = []
    place = folder / FOLDER
    for path in sorted(place.glob("*.y*ml")) if place.is_dir() else ():
        sheet = read_sheet(folder, f"{FOLDER}/{path.name}", "correction")
        for entry in sheet.fields():
            article = entry.text("article")
            entry.only("article", "title", "corrections")
            if article is None:
                sheet.complain(
                    entry.line, "没有写 article，整个文件未采用", "写上文章文件的路径，例如 article: 003.txt"
                )
                continue
            found.setdefault(article, []).extend(_corrections(entry, sheet))
        problems += sheet.problems
    return {article: tuple(rows) for article, rows in found.items()}, tuple(problems)


def _corrections(whole: Entry, sheet: Sheet) -> Iterator[Correction]:
    title = whole.text("title")
    for entry in whole.list_of_entries("corrections"):
        entry.only(*_FIELDS, "reason", "was")
        kinds = [word.text for word, _ in entry.items() if word.text in _FIELDS]
        if len(kinds) != 1:
            sheet.complain(entry.line, "每一条更正要写一种，且只写一种，未采用", "可用：" + "、".join(_FIELDS))
            continue
        reason = entry.text("reason")
        if reason is None:
            sheet.complain(entry.line, "更正没有写 reason，未采用", "写上理由，例如 reason: 见录音 12:30")
            continue
        kind = cast(CorrectionKind, kinds[0])
        inner = entry.inner(kind)
        if inner and (correction := _correction(kind, inner, entry, reason, title)):
            yield correction


def _correction(kind: CorrectionKind, inner: Entry, entry: Entry, reason: str, title: str | None) -> Correction | None:
    stated = [word for word, _ in inner.items()]
    unknown = [word for word in stated if word.text not in _FIELDS[kind]]
    for word in unknown:
        hint = did_you_mean(word.text, _FIELDS[kind]) or "可用：" + "、".join(_FIELDS[kind])
        inner.sheet.complain(word.line, f"不认识的字段「{word.text}」，这条更正未采用", hint)
    if unknown:
        return None
    emptied = {"now"} & {word.text for word in stated}  # now: '' takes the characters out
    missing = [name for name in _NEEDED[kind] if inner.text(name) is None and name not in emptied]
    if missing:
        inner.sheet.complain(
            inner.line, f"{kind} 缺少 {'、'.join(missing)}，未采用", "需要：" + "、".join(_NEEDED[kind])
        )
        return None
    lines = _lines(inner)
    chosen = _chosen(inner)
    if lines is None or chosen is None or (kind == "metadata" and not _values_right(inner)):
        return None
    words = {"characters": "was", "label": "printed", "split": "at", "join": "at", "quote": "starts"}.get(kind, "quote")
    was = entry.inner("was")
    return Correction(
        kind=kind,
        file=inner.sheet.path,
        line=entry.line,
        reason=reason,
        title=title,
        words=inner.text(words) or "",
        now=inner.text("now") or "",
        lines=lines or None,
        speaker=inner.text("person") or inner.text("speaker"),
        type=cast(SpeakerType, chosen["type"] or "person"),
        cue=inner.text("cue"),
        quote_kind=cast(QuoteKind, chosen["kind"] or "direct"),
        status=cast(Status, chosen["status"]) if chosen["status"] else None,
        fields=_metadata(inner) if kind == "metadata" else (),
        was=_metadata(was) if was else (),
    )


def _metadata(entry: Entry) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (word.text, tuple(w.text for w in entry.texts(word.text)))
        for word, _ in entry.items()
        if word.text in (*SINGLE, *MANY)
    )


def _values_right(inner: Entry) -> bool:
    address, stated = inner.text("url"), inner.text("published")
    if address is not None and not is_web_address(address):
        inner.sheet.complain(inner.line_of("url"), f"url「{address}」不是网址，未采用", "写成 https://…")
        return False
    if stated is None or parse(stated):
        return True
    inner.sheet.complain(
        inner.line_of("published"), f"日期「{stated}」不合写法，未采用", "写成 2023-06-03、2023-06 或 2023-06~"
    )
    return False


def _lines(inner: Entry) -> tuple[int, int] | tuple[()] | None:
    """The lines that a correction is bound to, () for none, None for a mistake."""
    stated = inner.text("line") or inner.text("lines")
    if stated is None:
        return ()
    found = re.fullmatch(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?", stated)
    if not found:
        inner.sheet.complain(inner.line, f"行号「{stated}」不合写法，未采用", "写成 12 或 10-80")
        return None
    return int(found[1]), int(found[2] or found[1])


def _chosen(inner: Entry) -> dict[str, str | None] | None:
    """What must be one word of a list: the type of a speaker, the kind and the status of a quote."""
    out: dict[str, str | None] = {}
    for name, known in (("type", get_args(SpeakerType)), ("kind", get_args(QuoteKind)), ("status", get_args(Status))):
        value = inner.text(name)
        if value is not None and value not in known:
            hint = did_you_mean(value, known) or "可用：" + "、".join(known)
            inner.sheet.complain(inner.line_of(name), f"{name}「{value}」不认识，未采用", hint)
            return None
        out[name] = value
    return out
