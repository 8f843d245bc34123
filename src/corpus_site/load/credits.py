"""Credits: who wrote, translated, compiled and published, as single lines and inside sentences say it.

Rules answer in the order of `CREDIT_RULES` (a whole line) and `INSIDE_RULES` (part of a sentence, which stays where it is).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from corpus_site.fold import fold
from corpus_site.load.names import looks_like_name
from corpus_site.load.paragraphs import Paragraph
from corpus_site.wordlists import wordlist

Credit = tuple[str, str]  # kind of field, value as printed
CreditRule = Callable[[Paragraph], list[Credit] | None]

_LONGEST_LINE = 160  # a longer paragraph is prose, not a line of the masthead
_LONGEST_VALUE = 30
_SEPARATORS = re.compile(r"[、,，/&;；]|\s{2,}|(?<=[一-鿿])\s(?=[一-鿿])|\s和\s|\s与\s")
_NAME = r"[一-鿿]{2,4}"
_NAMES = rf"{_NAME}(?:[\s、，,]+{_NAME})*"
_PUBLISHER = r"[一-鿿A-Za-z0-9/《》·]{2,14}?"
_BESIDE_REPORTER = r"(?:驻[一-鿿、]{2,12}|特约|特派|实习|首席|见习|本报|资深)*"
_OUTLET = r"(?:社|网|報|报|新闻|新聞|科技|周刊|在线|财经)"
_OURS = ("本报", "本刊", "本网", "本社", "我们", "本报讯")
_OUTLETS = re.compile(rf"{_OUTLET}$|^综合报道$|(?:日报|晚报|时报|周刊|客户端|编辑部)$")
_DAY = r"(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}$", re.IGNORECASE)


_FIELDS = ("ignored", "place", "own_url", "url", "published", "publisher", "editor", "compiler", "translator", "author")


@cache
def _kinds() -> Mapping[str, str]:
    return {fold(label): kind for kind in _FIELDS for label in wordlist("fields")[kind]}


@cache
def _labels() -> str:
    words = sorted({label for label in _kinds_printed() if len(label) > 1}, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w) for w in words)


@cache
def _kinds_printed() -> tuple[str, ...]:
    fields = wordlist("fields")
    return tuple(str(label) for kind in fields if kind in _FIELDS for label in fields[kind])


def field_kind(label: str) -> str | None:
    """Which field a label fills, or None.

    >>> field_kind("原文链接"), field_kind("文章作者"), field_kind("周鸿祎")
    ('url', 'author', None)
    """
    return _kinds().get(fold(label))


def split_names(text: str) -> list[str]:
    """Single names of a credit, without links, roles and remarks in parentheses; 李　原 is one name of two characters.

    >>> split_names("杨净 明敏"), split_names("瓜哥AI新知"), split_names("甲某、李　原")
    (['杨净', '明敏'], ['瓜哥AI新知'], ['甲某', '李原'])
    """
    text = re.sub(r"(?<![一-鿿])([一-鿿])[ \u3000]+([一-鿿])(?![一-鿿])", r"\1\2", text)
    bare = re.sub(r"[（(][^（）()]*[）)]", "", re.sub(r"https?://\S+", "", text)).strip(" |｜;；。：:")
    return [n.strip() for n in _SEPARATORS.split(bare) if n.strip()]


def is_outlet(name: str) -> bool:
    """True for what prints and does not write: 某某时报, 某某科技.

    >>> is_outlet("环球时报"), is_outlet("王小明"), is_outlet("拾象")
    (True, False, False)
    """
    return bool(_OUTLETS.search(name))


def fields(p: Paragraph) -> list[Credit] | None:
    """作者：甲 | 编辑：乙 · 文丨甲 · 【譯/甲】: labels of the list with their values, one or more on a line."""
    bare = re.sub(r"^[>*\-\s【\[（(]+|[】\])）\s]+$", "", p.text)
    first = re.match(r"([A-Za-z一-鿿][A-Za-z一-鿿 ]{0,11}?)\s*[：:丨｜|／/]\s*", bare)
    if not first or field_kind(first.group(1)) is None or len(p.text) > _LONGEST_LINE + 400 * ("http" in p.text):
        return None
    starts = [
        (m.group(1), m.start(), m.end())
        for m in re.finditer(
            rf"(?:^|(?<=[\s|｜丨/／，,]))({_labels()}|{re.escape(first.group(1))})\s*[：:丨｜|／/]\s*", bare
        )
    ]
    starts = [s for s in starts if field_kind(s[0])] or [(first.group(1), 0, first.end())]
    out: list[Credit] = []
    for n, (label, _, end) in enumerate(starts):
        value = bare[end : starts[n + 1][1] if n + 1 < len(starts) else len(bare)].strip(" |｜丨，,")
        kind = field_kind(label) or "ignored"
        linked = [p.text[s:e] for s, e, _ in p.links]
        if kind in ("author", "translator", "compiler", "editor") and linked and len(starts) == 1:
            value = "、".join(linked)
        if kind not in ("url", "own_url"):
            value = value.strip("/／ ")
        else:
            value = next((u for _, _, u in p.links), None) or next(iter(re.findall(r"https?://\S+", value)), "")
        if kind in ("published", "place") and len(value) > _LONGEST_VALUE:
            return None  # a date glued to the text: the words behind it are no field
        out.append((kind, value))
    return out


def bare_fields(p: Paragraph) -> list[Credit] | None:
    """编辑 张三 责编 李四: without colons, nothing else on the line."""
    label = r"(?:责任编辑|责编|编辑|记者|作者|校对|编译|审核|校审|值班主编)"
    if len(p.text) > 60 or not re.fullmatch(rf"\s*(?:{label}\s+{_NAME}(?:[\s、]+(?!{label}){_NAME})*\s*)+", p.text):
        return None
    found = re.findall(rf"({label})\s+({_NAME}(?:[\s、]+(?!{label}){_NAME})*)", p.text)
    return [(field_kind(which) or "ignored", names) for which, names in found]


def reporter(p: Paragraph) -> list[Credit] | None:
    """某某新闻记者 甲 · 【某某时报驻美国特约记者 甲 乙】: the paper and its writers, nothing else on the line."""
    if len(p.text) > 80:
        return None
    bare = re.sub(r"\s*[一-鿿、]{0,8}?(?:报道|報道|報導|发自\S*)\s*$", "", p.text.strip(" 【】[]（）()"))
    parts = re.findall(rf"({_PUBLISHER}){_BESIDE_REPORTER}记者\s*({_NAMES})", bare)
    rest = re.sub(rf"{_PUBLISHER}{_BESIDE_REPORTER}记者\s*{_NAMES}[\s、，,]*", "", bare)
    if not parts or rest.strip():
        return None
    house = [("publisher", parts[0][0])] if parts[0][0] not in _OURS else []
    return [*house, *(("author", names) for _, names in parts)]


def place_of_writing(p: Paragraph) -> list[Credit] | None:
    """甲 乙 发自 某地 · 某某新闻 甲 6月1日 发自某地"""
    if len(p.text) > 80:
        return None
    found = re.match(
        rf"^(?:(?P<publisher>\S*[《》A-Za-z新闻报网社刊]\S*)\s+)?(?P<names>{_NAMES})\s+(?:\d+月\d+日\s*)?(?:发自|發自)\s*\S{{2,8}}$",
        p.text,
    )
    if not found:
        return None
    out: list[Credit] = [("author", found["names"])]
    return [("publisher", found["publisher"]), *out] if found["publisher"] else out


def account(p: Paragraph) -> list[Credit] | None:
    """某某位 | 公众号 SomeBit"""
    found = re.match(r"^([^\s|｜]{2,15})\s*[|｜]\s*公众号\s*\S*$", p.text)
    return [("publisher", found.group(1))] if found else None


def clipping(p: Paragraph) -> list[Credit] | None:
    """[mp.weixin.qq.com](https://…)某某 某某号: what a clipping service prints: address, writer, account."""
    if not p.links or p.links[0][0] != 0 or not _DOMAIN.match(p.text[: p.links[0][1]]) or len(p.text) > 80:
        return None
    words = [w for w in p.text[p.links[0][1] :].split() if w.strip("+") not in ("关注", "已关注")]
    out: list[Credit] = [("url", p.links[0][2])]
    if any("发布于" in w or re.search(r"\d:\d\d", w) for w in words):
        return out
    if len(words) == 1 and "weixin" not in p.text[: p.links[0][1]]:
        return [*out, ("author", words[0])]  # elsewhere the host publishes, and the one word is who wrote
    if words:
        out.append(("publisher", words[-1]))
        out += [("author", w) for w in words[:-1] if re.fullmatch(_NAME, w)]
    return out


def original_of(p: Paragraph) -> list[Credit] | None:
    """本文为「某某周刊」原创内容"""
    found = re.match(r"^[*\s]*本文(?:为|系|由)\s*[「《“]([^」》”]{2,16})[」》”]\s*(?:原创|独家|首发)", p.text)
    return [("publisher", found.group(1))] if found and len(p.text) <= 60 else None


def account_line(p: Paragraph) -> list[Credit] | None:
    """原创 甲 某某札记 2024-05-01 10:20 北京: what a saved page prints below the title."""
    found = re.match(
        rf"^原创[：:\s]*(?P<who>{_NAMES}|\S{{2,12}})\s+(?P<house>\S{{2,16}})"
        rf"(?:\s+(?P<day>{_DAY}))?(?:\s+(?P<place>[一-鿿]{{2,6}}))?$",
        p.text,
    )
    if not found:
        return None
    out: list[Credit] = [("author", found["who"]), ("publisher", found["house"])]
    return out + [(kind, found[key]) for kind, key in (("published", "day"), ("place", "place")) if found[key]]


def day_and_source(p: Paragraph) -> list[Credit] | None:
    """2024-05-01 10:20 来源：某某网"""
    found = re.match(rf"^(?P<day>{_DAY})\s+(?:来源|來源|稿源)\s*[：:]\s*(?P<house>\S{{2,16}})(?:\s.{{0,30}})?$", p.text)
    return [("published", found["day"]), ("publisher", found["house"])] if found else None


def by(p: Paragraph) -> list[Credit] | None:
    """By John Smith"""
    found = re.match(r"^[Bb][Yy]\s+([A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){1,3})$", p.text)
    return [("author", found.group(1))] if found else None


def from_account(p: Paragraph) -> list[Credit] | None:
    """本文来自微信公众号“某某科技”（ID：…），作者：甲，某某网经授权发布。 · 以下文章来源于某某札记 ，作者甲"""
    above = re.match(
        r"^\W*以下文章来源于\s*([^，,\s]{2,20})\s*[，,]?\s*(?:作者\s*[：:]?\s*(\S{2,20}?))?\s*[。.]?$", p.text
    )
    if above:
        return [("publisher", above.group(1)), *([("author", above.group(2))] if above.group(2) else [])]
    found = re.match(
        r"^\W*本文(?:首发|来自|来源|转载)[^“「《\"：:]{0,10}公众号\s*[：:]?\s*[“「《\"]([^”」》\"]{2,20})[”」》\"]",
        p.text,
    )
    if not found or len(p.text) > _LONGEST_LINE:
        return None
    by = re.search(r"(?:作者|撰文|文)\s*[：:丨｜|/]\s*([^，。,；;]{2,30})", p.text[found.end() :])
    return [("publisher", found.group(1)), *([("author", by.group(1))] if by else [])]


def kept_in_step(p: Paragraph) -> list[Credit] | None:
    """同步更新在某某的网络日志: whose blog it is wrote it"""
    found = re.search(
        rf"(?:同步|首发|更新|发布|发表)(?:在|于|到)\s*[「《“]?({_NAME})的(?:网络日志|个人网站|个人博客|博客)", p.text
    )
    return [("author", found.group(1))] if found and looks_like_name(found.group(1)) else None


CREDIT_RULES: tuple[CreditRule, ...] = (
    day_and_source,
    fields,
    bare_fields,
    reporter,
    place_of_writing,
    account,
    account_line,
    clipping,
    original_of,
    from_account,
    by,
)


def dateline_publisher(p: Paragraph) -> list[Credit] | None:
    """《某某日报》2月2日讯 · 某某科技讯 2月18日消息 · 某某社2月2日讯, but no 通讯, 快讯, 资讯"""
    in_marks = re.match(r"^[《「【]([^》」】]{2,15})[》」】]\s*\d{1,2}月\d{1,2}日[讯訊電电]", p.text)
    plain = re.match(
        r"^([一-鿿A-Za-z]{2,10}?[^通快资資简簡电電短音视視问問])[讯訊](?=[\s，,]|$|据|據|\d|近日|日前|当地|北京时间|外媒|美国)",
        p.text,
    )
    agency = re.match(
        rf"^([一-鿿A-Za-z]{{2,10}}?{_OUTLET})[一-鿿]{{0,6}}?\s?\d{{1,2}}月\d{{1,2}}日(?:[讯訊電电]|消息|报道)", p.text
    )
    found = in_marks or plain or agency
    return [("publisher", found.group(1))] if found else None


def agency(p: Paragraph) -> list[Credit] | None:
    """(某某社記者甲某地20日電)"""
    found = re.search(
        r"[（(]([一-鿿]{1,6}社)(?:记者|記者)([一-鿿]{3}|[一-鿿]{2})(?:[一-鿿]{2,4})?(?:\d{1,2}月)?\d{1,2}日(?:电|電)[）)]",
        p.text[:80],
    )
    return [("publisher", found.group(1)), ("author", found.group(2))] if found else None


def in_parentheses(p: Paragraph) -> list[Credit] | None:
    """（编辑 甲） in the dateline, （编译/甲） behind the last word, （本文首发某某App，作者|甲、乙）"""
    out: list[Credit] = []
    for found in re.finditer(r"[（(]([^（）()]{2,60})[）)]", p.text[:160] + "\n" + p.text[-80:]):
        inside = found.group(1)
        if named := re.match(
            rf"(编辑|责编|记者|作者|编译|译者|翻译|文)(?:[\s／/：:|丨]+|(?<=记者))({_NAMES})$", inside
        ):
            out.append((field_kind(named.group(1)) or "author", named.group(2)))
        if first := re.search(r"首发(?:于|自)?\s*[「《“]?([^，,」》”\s]{2,12})", inside):
            out.append(("publisher", first.group(1)))
            if by := re.search(r"(?:作者|文)\s*[|丨｜：:]\s*([^，,）)]+)", inside):
                out.append(("author", by.group(1)))
    return out or None


def compiled_by(p: Paragraph) -> list[Credit] | None:
    """OneTeam按QA形式进行了编译整理 · 某某網全文翻譯了這篇專訪"""
    if len(p.text) > 400:
        return None
    latin = re.search(
        r"(?:^|[。，,！？\s])([A-Za-z][A-Za-z0-9]{2,20})[^。，,]{0,12}?(?:编译整理|进行了编译|编译)", p.text
    )
    site = re.search(r"(?:^|[。，,！？\s])([一-鿿]{2,6}[网網社报報刊])(?:全文)?(?:翻译|翻譯|编译|編譯)了", p.text)
    out: list[Credit] = [("compiler", latin.group(1))] if latin else []
    return out + ([("publisher", site.group(1))] if site else []) or None


def date_before_text(p: Paragraph) -> list[Credit] | None:
    """最后更新: 2023-02-17 10:50:50【导读】…: a date glued to the text, which stays text."""
    found = re.match(
        r"([一-鿿A-Za-z ]{2,8})\s*[：:]\s*((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?)",
        p.text,
    )
    return [("published", found.group(2))] if found and field_kind(found.group(1)) == "published" else None


INSIDE_RULES: tuple[CreditRule, ...] = (
    date_before_text,
    dateline_publisher,
    agency,
    in_parentheses,
    compiled_by,
    kept_in_step,
)
