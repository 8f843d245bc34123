"""The list of people, and the page of each: what they said and when, about what, with whom, where they are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_site.catalogue import Entry, by_year
from corpus_site.edtf import year_of
from corpus_site.generate import paths
from corpus_site.generate.dates import date_in_list
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.lists import Sheet, article_row, listed_by_year, quote_groups
from corpus_site.generate.render import plain_text
from corpus_site.generate.views import Here, Link, Site, shares
from corpus_site.model import EntityType, Person, PersonId, Role

NAMES = 5  # other names shown before the rest is folded
SILENT: dict[str, tuple[EntityType, ...]] = {  # headings of those who only are named
    "named": ("person", "organisation"),
    "products": ("product",),
    "works": ("work",),
}
TOP = 12  # themes and companions shown with a bar


def people_pages(site: Site) -> Iterator[Document]:
    """Make the list of people and a page, or several, for everybody."""
    yield people_index(site)
    for person in site.catalogue.people.values():
        yield from person_pages(site, person)


def people_index(site: Site) -> Document:
    """List who speaks, most first, then who is only named; organisations apart."""
    here = Here(site, paths.PEOPLE)
    w = here.w
    parts: list[Heading | str] = [site.render("index_head", title=w("people.title"), lead=w("people.lead"), figures=[])]
    everybody = list(site.catalogue.people.values())
    kinds: list[tuple[str, EntityType]] = [("people", "person"), ("organisations", "organisation")]
    for anchor, kind in kinds:
        speaking = [p for p in everybody if p.type == kind and p.id in site.catalogue.quotes_of_person]
        speaking.sort(key=lambda p: (-len(site.catalogue.quotes_of_person[p.id]), p.id))
        if speaking:
            parts.append(Heading(2, anchor, w(f"people.{anchor}", n=len(speaking))))
            parts.append(site.render("people_rows", rows=[_row(here, person) for person in speaking]))
    for anchor, silent_kinds in SILENT.items():
        silent = [p for p in everybody if p.type in silent_kinds and p.id not in site.catalogue.quotes_of_person]
        silent.sort(key=lambda p: p.id)
        if silent:
            title = w(f"people.{anchor}", n=len(silent))
            links = [here.person(p.id, count=len(site.catalogue.articles_of_person.get(p.id, ()))) for p in silent]
            parts += [Heading(2, anchor, title), site.render("chips", links=links, label=title)]
    return Document(here.path, w("people.title"), w("people.lead"), tuple(parts))


def _row(here: Here, person: Person) -> dict[str, object]:
    catalogue = here.site.catalogue
    entries = catalogue.quotes_of_person[person.id]
    return {
        "person": here.person(person.id),
        "description": person.description or _latest_role(here, person),
        "mark": here.w("mark.automatic") if person.origin == "text" else "",
        "quotes": here.w("count.quotes", n=len(entries)),
        "years": _years(here, entries),
        "themes": [here.theme(theme) for theme, _ in catalogue.themes_of_person.get(person.id, ())[:4]],
    }


def _latest_role(here: Here, person: Person) -> str:
    return person.roles[-1].title if person.roles else ""


def _years(here: Here, entries: Sequence[Entry]) -> str:
    """Say from when to when somebody's quotes are."""
    known = [year for entry in entries if entry.date is not None and (year := year_of(entry.date.edtf)) is not None]
    if not known:
        return here.w("date.none")
    first, last = min(known), max(known)
    if first == last:
        return here.w("date.year", year=first)
    return here.w("date.between", start=here.w("date.year", year=first), end=here.w("date.year", year=last))


def person_pages(site: Site, person: Person) -> Iterator[Document]:
    """Make the page of a person, and pages by year where there are many quotes."""
    entries = site.catalogue.quotes_of_person.get(person.id, ())

    def show(here: Here, some: Sequence[Entry]) -> str:
        return site.render("quote_groups", groups=quote_groups(here, some), speaker=False)

    def first(here: Here, quotes: list[Heading | str]) -> Document:
        parts: list[Heading | str] = [site.render("person_head", **_head(here, person, entries))]
        if entries:
            parts += [Heading(2, "quotes", here.w("person.quotes", n=len(entries))), *quotes]
        mentioned = [a for a in site.catalogue.articles_of_person.get(person.id, ()) if not a.quotes]
        if mentioned:
            parts.append(Heading(2, "mentions", here.w("person.mentions", n=len(mentioned))))
            rows = [article_row(here, a.article, (here.w("count.mentions", n=a.mentions),)) for a in mentioned]
            parts.append(site.render("article_rows", rows=rows))
        return Document(here.path, plain_text(person.name), _described(here, person, entries), tuple(parts))

    def other(here: Here, sheet: Sheet[Entry], quotes: list[Heading | str]) -> Document:
        title = here.w("person.sheet", name=person.name, year=_sheet_year(here, sheet))
        head = site.render("sheet_head", title=title, back=here.person(person.id))
        return Document(here.path, plain_text(title), "", (head, *quotes))

    groups = by_year(entries, lambda entry: entry.date)
    yield from listed_by_year(site, paths.person_page(person.id), groups, show, first, other)


def _sheet_year(here: Here, sheet: Sheet[Entry]) -> str:
    return here.w("date.none") if sheet.year is None else here.w("date.year", year=sheet.year)


def _head(here: Here, person: Person, entries: Sequence[Entry]) -> dict[str, object]:
    catalogue = here.site.catalogue
    themes = catalogue.themes_of_person.get(person.id, ())[:TOP]
    companions = catalogue.companions.get(person.id, ())[:TOP]
    articles = {entry.article.id for entry in entries}
    names = [name for name in person.names if name != person.name]
    chosen = here.site.render.words.chosen
    return {
        "back": Link(here.w("people.title"), here.to(paths.PEOPLE)),
        "name": person.name,
        "names": "、".join(names[:NAMES]),
        "all_names": "、".join(names),
        "more_names": len(names) if len(names) > NAMES else 0,
        "description": person.description,
        "roles": [_role(here, role) for role in person.roles],
        "links": [(chosen("link", what), href) for what, url in person.links if (href := paths.outside(url))],
        "automatic": person.origin == "text",
        "evidence": person.evidence,
        "figures": [
            Link(here.w("count.quotes", n=len(entries)), "#quotes"),
            Link(here.w("count.articles", n=len(articles))),
        ]
        if entries
        else [],
        "years": _years(here, entries) if entries else "",
        "themes": [here.theme(t, n, share) for (t, n), share in zip(themes, shares(themes), strict=True)],
        "companions": [_companion(here, other, n) for other, n in companions],
    }


def _companion(here: Here, person: PersonId, articles: int) -> Link:
    return here.person(person, count=articles)


def _role(here: Here, role: Role) -> tuple[str, str]:
    """Give what somebody was, and when in words, "" where that is not known."""
    words = here.site.render.words
    since = date_in_list(role.since, words) if role.since else ""
    until = date_in_list(role.until, words) if role.until else ""
    if since and until:
        return role.title, here.w("list.between", start=since, end=until)
    if since:
        return role.title, here.w("date.since", date=since)
    if until:
        return role.title, here.w("date.until", date=until)
    return role.title, here.w("person.seen", date=date_in_list(role.seen, words)) if role.seen else ""


def _described(here: Here, person: Person, entries: Sequence[Entry]) -> str:
    return plain_text(here.w("person.described", name=person.name, about=person.description, n=len(entries)))
