"""Search finds what is there: the gold queries of `tests/gold/search.yaml`, asked in a real browser.

    python tests/search_gold.py [FOLDER]

prints every query with its figures and what went wrong.  FOLDER keeps the corpus and its site for the next time.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browsing import FLAGS, Watched, opened_browser, served_site, watched_page  # noqa: F401
from corpus_site.server import address, server
from project import SHARED, Project, chromium, new_project
from search_figures import KINDS, Answer, Hit, Score, gold, invented, judge, mean, passages, score
from search_truth import Corpus, corpus, folded, query, squeezed

pytestmark = pytest.mark.shared
FIGURES = ("recall", "precision", "article_recall", "article_precision")
ALL = 100_000  # answers: more than there are passages
ASK = """async ([module, queries, limits]) => {
    const {search} = await import(module)
    const answers = []
    for (const query of queries) {
        const lists = []
        for (const limit of limits) lists.push((await search(query, {limit})).hits)
        answers.push(lists)
    }
    return answers
}"""


# The corpus and its answers


def seeds_and_devset(folder: Path) -> Project:
    """Lay out the seeds and the development set as one corpus: the lists of names, themes and sources are the seeds'."""
    made = new_project(folder)
    shutil.copytree(SHARED / "devset", made.seeds, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.yaml"))
    return made


def published(folder: Path) -> Project:
    """Build and export it, as its owner does."""
    made = seeds_and_devset(folder)
    made.run_apart("build")
    made.run_apart("export", "--output", "export.jsonl")
    return made


def ask(page: Page, home: str, queries: list[str]) -> dict[str, Answer]:
    """Ask the site's own module, in its own page."""
    page.goto(f"{home}search/")
    page.locator("main").first.wait_for()
    lists = page.evaluate(ASK, [f"{home}assets/search.js", queries, [10, ALL]])
    return {one: Answer(_hits(first)[:10], _hits(every)) for one, (first, every) in zip(queries, lists, strict=True)}


def _hits(found: list[dict[str, Any]]) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            kind=hit["kind"],
            article=hit["article"] or "",
            quote=(hit["anchor"] or "").partition(".")[0],
            title=hit["title"] or "",
            text=hit["text"] or "",
        )
        for hit in found
    )


def typed() -> list[str]:
    """List everything that is asked, each once."""
    return list(dict.fromkeys(entry["query"] for part in gold().values() for entry in part))


