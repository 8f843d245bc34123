"""The built site as its readers meet it: every kind of page, on phone and desktop, light and dark, with and without scripts."""

from __future__ import annotations

import base64
import gzip
import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browsing import Watched, fullest, opened_browser, served_site  # noqa: F401
from project import ROOT, Project

pytestmark = pytest.mark.browser
SCREENSHOTS = ROOT / "build" / "screenshots"
KINDS = {  # a kind of page: where its pages are, as a pattern below the site's folder; the fullest one is looked at
    "home": "index.html",
    "articles": "articles/index.html",
    "article": "articles/a*/index.html",
    "people": "people/index.html",
    "person": "people/*/index.html",
    "person-on-theme": "people/*/on/*/index.html",
    "themes": "themes/index.html",
    "theme": "themes/*/index.html",
    "compare": "themes/*/compare/index.html",
    "timeline": "timeline/index.html",
    "year": "timeline/2*/index.html",
    "sources": "sources/index.html",
    "source": "sources/*/index.html",
    "organisations": "organisations/index.html",
    "works": "works/index.html",
    "review": "review/index.html",
    "about": "about/index.html",
    "quote": "q/*/index.html",
    "lost": "404.html",
}
WIDTHS = {390: 844, 820: 1180, 1440: 900}
ARTEFACTS = {  # pictures kept for people to look at
    ("home", 1440, "light"), ("home", 390, "light"), ("article", 1440, "light"), ("article", 390, "dark"),
    ("person", 1440, "light"), ("person", 390, "light"), ("theme", 1440, "dark"), ("quote", 390, "light"),
    ("quote", 1440, "light"), ("timeline", 1440, "light"), ("compare", 1440, "light"), ("themes", 1440, "light"),
}  # fmt: skip


@pytest.fixture(scope="module")
def addresses(built: Project) -> dict[str, str]:
    """One page of each kind, as an address below the site."""
    return {kind: fullest(built.site, pattern) for kind, pattern in KINDS.items()}


def opened(browser: Browser, home: str, width: int, scheme: str, scripts: bool, **more: object) -> Watched:
    context = browser.new_context(
        locale="zh-CN",
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
        service_workers="block",
        **more,  # type: ignore[arg-type]
    )
    return Watched(context.new_page(), home)


@pytest.mark.parametrize(("width", "scheme", "scripts"), [*itertools.product(WIDTHS, ("light", "dark"), (True, False))])
def test_every_kind_of_page_is_quiet_and_fits(
    browser: Browser, home: str, addresses: dict[str, str], width: int, scheme: str, scripts: bool
) -> None:
    """No error, no request to the outside, no scrolling sideways; and pictures for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    watched = opened(browser, home, width, scheme, scripts)
    wide = {}
    for kind, address in addresses.items():
        watched.open(address, rest=False)
        assert watched.page.locator("h1").count() == 1, kind
        measured = watched.page.evaluate("document.documentElement.scrollWidth")
        if measured > width:
            wide[kind] = measured
        if scripts and (kind, width, scheme) in ARTEFACTS:
            watched.page.screenshot(path=SCREENSHOTS / f"{kind}-{width}-{scheme}.png")
    watched.page.context.close()
    assert (wide, watched.errors, watched.outside) == ({}, [], [])


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_assistive_technology_finds_nothing_wrong(
    browser: Browser, home: str, addresses: dict[str, str], width: int, scheme: str
) -> None:
    """axe-core: WCAG 2.0 to 2.2, levels A and AA, and its best practices, on every kind of page."""
    watched = opened(browser, home, width, scheme, True, bypass_csp=True, reduced_motion="reduce")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = []
    for kind, address in addresses.items():
        watched.open(address, rest=False)
        watched.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        answer = Axe().run(watched.page, options=options)
        found += [(kind, fault["id"], fault["nodes"][0]["html"]) for fault in answer.response["violations"]]
    watched.page.context.close()
    assert found == []


def test_pages_hold_still_and_what_they_weigh(browser: Browser, home: str, addresses: dict[str, str]) -> None:
    """No layout shifts while a page loads; the figures of the browser's own trace are kept beside the pictures."""
    watched = opened(browser, home, 390, "light", True)
    figures = {}
    for kind, address in addresses.items():
        watched.open(address)
        figures[kind] = watched.page.evaluate(
            """() => new Promise(done => {
              let shift = 0;
              new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) shift += e.value; }))
                .observe({type: 'layout-shift', buffered: true});
              requestAnimationFrame(() => setTimeout(() => {
                const [load] = performance.getEntriesByType('navigation');
                const paint = performance.getEntriesByName('first-contentful-paint')[0];
                done({shift, paint: Math.round(paint?.startTime ?? 0), interactive: Math.round(load.domInteractive),
                      complete: Math.round(load.loadEventEnd)});
              }));
            })"""
        )
    watched.page.context.close()
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    (SCREENSHOTS / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    assert {kind: f["shift"] for kind, f in figures.items() if f["shift"] > 0.05} == {}


def test_the_page_budget(built: Project) -> None:
    """An article of 15,000 characters stays below 60 kB of packed HTML, our styles and scripts below 40 kB."""
    heavy = {}
    for article in sorted((built.site / "articles").glob("a*/article.json")):
        characters = len(json.loads(article.read_bytes())["body"])
        packed = len(gzip.compress((article.parent / "index.html").read_bytes(), 6))
        if packed > 60_000 * max(1, characters / 15_000):
            heavy[article.parent.name] = (characters, packed)
    own = [path for path in (built.site / "assets").glob("*") if path.suffix in (".css", ".js")]
    assert heavy == {}
    assert len(own) > 5
    assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in own) <= 40_000


