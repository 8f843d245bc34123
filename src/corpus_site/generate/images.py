"""The pictures of articles: kept here, fetched from where they lie when the reader sees them, or only linked.

A picture that lies beside its article is copied into the site, under a name made from its bytes; nothing is ever fetched
while the site is made.  A picture that is nowhere leaves its caption.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from PIL import Image

from corpus_site.generate import paths
from corpus_site.generate.files import digest
from corpus_site.generate.paths import PagePath
from corpus_site.generate.write import GeneratedFile

# What browsers show and no script can hide in.  The bytes decide, not the name.
_KINDS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
_LARGEST = 20_000_000  # bytes of a picture that is copied


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page: `src` where it is to be shown, `href` where it is only linked."""

    src: str = ""
    href: str | None = None
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Images:
    """The pictures of one corpus; `corpus` is its folder, None where nothing can be copied.

    `setting` is `mirror` (copy what lies here, link the rest), `lazy` (let the reader's browser fetch the rest), or
    `links`.
    """

    corpus: Path | None = None
    setting: str = "mirror"
    _kept: dict[str, tuple[str, int, int] | None] = field(default_factory=dict)  # by path below the corpus
    _files: dict[str, bytes] = field(default_factory=dict)

    def shown(self, page: PagePath, article: str, url: str | None) -> Shown:
        """Say how a page shows a picture that the article at `article` names by `url`.

        >>> Images(setting="lazy").shown(paths.HOME, "a.md", "https://example.org/a.png").src
        'https://example.org/a.png'
        >>> Images().shown(paths.HOME, "a.md", "a.png")
        Shown(src='', href=None, width=0, height=0)
        """
        outside = paths.outside(url)
        if outside is not None:
            lazy = self.setting == "lazy" and outside.lower().startswith(("http:", "https:"))
            return Shown(src=outside) if lazy else Shown(href=outside)
        kept = self._copy(article, url) if self.setting != "links" else None
        if kept is None:
            return Shown()
        name, width, height = kept
        return Shown(paths.to_root(page) + name, None, width, height)

    def files(self) -> Iterator[GeneratedFile]:
        """Give the copies that pages have asked for."""
        for name in sorted(self._files):
            yield GeneratedFile(name, self._files[name])

    def _copy(self, article: str, url: str | None) -> tuple[str, int, int] | None:
        if self.corpus is None or not url or paths.safe_address(url) is None:
            return None
        place = PurePosixPath(article).parent / unquote(url.partition("?")[0].partition("#")[0])
        key = place.as_posix()
        if key not in self._kept:
            self._kept[key] = self._read(self.corpus, key)
        return self._kept[key]

    def _read(self, corpus: Path, place: str) -> tuple[str, int, int] | None:
        try:
            file = (corpus / place).resolve()
            if not file.is_relative_to(corpus.resolve()) or not file.is_file() or file.stat().st_size > _LARGEST:
                return None
            content = file.read_bytes()
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # a picture that would fill the memory is only warned of
                with Image.open(io.BytesIO(content)) as image:
                    kind, (width, height) = image.format, image.size
        except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
            return None
        if kind not in _KINDS:
            return None
        name = f"images/{digest(content)[:20]}.{_KINDS[kind]}"
        self._files[name] = content
        return name, width, height