# The tests


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The corpus and its site, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent  # the folder that the workers share
    made = Project(base / "searched")
    with (base / "searched.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made.folder / "export.jsonl").exists():
            shutil.rmtree(made.folder, ignore_errors=True)
            published(made.folder)
    return made


@pytest.fixture(scope="module")
def known(built: Project) -> Corpus:
    return corpus(built.folder / "export.jsonl")


@pytest.fixture(scope="module")
def answers(browser: Browser, home: str) -> Iterator[dict[str, Answer]]:
    context = browser.new_context(locale="zh-CN", service_workers="block")
    watched = Watched(context.new_page(), home)
    yield ask(watched.page, home, typed())
    assert (watched.errors, watched.outside) == ([], [])
    context.close()


def told(scores: list[Score], figure: str) -> str:
    return "\n".join(
        f"{one.query}: {figure} {one.figures[figure]:.2f}\n  " + "\n  ".join(one.wrong[:12]) for one in scores
    )


def test_the_file_holds_together() -> None:
    queries, judged = gold()["queries"], gold()["judged"]
    assert len({entry["query"] for entry in queries}) == 60
    assert len({entry["query"] for entry in judged}) == 30
    assert set(Counter(entry["kind"] for entry in queries)) == set(KINDS)
    for entry in judged:
        grades = [value for value, _, _ in passages(entry)]
        grades += [*entry.get("pages", {}).values(), *entry.get("titles", {}).values(), entry.get("rest", 1)]
        assert set(grades) <= {1, 2, 3}, entry["query"]


def test_every_judged_passage_stands_in_the_corpus(known: Corpus) -> None:
    titles = [article["title"] for article in known.articles.values()]
    for entry in gold()["judged"]:
        for start in (*entry.get("titles", {}), *(start for _, start, _ in passages(entry))):
            assert sum(title.startswith(start) for title in titles) == 1, (entry["query"], start)
        for _, start, words in passages(entry):
            bodies = [one["body"] for one in known.articles.values() if one["title"].startswith(start)]
            assert squeezed(words) in squeezed(bodies[0]), (entry["query"], words)
        assert "by" not in entry or entry["by"] in {speaker["name"] for speaker in known.speakers.values()}


def test_the_figures_tell_good_answers_from_bad(known: Corpus) -> None:
    asked = query({"query": "刻舟求剑"})
    hits = [Hit("prose", one.article, one.quote, "", one.text) for one in known.places if asked.in_whole(one.text)]
    other = next(Hit("prose", one.article, one.quote, "", one.text) for one in known.places if "剑桥" in one.text)
    right = score(asked, Answer(tuple(hits), tuple(hits)), known)
    assert set(right.figures.values()) == {1.0}, right
    wrong = score(asked, Answer((*hits[1:], other), (*hits[1:], other)), known)
    part = (len(hits) - 1) / len(hits)
    assert (wrong.figures["recall"], wrong.figures["precision"], len(wrong.wrong)) == (part, part, 2)
    assert score(asked, Answer((), ()), known).figures["recall"] == 0.0


@pytest.mark.browser
def test_what_is_there_is_found_and_nothing_else(answers: dict[str, Answer], known: Corpus) -> None:
    scores = [score(query(entry), answers[entry["query"]], known) for entry in gold()["queries"]]
    for figure in FIGURES:
        short = [one for one in scores if one.figures[figure] < 1]
        assert mean(one.figures[figure] for one in scores) >= 0.99, told(short, figure)


@pytest.mark.browser
def test_what_readers_want_comes_first(answers: dict[str, Answer], known: Corpus) -> None:
    scores = [judge(entry, answers[entry["query"]], known) for entry in gold()["judged"]]
    assert mean(one.figures["ndcg"] for one in scores) >= 0.85, told(scores, "ndcg")


@pytest.mark.browser
def test_answers_show_words_of_their_article(answers: dict[str, Answer], known: Corpus) -> None:
    for one, answer in answers.items():
        assert invented(answer.every, known) == [], one


@pytest.mark.browser
def test_where_nothing_holds_the_query_nothing_is_shown(answers: dict[str, Answer], known: Corpus) -> None:
    for entry in gold()["queries"]:
        if entry["kind"] == "nothing":
            assert not any(folded(entry["query"]) in folded(text) for text in known.whole.values())
            assert answers[entry["query"]].every == (), entry["query"]


# The table


@contextmanager
def served(site: Path) -> Iterator[str]:
    opened = server(site, "127.0.0.1", 0)
    thread = threading.Thread(target=opened.serve_forever, daemon=True)
    thread.start()
    yield address(opened)
    opened.shutdown()
    opened.server_close()


def report(made: Project) -> None:
    """Print every query with its figures, then the means."""
    known = corpus(made.folder / "export.jsonl")
    with served(made.site) as home, sync_playwright() as tools:
        opened = tools.chromium.launch(executable_path=chromium(), args=FLAGS)
        answers = ask(opened.new_page(), home, typed())
        opened.close()
    scores = [score(query(entry), answers[entry["query"]], known) for entry in gold()["queries"]]
    judged = [judge(entry, answers[entry["query"]], known) for entry in gold()["judged"]]
    for one in (*scores, *judged):
        figures = "  ".join(f"{name} {value:.2f}" for name, value in one.figures.items())
        print(f"{one.query} ({one.kind}): {figures}")
        if one.kind == "judged" or min(one.figures.values()) < 1:
            print(*(f"    {line}" for line in one.wrong[:12]), sep="\n")
    for kind in KINDS:
        of_kind = [one for one in scores if one.kind == kind]
        print(
            f"{kind:12} {len(of_kind):3}", *(f"{name} {mean(s.figures[name] for s in of_kind):.3f}" for name in FIGURES)
        )
    for name in (*FIGURES, "found"):
        print(f"{name:20} {mean(one.figures[name] for one in scores):.4f}")
    print(f"{'ndcg':20} {mean(one.figures['ndcg'] for one in judged):.4f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own:
        place = Path(sys.argv[1] if len(sys.argv) > 1 else own).resolve() / "corpus"
        report(Project(place) if (place / "export.jsonl").exists() else published(place))
