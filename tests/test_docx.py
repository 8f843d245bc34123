"""Word documents: built here by hand, as Word and its like write them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_site.authority import Known
from corpus_site.load import load_file
from corpus_site.load.docx import read_docx
from corpus_site.load.opened import Opened
from corpus_site.model import Problem

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
</Types>"""
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
 Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
OWN_RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
 Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"""
STYLES = f"""<?xml version="1.0"?><w:styles {W}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="标题"/></w:style></w:styles>"""


def core(title: str, author: str) -> str:
    return (
        '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dcterms:created>2020-01-01T00:00:00Z</dcterms:created>"
        "</cp:coreProperties>"
    )


def paragraph(text: str, style: str = "", *, bold: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    strong = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{bold}</w:t></w:r>" if bold else ""
    return f'<w:p>{properties}{strong}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(*paragraphs: str, properties: str = "", more: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("word/_rels/document.xml.rels", OWN_RELS)
        archive.writestr("word/styles.xml", STYLES)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document {W}><w:body>{"".join(paragraphs)}</w:body></w:document>',
        )
        if properties:
            archive.writestr("docProps/core.xml", properties)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


TALK = docx(
    paragraph("一场关于星辰的对话", "T"),
    paragraph("第一节", "1"),
    paragraph("为什么是现在？", bold="主持人："),
    paragraph("因为准备好了。", bold="李大同："),
    paragraph("下一步呢？", bold="主持人："),
    paragraph("继续做。", bold="李大同："),
    properties=core("对话稿", "王小明"),
)


def test_a_document_is_read_like_any_text(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(TALK)
    found = load_file(file, tmp_path, Known()).articles[0]
    assert (found.title, found.authors, found.published) == ("对话稿", ("王小明",), None), (
        "the day of its making is no date"
    )
    assert [(q.speaker and q.speaker.name, q.text, q.lines) for q in found.quotes] == [
        ("主持人", "为什么是现在？", (3, 3)),
        ("李大同", "因为准备好了。", (4, 4)),
        ("主持人", "下一步呢？", (5, 5)),
        ("李大同", "继续做。", (6, 6)),
    ]
    assert [s.title for s in found.sections] == ["第一节"]


def test_programs_are_no_authors(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(docx(paragraph("一段普通的文字。"), properties=core("", "python-docx")))
    assert load_file(file, tmp_path, Known()).articles[0].authors == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "加了密码"),
        (TALK[:200], "不是完好"),
        (b"PK\x03\x04", "不是完好"),
        (docx(), "没有文字"),
        (docx(paragraph("字"), more={"word/x.xml": b'<!DOCTYPE a [<!ENTITY b "b">]><a/>'}), "DOCTYPE"),
        (docx(paragraph("字"), more={"word/media/x.bin": b"\0" * (65 * 1024 * 1024)}), "太大"),
    ],
    ids=["encrypted", "cut", "no archive", "empty", "declarations", "bomb"],
)
def test_what_is_no_good_document_is_refused_with_a_reason(data: bytes, said: str) -> None:
    found = read_docx(data, "a.docx")
    assert isinstance(found, Problem)
    assert said in found.message and found.hint and found.level == "error"


@given(st.binary(max_size=200), st.integers(0, len(TALK) - 1))
def test_any_bytes_are_read_or_refused(data: bytes, at: int) -> None:
    for damaged in (data, TALK[:at] + data + TALK[at + len(data) :]):
        assert isinstance(read_docx(damaged, "a.docx"), Opened | Problem)
