"""Articles made by hand, for the tests of the enricher."""

from __future__ import annotations

from corpus_site.authority import Authority, Short
from corpus_site.model import (
    Article,
    Block,
    PartialDate,
    Person,
    PersonId,
    Quote,
    QuoteKind,
    Selector,
    Speaker,
    SpeakerType,
)
from corpus_site.permalinks import article_id, quote_id


def speaker(
    name: str, *names: str, type: SpeakerType = "person", label: str | None = None, role: str | None = None
) -> Speaker:
    return Speaker(type=type, name=name, names=names, label=name if label is None else label, role=role)


class Making:
    """An article under construction: paragraphs, headings and turns are added in order."""

    def __init__(self, title: str = "标题", path: str = "a.txt", published: str | None = None) -> None:
        self.title, self.path = title, path
        self.published = PartialDate(edtf=published, basis="stated", evidence=published) if published else None
        self._body = ""
        self._blocks: list[Block] = []
        self._quotes: list[tuple[QuoteKind, tuple[int, int], Speaker | None, int]] = []

    def _add(self, text: str, kind: str = "paragraph", level: int = 0) -> int:
        start = len(self._body) + (2 if self._body else 0)
        self._body += ("\n\n" if self._body else "") + text
        line = len(self._blocks) + 1
        span = (start, start + len(text))
        self._blocks.append(Block(kind=kind, text=text, lines=(line, line), rule="made", span=span, level=level))  # type: ignore[arg-type]
        return start

    def prose(self, text: str) -> Making:
        self._add(text)
        return self

    def heading(self, text: str) -> Making:
        self._add(text, "heading", 2)
        return self

    def turn(self, who: Speaker, text: str) -> Making:
        start = self._add(f"{who.label}：{text}") + len(f"{who.label}：")
        self._quotes.append(("turn", (start, start + len(text)), who, len(self._blocks)))
        return self

    def quote(self, who: Speaker | None, words: str, prose: str, kind: QuoteKind = "direct") -> Making:
        """Words inside a paragraph that holds them once."""
        start = self._add(prose) + prose.index(words)
        self._quotes.append((kind, (start, start + len(words)), who, len(self._blocks)))
        return self

    def done(self, **more: object) -> Article:
        made = article_id(self.title, self._body)
        seen: dict[str, int] = {}
        quotes = []
        for kind, span, who, line in self._quotes:
            text = self._body[slice(*span)]
            seen[text] = seen.get(text, 0) + 1
            quotes.append(
                Quote(
                    id=quote_id(made, text, seen[text]),
                    kind=kind,
                    text=text,
                    spans=(span,),
                    lines=(line, line),
                    speaker=who,
                    selector=Selector(prefix="", exact=text, suffix=""),
                    rule="made",
                    confidence="high",
                )
            )
        fields: dict[str, object] = {
            "id": made,
            "path": self.path,
            "lines": (1, len(self._blocks)),
            "sha256": "0" * 64,
            "title": self.title,
            "published": self.published,
            "body": self._body,
            "blocks": tuple(self._blocks),
            "quotes": tuple(quotes),
        }
        return Article(**{**fields, **more})  # type: ignore[arg-type]


ALTMAN = Person(id=PersonId("sam-altman"), name="Sam Altman", names=("奥特曼", "萨姆·奥特曼", "Altman"))
BROCKMAN = Person(id=PersonId("greg-brockman"), name="Greg Brockman", names=("布罗克曼",))
GOLDMAN = Person(id=PersonId("goldman"), type="organisation", name="高盛")
AUTHORITY = Authority(
    people=(ALTMAN, BROCKMAN, GOLDMAN),
    short=(
        Short("Sam", PersonId("sam-altman")),
        Short("山姆", PersonId("sam-altman")),
        Short("Greg", PersonId("greg-brockman")),
    ),
    near=("山姆会员店", "迪迦奥特曼"),
)
