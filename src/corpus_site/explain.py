"""Why a file was read as it was: every line with the rule that claimed it, every judgement with its reason.

The explanation is one plain value (what `--format json` prints); the terminal and the HTML page show the same value.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from corpus_site.export import article_record
from corpus_site.model import Article, Block, Corpus, Lines, Loaded
from corpus_site.report import counted, visible

_STYLES = {
    "heading": "bold cyan",
    "masthead": "magenta",
    "credit": "magenta",
    "boilerplate": "dim",
    "reference": "blue",
    "image": "blue",
    "unclaimed": "bold red",
    "high": "green",
    "medium": "yellow",
    "low": "red",
    "error": "bold red",
    "warning": "yellow",
    "notice": "dim",
}
_REASONS = 8  # for joining the forms of one person that are shown; the rest is on the page of the person
_BRIEF = 60  # characters of a long line that several blocks share: each block shows its own part below


def explanation(loaded: Loaded, articles: Sequence[Article], source: Sequence[str], corpus: Corpus) -> dict[str, Any]:
    """Gather what was decided about one file.

    `source` holds its lines as decoded; `articles` are the loaded ones, enriched or not; `corpus` holds the quotes and
    people that they point to.
    """
    claims = _claims(articles)
    return {
        "path": loaded.path,
        "encoding": loaded.encoding,
        "lines": [
            {"line": number, "text": text, "claims": claims.get(number, [])}
            for number, text in enumerate(source, start=1)
        ],
        "labels": [
            {"label": v.label, "count": v.count, "accepted": v.accepted, "reason": v.reason} for v in loaded.labels
        ],
        "articles": [article_record(article) for article in articles],
        "people": _people(articles, corpus),
        "pointed_to": _pointed_to(articles, corpus),
        "problems": [
            {"level": p.level, "line": p.line, "rule": p.rule, "message": p.message, "hint": p.hint}
            for p in loaded.problems
        ],
    }


def of_quote(found: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Keep of an explanation what concerns one quote."""
    kept = [
        {**article, "quotes": [quote for quote in article["quotes"] if quote["id"] == name]}
        for article in found["articles"]
    ]
    articles = [article | {"repairs": [], "problems": []} for article in kept if article["quotes"]]
    lines = {at for a in articles for q in a["quotes"] for at in range(q["lines"][0], q["lines"][1] + 1)}
    return {
        **found,
        "articles": articles,
        "lines": [line for line in found["lines"] if line["line"] in lines],
        "labels": [],
        "problems": [],
    }


def _people(articles: Sequence[Article], corpus: Corpus) -> dict[str, Any]:
    """Everybody who speaks in these articles: where the identity comes from, all forms, why they were joined."""
    spoken = {quote.speaker.id for article in articles for quote in article.quotes if quote.speaker}
    return {
        person.id: {
            "name": person.name,
            "names": list(person.names),
            "origin": person.origin,
            "evidence": list(person.evidence),
        }
        for person in corpus.people
        if person.id in spoken
    }


def _pointed_to(articles: Sequence[Article], corpus: Corpus) -> dict[str, Any]:
    """The quotes that the quotes of these articles repeat, perhaps repeat, or are related to."""
    wanted = {
        other
        for article in articles
        for quote in article.quotes
        for other in (quote.joins, quote.repeats, *quote.perhaps, *quote.related)
    }
    return {
        quote.id: {
            "path": article.path,
            "line": quote.lines[0],
            "speaker": quote.speaker.name if quote.speaker else None,
            "text": quote.text,
        }
        for article in corpus.articles
        for quote in article.quotes
        if quote.id in wanted
    }


def as_text(found: Mapping[str, Any], out: TextIO, *, colour: bool | None = None) -> None:
    """Print an explanation, in colour where `out` is a terminal."""
    console = Console(file=out, soft_wrap=True, highlight=False, force_terminal=colour)
    for line in _shown(found):
        console.print(line)


def as_html(found: Mapping[str, Any]) -> str:
    """Give an explanation as one page that needs nothing else."""
    console = Console(file=io.StringIO(), soft_wrap=True, highlight=False, record=True, force_terminal=True, width=100)
    for line in _shown(found):
        console.print(line)
    page = console.export_html(inline_styles=True)
    return page.replace("<head>", f"<head>\n<title>{_escaped(found['path'])}</title>", 1)


def _claims(articles: Sequence[Article]) -> dict[int, list[dict[str, Any]]]:
    claims: dict[int, list[dict[str, Any]]] = {}
    for article in articles:
        for block in article.blocks:
            for number in range(block.lines[0], block.lines[1] + 1):
                claims.setdefault(number, []).append(_claim(article, block, number == block.lines[0]))
    return claims


def _claim(article: Article, block: Block, first: bool) -> dict[str, Any]:
    return {
        "article": article.id,
        "kind": block.kind,
        "rule": block.rule,
        "published": block.span is not None,
        "text": block.text if first else None,  # None: goes on from the line before
    }


def _shown(found: Mapping[str, Any]) -> Iterator[Text]:
    yield _row(
        ("bold", found["path"]),
        ("", f"  {found['encoding'] or 'not read'}, {counted(len(found['articles']), 'article')}"),
    )
    yield from _headed("Lines", [row for line in found["lines"] for row in _line_rows(line)])
    yield from _headed("Labels", [_label_row(label) for label in found["labels"]])
    for article in found["articles"]:
        yield from _article_rows(article, found)
    yield from _headed("Problems of the file", [_problem_row(problem) for problem in found["problems"]])


def _headed(title: str, rows: Sequence[Text]) -> Iterator[Text]:
    if rows:
        yield Text("")
        yield Text(title, style="bold underline")
        yield from rows