def test_the_policy_lets_in_exactly_the_theme_s_scripts(built: Project) -> None:
    """Another version of the theme has other scripts: put the digests that this test prints into overrides/main.html."""
    for page in (
        "index.html",
        "404.html",
        *(p.relative_to(built.site).as_posix() for p in built.site.glob("people/*/on/*/*.html")),
    ):
        html = (built.site / page).read_text(encoding="utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
        assert policy is not None, page
        inline = re.findall(r"<script>(.*?)</script>", html, re.S)
        digests = {"sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline}
        assert set(re.findall(r"'(sha256-[^']+)'", policy[1])) == digests, page
        assert "unsafe" not in policy[1]
        before, _, after = html.partition(policy[0])
        assert "<script" not in before
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", after.replace("<!doctype", "")), page


@pytest.fixture
def reader(browser: Browser, home: str) -> Iterator[Watched]:
    watched = opened(browser, home, 1440, "light", True)
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.open("")
    yield watched
    watched.page.context.close()


def follow(page: Page, selector: str) -> None:
    page.locator(selector).first.click()
    page.wait_for_load_state("networkidle")


def test_what_somebody_said_about_a_theme_and_when(reader: Watched) -> None:
    """“What did Altman say about 监管, and when?”: home, the person, the theme: two clicks."""
    page = reader.page
    follow(page, "main a:text-is('Sam Altman')")
    follow(page, ".cs-head a:text-is('监管与治理')")
    quotes = page.locator(".cs-quote")
    assert quotes.count() > 1
    assert "监管" in page.locator("h1").inner_text()
    assert "Altman" in page.locator("h1").inner_text()
    heads = page.locator(".cs-group-head")
    assert all("20" in text or "未注日期" in text for text in heads.all_inner_texts())
    assert all("监管与治理" in text for text in quotes.all_inner_texts())


def test_who_else_speaks_about_a_theme(reader: Watched) -> None:
    """“Who else speaks about 就业?”: home, the theme: one click, and a second one shows what they say."""
    page = reader.page
    follow(page, "main a:text-is('就业与经济')")
    people = page.locator(".cs-bars-wide .cs-bar-name")
    assert people.count() > 3
    name = people.first.inner_text()
    people.first.click()
    page.wait_for_load_state("networkidle")
    assert name in page.locator("h1").inner_text()
    assert page.locator(".cs-quote").count() > 0


def test_from_home_to_a_copied_link_by_keyboard_alone(reader: Watched) -> None:
    """Tab to a person, Enter; j to the first quote, c: the clipboard holds the address of that quote's page."""
    page = reader.page
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main .cs-bar-name')"):
            break
    assert page.evaluate("document.activeElement.matches('main .cs-bar-name')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/**")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.wait_for_selector(".cs-current")
    quote = page.locator(".cs-current").first.get_attribute("data-quote")
    page.keyboard.press("c")
    expect(page.locator(".cs-said-so")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{reader.home}q/{quote}/"
    reader.open(copied.removeprefix(reader.home))
    assert page.locator(f"[data-quote='{quote}']").count() == 1
    assert (reader.errors, reader.outside) == ([], [])


def test_an_article_reads_whole_without_a_script(browser: Browser, home: str, built: Project) -> None:
    """Every paragraph of every article is there, in order, for a reader without scripts."""
    watched = opened(browser, home, 820, "light", False)
    for record in sorted((built.site / "articles").glob("a*/article.json")):
        body = json.loads(record.read_bytes())["body"]
        watched.open(f"articles/{record.parent.name}/", rest=False)
        # What is ours stands between the words of the text, and goes before they are compared.
        watched.page.evaluate("document.querySelectorAll('[data-added]').forEach(each => each.remove())")
        shown = "".join(watched.page.locator("article").inner_text().split())
        paragraphs = [re.split("[:：]", "".join(part.split()))[-1] for part in body.split("\n\n")]  # without labels
        missing = [part[:40] for part in paragraphs if part and part[-12:] not in shown]
        assert missing == [], record.parent.name
    watched.page.context.close()


def test_the_site_is_whole_on_paper(browser: Browser, home: str, addresses: dict[str, str], tmp_path: Path) -> None:
    """On paper a quote keeps its speaker and its id, and the frame is gone."""
    watched = opened(browser, home, 1440, "light", True)
    watched.open(addresses["article"])
    watched.page.emulate_media(media="print")
    assert watched.page.locator(".md-header").is_hidden()
    turn = watched.page.locator(".cs-turn").first
    after = turn.evaluate("each => getComputedStyle(each, '::after').content")
    assert turn.get_attribute("data-quote") in after
    assert turn.locator(".cs-speaker").is_visible()
    watched.page.context.close()
