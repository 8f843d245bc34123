"""What tests in a real browser share: the browser, the built site served on this machine, and a page that is watched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright

from corpus_site.server import address, server
from project import Project, chromium

FLAGS = [
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# A module that imports these gives its tests `browser`, `home` and `watched`.
@pytest.fixture(name="browser", scope="module")
def opened_browser() -> Iterator[Browser]:
    with sync_playwright() as tools:
        opened = tools.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(name="home", scope="module")
def served_site(built: Project) -> Iterator[str]:
    """The site served on this machine."""
    opened = server(built.site, "127.0.0.1", 0)
    thread = threading.Thread(target=opened.serve_forever, daemon=True)
    thread.start()
    yield address(opened)
    opened.shutdown()
    opened.server_close()
    thread.join()


class Watched:
    """A page, with everything it complained of or asked for."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.fetched: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", self._failed)
        page.route("**/*", self._asked)

    def _failed(self, request: Request) -> None:
        # What a page still asks for when the reader goes on is given up; what goes outside is counted where it is stopped.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.errors.append(f"failed: {request.url} {request.failure}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def _asked(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.home, "data:", "blob:")):
            self.fetched.append(url.removeprefix(self.home))
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def open(self, path: str, *, rest: bool = True) -> None:
        """Open a page of the site and let it come to rest; without `rest` only until all it names has loaded."""
        answer = self.page.goto(self.home + path, wait_until="networkidle" if rest else "load")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"


@pytest.fixture(name="watched")
def watched_page(browser: Browser, home: str) -> Iterator[Watched]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, service_workers="block")
    yield Watched(context.new_page(), home)
    context.close()


def fullest(site: Path, pattern: str) -> str:
    """Pick the page of a kind that has most on it, as an address below the site."""
    pages = sorted(site.glob(pattern), key=lambda path: (-path.stat().st_size, path))
    assert pages, f"the site has no page {pattern}"
    return pages[0].relative_to(site).as_posix().removesuffix("index.html")
