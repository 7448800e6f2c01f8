"""The rows of an archive: what is listed of a record, and the words that it is found by."""

from __future__ import annotations

import msgspec


class DocumentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A report; `length` is in characters."""

    id: str
    uri: str | None
    publisher: str | None
    title: str | None
    published: str | None
    language: str | None
    length: int


class StatementRow(msgspec.Struct, frozen=True, kw_only=True):
    """A statement, from `start` to `end` of the text; `entity` is its speaker's id there."""

    id: str
    start: int
    end: int
    speaker: str | None
    entity: str | None
    speaker_kind: str
    addressees: str | None
    attitude: str
    channel: str | None
    form: str
    date: str | None


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """An event, with the sentence that tells it; `speaker` is on whose word it stands."""

    id: str
    start: int
    end: int
    type: str
    mode: str | None
    status: str
    quad: int | None
    actors: str | None
    words: str
    recipients: str | None
    place: str | None
    date: str | None
    speaker: str | None


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A figure, with the sentence that tells it.

    `low` and `high` are as in the record; `least` and `most` are the numbers that it
    surely speaks of, so that "at least 3" is not found among those above 7,000.
    """

    id: str
    start: int
    end: int
    words: str
    counted: str | None
    low: float | None
    high: float | None
    least: float | None
    most: float | None
    unit: str | None
    qualifier: str | None
    place: str | None
    date: str | None
    speaker: str | None


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a report; `start` and `end` are of the words that name it."""

    start: int
    end: int
    name: str
    geonames: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: str


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a report: `positions` are the offices, `organisations` whose they are."""

    entity: str
    type: str
    name: str
    aliases: str | None
    country: str | None
    positions: str | None
    organisations: str | None


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """The words that an item is found by, and the points of the map it is found at."""

    words: str = ""
    speaker: str = ""
    addressee: str = ""
    actor: str = ""
    recipient: str = ""
    counted: str = ""
    place: str = ""
    publisher: str = ""
    tags: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
