"""Names that no list knows: found by the neural tagger, which is asked only where a name may stand.

Tagging a whole article would cost more than all the rest together, so candidates come first: words of the cut that look
like a name, and stand more than once or beside a title.  The tagger reads the first sentences that hold each candidate; what
it takes for a name there, and nowhere takes for something else, is one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from corpus_site import lexicon
from corpus_site.apposition import DOTTED
from corpus_site.enrich.segment import Segmented
from corpus_site.fold import simplify
from corpus_site.model import Span
from corpus_site.names import is_chinese, is_transcription, surname
from corpus_site.tagger import EntityKind, entities
from corpus_site.wordlists import wordlist

SENTENCES = 3  # read for each candidate
AT_MOST = 120  # sentences of one article that are read
LONGEST = 160  # characters of one sentence given to the tagger
_STOPS = re.compile(r"[。！？!?；;\n]")
_ORGANISATION = re.compile(r"(?:[A-Za-z0-9]{1,12}[\u4e00-\u9fff]|[\u4e00-\u9fff])[\u4e00-\u9fff·]{1,20}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")

Found = tuple[EntityKind, str]  # what it is, and the name as the text prints it


def find_names(text: Segmented) -> list[Found]:
    """Give the persons and organisations that the tagger finds, each once, in the order of the text.

    >>> find_names(Segmented("阿里云的陈大文教授说，模型会变小。陈大文还说，以后再看。"))
    [('person', '陈大文'), ('organisation', '阿里云')]
    """
    plain = simplify(text.text)
    pieces = sorted(_sentences_with(plain, _candidates(text)))[:AT_MOST]
    if not pieces:
        return []
    votes: dict[str, Counter[EntityKind]] = {}
    for (start, _), found in zip(pieces, entities([plain[start:end] for start, end in pieces]), strict=True):
        for one in found:
            name = text.text[start + one.start : start + one.end].strip(" 　，。、“”\"'")
            votes.setdefault(name, Counter())[one.kind] += 1
    return _whole(
        [(kind, name) for kind, fits in _KINDS for name, kinds in votes.items() if set(kinds) == {kind} and fits(name)],
        text.text,
    )


def _whole(found: list[Found], text: str) -> list[Found]:
    """Drop what stands only inside a longer name: 朱玉 inside 朱玉可."""
    names = [name for _, name in found]
    longer = {name: [other for other in names if name != other and name in other] for name in names}
    return [
        (kind, name)
        for kind, name in found
        if text.count(name) > sum(text.count(other) * other.count(name) for other in longer[name])
    ]


def _candidates(text: Segmented) -> list[str]:
    """Words that look like a Chinese or a transcribed name, and stand twice or beside a title."""
    words = text.words
    counts = Counter(word for word in words if _HAN.fullmatch(word))
    likely = {word for word in counts if _like_a_name(word)}
    beside = {
        one for pair in pairwise(words) for one, other in (pair, pair[::-1]) if one in likely and other in _titles()
    }
    return [word for word in counts if word in likely and (counts[word] > 1 or word in beside)]


def _like_a_name(word: str) -> bool:
    tag = lexicon.part_of_speech(word)
    if tag and not tag.startswith("nr"):
        return False
    return is_chinese(word) or (len(word) > 1 and is_transcription(word)) or (not tag and bool(surname(word)))


@cache
def _titles() -> frozenset[str]:
    return frozenset((*wordlist("names")["before"], *wordlist("names")["after"]))


def _sentences_with(plain: str, candidates: Iterable[str]) -> set[Span]:
    """The first sentences that hold each candidate."""
    bounds = [0, *(stop.end() for stop in _STOPS.finditer(plain)), len(plain)]
    found: set[Span] = set()
    for candidate in candidates:
        for number, at in enumerate(_places(plain, candidate)):
            if number == SENTENCES:
                break
            found.add(_around(plain, bounds, at))
    return found


def _places(plain: str, word: str) -> Iterator[int]:
    at = plain.find(word)
    while at >= 0:
        yield at
        line_end = plain.find("\n", at)
        at = plain.find(word, line_end) if line_end >= 0 else -1


def _around(plain: str, bounds: Sequence[int], at: int) -> Span:
    index = bisect_right(bounds, at) - 1
    start, end = bounds[index], bounds[min(index + 1, len(bounds) - 1)]
    return max(start, at - LONGEST // 2), min(end, at + LONGEST // 2)


def _person(name: str) -> bool:
    """A whole name, as far as form tells: 陈大文, 萨拉·罗伯茨; not 乌军, not 官萨拉·罗伯茨."""
    if DOTTED.fullmatch(simplify(name)):
        return True
    return is_chinese(name) and not (len(name) == 2 and name[-1] in wordlist("names")["never_given"])


def _organisation(name: str) -> bool:
    """Chinese, perhaps with a Latin beginning (360集团); what is all Latin only its neighbours can tell."""
    return _ORGANISATION.fullmatch(name) is not None and not name.endswith(tuple(wordlist("things")["endings"]))


_KINDS: tuple[tuple[EntityKind, Callable[[str], bool]], ...] = (
    ("person", _person),
    ("organisation", _organisation),
)
