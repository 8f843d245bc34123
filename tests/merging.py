"""How well names are joined to people, against ten documents read by hand (`tests/gold/people.yaml`).

    python tests/merging.py EXPORT

Items are printed forms in a document.  `found`: the share of the items that are read that the program has under a person.
`precision` and `recall` are over pairs of items that both have: the same person, in one document or in two.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from itertools import combinations
from pathlib import Path

import yaml

GOLD = Path(__file__).parent / "gold" / "people.yaml"
Item = tuple[str, str]  # document and form


def figures(export: Path) -> tuple[dict[str, float], list[str]]:
    """The three figures, and what went wrong in words."""
    gold = {
        (document, plain(form)): person["name"]
        for document, people in yaml.safe_load(GOLD.read_text(encoding="utf-8")).items()
        for person in people
        for form in person["forms"]
    }
    ours: dict[Item, str] = {}
    for line in export.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        for person in article["people"]:
            for form in person["names"] if person["id"] else ():
                ours.setdefault((article["path"], plain(form)), person["id"])
    both = sorted(gold.keys() & ours.keys())
    right = joined = meant = 0
    wrong = [f"not found: {document} {form}" for document, form in sorted(gold.keys() - ours.keys())]
    for one, other in combinations(both, 2):
        ought, is_so = gold[one] == gold[other], ours[one] == ours[other]
        right, joined, meant = right + (ought and is_so), joined + is_so, meant + ought
        if ought != is_so:
            wrong.append(f"{'parted' if ought else 'merged'}: {one} {other}")
    shares = {"found": len(both) / len(gold), "precision": right / max(1, joined), "recall": right / max(1, meant)}
    return {f"people_{name}": round(share, 4) for name, share in shares.items()}, wrong


def plain(form: str) -> str:
    """A form without blanks, case and width, with one dot."""
    text = unicodedata.normalize("NFKC", form).lower()
    return "".join("·" if c in "·・•‧∙⋅" else c for c in text if not c.isspace())


if __name__ == "__main__":
    found, wrong = figures(Path(sys.argv[1]))
    print("\n".join([*wrong, *(f"{name:20} {value:.4f}" for name, value in found.items())]))
