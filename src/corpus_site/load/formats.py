"""The input formats: one reader for each suffix.  To add a format, write a reader and its row."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from corpus_site.load.docx import read_docx
from corpus_site.load.html import read_html
from corpus_site.load.jsonl import read_jsonl
from corpus_site.load.markdown import read_markdown
from corpus_site.load.mhtml import read_mhtml
from corpus_site.load.opened import Reader, textual
from corpus_site.load.subtitles import read_subtitles

_markdown, _subtitles = textual(read_markdown), textual(read_subtitles)

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _markdown,
        ".md": _markdown,
        ".markdown": _markdown,
        ".html": read_html,
        ".htm": read_html,
        ".xhtml": read_html,
        ".mhtml": read_mhtml,
        ".mht": read_mhtml,
        ".docx": read_docx,
        ".srt": _subtitles,
        ".vtt": _subtitles,
        ".jsonl": read_jsonl,
    }
)

# Whose lines a reader of the file sees as they are.
TEXT_FORMATS = frozenset({".txt", ".md", ".markdown", ".srt", ".vtt", ".jsonl"})
