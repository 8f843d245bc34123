"""corpus.yaml: defaults, values, and every mistake at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_site import yaml_lines
from corpus_site.problems import one_line
from corpus_site.settings import Settings, read_settings


def written(folder: Path, text: str | bytes) -> tuple[Settings, list[str]]:
    (folder / "corpus.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    settings, problems = read_settings(folder)
    return settings, [one_line(p) for p in problems]


@pytest.fixture(params=["C", "pure"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers of PyYAML: the C one is missing from some builds."""
    if request.param == "pure":
        monkeypatch.setattr(yaml_lines, "LOADER", yaml_lines.yaml.SafeLoader)
    return str(request.param)


def test_absent_file_means_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == (Settings(), ())


def test_empty_file_means_defaults(tmp_path: Path, loader: str) -> None:
    assert written(tmp_path, "# nothing yet\n") == (Settings(), [])


def test_values(tmp_path: Path, loader: str) -> None:
    settings, problems = written(tmp_path, "site_name: 语录\nowner: no\nsite_url: https://example.org/quotes\n")
    assert not problems
    assert (settings.site_name, settings.owner, settings.site_url) == ("语录", "no", "https://example.org/quotes/")


def test_all_mistakes_at_once_and_the_rest_is_used(tmp_path: Path, loader: str) -> None:
    settings, problems = written(
        tmp_path,
        "site_nmae: 甲\nsite_name: 乙\nsite_url: javascript:alert(1)\nlanguage: Chinese language\nowner: [a]\n"
        "description: {a: b}\nsite_name: 丙\n",
    )
    assert settings == Settings(site_name="乙")
    assert problems == [
        "corpus.yaml:7 [error] settings: 「site_name」在同一项里写了两次 → 合并为一处；现取第一处",
        "corpus.yaml:1 [warning] settings: 不认识的字段「site_nmae」，未采用 → 是否想写 site_name？",
        "corpus.yaml:6 [error] settings: 「description」应当是一段文字 → 列表里含冒号的文字要加引号",
        "corpus.yaml:5 [error] settings: 「owner」应当是一段文字 → 列表里含冒号的文字要加引号",
        "corpus.yaml:4 [error] settings: language「Chinese language」不是语言代码，未采用 → 写成 zh、zh-Hant 或 en",
        "corpus.yaml:3 [error] settings: site_url「javascript:alert(1)」不是网址，未采用 → 写成 https://主机名/路径/",
    ]


def test_a_broken_line_costs_only_its_field(tmp_path: Path, loader: str) -> None:
    settings, problems = written(tmp_path, 'owner: 甲\nsite_name: "乙\ndescription: 丙\n')
    assert (settings.owner, settings.site_name, settings.description) == ("甲", Settings().site_name, "丙")
    assert len(problems) == 1
    assert problems[0].startswith("corpus.yaml:")
    assert "YAML" in problems[0]


def test_tabs_are_named(tmp_path: Path, loader: str) -> None:
    _, problems = written(tmp_path, "owner:\n\tname: 甲\nsite_name: 乙\n")
    assert ":2 " in problems[0]
    assert "制表符" in problems[0]


def test_bytes_that_are_no_utf8(tmp_path: Path, loader: str) -> None:
    settings, problems = written(tmp_path, "owner: 甲\n".encode() + b"site_name: \xff\xfe\ndescription: ok\n")
    assert (settings.owner, settings.site_name, settings.description) == ("甲", Settings().site_name, "ok")
    assert problems == [
        "corpus.yaml:2 [error] settings: 不是 UTF-8 文字 → 用 UTF-8 编码重新保存；坏处之外的内容照常采用"
    ]


@pytest.mark.parametrize(
    "text", ["- a\n- b\n", "just text", "a: " + "[" * 3000, "a: \x00\n", "? \n", "--- a\n--- b\n", "*x"]
)
def test_anything_gives_settings(tmp_path: Path, text: str) -> None:
    settings, problems = written(tmp_path, text)
    assert settings == Settings()
    assert problems


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "corpus.yaml").mkdir()
    settings, problems = read_settings(tmp_path)
    assert settings == Settings()
    assert problems[0].level == "error"
