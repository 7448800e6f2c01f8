"""The places of a record as views list them: each once, with every mention of it."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.knowledge import states
from onrecord.schema import PLACE_PRECISIONS, Place, Record, Span
from onrecord.views.outline import one_line


class PlaceLine(NamedTuple):
    """A place as a view lists it, `number` counting from 1, the most mentioned first.

    `within` is the region and the country it lies in; `spans` its mentions in text order.
    """

    number: int
    place: Place
    name: str
    within: str
    precision_label: str
    precision_note: str
    spans: tuple[Span, ...]


def place_lines(record: Record) -> list[PlaceLine]:
    """The places of a record, the most mentioned first.

    Mentions are of one place where they have the same name and the same point.
    """
    where = {m.id: (m.start, m.end) for m in record.mentions}
    length = len(record.document.text)
    found: dict[tuple[object, ...], tuple[Place, set[Span]]] = {}
    for place in record.places:
        key = (place.name, place.country, place.lat, place.lon)
        _, spans = found.setdefault(key, (place, set()))
        span = where.get(place.mention)
        if span is not None and 0 <= span[0] < span[1] <= length:
            spans.add(span)
    ordered = sorted(
        ((place, tuple(sorted(spans))) for place, spans in found.values()),
        key=lambda pair: (-len(pair[1]), pair[1], pair[0].name),
    )
    return [_line(number, place, spans) for number, (place, spans) in enumerate(ordered, 1)]


def _line(number: int, place: Place, spans: tuple[Span, ...]) -> PlaceLine:
    precision = PLACE_PRECISIONS.get(place.precision)
    name = one_line(place.name)
    country = states.names().get(place.country or "", place.country or "")
    # A town often bears its region's name, and a country's own name is no place within it.
    within = dict.fromkeys(one_line(p) for p in (place.admin1 or "", country))
    return PlaceLine(
        number=number,
        place=place,
        name=name,
        within=", ".join(p for p in within if p and p != name),
        precision_label=precision.label if precision else one_line(place.precision),
        precision_note=precision.definition if precision else "",
        spans=spans,
    )
