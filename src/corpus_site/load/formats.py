"""The input formats: one reader for each suffix.  To add a format, write a reader and its row."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from corpus_site.load.markdown import read_markdown
from corpus_site.load.opened import Reader, textual

_markdown = textual(read_markdown)

READERS: Mapping[str, Reader] = MappingProxyType({".txt": _markdown, ".md": _markdown, ".markdown": _markdown})
