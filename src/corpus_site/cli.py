"""The commands: the only module that joins the stages."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click
from markupsafe import escape

from corpus_site import suggest
from corpus_site.authority import read_authority
from corpus_site.catalogue import catalogue
from corpus_site.corrections import read_corrections
from corpus_site.enrich import enrich
from corpus_site.explain import as_html, as_text, explanation, of_quote
from corpus_site.export import FORMATS, faults, write_jsonl
from corpus_site.generate import generate
from corpus_site.generate.words import frame_words
from corpus_site.generate.write import write_tree
from corpus_site.load import load_corpus, load_file
from corpus_site.load.clean import normalise
from corpus_site.load.corrections import without_article
from corpus_site.load.decode import Decoded, decode
from corpus_site.load.formats import TEXT_FORMATS
from corpus_site.model import Article, Corpus, Level, Loaded, Problem
from corpus_site.problems import CannotGoOn, worst_first
from corpus_site.publish import Published, publish
from corpus_site.report import counted, counts, own_name, print_problems, tell, visible
from corpus_site.server import address, server
from corpus_site.settings import Settings, read_settings

F = TypeVar("F", bound=Callable[..., Any])
LEVELS: tuple[Level, ...] = ("error", "warning", "notice")
SHOWN = 30  # problems that a build prints; `check` lists them all
LOADED = "loaded"  # the part of the cache that holds what was read
QUOTE_ID = re.compile(r"q[0-9a-z]{10}")


class _Stop(click.ClickException):
    """Cannot go on: the message, no traceback, exit status 2."""

    exit_code = 2


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CannotGoOn as why:
            raise _Stop(_visible_lines(str(why))) from why
        except OSError as why:
            if why.filename is None:
                raise
            raise _Stop(f"{why.filename}: {why.strerror}") from why


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A corpus as far as the stages before the site have come."""

    loaded: Sequence[Loaded]
    corpus: Corpus
    settings: Settings
    problems: tuple[Problem, ...]  # of everything, worst first

    def errors(self) -> int:
        return sum(problem.level == "error" for problem in self.problems)


def _seeds(command: F) -> F:
    """Give a command the option that names the corpus folder."""
    kind = click.Path(path_type=Path)
    return click.option("--seeds", type=kind, default=Path("seeds"), show_default=True, help="The corpus folder.")(
        command
    )


