"""What a page states about its article: title, author, publisher, date, address, and where it states it.

The sources are asked in the order of `SOURCES`; for each field the first that says something wins.  Nothing is read out
of addresses or running text: a date is the page's own data or it is none.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from bs4 import Tag

from corpus_site.fold import fold
from corpus_site.load.clean import normalise
from corpus_site.load.credits import CREDIT_RULES, field_kind
from corpus_site.load.dates import parse_date
from corpus_site.load.maintext import element
from corpus_site.load.paragraphs import Paragraph
from corpus_site.load.webpage import Page
from corpus_site.load.webtree import absolute
from corpus_site.wordlists import wordlist

FIELDS = ("title", "author", "publisher", "published", "url")
_CHINA = timezone(timedelta(hours=8))  # the one time of all pages whose scripts give seconds
_YEARS = range(1990, 2100)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$")
_ESCAPED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ARTICLES = re.compile(r"(?:Article|Posting|Report)$")
_DATE = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[\sT]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?[\s|｜]*")
_DATE_AT = 40  # characters in which the date of a line stands
_SOURCE = 24  # characters that a line may hold beside its date
_LONGEST = 300  # characters; longer values are no names and no titles
_NODES = 2_000  # of linked data or state looked at

Said = tuple[str, str, str]  # field, value, where it is stated
Source = Callable[[Page], Iterator[Said]]


def read_meta(page: Page) -> dict[str, str]:
    """The fields that a page states, in the form that `masthead` reads; a date carries where it came from.

    >>> from corpus_site.load.webpage import open_page
    >>> read_meta(open_page('<script>var ct = "1700000000";</script><meta name=author content=甲><meta name=date content=近日>'))
    {'published': '2023-11-15 06:13（脚本 ct = 1700000000，北京时间）', 'author': '甲'}
    """
    meta: dict[str, str] = {}
    for source in SOURCES:
        for field, said, where in source(page):
            value = plain(said)
            if field == "published":
                value = dated(value, where)
            elif field == "url":
                value = absolute("", value)
            if value and len(value) <= _LONGEST and field not in meta and _is_value(field, value):
                meta[field] = value
    if fold(meta.get("author", "")) == fold(meta.get("publisher", "")):
        meta.pop("author", None)  # a house is who publishes
    return meta


def read_lines(before: Iterable[Paragraph], behind: Iterable[Paragraph] = ()) -> dict[str, str]:
    """The fields that lines just before an article and just behind it state.  Behind it a date needs its label.

    >>> line = Paragraph(kind="text", text="2024-05-01 10:20 来源：某报 作者：甲某", starts=((0, 1),), last_line=1)
    >>> read_lines([line])
    {'published': '2024-05-01 10:20 来源：某报 作者：甲某', 'publisher': '某报', 'author': '甲某'}
    >>> read_lines([], [line])
    {'publisher': '某报', 'author': '甲某'}
    """
    meta: dict[str, str] = {}
    for p, is_before in (*((p, True) for p in before), *((p, False) for p in behind)):
        date = _DATE.search(p.text[:_DATE_AT])
        rest = p.cut(date.end(), len(p.text)) if date and not date.start() else p
        credits = next((found for rule in CREDIT_RULES if (found := rule(rest))), [])
        if date and parse_date(date.group()) and (credits or len(p.text) - len(date.group()) <= _SOURCE):
            label = re.search(r"[A-Za-z一-鿿]+(?=[\s：:]*$)", p.text[: date.start()])
            if is_before or (label and field_kind(label.group()) == "published"):
                meta.setdefault("published", p.text)
        for kind, value in credits:
            if value and kind != "ignored":
                meta.setdefault(kind, value)
    return meta


def plain(value: str) -> str:
    """A value without markup, escapes and needless blanks.

    >>> plain(" 甲&amp;amp;乙 &lt;em&gt;丙&lt;/em&gt;")
    '甲&乙 丙'
    """
    text = html.unescape(html.unescape(value[: 4 * _LONGEST])).encode("utf-8", "replace").decode("utf-8")
    return " ".join(normalise(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", "", text)).split())


def dated(value: str, where: str) -> str:
    """A date with its source; seconds and times of other zones as the time of China; nothing where it is no date.

    >>> dated("2024-04-30T20:00:00Z", "datePublished")
    '2024-05-01 04:00（datePublished = 2024-04-30T20:00:00Z，北京时间）'
    >>> dated("2024-05-01 10:20", "脚本 createTime"), dated("2024年5月1日", ""), dated("昨天", "")
    ('2024-05-01 10:20（脚本 createTime）', '2024年5月1日', '')
    """
    moment: datetime | None = None
    if _EPOCH.fullmatch(value):
        moment = datetime.fromtimestamp(int(value[:10]), _CHINA)
    elif _ZONED.match(value):
        try:
            moment = datetime.fromisoformat(value).astimezone(_CHINA)
        except (ValueError, OverflowError):
            moment = None
    if moment is not None:
        known = moment.year in _YEARS  # else the number counts something else
        return f"{moment:%Y-%m-%d %H:%M}（{where or '页面'} = {value}，北京时间）" if known else ""
    if len(value) > _LONGEST or parse_date(value) is None:
        return ""
    return f"{value}（{where}）" if where else value


def _is_value(field: str, value: str) -> bool:
    return field == "url" or not re.match(r"https?://|[\W_]*$", value)


def printed(page: Page) -> Iterator[Said]:
    """What the page shows in elements that a platform's format names."""
    for field, selectors in wordlist("webpage")["printed"].items():
        for selector in selectors:
            found = element(page, selector)
            if found is not None:
                yield field, found.get_text(" "), ""


