"""Lookup keys: never shown, only compared.

The table of characters is frozen in the package (`data/fold.txt`, single characters only, taken from the
Traditional-to-Simplified table of OpenCC 1.1.9, Apache-2.0), because permanent ids are made from folded text:
the converter of the day must not change them.  NFKC and lower case of assigned characters never change, by the
stability policy of Unicode.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources


@cache
def _table() -> dict[int, str]:
    rows = resources.files("corpus_site").joinpath("data/fold.txt").read_text(encoding="utf-8").split()
    return {ord(row[0]): row[1] for row in rows}


def simplify(text: str) -> str:
    """Map Traditional characters to Simplified ones, one by one, so that offsets stay.

    >>> simplify("機器學習")
    '机器学习'
    >>> simplify("网络")
    '网络'
    """
    return text.translate(_table())


def fold(text: str) -> str:
    """Keep letters, digits and Han characters, in one width, one case and one script.

    >>> fold("「規模法則」 GPT-4！")
    '规模法则gpt4'
    >>> fold("——……")
    ''
    """
    wide = simplify(unicodedata.normalize("NFKC", text).lower())
    return "".join(c for c in wide if c.isalnum())
