"""Saved pages: which part is the article, what the page states about it, and what nobody sees."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_site.authority import Known
from corpus_site.load import load_file
from corpus_site.load.html import read_html
from corpus_site.load.mhtml import read_mhtml
from corpus_site.load.opened import Opened
from corpus_site.model import Article, Problem

SENTENCES = "".join(f"<p>这是正文的第{n}段，讲的是一件平常的事，写得不长也不短，总要有一些。</p>\n" for n in range(6))
NEWS = f"""<!doctype html>
<html><head><meta charset="utf-8"><title>一篇关于模型的新闻_晨星网</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle",
"headline": "一篇关于模型的新闻", "author": [{{"@type": "Person", "name": "王小明"}}, {{"name": "李大同"}}],
"datePublished": "2024-03-05T08:30:00+08:00", "publisher": {{"@type": "Organization", "name": "晨星网"}},
"mainEntityOfPage": {{"@id": "https://example.com/news/1"}}}}]}}</script></head>
<body><nav><ul>{"".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(20))}</ul></nav>
<div class="wrap"><h1>一篇关于模型的新闻</h1><div class="content">
{SENTENCES}<p>王小明<span>说</span>：<b>“我们不会停下来，明天也一样。”</b></p>
<ol><li>第一点，写得要长一些才行</li><li>第二点，也要写得长一些才行</li></ol>
<blockquote><p>一段引用的话，也有一点长度才好。</p></blockquote>
<figure><img data-src="https://example.com/a.png" src="data:image/gif;base64,AAAA"><figcaption>图片的说明</figcaption></figure>
</div><div class="related"><h3>相关阅读</h3><ul>{"".join(f'<li><a href="/r{n}">另一篇新闻{n}</a></li>' for n in range(8))}</ul></div>
<div class="comments"><p>网友甲：写得好！</p></div></div><footer>版权所有 晨星网</footer></body></html>"""
WECHAT = """<html><head><meta property="og:title" content="一场关于星辰的对话"><meta name="author" content="王小明">
<meta property="og:url" content="https://mp.weixin.qq.com/s/abc"></head><body>
<script>var nickname = htmlDecode("晨星札记"); var ct = "1700000000"; var other = "</p>";</script>
<h1 id="activity-name">
   一场关于星辰的对话
