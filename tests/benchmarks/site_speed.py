"""How long a build of the site takes, beside plain `mkdocs build` of the same content written as ordinary Markdown.

    python tests/benchmarks/site_speed.py 1000

Makes so many articles, builds them with corpus-site in the ways that occur, and builds what a person would write of the same
articles with the same MkDocs, theme and settings: a page of each article, person, theme, source, of each person on each
theme, lists of them and one timeline, with every quote in full wherever it belongs.  What ours has beside these: a page of
every quote, comparing, feeds, twins, pictures.  The plain site has a short navigation and, as ours, no search; its builds
with MkDocs' search, and without the pages of one person on one theme, stand below it.

Every build is a process of its own, of a copy of the program as it is now.  Prints wall and processor seconds, the largest
memory, and ratios to the first plain build and to that with search.  No test: look at the ratios on a machine that does
nothing else; processor time suffers least where it does.
"""

from __future__ import annotations

import html
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from corpus_maker import ROOT, article, make

from corpus_site import cli
from corpus_site.catalogue import Catalogue, Entry, catalogue
from corpus_site.edtf import year_of
from corpus_site.generate import generate, paths
from corpus_site.generate.paths import PagePath
from corpus_site.generate.views import PAIRED
from corpus_site.generate.words import frame_words
from corpus_site.generate.write import write_tree
from corpus_site.model import Article, PartialDate
from corpus_site.publish import publish

NEWEST = 20  # articles that the plain first page lists
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
OURS = ("-m", "corpus_site", "build")
PLAIN = ("-m", "mkdocs", "build", "--quiet", "--config-file")

# A process counts as its own largest memory that of the process which started it: so a small one stands between.
MEASURE = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stderr=subprocess.STDOUT)
_, status, used = os.wait4(process.pid, 0)
taken = [time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]
print("\\n" + json.dumps([*taken, os.waitstatus_to_exitcode(status)]))
"""


@dataclass(frozen=True)
class Run:
    """What one build took, with all processes it started, and what there was after it."""

    name: str
    pages: int
    quotes: int  # pages of single quotes
    wall: float
    processor: float
    megabytes: float


def started(folder: Path, *arguments: str) -> tuple[list[float], str]:
    """Run Python in a process of its own; give wall and processor seconds, the largest memory, and what it printed.

    The program is the copy beside the folder: one that changes between two builds would make the second read all anew.
    """
    command = [sys.executable, "-c", MEASURE, sys.executable, *arguments]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": str(folder.parent / "src")}
    told = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    said, _, measured = told.stdout.rstrip().rpartition("\n")
    *taken, status = json.loads(measured)
    if status:
        raise SystemExit(f"{' '.join(arguments)}: ended with {status}\n{said[-2000:]}")
    return taken, said.rstrip()


def run(name: str, folder: Path, site: str, *arguments: str) -> Run:
    taken, _ = started(folder, *arguments)
    pages = [path.relative_to(folder / site).parts[0] for path in (folder / site).rglob("index.html")]
    return Run(name, len(pages) - pages.count("q"), pages.count("q"), *taken)


# ---- ours


def lay_out(number: int, folder: Path) -> None:
    """Make a project of this many articles with the lists, templates and configuration of the seeds."""
    make(number, folder / "seeds")
    for file in sorted((ROOT / "seeds").glob("*.yaml")):
        shutil.copy(file, folder / "seeds")
    shutil.copytree(ROOT / "docs_templates", folder / "docs_templates")
    shutil.copy(ROOT / "mkdocs.yml", folder)


def add(number: int, folder: Path) -> None:
    (folder / "seeds" / f"{number:06}.md").write_text(article(number, number), encoding="utf-8")


def edit(number: int, folder: Path) -> None:
    """Let the last speaker of the first interview in the second half say one sentence more."""
    for file in sorted((folder / "seeds").glob("*.md"))[number // 2 :]:
        text = file.read_text(encoding="utf-8")
        if "：" in text.rstrip().rsplit("\n", 1)[-1][:5]:
            file.write_text(f"{text.rstrip()}这件事我们以后再谈。\n", encoding="utf-8")
            return


def remove_output(folder: Path) -> None:
    shutil.rmtree(folder / "build" / "docs")
    shutil.rmtree(folder / "build" / "site")


def ours(number: int, folder: Path) -> Iterator[Run]:
    site = "build/site"
    yield run("clean, from nothing", folder, site, *OURS)
    remove_output(folder)
    yield run("clean, caches kept", folder, site, *OURS)
    yield run("nothing changed", folder, site, *OURS)
    add(number, folder)
    yield run("one article added", folder, site, *OURS)
    edit(number, folder)
    yield run("one article edited", folder, site, *OURS)


def stages() -> dict[str, tuple[float, float, float]]:
    """Build here as `cli` does; give wall and processor seconds of each stage, and the largest memory up to its end."""
    taken: dict[str, tuple[float, float, float]] = {}
    last = [time.perf_counter(), time.process_time()]

    def done(name: str) -> None:
        now = [time.perf_counter(), time.process_time()]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        taken[name] = (now[0] - last[0], now[1] - last[1], memory)
        last[:] = now

    seeds, output, templates, config = Path("seeds"), Path("build"), Path("docs_templates"), Path("mkdocs.yml")
    cache = output / "cache"
    found = cli._read(seeds, cache / cli.LOADED)
    done("load, enrich")
    indexed = catalogue(found.corpus, found.settings)
    done("catalogue")
    write_tree(generate(indexed, templates, corpus=seeds, cache=cache), output / "docs")
    done("generate, write")
    words = frame_words(templates, found.settings.language)
    publish(config, overrides=cli._overrides(found.settings, output, config), words=words)
    done("publish")
    return taken


# ---- the same content as ordinary Markdown


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line.

    >>> escaped("*甲* <b>")
    '\\\\*甲\\\\* &lt;b&gt;'
    """
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|])", r"\\\1", html.escape(" ".join(text.split()), quote=False))


