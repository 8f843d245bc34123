"""One build: what MkDocs' own build does, in the same order, for what changed since the last one."""

from __future__ import annotations

import gzip
import io
import logging
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
from mkdocs import utils
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import File, get_files
from mkdocs.structure.pages import Page

from corpus_site.generate.files import (
    Digests,
    Stamp,
    digest,
    is_unfinished,
    read_record,
    write_atomically,
    write_record,
)
from corpus_site.problems import CannotGoOn
from corpus_site.publish import Published
from corpus_site.publish.configuration import (
    ThemeFiles,
    Told,
    configuration_digest,
    read_configuration,
    translated,
)
from corpus_site.publish.pages import ForMkDocsAlone, Site, forget, page_of, render

_log = logging.getLogger("mkdocs.commands.build")


class _Output(msgspec.Struct, frozen=True, array_like=True):
    """A rendered file: what it was made from, and what came out (None: nothing, and no file).

    `handed_over` is false for pages that MkDocs converts from Markdown: those are made anew each time.
    """

    source: str
    result: str | None
    handed_over: bool


class _Record(msgspec.Struct, frozen=True):
    outputs: dict[str, _Output]
    stamps: dict[str, Stamp]


def build(
    config_file: Path,
    *,
    strict: bool,
    clean: bool,
    overrides: Mapping[str, object],
    words: Mapping[str, str],
    cache: Path | None,
) -> Published:
    """Build a site; see `publish`."""
    overrides = {**translated(config_file, words), **overrides}
    with Told() as told:
        config = read_configuration(config_file, strict, overrides, told)
        record = (cache or Path(config.docs_dir).parent / "cache") / f"published-{Path(config.site_dir).name}.json"
        said = len(told.messages)
        try:
            if config.plugins or config.extra_templates:
                raise ForMkDocsAlone
            published = _Build(config, configuration_digest(config, overrides), record, clean=clean).run()
        except ForMkDocsAlone:
            del told.messages[said:]
            record.unlink(missing_ok=True)
            published = _by_mkdocs(config)
        except (MkDocsException, UnicodeDecodeError) as why:
            raise CannotGoOn("\n".join([f"{config_file}: {why}", *told.messages])) from why
    warnings = tuple(told.messages)
    if config.strict and warnings:
        raise CannotGoOn("\n".join([f"{config_file}: the site was built, but not without warnings", *warnings]))
    return replace(published, warnings=warnings)


def _by_mkdocs(config: MkDocsConfig) -> Published:
    """Let MkDocs build everything by itself."""
    pages = len(get_files(config).documentation_pages())
    config.strict, strict = False, config.strict  # warnings are counted here
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build.build(config)
    except MkDocsException as why:
        raise CannotGoOn(f"{config.config_file_path}: {why}") from why
    finally:
        config.plugins.on_shutdown()
        config.strict = strict
    return Published(pages_rendered=pages, pages_kept=0, files_copied=0, removed=0, warnings=())


