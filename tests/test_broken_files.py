"""A file that cannot be read is reported with a place and a hint, and never takes the others with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from project import Project

GOOD = """# 好的一篇

2024年5月6日

林一：这一篇没有坏，应当照常出现在网站上。

周二：对，别的文件坏了与它无关。
"""


def bad_bytes(path: Path) -> None:
    good = GOOD.encode()
    path.write_bytes(good + "这一行坏了：".encode() + b"\xff\xfe\n" + good)


def empty(path: Path) -> None:
    path.touch()


def a_folder(path: Path) -> None:
    path.mkdir()


def dangling_link(path: Path) -> None:
    path.symlink_to("nowhere.md")


def link_loop(path: Path) -> None:
    path.symlink_to(path.name)


def named_pipe(path: Path) -> None:
    os.mkfifo(path)


def no_permission(path: Path) -> None:
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")


BROKEN = [bad_bytes, empty, a_folder, dangling_link, link_loop, named_pipe, no_permission]


@pytest.fixture
def corpus(project: Project) -> Project:
    """One good file, and room for broken ones."""
    for path in project.seeds.iterdir():
        if path.suffix == ".txt":
            path.unlink()
    (project.seeds / "good.md").write_text(GOOD, encoding="utf-8")
    return project


@pytest.mark.parametrize("breaks", BROKEN, ids=lambda breaks: breaks.__name__)
def test_a_broken_file_is_reported_and_the_rest_is_built(corpus: Project, breaks: Callable[[Path], None]) -> None:
    breaks(corpus.seeds / "x.md")
    told = corpus.run("build", "--strict", status=1)
    report = [line for line in told.stderr.split("\n") if line.startswith("x.md")]
    assert report, told.stderr
    assert "[error]" in report[0]
    assert "→" in report[0], "no hint"
    assert "Traceback" not in told.stderr
    pages = [page.read_text(encoding="utf-8") for page in corpus.site.glob("articles/a*/index.html")]
    assert any("这一篇没有坏" in page for page in pages)


def test_the_line_of_bad_bytes_is_told(corpus: Project) -> None:
    bad_bytes(corpus.seeds / "x.md")
    told = corpus.run("check", status=1)
    assert f"x.md:{GOOD.count(chr(10)) + 1} [error]" in told.stdout


def test_all_problems_are_told_at_once_worst_first(corpus: Project) -> None:
    empty(corpus.seeds / "e.md")
    a_folder(corpus.seeds / "f.md")
    dangling_link(corpus.seeds / "g.md")
    told = corpus.run("check", status=1).stdout.split("\n")
    errors = [line.split(" ")[0].split(":")[0] for line in told if "[error]" in line]
    assert errors == ["e.md", "f.md", "g.md"]
    ranks = [
        next(n for n, level in enumerate(("[error]", "[warning]", "[notice]")) if level in line)
        for line in told
        if "] " in line
    ]
    assert ranks == sorted(ranks)


def test_without_strict_the_build_succeeds_and_says_so(corpus: Project) -> None:
    empty(corpus.seeds / "x.md")
    told = corpus.run("build")
    assert "x.md:1 [error]" in told.stderr


def test_files_of_other_kinds_are_no_error(corpus: Project) -> None:
    (corpus.seeds / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (corpus.seeds / ".hidden").write_bytes(b"\x00")
    (corpus.seeds / "notes").mkdir()
    corpus.run("build", "--strict")
