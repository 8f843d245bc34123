"""People and things that an article names without letting them speak."""

from __future__ import annotations

from collections.abc import Iterable

from corpus_site.apposition import DOTTED, person_like
from corpus_site.enrich.linking import Local
from corpus_site.enrich.shown import Shown
from corpus_site.enrich.things import Thing
from corpus_site.fold import fold, simplify
from corpus_site.model import EntityType
from corpus_site.names import is_full

MARKS: dict[EntityType, str] = {"organisation": "%", "product": "!", "work": "《"}  # how the keys of things begin


def named_people(shown: Shown, index: int, names: Iterable[str]) -> list[Local]:
    """People under their whole name: named in both scripts, or found by the tagger (`names`)."""
    found = []
    for pair in shown.pairs:
        both = {who for form in (pair.han, pair.latin) if (who := shown.identity(form)) is not None}
        identity = next(iter(both), None)
        if identity is None or len(both) > 1 or not (person_like(pair) or identity[0] == "@"):
            continue
        reason = f"{shown.where(pair.offset)} 「{pair.han}」与「{pair.latin}」并列"
        found.append(_silent(shown, index, "person", identity, (pair.han, pair.latin), pair.offset, reason))
    beside = {form for pair in shown.pairs for form in (pair.han, pair.latin)}
    wholes = shown.wholes.values()
    transcribed = {whole.name: whole.offset for whole in wholes if DOTTED.fullmatch(simplify(whole.name))}
    tagged = {name: max(0, shown.article.body.find(name)) for name in names if is_full(name)}
    for name, at in {**transcribed, **tagged}.items():
        identity = shown.identity(name)
        if identity is not None and identity[0] in "@=" and name not in beside:
            how = "由词性标注识别为人名" if name in tagged else "是外国人名的写法"
            reason = "" if identity[0] == "@" else f"{shown.where(at)} 「{name}」{how}"
            found.append(_silent(shown, index, "person", identity, (name,), at, reason))
    return found


def _silent(
    shown: Shown, index: int, kind: EntityType, identity: str, forms: tuple[str, ...], at: int, reason: str = ""
) -> Local:
    return Local(
        article=index,
        type=kind,
        identity=identity,
        forms=forms,
        place=shown.where(at),
        line=shown.lines.at(at),
        speaks=False,
        sure=len(forms) > 1,
        times=shown.article.body.count(forms[0]),
        evidence=(reason,) if reason else (),
    )


def named_things(shown: Shown, index: int, things: Iterable[Thing]) -> list[Local]:
    """Organisations, products and works, each under what it is called; whom the owner knows goes by the owner's id."""
    found = []
    for kind, name in things:
        agreed = shown.known.find(name.strip("《》"))
        if agreed is None and (fold(name) in shown.leaders or shown.candidates(name)):
            continue  # the name of a person, or a part of one
        identity = f"@{agreed}" if agreed else MARKS[kind] + fold(name)
        form = name.strip("《》") if agreed else name
        at = max(0, shown.article.body.find(name))
        found.append(_silent(shown, index, kind, identity, (form,), at))
    return found


def settled_kinds(locals_: Iterable[Local]) -> dict[str, str]:
    """One key for each name of a thing: what most articles take it for; who speaks is an organisation."""
    votes: dict[str, dict[str, int]] = {}
    for local in locals_:
        if local.identity is not None and local.identity[0] in "%!":
            counted = votes.setdefault(local.identity[1:], {})
            counted[local.identity] = counted.get(local.identity, 0) + (1_000_000 if local.speaks else 1)
    return {key: best for counted in votes.values() for best in [_most(counted)] for key in counted}


def _most(counted: dict[str, int]) -> str:
    return min(counted, key=lambda key: (-counted[key], key))
