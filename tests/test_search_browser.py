"""The search in a real browser: the box of the header, the page of the search, the words marked on other pages."""

from __future__ import annotations

import json
import random
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from browsing import Watched, opened_browser, watched_page  # noqa: F401
from corpus_site.search import Index, search
from corpus_site.server import address, server
from project import ROOT, Project, new_project

pytestmark = pytest.mark.browser
BOX = "[data-md-component=search-query]"
ITEMS = ".md-search-result__item"
META = ".md-search-result__meta"
HITS = "[data-hits] figure.cs-quote"
COUNT = "[data-count]"
HARM = """# <img src=x onerror=hacked=1>标题里的量子纠缠词

2024年5月6日

林一：我们说&lt;script&gt;hacked=1&lt;/script&gt;量子纠缠词，“引号”与 & 符号，还有 &lt;b onmouseover="hacked=1"&gt;粗&lt;/b&gt;。

周二：正则 (.*)[a-z]+\\ 也是量子纠缠词，`代码` 与 {{ 7 * 7 }}。

林一：谢谢。

周二：谢谢。
"""
HOSTILE = [
    '"',
    '"""',
    "“",
    "(.*)[a-z]+",
    "\\",
    "[",
    "<img src=x onerror=hacked=1>",
    "<b>",
    "&lt;",
    "{{ 7 * 7 }}",
    "'",
    "`",
    "%",
    "\x01",
]


@pytest.fixture(name="site", scope="module")
def harmed_site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project's own site with an article more, which means harm."""
    project = new_project(tmp_path_factory.mktemp("search") / "project")
    (project.seeds / "harm.txt").write_text(HARM, encoding="utf-8")
    project.run_apart("build")
    return project


@pytest.fixture(name="home", scope="module")
def served_below_a_path(site: Project) -> Iterator[str]:
    opened = server(site.site.parent, "127.0.0.1", 0)
    thread = threading.Thread(target=opened.serve_forever, daemon=True)
    thread.start()
    yield f"{address(opened)}site/"
    opened.shutdown()
    opened.server_close()
    thread.join()


@pytest.fixture(name="reader")
def careful_reader(watched: Watched) -> Iterator[Watched]:
    """A page that must not complain, ask elsewhere, or run what a text says."""
    yield watched
    errors = [error for error in watched.errors if "ERR_ABORTED" not in error]  # a page was left while it was asking
    assert (errors, watched.outside) == ([], [])
    assert watched.page.evaluate("window.hacked") is None


def box(reader: Watched, path: str = "") -> Locator:
    reader.open(path)
    reader.page.keyboard.press("/")
    field = reader.page.locator(BOX)
    expect(field).to_be_focused()
    return field


def asked(reader: Watched, query: str) -> Locator:
    """Open the page of the search with a query, and wait for what it says."""
    reader.open("search/?" + "q=" + reader.page.evaluate("encodeURIComponent", query))
    expect(reader.page.locator(COUNT)).to_have_text(re.compile(r"篇|没有"))
    return reader.page.locator(HITS)


def marked(reader: Watched) -> list[str]:
    """Give the words that are marked on a page, once they are."""
    for _ in range(50):
        words: list[str] = reader.page.evaluate("[...(CSS.highlights.get('cs-found') ?? [])].map(String)")
        if words:
            return words
        reader.page.wait_for_timeout(100)
    return []


def test_nothing_of_the_index_is_fetched_before_somebody_types(reader: Watched) -> None:
    reader.open("")
    assert [f for f in reader.fetched if "search" in f] == ["assets/search-worker.js", "search/search_index.json"]


@pytest.mark.parametrize("key", ["/", "f", "s"])
def test_the_box_opens_by_key_and_leads_to_the_passage(reader: Watched, key: str) -> None:
    reader.open("people/")
    page = reader.page
    page.keyboard.press(key)
    page.keyboard.type("量子纠缠")
    expect(page.locator(ITEMS)).to_have_count(1)
    expect(page.locator(f"{ITEMS} mark").first).to_have_text("量子纠缠")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cs-all-results")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"articles/[^/]+/\?h=.*#[pq]"))
    assert set(marked(reader)) == {"量子纠缠"}
    target = page.evaluate("document.getElementById(location.hash.slice(1)).textContent")
    assert "量子纠缠词" in target


