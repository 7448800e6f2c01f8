"""The marks that the layers beside statements leave in the text, each with a note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.schema import ENTITY_TYPES, TIME_TYPES, Record, Span
from onrecord.views.amounts import AmountLine
from onrecord.views.dates import date_label
from onrecord.views.events import EventLine
from onrecord.views.outline import one_line
from onrecord.views.people import SHOWN
from onrecord.views.places import PlaceLine
from onrecord.views.relations import RelationLine

EVENT, FIGURE, TIME, PLACE = "event", "figure", "time", "place"
PERSON, RELATION = "person", "relation"
LAYERS = (EVENT, FIGURE, TIME, PLACE, PERSON, RELATION)
"""Names of the marks, which are also their classes in the style sheet."""

PART = "part"
"""Words that are lit up with an item and bear no mark of their own: who did it, what is counted."""


class Touch(NamedTuple):
    """A stretch of the text that an item marks, and what it says there on hover."""

    start: int
    end: int
    name: str
    note: str = ""


def touches(
    record: Record,
    events: Sequence[EventLine],
    amounts: Sequence[AmountLine],
    places: Sequence[PlaceLine],
    ties: Sequence[RelationLine] = (),
) -> list[Touch]:
    """The marks of these items and of the record's times and people, in text order.

    Wrong offsets are left out.
    """
    length = len(record.document.text)
    found = (
        *_events(events),
        *_amounts(amounts),
        *_times(record),
        *_places(places),
        *_people(record),
        *_ties(ties),
    )
    return sorted({one for one in found if 0 <= one.start < one.end <= length})


def _events(events: Sequence[EventLine]) -> Iterator[Touch]:
    for line in events:
        note = f"Event: {line.type_label} ({line.status_label})"
        yield Touch(*line.event.trigger, EVENT, note)
        yield from _parts((*line.actor_spans, *line.recipient_spans, *line.place_spans))


def _amounts(amounts: Sequence[AmountLine]) -> Iterator[Touch]:
    for line in amounts:
        figure = line.figure
        note = f"Figure: {line.extent or line.words}, {line.word.who}"
        yield Touch(figure.start, figure.end, FIGURE, note)
        yield from _parts(figure.of)


def _times(record: Record) -> Iterator[Touch]:
    for time in record.times:
        kind = TIME_TYPES.get(time.type)
        label = kind.label if kind else one_line(time.type)
        said = date_label(time.value)
        note = label.capitalize() + (f": {said}" if said else "")
        yield Touch(time.start, time.end, TIME, note)


def _places(places: Sequence[PlaceLine]) -> Iterator[Touch]:
    for line in places:
        note = "Place: " + ", ".join(filter(None, (line.name, line.within)))
        for span in line.spans:
            yield Touch(*span, PLACE, note)


def _people(record: Record) -> Iterator[Touch]:
    shown = {e.id: e for e in record.entities if e.type in SHOWN}
    for mention in record.mentions:
        entity = shown.get(mention.entity or "")
        if entity is not None:
            kind = ENTITY_TYPES[entity.type].label.capitalize()
            yield Touch(mention.start, mention.end, PERSON, f"{kind}: {one_line(entity.name)}")


def _ties(ties: Sequence[RelationLine]) -> Iterator[Touch]:
    for line in ties:
        note = f"Relation: {line.one} {line.how} {line.other}"
        for span in line.spans:
            yield Touch(*span, RELATION, note)


def _parts(spans: Sequence[Span]) -> Iterator[Touch]:
    return (Touch(*span, PART) for span in spans)
