"""The words of the interface: one YAML file with every string in both languages, looked up by dotted keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = "strings.yaml"
LANGUAGES = ("zh", "en")  # the first one stands in for every language that has no strings


@dataclass(frozen=True, slots=True)
class Words:
    """The strings of one language.

    >>> words = Words({"home.quotes": "{n} 条语录"})
    >>> words("home.quotes", n=3)
    '3 条语录'
    >>> words("nothing")
    Traceback (most recent call last):
    ...
    KeyError: 'nothing'
    """

    table: Mapping[str, str]
    language: str = LANGUAGES[0]

    def __call__(self, key: str, **values: object) -> str:
        text = self.table[key]
        return text.format(**values) if values else text

    def chosen(self, key: str, choice: str) -> str:
        """Give `key.choice` where the file has it, else `choice` itself: for names that other modules may add to."""
        return self.table.get(f"{key}.{choice}", choice)


def frame_words(templates: Path, language: str) -> dict[str, str]:
    """Give what the frame says in Chinese, by its own configuration, in another language; nothing for Chinese."""
    chinese, wanted = read_words(templates), read_words(templates, language)
    if wanted.language == chinese.language:
        return {}
    named = {text: wanted.table[key] for key, text in chinese.table.items() if key.startswith("frame.")}
    return {**named, "zh-Hans": wanted.language}


def read_words(templates: Path, language: str = LANGUAGES[0]) -> Words:
    """Read `strings.yaml` in one of its languages; a language without strings of its own gets the Chinese ones."""
    loaded = yaml.load((templates / FILE).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    main = language.partition("-")[0]
    chosen = main if main in LANGUAGES else LANGUAGES[0]
    return Words(dict(_flat("", loaded, chosen)), chosen)


def _flat(prefix: str, value: Mapping[str, object], language: str) -> Iterator[tuple[str, str]]:
    if value.keys() == set(LANGUAGES):
        yield prefix, str(value[language])
        return
    for key, inner in value.items():
        if not isinstance(inner, dict):
            raise TypeError(f"{FILE}: {prefix}.{key} must be {{zh: …, en: …}}")
        yield from _flat(f"{prefix}.{key}" if prefix else str(key), inner, language)