def test_enter_opens_the_best_result(reader: Watched) -> None:
    box(reader)
    reader.page.keyboard.type("奥特曼")
    expect(reader.page.locator(ITEMS).first).to_contain_text("Sam Altman")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/people/sam-altman/")


def test_the_box_leads_to_all_results(reader: Watched) -> None:
    field = box(reader)
    field.fill("机器学习")
    expect(reader.page.locator(ITEMS).first).to_be_visible()
    reader.page.locator(".cs-all-results").click()
    reader.page.wait_for_url("**/search/?q=*")
    expect(reader.page.locator(HITS).first).to_be_visible()


def test_an_input_method_is_left_in_peace_until_it_is_done(reader: Watched) -> None:
    """What is composed asks nothing; the finished words do, also when no key ends the composition."""
    field = box(reader)
    asks = """field => { window.asked = []; field.addEventListener("keyup", () => asked.push(field.value)) }"""
    field.evaluate(asks)
    field.evaluate(
        """field => {
          const send = (kind, name, more) => field.dispatchEvent(new kind(name, { bubbles: true, ...more }));
          send(CompositionEvent, "compositionstart", {});
          for (const so of ["ren", "rengong", "rengong'zhineng"]) {
            field.value = so;
            send(KeyboardEvent, "keydown", { key: "Process", isComposing: true });
            send(InputEvent, "input", { isComposing: true });
            send(KeyboardEvent, "keyup", { key: "n", isComposing: true });
          }
          field.value = "人工智能";
          send(CompositionEvent, "compositionend", { data: "人工智能" });
        }"""
    )
    expect(reader.page.locator(f"{ITEMS} mark").first).to_have_text("人工智能")
    assert set(reader.page.evaluate("asked")) == {"人工智能"}


def test_the_newest_query_wins(reader: Watched) -> None:
    field = box(reader)
    for query in ("模型", "数据", "人工智能", "不会有的词", "OpenAI", "量子纠缠"):
        field.fill(query)
    expect(reader.page.locator(ITEMS)).to_have_count(1)
    expect(reader.page.locator(f"{ITEMS} mark").first).to_have_text("量子纠缠")
    reader.page.wait_for_timeout(500)
    expect(reader.page.locator(ITEMS)).to_have_count(1)


@pytest.mark.parametrize("query", [*HOSTILE, "算力" * 2500])
def test_no_query_breaks_the_box_or_the_page(reader: Watched, query: str) -> None:
    field = box(reader)
    field.fill(query)
    reader.page.wait_for_timeout(250)
    field.fill(f"{query[:50]} 量子纠缠词")
    reader.page.wait_for_timeout(250)
    assert reader.page.locator(f"{ITEMS} :is(img, script, b)").count() == 0
    asked(reader, query)
    assert reader.page.locator("[data-search] :is(img, script, b)").count() == 0


def test_markup_in_texts_is_shown_as_text(reader: Watched) -> None:
    box(reader)
    reader.page.keyboard.type("量子纠缠词")
    item = reader.page.locator(ITEMS).first
    expect(item).to_contain_text("<img src=x onerror=hacked=1>标题里的")
    expect(item).to_contain_text("script>hacked=1</script>")
    assert item.locator("img, script, b").count() == 0
    hits = asked(reader, "量子纠缠词")
    expect(hits).to_have_count(3)
    expect(reader.page.locator("[data-hits]")).to_contain_text("{{ 7 * 7 }}")
    assert reader.page.locator("[data-hits] :is(img, script, b)").count() == 0


def test_results_are_quotes_with_speaker_and_source_in_the_original_script(reader: Watched) -> None:
    hits = asked(reader, "机器学习")
    assert {*reader.page.locator("[data-hits] mark").all_inner_texts()} == {"机器学习", "機器學習"}
    expect(hits.first.locator(".cs-who a")).not_to_be_empty()
    href = hits.first.locator(".cs-context").get_attribute("href")
    assert href is not None
    assert "articles/" in href
    assert "h=" in href


