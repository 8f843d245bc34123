"""The catalogue to files for MkDocs: pages, and the assets they use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus_site.catalogue import Catalogue
from corpus_site.generate.document import to_markdown
from corpus_site.generate.pages import PAGE_KINDS
from corpus_site.generate.paths import ASSETS
from corpus_site.generate.render import Renderer
from corpus_site.generate.views import Site
from corpus_site.generate.write import GeneratedFile


def generate(catalogue: Catalogue, templates: Path) -> Iterator[GeneratedFile]:
    """Make every file of the site, one after the other; `templates` is the folder `docs_templates`."""
    site = Site(catalogue, Renderer(templates, catalogue.settings.language))
    for kind in PAGE_KINDS:
        for document in kind.pages(site):
            yield GeneratedFile(document.path, to_markdown(document).encode())
    yield from _assets(templates / ASSETS)


def _assets(folder: Path) -> Iterator[GeneratedFile]:
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield GeneratedFile(f"{ASSETS}/{file.relative_to(folder).as_posix()}", file.read_bytes())
