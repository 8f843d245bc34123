"""The dictionary behind one door: silent, lazy, its cache where it is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from corpus_site import lexicon

_USE = """
import sys, pathlib
from corpus_site import lexicon
lexicon.use_cache(pathlib.Path(sys.argv[1]) if sys.argv[1] else None)
print("jieba" in sys.modules, lexicon.words("我們在學習機器學習"), lexicon.frequency("机器"))
"""


def _run_apart(cache: Path | str, temp: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", _USE, str(cache)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(temp)},
    )


def test_loads_late_warns_of_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    ran = _run_apart("", tmp_path)
    assert ran.stderr == ""
    assert ran.stdout.startswith("False [")
    assert list(tmp_path.iterdir()) == []


def test_cache_is_written_once_read_again_and_made_anew_when_broken(tmp_path: Path) -> None:
    cache, temp = tmp_path / "cache", tmp_path / "temp"
    temp.mkdir()
    first = _run_apart(cache, temp)
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    second = _run_apart(cache, temp)
    kept.write_bytes(whole[:1000])
    third = _run_apart(cache, temp)
    assert first.stdout == second.stdout == third.stdout
    assert [first.stderr, second.stderr, third.stderr] == ["", "", ""]
    assert kept.read_bytes() == whole
    assert list(temp.iterdir()) == []


def test_a_cache_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = _run_apart(tmp_path / "file" / "cache", tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_tokenizer_of_others_stays_as_it_was() -> None:
    lexicon.words("人工智能")
    assert not sys.modules["jieba"].dt.initialized


def test_words_joined_are_the_text() -> None:
    text = "2023年，OpenAI 的 CEO 说：“我们……”\n\t很好 😀"
    assert "".join(lexicon.words(text)) == text


def test_words_score_better_than_rubbish_and_less_text_better_than_more() -> None:
    assert lexicon.log_prob("我们如何控制它") > lexicon.log_prob("我们绾慰刂扑")
    assert lexicon.log_prob("人工智能") > lexicon.log_prob("人工智能人工智能")
    assert lexicon.log_prob("GPT很好") > lexicon.log_prob("āǎà很好")


def test_pairs_are_a_distribution() -> None:
    pairs = lexicon.pairs()
    total = sum(pairs.follows("因", right) for right in pairs.single)
    assert 0.9 < total < 1.1
    assert pairs.follows("因", "为") > pairs.follows("因", "位")
    assert pairs.closes("谢") > pairs.closes("尴")
