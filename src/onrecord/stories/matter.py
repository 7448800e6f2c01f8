"""What a report is about: whom and what it names, the words it uses, the small places it is in."""

from __future__ import annotations

import math
from collections import Counter

import msgspec

from onrecord.archive.passages import Sentences
from onrecord.knowledge import gazetteer
from onrecord.schema import Place, Record
from onrecord.stories import days
from onrecord.stories.doing import key_of
from onrecord.stories.stems import stems

STATE = 0.4
"""What a state weighs beside the name of somebody, something or a place."""
LEAD = 2
"""What stands in the headline and the opening sentence counts so many times."""
NAMES, WORDS = 60, 60
"""So many of a report's names and of its other words are kept."""
LARGE = 55
"""Places of more inhabitants than the gazetteer gives this weight, 300,000, are no small ones."""

_TYPES = ("Person", "Organisation", "Location")


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """Weights of names (`@…`, of states `=…`) and of other words, each of length one together.

    `local` are keys of small places, the most spoken of first; `day` that of the report.
    """

    names: dict[str, float]
    words: dict[str, float]
    local: tuple[str, ...]
    day: str | None


def matter(record: Record) -> Matter:
    """What a report is about."""
    text = record.document.text
    heads = [(s.start, s.end) for s in record.document.sections if s.kind == "headline"]
    heads.append(Sentences(text).first())
    counts: Counter[str] = Counter()
    local: Counter[str] = Counter()
    entities = {e.id: e for e in record.entities}
    for mention in record.mentions:
        entity = entities.get(mention.entity or "")
        times = LEAD if any(s <= mention.start < e for s, e in heads) else 1
        if entity is not None and entity.country and entity.type == "State":
            counts[f"={entity.country}"] += times
        elif mention.form == "name" and mention.type in _TYPES:
            said = text[mention.start : mention.end]
            key = key_of(entity.name if entity else said, entity.type if entity else mention.type)
            if key:
                counts[f"@{key}"] += times
    for place in record.places:
        if small(place):
            local[gazetteer.key(place.name)] += 1
    words: Counter[str] = Counter()
    for section in record.document.sections:
        if section.kind in ("headline", "subheading", "body", "caption") and not section.repeat:
            part = text[section.start : section.end].split()
            words.update(stems(" ".join(w for w in part if w.islower())))
    return Matter(
        names=_unit({k: STATE if k[0] == "=" else 1.0 for k in counts}, counts, NAMES),
        words=_unit(dict.fromkeys(words, 1.0), words, WORDS),
        local=tuple(sorted(local, key=lambda k: (-local[k], k))),
        day=days.reported(record),
    )


def small(place: Place) -> bool:
    """Whether a place is a town of less than 300,000 inhabitants, or the region named after it."""
    if place.precision not in ("city", "admin", "point"):
        return False
    spots = gazetteer.lookup(place.name)
    here = [s for s in spots if s.kind == "city" and s.country == place.country]
    if place.precision == "admin":
        named = gazetteer.key(place.name)
        here = [s for s in here if gazetteer.key(s.admin1) == named]
        return bool(here) and all(s.weight <= LARGE for s in here)
    return all(s.weight <= LARGE for s in here)


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """How alike two sets of weights are, from 0 to 1."""
    return math.fsum(one[k] * other[k] for k in sorted(one.keys() & other.keys()))


def _unit(kinds: dict[str, float], counts: Counter[str], most: int) -> dict[str, float]:
    weighed = {k: kind * (1 + math.log(counts[k])) for k, kind in kinds.items()}
    best = sorted(weighed, key=lambda k: (-weighed[k], k))[:most]
    length = math.sqrt(math.fsum(weighed[k] ** 2 for k in best)) or 1.0
    return {k: round(weighed[k] / length, 5) for k in best}
