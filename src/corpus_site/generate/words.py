"""The words of the interface: one YAML file of strings a language, looked up by dotted keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml


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

    def __call__(self, key: str, **values: object) -> str:
        text = self.table[key]
        return text.format(**values) if values else text

    def chosen(self, key: str, choice: str) -> str:
        """Give `key.choice` where the file has it, else `choice` itself: for names that other modules may add to."""
        return self.table.get(f"{key}.{choice}", choice)


def read_words(templates: Path, language: str = "zh") -> Words:
    """Read `strings.<language>.yaml`; a language without a file of its own gets the Chinese one."""
    file = templates / f"strings.{language.partition('-')[0]}.yaml"
    if not file.is_file():
        file = templates / "strings.zh.yaml"
    loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return Words(dict(_flat("", loaded)))


def _flat(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else str(key), inner)
    else:
        yield prefix, str(value)
