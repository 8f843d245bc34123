"""Every link of the built site leads somewhere, and the checker finds the ones that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkcheck import complaints
from project import Project


def write(root: Path, **pages: str) -> Path:
    for name, html in pages.items():
        path = root / (name.replace("__", "/") + ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
    return root


def test_good_links_pass(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        index='<a href="people/">人</a><a href="#top" id="top">上</a><a href="https://example.org/x">外</a><a href="people/#a%20b">b</a>',
        people__index='<p id="a b">甲</p><a href="..">h</a><a href="../index.html#top">t</a><img src="data:image/png;base64,AA">',
        deep__er__index='<a href="/people/">p</a><style>a { background: url("#x") url(../../a.png) }</style>',
    )
    (site / "a.png").touch()
    (site / "a.css").write_text('@import "b.css"; b { src: url(a.png) }', encoding="utf-8")
    (site / "b.css").touch()
    assert list(complaints(site)) == []


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ('<a href="nobody/">x</a>', "index.html:1 dead link: nobody/"),
        ('\n<a href="#nowhere">x</a>', "index.html:2 dead anchor: #nowhere"),
        ('<a href="people/#c">x</a>', "index.html:1 dead anchor: people/#c"),
        ('<a href="../../etc">x</a>', "index.html:1 dead link: ../../etc"),
        ('<img src="no.png">', "index.html:1 dead link: no.png"),
        ('<img srcset="no.png 2x">', "index.html:1 dead link: no.png"),
        (
            '<script src="https://example.org/a.js"></script>',
            "index.html:1 fetches from outside: https://example.org/a.js",
        ),
        ('<link rel="preconnect" href="//example.org">', "index.html:1 fetches from outside: //example.org"),
        (
            '<b style="background: url(https://example.org/b.png)"></b>',
            "index.html:1 fetches from outside: https://example.org/b.png",
        ),
        ('<b id="x"></b><b id="x"></b>', "index.html id 'x' stands 2 times"),
    ],
)
def test_a_bad_link_is_found(tmp_path: Path, html: str, complaint: str) -> None:
    site = write(tmp_path, index=html, people__index='<p id="a">甲</p>')
    assert list(complaints(site)) == [complaint]


def test_style_sheets_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text(
        "a {}\n@import 'https://example.org/f.css'; b { src: url('b.woff2') }", encoding="utf-8"
    )
    assert list(complaints(tmp_path)) == [
        "css/a.css:2 fetches from outside: https://example.org/f.css",
        "css/a.css:2 dead link: b.woff2",
    ]


def test_the_site_has_no_dead_link_and_fetches_nothing_from_outside(built: Project) -> None:
    assert list(complaints(built.site)) == []
