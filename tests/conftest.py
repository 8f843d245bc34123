"""What the tests of the whole share: a copy of the project each, and one site built from it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from project import IN_CI, SHARED, Project, lacks_for_browser, new_project

# No test is timed: a machine may be slow, and the first example loads models and libraries.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine cannot run, saying so; in CI such a gap is a failure."""
    lacks = []
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        lacks.append("../shared is not here")
    if item.get_closest_marker("browser") and (lack := lacks_for_browser()):
        lacks.append(lack)
    if lacks and IN_CI:
        pytest.fail("; ".join(lacks), pytrace=False)
    if lacks:
        pytest.skip("; ".join(lacks))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The project's own corpus in a folder of the test's own, not yet built."""
    return new_project(tmp_path / "project")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The project's own site, built once for all tests and workers: look, do not touch."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent  # the folder that the workers share
    made = Project(base / "built")
    with (base / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made.folder / "done").exists():
            shutil.rmtree(made.folder, ignore_errors=True)
            new_project(made.folder).run_apart("build")
            (made.folder / "done").touch()
    yield made


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the expectations that differ; read them before you commit"
    )
