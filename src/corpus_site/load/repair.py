"""Damage that others did to a text's characters, mended as far as it can be; every change is recorded."""

from __future__ import annotations

from corpus_site.load.glosses import find_glosses
from corpus_site.model import Repair


def mend(text: str) -> tuple[str, tuple[Repair, ...]]:
    """Take out glosses.  The number of lines stays.

    >>> text, repairs = mend("領(lǐng)導者")
    >>> text, repairs[0].was, repairs[0].now
    ('領導者', '領(lǐng)', '領')
    >>> mend("IAEA(國際原子能機構)")
    ('IAEA(國際原子能機構)', ())
    """
    kept: list[str] = []
    repairs: list[Repair] = []
    at, line = 0, 1
    for begin, end in find_glosses(text):
        line += text.count("\n", at, begin)
        kept.append(text[at:begin])
        repairs.append(Repair(rule="gloss", line=line, was=text[begin - 1 : end], now=text[begin - 1]))
        at = end
    return "".join((*kept, text[at:])), tuple(repairs)
