"""How often a quote that is marked `high`, `medium` or `low` is right, against careful readings.

    python tests/confidence.py EXPORT READINGS [READINGS ...]

A quote is right when a reading lists its words under its speaker.  Readings that list no quotation at all, or count turns
without listing them, say nothing about these and are passed over.  Uses the shared scorer's own way of comparing.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from project import SHARED

LEVELS = ("high", "medium", "low")


def scorer() -> ModuleType:
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def tally(export: Path, readings: list[Path]) -> Counter[tuple[str, bool]]:
    """Count quotes by (confidence, right)."""
    score = scorer()
    articles: dict[str, list[dict[str, Any]]] = {}
    for line in export.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        articles.setdefault(Path(record["path"]).name, []).append(record)
    out: Counter[tuple[str, bool]] = Counter()
    for place in readings:
        for path in sorted(place.rglob("*.gold.yaml")) if place.is_dir() else [place]:
            for gold in score.read_document(path):
                found = articles.get(gold.file, [])
                if len(found) == 1:
                    out += _article(score, gold, found[0]["quotes"])
    return out


def _article(score: ModuleType, gold: Any, quotes: list[dict[str, Any]]) -> Counter[tuple[str, bool]]:
    turns = [(forms, start) for forms, start in gold.turns]
    others = [(forms, start) for forms, start, _ in gold.quotes]
    out: Counter[tuple[str, bool]] = Counter()
    for quote in quotes:
        wanted = turns if quote["kind"] == "turn" else others
        if wanted and not quote.get("repeats"):
            text, who = score.fold(quote["text"]), score.speaker_forms(quote)
            right = any(start and start in text[: len(start) + 12] and forms & who for forms, start in wanted)
            out[quote["confidence"], right] += 1
    return out


def share(counts: Counter[tuple[str, bool]], level: str) -> float:
    """The share of right ones among the quotes of one confidence; 1 where there are none."""
    right, wrong = counts[level, True], counts[level, False]
    return right / (right + wrong) if right + wrong else 1.0


if __name__ == "__main__":
    counted = tally(Path(sys.argv[1]), [Path(place) for place in sys.argv[2:]])
    for name in LEVELS:
        print(f"{name:8} {counted[name, True]:5} right {counted[name, False]:5} wrong   {share(counted, name):.3f}")
