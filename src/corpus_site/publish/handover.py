"""Pages in the dialect of `generate.document`, handed to MkDocs without Python-Markdown."""

from __future__ import annotations

import html
from typing import Any

import markdown  # type: ignore[import-untyped]
from markdown.extensions.toc import nest_toc_tokens  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from corpus_site.generate.document import Document, Heading, Part, escape_heading, parts_of, to_markdown

# Under these the dialect comes out as it is known to.  Others may do anything to a page.
_EXTENSIONS = frozenset({"attr_list", "fenced_code", "tables", "toc"})  # all but the first are MkDocs' own
_TOC_OPTIONS = frozenset({"permalink", "permalink_class", "permalink_title", "title", "toc_depth"})

# Converted once by Python-Markdown and once here before any page is handed over: should another version of it treat
# something of the dialect in another way, all pages go the long way.
_PROBE = Document(
    "probe.md",
    "probe",
    "",
    (
        Heading(1, "h1", "题 {#x} *a* <b> [c]: d &amp; 一　二 \\"),
        "<p>一</p>",
        '<div class="a">\n\n# x\n\n<pre>\n{{ x }}\n\n    [y]: z &amp; &#38;\n</pre>\n<br><hr>\n</div>',
        Heading(3, "h3", "三"),
        Heading(2, "h2:a.b-c", "二"),
        '<table><tr><td>|<svg><title>a &lt; b</title><path d="M0"/></svg></td></tr></table>',
        '<section><script type="application/ld+json">{"a": "# b"}</script><textarea>\n- c</textarea></section>',
        Heading(6, "h6", "六"),
    ),
)


class Handover:
    """Makes content and outline of a page as Python-Markdown would under one configuration."""

    def __init__(self, toc: dict[str, Any]) -> None:
        self._permalink = toc.get("permalink", False)
        self._class = html.escape(str(toc.get("permalink_class", "headerlink")))
        self._title = html.escape(str(toc.get("permalink_title", "Permanent link")))
        depth = str(toc.get("toc_depth", 6))
        top, _, bottom = depth.rpartition("-")
        self._levels = range(int(top or 1), int(bottom) + 1)

    @classmethod
    def under(cls, config: MkDocsConfig) -> Handover | None:
        """Give the way for this configuration; None where every page must go through Python-Markdown."""
        names = set(config.markdown_extensions)
        options: dict[str, Any] = dict(config.mdx_configs or {})
        toc = dict(options.pop("toc", None) or {})
        if "attr_list" not in names or names - _EXTENSIONS or any(options.values()) or set(toc) - _TOC_OPTIONS:
            return None
        try:
            way = cls(toc)
        except ValueError:  # a depth that is no number: its error is Python-Markdown's to tell
            return None
        return way if way._agrees_with(config) else None

    def fill(self, page: Page) -> bool:
        """Give a page that was read its content, outline and title; False if it is not in the dialect."""
        parts = parts_of(page.markdown or "")
        if parts is None:
            return False
        page.content = self._content(parts)
        page.toc = get_toc(nest_toc_tokens(self._outline(parts)))
        first = parts[0]
        if isinstance(first, Heading) and first.level == 1:
            page._title_from_render = escape_heading(first.text)
        return True

    def _content(self, parts: tuple[Part, ...]) -> str:
        written = []
        for part in parts:
            if isinstance(part, Heading):
                tag = f"h{part.level}"
                written.append(f'<{tag} id="{part.id}">{escape_heading(part.text)}{self._link(part.id)}</{tag}>\n')
            else:
                written.append(f"{part}\n\n")
        return "".join(written).rstrip("\n")

    def _link(self, anchor: str) -> str:
        if not self._permalink:
            return ""
        title = f' title="{self._title}"' if self._title else ""
        mark = "&para;" if self._permalink is True else self._permalink
        return f'<a class="{self._class}" href="#{anchor}"{title}>{mark}</a>'

    def _outline(self, parts: tuple[Part, ...]) -> list[dict[str, Any]]:
        return [
            {"level": part.level, "id": part.id, "name": escape_heading(part.text)}
            for part in parts
            if isinstance(part, Heading) and part.level in self._levels
        ]

    def _agrees_with(self, config: MkDocsConfig) -> bool:
        body = to_markdown(_PROBE).partition("\n---\n")[2].lstrip("\n")
        parts = parts_of(body)
        assert parts is not None
        reader = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
        content = reader.convert(body)
        theirs = get_toc(getattr(reader, "toc_tokens", []))
        ours = get_toc(nest_toc_tokens(self._outline(parts)))
        return content == self._content(parts) and _lines(theirs) == _lines(ours)


def _lines(outline: Any) -> list[str]:
    return [f"{item.level} {item.id} {item.title} {_lines(item.children)}" for item in outline]
