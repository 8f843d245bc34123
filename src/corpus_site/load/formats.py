"""The input formats: one reader for each suffix.  To add a format, write a reader and its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from corpus_site.load.markdown import Read, read_markdown

Reader = Callable[[str], Read]

READERS: Mapping[str, Reader] = MappingProxyType(
    {".txt": read_markdown, ".md": read_markdown, ".markdown": read_markdown}
)
