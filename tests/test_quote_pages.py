"""The page of a single quote: whole, true to its article, and safe."""

from __future__ import annotations

import json
from dataclasses import replace

from bs4 import BeautifulSoup

import sample
from corpus_site.catalogue import catalogue
from corpus_site.generate.quote_pages import quote_pages
from corpus_site.generate.render import Renderer
from corpus_site.generate.views import Site
from corpus_site.model import Corpus
from corpus_site.settings import Settings
from project import ROOT


def pages(corpus: Corpus, settings: Settings | None = None) -> dict[str, BeautifulSoup]:
    site = Site(catalogue(corpus, settings or Settings()), Renderer(ROOT / "docs_templates"))
    return {file.path.split("/")[1]: BeautifulSoup(file.content, "html.parser") for file in quote_pages(site)}


def test_every_quote_has_a_page_with_its_words_and_its_evidence() -> None:
    corpus = sample.corpus()
    made = pages(corpus)
    quotes = {quote.id: quote for article in corpus.articles for quote in article.quotes}
    assert set(made) == set(quotes)
    for name, page in made.items():
        quote = quotes[name]
        words = page.select_one("blockquote")
        assert words is not None
        if quote.joins is None:
            assert "".join(quote.text.split())[:20] in "".join(words.get_text().split())
        assert page.select_one("[data-copy-text]") is not None
        assert page.find(id="cs-why-title") is not None


def test_a_later_part_shows_the_whole_and_points_to_it() -> None:
    corpus = sample.corpus()
    made = pages(corpus, Settings(site_url="https://example.org/"))
    part = next(quote for article in corpus.articles for quote in article.quotes if quote.joins)
    canonical = made[part.id].find("link", rel="canonical")
    assert canonical is not None
    assert canonical["href"] == f"https://example.org/q/{part.joins}/"  # type: ignore[index]
    assert "一切都变了，但还来得及。" in made[part.id].get_text()


def test_the_context_marks_only_what_was_said() -> None:
    corpus = sample.corpus()
    split = next(q for a in corpus.articles for q in a.quotes if any(o.joins == q.id for o in a.quotes))
    page = pages(corpus)[split.id]
    marked = [mark.get_text() for mark in page.select("mark")]
    assert marked == ["一切都变了，", "但还来得及。"]


def test_its_record_says_the_same_as_the_page() -> None:
    for name, page in pages(sample.corpus(), Settings(site_url="https://example.org/")).items():
        script = page.find("script", type="application/ld+json")
        assert script is not None
        record = json.loads(script.get_text())
        assert record["@type"] == "Quotation"
        assert record["@id"].startswith("https://example.org/q/"), name


def test_hostile_words_stay_words() -> None:
    corpus = sample.corpus()
    (article, *others) = corpus.articles
    for hostile in sample.HOSTILE:
        quote = replace(article.quotes[0], cue=hostile, rule=hostile)
        poisoned = replace(article, title=hostile, quotes=(quote, *article.quotes[1:]))
        for page in pages(replace(corpus, articles=(poisoned, *others)), Settings(site_name=hostile)).values():
            scripts = page.find_all("script")
            assert all(
                one.get("src", "").startswith("../../assets/") or one.get("type") == "application/ld+json"
                for one in scripts
            )
            assert page.find(["img", "iframe", "base", "style"]) is None
            assert not [
                tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on") or name == "style"
            ]
