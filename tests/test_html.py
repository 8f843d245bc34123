"""Saved web pages and web archives: what is read of them, and what must not be."""

from __future__ import annotations

import json
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_site.authority import Known
from corpus_site.load import load_file
from corpus_site.load.html import read_html
from corpus_site.load.mhtml import read_mhtml
from corpus_site.load.opened import Opened
from corpus_site.load.paragraphs import Paragraph
from corpus_site.model import Article, Problem

PROSE = [
    "去年冬天，河边的小图书馆开了门，头一天来了三十七个人，大半是附近的老人和孩子。",
    "馆长林一说：“书不怕旧，怕的是没有人翻。”她把最旧的一本放在门口的桌子上。",
    "第二个月，来的人多了一倍，椅子不够坐，有人就坐在窗台上读完了一整本小说。",
    "到了春天，图书馆添了一间小屋，专门放孩子们自己写、自己画、自己订起来的书。",
    "陈河是那里的常客，他说：“我来这里不是为了看书，是为了看看书的人。”",
    "如今每个星期六的下午，都有人在那里念一段书给别人听，念完了大家一起喝茶。",
]
LEAD = "河边的小图书馆开了三年，我们请馆长讲一讲。"
BODY = "".join(f"<p>{p}</p>\n" for p in PROSE)


def opened(markup: str | bytes) -> Opened:
    found = read_html(markup.encode() if isinstance(markup, str) else markup, "a.html")
    assert isinstance(found, Opened), found
    return found


def shown(markup: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in opened(markup).read.paragraphs]


def wechat(inside: str) -> str:
    """The frame of a saved WeChat page around the content of its article."""
    return f"""<!DOCTYPE html>
<html><head>
<meta charset="utf-8">
<meta property="og:title" content="小图书馆的一年｜实录">
<meta property="og:site_name" content="微信公众平台">
<meta name="author" content="林一">
<title></title>
</head><body>
<h1 class="rich_media_title" id="activity-name">
  小图书馆的一年｜实录 </h1>
<a id="js_name" href="javascript:void(0);"> 河边来信 </a>
<em id="publish_time"></em>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">
{inside}</div>
<div class="comment"><p>写得真好，转给朋友看看。</p></div>
<script>
var nickname = htmlDecode("河边来信");
var ct = "1700000000";
var msg_link = "https://mp.weixin.qq.com/s/abc\\x26x=1";
</script>
</body></html>"""


def article_of(folder: Path, name: str, data: str | bytes) -> Article:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    loaded = load_file(folder / name, folder, Known())
    assert len(loaded.articles) == 1, loaded.problems
    return loaded.articles[0]


def test_a_wechat_page(tmp_path: Path) -> None:
    inside = (
        '<section style="text-align: justify;"><p><span leaf="">去年冬天，图书馆开了门。</span></p>\n'
        '<p><span style="font-weight: bold;">林一</span>说：“书不怕旧，怕的是没有人翻。”</p></section>\n'
        '<p style="display: none;">看不见的一段。</p>'
        '<section><img data-src="https://mmbiz.qpic.cn/a/640" src="data:image/png;base64,AAAA"></section>'
    )
    article = article_of(tmp_path, "a.html", wechat(inside))
    assert article.title == "小图书馆的一年｜实录"
    assert (article.authors, article.publisher) == (("林一",), "河边来信")
    assert article.url == "https://mp.weixin.qq.com/s/abc&x=1"
    assert article.published is not None
    assert article.published.edtf == "2023-11-15T06:13"
    assert "ct = 1700000000" in article.published.evidence
    assert article.body == "去年冬天，图书馆开了门。\n\n林一说：“书不怕旧，怕的是没有人翻。”"
    assert [(q.speaker.name if q.speaker else None, q.text) for q in article.quotes] == [
        ("林一", "书不怕旧，怕的是没有人翻。")
    ]
    assert article.quotes[0].lines == (15, 15)
    assert [b.url for b in article.blocks if b.kind == "image"] == ["https://mmbiz.qpic.cn/a/640"]


