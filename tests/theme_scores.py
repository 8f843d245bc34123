"""How well quotes get their themes, against quotes labelled by hand (`tests/gold/themes.yaml`).

    python tests/theme_scores.py [tuning] [unseen] [--misses]

Half of the quotes stand in the seeds, half were written for this on the subject matter of articles that are not here; they
were labelled from the definitions of the themes alone, before any tuning.  `also` names themes that one could defend: they
count neither for nor against.  `tuning` is for looking at; of `unseen` only the figures are looked at.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus_site.authority import Authority, read_authority
from corpus_site.enrich import enrich
from corpus_site.load import load_corpus
from corpus_site.model import Quote
from enrich_records import Making, speaker
from project import ROOT

GOLD = Path(__file__).parent / "gold" / "themes.yaml"


@cache
def authority() -> Authority:
    return read_authority(ROOT / "seeds")[0]


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    """A folder where the model of the examples is kept, so that it is fitted once."""
    return tempfile.TemporaryDirectory()


@cache
def seeds() -> dict[str, Quote]:
    loaded = load_corpus(ROOT / "seeds", authority().known())
    corpus = enrich([article for one in loaded for article in one.articles], authority())
    return {quote.id: quote for article in corpus.articles for quote in article.quotes}


def found(entry: dict[str, Any]) -> Quote:
    """The quote with the themes it gets: in its article, or behind its question."""
    if "id" in entry:
        return seeds()[entry["id"]]
    made = Making()
    if entry.get("heading"):
        made.heading(entry["heading"])
    if entry.get("question"):
        made.turn(speaker("主持人", type="role"), entry["question"])
    article = made.turn(speaker("受访者", type="role"), entry["text"].strip()).done()
    return enrich([article], authority(), Path(_kept().name)).articles[0].quotes[-1]


def figures(half: str) -> tuple[dict[str, float], list[str], Counter[str]]:
    """Micro-averaged precision, recall and F1; every miss in words; the confusions."""
    right = extra = missed = 0
    misses, confusions = [], Counter()
    for entry in yaml.safe_load(GOLD.read_text(encoding="utf-8"))[half]:
        quote = found(entry)
        ours, theirs, also = {hit.id for hit in quote.themes}, set(entry["themes"]), set(entry.get("also") or ())
        wrong, lacking = sorted(ours - theirs - also), sorted(theirs - ours)
        right, extra, missed = right + len(ours & theirs), extra + len(wrong), missed + len(lacking)
        confusions.update(f"{lack} -> {wrong[0] if wrong else 'none'}" for lack in lacking)
        confusions.update(f"none -> {one}" for one in wrong if not lacking)
        if wrong or lacking:
            hits = {str(hit.id): (hit.score, hit.terms) for hit in quote.themes}
            misses.append(
                f"missed {lacking} wrong {wrong} also {sorted(also)} from {hits}\n    {entry.get('question')} | {quote.text}"
            )
    precision, recall = right / max(1, right + extra), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"themes_precision": precision, "themes_recall": recall, "themes_f1": f1}, misses, confusions


if __name__ == "__main__":
    for half in [name for name in sys.argv[1:] if name[0] != "-"] or ["tuning", "unseen"]:
        scores, misses, confusions = figures(half)
        print(f"== {half}", *(misses if "--misses" in sys.argv else ()), sep="\n")
        print(*(f"{name:20} {value:.4f}" for name, value in scores.items()), sep="\n")
        print("confusions:", ", ".join(f"{what} ({n})" for what, n in confusions.most_common(8)))
