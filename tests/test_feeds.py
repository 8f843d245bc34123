"""Feeds: whole and valid by their standards, newest first, the same for ever, and harmless."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest

import sample
from corpus_site.catalogue import catalogue
from corpus_site.generate.feeds import ARTICLES, QUOTES, feed_files
from corpus_site.generate.render import Renderer
from corpus_site.generate.views import Site
from corpus_site.model import Article, Corpus, Person, PersonId, Speaker
from corpus_site.settings import Settings

RENDERER = Renderer(Path(__file__).parents[1] / "docs_templates")
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
KNOWN = Settings(site_name="语录站", owner="某社", site_url="https://example.org/x/", copyright="仅供研究")
EVIL = "]]><script>alert(1)</script>&amp;\ud800\ufffe\x00\x0b\u202e乙"


def files(corpus: Corpus, settings: Settings = KNOWN) -> dict[str, bytes]:
    made = list(feed_files(Site(catalogue(corpus, settings), RENDERER)))
    assert len({file.path for file in made}) == len(made)
    return {file.path: file.content for file in made}


def atom(made: dict[str, bytes], folder: str) -> ElementTree.Element:
    return ElementTree.fromstring(made[f"{folder}feed.xml"])


def as_json(made: dict[str, bytes], folder: str) -> dict[str, Any]:
    return json.loads(made[f"{folder}feed.json"])


def texts(element: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall("/".join(ATOM + step for step in path.split("/")))]


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def talks(number: int, speaker: Speaker = sample.LI, dated: bool = True) -> Iterator[Article]:
    """Make articles of one quote each, the dates in no order."""
    for one in range(number):
        draft = sample.Draft(f"第{one}篇", [("paragraph", f"李明：第{one}句话，说得不长。")], path=f"{one}.txt")
        draft.quote("turn", f"第{one}句话，说得不长。", speaker=speaker, themes=(sample.hit("scale"),))
        yield draft.article(published=sample.date(f"2024-{one * 5 % 12 + 1:02}-{one % 28 + 1:02}") if dated else None)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return files(sample.corpus())


def test_there_is_a_feed_for_whoever_speaks_and_whatever_is_spoken_of(made: dict[str, bytes]) -> None:
    folders = ["", "people/li-ming/", "people/wang-fang/", "people/bank/", "themes/scale/", "themes/data/"]
    folders += ["themes/jobs/", "themes/hope/"]
    assert sorted(made) == sorted(folder + name for folder in folders for name in ("feed.xml", "feed.json"))


@pytest.mark.parametrize("settings", [KNOWN, Settings()])
def test_every_atom_feed_has_what_the_standard_wants(settings: Settings) -> None:
    for path, content in files(sample.corpus(), settings).items():
        if not path.endswith(".xml"):
            continue
        feed = ElementTree.fromstring(content)
        assert feed.tag == f"{ATOM}feed"
        ids = []
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated", "author/name"):
                assert len(texts(element, name)) == 1 and texts(element, name)[0], (path, name)
            assert STAMP.fullmatch(texts(element, "updated")[0])
            assert re.match(r"(https|tag):", texts(element, "id")[0])
            assert "alternate" in links(element)
            ids.append(texts(element, "id")[0])
        assert len(set(ids)) == len(ids)
        assert links(feed)["self"].endswith(path if settings is KNOWN else "feed.xml")


@pytest.mark.parametrize("settings", [KNOWN, Settings()])
def test_every_json_feed_has_what_the_standard_wants(settings: Settings) -> None:
    for path, content in files(sample.corpus(), settings).items():
        if not path.endswith(".json"):
            continue
        feed = json.loads(content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"] and feed["home_page_url"] and feed["feed_url"] and feed["items"]
        for item in feed["items"]:
            assert isinstance(item["id"], str) and item["url"] and item["content_text"]
            assert all(author["name"] for author in item["authors"])
            assert STAMP.fullmatch(item.get("date_published", "2024-01-01T00:00:00Z"))


def test_both_forms_say_the_same(made: dict[str, bytes]) -> None:
    for path in made:
        folder = path.rpartition("feed.")[0]
        entries = atom(made, folder).findall(f"{ATOM}entry")
        items = as_json(made, folder)["items"]
        for entry, item in zip(entries, items, strict=True):
            assert texts(entry, "id") == [item["id"]] and texts(entry, "title") == [item["title"]]
            assert links(entry)["alternate"] == item["url"] and links(entry).get("via") == item.get("external_url")
            assert [c.attrib["label"] for c in entry.findall(f"{ATOM}category")] == item["tags"]
            assert texts(entry, "content") == ([item["content_html"]] if "content_html" in item else [])


def test_a_quote_in_a_feed(made: dict[str, bytes]) -> None:
    quote = sample.interview().quotes[1]
    item = as_json(made, "people/li-ming/")["items"][0]
    assert item["id"] == item["url"] == f"https://example.org/x/q/{quote.id}/"
    assert item["title"].startswith("李明：「我觉得还能走很远。 换行之后仍是这一段。")
    assert item["content_text"] == quote.text
    assert item["content_html"].startswith("<blockquote><p>我觉得还能走很远。<br>换行之后仍是这一段。</p><p>第一")
    assert item["content_html"].endswith("<p>李明（研究员） · 2024-05-18 · 《规模之后》 · 新智评论</p>")
    assert item["date_published"] == "2024-05-18T00:00:00Z"
    assert item["authors"] == [{"name": "李明", "url": "https://example.org/x/people/li-ming/"}]
    assert item["tags"] == ["规模法则", "数据"]
    assert item["external_url"] == "https://example.com/a?b=1&c=2"


def test_a_split_quotation_is_one_item(made: dict[str, bytes]) -> None:
    items = as_json(made, "people/wang-fang/")["items"]
    assert [item["content_text"] for item in items] == ["我不同意。\n\n规模不是全部。", "一切都变了，但还来得及。"]


def test_relative_addresses_lead_from_the_feed_to_the_page() -> None:
    relative = files(sample.corpus(), Settings())
    quote = sample.interview().quotes[1].id
    for folder in ("people/li-ming/", "themes/scale/"):
        base = f"http://host/some/where/{folder}feed.xml"
        feed = atom(relative, folder)
        assert urljoin(base, links(feed)["self"]) == base
        assert urljoin(base, links(feed)["alternate"]) == f"http://host/some/where/{folder}"
        entry = next(e for e in feed.findall(f"{ATOM}entry") if quote in texts(e, "id")[0])
        assert texts(entry, "id") == [f"tag:corpus-site.invalid,2000:q/{quote}/"]
        assert urljoin(base, links(entry)["alternate"]) == f"http://host/some/where/q/{quote}/"


def test_the_newest_come_first_and_older_ones_fall_out() -> None:
    corpus = Corpus(articles=tuple(talks(QUOTES + 9)), people=sample.PEOPLE, themes=sample.THEMES, sources=())
    made = files(corpus)
    for folder, number in (("", ARTICLES), ("people/li-ming/", QUOTES), ("themes/scale/", QUOTES)):
        stamps = texts(atom(made, folder), "entry/updated")
        assert len(stamps) == number and stamps == sorted(stamps, reverse=True)
        assert texts(atom(made, folder), "updated") == [stamps[0]]
        assert stamps[0] == max(f"2024-{n * 5 % 12 + 1:02}-{n % 28 + 1:02}T00:00:00Z" for n in range(QUOTES + 9))


def test_what_has_no_date_stands_last_with_the_oldest_one_and_claims_none() -> None:
    undated = next(talks(1, dated=False))
    corpus = replace(sample.corpus(), articles=(*sample.corpus().articles, undated))
    made = files(corpus)
    for folder in ("", "people/li-ming/"):
        last = atom(made, folder).findall(f"{ATOM}entry")[-1]
        assert texts(last, "updated") == ["2023-06-03T00:00:00Z"]  # of the oldest article, in every feed
        assert "date_published" not in as_json(made, folder)["items"][-1]


def test_a_corpus_without_dates_and_one_without_anything() -> None:
    corpus = Corpus(articles=tuple(talks(2, dated=False)), people=(), themes=(), sources=())
    assert texts(atom(files(corpus), ""), "updated") == ["1970-01-01T00:00:00Z"]
    empty = files(Corpus(articles=(), people=(), themes=(), sources=()))
    assert sorted(empty) == ["feed.json", "feed.xml"]
    assert as_json(empty, "")["items"] == [] and texts(atom(empty, ""), "updated") == ["1970-01-01T00:00:00Z"]


def test_doubtful_words_are_not_given_to_a_name(made: dict[str, bytes]) -> None:
    draft = sample.Draft("疑", [("paragraph", "甲一。乙二。丙三。")])
    draft.quote("direct", "甲一。", speaker=sample.LI, confidence="low")
    draft.quote("direct", "乙二。", speaker=sample.LI, status="misattributed")
    draft.quote("direct", "丙三。", speaker=sample.LI, status="disputed")
    corpus = replace(sample.corpus(), articles=(draft.article(),))
    items = as_json(files(corpus), "people/li-ming/")["items"]
    said = {item["content_text"]: (item["authors"][0]["name"], item["title"].partition("：")[0]) for item in items}
    assert said == {
        "甲一。": ("未能确认", "李明（待考）"),
        "乙二。": ("未能确认", "李明（误归）"),
        "丙三。": ("李明", "李明（有争议）"),
    }


def test_an_entry_that_names_nobody_does_not_fall_to_the_owner_of_the_site() -> None:
    draft = sample.Draft("无主", [("paragraph", "甲一。乙二。")])
    draft.quote("epigraph", "甲一。", speaker=None, themes=(sample.hit("scale"),))
    corpus = replace(sample.corpus(), articles=(draft.article(),))
    made = files(corpus)
    assert texts(atom(made, "themes/scale/"), "entry/author/name") == ["未能确认"]
    assert texts(atom(made, ""), "entry/author/name") == ["来源未注明"]
    assert texts(atom(made, ""), "author/name") == ["某社"]


def hostile() -> Corpus:
    draft = sample.Draft(EVIL, [("paragraph", f"某某：{EVIL}。")], path="\udcff.txt")
    draft.quote("turn", f"{EVIL}。", speaker=Speaker(id=PersonId("evil"), type="person", name=EVIL, role=EVIL))
    article = draft.article(
        authors=(EVIL,), publisher=EVIL, url="https://example.com/\ud800", published=sample.date(EVIL)
    )
    people = (Person(id=PersonId("evil"), name=EVIL, description=EVIL, links=(("x", "javascript:alert(1)"),)),)
    return Corpus(articles=(article, sample.hostile()), people=people, themes=sample.THEMES, sources=())


@pytest.mark.parametrize("url", ["", "https://example.org/x/"])
def test_hostile_texts_stay_text(url: str) -> None:
    made = files(hostile(), Settings(site_name=EVIL, owner=EVIL, description=EVIL, copyright=EVIL, site_url=url))
    for path, content in made.items():
        text = content.decode()
        assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\ufffe\uffff]", text), path
        if path.endswith(".json"):
            feed = json.loads(text)
            html = [item["content_html"] for item in feed["items"] if "content_html" in item]
            titles = [feed["title"], *(item["title"] for item in feed["items"])]
        else:
            element = ElementTree.fromstring(content)
            html = texts(element, "entry/content")
            titles = texts(element, "title") + texts(element, "entry/title")
            assert all(child.tag.startswith(ATOM) for child in element.iter())
        assert all(
            set(re.findall("<[^>]*>", part)) <= set("<blockquote> </blockquote> <p> </p> <br>".split()) for part in html
        )
        assert any("]]><script>alert(1)</script>&amp;乙" in title for title in titles), titles
        assert "javascript:" not in text.replace("](javascript:", "")


def test_the_language_of_an_entry_is_that_of_its_text(made: dict[str, bytes]) -> None:
    assert atom(made, "").attrib[LANG] == "zh-Hans"
    entries = atom(made, "").findall(f"{ATOM}entry")
    assert [entry.get(LANG) for entry in entries] == [None, None, "zh-Hant"]
    assert [item["language"] for item in as_json(made, "")["items"]] == ["zh-Hans", "zh-Hans", "zh-Hant"]


def test_the_order_of_what_is_read_makes_no_difference(made: dict[str, bytes]) -> None:
    corpus = sample.corpus()
    shuffled = replace(corpus, articles=corpus.articles[::-1], people=corpus.people[::-1])
    assert files(shuffled) == made
    assert list(files(corpus)) == list(files(corpus))
