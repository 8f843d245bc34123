"""The list of people, and the page of each: what they said and when, about what, with whom, where they are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus_site.catalogue import Entry, by_year
from corpus_site.edtf import year_of
from corpus_site.generate import paths, structured
from corpus_site.generate.dates import date_in_list
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.facets import facet_form
from corpus_site.generate.highlights import best
from corpus_site.generate.lists import LIMIT, Sheet, article_row, listed_by_year, quote_groups, year_hrefs
from corpus_site.generate.render import plain_text
from corpus_site.generate.sketches import columns, stretches
from corpus_site.generate.views import PAIRED, Here, Link, Site, shares
from corpus_site.model import EntityType, Person, PersonId, Role

NAMES = 5  # other names shown before the rest is folded
TOP = 12  # themes and companions shown with a bar
HIGHLIGHTED, HIGHLIGHTS = 8, 3  # quotes from which some are shown first, and how many
ABOUT = 40  # sentences of others shown


def people_pages(site: Site) -> Iterator[Document]:
    """Make the list of people and a page, or several, for everybody."""
    yield people_index(site)
    for person in site.catalogue.people.values():
        yield from person_pages(site, person)
    yield from pair_pages(site)


def people_index(site: Site) -> Document:
    """List who speaks, most first, then who is only named."""
    here = Here(site, paths.PEOPLE)
    title, lead = here.w("people.title"), here.w("people.lead")
    head = site.render("index_head", title=title, lead=lead, figures=[])
    parts: list[Heading | str] = [head, *person_rows(here, "person", "people"), *named(here, "person")]
    return Document(here.path, title, lead, tuple(parts))


def person_rows(here: Here, kind: EntityType, anchor: str) -> list[Heading | str]:
    """List those of a kind who speak, most first."""
    catalogue = here.site.catalogue
    speaking = [p for p in catalogue.people.values() if p.type == kind and p.id in catalogue.quotes_of_person]
    if not speaking:
        return []
    speaking.sort(key=lambda p: (-len(catalogue.quotes_of_person[p.id]), p.id))
    rows = [_row(here, person) for person in speaking]
    return [Heading(2, anchor, here.w(f"people.{anchor}", n=len(rows))), here.site.render("people_rows", rows=rows)]


def named(here: Here, kind: EntityType) -> list[Heading | str]:
    """List who or what is named and never speaks, with the number of articles, most first."""
    catalogue = here.site.catalogue
    silent = [p for p in catalogue.people.values() if p.type == kind and p.id not in catalogue.quotes_of_person]
    if not silent:
        return []
    silent.sort(key=lambda p: (-len(catalogue.articles_of_person.get(p.id, ())), p.id))
    title = here.w(f"named.{kind}", n=len(silent))
    links = [here.person(p.id, count=len(catalogue.articles_of_person.get(p.id, ()))) for p in silent]
    return [Heading(2, f"named-{kind}", title), here.site.render("chips", links=links, label=title)]


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

    groups = by_year(entries, lambda entry: entry.date)
    page = paths.person_page(person.id)

    def first(here: Here, quotes: list[Heading | str]) -> Document:
        hrefs = year_hrefs(here, page, groups)
        parts: list[Heading | str] = [site.render("person_head", **_head(here, person, entries, hrefs))]
        if len(entries) >= HIGHLIGHTED:
            parts.append(Heading(2, "highlights", here.w("person.highlights")))
            parts.append(_highlights(here, best(site.catalogue, entries, HIGHLIGHTS)))
        if entries:
            parts += [Heading(2, "quotes", here.w("person.quotes", n=len(entries))), *quotes]
        parts += _said_by_others(here, person)
        mentioned = [a for a in site.catalogue.articles_of_person.get(person.id, ()) if not a.quotes]
        if mentioned:
            parts.append(Heading(2, "mentions", here.w("person.mentions", n=len(mentioned))))
            rows = [article_row(here, a.article, (here.w("count.mentions", n=a.mentions),)) for a in mentioned]
            parts.append(site.render("article_rows", rows=rows))
        described = _described(here, person, entries)
        ld = structured.script(structured.person(here, person))
        parts = [*(part for part in parts if part), f'<div class="cs-data">{ld}</div>']
        return Document(here.path, plain_text(person.name), described, tuple(parts), meta=_meta(here, person, entries))

    def other(here: Here, sheet: Sheet[Entry], quotes: list[Heading | str]) -> Document:
        title = here.w("person.sheet", name=person.name, year=_sheet_year(here, sheet))
        head = site.render("sheet_head", title=title, back=here.person(person.id))
        return Document(here.path, plain_text(title), "", (head, *quotes))

    def above(here: Here, some: Sequence[Entry]) -> str:
        return facet_form(here, some, ("theme", "kind", "source"))

    yield from listed_by_year(site, page, groups, show, first, other, above=above)


def _meta(here: Here, person: Person, entries: Sequence[Entry]) -> dict[str, str]:
    folder = paths.folder_of(paths.person_page(person.id))
    return {"kind": "profile", "feed": folder if entries else "", "card": here.card_of(person.id)}


def _highlights(here: Here, entries: Sequence[Entry]) -> str:
    return here.site.render("quote_highlights", cards=here.cards(entries)) if entries else ""


def _said_by_others(here: Here, person: Person) -> list[Heading | str]:
    """Give the sentences in which others name somebody, the newest first."""
    citations = here.site.catalogue.said_about.get(person.id, ())
    if not citations:
        return []
    rows = [
        (here.speaker(one.entry.quote.speaker), one.sentence, here.quote_page(one.entry)) for one in citations[:ABOUT]
    ]
    title = here.w("person.said_about", n=len(citations))
    more = len(citations) - len(rows)
    return [Heading(2, "about", title), here.site.render("said_about", rows=rows, more=more)]


def pair_pages(site: Site) -> Iterator[Document]:
    """Make the page of what one person says on one theme over time, the oldest first."""
    for (person, theme), entries in site.catalogue.quotes_of_person_on_theme.items():
        if len(entries) < PAIRED:
            continue
        here = Here(site, paths.pair_page(person, theme))
        record, subject = site.catalogue.people[person], site.catalogue.themes[theme]
        title = here.w("pair.title", person=record.name, theme=subject.name)
        head = site.render(
            "pair_head",
            title=title,
            person=here.person(person),
            theme=here.theme(theme),
            years=_years(here, entries),
            count=here.w("count.quotes", n=len(entries)),
            others=[
                here.pair(other, theme, n)
                for other, n in site.catalogue.people_of_theme.get(theme, ())[:TOP]
                if other != person
            ],
            compare=Link(here.w("compare.title"), here.to(paths.compare_page(theme)) + f"?a={person}")
            if len(here.compared(theme)) > 1
            else None,
        )
        parts = [head, site.render("quote_groups", groups=quote_groups(here, entries[:LIMIT]), speaker=False)]
        described = here.w("pair.described", person=record.name, theme=subject.name, n=len(entries))
        yield Document(here.path, plain_text(title), plain_text(described), tuple(parts))


def _sheet_year(here: Here, sheet: Sheet[Entry]) -> str:
    return here.w("date.none") if sheet.year is None else here.w("date.year", year=sheet.year)


def _head(here: Here, person: Person, entries: Sequence[Entry], hrefs: dict[int | None, str]) -> dict[str, object]:
    catalogue = here.site.catalogue
    themes = catalogue.themes_of_person.get(person.id, ())[:TOP]
    companions = catalogue.companions.get(person.id, ())[:TOP]
    articles = {entry.article.id for entry in entries}
    names = [name for name in person.names if name != person.name]
    chosen = here.site.render.words.chosen
    return {
        "back": Link(here.w("people.title"), here.to(paths.PEOPLE)),
        "name": person.name,
        "names": here.joined(names[:NAMES]),
        "all_names": here.joined(names),
        "more_names": len(names) if len(names) > NAMES else 0,
        "description": person.description,
        "roles": [_role(here, role) for role in person.roles],
        "career": stretches(here, person.roles),
        "activity": columns(here, [entry.date for entry in entries], hrefs),
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
        "themes": [
            here.pair(person.id, t, n, share, of="theme") for (t, n), share in zip(themes, shares(themes), strict=True)
        ],
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
