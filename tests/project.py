"""The project as a folder that a test may do anything with, and the way its owner runs the commands in it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from click.testing import CliRunner, Result

from corpus_site.cli import main

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWNED = ("seeds", "docs_templates", "mkdocs.yml")  # what an owner of a corpus has in the folder


def chromium() -> str | None:
    """Find a Chromium: the one named in CHROMIUM, or one on the path."""
    return next(
        (found for name in (os.environ.get("CHROMIUM", ""), *BROWSERS) if name and (found := shutil.which(name))), None
    )


@cache
def lacks_for_browser() -> str | None:
    """Tell what keeps browser tests from running here."""
    if chromium() is None:
        return "no Chromium: install Debian's chromium, or set CHROMIUM to its path"
    driver = subprocess.run(
        [sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True, check=False
    )
    if driver.returncode:
        return (
            f"the driver of the browser does not start (Debian: apt install libatomic1): {driver.stderr.strip()[-200:]}"
        )
    return None


@dataclass(frozen=True)
class Project:
    """A folder with a corpus, templates and a configuration, and what was built from it."""

    folder: Path

    @property
    def seeds(self) -> Path:
        return self.folder / "seeds"

    @property
    def docs(self) -> Path:
        return self.folder / "build" / "docs"

    @property
    def site(self) -> Path:
        return self.folder / "build" / "site"

    def run(self, *arguments: str, status: int = 0) -> Result:
        """Run a command of ours in the folder, and hold it to its exit status."""
        with contextlib.chdir(self.folder):
            ran = CliRunner().invoke(main, arguments, prog_name="corpus-site")
        if ran.exception is not None and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        assert ran.exit_code == status, f"{arguments} ended with {ran.exit_code}\n{ran.stdout}\n{ran.stderr}"
        return ran

    def run_apart(self, *arguments: str) -> None:
        """Run a command that must succeed in a process of its own, as its owner does: nothing is left over from before."""
        ran = subprocess.run(
            [sys.executable, "-m", "corpus_site", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
        assert ran.returncode == 0, f"{arguments} ended with {ran.returncode}\n{ran.stdout}\n{ran.stderr}"

    def copy(self, folder: Path) -> Project:
        """Copy the whole, with what was built."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Project(folder)


def new_project(folder: Path) -> Project:
    """Lay out the project's own corpus and templates in another folder, with nothing built."""
    folder.mkdir(parents=True)
    for name in OWNED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return Project(folder)


def contents(root: Path) -> dict[str, bytes]:
    """Read every file below `root`, by its relative path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
