"""Score what is read against the readings in ../shared and hold the figures to tests/floors.yaml.

    python tests/check_floors.py [seeds] [devset] [readings]

Prints the scorer's report and one line a figure; ends with status 1 where a figure lies below its floor.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from confidence import share, tally
from project import IN_CI, ROOT, SHARED

FLOORS = ROOT / "tests" / "floors.yaml"
SLACK = 0.00005  # the floors are written with four digits


@dataclass(frozen=True)
class Score:
    """What the scorer said of one set, beside what it must reach."""

    name: str
    report: str
    figures: dict[str, float]
    floors: dict[str, float]

    def below(self) -> list[str]:
        """Name the figures that lie below their floors, or are not there at all."""
        return [
            f"{figure}: {self.figures.get(figure, 'missing')} is below {floor}"
            for figure, floor in self.floors.items()
            if self.figures.get(figure, -1) < floor - SLACK
        ]


def floors() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(FLOORS.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def score(name: str, work: Path) -> Score:
    """Export one corpus and run the shared scorer on it, both as their users do."""
    wanted = floors()[name]
    corpus = SHARED / wanted["corpus"] if wanted["corpus"] else ROOT / "seeds"
    export, figures = work / f"{name}.jsonl", work / f"{name}.json"
    run("-m", "corpus_site", "export", "--seeds", str(corpus), "--output", str(export))
    scorer = SHARED / "score" / "score.py"
    gold = next(place for place in (ROOT / wanted["gold"], SHARED / wanted["gold"]) if place.exists())
    report = run(str(scorer), str(gold), "--export", str(export), "--json", str(figures))
    found = json.loads(figures.read_text(encoding="utf-8"))
    found["high_right"] = share(tally(export, [gold]), "high")  # of what is marked as sure
    return Score(name, report, found, wanted["floors"])


def run(*arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if ran.returncode:
        sys.exit(f"{arguments} ended with {ran.returncode}\n{ran.stdout}\n{ran.stderr}")
    return ran.stdout


def main(names: list[str]) -> int:
    if not SHARED.is_dir():
        print("nothing to score against: ../shared is not here")
        return int(IN_CI)
    failed = False
    with tempfile.TemporaryDirectory() as work:
        for name in names or list(floors()):
            scored = score(name, Path(work))
            print(f"== {name}\n{scored.report}")
            for figure, value in scored.figures.items():
                print(f"{figure:28} {value:8.4f}   floor {scored.floors.get(figure, '-')}")
            print("\n".join(scored.below()) or f"{name}: every figure reaches its floor")
            failed |= bool(scored.below())
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
