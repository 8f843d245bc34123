"""The commands as their users meet them: what they print, where it goes, and the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus_site.cli import main
from corpus_site.report import visible
from project import ROOT, Project

ARTICLE = """# 路上的对话

2024年5月6日

林一：我们今天谈谈走路。

周二：路要自己走，<b>也要一起走</b>。

林一：谢谢。
"""


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """A corpus of one short interview, without any file beside it."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "walk.md").write_text(ARTICLE, encoding="utf-8")
    return Project(tmp_path)


def test_export_goes_to_standard_output_and_the_count_does_not(small: Project) -> None:
    told = small.run("export")
    (record,) = [json.loads(line) for line in told.stdout.split("\n") if line]
    assert (record["schema"], record["path"], record["title"]) == ("1", "walk.md", "路上的对话")
    assert [quote["speaker"]["name"] for quote in record["quotes"]] == ["林一", "周二", "林一"]
    assert told.stderr == "1 article, 3 quotes, 2 people\n"
    assert not (small.folder / "build").exists()


def test_export_to_a_file_is_the_same(small: Project) -> None:
    small.run("export", "--format", "jsonl", "--output", "out/articles.jsonl")
    assert (small.folder / "out" / "articles.jsonl").read_text(encoding="utf-8") == small.run("export").stdout


def test_export_in_a_form_that_is_not_written_yet(small: Project) -> None:
    told = small.run("export", "--format", "csv", status=2)
    assert told.stderr == "Error: --format csv: not written yet; there is jsonl\n"


def test_a_corpus_that_is_not_there_cannot_be_built(tmp_path: Path) -> None:
    told = Project(tmp_path).run("build", status=2)
    assert told.stderr == "Error: seeds: there is no such folder; name the corpus folder with --seeds\n"


def test_explain_tells_every_line_and_every_quote(small: Project) -> None:
    told = small.run("explain", "seeds/walk.md").stdout
    for line in ARTICLE.split("\n"):
        assert line.removeprefix("# ") in told
    assert "unclaimed" not in told
    assert "accepted  周二" in told
    assert "\x1b" not in told, "colour where there is no terminal"


def test_explain_as_json_and_as_a_page_that_nothing_runs_in(small: Project) -> None:
    found = json.loads(small.run("explain", "seeds/walk.md", "--format", "json").stdout)
    assert [line["line"] for line in found["lines"]][:3] == [1, 2, 3]
    assert found["articles"][0]["title"] == "路上的对话"
    page = small.run("explain", "seeds/walk.md", "--format", "html").stdout
    assert "<title>walk.md</title>" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_explain_reads_a_file_outside_of_the_corpus(small: Project) -> None:
    (small.seeds / "walk.md").rename(small.folder / "walk.md")
    assert "路上的对话" in small.run("explain", "walk.md").stdout


def test_explain_of_a_page_shows_what_was_read_and_not_its_markup(small: Project) -> None:
    page = (
        "<head><script>var x = 1</script></head><body><h1>路上的对话</h1>\n<p>王小明说：“路要自己走，谁也替不了。”</p>"
    )
    (small.folder / "seeds" / "page.html").write_text(page, encoding="utf-8")
    lines = small.run("explain", "seeds/page.html").stdout.splitlines()
    assert next(line.split() for line in lines if "路要自己走" in line)[:3] == ["2", "paragraph", "prose"]
    assert not any("script" in line or "<p>" in line for line in lines)


def test_explain_of_a_file_that_is_not_there(small: Project) -> None:
    assert small.run("explain", "seeds/no.md", status=2).stderr == "Error: seeds/no.md: there is no such file\n"


def test_check_of_a_sound_corpus_ends_well(small: Project) -> None:
    assert "[error]" not in small.run("check").stdout


def test_check_leaves_out_what_is_milder(small: Project) -> None:
    (small.seeds / "photo.jpg").touch()
    (small.seeds / "empty.md").touch()
    everything = small.run("check", status=1).stdout
    assert "empty.md:1 [error]" in everything
    assert "photo.jpg [notice]" in everything
    assert "photo.jpg" not in small.run("check", "--level", "warning", status=1).stdout


def test_build_says_what_there_is_and_where_to_look(built: Project, tmp_path: Path) -> None:
    told = built.copy(tmp_path / "copy").run("build").stdout
    assert " articles, " in told
    assert "build/site/index.html" in told
    assert "corpus-site serve" in told


def test_serve_answers_as_a_static_host_does(built: Project, tmp_path: Path) -> None:
    own = built.copy(tmp_path / "copy")
    command = [sys.executable, "-u", "-m", "corpus_site", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=own.folder, stdout=subprocess.PIPE, text=True, encoding="utf-8") as serving:
        try:
            assert serving.stdout is not None
            said = next(line for line in serving.stdout if line.startswith("Serving at "))
            home = said.split()[2]
            with urllib.request.urlopen(home, timeout=20) as answer:
                assert answer.status == 200
                assert "text/html" in answer.headers["Content-Type"]
            with pytest.raises(urllib.error.HTTPError) as missing:
                urllib.request.urlopen(f"{home}people/nobody/", timeout=20)
            assert missing.value.code == 404
            assert b"<html" in missing.value.read()
            missing.value.close()
        finally:
            serving.terminate()


def test_every_command_and_option_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in sorted(main.commands.items()):
        assert f"corpus-site {name}" in text
        for parameter in command.params:
            assert all(option in text for option in parameter.opts if option.startswith("--")), (name, parameter.opts)


def test_every_command_says_what_it_does() -> None:
    for name in main.commands:
        ran = CliRunner().invoke(main, [name, "--help"])
        assert ran.exit_code == 0
        assert len(ran.output.split("\n")) > 4


def test_nothing_of_a_source_acts_on_a_terminal() -> None:
    assert visible("\x1b]0;x\x07 \u202e人\x85") == "\\x1b]0;x\\x07 \\u202e人\\x85"


def test_the_owner_cannot_break_the_pages(small: Project) -> None:
    """What corpus.yaml says is text, also where the theme prints it raw."""
    (small.folder / "seeds" / "corpus.yaml").write_text(
        'site_name: "A </title><script>alert(1)</script>"\n'
        'owner: "\\"><img src=x onerror=alert(2)>"\n'
        'copyright: "<b onclick=alert(3)>x</b>"\n'
        'site_url: "https://ok.example/\\"><script>alert(4)</script>"\n',
        encoding="utf-8",
    )
    small.run("build")
    pages = list((small.folder / "build" / "site").rglob("*.html"))
    assert pages
    for page in pages:
        raw = page.read_text(encoding="utf-8")
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw
        assert "<b onclick" not in raw


def test_a_failed_export_leaves_the_old_file(small: Project) -> None:
    (small.folder / "old.jsonl").write_text("old\n", encoding="utf-8")
    told = small.run("export", "--seeds", "nowhere", "--output", "old.jsonl", status=2)
    assert "nowhere" in told.stderr
    assert (small.folder / "old.jsonl").read_text(encoding="utf-8") == "old\n"


def test_the_output_may_not_lie_in_the_corpus(small: Project) -> None:
    told = small.run("build", "--seeds", ".", status=2)
    assert "--output" in told.stderr
