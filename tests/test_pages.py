"""The pages: whole, linked both ways, the same whatever the order, and harmless."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as some

import sample
from corpus_site.catalogue import catalogue
from corpus_site.generate import generate
from corpus_site.generate.article_page import article_page
from corpus_site.generate.document import Document, Heading, parts_of, to_markdown
from corpus_site.generate.lists import LIMIT
from corpus_site.generate.pages import PAGE_KINDS
from corpus_site.generate.quote_pages import quote_pages
from corpus_site.generate.reading import Passage, Quotation, Title, Turn, reading, unplaced
from corpus_site.generate.render import Renderer
from corpus_site.generate.views import Site
from corpus_site.model import Article, Corpus, Quote, Selector, Speaker, Work
from corpus_site.permalinks import quote_id
from corpus_site.settings import Settings

TEMPLATES = Path(__file__).parents[1] / "docs_templates"
RENDERER = Renderer(TEMPLATES)
TAGS = set(
    "a abbr article aside blockquote br button code dd details div dl dt figcaption figure footer h1 h2 h3 h4 header "
    "input label li nav ol p q section span strong summary table tbody td th thead tr ul "
    "button fieldset form legend line option output rect select svg text title".split()
)


def site_of(corpus: Corpus) -> Site:
    return Site(catalogue(corpus, Settings()), RENDERER)


def documents(corpus: Corpus) -> dict[str, Document]:
    site = site_of(corpus)
    made = [document for kind in PAGE_KINDS for document in kind.pages(site)]
    assert len({document.path for document in made}) == len(made)
    return {document.path: document for document in made}


def quotes_alone(corpus: Corpus) -> dict[str, BeautifulSoup]:
    """The pages of single quotes, which are whole pages of HTML."""
    return {file.path: BeautifulSoup(file.content, "html.parser") for file in quote_pages(site_of(corpus))}


def soup(document: Document) -> BeautifulSoup:
    html = "".join(
        f'<h{part.level} id="{part.id}">{part.id}</h{part.level}>' if isinstance(part, Heading) else part
        for part in document.parts
    )
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="module")
def pages() -> dict[str, Document]:
    return documents(sample.corpus())


def article_path(article: Article) -> str:
    return f"articles/{article.id}/index.md"


def reading_text(document: Document) -> str:
    """The text of the reading view: section titles and blocks, without what the page adds."""
    text = ""
    for part in document.parts:
        if isinstance(part, Heading):
            text += part.text if re.fullmatch(r"s\d+", part.id) else ""
            continue
        block = BeautifulSoup(part, "html.parser")
        if block.select_one(".cs-reading") is None:
            continue
        for added in block.select("[data-added]"):
            added.decompose()
        text += block.get_text()
    return text


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u202a-\u202e]+", "", text)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_reading_view_is_the_body(pages: dict[str, Document], number: int) -> None:
    article = sample.corpus().articles[number]
    assert squeezed(reading_text(pages[article_path(article)])) == squeezed(article.body)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_quote_has_its_place_on_the_page_of_its_article(pages: dict[str, Document], number: int) -> None:
    article = sample.corpus().articles[number]
    places = Counter(tag["id"] for tag in soup(pages[article_path(article)]).find_all(id=True))
    assert {quote.id: places[quote.id] for quote in article.quotes} == dict.fromkeys((q.id for q in article.quotes), 1)


def test_labels_join_their_turns_and_titles_cut_them() -> None:
    nodes = reading(sample.interview())
    turns = [node for node in nodes if isinstance(node, Turn)]
    assert [(turn.label, turn.part, len(turn.parts)) for turn in turns] == [
        ("Q：", 1, 1),
        ("李明：", 1, 5),
        ("", 2, 1),
        ("A：", 1, 1),
        ("小赵", 1, 1),
    ]
    assert [(node.level, node.id) for node in nodes if isinstance(node, Title)] == [(2, "s1"), (3, "s2"), (2, "s3")]


@some.composite
def articles(draw: some.DrawFn) -> Article:
    """Give any article at all: paragraphs, and quotes over any stretches of them, nested or crossing."""
    letters = some.text("甲乙：“”。A \n", min_size=1, max_size=12)
    body = draw(some.lists(letters, min_size=1, max_size=6).map(lambda parts: "\n\n".join(parts)))
    article = replace(sample.news(), body=body, blocks=(), quotes=())
    quotes: list[Quote] = []
    for number in range(draw(some.integers(0, 5))):
        edges = sorted(draw(some.sets(some.integers(0, len(body)), min_size=2, max_size=4)))
        spans = tuple(zip(edges[::2], edges[1::2], strict=False))
        text = "\n\n".join(body[start:end] for start, end in spans)
        kind = draw(some.sampled_from(["turn", "direct", "block", "pull"]))
        speaker = Speaker(type="person", name="甲", label=draw(some.sampled_from(["甲", "A", None])))
        quotes.append(
            Quote(
                id=quote_id(article.id, text, occurrence=number + 1),
                kind=kind,
                text=text,
                spans=spans,
                lines=(1, 1),
                speaker=speaker,
                selector=Selector(prefix="", exact="", suffix=""),
                rule="any",
                confidence="low",
                highlights=((0, 2),),
            )
        )
    return replace(article, quotes=tuple(quotes))


@given(articles())
@settings(max_examples=200, deadline=None)
def test_nothing_of_any_body_is_lost_or_doubled(article: Article) -> None:
    site = Site(catalogue(replace(sample.corpus(), articles=(article,)), Settings()), RENDERER)
    page = article_page(site, article)
    assert squeezed(reading_text(page)) == squeezed(article.body)
    ids = Counter(tag["id"] for tag in soup(page).find_all(id=True))
    assert all(ids[quote.id] == 1 for quote in article.quotes)
    assert set(ids.values()) <= {1}


def test_a_label_that_comes_again_inside_a_turn_is_kept() -> None:
    draft = sample.Draft("题", [("paragraph", "李明：第一段。"), ("paragraph", "李明：第二段。")])
    draft.quote("turn", "第一段。", "第二段。", speaker=sample.LI)
    turns = [node for node in reading(draft.article()) if isinstance(node, Turn)]
    assert [(turn.label, turn.part) for turn in turns] == [("李明：", 1), ("李明：", 2)]


def test_a_lead_in_is_not_taken_for_a_label() -> None:
    draft = sample.Draft("题", [("paragraph", "以下为对话实录："), ("paragraph", "大家好。")])
    draft.quote("turn", "大家好。", speaker=sample.LI)
    lead, turn = reading(draft.article())
    assert isinstance(lead, Passage)
    assert isinstance(turn, Turn)
    assert turn.label == ""


def bylines(page: Document) -> list[str]:
    return [tag.get_text().split()[0] for tag in soup(page).select(".cs-reading p .cs-by")]


def test_the_last_part_of_a_split_quotation_names_the_speaker(pages: dict[str, Document]) -> None:
    assert bylines(pages[article_path(sample.news())]) == ["王芳", "王芳"]  # the first is not sure, and says so
    news = sample.news()
    sure = replace(news, quotes=tuple(replace(quote, confidence="high") for quote in news.quotes))
    page = documents(replace(sample.corpus(), articles=(sure,)))[article_path(news)]
    assert bylines(page) == ["王芳"]


def test_a_work_that_the_text_names_is_not_named_again() -> None:
    draft = sample.Draft("题记", [("paragraph", "路漫漫其修远兮。——《离骚》"), ("paragraph", "又云：上下而求索。")])
    draft.quote("epigraph", "路漫漫其修远兮。", speaker=None, work=Work(title="离骚"))
    draft.quote("epigraph", "上下而求索。", speaker=None, work=Work(title="离骚"))
    article = draft.article()
    page = documents(replace(sample.corpus(), articles=(article,)))[article_path(article)]
    assert bylines(page) == ["《离骚》"]


def test_a_signature_belongs_to_the_quotation_above_it() -> None:
    draft = sample.Draft("言论", [("quote", "世界变了。"), ("quote", "-- 教授 李明，谈变化"), ("quote", "旁的话。")])
    draft.quote("block", "世界变了。", speaker=sample.LI)
    first, second = reading(draft.article())
    assert isinstance(first, Quotation)
    assert isinstance(second, Quotation)
    assert (first.quote is not None, first.signature is not None) == (True, True)
    assert (second.quote, len(second.parts)) == (None, 1)


def test_a_quote_without_a_place_still_has_an_anchor() -> None:
    news = sample.news()
    lost = replace(news.quotes[0], spans=((10_000, 10_001),))
    article = replace(news, quotes=(lost,))
    assert unplaced(article, reading(article)) == [lost.id]
    page = documents(replace(sample.corpus(), articles=(article,)))[article_path(article)]
    assert soup(page).find(id=lost.id) is not None


def internal_links(pages: Mapping[str, Document | BeautifulSoup]) -> Iterator[tuple[str, str, str]]:
    for path, page in pages.items():
        for tag in (soup(page) if isinstance(page, Document) else page).find_all("a", href=True):
            href = str(tag["href"])
            # What is no page (feeds, data) the test of the built site looks for.
            if not re.match(r"(https?|mailto):", href) and not href.endswith((".xml", ".json", ".jsonl", ".txt")):
                address, _, anchor = href.partition("#")
                there = posixpath.normpath(posixpath.join(posixpath.dirname(path), address.partition("?")[0]))
                name = "index.html" if there.startswith("q/") else "index.md"
                yield path, (posixpath.normpath(posixpath.join(there, name)) if address else path), anchor


def test_no_link_or_anchor_is_dead(pages: dict[str, Document]) -> None:
    alone = quotes_alone(sample.corpus())
    everything: dict[str, Document | BeautifulSoup] = {**pages, **alone}
    ids = {path: {tag["id"] for tag in soup(document).find_all(id=True)} for path, document in pages.items()}
    ids |= {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in alone.items()}
    dead = [
        (path, there, anchor)
        for path, there, anchor in internal_links(everything)
        if there not in ids or (anchor and anchor not in ids[there])
    ]
    assert dead == []


def test_no_id_stands_twice_on_a_page(pages: dict[str, Document]) -> None:
    for path, document in pages.items():
        counts = Counter(tag["id"] for tag in soup(document).find_all(id=True))
        assert [name for name, count in counts.items() if count > 1] == [], path


def test_people_themes_articles_and_sources_link_to_each_other(pages: dict[str, Document]) -> None:
    links = {(path, there) for path, there, _ in internal_links(pages)}
    interview = article_path(sample.interview())
    for one, two in [
        (interview, "people/li-ming/index.md"),
        (interview, "themes/scale/index.md"),
        (interview, "sources/xinzhi/index.md"),
        ("people/li-ming/index.md", "themes/scale/index.md"),
        ("people/li-ming/index.md", "people/wang-fang/index.md"),
        (interview, "people/quiet/index.md"),
    ]:
        assert (one, two) in links
        assert (two, one) in links


def test_every_page_is_reached_from_home(pages: dict[str, Document]) -> None:
    links: dict[str, set[str]] = {}
    for path, there, _ in internal_links(pages):
        links.setdefault(path, set()).add(there)
    # These stand in the navigation only.
    seen, waiting = set(), ["index.md", "sources/index.md", "organisations/index.md", "works/index.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting.extend(links.get(page, ()))
    assert set(pages) - seen == set()
    assert {path for path in quotes_alone(sample.corpus()) if path not in seen} == set()


def test_every_page_is_in_the_dialect_that_is_read_back(pages: dict[str, Document]) -> None:
    for path, document in pages.items():
        written = to_markdown(document)
        body = written.split("---\n\n", 1)[1]
        assert parts_of(body) == document.parts, path


def test_no_text_becomes_markup(pages: dict[str, Document]) -> None:
    for path, document in pages.items():
        for tag in soup(document).find_all(True):
            assert tag.name in TAGS or (tag.name == "script" and tag["type"] == "application/ld+json"), path
            assert not [name for name in tag.attrs if name.startswith("on") or name in ("style", "src", "srcset")], path
            href = tag.get("href", "")
            assert isinstance(href, str)
            assert not re.match(r"(?i)\s*(javascript|data|vbscript):", href), path
            assert "alert" not in " ".join(map(str, (tag.get("id", ""), tag.get("class", "")))), path


def test_hostile_text_shows_as_it_is_written(pages: dict[str, Document]) -> None:
    page = pages[article_path(sample.hostile())]
    text = soup(page).get_text()
    for shown in ("<script>alert(1)</script>", "{{ 7 * 7 }}", "{#x}", "[点我](javascript:alert(1))", "&lt;b&gt;"):
        assert shown in text
    assert "49" not in text


def test_traditional_text_says_so(pages: dict[str, Document]) -> None:
    page = soup(pages[article_path(sample.hostile())])
    assert [tag.get("lang") for tag in page.select(".cs-reading")] == ["zh-Hant"]
    title = page.select_one("h1")
    assert isinstance(title, Tag)
    assert title.get("lang") == "zh-Hant"


def test_a_repeat_points_to_what_it_repeats(pages: dict[str, Document]) -> None:
    page = soup(pages[article_path(sample.interview())])
    quote = next(quote for quote in sample.interview().quotes if quote.kind == "pull")
    assert page.select_one(f"#{quote.id} a[href='#{quote.repeats}']") is not None


def many(quotes: int, years: int = 3) -> Corpus:
    """Give a corpus in which one person says very much."""
    made = []
    for number in range(quotes):
        draft = sample.Draft(
            f"第{number}篇", [("paragraph", f"李明：这是第{number}句话。")], path=f"m/{number:05d}.txt"
        )
        said = sample.date(f"{2020 + number % years}-0{1 + number % 9}")
        draft.quote(
            "turn",
            f"这是第{number}句话。",
            speaker=sample.LI,
            said=said,
            themes=(sample.hit("scale"),),
            confidence="low",
        )
        made.append(draft.article(published=said))
    return Corpus(articles=tuple(made), people=sample.PEOPLE, themes=sample.THEMES, sources=())


def test_long_lists_are_paged_by_year() -> None:
    pages = documents(many(LIMIT * 2 + 3, years=2))
    parts = [path for path in pages if path.startswith("people/li-ming/")]
    assert parts == [
        "people/li-ming/index.md",
        "people/li-ming/2021/index.md",
        "people/li-ming/2021/2/index.md",
        "people/li-ming/2020/index.md",
        "people/li-ming/2020/2/index.md",
        "people/li-ming/on/scale/index.md",
    ]
    cards = {path: len(soup(document).select(".cs-quote")) for path, document in pages.items()}
    assert max(cards.values()) == LIMIT
    assert sum(cards[path] for path in parts[1:-1]) == LIMIT * 2 + 3
    assert "timeline/2020/m01/index.md" in pages
    assert "review/quotes/3/index.md" in pages
    dead = [(path, there) for path, there, _ in internal_links(pages) if there not in pages and there[:2] != "q/"]
    assert dead == []


def test_the_same_bytes_in_any_order() -> None:
    whole = sample.corpus()
    turned = replace(whole, articles=whole.articles[::-1], people=whole.people[::-1])
    one, two = (
        {file.path: file.content for file in generate(catalogue(corpus, Settings()), TEMPLATES)}
        for corpus in (whole, turned)
    )
    assert one == two
    assert "assets/corpus-site.css" in one


def test_an_empty_corpus_still_makes_a_site() -> None:
    pages = documents(Corpus(articles=(), people=(), themes=(), sources=()))
    assert set(pages) == {
        f"{folder}index.md"
        for folder in (
            "",
            "articles/",
            "people/",
            "themes/",
            "timeline/",
            "sources/",
            "organisations/",
            "works/",
            "review/",
            "about/",
        )
    }
