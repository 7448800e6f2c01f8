"""What an archive asks of a database; every store passes the same tests of behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

import msgspec

from onrecord.archive.corrections import Correction
from onrecord.archive.entry import Entry
from onrecord.archive.gatherings import Gatherings
from onrecord.archive.hits import Facet
from onrecord.archive.query import Kind, Query


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it was read: which document, by which version of the reader, its JSON."""

    document: str
    reading: str
    body: bytes


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """A document that could not be read, and the source that was named for it.

    `when` is an ISO date-time in UTC of the last attempt, `tries` counts them.
    """

    source: str
    uri: str
    stage: str
    reason: str
    hint: str
    when: str
    tries: int = 1


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One item that a query found: the fields of its row, its document's, and text and notes.

    Of a document, `place`, `start` and `end` are those of the place that was asked for by its
    point, if one was.
    """

    kind: Kind
    fields: dict[str, Any]
    text: str
    notes: tuple[str, ...] = ()
    score: float | None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The matches asked for; `total` counts all, and is a floor where `more` is true."""

    total: int
    more: bool
    matches: tuple[Match, ...]


class Store(Protocol):
    """A database of records. Every method raises `ArchiveError` where it fails.

    What is written outside of `transaction` is one transaction of its own.
    """

    gatherings: Gatherings
    """What is gathered across reports; what is written there is part of the transaction."""

    def close(self) -> None:
        """Let go of the database."""

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written in the block, or nothing; other writers wait."""

    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read in the block is of one moment."""

    def reading(self, document: str) -> str | None:
        """Which version of the reader read a document; null where it is not stored."""

    def count(self) -> int:
        """How many documents are stored."""

    def put(self, stored: Stored, entry: Entry) -> None:
        """Store a record, in place of the one of the same document."""

    def take_out(self, document: str) -> bool:
        """Take a record out; whether there was one."""

    def get(self, document: str) -> Stored | None:
        """A record by its document's id."""

    def records(self) -> Iterator[Stored]:
        """Every record, in the order in which the documents first came."""

    def find(self, query: Query, limit: int, offset: int) -> Found:
        """What a query finds: by how well its words match, else the newest report first."""

    def facets(self, query: Query, most: int) -> tuple[Facet, ...]:
        """The most frequent values of each field among what a query finds."""

    def tokens(self, text: str) -> list[tuple[int, int, str]]:
        """The words of a text as the search compares them: start, end, reduced form."""

    def put_failure(self, failed: Failed) -> None:
        """Note a failure, in place of one of the same source and address."""

    def failure(self, source: str, uri: str) -> Failed | None:
        """The failure noted of that source and address."""

    def failures(self) -> Iterator[Failed]:
        """Every failure noted, by source and address."""

    def forget_failures(self, source: str, before: str) -> None:
        """Drop the failures of a source that were last seen before that time."""

    def put_correction(self, correction: Correction) -> None:
        """Keep a correction, in place of one of the same item."""

    def drop_correction(self, correction: Correction) -> bool:
        """Drop the correction of that item; whether there was one."""

    def corrections(self, document: str | None = None) -> Iterator[Correction]:
        """Every correction, or those of one document, by document and place."""
