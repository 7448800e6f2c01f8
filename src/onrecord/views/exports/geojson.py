"""GeoJSON (RFC 7946): the places of every report, with the events at them, for maps.

A feature is a place of one report: map programs group features by `geonames` or `name` where
several reports are to be one. A place without a known point is a feature without a geometry.
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.schema import Event, Failure, Place, Record
from onrecord.views.exports.jsontext import GrowingArray, Object, filled
from onrecord.views.exports.lookup import Lookup
from onrecord.views.exports.names import item_iri
from onrecord.views.outline import one_line, title_of
from onrecord.views.output import Sink
from onrecord.views.places import PlaceLine, place_lines


class GeoJson:
    """A collection of features that grows with every record."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink`."""
        self._array = GrowingArray(sink, '{"type":"FeatureCollection","features":[', "]}")

    def add(self, item: Record | Failure) -> None:
        """Write the places of one record."""
        if isinstance(item, Record):
            self._array.extend(features(item))

    def close(self) -> None:
        """End the collection."""
        self._array.close()


def features(record: Record) -> Iterator[Object]:
    """The places of a record, the most mentioned first."""
    look = Lookup.of(record)
    at: dict[tuple[object, ...], list[Event]] = {}
    for event in record.events:
        if (place := look.places.get(event.place or "")) is not None:
            at.setdefault(_key(place), []).append(event)
    for line in place_lines(record):
        events = at.get(_key(line.place), [])
        yield {
            "type": "Feature",
            "id": item_iri(record.document, "place", line.place.mention),
            "geometry": _point(line.place),
            "properties": _properties(look, line, events),
        }


def _key(place: Place) -> tuple[object, ...]:
    """Mentions are of one place where they have the same name and the same point."""
    return place.name, place.country, place.lat, place.lon


def _point(place: Place) -> Object | None:
    lat, lon = place.lat, place.lon
    if lat is None or lon is None or not (abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return {"type": "Point", "coordinates": [lon, lat]}


def _properties(look: Lookup, line: PlaceLine, events: list[Event]) -> Object:
    place, document = line.place, look.record.document
    # Every feature has every property: a map program makes columns of those of the first.
    return {
        "name": line.name,
        "within": line.within,
        "country": place.country,
        "admin1": place.admin1,
        "geonames": place.geonames,
        "precision": place.precision,
        "confidence": place.confidence,
        "mentions": [list(span) for span in line.spans],
        "document": document.id,
        "title": title_of(document),
        "publisher": document.publisher,
        "published": document.published,
        "uri": document.uri,
        "event_count": len(events),
        "events": [_event(look, event) for event in events],
    }


def _event(look: Lookup, event: Event) -> Object:
    return filled(
        event=event.id,
        type=event.type,
        mode=event.mode,
        contexts=event.contexts,
        status=event.status,
        date=event.date,
        actors=look.names(event.actors),
        recipients=look.names(event.recipients),
        trigger=look.words((event.trigger,)),
        says=one_line(look.speaker(event.statement) or "the report"),
        statement=event.statement,
        confidence=event.confidence,
        start=event.trigger[0],
        end=event.trigger[1],
    )


writer = GeoJson
