"""Title, credits and stated fields of an article, and the lines that hold them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from corpus_site.fold import fold
from corpus_site.load.blocks import is_end_mark, opens
from corpus_site.load.paragraphs import Paragraph
from corpus_site.wordlists import wordlist

_FIELD = re.compile(
    r"^[>*\-\s【\[（(]*([A-Za-z一-鿿][A-Za-z一-鿿\s]{0,11}?)\s*[：:丨｜|／/]\s*(.+?)[】\])）]*$", re.DOTALL
)
_HEAD_LENGTH = 160  # a longer paragraph is prose, not a line of the masthead
_SEPARATORS = re.compile(r"[、,，/&]|\s{2,}|(?<=[一-鿿])\s(?=[一-鿿])|\s和\s|\s与\s")
_PLACE_WRITERS = re.compile(r"^((?:[一-鿿]{2,4}\s+){0,4}[一-鿿]{2,4})\s*(?:发自|發自)\s*(\S{2,8})$")
_ACCOUNT = re.compile(r"^([^\s|｜]{2,15})\s*[|｜]\s*公众号\s*\S*$")
_EDITOR_IN_DATELINE = re.compile(r"[（(](编辑|记者|作者|编译)[\s／/：:]*([一-鿿]{2,4}(?:[、\s]+[一-鿿]{2,4})*)[）)]")
_DATELINE_PUBLISHER = re.compile(
    r"^[《「]([^》」]{2,15})[》」]\s*\d{1,2}月\d{1,2}日讯|^([一-鿿A-Za-z]{2,10}(?:讯|社))\s*\d{1,2}月\d{1,2}日(?:讯|消息|电)"
)
_SIGNATURE = re.compile(r"[（(]([一-鿿]{2,4})[）)]\s*$")
_COMPILED = re.compile(
    r"(?:^|[。，,！？\s])([A-Za-z][A-Za-z0-9]{2,20}|[一-鿿]{2,8}?)(?:按|根据|依据|对|进行|为您)?[^。，,]{0,12}?(?:编译整理|进行了编译|编译)"
)
_TRANSLATED = re.compile(r"以下(?:是|为)?\s*(?:翻译|译文)|(?:编译|翻译)(?:整理|如下|自)|译者[：:]|【譯|原文翻译")


@dataclass(slots=True)
class Masthead:
    """What stands around an article's words; `claimed` maps paragraph indices to the rule that took them."""

    title: str = ""
    title_rule: str = ""
    fields: dict[str, tuple[str, int]] = field(default_factory=dict)  # stated once: published, url, place, publisher
    credits: dict[str, list[str]] = field(default_factory=dict)  # author, translator, compiler, editor
    translated: bool = False
    claimed: dict[int, str] = field(default_factory=dict)

    def credit(self, kind: str, names: str) -> None:
        for name in split_names(names):
            if name not in self.credits.setdefault(kind, []):
                self.credits[kind].append(name)


@cache
def _field_kinds() -> Mapping[str, str]:
    kinds = ("ignored", "place", "url", "published", "publisher", "editor", "compiler", "translator", "author")
    return {fold(label): kind for kind in kinds for label in wordlist("fields")[kind]}


def field_kind(label: str) -> str | None:
    """Which field a label fills, or None.

    >>> field_kind("原文链接"), field_kind("文章作者"), field_kind("周鸿祎")
    ('url', 'author', None)
    """
    return _field_kinds().get(fold(label))


def split_names(text: str) -> list[str]:
    """Single names of a credit, without links, roles and remarks in parentheses.

    >>> split_names("杨净 明敏"), split_names("瓜哥AI新知"), split_names("甲、乙")
    (['杨净', '明敏'], ['瓜哥AI新知'], ['甲', '乙'])
    """
    bare = re.sub(r"[（(][^（）()]*[）)]", "", re.sub(r"https?://\S+", "", text)).strip(" 　|｜;；。")
    return [n.strip() for n in _SEPARATORS.split(bare) if n.strip()]


