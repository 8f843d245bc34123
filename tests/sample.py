"""A small corpus made by hand, with one of everything that a page can show, and texts that mean harm."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus_site.model import (
    Article,
    ArticleId,
    ArticlePerson,
    Block,
    Confidence,
    Corpus,
    Event,
    Mark,
    PartialDate,
    Person,
    PersonId,
    Problem,
    Quote,
    QuoteId,
    QuoteKind,
    Reference,
    Repair,
    Role,
    Selector,
    Source,
    SourceId,
    Speaker,
    Term,
    Theme,
    ThemeHit,
    ThemeId,
    Work,
)
from corpus_site.permalinks import article_id, quote_id

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{#x}",
    "{: onclick=alert(1) }",
    "[点我](javascript:alert(1))",
    '![](x "t"){ onerror=alert(1) }',
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; & &#x41;",
    "```\n# 题\n```",
    "---\ntitle: 假\n---",
    "</div></section></article>",
    "\u202egnp.exe\u202c",
)


@dataclass
class Draft:
    """Builds one article: paragraphs first, then quotes found in them by their words."""

    title: str
    paragraphs: list[tuple[str, str]]
    path: str = "sample.txt"
    blocks: list[Block] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    body: str = ""
    id: ArticleId = field(init=False)

    def __post_init__(self) -> None:
        for line, (kind, text) in enumerate(self.paragraphs, 2):
            name, _, level = kind.partition(" ")
            if name == "image":
                self.blocks.append(Block(kind="image", text=text, lines=(line, line), rule="image", url=level or None))
                continue
            if name in ("masthead", "boilerplate"):
                self.blocks.append(Block(kind=name, text=text, lines=(line, line), rule=name))  # type: ignore[arg-type]
                continue
            self.body += "\n\n" if self.body else ""
            span = (len(self.body), len(self.body) + len(text))
            self.body += text
            block = Block(kind=name, text=text, lines=(line, line), rule=name, span=span, level=int(level or 0))  # type: ignore[arg-type]
            self.blocks.append(block)
        self.id = article_id(self.title, self.body)

    def mark(self, words: str, url: str | None = None) -> None:
        """Set words in bold, or make them a link."""
        start = self.body.index(words)
        span = (start, start + len(words))
        for number, block in enumerate(self.blocks):
            if block.span and block.span[0] <= start < block.span[1]:
                mark = Mark(kind="link" if url else "bold", span=span, url=url)
                self.blocks[number] = replace(block, marks=(*block.marks, mark))

    def quote(
        self, kind: QuoteKind, *texts: str, speaker: Speaker | None, confidence: Confidence = "high", **more: object
    ) -> QuoteId:
        """Add a quote; several texts are stretches that something interrupts."""
        spans = []
        after = 0
        for text in texts:
            start = self.body.index(text, after)
            after = start + len(text)
            spans.append((start, after))
        words = "\n\n".join(texts)
        name = quote_id(self.id, words)
        if any(quote.id == name for quote in self.quotes):
            name = quote_id(self.id, words, occurrence=2)
        selector = Selector(prefix="", exact=texts[0], suffix="")
        self.quotes.append(
            Quote(
                id=name,
                kind=kind,
                text=words,
                spans=tuple(spans),
                lines=(3, 4),
                speaker=speaker,
                selector=selector,
                rule="colon_label" if kind == "turn" else "cue_before",
                confidence=confidence,
                **more,  # type: ignore[arg-type]
            )
        )
        return name

    def article(self, **more: object) -> Article:
        return Article(
            id=self.id,
            path=self.path,
            lines=(1, len(self.paragraphs) + 2),
            sha256="0" * 64,
            title=self.title,
            body=self.body,
            blocks=tuple(self.blocks),
            quotes=tuple(self.quotes),
            **more,  # type: ignore[arg-type]
        )


def date(edtf: str, basis: str = "stated", evidence: str = "如原文") -> PartialDate:
    return PartialDate(edtf=edtf, basis=basis, evidence=evidence, line=1)  # type: ignore[arg-type]


def hit(theme: str, score: float = 0.8) -> ThemeHit:
    return ThemeHit(id=ThemeId(theme), score=score, terms=("规模",))


LI = Speaker(id=PersonId("li-ming"), type="person", name="李明", label="李明", role="研究员")
WANG = Speaker(id=PersonId("wang-fang"), type="person", name="王芳", label="A")
ASKER = Speaker(type="role", name="采访者", label="Q")
ZHAO = Speaker(type="person", name="小赵", label="小赵")
BANK = Speaker(id=PersonId("bank"), type="organisation", name="某银行")


def interview() -> Article:
    draft = Draft(
        "规模之后",
        [
            ("masthead", "2024-05-20 原创"),
            ("paragraph", "李明与王芳谈规模。"),
            ("heading 2", "第一部分"),
            ("paragraph", "Q：规模还能走多远？"),
            ("paragraph", "李明：我觉得还能走很远。\n换行之后仍是这一段。"),
            ("image images/1.webp", "图一：曲线"),
            ("item 1", "第一，数据要够多。"),
            ("item 2", "数据要干净。"),
            ("paragraph", "有人对我说：“你疯了。”我没有理他。"),
            ("heading 3", "插进来的小标题"),
            ("paragraph", "接着说完，这一轮才结束。"),
            ("paragraph", "A：我不同意。（笑）规模不是全部。"),
            ("paragraph", "小赵"),
            ("paragraph", "“我只想听听。”"),
            ("heading 2", "金句"),
            ("item 1", "规模不是全部。"),
        ],
        path="a/interview.txt",
    )
    draft.mark("还能走很远")
    draft.quote("turn", "规模还能走多远？", speaker=ASKER)
    draft.quote(
        "turn",
        "我觉得还能走很远。\n换行之后仍是这一段。\n\n第一，数据要够多。\n\n数据要干净。\n\n有人对我说：“你疯了。”我没有理他。",
        "接着说完，这一轮才结束。",
        speaker=LI,
        said=date("2024-05-18"),
        themes=(hit("scale"), hit("data", 0.5)),
        highlights=((3, 8),),
    )
    draft.quote("direct", "你疯了。", speaker=ZHAO, confidence="low", cue="对我说")
    first = draft.quote(
        "turn", "我不同意。", "规模不是全部。", speaker=WANG, said=date("2024-05-18"), themes=(hit("scale"),)
    )
    draft.quote("turn", "我只想听听。", speaker=ZHAO)
    pull = draft.quote("pull", "规模不是全部。", speaker=WANG, repeats=first)
    draft.quotes[-1] = replace(draft.quotes[-1], spans=((len(draft.body) - 7, len(draft.body)),))
    assert pull != first
    return draft.article(
        published=date("2024-05-20"),
        events=(Event(name="座谈会", date=date("2024-05-18")),),
        publisher="《新智评论》",
        url="https://example.com/a?b=1&c=2",
        authors=("张三", "李四"),
        people=(
            ArticlePerson(id=PersonId("li-ming"), name="李明", names=("李明",), mentions=3),
            ArticlePerson(id=PersonId("quiet"), name="沉默者", names=("沉默者",), mentions=2),
        ),
        themes=(hit("scale"),),
        keywords=("规模", "数据"),
        repairs=(
            Repair(rule="gloss", line=3, was="領(lǐng)", now="領"),
            Repair(rule="gloss", line=5, was="領(lǐng)", now="領"),
            Repair(rule="bytes", line=6, was="?蔽曳浅?", now="我非常", sure=False),
        ),
        problems=(
            Problem(
                level="warning", path="a/interview.txt", line=9, rule="label", message="「小赵」不在名录", hint="加入"
            ),
        ),
    )


def news() -> Article:
    draft = Draft(
        "工作被取代",
        [
            ("paragraph", "6月3日消息，王芳说：“一切都变了，”她补充说，“但还来得及。”会后她离开。"),
            ("paragraph", "某银行在报告中称，"),
            ("paragraph", "“三分之一的岗位会受影响。”"),
            ("quote", "路漫漫其修远兮，吾将上下而求索。"),
            ("quote", "——《离骚》"),
            ("paragraph", "参考链接见这里，也见那里。"),
        ],
        path="b/news.txt",
    )
    draft.mark("变了，”她补充")
    draft.mark("这里", url="https://example.com/ref")
    draft.mark("那里", url="javascript:alert(1)")
    head = draft.quote("direct", "一切都变了，", speaker=WANG, cue="说", themes=(hit("jobs"),), confidence="medium")
    draft.quote("direct", "但还来得及。", speaker=WANG, cue="补充说", joins=head, themes=(hit("hope", 0.9),))
    draft.quote("direct", "三分之一的岗位会受影响。", speaker=BANK, cue="称", themes=(hit("jobs"),))
    draft.quote("epigraph", "路漫漫其修远兮，吾将上下而求索。", speaker=None, work=Work(title="离骚"))
    return draft.article(
        published=date("2023-06-03?", "inferred", "6月3日消息；年份由上文“2022年11月”推得"),
        translators=("小小",),
        translated=True,
        references=(
            Reference(text="报告原文", url="https://example.com/report"),
            Reference(text="书", url="data:text/html,x"),
        ),
        people=(ArticlePerson(id=PersonId("wang-fang"), name="王芳", names=("王芳",), mentions=1),),
    )


def hostile() -> Article:
    draft = Draft(
        "<script>alert(1)</script> {{ 7 * 7 }} {#x}",
        [
            ("heading 4", "<b>题</b> {#x} {{ y }}"),
            *[("paragraph", text) for text in HOSTILE],
            ("paragraph", "某某：" + "<script>alert(2)</script>"),
            ("image javascript:alert(1)", "<b>图</b>"),
        ],
        path="c/<b>.txt",
    )
    draft.mark("{#x}", url="javascript:alert(1)")
    evil = Speaker(type="person", name='<i onclick="alert(1)">某某</i>', label="某某", role="<u>")
    draft.quote("turn", "<script>alert(2)</script>", speaker=evil)
    return draft.article(script="Hant", url="javascript:alert(1)", publisher="<b>报</b>", place="{{ x }}")


PEOPLE = (
    Person(
        id=PersonId("li-ming"),
        name="李明",
        names=("Li Ming",),
        description="研究员。",
        roles=(Role(title="研究员", since="2019"), Role(title="所长", since="2015", until="2018-05")),
        links=(("wikipedia", "https://example.org/Li"), ("bad", "javascript:alert(1)")),
    ),
    Person(id=PersonId("wang-fang"), name="王芳", origin="text", evidence=("b/news.txt:1 王芳（Wang Fang）",)),
    Person(id=PersonId("bank"), type="organisation", name="某银行"),
    Person(id=PersonId("quiet"), name="沉默者"),
)
THEMES = tuple(
    Theme(id=ThemeId(name), name=words, definition=f"{words}的定义", terms=(Term(text=words),), near=("规模化",))
    for name, words in [("scale", "规模法则"), ("data", "数据"), ("jobs", "就业"), ("hope", "展望"), ("bare", "无人谈")]
)
SOURCES = (Source(id=SourceId("xinzhi"), name="新智评论", url="https://example.com/"),)


def corpus() -> Corpus:
    """Give the sample corpus: an interview, a news article, and one that means harm and has no date."""
    return Corpus(
        articles=(interview(), news(), hostile()),
        people=PEOPLE,
        themes=THEMES,
        sources=SOURCES,
        problems=(Problem(level="error", path="d/empty.txt", rule="empty", message="文件为空", hint="删去它"),),
    )
