"""Addresses in what machines read: such files travel, so they are whole wherever the site's own address is known."""

from __future__ import annotations

from corpus_site.generate import paths
from corpus_site.generate.paths import PagePath, folder_of, link
from corpus_site.generate.render import plain_text
from corpus_site.generate.views import Here


def address(here: Here, there: PagePath, anchor: str = "") -> str:
    """Give the address of a page or file: absolute where `site_url` is known, else relative as seen from `here`.

    >>> from corpus_site.catalogue import catalogue
    >>> from corpus_site.generate.render import Renderer
    >>> from corpus_site.generate.views import Site
    >>> from corpus_site.model import Corpus
    >>> from corpus_site.settings import Settings
    >>> def seen(url: str) -> str:
    ...     known = catalogue(Corpus(articles=(), people=(), themes=(), sources=()), Settings(site_url=url))
    ...     site = Site(known, object.__new__(Renderer))
    ...     return address(Here(site, PagePath("people/li/feed.xml")), PagePath("q/q0/index.html"))
    >>> seen(""), seen("https://example.org/x/")
    ('../../q/q0/', 'https://example.org/x/q/q0/')
    """
    root = site_root(here)
    if not root:
        return link(here.path, there, anchor)
    return root + folder_of(there) + (f"#{anchor}" if anchor else "")


def site_root(here: Here) -> str:
    """Give the address of the site with its last stroke, "" where it is not known."""
    root = here.site.catalogue.settings.site_url
    return root.rstrip("/") + "/" if root else ""


def beside(page: PagePath, name: str) -> PagePath:
    """Give the path of a file that lies in the folder of a page.

    >>> beside(PagePath("people/li/index.md"), "feed.xml")
    'people/li/feed.xml'
    """
    return PagePath(folder_of(page) + name)


def outside(url: str | None) -> str | None:
    """Give an address that leads out of the site, as `paths.outside`, and only one that every file can hold.

    >>> outside("https://example.com/"), outside("https://example.com/\\ud800"), outside("javascript:alert(1)")
    ('https://example.com/', None, None)
    """
    safe = paths.outside(url)
    return safe if safe is not None and plain_text(safe) == safe else None
