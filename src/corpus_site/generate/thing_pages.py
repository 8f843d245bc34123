"""Organisations, and works and products: who and what is quoted or named beside people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from corpus_site.catalogue import Entry
from corpus_site.fold import fold
from corpus_site.generate import paths
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.people_pages import named, person_rows
from corpus_site.generate.views import Here, Link, Site

_QUOTED = 8  # quotes of a work shown under its title


def organisation_pages(site: Site) -> Iterator[Document]:
    """List the organisations: those that speak first, then those that are only named."""
    here = Here(site, paths.ORGANISATIONS)
    head = site.render("index_head", title=here.w("organisations.title"), lead=here.w("organisations.lead"), figures=[])
    parts: list[Heading | str] = [
        head,
        *person_rows(here, "organisation", "organisations"),
        *named(here, "organisation"),
    ]
    yield Document(here.path, here.w("organisations.title"), here.w("organisations.lead"), tuple(parts))


def work_pages(site: Site) -> Iterator[Document]:
    """List the works that are quoted, with the words taken from them, and the works and products that are named."""
    here = Here(site, paths.WORKS)
    head = site.render("index_head", title=here.w("works.title"), lead=here.w("works.lead"), figures=[])
    parts: list[Heading | str] = [head]
    quoted = _quoted(site)
    if quoted:
        rows = [
            (_work(here, entries[0]), [here.quote_page(entry) for entry in entries[:_QUOTED]]) for entries in quoted
        ]
        parts += [
            Heading(2, "quoted", here.w("works.quoted", n=len(quoted))),
            site.render("quoted_works", rows=rows),
        ]
    parts += [*named(here, "work"), *named(here, "product")]
    yield Document(here.path, here.w("works.title"), here.w("works.lead"), tuple(parts))


def _quoted(site: Site) -> list[list[Entry]]:
    """Group the quotes that are taken from a work, the most quoted first."""
    works: dict[str, list[Entry]] = defaultdict(list)
    for entry in site.catalogue.listed:
        if entry.quote.work is not None:
            works[fold(entry.quote.work.title)].append(entry)
    return [works[key] for key in sorted(works, key=lambda key: (-len(works[key]), key))]


def _work(here: Here, entry: Entry) -> Link:
    assert entry.quote.work is not None
    work = entry.quote.work
    return Link(here.w("work.title", title=work.title), paths.outside(work.url))