def variables(page: Page) -> Iterator[Said]:
    """var ct = "1700000000"; var nickname = htmlDecode("某某")"""
    stated: dict[str, str] = {}
    for script in page.scripts:
        for found in _variable().finditer(script.text):
            value = _unescaped(found["double"] if found["double"] is not None else found["single"])
            if value.strip():
                stated.setdefault(found["name"], value)
    for field, names in wordlist("webpage")["variables"].items():
        for name in names:
            if name in stated:
                yield field, stated[name], f"脚本 {name}"


@cache
def _variable() -> re.Pattern[str]:
    names = sorted({name for names in wordlist("webpage")["variables"].values() for name in names})
    return re.compile(
        rf"(?:\b(?:var|let|const)\s+|\bwindow\.)(?P<name>{'|'.join(names)})\s*=\s*(?:\w{{1,20}}\()?"
        r"""(?:"(?P<double>(?:[^"\\\n]|\\.){0,400})"|'(?P<single>(?:[^'\\\n]|\\.){0,400})')"""
    )


def _unescaped(text: str) -> str:
    def char(found: re.Match[str]) -> str:
        code = found.group(1) or found.group(2)
        return chr(int(code, 16)) if code else {"n": "\n", "t": " ", "r": ""}.get(found.group(3), found.group(3))

    return _ESCAPED.sub(char, text)


def linked_data(page: Page) -> Iterator[Said]:
    """JSON-LD: an Article, NewsArticle, BlogPosting …"""
    for script in page.scripts:
        if script.attributes.get("type", "").lower() != "application/ld+json":
            continue
        article = next((node for node in _objects(_json(script.text, 0)) if _is_article(node)), None)
        if article is None:
            continue
        yield "title", _text(article.get("headline") or article.get("name")), "headline"
        yield "author", _text(article.get("author")), "author"
        yield "publisher", _text(article.get("publisher")), "publisher"
        yield "published", _text(article.get("datePublished")), "JSON-LD datePublished"
        for key in ("url", "mainEntityOfPage"):
            place = article.get(key)
            yield "url", _text(place.get("@id") if isinstance(place, dict) else place), key


def state(page: Page) -> Iterator[Said]:
    """window.DATA = {"title": …, "media": …, "pubtime": …}: the object that has a title and a date."""
    keys: Mapping[str, list[str]] = wordlist("webpage")["state"]
    for script in page.scripts:
        holders = [m.end() for m in _state().finditer(script.text)]
        if script.attributes.get("id", "") in wordlist("webpage")["states"]:
            holders.append(0)
        for begin in holders:
            for node in _objects(_json(script.text, begin)):
                if all(any(_text(node.get(key)) for key in keys[field]) for field in ("title", "published")):
                    for field in FIELDS:
                        for key in keys[field]:
                            yield field, _text(node.get(key)), f"脚本 {key}"
                    return


@cache
def _state() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?:var|let|const)\s+|\bwindow\.)(?:{'|'.join(wordlist('webpage')['states'])})\s*=\s*(?={{)"
    )


def _json(text: str, begin: int) -> Any:
    try:
        start = re.compile(r"\s*").match(text, begin)
        return json.JSONDecoder(strict=False).raw_decode(text, start.end() if start else begin)[0]
    except (ValueError, RecursionError):
        return None


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    """All objects, the outer ones first."""
    level = [root]
    for _ in range(_NODES):
        if not level:
            return
        node = level.pop(0)
        if isinstance(node, dict):
            yield node
            level += [v for v in node.values() if isinstance(v, (dict, list))][:_NODES]
        elif isinstance(node, list):
            level += [v for v in node if isinstance(v, (dict, list))][:_NODES]


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(isinstance(k, str) and _ARTICLES.search(k) for k in (kinds if isinstance(kinds, list) else [kinds]))


def _text(value: Any) -> str:
    """A name as the page's data may give it: bare, as an object with a name, or a list of these."""
    if isinstance(value, list):
        return "、".join(filter(None, (_text(v) for v in value[:20] if not isinstance(v, list))))
    if isinstance(value, dict):
        value = value.get("name")
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def meta_tags(page: Page) -> Iterator[Said]:
    """<meta property="og:title">, <meta name="author">, <meta itemprop="datePublished">"""
    stated: dict[str, str] = {}
    for tag in page.tree.find_all("meta", limit=_NODES):
        for key in ("property", "name", "itemprop"):
            name, value = str(tag.get(key) or "").strip().lower(), str(tag.get("content") or "")
            if name and value.strip():
                stated.setdefault(name, value)
    for field, names in wordlist("webpage")["meta"].items():
        for name in names:
            if name in stated:
                yield field, re.sub(r"^(?:来源|作者|责任编辑)[：:]\s*", "", stated[name]), name


def canonical(page: Page) -> Iterator[Said]:
    """<link rel="canonical">"""
    for tag in page.tree.find_all("link", limit=_NODES):
        if "canonical" in tag.get_attribute_list("rel"):
            yield "url", str(tag.get("href") or ""), "canonical"


def times(page: Page) -> Iterator[Said]:
    """<time datetime>, the first that is said to be the day of publication, else the first of an <article>."""
    marked = page.tree.find("time", attrs={"itemprop": "datePublished"}) or page.tree.find(
        "time", attrs={"pubdate": True}
    )
    article = page.tree.find("article")
    found = marked or (article.find("time", attrs={"datetime": True}) if isinstance(article, Tag) else None)
    if isinstance(found, Tag):
        yield "published", str(found.get("datetime") or ""), "time"


def saved_from(page: Page) -> Iterator[Said]:
    """<!-- saved from url=(0023)https://example.org/a -->"""
    yield "url", page.saved_from, "saved from url"


SOURCES: tuple[Source, ...] = (printed, variables, linked_data, state, meta_tags, canonical, times, saved_from)
