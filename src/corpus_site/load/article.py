"""From the paragraphs of one article to its record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from corpus_site.fold import fold, simplify
from corpus_site.load.blocks import classify
from corpus_site.load.body import IN_BODY, assemble, blocks_of, quotes_of
from corpus_site.load.dates import Dated, events, published
from corpus_site.load.discourse import Discourse
from corpus_site.load.doubts import problems_of
from corpus_site.load.labels import judge, said_once
from corpus_site.load.masthead import Masthead, read_masthead
from corpus_site.load.names import NameBook
from corpus_site.load.paragraphs import Paragraph
from corpus_site.load.passages import Found, Passage
from corpus_site.load.pulls import pull_quotes
from corpus_site.load.quotes import quotations, telling
from corpus_site.load.speakers import Given
from corpus_site.load.split import split_run_on
from corpus_site.load.stock import Candidate, take_stock
from corpus_site.load.tagging import names_among, tag_passages
from corpus_site.load.titles import strip_number
from corpus_site.load.turns import cut_turns, turn_paragraphs
from corpus_site.model import (
    Article,
    BlockKind,
    LabelVerdict,
    Reference,
    Repair,
    Section,
)
from corpus_site.permalinks import article_id

_LONGEST_SECTION = 50  # a longer heading is a lead set in large type


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the owner's list knows, in the shapes that the loader needs."""

    known: tuple[tuple[str, str, bool], ...] = ()  # surface form, full name, is an organisation
    folded: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()  # folded


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """The file an article comes from."""

    path: str
    sha256: str
    meta: Mapping[str, str]
    repairs: tuple[Repair, ...]


def build_article(
    paragraphs: list[Paragraph], source: SourceFile, names: Names, lines: tuple[int, int]
) -> tuple[Article, tuple[LabelVerdict, ...]]:
    """Read one article: labels first, then masthead and dates, then blocks, turns and quotations."""
    paragraphs, accepted, verdicts = _labelled(paragraphs, names)
    starts = frozenset(c.index for c in accepted)
    head = read_masthead(paragraphs, source.meta, starts)
    dated = Dated(paragraphs=paragraphs, fields=head.fields)
    classified = classify(paragraphs, head.claimed, starts)
    kinds = [kind for kind, _ in classified]
    body = assemble(paragraphs, kinds)
    found, repeated = _find_quotes(paragraphs, kinds, accepted, head, body.text, names)
    identity = article_id(head.title, body.text)
    article = Article(
        id=identity,
        path=source.path,
        lines=lines,
        sha256=source.sha256,
        title=head.title,
        published=published(dated),
        events=events(dated),
        authors=tuple(head.credits.get("author", ())),
        translators=tuple(head.credits.get("translator", ())),
        compilers=tuple(head.credits.get("compiler", ())),
        editors=tuple(head.credits.get("editor", ())),
        publisher=_first(head, "publisher"),
        place=_first(head, "place"),
        url=_first(head, "own_url") or _first(head, "url"),
        language=_language(body.text),
        script=_script(body.text),
        translated=head.translated or bool(head.credits.get("translator")),
        sections=_sections(paragraphs, kinds),
        references=(*_original(head), *_references(paragraphs, kinds)),
        body=body.text,
        blocks=blocks_of(paragraphs, classified, body),
        quotes=quotes_of(found, repeated, paragraphs, body, identity),
        repairs=tuple(r for r in source.repairs if lines[0] <= r.line <= lines[1]),
    )
    return replace(article, problems=problems_of(article)), verdicts


def _labelled(
    paragraphs: list[Paragraph], names: Names
) -> tuple[list[Paragraph], list[Candidate], tuple[LabelVerdict, ...]]:
    """Judge the labels, cut run-on text at them, and find the accepted ones again in the cut paragraphs."""
    accepted, verdicts = judge(take_stock(paragraphs), names.folded)
    inside: dict[int, list[int]] = {}
    for c in accepted:
        if c.inside:
            inside.setdefault(c.index, []).append(c.start)
    paragraphs = split_run_on(paragraphs, inside)
    labels = {c.label for c in accepted}
    firsts: dict[int, Candidate] = {}
    for c in take_stock(paragraphs):
        if c.label in labels and not c.inside and not (c.heading and c.rest):
            firsts.setdefault(c.index, c)
    return paragraphs, said_once([firsts[i] for i in sorted(firsts)]), tuple(verdicts)


def _first(head: Masthead, key: str) -> str | None:
    return head.fields[key][0] if key in head.fields else None


