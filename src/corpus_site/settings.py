"""`corpus.yaml`: what the owner says about the site as a whole.  The file may be absent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corpus_site.model import Problem
from corpus_site.yaml_lines import Entry, is_web_address, read_sheet

FILE = "corpus.yaml"
CHOICES = {"images": ("mirror", "lazy", "links"), "cards": ("pages", "quotes", "none")}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Site-wide options; every one has a default."""

    site_name: str = "语录"
    description: str = ""
    owner: str = ""
    contact: str = ""  # where a reader reports a mistake: an address of mail or of a page
    language: str = "zh"
    site_url: str = ""  # where the site will be published; empty: not known, links stay relative
    copyright: str = ""
    images: str = "mirror"  # of articles: mirror (copy those that lie beside them), lazy (load the others too), links
    cards: str = "pages"  # pictures for links that unfurl: pages (articles and people), quotes (these too), none


def read_settings(folder: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Read `corpus.yaml` in the corpus folder; give the settings and all mistakes in it at once.

    >>> read_settings(Path("no such folder"))[0].language
    'zh'
    """
    sheet = read_sheet(folder, FILE, "settings")
    names = tuple(Settings.__dataclass_fields__)
    values: dict[str, str] = {}
    for entry in sheet.fields():
        entry.only(*names)
        for name in names:
            value = entry.text(name)
            if value is not None and _right(entry, name, value):
                values.setdefault(name, value)
    if values.get("site_url"):
        values["site_url"] = values["site_url"].rstrip("/") + "/"
    return Settings(**values), tuple(sheet.problems)


def _right(entry: Entry, name: str, value: str) -> bool:
    line = entry.line_of(name)
    if name == "site_url" and not is_web_address(value):
        entry.sheet.complain(line, f"site_url「{value}」不是网址，未采用", "写成 https://主机名/路径/")
        return False
    choices = CHOICES.get(name)
    if choices and value not in choices:
        complaint = f"{name}「{value}」不在可选之列，未采用"
        entry.sheet.complain(line, complaint, f"写成 {'、'.join(choices)} 之一")
        return False
    if name == "language" and not LANGUAGE.fullmatch(value):
        entry.sheet.complain(line, f"language「{value}」不是语言代码，未采用", "写成 zh、zh-Hant 或 en")
        return False
    return True