def clean_title(text: str) -> str:
    """A title without file ending, list number marks of the export, or the site's name behind a bar.

    >>> clean_title("星辰大海.md"), clean_title("这才是今年最重要的对话|大模型新鲜事"), clean_title("图文｜奥特曼的最新演讲与观点")
    ('星辰大海', '这才是今年最重要的对话', '图文｜奥特曼的最新演讲与观点')
    """
    title = re.sub(r"\.(?:md|txt|html?|docx?)$", "", re.sub(r"\s+", " ", text).strip().replace("\\|", "|"))
    found = re.match(r"(.{8,}?)\s*(?:[|｜_]|\s-\s)\s*([^|｜_]{2,10})$", title)
    return found.group(1).strip() if found and 2 * len(found.group(1)) >= 3 * len(found.group(2)) else title


def read_masthead(paragraphs: list[Paragraph], meta: Mapping[str, str], first_turn: int | None) -> Masthead:
    """Take title, stated fields and credits from the head and the tail of an article.

    `first_turn` is the index of the first paragraph that a turn begins in: the head ends there at the latest.
    """
    head = Masthead()
    _meta_fields(head, meta)
    _title(head, paragraphs, first_turn)
    for index, p in enumerate(paragraphs):
        if p.kind not in ("text", "item") or index in head.claimed:
            continue
        in_head = _in_head(paragraphs, index, first_turn)
        if (in_head or index >= len(paragraphs) - 4) and len(p.text) <= _HEAD_LENGTH + 400 * ("http" in p.text):
            _field_line(head, index, p)
        if in_head and index not in head.claimed:
            _byline(head, index, p)
        _inside(head, p)
    _signature(head, paragraphs)
    _account_card(head, paragraphs)
    return head


def _in_head(paragraphs: list[Paragraph], index: int, first_turn: int | None) -> bool:
    if first_turn is not None and index >= first_turn:
        return False
    prose = sum(1 for p in paragraphs[:index] if p.kind == "text" and len(p.text) > 60 and not _FIELD.match(p.text))
    return prose == 0 and index < 30


def _meta_fields(head: Masthead, meta: Mapping[str, str]) -> None:
    if meta.get("title"):
        head.title, head.title_rule = clean_title(meta["title"]), "front_matter"
    for key, value in meta.items():
        kind = {"date": "published", "source": "url", "link": "url", "published": "published"}.get(key) or field_kind(
            key
        )
        if kind in ("published", "url", "place", "publisher") and value:
            head.fields.setdefault(kind, (value, 1))
        elif kind in ("author", "translator", "compiler", "editor") and value:
            head.credit(kind, value)


def _title(head: Masthead, paragraphs: list[Paragraph], first_turn: int | None) -> None:
    limit = first_turn if first_turn is not None else len(paragraphs)
    tops = [i for i, p in enumerate(paragraphs) if p.kind == "heading" and p.level == 1 and i <= max(limit, 0)]
    index: int | None
    if tops:
        rule, index = "first_heading", tops[0]
        for other in tops[1:]:
            if fold(paragraphs[other].text) == fold(paragraphs[index].text):
                head.claimed[other] = "title_again"
    else:
        rule, index = "opening_line", _opening_line(paragraphs, limit)
    if index is None:
        first = next((i for i, p in enumerate(paragraphs) if p.kind == "heading"), None)
        if first is not None and not head.title:
            head.title, head.title_rule = clean_title(strip_number(paragraphs[first].text)), "first_section"
        return
    head.claimed[index] = rule
    if not head.title:
        head.title, head.title_rule = clean_title(paragraphs[index].text), rule


def _opening_line(paragraphs: list[Paragraph], limit: int) -> int | None:
    """A short first line that is no sentence, with prose behind it."""
    for i, p in enumerate(paragraphs[: min(limit, 3)]):
        if p.kind == "text" and len(p.text) > 80:
            return None
        sentence = "。" in p.text or re.search(r"[；;：:]\s*$", p.text)
        if p.kind == "text" and not p.quoted and len(p.text) >= 5 and not sentence and not _FIELD.match(p.text):
            return i if len(paragraphs) > i + 1 else None
    return None


