"""What a reader should look at: the problems of a finished article."""

from __future__ import annotations

from collections.abc import Iterator

from corpus_site.model import Article, Level, Problem

_Doubt = tuple[Level, int | None, str, str, str]  # level, line, rule, message, hint


def problems_of(article: Article) -> tuple[Problem, ...]:
    """All doubts about an article, in the order in which they are looked for."""
    doubts = (*_missing(article), *_dates(article), *_repairs(article), *_quotes(article))
    return tuple(
        Problem(level=level, path=article.path, line=line, rule=rule, message=message, hint=hint)
        for level, line, rule, message, hint in doubts
    )


def _missing(article: Article) -> Iterator[_Doubt]:
    first = article.lines[0]
    if not article.body:
        yield "warning", first, "no_text", "没有读到正文", "用 corpus-site explain 查看每一行的归类"
    if not article.title:
        yield "warning", first, "no_title", "没有找到标题", "在文件开头加一行“# 标题”"
    if article.published is None:
        yield "notice", first, "no_date", "原文没有注明发布日期", "在标题下面加一行“发布时间: 2024-05-01”"


def _dates(article: Article) -> Iterator[_Doubt]:
    date = article.published
    if date and date.basis != "stated":
        message = f"发布日期 {date.edtf} 为推断：{date.evidence}"
        yield "notice", date.line, "inferred_date", message, "核对后在标题下面写明发布时间"
    for event in article.events:
        if event.date.basis == "corrected":
            message = f"日期写法有误，读作 {event.date.edtf}：{event.date.evidence}"
            yield "notice", event.date.line, "date_typo", message, "核对原文"


def _repairs(article: Article) -> Iterator[_Doubt]:
    for repair in article.repairs:
        if not repair.sure:
            message = f"字节受损，修复不确定：{repair.was} → {repair.now}"
            yield "warning", repair.line, repair.rule, message, "对照来源核对这几个字"


def _quotes(article: Article) -> Iterator[_Doubt]:
    for quote in article.quotes:
        if quote.confidence == "low":
            message = f"归属把握不大：{quote.text[:24]}…（{quote.cue}）"
            yield "notice", quote.lines[0], quote.rule, message, "读一读上下文，确认说话人"
