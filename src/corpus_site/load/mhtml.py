"""The reader of pages that a browser saved whole (MHTML): the page among its parts, read as any other."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from corpus_site.load.decode import decode
from corpus_site.load.html import opened_page
from corpus_site.load.opened import Opened
from corpus_site.model import Problem

_MANY = 2_000  # parts beyond which a file is no saved page


def read_mhtml(data: bytes, path: str) -> Opened | Problem:
    """Read a saved page with its parts.  Lines are those of the decoded page, not of the file around it."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    part = _page(message)
    if part is None:
        return Problem(
            level="error",
            path=path,
            line=1,
            rule="no_page",
            message="MHTML 文件里没有网页部分（text/html）",
            hint="在浏览器里重新保存整页，或把正文另存为文本",
        )
    payload = part.get_payload(decode=True)
    decoded = decode(payload if isinstance(payload, bytes) else b"", path, declared=part.get_content_charset())
    if isinstance(decoded, Problem):
        return decoded
    where = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "").strip()
    title = " ".join(str(message.get("Subject") or "").split())
    return opened_page(decoded, path, url=where if re.match(r"https?://", where) else "", title=title)


def _page(message: EmailMessage) -> EmailMessage | None:
    """The part named by `start`, else the first page."""
    start = str(message.get_param("start") or "")
    first = None
    for number, part in enumerate(message.walk()):
        if number >= _MANY or not isinstance(part, EmailMessage):
            break
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        if start and str(part.get("Content-ID") or "").strip() == start:
            return part
        first = first or part
    return first
