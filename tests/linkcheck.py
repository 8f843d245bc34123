"""Check the links of a built site, as a browser would follow them: no dead link or anchor, nothing fetched from outside.

    python tests/linkcheck.py build/site

Prints one complaint a line and ends with status 1 where there is any.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

LINKS = {("a", "href"), ("area", "href")}  # may lead outside: a reader has to follow them
HINTS = {
    "canonical",
    "alternate",
    "license",
    "author",
    "next",
    "prev",
    "search",
    "me",
}  # kinds of <link> that fetch nothing
FETCHED = {
    ("script", "src"),
    ("img", "src"),
    ("source", "src"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("audio", "src"),
    ("video", "src"),
    ("video", "poster"),
    ("input", "src"),
    ("use", "href"),
    ("image", "href"),
}
IN_STYLE = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")


@dataclass
class Page(HTMLParser):
    """The ids of a page and what it points to, with the line of each."""

    ids: Counter[str] = field(default_factory=Counter)
    links: list[tuple[int, str]] = field(default_factory=list)
    fetched: list[tuple[int, str]] = field(default_factory=list)
    in_style: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        self.in_style = tag == "style"
        self.fetched.extend((line, address) for _, address in in_style(named.get("style", "")))
        if "id" in named:
            self.ids[named["id"]] += 1
        if tag == "link" and "href" in named:
            kinds = set(named.get("rel", "").lower().split())
            (self.links if kinds & HINTS else self.fetched).append((line, named["href"]))
        for name, value in named.items():
            if (tag, name) in LINKS:
                self.links.append((line, value))
            elif (tag, name) in FETCHED:
                self.fetched.append((line, value))
        for candidate in named.get("srcset", "").split(","):
            if candidate.strip():
                self.fetched.append((line, candidate.split()[0]))

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self.fetched.extend((self.getpos()[0] + down, address) for down, address in in_style(data))


def in_style(css: str) -> Iterator[tuple[int, str]]:
    """Find what a style sheet fetches, with the number of line ends before it."""
    for match in IN_STYLE.finditer(css):
        yield css.count("\n", 0, match.start()), (match[1] or match[2]).strip()


class Site:
    """A built site: a folder, and the address it will be served under."""

    def __init__(self, root: Path, base: str = "/") -> None:
        self.root = root
        self.base = base
        self.page = cache(self._page)

    def _page(self, path: str) -> Page:
        page = Page()
        page.feed((self.root / path).read_text(encoding="utf-8"))
        page.close()
        return page

    @cache  # noqa: B019 - lives as long as the check
    def file(self, path: str) -> str | None:
        """Find the file that a static host answers with for a path, or None."""
        for candidate in (path, f"{path}/index.html".lstrip("/")):
            if (self.root / candidate).is_file():
                return candidate
        return None

    def target(self, page: str, address: str) -> tuple[str | None, str]:
        """Resolve an address on a page to a file of the site (None: not there) and an anchor."""
        parts = urlsplit(address)
        path = unquote(parts.path)
        if not path:
            return page, unquote(parts.fragment)
        if path.startswith(self.base):
            whole = path[len(self.base) :]
        elif path.startswith("/"):
            return None, ""
        else:
            whole = f"{page.rpartition('/')[0]}/{path}"
        whole = normpath(whole.lstrip("/")) if whole.strip("/") else "."
        if whole.startswith(".."):
            return None, ""
        return self.file("" if whole == "." else whole), unquote(parts.fragment)


def complaints(root: Path, base: str = "/") -> Iterator[str]:
    """Walk all pages of a built site and tell what is wrong with their links, as `page:line what`."""
    site = Site(root, base)
    for path in sorted(root.rglob("*.html")):
        name = path.relative_to(root).as_posix()
        page = site.page(name)
        yield from (f"{name} id {one!r} stands {count} times" for one, count in sorted(page.ids.items()) if count > 1)
        for line, address in page.links:
            if not urlsplit(address).scheme and not address.startswith("//"):
                yield from _dead(site, name, line, address)
        yield from _fetched(site, name, page.fetched)
    for path in sorted(root.rglob("*.css")):
        found = [(down + 1, address) for down, address in in_style(path.read_text(encoding="utf-8"))]
        yield from _fetched(site, path.relative_to(root).as_posix(), found)


def _fetched(site: Site, name: str, fetched: list[tuple[int, str]]) -> Iterator[str]:
    for line, address in fetched:
        if urlsplit(address).scheme == "data" or address.startswith("#"):
            continue
        if urlsplit(address).scheme or address.startswith("//"):
            yield f"{name}:{line} fetches from outside: {address}"
        else:
            yield from _dead(site, name, line, address)


def _dead(site: Site, name: str, line: int, address: str) -> Iterator[str]:
    file, anchor = site.target(name, address)
    if file is None:
        yield f"{name}:{line} dead link: {address}"
    elif anchor and file.endswith(".html") and not anchor.startswith(":~:") and anchor not in site.page(file).ids:
        yield f"{name}:{line} dead anchor: {address}"


if __name__ == "__main__":
    found = list(complaints(Path(sys.argv[1])))
    print("\n".join(found) or "every link leads somewhere")
    sys.exit(bool(found))
