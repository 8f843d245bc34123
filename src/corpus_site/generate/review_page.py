"""待考: what nobody has decided yet, worst first, each with the place where it can be settled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus_site.catalogue import Entry, Unknown
from corpus_site.generate import paths
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.lists import LIMIT
from corpus_site.generate.views import Here, Link, Site, shortened
from corpus_site.model import Article, PartialDate, Problem, Repair

SHOWN = 50  # of each kind on the first page
_EXAMPLES = 5  # of an unresolved speaker's quotes


@dataclass(frozen=True, slots=True)
class Row:
    """One open question: what, why it is open, where it stands, and how to settle it."""

    level: str
    what: Link
    note: str
    places: tuple[Link, ...]
    settle: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of open questions: `id` names its words, its anchor and its pages."""

    id: str
    values: Sequence[Any]
    row: Callable[[Here, Any], Row]


def review_pages(site: Site) -> Iterator[Document]:
    """Make the page of open questions, and more pages for each kind that is longer than one page takes."""
    review = site.catalogue.review
    kinds = (
        Kind("problems", review.problems, _problem),
        Kind("speakers", review.speakers, _speaker),
        Kind("quotes", review.quotes, _quote),
        Kind("dates", review.dates, _date),
        Kind("repairs", review.repairs, _repair),
    )
    yield _index(site, kinds)
    for kind in kinds:
        if len(kind.values) > SHOWN:
            yield from _all_of(site, kind)


def _index(site: Site, kinds: Sequence[Kind]) -> Document:
    here = Here(site, paths.REVIEW)
    figures = [Link(here.w(f"review.{k.id}"), f"#{k.id}" if k.values else None, len(k.values)) for k in kinds]
    head = site.render("review_head", title=here.w("review.title"), lead=here.w("review.lead"), figures=figures)
    parts: list[Heading | str] = [head]
    for kind in kinds:
        if not kind.values:
            continue
        more = None
        if len(kind.values) > SHOWN:
            more = Link(here.w("review.all", n=len(kind.values)), here.to(paths.below(paths.REVIEW, kind.id)))
        parts.append(Heading(2, kind.id, here.w(f"review.{kind.id}_count", n=len(kind.values))))
        parts.append(_rows(here, kind, kind.values[:SHOWN], more))
    return Document(here.path, here.w("review.title"), here.w("review.lead"), tuple(parts))


def _all_of(site: Site, kind: Kind) -> Iterator[Document]:
    cut = [kind.values[first : first + LIMIT] for first in range(0, len(kind.values), LIMIT)]
    pages = [paths.below(paths.REVIEW, kind.id, *([str(n)] if n > 1 else [])) for n in range(1, len(cut) + 1)]
    for number, (page, values) in enumerate(zip(pages, cut, strict=True), 1):
        here = Here(site, page)
        title = here.w(f"review.{kind.id}_count", n=len(kind.values))
        head = site.render("sheet_head", title=title, back=Link(here.w("review.title"), here.to(paths.REVIEW)))
        links = [
            Link(here.w("list.number", n=n), None if n == number else here.to(other), len(part))
            for n, (other, part) in enumerate(zip(pages, cut, strict=True), 1)
        ]
        nav = site.render("sheets", sheets=links) if len(cut) > 1 else None
        parts = [head, *([nav] if nav else []), _rows(here, kind, values, None)]
        yield Document(here.path, title, "", tuple(parts))


def _rows(here: Here, kind: Kind, values: Sequence[Any], more: Link | None) -> str:
    rows = [kind.row(here, value) for value in values]
    return here.site.render("review_rows", lead=here.w(f"review.{kind.id}_lead"), rows=rows, more=more)


def _problem(here: Here, problem: Problem) -> Row:
    own = here.site.catalogue.articles_by_path.get(problem.path, ())
    article = next((a for a in own if problem.line is None or a.lines[0] <= problem.line <= a.lines[1]), None)
    line = f":{problem.line}" if problem.line is not None else ""
    places = [Link(f"{problem.path}{line}")]
    if article is not None:
        places.append(here.article(article))
    return Row(problem.level, Link(problem.message), "", tuple(places), problem.hint)


def _speaker(here: Here, unknown: Unknown) -> Row:
    examples = tuple(here.brief(entry) for entry in unknown.entries[:_EXAMPLES])
    settle = here.w("review.speakers_settle", name=unknown.name)
    return Row("", Link(unknown.name), here.w("count.quotes", n=len(unknown.entries)), examples, settle)


def _quote(here: Here, entry: Entry) -> Row:
    speaker = entry.quote.speaker.name if entry.quote.speaker is not None else here.w("quote.nobody")
    note = here.w("review.quotes_note", speaker=speaker, why=here.why(entry.quote))
    settle = here.w("review.correction_settle", path=entry.article.path, line=entry.quote.lines[0])
    return Row("", here.brief(entry), note, (here.article(entry.article),), settle)


def _date(here: Here, found: tuple[Article, str, PartialDate]) -> Row:
    article, event, date = found
    view = here.date(date)
    assert view is not None
    words = Link(f"{event or here.w('date.published')} {view.words}")
    line = date.line if date.line is not None else article.lines[0]
    settle = here.w("review.correction_settle", path=article.path, line=line)
    return Row("", words, view.note, (here.article(article),), settle)


def _repair(here: Here, found: tuple[Article, Repair]) -> Row:
    article, repair = found
    rule = here.site.render.words.chosen("rule", repair.rule)
    words = here.w("review.repair", was=shortened(repair.was), now=shortened(repair.now))
    settle = here.w("review.correction_settle", path=article.path, line=repair.line)
    return Row("", Link(words), rule, (here.article(article),), settle)
