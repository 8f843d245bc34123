"""Templates to HTML: the only module that knows Jinja.

Every value is escaped on its way into a page; corpus text goes through the filter `text`.  A name that a template
uses and Python did not give is an error, never an empty string.
"""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from corpus_site.generate.words import Words, read_words

# What no page needs and what can change how the text around it is read or shown: controls, the frame's own marks for
# stashed HTML (STX, ETX), direction overrides, and the characters that no XML may hold.
_UNSHOWN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ud800-\udfff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)


_BREAKS = {0x2028: " ", 0x2029: " "}  # of lines and paragraphs, which no attribute has


def text_filter(text: str) -> Markup:
    """Escape corpus text for a page: markup shows as it is written, a line break stays one.

    >>> text_filter('<script>"a" & b</script>')
    Markup('&lt;script&gt;&#34;a&#34; &amp; b&lt;/script&gt;')
    >>> text_filter("一\\n二\\u202e三")
    Markup('一<br>二三')
    """
    return Markup(str(escape(_UNSHOWN.sub("", text))).replace("\n", "<br>"))


def _shown(value: object) -> object:
    """Take out of what goes into an attribute, or past the filter, what no page shows."""
    return _UNSHOWN.sub("", value).translate(_BREAKS) if type(value) is str else value


def plain_text(text: str) -> str:
    """Take out of a text what no page shows, for titles and descriptions that others escape.

    >>> plain_text("一\\n 二\\x02")
    '一 二'
    """
    return " ".join(_UNSHOWN.sub("", text).split())


class Renderer:
    """The templates of one folder, ready to be filled."""

    def __init__(self, templates: Path, language: str = "zh") -> None:
        self.words: Words = read_words(templates, language)
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
            cache_size=-1,
            finalize=_shown,
        )
        self._environment.filters["text"] = text_filter
        self._environment.globals["w"] = self.words

    def __call__(self, template: str, **values: object) -> str:
        """Fill one template and give its HTML without empty lines."""
        html = self._environment.get_template(f"{template}.html.j2").render(values)
        return "\n".join(line for line in html.split("\n") if line and not line.isspace())
