"""The dictionary of Chinese words, behind one door.

Nothing else imports jieba.  It is loaded on first use, with a tokenizer of our own (the global one of the
package stays as it was), and says nothing on the way.  Its dictionary serves twice: to cut text into words,
and to judge how plausible a text is, where damaged bytes allow several readings.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import msgspec

_LONGEST = 16  # words of the dictionary are at most so long that a longer match is never missed in practice
_STRANGE = log(0.1)  # weight of a Han character that the dictionary does not know

# Costs of what is not Han.  Only their order matters: a mark is cheaper than a word of another script, and
# that is cheaper than a sign that no article writes.
_MARKS = frozenset("，。、？！；：“”‘’「」『』（）《》—…·,.?!;:()\"' \n")
_MARK, _RUN, _RUN_MORE, _OTHER = -4.0, -6.0, -1.0, -8.0

_folder: list[Path] = []


def use_cache(folder: Path | None) -> None:
    """Keep the read dictionary in this folder from now on; None: read it afresh in every process.

    Has no effect once the dictionary is loaded.  A folder that cannot be written to is no error: the
    dictionary is then read from the package, which takes about a second.
    """
    _folder[:] = [] if folder is None else [folder]


@dataclass(frozen=True, slots=True)
class _Dictionary:
    tokenizer: Any
    frequencies: dict[str, int]  # beginnings of words stand with 0
    total: int


@cache
def _dictionary() -> _Dictionary:
    # The package warns of its own syntax and of pkg_resources when it is imported, and logs to stderr.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    frequencies = _frequencies(tokenizer, jieba.__version__)
    total = sum(frequencies.values())
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return _Dictionary(tokenizer=tokenizer, frequencies=frequencies, total=total)


def _frequencies(tokenizer: Any, version: str) -> dict[str, int]:
    kept = _folder[0] / f"dictionary-{version}.msgpack" if _folder else None
    if kept is not None:
        try:
            return msgspec.msgpack.decode(kept.read_bytes(), type=dict[str, int])
        except (OSError, msgspec.MsgspecError):
            pass  # not there yet, or cut off: made anew below
    frequencies: dict[str, int] = tokenizer.gen_pfdict(tokenizer.get_dict_file())[0]
    if kept is not None:
        _write(kept, msgspec.msgpack.encode(frequencies))
    return frequencies


def _write(path: Path, content: bytes) -> None:
    """Put a file in place in one step, so that another process never reads half of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        return  # a cache that cannot be kept is no loss


def words(text: str) -> list[str]:
    """Cut a text into words; joined again they are the text.

    >>> words("人工智能正在改變世界")
    ['人工智能', '正在', '改變', '世界']
    >>> words("")
    []
    """
    return list(_dictionary().tokenizer.cut(text))


def frequency(word: str) -> int:
    """How often the dictionary's corpus has a word; 0: it is not in the dictionary.

    >>> frequency("因为") > frequency("因此") > 0
    True
    >>> frequency("因桌")
    0
    """
    return _dictionary().frequencies.get(word, 0)


@cache
def _tags() -> dict[str, str]:
    """The part of speech of every word, read from the package's own file."""
    tokenizer = _dictionary().tokenizer
    with tokenizer.get_dict_file() as file:
        rows = (row.split(" ") for row in file.read().decode("utf-8").splitlines())
        return {row[0]: row[2] for row in rows if len(row) == 3}


def part_of_speech(word: str) -> str:
    """The part of speech that the dictionary gives a word, in jieba's set (n, v, d, nr …); "" if it has none.

    >>> part_of_speech("因为"), part_of_speech("芯片"), part_of_speech("因桌")
    ('c', 'n', '')
    """
    return _tags().get(word, "")


def log_prob(text: str) -> float:
    """Log-probability of the likeliest cut of a Simplified text into words of the dictionary.

    >>> log_prob("我们如何控制") > log_prob("我们绾慰控制")
    True
    >>> log_prob("")
    0.0
    """
    frequencies, log_total = _dictionary().frequencies, log(_dictionary().total)
    best = [0.0] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        char = text[start]
        if not is_han(char):
            best[start] = _foreign(text, start) + best[start + 1]
            continue
        single = frequencies.get(char, 0)
        top = (log(single) if single else _STRANGE) - log_total + best[start + 1]
        for end in range(start + 2, min(len(text), start + _LONGEST) + 1):
            count = frequencies.get(text[start:end])
            if count is None:
                break
            if count:
                top = max(top, log(count) - log_total + best[end])
        best[start] = top
    return best[0]


def _foreign(text: str, at: int) -> float:
    char = text[at]
    if char in _MARKS:
        return _MARK
    if char.isascii():
        follows = at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()
        return _RUN_MORE if follows and char.isalnum() else _RUN
    return _OTHER


def is_han(char: str) -> bool:
    """Tell whether a character is an ideograph of the basic block or extension A.

    >>> is_han("漢"), is_han("㐂"), is_han("。"), is_han("a")
    (True, True, False, False)
    """
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


@dataclass(frozen=True, slots=True)
class Pairs:
    """How characters follow each other in the dictionary's words, each word counted as often as it occurs.

    A pair may also stand across a border of words: a word that ends in the one, then a word that begins with
    the other.  So `follows` is a true distribution and needs no text beside the dictionary.
    """

    inside: dict[str, int]  # of two characters
    single: dict[str, int]
    first: dict[str, int]
    last: dict[str, int]
    total: int  # of words

    def opens(self, char: str) -> float:
        """Probability that a word begins with a character; never 0."""
        return (self.first.get(char, 0) + 0.1) / self.total

    def closes(self, char: str) -> float:
        """Probability that a word ends behind a character; never 0, and 1 for what the dictionary does not know."""
        return (self.last.get(char, 0) + 1) / (self.single.get(char, 0) + 1)

    def follows(self, left: str, right: str) -> float:
        """Probability of a character after another; never 0.

        >>> pairs().follows("因", "为") > 0.1 > 0.0001 > pairs().follows("因", "槲") > 0
        True
        """
        seen = self.single.get(left, 0)
        if not seen:
            return self.opens(right)
        across = (self.last.get(left, 0) + 1) * self.opens(right)
        return (self.inside.get(left + right, 0) + across) / (seen + 1)


@cache
def pairs() -> Pairs:
    """The statistics of pairs, made once from the dictionary."""
    inside: Counter[str] = Counter()
    single: Counter[str] = Counter()
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for word, count in _dictionary().frequencies.items():
        if not count or not is_han(word[0]):
            continue
        first[word[0]] += count
        last[word[-1]] += count
        single[word[-1]] += count
        for at in range(len(word) - 1):
            single[word[at]] += count
            inside[word[at : at + 2]] += count
    return Pairs(
        inside=dict(inside), single=dict(single), first=dict(first), last=dict(last), total=sum(first.values())
    )
