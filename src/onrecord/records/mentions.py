"""The model's mentions joined with the actors that names gave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import tables
from onrecord.records.antecedents import NOBODY
from onrecord.records.cast import Cast
from onrecord.schema import FoundMention, Span

LINKED = 0.6
"""Least probability with which a mention takes the actor of its antecedent."""

SETTLED = 0.7
"""Least share of its mentions that says what an actor of unknown kind is."""

_FITTING = {
    "Person": ("Person", "Unknown"),
    "Organisation": ("Organisation", "State", "Unknown", "Group"),
    "Location": ("Location", "State", "Organisation", "Unknown"),
    "Nationality": ("State",),
}
"""Kinds of actor that a mention of a type may mean."""

_NEW = ("Person", "Organisation", "Location")
"""Types of mention for which an actor is made where two mean the same and no name does."""


_BARE = re.compile(r"\s*(?:the\s+)?(?:['’]s?)?", re.I)


class Loose(NamedTuple):
    """A mention of nobody else that the report speaks of."""

    start: int
    end: int
    type: str
    form: str
    confidence: float


_FACILITY = re.compile(
    r"\s+(?:(?:air|naval|military|refugee|detention|training)\s+)?(?:base|airbase|airport|airfield|camp|"
    r"port|prison|dam|bridge|crossing|refinery|hospital|province|district|governorate|square)\b"
)
"""Words behind a name that say that it is a place."""


_IN_A_PLACE = re.compile(
    r"\b(?:in|near|around|outside|across|throughout|(?:governors?|mayors?|city|town|province|region|"
    r"district|villages?|residents|people|north|south|east|west|bishop) of)\s+(?:the\s+)?$",
    re.I,
)
_ARTICLE = re.compile(r"\bthe\s+$", re.I)
"""Words before a name that no person's name has."""


@cache
def _regions() -> frozenset[str]:
    """Regions of several words, which are not the name of a person or town as well."""
    return frozenset(name for name, *_ in tables.rows("region_names.tsv") if " " in name)


def _place_like(cast: Cast, number: int) -> str | None:
    """`Location` or nothing for a word that names no person, by what stands before it."""
    actor = cast.actors[number]
    if " " in actor.name or actor.titles:
        return None
    before = [cast.text[max(0, s - 24) : s] for s, *_ in actor.places]
    inside = sum(_IN_A_PLACE.search(b) is not None for b in before)
    if inside and 2 * inside >= len(before):
        return "Location"
    articles = sum(_ARTICLE.search(b) is not None for b in before)
    return "" if articles and 2 * articles >= len(before) else None


def settle(cast: Cast, found: Sequence[FoundMention]) -> None:
    """Say what actors of unknown kind are, where the model's types of their names agree.

    `Ain al-Assad base` and West Virginia are places whatever the model takes them for.
    """
    votes: dict[int, list[str]] = {}
    for (_, end), actor in cast.of.items():
        if _FACILITY.match(cast.text, end) or cast.actors[actor].name in _regions():
            cast.promote(actor, "Location")
    for one in found:
        if one.form == "name":
            number = _named(cast, one)
            if number is not None and cast.actors[number].type == "Unknown":
                votes.setdefault(number, []).append(one.type)
    for number, types in votes.items():
        for kind in _NEW:
            if types.count(kind) >= SETTLED * len(types):
                other = _place_like(cast, number) if kind == "Person" else None
                if other is None:
                    cast.promote(number, kind)
                elif other:
                    cast.promote(number, other)


def hints(cast: Cast, found: Sequence[FoundMention]) -> dict[int, tuple[int, float]]:
    """Whom the model takes pronouns and descriptions to mean, by where they begin.

    The first actor with a name along the chain of antecedents, and how likely its weakest link
    is; `NOBODY` where the chain holds no name.
    """
    owner: list[tuple[int, float]] = []
    out: dict[int, tuple[int, float]] = {}
    for one in found:
        number = _named(cast, one) if one.form == "name" else None
        if number is not None:
            owner.append((number, 1.0))
            continue
        before = owner[one.antecedent] if one.antecedent >= 0 else (NOBODY, 1.0)
        owner.append((before[0], min(before[1], one.link)))
        if one.form != "name":
            out.setdefault(one.start, owner[-1])
    return out


def join(cast: Cast, found: Sequence[FoundMention]) -> list[Loose]:
    """Give each mention its actor; those of nobody else come back.

    A mention takes the actor whose name or pronoun it is, or whose name is its head, or else
    that of its antecedent. Where neither has one, both take a new actor.
    """
    placed = {place[:2]: n for n, actor in enumerate(cast.actors) for place in actor.places}
    owner: list[int | None] = []
    for one in found:
        span = (one.start, one.end)
        number = placed.get(span)
        if number is None:
            number = _named(cast, one)
        if number is not None and cast.actors[number].type == "Unknown" and one.type not in _NEW:
            number = None
        if number is None and one.form != "name" and one.antecedent >= 0 and one.link >= LINKED:
            number = _as_before(cast, found, owner, one)
        owner.append(number)
    loose = []
    votes: dict[int, list[str]] = {}
    for one, number in zip(found, owner, strict=True):
        span = (one.start, one.end)
        if number is None:
            loose.append(Loose(*span, one.type, one.form, one.confidence))
            continue
        if span not in placed:
            cast.actors[number].appear(*span, one.form, one.confidence)
        kind = cast.actors[number].type
        if kind != "Group":
            cast.type_at[span] = one.type if kind in _FITTING.get(one.type, ()) else kind
            if kind == "Unknown":
                votes.setdefault(number, []).append(one.type)
    for number, types in votes.items():
        cast.promote(number, max(_NEW, key=types.count))
    return loose


def led(cast: Cast, loose: Sequence[Loose], spans: Iterable[Span]) -> list[Loose]:
    """Mentions of bodies at the intervals that relations need and nothing mentions yet."""
    known = {(m.start, m.end) for m in loose}
    known |= {place[:2] for actor in cast.actors for place in actor.places}
    return [
        Loose(*s, "Organisation", "nominal", 0.5) for s in dict.fromkeys(spans) if s not in known
    ]


def _named(cast: Cast, one: FoundMention) -> int | None:
    """The actor whose name, with what goes before it, holds the head of a mention.

    A place that is named more closely than by the name alone, `northern Syria`, is another one.
    """
    for hit in reversed(cast.inside((one.start, one.end))):
        begin = hit.lead if hit.lead >= 0 else hit.start
        if begin <= one.head[0] and one.head[1] <= hit.end:
            number = cast.of[hit.start, hit.end]
            around = cast.text[one.start : hit.start] + cast.text[hit.end : one.end]
            if one.type == "Location" and not _BARE.fullmatch(around):
                return None
            return number if cast.actors[number].type in _FITTING.get(one.type, ()) else None
    return None


def _as_before(
    cast: Cast, found: Sequence[FoundMention], owner: list[int | None], one: FoundMention
) -> int | None:
    """The actor of a mention's antecedent, made if it has none."""
    before = found[one.antecedent]
    number = owner[one.antecedent]
    if number is None:
        if before.type not in _NEW or before.form == "pronoun":
            return None
        name = cast.text[before.start : before.end]
        number = cast.add(before.type, f"@{before.start}", name)
        owner[one.antecedent] = number
        return number
    fits = cast.actors[number].type in _FITTING.get(one.type, ())
    return number if fits else None
