"""MkDocs' configuration: read, judged, and boiled down to what pages depend on."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from corpus_site.generate import document
from corpus_site.generate.files import Digests, digest
from corpus_site.problems import CannotGoOn

_PACKAGES = ("mkdocs", "mkdocs-material", "Markdown", "Jinja2", "MarkupSafe", "PyYAML")


class Told(logging.Handler):
    """Collects what MkDocs warns of, instead of letting it go to the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def __enter__(self) -> Told:
        logging.getLogger("mkdocs").addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger("mkdocs").removeHandler(self)


class ThemeFiles:
    """The files of a theme: what MkDocs would find by listing all of its templates, without its thousands of icons.

    Icons of a theme that is installed as a package change only with its version; those of our own folder count.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self._found: dict[str, list[Path]] = {}
        for folder in config.theme.dirs:
            own = folder == config.theme.custom_dir
            for path in _walk(Path(folder), hidden=own):
                self._found.setdefault(path.relative_to(folder).as_posix(), []).append(path)

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def list_templates(self, filter_func: Callable[[str], bool]) -> list[str]:
        """Answer MkDocs in place of the template environment."""
        return [name for name in sorted(self._found) if filter_func(name)]

    def digest(self, digests: Digests) -> str:
        lines = []
        for name, paths in sorted(self._found.items()):
            lines += [f"{name} {digests.of(f'theme/{n}/{name}', path)}" for n, path in enumerate(paths)]
        return digest("\n".join(lines).encode())


def read_configuration(config_file: Path, strict: bool, overrides: Mapping[str, object], told: Told) -> MkDocsConfig:
    """Read `mkdocs.yml`; all that is wrong with it is said at once."""
    name = str(config_file)
    try:
        _source_date()
        return load_config(name, config_file_path=name, strict=strict or None, **overrides)
    except MkDocsException as why:
        raise CannotGoOn("\n".join([f"{config_file}: {why.format_message()}", *told.messages])) from why


def translated(config_file: Path, words: Mapping[str, str]) -> dict[str, object]:
    """Give the settings of a configuration that hold words to be said in another language, with these in their place."""
    if not words or not config_file.is_file():
        return {}
    settings = yaml_load(config_file.read_text(encoding="utf-8"))
    changed = {name: _in_other_words(value, words) for name, value in settings.items()}
    return {name: value for name, value in changed.items() if value != settings[name]}


def _in_other_words(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, list):
        return [_in_other_words(one, words) for one in value]
    if isinstance(value, dict):
        return {words.get(name, name): _in_other_words(one, words) for name, one in value.items()}
    return value


def configuration_digest(config: MkDocsConfig, overrides: Mapping[str, object]) -> str:
    """Name everything that all pages depend on, but for the theme's files and the navigation."""
    with Path(config.config_file_path).open("rb") as file:
        settings = yaml_load(file, get_yaml_loader(config=config))
    program = [digest(path.read_bytes()) for path in (*sorted(Path(__file__).parent.glob("*.py")), _dialect())]
    parts = (program, list(_versions()), _source_date(), repr(settings), repr(sorted(overrides.items())))
    return digest(repr(parts).encode())


def _dialect() -> Path:
    return Path(document.__file__)


def _versions() -> Iterator[str]:
    for name in _PACKAGES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:  # a theme other than Material
            yield f"{name} absent"


def _source_date() -> int:
    text = os.environ["SOURCE_DATE_EPOCH"]
    try:
        return int(text)
    except ValueError:
        raise CannotGoOn(
            f"SOURCE_DATE_EPOCH is {text!r}; it must be a number of seconds since 1970, or unset"
        ) from None


def _walk(folder: Path, *, hidden: bool) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__" and (hidden or not name.startswith("."))]
        yield from (Path(here, name) for name in names)