class _Build:
    def __init__(self, config: MkDocsConfig, configuration: str, record: Path, *, clean: bool) -> None:
        self._folder = Path(config.site_dir)
        self._record = record
        if clean:
            utils.clean_directory(config.site_dir)
        before = None if clean else read_record(record, _Record)
        self._before = before.outputs if before is not None else {}
        self._outputs: dict[str, _Output] = {}
        self._digests = Digests(before.stamps if before is not None else None)
        self._theme_files = ThemeFiles(config)
        self._site = Site(config, self._theme_files)
        self._shared = digest(
            "\n".join([configuration, self._theme_files.digest(self._digests), self._site.skim_nav()]).encode()
        )
        self._static = {
            file.dest_uri: file
            for file in self._site.files
            if not file.is_documentation_page() and file.inclusion.is_included()  # type: ignore[no-untyped-call]
        }

    def run(self) -> Published:
        """Bring the site folder up to date.

        MkDocs writes static files, then templates, then pages, and what comes later takes the place of what came
        before under the same name.  The record is written last: until then the old one stands, and says nothing about
        files that were replaced since.
        """
        pages = {file.dest_uri for file in self._site.documents}
        templates = {
            output: name
            for name in sorted(self._site.config.theme.static_templates)
            if self._theme_has(name)
            for output in _outputs_of(name)
            if output not in pages
        }
        removed = self._sweep({*self._static, *templates, *pages})
        copied = sum(self._copy(name) for name in self._static if name not in pages and name not in templates)
        self._render_templates(set(templates.values()))
        rendered = self._render_pages()
        write_record(self._record, _Record(dict(sorted(self._outputs.items())), self._digests.to_remember()))
        return Published(
            pages_rendered=rendered,
            pages_kept=len(self._site.documents) - rendered,
            files_copied=copied,
            removed=removed,
            warnings=(),
        )

    def _theme_has(self, template: str) -> bool:
        if template in self._theme_files:
            return True
        _log.warning(f"Template skipped: '{template}' not found in theme directories.")
        return False

    def _sweep(self, wanted: set[str]) -> int:
        """Delete from the site folder what does not belong there; as in MkDocs, hidden names at its top stay."""
        removed = 0
        for folder, folders, names in os.walk(self._folder, topdown=False):
            here = Path(folder)
            top = here.relative_to(self._folder).parts[:1]
            if top and top[0].startswith("."):
                continue
            for name in (*names, *(link for link in folders if (here / link).is_symlink())):
                path = here / name
                if path.relative_to(self._folder).as_posix() in wanted and not path.is_symlink():
                    continue
                if top or not name.startswith(".") or is_unfinished(path):
                    path.unlink()
                    removed += 1
            if top and next(here.iterdir(), None) is None:
                here.rmdir()
        return removed

    def _copy(self, name: str) -> bool:
        """Copy one static file, if the site has not got it yet."""
        file = self._static[name]
        wanted = self._source_digest(file)
        if wanted is not None and self._digests.of(f"site/{name}", self._folder / name) == wanted:
            return False
        self._write(name, file.content_bytes)
        return True

    def _render_templates(self, names: set[str]) -> None:
        """Render what the theme makes of the site as a whole: the page for lost readers, the sitemap."""
        pages = [page_of(file) for file in self._site.documents]
        addresses = [(page.url, page.abs_url, page.canonical_url, page.update_date) for page in pages]
        source = digest(f"{self._shared} {addresses!r}".encode())
        for name in sorted(names):
            outputs = _outputs_of(name)
            if all(self._is_kept(output, source) for output in outputs):
                continue
            site = self._site
            text = mkdocs_build._build_template(name, site.env.get_template(name), site.files, site.config, site.nav)
            for output in outputs:
                content = text.encode()
                if text.strip() and output.endswith(".gz"):
                    content = _zipped(output, content, utils.get_build_timestamp(pages=pages))
                self._put(output, source, content, handed_over=True)

    def _render_pages(self) -> int:
        """Render the pages that need it; give their number."""
        rendered = 0
        converted: list[Page] = []
        for file in self._site.documents:
            source = digest(f"{self._shared} {file.src_uri} {self._source_digest(file)}".encode())
            if self._is_kept(file.dest_uri, source):
                continue
            rendered += 1
            page = page_of(file)
            try:
                handed_over = self._site.fill(page)
                content = render(self._site, page)
            except Exception as why:
                why.add_note(f"in {file.src_uri}")
                raise
            self._put(file.dest_uri, source, content, handed_over=handed_over)
            if handed_over:
                forget(page)
            else:
                converted.append(page)
        self._site.check_anchors(converted)
        return rendered

    def _is_kept(self, name: str, source: str) -> bool:
        """Tell whether a file was made from the same before, and is still what was made."""
        before = self._before.get(name)
        if before is None or before.source != source or not before.handed_over:
            return False
        if self._digests.of(f"site/{name}", self._folder / name) != before.result:
            return False
        self._outputs[name] = before
        return True

    def _put(self, name: str, source: str, content: bytes, *, handed_over: bool) -> None:
        """Write a rendered file.  What renders to nothing is not written, and hides no static file of its name."""
        result = None
        if content.strip():
            result = self._write(name, content)
        elif name in self._static:
            self._copy(name)
            handed_over = False
        else:
            (self._folder / name).unlink(missing_ok=True)
        self._outputs[name] = _Output(source, result, handed_over)

    def _write(self, name: str, content: bytes) -> str:
        path = self._folder / name
        wanted = digest(content)
        if self._digests.of(f"site/{name}", path) != wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
            self._digests.wrote(f"site/{name}", path, wanted)
        return wanted

    def _source_digest(self, file: File) -> str | None:
        assert file.abs_src_path is not None  # only plugins make files without one
        return self._digests.of(f"from/{file.src_uri}", file.abs_src_path)


def _outputs_of(template: str) -> tuple[str, ...]:
    return (template, f"{template}.gz") if template == "sitemap.xml" else (template,)


def _zipped(name: str, content: bytes, timestamp: int) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, filename=name, mode="wb", mtime=timestamp) as zipped:
        zipped.write(content)
    return buffer.getvalue()
