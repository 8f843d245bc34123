"""The reader of Word documents (.docx), through mammoth.

A document has no lines: the number of a paragraph in the document, empty ones counted, stands for its line.  Footnotes and
endnotes follow the last paragraph and become references; their marks in the text go.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

from bs4 import BeautifulSoup, Tag

from corpus_site.load.opened import Opened, Read
from corpus_site.load.package import Package, damaged, open_package, refused
from corpus_site.load.paragraphs import Paragraph, unwrap
from corpus_site.load.webpage import open_page
from corpus_site.load.webwalk import Piece, walk
from corpus_site.model import Problem

_HEADINGS = "\n".join(f"p[style-name='{name} {n}'] => h{n}:fresh" for n in range(1, 7) for name in ("标题", "標題"))
_STYLES = f"""
p[style-name='Title'] => h1.title:fresh
p[style-name='标题'] => h1.title:fresh
p[style-name='標題'] => h1.title:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='副标题'] => h2:fresh
p[style-name='副標題'] => h2:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='Block Text'] => blockquote:fresh
p[style-name='引用'] => blockquote:fresh
p[style-name='明显引用'] => blockquote:fresh
p[style-name^='toc '] => p.contents:fresh
{_HEADINGS}
"""
_BEGINS = re.compile(r'<(?:p|h[1-6]|blockquote|li)(?=[ >])(?! id="(?:foot|end)note-)')  # each paragraph of the document
_NOTE = re.compile(r"(?:foot|end)note-")
_MARK = re.compile(r"#?(?:foot|end)note-ref-")
_UNREAD = re.compile(r"An unrecognised element was ignored: (\S{1,60})")


def read_docx(data: bytes, path: str) -> Opened | Problem:
    """Read a Word document into paragraphs whose lines are numbers of paragraphs; pictures are left out.

    What is no such document, is locked with a password, or would unpack to more than 64 MB of text gives a problem.

    >>> read_docx(b"not a document", "a.docx").rule
    'bad_docx'
    """
    package = open_package(data, path)
    if isinstance(package, Problem):
        return package
    try:
        markup, unread = _converted(package)
    except Exception as error:  # a damaged part fails in many ways, none of them ours
        return damaged(path, error)
    markup = _BEGINS.sub(r"\n\g<0>", markup.replace("\n", " ")).replace("\n", "", 1)
    paragraphs = _paragraphs(markup)
    if not any(p.text for p in paragraphs):
        return refused(path, "文档里没有文字", "补上文章内容，或把文件移出语料文件夹")
    printed = any(p.kind == "heading" and p.level == 1 for p in paragraphs)
    meta = {key: value for key, value in package.properties.items() if not (key == "title" and printed)}
    return Opened(
        encoding="docx",
        read=Read(paragraphs=paragraphs, meta=meta),
        last_line=1 + markup.count("\n"),
        problems=tuple(_told(path, unread)),
    )


def _converted(package: Package) -> tuple[str, list[str]]:
    """The markup, and the names of elements that were not read."""
    import mammoth  # takes longer to load than most corpora need

    result = mammoth.convert_to_html(
        io.BytesIO(package.parts), style_map=_STYLES, ignore_empty_paragraphs=False, convert_image=lambda _: []
    )
    found = (_UNREAD.match(message.message) for message in result.messages)
    return str(result.value), sorted({name.group(1) for name in found if name})


def _paragraphs(markup: str) -> list[Paragraph]:
    page = open_page(markup)
    if page is None:
        return []
    notes, titles = _inside(_notes(page.tree)), _inside(page.tree.find_all("h1", class_="title"))
    found = walk(page.tree, page, left_out=lambda tag: "contents" in (tag.get("class") or ()))
    lower = 1 if any(id(piece.owner) in titles for piece in found) else 0
    return unwrap([_as_written(piece, notes, titles, lower) for piece in found])


def _notes(tree: BeautifulSoup) -> list[Tag]:
    """The footnotes, after their marks in the text and the way back from them are taken out."""
    for link in tree.find_all("a"):
        if _MARK.match(str(link.get("id") or "")) or _MARK.match(str(link.get("href") or "")):
            (link.parent if link.parent is not None and link.parent.name == "sup" else link).decompose()
    return [item for item in tree.find_all("li") if _NOTE.match(str(item.get("id") or ""))]


def _inside(elements: list[Tag]) -> frozenset[int]:
    """Identities of elements and of all in them."""
    return frozenset(id(tag) for element in elements for tag in (element, *element.find_all(True)))


def _as_written(piece: Piece, notes: frozenset[int], titles: frozenset[int], lower: int) -> Paragraph:
    """Where the document has a title of its own, its headings of the first level are sections below it."""
    paragraph = piece.paragraph
    if id(piece.owner) in notes:
        return replace(paragraph, kind="note", level=0)
    if paragraph.kind == "heading" and id(piece.owner) not in titles:
        return replace(paragraph, level=min(6, paragraph.level + lower))
    return paragraph


def _told(path: str, unread: list[str]) -> Iterator[Problem]:
    if unread:
        yield Problem(
            level="notice",
            path=path,
            rule="docx_unread",
            message=f"文档里有没读的成分：{'、'.join(unread[:5])}",
            hint="对照原文；缺了文字就在 Word 里改成普通文字，或把正文另存为文本",
        )
