"""A made-up corpus of any size, the same every time: interviews and news with people, themes, reprints and small talk.

    python tests/benchmarks/corpus_maker.py NUMBER FOLDER

Sentences are put together from words of the dictionary, the frequent ones most often (Zipf), around the terms of the seeds'
themes; names from surnames and common characters of given names.  One article in forty is a reprint with a few changes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from corpus_site import lexicon
from corpus_site.authority import read_authority
from corpus_site.wordlists import wordlist

ROOT = Path(__file__).parents[2]
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文利国玉红梅志晓宇浩然子轩雨涵思远嘉怡梓萱一诺"
REPRINT = 40  # of so many articles one is a reprint
SMALL_TALK = ("是的。", "好的，谢谢。", "我同意。", "没错，就是这样。", "谢谢邀请，很高兴来到这里。", "我不知道。")


@cache
def words(kind: str) -> list[str]:
    """Words of one part of speech, the most frequent first."""
    tags = lexicon._tags()
    found = [w for w, tag in tags.items() if tag == kind and 2 <= len(w) <= 3 and lexicon.frequency(w) > 20]
    return sorted(found, key=lambda w: (-lexicon.frequency(w), w))[:6000]


@cache
def terms() -> list[str]:
    themes = read_authority(ROOT / "seeds")[0].themes
    return [term.text for theme in themes for term in theme.terms]


def pick(dice: random.Random, some: list[str]) -> str:
    """A word, by Zipf's law: the tenth ten times as seldom as the first."""
    return some[min(len(some) - 1, int(len(some) ** dice.random()) - 1)]


def sentence(dice: random.Random, matter: list[str]) -> str:
    noun, verb, adverb = words("n"), words("v"), words("d")
    clauses = []
    for _ in range(dice.randint(1, 3)):
        subject = dice.choice(matter) if dice.random() < 0.35 else pick(dice, noun)
        clauses.append(f"{subject}{pick(dice, adverb)}{pick(dice, verb)}{pick(dice, noun)}")
    return "，".join(clauses) + "。"


def said(dice: random.Random, matter: list[str], at_most: int) -> str:
    return "".join(sentence(dice, matter) for _ in range(dice.randint(1, at_most)))


def name(dice: random.Random) -> str:
    surname = pick(dice, list(wordlist("surnames")["single"]))
    return surname + "".join(dice.choice(GIVEN) for _ in range(dice.choice((1, 2, 2))))


@cache
def people(size: int) -> list[str]:
    """Everybody in a corpus of this size."""
    dice = random.Random(f"people {size}")
    return [name(dice) for _ in range(max(20, size // 2))]


def article(number: int, size: int) -> str:
    """One article of a corpus of `size`; the same for every call."""
    dice = random.Random(number)
    if number % REPRINT == REPRINT - 1 and number > REPRINT:
        text = article(random.Random(-number).randrange(number - number % REPRINT), size)
        return "".join(c if dice.random() > 0.01 or c in "：。，\n#" else "某" for c in text)
    known = people(size)
    matter = dice.sample(terms(), 6)
    day = f"{dice.randint(2018, 2026)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    head = f"# {pick(dice, words('n'))}与{dice.choice(matter)}（{number}）\n\n发布时间：{day}\n\n"
    return (
        head + "\n\n".join(interview(dice, known, matter) if dice.random() < 0.6 else news(dice, known, matter)) + "\n"
    )


def interview(dice: random.Random, known: list[str], matter: list[str]) -> Iterator[str]:
    host, guest = pick(dice, known), pick(dice, known)
    yield f"主持人{host}请来了{guest}教授。" + said(dice, matter, 3)
    for _ in range(dice.randint(8, 24)):
        yield f"{host}：" + said(dice, matter, 2)[:-1] + "？"
        yield f"{guest}：" + (dice.choice(SMALL_TALK) if dice.random() < 0.1 else said(dice, matter, 8))


def news(dice: random.Random, known: list[str], matter: list[str]) -> Iterator[str]:
    for _ in range(dice.randint(5, 15)):
        who = pick(dice, known)
        yield said(dice, matter, 4) + f"研究员{who}表示，“{said(dice, matter, 4)}”"


def make(number: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in range(number):
        (folder / f"{one:06}.md").write_text(article(one, number), encoding="utf-8")


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))
