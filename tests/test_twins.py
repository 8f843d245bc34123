"""What programs read beside the pages: the export's own bytes, Markdown that shows every word, and the lists of it all."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from markdown_it.token import Token

import sample
from corpus_site.authority import read_authority
from corpus_site.catalogue import catalogue
from corpus_site.enrich import enrich
from corpus_site.export import write_jsonl
from corpus_site.generate.render import Renderer, plain_text
from corpus_site.generate.twin_text import article_text, escaped, linked
from corpus_site.generate.twins import sitemap_files, twin_files
from corpus_site.generate.views import Site
from corpus_site.load import load_corpus
from corpus_site.model import Article, Corpus, Mark
from corpus_site.settings import Settings

RENDERER = Renderer(Path(__file__).parents[1] / "docs_templates")
ROOT = "https://example.org/x/"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
READER = MarkdownIt("gfm-like", {"linkify": False})


def site_of(corpus: Corpus, url: str = ROOT) -> Site:
    return Site(catalogue(corpus, Settings(site_url=url)), RENDERER)


def files(corpus: Corpus, url: str = ROOT) -> dict[str, bytes]:
    made = list(twin_files(site_of(corpus, url)))
    assert len({file.path for file in made}) == len(made)
    return {file.path: file.content for file in made}


def with_only(*articles: Article) -> Corpus:
    return replace(sample.corpus(), articles=articles)


def tokens(markdown: str) -> Iterator[Token]:
    for token in READER.parse(markdown):
        yield token
        yield from token.children or ()


def shown(markdown: str) -> str:
    """Give the text that a reader of the Markdown sees."""
    return "".join(
        " " if t.type in ("softbreak", "hardbreak") else t.content for t in tokens(markdown) if not t.children
    )


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", plain_text(text))


def targets(markdown: str) -> list[str]:
    return [str(token.attrs["href"]) for token in tokens(markdown) if token.type == "link_open"]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return files(sample.corpus())


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    """The project's own corpus."""
    folder = Path(__file__).parents[1] / "seeds"
    authority, _ = read_authority(folder)
    loaded = load_corpus(folder, authority.known())
    return enrich([article for one in loaded for article in one.articles], authority)


def test_the_records_are_the_export(seeds: Corpus) -> None:
    out = io.BytesIO()
    write_jsonl(seeds.articles, out)
    made = files(seeds)
    assert made["corpus.jsonl"] == out.getvalue()
    lines = out.getvalue().splitlines(keepends=True)
    assert [made[f"articles/{json.loads(line)['id']}/article.json"] for line in lines] == lines


def test_a_name_that_is_no_text_does_not_stop_the_build() -> None:
    odd = replace(sample.news(), path="\udcff.txt", url="https://example.com/\ud800", title="\ud800")
    made = files(with_only(odd))
    assert json.loads(made["corpus.jsonl"])["path"] == "?.txt"
    assert made[f"articles/{odd.id}/article.md.txt"].startswith(b"# ")


def test_an_article_in_markdown() -> None:
    one = sample.interview()
    ids = [quote.id for quote in one.quotes]
    marks = [f"[{name}](../../q/{name}/)" for name in ids]
    assert (
        article_text(site_of(sample.corpus(), ""), one)
        == f"""\
# 规模之后

- 来源：新智评论
- 发布于：2024-05-20
- 作者：张三、李四
- 原文链接：<https://example.com/a?b=1&c=2>
- 本文人物：采访者、李明、小赵、王芳
- 主题：规模法则
- 网页：[articles/{one.id}/](../../articles/{one.id}/)
- 数据：[article.json](../../articles/{one.id}/article.json)

李明与王芳谈规模。

## 第一部分

**采访者：** 规模还能走多远？ {marks[0]}

**李明（研究员）：** 我觉得还能走很远。{"  "}
换行之后仍是这一段。

图：图一：曲线

- 第一，数据要够多。
  - 数据要干净。

有人对我说：“你疯了。”我没有理他。 {marks[2]} {marks[1]}

### 插进来的小标题

**李明（研究员）（接上文）：** 接着说完，这一轮才结束。 {marks[1]}

**王芳：** 我不同意。（笑）规模不是全部。 {marks[3]}

**小赵：** “我只想听听。” {marks[4]}

## 金句

> - 规模不是全部。 {marks[5]}
"""
    )


