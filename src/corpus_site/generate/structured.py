"""What a page tells search engines and reference managers about itself: schema.org records as JSON-LD.

Only what is known goes in: plain ISO dates as far as the text gives them, and a creator where the attribution stands.
An attribution that is open or disputed is a `Claim` about the quotation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import takewhile

import msgspec

from corpus_site.catalogue import Entry
from corpus_site.edtf import Edtf, Interval, OneOf, Point, parse
from corpus_site.generate import paths
from corpus_site.generate.addresses import address, outside
from corpus_site.generate.views import Here, language_of, shortened, title_of
from corpus_site.model import Article, EntityType, PartialDate, Person, Quote, Speaker, SpeakerType, ThemeHit

Record = dict[str, object]

CONTEXT = "https://schema.org"
_TYPES: Mapping[EntityType | SpeakerType, str] = {
    "person": "Person",
    "role": "Person",
    "organisation": "Organization",
    "product": "Product",
    "work": "CreativeWork",
}
# What could end the element, what the dialect of pages or XML does not hold, and what turns the direction of reading.
_ESCAPED = re.compile(r"[<>&\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def quotation(here: Here, entry: Entry) -> Record:
    """Give a quote as a `Quotation`, with the parts that continue it."""
    quote, article = entry.quote, entry.article
    page = address(here, paths.quote_page(quote.id))
    return {"@context": CONTEXT} | _known(
        {
            "@type": "Quotation",
            "@id": page,
            "url": page,
            "text": words_of(entry),
            "inLanguage": language_tag(article),
            "creator": _speaker(here, quote.speaker) if quote.speaker and is_attributed(quote) else None,
            "subjectOf": _claim(here, quote),
            "isPartOf": _article(here, article),
            "isBasedOn": _work(quote),
            "recordedIn": _event(entry),
            "dateCreated": iso_date(quote.said),
            "datePublished": iso_date(article.published),
            "about": _themes(here, entry.themes),
            "translator": _people(article.translators),
            "creditText": credit(here, entry),
        }
    )


def article(here: Here, article: Article) -> Record:
    """Give an article as an `Article`: the work as it was published, with the page that shows it here."""
    known = here.site.catalogue
    speakers = dict.fromkeys(entry.speaker for entry in known.quotes_of_article.get(article.id, ()))
    return {"@context": CONTEXT} | _known(
        {
            **_article(here, article),
            "mainEntityOfPage": address(here, paths.article_page(article.id)),
            "inLanguage": language_tag(article),
            "translator": _people(article.translators),
            "editor": _people(article.editors),
            "contributor": _people(article.compilers),
            "about": _themes(here, article.themes),
            "mentions": [
                _named(here, known.people[one]) for one in speakers if one is not None and one in known.people
            ],
            "keywords": list(article.keywords),
        }
    )


def person(here: Here, person: Person) -> Record:
    """Give a record of the authority as a `Person`, `Organization`, `Product` or `CreativeWork`."""
    page = address(here, paths.person_page(person.id))
    role = person.roles[-1].title if person.roles and person.type == "person" else ""
    return {"@context": CONTEXT} | _known(
        {**_whole(here, person), "url": page, "description": person.description, "jobTitle": role}
    )


def script(data: Mapping[str, object]) -> str:
    r"""Write a record as the element that stands on a page; no text can end it, and the dialect of pages takes it.

    >>> script({"name": "</script>&\u2028"})
    '<script type="application/ld+json">{"name":"\\u003c/script\\u003e\\u0026\\u2028"}</script>'
    """
    try:
        text = msgspec.json.encode(data).decode()
    except UnicodeEncodeError:  # a lone half of a surrogate pair, which no UTF-8 can hold
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()
    written = _ESCAPED.sub(lambda mark: f"\\u{ord(mark.group()):04x}", text)
    return f'<script type="application/ld+json">{written}</script>'


def is_attributed(quote: Quote) -> bool:
    """Tell whether the words may be given to their speaker without a word of doubt."""
    return quote.speaker is not None and quote.confidence != "low" and quote.status != "misattributed"


def words_of(entry: Entry) -> str:
    """Give a quote whole, with the parts that continue it."""
    return entry.words


def language_tag(article: Article) -> str:
    """Give the language of an article's text as BCP 47 has it."""
    return language_of(article) or "zh-Hans"


def credit(here: Here, entry: Entry) -> str:
    """Say in one line who said it, with what is doubtful about that, when, and where it stands."""
    date = here.date(entry.date, entry.spoken)
    source = here.source_of(entry.article)
    facts = (
        speaker_in_words(here, entry.quote),
        "" if date is None else f"{date.text} {date.mark}".rstrip(),
        here.w("work.title", title=title_of(entry.article, here)),
        "" if source is None else source.text,
    )
    return " · ".join(filter(None, facts))


def speaker_in_words(here: Here, quote: Quote) -> str:
    """Name the speaker with role and doubt in brackets; the work where that is all the text names."""
    view = here.speaker(quote.speaker)
    marks = [view.role if view else "", here.dispute(quote), here.doubt(quote)]
    work = here.w("work.title", title=quote.work.title) if quote.work is not None else ""
    name = view.name if view is not None else work or here.w("quote.nobody")
    return name_with(here, name, *marks)


