"""Taking stock of labels: every place of an article that looks like the label of a turn, in any of its forms.

Nothing is judged here: that needs the whole article (`labels`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus_site.fold import fold
from corpus_site.load.names import looks_like_name
from corpus_site.load.paragraphs import Paragraph
from corpus_site.wordlists import wordlist

_BODY = r"[^\s：:。！？!?；;，,“”\"「」『』…\n>#*+\-【】\[\](（)）][^：:。！？!?；;，“”\"「」『』…\n【】\[\]]{0,29}"
_CLOCK = r"[\[(（]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])）]?"
# What may stand before a label: a number, a bullet or a picture sign, the time, >> for another speaker.
_BEFORE = (
    rf"\s*(?:>>+\s*)?(?:[^\w\s《【\[(（“\"'>#*+.\-：:]{{1,3}}\s*)?(?:Q?\d{{1,2}}[、.．]\s*)?(?:{_CLOCK}\s*[|·-]?\s*)?"
)
_AT_START = re.compile(rf"{_BEFORE}(?P<label>{_BODY}?)\s*(?:{_CLOCK}\s*)?(?P<colon>[：:])(?!//)\s*")
_BRACKETED = re.compile(rf"{_BEFORE}[【\[](?P<label>{_BODY}?)[】\]](?P<colon>[：:]?)\s*(?=\S)")
_TIMED = re.compile(rf"{_BEFORE}(?P<label>{_BODY}?)\s+(?P<colon>){_CLOCK}\s*(?:\n|$)")
_SET_APART = re.compile(
    r"(?P<label>[^\s：:。！？!?；;，,、“”\"「」…\n(（【\[][^：:。！？!?；;，,“”\"「」…\n【】\[\]]{0,24})(?P<colon>)\s*"
)
_ANOTHER = re.compile(r"(?P<label>>>+)(?P<colon>)\s*(?=\S)")
_RUN_LABEL = r"(?:[A-Z][A-Za-zÀ-ž.'’-]*(?:\s[A-Z][A-Za-zÀ-ž.'’-]*){0,3}|[一-鿿·]{2,8})"
_IN_RUN = re.compile(rf"(?:^|(?<=\s))(?P<label>{_RUN_LABEL})\s?(?P<colon>[：:])(?=\s|[一-鿿])\s*")
LEGEND = re.compile(r"(?P<label>[QA问答])\s*[：:=＝]\s*(?P<name>[^\s：:，,；;。]{2,20}(?: [A-Z][A-Za-z]+)?)")
RUN_ON = 400  # characters of a paragraph from which labels are looked for inside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place that looks like the label of a turn.  Offsets count in the paragraph; words begin at `end`."""

    index: int
    start: int
    end: int
    label: str
    bold: bool
    heading: bool
    inside: bool  # in the middle of a run-on paragraph
    rest: str  # the beginning of what follows in the same paragraph
    bare: bool = False  # set in bold, without a colon
    following: str = ""  # the beginning of the next paragraph, where nothing follows in the same

    @property
    def words(self) -> str:
        """The beginning of what is said."""
        return self.rest or self.following


@cache
def _roles() -> frozenset[str]:
    roles = wordlist("roles")
    return frozenset(fold(w) for key in ("asker", "answerer", "audience", "office") for w in roles[key])


def is_role(label: str) -> bool:
    """True for 主持人, Q, 觀眾2 and the like.

    >>> is_role("Q"), is_role("觀眾"), is_role("提问者2"), is_role("主持人Patrick"), is_role("周鸿祎")
    (True, True, True, False, False)
    """
    bare = re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", label)  # 主席（Blumenthal）
    return any(fold(form) in _roles() for form in (re.sub(r"[\s\d一二三四五A-D]+$", "", bare) or bare, bare, label))


def role_and_name(label: str) -> tuple[str, str] | None:
    """主持人Patrick → its two parts, or None.

    >>> role_and_name("主持人Patrick"), role_and_name("主持人 张鹏"), role_and_name("主持人")
    (('主持人', 'Patrick'), ('主持人', '张鹏'), None)
    """
    for word in sorted(wordlist("roles")["beside_name"], key=len, reverse=True):
        if label.startswith(word) and looks_like_name(label[len(word) :].strip(" ·-（()）")):
            return word, label[len(word) :].strip(" ·-（()）")
    return None