def test_a_wechat_page_that_only_points_elsewhere_is_an_article_without_text(tmp_path: Path) -> None:
    article = article_of(tmp_path, "a.html", wechat(""))
    assert (article.title, article.publisher, article.body, article.quotes) == (
        "小图书馆的一年｜实录",
        "河边来信",
        "",
        (),
    )
    assert [p.rule for p in article.problems] == ["no_text"]


def news(data: object) -> str:
    """A news page with everything that stands around an article."""
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8">
<title>小图书馆的一年_某某新闻</title>
<link rel="canonical" href="https://news.example.org/a/1">
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>
</head><body>
<nav><ul><li><a href="/">首页</a></li><li><a href="/tech">科技</a></li><li><a href="/life">生活</a></li></ul></nav>
<header><h1 class="logo">某某新闻</h1></header>
<div class="wrap"><h1>小图书馆的一年</h1>
<div class="info">2024-05-02 08:00 来源：某某新闻</div>
<div class="content">
{BODY}<p>（责任编辑：吴三）</p>
</div>
<div class="related"><h3>更多新闻</h3><ul><li><a href="/2">市里新开了一家面包店，队排到了街角</a></li>
<li><a href="/3">气象台说下个星期会下雪，请大家多穿衣服</a></li></ul></div>
<div id="comments"><p>网友甲：这样的图书馆我们那里也应该有一个。</p><p>网友乙：“写得真好！”我说。</p></div>
</div><footer><p>版权所有 某某新闻 联系电话 12345678</p></footer></body></html>"""


def test_a_news_page_with_linked_data(tmp_path: Path) -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "某某网站群"},
            {
                "@type": ["NewsArticle"],
                "headline": "小图书馆的一年",
                "author": [{"@type": "Person", "name": "郑四"}],
                "publisher": {"@type": "Organization", "name": "某某新闻"},
                "datePublished": "2024-05-01T23:30:00Z",
            },
        ],
    }
    article = article_of(tmp_path, "a.htm", news(data))
    assert (article.title, article.authors, article.publisher) == ("小图书馆的一年", ("郑四",), "某某新闻")
    assert article.url == "https://news.example.org/a/1"
    assert article.published is not None
    assert article.published.edtf == "2024-05-02T07:30"
    assert article.editors == ("吴三",)
    assert article.body.split("\n\n") == PROSE
    assert [q.speaker.name for q in article.quotes if q.speaker] == ["林一", "陈河"]


def test_what_the_linked_data_does_not_say_is_read_from_the_page(tmp_path: Path) -> None:
    article = article_of(tmp_path, "a.html", news({"@type": "WebPage", "datePublished": "1999-01-01"}))
    assert article.title == "小图书馆的一年"
    assert article.published is not None
    assert article.published.edtf == "2024-05-02T08:00"


def test_a_news_page_with_its_state_in_a_script(tmp_path: Path) -> None:
    state = {"login": {}, "page": {"title": "小图书馆的一年", "media": "河边日报", "pubtime": "2024-05-01 10:20:30"}}
    markup = (
        f"<title>小图书馆的一年_某某新闻</title><script>window.DATA = {json.dumps(state)};</script>"
        f'<div id="root"><div class="article">{BODY}</div></div>'
    )
    article = article_of(tmp_path, "a.html", markup)
    assert (article.title, article.publisher) == ("小图书馆的一年", "河边日报")
    assert article.published is not None
    assert article.published.edtf == "2024-05-01T10:20"
    assert article.body.split("\n\n") == PROSE


def test_lines_around_the_article_state_what_the_page_does_not(tmp_path: Path) -> None:
    turns = [
        ("主持人", "你第一次听说这件事情是什么时候？"),
        ("林一", "大概是三年前。那时候我还在河边的学校教书，有学生拿来一本旧书，问我上面写的是什么。"),
        ("主持人", "后来呢？"),
        ("林一", "一开始只有三十本书，有的连封面都没有，我们就用报纸包起来，写上名字。"),
        ("主持人", "对。"),
        ("林一", "四千本。"),
    ]
    said = "".join(f"<div><b>{who}：</b>{what}</div><div><br></div>" for who, what in turns)
    markup = f"""<html><head><title>专访林一：四千本书的图书馆 - 河边网</title></head><body><div class="box">