def link(here: PagePath, there: PagePath, text: str) -> str:
    return f"[{escaped(text)}]({'../' * here.count('/')}{there})"


def day(date: PartialDate | None) -> str:
    return date.edtf if date is not None else "无日期"


def article_markdown(one: Article) -> str:
    """An article as one would write it down: turns as `**Name：** words`, sections as headings."""
    turns = {quote.spans[0][0] for quote in one.quotes if quote.kind == "turn"}
    rows = [f"# {escaped(one.title)}", escaped(day(one.published))]
    for block in one.blocks:
        if block.span is None:
            continue
        start, end = block.span
        words = next((at for at in range(start, min(end, start + 30)) if at in turns), start)
        label = one.body[start:words].strip("：: ")
        name = f"**{escaped(label)}：** " if label else ""
        rows.append(f"{'## ' if block.kind == 'heading' else name}{escaped(one.body[words:end])}")
    return "\n\n".join(rows)


def quote_list(here: PagePath, title: str, entries: Iterable[Entry]) -> str:
    """A page of quotes by year, each in full with its date, speaker and article."""
    years: dict[int | None, list[str]] = defaultdict(list)
    for entry in entries:
        speaker = entry.quote.speaker
        who = "" if speaker is None else speaker.name
        if speaker is not None and speaker.id is not None:
            who = link(here, paths.person_page(speaker.id), speaker.name)
        source = link(here, paths.article_page(entry.article.id), entry.article.title)
        years[year_of(entry.date.edtf) if entry.date is not None else None].append(
            f"- {escaped(entry.words)}\n  {who}，{day(entry.date)}，《{source}》"
        )
    return "\n\n".join(
        [f"# {escaped(title)}", *(f"## {year or '无日期'}\n\n" + "\n".join(years[year]) for year in years)]
    )


