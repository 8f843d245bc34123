"""Records in, records out: who is who, what it is about, what repeats what.  Knows nothing of the site.

Every judgement keeps its evidence; what is unsure stays open and becomes a problem for a reader to settle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus_site.authority import Authority
from corpus_site.enrich.days import with_days
from corpus_site.enrich.keywords import OF_QUOTE, SHORTEST, Vocabulary, article_keywords, whole_words
from corpus_site.enrich.mentions import agreed_names, all_names, mentions, present
from corpus_site.enrich.people import Resolution, nameless, resolve, speaker_key
from corpus_site.enrich.reading import read_articles
from corpus_site.enrich.related import relate, told
from corpus_site.enrich.repeats import find_repeats
from corpus_site.enrich.reprints import find_printings
from corpus_site.enrich.segment import Segmented
from corpus_site.enrich.themed import find_themes
from corpus_site.enrich.translations import translations
from corpus_site.fold import simplify
from corpus_site.model import Article, ArticlePerson, Corpus, Person, PersonId, Speaker, SpeakerType
from corpus_site.names import other_forms, parts
from corpus_site.problems import worst_first

Step = Callable[[str], object]


def enrich(
    articles: Sequence[Article], authority: Authority, cache: Path | None = None, step: Step = lambda name: None
) -> Corpus:
    """Fill in people, themes, keywords, repeats, relations and the day of speaking, in the order of paths.

    The order of `articles` does not matter: the result is the same.  `cache`: a folder where what each article's text
    gives by itself is kept from run to run.  `step` is told the name of each step when it begins, "" at the end.
    """
    ordered = sorted(articles, key=lambda article: (article.path, article.lines, article.id))
    step("reading")
    readings = read_articles(ordered, cache)
    bodies = [Segmented(a.body, reading.body) for a, reading in zip(ordered, readings, strict=True)]
    step("people")
    names = agreed_names(authority)
    here = [present(names, article, body) for article, body in zip(ordered, bodies, strict=True)]
    resolution, shown = resolve(ordered, authority, here, readings)
    by_id = {person.id: person for person in resolution.people}
    step("mentions")
    everybody = all_names(names, resolution)
    named = [
        mentions(everybody, one, body, index, resolution, by_id)
        for index, (one, body) in enumerate(zip(shown, bodies, strict=True))
    ]
    step("themes")
    themed = find_themes(ordered, bodies, readings, authority, cache)
    done = []
    for index, (article, themes) in enumerate(zip(ordered, themed, strict=True)):
        quotes = tuple(
            replace(quote, speaker=_speaker(quote.speaker, index, resolution, by_id), themes=hits)
            for quote, hits in zip(article.quotes, themes.quotes, strict=True)
        )
        people, things = named[index]
        spoken = replace(article, quotes=quotes, people=people, things=things)
        done.append(replace(spoken, quotes=with_days(spoken), themes=themes.article, sections=themes.sections))
    step("repeats")
    repeating, disputed = find_repeats(
        done, resolution.first_names, find_printings([reading.sketch for reading in readings])
    )
    step("keywords and relations")
    done = _with_words(repeating, bodies, authority, by_id)
    step("")
    met = {one.id for article in done for one in (*article.people, *article.things)} & resolution.records
    return Corpus(
        articles=tuple(done),
        people=tuple(by_id[person] for person in sorted(by_id) if person in met),
        themes=authority.themes,
        sources=authority.sources,
        problems=tuple(worst_first([*resolution.problems, *disputed])),
    )


def _with_words(
    articles: Sequence[Article], bodies: Sequence[Segmented], authority: Authority, by_id: Mapping[PersonId, Person]
) -> list[Article]:
    """Fill in what rests on the words: keywords, related quotes, translations of the same words."""
    lay = whole_words(_words_of_owner(authority, by_id.values()))
    whole = [lay(body) for body in bodies]
    contents = [text.content() for text in whole]
    vocabulary = Vocabulary(contents, authority.stop)
    telling = []
    done = []
    for index, (article, text) in enumerate(zip(articles, whole, strict=True)):
        skip = _name_words(article.people, by_id)
        quotes = []
        for quote in article.quotes:
            counted = Counter(text.content(quote.spans))
            long = len(quote.text) >= SHORTEST
            quotes.append(replace(quote, keywords=vocabulary.best(counted, skip, OF_QUOTE) if long else ()))
            if one := told(quotes[-1], index, counted, vocabulary):
                telling.append(one)
        keywords = article_keywords(Counter(contents[index]), skip, vocabulary)
        done.append(replace(article, quotes=tuple(quotes), keywords=keywords))
    related, perhaps = relate(telling), translations(telling)
    return [
        replace(
            article,
            quotes=tuple(
                replace(q, related=related.get(q.id, ()), perhaps=perhaps.get(q.id, ())) for q in article.quotes
            ),
        )
        for article in done
    ]


def _words_of_owner(authority: Authority, people: Iterable[Person]) -> Iterator[str]:
    """The words that stay whole: names, terms of themes, the owner's own."""
    yield from authority.words
    for person in people:
        yield person.name
        yield from person.names
    for theme in authority.themes:
        for term in theme.terms:
            yield term.text


def _speaker(
    speaker: Speaker | None, index: int, resolution: Resolution, by_id: Mapping[PersonId, Person]
) -> Speaker | None:
    """The speaker under the agreed name, with every known form and the reasons; the label stays as printed."""
    if speaker is None:
        return None
    place = (index, speaker_key(speaker))
    found = resolution.speakers.get(place)
    if found is None:
        return replace(speaker, type="role", role=speaker.role or speaker.name) if nameless(speaker) else speaker
    person = by_id[found]
    kind: SpeakerType = "person" if person.type == "person" else "organisation"
    return replace(
        speaker,
        id=found,
        type=kind,
        name=person.name,
        names=other_forms(person.name, (*person.names, *speaker.names)),
        evidence=resolution.reasons[place],
    )


def _name_words(people: Sequence[ArticlePerson], by_id: Mapping[PersonId, Person]) -> frozenset[str]:
    """The words that people's names are made of; an organisation may be a keyword."""
    persons = [by_id[one.id] for one in people if one.id is not None and by_id[one.id].type == "person"]
    forms = [form for person in persons for form in (person.name, *person.names)]
    return frozenset(
        simplify(word).lower() for form in forms for word in (form, *parts(form), *parts(form.replace("-", " ")))
    )