</h1><a id="js_name"> 晨星札记 </a>
<div id="js_content" style="visibility: hidden;"><section><p><span>主持人：</span><strong>为什么是
现在？</strong></p><p>李大同：因为准备好了。<br>再说一句。</p><p style="display:none">看不见的字</p>
<p>主持人：下一步呢？</p><p>李大同：继续做。</p></section></div>
<div class="recommend"><p>点击关注我们</p></div></body></html>"""


def opened(page: str | bytes, name: str = "a.html") -> Opened:
    found = read_html(page.encode() if isinstance(page, str) else page, name)
    assert isinstance(found, Opened)
    return found


def article(tmp_path: Path, page: str | bytes, name: str = "a.html") -> Article:
    file = tmp_path / name
    file.write_bytes(page.encode() if isinstance(page, str) else page)
    return load_file(file, tmp_path, Known()).articles[0]


def texts(page: str | bytes) -> list[str]:
    read = opened(page).read
    assert read
    return [p.text for p in read.paragraphs]


def test_a_news_page_gives_its_article_and_nothing_around_it(tmp_path: Path) -> None:
    found = article(tmp_path, NEWS)
    assert (found.title, found.authors, found.publisher) == ("一篇关于模型的新闻", ("王小明", "李大同"), "晨星网")
    assert found.published and (found.published.edtf, found.published.basis) == ("2024-03-05T08:30", "stated")
    assert found.url == "https://example.com/news/1"
    assert "栏目" not in found.body and "另一篇新闻" not in found.body and "网友甲" not in found.body
    assert "版权所有" not in found.body and "图片的说明" not in found.body
    assert [(q.speaker and q.speaker.name, q.text) for q in found.quotes] == [
        ("王小明", "我们不会停下来，明天也一样。")
    ]


def test_paragraphs_keep_their_form() -> None:
    read = opened(NEWS).read
    assert read
    forms = [(p.kind, p.level, p.quoted, p.text, p.url) for p in read.paragraphs]
    assert forms[0] == ("heading", 1, 0, "一篇关于模型的新闻", None)
    assert forms[-5:] == [
        ("item", 0, 0, "1. 第一点，写得要长一些才行", None),
        ("item", 0, 0, "2. 第二点，也要写得长一些才行", None),
        ("text", 0, 1, "一段引用的话，也有一点长度才好。", None),
        ("image", 0, 0, "", "https://example.com/a.png"),
        ("image", 0, 0, "图片的说明", None),
    ]
    bold = next(p for p in read.paragraphs if p.text.startswith("王小明"))
    assert [bold.text[s:e] for s, e in bold.bold] == ["“我们不会停下来，明天也一样。”"]


def test_lines_are_those_of_the_file() -> None:
    read = opened(NEWS).read
    assert read
    rows = NEWS.split("\n")
    for p in read.paragraphs:
        if p.kind == "text":
            assert p.text[:3] in rows[p.lines[0] - 1]


def test_a_wechat_page_is_read_by_its_own_marks(tmp_path: Path) -> None:
    found = article(tmp_path, WECHAT)
    assert (found.title, found.publisher, found.authors) == ("一场关于星辰的对话", "晨星札记", ("王小明",))
    assert found.published and found.published.edtf == "2023-11-15T06:13", "seconds are told in the time of China"
    assert found.url == "https://mp.weixin.qq.com/s/abc"
    assert [(q.speaker and q.speaker.name, q.text) for q in found.quotes] == [
        ("主持人", "为什么是现在？"),
        ("李大同", "因为准备好了。\n\n再说一句。"),
        ("主持人", "下一步呢？"),
        ("李大同", "继续做。"),
    ]
    assert "看不见" not in found.body and "关注" not in found.body


def test_a_page_without_a_body_keeps_what_it_states(tmp_path: Path) -> None:
    found = article(tmp_path, '<h1 id="activity-name">只有标题的页面</h1><div id="js_content"></div>')
    assert (found.title, found.body) == ("只有标题的页面", "")
    assert "no_text" in [p.rule for p in found.problems]


@pytest.mark.parametrize(
    ("declared", "codec", "recorded"),
    [("gb2312", "gb18030", "gb18030"), ("big5", "big5", "big5hkscs"), ("utf-8", "utf-8", "utf-8")],
)
def test_the_declared_encoding_is_read_and_recorded(declared: str, codec: str, recorded: str) -> None:
    text = "這是一段文字，說的是一件平常的事。" if codec == "big5" else "这是一段文字，说的是一件平常的事。"
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><p>{text}</p>'
    found = opened(page.encode(codec))
    assert found.encoding == recorded
    assert texts(page.encode(codec)) == [text]


def test_big5_is_read_only_where_it_is_declared() -> None:
    data = "<p>這是一段文字，說的是一件平常的事。</p>".encode("big5")
    found = read_html(data, "a.html")
    assert isinstance(found, Opened)
    assert found.encoding != "big5hkscs"


def test_a_page_without_structure_is_read_by_its_line_ends() -> None:
    page = "<html><body>没有结构的文字，只有换行。<br><br>王小明说：“好的，我们开始。”<br>第三段</body></html>"
    assert texts(page) == ["没有结构的文字，只有换行。", "王小明说：“好的，我们开始。”", "第三段"]


def test_what_nobody_sees_is_not_read() -> None:
    page = (
        "<p>看得见的文字在这里。</p><p hidden>一</p><p style='display: none'>二</p><script>三</script><style>四</style>"
        "<noscript>五</noscript><template>六</template><!-- 七 --><svg><text>八</text></svg><select><option>九</option></select>"
        "<iframe>十</iframe><title>题</title>"
    )
    assert texts(page) == ["看得见的文字在这里。"]


def test_readings_beside_characters_are_left_out() -> None:
    assert texts("<p><ruby>領<rp>(</rp><rt>lǐng</rt><rp>)</rp></ruby>導這件事的人。</p>") == ["領導這件事的人。"]


def test_links_lead_to_the_web_or_nowhere() -> None:
    page = "<p><a href='javascript:alert(1)'>一</a><a href='https://example.com/x'>二</a><a href='data:text/html,x'>三</a>文字。</p>"
    read = opened(page).read
    assert read
    assert [url for p in read.paragraphs for _, _, url in p.links] == ["https://example.com/x"]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 60_000 + "<p>深处的文字在这里，一个也不少。</p>",
        "<b>" * 60_000 + "<p>深处的文字在这里，一个也不少。</p>",
        "<!--" * 20_000 + "<p>深处的文字在这里，一个也不少。</p>",
        "<![CDATA[" * 20_000 + "<p>深处的文字在这里，一个也不少。</p>",
        "<a " * 20_000 + "><p>深处的文字在这里，一个也不少。</p>",
        "<p style='" + "font-weight:" * 20_000 + "'>深处的文字在这里，一个也不少。</p>",
        "&#xD800;&nosuch;&#99999999999;<p>深处的文字在这里，一个也不少。</p>",
        "</div>" * 20_000 + "<p>深处的文字在这里，一个也不少。</p>",
    ],
    ids=["deep", "bold", "comments", "cdata", "open tags", "style", "entities", "closed"],
)
def test_hostile_markup_neither_hangs_nor_hides_the_text(page: str) -> None:
    assert any("深处的文字在这里，一个也不少。" in text for text in texts(page))


def test_a_page_without_article_says_what_to_do() -> None:
    found = read_html(b"<html><body><script>app()</script></body></html>", "a.html")
    assert isinstance(found, Problem)
    assert (found.rule, found.line) == ("no_article", 1)
    assert found.hint


def mhtml(page: str, charset: str = "utf-8", **headers: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "一篇保存下来的文章"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("纯文本")
    message.add_alternative(page, subtype="html", charset=charset, cte="quoted-printable")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    return message.as_bytes()


def test_a_page_saved_whole_is_read_like_the_page(tmp_path: Path) -> None:
    found = article(tmp_path, mhtml(NEWS, Snapshot_Content_Location="https://example.com/saved"), "a.mhtml")
    plain = article(tmp_path, NEWS)
    assert (found.title, found.body, found.authors) == (plain.title, plain.body, plain.authors)
    assert found.url == plain.url, "what the page states comes before where it was saved"
    bare = article(
        tmp_path, mhtml("<p>文字在这里。</p>", Snapshot_Content_Location="https://example.com/saved"), "b.mht"
    )
    assert (bare.title, bare.url) == ("一篇保存下来的文章", "https://example.com/saved")


def test_an_envelope_without_a_page_says_so() -> None:
    found = read_mhtml(b"Subject: x\n\ntext", "a.mhtml")
    assert isinstance(found, Problem)
    assert found.rule == "no_page"


@given(st.binary(max_size=300) | st.text("<>/abp='\" &#x;!-文字\n", max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for found in (read_html(data, "a.html"), read_mhtml(data, "a.mhtml")):
        assert isinstance(found, Opened | Problem)
