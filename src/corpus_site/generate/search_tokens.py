"""What a folded text is found by: its characters, its pairs of neighbouring letters, and threes inside Latin words.

Every text that holds a string has all tokens of the string; whether a text with all tokens holds it is looked up in the
text.  A string of one character, of two letters, or of three Latin ones is its own token: there the index alone decides.
The browser makes the tokens of a query by the same rules (`assets/search.js`).
"""

from __future__ import annotations

import re
from itertools import pairwise

_RUN = re.compile(r"[^\W_]+")
_PIECES = re.compile(r"[^\W_]+|[\W_]")
_LATIN = re.compile(r"[a-z0-9]{3,}")
_SKIPPED = frozenset(" -")
MOST = 24  # tokens of one part of a query that are looked up; the texts decide the rest

PERSON, THEME, YEAR, KIND, SOURCE = "\x01p", "\x01t", "\x01y", "\x01k", "\x01s"
FACETS = {"person": PERSON, "theme": THEME, "year": YEAR, "kind": KIND, "source": SOURCE}


def tokens(text: str) -> set[str]:
    """Give all tokens of a folded text.

    >>> sorted(tokens("算力，gpt4"))
    ['4', 'g', 'gp', 'gpt', 'p', 'pt', 'pt4', 't', 't4', '力', '算', '算力', '，']
    """
    found = set(text) - _SKIPPED
    for run in _RUN.findall(text):
        found.update(map("".join, pairwise(run)))
    for word in _LATIN.findall(text):
        found.update(map("".join, zip(word, word[1:], word[2:], strict=False)))
    return found


def asked(part: str) -> list[str]:
    """Give the tokens to look up for one part of a query, folded; at most `MOST`, spread over it.

    >>> asked("规模法则"), asked("算"), asked("gpt4的"), asked("，我")
    (['规模', '模法', '法则'], ['算'], ['gpt', 'pt4', '4的'], ['，', '我'])
    """
    found: dict[str, None] = {}
    for run in _PIECES.findall(part):
        if len(run) == 1:
            found[run] = None
        words = [word.span() for word in _LATIN.finditer(run)]
        for at in range(len(run) - 1):
            end = next((end for start, end in words if start <= at and at + 2 <= end), None)
            if end is None:
                found[run[at : at + 2]] = None
            elif at + 3 <= end:
                found[run[at : at + 3]] = None
    wanted = [token for token in found if token not in _SKIPPED]
    if len(wanted) <= MOST:
        return wanted
    return [wanted[place * (len(wanted) - 1) // (MOST - 1)] for place in range(MOST)]


def decides(part: str) -> bool:
    """Tell whether a part of a query is its own token.

    >>> decides("算力"), decides("gpt"), decides("规模法"), decides("，我")
    (True, True, False, False)
    """
    if len(part) == 1:
        return part not in _SKIPPED
    return (len(part) == 2 and _RUN.fullmatch(part) is not None) or (
        len(part) == 3 and _LATIN.fullmatch(part) is not None
    )


def shard_of(token: str, shards: int) -> int:
    """Tell which of the files of postings a token is in (FNV-1a over its code points).

    >>> shard_of("算力", 1), shard_of("算力", 64)
    (0, 55)
    """
    value = 2166136261
    for character in token:
        value = ((value ^ ord(character)) * 16777619) & 0xFFFFFFFF
    return value % shards