def _line_rows(line: Mapping[str, Any]) -> Iterator[Text]:
    number, text, claims = line["line"], line["text"], line["claims"]
    if not claims:
        kind = "unclaimed" if text.strip() else ""
        yield _line_row(number, kind, "", text)
    elif len(claims) == 1:
        yield _line_row(number, claims[0]["kind"], claims[0]["rule"], text)
    else:
        yield _line_row(number, f"{len(claims)} blocks", "", text[:_BRIEF] + ("…" if len(text) > _BRIEF else ""))
        for claim in claims:
            yield _line_row(None, claim["kind"], claim["rule"], "…" if claim["text"] is None else claim["text"])


def _line_row(number: int | None, kind: str, rule: str, text: str) -> Text:
    style = _STYLES.get(kind, "")
    return _row(("dim", f"{number if number else '·':>5} "), (style, f"{kind:<12}{rule:<18} "), (style, text))


def _label_row(label: Mapping[str, Any]) -> Text:
    verdict = "accepted" if label["accepted"] else "declined"
    return _row(
        ("green" if label["accepted"] else "red", f"  {verdict}  "),
        ("bold", label["label"]),
        ("", f" ×{label['count']}  {label['reason']}"),
    )


def _article_rows(article: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Text]:
    first, last = article["lines"]
    yield Text("")
    yield _row(("bold underline", article["title"]), ("dim", f"  {article['id']}  lines {first}-{last}"))
    for field in ("published", "publisher", "url", "place", "authors", "translators", "compilers", "editors"):
        if article[field]:
            yield _row(("dim", f"  {field}: "), ("", _value(article[field])))
    for event in article["events"]:
        yield _row(("dim", f"  event {event['name']}: "), ("", _value(event)))
    yield from _headed("Themes", [_theme_row(hit) for hit in article["themes"]])
    yield from _headed("Quotes", [row for quote in article["quotes"] for row in _quote_rows(quote, found)])
    yield from _headed("Repairs", [_repair_row(repair) for repair in article["repairs"]])
    yield from _headed("Problems", [_problem_row(problem) for problem in article["problems"]])


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{value['edtf']} ({value['basis']}: {value['evidence']})"
    return "、".join(value) if isinstance(value, list) else str(value)


def _quote_rows(quote: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Text]:
    """The quote, and below it what rests on it: themes, the reasons for the person, what it repeats and is related to."""
    yield _quote_row(quote)
    for hit in quote["themes"]:
        yield _theme_row(hit)
    if quote["keywords"]:
        yield _told("keywords", "、".join(quote["keywords"]))
    speaker = quote["speaker"] or {}
    for reason in speaker.get("evidence", ()):
        yield _told("person", reason)
    person = found["people"].get(speaker.get("id"))
    if person:
        known = "on the owner's list" if person["origin"] == "authority" else "known from the texts alone"
        yield _told("person", f"{speaker['id']}: {person['name']}, {known}; also {'、'.join(person['names']) or '—'}")
        for reason in person["evidence"][:_REASONS]:
            yield _told("joined", reason)
    for tie, names in (
        ("joins", [quote["joins"]]),
        (f"repeats ({quote['likeness']})", [quote["repeats"]]),
        ("perhaps the same", quote["perhaps"]),
        ("related", quote["related"]),
    ):
        for name in names:
            if (other := found["pointed_to"].get(name)) is not None:
                where = f"{other['path']}:{other['line']} {other['speaker'] or '—'}"
                yield _told(tie, f"{name} {where}  {other['text'][:_BRIEF]}".replace("\n\n", " ¶ "))


def _theme_row(hit: Mapping[str, Any]) -> Text:
    return _told("theme", f"{hit['id']} {hit['score']:.2f}  {'、'.join(hit['terms'])}")


def _told(what: str, text: str) -> Text:
    return _row(("dim", f"{'':>10}{what}: "), ("", text))


def _quote_row(quote: Mapping[str, Any]) -> Text:
    speaker = quote["speaker"]
    who = speaker["name"] if speaker else (quote["work"] or {"title": "?"})["title"]
    identity = speaker["id"] or speaker["type"] if speaker else "work"
    joins = f"  joins {quote['joins']}" if quote["joins"] else ""
    return _row(
        ("dim", f"{_where(quote['lines']):>9} "),
        (_STYLES[quote["confidence"]], f"{quote['confidence']:<7}"),
        ("", f"{quote['kind']:<9}{quote['rule']:<18} "),
        ("bold", who),
        ("dim", f" ({identity})  cue {quote['cue'] or '—'}{joins}  {quote['id']}  "),
        ("", quote["text"].replace("\n\n", " ¶ ")),
    )


def _repair_row(repair: Mapping[str, Any]) -> Text:
    sure = ("dim", "") if repair["sure"] else ("red", "  not sure: look at it")
    return _row(("dim", f"{repair['line']:>9} "), ("", f"{repair['rule']:<18} {repair['was']} → {repair['now']}"), sure)


def _problem_row(problem: Mapping[str, Any]) -> Text:
    hint = f" → {problem['hint']}" if problem["hint"] else ""
    text = f"[{problem['level']}] {problem['rule']}: {problem['message']}{hint}"
    return _row(("dim", f"{problem['line'] or '':>9} "), (_STYLES[problem["level"]], text))


def _where(lines: Lines | Sequence[int]) -> str:
    return str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}-{lines[1]}"


def _row(*parts: tuple[str, str]) -> Text:
    row = Text()
    for style, text in parts:
        row.append(visible(text), style=style or None)
    return row


def _escaped(text: str) -> str:
    return visible(text).replace("&", "&amp;").replace("<", "&lt;")