def name_with(here: Here, name: str, *marks: str) -> str:
    """Put what is to be known of a name in brackets behind it."""
    said = here.w("machine.between").join(filter(None, marks))
    return here.w("machine.marked", name=name, mark=said) if said else name


def iso_date(date: PartialDate | None) -> str | None:
    """Give a date as plain ISO 8601, as far as it is sure; a marked one (`?`, `~`) is not, and is left out.

    >>> def iso(edtf: str) -> str | None:
    ...     return iso_date(PartialDate(edtf=edtf, basis="stated", evidence=""))
    >>> iso("2024-10-17T09:50"), iso("2024-05"), iso("2024-22"), iso("2023-03/2023-05"), iso("[2023-03-01,2023-03-02]")
    ('2024-10-17', '2024-05', '2024', '2023', '2023-03')
    >>> iso("2023-06-03?"), iso("2023-03-10/.."), iso("202X"), iso("XXXX-06-03")
    (None, None, None, None)
    """
    return None if date is None else _iso(date.edtf)


@lru_cache(4096)  # many quotes share few dates
def _iso(edtf: str) -> str | None:
    levels = zip(*map(_sure, _points(parse(edtf))), strict=False)
    shared = takewhile(lambda level: len(set(level)) == 1, levels)
    return "-".join(f"{level[0]:0{2 if number else 4}d}" for number, level in enumerate(shared)) or None


def _points(date: Edtf | None) -> tuple[Point | None, ...]:
    """Give the points that bound a date: what all of them share is known."""
    if isinstance(date, Interval):
        return date.start, date.end
    return date.choices if isinstance(date, OneOf) else (date,)


def _sure(point: Point | None) -> tuple[int, ...]:
    if point is None or point.uncertain or point.approximate or point.year is None:
        return ()
    if point.month is None:
        return (point.year,)
    return (point.year, point.month) if point.day is None else (point.year, point.month, point.day)


def _article(here: Here, article: Article) -> Record:
    page = address(here, paths.article_page(article.id))
    return _known(
        {
            "@type": "Article",
            "@id": page,
            "headline": title_of(article, here),
            "url": outside(article.url) or page,
            "datePublished": iso_date(article.published),
            "publisher": _publisher(here, article),
            "author": _people(article.authors),
        }
    )


def _publisher(here: Here, article: Article) -> Record | None:
    catalogue = here.site.catalogue
    name = catalogue.source_of_article.get(article.id)
    if name is None:
        return None
    source = catalogue.sources[name]
    return _known({"@type": "Organization", "name": source.name, "url": outside(source.url)})


def _speaker(here: Here, speaker: Speaker) -> Record:
    """Give a speaker: the agreed record where there is one, with what they were when they said it."""
    record = here.site.catalogue.people.get(speaker.id) if speaker.id is not None else None
    role = "" if speaker.type == "organisation" else speaker.role
    if record is not None:
        return _known({**_whole(here, record), "jobTitle": role if record.type == "person" else ""})
    return _known(
        {
            "@type": _TYPES[speaker.type],
            "name": speaker.name,
            "alternateName": [name for name in speaker.names if name != speaker.name],
            "jobTitle": role,
        }
    )


def _whole(here: Here, person: Person) -> Record:
    addresses = (outside(url) for _, url in person.links)
    return _known(
        {
            **_named(here, person),
            "alternateName": [name for name in person.names if name != person.name],
            "sameAs": [url for url in addresses if url is not None],
        }
    )


def _named(here: Here, person: Person) -> Record:
    return {"@type": _TYPES[person.type], "@id": address(here, paths.person_page(person.id)), "name": person.name}


def _claim(here: Here, quote: Quote) -> Record | None:
    """Give the attribution as something that is claimed, where it is open or somebody disputes it."""
    if quote.speaker is None or (is_attributed(quote) and quote.status != "disputed"):
        return None
    name = here.w("quote.title", name=speaker_in_words(here, quote), words=shortened(quote.text))
    return {
        "@type": "Claim",
        "name": name,
        "creativeWorkStatus": here.dispute(quote) or here.doubt(quote),
    }


def _work(quote: Quote) -> Record | None:
    if quote.work is None:
        return None
    return _known({"@type": "CreativeWork", "name": quote.work.title, "url": outside(quote.work.url)})


def _event(entry: Entry) -> Record | None:
    """Find the dated happening of the article at which it was said."""
    said = entry.quote.said
    events = [event for event in entry.article.events if said is not None and event.date.edtf == said.edtf]
    if len(events) != 1:
        return None
    return _known({"@type": "Event", "name": events[0].name, "startDate": iso_date(said)})


def _themes(here: Here, hits: Iterable[ThemeHit]) -> list[Record]:
    known = here.site.catalogue.themes
    return [
        {"@type": "DefinedTerm", "@id": address(here, paths.theme_page(hit.id)), "name": known[hit.id].name}
        for hit in hits
        if hit.id in known
    ]


def _people(names: Iterable[str]) -> list[Record]:
    return [{"@type": "Person", "name": name} for name in names]


def _known(record: Record) -> Record:
    """Leave out what is not known."""
    return {name: value for name, value in record.items() if value not in (None, "", [])}
