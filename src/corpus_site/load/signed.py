"""Quotations with a signature: `> …` / `> -- 教授 某某，谈…`, `… ——— 《诗经》`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus_site.load.names import LATIN_NAME, NameBook
from corpus_site.load.passages import Found, Passage
from corpus_site.load.speakers import speaker_of_name
from corpus_site.model import QuoteKind, Span, Speaker, Work
from corpus_site.wordlists import alternatives

_SIGNATURE = re.compile(r"(?:^|(?<=\s))(?:-{2,3}|[—–―]{1,4})\s*(?P<who>[^\s—–-].{0,120})$")
_DASHED = re.compile(r"\s*(?:-{2,3}|[—–―]{1,4})\s*\S")
_ROLE = re.compile(rf"{alternatives('cues', 'role_noun')}$")


def signed_items(passages: Sequence[Passage], book: NameBook) -> tuple[list[Found], set[int]]:
    """Block quotations and items with a signature: `> …` / `> -- 教授 某某，谈…`, `… ——— 《诗经》`."""
    out: list[Found] = []
    used: set[int] = set()
    group: list[Passage] = []
    for passage in passages:
        if group and (
            passage.index != group[-1].index + 1 or passage.quoted != group[-1].quoted or group[-1].index in used
        ):
            group = []
        group.append(passage)
        found = _SIGNATURE.search(passage.text)
        if found and (re.search(r"[。；;]$", found["who"]) or (len(group) > 1 and _DASHED.match(group[-2].text))):
            continue  # one of several dashed items
        if not found or (not passage.quoted and (found.start() > 0 or len(group) < 2)):
            continue
        before = passage.text[: found.start()].rstrip()
        words = [p for p in group[:-1] if p.index not in used] if passage.quoted else group[-2:-1]
        spans = [(p.index, (0, len(p.text))) for p in words] + ([(passage.index, (0, len(before)))] if before else [])
        if spans and (item := _signed(passage, found, tuple(spans), book)):
            out.append(item)
            used |= {index for index, _ in spans} | {passage.index}
            group = []
    return out, used


def _signed(
    passage: Passage, found: re.Match[str], spans: tuple[tuple[int, Span], ...], book: NameBook
) -> Found | None:
    who = found["who"].strip()
    address = next((u for s, e, u in passage.links if e > found.start("who")), None)
    linked = next((passage.text[s:e] for s, e, _ in passage.links if e > found.start("who")), None)
    core = linked or re.split(r"[，,]", who)[0]
    if title := re.search(r"《([^》]+)》", core):
        kind: QuoteKind = "block" if address else "epigraph"
        return Found(
            kind=kind,
            spans=spans,
            speaker=None,
            work=Work(title=title.group(1), url=address),
            cue=who,
            rule="signed_by_work",
            confidence="high",
            url=address,
        )
    hits = book.find(core)
    latin = LATIN_NAME.search(core)
    if _ROLE.search(core.strip()):
        speaker = Speaker(type="role", name=core.strip(), label=core.strip(), role=core.strip())  # Hacker News 读者
        return Found(
            kind="block", spans=spans, speaker=speaker, cue=who, rule="signed_by_role", confidence="high", url=address
        )
    if hits:
        speaker = speaker_of_name(hits[-1].name, core[hits[-1].start : hits[-1].end])
    elif latin:
        speaker = Speaker(type="person", name=latin.group(), names=(latin.group(),), label=latin.group())
    elif address:
        work = Work(title=core.strip(), url=address)
        return Found(
            kind="block",
            spans=spans,
            speaker=None,
            work=work,
            cue=who,
            rule="signed_by_work",
            confidence="medium",
            url=address,
        )
    else:
        return None
    role = core.replace(speaker.label or "", "").strip(" ，,") or None
    speaker = Speaker(type=speaker.type, name=speaker.name, names=speaker.names, label=speaker.label, role=role)
    return Found(kind="block", spans=spans, speaker=speaker, cue=who, rule="signed", confidence="high", url=address)
