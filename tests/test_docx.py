"""Word documents: built here by hand, as Word and its like write them."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_site.authority import Known
from corpus_site.load import load_file
from corpus_site.load.docx import read_docx
from corpus_site.load.opened import Opened
from corpus_site.load.paragraphs import Paragraph
from corpus_site.model import Article, Problem

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"""{HEAD}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
RELS = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
OWN_RELS = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="r2" Type="{OFFICE}/hyperlink" Target="https://example.org/a" TargetMode="External"/>
<Relationship Id="r3" Type="{OFFICE}/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>
</Relationships>"""
NAMES = ("heading 1", "heading 2", "标题 1", "标题 3", "标题", "Title", "Quote", "引用", "toc 1", "footnote text")
STYLES = f"{HEAD}<w:styles {W}>" + "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>' for name in NAMES
)
NUMBERING = f"""{HEAD}<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
</w:numbering>"""
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def core(title: str, author: str) -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
        "<dcterms:created>2020-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"
    )


def run(text: str, inside: str = "") -> str:
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", level: int | None = None, bold: str = "") -> str:
    numbered = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    properties = f'<w:pStyle w:val="{style}"/>' * bool(style) + numbered
    strong = run(bold, "<w:rPr><w:b/></w:rPr>") if bold else ""
    words = "".join(r if r.startswith("<") else run(r) for r in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' * bool(properties)}{strong}{words}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def link(text: str, relation: str) -> str:
    return f'<w:hyperlink {R} r:id="{relation}">{run(text)}</w:hyperlink>'


def docx(*paragraphs: str, properties: str = "", more: dict[str, bytes | str] | None = None) -> bytes:
    body = f"{HEAD}<w:document {W}><w:body>{''.join(paragraphs)}</w:body></w:document>"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/_rels/document.xml.rels": OWN_RELS,
        "word/styles.xml": f"{STYLES}</w:styles>",
        "word/numbering.xml": NUMBERING,
        "word/document.xml": body,
    }
    parts |= {"docProps/core.xml": properties} if properties else {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | (more or {})).items():
            archive.writestr(name, data)
    return out.getvalue()


def read(*paragraphs: str, more: dict[str, bytes | str] | None = None) -> list[Paragraph]:
    found = read_docx(docx(*paragraphs, more=more), "a.docx")
    assert isinstance(found, Opened), found
    assert found.read
    return found.read.paragraphs


def article_of(folder: Path, data: bytes) -> Article:
    (folder / "a.docx").write_bytes(data)
    loaded = load_file(folder / "a.docx", folder, Known())
    assert len(loaded.articles) == 1, loaded.problems
    assert loaded.encoding == "docx"
    return loaded.articles[0]


TURNS = (
    paragraph("为什么是现在？", bold="主持人："),
    paragraph("因为准备好了。", bold="李大同："),
    paragraph("下一步呢？", bold="主持人："),
    paragraph("继续做。", bold="李大同："),
)
TALK = docx(
    paragraph("一场关于星辰的对话", style="标题"),
    paragraph(),
    paragraph("准备", style="heading 1"),
    *TURNS[:2],
    paragraph("做下去的人们", style="heading 1"),
    *TURNS[2:],
    properties=core("对话稿", "王小明"),
)


def test_a_document_is_read_like_any_text(tmp_path: Path) -> None:
    found = article_of(tmp_path, TALK)
    assert (found.title, found.authors) == ("一场关于星辰的对话", ("王小明",))
    assert found.published is None, "the day of its making is no date"
    assert [(q.speaker and q.speaker.name, q.text, q.lines) for q in found.quotes] == [
        ("主持人", "为什么是现在？", (4, 4)),
        ("李大同", "因为准备好了。", (5, 5)),
        ("主持人", "下一步呢？", (7, 7)),
        ("李大同", "继续做。", (8, 8)),
    ]
    assert [(s.title, s.line) for s in found.sections] == [("准备", 3), ("做下去的人们", 6)]
    assert found.lines == (1, 8)


@pytest.mark.parametrize(
    ("title", "author", "stated"),
    [
        ("河边的小图书馆", "林一", ("河边的小图书馆", ("林一",))),
        ("Microsoft Word - 河边的小图书馆.doc", "林一; 陈河", ("河边的小图书馆", ("林一", "陈河"))),
        ("&#x201C;书&#x201D;\u200b不怕旧 &amp; 人", "Lin Yi", ("“书”不怕旧 & 人", ("Lin Yi",))),
        ("文档1", "python-docx", ("", ())),
        ("Untitled", "Administrator", ("", ())),
        ("", "微软用户;User", ("", ())),
        ("字" * 301, "", ("", ())),
    ],
)
def test_title_and_author_are_properties_where_people_set_them(
    tmp_path: Path, title: str, author: str, stated: tuple[str, tuple[str, ...]]
) -> None:
    long = paragraph("这是一段普通的文字，没有标题，也没有署名。" * 4)
    found = article_of(tmp_path, docx(long, long, properties=core(title, author)))
    assert (found.title, found.authors) == stated


def test_speech_in_front_is_no_title_where_one_is_stated(tmp_path: Path) -> None:
    found = article_of(
        tmp_path, docx(paragraph("大家好欢迎来"), paragraph("今天谈书。"), properties=core("对话稿", ""))
    )
    assert (found.title, found.body) == ("对话稿", "大家好欢迎来\n\n今天谈书。")


@pytest.mark.parametrize(
    ("style", "kind", "level", "quoted"),
    [
        ("heading 1", "heading", 1, 0),
        ("heading 2", "heading", 2, 0),
        ("标题 1", "heading", 1, 0),
        ("标题 3", "heading", 3, 0),
        ("标题", "heading", 1, 0),
        ("Title", "heading", 1, 0),
        ("Quote", "text", 0, 1),
        ("引用", "text", 0, 1),
        ("", "text", 0, 0),
        ("unknown", "text", 0, 0),
    ],
)
def test_styles(style: str, kind: str, level: int, quoted: int) -> None:
    (found,) = read(paragraph("字", style=style))
    assert (found.kind, found.level, found.quoted) == (kind, level, quoted)


def test_sections_stand_below_a_title_of_their_own() -> None:
    found = read(paragraph("题", style="Title"), paragraph("节", style="heading 1"), paragraph("小节", style="标题 3"))
    assert [(p.text, p.level) for p in found] == [("题", 1), ("节", 2), ("小节", 4)]


def test_emphasis_and_links() -> None:
    (found,) = read(paragraph("说：见", link("这里", "r2"), "与", link("那里", "r3"), bold="林一"))
    assert (found.text, found.bold, found.links) == (
        "林一说：见这里与那里",
        ((0, 2),),
        ((5, 7, "https://example.org/a"),),
    )


def test_lists_keep_their_ordinals_and_levels() -> None:
    found = read(paragraph("一", level=0), paragraph("里", level=1), paragraph("二", level=0))
    assert [(p.kind, p.text, p.level, p.lines) for p in found] == [
        ("item", "1. 一", 1, (1, 1)),
        ("item", "里", 2, (2, 2)),
        ("item", "2. 二", 1, (3, 3)),
    ]


def test_tables_row_by_row() -> None:
    found = read(paragraph("前"), table(("年", "书"), ("2019", "三本")), paragraph("后"))
    assert [(p.text, p.lines) for p in found] == [
        ("前", (1, 1)),
        ("年 | 书", (2, 3)),
        ("2019 | 三本", (4, 5)),
        ("后", (6, 6)),
    ]


def test_lines_count_empty_paragraphs_and_no_line_ends_inside() -> None:
    found = read(paragraph(), paragraph("甲\n乙", "<w:r><w:br/></w:r>", "丙"), paragraph(), paragraph("丁"))
    assert [(p.text, p.lines) for p in found] == [("甲 乙", (2, 2)), ("丙", (2, 2)), ("丁", (4, 4))]


def test_footnotes_are_references_and_leave_no_mark(tmp_path: Path) -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'{HEAD}<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("见《书》，", link("此处", "r9"), "。", style="footnote text")}</w:footnote></w:footnotes>'
    )
    rels = OWN_RELS.replace('"r2"', '"r9"')
    data = docx(
        *TURNS[:3],
        paragraph("继续做", mark, "，直到做完。", bold="李大同："),
        paragraph("正文完"),
        more={"word/footnotes.xml": notes, "word/_rels/footnotes.xml.rels": rels},
    )
    found = article_of(tmp_path, data)
    assert found.quotes[-1].text == "继续做，直到做完。"
    assert [(r.text, r.url) for r in found.references] == [("见《书》，此处。", "https://example.org/a")]
    assert "见《书》" not in found.body


def test_contents_and_what_was_deleted_are_not_read() -> None:
    deleted = f"<w:del><w:r><w:delText>{'旧'}</w:delText></w:r></w:del>"
    found = read(paragraph("一 …… 3", style="toc 1"), paragraph("新", deleted))
    assert [(p.text, p.lines) for p in found] == [("新", (2, 2))]


def test_what_the_converter_does_not_know_is_told() -> None:
    ruby = f"<w:r><w:ruby><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>"
    found = read_docx(docx(paragraph("字", ruby)), "a.docx")
    assert isinstance(found, Opened)
    assert [(p.rule, p.level, "w:ruby" in p.message) for p in found.problems] == [("docx_unread", "notice", True)]


def test_pictures_stay_packed_however_large() -> None:
    assert read(paragraph("字"), more={"word/media/x.png": b"\0" * (65 * 1024 * 1024)})[0].text == "字"


def bomb(claimed: int) -> bytes:
    """A document with a part that unpacks to 80 MB and claims another size."""
    data = bytearray(docx(paragraph("字"), more={"word/x.xml": b"\0" * (80 * 1024 * 1024)}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rindex(mark) + at
        data[place : place + 4] = struct.pack("<I", claimed)
    return bytes(data)


def flagged(data: bytes, at: int, value: int) -> bytes:
    """The last part of the list of parts with two bytes of its entry changed."""
    changed = bytearray(data)
    place = changed.rindex(b"PK\x01\x02") + at
    changed[place : place + 2] = struct.pack("<H", value)
    return bytes(changed)


ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
BAD = {
    "locked": (LOCKED, "加了密码"),
    "cut": (TALK[:200], "不是完好"),
    "cut late": (TALK[:-30], "不是完好"),
    "no archive": (b"PK\x03\x04", "不是完好"),
    "nothing": (b"", "不是完好"),
    "another archive": (docx(more={"word/document.xml": b"{}"}), "不是完好"),
    "empty": (docx(paragraph(), paragraph(" ")), "没有文字"),
    "entities": (docx(paragraph("字"), more={"word/x.xml": f"{ENTITIES}<a>&c;&x;</a>"}), "DOCTYPE"),
    "entities behind a long comment": (
        docx(more={"word/document.xml": f"{HEAD}<!--{'x' * 9000}-->{ENTITIES}<w:document {W}>&x;</w:document>"}),
        "DOCTYPE",
    ),
    "entities in UTF-16": (docx(paragraph("字"), more={"word/x.xml": f"{ENTITIES}<a/>".encode("utf-16")}), "DOCTYPE"),
    "bomb": (docx(paragraph("字"), more={"word/x.xml": b"\0" * (65 * 1024 * 1024)}), "太大"),
    "bomb that lies": (bomb(1000), "不是完好"),
    "elements without end": (docx("<w:p/>" * 1_000_001), "太大"),
    "parts without end": (docx(more={f"x{n}": b"" for n in range(5_001)}), "超过"),
    "deep": (docx("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000), "不是完好"),
    "locked part": (flagged(TALK, 8, 1), "加了密码"),
    "another compression": (flagged(TALK, 10, 12), "压缩方式"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_good_document_is_refused_with_a_reason(name: str) -> None:
    data, said = BAD[name]
    found = read_docx(data, "a.docx")
    assert isinstance(found, Problem)
    assert said in found.message, found
    assert (found.level, found.path, bool(found.hint)) == ("error", "a.docx", True)


@given(st.binary(max_size=200), st.integers(0, len(TALK) - 1))
def test_any_bytes_are_read_or_refused(data: bytes, at: int) -> None:
    for damaged in (data, TALK[:at] + data + TALK[at + len(data) :]):
        assert isinstance(read_docx(damaged, "a.docx"), Opened | Problem)


@given(
    st.lists(
        st.sampled_from(["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>字</w:t>", "<w:tbl>", "</w:tbl>", "<", "&x;"])
    )
)
def test_any_markup_is_read_or_refused(parts: list[str]) -> None:
    assert isinstance(read_docx(docx("".join(parts)), "a.docx"), Opened | Problem)
