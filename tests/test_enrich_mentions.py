"""Who is named: the longest name wins, and a name inside another word is none."""

from __future__ import annotations

import pytest

from corpus_site.authority import Authority
from corpus_site.enrich import enrich
from corpus_site.model import ArticlePerson
from enrich_records import AUTHORITY, Making, speaker


def named(text: str, authority: Authority = AUTHORITY) -> dict[str | None, ArticlePerson]:
    corpus = enrich([Making().prose(text).done()], authority)
    return {p.id: p for p in corpus.articles[0].people}


def test_forms_and_counts() -> None:
    found = named("萨姆·奥特曼到访。奧特曼说，Altman 与 Sam Altman 是一人。Sam 笑了，山姆走了。高盛没有来。")
    altman = found["sam-altman"]
    assert altman.mentions == 6
    assert set(altman.names) == {"萨姆·奥特曼", "奧特曼", "Altman", "Sam Altman", "Sam", "山姆"}
    assert found["goldman"].mentions == 1


@pytest.mark.parametrize(
    "text",
    [
        "这本书很 Altmanesque。",
        "写信给 press@altman.com 或看 www.altman.com。",
        "@altman_fan 转发了。",
        "他弟弟 Jack Altman 也创业。",
        "他弟弟杰克·奥特曼也创业。",
        "迪迦奥特曼打怪兽。",
        "JACK ALTMAN 发言。",
        "Altman Smith 发言。",
        "此风之高盛行一时。",
        "去山姆会员店买菜，山姆会员店很远。",
        "Sam 和山姆都没有来。",  # short forms without the whole name
    ],
)
def test_near_misses(text: str) -> None:
    assert named(text).keys() <= {"jie-ke-ao-te-man"}  # 杰克·奥特曼 is somebody, but nobody of the list


def test_a_shop_beside_a_man_of_the_same_short_name() -> None:
    found = named("Sam Altman 没去山姆会员店，山姆在家。")
    assert found["sam-altman"].mentions == 2
    assert set(found["sam-altman"].names) == {"Sam Altman", "山姆"}


def test_capitals_before_a_name_are_not_always_a_given_name() -> None:
    assert named("OpenAI CEO Altman 说。But Altman agreed.")["sam-altman"].mentions == 2


def test_a_surname_that_another_whole_name_shares_is_not_counted() -> None:
    found = named("Greg Brockman 与 Anna Brockman 到了。Brockman 先走。")
    assert found["greg-brockman"].mentions == 1
    alone = named("Greg Brockman 到了。Brockman 先走。")
    assert alone["greg-brockman"].mentions == 2


def test_labels_are_no_mentions() -> None:
    article = (
        Making()
        .turn(speaker("Sam Altman"), "我和 Greg Brockman 一起。")
        .turn(speaker("Sam Altman"), "是的，Altman 同意。")
        .done()
    )
    people = enrich([article], AUTHORITY).articles[0].people
    assert [(p.id, p.mentions) for p in people] == [("sam-altman", 1), ("greg-brockman", 1)]


def test_people_only_the_text_knows_are_counted_too() -> None:
    found = named("奥利维亚·利普金（Olivia Lipkin）失业了。利普金在遛狗，Lipkin 很累。", Authority())
    assert found["olivia-lipkin"].mentions == 4
    assert named("利普金在遛狗。", Authority()) == {}


def test_a_person_of_one_article_is_not_found_in_another() -> None:
    one = Making().turn(speaker("佩吉"), "我叫佩吉。").done()
    two = Making("另一篇", "b.txt").prose("英国的佩吉·米切尔不在这里，佩吉也不在。").done()
    corpus = enrich([one, two], Authority())
    assert [person.id for person in corpus.articles[1].people] == ["pei-ji-mi-qie-er"]