def strip_number(title: str) -> str:
    """A section title without its number.

    >>> strip_number("1、ChatGPT的爆火"), strip_number("02 學術界的作用"), strip_number("一、三种不同的答案"), strip_number("2023 年展望")
    ('ChatGPT的爆火', '學術界的作用', '三种不同的答案', '2023 年展望')
    """
    return re.sub(
        r"^\s*(?:第?[一二三四五六七八九十]{1,3}[、.．章节部分篇：:]\s*|0?\d{1,2}(?:\.\d{1,2})*[、.．）)]\s*|0\d\s+|\d\.\d\s+)",
        "",
        title,
    ).strip()


def _field_line(head: Masthead, index: int, p: Paragraph) -> None:
    found = _FIELD.match(p.text)
    kind = field_kind(found.group(1)) if found else None
    if not found or kind is None:
        return
    value = found.group(2).strip()
    if kind in ("author", "translator", "compiler", "editor"):
        linked = [p.text[s:e] for s, e, _ in p.links]
        head.credit(kind, "、".join(linked) if linked else value)
    elif kind == "url":
        address = next((u for _, _, u in p.links), None) or next(iter(re.findall(r"https?://\S+", value)), None)
        if address:
            head.fields.setdefault("url", (address, p.lines[0]))
    elif kind != "ignored":
        head.fields.setdefault(kind, (value, p.lines[0]))
    head.claimed[index] = f"field_{kind}"


def _byline(head: Masthead, index: int, p: Paragraph) -> None:
    if index == 0 and len(p.text) <= 6 and re.fullmatch(r"[A-Za-z一-鿿 ]+", p.text):
        head.claimed[index] = "kicker"  # the name of a column above the title
    if found := _PLACE_WRITERS.match(p.text):
        head.credit("author", found.group(1))
        head.claimed[index] = "byline"
    elif found := _ACCOUNT.match(p.text):
        head.fields.setdefault("publisher", (found.group(1), p.lines[0]))
        head.claimed[index] = "account"


def _inside(head: Masthead, p: Paragraph) -> None:
    """Credits that stand inside a paragraph of the article itself, which stays where it is."""
    if found := _DATELINE_PUBLISHER.match(p.text):
        head.fields.setdefault("publisher", (found.group(1) or found.group(2), p.lines[0]))
    for found in _EDITOR_IN_DATELINE.finditer(p.text[:120]):
        head.credit({"编辑": "editor", "编译": "compiler"}.get(found.group(1), "author"), found.group(2))
    compiled = _COMPILED.search(p.text) if len(p.text) < 400 else None
    if compiled and re.fullmatch(r"[A-Za-z0-9]+", compiled.group(1)):
        head.credit("compiler", compiled.group(1))
        head.translated = True
    if _TRANSLATED.search(p.text[:200]):
        head.translated = True


def _signature(head: Masthead, paragraphs: list[Paragraph]) -> None:
    """（小小） behind the last full stop: who translated a translation, who wrote anything else."""
    prose = [p for p in paragraphs if p.kind == "text" and len(p.text) > 20]
    if (
        prose
        and (found := _SIGNATURE.search(prose[-1].text))
        and re.search(r"[。！？”」]\s*$", prose[-1].text[: found.start()])
    ):
        head.credit("translator" if head.translated else "author", found.group(1))


def _account_card(head: Masthead, paragraphs: list[Paragraph]) -> None:
    """The name of the account or site: a very short line that returns behind the end mark (its card, its archive)."""
    end = next((i for i, p in enumerate(paragraphs) if is_end_mark(p.text)), None)
    if end is None or "publisher" in head.fields:
        return
    tail = [p for p in paragraphs[end + 1 :] if p.kind == "text" and 2 <= len(p.text) <= 12]
    count = Counter(p.text for p in tail)
    for p in tail:
        plain = re.fullmatch(r"[A-Za-z0-9一-鿿 ]+", p.text) and re.search(r"[A-Za-z一-鿿]", p.text)
        if count[p.text] >= 2 and plain and not opens(p, "section"):
            head.fields["publisher"] = (p.text, p.lines[0])
            return
