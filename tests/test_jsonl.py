"""Our own export, read back."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from corpus_site.authority import read_authority
from corpus_site.enrich import enrich
from corpus_site.export import faults, write_jsonl
from corpus_site.load import load_corpus
from corpus_site.model import Loaded
from project import ROOT

HERE = ("path", "lines", "sha256")  # provenance points to what is here


def records(folder: Path) -> tuple[list[dict[str, Any]], list[Loaded]]:
    authority, _ = read_authority(folder)
    loaded = load_corpus(folder, authority.known())
    articles = enrich([article for one in loaded for article in one.articles], authority).articles
    assert faults(articles) == []
    out = io.BytesIO()
    write_jsonl(articles, out)
    return [json.loads(line) for line in out.getvalue().splitlines()], loaded


def facts(record: dict[str, Any]) -> dict[str, Any]:
    """A record without the places in files."""
    bare = {key: value for key, value in record.items() if key not in HERE}
    for key in ("sections", "repairs", "problems"):
        bare[key] = [{k: v for k, v in row.items() if k != "line"} for row in bare[key]]
    bare["quotes"] = [{k: v for k, v in quote.items() if k != "lines"} for quote in bare["quotes"]]
    del bare["people"]  # made out anew; the forms met may differ where titles and labels are not in the body
    return bare


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Path, list[dict[str, Any]]]:
    """A folder with nothing but the export of our corpus and its lists, and the records in it."""
    found, _ = records(ROOT / "seeds")
    folder = tmp_path / "corpus"
    folder.mkdir()
    for file in (ROOT / "seeds").glob("*.yaml"):
        shutil.copy(file, folder)
    (folder / "all.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in found), encoding="utf-8")
    return folder, found


def test_reading_back_gives_the_same_facts(exported: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, before = exported
    after, _ = records(folder)
    assert [facts(r) for r in after] == [facts(r) for r in before]
    assert [(r["path"], r["lines"]) for r in after] == [("all.jsonl", [n, n]) for n in range(1, len(before) + 1)]


def test_a_bad_line_costs_that_line_only(exported: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, before = exported
    spoilt = [dict(r) for r in before[:5]]
    spoilt[0]["schema"] = "99"
    spoilt[1]["title"] = 7
    spoilt[2] = {**spoilt[2], "body": "别的文字"} if spoilt[2]["quotes"] else {**spoilt[2], "quotes": "x"}
    rows = [json.dumps(r, ensure_ascii=False) for r in spoilt] + ["{not json", "[1, 2]"]
    (folder / "all.jsonl").write_text("\n".join(rows), encoding="utf-8")
    _, loaded = records(folder)
    assert len(loaded[0].articles) == 2
    assert [(p.line, p.rule, p.level) for p in loaded[0].problems] == [
        (n, "bad_record", "error") for n in (1, 2, 3, 6, 7)
    ]
    assert all(p.hint for p in loaded[0].problems)


def test_a_record_whose_quote_is_not_in_its_body_is_refused(exported: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, before = exported
    record = next(r for r in before if r["quotes"])
    record["quotes"][0]["exact"] += "多"
    (folder / "all.jsonl").write_text(json.dumps(record), encoding="utf-8")
    _, loaded = records(folder)
    assert [p.rule for p in loaded[0].problems] == ["bad_record"]
    assert "正文里找不到" in loaded[0].problems[0].message


def test_the_ledger_and_foreign_files_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "permalinks.jsonl").write_text('{"id": "a1"}\n', encoding="utf-8")
    (tmp_path / "other.jsonl").write_text('{"id": "a1"}\n', encoding="utf-8")
    _, loaded = records(tmp_path)
    assert [(one.path, [(p.rule, p.level) for p in one.problems]) for one in loaded] == [
        ("other.jsonl", [("unknown_kind", "notice")])
    ]
