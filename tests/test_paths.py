"""Where pages lie and how they link; which addresses out of a text become links."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus_site.generate import paths
from corpus_site.generate.paths import PagePath, link, outside, safe_address
from corpus_site.model import PersonId

ids = some.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
pages = some.lists(ids, max_size=4).map(lambda parts: PagePath("/".join([*parts, "index.md"])))
BASE = "https://site.test/below/"


@given(pages, pages, some.sampled_from(["", "q0000000000", "s1"]))
def test_a_link_leads_to_the_page_wherever_the_site_lies(here: PagePath, there: PagePath, anchor: str) -> None:
    def address(page: str) -> str:
        return BASE + page.removesuffix("index.md")

    wanted = address(there) + (f"#{anchor}" if anchor else "")
    assert urljoin(address(here), link(here, there, anchor)) == wanted


@pytest.mark.parametrize("part", ["", "..", "a/b", "a b", "A", "。", ".x", "a\n", "-"])
def test_only_plain_ids_become_folders(part: str) -> None:
    with pytest.raises(ValueError, match="not fit for a path"):
        paths.person_page(PersonId(part))


REFUSED = [
    None,
    "",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript\u200b:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.com/x",
    "//example.com/x",
    "\\\\example.com\\x",
    "/\\example.com",
    "https://example.com/\u202egpj.exe",
]


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_off_the_list_is_no_link(url: str | None) -> None:
    assert safe_address(url) is None


@pytest.mark.parametrize(
    "url",
    ["https://example.com/a?b=1&c=%20#d", "HTTP://EXAMPLE.COM", "mailto:a@example.com", "images/1.webp", "#s1", "../x"],
)
def test_an_address_on_the_list_stays_as_it_is(url: str) -> None:
    assert safe_address(url) == url


def test_only_absolute_addresses_lead_out() -> None:
    assert [outside(url) for url in ("images/1.webp", "#x", "https://example.com/")] == [
        None,
        None,
        "https://example.com/",
    ]


@given(some.text(max_size=40))
def test_a_link_never_has_another_scheme(url: str) -> None:
    safe = safe_address(url)
    if safe is not None:
        scheme = urljoin("https://site.test/", safe).partition(":")[0].lower()
        assert scheme in {"http", "https", "mailto"}
