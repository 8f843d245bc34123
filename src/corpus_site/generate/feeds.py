"""Feeds to subscribe to: the newest articles of the site, and the newest quotes of everybody and on every theme.

Each feed is made as Atom (RFC 4287) and as JSON Feed 1.1 from the same items.  No time comes from the clock: an item's
is the start of the period that its date gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, islice
from xml.etree import ElementTree

import msgspec

from corpus_site.catalogue import Entry
from corpus_site.edtf import first_point, sort_key
from corpus_site.generate import paths
from corpus_site.generate.addresses import address, beside, outside, site_root
from corpus_site.generate.paths import PagePath, folder_of
from corpus_site.generate.render import plain_text, text_filter
from corpus_site.generate.structured import credit, is_attributed, language_tag, name_with
from corpus_site.generate.views import Here, Site, shortened, title_of
from corpus_site.generate.write import GeneratedFile
from corpus_site.model import Article, PartialDate, ThemeHit

ARTICLES, QUOTES = 30, 50  # the newest ones that a feed holds
ATOM, JSON = "feed.xml", "feed.json"
_BEGINNING = 200  # characters of an article
_OWN = "corpus-site"  # where the site has no name that can be shown
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed; everything but `html` is plain text that holds nothing XML forbids."""

    page: PagePath
    title: str
    text: str
    html: str  # "" where the text is all
    dated: datetime | None
    author: str
    author_page: PagePath | None = None
    themes: tuple[tuple[str, str], ...]  # (id, name)
    language: str
    original: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a reader subscribes to: `page` shows the same to people."""

    page: PagePath
    title: str
    description: str
    items: tuple[Item, ...]


def feed_files(site: Site) -> Iterator[GeneratedFile]:
    """Make all feeds in both forms."""
    oldest = oldest_date(site)
    for feed in feeds(site):
        yield GeneratedFile(beside(feed.page, ATOM), atom(site, feed, oldest))
        yield GeneratedFile(beside(feed.page, JSON), json_feed(site, feed))


def feeds(site: Site) -> Iterator[Feed]:
    """Give the feed of the site, then those of people, then those of themes; where nothing is said there is none."""
    catalogue, settings, w = site.catalogue, site.catalogue.settings, site.render.words
    name, here = settings.site_name, Here(site, paths.HOME)
    newest = islice(catalogue.articles.values(), ARTICLES)
    items = tuple(_article_item(here, article) for article in newest)
    yield Feed(paths.HOME, plain_text(name) or _OWN, plain_text(settings.description), items)
    for person in catalogue.people.values():
        if entries := catalogue.quotes_of_person.get(person.id, ()):
            title = w("machine.person_feed", name=person.name, site=name)
            yield _quotes_feed(site, paths.person_page(person.id), title, person.description, entries)
    for theme in catalogue.themes.values():
        if entries := catalogue.quotes_of_theme.get(theme.id, ()):
            title = w("machine.theme_feed", name=theme.name, site=name)
            yield _quotes_feed(site, paths.theme_page(theme.id), title, theme.definition, entries)


def oldest_date(site: Site) -> datetime:
    """Give the oldest date of all articles and quotes: what has no date gets it in Atom, which wants one.

    So it stays at the end, and has the same date in every feed.  A day of 1970 would be as false, and the day of the
    build would make it new each time.
    """
    catalogue = site.catalogue
    dates = chain(
        (article.published for article in catalogue.articles.values()),
        (e.quote.said for e in catalogue.entries.values()),
    )
    known = {date.edtf: date for date in dates if date is not None}
    return min((when for date in known.values() if (when := instant(date)) is not None), default=_NEVER)


def instant(date: PartialDate | None) -> datetime | None:
    """Give the start of the period that a date gives; None where its year is not known.

    Texts do not say in which zone their time of day counts: it is taken as UTC.

    >>> str(instant(PartialDate(edtf="2024-22~", basis="stated", evidence="")))
    '2024-06-01 00:00:00+00:00'
    >>> instant(PartialDate(edtf="XXXX-06-03", basis="stated", evidence="")) is None
    True
    """
    return None if date is None else _start(date.edtf)


@lru_cache(4096)  # many quotes share few dates
def _start(edtf: str) -> datetime | None:
    point = first_point(edtf)
    if point is None or (point.year is None and point.decade is None):
        return None
    year, month, day, time, *_ = sort_key(edtf)
    for form in (f"{year:04d}-{month or 1:02d}-{day or 1:02d}T{time or '00:00'}", f"{year:04d}-{month or 1:02d}-01"):
        try:
            return datetime.fromisoformat(form).replace(tzinfo=UTC)
        except ValueError:  # 30 February, 25 o'clock
            continue
    return None


def atom(site: Site, feed: Feed, undated: datetime) -> bytes:
    """Write a feed as Atom; relative addresses are meant as seen from the file."""
    here = Here(site, beside(feed.page, ATOM))
    settings = site.catalogue.settings
    root = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", _LANG: _language(site)})
    _add(root, "id", _id(here, feed.page))
    _add(root, "title", feed.title)
    if feed.description:
        _add(root, "subtitle", feed.description)
    _add(root, "updated", _stamp(max((item.dated for item in feed.items if item.dated), default=undated)))
    _add(_add(root, "author"), "name", _owner(site))
    _add(root, "link", rel="self", type="application/atom+xml", href=address(here, here.path))
    _add(root, "link", rel="alternate", type="text/html", href=address(here, feed.page))
    if settings.copyright:
        _add(root, "rights", plain_text(settings.copyright))
    for item in feed.items:
        _atom_entry(here, root, item, undated)
    return f"{_DECLARATION}\n{ElementTree.tostring(root, encoding='unicode')}\n".encode()


def _atom_entry(here: Here, root: ElementTree.Element, item: Item, undated: datetime) -> None:
    entry = _add(root, "entry", **({_LANG: item.language} if item.language != root.get(_LANG) else {}))
    _add(entry, "id", _id(here, item.page))
    _add(entry, "title", item.title)
    _add(entry, "updated", _stamp(item.dated or undated))
    author = _add(entry, "author")
    _add(author, "name", item.author)
    if item.author_page is not None:
        _add(author, "uri", address(here, item.author_page))
    _add(entry, "link", rel="alternate", type="text/html", href=address(here, item.page))
    if item.original is not None:
        _add(entry, "link", rel="via", href=item.original)
    for name, words in item.themes:
        _add(entry, "category", term=name, label=words)
    if item.html:
        _add(entry, "content", item.html, type="html")
    else:
        _add(entry, "summary", item.text)
    entry.tail = "\n"


def json_feed(site: Site, feed: Feed) -> bytes:
    """Write a feed as JSON Feed 1.1; an item without a date has none here."""
    here = Here(site, beside(feed.page, JSON))
    record = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": address(here, feed.page),
        "feed_url": address(here, here.path),
        "description": feed.description,
        "language": _language(site),
        "authors": [{"name": _owner(site)}],
        "items": [_json_item(here, item) for item in feed.items],
    }
    return msgspec.json.encode({name: value for name, value in record.items() if value != ""}) + b"\n"


def _json_item(here: Here, item: Item) -> dict[str, object]:
    author = {"name": item.author}
    if item.author_page is not None:
        author["url"] = address(here, item.author_page)
    record: dict[str, object] = {
        "id": _id(here, item.page),
        "url": address(here, item.page),
        "title": item.title,
        "content_text": item.text,
        "language": item.language,
        "authors": [author],
        "tags": [words for _, words in item.themes],
    }
    if item.html:
        record["content_html"] = item.html
    if item.dated is not None:
        record["date_published"] = _stamp(item.dated)
    if item.original is not None:
        record["external_url"] = item.original
    return record


def _quotes_feed(site: Site, page: PagePath, title: str, about: str, entries: Iterable[Entry]) -> Feed:
    here = Here(site, page)
    items = tuple(_quote_item(here, entry) for entry in islice(entries, QUOTES))
    return Feed(page, plain_text(title), plain_text(about), items)


def _quote_item(here: Here, entry: Entry) -> Item:
    quote, article = entry.quote, entry.article
    view = here.speaker(quote.speaker)
    work = here.w("work.title", title=quote.work.title) if quote.work is not None else ""
    name = view.name if view is not None else work or here.w("quote.nobody")
    sure = is_attributed(quote) or view is None
    marked = name_with(here, name, here.dispute(quote) or ("" if sure else here.doubt(quote)))
    paragraphs = entry.words.split("\n\n")
    said = "".join(f"<p>{text_filter(text)}</p>" for text in paragraphs)
    return Item(
        page=paths.quote_page(quote.id),
        title=plain_text(here.w("quote.title", name=marked, words=shortened(quote.text))),
        text="\n\n".join("\n".join(map(plain_text, text.split("\n"))) for text in paragraphs),
        html=f"<blockquote>{said}</blockquote><p>{text_filter(plain_text(credit(here, entry)))}</p>",
        dated=instant(entry.date),
        # Never the site's own author, whom Atom puts in where an entry names nobody.
        author=(plain_text(name) if sure else "") or here.w("quote.nobody"),
        author_page=_speaker_page(here.site, entry) if sure else None,
        themes=_themes(here.site, entry.themes),
        language=language_tag(article),
        original=outside(quote.url) or outside(article.url),
    )


def _speaker_page(site: Site, entry: Entry) -> PagePath | None:
    record = None if entry.speaker is None else site.catalogue.people.get(entry.speaker)
    return None if record is None else paths.person_page(record.id)


def _article_item(here: Here, article: Article) -> Item:
    source = here.source_of(article)
    publisher = source.text if source is not None else here.w("article.no_source")
    beginning = plain_text(article.body[: 2 * _BEGINNING])
    return Item(
        page=paths.article_page(article.id),
        title=plain_text(title_of(article, here)) or article.id,
        text=beginning[:_BEGINNING] + ("…" if len(beginning) > _BEGINNING else ""),
        html="",
        dated=instant(article.published),
        author=plain_text("、".join(article.authors)) or plain_text(publisher) or here.w("article.no_source"),
        themes=_themes(here.site, article.themes),
        language=language_tag(article),
        original=outside(article.url),
    )


def _themes(site: Site, hits: Iterable[ThemeHit]) -> tuple[tuple[str, str], ...]:
    known = site.catalogue.themes
    return tuple((hit.id, plain_text(known[hit.id].name)) for hit in hits if hit.id in known)


def _id(here: Here, page: PagePath) -> str:
    """Give the lasting name of a page: its address, or where that is not known a tag (RFC 4151) made of its path.

    The authority in the tag is a name that nobody can ever own, so it stands for no other site.
    """
    return address(here, page) if site_root(here) else f"tag:corpus-site.invalid,2000:{folder_of(page) or '/'}"


def _language(site: Site) -> str:
    language = site.catalogue.settings.language
    return "zh-Hans" if language == "zh" else language


def _owner(site: Site) -> str:
    settings = site.catalogue.settings
    return plain_text(settings.owner) or plain_text(settings.site_name) or _OWN


def _stamp(moment: datetime) -> str:
    # Not strftime: it writes the year 800 with three digits.
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    if text:
        element.text = text
    return element
