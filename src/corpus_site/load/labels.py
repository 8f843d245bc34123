"""Labels of turns: first take stock of every candidate of the article, then judge them together.

What decides is the whole article: how often a label stands there, in which form, whether it alternates with others,
whether it is a known name or a role.  Rules answer or decline, in the order of `LABEL_RULES`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from corpus_site.fold import fold
from corpus_site.load.credits import field_kind
from corpus_site.load.names import looks_like_name
from corpus_site.load.paragraphs import Paragraph
from corpus_site.model import LabelVerdict
from corpus_site.wordlists import wordlist

_BODY = r"[^\s：:。！？!?；;，,“”\"「」『』…\n>#*+\-][^：:。！？!?；;，“”\"「」『』…\n]{0,29}"
_AT_START = re.compile(rf"\s*(?:Q?\d{{1,2}}[、.．]\s*)?(?P<label>{_BODY}?)\s*(?P<colon>[：:])(?!//)\s*")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """One label with all its places, and what the article knows about it."""

    label: str
    places: tuple[Candidate, ...]
    known: bool
    partner: bool  # stands next to another label in the order of the text, both ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    accepted: bool
    reason: str


LabelRule = Callable[[Stock], Verdict | None]


@cache
def _roles() -> frozenset[str]:
    roles = wordlist("roles")
    return frozenset(fold(w) for key in ("asker", "answerer", "audience", "office") for w in roles[key])


@cache
def _remarks() -> frozenset[str]:
    return frozenset(fold(w) for w in wordlist("fields")["remark"])


def is_role(label: str) -> bool:
    """True for 主持人, Q, 觀眾2 and the like.

    >>> is_role("Q"), is_role("觀眾"), is_role("提问者2"), is_role("主持人Patrick"), is_role("周鸿祎")
    (True, True, True, False, False)
    """
    return fold(re.sub(r"[\s\d一二三四五A-D]+$", "", label) or label) in _roles() or fold(label) in _roles()


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
        first = _AT_START.match(p.text)
        if first and not (is_role(first["label"].strip()) and looks_like_name(p.text[first.end() :].strip())):
            found.append(_candidate(index, p, first, inside=False))
        if len(p.text) >= RUN_ON:
            for m in _IN_RUN.finditer(p.text):
                label = _shortest_known(m["label"], inside)
                if inside[label] >= 3 and (m.start() > 0 or not first):
                    start = m.start() + m["label"].rindex(label)
                    found.append(replace(_candidate(index, p, m, inside=start > 0), label=label, start=start))
    return found


def _shortest_known(label: str, counts: Counter[str]) -> str:
    """`CEO Sam Altman` → `Sam Altman` where the latter stands alone more often."""
    words = label.split()
    endings = [" ".join(words[i:]) for i in range(1, len(words))]
    return next((e for e in endings if counts[e] > counts[label]), label)


def _candidate(index: int, p: Paragraph, found: re.Match[str], *, inside: bool) -> Candidate:
    label = found["label"].strip()
    return Candidate(
        index=index,
        start=found.start("label"),
        end=found.end(),
        label=label,
        bold=p.is_bold(found.start("label"), found.start("label") + len(label)),
        heading=p.kind == "heading",
        inside=inside,
        rest=p.text[found.end() : found.end() + 80],
    )


def metadata_field(stock: Stock) -> Verdict | None:
    """作者：, 来源：, 封面图链接："""
    return Verdict(accepted=False, reason="metadata_field") if field_kind(stock.label) else None


def remark(stock: Stock) -> Verdict | None:
    """编者注：, 划重点：, 某某注："""
    is_remark = fold(stock.label) in _remarks() or re.search(r"(?:注|按|如下|实录|实錄|参考|大家参考)$", stock.label)
    return Verdict(accepted=False, reason="remark") if is_remark else None


def address_or_time(stock: Stock) -> Verdict | None:
    bad = re.search(r"https?$|^\d+$|[/\\@=<>{}]", stock.label, re.IGNORECASE)
    return Verdict(accepted=False, reason="address_or_time") if bad else None


def sentence(stock: Stock) -> Verdict | None:
    """Too long for a label, or words that no label holds."""
    words = len(stock.label) > 16 and " " not in stock.label and not re.search(r"[·（(]", stock.label)
    verb = re.search(r"(?:说|表示|称|问|写道|包括|是|为|有|的|了|想)$", stock.label)
    cue = verb and not (stock.known or is_role(stock.label))  # 问 is a label too
    return Verdict(accepted=False, reason="sentence") if words or cue else None


def headings_only(stock: Stock) -> Verdict | None:
    """周鸿祎：挖陈年往事没有太大意义 as a heading: short words behind the colon, no full stop."""
    titles = [c for c in stock.places if c.heading and c.rest and not re.search(r"[。！？!?…]$", c.rest.strip())]
    return Verdict(accepted=False, reason="headings_only") if len(titles) == len(stock.places) else None


def role(stock: Stock) -> Verdict | None:
    """Q, 主持人, 观众: at least twice, or beside another label."""
    if is_role(stock.label) and (len(stock.places) >= 2 or stock.partner):
        return Verdict(accepted=True, reason="role")
    return None


def known_name(stock: Stock) -> Verdict | None:
    if stock.known and (len(stock.places) >= 2 or stock.partner):
        return Verdict(accepted=True, reason="known_name")
    return None


def name_form(stock: Stock) -> Verdict | None:
    """What has the form of a name, and returns."""
    form = looks_like_name(stock.label) or role_and_name(stock.label) is not None
    if form and (len(stock.places) >= 2 or stock.partner):
        return Verdict(accepted=True, reason="name_form")
    return None


def returns_often(stock: Stock) -> Verdict | None:
    """Any short label that returns five times and alternates with others (a magazine, a programme, initials)."""
    often = (
        len(stock.places) >= 5 and stock.partner and len(stock.label) <= 16 and not any(c.heading for c in stock.places)
    )
    return Verdict(accepted=True, reason="returns_often") if often else None


def unlike_a_label(stock: Stock) -> Verdict | None:
    return Verdict(accepted=False, reason="unlike_a_label")


LABEL_RULES: tuple[LabelRule, ...] = (
    metadata_field,
    remark,
    address_or_time,
    sentence,
    headings_only,
    role,
    known_name,
    name_form,
    returns_often,
    unlike_a_label,
)


def judge(candidates: Sequence[Candidate], known: Collection[str]) -> tuple[list[Candidate], list[LabelVerdict]]:
    """Judge all candidates of an article together: the accepted places in order, and every verdict.

    `known` are the folded forms of the owner's list.  A handful of accepted labels
    among much prose is no conversation: then none is a turn.
    """
    places: dict[str, list[Candidate]] = defaultdict(list)
    for c in candidates:
        places[c.label].append(c)
    likely = {label for label, found in places.items() if _likely(label, len(found), known)}
    order = [c.label for c in candidates if c.label in likely]
    partners = {label for a, b in pairwise(order) if a != b for label in (a, b)}
    verdicts: dict[str, Verdict] = {}
    for label, found in places.items():
        stock = Stock(label=label, places=tuple(found), known=_is_known(label, known), partner=label in partners)
        verdicts[label] = next(v for rule in LABEL_RULES if (v := rule(stock)) is not None)
    _by_form(places, verdicts)
    accepted = [c for c in candidates if verdicts[c.label].accepted]
    if not _conversation(accepted):
        for label, verdict in verdicts.items():
            if verdict.accepted:
                verdicts[label] = Verdict(accepted=False, reason="no_conversation")
        accepted = []
    report = [
        LabelVerdict(label=label, count=len(found), accepted=verdicts[label].accepted, reason=verdicts[label].reason)
        for label, found in sorted(places.items(), key=lambda kv: (-len(kv[1]), kv[0]))
    ]
    return accepted, report


def _by_form(places: Mapping[str, list[Candidate]], verdicts: dict[str, Verdict]) -> None:
    """Labels of one article look alike: a single one in another form goes, a longer one in the same form comes."""
    accepted = [c for label, found in places.items() if verdicts[label].accepted for c in found]
    forms = Counter((c.bold, c.heading) for c in accepted)
    if len(accepted) < 10:
        return
    (usual, often) = forms.most_common(1)[0]
    for label, found in places.items():
        form = (found[0].bold, found[0].heading)
        if verdicts[label].accepted and len(found) == 1 and form != usual and often >= 0.9 * len(accepted):
            verdicts[label] = Verdict(accepted=False, reason="other_form")
        longer = any(
            label.endswith(other)
            for other in places
            if other != label and len(other) >= 2 and verdicts[other].reason == "role"
        )
        if not verdicts[label].accepted and longer and form == usual and (form[0] or form[1]) and not field_kind(label):
            verdicts[label] = Verdict(accepted=True, reason="longer_form")


def _is_known(label: str, known: Collection[str]) -> bool:
    bare = re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", label)
    return fold(label) in known or fold(bare) in known


def _likely(label: str, count: int, known: Collection[str]) -> bool:
    if field_kind(label) or fold(label) in _remarks():
        return False
    return (
        is_role(label)
        or _is_known(label, known)
        or looks_like_name(label)
        or role_and_name(label) is not None
        or count >= 5
    )


def _conversation(accepted: Sequence[Candidate]) -> bool:
    """At least three turns of at least two labels, or of one that returns four times."""
    labels = Counter(c.label for c in accepted)
    return (len(labels) >= 2 and len(accepted) >= 3) or (bool(labels) and labels.most_common(1)[0][1] >= 4)
