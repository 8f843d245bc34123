"""Labels of turns: first take stock of every candidate of the article, then judge them together.

What decides is the whole article: how often a label stands there, in which form, whether it alternates with others,
whether it is a known name or a role.  Rules answer or decline, in the order of `LABEL_RULES`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from corpus_site.fold import fold
from corpus_site.load.credits import field_kind
from corpus_site.load.names import looks_like_name
from corpus_site.load.stock import Candidate, is_role, role_and_name
from corpus_site.model import LabelVerdict
from corpus_site.wordlists import wordlist


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


_TALK = re.compile(r"[？?]|[我你您咱]|谢谢|大家好")
_END = re.compile(r"[。！？!?…”」.]$")
LabelRule = Callable[[Stock], Verdict | None]


@cache
def _remarks() -> frozenset[str]:
    return frozenset(fold(w) for w in wordlist("fields")["remark"])


def with_title(label: str) -> bool:
    """Altman先生, 王老师: a name with what one calls somebody.

    >>> with_title("Altman先生"), with_title("王老师"), with_title("先生"), with_title("各位老师")
    (True, True, False, False)
    """
    found = re.fullmatch(r"(.+?)(?:" + "|".join(wordlist("names")["address"]) + ")", label)
    return found is not None and (looks_like_name(found[1]) or found[1] in wordlist("surnames")["single"])


def metadata_field(stock: Stock) -> Verdict | None:
    """作者：, 来源：, 封面图链接："""
    return Verdict(accepted=False, reason="metadata_field") if field_kind(stock.label) else None


def remark(stock: Stock) -> Verdict | None:
    """编者注：, 划重点：, 某某注："""
    is_remark = fold(stock.label) in _remarks() or re.search(r"(?:注|按|如下|实录|实錄|参考|大家参考)$", stock.label)
    return Verdict(accepted=False, reason="remark") if is_remark else None


def address_or_time(stock: Stock) -> Verdict | None:
    bad = re.search(r"https?$|^\d+$|[/\\=<{}]|(?<!^)>|^@|@$|@.*\.", stock.label, re.IGNORECASE)
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
    """Q, 主持人, 观众: at least twice, or beside another label; 记者 is also a field, but not behind it a question."""
    if is_role(stock.label) and field_kind(stock.label) and len(stock.places) < 2:
        return None
    if is_role(stock.label) and (len(stock.places) >= 2 or stock.partner):
        return Verdict(accepted=True, reason="role")
    return None


def known_name(stock: Stock) -> Verdict | None:
    if stock.known and (len(stock.places) >= 2 or stock.partner):
        return Verdict(accepted=True, reason="known_name")
    return None


def name_form(stock: Stock) -> Verdict | None:
    """What has the form of a name, and returns."""
    form = looks_like_name(stock.label) or role_and_name(stock.label) is not None or with_title(stock.label)
    if form and (len(stock.places) >= 2 or stock.partner):
        return Verdict(accepted=True, reason="name_form")
    return None


def set_apart(stock: Stock) -> Verdict | None:
    """**Xue Wang** and the words, without a colon: a name or a role that returns beside another and talks."""
    if not all(c.bare for c in stock.places):
        return None
    named = stock.known or is_role(stock.label) or looks_like_name(stock.label)
    talks = sum(1 for c in stock.places if _TALK.search(c.words))
    good = named and stock.partner and len(stock.places) >= 2 and 3 * talks >= len(stock.places)
    return Verdict(accepted=good, reason="set_apart")


def another_speaker(stock: Stock) -> Verdict | None:
    """>>: another speaker begins, without a name; once is enough among names, who must not be given another's words."""
    if not stock.label.startswith(">>"):
        return None
    return Verdict(accepted=len(stock.places) >= 3 or stock.partner, reason="another_speaker")


def alternates(stock: Stock) -> Verdict | None:
    """What returns three times beside another label and talks: asks, answers, says I and you."""
    talks = sum(1 for c in stock.places if _TALK.search(c.words))
    often = len(stock.places) >= 3 and stock.partner and len(stock.label) <= 16
    return Verdict(accepted=True, reason="alternates") if often and 3 * talks >= len(stock.places) else None


def returns_often(stock: Stock) -> Verdict | None:
    """Any short label that returns five times beside others (a magazine, a programme), if anybody talks behind it."""
    talks = any(_TALK.search(c.words) for c in stock.places)
    headed = any(c.heading for c in stock.places)
    often = len(stock.places) >= 5 and stock.partner and len(stock.label) <= 16 and talks and not headed
    return Verdict(accepted=True, reason="returns_often") if often else None


def unlike_a_label(stock: Stock) -> Verdict | None:
    return Verdict(accepted=False, reason="unlike_a_label")


LABEL_RULES: tuple[LabelRule, ...] = (
    another_speaker,
    set_apart,
    role,
    metadata_field,
    remark,
    address_or_time,
    sentence,
    headings_only,
    known_name,
    name_form,
    alternates,
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
    if is_role(label) or label.startswith(">>"):
        return True
    if field_kind(label) or fold(label) in _remarks():
        return False
    return (
        _is_known(label, known)
        or looks_like_name(label)
        or role_and_name(label) is not None
        or with_title(label)
        or count >= 3
    )


def _conversation(accepted: Sequence[Candidate]) -> bool:
    """At least three turns of at least two labels, or of one that returns four times; or one question and its answer."""
    labels = Counter(c.label for c in accepted)
    if len(accepted) == 2 and len(labels) == 2 and is_role(accepted[0].label):
        return bool(re.search(r"[？?]", accepted[0].rest))
    if set(labels) == {label for label in labels if label.startswith(">>")} and len(accepted) >= 3:
        return True
    return (len(labels) >= 2 and len(accepted) >= 3) or (bool(labels) and labels.most_common(1)[0][1] >= 4)


def said_once(accepted: Sequence[Candidate]) -> list[Candidate]:
    """The places of accepted labels that begin a turn: no summary before the conversation, no original behind its turn.

    A summary is a run of lines of one label at the very beginning, without an end of a sentence where the turns have
    one.  An original repeats the turn before it in Latin letters, under the same label or under its Latin form.
    """
    kept = list(accepted)
    run = next((n for n, c in enumerate(kept) if c.label != kept[0].label), 0)
    ends = [bool(_END.search(c.rest.strip())) or len(c.rest) >= 80 for c in kept]
    if run and not any(ends[:run]) and sum(ends[run:]) * 5 >= 4 * len(ends[run:]):
        kept = kept[run:]
    latin = [bool(kept) and _is_latin(c.rest) for c in kept]
    behind = [n > 0 and latin[n] and not latin[n - 1] for n in range(len(kept))]
    if sum(latin) * 3 >= len(kept) and sum(behind) == sum(latin):
        kept = [c for n, c in enumerate(kept) if not behind[n]]
    return kept


def _is_latin(text: str) -> bool:
    letters = sum(c.isascii() and c.isalpha() for c in text)
    return letters > 0 and not re.search(r"[㐀-鿿]", text)