def test_quotations_signatures_and_links() -> None:
    one = sample.news()
    text = article_text(site_of(sample.corpus()), one)
    quotes = [f"[{quote.id}]({ROOT}q/{quote.id}/)" for quote in one.quotes]
    assert f"会后她离开。 {quotes[0]} {quotes[1]}\n" in text
    assert f"\n> 路漫漫其修远兮，吾将上下而求索。\n>\n> ——《离骚》 {quotes[3]}\n" in text
    assert "参考链接见[这里](https://example.com/ref)，也见那里。" in text
    assert "- 发布于：2023-06-03 推断\n" in text


def test_doubt_and_dispute_stand_beside_the_name_and_withdrawn_words_have_none() -> None:
    draft = sample.Draft(
        "疑", [("paragraph", "李明：甲一。"), ("paragraph", "李明：乙二。"), ("paragraph", "李明：丙三。")]
    )
    draft.quote("turn", "甲一。", speaker=sample.LI, confidence="low")
    draft.quote("turn", "乙二。", speaker=sample.LI, status="disputed")
    gone = draft.quote("turn", "丙三。", speaker=sample.LI, status="withdrawn")
    text = article_text(site_of(with_only(draft.article())), draft.article())
    assert "**李明（研究员，待考）：** 甲一。 [q" in text
    assert "**李明（研究员，有争议）：** 乙二。 [q" in text
    assert "\n\n李明： 丙三。\n" in text and gone not in text


def everything_shows(article: Article) -> None:
    text = article_text(site_of(with_only(article)), article)
    heads = [token for token in READER.parse(text) if token.type == "heading_open"]
    assert heads[0].tag == "h1" and all(head.tag in ("h2", "h3", "h4") for head in heads[1:])
    kinds = {token.type for token in tokens(text)}
    assert not kinds & {"html_block", "html_inline", "fence", "code_block", "code_inline", "image", "hr", "table_open"}
    assert not kinds & {"em_open", "s_open", "ordered_list_open"}
    assert all(target.startswith((ROOT, "https://", "http://")) for target in targets(text))
    seen = squeezed(shown(text))
    for block in article.blocks:
        if block.span is not None:
            label, _, words = block.text.rpartition("：")
            assert squeezed(words) in seen, (label, words)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_word_of_the_body_shows_as_it_is(number: int) -> None:
    everything_shows(sample.corpus().articles[number])


@given(
    some.lists(some.text("甲：“” \n\t\\`*_{}[]()<>#+-.!|~&=:$1a\u202e\ud800\x00", min_size=1, max_size=16), max_size=6)
)
@example(
    [
        "1. 甲",
        "2) 乙",
        "- 丙",
        "+ 丁",
        "* 戊",
        "# 己",
        "===",
        "---",
        "- - -",
        "```",
        "~~~",
        "    庚",
        "> 辛",
        "甲  \n\n",
    ]
)
@example(["甲\n===", "a|b\n-|-", "[甲]: x", "![甲](x)", "&lt;", "<b>", "**甲**", "~~甲~~", "\\", "甲\\"])
@example(list(sample.HOSTILE))
def test_no_text_is_read_as_markup(paragraphs: list[str]) -> None:
    kept = [re.sub(r"\n\s*\n", "\n", text).strip() for text in paragraphs]
    everything_shows(sample.Draft(" # ", [("paragraph", text) for text in kept if text]).article())
    everything_shows(sample.Draft("题", [("heading 2", text) for text in kept if text]).article())
    everything_shows(sample.Draft("题", [("item 3", text) for text in kept if text]).article())
    everything_shows(sample.Draft("题", [("quote", text) for text in kept if text]).article())


@given(some.text("甲 \n\\`*_{}[]()<>#+-.!|~&=1a"))
def test_a_line_shows_as_it_is(text: str) -> None:
    assert squeezed(shown(escaped(text))) == squeezed(text)
    assert targets(linked("甲" + text, "https://example.com/a_(b)?c=1&d=<>")) == [
        "https://example.com/a_%28b%29?c=1&d=%3C%3E"
    ]


