"""The catalogue to files for MkDocs: pages, the assets they use, and what machines read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus_site.catalogue import Catalogue
from corpus_site.generate.card_fonts import find_fonts
from corpus_site.generate.document import to_markdown
from corpus_site.generate.feeds import feed_files
from corpus_site.generate.images import Images
from corpus_site.generate.pages import PAGE_KINDS
from corpus_site.generate.paths import ASSETS
from corpus_site.generate.pictures import Pictures
from corpus_site.generate.quote_pages import quote_pages
from corpus_site.generate.render import Renderer
from corpus_site.generate.script_words import script_strings
from corpus_site.generate.share_cards import share_cards
from corpus_site.generate.social_cards import Cards
from corpus_site.generate.twins import twin_files
from corpus_site.generate.views import Site
from corpus_site.generate.write import GeneratedFile
from corpus_site.store import Store


def generate(
    catalogue: Catalogue,
    templates: Path,
    *,
    corpus: Path | None = None,
    cache: Path | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> Iterator[GeneratedFile]:
    """Make every file of the site, one after the other.

    `templates` is the folder `docs_templates`.  Pictures of articles are copied out of the folder `corpus`, drawn ones
    kept below `cache`; without these folders the site has none, and draws again each time.  `tell` hears what a site
    lacks because this machine lacks it.
    """
    settings = catalogue.settings
    drawn = Store(cache / "pictures" if cache else None, str)
    kept = Store(cache / "cards" if cache else None, bytes)
    render = Renderer(templates, settings.language)
    # Only a full address leads a chat or a wiki to the picture of a link.
    fonts = find_fonts() if settings.site_url and settings.cards != "none" else None
    if settings.site_url and settings.cards != "none" and fonts is None:
        tell("no Chinese font on this machine: links to the site unfurl without a picture (Debian: fonts-noto-cjk)")
    site = Site(catalogue, render, Images(corpus, settings.images), Pictures(drawn, render.words), fonts is not None)
    for kind in PAGE_KINDS:
        for document in kind.pages(site):
            yield GeneratedFile(document.path, to_markdown(document).encode())
    yield from quote_pages(site)
    yield from site.images.files()
    yield from feed_files(site)
    yield from twin_files(site)
    yield from share_cards(site, Cards(kept, fonts))
    yield from _assets(templates / ASSETS)
    yield GeneratedFile(f"{ASSETS}/strings.json", script_strings(render.words))
    drawn.prune()
    kept.prune()


def _assets(folder: Path) -> Iterator[GeneratedFile]:
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield GeneratedFile(f"{ASSETS}/{file.relative_to(folder).as_posix()}", file.read_bytes())
