"""Generated pages to a site: MkDocs called as a library, and only for what changed.

What comes out is, byte for byte, what plain `mkdocs build` makes of the same files (with SOURCE_DATE_EPOCH=0, unless it
is set).  Pages in the dialect of `generate.document` go past Python-Markdown; unchanged ones are not touched at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a build did: how many pages it rendered and kept, files it copied and removed; what MkDocs warned of."""

    pages_rendered: int
    pages_kept: int
    files_copied: int
    removed: int
    warnings: tuple[str, ...]


def publish(
    config_file: Path,
    *,
    strict: bool = False,
    clean: bool = False,
    overrides: Mapping[str, object] | None = None,
    words: Mapping[str, str] | None = None,
    cache: Path | None = None,
) -> Published:
    """Build the site that `config_file` (a `mkdocs.yml`) describes.

    `overrides` takes the place of settings of that file (`site_name`, `site_url`, `docs_dir`, `site_dir` …; None
    leaves one as it is); a `Path` among them is relative to the working directory, a `str` to the file as in MkDocs.
    `words` takes the place of words of that file, wherever they stand in it as a value or as a title of the navigation.
    `clean` makes everything anew.  The record of what was built lies in `cache` (`cache/` beside the docs folder); it
    is written last, and what it says of a file counts only while that file is still the same, so a build that was
    killed or a site folder that was changed by hand costs time and never a wrong page.

    Raises `CannotGoOn` for a configuration that MkDocs refuses, and with `strict` for any warning.

    >>> publish(Path("/nowhere/mkdocs.yml"))
    Traceback (most recent call last):
    corpus_site.problems.CannotGoOn: /nowhere/mkdocs.yml: Config file '/nowhere/mkdocs.yml' does not exist.
    """
    with _surroundings():
        # MkDocs takes a fifth of a second to import: not for commands that build nothing.
        from corpus_site.publish.build import build

        return build(
            config_file, strict=strict, clean=clean, overrides=_plain(overrides or {}), words=words or {}, cache=cache
        )


def _plain(overrides: Mapping[str, object]) -> dict[str, object]:
    return {
        name: str(value.absolute()) if isinstance(value, Path) else value
        for name, value in sorted(overrides.items())
        if value is not None
    }


@contextmanager
def _surroundings() -> Iterator[None]:
    """Set what MkDocs and its theme read from the environment, for as long as the build runs."""
    wanted = {
        "NO_MKDOCS_2_WARNING": "1",  # the theme's banner
        # MkDocs takes the day of the build for the day of every page.  It shows only in the header of sitemap.xml.gz,
        # where 0 means "no time given"; a true date is not to be had there.
        "SOURCE_DATE_EPOCH": "0",
    }
    before = {name: os.environ.get(name) for name in wanted}
    for name, value in wanted.items():
        os.environ.setdefault(name, value)
    try:
        yield
    finally:
        for name, old in before.items():
            if old is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = old
