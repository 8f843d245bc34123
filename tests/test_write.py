"""Generated files on disk: nothing is written twice, nothing is left over, nothing that is not ours is deleted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_site.generate.files import Digests, digest
from corpus_site.generate.write import GeneratedFile, Written, write_tree
from corpus_site.problems import CannotGoOn


def files(tree: Mapping[str, str]) -> list[GeneratedFile]:
    return [GeneratedFile(path, content.encode()) for path, content in tree.items()]


def on_disk(root: Path) -> dict[str, str]:
    return {p.relative_to(root).as_posix(): p.read_text() for p in sorted(root.rglob("*")) if not p.is_dir()}


def counts(written: Written) -> tuple[int, int, int, int, int]:
    return (
        len(written.added),
        len(written.changed),
        len(written.removed),
        len(written.unchanged),
        len(written.foreign),
    )


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return tmp_path / "build" / "docs"


def test_adds_changes_removes_and_leaves_alone(docs: Path) -> None:
    first = write_tree(files({"index.md": "1", "people/a/index.md": "a", "people/b/index.md": "b"}), docs)
    assert first.added == ("index.md", "people/a/index.md", "people/b/index.md")
    untouched = (docs / "index.md").stat().st_mtime_ns, (docs / "index.md").stat().st_ino
    second = write_tree(files({"people/a/index.md": "A", "index.md": "1", "people/c/index.md": "c"}), docs)
    assert second == Written(
        added=("people/c/index.md",),
        changed=("people/a/index.md",),
        removed=("people/b/index.md",),
        unchanged=("index.md",),
    )
    assert ((docs / "index.md").stat().st_mtime_ns, (docs / "index.md").stat().st_ino) == untouched
    assert on_disk(docs) == {"index.md": "1", "people/a/index.md": "A", "people/c/index.md": "c"}
    assert not (docs / "people" / "b").exists(), "an empty folder stayed"


def test_record_lies_beside_the_tree_or_where_it_is_told(docs: Path, tmp_path: Path) -> None:
    write_tree(files({"a": "1"}), docs)
    assert [p.name for p in (docs.parent / "cache").iterdir()] == ["written-docs.json"]
    write_tree(files({"a": "1"}), docs, cache=tmp_path / "elsewhere")
    assert [p.name for p in (tmp_path / "elsewhere").iterdir()] == ["written-docs.json"]
    assert on_disk(docs) == {"a": "1"}


def test_file_edited_by_hand_is_put_right(docs: Path) -> None:
    write_tree(files({"a.md": "one"}), docs)
    (docs / "a.md").write_text("two")  # the same length
    assert counts(write_tree(files({"a.md": "one"}), docs)) == (0, 1, 0, 0, 0)
    (docs / "a.md").unlink()
    assert counts(write_tree(files({"a.md": "one"}), docs)) == (1, 0, 0, 0, 0)
    assert on_disk(docs) == {"a.md": "one"}


def test_touched_file_is_unchanged(docs: Path) -> None:
    write_tree(files({"a.md": "one"}), docs)
    os.utime(docs / "a.md", (1, 1))
    assert counts(write_tree(files({"a.md": "one"}), docs)) == (0, 0, 0, 1, 0)


def test_foreign_files_stay_and_are_told(docs: Path) -> None:
    write_tree(files({"a.md": "1"}), docs)
    (docs / "mine").mkdir()
    (docs / "mine" / "note.md").write_text("keep")
    written = write_tree([], docs)
    assert written == Written(removed=("a.md",), foreign=("mine/note.md",))
    assert on_disk(docs) == {"mine/note.md": "keep"}


def test_generated_path_is_ours_even_where_a_foreign_file_stood(docs: Path) -> None:
    docs.mkdir(parents=True)
    (docs / "a.md").write_text("old")
    (docs / "b.md").write_text("same")
    written = write_tree(files({"a.md": "new", "b.md": "same"}), docs)
    assert written == Written(changed=("a.md",), unchanged=("b.md",))
    assert write_tree([], docs).removed == ("a.md", "b.md")


def test_lost_record_costs_no_right_file(docs: Path) -> None:
    write_tree(files({"a.md": "1", "b.md": "2"}), docs)
    shutil.rmtree(docs.parent / "cache")
    written = write_tree(files({"a.md": "1"}), docs)
    assert written == Written(unchanged=("a.md",), foreign=("b.md",))


@pytest.mark.parametrize(
    "record", ["", "{", "[]", '{"version": 99, "files": {}}', '{"version": 1, "files": {"a.md": 3}}']
)
def test_record_that_cannot_be_read_counts_as_absent(docs: Path, record: str) -> None:
    write_tree(files({"a.md": "1", "b.md": "2"}), docs)
    (docs.parent / "cache" / "written-docs.json").write_text(record)
    assert write_tree(files({"a.md": "1"}), docs).foreign == ("b.md",)


def test_build_that_fails_on_the_way_deletes_nothing_and_forgets_nothing(docs: Path) -> None:
    write_tree(files({"a.md": "1", "z.md": "1"}), docs)

    def failing() -> Iterator[GeneratedFile]:
        yield GeneratedFile("b.md", b"2")
        yield GeneratedFile("a.md", b"2")
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        write_tree(failing(), docs)
    assert on_disk(docs) == {"a.md": "2", "b.md": "2", "z.md": "1"}
    written = write_tree(files({"a.md": "1"}), docs)
    assert written == Written(changed=("a.md",), removed=("b.md", "z.md"))


def test_leftovers_of_a_killed_build_are_swept_up(docs: Path) -> None:
    write_tree(files({"a.md": "1"}), docs)
    (docs / "x").mkdir()
    (docs / "x" / ".4711.unfinished").write_text("half")
    journal = docs.parent / "cache" / "written-docs.journal"
    journal.write_text('"new.md"\n"ha')
    (docs / "new.md").write_text("whole")
    written = write_tree(files({"a.md": "1"}), docs)
    assert written == Written(unchanged=("a.md",), removed=("new.md",))
    assert not (docs / "x").exists()
    assert not journal.exists()


def test_file_becomes_folder_and_back(docs: Path) -> None:
    write_tree(files({"a": "file"}), docs)
    assert write_tree(files({"a/b": "1", "a/c/d": "2"}), docs).removed == ("a",)
    assert on_disk(docs) == {"a/b": "1", "a/c/d": "2"}
    assert write_tree(files({"a": "file"}), docs).removed == ("a/b", "a/c/d")
    assert on_disk(docs) == {"a": "file"}


def test_foreign_file_in_the_way_of_a_folder_is_not_deleted(docs: Path) -> None:
    docs.mkdir(parents=True)
    (docs / "a").write_text("mine")
    with pytest.raises(CannotGoOn, match="stands where a generated file must go"):
        write_tree(files({"a/b": "1"}), docs)
    assert on_disk(docs) == {"a": "mine"}


def test_nothing_is_written_or_deleted_through_a_link(docs: Path, tmp_path: Path) -> None:
    write_tree(files({"a/b": "1"}), docs)
    elsewhere = tmp_path / "elsewhere"
    shutil.move(docs / "a", elsewhere)
    (docs / "a").symlink_to(elsewhere)
    assert write_tree([], docs) == Written(foreign=("a",))
    with pytest.raises(CannotGoOn, match="a link to somewhere else"):
        write_tree(files({"a/b": "2"}), docs)
    assert on_disk(elsewhere) == {"b": "1"}


def test_link_in_place_of_a_file_is_replaced(docs: Path, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("1")
    docs.mkdir(parents=True)
    (docs / "a").symlink_to(tmp_path / "target")
    assert write_tree(files({"a": "1"}), docs).changed == ("a",)
    assert not (docs / "a").is_symlink()


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "./a", "a/../b", "..", "a\\b", "a\nb", "a\x00b"])
def test_path_outside_the_tree_is_refused(docs: Path, path: str) -> None:
    with pytest.raises(ValueError, match="no path below the generated tree"):
        write_tree([GeneratedFile(path, b"")], docs)


def test_path_generated_twice_is_refused(docs: Path) -> None:
    with pytest.raises(ValueError, match="'a' is generated twice"):
        write_tree([GeneratedFile("a", b"1"), GeneratedFile("a", b"1")], docs)


def test_digest_is_taken_again_when_a_file_changes_within_one_tick(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"1")
    before = Digests()
    assert before.of("a", file) == digest(b"1")
    assert before.to_remember() == {}, "a file this young may change without looking changed"
    file.write_bytes(b"2")
    assert Digests(before.to_remember()).of("a", file) == digest(b"2")


def test_digest_of_an_older_file_is_remembered(tmp_path: Path) -> None:
    before = Digests()
    name, path = "program", Path(shutil.__file__)
    taken = before.of(name, path)
    remembered = before.to_remember()
    assert remembered[name].digest == taken
    assert Digests(remembered).of(name, path) == taken
    assert Digests(remembered).of(name, tmp_path) is None
    assert Digests(remembered).of(name, tmp_path / "absent") is None


trees = st.dictionaries(
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map("/".join),
    st.sampled_from(["1", "2"]),
    max_size=5,
).filter(lambda tree: not any(one != two and two.startswith(one + "/") for one in tree for two in tree))


@settings(max_examples=60, deadline=None)
@given(st.lists(trees, min_size=1, max_size=4))
def test_after_any_history_the_tree_is_what_was_generated_last(
    tmp_path_factory: pytest.TempPathFactory, history: Iterable[Mapping[str, str]]
) -> None:
    docs = tmp_path_factory.mktemp("build") / "docs"
    before: dict[str, str] = {}
    for tree in history:
        written = write_tree(files(tree), docs)
        assert on_disk(docs) == tree
        assert written == Written(
            added=tuple(sorted(set(tree) - set(before))),
            changed=tuple(sorted(p for p in tree if p in before and before[p] != tree[p])),
            removed=tuple(sorted(set(before) - set(tree))),
            unchanged=tuple(sorted(p for p in tree if before.get(p) == tree[p])),
        )
        before = dict(tree)
