"""How fast articles are read on one core, and that time grows with length and no faster.

    python tests/benchmarks/load_speed.py

Every kind of text is made here, at three lengths, each twice the one before.  Prints characters a second of processor time
and the ratio of time at double length, median of three runs: near 2 is linear, 4 is quadratic.  No test: the ratios are
what to look at, on a machine that does nothing else.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus_site.authority import Known
from corpus_site.load import load_file

QUESTION = "请您谈谈这几年里模型的变化，特别是它对大家工作的影响，好不好？"
ANSWER = (
    "好的。我想先说一件小事，去年夏天我们在山里开会，大家都觉得进展太慢，今年却都说太快。"
    "所以我的看法是，不要着急，也不要停下来，该做的事情一件一件去做就是了。"
)
NEWS = (
    "研究员周大明在会上表示，“我们等了很久，现在终于可以开始了。”他补充说，“没有人知道这会持续多久。”\n\n"
    "“这件事比大家想的要难得多，”一位熟悉情况的工程师说，“但是值得去做。”与会者随后参观了实验室，并讨论了“星辰计划”。\n\n"
)
NUMBERS = "一二三四五六七八九十"


def numbered(text: str, n: int) -> str:
    """The text with a number in it, so that no line stands twice."""
    return text.replace("。", f"（{n}）。", 1)


def transcript(size: int) -> str:
    rows = []
    while sum(map(len, rows)) < size:
        n = len(rows)
        rows.append(f"主持人：{QUESTION}（{n}）\n\n李大同：{numbered(ANSWER, n)}\n\n")
    return "# 一场很长的对话\n\n" + "".join(rows)


def run_on(size: int) -> str:
    title, rows = transcript(size).split("\n\n", 1)
    return f"{title}\n\n" + rows.replace("\n\n", " ").replace("：", ": ").replace("李大同", "Li Datong").replace(
        "主持人", "Ann Lee"
    )


def news(size: int) -> str:
    return "# 一篇很长的新闻\n\n" + "".join(numbered(NEWS, n) for n in range(size // len(NEWS) + 1))


def page(size: int) -> str:
    """A saved page of this many characters, nine tenths of them scripts and pictures."""
    body = "".join(f"<p>{row}</p>\n" for row in news(size // 10).split("\n\n") if row)
    noise = "<script>" + "var x = [1, 2, 3];\n" * (size // 60) + "</script>"
    picture = f'<img src="data:image/png;base64,{"A" * (size // 2)}">'
    return (
        f"<html><head><title>一篇很长的新闻</title>{noise}</head><body><article>{picture}{body}</article></body></html>"
    )


def damaged(size: int) -> str:
    """Text with a reading behind every other character, as some pages have it."""
    return "# 一篇很長的文章\n\n" + "".join(
        f"我們領(lǐng)導者說因為這樣，第{n}次會議的長(zhǎng)度不變。\n\n" for n in range(size // 40)
    )


KINDS: dict[str, tuple[str, Callable[[int], str], int]] = {
    "transcript": (".md", transcript, 100_000),
    "run-on transcript": (".txt", run_on, 100_000),
    "news with quotations": (".md", news, 50_000),
    "saved page": (".html", page, 3_700_000),
    "glosses": (".txt", damaged, 50_000),
}


def seconds(text: str, suffix: str, folder: Path) -> float:
    file = folder / f"a{suffix}"
    file.write_text(text, encoding="utf-8")
    start = time.process_time()
    loaded = load_file(file, folder, Known())
    spent = time.process_time() - start
    assert loaded.articles, loaded.problems
    return spent


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        seconds(news(2_000), ".md", folder)  # dictionaries and models are loaded once
        print(f"{'kind':24}{'characters':>12}{'seconds':>10}{'chars/s':>12}{'ratio':>8}")
        for kind, (suffix, make, size) in KINDS.items():
            before = 0.0
            for factor in (1, 2, 4):
                text = make(size * factor)
                spent = statistics.median(seconds(text, suffix, folder) for _ in range(3))
                ratio = f"{spent / before:8.2f}" if before else ""
                print(f"{kind:24}{len(text):12,}{spent:10.2f}{len(text) / spent:12,.0f}{ratio}")
                before = spent


if __name__ == "__main__":
    main()
