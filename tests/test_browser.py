"""The built site in a real browser: every kind of page opens without an error and asks nothing of the outside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from corpus_site.server import address, server
from project import ROOT, Project, chromium

pytestmark = pytest.mark.browser
SCREENSHOTS = ROOT / "build" / "screenshots"
FLAGS = [
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
KINDS = {  # a kind of page: where one of its pages is, as a pattern below the site's folder
    "home": "index.html",
    "article": "articles/a*/index.html",
    "person": "people/*/index.html",
    "theme": "themes/*/index.html",
    "timeline": "timeline/index.html",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as tools:
        opened = tools.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def home(built: Project) -> Iterator[str]:
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
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", lambda request: self.errors.append(f"failed: {request.url}"))
        page.route("**/*", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def _asked(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.home, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    def open(self, path: str) -> None:
        """Open a page of the site and let it come to rest."""
        answer = self.page.goto(self.home + path, wait_until="networkidle")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"


@pytest.fixture
def watched(browser: Browser, home: str) -> Iterator[Watched]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, service_workers="block")
    yield Watched(context.new_page(), home)
    context.close()


def fullest(site: Path, pattern: str) -> str:
    """Pick the page of a kind that has most on it, as an address below the site."""
    pages = sorted(site.glob(pattern), key=lambda path: (-path.stat().st_size, path))
    assert pages, f"the site has no page {pattern}"
    return pages[0].relative_to(site).as_posix().removesuffix("index.html")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_opens_quietly(watched: Watched, built: Project, kind: str) -> None:
    watched.open(fullest(built.site, KINDS[kind]))
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    watched.page.screenshot(path=SCREENSHOTS / f"{kind}.png")
    assert watched.page.locator("h1").first.is_visible()
    assert (watched.errors, watched.outside) == ([], [])


def test_from_home_to_a_quote_in_its_article(watched: Watched, built: Project) -> None:
    """A reader follows links only: a person's page leads to the passage in the article, and the passage exists."""
    watched.open(fullest(built.site, KINDS["person"]))
    link = watched.page.locator("main a[href*='articles/'][href*='#q']").first
    link.click()
    watched.page.wait_for_load_state("networkidle")
    anchor = watched.page.url.rpartition("#")[2]
    assert watched.page.locator(f"[id='{anchor}']").is_visible()
    assert (watched.errors, watched.outside) == ([], [])


def test_an_unknown_address_gets_the_site_s_own_page(watched: Watched) -> None:
    answer = watched.page.goto(watched.home + "people/nobody/", wait_until="networkidle")
    assert answer is not None
    assert answer.status == 404
    assert watched.page.locator("a[href]").count() > 0
    assert watched.outside == []