<div class="top"><a href="/">首页</a> <span>今天天气晴</span></div>
<h2>专访林一：四千本书的图书馆</h2><div class="meta"><span>来源：河边日报</span> <span>作者：郑四</span></div>
<div class="lead">{LEAD}</div>
<div class="text">{said}{BODY}</div>
<div class="time">发布于 2024-05-01 10:20・IP 属地北京</div>
<div class="answers"><p>用户甲 2024-06-01 10:20</p><p>真好，什么时候还开门？我也想去那里看一看。</p></div></div></body></html>"""
    article = article_of(tmp_path, "a.html", markup)
    assert (article.title, article.authors, article.publisher) == ("专访林一：四千本书的图书馆", ("郑四",), "河边日报")
    assert article.published is not None
    assert article.published.edtf == "2024-05-01T10:20"
    assert [(q.speaker.name, q.text) for q in article.quotes if q.speaker and q.kind == "turn"][:5] == turns[:5]
    assert article.body.startswith(LEAD)
    assert "用户甲" not in article.body


def test_a_title_printed_further_down_is_not_printed_twice() -> None:
    above = "".join(f"<p>{kicker}</p>" for kicker in ("河边来信", "第三期", "2024年5月1日", "作者：郑四"))
    found = opened(wechat(f"{above}<h2>小图书馆的一年｜实录</h2>{BODY}")).read.paragraphs
    titles = [p for p in found if p.text == "小图书馆的一年｜实录"]
    assert [(p.kind, p.level) for p in titles] == [("heading", 1)]


@pytest.mark.parametrize("seconds", ["9999999999", "1", "", "近日"])
def test_a_number_that_is_no_date_gives_none(seconds: str) -> None:
    found = opened(wechat(BODY).replace("1700000000", seconds))
    assert "published" not in found.read.meta


def test_a_date_behind_the_article_is_not_its_own_without_a_label(tmp_path: Path) -> None:
    markup = (
        f"<html><head><title>小图书馆的一年</title></head><body><div><div>{BODY}</div>"
        "<div><p>用户甲 2024-06-01 10:20</p></div></div></body></html>"
    )
    article = article_of(tmp_path, "a.html", markup)
    assert article.published is None


def test_a_blog_post_beside_an_aside() -> None:
    markup = f"""<html><head><title>小图书馆的一年 - 某某的博客</title>
