"""The site as MkDocs would make it, made by us: the same bytes, whatever happened before."""

from __future__ import annotations

import gzip
import html
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from corpus_site.generate.document import Document, Heading, Part, one_line, to_markdown
from corpus_site.problems import CannotGoOn
from corpus_site.publish import Published, publish
from corpus_site.publish.handover import Handover
from test_document import AWKWARD

ROOT = Path(__file__).parents[1]
SITE_NAME = next(
    line for line in (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\n") if line.startswith("site_name: ")
)
SECTIONS = {
    "index.md": "首页",
    "people/index.md": "人物",
    "themes/index.md": "主题",
    "timeline/index.md": "时间线",
    "articles/index.md": "文章",
    "sources/index.md": "来源",
    "organisations/index.md": "机构",
    "works/index.md": "作品与产品",
    "review/index.md": "待考",
    "about/index.md": "关于",
}
BY_HAND = {
    "by-hand.md": "# 关于\n\n*手写*，见[文](articles/a1/index.md#q1)、[节](#二-x)、[人](people/index.md)。\n\n## 二 x\n\n[TOC]\n",
    "notes/README.md": "一段没有题的话，&copy; <b>粗</b>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\n# x\n```\n",
    "notes/two-words.md": "## 题 {#own .c data-x=1}\n\n段 {: .k }\n\n<div>\n# 不是题\n\n<p>块</p>\n</div>\n\n尾\n",
    "notes/empty.md": "",
    "notes/blank.md": "\n \n",
    "notes/meta.md": "Title: 旧式\nDescription: 说明\n\n正文\n",
    "notes/bad-meta.md": "---\ntitle: [\n---\n\n<p>x</p>\n",
    "notes/hidden.md": "---\ntitle: 藏\nhide:\n  - toc\n  - navigation\n---\n\n<p>x</p>\n",
    "notes/other.markdown": "# GPT-4 与 `码`\n\n<p>x</p>\n",
    "notes/almost.md": "# 几乎 {#x}\n\n<p>一</p>\n<p>二</p>\n",
    "notes/stray.md": "# 题 {#x}\n\n<p>一\n\n## 二 {#y}\n\n<p>二</p>\n",
    "notes/marked.md": "\ufeff---\ntitle: 带记号\n---\n\n## 题 {#x}\n\n<p>x</p>\n",
    "notes/windows.md": "---\r\ntitle: 换行\r\n---\r\n\r\n## 题 {#x}\r\n\r\n<p>x\r\ny</p>\r\n",
    "notes/no-title.md": "## 只有二级 {#x}\n\n<p>x</p>\n",
    "notes/h1.md": "# 首题&#58; x {#x}\n\n<p>x</p>\n",
}
STATIC = {
    "assets/corpus-site.css": "body { color: inherit }\n",
    "assets/a b.txt": "一\r\n二",
    "data/all.json": "{}",
    "data/page.html": "<p>{{ page }}</p>",
    "notes/hidden/index.html": "a page takes this place",
    "404.html": "a template takes this place",
    ".hidden/x.md": "# x",
    "templates/x.md": "# x",
}


def article(number: int, *, words: str = "人工智能的未来") -> Document:
    parts: tuple[Part, ...] = (
        Heading(1, "top", f"第 {number} 篇"),
        f'<section id="q{number}"><p>{words} <a href="../../people/">人物</a></p></section>',
        Heading(2, "s1", "一节"),
        "<pre>\n\n{{ x }}\n\n</pre>",
    )
    return Document(f"articles/a{number}/index.md", f"第 {number} 篇", words, parts)


def awkward_pages() -> list[Document]:
    every: list[Part] = [Heading(1, "top", AWKWARD[0])]
    for number, text in enumerate(AWKWARD):
        quoted = html.escape(text)
        every += [
            Heading(2 + number % 5, f"h{number}", text),
            f'<div title="{quoted}">\n\n{quoted}\n\n</div>',
            f"<pre>{quoted}</pre>",
        ]
    titled = [
        Document(f"themes/t{n}/index.md", text, text, (Heading(1, "top", text), "<p>x</p>"))
        for n, text in enumerate(AWKWARD)
    ]
    return [Document("people/awkward/index.md", "难", "", tuple(every)), *titled]


class Folder:
    """A folder with the configuration of this project and a generated tree of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.docs = root / "build" / "docs"
        self.site = root / "build" / "site"
        self.config = root / "mkdocs.yml"
        root.mkdir(exist_ok=True)
        shutil.copy(ROOT / "mkdocs.yml", self.config)
        shutil.copytree(ROOT / "docs_templates" / "overrides", root / "docs_templates" / "overrides")
        for path, title in SECTIONS.items():
            self.add(Document(path, title, "", (Heading(1, "top", title), "<p>…</p>")))
        self.write("assets/corpus-site.css", "body { color: inherit }\n")

    def write(self, path: str, content: str) -> None:
        file = self.docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8", newline="")

    def add(self, *documents: Document) -> None:
        for document in documents:
            self.write(document.path, to_markdown(document))

    def change(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def publish(self, **options: object) -> Published:
        return publish(self.config, **options)  # type: ignore[arg-type]

    def plain(self, **overrides: str) -> dict[str, bytes]:
        """What MkDocs makes of the same files by itself."""
        site = self.root / "plain"
        config = load_config(str(self.config), config_file_path=str(self.config), site_dir=str(site), **overrides)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        return tree(site)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_same(ours: dict[str, bytes], theirs: dict[str, bytes]) -> None:
    assert sorted(ours) == sorted(theirs)
    assert [name for name in theirs if ours[name] != theirs[name]] == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    return Folder(tmp_path / "folder")


@pytest.fixture
def awkward(folder: Folder) -> Folder:
    folder.add(*awkward_pages(), *(article(n) for n in range(3)))
    for path, content in {**BY_HAND, **STATIC}.items():
        folder.write(path, content)
    return folder


def test_our_pages_build_strictly_and_are_handed_over(folder: Folder) -> None:
    folder.add(*awkward_pages(), *(article(n) for n in range(3)))
    published = folder.publish(strict=True)
    pages = len(SECTIONS) + len(AWKWARD) + 1 + 3
    assert (published.pages_rendered, published.pages_kept, published.warnings) == (pages, 0, ())
    config = load_config(str(folder.config), config_file_path=str(folder.config))
    assert Handover.under(config) is not None


def test_same_bytes_as_mkdocs_on_the_command_line(awkward: Folder) -> None:
    awkward.publish()
    ours = tree(awkward.site)
    shutil.rmtree(awkward.site)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=awkward.root, check=True, capture_output=True
    )
    assert_same(ours, tree(awkward.site))


@pytest.mark.parametrize(
    "overrides",
    [
        {"site_name": "别的 <名字> & 其余", "site_url": "https://example.org/sub/"},
        {"use_directory_urls": False},
        {"nav": None, "not_in_nav": None},
        {"theme": {"name": "mkdocs"}, "nav": None},
        {"markdown_extensions": ["attr_list", {"toc": {"permalink": "#", "toc_depth": "2-3", "permalink_title": ""}}]},
        {"markdown_extensions": ["attr_list", {"toc": {"permalink": True, "baselevel": 2}}]},
        {"markdown_extensions": ["attr_list", "md_in_html", "footnotes", "smarty"]},
        {"markdown_extensions": ["toc"]},
    ],
    ids=lambda overrides: ",".join(overrides),
)
def test_same_bytes_as_mkdocs_under_other_settings(awkward: Folder, overrides: dict[str, object]) -> None:
    text = awkward.config.read_text(encoding="utf-8")
    # Written into the file, not handed over: None would leave the setting as it is.
    settings = {**yaml.safe_load(text), **overrides}
    awkward.config.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    awkward.publish()
    assert_same(tree(awkward.site), awkward.plain())
    again = awkward.publish()
    assert_same(tree(awkward.site), tree(awkward.root / "plain"))
    assert again.files_copied == again.removed == 0


def test_overrides_take_the_place_of_settings(awkward: Folder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.move(awkward.docs, elsewhere / "docs")
    overrides: dict[str, object] = {
        "site_name": "某人的语录",
        "site_url": "https://example.org/x/",
        "site_description": None,
        "docs_dir": elsewhere / "docs",
        "site_dir": elsewhere / "site",
    }
    awkward.publish(overrides=overrides)
    told = {name: str(value) for name, value in overrides.items() if value is not None and name != "site_dir"}
    assert_same(tree(elsewhere / "site"), awkward.plain(**told))
    assert not awkward.site.exists()
    assert [path.name for path in (elsewhere / "cache").iterdir()] == ["published-site.json"]


# Every way in which a tree, its configuration or its surroundings can change between two builds.
CHANGES: dict[str, Callable[[Folder], object]] = {
    "nothing": lambda p: None,
    "page added": lambda p: p.add(article(7)),
    "page edited": lambda p: p.add(article(1, words="别的话")),
    "page deleted": lambda p: shutil.rmtree(p.docs / "articles" / "a1"),
    "page renamed": lambda p: (p.docs / "articles" / "a1").rename(p.docs / "articles" / "a9"),
    "section edited": lambda p: p.add(Document("people/index.md", "人物", "多了一人", (Heading(1, "top", "人物"),))),
    "section given an icon": lambda p: p.write("people/index.md", "---\nicon: material/account\n---\n\n<p>x</p>\n"),
    "home edited": lambda p: p.add(Document("index.md", "首页", "", (Heading(1, "top", "首页"), "<p>新</p>"))),
    "our page becomes hand-written": lambda p: p.write("articles/a1/index.md", "# 手写\n\n[链](../a2/index.md)\n"),
    "hand-written page becomes ours": lambda p: p.add(Document("by-hand.md", "关于", "", ("<p>x</p>",))),
    "page that a link points to deleted": lambda p: shutil.rmtree(p.docs / "articles" / "a1"),
    "static file added": lambda p: p.write("assets/new.js", "1"),
    "static file edited": lambda p: p.write("assets/corpus-site.css", "body { color: black }\n"),
    "static file deleted": lambda p: (p.docs / "data" / "all.json").unlink(),
    "static file over one of the theme": lambda p: p.write("assets/images/favicon.png", "ours"),
    "static file where a page was": lambda p: (
        shutil.rmtree(p.docs / "articles" / "a1"),
        p.write("articles/a1/index.html", "static"),
    ),
    "file where a folder was": lambda p: (shutil.rmtree(p.docs / "data"), p.write("data", "file")),
    "name of the site": lambda p: p.change("mkdocs.yml", SITE_NAME, "site_name: 语录集"),
    "address of the site": lambda p: p.change("mkdocs.yml", "# site_url:", "site_url:"),
    "title in the navigation": lambda p: p.change("mkdocs.yml", "- 人物: people", "- 人: people"),
    "entry of the navigation": lambda p: p.change("mkdocs.yml", "  - 来源: sources/index.md\n", ""),
    "feature of the theme": lambda p: p.change("mkdocs.yml", "- navigation.tabs", "- navigation.footer"),
    "mark of headings": lambda p: p.change("mkdocs.yml", "permalink: true", "permalink: false"),
    "template added": lambda p: (p.root / "docs_templates" / "overrides" / "partials" / "copyright.html").write_text(
        "<p>告</p>", encoding="utf-8"
    ),
    "template edited": lambda p: p.change("docs_templates/overrides/404.html", "<h1>", "<h1 class=x>"),
    "sitemap template edited": lambda p: p.change("docs_templates/overrides/sitemap.xml", "  <url>", "<url>"),
    "icon of our own": lambda p: (
        (p.root / "docs_templates" / "overrides" / ".icons" / "material").mkdir(parents=True),
        (p.root / "docs_templates" / "overrides" / ".icons" / "material" / "format-quote-close.svg").write_text(
            "<svg/>"
        ),
    ),
    "plugin added": lambda p: p.change("mkdocs.yml", "plugins: []", "plugins: [search]"),
    "extension added": lambda p: p.change("mkdocs.yml", "- attr_list", "- attr_list\n  - md_in_html"),
    "site folder deleted": lambda p: shutil.rmtree(p.site),
    "page of the site deleted": lambda p: (p.site / "people" / "index.html").unlink(),
    "page of the site edited": lambda p: (p.site / "people" / "index.html").write_text("x"),
    "sitemap of the site deleted": lambda p: (p.site / "sitemap.xml.gz").unlink(),
    "static file of the site edited": lambda p: (p.site / "assets" / "corpus-site.css").write_text("x"),
    "stray files in the site": lambda p: (
        (p.site / "old" / "deep").mkdir(parents=True),
        (p.site / "old" / "deep" / "index.html").write_text("old"),
        (p.site / "people" / ".hidden").write_text("old"),
        (p.site / "people" / ".1.unfinished").write_text("old"),
        (p.site / ".1.unfinished").write_text("old"),
        (p.site / "linked").symlink_to(p.docs),
    ),
    "record deleted": lambda p: shutil.rmtree(p.root / "build" / "cache"),
    "record damaged": lambda p: (p.root / "build" / "cache" / "published-site.json").write_text('{"outputs": 3}'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_an_incremental_build_is_what_mkdocs_makes(awkward: Folder, change: str) -> None:
    awkward.publish()
    CHANGES[change](awkward)
    awkward.publish()
    theirs = awkward.plain()
    assert_same(tree(awkward.site), theirs)
    folders = {path.relative_to(awkward.site) for path in awkward.site.rglob("*") if path.is_dir()}
    assert folders == {
        path.relative_to(awkward.root / "plain") for path in (awkward.root / "plain").rglob("*") if path.is_dir()
    }


def test_changes_one_after_another_and_back_again(awkward: Folder) -> None:
    first = awkward.config.read_text(encoding="utf-8")
    awkward.publish()
    before = tree(awkward.site)
    for change in ("page edited", "plugin added", "template added", "page deleted", "extension added"):
        CHANGES[change](awkward)
        awkward.publish()
    awkward.config.write_text(first, encoding="utf-8")
    (awkward.root / "docs_templates" / "overrides" / "partials" / "copyright.html").unlink()
    awkward.add(article(1))
    awkward.publish()
    assert_same(tree(awkward.site), before)


def test_only_what_changed_is_rendered(folder: Folder) -> None:
    folder.add(*(article(n) for n in range(5)))
    pages = len(SECTIONS) + 5
    assert folder.publish().pages_rendered == pages
    assert folder.publish() == Published(pages_rendered=0, pages_kept=pages, files_copied=0, removed=0, warnings=())
    untouched = folder.site / "articles" / "a2" / "index.html"
    looked = untouched.stat()
    folder.add(article(1, words="别的"), article(8))
    (folder.docs / "articles" / "a3" / "index.md").unlink()
    published = folder.publish()
    assert (published.pages_rendered, published.pages_kept, published.removed) == (2, pages - 2, 1)
    # A section whose description counts its entries changes with every article, and with it no other page.
    folder.add(Document("people/index.md", "人物", "共 24 人", (Heading(1, "top", "人物"), "<p>24</p>")))
    assert folder.publish().pages_rendered == 1
    os.utime(folder.docs / "index.md", (1, 1))
    assert folder.publish().pages_rendered == 0
    assert folder.publish(overrides={"site_name": "别名"}).pages_rendered == pages
    assert folder.publish(clean=True).pages_rendered == pages
    assert folder.publish(clean=True, overrides={"site_name": None}).pages_rendered == pages
    assert untouched.stat().st_mtime_ns != looked.st_mtime_ns


def test_page_that_renders_to_the_same_is_not_written_again(folder: Folder) -> None:
    folder.publish()
    page = folder.site / "people" / "index.html"
    looked = page.stat()
    folder.change("mkdocs.yml", "# How the generated", "extra_unused: &x 1\n# How the generated")
    folder.change("mkdocs.yml", "extra:\n", "extra:\n  unused: 1\n")
    folder.change("mkdocs.yml", "extra_unused: &x 1\n", "")
    assert folder.publish().pages_kept == 0
    assert (page.stat().st_mtime_ns, page.stat().st_ino) == (looked.st_mtime_ns, looked.st_ino)


def test_nothing_depends_on_where_or_when_a_site_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    trees = []
    for name in ("one", "二 <two>"):
        folder = Folder(tmp_path / name)
        folder.add(*awkward_pages())
        folder.publish(overrides={"site_url": "https://example.org/"})
        trees.append(tree(folder.site))
    assert_same(*trees)
    assert "SOURCE_DATE_EPOCH" not in os.environ
    assert b"lastmod" not in trees[0]["sitemap.xml"]
    assert b"<loc>https://example.org/people/</loc>" in trees[0]["sitemap.xml"]
    assert gzip.decompress(trees[0]["sitemap.xml.gz"]) == trees[0]["sitemap.xml"]
    assert trees[0]["sitemap.xml.gz"][4:8] == bytes(4), "0 stands for no time given"


def test_source_date_of_the_surroundings_is_honoured(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.publish()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder.publish()
    assert_same(tree(folder.site), folder.plain())
    assert (folder.site / "sitemap.xml.gz").read_bytes()[4:8] != bytes(4)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(CannotGoOn, match="SOURCE_DATE_EPOCH is 'today'"):
        folder.publish()


def test_warnings_are_told_each_time_and_end_a_strict_build(folder: Folder) -> None:
    folder.write("by-hand.md", "# 关于\n\n[无](gone.md) [无锚](people/index.md#gone) [自](#gone) [有](index.md#top)\n")
    folder.publish()  # the second time all targets are kept pages, which nobody converted
    for published in (folder.publish(), folder.publish(clean=True)):
        assert published.warnings == (
            "Doc file 'by-hand.md' contains a link 'gone.md', but the target is not found among documentation files.",
            "Doc file 'by-hand.md' contains a link '#gone', but there is no such anchor on this page.",
            "Doc file 'by-hand.md' contains a link 'people/index.md#gone', "
            "but the doc 'people/index.md' does not contain an anchor '#gone'.",
        )
    with pytest.raises(CannotGoOn, match=r"built, but not without warnings\n.*gone\.md"):
        folder.publish(strict=True)
    assert_same(tree(folder.site), folder.plain())
    folder.change("mkdocs.yml", "plugins: []", "plugins: [search]")
    assert len(folder.publish().warnings) == 3
    with pytest.raises(CannotGoOn, match="built, but not without warnings"):
        folder.publish(strict=True)


def test_missing_section_is_a_warning(folder: Folder) -> None:
    (folder.docs / "review" / "index.md").unlink()
    assert [w for w in folder.publish().warnings if "review/index.md" in w]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (f"{SITE_NAME}\n", "", "Required configuration not provided"),
        ("name: material", "name: no-such-theme", "Unrecognised theme name: 'no-such-theme'"),
        ("docs_dir: build/docs", "docs_dir: nowhere", "isn't an existing directory"),
        (SITE_NAME, "site_name: [", "error parsing the configuration file"),
        ("plugins: []", "plugins: [no-such-plugin]", "no-such-plugin"),
    ],
)
def test_configuration_that_mkdocs_refuses_ends_the_build(folder: Folder, old: str, new: str, message: str) -> None:
    folder.change("mkdocs.yml", old, new)
    with pytest.raises(CannotGoOn, match=message):
        folder.publish()


def test_page_that_is_not_utf8_ends_the_build_and_is_named(folder: Folder) -> None:
    (folder.docs / "by-hand.md").write_bytes("# 关于".encode("gb18030"))
    with pytest.raises(CannotGoOn, match=r"by-hand\.md"):
        folder.publish()


def test_build_that_fails_on_the_way_leaves_nothing_wrong(awkward: Folder) -> None:
    awkward.publish()
    awkward.change("mkdocs.yml", SITE_NAME, "site_name: 语录集")
    awkward.write("people/z/index.md", "---\ntemplate: no-such-template.html\n---\n\n<p>x</p>\n")
    with pytest.raises(Exception, match=r"no-such-template\.html") as failed:
        awkward.publish()
    assert failed.value.__notes__ == ["in people/z/index.md"]
    assert "语录集" in (awkward.site / "people" / "index.html").read_text(encoding="utf-8"), (
        "no page was rendered before"
    )
    # Back to what the record knows: pages rendered in between must not pass for those it tells of.
    awkward.change("mkdocs.yml", "site_name: 语录集", SITE_NAME)
    shutil.rmtree(awkward.docs / "people" / "z")
    awkward.publish()
    assert_same(tree(awkward.site), awkward.plain())


def test_killed_build_leaves_nothing_wrong(folder: Folder) -> None:
    folder.add(*(article(n) for n in range(150)))
    folder.publish()
    folder.change("mkdocs.yml", SITE_NAME, "site_name: 语录集")
    program = (
        f"from corpus_site.publish import publish\nfrom pathlib import Path\npublish(Path({str(folder.config)!r}))"
    )
    watched = folder.site / "articles" / "a10" / "index.html"
    before = watched.stat().st_ino
    running = subprocess.Popen([sys.executable, "-c", program])
    deadline = time.monotonic() + 60
    while running.poll() is None and watched.stat().st_ino == before and time.monotonic() < deadline:
        time.sleep(0.001)
    running.send_signal(signal.SIGKILL)
    running.wait()
    folder.change("mkdocs.yml", "site_name: 语录集", SITE_NAME)
    folder.publish()
    assert_same(tree(folder.site), folder.plain())


def test_template_that_lists_other_pages_is_left_to_mkdocs(awkward: Folder) -> None:
    overrides = awkward.root / "docs_templates" / "overrides"
    (overrides / "main.html").write_text(
        '{% extends "base.html" %}{% block announce %}{{ pages | length }} {{ pages[3].page.title }}{% endblock %}'
    )
    awkward.publish()
    awkward.add(article(9))
    published = awkward.publish()
    assert published.pages_kept == 0
    assert_same(tree(awkward.site), awkward.plain())


@pytest.mark.parametrize("what", ["title", "meta.description", "content", "toc", "markdown"])
def test_sitemap_that_reads_pages_is_left_to_mkdocs(awkward: Folder, what: str) -> None:
    overrides = awkward.root / "docs_templates" / "overrides"
    (overrides / "sitemap.xml").write_text("{% for file in pages %}{{ file.page." + what + " }}{% endfor %}")
    awkward.publish()
    awkward.add(article(1, words="别的"))
    awkward.publish()
    assert_same(tree(awkward.site), awkward.plain())


def test_hidden_files_at_the_top_of_the_site_stay(folder: Folder) -> None:
    folder.publish()
    (folder.site / ".git").mkdir()
    (folder.site / ".git" / "x").write_text("x")
    (folder.site / ".nojekyll").write_text("")
    assert folder.publish().removed == 0
    folder.publish(clean=True)
    assert (folder.site / ".git" / "x").exists()
    assert (folder.site / ".nojekyll").exists()


@pytest.fixture(scope="module")
def awkward_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Folder(tmp_path_factory.mktemp("awkward") / "folder")
    folder.add(*awkward_pages())
    folder.publish(overrides={"site_url": "https://example.org/"})
    return folder.site


def test_words_of_headings_are_shown_and_never_read(awkward_site: Path) -> None:
    """In the page, in the outline and in the window's title: the words as they are, no markup out of them."""
    calm = BeautifulSoup((awkward_site / "themes" / "t0" / "index.html").read_bytes(), "html.parser")
    for number, text in enumerate(AWKWARD):
        page = BeautifulSoup((awkward_site / "themes" / f"t{number}" / "index.html").read_bytes(), "html.parser")
        shown = one_line(text)
        heading = page.select_one("h1#top")
        assert heading is not None
        assert heading.get_text() == shown + "¶"
        assert page.title is not None
        assert page.title.get_text() == f"{shown} - {SITE_NAME.removeprefix('site_name: ')}"
        description = page.select_one('meta[name="description"]')
        assert description is not None
        assert description["content"] == shown
        assert [tag.name for tag in page.find_all(True)] == [tag.name for tag in calm.find_all(True)]
        assert [sorted(tag.attrs) for tag in page.find_all(True)] == [sorted(tag.attrs) for tag in calm.find_all(True)]


def test_outline_shows_the_words_of_headings(awkward_site: Path) -> None:
    page = BeautifulSoup((awkward_site / "people" / "awkward" / "index.html").read_bytes(), "html.parser")
    outline = page.select('.md-sidebar--secondary [data-md-component="toc"] a.md-nav__link')
    assert {str(a["href"]): a.get_text().strip(" \n") for a in outline} == {
        f"#h{number}": one_line(text) for number, text in enumerate(AWKWARD)
    }


def test_no_page_asks_for_anything_from_elsewhere(awkward_site: Path) -> None:
    for path in awkward_site.rglob("*.html"):
        page = BeautifulSoup(path.read_bytes(), "html.parser")
        fetched = [
            tag.get(name) for name in ("src", "srcset", "poster", "data") for tag in page.find_all(attrs={name: True})
        ]
        fetched += [link["href"] for link in page.find_all("link") if "canonical" not in link["rel"]]
        assert [url for url in fetched if "//" in str(url)] == []
        assert "fonts.g" not in path.read_text(encoding="utf-8")
        assert [meta["http-equiv"] for meta in page.find_all("meta", {"http-equiv": True})] in (
            [],
            ["Content-Security-Policy"],
        )
