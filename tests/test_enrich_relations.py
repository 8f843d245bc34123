"""What rests on words: keywords, related quotes, other translations, themes learnt from examples, roles, things."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus_site.authority import Authority, read_authority
from corpus_site.enrich import enrich
from corpus_site.enrich.keywords import whole_words
from corpus_site.enrich.segment import Segmented
from corpus_site.model import (
    Article,
    Corpus,
    Event,
    Example,
    PartialDate,
    Person,
    PersonId,
    Quote,
    Section,
    Term,
    Theme,
    ThemeId,
)
from enrich_records import AUTHORITY, Making, speaker

ENERGY = "核聚变的进展让我非常兴奋，便宜的电力可以让数据中心的成本降下来，电网也要扩建。"
ENERGY_TOO = "我们和电网公司谈了很久，数据中心的电力成本太高，除非核聚变能够商用。"
GARDEN = "我喜欢在花园里种番茄，早晨浇水，晚上修剪枝叶，周末和邻居交换种子。"


def interview(path: str, who: str, *answers: str, events: tuple[Event, ...] = ()) -> Article:
    made = Making(path, path)
    for answer in answers:
        made.turn(speaker(who), answer)
    return made.done(events=events)


def first(corpus: Corpus, article: int = 0) -> Quote:
    return corpus.articles[article].quotes[0]


def test_a_quote_is_related_to_what_others_say_on_the_matter() -> None:
    corpus = enrich(
        [
            interview("a.txt", "Sam Altman", ENERGY),
            interview("b.txt", "Greg Brockman", ENERGY_TOO, GARDEN),
            interview("c.txt", "Sam Altman", "核聚变和电力、电网、数据中心都是我关心的。"),
        ],
        AUTHORITY,
    )
    assert first(corpus).related == (first(corpus, 1).id,)  # not what he says himself, not the garden
    assert corpus.articles[1].quotes[1].related == ()


def test_turns_of_one_article_are_not_related_to_each_other() -> None:
    made = Making().turn(speaker("Sam Altman"), ENERGY).turn(speaker("Greg Brockman"), ENERGY_TOO).done()
    assert [quote.related for quote in enrich([made], AUTHORITY).articles[0].quotes] == [(), ()]


DAY = PartialDate(edtf="2023-06-05", basis="stated", evidence="6月5日")
THEMES = (Theme(id=ThemeId("energy"), name="能源", definition="", terms=(Term(text="核聚变", weight=3),)),)


@pytest.mark.parametrize(("other", "expected"), [(DAY, True), (replace(DAY, edtf="2024-01-01"), False)])
def test_other_translations_are_proposed_for_one_speaker_on_one_day(other: PartialDate, expected: bool) -> None:
    said = [
        interview("a.txt", "Sam Altman", ENERGY, events=(Event(name="对谈", date=DAY),)),
        interview("b.txt", "Sam Altman", ENERGY_TOO, events=(Event(name="对谈", date=other),)),
    ]
    corpus = enrich(said, replace(AUTHORITY, themes=THEMES))
    assert first(corpus).perhaps == ((first(corpus, 1).id,) if expected else ())
    assert first(corpus).repeats is None


def test_keywords_of_a_quote_are_words_of_its_own_and_no_names() -> None:
    corpus = enrich(
        [interview("a.txt", "Sam Altman", ENERGY + "Sam Altman 这样说。"), interview("b.txt", "周明", GARDEN)],
        AUTHORITY,
    )
    assert {"核聚变", "电网"} & set(first(corpus).keywords)
    assert not {"altman", "sam"} & set(first(corpus).keywords)


def test_words_of_the_owner_stay_whole_and_stop_words_go(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text("keep: [具身智能]\nstop: [电网]\nkeeep: [x]\n", encoding="utf-8")
    authority, problems = read_authority(tmp_path)
    assert (authority.words, authority.stop) == (("具身智能",), ("电网",))
    assert [(p.path, p.line) for p in problems] == [("words.yaml", 3)]
    corpus = enrich([interview("a.txt", "周明", ENERGY + "具身智能很难，具身智能也很贵。")], authority)
    assert "具身智能" in corpus.articles[0].keywords
    assert not any("电网" in quote.keywords for quote in corpus.articles[0].quotes)


def test_a_word_of_the_owner_does_not_cut_a_word_of_the_dictionary() -> None:
    text = whole_words(["图像"])(Segmented("它试图像山一样，图像很好"))
    assert text.words.count("图像") == 1
    assert "".join(text.words) == text.text


EXAMPLES = tuple(
    Example(text, (ThemeId("energy"),) if about else ())
    for text, about in (
        ("电厂的锅炉要检修", True),
        ("锅炉烧的是天然气", True),
        ("电厂旁边的河水", True),
        ("锅炉房和电厂都停了", True),
        ("谢谢大家来参加今天的活动", False),
        ("今天的活动到这里结束", False),
        ("谢谢主持人，谢谢大家", False),
        ("大家今天都很高兴", False),
    )
)


def test_themes_are_learnt_from_examples_and_tell_the_words() -> None:
    authority = replace(AUTHORITY, themes=THEMES, examples=EXAMPLES)
    corpus = enrich(
        [interview("a.txt", "周明", "电厂的锅炉又停了，锅炉房旁边的电厂也停了", "谢谢大家今天来")], authority
    )
    energy, thanks = corpus.articles[0].quotes
    assert [hit.id for hit in energy.themes] == ["energy"]
    assert {"电厂", "锅炉"} <= set(energy.themes[0].terms)
    assert 0.5 <= energy.themes[0].score < 1
    assert thanks.themes == ()
    assert (
        first(
            enrich(
                [interview("a.txt", "周明", "电厂的锅炉又停了，锅炉房旁边的电厂也停了")],
                replace(authority, examples=()),
            )
        ).themes
        == ()
    )


def test_an_example_of_an_unknown_theme_is_told_and_kept_as_an_example_of_none(tmp_path: Path) -> None:
    (tmp_path / "themes.yaml").write_text("- {id: energy, name: 能源, terms: {3: [核聚变]}}\n", encoding="utf-8")
    (tmp_path / "examples.yaml").write_text("- {text: 电厂, themes: [enrgy]}\n- {themes: [energy]}\n", encoding="utf-8")
    authority, problems = read_authority(tmp_path)
    assert authority.examples == (Example("电厂", ()),)
    assert [(p.line, "energy" in p.hint) for p in problems] == [(1, True), (2, False)]


def test_sections_have_themes_of_what_stands_below_them() -> None:
    made = Making().heading("能源").prose("核聚变很好。" * 4).heading("花园").prose(GARDEN).done()
    made = replace(made, sections=(Section(title="能源", line=1), Section(title="花园", line=3)))
    (article,) = enrich([made], replace(AUTHORITY, themes=THEMES)).articles
    assert [[hit.id for hit in section.themes] for section in article.sections] == [["energy"], []]


def test_names_that_no_list_knows_are_found_and_a_place_is_none() -> None:
    text = "研究员陈大文说，模型会变小。陈大文还说，克罗伊茨贝格很冷。克罗伊茨贝格在柏林。"
    people = enrich([Making().prose(text).done()], Authority()).articles[0].people
    assert [person.name for person in people] == ["陈大文"]


def test_a_company_and_a_man_of_one_short_name_stay_two() -> None:
    text = "山姆会员店开业了，山姆会员店的员工很忙。" * 3
    corpus = enrich([Making().prose(text).done()], AUTHORITY)
    assert "sam-altman" not in {person.id for person in corpus.people}


def test_things_named_often_have_a_record_and_others_none() -> None:
    text = (
        "DeepMind 的创始人离开 DeepMind 了。"
        + "DeepMind 宣布，发布 Gemini。Gemini 模型很快。" * 3
        + "《奇点临近》是书。"
    )
    corpus = enrich([Making().prose(text).done()], Authority())
    assert {(p.name, p.type) for p in corpus.people} == {("DeepMind", "organisation"), ("Gemini", "product")}
    assert {thing.name for thing in corpus.articles[0].things} == {"DeepMind", "Gemini"}
    twice = enrich(
        [Making(str(n), f"{n}.txt").prose("《奇点临近》是一本书，《奇点临近》很厚。").done() for n in range(2)],
        Authority(),
    )
    assert [(p.name, p.type) for p in twice.people] == [("《奇点临近》", "work")]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("星海大学教授陈大文说，模型会变小。陈大文还说，以后再看。", ["星海大学 教授"]),
        ("陈大文，星海研究院研究员，写了很多书。陈大文还说，以后再看。", ["星海研究院 研究员"]),
        ("教授们喜欢听，研究员们也喜欢。陈大文说，模型会变小。陈大文笑了。", []),
    ],
)
def test_roles_come_from_the_words_beside_the_whole_name(text: str, roles: list[str]) -> None:
    corpus = enrich([Making(published="2024-05").prose(text).turn(speaker("陈大文"), "好。").done()], Authority())
    person = next(p for p in corpus.people if p.name == "陈大文")
    assert [role.title for role in person.roles] == roles
    assert all((role.seen, role.evidence) == ("2024-05", "a.txt:1") for role in person.roles)


def test_a_role_that_the_list_has_is_not_said_twice() -> None:
    corpus = enrich([Making().prose("OpenAI CEO Sam Altman 来了。").done()], AUTHORITY)
    person = next(p for p in corpus.people if p.id == "sam-altman")
    assert [role for role in person.roles if role.seen or role.evidence] == [
        role for role in person.roles if role not in next(a for a in AUTHORITY.people if a.id == person.id).roles
    ]


def test_a_speaker_tells_why_the_name_means_this_person() -> None:
    made = Making().prose("OpenAI 的 Sam Altman 来访。").turn(speaker("Sam"), "你好。").done()
    quoted = first(enrich([made], AUTHORITY)).speaker
    assert quoted is not None and quoted.id == PersonId("sam-altman")
    assert quoted.evidence == ("a.txt:2 「Sam」是人名规范里「Sam Altman」的简称",)


def test_a_name_of_an_organisation_is_no_person() -> None:
    text = "清华大学的周明教授说，清华大学很大。周明说，清华大学旁边是北大。"
    made = Making().prose(text).quote(speaker("清华大学"), "欢迎报考", "清华大学：“欢迎报考”").done()
    corpus = enrich([made], Authority())
    assert {p.type for p in corpus.people if p.name == "清华大学"} == {"organisation"}


def test_what_is_kept_is_used_and_changes_nothing(tmp_path: Path) -> None:
    articles = [interview("a.txt", "Sam Altman", ENERGY), interview("b.txt", "Greg Brockman", ENERGY_TOO)]
    authority = replace(AUTHORITY, themes=THEMES, examples=EXAMPLES)
    fresh = enrich(articles, authority)
    assert enrich(articles, authority, tmp_path) == fresh
    kept = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
    more = replace(authority, people=(*authority.people, Person(id=PersonId("x"), name="陈大文")))
    assert enrich(articles, authority, tmp_path) == fresh
    enrich(articles, more, tmp_path)  # another person: nothing is cut anew
    now = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
    assert now == kept
    next((tmp_path / "enrich").iterdir()).write_bytes(b"broken")
    assert enrich(articles, authority, tmp_path) == fresh
