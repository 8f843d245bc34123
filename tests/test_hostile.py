"""A corpus that means harm, the whole way into the browser: nothing of it runs, nothing is lost, nothing else suffers."""

from __future__ import annotations

import csv
import fcntl
import gzip
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from html5lib import HTMLParser, getTreeBuilder
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, sync_playwright

from browsing import FLAGS
from corpus_site import suggest
from corpus_site.authority import Known, read_authority
from corpus_site.corrections import read_corrections
from corpus_site.enrich import enrich
from corpus_site.export import faults, write_jsonl
from corpus_site.generate.paths import safe_address
from corpus_site.generate.render import text_filter
from corpus_site.load import load_corpus, load_file
from corpus_site.load.record import Unfit, article_of
from corpus_site.model import Article, Corpus
from corpus_site.names import person_id
from corpus_site.server import address, server
from hostile import ATTACKS, FOLDER, HIDDEN, drafts, encoded, hostile_files, stolen, write_articles, write_lists
from project import Project, chromium

ARTICLES = frozenset({"articles"})
HEAD = frozenset({"meta", "link", "title", "style", "script"})
NEVER = frozenset("iframe object embed base frame frameset applet portal meta link title".split())
LEADING = frozenset("href src action formaction data poster background cite ping srcset xlink:href".split())
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
HARMLESS = frozenset({"http:", "https:", "mailto:"})
UP = re.compile(r'"[./]*"')  # the way up to the root, which differs from page to page
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Built:
    """A built site with what was read for it, and what the program said."""

    project: Project
    files: list[str]
    corpus: Corpus
    articles: dict[str, list[Article]]  # by path
    told: frozenset[str]  # paths that a problem names
    faults: list[str]  # what the program holds for its own mistakes

    @property
    def site(self) -> Path:
        return self.project.site


def read(project: Project, files: list[str]) -> Built:
    """Read a corpus once more, as its build did."""
    cache = project.folder / "build" / "cache" / "loaded"
    authority, _ = read_authority(project.seeds)
    loaded = load_corpus(project.seeds, authority.known(), cache, read_corrections(project.seeds)[0])
    corpus = enrich([article for one in loaded for article in one.articles], authority, cache)
    articles: dict[str, list[Article]] = defaultdict(list)
    for article in corpus.articles:
        articles[article.path].append(article)
    told = [problem for one in loaded for problem in one.problems]
    wrong = [problem.message for problem in (*told, *faults(corpus.articles)) if problem.rule in ("fault", "contract")]
    return Built(project, files, corpus, dict(articles), frozenset(problem.path for problem in told), wrong)


def build(project: Project) -> None:
    """Run the program as its owner does, and hold it to success without a traceback."""
    command = [sys.executable, "-m", "corpus_site", "build", "--seeds", "seeds", "--output", "build"]
    ran = subprocess.run(command, cwd=project.folder, capture_output=True, check=False, timeout=300)
    said = (ran.stdout + ran.stderr).decode()
    assert ran.returncode == 0, said[-3000:]
    assert "Traceback" not in said


def once(tmp_path_factory: pytest.TempPathFactory, name: str, lay_out: Callable[[Project], object]) -> Project:
    """Lay out a project and build it, once for all workers."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent  # the folder that the workers share
    project, done = Project(base / name), base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(project.folder, ignore_errors=True)
            lay_out(project)
            build(project)
            done.touch()
    return project


@pytest.fixture(scope="module")
def plain(built: Project) -> Built:
    """The project's own site: what its neighbours must not change."""
    return read(built, sorted(path.name for path in built.seeds.glob("*.txt")))


