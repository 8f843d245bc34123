"""One speaker of one article: whose name it is, and why.  What is unsure is left open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus_site.enrich.shown import Identity, Shown
from corpus_site.fold import fold
from corpus_site.model import EntityType, PersonId, Role, Speaker
from corpus_site.names import address, bare, is_full

_IN_BRACKETS = re.compile(r"\s*[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """Somebody as one article shows him.  `rivals` is set when the name may mean several people: then nobody is meant."""

    article: int
    type: EntityType
    identity: Identity | None
    forms: tuple[str, ...]
    place: str  # "path:line" of the first quote
    line: int
    speaks: bool = True
    sure: bool = False  # named in two scripts side by side: surely somebody, though he does not speak
    times: int = 1  # that the article names him
    roles: tuple[Role, ...] = ()
    evidence: tuple[str, ...] = ()
    rivals: Mapping[Identity, str] = field(default_factory=dict)


def link(shown: Shown, speaker: Speaker, article: int, line: int) -> Local:
    """Find out who a speaker is, from the owner's list first, then from what the article shows."""
    forms = clean_forms((speaker.name, *speaker.names)) or (speaker.name,)
    judged = _organisation if speaker.type == "organisation" else _person
    identity, rivals, reason = judged(shown, speaker, forms)
    if identity is not None and identity[0] == "=" and not any(is_full(form) for form in forms):
        forms = (*forms, shown.wholes[identity[1:]].name)
    place = f"{shown.article.path}:{line}"
    reasons = [f"{place} {reason}"] if reason else []
    if identity is not None and identity[0] == "@" and not reason:
        reasons.append(f"{place} 「{forms[0]}」在人名规范里即「{shown.known.called[PersonId(identity[1:])]}」")
    elif identity is None or identity[0] != "@":
        reasons += [f"{place} 「{form}」在文中即「{forms[0]}」" for form in forms[1:]]
    forms, more = _with_partners(shown, forms, identity)
    return Local(
        article=article,
        type="organisation" if speaker.type == "organisation" or (identity or "")[:1] == "%" else "person",
        identity=identity,
        forms=forms,
        place=place,
        line=line,
        evidence=(*reasons, *more),
        rivals=rivals,
    )


Judgement = tuple[Identity | None, Mapping[Identity, str], str]  # who, or the rivals; and the reason worth keeping


def _organisation(shown: Shown, speaker: Speaker, forms: tuple[str, ...]) -> Judgement:
    found = next((who for form in forms if (who := shown.known.find(form))), None)
    return (f"@{found}" if found else f"%{fold(forms[0])}"), {}, ""


def _person(shown: Shown, speaker: Speaker, forms: tuple[str, ...]) -> Judgement:
    identity, rivals = _by_whole_name(shown, forms)
    reason = ""
    if identity is None and not rivals:
        rivals, reason = _by_part(shown, forms)
        if len(rivals) == 1:
            identity, rivals = next(iter(rivals)), {}
        else:
            reason = ""
    if identity is None and not rivals and fold(forms[0]) in shown.organisation_keys:
        return f"%{fold(forms[0])}", {}, f"「{forms[0]}」在文中是机构名"
    if identity is not None and _shared(shown, speaker, forms):
        return None, shown.candidates(bare(speaker.label or "")), ""
    return identity, rivals, reason


def _by_part(shown: Shown, forms: tuple[str, ...]) -> tuple[Mapping[Identity, str], str]:
    """All for whom a first name, a surname or 周总 may stand here, and the reason if it is one."""
    found = {who: whole for form in forms for who, whole in shown.candidates(form).items()}
    agreed = any(shown.known.shorts(form) for form in forms)
    said = "「{}」是人名规范里「{}」的简称" if agreed else "「{}」是全名「{}」的一部分"
    if not found and (family := address(forms[0])):
        found, said = shown.addressed(family), "「{}」按姓指本文的「{}」"
    return found, said.format(forms[0], next(iter(found.values()))) if found else ""


def clean_forms(names: Iterable[str]) -> tuple[str, ...]:
    """Take off brackets and titles; no form twice.

    >>> clean_forms(["萨拉·罗伯茨（Sarah T. Roberts）", "罗伯茨教授", "罗伯茨"])
    ('萨拉·罗伯茨', '罗伯茨')
    """
    return tuple(dict.fromkeys(form for name in names if fold(form := bare(_IN_BRACKETS.sub("", name)) or name)))


def _by_whole_name(shown: Shown, forms: tuple[str, ...]) -> tuple[Identity | None, Mapping[Identity, str]]:
    """By a name that means one person everywhere.  Where the forms disagree, the first one decides if it can."""
    own = shown.identity(forms[0])
    if own is not None:
        return own, {}
    found = {identity: form for form in forms[1:] if (identity := shown.identity(form))}
    return (next(iter(found)), {}) if len(found) == 1 else (None, found)


def _shared(shown: Shown, speaker: Speaker, forms: tuple[str, ...]) -> bool:
    """A surname or first name is printed that two whole names of the article share, and the owner does not settle it.

    A label that is none of the speaker's names says nothing: a legend or a correction told who is meant.
    """
    printed = bare(speaker.label or "")
    if printed not in forms or is_full(printed) or shown.known.find(printed):
        return False
    return len(shown.candidates(printed)) > 1


def _with_partners(
    shown: Shown, forms: tuple[str, ...], identity: Identity | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Add the forms that stand beside one of these, with the place where they do."""
    more: dict[str, str] = {}
    for form in forms:
        for pair in shown.partners(form):
            for partner in (pair.han, pair.latin):
                theirs = shown.identity(partner)
                if partner not in forms and theirs in (None, identity):
                    more.setdefault(partner, f"{shown.where(pair.offset)} 「{pair.han}」与「{pair.latin}」并列")
    return (*forms, *more), tuple(more.values())
