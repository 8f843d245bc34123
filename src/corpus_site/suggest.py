"""What the texts show and the owner's lists lack: people, forms of their names, and words that no theme covers.

Proposals only, as YAML that can be pasted below what is there; every line says where it comes from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import yaml

from corpus_site.apposition import sound_likeness
from corpus_site.fold import fold, simplify
from corpus_site.model import Corpus, Person, PersonId
from corpus_site.names import is_full, is_han, parts, surname

ALIKE = 80  # likeness of sound of two whole names from which they are proposed as one person, 0 to 100
MANY = 300  # proposals of one command; the rest is for another time
REASONS = 3
SELDOM = 2  # a word in one article and one quote tells nothing


def people(corpus: Corpus) -> str:
    """Give the people and organisations whom only the texts know, who speak, as entries for people.yaml.

    The most quoted come first.  Where a name sounds like that of somebody else, or is spelled nearly so, a comment says
    so and merges nothing.
    """
    spoken = Counter(q.speaker.id for article in corpus.articles for q in article.quotes if q.speaker)
    unknown = [p for p in corpus.people if p.origin == "text" and spoken[p.id]]
    unknown.sort(key=lambda person: (-spoken[person.id], person.id))
    near = alike(corpus.people)
    out = [f"# {len(unknown)} 个说话的人或机构还不在 people.yaml 里；核对之后，把需要的项目粘贴过去。"]
    for person in unknown[:MANY]:
        out.append("")
        out += [f"# {' '.join(reason.split())}" for reason in person.evidence[:REASONS]]
        out += [
            f"# 也许就是 {' '.join(other.name.split())}（{other.id}）：若是，把这里的写法加进它的 names，删去此项。{how}"
            for other, how in near.get(person.id, ())
        ]
        out.append(entry(person))
    return "\n".join(out) + "\n"


def entry(person: Person) -> str:
    """One person as an entry of people.yaml: forms that mean one everywhere under names, parts of a name under short.

    >>> print(entry(Person(id=PersonId("x-y"), name="萨拉·罗伯茨", names=("Sarah Roberts", "罗伯茨"), origin="text")))
    - id: x-y
      name: 萨拉·罗伯茨
      names:
      - Sarah Roberts
      short:
      - 罗伯茨
    """
    whole = [name for name in person.names if person.type != "person" or is_full(name)]
    fields: dict[str, object] = {"id": str(person.id)}
    if person.type != "person":
        fields["type"] = person.type
    fields["name"] = person.name
    if whole:
        fields["names"] = whole
    if short := [name for name in person.names if name not in whole]:
        fields["short"] = short
    if person.roles:
        fields["roles"] = [{"title": role.title} for role in person.roles]
    text = yaml.safe_dump([fields], allow_unicode=True, default_flow_style=False, sort_keys=False, width=10_000)
    return text.rstrip()


def alike(everybody: Sequence[Person]) -> dict[PersonId, list[tuple[Person, str]]]:
    """People whose whole names sound or are written alike, without all being compared: only those of one beginning.

    Chinese names never are alike by sound alone; a Latin and a transcribed name are when both given name and surname are.
    """
    persons = [person for person in everybody if person.type == "person"]
    buckets: dict[str, list[tuple[Person, str]]] = {}
    for person in persons:
        for form in (person.name, *person.names):
            if key := _beginning(form):
                buckets.setdefault(key, []).append((person, form))
    found: dict[PersonId, dict[PersonId, tuple[Person, str]]] = {}
    for together in buckets.values():
        for one, form in together:
            for other, its_form in together:
                if one.id == other.id or one.origin == "authority" or not _one_sound(form, its_form):
                    continue
                found.setdefault(one.id, {})[other.id] = (other, f"「{form}」读作「{its_form}」")
    return {one: list(others.values())[:3] for one, others in found.items()}


_FIRST_SOUNDS = str.maketrans("zsqxkgdtbpfvwrujieoa", "ccccccttppfffluiiaaa")  # letters that stand for one sound


def _beginning(form: str) -> str:
    """The sounds with which a foreign whole name and its surname begin: its spellings and transcriptions share them."""
    if not is_full(form) or (is_han(form) and surname(form) and len(parts(form)) == 1):
        return ""
    sounds = [_latin(end) for end in (parts(form)[0], parts(form)[-1])]
    return "".join(sound[0] for sound in sounds).translate(_FIRST_SOUNDS) if all(sounds) else ""


def _latin(part: str) -> str:
    from pypinyin import lazy_pinyin  # loads its tables: only for this command

    return "".join(lazy_pinyin(simplify(part))) if is_han(part) else fold(part)


def _one_sound(form: str, other: str) -> bool:
    mine, theirs = parts(form), parts(other)
    if len(mine) < 2 or len(theirs) < 2 or fold(form) == fold(other):
        return False
    return (
        all(
            sound_likeness(one, _latin(two)) >= ALIKE - 12
            for one, two in ((mine[0], theirs[0]), (mine[-1], theirs[-1]))
        )
        and sound_likeness("".join(mine), _latin("".join(theirs))) >= ALIKE
    )


def themes(corpus: Corpus) -> str:
    """Give the frequent words that no theme covers, with the articles that have them, most telling first, as comments."""
    covered = [fold(term.text) for theme in corpus.themes for term in theme.terms]
    names = {fold(form) for person in corpus.people for form in (person.name, *person.names)}
    articles: Counter[str] = Counter()
    quotes: Counter[str] = Counter()
    where: dict[str, str] = {}
    for article in corpus.articles:
        words = Counter(word for quote in article.quotes if not quote.themes for word in quote.keywords)
        quotes.update(words)
        articles.update({*words, *article.keywords})
        for word in (*words, *article.keywords):
            where.setdefault(word, f"{article.path}:{article.lines[0]}")
    open_words = [
        word
        for word in articles
        if articles[word] + quotes[word] > SELDOM
        and fold(word) not in names
        and not any(fold(word) in term or term in fold(word) for term in covered)
    ]
    open_words.sort(key=lambda word: (-articles[word], -quotes[word], word))
    out = ["# 常见而没有主题收录的词：篇数、没有主题的语录数、第一处。属于某个主题的，写进 themes.yaml 的 terms。"]
    out += [f"- {word}  # {articles[word]} 篇，{quotes[word]} 条语录，{where[word]}" for word in open_words[:MANY]]
    return "\n".join(out) + "\n"
