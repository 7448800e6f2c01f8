"""Who is in a record: the people and bodies, their offices, and how much they say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.schema import (
    RELATION_TYPES,
    SYMMETRIC_RELATIONS,
    Entity,
    Occupancy,
    Record,
    Span,
)
from onrecord.views.outline import Line, one_line

SHOWN = frozenset(("Person", "Organisation", "State"))
"""Types of entity that a view lists; a group is its members, a document what it says."""

_SOMEWHERE = frozenset(("CoLocated", "Apart"))
_EXTENT = {"State": 2, "Location": 1}

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


class Tie(NamedTuple):
    """How somebody stands to another, `says` the number of the statement that says so, or 0."""

    how: str
    whom: str
    says: int


class Figure(NamedTuple):
    """An entity as a view lists it.

    `says` and `spoken_of` are the numbers of statements by it and of those by others in whose
    content it is mentioned; `mentions` counts the places where it is. `entity` is its id.
    """

    name: str
    kind: str
    aliases: tuple[str, ...]
    offices: tuple[str, ...]
    about: str
    mentions: int
    says: tuple[int, ...]
    spoken_of: tuple[int, ...]
    ties: tuple[Tie, ...]
    entity: str


def figures(record: Record, lines: Sequence[Line]) -> list[Figure]:
    """The people, bodies and states of a record, those who say and appear most first.

    Args:
        record: the record.
        lines: its outline, which numbers the statements.
    """
    entities = {entity.id: entity for entity in record.entities}
    where = {m.id: (m.start, m.end) for m in record.mentions}
    speaking = _speaking(lines, entities)
    spoken = _spoken_of(record, lines)
    ties = _ties(record, lines, entities)
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
            tuple(speaking.get(e.id, ())),
            tuple(n for n in spoken.get(e.id, ()) if n not in speaking.get(e.id, ())),
            tuple(ties.get(e.id, ())),
            e.id,
        )
        for e in record.entities
        if e.type in SHOWN and e.name.strip()
    ]
    order = {"Person": 0, "Organisation": 1, "State": 2}
    return sorted(out, key=lambda f: (-len(f.says), order[f.kind], -f.mentions, f.name))


def _speaking(
    lines: Sequence[Line], entities: Mapping[str, Entity]
) -> dict[str | None, dict[int, None]]:
    """Numbers of the statements of each entity, those of its groups among them, in order."""
    out: dict[str | None, dict[int, None]] = {}
    for line in lines:
        speaker = line.statement.speaker
        entity = entities.get(speaker or "")
        for one in (speaker, *(entity.members if entity else ())):
            out.setdefault(one, {})[line.number] = None
    return out


def _spoken_of(record: Record, lines: Sequence[Line]) -> dict[str | None, dict[int, None]]:
    """Numbers of the statements in whose content each entity is mentioned, in order."""
    mentions = sorted(record.mentions, key=lambda m: m.start)
    starts = [m.start for m in mentions]
    out: dict[str | None, dict[int, None]] = {}
    for line in lines:
        for begin, end in line.statement.content:
            for m in mentions[bisect_left(starts, begin) : bisect_left(starts, end)]:
                if m.end <= end:
                    out.setdefault(m.entity, {})[line.number] = None
    return out


def _ties(
    record: Record, lines: Sequence[Line], entities: Mapping[str, Entity]
) -> dict[str, dict[Tie, None]]:
    """How each entity stands to others, each tie once, in text order."""
    means = {m.id: m.entity for m in record.mentions}
    number = {line.statement.id: line.number for line in lines}
    out: dict[str, dict[Tie, None]] = {}
    for r in record.relations:
        source, target = (entities.get(means.get(i) or "") for i in (r.source, r.target))
        if source is None or target is None or source.id == target.id:
            continue
        ends = [(source, target)]
        if r.type in SYMMETRIC_RELATIONS:
            ends.append((target, source))
            if r.type in _SOMEWHERE:
                # Somebody is at a place, and a place is in a state, rather than the other way.
                least = min(_EXTENT.get(e.type, 0) for e in (source, target))
                ends = [e for e in ends if _EXTENT.get(e[0].type, 0) == least]
        label = RELATION_TYPES[r.type].label if r.type in RELATION_TYPES else one_line(r.type)
        for one, other in ends:
            tie = Tie(label, one_line(other.name), number.get(r.statement or "", 0))
            out.setdefault(one.id, {})[tie] = None
    return out


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