def link_list(here: PagePath, title: str, links: Iterable[tuple[str, PagePath, str]]) -> str:
    """A page of links, each behind its date or number."""
    return f"# {escaped(title)}\n\n" + "\n".join(f"- {before} {link(here, to, text)}" for before, to, text in links)


def plain_pages(c: Catalogue, pairs: bool) -> Iterator[tuple[PagePath, str]]:
    """Give every page of the plain site; `pairs`: with the pages of one person on one theme."""
    articles = [(day(a.published), paths.article_page(a.id), a.title) for a in c.articles.values()]
    moments = [(day(m.date), paths.article_page(m.article.id), m.name or m.article.title) for m in c.timeline]
    people = [(f"{len(c.quotes_of_person.get(n, ()))}", paths.person_page(n), p.name) for n, p in c.people.items()]
    themes = [(f"{len(c.quotes_of_theme.get(n, ()))}", paths.theme_page(n), t.name) for n, t in c.themes.items()]
    sources = [(f"{len(c.articles_of_source.get(n, ()))}", paths.source_page(n), s.name) for n, s in c.sources.items()]
    yield paths.HOME, link_list(paths.HOME, "语录", [*articles[:NEWEST], *people, *themes])
    yield paths.ARTICLES, link_list(paths.ARTICLES, "文章", articles)
    yield paths.PEOPLE, link_list(paths.PEOPLE, "人物", people)
    yield paths.THEMES, link_list(paths.THEMES, "主题", themes)
    yield paths.SOURCES, link_list(paths.SOURCES, "来源", sources)
    yield paths.TIMELINE, link_list(paths.TIMELINE, "时间线", moments)
    for a in c.articles.values():
        yield paths.article_page(a.id), article_markdown(a)
    for person in c.people.values():
        page = paths.person_page(person.id)
        yield page, quote_list(page, person.name, c.quotes_of_person.get(person.id, ()))
    for theme in c.themes.values():
        page = paths.theme_page(theme.id)
        yield page, quote_list(page, theme.name, c.quotes_of_theme.get(theme.id, ()))
    for name, source in c.sources.items():
        page = paths.source_page(name)
        of_source = [(day(a.published), paths.article_page(a.id), a.title) for a in c.articles_of_source.get(name, ())]
        yield page, link_list(page, source.name, of_source)
    for (who, what), entries in c.quotes_of_person_on_theme.items():
        if pairs and len(entries) >= PAIRED:
            page = paths.pair_page(who, what)
            yield page, quote_list(page, f"{c.people[who].name}谈{c.themes[what].name}", entries)


def write_plain(folder: Path) -> None:
    """Write the plain site of the project here, with and without the pages of one person on one theme, and its configurations."""
    found = cli._read(Path("seeds"), Path("build") / "cache" / cli.LOADED)
    indexed = catalogue(found.corpus, found.settings)
    for docs, pairs in (("docs", True), ("fewer", False)):
        for path, text in plain_pages(indexed, pairs):
            file = folder / docs / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text + "\n", encoding="utf-8")
    settings = plain_settings()
    kinds: dict[str, dict[str, Any]] = {
        "plain": {"plugins": []},
        "search": {},
        "fewer": {"plugins": [], "docs_dir": "fewer", "site_dir": "fewer-site"},
    }
    for name, changes in kinds.items():
        text = yaml.safe_dump({**settings, **changes}, allow_unicode=True)
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")


def plain_settings() -> dict[str, Any]:
    """Our own configuration without what is ours: templates, styles, scripts, pages that only we have."""
    settings: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    for name in ("extra_css", "extra_javascript", "extra", "plugins"):
        settings.pop(name, None)
    del settings["theme"]["custom_dir"]
    there = {paths.HOME, paths.PEOPLE, paths.THEMES, paths.TIMELINE, paths.ARTICLES, paths.SOURCES}
    nav = [row for row in settings["nav"] if set(row.values()) <= there]
    theme = {**settings["theme"], "language": "zh"}  # zh-Hans is ours
    return {**settings, "nav": nav, "theme": theme, "docs_dir": "docs", "site_dir": "site"}


