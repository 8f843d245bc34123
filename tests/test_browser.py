"""The built site in a real browser: every kind of page opens without an error and asks nothing of the outside."""

from __future__ import annotations

import pytest

from browsing import Watched, fullest, opened_browser, served_site, watched_page  # noqa: F401
from project import ROOT, Project

pytestmark = pytest.mark.browser
SCREENSHOTS = ROOT / "build" / "screenshots"
KINDS = {  # a kind of page: where one of its pages is, as a pattern below the site's folder
    "home": "index.html",
    "article": "articles/a*/index.html",
    "person": "people/*/index.html",
    "theme": "themes/*/index.html",
    "timeline": "timeline/index.html",
}


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
    link = watched.page.locator("main a[href*='articles/'][href*='#q']:visible").first
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
