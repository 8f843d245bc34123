"""The one filter for corpus text, the strictness of templates, and the words of the interface."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as some
from jinja2 import UndefinedError

import sample
from corpus_site.generate.render import Renderer, text_filter
from corpus_site.generate.words import frame_words, read_words

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "docs_templates"


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(some.text())
@example("".join(sample.HOSTILE))
def test_the_filter_lets_no_markup_through(text: str) -> None:
    seen = Seen()
    seen.feed(f"<p>{text_filter(text)}</p>")
    seen.close()
    assert set(seen.tags) <= {"p", "br"}


@given(some.text(some.characters(exclude_categories=("C",), exclude_characters="\n")))
def test_the_filter_keeps_every_character_that_shows(text: str) -> None:
    assert unescape(str(text_filter(text))) == text


def test_a_name_that_nobody_gave_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "strings.yaml").write_text("a: {zh: b, en: b}", encoding="utf-8")
    (tmp_path / "x.html.j2").write_text("<p>{{ missing }}</p>", encoding="utf-8")
    with pytest.raises(UndefinedError, match="missing"):
        Renderer(tmp_path)("x")


def test_every_value_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "strings.yaml").write_text("a: {zh: '<b>{n}', en: b}", encoding="utf-8")
    (tmp_path / "x.html.j2").write_text("<p>{{ w('a', n=1) }}{{ value }}</p>", encoding="utf-8")
    assert Renderer(tmp_path)("x", value="<i>") == "<p>&lt;b&gt;1&lt;i&gt;</p>"


def test_a_language_without_strings_gets_the_chinese_ones(tmp_path: Path) -> None:
    (tmp_path / "strings.yaml").write_text("a: {zh: 一, en: one}", encoding="utf-8")
    assert read_words(tmp_path, "fr")("a") == "一"
    assert read_words(tmp_path, "zh-Hant")("a") == "一"
    assert read_words(tmp_path, "en-GB")("a") == "one"


def test_a_string_without_its_two_languages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "strings.yaml").write_text("a: {b: {zh: 一, en: one}, c: 二}", encoding="utf-8")
    with pytest.raises(TypeError, match=r"a\.c must be"):
        read_words(tmp_path)


def _used() -> set[str]:
    """Find the keys that templates and modules ask for; a key made of parts counts for all keys that fit it."""
    sources = [*TEMPLATES.glob("*.j2"), *(ROOT / "src" / "corpus_site" / "generate").glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = re.findall(r"""(?:\bw|words|chosen)\(\s*f?["']([a-z_{}]+\.[a-z_.{}]+)["']""", text)
    asked += re.findall(r"""\bw\(["']([a-z_.]+)["'] ~""", text)
    return {re.sub(r"\{[^}]*\}", "*", key) for key in asked}


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    words = set(read_words(TEMPLATES).table)
    patterns = [
        re.compile(re.escape(key).replace(r"\*", "[^.]+") + (r".*" if key.endswith(".") else "")) for key in _used()
    ]
    open_ended = re.compile(r"(rule|link|level|list|date|status|confidence|frame|script)\..*")
    unused = [word for word in words if not open_ended.fullmatch(word) and not any(p.fullmatch(word) for p in patterns)]
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / "assets").glob("*.js"))
    unused += [word for word in words if word.startswith("script.") and word.partition(".")[2] not in scripts]
    missing = [p.pattern for p in patterns if not any(p.fullmatch(word) for word in words)]
    assert (sorted(unused), sorted(missing)) == ([], [])


def test_both_languages_say_everything_with_the_same_blanks() -> None:
    zh, en = read_words(TEMPLATES, "zh").table, read_words(TEMPLATES, "en").table
    blanks = re.compile(r"\{[a-z_]*\}")
    differ = [key for key in zh if sorted(blanks.findall(zh[key])) != sorted(blanks.findall(en[key]))]
    han = [key for key, text in en.items() if re.search(r"[\u4e00-\u9fff]", text)]
    assert (differ, han, [key for key in en if not en[key].strip()]) == ([], [], [])


def test_the_frame_has_no_word_that_is_not_in_the_strings_file() -> None:
    """The frame's own configuration is in Chinese: every word of it that a reader sees has its English."""
    said = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    english = frame_words(TEMPLATES, "en")
    shown = [title for row in said["nav"] for title in row]
    shown += [one["toggle"]["name"] for one in said["theme"]["palette"]]
    shown += [*said["extra"]["lost"].values(), said["markdown_extensions"][1]["toc"]["permalink_title"]]
    assert [word for word in shown if word not in english] == []
    assert frame_words(TEMPLATES, "zh-Hant") == {}


def _light(colour: str) -> float:
    """Give the relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_every_text_colour_stands_out_in_both_schemes(scheme: str) -> None:
    css = (TEMPLATES / "assets" / "corpus-site.css").read_text(encoding="utf-8")
    block = css.partition(f'[data-md-color-scheme="{scheme}"] {{')[2].partition("}")[0]
    colours = dict(re.findall(r"--([a-z-]+\d?): (#[0-9a-f]{6});", block))
    grounds = [colours[name] for name in ("md-default-bg-color", "cs-raised", "cs-target")]
    inks = {
        name: colours[name] for name in ("md-typeset-color", "md-typeset-a-color", "cs-accent", "cs-quiet", "cs-warn")
    }
    inks |= {name: colour for name, colour in colours.items() if name.startswith("cs-hue-")}
    assert len(inks) == 14
    faint = [
        (name, ground)
        for name, ink in inks.items()
        for ground in grounds
        if (max(_light(ink), _light(ground)) + 0.05) / (min(_light(ink), _light(ground)) + 0.05) < 4.5
    ]
    assert faint == []


def test_the_style_asks_nothing_of_the_outside() -> None:
    css = (TEMPLATES / "assets" / "corpus-site.css").read_text(encoding="utf-8")
    assert re.findall(r"@import|url\(|https?:", css) == []
