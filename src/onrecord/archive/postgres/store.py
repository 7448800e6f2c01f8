"""The store in a database of a PostgreSQL server."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row

from onrecord.archive import bodies
from onrecord.archive.address import shown
from onrecord.archive.corrections import Correction
from onrecord.archive.entry import Entry
from onrecord.archive.errors import ArchiveError
from onrecord.archive.gatherings import Gatherings
from onrecord.archive.hits import Facet
from onrecord.archive.lookup import (
    COUNTED,
    FACETS,
    OF_DOCUMENT,
    TABLES,
    counted,
    first_near,
)
from onrecord.archive.postgres import search
from onrecord.archive.postgres.connection import connect, telling
from onrecord.archive.postgres.migrations import LOCK, MIGRATIONS, migrate, pending
from onrecord.archive.postgres.writing import Rows, Writing, storable
from onrecord.archive.query import Kind, Query
from onrecord.archive.store import Failed, Found, Match, Stored
from onrecord.archive.tokenizer import Tokenizer

BATCH = 100
"""Records fetched at a time."""


class PostgresStore:
    """Records in the schema `onrecord` of a database.

    Args:
        url: `postgresql://user@host/database`; the tables are made on first use.
        write: whether to write; a store that only reads asks the server to refuse.
        patience: seconds to wait for another program that writes.

    Raises:
        ArchiveError: the server cannot be reached, or what is there is no archive.
    """

    def __init__(self, url: str, *, write: bool = True, patience: float = 60.0) -> None:
        """Connect, and bring the tables up to date."""
        self.url = url
        self._words = Tokenizer()
        self._db = connect(url, write=write, patience=patience)
        try:
            with telling(url):
                if write:
                    migrate(self._db, url)
                elif steps := pending(self._db, url):
                    raise _unready(url, steps)
        except BaseException:
            self._db.close()
            raise
        self._writing = Writing(self._db, self._words.stems)
        self.gatherings = Gatherings(self._rows)

    def close(self) -> None:
        """Let go of the connection."""
        self._db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written in the block, or nothing; other writers wait."""
        with telling(self.url), self._db.transaction():
            self._db.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read in the block is of one moment."""
        if self._db.info.transaction_status != TransactionStatus.IDLE:
            yield
            return
        with telling(self.url):
            self._db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield
            finally:
                if not self._db.closed:
                    self._db.execute("COMMIT")

    def tokens(self, text: str) -> list[tuple[int, int, str]]:
        """The words of a text as they are compared: start, end, stem."""
        return self._words.tokens(text)

    # Records.

    def reading(self, document: str) -> str | None:
        """Which version of the reader read a document; null where it is not stored."""
        row = self._one("SELECT reading FROM documents WHERE id = %s", storable(document))
        return str(row[0]) if row else None

    def count(self) -> int:
        """How many documents are stored."""
        row = self._one("SELECT items FROM totals WHERE name = 'documents'")
        return int(row[0]) if row else 0

    def put(self, stored: Stored, entry: Entry) -> None:
        """Store a record, in place of the one of the same document."""
        with self.transaction():
            self._writing.put(stored, entry)

    def take_out(self, document: str) -> bool:
        """Take a record out; whether there was one."""
        with self.transaction():
            return self._writing.taken_out(document) is not None

    def get(self, document: str) -> Stored | None:
        """A record by its document's id."""
        row = self._one(f"{_STORED} WHERE d.id = %s", storable(document))
        with telling(self.url):
            return bodies.stored(*row[1:]) if row else None

    def records(self) -> Iterator[Stored]:
        """Every record, in the order in which the documents first came."""
        sql, last = f"{_STORED} WHERE d.number > %s ORDER BY d.number LIMIT {BATCH}", 0
        while rows := self._all(sql, (last,)):
            for number, *row in rows:
                with telling(self.url):
                    record = bodies.stored(*row)
                yield record
                last = number

    # Searching.

    def find(self, query: Query, limit: int, offset: int) -> Found:
        """What a query finds: by how well its words match, else the newest report first."""
        with telling(self.url):
            plan = search.plan(query, self._db, self._words.stems)
            best = self._all(*plan.keys(self._db, limit, offset))
            total, more = offset + len(best), False
            if len(best) == limit or (offset and not best):
                sql, bindings = plan.newest(COUNTED + 1)
                (number,) = self._one(f"SELECT count(*) FROM ({sql}) found", *bindings) or (0,)
                more = number > COUNTED
                total = max(total if best else 0, min(number, COUNTED))
            matches = tuple(self._match(plan.kind, key, score, query) for key, score in best)
        return Found(total=total, more=more, matches=matches)

    def _match(self, kind: Kind, key: int, score: float | None, query: Query) -> Match:
        document = "t.key" if kind == "document" else "t.document"
        sql = (
            "SELECT t.*, d.id AS document_id, d.uri, d.publisher, d.title, d.published, r.body"
            f" FROM {TABLES[kind]} t JOIN documents d ON d.key = {document}"
            " JOIN records r ON r.number = d.number WHERE t.key = %s"
        )
        with self._db.cursor(row_factory=dict_row) as cursor:
            fields = dict(cursor.execute(sql, (key,)).fetchone() or {})
        if kind == "document":
            fields |= self._near(key, query)
        text, notes = bodies.told_of(fields.pop("body"))
        return Match(kind=kind, fields=fields, text=text, notes=notes, score=score)

    def _near(self, document: int, query: Query) -> dict[str, Any]:
        """Name and characters of the first place of a report that lies where it was asked for."""
        if not query.near:
            return {}
        sql = 'SELECT name, start, "end", lat, lon FROM places WHERE document = %s ORDER BY start'
        return first_near(self._all(sql, (document,)), query.near)

    def facets(self, query: Query, most: int) -> tuple[Facet, ...]:
        """The most frequent values of each field among the newest that a query finds."""
        with telling(self.url):
            plan = search.plan(query, self._db, self._words.stems)
            keys, bindings = plan.newest(COUNTED)
            names = FACETS[plan.kind]
            columns = ", ".join(OF_DOCUMENT.get(name, f"t.{name}") for name in names)
            document = "t.key" if plan.kind == "document" else "t.document"
            sql = (
                f"WITH found AS MATERIALIZED ({keys}) SELECT {columns} FROM found"
                f" JOIN {TABLES[plan.kind]} t ON t.key = found.key"
                f" JOIN documents d ON d.key = {document}"
            )
            return counted(self._all(sql, bindings), names, most)

    # Failures.

    def put_failure(self, failed: Failed) -> None:
        """Note a failure, in place of one of the same source and address."""
        values = tuple(storable(v) for v in msgspec.structs.astuple(failed))
        with telling(self.url):
            self._db.execute(
                "INSERT INTO failures VALUES (%s, %s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (md5(source), md5(uri)) DO UPDATE SET stage = excluded.stage,"
                ' reason = excluded.reason, hint = excluded.hint, "when" = excluded."when",'
                " tries = excluded.tries",
                values,
            )

    def failures(self) -> Iterator[Failed]:
        """Every failure noted, by source and address."""
        sql = 'SELECT * FROM failures ORDER BY source COLLATE "C", uri COLLATE "C"'
        yield from map(_failed, self._all(sql))

    def failure(self, source: str, uri: str) -> Failed | None:
        """The failure noted of that source and address."""
        sql = f"SELECT * FROM failures WHERE {_SOURCE} AND md5(uri) = md5(%s)"
        row = self._one(sql, storable(source), storable(uri))
        return _failed(row) if row else None

    def forget_failures(self, source: str, before: str) -> None:
        """Drop the failures of a source that were last seen before that time."""
        sql = f'DELETE FROM failures WHERE {_SOURCE} AND "when" COLLATE "C" < %s'
        with telling(self.url):
            self._db.execute(sql, (storable(source), before))

    # Corrections.

    def put_correction(self, correction: Correction) -> None:
        """Keep a correction, in place of one of the same item."""
        change = json.dumps(correction.change, sort_keys=True)
        values = (correction.document, correction.kind, *correction.anchor, change)
        with telling(self.url):
            self._db.execute(
                "INSERT INTO corrections VALUES (%s, %s, %s, %s, %s)"
                ' ON CONFLICT (document, kind, start, "end")'
                " DO UPDATE SET change = excluded.change",
                tuple(map(storable, values)),
            )

    def drop_correction(self, correction: Correction) -> bool:
        """Drop the correction of that item; whether there was one."""
        sql = (
            "DELETE FROM corrections"
            ' WHERE document = %s AND kind = %s AND start = %s AND "end" = %s'
        )
        values = (storable(correction.document), correction.kind, *correction.anchor)
        with telling(self.url):
            return self._db.execute(sql, values).rowcount > 0

    def corrections(self, document: str | None = None) -> Iterator[Correction]:
        """Every correction, or those of one document, by document and place."""
        where, of = ("", ()) if document is None else ("WHERE document = %s", (document,))
        order = 'ORDER BY document COLLATE "C", start, "end", kind COLLATE "C"'
        rows = self._all(f"SELECT * FROM corrections {where} {order}", tuple(map(storable, of)))
        for of_document, kind, start, end, change in rows:
            yield Correction(
                document=of_document, kind=kind, anchor=(start, end), change=json.loads(change)
            )

    def _rows(self, sql: str, values: Sequence[Any]) -> Rows:
        """The rows of a statement in which `?` stands for each value."""
        with telling(self.url):
            cursor = self._db.execute(sql.replace("?", "%s"), tuple(map(storable, values)))
            return cursor.fetchall() if cursor.description else []

    def _one(self, sql: str, *bindings: Any) -> tuple[Any, ...] | None:
        with telling(self.url):
            return self._db.execute(sql, bindings).fetchone()

    def _all(self, sql: str, bindings: Sequence[Any] = ()) -> Rows:
        # Planned anew for its values each time: how rare they are decides the way.
        with telling(self.url):
            return self._db.execute(sql, bindings, prepare=False).fetchall()


_STORED = (
    "SELECT d.number, d.id, d.reading, r.body"
    " FROM documents d JOIN records r ON r.number = d.number"
)
_SOURCE = "md5(source) = md5(%s)"


def _failed(row: Sequence[Any]) -> Failed:
    return Failed(**dict(zip(Failed.__struct_fields__, row, strict=True)))


def _unready(url: str, steps: Iterable[str]) -> ArchiveError:
    if list(steps) == list(MIGRATIONS):
        return ArchiveError(f"there is no archive at {shown(url)}", "`onrecord add` makes one.")
    return ArchiveError(
        f"{shown(url)} was made by an older onrecord, or not to the end",
        "`onrecord add` brings it up to date.",
    )
