"""Any bytes under any suffix are an article or a problem, never a fault of the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus_site.authority import Known
from corpus_site.load import load_file
from corpus_site.load.formats import READERS

CUE = "\n\n1\n00:00:01,000 --> 00:00:02,000\n"
BEGINNINGS = [
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<!-- encoding: big5 -->\n",
    f"WEBVTT{CUE}".encode(),
    f"{CUE}<v 林一>".encode(),
    b'{"schema":"1","id":"a00000000","title":"A","quotes":[],"body":"',
]
PIECES = st.lists(
    st.binary(max_size=12)
    | st.sampled_from(
        [
            b"\n",
            b'"}\n',
            CUE.encode(),
            b">> ",
            b"- ",
            "林一：".encode(),
            "书。".encode(),
            b"\\ud800",
            b"\xe4",
            b"\0",
            b"&#0;",
        ]
    ),
    max_size=16,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("corpus")


@given(st.sampled_from(sorted(READERS)), st.sampled_from(BEGINNINGS), PIECES)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_load_or_give_a_problem(folder: Path, suffix: str, head: bytes, pieces: list[bytes]) -> None:
    file = folder / f"a{suffix}"
    file.write_bytes(head + b"".join(pieces))
    loaded = load_file(file, folder, Known())
    assert loaded.articles or loaded.problems or suffix == ".jsonl", "only the owner's files are passed over in silence"
    assert [p for p in loaded.problems if p.rule == "fault"] == []
    for article in loaded.articles:
        assert article.path == file.name
        assert 1 <= article.lines[0] <= article.lines[1]
        for quote in article.quotes:
            assert article.lines[0] <= quote.lines[0] <= quote.lines[1] <= article.lines[1]
        article.body.encode()