def test_facets_narrow_down_and_the_address_keeps_it(reader: Watched) -> None:
    asked(reader, "模型")
    page = reader.page
    page.locator("[data-narrow] summary").click()
    choice = page.locator("[data-facet=kind] label", has_text="访谈").first
    wanted = choice.locator(".cs-count").inner_text()
    choice.click()
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^{wanted} 段"))
    assert "kind=turn" in page.url
    page.reload()
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^{wanted} 段"))
    expect(page.locator("[data-facet=kind] input[value=turn]")).to_be_checked()
    page.locator("[data-narrow] button").click()
    expect(page.locator(COUNT)).not_to_have_text(re.compile(rf"^{wanted} 段"))
    assert "kind=" not in page.url


def test_long_lists_have_pages_and_the_way_back(reader: Watched) -> None:
    hits = asked(reader, "模型")
    first = hits.first.inner_text()
    reader.page.locator("[data-pages] a").last.click()
    reader.page.wait_for_url("**page=2*")
    expect(hits.first).not_to_have_text(first)
    reader.page.go_back()
    expect(reader.page.locator("[data-pages] span")).to_have_text(re.compile(r"^1 / "))


def test_typing_on_the_page_searches_and_a_suggestion_can_be_followed(reader: Watched) -> None:
    reader.open("search/")
    field = reader.page.locator("input[type=search]")
    expect(field).to_be_focused()
    reader.page.keyboard.type("奥特慢")
    expect(reader.page.locator(COUNT)).to_have_text("没有找到。")
    reader.page.locator("[data-also] a").click()
    expect(reader.page.locator("[data-also]")).to_contain_text("也找：")
    expect(reader.page.locator(".cs-named a").first).to_have_text("Sam Altman")
    assert reader.page.locator(BOX).count() == 0


def test_neighbours_of_a_quote_are_shown_on_demand(reader: Watched) -> None:
    hits = asked(reader, "kind:turn 模型")
    hits.first.locator("summary").click()
    expect(hits.first.locator(".cs-neighbours li").first).to_be_visible()
    for link in hits.first.locator(".cs-neighbours a").all():
        assert reader.page.request.get(link.evaluate("link => link.href")).ok


def test_all_results_can_be_copied_as_a_list(reader: Watched) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked(reader, "量子纠缠词")
    reader.page.locator("[data-copy-list]").click()
    expect(reader.page.locator(".cs-said-so")).to_have_text("列表已复制")
    text = reader.page.evaluate("navigator.clipboard.readText()")
    assert [line[:2] for line in text.split("\n")] == ["1.", "2.", "3."]
    assert "<script>hacked=1</script>" in text
    assert f"{reader.home}articles/" in text


def test_words_are_marked_on_lists_too_and_come_into_view(reader: Watched) -> None:
    reader.open("people/sam-altman/?h=%E6%A8%A1%E5%9E%8B")
    assert set(marked(reader)) == {"模型"}
    quote = reader.page.evaluate(
        """[...CSS.highlights.get('cs-found')].map((range) => range.startContainer.parentElement.closest('.cs-group .cs-quote'))
           .filter(Boolean).at(-1).id"""
    )
    reader.open("people/")  # an address that differs in its # alone is no other page
    reader.open(f"people/sam-altman/?h=%E6%A8%A1%E5%9E%8B#{quote}")
    assert set(marked(reader)) == {"模型"}
    assert reader.page.evaluate(
        """id => { const { top, bottom } = [...CSS.highlights.get('cs-found')]
             .find(range => document.getElementById(id).contains(range.startContainer)).getBoundingClientRect();
             return top >= 0 && bottom <= innerHeight }""",
        quote,
    )


def test_words_are_marked_in_the_script_of_the_page(reader: Watched, site: Project) -> None:
    hits = search(Index(site.site), "机器学习", limit=100).hits
    hit = next(hit for hit in hits if "機器學習" in hit.text and hit.anchor)
    reader.open(f"articles/{hit.article}/?h=%E6%9C%BA%E5%99%A8%E5%AD%A6%E4%B9%A0#{hit.anchor}")
    assert "機器學習" in marked(reader)


