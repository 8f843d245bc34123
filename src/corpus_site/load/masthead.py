"""Title, credits and stated fields of an article, and the lines that hold them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from corpus_site.fold import fold
from corpus_site.load.blocks import is_end_mark, opens
from corpus_site.load.credits import CREDIT_RULES, INSIDE_RULES, Credit, field_kind, is_outlet, split_names
from corpus_site.load.names import looks_like_name
from corpus_site.load.paragraphs import Paragraph
from corpus_site.load.titles import clean_title, find_title
from corpus_site.wordlists import wordlist

_TAIL = 5  # paragraphs at the end in which credits may stand
_SINGLE = ("published", "url", "own_url", "place", "publisher")
_MANY = ("author", "translator", "compiler", "editor")
_SIGNATURE = re.compile(r"[（(]([一-鿿]{2,4})[）)]\s*$")
_ISSUE = re.compile(
    r"(?P<name>[^：:|｜]{2,12}(?:周刊|周报|月刊|早报|晚报|日报|通讯|Weekly))\s*[：:|｜]?\s*(?:第\s*\d+\s*期|#\d+)"
)
_GIVEN_TO = re.compile(r"接受[“「《]?(?P<name>[^，。：“”「」《》]{2,12}?)[”」》]?(?:记者)?(?:专访|采访|訪問|專訪|採訪)")
_DATE = re.compile(r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_TOLD_TO = re.compile(
    r"(?:告诉|告訴|对|對|向)(?:[《「](?P<marked>[^》」]{2,12})[》」](?:记者|記者)?|(?P<outlet>[一-鿿]{2,8}?(?:财经|新闻|日报|晚报|时报|周刊|科技|网))记者)"
    r"(?=[^，。！？]{0,12}(?:说|表示|称|讲|回忆|透露|感慨|介绍|指出|坦言|描述|解释|分析|，|：|。))"
)
_TRANSLATED = re.compile(
    r"以下(?:是|为)?\s*(?:翻译|译文)|(?:编译|翻译)(?:整理|如下|自)|译者[：:]|【譯|原文翻译|全文(?:翻译|翻譯)"
)


@dataclass(slots=True)
class Masthead:
    """What stands around an article's words; `claimed` maps paragraph indices to the rule that took them."""

    title: str = ""
    fields: dict[str, tuple[str, int]] = field(default_factory=dict)  # stated once: published, url, place, publisher
    credits: dict[str, list[str]] = field(default_factory=dict)  # author, translator, compiler, editor
    translated: bool = False
    claimed: dict[int, str] = field(default_factory=dict)

    def add(self, credits: list[Credit], line: int) -> None:
        """Take credits in; what is stated once is taken from where it stands first."""
        for kind, value in credits:
            if kind in _SINGLE and value.strip() and not (kind == "publisher" and fold(value) in _picture_sources()):
                self.fields.setdefault(kind, (value.strip(), line))
            for name in split_names(value) if kind in _MANY else ():
                if is_outlet(name):
                    self.fields.setdefault("publisher", (name, line))
                elif name not in self.credits.setdefault(kind, []):
                    self.credits[kind].append(name)
            self.translated |= kind in ("translator", "compiler")


@cache
def _picture_sources() -> frozenset[str]:
    return frozenset(fold(name) for name in wordlist("fields")["picture_source"])


def read_masthead(paragraphs: list[Paragraph], meta: Mapping[str, str], turns: frozenset[int]) -> Masthead:
    """Take title, stated fields and credits from the head and the tail of an article.

    `turns` are the indices of the paragraphs that a turn begins in: the head ends at the first of them at the latest.
    """
    first_turn = min(turns, default=None)
    head = Masthead()
    _meta_fields(head, meta)
    _take_title(head, paragraphs, first_turn, meta.get("title"))
    worded = [i for i, p in enumerate(paragraphs) if p.text and p.kind in ("text", "item")]
    tail = worded[-_TAIL] if len(worded) >= _TAIL else 0
    for index, p in enumerate(paragraphs):
        if p.kind not in ("text", "item") or index in head.claimed or index in turns:
            continue
        if index >= tail or _in_head(paragraphs, index, first_turn):
            _whole_line(head, index, p)
        for rule in INSIDE_RULES:
            if index not in head.claimed and (credits := rule(p)):
                head.add(credits, p.lines[0])
        head.translated |= bool(_TRANSLATED.search(p.text[:200]))
    _signature(head, paragraphs)
    _account_card(head, paragraphs)
    _lone_date(head, paragraphs, first_turn)
    _named_in_title(head, conversation=first_turn is not None)
    _told_to(head, paragraphs)
    return head


def _told_to(head: Masthead, paragraphs: list[Paragraph]) -> None:
    """某人告诉《某某周刊》, more than once: whom the sources of an article tell is who prints it."""
    told: Counter[str] = Counter()
    line: dict[str, int] = {}
    for p in paragraphs if "publisher" not in head.fields else ():
        for found in _TOLD_TO.finditer(p.text):
            name = found["marked"] or found["outlet"]
            told[name] += 1
            line.setdefault(name, p.line_at(found.start()))
    most = told.most_common(1)
    if most and most[0][1] >= 2:
        head.fields["publisher"] = (most[0][0], line[most[0][0]])


