"""How problems are put into words and into order."""

from __future__ import annotations

from corpus_site.model import Level, Problem

_RANK: dict[Level, int] = {"error": 0, "warning": 1, "notice": 2}


class CannotGoOn(Exception):
    """The one exception meant for the reader: the message says where, what and what to do next."""


def one_line(problem: Problem) -> str:
    """Render a problem as `where rule message: hint`.

    >>> one_line(Problem(level="warning", path="a.txt", line=7, rule="label", message="「小王」不在名录", hint="加入名录"))
    'a.txt:7 [warning] label: 「小王」不在名录 → 加入名录'
    >>> one_line(Problem(level="error", path="b.txt", rule="empty", message="文件为空"))
    'b.txt [error] empty: 文件为空'
    """
    where = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
    hint = f" → {problem.hint}" if problem.hint else ""
    return f"{where} [{problem.level}] {problem.rule}: {problem.message}{hint}"


def worst_first(problems: list[Problem] | tuple[Problem, ...]) -> list[Problem]:
    """Sort by level, then place; the order is total, so output is the same on every run."""
    return sorted(problems, key=lambda p: (_RANK[p.level], p.path, p.line or 0, p.rule, p.message))
