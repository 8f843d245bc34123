"""What the commands say in words: counts, problems, and corpus text that must not act on a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from typing import TextIO

import click
from rich.console import Console
from rich.text import Text

from corpus_site.model import Corpus, Level, Problem
from corpus_site.problems import one_line

_STYLES: dict[Level, str] = {"error": "bold red", "warning": "yellow", "notice": "dim"}
_HIDDEN = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_HIDDEN |= {
    code: f"\\u{code:04x}"
    for code in (0x061C, 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def visible(text: str) -> str:
    r"""Make control characters and marks that turn the reading direction visible, so that none acts on a terminal.

    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    >>> visible("汉字，plain")
    '汉字，plain'
    """
    return text.translate(_HIDDEN)


def counted(count: int, noun: str) -> str:
    """Count things in words.

    >>> counted(1, "person"), counted(0, "person"), counted(2, "page")
    ('1 person', '0 people', '2 pages')
    """
    return f"{count} {noun if count == 1 else {'person': 'people'}.get(noun, noun + 's')}"


def counts(corpus: Corpus) -> str:
    """Say how much there is.

    >>> counts(Corpus(articles=(), people=(), themes=(), sources=()))
    '0 articles, 0 quotes, 0 people'
    """
    quotes = sum(len(article.quotes) for article in corpus.articles)
    numbers = ((len(corpus.articles), "article"), (quotes, "quote"), (len(corpus.people), "person"))
    return ", ".join(counted(count, noun) for count, noun in numbers)


def print_problems(problems: Iterable[Problem], out: TextIO) -> None:
    """Print problems one a line, in colour on a terminal."""
    console = Console(file=out, soft_wrap=True, highlight=False)
    for problem in problems:
        console.print(Text(visible(one_line(problem)), style=_STYLES[problem.level]))


def tell(line: str) -> None:
    """Say something beside the output proper."""
    click.echo(visible(line), err=True)


def own_name() -> str:
    """Give the name under which the reader can call us again."""
    called = sys.argv[0]
    if not called.endswith("corpus-site") or shutil.which("corpus-site") == called:
        return "corpus-site"
    return called
