"""Glosses and cut bytes: what is mended, what is left, and what is told of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from corpus_site.fold import simplify
from corpus_site.load.clean import normalise
from corpus_site.load.repair import mend
from damage import damage

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
SHARED = SEEDS.parent.parent / "shared"
DAMAGED = SEEDS / "002_bc75d2a8f216b7ca.txt"

GLOSSES = dict(
    pair.split("/")
    for pair in (
        "領/lǐng 學/xué 驗/yàn 內/nèi 務/wù 機/jī 個/gè 點/diǎn 實/shí 現/xiàn 險/xiǎn 風/fēng 計/jì 時/shí 認/rèn 關/guān "
        "種/zhǒng 發/fā 經/jīng 濟/jì 術/shù 規/guī 業/yè 產/chǎn 價/jià 網/wǎng 訓/xùn 練/liàn 項/xiàng 數/shù 導/dǎo "
        "幫/bāng 歡/huān 類/lèi 難/nán 復/fù 雜/zá 構/gòu 單/dān 進/jìn 應/yīng 轉/zhuǎn 變/biàn 創/chuàng 礎/chǔ"
    ).split()
)

# Written for this test: an invented talk, in the Traditional characters that such pages have.
TALK = """主持人：謝謝你來。我們談談其他話題，比如學校裡的機器學習課程。因為我確實看到，很多學生在課堂上很安靜。
嘉賓：謝謝邀請。我認為老師的作用沒有變，因為氣候變化是如此複雜的問題，學生需要有人帶路。現在我們處於一個轉變的時期。
主持人：有人說：“機器會替代老師。”我非常好奇，你怎麼看？人們仍將有經濟上的壓力，這個很現實。
嘉賓：我們如何控制它？我們如何理解它？這些都是難題。現在，把這三個問題放在一起看，會清楚很多。
主持人：給我帶來了無窮的快樂的，是看到孩子們自己動手。看到那麼多人寫信來說，這改變了他們的生活，我很高興。
嘉賓：因為這是一項長期的工作。人們仍然關心作品背後的人，因為在他們的測試中，真正的內容總是最重要的。
主持人：我們希望能夠實現這個目標，使其能夠為人類的利益服務。基礎工作不是那麼容易，在學校中，我們如何改進它呢？
嘉賓：因為還有一些最後的準備要做。我們會到達那個狀態。現在讓我們聽聽大家的問題，謝謝。
"""

HITS = {
    "gloss": ("知領(lǐng)", "知領"),
    "wide brackets": ("領（lǐng）導（dǎo）者", "領導者"),
    "second reading": ("長(zhǎng)大 校長(zhǎng) 很長(cháng)", "長大 校長 很長"),
    "reading of the Simplified form": ("觀(guān)察者網(wǎng)", "觀察者網"),
    "tone of Taiwan": ("星期(qí)", "星期"),
    "light tone": ("我們(men)", "我們"),
    "letters of phonetics": ("領(lǐnɡ)", "領"),
    "gloss behind a letter that looked like half a character": ("比如，F(xiàn)acebook", "比如，Facebook"),
    "cut by a gloss": ("因?yàn)槲掖_實看到", "因為我確實看到"),
    "cut, back in step at a lost byte with a gloss": ("人們?nèi)詫⒂薪?jīng)濟活動", "人們仍將有經濟活動"),
    "cut, the next letter swallowed": ("你不再寫，因?yàn)镃oPilot會寫", "你不再寫，因為CoPilot會寫"),
    "cut, pairs vanished": ("我們談?wù)勂渌掝}。近年來", "我們談談其他話題。近年來"),
    "cut, a blank lost": ("這不是一個問題，因?yàn)?AI 並不重要", "這不是一個問題，因為 AI 並不重要"),
    "cut stop": (
        "先進的碳捕獲達到這個狀態?，F(xiàn)在我們處於今天這個狀態",
        "先進的碳捕獲達到這個狀態。現在我們處於今天這個狀態",
    ),
    "cut quotation mark": (
        "他說：“嘿,我們一起和一些人聚聚?！蔽曳浅:闷?,就去了。",
        "他說：“嘿,我們一起和一些人聚聚。”我非常好奇,就去了。",
    ),
    "cut before a digraph of stops": (
        "應用非常令人驚嘆??吹侥敲炊嗳藢懶艁碚f，這改變",
        "應用非常令人驚嘆。看到那么多人寫信來說，這改變",
    ),
}

MISSES = [
    "我們提議像IAEA(國際原子能機構)那樣，思考全球UBI(全球基本收入)等方式",
    "他(she)和她(he)，山姆(Sam)",
    "領(ling)",
    "領(dǎo)",
    "第一，(a)包括阿(a)、(b)不包括",
    "A(hàn)",
    "小王(Xiǎo Wáng)",
    "真的吗？！不知道该怎么办才好。",
    "真的??他们居然这样做了。",
    "你说什么?!北京大学的学生？？",
    "A级?,B级的都在这里",
    "难道?;A股今天又跌了",
    "为何?：冒险家的故事",
    "是谁??魑魅魍魉，饕餮大餐",
    "他问：“什么？！”我说没有。",
    "https://example.org/?a=1&b=(2)?:3",
    "x = a ?b:c; re.compile('(?:x)?,F')",
    "好吃?yes)",
]


@pytest.mark.parametrize(("before", "after"), HITS.values(), ids=HITS.keys())
def test_mends(before: str, after: str) -> None:
    text, repairs = mend(before)
    assert text == after
    assert repairs


@pytest.mark.parametrize("text", MISSES)
def test_leaves(text: str) -> None:
    assert mend(text) == (text, ())


def test_every_change_is_recorded_where_it_stood() -> None:
    source = "第一行\n知領(lǐng)，這是因?yàn)槲掖_實\n末行個(gè)人"
    text, repairs = mend(source)
    assert text == "第一行\n知領，這是因為我確實\n末行個人"
    assert [(r.rule, r.line, r.was, r.now) for r in repairs] == [
        ("gloss", 2, "領(lǐng)", "領"),
        ("shifted", 2, "?yàn)槲掖_", "為我確"),
        ("gloss", 3, "個(gè)", "個"),
    ]


def test_glosses_inside_a_shifted_stretch_belong_to_it() -> None:
    clean = "先看人類，因為氣候是如此嚴重和艱難的問題。"
    text, repairs = mend(damage(clean, {"驗": "yàn", "嚴": "yán", "類": "lèi"}, ascii_stops=False))
    assert text == clean
    assert [(r.rule, r.was) for r in repairs] == [("gloss", "類(lèi)"), ("shifted", "?yàn)闅夂蚴侨绱藝?yán)")]


def test_what_cannot_be_mended_stays_and_is_told() -> None:
    source = "這個人?nèi)〇〇、甲"
    text, (repair,) = mend(source)
    assert text == source
    assert (repair.rule, repair.sure) == ("shifted", False)
    assert repair.was == repair.now
    assert repair.was in source


@pytest.mark.parametrize("cut_stops", [0, 1, 3])
@pytest.mark.parametrize("ascii_stops", [False, True])
def test_damage_done_here_is_undone(cut_stops: int, ascii_stops: bool) -> None:
    as_printed = damage(TALK, {}, ascii_stops=ascii_stops)
    damaged = damage(TALK, GLOSSES, cut_stops, ascii_stops)
    text, repairs = mend(normalise(damaged))
    without = re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", "", damaged)
    assert sum(r.rule == "shifted" for r in repairs) >= 10
    assert Levenshtein.distance(as_printed, text) <= 0.1 * Levenshtein.distance(as_printed, without)
    assert text.count("\n") == damaged.count("\n")


def test_damage_is_told_apart_from_the_text_around_it() -> None:
    damaged = damage(TALK, GLOSSES, 1)
    _, repairs = mend(damaged)
    lines = damaged.split("\n")
    assert all(r.was in lines[r.line - 1] for r in repairs)


def test_the_damaged_seed() -> None:
    text, repairs = mend(normalise(DAMAGED.read_text(encoding="utf-8")))
    shifted = [r for r in repairs if r.rule == "shifted"]
    assert sum(r.rule == "gloss" for r in repairs) == 975
    assert len(shifted) == 33
    assert all(r.was != r.now for r in shifted)
    assert sum(not r.sure for r in shifted) <= 9
    # Where a byte is gone for good the reading is a guess; each of these must be marked as one.
    guesses = ("控制", "不再有", "呼吁對", "以及")
    assert all(not r.sure for r in shifted if any(guess in r.now for guess in guesses))
    assert re.findall(r"\([^)]*\)", text) == ["(國際原子能機構)", "(全球基本收入)"]
    assert "記住!</span>" in text


@pytest.mark.shared
def test_the_damaged_seed_reads_as_a_careful_reader_reads_it() -> None:
    gold = yaml.safe_load((SHARED / "golden" / "seeds.yaml").read_text(encoding="utf-8"))
    wanted = [clean for clean in _values(gold, "clean") if isinstance(clean, list)]
    text = simplify(mend(normalise(DAMAGED.read_text(encoding="utf-8")))[0])
    assert wanted
    assert [passage for passages in wanted for passage in passages if passage not in text] == []


def _values(node: object, key: str) -> list[object]:
    if isinstance(node, dict):
        return [v for k, v in node.items() if k == key] + [x for v in node.values() for x in _values(v, key)]
    return [x for v in node for x in _values(v, key)] if isinstance(node, list) else []


@pytest.mark.shared
def test_clean_articles_are_left_alone() -> None:
    paths = sorted(p for p in (SHARED / "devset").rglob("*") if p.suffix in {".md", ".txt", ".html"})
    changed = {}
    for path in paths:
        text = normalise(path.read_text(encoding="utf-8", errors="replace"))
        mended, repairs = mend(text)
        if mended != text or repairs:
            changed[path.name] = sorted({r.rule for r in repairs})
    assert changed == {"051.txt": ["gloss", "shifted"]}


_SENTENCES = [
    sentence
    for path in sorted(SEEDS.glob("00[0134]*.txt"))
    for sentence in re.findall(r"[^\n。？！]{4,60}", normalise(path.read_text(encoding="utf-8")))
]
_STOPS = ["。", "？", "！", "？！", "?!", "??", "……", "？”", "?,", "！？", "\n"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_SENTENCES), st.sampled_from(_STOPS)), min_size=1, max_size=30))
def test_clean_text_is_left_alone(parts: list[tuple[str, str]]) -> None:
    text = "".join(sentence + stop for sentence, stop in parts)
    assert mend(text) == (text, ())


@settings(max_examples=40, deadline=None)
@given(st.text("因為?yàn)槲掖_蔽曳浅!,，。F(xiàn)領(lǐng)\n ”“€<>/a", max_size=60))
def test_any_text_keeps_its_lines(text: str) -> None:
    mended, repairs = mend(text)
    assert mended.count("\n") == text.count("\n")
    lines = text.split("\n")
    assert all(r.was in lines[r.line - 1] for r in repairs)
    assert mend(text) == (mended, repairs)


@pytest.mark.parametrize("text", ["?" * 200_000, "好?," * 50_000, "領(" * 50_000, "因?yàn)" * 20_000, "？！" * 50_000])
def test_hostile_text_costs_a_bounded_number_of_searches(text: str) -> None:
    assert mend(text)[0].count("\n") == 0
