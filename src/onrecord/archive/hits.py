"""What a search gives back."""

from __future__ import annotations

import msgspec

from onrecord.archive.query import Kind
from onrecord.schema import Span


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One item found.

    `text` are the words of the document from `start` to `end`: the sentences in which the
    item stands, or of a document those that have most of the words looked for. `marks` are
    the intervals of `text` that were looked for. Fields that a kind does not have are null;
    several names are joined by `; `. `notes` are those on the reading of a document: that it was
    not read, and why. `score` tells how well the words match, the higher the better; null where
    hits come by date.
    """

    kind: Kind
    document: str
    item: str | None
    title: str | None
    publisher: str | None
    published: str | None
    uri: str | None
    start: int
    end: int
    text: str
    marks: tuple[Span, ...] = ()
    score: float | None = None
    speaker: str | None = None
    speaker_kind: str | None = None
    addressees: str | None = None
    attitude: str | None = None
    channel: str | None = None
    form: str | None = None
    type: str | None = None
    mode: str | None = None
    status: str | None = None
    actors: str | None = None
    recipients: str | None = None
    words: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    qualifier: str | None = None
    counted: str | None = None
    place: str | None = None
    date: str | None = None
    notes: tuple[str, ...] = ()


class Hits(msgspec.Struct, frozen=True, kw_only=True):
    """The hits asked for, best first; `total` counts all, and is a floor where `more` is true."""

    kind: Kind
    total: int
    more: bool
    hits: tuple[Hit, ...]


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """How many hits have each value of a field, the most frequent first."""

    field: str
    counts: tuple[tuple[str, int], ...]