def _building(command: F) -> F:
    """Give a command the options of a build."""
    folder = click.Path(path_type=Path)
    options = (
        _seeds,
        click.option(
            "--config",
            type=folder,
            help="MkDocs' configuration; mkdocs.yml here, else the one that comes with corpus-site.",
        ),
        click.option(
            "--templates",
            type=folder,
            help="Page templates; docs_templates here, else those that come with corpus-site.",
        ),
        click.option(
            "--output", type=folder, default=Path("build"), show_default=True, help="Where everything made goes."
        ),
        click.option("--clean", is_flag=True, help="Make everything anew, trusting nothing made before."),
        click.option("--strict", is_flag=True, help="End with status 1 when there is a problem of level error."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="corpus-site")
def main() -> None:
    """Turn a folder of Chinese articles into a cross-linked site of attributed quotes."""


@main.command()
@_building
@click.pass_context
def build(context: click.Context, /, **options: Any) -> None:
    """Build the site: read the corpus, make the pages, render what changed."""
    context.exit(_build(**options))


@main.command()
@_building
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.pass_context
def serve(context: click.Context, /, host: str, port: int, **options: Any) -> None:
    """Build the site and serve it on this machine, until Ctrl-C."""
    if status := _build(**options):
        context.exit(status)
    opened = server(_site_folder(options["output"]), host, port)
    click.echo(f"Serving at {address(opened)} - stop with Ctrl-C")
    try:
        opened.serve_forever()
    except KeyboardInterrupt:
        click.echo()
    finally:
        opened.server_close()


@main.command()
@_seeds
@click.option("--format", "form", default="jsonl", show_default=True, help="Only jsonl for now.")
@click.option("--output", type=click.Path(path_type=Path), help="A file; without it, standard output.")
def export(seeds: Path, form: str, output: Path | None) -> None:
    """Write the whole corpus as data, one article a line.

    No site is built, and no authority files are needed.  What could not be understood stands in the records.
    """
    if form not in FORMATS:
        raise CannotGoOn(f"--format {form}: not written yet; there is {', '.join(FORMATS)}")
    found = _read(seeds)
    if output is None:
        write_jsonl(found.corpus.articles, sys.stdout.buffer)
    else:
        whole = io.BytesIO()
        write_jsonl(found.corpus.articles, whole)  # checked to the end before the file is touched
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(whole.getvalue())
    tell(f"{counts(found.corpus)}{f' written to {output}' if output else ''}")


@main.command()
@click.argument("target", metavar="FILE|QUOTE")
@click.option(
    "--seeds",
    type=click.Path(path_type=Path),
    default=Path("seeds"),
    show_default=True,
    help="The corpus folder, with the lists of people and themes.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Where a build keeps what it has read; used where it is there.",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
def explain(target: str, seeds: Path, output: Path, form: str) -> None:
    """Show how FILE was read, or what is known of the quote with the id QUOTE.

    Of a file every line with its rule; of a quote its themes with the words that fired, its person with the reasons, what
    it repeats and what it is related to.  A file outside of the corpus is read by itself.
    """
    file = Path(target)
    if QUOTE_ID.fullmatch(target) and not file.exists():
        found = of_quote(_explained_inside(seeds, output, target), target)
    elif not file.is_file():
        raise CannotGoOn(f"{file}: there is no such file")
    elif file.resolve().is_relative_to(seeds.resolve()):
        found = _explained_inside(seeds, output, file.resolve().relative_to(seeds.resolve()).as_posix())
    else:
        authority, _ = read_authority(seeds)
        loaded = load_file(file, file.parent, authority.known(), read_corrections(file.parent)[0])
        corpus = enrich(loaded.articles, authority)
        found = explanation(loaded, corpus.articles, _source_lines(file, corpus.articles), corpus)
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    elif form == "html":
        click.echo(as_html(found))
    else:
        as_text(found, sys.stdout)


@main.group(name="people")
def people_group() -> None:
    """What concerns the list of people."""


@people_group.command(name="suggest")
@_seeds
def people_suggest(seeds: Path) -> None:
    """Propose entries for people.yaml: who speaks and is not on the list, and who may be one person."""
    click.echo(_visible_lines(suggest.people(_read(seeds, _kept()).corpus)), nl=False)


@main.group(name="themes")
def themes_group() -> None:
    """What concerns the list of themes."""


@themes_group.command(name="suggest")
@_seeds
def themes_suggest(seeds: Path) -> None:
    """List frequent words that no theme covers."""
    click.echo(_visible_lines(suggest.themes(_read(seeds, _kept()).corpus)), nl=False)


def _kept(output: Path = Path("build")) -> Path | None:
    """Where a build keeps what it has read, if it is there."""
    kept = output / "cache" / LOADED
    return kept if kept.is_dir() else None


def _visible_lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))


def _explained_inside(seeds: Path, output: Path, wanted: str) -> dict[str, Any]:
    """The explanation of a file of the corpus, told by its path or by one of its quotes, in the light of all others."""
    found = _read(seeds, _kept(output))
    path = next((a.path for a in found.corpus.articles for quote in a.quotes if quote.id == wanted), wanted)
    one = next((one for one in found.loaded if one.path == path), None)
    if one is None:
        raise CannotGoOn(f"{wanted}: no quote of {seeds} has this id, and no file this name")
    articles = [article for article in found.corpus.articles if article.path == path]
    return explanation(one, articles, _source_lines(seeds / path, articles), found.corpus)


@main.command()
@_seeds
@click.option(
    "--level", type=click.Choice(LEVELS), default="notice", show_default=True, help="Leave out what is milder."
)
@click.pass_context
def check(context: click.Context, /, seeds: Path, level: str) -> None:
    """List all problems of the corpus, worst first; end with status 1 when one is of level error."""
    found = _read(seeds)
    wanted = LEVELS[: LEVELS.index(level) + 1]
    print_problems([problem for problem in found.problems if problem.level in wanted], sys.stdout)
    tell(counts(found.corpus))
    context.exit(int(found.errors() > 0))


def _read(seeds: Path, cache: Path | None = None) -> _Read:
    """Load and enrich a corpus."""
    if not seeds.is_dir():
        raise CannotGoOn(f"{seeds}: there is no such folder; name the corpus folder with --seeds")
    settings, of_settings = read_settings(seeds)
    authority, of_authority = read_authority(seeds)
    corrections, of_corrections = read_corrections(seeds)
    loaded = load_corpus(seeds, authority.known(), cache, corrections)
    corpus = enrich([article for one in loaded for article in one.articles], authority, cache)
    told = [
        *of_settings,
        *of_authority,
        *of_corrections,
        *without_article(corrections, loaded),
        *(problem for one in loaded for problem in one.problems),
        *(problem for article in corpus.articles for problem in article.problems),
        *corpus.problems,
        *faults(corpus.articles),
    ]
    problems = tuple(worst_first(list(dict.fromkeys(told))))
    return _Read(loaded=loaded, corpus=replace(corpus, problems=problems), settings=settings, problems=problems)


