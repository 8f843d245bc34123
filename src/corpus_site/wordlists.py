"""Word lists are data: YAML files in `data/`, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml


@cache
def wordlist(name: str) -> Mapping[str, Any]:
    """The mapping in `data/NAME.yaml`.

    >>> "Q" in wordlist("roles")["asker"]
    True
    """
    text = resources.files("corpus_site").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))


@cache
def alternatives(name: str, key: str) -> str:
    """A regular expression that matches any word of a list, the longest first."""
    words: list[str] = sorted(wordlist(name)[key], key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w) for w in words) + ")"
