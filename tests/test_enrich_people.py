"""Who is who: what joins two forms, and what must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus_site.authority import Authority, Short
from corpus_site.enrich import enrich
from corpus_site.model import Article, Corpus, Person, PersonId
from enrich_records import AUTHORITY, Making, speaker


def who(corpus: Corpus, article: int = 0) -> list[str | None]:
    """The ids of the speakers of one article, in reading order."""
    return [q.speaker.id if q.speaker else None for q in corpus.articles[article].quotes]


def person(corpus: Corpus, name: str) -> Person:
    return next(p for p in corpus.people if p.id == name)


def interview(*names: str, intro: str = "引言。", path: str = "a.txt", title: str = "标题") -> Article:
    made = Making(title, path).prose(intro)
    for number, name in enumerate(names):
        made.turn(speaker(name), f"第{number}段话，{'甲乙丙丁戊己庚辛'[number]}。")
    return made.done()


@pytest.mark.parametrize(
    "label", ["Sam Altman", "奥特曼", "奧特曼", "薩姆·奧特曼", "SAM ALTMAN", "Altman先生", "主持人 Sam Altman"]
)
def test_an_agreed_name_in_any_script_width_and_case(label: str) -> None:
    corpus = enrich([interview(label)], AUTHORITY)
    assert who(corpus) == ["sam-altman"]
    quoted = corpus.articles[0].quotes[0].speaker
    assert quoted is not None
    assert (quoted.name, quoted.label) == ("Sam Altman", label)
    assert {"奥特曼", "Altman", "Sam"} <= set(quoted.names)


def test_a_short_form_only_where_the_whole_person_is_present() -> None:
    together = interview("Sam", intro="OpenAI 的 Sam Altman 来访。")
    alone = interview("Sam", intro="来访。", path="b.txt", title="另一篇")
    corpus = enrich([together, alone], AUTHORITY)
    assert who(corpus, 0) == ["sam-altman"]
    assert who(corpus, 1) == [f"sam-{alone.id[1:5]}"]


def test_a_short_form_in_the_files_the_owner_names() -> None:
    authority = replace(AUTHORITY, short=(Short("Sam", PersonId("sam-altman"), ("b.*",)),))
    corpus = enrich([interview("Sam", path="talks/b.txt")], authority)
    assert who(corpus) == ["sam-altman"]


def test_a_short_form_of_two_people_present_is_nobody() -> None:
    article = interview("Sam", intro="Sam Altman 与 Sam Nelson 对谈。")
    corpus = enrich([article], AUTHORITY)
    assert who(corpus) == [None]
    assert [(p.rule, p.line) for p in corpus.problems] == [("ambiguous-name", 2)]
    assert "Sam Nelson" in corpus.problems[0].message
    assert corpus.articles[0].people[-1].id is None


def test_apposition_joins_and_leaves_its_reason() -> None:
    article = (
        Making()
        .prose("加州大学副教授萨拉·罗伯茨（Sarah T. Roberts）研究劳动。")
        .quote(speaker("罗伯茨"), "我们要问自己", "“我们要问自己，”罗伯茨说。")
        .done()
    )
    corpus = enrich([article], Authority())
    assert who(corpus) == ["sarah-t-roberts"]
    found = person(corpus, "sarah-t-roberts")
    assert found.origin == "text"
    assert {found.name, *found.names} == {"萨拉·罗伯茨", "Sarah T. Roberts", "罗伯茨"}
    assert any(reason.startswith("a.txt:1 ") for reason in found.evidence)


def test_a_surname_of_two_people_is_nobody() -> None:
    article = (
        Making()
        .prose("萨拉·罗伯茨（Sarah Roberts）和约翰·罗伯茨（John Roberts）都在场。")
        .quote(speaker("罗伯茨"), "我不同意", "“我不同意，”罗伯茨说。")
        .done()
    )
    corpus = enrich([article], Authority())
    assert who(corpus) == [None]
    assert corpus.problems[0].rule == "ambiguous-name"
    assert {p.id for p in corpus.people} == {"sarah-roberts", "john-roberts"}


def test_a_loaders_guess_at_a_shared_surname_is_not_believed() -> None:
    guess = speaker("Sam Altman", "Altman", label="Altman")
    article = Making().prose("Sam Altman 的弟弟 Jack Altman 来了。").quote(guess, "好", "“好，”Altman 说。").done()
    unsettled = Authority(people=(Person(id=PersonId("sam-altman"), name="Sam Altman"),))
    assert who(enrich([article], unsettled)) == [None]
    assert who(enrich([article], AUTHORITY)) == ["sam-altman"]  # here the owner says that Altman means one person


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("奥利维亚·利普金", "奧利維亞·利普金", True),  # the whole name, in another script
        ("汪华", "汪华", True),
        ("Greg Smith", "greg smith", True),
        ("托马斯", "托马斯", False),  # a first name alone
        ("安德鲁", "安德鲁", False),  # 安 is a surname too, but this is a transcription
        ("冯先生", "冯先生", False),
        ("Patrick", "Patrick", False),
        ("约翰·罗伯茨", "萨拉·罗伯茨", False),
    ],
)
def test_across_articles_only_whole_names_join(one: str, other: str, same: bool) -> None:
    corpus = enrich([interview(one), interview(other, path="b.txt", title="另一篇")], Authority())
    (first,), (second,) = who(corpus, 0), who(corpus, 1)
    assert (first == second) is same
    assert len(corpus.people) == (1 if same else 2)


def test_a_form_learnt_in_one_article_serves_in_another() -> None:
    learnt = Making().prose("首席执行官山姆·奥滕曼（Sam Altman）发言。").turn(speaker("Sam Altman"), "大家好。").done()
    uses = interview("山姆·奥滕曼", path="b.txt", title="另一篇")
    corpus = enrich([learnt, uses], AUTHORITY)
    assert who(corpus, 1) == ["sam-altman"]
    assert "山姆·奥滕曼" in person(corpus, "sam-altman").names
    assert person(corpus, "sam-altman").evidence


def test_two_agreed_people_are_never_joined() -> None:
    article = (
        Making().prose("奥特曼（Greg Brockman）").turn(speaker("奥特曼"), "甲。").turn(speaker("Greg Brockman"), "乙。")
    )
    corpus = enrich([article.done()], AUTHORITY)
    assert who(corpus) == ["sam-altman", "greg-brockman"]
    assert "奥特曼" not in person(corpus, "greg-brockman").names


def test_one_chinese_name_beside_two_latin_ones_stays_two_people() -> None:
    one = Making().prose("王伟（Wayne Wang）说。").turn(speaker("Wayne Wang"), "甲。").done()
    two = Making("另一篇", "b.txt").prose("王伟（Victoria Wang）说。").turn(speaker("Victoria Wang"), "乙。").done()
    corpus = enrich([one, two], Authority())
    assert who(corpus, 0) != who(corpus, 1)
    both = Making().prose("王伟（Wayne Wang）与王伟（Victoria Wang）。").turn(speaker("Wayne Wang"), "甲。")
    corpus = enrich([both.turn(speaker("Victoria Wang"), "乙。").done()], Authority())
    assert who(corpus) == ["wayne-wang", "victoria-wang"]


def test_form_of_address_means_the_only_one_of_that_surname() -> None:
    alone = interview("周鸿祎", "周总", intro="周鸿祎来访。")
    shared = interview("周鸿祎", "周明", "周总", intro="周鸿祎与周明来访。", path="b.txt", title="另一篇")
    corpus = enrich([alone, shared], Authority())
    assert who(corpus, 0) == ["zhou-hong-yi", "zhou-hong-yi"]
    assert who(corpus, 1) == ["zhou-hong-yi", "zhou-ming", None]


def test_roles_have_no_id_even_where_a_label_was_taken_for_a_name() -> None:
    article = Making().turn(speaker("观众", type="role"), "问。").turn(speaker("主席"), "答。").done()
    corpus = enrich([article], AUTHORITY)
    assert who(corpus) == [None, None]
    assert [q.speaker.type for q in corpus.articles[0].quotes if q.speaker] == ["role", "role"]
    assert corpus.people == ()
    assert corpus.problems == ()


def test_an_asker_who_gives_a_name_keeps_the_role() -> None:
    asks = replace(speaker("佩吉", label="提问者"), role="提问者")
    corpus = enrich([Making().turn(asks, "我叫佩吉。").done()], AUTHORITY)
    found = corpus.articles[0].quotes[0].speaker
    assert found is not None
    assert (found.name, found.role, found.label, found.type) == ("佩吉", "提问者", "提问者", "person")
    assert found.id is not None and found.id.startswith("pei-ji-")


def test_organisations() -> None:
    article = (
        Making()
        .quote(speaker("高盛", type="person"), "岗位会少", "高盛说：“岗位会少。”")
        .turn(speaker("晚点", type="organisation"), "问。")
    )
    corpus = enrich([article.done()], AUTHORITY)
    types = {p.id: p.type for p in corpus.people}
    assert types == {"goldman": "organisation", "wan-dian": "organisation"}


def test_unknown_people_are_told_with_a_line_for_people_yaml() -> None:
    corpus = enrich([interview("Greg Brockmann")], AUTHORITY)
    (problem,) = corpus.problems
    assert (problem.level, problem.rule, problem.path, problem.line) == ("notice", "unknown-person", "a.txt", 2)
    assert "Greg Brockman（greg-brockman）" in problem.hint
    assert "- {id: greg-brockmann, name: Greg Brockmann" in problem.hint


def test_ids_of_two_names_with_one_pinyin_differ_and_do_not_depend_on_order() -> None:
    one, two = interview("李思"), interview("李司", path="b.txt", title="另一篇")
    ids = [
        who(corpus, 0) + who(corpus, 1) for corpus in (enrich([one, two], Authority()), enrich([two, one], Authority()))
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2
    assert all(i is not None and i.startswith("li-si-") for i in ids[0])


def test_the_order_of_articles_does_not_matter() -> None:
    articles = [
        interview("Sam Altman", "Greg", intro="Greg Brockman 与 Sam Altman。"),
        interview("周鸿祎", "周总", path="b.txt", title="二"),
        interview("安德鲁", "汪华", path="c.txt", title="三"),
        Making("四", "d.txt").prose("山姆·奥滕曼（Sam Altman）").turn(speaker("汪华"), "好。").done(),
    ]
    assert enrich(articles, AUTHORITY) == enrich(articles[::-1], AUTHORITY)


def test_a_person_of_the_texts_goes_by_the_name_that_most_articles_use() -> None:
    rare = interview("艾倫·圖靈", intro="艾倫·圖靈（Alan Turing）來訪。")
    common = [
        interview("艾伦·图灵", path=f"{n}.txt", title=f"第{n}篇", intro="艾伦·图灵（Alan Turing）来访。") for n in "bc"
    ]
    corpus = enrich([rare, *common], AUTHORITY)
    assert [p.name for p in corpus.people if "Alan Turing" in p.names] == ["艾伦·图灵"]
