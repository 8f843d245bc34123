"""The interface in English: every word of ours, in the frame and in the pages; the corpus stays as it is."""

from __future__ import annotations

import re

import yaml
from bs4 import BeautifulSoup, NavigableString

from project import Project

HAN = re.compile(r"[\u4e00-\u9fff]")


def test_an_english_site_speaks_english(project: Project) -> None:
    settings = project.seeds / "corpus.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        .replace("language: zh", "language: en")
        .replace("人工智能语录", "Quotes on AI"),
        encoding="utf-8",
    )
    project.run_apart("build")
    home = BeautifulSoup((project.site / "index.html").read_bytes(), "html.parser")
    assert home.html is not None
    assert home.html["lang"] == "en"
    assert [link.get_text(strip=True) for link in home.select(".md-tabs__link")] == [
        "Home", "People", "Themes", "Timeline", "Articles", "Sources", "Organisations", "Works", "To be settled", "About",
    ]  # fmt: skip
    assert "Nothing here" in (project.site / "404.html").read_text(encoding="utf-8")
    about = BeautifulSoup((project.site / "about" / "index.html").read_bytes(), "html.parser")
    chinese = [
        str(text)
        for text in about.find_all(string=True)
        if type(text) is NavigableString and HAN.search(text) and not text.find_parents(attrs={"lang": "zh-Hans"})
    ]
    owner = yaml.safe_load(settings.read_text(encoding="utf-8"))
    own = {owner["description"], owner["copyright"], owner["owner"]}
    assert {text.strip() for text in chinese} <= own
    quote = BeautifulSoup(next(project.site.glob("q/*/index.html")).read_bytes(), "html.parser")
    assert quote.html is not None
    assert quote.html["lang"] == "en"
    words = quote.select_one("blockquote")
    assert words is not None
    assert str(words["lang"]).startswith("zh")
    assert [h.get_text() for h in quote.find_all("h2")][:3] == ["Cite", "Why this person", "Context"]
