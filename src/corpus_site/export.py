"""The record contract: the corpus as data, one article a line.

Everything outside the program reads this form, so a change to it is a change to a public interface: raise `SCHEMA`
and note it in the changelog.  Every field is always there; only `segments` is left out where a quote is one stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

import msgspec

from corpus_site.model import (
    Article,
    ArticlePerson,
    PartialDate,
    Problem,
    Quote,
    QuoteId,
    Repair,
    Selector,
    Speaker,
    ThemeHit,
)
from corpus_site.problems import CannotGoOn, one_line

SCHEMA = "1"
FORMATS = ("jsonl",)  # what `--format` may ask for now


def article_record(article: Article) -> dict[str, object]:
    """Give one article in the shape of the contract.

    >>> bare = Article(id="a00000000", path="a.txt", lines=(1, 9), sha256="0", title="题")
    >>> record = article_record(bare)
    >>> record["schema"], record["lines"], record["published"]
    ('1', [1, 9], None)
    """
    return {
        "schema": SCHEMA,
        "id": article.id,
        "path": article.path,
        "lines": list(article.lines),
        "sha256": article.sha256,
        "title": article.title,
        "published": _date(article.published),
        "events": [{**_known_date(event.date), "name": event.name} for event in article.events],
        "authors": list(article.authors),
        "translators": list(article.translators),
        "compilers": list(article.compilers),
        "editors": list(article.editors),
        "publisher": article.publisher,
        "place": article.place,
        "url": article.url,
        "language": article.language,
        "script": article.script,
        "translated": article.translated,
        "sections": [
            {"title": section.title, "line": section.line, "themes": [_theme(hit) for hit in section.themes]}
            for section in article.sections
        ],
        "references": [{"text": reference.text, "url": reference.url} for reference in article.references],
        "body": article.body,
        "quotes": [quote_record(quote) for quote in article.quotes],
        "people": [_person(person) for person in article.people],
        "things": [_person(thing) for thing in article.things],
        "themes": [_theme(hit) for hit in article.themes],
        "keywords": list(article.keywords),
        "repairs": [_repair(repair) for repair in article.repairs],
        "problems": [_problem(problem) for problem in article.problems],
    }


def quote_record(quote: Quote) -> dict[str, object]:
    """Give one quote in the shape of the contract: the selector is laid flat, `segments` only for several stretches."""
    record: dict[str, object] = {
        "id": quote.id,
        "kind": quote.kind,
        "text": quote.text,
        "speaker": _speaker(quote.speaker),
        "work": None if quote.work is None else {"title": quote.work.title, "url": quote.work.url},
        "lines": list(quote.lines),
        **_selector(quote.selector),
        "url": quote.url,
        "cue": quote.cue,
        "rule": quote.rule,
        "confidence": quote.confidence,
        "status": quote.status,
        "joins": quote.joins,
        "repeats": quote.repeats,
        "likeness": quote.likeness,
        "perhaps": list(quote.perhaps),
        "related": list(quote.related),
        "keywords": list(quote.keywords),
        "said": _date(quote.said),
        "themes": [_theme(hit) for hit in quote.themes],
        "highlights": [list(span) for span in quote.highlights],
    }
    if len(quote.spans) > 1:
        record["segments"] = [_selector(segment) for segment in quote.segments]
    return record


def in_order(articles: Iterable[Article]) -> list[Article]:
    """Sort by path, then by first line: the order of every export."""
    return sorted(articles, key=lambda article: (article.path, article.lines, article.id))


def faults(articles: Sequence[Article]) -> list[Problem]:
    """Find what breaks the promise that a quote is a verbatim slice of its article's body, found by its selector.

    A fault is a mistake of the program, never of a source; an empty list is the only right answer.

    >>> faults([Article(id="a00000000", path="a.txt", lines=(1, 9), sha256="0", title="题")])
    []
    """
    ids = {quote.id for article in articles for quote in article.quotes}
    found: list[Problem] = []
    met: set[str] = set()
    for article in in_order(articles):
        if article.id in met:
            found.append(_fault(article, None, f"the id {article.id} is given twice"))
        met.add(article.id)
        for quote in article.quotes:
            complaints = list(_quote_faults(article, quote, ids))
            if quote.id in met:
                complaints.append("its id is given twice")
            met.add(quote.id)
            found.extend(_fault(article, quote, complaint) for complaint in complaints)
    return found


def write_jsonl(articles: Sequence[Article], out: BinaryIO) -> None:
    """Write the articles as JSON Lines in UTF-8, checked first: nothing is written when a promise is broken.

    Raises `CannotGoOn` with every fault.
    """
    if broken := faults(articles):
        raise CannotGoOn("\n".join(one_line(fault) for fault in broken))
    for article in in_order(articles):
        out.write(msgspec.json.encode(article_record(article)) + b"\n")


def _quote_faults(article: Article, quote: Quote, ids: set[QuoteId]) -> Iterator[str]:
    slices = [article.body[start:end] for start, end in quote.spans]
    if not slices or "\n\n".join(slices) != quote.text:
        yield "its text is not what stands at its place in the body"
    if quote.text != quote.text.strip() or not quote.text:
        yield "its text is empty or has blanks around it"
    for selector in (quote.selector, *quote.segments):
        if selector.prefix + selector.exact + selector.suffix not in article.body:
            yield f"its selector is not found in the body: {selector.exact[:20]!r}"
    if len(quote.spans) == 1 and quote.selector.exact != quote.text:
        yield "its selector does not hold its text"
    if len(quote.spans) > 1 and [segment.exact for segment in quote.segments] != slices:
        yield "its segments are not its stretches"
    yield from (
        f"it points to {other}, which is not there"
        for other in (quote.joins, quote.repeats, *quote.perhaps, *quote.related)
        if other and other not in ids
    )
    if any(not 0 <= start < end <= len(quote.text) for start, end in quote.highlights):
        yield "a highlight lies outside of its text"


def _fault(article: Article, quote: Quote | None, complaint: str) -> Problem:
    line = article.lines[0] if quote is None else quote.lines[0]
    what = complaint if quote is None else f"quote {quote.id} ({quote.rule}): {complaint}"
    return Problem(
        level="error",
        path=article.path,
        line=line,
        rule="contract",
        message=what,
        hint="a mistake of corpus-site: report it",
    )


def _selector(selector: Selector) -> dict[str, object]:
    return {"prefix": selector.prefix, "exact": selector.exact, "suffix": selector.suffix}


def _date(date: PartialDate | None) -> dict[str, object] | None:
    return None if date is None else _known_date(date)


def _known_date(date: PartialDate) -> dict[str, object]:
    return {"edtf": date.edtf, "basis": date.basis, "evidence": date.evidence, "line": date.line}


def _speaker(speaker: Speaker | None) -> dict[str, object] | None:
    if speaker is None:
        return None
    return {
        "id": speaker.id,
        "type": speaker.type,
        "name": speaker.name,
        "names": list(speaker.names),
        "label": speaker.label,
        "role": speaker.role,
        "evidence": list(speaker.evidence),
    }


def _person(person: ArticlePerson) -> dict[str, object]:
    return {"id": person.id, "name": person.name, "names": list(person.names), "mentions": person.mentions}


def _theme(hit: ThemeHit) -> dict[str, object]:
    return {"id": hit.id, "score": hit.score, "terms": list(hit.terms)}


def _repair(repair: Repair) -> dict[str, object]:
    return {"rule": repair.rule, "line": repair.line, "was": repair.was, "now": repair.now, "sure": repair.sure}


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "level": problem.level,
        "line": problem.line,
        "rule": problem.rule,
        "message": problem.message,
        "hint": problem.hint,
    }