def test_links_of_the_text_lead_only_where_links_may() -> None:
    draft = sample.Draft("链", [("paragraph", "甲乙丙丁")])
    for words, url in (("甲", "https://a.example/)(<x>`"), ("乙", "javascript:alert(1)"), ("丙", "images/1.webp")):
        draft.mark(words, url)
    draft.blocks[0] = replace(draft.blocks[0], marks=(*draft.blocks[0].marks, Mark(kind="bold", span=(3, 4))))
    text = article_text(site_of(with_only(draft.article())), draft.article())
    assert text.endswith("\n\n[甲](https://a.example/%29%28%3Cx%3E%60)乙丙丁\n")


def rows(text: str) -> Iterable[str]:
    return (line for line in text.split("\n") if line.startswith("- "))


@pytest.mark.parametrize("url", ["", ROOT])
def test_llms_txt_has_the_form_that_readers_know_and_every_link_leads_somewhere(url: str) -> None:
    corpus = sample.corpus()
    made = files(corpus, url)
    text = made["llms.txt"].decode()
    head, _, rest = text.partition("\n\n## ")
    assert re.fullmatch(r"# \S.*\n\n> \S.*\n\n\S.*", head)
    assert [part.partition("\n")[0] for part in ("## " + rest).split("\n\n## ")] == ["## 文章", "人物", "主题", "数据"]
    assert all(re.fullmatch(r"- \[.+\]\([^()\s]+\)(: \S.*)?", row) for row in rows(text))
    pages = {f"people/{person.id}/" for person in corpus.people} | {f"themes/{theme.id}/" for theme in corpus.themes}
    for target in targets(text):
        path = urljoin("http://host/llms.txt", target).removeprefix(url or "http://host/")
        assert path in made or path in pages or path == "feed.json", target


def test_llms_txt_stays_short() -> None:
    def one(number: int) -> Article:
        name = replace(sample.LI, id=f"p{number}")
        draft = sample.Draft(f"第{number}篇", [("paragraph", f"李明：第{number}句。")], path=f"{number}.txt")
        draft.quote("turn", f"第{number}句。", speaker=name, themes=(sample.hit(f"t{number}"),))
        return draft.article()

    people = tuple(replace(sample.PEOPLE[0], id=f"p{n}") for n in range(150))
    themes = tuple(replace(sample.THEMES[0], id=f"t{n}") for n in range(150))
    corpus = Corpus(articles=tuple(map(one, range(150))), people=people, themes=themes, sources=())
    text = files(corpus)["llms.txt"].decode()
    assert len(list(rows(text))) > 170 and text.count("\n") <= 200


def test_robots_may_read_everything_and_learn_of_sitemaps_where_addresses_are_known() -> None:
    assert files(sample.corpus(), "")["robots.txt"].decode() == "User-agent: *\nAllow: /\n"
    assert files(sample.corpus())["robots.txt"].decode() == (
        f"User-agent: *\nAllow: /\n\nSitemap: {ROOT}sitemap.xml\nSitemap: {ROOT}q/sitemap.xml\n"
    )


def places(content: bytes, kind: str) -> list[str]:
    root = ElementTree.fromstring(content)
    assert root.tag == f"{MAP}{kind}"
    return [found.text or "" for found in root.iter(f"{MAP}loc")]


def test_the_sitemap_lists_the_page_of_every_quote_once(made: dict[str, bytes]) -> None:
    site = site_of(sample.corpus())
    wanted = sorted(f"{ROOT}q/{entry.quote.id}/" for entry in site.catalogue.listed)
    assert places(made["q/sitemap.xml"], "urlset") == wanted
    assert not any(path.endswith("sitemap.xml") for path in files(sample.corpus(), ""))


def test_many_addresses_go_into_several_sitemaps_with_an_index() -> None:
    site = site_of(sample.corpus())
    cut = {file.path: file.content for file in sitemap_files(site, 3)}
    names = places(cut["q/sitemap.xml"], "sitemapindex")
    assert [f"{ROOT}{path}" for path in cut if path != "q/sitemap.xml"] == names and len(names) > 1
    whole = [place for path in list(cut)[1:] for place in places(cut[path], "urlset")]
    assert whole == places(next(iter(sitemap_files(site))).content, "urlset")


def test_the_order_of_what_is_read_makes_no_difference(made: dict[str, bytes]) -> None:
    corpus = sample.corpus()
    shuffled = replace(corpus, articles=corpus.articles[::-1], people=corpus.people[::-1])
    assert files(shuffled) == made
