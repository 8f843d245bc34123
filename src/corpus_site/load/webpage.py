"""What a saved page states about its article outside of the text: in its head, in JSON-LD, in WeChat's script."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bs4 import BeautifulSoup, Tag

from corpus_site.load.titles import clean_title

_CHINA = timedelta(hours=8)  # WeChat's seconds count in universal time, its readers' clocks do not
_JSON_LD = re.compile(
    r"<script\b[^>]{0,200}?application/ld\+json[^>]{0,200}>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL
)
_ARTICLE = re.compile(r"Article|BlogPosting|Report|Interview", re.IGNORECASE)
_STRING = r"""(?:htmlDecode\()?\s*["']([^"'\n]{1,300})["']"""
_WECHAT = {
    "title": re.compile(rf"\bvar\s+msg_title\s*=\s*{_STRING}"),
    "publisher": re.compile(rf"\bvar\s+(?:nickname|profile_nickname)\s*=\s*{_STRING}"),
    "url": re.compile(rf"\bvar\s+msg_link\s*=\s*{_STRING}"),
    "published": re.compile(
        r"\b(?:createTime|create_time|publish_time)\s*[=:]\s*[\"'](\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2})?)"
    ),
}
_SECONDS = re.compile(r"""\bvar\s+ct\s*=\s*["']?(\d{10})\b""")
_HEAD = {
    "title": ("og:title", "twitter:title"),
    "author": ("author", "article:author", "og:article:author", "byl", "parsely-author"),
    "published": (
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
    ),
    "publisher": ("og:site_name", "application-name"),
    "url": ("og:url",),
}


def metadata(page: str, soup: BeautifulSoup) -> dict[str, str]:
    """Title, author, date, publisher and address as the page states them; what is stated nowhere is left out.

    `page` is the whole source, `soup` the parsed page without its scripts.  Sources in this order: WeChat's own elements and
    script, JSON-LD, the head, the marked-up time.
    """
    out: dict[str, str] = {}
    for source in (_of_wechat(page, soup), _of_json_ld(page), _of_head(soup), _of_body(soup)):
        for key, value in source:
            text = " ".join(html.unescape(value).split())
            if text and not (key == "author" and re.match(r"https?://", text)):
                out.setdefault(key, text[:300])
    return out


def _of_wechat(page: str, soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    if soup.find(id="js_content") is None and soup.find(id="activity-name") is None:
        return
    for key, name in (("title", "activity-name"), ("publisher", "js_name"), ("author", "js_author_name")):
        found = soup.find(id=name)
        if isinstance(found, Tag):
            yield key, found.get_text()
    for key, pattern in _WECHAT.items():
        if match := pattern.search(page):
            yield key, match.group(1).replace("\\x26amp;", "&").replace("\\x26", "&")
    if match := _SECONDS.search(page):
        day = datetime.fromtimestamp(int(match.group(1)), UTC) + _CHINA
        yield "published", day.strftime("%Y-%m-%d %H:%M")


def _of_json_ld(page: str) -> Iterator[tuple[str, str]]:
    for block in _JSON_LD.findall(page)[:20]:
        try:
            data = json.loads(block)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            if not _ARTICLE.search(str(item.get("@type", ""))):
                continue
            yield "title", str(item.get("headline") or item.get("name") or "")
            yield "author", _names(item.get("author"))
            yield "published", _day(str(item.get("datePublished") or ""))
            yield "publisher", _names(item.get("publisher"))
            yield "url", _address(item)


def _items(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD block: alone, in a list, in a graph."""
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (one for one in graph if isinstance(one, dict)) if isinstance(graph, list) else ()


def _names(value: Any) -> str:
    """Names of persons or organisations, as text, object or list of these."""
    values = value if isinstance(value, list) else [value]
    found = [str(v.get("name") or "") if isinstance(v, dict) else v for v in values]
    return "、".join(name for name in found if isinstance(name, str) and name)


def _address(item: dict[str, Any]) -> str:
    page = item.get("mainEntityOfPage")
    found = page.get("@id") if isinstance(page, dict) else page
    return next((a for a in (item.get("url"), found) if isinstance(a, str) and a.startswith("http")), "")


def _of_head(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    said: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        said.setdefault(name, str(tag.get("content") or "").strip())
    for key, names in _HEAD.items():
        for name in names:
            if said.get(name):
                yield key, _day(said[name]) if key == "published" else said[name]
    link = soup.find("link", rel="canonical")
    if isinstance(link, Tag) and str(link.get("href") or "").startswith("http"):
        yield "url", str(link["href"])
    if soup.title and soup.title.string:
        yield "title", clean_title(str(soup.title.string), page=True)


def _of_body(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """The first time that is marked as one, in the article before elsewhere."""
    places = [tag for name in ("article", "main", "header", "body") if isinstance(tag := soup.find(name), Tag)]
    for place in places:
        found = place.find("time", datetime=True) or place.find(None, attrs={"itemprop": "datePublished"})
        if isinstance(found, Tag):
            yield "published", _day(str(found.get("datetime") or found.get("content") or found.get_text()))
            return


def _day(stated: str) -> str:
    """2024-05-01T10:20:33+08:00 as the day and the minute that stand there; anything without a full day says nothing.

    >>> _day("2024-05-01T10:20:33+08:00"), _day("2024-05-01"), _day("yesterday")
    ('2024-05-01 10:20', '2024-05-01', '')
    """
    found = re.match(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}:\d{2}))?", stated)
    if not found:
        return ""
    day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return f"{day} {found[4].zfill(5)}" if found[4] else day
