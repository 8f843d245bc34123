"""A canary: what Zensical, the successor of the theme, makes of the generated tree.  Reported, never blocking.

The report is build/screenshots/zensical.txt: how Zensical ended, how many of our pages its site has, what it warned of.
A page counts where its file is there, and once more where every block of ours stands in it as it was written.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus_site.generate.document import parts_of
from project import ROOT, Project

pytestmark = pytest.mark.skipif(find_spec("zensical") is None, reason="zensical is not installed")
REPORT = ROOT / "build" / "screenshots" / "zensical.txt"
PATIENCE = 300  # seconds
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_WARNING = re.compile(r"^(?:Warning|Error): (.*)$", re.M)
LAST = 5  # lines of what a failed build said


@dataclass(frozen=True)
class Outcome:
    """How a build by Zensical ended, and what it said, without colours and without the folder it was in."""

    status: str
    said: str


def try_zensical(folder: Path) -> Outcome:
    """Build the project in a folder with Zensical, in a process of its own."""
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--config-file", "mkdocs.yml"],
            cwd=folder,
            env={**os.environ, "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as late:
        return Outcome(f"stopped after {PATIENCE} seconds", _plain(late.stdout or b"", folder))
    return Outcome(f"exit status {ran.returncode}", _plain(ran.stdout, folder))


def _plain(said: bytes, folder: Path) -> str:
    return _COLOUR.sub("", said.decode("utf-8", errors="replace")).replace(str(folder), "").strip()


def pages_built(docs: Path, site: Path) -> tuple[int, int, int]:
    """Count our pages, those that are in a site, and those among them that show every block of ours unchanged."""
    ours = sorted(docs.rglob("*.md"))
    built = [page for page in ours if _built(page, docs, site).is_file()]
    whole = [page for page in built if _is_whole(page, _built(page, docs, site))]
    return len(ours), len(built), len(whole)


def _built(page: Path, docs: Path, site: Path) -> Path:
    return site / page.relative_to(docs).with_suffix(".html")


def _is_whole(page: Path, built: Path) -> bool:
    body = page.read_text(encoding="utf-8").partition("\n---\n")[2].lstrip("\n")
    blocks = [part for part in parts_of(body) or () if isinstance(part, str)]
    text = built.read_text(encoding="utf-8", errors="replace")
    return bool(blocks) and all(block in text for block in blocks)


def report(outcome: Outcome, pages: tuple[int, int, int]) -> str:
    ours, built, whole = pages
    warnings = Counter(_WARNING.findall(outcome.said))
    lines = [
        f"zensical {version('zensical')}: {outcome.status}",
        f"{built} of {ours} pages built, {whole} of them with all blocks unchanged",
        f"{warnings.total()} warnings",
        *(f"  {count} x {text}" for text, count in sorted(warnings.items())),
    ]
    if outcome.status != "exit status 0":
        # Without the indented lines: they are those of a traceback, full of places on this machine.
        said = [line for line in outcome.said.splitlines() if line[:1].strip()]
        lines += ["it said at the end:", *(f"  {line}" for line in said[-LAST:])]
    return "\n".join(lines) + "\n"


def test_zensical_is_tried_on_the_generated_tree(built: Project, tmp_path: Path) -> None:
    copy = Project(tmp_path / "copy")
    shutil.copytree(built.docs, copy.docs)
    shutil.copytree(built.folder / "docs_templates", copy.folder / "docs_templates")
    shutil.copy(built.folder / "mkdocs.yml", copy.folder)
    pages = len(list(copy.docs.rglob("*.md")))
    outcome = try_zensical(copy.folder)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(report(outcome, pages_built(copy.docs, copy.site)), encoding="utf-8")
    assert re.search(rf"^\d+ of {pages} pages built", REPORT.read_text(encoding="utf-8"), re.M)


def test_a_report_counts_pages_and_warnings(tmp_path: Path) -> None:
    for name, block in {"a": "<p>甲</p>", "b": "<p>乙</p>", "c": "<p>丙</p>"}.items():
        page = tmp_path / "docs" / name / "index.md"
        page.parent.mkdir(parents=True)
        page.write_text(f"---\ntitle: {name}\n---\n\n{block}\n", encoding="utf-8")
    for name, shown in {"a": "<p>甲</p>", "b": "<p>别的</p>"}.items():
        page = tmp_path / "site" / name / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"<html><body>{shown}</body></html>", encoding="utf-8")
    pages = pages_built(tmp_path / "docs", tmp_path / "site")
    assert pages == (3, 2, 1)
    told = report(Outcome("exit status 1", "Warning: page does not exist\n  [ a.md ]\nRuntimeError: x"), pages)
    assert "2 of 3 pages built, 1 of them with all blocks unchanged\n1 warnings\n  1 x page does not exist\n" in told
    assert told.endswith("  RuntimeError: x\n")
