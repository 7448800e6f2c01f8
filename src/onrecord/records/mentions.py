"""The model's mentions joined with the actors that names gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from onrecord.records.cast import Cast
from onrecord.schema import Span

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


class Found(Protocol):
    """A mention as the model gives it; `antecedent` is a number among those found, or -1."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...

    @property
    def type(self) -> str:
        """Its type."""
        ...

    @property
    def form(self) -> str:
        """Its form."""
        ...

    @property
    def head(self) -> Span:
        """Its head word."""
        ...

    @property
    def antecedent(self) -> int:
        """Number of the mention that it means as well, or -1."""
        ...

    @property
    def link(self) -> float:
        """How likely it does."""
        ...

    @property
    def confidence(self) -> float:
        """How likely it is right."""
        ...


class Loose(NamedTuple):
    """A mention of nobody else that the report speaks of."""

    start: int
    end: int
    type: str
    form: str
    confidence: float


def settle(cast: Cast, found: Sequence[Found]) -> None:
    """Say what actors of unknown kind are, where the model's types of their names agree."""
    votes: dict[int, list[str]] = {}
    for one in found:
        if one.form == "name":
            number = _named(cast, one)
            if number is not None and cast.actors[number].type == "Unknown":
                votes.setdefault(number, []).append(one.type)
    for number, types in votes.items():
        for kind in ("Person", "Organisation"):
            if types.count(kind) >= SETTLED * len(types):
                cast.promote(number, kind)


def hints(cast: Cast, found: Sequence[Found]) -> dict[int, tuple[int, float]]:
    """Whom the model takes pronouns and descriptions to mean, by where they begin.

    The first actor with a name along the chain of antecedents, and how likely its weakest link is.
    """
    owner: list[tuple[int, float] | None] = []
    out: dict[int, tuple[int, float]] = {}
    for one in found:
        number = _named(cast, one) if one.form == "name" else None
        if number is not None:
            owner.append((number, 1.0))
            continue
        before = owner[one.antecedent] if one.antecedent >= 0 else None
        owner.append(None if before is None else (before[0], min(before[1], one.link)))
        last = owner[-1]
        if last is not None and one.form != "name":
            out.setdefault(one.start, last)
    return out


def join(cast: Cast, found: Sequence[Found]) -> list[Loose]:
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
        if number is None and one.form != "name" and one.antecedent >= 0 and one.link >= LINKED:
            number = _as_before(cast, found, owner, one)
        owner.append(number)
    loose = []
    for one, number in zip(found, owner, strict=True):
        span = (one.start, one.end)
        if number is None:
            loose.append(Loose(*span, one.type, one.form, one.confidence))
            continue
        if span not in placed:
            cast.actors[number].appear(*span, one.form, one.confidence)
        if cast.actors[number].type != "Group":
            cast.type_at[span] = one.type
    return loose


def _named(cast: Cast, one: Found) -> int | None:
    """The actor whose name holds the head of a mention."""
    for hit in reversed(cast.inside((one.start, one.end))):
        if hit.start <= one.head[0] and one.head[1] <= hit.end:
            number = cast.of[hit.start, hit.end]
            return number if cast.actors[number].type in _FITTING.get(one.type, ()) else None
    return None


def _as_before(
    cast: Cast, found: Sequence[Found], owner: list[int | None], one: Found
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
