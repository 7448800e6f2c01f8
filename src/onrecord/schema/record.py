"""What is written: statements, the entities behind them, and where each is mentioned."""

from __future__ import annotations

from typing import Any

import msgspec

from onrecord.schema.document import Document
from onrecord.schema.spans import Span, Spans


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One place in the text, `[start, end)`, where an entity is spoken of."""

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
    called there, `country` an ISO 3166-1 alpha-2 code, `members` the entities a
    group is made of, `mentions` ids of its mentions in text order.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    external: dict[str, str] = {}
    members: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


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


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A document and every item found in it, in text order.

    `notes` says in plain words what the reader should know about this reading,
    such as a language that the model was not made for.
    """

    document: Document
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()

    def entity(self, identifier: str | None) -> Entity | None:
        """The entity of that id, or null."""
        return next((e for e in self.entities if e.id == identifier), None)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, strings and numbers, as in the JSON form."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain
