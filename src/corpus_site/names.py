"""What names look like: their parts, whether they are whole, the id made of them.  No list of people in here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import blake2b

from corpus_site.fold import fold, simplify
from corpus_site.model import PersonId
from corpus_site.wordlists import wordlist

DOTS = "·・•‧∙⋅．"  # the marks met between the parts of a foreign name
_DOTS = re.compile(f"[{DOTS}]")
_SPLIT = re.compile(rf"[\s{DOTS}]+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[^\W\d_]", re.UNICODE)


def is_han(name: str) -> bool:
    """Tell whether there is a Han character in it.

    >>> is_han("萨姆·奥特曼"), is_han("Sam Altman")
    (True, False)
    """
    return bool(_HAN.search(name))


def parts(name: str) -> tuple[str, ...]:
    """Cut a name at its blanks and middle dots.

    >>> parts("萨拉·罗伯茨"), parts("Sarah T. Roberts")
    (('萨拉', '罗伯茨'), ('Sarah', 'T.', 'Roberts'))
    """
    return tuple(part for part in _SPLIT.split(name) if part)


def is_transcription(name: str) -> bool:
    """Tell whether every character is one of those that transcribe foreign names.

    >>> is_transcription("安德鲁"), is_transcription("汪华")
    (True, False)
    """
    letters = [c for c in simplify(name) if _HAN.match(c)]
    return bool(letters) and all(c in _transcribing() for c in letters)


def surname(name: str) -> str:
    """Give the Chinese surname a name begins with, or nothing.

    >>> surname("符尧"), surname("歐陽修"), surname("佩吉")
    ('符', '欧阳', '')
    """
    plain = simplify(name)
    if plain[:2] in _surnames():
        return plain[:2]
    return plain[0] if plain and plain[0] in _surnames() else ""


def is_chinese(name: str) -> bool:
    """Tell a Chinese surname with a given name of one or two characters from a transcribed name.

    >>> [is_chinese(n) for n in ("黄仁勋", "托马斯", "安德鲁", "符", "冯先生", "李总")]
    [True, False, False, False, False, False]
    """
    given = len(name) - len(surname(name))
    if not surname(name) or given not in (1, 2) or len(_HAN.findall(name)) != len(name):
        return False
    return not is_transcription(name) and not address(name)


def is_full(name: str) -> bool:
    """Tell a whole name from a first name or surname alone: only whole names join people across articles.

    >>> [is_full(n) for n in ("Greg Brockman", "奥利维亚·利普金", "符尧")]
    [True, True, True]
    >>> [is_full(n) for n in ("Patrick", "利普金", "Sam A.", "安德鲁", "A·B")]
    [False, False, False, False, False]
    """
    pieces = parts(name)
    if len(pieces) > 1:
        ends = (pieces[0].strip("."), pieces[-1].strip("."))
        return all(len(p) > 1 for p in ends) if not is_han(name) else len(pieces[-1]) > 1
    return is_chinese(name)


@lru_cache(maxsize=100_000)
def bare(name: str) -> str:
    """Take off the roles and titles around a name.

    >>> bare("主持人Patrick"), bare("Altman先生"), bare("加州大学教授 Hany Farid")
    ('Patrick', 'Altman', '加州大学教授 Hany Farid')
    >>> bare("主持人")
    '主持人'
    """
    text = name.strip()
    while True:
        shorter = _without_titles(text)
        if shorter == text:
            return text
        text = shorter


def _without_titles(text: str) -> str:
    plain = simplify(text)
    for word in _titles("before"):
        rest = text[len(word) :]
        if plain.startswith(word) and len(rest.strip()) > 1 and _separable(word, rest):
            return rest.strip(" .:：、")
    for word in _titles("after"):
        rest = text[: -len(word)]
        if plain.endswith(word) and len(rest.strip()) > 1 and (is_han(word) or rest[-1:] == " "):
            return rest.strip()
    return text


def _separable(word: str, rest: str) -> bool:
    """A Latin title must stand by itself: `Mr Smith`, not `Mrkonjić`."""
    return is_han(word) or not rest[0].isalnum() or is_han(rest[0])


def is_title(text: str) -> bool:
    """Tell whether this is nothing but a role or a title.

    >>> is_title("主席"), is_title("主席先生"), is_title("李主席")
    (True, False, False)
    """
    return simplify(text.strip()) in {*_titles("before"), *_titles("after")}


def address(text: str) -> str:
    """Give the surname in a form of address such as 周总, or nothing.

    >>> address("周总"), address("葉老師"), address("周鸿祎")
    ('周', '叶', '')
    """
    plain = simplify(text)
    for word in wordlist("names")["address"]:
        if plain.endswith(word) and surname(plain) and plain == surname(plain) + word:
            return surname(plain)
    return ""


LONGEST_ID = 64  # ids become folders, and no file system takes any length


def person_id(forms: Iterable[str]) -> PersonId:
    """Make an id from a Latin form if there is one (the first whole one), else from pinyin.

    >>> person_id(["萨姆·奥特曼", "Altman", "Sam Altman"])
    'sam-altman'
    >>> person_id(["符尧"]), person_id(["曾鳴"]), person_id(["José Núñez"])
    ('fu-yao', 'zeng-ming', 'jose-nunez')
    """
    listed = list(forms)
    latin = [form for form in listed if not is_han(form) and _slug(form)]
    for form in [*(f for f in latin if is_full(f)), *latin, *(f for f in listed if is_han(f))]:
        made = _slug(form) if not is_han(form) else _pinyin_slug(form)
        if made:
            return PersonId(made if len(made) <= LONGEST_ID else f"{made[:40].rstrip('-')}-{_short_digest(made)}")
    return PersonId("p-" + _short_digest("\x1f".join(listed)))


def _short_digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).lower()
    return "-".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def _pinyin_slug(name: str) -> str:
    from pypinyin import lazy_pinyin  # loads its tables: only where a name has no Latin form

    plain = simplify(_DOTS.sub("", name))
    family = surname(plain) if is_chinese(plain) else ""
    syllables = [wordlist("names")["readings"].get(family) or "".join(lazy_pinyin(family))] if family else []
    return _slug(" ".join([*syllables, *lazy_pinyin(plain[len(family) :])]))


@cache
def _transcribing() -> frozenset[str]:
    return frozenset(wordlist("names")["transcribing"])


@cache
def _surnames() -> frozenset[str]:
    return frozenset((*wordlist("surnames")["single"], *wordlist("surnames")["double"]))


@cache
def _titles(where: str) -> tuple[str, ...]:
    return tuple(sorted(wordlist("names")[where], key=lambda w: (-len(w), w)))


def other_forms(name: str, forms: Iterable[str]) -> tuple[str, ...]:
    """All other forms of a name, each once, without regard to script, case, width and marks.

    >>> other_forms("萨姆·奥特曼", ["薩姆·奧特曼", "Sam Altman", "sam altman", "奥特曼"])
    ('Sam Altman', '奥特曼')
    """
    kept = {fold(name): name}
    for form in forms:
        if fold(form):
            kept.setdefault(fold(form), form)
    del kept[fold(name)]
    return tuple(kept.values())
