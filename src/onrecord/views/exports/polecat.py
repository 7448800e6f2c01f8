"""Events in the columns of POLECAT, the event data set coded by PLOVER, tab-separated.

One row an event; where several act or are acted on, their values are joined by `; ` in one
order. What onrecord does not tell stays empty: intensity, Correlates of War numbers, Wikipedia
titles and languages' names. Its own columns come last, among them the status and on whose word
the event stands, without which a denied event would look like one that took place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from onrecord.knowledge import plover, states
from onrecord.schema import Event, Failure, Mention, Place, Record
from onrecord.views.exports.caldates import iso_date, iso_day
from onrecord.views.exports.cellguard import guarded
from onrecord.views.exports.lookup import Lookup
from onrecord.views.exports.names import plain
from onrecord.views.outline import one_line, title_of
from onrecord.views.output import Sink

_SIDE = (
    "{} Name", "{} Country", "{} COW", "Primary {} Sector", "{} Sectors", "{} Title",
    "{} Name Raw", "Wikipedia {} ID",
)  # fmt: skip
_PLACE = (
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
    "GeoNames ID", "Raw Placename", "Feature Type",
)  # fmt: skip
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format("Actor") for name in _SIDE),
    *(name.format("Recipient") for name in _SIDE),
    *_PLACE,
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
    # Ours from here.
    "Event Status", "Event Date TIMEX3", "Statement ID", "Statement Speaker", "Statement Source",
    "Statement Attitude", "Trigger", "Trigger Start", "Trigger End", "CAMEO", "Confidence",
    "Headline", "Story ID", "URL",
)  # fmt: skip
"""The columns of a weekly file of POLECAT in its order, and ours after them."""

QUADS = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}

Cells = tuple[object, ...]


class Polecat:
    """Lines that are out as soon as their record is read."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink`, the header first."""
        self._sink = sink
        self._write([COLUMNS])

    def add(self, item: Record | Failure) -> None:
        """Write the events of one record."""
        if isinstance(item, Record) and item.events:
            self._write(rows(item))

    def close(self) -> None:
        """Do nothing: every line is out already."""

    def _write(self, lines: Iterable[Cells]) -> None:
        table = io.StringIO()
        csv.writer(table, "excel-tab", lineterminator="\n").writerows(
            [guarded(one_line(c)) if isinstance(c, str) else c for c in line] for line in lines
        )
        self._sink.write(table.getvalue().encode())


def rows(record: Record) -> Iterator[Cells]:
    """One row an event of the codebook, in text order."""
    look = Lookup.of(record)
    story = _story(look)
    for event in record.events:
        if event.type == plover.OTHER:
            continue
        yield (
            f"{record.document.id[:16]}-{plain(event.id)}",
            iso_day(event.date),
            event.type,
            event.mode,
            None,
            QUADS.get(event.quad or 0),
            _list(event.contexts),
            *_side(look, event.actors),
            *_side(look, event.recipients),
            *_place(look, event),
            *story,
            *_ours(look, event),
        )


def _side(look: Lookup, identifiers: tuple[str, ...]) -> Cells:
    mentions = _each(look, identifiers)
    entities = [look.who(m) for m in mentions]
    sectors = [e.sectors if e else () for e in entities]
    offices = [_offices(look, e.id) if e else "" for e in entities]
    return (
        _list(look.name(m) for m in mentions),
        _list(_country(e.country) if e else "" for e in entities),
        None,
        _list(s[0] if s else "" for s in sectors),
        _list(", ".join(s) for s in sectors),
        _list(offices),
        _list(look.said(m) for m in mentions),
        None,
    )


def _each(look: Lookup, identifiers: tuple[str, ...]) -> list[Mention]:
    """The mentions, one of each name."""
    return list({look.name(m): m for m in reversed(look.mentioned(identifiers))}.values())[::-1]


def _offices(look: Lookup, holder: str) -> str:
    return ", ".join(o.position for o in look.record.occupancies if o.holder == holder)


def _place(look: Lookup, event: Event) -> Cells:
    mention = look.mentions.get(event.place or "")
    place = look.places.get(event.place or "")
    raw = look.said(mention) if mention else None
    if place is None:
        return (None,) * 8 + (raw, None)
    return (
        place.name,
        place.name if place.precision == "city" else None,
        None,
        place.admin1,
        _country(place.country),
        place.lat,
        place.lon,
        place.geonames,
        raw,
        place.precision,
    )


def _country(code: str | None) -> str:
    return states.alpha3().get(code or "", code or "")


def _story(look: Lookup) -> Cells:
    document = look.record.document
    named: dict[str, list[str]] = {}
    for entity in look.record.entities:
        named.setdefault(entity.type, []).append(entity.name)
    located: Iterable[Place] = look.places.values()
    return (
        document.publisher,
        iso_date(document.published),
        _list(dict.fromkeys(named.get("Person", ()))),
        _list(dict.fromkeys(named.get("Organisation", ()))),
        _list(dict.fromkeys(p.name for p in located)),
        document.language,
        "onrecord",
    )


def _ours(look: Lookup, event: Event) -> Cells:
    document = look.record.document
    statement = look.statements.get(event.statement or "")
    return (
        event.status,
        event.date,
        event.statement,
        look.speaker(event.statement),
        look.words(statement.source) if statement else None,
        statement.attitude if statement else None,
        look.words((event.trigger,)),
        *event.trigger,
        event.cameo,
        event.confidence,
        title_of(document),
        document.id,
        document.uri,
    )


def _list(values: Iterable[str]) -> str | None:
    """The values in one cell; nothing where all are empty."""
    cells = [one_line(v) for v in values]
    return "; ".join(cells) if any(cells) else None


writer = Polecat