def _find_quotes(
    paragraphs: Sequence[Paragraph],
    kinds: Sequence[BlockKind],
    accepted: Sequence[Candidate],
    head: Masthead,
    text: str,
    names: Names,
) -> tuple[list[Found], dict[int, int]]:
    """All quotes in reading order, and for each pull quote (by place) the place of the one it repeats."""
    taken = turn_paragraphs(paragraphs, kinds, accepted)
    sections = list(accumulate(kind == "heading" for kind in kinds))
    passages = [
        Passage(index=i, text=p.text, quoted=bool(p.quoted), kind=kind, section=sections[i], links=p.links)
        for i, (p, kind) in enumerate(zip(paragraphs, kinds, strict=True))
        if kind in ("paragraph", "item", "quote") and i not in taken
    ]
    words = tag_passages({**telling(passages), **_intro(passages, accepted, head)})
    book = NameBook(text, names.known, [c.label for c in accepted], names_among(words))
    turns = _turns(paragraphs, kinds, accepted, head, book, names)
    others = [*turns, *quotations(passages, book, Discourse(passages, book, words))]
    worded = [(f, "\n\n".join(paragraphs[i].text[s:e] for i, (s, e) in f.spans)) for f in others]
    pulls = pull_quotes(paragraphs, [k in IN_BODY for k in kinds], worded)
    pulled = {f.spans[0][0] for f, _ in pulls}
    everything = sorted(
        [*(f for f in others if f.spans[0][0] not in pulled), *(f for f, _ in pulls)], key=lambda f: f.spans[0]
    )
    place = {id(f): n for n, f in enumerate(everything)}
    return everything, {place[id(f)]: place[id(others[best])] for f, best in pulls if id(others[best]) in place}


def _intro(passages: Sequence[Passage], accepted: Sequence[Candidate], head: Masthead) -> dict[int, str]:
    """What stands before the first turn and may name who is asked, by index; the title under -1."""
    if not accepted:
        return {}
    return {-1: head.title, **{p.index: p.text for p in passages if p.index < accepted[0].index}}


def _turns(
    paragraphs: Sequence[Paragraph],
    kinds: Sequence[BlockKind],
    accepted: Sequence[Candidate],
    head: Masthead,
    book: NameBook,
    names: Names,
) -> list[Found]:
    first = accepted[0].index if accepted else 0
    intro = "\n".join(
        [head.title, *(p.text for p, kind in zip(paragraphs[:first], kinds, strict=False) if kind in IN_BODY)]
    )
    labels = frozenset(c.label for c in accepted)
    given = {
        label: Given(
            label=label, intro=intro, book=book, labels=labels, organisations=names.organisations | _houses(head)
        )
        for label in sorted(labels)
    }
    return cut_turns(paragraphs, kinds, accepted, given)


def _houses(head: Masthead) -> frozenset[str]:
    """The publisher and the host of the article's address, folded: a label of that name is no person."""
    publisher = _first(head, "publisher")
    host = re.match(r"https?://(?:www\.|m\.)?([a-z0-9-]+)\.", _first(head, "url") or "")
    return frozenset(fold(n) for n in (publisher, host.group(1) if host else None) if n)


def _sections(paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind]) -> tuple[Section, ...]:
    return tuple(
        Section(title=strip_number(p.text), line=p.lines[0])
        for p, kind in zip(paragraphs, kinds, strict=True)
        if kind == "heading" and p.text
    )


def _original(head: Masthead) -> tuple[Reference, ...]:
    """The original of a text that names an address of its own beside it."""
    original = _first(head, "url")
    return (Reference(text=original, url=original),) if original and _first(head, "own_url") else ()


def _references(paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind]) -> tuple[Reference, ...]:
    out = []
    for p, kind in zip(paragraphs, kinds, strict=True):
        if kind != "reference":
            continue
        address = next((u for _, _, u in p.links if u.startswith("http")), None) or next(
            iter(re.findall(r"https?://[^\s）)]+", p.text)), None
        )
        text = re.sub(r"^\s*(?:\[?\d+\]?[.、]?)\s*", "", p.text).strip()
        if address or p.kind == "note" or (text and not text.endswith(("：", ":")) and len(text) > 8):
            out.append(Reference(text=text, url=address))
    return tuple(out)


def _language(text: str) -> str:
    han = len(re.findall(r"[㐀-鿿]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return "zh" if han * 3 >= latin or not latin else "en"


def _script(text: str) -> str:
    """Hant when more than one Han character in twenty changes under simplification."""
    han = [c for c in text if "㐀" <= c <= "鿿"]
    if not han:
        return "Latn"
    changed = sum(simplify(c) != c for c in han)
    return "Hant" if changed * 20 > len(han) else "Hans"
