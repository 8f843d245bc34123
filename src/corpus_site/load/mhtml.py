"""The reader of web archives (MHTML): a message whose root part is the page.

Lines count in the decoded page, as it was before it was wrapped into the message.
"""

from __future__ import annotations

import email
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from corpus_site.load.charset import decode_page
from corpus_site.load.html import read_page
from corpus_site.load.opened import Opened
from corpus_site.load.webmeta import plain
from corpus_site.load.webtree import absolute
from corpus_site.model import Problem


def read_mhtml(data: bytes, path: str) -> Opened | Problem:
    """Read the page of a web archive; its address and subject count where the page itself says nothing.

    >>> message = b"Content-Type: text/html; charset=gb2312\\n\\n<h1>\\xd2\\xbb\\xbc\\xfe</h1><p>\\xba\\xc3\\xa1\\xa3</p>"
    >>> [p.text for p in read_mhtml(message, "a.mht").read.paragraphs]
    ['一件', '好。']
    >>> read_mhtml(b"no message", "a.mht").rule
    'no_article'
    """
    try:
        message = email.message_from_bytes(data)
        part = _root(message)
        body = part.get_payload(decode=True) if part is not None else None
    except (RecursionError, ValueError, LookupError, AttributeError):
        part = body = None
    if part is None or not isinstance(body, bytes) or not body.strip():
        return Problem(
            level="error",
            path=path,
            line=1,
            rule="no_article",
            message="网页档案里没有 HTML 网页",
            hint="在浏览器里重新另存为“网页，单个文件”，或另存为 HTML",
        )
    decoded = decode_page(body, path, _charset(part))
    if isinstance(decoded, Problem):
        return decoded
    places = (message["Snapshot-Content-Location"], part["Content-Location"])
    address = next((a for place in places if (a := absolute("", str(place or "")))), "")
    otherwise = {"url": address, "title": _subject(message)}
    return read_page(decoded, path, {key: value for key, value in otherwise.items() if value})


def _root(message: Message) -> Message | None:
    """The part that `start` names, else the first that is HTML."""
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    named = (
        part for part in pages if isinstance(start, str) and str(part["Content-ID"] or "").strip() == start.strip()
    )
    return next(named, pages[0] if pages else None)


def _charset(part: Message) -> str | None:
    charset = part.get_param("charset")
    return charset if isinstance(charset, str) else None


def _subject(message: Message) -> str:
    try:
        return plain(str(make_header(decode_header(str(message["Subject"] or "")))))
    except (HeaderParseError, ValueError, LookupError):
        return ""
