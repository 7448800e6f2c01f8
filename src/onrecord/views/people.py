"""Who is in a record: the people and bodies, their offices, and how much they say."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

from onrecord.schema import Entity, Occupancy, Record, Span
from onrecord.views.outline import one_line

SHOWN = frozenset(("Person", "Organisation", "State"))
"""Types of entity that a view lists; a group is its members, a document what it says."""

STATUS_WORDS = {
    "former": "former ",
    "acting": "acting ",
    "designate": "designated ",
    "candidate": "candidate for ",
}
"""What stands before an office that is not simply held."""


class Reference(NamedTuple):
    """Words `[start, end)` that mean somebody without naming them, and who that is."""

    start: int
    end: int
    who: str


class Figure(NamedTuple):
    """An entity as a view lists it, with numbers of its mentions and of its statements."""

    name: str
    kind: str
    aliases: tuple[str, ...]
    offices: tuple[str, ...]
    about: str
    mentions: int
    statements: int


def figures(record: Record) -> list[Figure]:
    """The people, bodies and states of a record, those who say and appear most first."""
    entities = {entity.id: entity for entity in record.entities}
    where = {m.id: (m.start, m.end) for m in record.mentions}
    said = Counter(s.speaker for s in record.statements)
    held: dict[str, list[str]] = {}
    for occupancy in record.occupancies:
        held.setdefault(occupancy.holder, []).append(office_label(occupancy, entities))
    out = [
        Figure(
            one_line(e.name),
            e.type,
            tuple(one_line(a) for a in e.aliases),
            tuple(dict.fromkeys(held.get(e.id, ()))),
            " · ".join(filter(None, (e.country if e.type != "State" else "", *e.sectors))),
            _places(e, where),
            said[e.id],
        )
        for e in record.entities
        if e.type in SHOWN and e.name.strip()
    ]
    order = {"Person": 0, "Organisation": 1, "State": 2}
    return sorted(out, key=lambda f: (-f.statements, order[f.kind], -f.mentions, f.name))


def _places(entity: Entity, where: dict[str, Span]) -> int:
    """Number of places where an entity is mentioned, a name inside its description not twice."""
    known = sorted((where[m] for m in entity.mentions if m in where), key=lambda p: (p[0], -p[1]))
    count, reach = len(entity.mentions) - len(known), -1
    for _, end in known:
        count += end > reach
        reach = max(reach, end)
    return count


def references(record: Record) -> list[Reference]:
    """Pronouns and descriptions with whom they mean, in text order.

    Of two that overlap the shorter is kept.
    """
    names = {e.id: one_line(e.name) for e in record.entities}
    text = record.document.text
    found = []
    for m in record.mentions:
        who = names.get(m.entity or "", "")
        named = m.form not in ("pronoun", "nominal") or who == one_line(text[m.start : m.end])
        if who and not named:
            found.append(Reference(m.start, m.end, who))
    kept: list[Reference] = []
    taken: list[Span] = []
    for one in sorted(found, key=lambda r: (r.end - r.start, r.start)):
        at = bisect_left(taken, (one.start, one.start))
        free = at == 0 or taken[at - 1][1] <= one.start
        if free and (at == len(taken) or one.end <= taken[at][0]):
            taken.insert(at, (one.start, one.end))
            kept.append(one)
    return sorted(kept)


def office_label(occupancy: Occupancy, entities: dict[str, Entity]) -> str:
    """`former prime minister, Iraq`."""
    whose = entities.get(occupancy.organisation or "")
    label = STATUS_WORDS.get(occupancy.status, "") + occupancy.position
    return one_line(f"{label}, {whose.name}" if whose else label)
