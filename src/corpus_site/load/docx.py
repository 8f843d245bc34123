"""The reader of Word documents (.docx), through mammoth.

A document has no lines: a paragraph's number in the document stands for its line.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from functools import cache

from corpus_site.load.opened import Opened, Read
from corpus_site.load.paragraphs import unwrap
from corpus_site.load.webpage import open_page
from corpus_site.load.webwalk import walk
from corpus_site.model import Problem
from corpus_site.wordlists import wordlist

_LARGEST = 64 * 1024 * 1024  # bytes that a document may unpack to
_MANY = 5_000  # parts that it may have
_OLE = b"\xd0\xcf\x11\xe0"  # the container of encrypted documents and of Word before 2007
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='副标题'] => h2:fresh
p[style-name='标题 1'] => h1:fresh
p[style-name='标题 2'] => h2:fresh
p[style-name='标题 3'] => h3:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='引用'] => blockquote:fresh
p[style-name='明显引用'] => blockquote:fresh
"""


def read_docx(data: bytes, path: str) -> Opened | Problem:
    """Read a Word document; what is no such document, or would unpack to more than 64 MB, gives a problem."""
    if data.startswith(_OLE):
        return _refused(path, "文件加了密码，或是旧版 Word 文档（.doc）", "在 Word 里去掉密码，另存为 .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refused = _too_much(archive)
            if refused:
                return _refused(path, refused, "把正文另存为文本或 Markdown")
            core = (
                archive.read("docProps/core.xml").decode("utf-8", "replace")
                if "docProps/core.xml" in archive.namelist()
                else ""
            )
        markup = _converted(data)
    except Exception as error:  # a damaged archive or part fails in many ways, none of them ours
        return _refused(
            path, f"不是完好的 Word 文档：{type(error).__name__}", "用 Word 打开并重新保存，或把正文另存为文本"
        )
    page = open_page(re.sub(r"(</(?:p|h[1-6]|li|tr|blockquote)>)(?=<)", r"\1\n", markup))
    paragraphs = unwrap([piece.paragraph for piece in walk(page.tree, page)]) if page else []
    if not paragraphs:
        return _refused(path, "文档里没有文字", "补上文章内容，或把文件移出语料文件夹")
    return Opened(
        encoding="docx",
        read=Read(paragraphs=paragraphs, meta=_properties(core)),
        last_line=max(p.last_line for p in paragraphs),
    )


def _converted(data: bytes) -> str:
    import mammoth  # takes longer to load than most corpora need

    pictures = mammoth.images.img_element(lambda image: {"src": ""})
    return str(mammoth.convert_to_html(io.BytesIO(data), style_map=_STYLES, convert_image=pictures).value)


def _too_much(archive: zipfile.ZipFile) -> str | None:
    """Why an archive must not be unpacked: too large, or with declarations that no word processor writes."""
    entries = archive.infolist()
    if len(entries) > _MANY or sum(e.file_size for e in entries) > _LARGEST:
        return "文档解压后太大"
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(entry).read(4_096):
            return "文档里含有 Word 不会写的声明（DOCTYPE）"
    return None


@cache
def _nobody() -> frozenset[str]:
    return frozenset(name.lower() for name in wordlist("fields")["no_author"])


def _properties(core: str) -> dict[str, str]:
    """Title and author of the document's properties; the day of its making is not that of its publication."""
    out = {}
    for key, tag in (("title", "title"), ("author", "creator")):
        found = re.search(rf"<dc:{tag}>([^<]{{1,300}})</dc:{tag}>", core)
        value = " ".join(html.unescape(found.group(1)).split()) if found else ""
        if value and value.lower() not in _nobody():
            out[key] = value
    return out


def _refused(path: str, why: str, hint: str) -> Problem:
    return Problem(level="error", path=path, line=1, rule="bad_docx", message=why, hint=hint)