<meta property="article:published_time" content="2024-05-01T10:20:00+08:00"></head><body>
<main><article><header><h1>小图书馆的一年</h1><p>作者：<a href="/me">郑四</a></p></header>
{BODY}<h1>后来</h1><p>后来的事情，<a href="/b">另一篇</a>里写过了，这里就不再多说一遍。</p>
<blockquote><p>书不怕旧。</p><blockquote>怕的是没有人翻。</blockquote></blockquote>
<ol start="3"><li>先开门</li><li><p>再烧水</p></li></ol>
<figure><img src="/p.jpg" alt="图"><figcaption>门口的桌子</figcaption></figure><hr>
</article><aside><h2>关于我</h2><p>我是一个写博客的人，住在河边。</p></aside></main></body></html>"""
    found = opened(markup.replace("<title>", '<link rel="canonical" href="https://b.example.org/x/"><title>'))
    paragraphs = {p.text: p for p in found.read.paragraphs}
    assert found.read.meta["published"].startswith("2024-05-01")
    assert (paragraphs["小图书馆的一年"].kind, paragraphs["小图书馆的一年"].level) == ("heading", 1)
    assert (paragraphs["后来"].kind, paragraphs["后来"].level) == ("heading", 2), "one page is one article"
    assert paragraphs["书不怕旧。"].quoted == 1
    assert paragraphs["怕的是没有人翻。"].quoted == 2
    assert (paragraphs["3. 先开门"].kind, paragraphs["4. 再烧水"].kind) == ("item", "item")
    assert (paragraphs["门口的桌子"].kind, paragraphs["门口的桌子"].url) == ("image", "https://b.example.org/p.jpg")
    later = next(p for p in found.read.paragraphs if p.text.startswith("后来的事情"))
    assert later.links == ((6, 9, "https://b.example.org/b"),)
    assert "作者：郑四" in paragraphs
    assert not any("住在河边" in text or text == "关于我" for text in paragraphs)


@pytest.mark.parametrize(
    ("declaration", "codec", "encoding", "text"),
    [
        ('<meta charset="big5">', "big5", "big5hkscs", "臺灣的圖書館開了門，林一說：「書不怕舊。」"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
            "gb18030",
            "gb18030",
            "图书馆开了门，林一说：“书不怕旧。”",
        ),
        ('<?xml version="1.0" encoding="GBK"?>', "gbk", "gb18030", "图书馆开了门，林一说：“书不怕旧。”"),
        ('<meta charset="gb2312">', "utf-8", "utf-8", "图书馆开了门，林一说：“书不怕旧。”"),
        ('<meta charset="big5">', "utf-16", "utf-16", "臺灣的圖書館開了門，林一說：「書不怕舊。」"),
        ("", "gb18030", "gb18030", "图书馆开了门，林一说：“书不怕旧。”"),
    ],
)
def test_the_encoding_is_what_the_page_declares_and_its_bytes_bear_out(
    declaration: str, codec: str, encoding: str, text: str
) -> None:
    found = opened(f"{declaration}<html><body><h1>河中</h1><p>{text}</p>".encode(codec))
    assert found.encoding == encoding
    assert found.problems == ()
    assert [p.text for p in found.read.paragraphs][-1] == text


def test_bytes_that_the_declared_encoding_does_not_know_are_reported_with_their_line() -> None:
    found = opened('<meta charset="gbk">\n<p>图书馆'.encode("gbk") + b"\xff\n")
    assert [(p.rule, p.line) for p in found.problems] == [("bad_bytes", 2)]


def test_a_page_without_any_semantic_markup(tmp_path: Path) -> None:
    rows = "<br><br>\n".join(PROSE)
    markup = (
        "<html><head><title>小图书馆的一年</title></head><body bgcolor=white><table width=100%><tr><td>"
        '<a href="/">首页</a> | <a href="/2">留言</a></td></tr><tr><td><font size=5>小图书馆的一年</font><br><br>'
        f"{rows}</td></tr></table></body></html>"
    )
    article = article_of(tmp_path, "a.html", markup)
    assert article.title == "小图书馆的一年"
    assert [p for p in article.body.split("\n\n") if p in PROSE] == PROSE
    assert [q.speaker.name for q in article.quotes if q.speaker] == ["林一", "陈河"]


def test_white_space_the_html_way() -> None:
    assert shown("<h1>标题</h1><p>我们的\n   图书馆<b>\n开了</b>门。  use\n the <i>book</i> s&nbsp;&nbsp;t</p>") == [
        ("heading", "标题"),
        ("text", "我们的图书馆开了门。 use the book s t"),
    ]


def test_labels_and_their_words_across_line_breaks() -> None:
    found = opened("<h1>标题</h1><p><strong>林一：</strong><br>书不怕旧。<br>周二：是的。</p>").read.paragraphs
    assert [p.text for p in found] == ["标题", "林一：书不怕旧。", "周二：是的。"]
    assert found[1].is_bold(0, 3)
    assert not found[1].is_bold(0, 4)


def test_tables_by_row_and_layout_by_block() -> None:
    data = "<table><tr><th>人<th>书<tr><td>林一<td><p>三本</p><tr><td>周二<td></table>"
    assert shown(f"<h1>标题</h1>{data}<table><tr><td><p>一段。</p><p>二段。</p></table>") == [
        ("heading", "标题"),
        ("text", "人 | 书"),
        ("text", "林一 | 三本"),
        ("text", "周二"),
        ("text", "一段。"),
        ("text", "二段。"),
    ]


def test_what_is_never_read() -> None:
    unseen = (
        "<script>var a = '脚本';</script><style>p{}</style><noscript>请开启</noscript><template><p>模板</p></template>"
        "<svg><title>图形</title></svg><iframe>框</iframe><p hidden>藏</p><div style='DISPLAY : none'>藏</div>"
        "<!-- 注释 --><!--[if IE]><p>旧</p><![endif]--><textarea>写</textarea><button>点</button>"
    )
    ruby = "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字"
    found = opened(f"<h1>标题</h1>{unseen}<p>{ruby}<a href='javascript:alert(1)'>点</a><a href='http://a.b/c'>看</a>")
    assert [p.text for p in found.read.paragraphs] == ["标题", "漢字点看"]
    assert found.read.paragraphs[1].links == ((3, 4, "http://a.b/c"),)


def test_damage_in_the_text_is_mended_and_recorded_on_its_line() -> None:
    found = opened("<h1>标题</h1>\n<p>他是<b>領(lǐng)導者</b>，也是導(dǎo)師。</p>\n<p class='a(lǐ)'>完了。</p>")
    paragraph = found.read.paragraphs[1]
    assert paragraph.text == "他是領導者，也是導師。"
    assert paragraph.bold == ((2, 5),)
    assert [(r.line, r.was, r.now) for r in found.repairs] == [(2, "領(lǐng)", "領"), (2, "導(dǎo)", "導")]


def test_lines_are_those_of_the_file() -> None:
    found = opened(
        "<!--\n\n--><script>\n\n</script>\n<h1\n class='x'>标题</h1>\n<p>一\n<p\n>二<br>\n三<![CDATA[\n]]><p>四"
    )
    assert [(p.text, p.lines) for p in found.read.paragraphs] == [
        ("标题", (7, 7)),
        ("一", (8, 8)),
        ("二", (10, 10)),
        ("三", (11, 11)),
        ("四", (12, 12)),
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<html></html>",
        "   \n\n",
        "<title>请登录</title><body><div>请先登录后再查看全文</div></body>",
        "<title>某某网</title><p>环境异常，完成验证后即可继续访问。</p>",
        "<script>load()</script><div id='js_content'></div>",
    ],
)
def test_a_page_without_an_article_is_a_problem_with_a_way_out(markup: str) -> None:
    found = read_html(markup.encode(), "a.html")
    assert isinstance(found, Problem)
    assert (found.rule, found.level) == ("no_article", "error")
    assert found.line
    assert found.hint


HOSTILE = {
    "deep": "<div>" * 100_000 + "一段。",
    "deep inline": "<b>" * 20_000 + "一段。",
    "deep headings": "<h2>" * 20_000 + "一段。",
    "deep lists": "<ul><li>" * 20_000 + "一段。",
    "deep tables": "<table><tr><td>" * 15_000 + "一段。",
    "deep rows": "<table>" + "<tr><td><span>" * 15_000 + "一段。",
    "deep figures": "<figure><figcaption>" * 15_000 + "一段。",
    "deep articles": "<article>" * 20_000 + "一段。",
    "rows left open": "<table>" + "<tr><td>一段<td>二" * 5_000,
    "paragraphs left open": "<p>一段。" * 10_000,
    "ends without beginnings": "一段。" + "</p></div></b>" * 50_000,
    "crossed": "<b><i>一</b>段</i>。" * 10_000,
    "comments never closed": "一段。" + "<!--" * 100_000,
    "scripts never closed": "一段。" + "<script>" * 100_000,
    "sections never closed": "一段。" + "<![CDATA[" * 50_000,
    "tags never closed": "一段。" + "<a " * 100_000,
    "quotes never closed": "一段。" + "<a b=\"><a c='>" * 30_000,
    "declarations": "<![if x]><![foo]><!doctype [<!x>]><?php ?>一段。<![endif]>",
    "huge attribute": f'<p title="{"x" * 3_000_000}">一段。',
    "many attributes": f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>一段。",
    "references": "<p>一段。&#xD800;&#x110000;&#99999999999999999999;&#0;&nosuch;&;&#;&#x;" + "&#" + "9" * 5000 + ";",
    "tag made by a comment": "<p>一段。<<!-- -->script>x()<<!-- -->/script>",
    "no tags": "一段。http://example.org/",
    "linked data": '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>一段。",
    "linked data of odd types": '<script type="application/ld+json">{"@type":"Article","author":{"name":{"x":[1]}},'
    '"headline":[["x"]],"datePublished":1e999,"url":{}}</script><p>一段。',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_never_ends_the_reading(name: str) -> None:
    found = opened("<h1>标题</h1>" + HOSTILE[name])
    assert any("段" in p.text for p in found.read.paragraphs)
    for p in found.read.paragraphs:
        assert p.text == p.text.encode().decode()
        assert not any(word in p.text for word in ("<a", "javascript"))


def test_nul_bytes_in_a_page() -> None:
    assert shown("<h1>标题</h1><p>一\0段。" + "话" * 200)[1][1].startswith("一段。")
    found = read_html(b"<p>\0\0\0\0", "a.html")
    assert isinstance(found, Problem)


MARKUP = st.lists(
    st.sampled_from(
        """<p> </p> <div> </div> <b> </b> <br> <ul> <li> </ul> <table> <tr> <td> </table> <blockquote> </blockquote> <h2> </h2>
        <pre> </pre> <a␣href=http://a.b> </a> <script> </script> <!-- --> <![CDATA[ ]]> <img␣src=a.png> <figure> </figure>
        <figcaption> <ruby> <rt> </ruby> <hr> 甲说：“好。” 林一： a b < > & &nbsp; &lt; \n ␣ " ' =""".replace(
            "\\n", "\n"
        ).split(" ")
    ).map(lambda part: part.replace("␣", " ")),
    max_size=30,
).map("".join)