def _lone_date(head: Masthead, paragraphs: list[Paragraph], first_turn: int | None) -> None:
    """2023年5月1日 alone on a line of the head."""
    for index, p in enumerate(paragraphs[:8]):
        if index not in head.claimed and p.kind == "text" and _DATE.fullmatch(p.text.strip()):
            if _in_head(paragraphs, index, first_turn):
                _account_above(head, paragraphs, index)
                head.fields.setdefault("published", (p.text.strip(), p.lines[0]))
                head.claimed[index] = "lone_date"
            return


def _account_above(head: Masthead, paragraphs: list[Paragraph], index: int) -> None:
    """The name of the account between the title and the date: a few characters without a stop."""
    if index < 2 or index - 2 not in head.claimed or index - 1 in head.claimed or "publisher" in head.fields:
        return
    above = paragraphs[index - 1]
    if above.kind == "text" and re.fullmatch(r"[A-Za-z0-9一-鿿·]{2,12}", above.text.strip()):
        name = above.text.strip()
        head.add([("author" if looks_like_name(name) else "publisher", name)], above.lines[0])
        head.claimed[index - 1] = "credit_account_above"


def _named_in_title(head: Masthead, *, conversation: bool) -> None:
    """某某周刊：第 12 期 names the periodical; 甲接受某某网采访, over a conversation, who asked and printed it."""
    found = _ISSUE.match(head.title) or (conversation and _GIVEN_TO.search(head.title))
    if found and "publisher" not in head.fields:
        head.fields["publisher"] = (found["name"], 1)


def _whole_line(head: Masthead, index: int, p: Paragraph) -> None:
    for rule in CREDIT_RULES:
        if credits := rule(p):
            head.add(credits, p.lines[0])
            people = any(kind in _MANY or kind == "publisher" for kind, _ in credits)
            head.claimed[index] = f"{'credit' if people else 'masthead'}_{rule.__name__}"
            return


def _in_head(paragraphs: list[Paragraph], index: int, first_turn: int | None) -> bool:
    if (first_turn is not None and index >= first_turn) or index >= 30:
        return False
    return index < 8 or not any(
        p.kind == "text" and len(p.text) > 60 and "http" not in p.text for p in paragraphs[:index]
    )


def _meta_fields(head: Masthead, meta: Mapping[str, str]) -> None:
    if meta.get("title"):
        head.title = clean_title(meta["title"], page=True)
    named = {kind: kind for kind in (*_SINGLE, *_MANY)}
    named |= {"date": "published", "source": "url", "link": "url", "channel": "publisher"}
    for key, value in meta.items():
        kind = named.get(key) or field_kind(key)
        if kind and value:
            head.add([(kind, value)], 1)


def _take_title(head: Masthead, paragraphs: list[Paragraph], first_turn: int | None, stated: str | None) -> None:
    """Take the printed title; where the file states one (or that it has none: ""), only a heading or the same words."""
    found = find_title(paragraphs, first_turn)
    if stated is not None:
        titles = (fold(stated), fold(head.title))
        if not any(paragraphs[i].kind == "heading" or fold(paragraphs[i].text) in titles for i in found.claimed):
            return
    for index, rule in found.claimed.items():
        head.claimed[index] = rule
    if not head.title:
        head.title = found.title
    if found.kicker and found.kicker_line:
        head.fields.setdefault("publisher", (found.kicker, found.kicker_line))
    if found.date and found.date_line:
        head.fields.setdefault("published", (found.date, found.date_line))


def _signature(head: Masthead, paragraphs: list[Paragraph]) -> None:
    """（小小） behind the last full stop: who translated a translation, who wrote anything else."""
    worded = [p for p in paragraphs if p.kind == "text" and p.text]
    alone = re.fullmatch(r"[（(]([一-鿿]{2,4})[）)]", worded[-1].text.strip()) if worded else None
    if alone and looks_like_name(alone.group(1)):
        head.add([("translator" if head.translated else "author", alone.group(1))], worded[-1].last_line)
        head.claimed[paragraphs.index(worded[-1])] = "credit_signature"
        return
    prose = [p for p in worded if len(p.text) > 20]
    found = _SIGNATURE.search(prose[-1].text) if prose else None
    if found and re.search(r"[。！？”」]\s*$", prose[-1].text[: found.start()]):
        head.add([("translator" if head.translated else "author", found.group(1))], prose[-1].last_line)


def _account_card(head: Masthead, paragraphs: list[Paragraph]) -> None:
    """The name of the account or site: a very short line that returns behind the end mark (its card, its archive)."""
    end = next((i for i, p in enumerate(paragraphs) if is_end_mark(p.text)), None)
    if end is None or "publisher" in head.fields:
        return
    tail = [p for p in paragraphs[end + 1 :] if p.kind == "text" and 2 <= len(p.text) <= 12]
    count = Counter(fold(p.text) for p in tail)
    for p in tail:
        plain = re.fullmatch(r"[A-Za-z0-9一-鿿 ]+", p.text) and re.search(r"[A-Za-z一-鿿]", p.text)
        if count[fold(p.text)] >= 2 and plain and not opens(p, "section"):
            head.fields["publisher"] = (p.text, p.lines[0])
            return
