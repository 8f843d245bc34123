"""The lists of articles, by date and by source, and the page of each source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from corpus_site.catalogue import by_year
from corpus_site.generate import paths
from corpus_site.generate.document import Document, Heading
from corpus_site.generate.lists import Sheet, article_rows, listed_by_year, year_words
from corpus_site.generate.paths import PagePath
from corpus_site.generate.render import plain_text
from corpus_site.generate.views import Here, Link, Site
from corpus_site.model import Article, Source

SOURCES = 12  # shown above the list of articles


def article_index(site: Site) -> Iterator[Document]:
    """List all articles by year, the newest first, with the sources beside them."""

    def head(here: Here) -> str:
        n = len(site.catalogue.articles)
        return site.render("articles_head", lead=here.w("articles.lead", n=n), sources=_source_links(here))

    articles = tuple(site.catalogue.articles.values())
    yield from _article_list(site, paths.ARTICLES, articles, site.render.words("articles.title"), head)


def source_pages(site: Site) -> Iterator[Document]:
    """Make the list of sources and a page for each; articles that name none have a page of their own."""
    here = Here(site, paths.SOURCES)
    rows = [
        {
            "source": link,
            "description": "" if source is None else source.description,
            "articles": here.w("count.articles", n=link.count),
        }
        for source, link in _sources(here)
    ]
    title, lead = here.w("sources.title"), here.w("sources.lead")
    head = site.render("index_head", title=title, lead=lead, figures=[])
    parts: list[Heading | str] = [head, site.render("source_rows", rows=rows), *_translators(here)]
    yield Document(here.path, title, lead, tuple(parts))
    for source, _ in _sources(here):
        yield from _pages_of(site, source)


def _translators(here: Here) -> list[Heading | str]:
    """List who translated or compiled articles, those with most first."""
    articles: dict[str, list[Article]] = defaultdict(list)
    for article in here.site.catalogue.articles.values():
        for name in dict.fromkeys((*article.translators, *article.compilers)):
            articles[name].append(article)
    if not articles:
        return []
    order = sorted(articles, key=lambda name: (-len(articles[name]), name))
    rows = [(name, [here.article(article) for article in articles[name]]) for name in order]
    return [
        Heading(2, "translators", here.w("sources.translators")),
        here.site.render("translators", lead=here.w("sources.translators_lead"), rows=rows),
    ]


def _sources(here: Here) -> list[tuple[Source | None, Link]]:
    """Give the sources, those with most articles first, and at the end the place of articles without one."""
    catalogue = here.site.catalogue
    counted = [(source, len(catalogue.articles_of_source.get(name, ()))) for name, source in catalogue.sources.items()]
    counted.sort(key=lambda pair: (-pair[1], pair[0].id))
    found: list[tuple[Source | None, Link]] = [(source, here.source(source, n)) for source, n in counted]
    unnamed = len(catalogue.articles_of_source.get(None, ()))
    if unnamed:
        found.append((None, Link(here.w("sources.unnamed"), here.to(paths.UNNAMED_SOURCE), unnamed)))
    return found


def _source_links(here: Here) -> list[Link]:
    links = [link for _, link in _sources(here) if link.count]
    return [*links[:SOURCES], Link(here.w("articles.all_sources"), here.to(paths.SOURCES))]


def _pages_of(site: Site, source: Source | None) -> Iterator[Document]:
    name = None if source is None else source.id
    articles = site.catalogue.articles_of_source.get(name, ())

    def head(here: Here) -> str:
        return site.render(
            "source_head",
            back=Link(here.w("sources.title"), here.to(paths.SOURCES)),
            name=here.w("sources.unnamed") if source is None else source.name,
            names="" if source is None else here.joined(n for n in source.names if n != source.name),
            description=here.w("sources.unnamed_lead") if source is None else source.description,
            href=None if source is None else paths.outside(source.url),
            articles=here.w("count.articles", n=len(articles)),
        )

    title = site.render.words("sources.unnamed") if source is None else source.name
    yield from _article_list(site, paths.source_page(name), articles, title, head)


def _article_list(
    site: Site, page: PagePath, articles: tuple[Article, ...], title: str, head: Callable[[Here], str]
) -> Iterator[Document]:
    def show(here: Here, some: Sequence[Article]) -> str:
        return site.render("article_rows", rows=article_rows(here, some))

    def first(here: Here, rows: list[Heading | str]) -> Document:
        return Document(here.path, plain_text(title), "", (head(here), *rows))

    def other(here: Here, sheet: Sheet[Article], rows: list[Heading | str]) -> Document:
        whole = here.w("articles.sheet", title=title, year=year_words(sheet.year, here))
        top = site.render("sheet_head", title=whole, back=Link(title, here.to(page)))
        return Document(here.path, plain_text(whole), "", (top, *rows))

    groups = by_year(articles, lambda article: article.published)
    yield from listed_by_year(site, page, groups, show, first, other, level=2)
