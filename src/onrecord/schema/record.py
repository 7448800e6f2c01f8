"""What is written: who is on record with what, what happened, and when, where, how many."""

from __future__ import annotations

from typing import Any

import msgspec

from onrecord.schema.document import Document
from onrecord.schema.spans import Span, Spans


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One place in the text, `[start, end)`, where somebody or something is spoken of.

    `entity` is null where nothing else in the report is known to mean the same.
    """

    id: str
    start: int
    end: int
    type: str
    form: str
    entity: str | None
    confidence: float


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A person, body, state, group or document of this report.

    `name` is the fullest name used in the report, `aliases` the other ways it is
    called there, `country` an ISO 3166-1 alpha-2 code, `sectors` PLOVER codes of what
    it is in politics (GOV, MIL, REB, IGO, …), the main one first, `members` the entities
    a group is made of, `mentions` ids of its mentions in text order.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sectors: tuple[str, ...] = ()
    external: dict[str, str] = {}
    members: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


class Occupancy(msgspec.Struct, frozen=True, kw_only=True):
    """An office and the person who holds, held or seeks it, as the report says.

    `holder` and `organisation` are entity ids, the latter of the body or state whose
    office it is, or null. `position` is the title in small letters (`prime minister`);
    `spans` the characters that say so; `as_of` the report's date, for what holds now.
    """

    holder: str
    position: str
    organisation: str | None
    status: str
    spans: Spans
    as_of: str | None = None


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's words, wish or belief as the report gives them.

    `source`, `cue` and `content` are span lists; `source` may be empty. `speaker`
    is an entity id, null where it is not clear who speaks. `addressees` are
    entity ids. `parent` is the id of the statement that reports this one.
    `date` is an ISO date where the report gives one. `confidence` is the
    calibrated probability that source, cue and content are right.
    """

    id: str
    source: Spans
    cue: Spans
    content: Spans
    form: str
    speaker: str | None
    speaker_kind: str
    addressees: tuple[str, ...] = ()
    attitude: str = "assertion"
    channel: str | None = None
    channel_span: Span | None = None
    parent: str | None = None
    date: str | None = None
    confidence: float = 0.0


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """How one mention stands to another, as some interval of the text says.

    `type` is of the re3d schema, `source` and `target` are mention ids, in text order where
    the relation has no direction. `statement` is the id of the innermost statement in whose
    content it stands, or null where the report says it in its own voice.
    """

    type: str
    source: str
    target: str
    evidence: Span
    statement: str | None = None
    confidence: float = 0.0


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did, does, will do or is said to do to somebody, in PLOVER's terms.

    `type` is a root class and `mode` one of its modes, both as in `knowledge.plover`;
    `contexts` say what it was about. `trigger` is the interval of the words that tell it.
    `actors` and `recipients` are mention ids; where both sides do the same to each other
    (they met, they agreed), either may be written first. `place` is the mention id of where,
    `date` the TIMEX3 value of when. `statement` is the id of the innermost statement in whose
    content it stands, or null where the report says it in its own voice. `cameo` and `quad`
    are the older codes that come nearest.
    """

    id: str
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    trigger: Span
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    status: str = "occurred"
    statement: str | None = None
    cameo: str | None = None
    quad: int | None = None
    confidence: float = 0.0


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """How many or how much, of what, and on whose word.

    The characters `[start, end)` say a number between `low` and `high`, both included; null
    is an open end. `qualifier` says how it is hedged, `unit` is a currency (ISO 4217), a
    measure or null for things that are counted, `of` the characters of what is counted.
    `statement` is the id of the innermost statement in whose content it stands, or null;
    `date` a TIMEX3 value, `place` a mention id.
    """

    id: str
    start: int
    end: int
    low: float | None
    high: float | None
    qualifier: str | None = None
    unit: str | None = None
    of: Spans = ()
    statement: str | None = None
    date: str | None = None
    place: str | None = None
    confidence: float = 0.0


class Time(msgspec.Struct, frozen=True, kw_only=True):
    """A time expression, as TIMEX3 says it.

    `type` is DATE, TIME, DURATION or SET. `value` is its TIMEX3 value at the granularity of
    the words (`2025` for "late 2025", with `mod` END), null where it cannot be told. `anchor`
    is the TIMEX3 value it was reckoned from: the report's date or that of a time before it.
    """

    start: int
    end: int
    type: str
    value: str | None
    mod: str | None = None
    anchor: str | None = None
    confidence: float = 0.0


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a mention is on the map.

    `geonames` is an id of GeoNames; `country` an ISO 3166-1 alpha-2 code; `admin1` the name
    of the first-level region; `lat` and `lon` are degrees in WGS 84. `precision` says what
    the point stands for: a country's or region's point is somewhere within it.
    """

    mention: str
    geonames: str | None
    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: str
    confidence: float = 0.0


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A document and every item found in it, in text order.

    `notes` says in plain words what the reader should know about this reading,
    such as a language that the model was not made for.
    """

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    occupancies: tuple[Occupancy, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[Relation, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()

    def entity(self, identifier: str | None) -> Entity | None:
        """The entity of that id, or null."""
        return next((e for e in self.entities if e.id == identifier), None)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, strings and numbers, as in the JSON form."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain
