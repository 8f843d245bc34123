"""What makes two spellings one for the search: width, case, script; offsets into the original are kept.

The same rules run in the reader's browser (`assets/search-fold.js`) with the table that `fold_table` writes, and one file
of cases holds both to it (`tests/cases/fold-vectors.json`).  Per character: NFKC where that gives one character, lower case
where that gives one, Traditional to Simplified, every blank an ordinary one, every middle dot one.  Then two things go that
only typography puts in: blanks between Han and Latin (`AI 芯片`), and the hyphen between a letter and a digit (`GPT-4`).
"""

from __future__ import annotations

import json
import re
import unicodedata

from corpus_site.fold import simplify

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_DOTS = dict.fromkeys("•‧・∙⋅･", "·")
_DROPPED = re.compile(f"(?<=[{HAN}]) +(?=[a-z0-9])|(?<=[a-z0-9]) +(?=[{HAN}])|(?<=[a-z])-(?=[0-9])")
_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
BLANKS = frozenset(
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
)


class _Table(dict[int, str]):
    """The folded form of each character, made when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(character: str) -> str:
    wide = unicodedata.normalize("NFKC", character)
    one = wide if len(wide) == 1 else character
    lower = one.lower()
    one = simplify(lower if len(lower) == 1 else one)
    if one in BLANKS:
        return " "
    return _DOTS.get(one) or _HYPHENS.get(one, one)


_TABLE = _Table()


def flat(text: str) -> str:
    """Fold each character, and drop none.

    >>> flat("GPT-4　Ｔｕｒｂｏ")
    'gpt-4 turbo'
    """
    return text.translate(_TABLE)


def folded(text: str) -> str:
    """Fold a text for matching.

    >>> folded("「規模法則」與 GPT-4　Ｔｕｒｂｏ")
    '「规模法则」与gpt4 turbo'
    >>> folded("AI 芯片"), folded("open source")
    ('ai芯片', 'open source')
    """
    return _DROPPED.sub("", flat(text))


def key_of(text: str) -> str:
    """Give what names are compared by: letters and digits alone.

    >>> key_of("薩姆·奧特曼"), key_of("Sam  Altman")
    ('萨姆奥特曼', 'samaltman')
    """
    return "".join(c for c in folded(text) if c.isalnum())


def places(text: str) -> list[int]:
    """Tell where each character of a folded text, and its end, stands in the original.

    >>> places("用 AI")
    [0, 2, 3, 4]
    """
    flattened = flat(text)
    found: list[int] = []
    at = 0
    for dropped in _DROPPED.finditer(flattened):
        found.extend(range(at, dropped.start()))
        at = dropped.end()
    found.extend(range(at, len(flattened) + 1))
    return found


def fold_table() -> bytes:
    """Write the table of characters that a browser cannot fold by itself: Traditional to Simplified, as two strings.

    >>> table = json.loads(fold_table())
    >>> table["to"][table["from"].index("機")]
    '机'
    """
    every = (chr(code) for code in range(0x3400, 0x2FA20))
    pairs = [(c, simple) for c in every if len(simple := simplify(c)) == 1 and simple != c]
    table = {"from": "".join(c for c, _ in pairs), "to": "".join(simple for _, simple in pairs)}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()