@pytest.fixture(scope="module")
def hostile(plain: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same corpus with the hostile files beside it, some of which claim the ids of its first article."""
    first = plain.articles[plain.files[0]][0]
    files = hostile_files(first.id, [quote.id for quote in first.quotes])

    def lay_out(project: Project) -> None:
        plain.project.copy(project.folder)
        write_articles(project.seeds, files)

    return read(once(tmp_path_factory, "hostile", lay_out), [*files, FOLDER])


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small corpus whose lists of people, themes and sources and whose settings mean harm."""
    return once(tmp_path_factory, "lists", lambda project: write_lists(project.seeds))


def pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def fullest(site: Path, most: int, whole: frozenset[str] = frozenset()) -> list[str]:
    """Give the fullest pages of every kind, and all of the kinds in `whole`; a kind is a folder at the top, and its index."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for page in pages(site):
        kinds[page.split("/")[0] if page.count("/") > 1 else page].append(page)
    kinds.pop("404.html", None)
    for kind, own in kinds.items():
        own.sort(key=lambda page: (-(site / page).stat().st_size, page))
        del own[len(own) if kind in whole else most :]
    return [page for own in kinds.values() for page in own]


def quotes_of(articles: list[Article]) -> list[tuple[str, str, str, str]]:
    return [
        (article.id, quote.id, quote.text, quote.speaker.name if quote.speaker else "")
        for article in articles
        for quote in article.quotes
    ]


def test_every_file_is_an_article_or_named_in_a_problem(hostile: Built) -> None:
    assert [file for file in hostile.files if file not in hostile.articles and file not in hostile.told] == []
    assert len(hostile.files) - len(hostile.told - hostile.articles.keys()) >= 40
    assert hostile.faults == []


def test_every_article_has_its_page_with_every_quote(hostile: Built) -> None:
    articles = hostile.corpus.articles
    made = {path.parent.name for path in hostile.site.glob("articles/a*/index.html")}
    assert made == {article.id for article in articles}
    for article in articles:
        text = (hostile.site / "articles" / article.id / "index.html").read_text(encoding="utf-8")
        assert [quote.id for quote in article.quotes if f'id="{quote.id}"' not in text] == [], article.path


def test_the_neighbours_keep_their_quotes(plain: Built, hostile: Built) -> None:
    assert len(plain.files) == 5
    for file in plain.files:
        assert quotes_of(hostile.articles[file]) == quotes_of(plain.articles[file])


def test_hidden_folders_are_not_published(hostile: Built) -> None:
    for page in hostile.site.rglob("*.html"):
        assert HIDDEN not in page.read_text(encoding="utf-8"), page


@dataclass
class Look:
    """What a parser that knows the standard finds on one page."""

    errors: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)  # `element` and `element attribute` in the body
    inline: set[str] = field(default_factory=set)  # scripts, styles: what may only be what the theme has
    odd: list[str] = field(default_factory=list)


def look(markup: str) -> Look:
    parser = HTMLParser(getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(markup)
    found = Look(errors={f"{code} {sorted(data.items())}" for _, code, data in parser.errors})
    head, body = tree.find("head"), tree.find("body")
    for element in (*head.iter(), *body.iter()):
        if isinstance(element.tag, str):
            _element(found, element)
    outside = {element.tag for element in head.iter()} - HEAD - {"head", "noscript"}
    found.odd += sorted(f"{tag} in the head" for tag in outside)
    found.odd += sorted({f"<{element.tag}> in the body" for element in body.iter() if element.tag in NEVER})
    found.shapes |= {str(element.tag) for element in body.iter()}
    found.shapes |= {f"{element.tag} {name}" for element in body.iter() for name in element.attrib}
    return found


def _element(found: Look, element: ElementTree.Element) -> None:
    tag, text = str(element.tag), element.text or ""
    for name, value in element.attrib.items():
        if name.startswith("on") or name == "srcdoc":
            found.odd.append(f"<{tag} {name}={value[:60]!r}>")
        if name == "style":
            found.inline.add(f"style={value}")
        if name in LEADING and not _leads_nowhere_odd(value):
            found.odd.append(f"<{tag} {name}={value[:60]!r}>")
    if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        found.odd.append("<meta http-equiv=refresh>")
    if tag == "script" and (element.get("type") == "application/ld+json" or element.get("id") == "__config"):
        json.loads(text)
    elif tag in ("script", "style"):
        where = (element.get("src") or "").rpartition("../")[2]
        found.inline.add(f"{tag} {where} {UP.sub('', text)}")


def _leads_nowhere_odd(value: str) -> bool:
    """Tell whether a browser, which passes over blanks and breaks, reads a plain address."""
    plain = re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(33))))
    scheme = SCHEME.match(plain)
    return not plain.startswith(("//", "\\", "/\\")) and (scheme is None or scheme[0].lower() in HARMLESS)


@cache
def benign(site: Path) -> Look:
    """Gather what the project's own pages hold: the theme's shapes, scripts and known errors."""
    whole = Look()
    for page in pages(site):
        found = look((site / page).read_text(encoding="utf-8"))
        whole.errors |= found.errors
        whole.shapes |= found.shapes
        whole.inline |= found.inline
        whole.odd += found.odd
    return whole


# Characters that HTML calls an error and that have no meaning: a defect that has a test of its own below.
KNOWN = frozenset({"invalid-codepoint []"})
OURS = frozenset({"br", "ol lang", "span aria-current"})  # in our templates, and on no page of the project's own corpus


@pytest.mark.parametrize("which", ["hostile", "lists"])
def test_every_page_is_well_formed_and_holds_nothing_new(
    plain: Built, which: str, request: pytest.FixtureRequest
) -> None:
    """No error of parsing, no element, attribute, script or style that the project's own pages do not have."""
    known, site = benign(plain.site), request.getfixturevalue(which).site
    assert known.odd == []
    for page in pages(site):
        markup, before = (site / page).read_bytes(), plain.site / page
        if before.is_file() and before.read_bytes() == markup:
            continue
        found = look(markup.decode())
        assert found.odd == [], page
        assert found.errors - known.errors - KNOWN == set(), page
        assert found.shapes - known.shapes - OURS == set(), page
        if page != "404.html":  # its addresses are absolute where the site has one
            assert found.inline - known.inline == set(), page


# What a page holds after its scripts have run, as far as it could do harm.  Names on a page may hide the methods of its
# elements (`<input name=attributes>`), so these are taken from the prototypes.
LIVE = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
  const call = (method, element, ...rest) => Element.prototype[method].call(element, ...rest)
  const ids = new Map(), odd = []
  for (const element of Document.prototype.querySelectorAll.call(document, "*")) {
    const tag = element.localName, id = call("getAttribute", element, "id")
    if (id) ids.set(id, (ids.get(id) || 0) + 1)
    if (["iframe", "object", "embed", "base", "frame"].includes(tag)) odd.push(tag)
    for (const name of call("getAttributeNames", element)) {
      const value = call("getAttribute", element, name)
      if (/^on|^srcdoc$/.test(name)) odd.push(`${tag} ${name}=${value}`)
      if (!/^(href|src|action|formaction|data|poster|background|cite|xlink:href)$/.test(name)) continue
      if (!URL.canParse(value, location)) continue  // leads nowhere
      const scheme = new URL(value, location).protocol
      if (!["http:", "https:", "mailto:"].includes(scheme)) odd.push(`${tag} ${name}=${value}`)
    }
  }
  const twice = [...ids].filter(([, count]) => count > 1).map(([id]) => id)
  done({pwned: String(window.pwned), odd, twice, polluted: String({}.x)})
})))"""
# What a reader may do on any page: choose, open, press, rest on a link.
USE = """async () => {
  const some = (selector, most) => [...document.querySelectorAll(selector)].slice(0, most)
  for (const choice of some("main select", 3)) {
    choice.selectedIndex = choice.options.length - 1
    choice.dispatchEvent(new Event("change", {bubbles: true}))
  }
  for (const box of some("main input[type=checkbox], main summary", 12)) box.click()
  for (const link of some("a[data-cites]", 2)) {
    link.click()
    await new Promise(done => setTimeout(done, 150))
    for (const button of some("[data-copy]", 2)) button.click()
  }
  document.body.click()
  for (const link of some("article a[href*='/q/'], article a[href*='articles/'], article a[href*='people/']", 1)) {
    link.focus()
    link.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}))
    await new Promise(done => setTimeout(done, 450))
  }
}"""
CLEAN = {"pwned": "undefined", "odd": [], "twice": [], "polluted": "undefined"}
TRAP = """Object.defineProperty(window, "pwned", {
  get: () => window.ran, set: value => { window.ran = value; console.error("pwned: " + value) }})"""


class Guard:
    """A page with everything that it complained of, asked of the outside, or showed that it should not."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home
        self.wrong: list[str] = []
        page.set_default_timeout(20_000)
        page.add_init_script(TRAP)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("dialog", self._asked)
        page.on("request", self._fetched)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(message.text)

    def _asked(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _fetched(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.wrong.append(f"outside: {request.url}")

    def visit(self, path: str) -> list[str]:
        """Open a page, wait until it has done what it does by itself, and give what is wrong with it."""
        answer = self.page.goto(self.home + path, wait_until="load")
        if answer is not None and not answer.ok:  # no answer: only the anchor is another
            self.wrong.append(f"status {answer.status}")
        return self._seen()

    def use(self) -> list[str]:
        """Do on the page what a reader may do, and give what is wrong with it then."""
        self.page.evaluate(USE)
        return self._seen()

    def _seen(self) -> list[str]:
        found = self.page.evaluate(LIVE)
        wrong, self.wrong = self.wrong, []
        return wrong + [f"{key}: {value}" for key, value in found.items() if value != CLEAN[key]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser that finds no other host."""
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as tools:
        opened = tools.chromium.launch(executable_path=chromium(), args=[*FLAGS, alone])
        yield opened
        opened.close()


@contextmanager
def guard(browser: Browser, site: Path) -> Iterator[Guard]:
    """Serve a site and open a watched page."""
    opened = server(site, "127.0.0.1", 0)
    thread = threading.Thread(target=opened.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, service_workers="block")
    try:
        yield Guard(context.new_page(), address(opened))
    finally:
        context.close()
        opened.shutdown()
        opened.server_close()
        thread.join()


@pytest.mark.browser
def test_the_watch_sees_what_runs(browser: Browser, tmp_path: Path) -> None:
    """The attacks do run on a page that does not escape them, and are seen: else silence would prove nothing."""
    running = "script handler attribute quoted closing json svg math style head frame ids".split()
    for draft in (draft for draft in drafts() if draft.name in running):
        page = f'<!DOCTYPE html><meta charset="utf-8"><title>x</title><p title="{draft.at("title")}">{draft.at("text")}</p>'
        (tmp_path / draft.name).mkdir()
        (tmp_path / draft.name / "index.html").write_bytes(encoded(page))
    with guard(browser, tmp_path) as watched:
        assert [name for name in running if not watched.visit(f"{name}/")] == []


@pytest.mark.browser
@pytest.mark.parametrize("which", ["hostile", "lists"])
def test_nothing_runs_on_any_page(browser: Browser, which: str, request: pytest.FixtureRequest) -> None:
    """All articles and the fullest pages of every kind; one of each kind is used: scripts show what other pages say."""
    site: Path = request.getfixturevalue(which).site
    used = {page for page in fullest(site, 1) if page.count("/") > 1}
    found = {}
    with guard(browser, site) as watched:
        for page in fullest(site, 2, ARTICLES):
            found[page] = watched.visit(page.removesuffix("index.html")) + (watched.use() if page in used else [])
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.browser
def test_nothing_of_an_address_runs(browser: Browser, hostile: Built) -> None:
    """What stands behind ? and # is as hostile as any text: searches, marks and filters may read it."""
    article = hostile.articles[hostile.files[0]][0].id
    texts = [quote(ATTACKS[name].replace("§", name), safe="") for name in ("handler", "quoted", "inherited")]
    ends = [end for t in texts for end in (f"?q={t}&h={t}&hl={t}&theme={t}", f"?{t}#:~:text={t}", f"#{t}")]
    places = ["", f"articles/{article}/", *(["search/"] if (hostile.site / "search" / "index.html").is_file() else [])]
    with guard(browser, hostile.site) as watched:
        found = {place + end: watched.visit(place + end) for place in places for end in ends}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def outputs(site: Path) -> list[Path]:
    """Give what a site holds for programs, but for the theme's own."""
    kinds = {".xml", ".json", ".jsonl", ".txt", ".csv", ".gz", ".opml", ".webmanifest", ".bib", ".ris", ".md", ".svg"}
    return sorted(p for p in site.rglob("*") if p.suffix in kinds and p.relative_to(site).parts[0] != "assets")


@pytest.mark.parametrize("which", ["hostile", "lists"])
def test_what_programs_read_can_be_read(which: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(which).site
    found = outputs(site)
    assert found, "not even a sitemap"
    for path in found:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = data.decode("utf-8")
        assert not CONTROL.search(text), path
        suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
        if suffix in {".xml", ".opml", ".svg"}:
            assert "<!ENTITY" not in text
            _no_odd_address(ElementTree.fromstring(text), path)
        elif suffix in {".json", ".webmanifest"}:
            _no_odd_markup(json.loads(text), path)
        elif suffix == ".jsonl":
            for line in filter(None, text.split("\n")):
                json.loads(line)
        elif suffix == ".csv":
            list(csv.reader(io.StringIO(text), strict=True))


def _no_odd_address(root: ElementTree.Element, path: Path) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            assert name.rpartition("}")[2] not in LEADING or _leads_nowhere_odd(value), path
            assert not name.startswith("on"), path
        if element.get("type") == "html" and element.text:
            assert look(element.text).odd == [], path


def _no_odd_markup(value: object, path: Path) -> None:
    """Look at every `html` of a file of data: another site may show it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("html", "content_html") and isinstance(inner, str):
                assert look(inner).odd == [], path
            _no_odd_markup(inner, path)
    elif isinstance(value, list):
        for inner in value:
            _no_odd_markup(inner, path)


# Defects that the hostile corpus found.  Each of these tests fails, and the run tells when one no longer does.
NO_MEANING = re.compile(
    r"[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\U0001fffe\U0001ffff]"
)


def attributes(site: Path, name: str) -> Iterator[str]:
    for page in pages(site):
        yield from re.findall(rf' {name}="([^"]*)"', (site / page).read_text(encoding="utf-8"))


def loaded(folder: Path, name: str, text: str) -> Article:
    (folder / name).write_text(text, encoding="utf-8")
    (article,) = load_file(folder / name, folder, Known()).articles
    return article


def test_front_matter_may_write_an_emoji_as_two_escapes(tmp_path: Path) -> None:
    text = '---\ntitle: "\\ud83e\\udd16 机器人"\n---\n\n李明说：“今天很好，明天也好。”\n'
    assert loaded(tmp_path, "a.md", text).title.encode() == "🤖 机器人".encode()


def test_a_record_takes_no_id_from_an_article(tmp_path: Path) -> None:
    own = loaded(tmp_path, "b.md", "# 一篇文章的标题\n\n李明说：“今天很好，明天也好。”王芳说：“后天也很好。”\n")
    (tmp_path / "a.jsonl").write_bytes(stolen(own.id, [quote.id for quote in own.quotes]))
    (found,) = [one.articles for one in load_corpus(tmp_path, Known()) if one.path == "b.md"]
    assert quotes_of(list(found)) == quotes_of([own])


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    article = loaded(tmp_path, os.fsdecode(b"\xff.md"), "# 一篇文章的标题\n\n李明说：“今天很好。”\n")
    write_jsonl([article], io.BytesIO())


def test_an_id_fits_into_a_file_system() -> None:
    assert len(person_id(["word " * 100])) <= 100


@pytest.mark.parametrize("markup", ["<p><![智能]>甲</p>", "<p>甲<![x</p>"])
def test_an_unknown_marked_section_costs_no_article(tmp_path: Path, markup: str) -> None:
    assert loaded(tmp_path, "a.md", f"{markup}\n\n李明说：“今天很好，明天也好。”\n").quotes


@pytest.mark.parametrize("name", ["data-note", "aria-label"])
def test_attributes_turn_no_direction(hostile: Built, name: str) -> None:
    assert [value for value in attributes(hostile.site, name) if NO_MEANING.search(value)] == []


def test_a_language_is_one() -> None:
    row = {"schema": "1", "id": "a00000000", "title": "题", "body": "一。", "quotes": [], "language": '"><b>\ufffe'}
    with suppress(Unfit):
        assert re.fullmatch("[A-Za-z0-9-]+", article_of(row, "a.jsonl", 1).language)


def test_no_page_holds_noncharacters(hostile: Built) -> None:
    assert text_filter("\ufdd0\U0001fffe") == ""


@pytest.mark.parametrize(
    "address", ["http://[::1", "http://:1%5B:", "http://a:99999/", "https:window.a=1", "http://u:p@a/"]
)
def test_what_is_no_address_is_no_link(address: str) -> None:
    assert safe_address(address) is None


def test_proposals_are_yaml(hostile: Built) -> None:
    try:
        assert isinstance(yaml.safe_load(suggest.people(hostile.corpus)), list)
    except yaml.YAMLError as error:
        raise AssertionError from error


def test_the_site_s_name_is_escaped_once(lists: Project) -> None:
    page = BeautifulSoup((lists.site / "index.html").read_bytes(), "html.parser")
    logo, heading = page.select_one(".md-logo"), page.find("h1")
    assert logo is not None
    assert heading is not None
    assert logo["title"] == logo["aria-label"] == heading.get_text()


def test_the_site_s_address_stays_one(tmp_path: Path) -> None:
    small = Project(tmp_path)
    small.seeds.mkdir()
    (small.seeds / "a.md").write_text("# 一篇文章的标题\n\n李明说：“今天很好，明天也好。”\n", encoding="utf-8")
    (small.seeds / "corpus.yaml").write_text("site_url: https://example.org/a&b'c/\n", encoding="utf-8")
    small.run("build")
    canonical = re.search(r'rel="canonical" href="([^"]*)"', (small.site / "index.html").read_text(encoding="utf-8"))
    assert canonical is not None
    assert html.unescape(canonical[1]) == "https://example.org/a&b'c/"
