"""The pages of a site between MkDocs and us: listed by MkDocs, read and rendered only where needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from mkdocs.commands.build import _populate_page, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from corpus_site.publish.configuration import ThemeFiles
from corpus_site.publish.handover import Handover


class ForMkDocsAlone(Exception):
    """A template wants to see what only a whole build can show it, so MkDocs must build the whole."""


def _not_read(page: object) -> NoReturn:
    raise ForMkDocsAlone


class _Skimmed(Page):
    """A page of which only the front matter was read; MkDocs' own attributes wait underneath."""

    content = property(_not_read)
    toc = property(_not_read)


class _Unread(_Skimmed):
    """A page that was not read at all: it has an address and no more."""

    markdown = property(_not_read)
    meta = property(_not_read)


class _OtherPages(Sequence[File]):
    """Stands for the list of all pages where one page is rendered: a page that shows others may not be kept."""

    def __getitem__(self, index: Any) -> NoReturn:
        raise ForMkDocsAlone

    def __len__(self) -> NoReturn:
        raise ForMkDocsAlone

    def __iter__(self) -> Iterator[File]:
        raise ForMkDocsAlone


class Site:
    """Everything MkDocs knows of a site before it reads the pages."""

    def __init__(self, config: MkDocsConfig, theme_files: ThemeFiles) -> None:
        self.config = config
        self.files: Files = get_files(config)
        self.files.add_files_from_theme(theme_files, config)  # type: ignore[arg-type]
        set_exclusions(self.files, config)
        self.env = config.theme.get_env()
        self.nav: Navigation = get_navigation(self.files, config)
        self.documents: list[File] = list(self.files.documentation_pages())
        for file in self.documents:
            page_of(file).__class__ = _Unread
        self._handover: Handover | None = None
        self._handover_known = False

    def skim_nav(self) -> str:
        """Read the pages of the navigation as far as every page shows them, and tell what is shown."""
        shown = []
        for page in self.nav.pages:
            page.__class__ = _Skimmed
            page.read_source(self.config)
            if "title" not in vars(page) and "title" not in page.meta:
                self.fill(page)
            # What a page is about is its own affair, and changes with every article; an icon beside its entry is not.
            shown.append({name: value for name, value in page.meta.items() if name not in ("title", "description")})
        return f"{self.nav}\n{shown!r}"

    def fill(self, page: Page) -> bool:
        """Read a page and make its content and outline; tell whether it is in the dialect.

        A page that is not may link to any other, and MkDocs checks that only while it converts Markdown.
        """
        page.__class__ = Page
        page.read_source(self.config)
        if (way := self._way()) and way.fill(page):
            return True
        _populate_page(page, self.config, self.files)
        return False

    def check_anchors(self, converted: Sequence[Page]) -> None:
        """Let MkDocs look for the anchors that pages of Markdown link to."""
        for page in converted:
            for target in page.links_to_anchors or ():
                if (linked := target.page) is not None and linked.present_anchor_ids is None:
                    linked.__class__ = Page
                    _populate_page(linked, self.config, self.files)
            page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)

    def _way(self) -> Handover | None:
        if not self._handover_known:
            self._handover = Handover.under(self.config)
            self._handover_known = True
        return self._handover


def page_of(file: File) -> Page:
    assert file.page is not None
    return file.page


def render(site: Site, page: Page) -> bytes:
    """Put a filled page into the theme's template.  What comes out depends on the site and on this page alone."""
    page.active = True
    try:
        context = get_context(site.nav, _OtherPages(), site.config, page)
        template = site.env.get_template(page.meta.get("template", "main.html"))
        return template.render(context).encode("utf-8", errors="xmlcharrefreplace")
    finally:
        page.active = False


def forget(page: Page) -> None:
    """Let go of a page's content, so that a site need not fit into memory."""
    page.content = None
    page.toc = []  # type: ignore[assignment]
    page.__class__ = _Skimmed
