"""What the site's script adds for its readers, in a real browser: citing, keys, narrowing, comparing, previews."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from browsing import Watched, fullest, opened_browser, served_site, watched_page  # noqa: F401
from project import ROOT, Project

pytestmark = pytest.mark.browser
ASSETS = ROOT / "docs_templates" / "assets"
MENU = ".cs-menu[role=menu]"
PREVIEW = ".cs-preview"
SAID = ".cs-said-so"
PERSON = "people/*/index.html"
SHOWN_QUOTES = ".cs-group .cs-quote:visible"


@pytest.fixture
def reader(watched: Watched) -> Iterator[Watched]:
    """A page that may use the clipboard, and that must not complain."""
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=watched.home.rstrip("/"))
    yield watched
    assert (watched.errors, watched.outside) == ([], [])


def clipboard(watched: Watched, kind: str = "text/plain") -> str:
    """Read what was copied, from another page: this one may have been told that there is no clipboard."""
    other = watched.page.context.new_page()
    other.goto(watched.home)
    other.bring_to_front()
    read = "async (kind) => (await (await navigator.clipboard.read())[0].getType(kind)).text()"
    text: str = other.evaluate(read, kind)
    other.close()
    watched.page.bring_to_front()
    return text


def mark(watched: Watched) -> Locator:
    """The mark to cite the first quote of the list."""
    return watched.page.locator(".cs-group .cs-cite").first


def quote_page(watched: Watched) -> str:
    """Say where the page of the first quote of the list is."""
    return f"{watched.home}q/{mark(watched).get_attribute('data-cites')}/"


def current(watched: Watched) -> str | None:
    """Tell which quote the keys have led to."""
    return watched.page.locator(".cs-current").get_attribute("data-quote")


def quotes_in_order(watched: Watched) -> list[str]:
    """List the quotes of a page, each once, as they follow each other."""
    found: list[str] = watched.page.evaluate("[...document.querySelectorAll('[data-quote]')].map(q => q.dataset.quote)")
    return list(dict.fromkeys(found))


# Citing


def test_the_menu_copies_an_address_by_mouse(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, PERSON))
    mark(reader).click()
    expect(mark(reader)).to_have_attribute("aria-expanded", "true")
    box = reader.page.locator(MENU).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    reader.page.locator(f"{MENU} [data-copy=link]").click()
    expect(reader.page.locator(SAID)).to_have_text("链接已复制")
    expect(reader.page.locator(MENU)).to_have_count(0)
    assert clipboard(reader) == quote_page(reader)
    expect(reader.page.locator(SAID)).to_be_empty()


def test_the_menu_copies_words_with_their_source_by_key(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, PERSON))
    mark(reader).focus()
    reader.page.keyboard.press(" ")
    items = reader.page.locator(f"{MENU} [role=menuitem]")
    expect(items.nth(0)).to_be_focused()
    reader.page.keyboard.press("ArrowUp")
    expect(items.nth(2)).to_be_focused()
    reader.page.keyboard.press("Home")
    reader.page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator(SAID)).to_have_text("文字与出处已复制")
    expect(mark(reader)).to_be_focused()
    words = reader.page.locator(".cs-group .cs-quote").first.locator(".cs-words p").first.inner_text()
    address = quote_page(reader)
    *said, facts, link = clipboard(reader).split("\n")
    assert said[0].startswith(f"“{words}")
    assert facts.startswith("—— ")
    assert link == address
    html = clipboard(reader, "text/html")
    assert f'<blockquote cite="{address}">' in html
    assert f'href="{address}"' in html


def test_the_menu_closes_and_gives_the_focus_back(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, PERSON))
    menu = reader.page.locator(MENU)
    for opens, closes in (("Enter", "Escape"), (" ", "Escape")):
        mark(reader).focus()
        reader.page.keyboard.press(opens)
        expect(menu).to_be_visible()
        reader.page.keyboard.press(closes)
        expect(menu).to_have_count(0)
        expect(mark(reader)).to_be_focused()
        expect(mark(reader)).to_have_attribute("aria-expanded", "false")
    reader.page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    reader.page.keyboard.press("Tab")
    expect(menu).to_have_count(0)
    expect(mark(reader)).not_to_be_focused()
    assert reader.page.evaluate("document.activeElement !== document.body")
    mark(reader).click()
    expect(menu).to_be_visible()
    reader.page.locator("h1").click()
    expect(menu).to_have_count(0)
    mark(reader).click()
    menu.get_by_role("menuitem", name="单独一页").click()
    reader.page.wait_for_url("**/q/*/")


def test_a_click_for_a_new_tab_is_left_to_the_browser(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, PERSON))
    with reader.page.context.expect_page() as opened:
        mark(reader).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/q/*/")
    expect(reader.page.locator(MENU)).to_have_count(0)


def test_without_the_clipboard_s_interface_the_old_command_copies(reader: Watched, built: Project) -> None:
    reader.page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    reader.open(fullest(built.site, PERSON))
    mark(reader).click()
    reader.page.locator(f"{MENU} [data-copy=text]").click()
    expect(reader.page.locator(SAID)).to_have_text("文字与出处已复制")
    expect(mark(reader)).to_be_focused()
    assert clipboard(reader).endswith("\n" + quote_page(reader))
    assert "<blockquote" in clipboard(reader, "text/html")


def test_where_nothing_may_copy_the_text_stands_selected(reader: Watched, built: Project) -> None:
    reader.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false"
    )
    reader.open(fullest(built.site, PERSON))
    mark(reader).click()
    reader.page.locator(f"{MENU} [data-copy=link]").click()
    field = reader.page.locator("dialog textarea")
    expect(field).to_be_focused()
    assert reader.page.evaluate("getSelection().toString()") == field.input_value() == quote_page(reader)
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator("dialog")).to_have_count(0)


def test_a_page_that_cannot_be_had_leaves_the_address(watched: Watched, built: Project) -> None:
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=watched.home.rstrip("/"))
    watched.open(fullest(built.site, PERSON))
    watched.page.route("**/q/**", lambda route: route.abort())
    mark(watched).click()
    items = watched.page.locator(f"{MENU} [role=menuitem]")
    expect(items).to_have_text(["复制链接", "单独一页"])
    items.first.click()
    expect(watched.page.locator(SAID)).to_have_text("链接已复制")
    assert clipboard(watched) == quote_page(watched)


def test_a_quote_s_own_page_copies_itself(reader: Watched, built: Project) -> None:
    path = fullest(built.site, "q/*/index.html")
    reader.open(path)
    reader.page.locator("[data-copy=text]").click()
    expect(reader.page.locator(SAID)).to_have_text("文字与出处已复制")
    assert clipboard(reader).endswith("\n" + reader.home + path)
    reader.page.locator("[data-copy=link]").click()
    expect(reader.page.locator(SAID)).to_have_text("链接已复制")
    assert clipboard(reader) == reader.home + path
    reader.page.locator("[data-copy=text]").click()
    expect(reader.page.locator(SAID)).to_have_text("文字与出处已复制")
    reader.page.keyboard.press("c")
    expect(reader.page.locator(SAID)).to_have_text("链接已复制")
    assert clipboard(reader) == reader.home + path


# Keys


@pytest.mark.parametrize("pattern", [PERSON, "articles/a*/index.html"])
def test_keys_lead_from_quote_to_quote(reader: Watched, built: Project, pattern: str) -> None:
    reader.open(fullest(built.site, pattern))
    order = quotes_in_order(reader)
    for quote in order[:6]:
        reader.page.keyboard.press("j")
        expect(reader.page.locator(".cs-current")).to_have_attribute("data-quote", quote)
        expect(reader.page.locator(".cs-current")).to_be_in_viewport()
        assert reader.page.evaluate("document.activeElement.dataset.cites") == quote
    reader.page.keyboard.press("k")
    expect(reader.page.locator(".cs-current")).to_have_attribute("data-quote", order[4])
    reader.page.keyboard.press("c")
    expect(reader.page.locator(SAID)).to_have_text("链接已复制")
    assert clipboard(reader) == f"{reader.home}q/{order[4]}/"


def test_the_key_to_copy_takes_the_first_quote_in_view(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, PERSON))
    quote = reader.page.locator(".cs-group .cs-quote").nth(9)
    quote.evaluate("quote => quote.scrollIntoView({block: 'start', behavior: 'instant'})")
    reader.page.keyboard.press("c")
    expect(reader.page.locator(SAID)).to_have_text("链接已复制")
    assert clipboard(reader) == f"{reader.home}q/{quote.get_attribute('data-quote')}/"


def test_a_key_lists_the_keys(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, "q/*/index.html"))
    reader.page.keyboard.press("?")
    dialog = reader.page.locator("dialog[open]")
    expect(dialog.locator("kbd")).to_have_text(["j", "k", "c", "?", "Esc"])
    reader.page.keyboard.press("j")
    expect(reader.page.locator(".cs-current")).to_have_count(0)
    dialog.get_by_role("button").click()
    expect(dialog).to_have_count(0)


def test_keys_leave_those_alone_who_write(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, PERSON))
    reader.page.evaluate("document.querySelector('h1').after(document.createElement('input'))")
    field = reader.page.locator("h1 + input")
    field.focus()
    reader.page.keyboard.type("jkc?")
    expect(field).to_have_value("jkc?")
    field.blur()
    for modifier in ("isComposing", "ctrlKey", "metaKey", "altKey"):
        press = (
            "given => document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true, [given]: true}))"
        )
        reader.page.evaluate(press, modifier)
    reader.page.keyboard.press("j")  # the first one that counts
    expect(reader.page.locator(".cs-current")).to_have_attribute("data-quote", quotes_in_order(reader)[0])
    expect(reader.page.locator("dialog")).to_have_count(0)


# Narrowing


def facet(watched: Watched, name: str, value: str) -> Locator:
    return watched.page.locator(f"[data-facets] input[name={name}][value={value}]")


def counted(watched: Watched, selector: str) -> int:
    """Count quotes of the list, shown or not, whose facets fit."""
    return watched.page.locator(f".cs-group .cs-quote{selector}").count()


def test_a_list_is_narrowed_and_its_address_says_how(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, PERSON))
    page = reader.page
    all_of_it, one, two = counted(reader, ""), "startups", "education"
    page.locator("[data-facets] summary").click()
    facet(reader, "theme", one).check()
    n = counted(reader, f"[data-theme~={one}]")
    expect(page.locator("[data-shown]")).to_have_text(f"{n} / {all_of_it}")
    expect(page.locator(SHOWN_QUOTES)).to_have_count(n)
    assert page.url.endswith(f"/?theme={one}")
    facet(reader, "theme", two).check()
    either = counted(reader, f":is([data-theme~={one}], [data-theme~={two}])")
    expect(page.locator(SHOWN_QUOTES)).to_have_count(either)
    assert page.url.endswith(f"/?theme={one},{two}")
    assert page.locator(".cs-highlights .cs-quote:visible").count() > 0
    assert page.locator(".cs-group:visible").count() == page.locator(".cs-group:has(.cs-quote:not([hidden]))").count()
    page.locator("[data-facets] [type=reset]").click()
    expect(page.locator(SHOWN_QUOTES)).to_have_count(all_of_it)
    expect(page.locator("[data-shown]")).to_be_empty()
    assert "?" not in page.url


def test_counts_say_what_a_value_would_leave(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, "themes/*/index.html"))
    page = reader.page
    page.locator("[data-facets] summary").click()
    kind = page.locator("[data-facet=kind] input").first
    kind.check()
    chosen = kind.get_attribute("value")
    for box in page.locator("[data-facet=person] input").all():
        person = box.get_attribute("value")
        n = counted(reader, f'[data-kind="{chosen}"][data-person="{person}"]')
        expect(page.locator(f'[data-facet=person] [data-of="{person}"]')).to_have_text(str(n))
        assert box.is_disabled() == (n == 0)
    for box in page.locator("[data-facet=kind] input").all():
        other = box.get_attribute("value")
        expected = str(counted(reader, f'[data-kind="{other}"]'))
        expect(page.locator(f'[data-facet=kind] [data-of="{other}"]')).to_have_text(expected)


def test_narrowing_outlives_a_visit_elsewhere(reader: Watched, built: Project) -> None:
    path = fullest(built.site, PERSON)
    reader.open(f"{path}?kind=turn&theme=education")
    page = reader.page
    n = counted(reader, "[data-theme~=education][data-kind=turn]")
    expect(page.locator(SHOWN_QUOTES)).to_have_count(n)
    expect(facet(reader, "theme", "education")).to_be_checked()
    facet(reader, "theme", "education").uncheck()
    facet(reader, "theme", "startups").check()
    n = counted(reader, "[data-theme~=startups][data-kind=turn]")
    page.locator(f"{SHOWN_QUOTES} .cs-context").first.click()
    page.wait_for_url("**/articles/**", wait_until="networkidle")
    page.go_back(wait_until="networkidle")
    expect(page.locator(SHOWN_QUOTES)).to_have_count(n)
    expect(facet(reader, "theme", "startups")).to_be_checked()
    expect(facet(reader, "theme", "education")).not_to_be_checked()


def test_a_quote_that_the_address_names_is_shown_all_the_same(reader: Watched, built: Project) -> None:
    path = fullest(built.site, PERSON)
    reader.open(path)
    hidden = ".cs-group .cs-quote:not([data-theme~=startups]):has(.cs-more)"
    quote = reader.page.locator(hidden).last.get_attribute("data-quote")
    reader.open(f"{path}?theme=startups#{quote}")
    named = reader.page.locator(f".cs-group [data-quote={quote}]")
    expect(named).to_be_visible()
    expect(named.locator(".cs-more input")).to_be_checked()
    expect(reader.page.locator(SHOWN_QUOTES)).to_have_count(counted(reader, "[data-theme~=startups]") + 1)


def test_an_article_is_narrowed_to_a_voice(reader: Watched, built: Project) -> None:
    path = fullest(built.site, "articles/a*/index.html")
    reader.open(path)
    page = reader.page
    page.locator("[data-facets] summary").click()
    box = page.locator("[data-facet=person] input").first
    box.check()
    voice = box.get_attribute("value")
    mine, others = f".cs-turn[data-person='{voice}']", f".cs-turn:not([data-person='{voice}'])"
    expect(page.locator(f"{mine}:visible")).to_have_count(page.locator(mine).count())
    expect(page.locator(f"{others}:visible")).to_have_count(0)
    expect(page.locator("h2:visible").first).to_be_visible()
    other = page.locator(others).last
    page.evaluate("id => { location.hash = id }", other.get_attribute("id"))
    expect(other).to_be_in_viewport()


# Comparing


def broadest(site: Path) -> tuple[str, list[str]]:
    """Pick the comparison with most people to choose from, and who they are."""
    pages = sorted(site.glob("themes/*/compare/index.html"))
    people = [re.findall(r'<option value="([^"]+)"', page.read_text(encoding="utf-8")) for page in pages]
    best = max(range(len(pages)), key=lambda number: len(people[number]))
    names = list(dict.fromkeys(people[best]))
    assert len(names) > 2, "the corpus has nobody to choose"
    return pages[best].relative_to(site).as_posix().removesuffix("index.html"), names


def test_another_person_is_set_beside(reader: Watched, built: Project) -> None:
    path, (_, second, third, *_) = broadest(built.site)
    reader.open(path)
    page = reader.page
    page.locator("select[data-compare=a]").select_option(third)
    side = page.locator("[data-side=a]")
    expect(side.locator(f".cs-quote[data-person={third}]").first).to_be_visible()
    expect(side.locator(f".cs-quote:not([data-person={third}])")).to_have_count(0)
    heading = side.locator("h2 a")
    expect(heading).to_have_attribute("href", re.compile(f"/people/{third}/on/"))
    assert "（" not in heading.inner_text()
    assert page.url.endswith(f"?a={third}&b={second}")
    for link in side.locator("[data-quotes] a").all()[:9]:
        assert (link.get_attribute("href") or "").startswith(reader.home)
    side.locator(".cs-cite").first.click()
    expect(page.locator(MENU)).to_be_visible()
    page.keyboard.press("Escape")


def test_a_comparison_has_an_address(reader: Watched, built: Project) -> None:
    path, (first, second, third, *_) = broadest(built.site)
    reader.open(f"{path}?a={third}&b={first}")
    expect(reader.page.locator("select[data-compare=a]")).to_have_value(third)
    expect(reader.page.locator("[data-side=a] .cs-quote").first).to_have_attribute("data-person", third)
    expect(reader.page.locator("[data-side=b] .cs-quote").first).to_have_attribute("data-person", first)
    reader.open(f"{path}?a={second}")  # who already stands on the other side
    expect(reader.page.locator("[data-side=a] .cs-quote").first).to_have_attribute("data-person", second)
    expect(reader.page.locator("[data-side=b] .cs-quote").first).to_have_attribute("data-person", first)


def test_quotes_that_cannot_be_had_are_said_to_be_missing(watched: Watched, built: Project) -> None:
    path, (_, _, third, *_) = broadest(built.site)
    watched.open(path)
    watched.page.route("**/people/**", lambda route: route.abort())
    watched.page.locator("select[data-compare=b]").select_option(third)
    expect(watched.page.locator("[data-side=b] [data-quotes]")).to_have_text("没能取到这些语录。")


# Previews


def test_a_link_to_a_page_shows_what_it_is_about(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, "articles/a*/index.html"))
    page = reader.page
    link = page.locator(".cs-cast a[href*='people/']").first
    link.hover()
    box = page.locator(PREVIEW)
    expect(box).to_contain_text(link.inner_text())
    assert box.get_attribute("aria-hidden") == "true"
    box.hover()
    page.mouse.move(5, 5)
    expect(box).to_have_count(0)
    link.hover()
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    assert len([path for path in reader.fetched if path.startswith("people/")]) == 1


def test_a_link_to_a_quote_shows_its_words(reader: Watched, built: Project) -> None:
    reader.open(fullest(built.site, "themes/*/index.html"))
    page = reader.page
    fold = page.locator("details:has(a[href*='articles/'][href*='#q'])").first
    fold.locator("summary").click()
    link = fold.locator("a[href*='#q']").first
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # by key: the focus shows
    expect(page.locator(f"{PREVIEW} .cs-preview-words")).to_contain_text(link.inner_text()[:20].split(" ")[0])
    expect(page.locator(f"{PREVIEW} .cs-note")).not_to_be_empty()
    page.keyboard.press("Tab")
    expect(page.locator(PREVIEW).filter(has_text=link.inner_text()[:20])).to_have_count(0)


def test_nothing_is_previewed_by_touch_or_in_passing(reader: Watched, built: Project) -> None:
    reader.page.clock.install()
    reader.open(fullest(built.site, "articles/a*/index.html"))
    link = reader.page.locator(".cs-cast a[href*='people/']").first
    over = "(link, how) => link.dispatchEvent(new PointerEvent('pointerover', {bubbles: true, pointerType: how}))"
    link.evaluate(over, "touch")
    reader.page.clock.fast_forward(1000)
    link.evaluate(over, "mouse")
    reader.page.clock.fast_forward(300)
    reader.page.locator("h1").evaluate(over, "mouse")
    reader.page.clock.fast_forward(1000)
    assert not [path for path in reader.fetched if path.startswith("people/") or "preview" in path]


# The whole


def test_a_page_without_such_things_asks_for_the_one_module(reader: Watched) -> None:
    reader.open("sources/")
    ours = [path for path in reader.fetched if path.startswith("assets/") and path.count("/") == 1]
    added = {path.name for path in ASSETS.glob("*.js")} - {"corpus-site.js"}
    assert "assets/corpus-site.js" in ours
    assert not [path for path in ours if path.removeprefix("assets/") in {*added, "strings.json"} - {"scheme.js"}]
    assert reader.page.evaluate("document.documentElement.classList.contains('js')")


def test_without_a_script_the_mark_leads_to_the_quote_s_page(browser: Browser, home: str, built: Project) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + fullest(built.site, PERSON))
    expect(page.locator("[data-facets]")).to_be_hidden()
    page.locator(".cs-group .cs-cite").first.click()
    page.wait_for_url("**/q/*/")
    expect(page.locator("[data-copy=link]")).to_be_hidden()
    expect(page.locator("[data-copy-text]")).to_be_visible()
    context.close()


def test_every_word_of_the_script_is_there_and_used(built: Project) -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ASSETS.glob("*.js")))
    words = json.loads((built.site / "assets" / "strings.json").read_bytes())
    used = {*re.findall(r"\bw\.(\w+)", scripts), *re.findall(r'\["[^"]+", "(\w+)"\]', scripts)}
    assert used == set(words)
