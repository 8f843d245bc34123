"""Proposals for the owner's lists: they can be pasted, and they merge nobody."""

from __future__ import annotations

import yaml

from corpus_site import suggest
from corpus_site.authority import Authority
from corpus_site.enrich import enrich
from corpus_site.model import Person, PersonId
from enrich_records import Making, speaker


def test_people_who_speak_and_are_not_listed_come_as_entries() -> None:
    made = (
        Making()
        .prose("星海大学教授萨拉·罗伯茨（Sarah Roberts）来访。")
        .turn(speaker("罗伯茨"), "你好。")
        .turn(speaker("周明"), "你好，你好。")
        .turn(speaker("周明"), "请坐。")
        .done()
    )
    text = suggest.people(enrich([made], Authority()))
    entries = yaml.safe_load(text)
    assert [entry["name"] for entry in entries] == ["周明", "萨拉·罗伯茨"]  # who says most comes first
    assert entries[1]["names"] == ["Sarah Roberts"] and entries[1]["short"] == ["罗伯茨"]
    assert "# a.txt:1 「萨拉·罗伯茨」与「Sarah Roberts」并列" in text


def test_listed_people_are_not_proposed() -> None:
    listed = Authority(people=(Person(id=PersonId("zhou-ming"), name="周明"),))
    corpus = enrich([Making().turn(speaker("周明"), "请坐。").done()], listed)
    assert yaml.safe_load(suggest.people(corpus)) is None


def somebody(name: str, *names: str) -> Person:
    return Person(id=PersonId(name), name=name, names=names, origin="text")


def test_names_that_sound_alike_are_told_and_unlike_ones_are_not() -> None:
    one, other = somebody("埃马纽埃尔·罗斯纳", "Emmanuel Rosner"), somebody("伊曼纽尔·罗斯纳", "Emmanual Rossner")
    found = suggest.alike([one, other, somebody("埃马纽埃尔·马克龙"), somebody("Peter Rosner")])
    assert {name: [person.name for person, _ in near] for name, near in found.items()} == {
        one.id: [other.name],
        other.id: [one.name],
    }


def test_two_chinese_names_are_never_alike_by_sound() -> None:
    assert suggest.alike([somebody("王伟"), somebody("王薇"), somebody("汪伟")]) == {}


def test_frequent_words_that_no_theme_covers_are_listed() -> None:
    articles = [
        Making(str(n), f"{n}.txt").turn(speaker("周明"), f"番茄种子要早点播，番茄种子很便宜，这是第{n}次说。").done()
        for n in range(3)
    ]
    words = yaml.safe_load(suggest.themes(enrich(articles, Authority())))
    assert {"番茄", "种子"} & set(words)
    assert "周明" not in words
