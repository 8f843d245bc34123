"""One entry of people.yaml, themes.yaml or sources.yaml: its fields checked, its record made.

What concerns several entries (an id used twice, a form that two people claim) is `authority`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar, get_args

from corpus_site.edtf import parse, sort_key
from corpus_site.fold import fold
from corpus_site.model import EntityType, Person, PersonId, Role, Source, SourceId, Term, Theme, ThemeId
from corpus_site.names import LONGEST_ID, person_id
from corpus_site.yaml_lines import Entry, Word, did_you_mean, is_web_address

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WIKIDATA = re.compile(r"Q[1-9][0-9]*")
TYPES: Mapping[str, EntityType] = {kind: kind for kind in get_args(EntityType)}

Record = TypeVar("Record", Person, Theme, Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Generic[Record]):
    """A record as written, with the lines that the checks between records need."""

    record: Record
    line: int
    forms: tuple[Word, ...] = ()
    short: tuple[Word, ...] = ()
    where: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def person_entry(entry: Entry) -> Draft[Person] | None:
    entry.only("id", "type", "name", "names", "short", "where", "near", "description", "roles", "links")
    name = _name(entry)
    if name is None:
        return None
    forms = (name, *entry.texts("names"))
    short = entry.texts("short")
    where = entry.texts("where")
    if where and not short:
        entry.sheet.complain(entry.line_of("where"), "where 只对 short 有用", "写上在这些文件里使用的简称", "warning")
    person = Person(
        id=PersonId(_id(entry) or person_id([w.text for w in (*forms, *short)])),
        type=_type(entry),
        name=name.text,
        names=tuple(dict.fromkeys(w.text for w in forms[1:] if w.text != name.text)),
        description=entry.text("description") or "",
        roles=tuple(role for inner in entry.list_of_entries("roles") if (role := _role(inner))),
        links=_links(entry),
    )
    return Draft(
        record=person,
        line=entry.line,
        forms=forms,
        short=short,
        where=tuple(w.text for w in where),
        near=tuple(w.text for w in entry.texts("near")),
    )


def theme_entry(entry: Entry) -> Draft[Theme] | None:
    entry.only("id", "name", "definition", "terms", "near", "parent")
    name = _name(entry)
    if name is None:
        return None
    terms = _terms(entry)
    if not terms:
        entry.sheet.complain(entry.line, f"主题「{name.text}」没有词语", "在 terms 下写词，例如 2: [规模法则]")
    parent = entry.text("parent")
    theme = Theme(
        id=ThemeId(_id(entry) or person_id([name.text])),
        name=name.text,
        definition=entry.text("definition") or "",
        terms=terms,
        near=tuple(dict.fromkeys(w.text for w in entry.texts("near"))),
        parent=ThemeId(parent) if parent else None,
    )
    return Draft(record=theme, line=entry.line)


def source_entry(entry: Entry) -> Draft[Source] | None:
    entry.only("id", "name", "names", "description", "url")
    name = _name(entry)
    if name is None:
        return None
    names = entry.texts("names")
    source = Source(
        id=SourceId(_id(entry) or person_id([name.text, *(w.text for w in names)])),
        name=name.text,
        names=tuple(dict.fromkeys(w.text for w in names if w.text != name.text)),
        description=entry.text("description") or "",
        url=_address(entry, "url"),
    )
    return Draft(record=source, line=entry.line, forms=(name, *names))


def _name(entry: Entry) -> Word | None:
    text = entry.text("name")
    if text is None or not fold(text):
        entry.sheet.complain(entry.line, "此项没有 name，未采用", "写上 name: 名称")
        return None
    return Word(text, entry.line_of("name"))


def _id(entry: Entry) -> str | None:
    text = entry.text("id")
    if text is None or (ID.fullmatch(text) and len(text) <= LONGEST_ID):
        return text
    hint = f"例如 {person_id([text])}"
    what = f"id「{text[:LONGEST_ID]}」只能用小写字母、数字和连字符，至多 {LONGEST_ID} 个；改用自动生成的"
    entry.sheet.complain(entry.line_of("id"), what, hint)
    return None


def _type(entry: Entry) -> EntityType:
    text = entry.text("type")
    if text is not None and text not in TYPES:
        hint = did_you_mean(text, tuple(TYPES)) or "可用：" + "、".join(TYPES)
        entry.sheet.complain(entry.line_of("type"), f"不认识的类型「{text}」，按 person 处理", hint)
    return TYPES.get(text or "person", "person")


def _role(entry: Entry) -> Role | None:
    entry.only("title", "since", "until")
    title = entry.text("title")
    if title is None:
        entry.sheet.complain(entry.line, "职务没有 title，未采用", "例如 {title: OpenAI 首席执行官, since: 2019}")
        return None
    since, until = _date(entry, "since"), _date(entry, "until")
    if since and until and sort_key(until)[:3] < sort_key(since)[:3] and len(until) >= len(since):
        entry.sheet.complain(entry.line, f"「{title}」的 until {until} 早于 since {since}", "检查年份", "warning")
    return Role(title=title, since=since, until=until)


def _date(entry: Entry, name: str) -> str | None:
    text = entry.text(name)
    if text is None or parse(text) is not None:
        return text
    hint = "写成 2023、2023-05、2023-05-16；约 2023 年写 2023~"
    entry.sheet.complain(entry.line_of(name), f"{name}「{text}」不是日期（EDTF），未采用", hint)
    return None


def _links(entry: Entry) -> tuple[tuple[str, str], ...]:
    inner = entry.inner("links")
    links = []
    for key, _ in inner.items() if inner else ():
        text = inner.text(key.text) if inner else None
        if key.text == "wikidata" and text and WIKIDATA.fullmatch(text):
            text = f"https://www.wikidata.org/wiki/{text}"
        if text and is_web_address(text):
            links.append((key.text, text))
        elif text:
            entry.sheet.complain(key.line, f"链接「{text}」不是网址，未采用", "写成 https://… ；wikidata 可只写 Q 编号")
    return tuple(links)


def _address(entry: Entry, name: str) -> str | None:
    text = entry.text(name)
    if text is None or is_web_address(text):
        return text
    entry.sheet.complain(entry.line_of(name), f"{name}「{text}」不是网址，未采用", "写成 https://…")
    return None


def _terms(entry: Entry) -> tuple[Term, ...]:
    """`terms` maps a weight to the words that have it; a plain list has the weight 1.  A word given twice keeps its first."""
    terms: dict[str, Term] = {}
    for key, words in entry.grouped("terms"):
        weight = _weight(entry, key)
        for word in words:
            if weight is not None and fold(word.text):
                terms.setdefault(fold(word.text), Term(text=word.text, weight=weight))
    return tuple(terms.values())


def _weight(entry: Entry, key: Word | None) -> float | None:
    if key is None:
        return 1.0
    try:
        weight = float(key.text)
    except ValueError:
        weight = -1.0
    if 0 < weight <= 10:
        return weight
    entry.sheet.complain(
        key.line, f"权重「{key.text}」应当是 0 到 10 之间的数；这一组词未采用", "例如 2: [规模法则, 扩展定律]"
    )
    return None
