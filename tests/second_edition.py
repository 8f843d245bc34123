"""A corpus beside a second edition of itself: rewrapped, 3 % of the characters changed.  Are all its quotes found again?

    python tests/second_edition.py FOLDER

Changed are Han characters of the sources, wherever they stand (labels and cues too), each by another one of the same text;
lines of text files are broken anew.  A quote of the second edition is found when it `repeats` one of the same article at
the same place; a cluster is false when it joins quotes that the first edition by itself keeps apart, or other places.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from corpus_site.authority import Authority
from corpus_site.enrich import enrich
from corpus_site.fold import fold
from corpus_site.load import load_corpus
from corpus_site.model import Article, Quote

CHANGED = 0.03
WIDTH = 60  # characters of a line of the second edition


def second(text: str, dice: random.Random, wrap: bool) -> str:
    """The text with some characters changed, and its long lines broken."""
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    out = "".join(dice.choice(han) if "\u4e00" <= c <= "\u9fff" and dice.random() < CHANGED else c for c in text)
    return "\n".join(broken(line) for line in out.split("\n")) if wrap else out


def broken(line: str) -> str:
    """Break a line of running text between two Han characters; headings, lists, tables and addresses stay."""
    if len(line) <= WIDTH or not "\u4e00" <= line[0] <= "\u9fff" or "](" in line or "|" in line:
        return line
    pieces, at = [], 0
    while len(line) - at > WIDTH:
        cut = at + WIDTH
        while cut > at + 1 and not ("\u4e00" <= line[cut - 1] <= "\u9fff" and "\u4e00" <= line[cut] <= "\u9fff"):
            cut -= 1
        if cut == at + 1:
            break
        pieces.append(line[at:cut])
        at = cut
    return "\n".join([*pieces, line[at:]])


@dataclass
class Found:
    quotes: int
    found: int
    false: list[str]
    missed: list[str]


def compare(folder: Path) -> Found:
    """Make both editions, enrich them as one corpus, and judge every quote of the second."""
    with tempfile.TemporaryDirectory() as work:
        for file in sorted(f for f in folder.rglob("*") if f.is_file() and f.suffix != ".yaml"):
            first, other = (Path(work) / edition / file.relative_to(folder) for edition in ("a", "b"))
            for place in (first, other):
                place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, first)
            dice = random.Random(file.name)
            text = file.read_text(encoding="utf-8", errors="surrogateescape")
            wrap = file.suffix in (".md", ".txt")
            other.write_text(second(text, dice, wrap), encoding="utf-8", errors="surrogateescape")
        alone = enriched(Path(work) / "a")
        both = enriched(Path(work))
    return judge(alone, both)


def enriched(folder: Path) -> tuple[Article, ...]:
    authority = Authority()
    loaded = load_corpus(folder, authority.known())
    return enrich([article for one in loaded for article in one.articles], authority).articles


def judge(alone: tuple[Article, ...], both: tuple[Article, ...]) -> Found:
    clusters = {quote.id: quote.repeats or quote.id for article in alone for quote in article.quotes}
    of = {quote.id: (article, quote) for article in both for quote in article.quotes}
    result = Found(0, 0, [], [])
    for article in both:
        for quote in article.quotes:
            target = of.get(quote.repeats or quote.id)
            assert target is not None
            told = f"{article.path}:{quote.lines[0]} {quote.kind} {quote.text[:30]!r}"
            if quote.repeats and not same(article, quote, *target, clusters):
                result.false.append(f"{told} -> {target[0].path}:{target[1].lines[0]} {target[1].text[:30]!r}")
            if article.path.startswith("b/"):
                result.quotes += 1
                last = of[quote.repeats][1].repeats or quote.repeats if quote.repeats else None
                tied = last is not None and of[last][0].path[0] == "a"
                led = any(q.repeats == quote.id for a in both if a.path == "a" + article.path[1:] for q in a.quotes)
                result.found += tied or led
                if not (tied or led):
                    result.missed.append(told)
    return result


def same(article: Article, quote: Quote, other: Article, target: Quote, clusters: dict[str, str]) -> bool:
    """Both are the same words: at the same place of the two editions, or known as repeats in the first by itself."""
    if clusters.get(quote.id, 0) == clusters.get(target.id, 1):
        return True
    one, two = fold(quote.text), fold(target.text)
    if article.path[1:] == other.path[1:] and len(one) < 20:
        return fuzz.ratio(one, two) >= 50
    return fuzz.partial_ratio(one, two) >= 75 and (article.path[1:] == other.path[1:] or fuzz.ratio(one, two) >= 75)


if __name__ == "__main__":
    found = compare(Path(sys.argv[1]))
    print(*(f"missed {what}" for what in found.missed), *(f"false  {what}" for what in found.false), sep="\n")
    print(
        f"{found.found} of {found.quotes} quotes found again ({found.found / found.quotes:.4f}), {len(found.false)} false"
    )