def test_words_are_marked_where_the_browser_has_no_highlights(browser: Browser, home: str) -> None:
    context = browser.new_context(locale="zh-CN")
    context.add_init_script("delete CSS.highlights")
    page = context.new_page()
    page.goto(f"{home}people/sam-altman/?h=%E6%A8%A1%E5%9E%8B")
    expect(page.locator("mark.cs-found").first).to_have_text("模型")
    context.close()


def test_without_scripts_the_page_says_so_and_offers_the_indexes(browser: Browser, home: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}search/?q=x")
    expect(page.locator(".cs-without-script a")).to_have_count(3)
    expect(page.locator("[data-copy-list]")).to_be_hidden()
    page.goto(home)
    page.locator(".cs-hero input[name=q]").fill("模型")
    page.locator(".cs-hero button").click()
    assert "/search/?q=" in page.url
    context.close()


def test_the_browser_folds_as_the_index_does(reader: Watched) -> None:
    vectors = json.loads((ROOT / "tests" / "cases" / "fold-vectors.json").read_text(encoding="utf-8"))
    reader.open("search/")
    found = reader.page.evaluate(
        """async (vectors) => {
          const [fold, index, query] = await Promise.all(["fold", "index", "query"].map((name) =>
            import(new URL(`../assets/search-${name}.js`, location.href).href)));
          await index.table();
          return {
            folded: vectors.folded.map(([text]) => fold.folded(text)),
            keys: vectors.keys.map(([text]) => fold.keyOf(text)),
            asked: vectors.asked.map(([text]) => query.asked(text)),
            places: vectors.places.map(([text]) => fold.withPlaces(text).places),
          };
        }""",
        vectors,
    )
    assert found == {name: [row[1] for row in rows] for name, rows in vectors.items()}


def queries(site: Path) -> list[str]:
    """Words of every sort, and stretches picked from the texts."""
    fixed = [
        "规模法则", "人工智能", "機器學習", "奥特曼", "aoteman", "Altman", "altm", "Sam Altman", "算", "e", "的", "gpt4", "GPT-4",
        "-4", '"AI 芯片"', "AI 芯片", "AI芯片", "奥特曼 模型", "person:奥特曼 agi", "kind:访谈 意识", "year:2022-2024 开源",
        "，我", "“深度学习”", '"" "', "(.*)[a-z]+", "人 工", "open source", "奥特慢", "altmann", "guimofaze", "constructor",
        "我们 他们 大家", "：", "theme:agi", "", "AGI：安全", "模型 数据 算力", "量子纠缠词", "<b>", "算力" * 2500,
    ]  # fmt: skip
    index = Index(site)
    dice = random.Random(40)
    picked = []
    for segment in index.segments:
        for number in dice.sample(range(segment.starts[-1]), 20):
            text = segment.text(number).text
            start = dice.randrange(len(text))
            picked.append(text[start : start + dice.randint(2, 9)].strip())
    return [*fixed, *picked]


def test_the_browser_finds_what_the_command_finds(reader: Watched, site: Project) -> None:
    reader.open("people/")
    index = Index(site.site)
    ask = """async ([query, options]) => {
      const { search } = await import(new URL("../assets/search.js", location.href).href);
      const { hits, facets, ...rest } = await search(query, options);
      const marked = ({ text, marks }) => marks.map(([start, end]) => text.slice(start, end));
      return { ...rest, hits: hits.map((hit) => [hit.kind, hit.article, hit.anchor, marked(hit)]),
               facets: Object.fromEntries(Object.entries(facets).map(([name, some]) =>
                 [name, some.map(({ value, name, count }) => [value, name, count])])) };
    }"""
    for query in queries(site.site):
        for options in ({}, {"limit": 5, "offset": 5}, {"filters": {"kind": ["turn", "direct"]}}):
            theirs: dict[str, Any] = reader.page.evaluate(ask, [query, options])
            ours = search(index, query, **options)  # type: ignore[arg-type]
            assert theirs == {
                "total": ours.total,
                "articles": ours.articles,
                "suggestion": ours.suggestion,
                "widened": list(ours.widened),
                "terms": list(ours.terms),
                "labels": index.manifest["facets"],
                "hits": [[h.kind, h.article, h.anchor, [h.text[a:b] for a, b in h.marks]] for h in ours.hits],
                "facets": {name: [list(one) for one in some] for name, some in ours.facets.items()},
            }, (query[:60], options)
