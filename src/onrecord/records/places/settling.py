"""Names that are on the map and that nobody answers to are places, whatever they were taken for."""

from __future__ import annotations

import msgspec

from onrecord.schema import Entity, Record

SURE = 0.7
"""Least mean confidence of its places with which a name is taken for a place's alone."""

_TAKEN_FOR = frozenset(("Person", "Organisation"))


def settled(record: Record) -> Record:
    """The record with people and bodies that are only places as places.

    A capital that is called for a union stays the union, and whoever speaks, holds an office or
    is called anything but by name stays who they are.

    Args:
        record: the report with its entities, statements, occupancies and places.
    """
    acting = {s.speaker for s in record.statements} | {
        a for s in record.statements for a in s.addressees
    }
    acting |= {o.holder for o in record.occupancies} | {o.organisation for o in record.occupancies}
    acting |= {member for e in record.entities for member in e.members}
    text = record.document.text
    named = {m.id: text[m.start : m.end] for m in record.mentions if m.form == "name"}
    sure = {p.mention: p.confidence for p in record.places}

    def only_a_place(entity: Entity) -> bool:
        shares = [sure[m] for m in entity.mentions if m in sure and m in named]
        return (
            entity.type in _TAKEN_FOR
            and entity.id not in acting
            and len(shares) == len(entity.mentions) > 0
            and any(named[m] == entity.name for m in entity.mentions)
            and sum(shares) >= SURE * len(shares)
        )

    places = {e.id for e in record.entities if only_a_place(e)}
    if not places:
        return record
    return msgspec.structs.replace(
        record,
        entities=tuple(
            msgspec.structs.replace(e, type="Location") if e.id in places else e
            for e in record.entities
        ),
        mentions=tuple(
            msgspec.structs.replace(m, type="Location") if m.entity in places else m
            for m in record.mentions
        ),
    )
