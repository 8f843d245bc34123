"""The reading of the seeds is as good as it ever was."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from check_floors import FLOORS, Score, score


def test_a_figure_below_its_floor_is_named() -> None:
    scored = Score(
        "x", "", {"turns_f1": 0.97, "split_f1": 1.0}, {"turns_f1": 0.98, "split_f1": 1.0, "dates_right": 0.5}
    )
    assert scored.below() == ["turns_f1: 0.97 is below 0.98", "dates_right: missing is below 0.5"]


def test_floors_are_shares() -> None:
    sets = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    assert all(0 < floor <= 1 for one in sets.values() for floor in one["floors"].values())


@pytest.mark.shared
def test_the_seeds_reach_their_floors(tmp_path: Path) -> None:
    scored = score("seeds", tmp_path)
    assert scored.below() == [], scored.report