def plain(folder: Path) -> Iterator[Run]:
    yield run("clean", folder, "site", *PLAIN, "plain.yml")
    yield run("again", folder, "site", *PLAIN, "plain.yml")
    edited = next(path for path in sorted((folder / "docs" / "articles").rglob("*/index.md")))
    edited.write_text(edited.read_text(encoding="utf-8") + "\n这件事我们以后再谈。\n", encoding="utf-8")
    yield run("one edited, --dirty", folder, "site", *PLAIN, "plain.yml", "--dirty")
    yield run("clean, with search", folder, "site", *PLAIN, "search.yml")
    yield run("clean, fewer pages", folder, "fewer-site", *PLAIN, "fewer.yml")


# ---- the table


def row(one: Run, base: Run, searching: Run) -> str:
    ratios = (one.wall / base.wall, one.processor / base.processor)
    to_search = (one.wall / searching.wall, one.processor / searching.processor)
    return (
        f"  {one.name:22}{one.pages:7}{one.quotes:7}{one.wall:9.1f}{one.processor:9.1f}{one.megabytes:7.0f}"
        + "".join(f"{ratio:8.2f}" for ratio in (*ratios, *to_search))
        + f"{1000 * one.processor / (one.pages + one.quotes):9.1f}"
    )


def print_table(number: int, of_ours: Sequence[Run], of_plain: Sequence[Run]) -> None:
    searching = next(one for one in of_plain if "search" in one.name)
    installed = ", ".join(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material"))
    print(f"{number} articles; {installed}; load of the machine {os.getloadavg()[0]:.1f}\n")
    print(f"{'':38}{'seconds':>18}{'':7}{'to plain':>16}{'to search':>16}{'cpu ms':>9}")
    print(
        f"{'':24}{'pages':>7}{'quotes':>7}{'wall':>9}{'cpu':>9}{'MB':>7}"
        f"{'wall':>8}{'cpu':>8}{'wall':>8}{'cpu':>8}{'a page':>9}"
    )
    for title, runs in (("plain mkdocs build", of_plain), ("corpus-site build", of_ours)):
        print(title)
        for one in runs:
            print(row(one, of_plain[0], searching))


def print_stages(number: int, folder: Path) -> None:
    """Build step by step from nothing and after each change, and print what the stages took."""
    changes: dict[str, Callable[[], None]] = {
        "from nothing": lambda: None,
        "caches kept": lambda: remove_output(folder),
        "nothing changed": lambda: None,
        "one edited": lambda: edit(number, folder),
    }
    found = []
    for change in changes.values():
        change()
        found.append(json.loads(started(folder, __file__, "--stages")[1].rpartition("\n")[2]))
    print("\nstages of ours: wall seconds, cpu seconds, largest memory so far in MB")
    print(f"{'':16}" + "".join(f"{name:>24}" for name in changes))
    for stage in found[0]:
        cells = (one[stage] for one in found)
        print(f"{stage:16}" + "".join(f"{wall:>10.1f}{cpu:>8.1f}{memory:>6.0f}" for wall, cpu, memory in cells))


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as work:
        project, other, written = (Path(work) / name for name in ("project", "other", "plain"))
        shutil.copytree(ROOT / "src", Path(work) / "src")
        lay_out(number, project)
        shutil.copytree(project, other)
        of_ours = list(ours(number, project))
        started(project, __file__, "--plain", str(written))
        print_table(number, of_ours, list(plain(written)))
        print_stages(number, other)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stages"]:
        print(json.dumps(stages()))
    elif sys.argv[1:2] == ["--plain"]:
        write_plain(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
