"""The page of one article: where it comes from, who speaks, the whole text, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus_site.catalogue import Entry
from corpus_site.generate import paths, structured
from corpus_site.generate.article_text import ArticleText
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.facets import FEWEST, Facet
from corpus_site.generate.lists import article_rows
from corpus_site.generate.render import plain_text
from corpus_site.generate.views import Here, Link, Site, title_of
from corpus_site.model import Article, Repair
from corpus_site.problems import worst_first

REPAIRS = 200  # kinds of repair that the table shows
_DESCRIBED = 110  # characters of the beginning that describe a page


def article_pages(site: Site) -> Iterator[Document]:
    """Make a page for every article."""
    for article in site.catalogue.articles.values():
        yield article_page(site, article)


def article_page(site: Site, article: Article) -> Document:
    here = Here(site, paths.article_page(article.id))
    page = _Page(here, article)
    w = site.render.words
    text = list(page.text.parts())
    outline = [Link(part.text, f"#{part.id}") for part in text if isinstance(part, Heading)]
    parts: list[Heading | str] = [site.render("article_head", **page.head(), outline=outline), *page.narrowing(), *text]
    if article.references and not any(b.kind == "reference" and b.span is not None for b in article.blocks):
        parts.append(Heading(2, "references", w("article.references")))
        references = [(r.text or r.url or "", paths.outside(r.url)) for r in article.references]
        parts.append(site.render("article_references", references=references, lang=here.lang(article)))
    parts.append(site.render("article_foot", **page.foot()))
    beginning = " ".join(article.body[: 2 * _DESCRIBED].split())[:_DESCRIBED]
    title = plain_text(title_of(article, here))
    return Document(here.path, title, plain_text(beginning), tuple(parts), meta=_meta(here, article))


def _meta(here: Here, article: Article) -> dict[str, str]:
    lazy = here.site.images.setting == "lazy" and any(block.kind == "image" for block in article.blocks)
    return {
        "kind": "article",
        "published": "" if article.published is None else structured.iso_date(article.published) or "",
        "card": here.card_of(article.id),
        "twins": paths.folder_of(paths.article_page(article.id)),
        "pictures": "lazy" if lazy else "",
    }


class _Page:
    """The views of one article's page."""

    def __init__(self, here: Here, article: Article) -> None:
        self.here = here
        self.article = article
        self.text = ArticleText(here, article)

    def narrowing(self) -> list[str]:
        """Make the form that leaves one speaker's turns, where there is more than one and much to read."""
        choices = self.text.voice_choices()
        if len(choices) < 2 or sum(choice.count for choice in choices) < FEWEST:
            return []
        facet = Facet("person", self.here.w("article.only"), tuple(choices))
        return [self.here.site.render("facets", facets=[facet])]

    def head(self) -> dict[str, object]:
        article, here = self.article, self.here
        credits = [
            (here.w(f"credit.{name}"), here.joined(names))
            for name in ("authors", "translators", "compilers", "editors")
            if (names := getattr(article, name))
        ]
        return {
            "back": Link(here.w("articles.title"), here.to(paths.ARTICLES)),
            "title": title_of(article, here),
            "lang": here.lang(article),
            "source": here.source_of(article),
            "published": here.date(article.published),
            "events": [(event.name, here.date(event.date)) for event in article.events],
            "notes": self._date_notes(),
            "place": article.place or "",
            "credits": credits,
            "translated": article.translated,
            "original": paths.outside(article.url),
            "original_text": article.url or "",
            "people": self._people(),
            "themes": [here.theme(hit.id) for hit in article.themes if hit.id in here.site.catalogue.themes],
            "keywords": here.joined(article.keywords[:8]),
        }

    def _date_notes(self) -> list[str]:
        """Say of every date that the text does not state how it is known."""
        dates = [self.article.published, *(event.date for event in self.article.events)]
        views = [self.here.date(date) for date in dates]
        return list(dict.fromkeys(view.note for view in views if view is not None and view.mark))

    def _people(self) -> list[tuple[Link, str]]:
        """List who speaks, most first, then who is only named, with their counts in words."""
        entries = self.here.site.catalogue.quotes_of_article.get(self.article.id, ())
        quotes: dict[str, int] = {}
        names = {}
        for entry in entries:
            speaker = entry.quote.speaker
            if speaker is not None:
                key = speaker.id or speaker.name
                quotes[key] = quotes.get(key, 0) + 1
                names[key] = (speaker.id, speaker.name)
        for person in self.article.people:
            names.setdefault(person.id or person.name, (person.id, person.name))
        mentions = {person.id or person.name: person.mentions for person in self.article.people}
        order = sorted(names, key=lambda key: (-quotes.get(key, 0), -mentions.get(key, 0), key))
        w = self.here.w
        return [
            (
                self.here.person(*names[key]),
                w("article.speaks", n=quotes[key]) if key in quotes else w("article.named", n=mentions.get(key, 0)),
            )
            for key in order
        ]

    def foot(self) -> dict[str, object]:
        article, here = self.article, self.here
        entries = here.site.catalogue.quotes_of_article.get(article.id, ())
        repair_rows = grouped_repairs(article.repairs)
        catalogue = here.site.catalogue
        close = catalogue.close_articles.get(article.id, ())
        return {
            "close": article_rows(here, [catalogue.articles[other] for other in close]),
            "linked_from": [
                (here.article(other), sentence) for other, sentence in catalogue.linked_from.get(article.id, ())
            ],
            "structured": structured.script(structured.article(here, article)),
            "quotations": [self._evidence(entry) for entry in entries if entry.quote.kind not in ("turn", "pull")],
            "doubtful": [self._evidence(entry) for entry in entries if entry.quote.confidence == "low"],
            "repairs": len(article.repairs),
            "unsure": sum(not repair.sure for repair in article.repairs),
            "repair_rows": repair_rows[:REPAIRS],
            "more_repairs": len(repair_rows[REPAIRS:]),
            "problems": worst_first(article.problems),
            "path": article.path,
            "lines": article.lines,
            "sha256": article.sha256,
            "id": article.id,
        }

    def _evidence(self, entry: Entry) -> tuple[Link, str, str]:
        """Give a quote in one line, whose it is, and why."""
        quote = self.text.quotes[entry.quote.id]
        work = "" if quote.work is None else self.here.w("work.title", title=quote.work.title)
        name = quote.speaker.name if quote.speaker is not None else work or self.here.w("quote.nobody")
        return self.here.brief(entry), name, quote.why


@dataclass(frozen=True, slots=True)
class RepairRow:
    """One kind of change with the lines on which it was made: a gloss may come back a hundred times."""

    rule: str
    was: str
    now: str
    sure: bool
    lines: str
    times: int


def grouped_repairs(repairs: tuple[Repair, ...]) -> list[RepairRow]:
    """Put equal repairs into one row, the unsure ones first, else in the order of the text.

    >>> one, two = (Repair(rule="gloss", line=line, was="領(lǐng)", now="領") for line in (3, 7))
    >>> [(row.lines, row.times) for row in grouped_repairs((one, two))]
    [('3、7', 2)]
    """
    lines: dict[tuple[bool, str, str, str], list[int]] = {}
    for repair in repairs:
        lines.setdefault((repair.sure, repair.rule, repair.was, repair.now), []).append(repair.line)
    rows = [
        RepairRow(rule, was, now, sure, "、".join(map(str, list(dict.fromkeys(found))[:6])), len(found))
        for (sure, rule, was, now), found in lines.items()
    ]
    return sorted(rows, key=lambda row: row.sure)
