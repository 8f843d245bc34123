"""Records in, records out: who is who, what it is about, what repeats what.  Knows nothing of the site.

Every judgement keeps its evidence; what is unsure stays open and becomes a problem for a reader to settle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus_site.authority import Authority
from corpus_site.enrich.days import with_days
from corpus_site.enrich.keywords import keywords
from corpus_site.enrich.mentions import agreed_names, all_names, mentions, present
from corpus_site.enrich.people import Resolution, nameless, resolve, speaker_key
from corpus_site.enrich.repeats import find_repeats
from corpus_site.enrich.segment import Segmented
from corpus_site.enrich.themes import Lexicon, article_themes, quote_themes
from corpus_site.fold import simplify
from corpus_site.model import Article, ArticlePerson, Corpus, Person, PersonId, Speaker
from corpus_site.names import other_forms, parts
from corpus_site.problems import worst_first


def enrich(articles: Sequence[Article], authority: Authority) -> Corpus:
    """Fill in people, themes, keywords, repeats and the day of speaking; give the corpus in the order of its paths.

    The order of `articles` does not matter: the result is the same.
    """
    ordered = sorted(articles, key=lambda article: (article.path, article.lines, article.id))
    bodies = [Segmented(article.body) for article in ordered]
    names = agreed_names(authority)
    here = [present(names, article, body) for article, body in zip(ordered, bodies, strict=True)]
    resolution, shown = resolve(ordered, authority, here)
    by_id = {person.id: person for person in resolution.people}
    everybody = all_names(names, resolution)
    people = [
        mentions(everybody, one, body, index, resolution, by_id)
        for index, (one, body) in enumerate(zip(shown, bodies, strict=True))
    ]
    words = keywords(bodies, [_name_words(named, by_id) for named in people])
    lexicon = Lexicon(authority.themes)
    done = []
    for index, (article, body) in enumerate(zip(ordered, bodies, strict=True)):
        read = lexicon.read(body)
        quotes = tuple(
            replace(quote, speaker=_speaker(quote.speaker, index, resolution, by_id), themes=hits)
            for quote, hits in zip(article.quotes, quote_themes(article, read), strict=True)
        )
        spoken = replace(article, quotes=quotes, people=people[index], keywords=words[index])
        themes = article_themes(read, lexicon.read(Segmented(article.title)))
        done.append(replace(spoken, quotes=with_days(spoken), themes=themes))
    met = {person.id for article in done for person in article.people}
    return Corpus(
        articles=find_repeats(done),
        people=tuple(by_id[person] for person in sorted(by_id) if person in met),
        themes=authority.themes,
        sources=authority.sources,
        problems=tuple(worst_first(resolution.problems)),
    )


def _speaker(
    speaker: Speaker | None, index: int, resolution: Resolution, by_id: Mapping[PersonId, Person]
) -> Speaker | None:
    """The speaker under the agreed name, with every known form; the label stays as printed."""
    if speaker is None:
        return None
    found = resolution.speakers.get((index, speaker_key(speaker)))
    if found is None:
        return replace(speaker, type="role", role=speaker.role or speaker.name) if nameless(speaker) else speaker
    person = by_id[found]
    return replace(
        speaker,
        id=found,
        type=person.type,
        name=person.name,
        names=other_forms(person.name, (*person.names, *speaker.names)),
    )


def _name_words(people: Sequence[ArticlePerson], by_id: Mapping[PersonId, Person]) -> frozenset[str]:
    """The words that people's names are made of; an organisation may be a keyword."""
    persons = [by_id[person.id] for person in people if person.id is not None and by_id[person.id].type == "person"]
    forms = [form for person in persons for form in (person.name, *person.names)]
    return frozenset(
        simplify(word).lower() for form in forms for word in (*parts(form), *parts(form.replace("-", " ")))
    )
