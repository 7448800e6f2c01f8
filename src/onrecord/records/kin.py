"""`his wife`, `Lee's eldest son`: relatives whom the report names elsewhere."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from onrecord.knowledge.sources import gender
from onrecord.records.discourse import Discourse

_KIN = {
    "wife": "f", "mother": "f", "daughter": "f", "sister": "f", "widow": "f", "grandmother": "f",
    "husband": "m", "father": "m", "son": "m", "brother": "m", "widower": "m", "grandfather": "m",
}  # fmt: skip
_PARENTS = re.compile(r"\b(?P<whose>my|his|her|our|their)\s+parents,?\s+$", re.I)
_OF = re.compile(
    rf"(?:(?P<whose>his|her|their|my|our)|(?P<name>.*\w)['’]s?)\s+(?:\w[\w-]*\s+){{0,3}}?"
    rf"(?P<kin>{'|'.join(_KIN)})\b(?!\s+\w)",
    re.I,
)


class Kin(NamedTuple):
    """A phrase that means a relative: the noun, and `his`, `her` or `their` if one leads."""

    noun: str
    whose: str


def match(phrase: str) -> Kin | None:
    """The relative that a phrase means, null where it means none."""
    found = _OF.match(phrase)
    return Kin(found.group("kin").lower(), found.group("whose") or "") if found else None


def related(discourse: Discourse, kin: Kin, owner: int | None) -> int | None:
    """The one person who fits, if just one does; `owner` is whose relative is meant.

    Whoever is called so elsewhere in the report comes before whoever shares the surname.
    """
    cast = discourse.cast
    parent = _parent(discourse, kin)
    if parent is not None:
        return parent
    others = [
        n
        for n, actor in enumerate(cast.actors)
        if actor.type == "Person" and n != owner and actor.gender in (None, _KIN[kin.noun])
    ]
    called = [n for n in others if kin.noun in discourse.described.get(n, ())]
    if called:
        return called[0] if len(called) == 1 else None
    if owner is None:
        return None
    surname = cast.actors[owner].name.split()[-1]
    same = [
        n
        for n in others
        if cast.actors[n].gender
        and cast.actors[n].name.split()[-1] == surname
        and len(cast.actors[n].name.split()) > 1
    ]
    return same[0] if len(same) == 1 else None


def _parent(discourse: Discourse, kin: Kin) -> int | None:
    """The one of `my parents, Ann and Ben Lee` whose gender is that of father or mother."""
    if kin.noun not in ("father", "mother"):
        return None
    cast, text = discourse.cast, discourse.text
    for one, other in pairwise(cast.hits):
        if text[one.end : other.start].strip() != "and":
            continue
        match = _PARENTS.search(text, max(0, one.start - 24), one.start)
        if match is None or (kin.whose or "his").lower() != match.group("whose").lower():
            continue
        told = [gender(h.name.split()[0]) for h in (one, other)]
        fitting = [i for i, g in enumerate(told) if g == _KIN[kin.noun]]
        if not fitting:
            # Where one is the other parent, the second is this one.
            fitting = [i for i, g in enumerate(told) if g is None and told[1 - i] is not None]
        if len(fitting) == 1:
            hit = (one, other)[fitting[0]]
            return cast.of[hit.start, hit.end]
    return None
