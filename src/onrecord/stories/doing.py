"""What is known of an event: who, what, where and when, as its report or reports tell it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from onrecord.knowledge import names
from onrecord.schema import Place
from onrecord.stories import days
from onrecord.stories.counted import fates

ROLES = ("actors", "recipients")
RANK = {"point": 0, "city": 1, "admin": 2}
"""Precisions of places that tell where something was, the finest first."""
SAID = ("ACCUSE", "REQUEST", "SUPPORT", "REJECT", "CONCEDE", "THREATEN", "AGREE")
"""Classes of what is said, of which one and the same does many in a report."""


class Doing(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an event in its report: all that its several tellings say.

    `people` are keys of persons, bodies and states by role, `common` reduced nouns of those
    without a name; `names` are keys of who and what else is named beside them, `stems` the
    reduced words that tell it. `day` is the day of the report.
    """

    type: str
    modes: tuple[str, ...]
    stems: tuple[str, ...]
    people: dict[str, tuple[str, ...]]
    common: dict[str, tuple[str, ...]]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    place: tuple[Any, ...] | None
    date: str | None
    day: str | None

    def senses(self) -> set[str]:
        """The words that tell it, and what they say befalls somebody: `*held`."""
        return set(self.stems) | {f"*{fates()[s]}" for s in self.stems if s in fates()}

    def named(self) -> set[str]:
        """Keys of all who take part or are named beside, states aside."""
        return {k for r in ROLES for k in self.people[r] if k[0] != "="} | set(self.names)

    def spot(self) -> Place | None:
        """Where it was, as a place of a record."""
        if self.place is None:
            return None
        name, country, admin1, lat, lon, precision = self.place
        return Place(
            mention="", geonames=None, name=name, country=country, admin1=admin1, lat=lat,
            lon=lon, precision=precision,
        )  # fmt: skip


def key_of(name: str, type: str) -> str:
    """What a name is compared by: of a person the surname, else all telling words."""
    parts = names.parts(name)
    return (parts[-1] if type == "Person" else " ".join(parts)) if parts else ""


def befell_others(one: Doing, other: Doing) -> bool:
    """Whether both name whom it befell, and neither speaks of those of the other."""
    mine, theirs = ({k for k in d.people["recipients"] if k[0] != "="} for d in (one, other))
    return bool(mine and theirs) and not (mine & other.named() or theirs & one.named())


def joined(told: Sequence[Doing]) -> Doing:
    """All that several tellings of one event say; of the date and the place the closest."""
    dated = [d.date for d in told if d.date]
    spans = {v: days.extent(v) for v in dated}
    date = min(dated, key=lambda v: (_length(spans[v]), dated.index(v)), default=None)
    placed = [d.place for d in told if d.place]
    return Doing(
        type=told[0].type,
        modes=once(m for d in told for m in d.modes),
        stems=once(s for d in told for s in d.stems),
        people={r: once(k for d in told for k in d.people[r]) for r in ROLES},
        common={r: once(k for d in told for k in d.common[r]) for r in ROLES},
        names=once(k for d in told for k in d.names),
        numbers=once(n for d in told for n in d.numbers),
        place=min(placed, key=lambda p: (RANK[p[5]], placed.index(p)), default=None),
        date=date,
        day=told[0].day,
    )


def _length(span: tuple[Any, Any] | None) -> int:
    return (span[1] - span[0]).days if span else 9999


def once(items: Iterable[str]) -> tuple[str, ...]:
    """Each of some words once, in order; a name without letters is none."""
    return tuple(dict.fromkeys(filter(None, items)))