@given(MARKUP)
@settings(max_examples=200, deadline=None)
def test_any_markup_gives_whole_paragraphs(markup: str) -> None:
    found = opened("<h1>标题</h1>" + markup)
    for p in found.read.paragraphs:
        check_paragraph(p, found.last_line)


def check_paragraph(p: Paragraph, last_line: int) -> None:
    assert p.text == p.text.strip()
    assert p.text or p.kind in ("image", "rule")
    assert p.starts[0][0] == 0
    assert [o for o, _ in p.starts] == sorted({o for o, _ in p.starts})
    assert 1 <= p.lines[0] <= p.lines[1] <= last_line
    assert all(0 <= s < e <= len(p.text) for s, e in p.bold)
    assert all(0 <= s < e <= len(p.text) for s, e, _ in p.links)


def archive(markup: str, charset: str, **headers: str) -> bytes:
    """A web archive, as browsers save it."""
    message = MIMEMultipart("related", type="text/html")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    page = MIMEText(markup, "html", charset)
    page["Content-Location"] = "https://example.org/frame"
    style = MIMEText("p { color: red }", "css")
    message.attach(style)
    message.attach(page)
    message.attach(MIMEText("<p>框里的广告。</p>", "html", "utf-8"))
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "big5"])
def test_a_web_archive(tmp_path: Path, charset: str) -> None:
    address = "https://example.org/a"
    data = archive(f"<html><body>{BODY}</body></html>" if charset != "big5" else "<p>林一說：「書不怕舊。」", charset)
    subject = b"Subject: =?utf-8?B?5Lic6KW/5Y2X5YyX55qE5LiA5bm0?=\nSnapshot-Content-Location: " + address.encode()
    article = article_of(tmp_path, "a.mhtml", subject + b"\n" + data)
    assert (article.title, article.url) == ("东西南北的一年", address)
    assert article.quotes[0].text.startswith("书不怕旧" if charset != "big5" else "書不怕舊")
    assert "广告" not in article.body


def test_the_root_of_an_archive_is_what_start_names() -> None:
    data = archive("<h1>框</h1>", "utf-8").replace(b'type="text/html"', b'type="text/html"; start="<page>"')
    at = data.rindex(b"Content-Type: text/html")
    data = data[:at] + b"Content-ID: <page>\n" + data[at:]
    found = read_mhtml(data, "a.mht")
    assert isinstance(found, Opened)
    assert [p.text for p in found.read.paragraphs] == ["框里的广告。"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\xff",
        b"Content-Type: multipart/related\n\n--x",
        b"Content-Type: image/png\n\nx",
        b"Content-Type: text/html; charset=nosuch\nContent-Transfer-Encoding: base64\n\n====",
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)),
        b"Subject: =?x?q?=ff?=\nContent-Type: text/html; charset*=''%ff\n\n",
    ],
)
def test_a_broken_archive_is_a_problem(data: bytes) -> None:
    found = read_mhtml(data, "a.mht")
    assert isinstance(found, Problem)
    assert found.hint
