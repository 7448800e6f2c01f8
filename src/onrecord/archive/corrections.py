"""What a person has put right in a record, so that it outlives the next reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec

from onrecord.archive.errors import ArchiveError
from onrecord.schema import Entity, Record, Span, hull

CorrectedKind = Literal["statement", "event", "figure", "place"]

CHANGEABLE: dict[CorrectedKind, tuple[str, ...]] = {
    "statement": ("speaker", "speaker_kind", "attitude", "channel", "form", "date"),
    "event": ("type", "mode", "status", "date", "quad"),
    "figure": ("low", "high", "qualifier", "unit", "date"),
    "place": ("geonames", "name", "country", "admin1", "lat", "lon", "precision"),
}
"""What of an item a correction may change. A speaker is given by name, since the ids of
entities belong to one reading."""

_LISTS: dict[CorrectedKind, str] = {
    "statement": "statements", "event": "events", "figure": "figures", "place": "places",
}  # fmt: skip


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What is put right about the item of a kind that stands at the characters `anchor`.

    The anchor is the cue of a statement (its content where it has no cue), the trigger of an
    event, the characters of a figure or those of a place's mention. `change` maps fields to
    what they should hold; null takes the item out of the record.
    """

    document: str
    kind: CorrectedKind
    anchor: Span
    change: dict[str, str | int | float | None] | None


def checked(correction: Correction) -> Correction:
    """The correction, if it changes what can be changed.

    Raises:
        ArchiveError: it does not.
    """
    names = CHANGEABLE.get(correction.kind)
    if names is None:
        raise ArchiveError(
            f"{correction.kind!r} cannot be corrected", f"Kinds are {', '.join(CHANGEABLE)}."
        )
    unknown = set(correction.change or ()) - set(names)
    if unknown:
        raise ArchiveError(
            f"of a {correction.kind}, {', '.join(sorted(unknown))} cannot be corrected",
            f"What can is {', '.join(names)}.",
        )
    return correction


def corrected(record: Record, corrections: Sequence[Correction]) -> Record:
    """The record with the corrections made where the items that they are about stand.

    One whose item this reading does not have changes nothing, and is kept for the next.
    """
    for correction in corrections:
        record = _applied(record, correction)
    return record


def anchor_of(record: Record, kind: CorrectedKind, item: Any) -> Span | None:
    """The characters by which a correction knows an item again; null where it has none."""
    if kind == "statement":
        phrase = item.cue or item.content or item.source
        return hull(phrase) if phrase else None
    if kind == "event":
        return (item.trigger[0], item.trigger[1])
    if kind == "figure":
        return item.start, item.end
    mention = next((m for m in record.mentions if m.id == item.mention), None)
    return (mention.start, mention.end) if mention else None


def _applied(record: Record, correction: Correction) -> Record:
    name = _LISTS[correction.kind]
    items: tuple[Any, ...] = getattr(record, name)
    places = [anchor_of(record, correction.kind, item) for item in items]
    at = _nearest(correction.anchor, places)
    if at is None:
        return record
    kept: Iterable[Any]
    if correction.change is None:
        kept = items[:at] + items[at + 1 :]
    else:
        change: dict[str, Any] = dict(correction.change)
        if change.get("speaker") is not None:
            record, change["speaker"] = _named(record, str(change["speaker"]))
        kept = (*items[:at], msgspec.structs.replace(items[at], **change), *items[at + 1 :])
    return msgspec.structs.replace(record, **{name: tuple(kept)})


def _nearest(anchor: Span, places: Sequence[Span | None]) -> int | None:
    """The item at those very characters, else the one that shares most of them; or null."""
    best, shared = None, 0
    for index, place in enumerate(places):
        if place == anchor:
            return index
        common = min(place[1], anchor[1]) - max(place[0], anchor[0]) if place else 0
        if common > shared:
            best, shared = index, common
    return best


def _named(record: Record, name: str) -> tuple[Record, str]:
    """The id of the entity of that name, made where the record has none."""
    low = name.casefold()
    for entity in record.entities:
        if low in (entity.name.casefold(), *(a.casefold() for a in entity.aliases)):
            return record, entity.id
    taken = {entity.id for entity in record.entities}
    number = next(n for n in range(1, len(taken) + 2) if f"corrected{n}" not in taken)
    entity = Entity(id=f"corrected{number}", type="Person", name=name)
    return msgspec.structs.replace(record, entities=(*record.entities, entity)), entity.id
