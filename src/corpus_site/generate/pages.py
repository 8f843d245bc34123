"""The kinds of pages: each a pure function of the catalogue.  To add a kind, add its generator and its row here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus_site.generate.about_page import about_page
from corpus_site.generate.article_page import article_pages
from corpus_site.generate.document import Document
from corpus_site.generate.home_page import home_page
from corpus_site.generate.people_pages import people_pages
from corpus_site.generate.review_page import review_pages
from corpus_site.generate.source_pages import article_index, source_pages
from corpus_site.generate.theme_pages import theme_pages
from corpus_site.generate.thing_pages import organisation_pages, work_pages
from corpus_site.generate.timeline_pages import timeline_pages
from corpus_site.generate.views import Site


@dataclass(frozen=True, slots=True)
class PageKind:
    """A family of pages and what makes them, one after the other."""

    name: str
    pages: Callable[[Site], Iterator[Document]]


PAGE_KINDS = (
    PageKind("home", home_page),
    PageKind("articles", article_index),
    PageKind("article", article_pages),
    PageKind("people", people_pages),
    PageKind("themes", theme_pages),
    PageKind("timeline", timeline_pages),
    PageKind("sources", source_pages),
    PageKind("organisations", organisation_pages),
    PageKind("works", work_pages),
    PageKind("review", review_pages),
    PageKind("about", about_page),
)