def _build(*, seeds: Path, config: Path | None, templates: Path | None, output: Path, clean: bool, strict: bool) -> int:
    """Make the site and report; give the exit status."""
    docs, cache = output / "docs", output / "cache"
    if clean:
        write_tree((), docs)
        shutil.rmtree(cache / LOADED, ignore_errors=True)
    if output.resolve().is_relative_to(seeds.resolve()):
        raise CannotGoOn(
            f"{output}: lies inside the corpus {seeds}, and would be read as articles; name another --output"
        )
    found = _read(seeds, cache / LOADED)
    print_problems([problem for problem in found.problems if problem.level != "notice"][:SHOWN], sys.stderr)
    templates = templates or _ours("docs_templates")
    pages = generate(catalogue(found.corpus, found.settings), templates, corpus=seeds, cache=cache, tell=tell)
    written = write_tree(pages, docs)
    for path in written.foreign:
        tell(f"{docs / path}: not made here, and published all the same; remove it if it should not be")
    config = config or _ours("mkdocs.yml")
    published = publish(
        config,
        strict=strict,
        clean=clean,
        overrides=_overrides(found.settings, output, config),
        words=frame_words(templates, found.settings.language),
    )
    for warning in published.warnings:
        tell(f"mkdocs: {warning}")
    _report(found, published, output)
    return int(strict and found.errors() > 0)


def _report(found: _Read, published: Published, output: Path) -> None:
    """Say at the end what there is, what was done, and where to look."""
    levels = Counter(problem.level for problem in found.problems)
    problems = ", ".join(counted(levels[level], level) for level in LEVELS if levels[level]) or "no problems"
    click.echo(f"{counts(found.corpus)}; {problems}{' (corpus-site check lists them)' if levels else ''}")
    click.echo(f"{counted(published.pages_rendered, 'page')} rendered, {published.pages_kept} kept")
    click.echo(f"Look at {_site_folder(output) / 'index.html'}, or serve it: {own_name()} serve")


def _overrides(settings: Settings, output: Path, config: Path) -> dict[str, object]:
    """Take from corpus.yaml what its owner set there, in place of what mkdocs.yml says.

    The configuration that comes with corpus-site speaks of another corpus: nothing of what it says counts.
    """
    written = {
        "site_name": settings.site_name,
        "site_description": settings.description,
        "site_author": settings.owner,
        "site_url": settings.site_url,
        "copyright": settings.copyright,
    }
    # The theme escapes none of these but, in one place, the name of the site: marked, it is not escaped again.
    said: dict[str, object] = {name: escape(value) for name, value in written.items()}
    said["site_url"] = settings.site_url.translate(
        {ord("&"): "&amp;", ord('"'): "%22", ord("<"): "%3C", ord(">"): "%3E"}
    )
    if config not in _shipped(config.name):
        silent = {Settings().site_name, ""}
        said = {name: value for name, value in said.items() if value not in silent}
    return {**said, "docs_dir": output / "docs", "site_dir": _site_folder(output)}


def _shipped(name: str) -> tuple[Path, ...]:
    """Tell where the templates and the configuration lie that come with corpus-site."""
    package = Path(__file__).parent
    return package / name, package.parent.parent / name  # the second: an editable installation


def _ours(name: str) -> Path:
    """Find the templates or the configuration: of the project we stand in, else those that come with corpus-site."""
    return next((place for place in (Path(name), *_shipped(name)) if place.exists()), Path(name))


def _site_folder(output: Path) -> Path:
    return output / "site"


def _source_lines(file: Path, articles: Sequence[Article]) -> list[str]:
    """The lines of a file of text; of any other what was read of each line, in the place of its markup or its bytes."""
    if file.suffix.lower() in TEXT_FORMATS:
        decoded = decode(file.read_bytes(), file.name)
        return normalise(decoded.text).split("\n") if isinstance(decoded, Decoded) else []
    read: dict[int, str] = {}
    for block in (block for article in articles for block in article.blocks):
        read[block.lines[0]] = " ".join(filter(None, (read.get(block.lines[0]), block.text or block.url)))
    return [read.get(number, "") for number in range(1, max(read, default=0) + 1)]
