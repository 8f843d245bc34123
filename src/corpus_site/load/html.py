"""The reader of saved web pages: their main text as paragraphs, and what they state about themselves.

Lines count in the decoded file.  `mend` works on the text of the paragraphs and not on the markup, where addresses and
class names would look like damage.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bs4 import Tag

from corpus_site.fold import fold
from corpus_site.load.charset import decode_page
from corpus_site.load.decode import Decoded
from corpus_site.load.maintext import Main, element, find_main
from corpus_site.load.opened import Opened, Read
from corpus_site.load.paragraphs import Paragraph, unwrap, without
from corpus_site.load.repair import find_edits, record
from corpus_site.load.titles import clean_title
from corpus_site.load.webmeta import plain, read_lines, read_meta
from corpus_site.load.webpage import Page, open_page
from corpus_site.model import Problem, Repair
from corpus_site.wordlists import alternatives, wordlist

_HEAD = 12  # paragraphs in which the article may print its title
_LITTLE = 200  # characters up to which a text can be the wall in front of an article
_OF_TITLE = {"h1": 0.5, "h2": 0.75}  # share of the stated title, site and all, that its heading is made of
_SPACE = re.compile(r"\s+")


def read_html(data: bytes, path: str) -> Opened | Problem:
    """Read a saved page; a page without an article is a problem.

    >>> opened = read_html("<title>一件小事 - 某站</title><body><h1>一件小事</h1><p>甲说：“好。”".encode(), "a.html")
    >>> [(p.kind, p.text) for p in opened.read.paragraphs]
    [('heading', '一件小事'), ('text', '甲说：“好。”')]
    >>> read_html(b"<html><body></body></html>", "a.html").rule
    'no_article'
    """
    decoded = decode_page(data, path)
    return decoded if isinstance(decoded, Problem) else read_page(decoded, path)


def read_page(decoded: Decoded, path: str, otherwise: dict[str, str] | None = None) -> Opened | Problem:
    """Read decoded markup; `otherwise` are fields to take where the page itself states none."""
    page = open_page(decoded.text)
    if page is None:
        return _no_article(path, 1, "网页的标记无法解析")
    meta = read_meta(page)
    meta |= {key: value for key, value in (otherwise or {}).items() if key != "title" and key not in meta}
    main = find_main(page, meta.get("url", ""))
    meta = read_lines(main.before, main.behind) | meta
    paragraphs = unwrap(main.paragraphs)
    line = page.line(main.root)
    text = "".join(p.text for p in paragraphs if p.kind != "image")
    wall = re.search(alternatives("webpage", "wall"), text) if len(text) <= _LITTLE else None
    if wall:
        return _no_article(path, line, f"网页里没有文章，只有“{wall.group()}”")
    paragraphs, printed = _titled(page, main, paragraphs, meta.pop("title", ""), meta.get("publisher", ""))
    if not printed and (title := _page_title(page) or (otherwise or {}).get("title")):
        meta["title"] = title
    if not text and not printed:
        return _no_article(path, line, "网页里没有读到文章")
    paragraphs, repairs = _mended(paragraphs)
    return Opened(
        encoding=decoded.encoding,
        read=Read(paragraphs=paragraphs, meta=meta),
        last_line=len(page.markup.splitlines()),
        repairs=repairs,
        problems=decoded.problems,
    )


def _no_article(path: str, line: int, message: str) -> Problem:
    return Problem(
        level="error",
        path=path,
        line=line,
        rule="no_article",
        message=message,
        hint="在浏览器里打开原文，等正文出现后另存网页；或把文件移出语料文件夹",
    )


def _titled(
    page: Page, main: Main, paragraphs: list[Paragraph], stated: str, house: str
) -> tuple[list[Paragraph], bool]:
    """The title as the one heading of the first level, before all else; False where no title was found.

    It is the heading that the page prints above or in the article; one that is stated only stands where it is stated.
    """
    printed = _printed_title(page, stated or _page_title(page))
    title = _text(printed) if printed else _without_site(stated, house)
    lower = [replace(p, level=max(2, p.level)) if p.kind == "heading" else p for p in paragraphs]
    if not title:
        return lower, False
    for index, p in enumerate(lower[:_HEAD]):
        may = p.kind == "heading" or (index < 3 and p.kind == "text")
        if may and fold(_bare(p.text)) == fold(_bare(title)):
            lower[index] = replace(p, kind="heading", level=1)
            return lower, True
    lines = (page.line_inside(printed), _last_line(page, printed)) if printed else (_line_of(page, title),) * 2
    heading = Paragraph(kind="heading", text=title, starts=((0, lines[0]),), last_line=lines[1], level=1)
    return [heading, *lower], True


def _without_site(title: str, house: str) -> str:
    """A stated title without the name of the site: behind a bar it must be the house, else it says what the article is.

    >>> _without_site("今天发生的一件小事_某某新闻", ""), _without_site("今天发生的一件小事｜某某报", "某某报")
    ('今天发生的一件小事', '今天发生的一件小事')
    >>> _without_site("今天发生的一件小事｜全文", "某某报")
    '今天发生的一件小事｜全文'
    """
    cut = clean_title(title, page=True)
    tail = title[len(cut) :].strip()
    return cut if tail[:1] not in ("|", "｜") or (house and tail[1:].strip() in house) else clean_title(title)


def _printed_title(page: Page, stated: str) -> Tag | None:
    """The element that a platform's format names, else the heading that the stated title is made of.

    A heading that is only a small part of the title is the name of the site.
    """
    for selector in wordlist("webpage")["printed"]["title"]:
        found = element(page, selector)
        if found is not None and _text(found):
            return found
    headings = [(tag, _bare(_text(tag))) for tag in page.tree.find_all(["h1", "h2"], limit=50)]
    if not stated:
        first = [tag for tag, text in headings if tag.name == "h1" and text]
        return first[0] if len(first) == 1 else None
    whole = _bare(stated)
    fitting = [(len(text), tag) for tag, text in headings if text and (text in whole or whole in text)]
    length, best = max(fitting, key=lambda f: f[0], default=(0, None))
    share = _OF_TITLE[best.name] if best else 1
    return best if length >= share * len(whole) else None


def _page_title(page: Page) -> str:
    return plain(page.tree.title.get_text()) if page.tree.title else ""


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _last_line(page: Page, tag: Tag) -> int:
    return page.line_inside(tag) + tag.get_text().rstrip().count("\n")


def _line_of(page: Page, title: str) -> int:
    """The line on which a title is stated, in a tag or a script."""
    at = page.markup.find(title)
    if at >= 0:
        return page.markup.count("\n", 0, at) + 1
    holds = ((s.line + s.text.count("\n", 0, s.text.find(title))) for s in page.scripts if title in s.text)
    return next(holds, 1)


def _mended(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], tuple[Repair, ...]]:
    """Glosses and shifted bytes mended in the text as a whole, which is what tells them; each on its line of the page."""
    text = "\n".join(p.text for p in paragraphs)
    edits = [edit for edit in find_edits(text) if "\n" not in text[edit.begin : edit.end]]
    out: list[Paragraph] = []
    begin = taken = 0
    for p in paragraphs:
        end = begin + len(p.text)
        mine = []
        while taken < len(edits) and edits[taken].begin <= end:
            mine.append(edits[taken])
            taken += 1
        spans = [(edit.begin - begin, edit.end - begin) for edit in mine]
        out.append(without(p, spans, [edit.now for edit in mine]) if mine else p)
        begin = end + 1
    repairs = [replace(r, line=paragraphs[r.line - 1].lines[0]) for r in record(text, edits)]
    return out, tuple(repairs)
