"""Which pages have a picture to unfurl with, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterator

from corpus_site.catalogue import Entry
from corpus_site.generate import paths
from corpus_site.generate.social_cards import Cards, Face
from corpus_site.generate.views import Here, Site, title_of
from corpus_site.generate.write import GeneratedFile
from corpus_site.model import Article, Person

_NAMED = 3  # people on an article's card


def share_cards(site: Site, cards: Cards) -> Iterator[GeneratedFile]:
    """Draw the cards that the settings ask for, as far as this machine can."""
    here = Here(site, paths.HOME)
    faces: list[tuple[str, Face]] = [(one.id, _article(here, one)) for one in site.catalogue.articles.values()]
    faces += [(one.id, _person(here, one)) for one in site.catalogue.people.values()]
    if site.catalogue.settings.cards == "quotes":
        faces += [(name, _quote(here, entry)) for name, entry in site.catalogue.entries.items()]
    for name, face in faces:
        png = cards.png(face)
        if png is not None:
            yield GeneratedFile(f"{paths.CARDS}/{name}.png", png)


def _article(here: Here, article: Article) -> Face:
    date, source = here.date(article.published), here.source_of(article)
    entries = here.site.catalogue.quotes_of_article.get(article.id, ())
    speakers = dict.fromkeys(e.quote.speaker.name for e in entries if e.quote.speaker is not None)
    facts = [
        here.w("list.apart").join(
            filter(None, ["" if date is None else date.text, "" if source is None else source.text])
        ),
        here.w("list.and").join(list(speakers)[:_NAMED]),
        here.w("count.quotes", n=len(entries)) if entries else "",
    ]
    kind, name = here.w("card.article"), here.site.catalogue.settings.site_name
    return Face(kind=kind, title=title_of(article, here), lines=tuple(filter(None, facts)), site=name)


def _person(here: Here, person: Person) -> Face:
    entries = here.site.catalogue.quotes_of_person.get(person.id, ())
    facts = [person.description, here.w("count.quotes", n=len(entries)) if entries else ""]
    name = here.site.catalogue.settings.site_name
    return Face(kind=here.w(f"card.{person.type}"), title=person.name, lines=tuple(filter(None, facts)), site=name)


def _quote(here: Here, entry: Entry) -> Face:
    speaker, date = here.speaker(entry.quote.speaker), here.date(entry.date)
    facts = [title_of(entry.article, here), "" if date is None else date.text]
    return Face(
        kind=here.w("card.quote"),
        title=here.w("quote.nobody") if speaker is None else speaker.name,
        lines=tuple(filter(None, facts)),
        site=here.site.catalogue.settings.site_name,
        quote=entry.quote.text,
    )