def is_legend(text: str) -> bool:
    """Q：甲　A：丙: a line that tells who is who, and no turn.

    >>> is_legend("Q：王小明　A：李大同"), is_legend("Q：为什么？ A：因为没有别的办法。")
    (True, False)
    """
    return (
        len(text) < 80 and not re.search(r"[。？！?!]", text) and len({m["label"] for m in LEGEND.finditer(text)}) == 2
    )


def take_stock(paragraphs: Sequence[Paragraph]) -> list[Candidate]:
    """Every candidate label of an article, in order."""
    found: list[Candidate] = []
    inside = Counter(m["label"] for p in paragraphs if len(p.text) >= RUN_ON for m in _IN_RUN.finditer(p.text))
    for index, p in enumerate(paragraphs):
        if p.kind in ("image", "rule", "note") or is_legend(p.text):
            continue
        first = _first(p)
        if first and not _introduces(first["label"].strip(), p.text[first.end() :].strip()):
            candidate = _candidate(index, p, first, inside=False)
            behind = next((q.text for q in paragraphs[index + 1 : index + 3] if q.kind == "text"), "")
            found.append(candidate if candidate.rest else replace(candidate, following=behind[:80]))
        found += _set_apart_inside(index, p)
        if len(p.text) >= RUN_ON:
            for m in _IN_RUN.finditer(p.text):
                label = _shortest_known(m["label"], inside)
                if inside[label] >= 3 and (m.start() > 0 or not first):
                    start = m.start() + m["label"].rindex(label)
                    found.append(replace(_candidate(index, p, m, inside=start > 0), label=label, start=start))
    return found


def _first(p: Paragraph) -> re.Match[str] | None:
    """The label at the beginning of a paragraph, in the first form that fits."""
    for form in (_TIMED, _AT_START, _BRACKETED, _ANOTHER):
        if found := form.match(p.text):
            return found
    if p.kind == "text" and p.bold and p.bold[0][0] == 0:  # **Xue Wang** and the words, without a colon
        found = _SET_APART.fullmatch(p.text, 0, p.bold[0][1])
        if found and p.bold[0][1] <= len(p.text):
            return _SET_APART.match(p.text, 0, p.bold[0][1])
    return None


def _set_apart_inside(index: int, p: Paragraph) -> Iterator[Candidate]:
    """Bold names in the middle of a paragraph: the next speaker, glued to the words of the one before."""
    for start, end in p.bold if p.kind == "text" and not p.is_bold(0, len(p.text)) else ():
        found = _SET_APART.fullmatch(p.text, start, end) if start else None
        if found and re.search(r"[。！？!?…”」]\s*$", p.text[max(0, start - 4) : start]):
            yield _candidate(index, p, found, inside=True)


def _introduces(label: str, rest: str) -> bool:
    """记者：张三, 主持人：张鹏 某某公司创始人: a line that tells who somebody is, and no turn."""
    if not is_role(label) or re.search(r"[。？！?!]", rest) or len(rest) > 40:
        return False
    return looks_like_name(rest) or looks_like_name(re.split(r"[\s，,（(|｜]", rest)[0])


def introduced(text: str) -> dict[str, str]:
    """The roles that lines of an introduction give to one name each.

    >>> introduced("主持人：张鹏 某某创始人\\n嘉宾：李大同\\n嘉宾：王小明")
    {'主持人': '张鹏'}
    """
    found: dict[str, list[str]] = {}
    for line in text.split("\n"):
        first = _AT_START.match(line)
        if first and _introduces(label := first["label"].strip(), rest := line[first.end() :].strip()):
            name = rest if looks_like_name(rest) else re.split(r"[\s，,（(|｜]", rest)[0]
            found.setdefault(label, []).append(name)
    return {label: names[0] for label, names in found.items() if len(names) == 1}


def _shortest_known(label: str, counts: Counter[str]) -> str:
    """`CEO Sam Altman` → `Sam Altman` where the latter stands alone more often."""
    words = label.split()
    endings = [" ".join(words[i:]) for i in range(1, len(words))]
    return next((e for e in endings if counts[e] > counts[label]), label)


def _candidate(index: int, p: Paragraph, found: re.Match[str], *, inside: bool) -> Candidate:
    label = found["label"].strip()
    end = found.end() + len(p.text[found.end() :]) - len(p.text[found.end() :].lstrip())
    return Candidate(
        index=index,
        start=found.start("label"),
        end=end,
        label=label,
        bold=p.is_bold(found.start("label"), found.start("label") + len(label)),
        heading=p.kind == "heading",
        inside=inside,
        rest=p.text[end : end + 80],
        bare=found.re is _SET_APART,
    )
