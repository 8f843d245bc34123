"""Pictures of articles: copied only when they are pictures and lie in the corpus, fetched or linked as the owner says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from corpus_site.generate.images import Images, Shown
from corpus_site.generate.paths import HOME, PEOPLE

ELSEWHERE = "https://example.org/a.png"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    (folder / "talks" / "pictures").mkdir(parents=True)
    Image.new("RGB", (40, 30), "red").save(folder / "talks" / "pictures" / "一 图.jpg")
    (folder / "talks" / "script.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", encoding="utf-8"
    )
    (folder / "talks" / "page.png").write_text("<html><script>alert(1)</script></html>", encoding="utf-8")
    Image.new("RGB", (2, 2)).save(tmp_path / "secret.png")
    (folder / "talks" / "link.png").symlink_to(tmp_path / "secret.png")
    return folder


def test_a_picture_beside_its_article_is_copied_once(corpus: Path) -> None:
    images = Images(corpus)
    shown = images.shown(PEOPLE, "talks/a.md", "pictures/%E4%B8%80%20%E5%9B%BE.jpg")
    again = images.shown(HOME, "talks/b.md", "./pictures/一%20图.jpg?size=2")
    (file,) = images.files()
    assert (shown.src, shown.width, shown.height) == (f"../{file.path}", 40, 30)
    assert again.src == file.path
    assert file.path.startswith("images/")
    assert file.path.endswith(".jpg")
    assert file.content == (corpus / "talks" / "pictures" / "一 图.jpg").read_bytes()


@pytest.mark.parametrize(
    "url",
    [
        "script.svg",
        "page.png",
        "link.png",
        "../../secret.png",
        "/etc/passwd",
        "gone.png",
        "",
        "javascript:alert(1)",
        "pictures",
    ],
)
def test_what_is_no_picture_of_the_corpus_is_not_copied(corpus: Path, url: str) -> None:
    images = Images(corpus)
    assert images.shown(HOME, "talks/a.md", url) == Shown()
    assert list(images.files()) == []


@pytest.mark.parametrize(
    ("setting", "near", "far"),
    [
        ("mirror", True, Shown(href=ELSEWHERE)),
        ("lazy", True, Shown(src=ELSEWHERE)),
        ("links", False, Shown(href=ELSEWHERE)),
    ],
)
def test_settings(corpus: Path, setting: str, near: bool, far: Shown) -> None:
    images = Images(corpus, setting)
    assert bool(images.shown(HOME, "talks/a.md", "pictures/一%20图.jpg").src) is near
    assert images.shown(HOME, "talks/a.md", ELSEWHERE) == far
