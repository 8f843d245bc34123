"""The index of the search and its twin on the command line: what is written comes back, and finds what is there."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_site import cli
from corpus_site.catalogue import catalogue
from corpus_site.generate import search as making
from corpus_site.generate.render import Renderer
from corpus_site.generate.search_files import gzipped, packed_numbers
from corpus_site.generate.search_fold import flat, folded, key_of, places
from corpus_site.generate.search_passages import LONGEST, pieces
from corpus_site.generate.search_tokens import asked, decides, tokens
from corpus_site.generate.views import Site
from corpus_site.search import Index, Result, search
from corpus_site.search.matching import Group, candidates, look
from corpus_site.search.query import Form
from corpus_site.search.reader import Segment, Text, numbers
from project import ROOT, Project

VECTORS = json.loads((ROOT / "tests" / "cases" / "fold-vectors.json").read_text(encoding="utf-8"))
NEW = """# 一次虚构的对话

2024年5月6日

林一：我们今天谈谈钛合金风筝。

周二：钛合金风筝不够的时候，先想清楚要放什么。
"""
MIXED = st.text(st.sampled_from("算力规模法則機器学习AIaigpt4０Ｇ -\n·，。“”…的我𠀀é"), max_size=30)


@pytest.fixture(name="index", scope="module")
def opened(built: Project) -> Index:
    return Index(built.site)


def passages(index: Index) -> Iterator[tuple[Segment, int, Text]]:
    for segment in index.segments:
        for number in range(segment.starts[-1]):
            yield segment, number, segment.text(number)


def one(text: str) -> tuple[Group, ...]:
    return (Group((Form.of(text),)),)


def made(seeds: Path, cache: Path | None) -> dict[str, bytes]:
    """Make the index of a corpus, without its pages."""
    found = cli._read(seeds)
    site = Site(catalogue(found.corpus, found.settings), Renderer(ROOT / "docs_templates"))
    return {file.path: file.content for file in making.search_files(site, cache, lambda text: None)}


def laid(files: dict[str, bytes], folder: Path) -> Index:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return Index(folder)


@pytest.mark.parametrize(("text", "wanted", "why"), VECTORS["folded"])
def test_spellings_fold_to_one(text: str, wanted: str, why: str) -> None:
    assert folded(text) == wanted, why


def test_names_tokens_and_places_are_as_the_vectors_say() -> None:
    assert [(text, key_of(text)) for text, _ in VECTORS["keys"]] == [tuple(row) for row in VECTORS["keys"]]
    assert [[text, asked(text)] for text, _ in VECTORS["asked"]] == VECTORS["asked"]
    assert [[text, places(text)] for text, _ in VECTORS["places"]] == VECTORS["places"]


@given(MIXED)
def test_folding_twice_changes_nothing_and_keeps_its_places(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert len(places(text)) == len(folded(text)) + 1
    assert all(folded(text[at]) == c or c == flat(text[at]) for c, at in zip(folded(text), places(text), strict=False))


@given(MIXED, st.integers(0, 30), st.integers(1, 30))
def test_a_text_has_the_tokens_of_every_string_in_it(text: str, start: int, size: int) -> None:
    part = text[start : start + size].strip()
    if any(blank in part for blank in " \n") or not part:
        return
    assert set(asked(folded(part))) <= tokens(folded(text))
    assert not folded(part).strip("-") or look(text, one(part)).parts == 1
    if decides(folded(part)):
        assert asked(folded(part)) == [folded(part)]


@given(st.sets(st.integers(0, 1 << 31)))
def test_numbers_come_back(some: set[int]) -> None:
    assert list(numbers(packed_numbers(sorted(some)))) == sorted(some)


@given(st.text("一二三四。！？”\n", max_size=2000))
def test_prose_is_cut_and_nothing_is_lost(text: str) -> None:
    cut = pieces(text)
    assert all(0 < len(piece) <= LONGEST for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_packing_knows_no_time() -> None:
    assert gzipped(b"one")[4:8] == bytes(4)


def test_every_stretch_of_every_passage_is_found(index: Index) -> None:
    """A few of each passage: two characters or more, without blanks."""
    dice = random.Random(6)
    for segment, number, text in passages(index):
        for _ in range(2):
            start = dice.randrange(len(text.text))
            part = re.split(r"\s", text.text[start : start + dice.randint(2, 12)])[0]
            if len(part) < 2 or not folded(part).strip("-"):
                continue
            found = {c.number for c in candidates([segment], one(part), {})}
            assert number in found, (part, text)
            assert look(text.text, one(part)).marks, (part, text)


def test_the_words_that_are_marked_are_the_words_asked_for(index: Index) -> None:
    for hit in search(index, "機器學習", limit=50).hits:
        assert hit.marks or hit.kind in ("person", "theme")
        assert {folded(hit.text[start:end]) for start, end in hit.marks} <= {"机器学习"}


def test_every_passage_stands_on_its_page(built: Project, index: Index) -> None:
    pages: dict[str, set[str]] = {}
    lost = []
    for _, _, text in passages(index):
        page = built.site / "articles" / text.article / "index.html"
        ids = pages.setdefault(text.article, set(re.findall(r' id="([^"]+)"', page.read_text(encoding="utf-8"))))
        if text.anchor and text.anchor not in ids:
            lost.append((text.article, text.anchor))
    assert lost == []


def test_ids_are_given_once_on_a_page(built: Project) -> None:
    for page in built.site.glob("articles/*/index.html"):
        ids = re.findall(r' id="([^"]+)"', page.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), page


def test_traditional_and_simplified_find_the_same(index: Index) -> None:
    for one_script, other in (("数据", "數據"), ("机器学习", "機器學習"), ("奥特曼", "奧特曼")):
        ours, theirs = search(index, one_script), search(index, other)
        assert [h.href for h in ours.hits] == [h.href for h in theirs.hits]
        assert ours.total == theirs.total > 0


@pytest.mark.parametrize("name", ["奥特曼", "aoteman", "Sam Altman", "altman", "AOTEMAN", "薩姆·奧特曼", "Sam"])
def test_a_name_in_any_form_leads_to_the_person_and_widens_the_search(index: Index, name: str) -> None:
    found = search(index, name)
    assert (found.hits[0].kind, found.hits[0].href) == ("person", "people/sam-altman/")
    assert {"奥特曼", "altman"} <= set(found.terms)
    assert set(found.widened) == set(found.terms) - {flat(name)}
    assert found.total > 0


def test_words_in_quotation_marks_stay_as_they_are(index: Index) -> None:
    found = search(index, '"奥特曼"')
    assert found.widened == ()
    assert all("奥特曼" in folded(hit.text) for hit in found.hits)


def test_all_words_stand_in_one_article(index: Index) -> None:
    both, one_word, other = (search(index, query, limit=1000) for query in ("模型 数据", "模型", "数据"))
    articles = [{hit.article for hit in found.hits if hit.article} for found in (both, one_word, other)]
    assert articles[0] == articles[1] & articles[2]
    first = both.hits[0]
    assert all(word in folded(first.text) for word in ("模型", "数据"))


def test_results_narrow_down_and_counts_keep_what_they_promise(index: Index) -> None:
    whole = search(index, "模型")
    for facet, choices in whole.facets.items():
        for value, name, count in choices[:3]:
            narrowed = search(index, "模型", filters={facet: [value]}, limit=1000)
            assert narrowed.total == count, (facet, value)
            assert {v: n for v, _, n in narrowed.facets[facet]}[value] == count
            typed = search(index, f'模型 {facet}:"{name}"')
            assert typed.total >= count or facet == "person"


def test_pages_of_results_follow_each_other(index: Index) -> None:
    whole = [hit for hit in search(index, "模型", limit=1000).hits if hit.article]
    parts = [
        h for start in range(0, len(whole), 7) for h in search(index, "模型", limit=7, offset=start).hits if h.article
    ]
    assert [hit.href for hit in parts] == [hit.href for hit in whole]
    assert len(whole) == search(index, "模型").total


def test_what_is_not_there_is_not_found_but_something_near_is_named(index: Index) -> None:
    assert search(index, "钛合金风筝").total == 0
    assert search(index, "奥特慢").suggestion == "奥特曼"
    assert search(index, "altmann").suggestion == "altman"
    assert search(index, "钛合金风筝").suggestion == ""


@pytest.mark.parametrize(
    "query",
    ["", " ", '"', '""', "“", ":", "person:", "a" * 5000, "算力" * 2500, "(.*)[a-z]+\\", "<b>", "__proto__", "constructor",
     "\x00\x01p:sam-altman", "\ud800", "year:0000-9999", "-", "…", "𠀀", "1 2 3 4 5 6 7 8 9 10 11 12 13 14"],
)  # fmt: skip
def test_no_query_is_an_error(index: Index, query: str) -> None:
    assert isinstance(search(index, query), Result)


def test_the_same_corpus_gives_the_same_files_kept_or_not(project: Project, tmp_path: Path) -> None:
    before = made(project.seeds, tmp_path / "cache")
    (project.seeds / "new.md").write_text(NEW, encoding="utf-8")
    step = made(project.seeds, tmp_path / "cache")
    assert step == made(project.seeds, None) == made(project.seeds, tmp_path / "cache")
    assert step != before
    shared = [name for name in before if name in step]
    assert all(before[name] == step[name] for name in shared if re.search(r"-[0-9a-f]+\.bin$", name))


def test_an_article_more_leaves_the_base_of_a_large_corpus_as_it_is(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "SMALL", 0)
    monkeypatch.setattr(making, "RENEWED", 0.5)
    before = made(project.seeds, tmp_path / "cache")
    (project.seeds / "new.md").write_text(NEW, encoding="utf-8")
    after = made(project.seeds, tmp_path / "cache")
    base = {name: content for name, content in before.items() if name.startswith("search/a/")}
    assert base.items() <= after.items()
    index = laid(after, tmp_path / "site")
    assert [hit.title for hit in search(index, "钛合金风筝").hits] == ["一次虚构的对话"] * 2
    assert search(index, "模型").total == search(laid(before, tmp_path / "before"), "模型").total

    (project.seeds / "new.md").unlink()
    gone = min(path for path in project.seeds.iterdir() if path.suffix == ".txt")
    words = search(index, "人工智能", limit=1000).hits
    gone.unlink()
    less = laid(made(project.seeds, tmp_path / "cache"), tmp_path / "less")
    assert less.manifest["segments"][0]["dead"]
    left = {hit.article for hit in search(less, "人工智能", limit=1000).hits}
    assert left < {hit.article for hit in words}


def test_a_damaged_store_is_made_anew(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SMALL", 0)
    monkeypatch.setattr(making, "RENEWED", 0.5)
    made(project.seeds, tmp_path / "cache")
    for kept in (tmp_path / "cache" / "search" / "segments").iterdir():
        kept.write_bytes(b"damaged")
    min(path for path in project.seeds.iterdir() if path.suffix == ".txt").unlink()
    assert made(project.seeds, tmp_path / "cache") == made(project.seeds, None)


def test_the_command_finds_what_the_page_finds(built: Project, index: Index) -> None:
    ran = built.run("search", "機器學習", "--json", "--limit", "5")
    data = json.loads(ran.stdout)
    found = search(index, "机器学习", limit=5)
    assert (data["total"], [hit["href"] for hit in data["hits"]]) == (found.total, [hit.href for hit in found.hits])
    shown = built.run("search", "模型", "--person", "奥特曼", "--year", "2000-2040", "--kind", "turn").stdout
    assert "[模型]" in shown
    assert "people/sam-altman" not in shown


def test_the_command_says_when_there_is_nothing(built: Project, tmp_path: Path) -> None:
    assert "Did you mean: 奥特曼" in built.run("search", "奥特慢", status=1).stdout
    ran = built.run("search", "x", "--output", str(tmp_path), status=2)
    assert "build the site first" in ran.stderr


def test_what_a_page_asks_for_before_anybody_types_is_small(built: Project) -> None:
    names = ("assets/search-worker.js", "search/search_index.json", "search/manifest.json")
    assert sum(len((built.site / name).read_bytes()) for name in names) < 5000
