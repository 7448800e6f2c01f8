"""`his wife`, `Lee's eldest son`: relatives whom the report names elsewhere."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.records.discourse import Discourse

_KIN = {
    "wife": "f", "mother": "f", "daughter": "f", "sister": "f", "widow": "f", "grandmother": "f",
    "husband": "m", "father": "m", "son": "m", "brother": "m", "widower": "m", "grandfather": "m",
}  # fmt: skip
_OF = re.compile(
    rf"(?:(?P<whose>his|her|their)|(?P<name>.*\w)['’]s?)\s+(?:\w[\w-]*\s+){{0,3}}?"
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
