"""The seed corpus, read whole: one person however named, highlights tied to their turns, nobody unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_site.authority import Authority, read_authority
from corpus_site.enrich import enrich
from corpus_site.load import load_corpus
from corpus_site.model import Corpus
from corpus_site.problems import one_line
from corpus_site.settings import read_settings

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def authority() -> Authority:
    found, problems = read_authority(SEEDS)
    assert [one_line(problem) for problem in problems] == []
    assert read_settings(SEEDS)[1] == ()
    return found


@pytest.fixture(scope="module")
def corpus(authority: Authority) -> Corpus:
    loaded = load_corpus(SEEDS, authority.known())
    return enrich([article for one in loaded for article in one.articles], authority)


@pytest.mark.parametrize(
    ("person", "forms"),
    [
        ("sam-altman", ["Sam Altman", "奥特曼", "萨姆·奥特曼", "山姆·奥特曼", "阿尔特曼", "Altman", "薩姆·奧特曼"]),
        ("greg-brockman", ["Greg Brockman", "格雷格·布罗克曼"]),
        ("ilya-sutskever", ["Ilya Sutskever", "Elia Sutskever"]),
        ("geoffrey-hinton", ["Geoffrey Hinton", "Geoffery Hinton", "辛顿"]),
        ("olivia-lipkin", ["奥利维亚·利普金", "Olivia Lipkin"]),
        ("sarah-t-roberts", ["萨拉·罗伯茨", "Sarah T. Roberts"]),
        ("satya-nadella", ["纳德拉", "萨蒂亚·纳德拉"]),
        ("fu-yao", ["符尧", "符堯"]),
        ("goldman-sachs", ["高盛"]),
    ],
)
def test_agreed_forms(authority: Authority, person: str, forms: list[str]) -> None:
    known = authority.known()
    assert {form: known.find(form) for form in forms} == dict.fromkeys(forms, person)


@pytest.mark.parametrize("form", ["Sam", "山姆", "Ilya", "Greg", "Patrick", "利普金", "罗伯茨", "Kevin"])
def test_ambiguous_forms_are_only_short_ones(authority: Authority, form: str) -> None:
    known = authority.known()
    assert known.find(form) is None
    assert known.shorts(form)


def test_everybody_who_speaks_is_known(corpus: Corpus) -> None:
    speakers = [quote.speaker for article in corpus.articles for quote in article.quotes if quote.speaker]
    assert {s.label or "" for s in speakers if s.type != "role" and s.id is None} == set()
    assert [one_line(problem) for problem in corpus.problems] == []
    assert {person.origin for person in corpus.people if person.type == "person"} == {"authority"}


def test_who_is_met_under_which_forms(corpus: Corpus) -> None:
    met: dict[str, set[str]] = {}
    for article in corpus.articles:
        for person in article.people:
            met.setdefault(person.id or "", set()).update(person.names)
    assert met["sam-altman"] == {"Sam Altman", "Sam", "奥特曼", "萨姆·奥特曼", "山姆·奥特曼", "萨姆", "阿尔特曼"}
    assert met["greg-brockman"] == {"Greg Brockman", "Brockman", "Greg"}
    assert met["ilya-sutskever"] == {"Ilya Sutskever", "Elia Sutskever", "Ilya", "Ilia", "伊利亞"}
    assert met["geoffrey-hinton"] == {"Geoffrey Hinton", "Geoffery Hinton"}
    assert met["olivia-lipkin"] == {"奥利维亚·利普金", "Olivia Lipkin", "利普金"}
    assert met["patrick-chung"] == {"Patrick", "帕特里克"}
    assert met["alexandr-wang"] == {"Alexandr Wang", "Alexander Wang"}
    assert met["mark-zuckerberg"] == {"馬克·扎克伯格", "扎克伯格"}


def test_highlights_are_tied_to_their_turns(corpus: Corpus) -> None:
    quotes = {quote.id: quote for article in corpus.articles for quote in article.quotes}
    tied = {
        quote.text[:8]: quotes[quote.repeats].text[:10] if quote.repeats else None
        for quote in quotes.values()
        if quote.kind == "pull"
    }
    assert tied == {
        "如果你创办一家营": "我知道我想做一些关于",
        "在 2012 年": "可以公平地说，我们只",
        "对我来说，这似乎": "这是一个逐渐发生的事",
        "AGI不是神经网": "我想这个问题是，当A",
        "我认为系统性的错": "嗯，我认为系统性的错",
    }
    assert all(quote.kind == "pull" for quote in quotes.values() if quote.repeats)


def test_small_talk_has_no_theme_and_talk_of_energy_has(corpus: Corpus) -> None:
    themes = {quote.text: [hit.id for hit in quote.themes] for article in corpus.articles for quote in article.quotes}
    by_start = {text[:12]: found for text, found in themes.items()}
    assert by_start["所以能源和人工智能是我长期"[:12]] == ["energy-climate"]
    assert by_start["这就是第一性原理的实践。"[:12]] == ["research"]
    for text, found in themes.items():
        if len(text) < 10:
            assert found in ([], ["business"], ["education"], ["human-machine"]), text  # 盈利还是非盈利？, 人还是机器？


def test_no_day_is_made_up(corpus: Corpus) -> None:
    assert {quote.said for article in corpus.articles for quote in article.quotes} == {None}
