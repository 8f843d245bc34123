"""The same seeds give the same bytes: on every run, step by step or at once, by our build or by plain MkDocs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from project import Project, contents, new_project

LEFT_OUT = {"build-info.json"}  # the one file that may hold the day and the versions
NEW = """# 一次虚构的对话

2024年5月6日

林一：我们今天谈谈**算力**。

周二：算力不够的时候，先想清楚要算什么。

林一：谢谢。
"""


def site_of(project: Project) -> dict[str, bytes]:
    return {path: content for path, content in contents(project.site).items() if path not in LEFT_OUT}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Name the files that are not the same, so that a failure says which."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def first_seed(project: Project) -> Path:
    return min(path for path in project.seeds.iterdir() if path.suffix == ".txt")


def test_building_twice_from_nothing_gives_the_same_bytes(built: Project, tmp_path: Path) -> None:
    again = new_project(tmp_path / "again")
    again.run_apart("build")
    assert differing(contents(built.docs), contents(again.docs)) == []
    assert differing(site_of(built), site_of(again)) == []


def test_building_again_changes_nothing(built: Project, tmp_path: Path) -> None:
    again = built.copy(tmp_path / "again")
    before = {path: path.stat().st_mtime_ns for path in again.docs.rglob("*.md")}
    again.run_apart("build")
    assert differing(site_of(built), site_of(again)) == []
    assert {path: path.stat().st_mtime_ns for path in again.docs.rglob("*.md")} == before


def add(project: Project) -> None:
    (project.seeds / "more").mkdir()
    (project.seeds / "more" / "new.md").write_text(NEW, encoding="utf-8")


def edit(project: Project) -> None:
    seed = first_seed(project)
    lines = seed.read_text(encoding="utf-8").split("\n")
    seed.write_text("\n".join([*lines, "", "另外，编者在文末补充了一句话。", ""]), encoding="utf-8")


def delete(project: Project) -> None:
    first_seed(project).unlink()


def rename(project: Project) -> None:
    seed = first_seed(project)
    seed.rename(seed.with_name("zz_renamed.txt"))


def describe_a_person(project: Project) -> None:
    file = project.seeds / "people.yaml"
    text = file.read_text(encoding="utf-8")
    key = "description:"
    assert key in text
    place = text.index(key)
    end = text.index("\n", place)
    file.write_text(f"{text[:place]}{key} 换过的一句话介绍{text[end:]}", encoding="utf-8")


def change_a_template(project: Project) -> None:
    for template in sorted((project.folder / "docs_templates").rglob("*")):
        text = template.read_text(encoding="utf-8") if template.suffix in {".html", ".jinja", ".j2"} else ""
        if "</section>" in text:
            template.write_text(text.replace("</section>", "<p>改过的模板</p></section>", 1), encoding="utf-8")
            return
    pytest.fail("no template has a section to change")


def change_the_configuration(project: Project) -> None:
    file = project.folder / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    assert "- 时间线: timeline/index.md" in text
    file.write_text(text.replace("- 时间线: timeline/index.md", "- 年月: timeline/index.md"), encoding="utf-8")


CHANGES = [add, edit, delete, rename, describe_a_person, change_a_template, change_the_configuration]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_build_after_a_change_gives_what_a_clean_build_gives(
    built: Project, tmp_path: Path, change: Callable[[Project], None]
) -> None:
    step = built.copy(tmp_path / "step")
    change(step)
    step.run_apart("build")
    assert differing(site_of(built), site_of(step)) != [], "the change shows nowhere: it tests nothing"

    clean = new_project(tmp_path / "clean")
    change(clean)
    clean.run_apart("build")
    assert differing(contents(clean.docs), contents(step.docs)) == []
    assert differing(site_of(clean), site_of(step)) == []


def test_plain_mkdocs_gives_the_same_bytes_without_a_warning(built: Project, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--config-file",
            str(built.folder / "mkdocs.yml"),
            "--site-dir",
            str(plain),
        ],
        cwd=built.folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stderr
    assert "WARNING" not in ran.stderr
    theirs = {path: content for path, content in contents(plain).items() if path not in LEFT_OUT}
    assert differing(site_of(built), theirs) == []
