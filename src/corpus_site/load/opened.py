"""What a reader makes of a file's bytes: neutral paragraphs, so that every later rule is written once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from corpus_site.load.clean import normalise
from corpus_site.load.decode import decode
from corpus_site.load.paragraphs import Paragraph
from corpus_site.load.repair import mend
from corpus_site.model import Article, Problem, Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Paragraphs in order, and the metadata that the file states in a form of its own.

    The keys of `meta` are those of `masthead`: title, author, published, publisher, url …  An empty title says that none
    is printed, so that no opening line is taken for one.
    """

    paragraphs: list[Paragraph]
    meta: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file as its reader gives it.

    `last_line` is the number of its lines, in which paragraphs and repairs count; `articles` are records that the
    file holds ready-made, in the place of paragraphs.
    """

    encoding: str
    read: Read | None = None
    last_line: int
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()
    articles: tuple[Article, ...] = ()


Reader = Callable[
    [bytes, str], Opened | Problem
]  # bytes of the file and its path in the corpus; never raises for bad input


def textual(read: Callable[[str], Read]) -> Reader:
    """Make a reader of plain text one of files: decoded, cleaned and mended first."""

    def opened(data: bytes, path: str) -> Opened | Problem:
        decoded = decode(data, path)
        if isinstance(decoded, Problem):
            return decoded
        text, repairs = mend(normalise(decoded.text))
        if not text.strip():
            return Problem(
                level="error",
                path=path,
                line=1,
                rule="empty",
                message="文件是空的",
                hint="补上文章内容，或把文件移出语料文件夹",
            )
        return Opened(
            encoding=decoded.encoding,
            read=read(text),
            last_line=max(1, len(text.splitlines())),
            repairs=repairs,
            problems=decoded.problems,
        )

    return opened
