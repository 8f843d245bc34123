"""Every rule with its hits and near misses: `tests/cases/*.md`.

A case is a title, a line with a single dot, the input, a dot, the expected summary, a dot.  The file's name says what is
summed up.  Titles that start with NOT are near misses; titles that start with KNOWN are strict expected failures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus_site.authority import Known
from corpus_site.load import load_file
from corpus_site.model import Article, Loaded, Quote

CASES = Path(__file__).parent / "cases"
KNOWN = Known(names=frozenset({"高盛"}), forms={"高盛": "goldman-sachs"}, types={"goldman-sachs": "organisation"})  # type: ignore[dict-item]


def read_cases() -> Iterator[tuple[str, str, str, str]]:
    for file in sorted(CASES.glob("*.md")):
        parts = file.read_text(encoding="utf-8").split("\n.\n")
        assert len(parts) % 3 == 1, f"{file.name}: a case is not closed by a line with a single dot"
        for title, given, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
            yield file.stem, title.strip(), given, expected.strip()


def said_by(quote: Quote) -> str:
    if quote.work:
        return f"《{quote.work.title}》"
    speaker = quote.speaker
    assert speaker is not None
    role = f" ({speaker.role})" if speaker.role and speaker.type == "person" else ""
    return f"{speaker.name}{role}" if speaker.type == "person" else f"<{speaker.name}>"


def turns(loaded: Loaded) -> list[str]:
    return [
        f"{said_by(q)}: {q.text}".replace("\n\n", " ¶ ") for a in loaded.articles for q in a.quotes if q.kind == "turn"
    ]


def quotes(loaded: Loaded) -> list[str]:
    return [
        f"{q.kind} {said_by(q)} [{q.rule} {q.confidence}]{' +' if q.joins else ''}{' ↺' if q.repeats else ''}: {q.text}".replace(
            "\n\n", " ¶ "
        )
        for a in loaded.articles
        for q in a.quotes
        if q.kind != "turn"
    ]


def dates(loaded: Loaded) -> list[str]:
    out = []
    for a in loaded.articles:
        out += [f"published {a.published.edtf} {a.published.basis}"] if a.published else []
        out += [f"event {e.name} {e.date.edtf} {e.date.basis}" for e in a.events]
    return out


def credits(a: Article) -> list[str]:
    rows = [
        ("title", a.title),
        ("author", "、".join(a.authors)),
        ("translator", "、".join(a.translators)),
        ("compiler", "、".join(a.compilers)),
        ("editor", "、".join(a.editors)),
        ("publisher", a.publisher),
        ("place", a.place),
        ("url", a.url),
    ]
    return [f"{key} {value}" for key, value in rows if value]


def masthead(loaded: Loaded) -> list[str]:
    return [row for a in loaded.articles for row in credits(a)]


def blocks(loaded: Loaded) -> list[str]:
    return [f"{b.kind} {b.rule}: {b.text}" for a in loaded.articles for b in a.blocks if b.kind != "image"]


def split(loaded: Loaded) -> list[str]:
    return [f"{a.lines[0]}-{a.lines[1]} {a.title}" for a in loaded.articles]


SUMMARY: dict[str, Callable[[Loaded], list[str]]] = {
    "turns": turns,
    "quotes": quotes,
    "dates": dates,
    "masthead": masthead,
    "blocks": blocks,
    "split": split,
}


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        pytest.param(
            kind, given, expected, id=f"{kind}: {title}", marks=[pytest.mark.xfail] if title.startswith("KNOWN") else []
        )
        for kind, title, given, expected in read_cases()
    ],
)
def test_case(kind: str, given: str, expected: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    file = tmp_path / "case.md"
    file.write_text(given, encoding="utf-8")
    loaded = load_file(file, tmp_path, KNOWN)
    found = "\n".join(SUMMARY[kind](loaded))
    if request.config.getoption("--update-golden") and found != expected:
        rewrite(CASES / f"{kind}.md", given, found)
    else:
        assert found == expected


def rewrite(file: Path, given: str, found: str) -> None:
    """Put what came out in the place of what was expected: for `--update-golden`, to be read before it is committed."""
    before, after = file.read_text(encoding="utf-8").split(f"\n.\n{given}\n.\n", 1)
    rest = after.split("\n.\n", 1)[1]
    file.write_text(f"{before}\n.\n{given}\n.\n{found}\n.\n{rest}", encoding="utf-8")


def test_every_summary_has_cases() -> None:
    assert {kind for kind, *_ in read_cases()} == set(SUMMARY)
