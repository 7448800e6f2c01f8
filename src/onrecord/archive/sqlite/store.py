"""The store in one SQLite file."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from onrecord.archive.bodies import packed, storable, stored, told_of
from onrecord.archive.corrections import Correction
from onrecord.archive.entry import Entry, tag
from onrecord.archive.errors import ArchiveError
from onrecord.archive.gatherings import Gatherings
from onrecord.archive.hits import Facet
from onrecord.archive.lookup import (
    COLUMNS,
    COUNTED,
    DAY,
    FACETS,
    OF_DOCUMENT,
    TABLES,
    counted,
    day_of,
    first_near,
)
from onrecord.archive.query import Kind, Query
from onrecord.archive.rows import Searched
from onrecord.archive.sqlite import search
from onrecord.archive.sqlite.connection import connect, telling, writing
from onrecord.archive.sqlite.migrations import migrate, pending
from onrecord.archive.store import Failed, Found, Match, Stored
from onrecord.archive.tokenizer import Tokenizer


class SqliteStore:
    """Records in one SQLite file.

    Args:
        path: the file, made on first use.
        write: whether to write; a store that only reads leaves the file as it is.
        patience: seconds to wait for another process that writes.

    Raises:
        ArchiveError: the file is no archive, or cannot be opened.
    """

    def __init__(self, path: Path, *, write: bool = True, patience: float = 60.0) -> None:
        """Open the file and bring its tables up to date."""
        self.path = path
        self._words = Tokenizer()
        self._db = connect(path, write=write, patience=patience)
        try:
            with telling(path):
                if write:
                    migrate(self._db, path)
                elif pending(self._db, path):
                    raise ArchiveError(
                        f"{path} was made by an older onrecord, or not to the end",
                        "`onrecord add` brings it up to date.",
                    )
        except BaseException:
            self._db.close()
            raise

        self.gatherings = Gatherings(self._rows)

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        with telling(self.path):
            return self._db.execute(sql, tuple(map(storable, values))).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        with telling(self.path):
            self._db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written in the block, or nothing; other writers wait."""
        with telling(self.path), writing(self._db):
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read in the block is of one moment."""
        if self._db.in_transaction:
            yield
            return
        with telling(self.path):
            self._db.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                # What failed may have ended the transaction by itself.
                if self._db.in_transaction:
                    self._db.execute("COMMIT")

    def tokens(self, text: str) -> list[tuple[int, int, str]]:
        """The words of a text as the full-text index has them: start, end, stem."""
        return self._words.tokens(text)

    # Records.

    def reading(self, document: str) -> str | None:
        """Which version of the reader read a document; null where it is not stored."""
        sql = "SELECT reading FROM documents WHERE id = ?"
        reading: str | None = self._get(sql, document)
        return reading

    def count(self) -> int:
        """How many documents are stored."""
        return int(self._get("SELECT count(*) FROM documents"))

    def put(self, stored: Stored, entry: Entry) -> None:
        """Store a record, in place of the one of the same document."""
        with self.transaction():
            number = self._taken_out(stored.document)
            sizes = (1, len(entry.statements), len(entry.events), len(entry.figures))
            sql = "UPDATE sequence SET next = next + ? RETURNING next - ?"
            first = self._get(sql, sum(sizes), sum(sizes))
            key = (day_of(entry.document.published) << DAY) + first
            number = first if number is None else number
            row = {"key": key, "number": number, "reading": stored.reading}
            self._insert("documents", row, entry.document)
            self._index("documents", key, entry.searched)
            body = (number, packed(stored.body))
            self._db.execute("INSERT INTO records VALUES (?, ?)", body)
            at = key + 1
            items: Any
            for table, items in (
                ("statements", entry.statements),
                ("events", entry.events),
                ("figures", entry.figures),
            ):
                for item, searched in items:
                    self._insert(table, {"key": at, "document": key}, item)
                    self._index(table, at, searched)
                    at += 1
            for place in entry.places:
                self._insert("places", {"document": key}, place)
            for person in entry.people:
                self._insert("people", {"document": key}, person)

    def _taken_out(self, document: str) -> int | None:
        """Take a document out and give back its number, which it keeps; null where it is new."""
        sql = "SELECT key, number FROM documents WHERE id = ?"
        found = self._db.execute(sql, (document,)).fetchone()
        if found is None:
            return None
        key, number = found
        for table in ("statements", "events", "figures"):
            keys = f"SELECT key FROM {table} WHERE document = ?"
            self._db.execute(f"DELETE FROM {table}_words WHERE rowid IN ({keys})", (key,))
            self._db.execute(f"DELETE FROM {table} WHERE document = ?", (key,))
        for table in ("places", "people"):
            self._db.execute(f"DELETE FROM {table} WHERE document = ?", (key,))
        self._db.execute("DELETE FROM documents_words WHERE rowid = ?", (key,))
        self._db.execute("DELETE FROM records WHERE number = ?", (number,))
        self._db.execute("DELETE FROM documents WHERE key = ?", (key,))
        return int(number)

    def _insert(self, table: str, keys: dict[str, Any], row: msgspec.Struct) -> None:
        values = (*keys.values(), *msgspec.structs.astuple(row))
        sql = _insertion(table, (*keys, *row.__struct_fields__))
        self._db.execute(sql, tuple(map(storable, values)))

    def _index(self, table: str, key: int, searched: Searched) -> None:
        points = (tag("point", self._point(*point)) for point in searched.points)
        values = (
            *(getattr(searched, column) for column in COLUMNS[:-1]),
            " ".join((*searched.tags, *points)),
        )
        sql = _insertion(f"{table}_words", ("rowid", *COLUMNS))
        self._db.execute(sql, (key, *map(storable, values)))

    def _point(self, lat: float, lon: float) -> int:
        self._db.execute("INSERT OR IGNORE INTO points (lat, lon) VALUES (?, ?)", (lat, lon))
        return int(self._get("SELECT id FROM points WHERE lat = ? AND lon = ?", lat, lon))

    def take_out(self, document: str) -> bool:
        """Take a record out; whether there was one."""
        with self.transaction():
            return self._taken_out(document) is not None

    def get(self, document: str) -> Stored | None:
        """A record by its document's id."""
        sql = f"{_STORED} WHERE d.id = ?"
        with telling(self.path):
            row = self._db.execute(sql, (document,)).fetchone()
            return stored(*row) if row else None

    def records(self) -> Iterator[Stored]:
        """Every record, in the order in which the documents first came."""
        with telling(self.path):
            for row in self._db.execute(f"{_STORED} ORDER BY d.number"):
                yield stored(*row)

    # Searching.

    def find(self, query: Query, limit: int, offset: int) -> Found:
        """What a query finds: by how well its words match, else the newest report first."""
        with telling(self.path):
            plan = search.plan(query, self._db, self.tokens)
            best = list(self._db.execute(*plan.keys(limit, offset)))
            total, more = offset + len(best), False
            if len(best) == limit or (offset and not best):
                sql, bindings = plan.newest(COUNTED + 1)
                counted = self._get(f"SELECT count(*) FROM ({sql})", *bindings)
                more = counted > COUNTED
                total = max(total if best else 0, min(counted, COUNTED))
            matches = tuple(self._match(plan.kind, key, score, query) for key, score in best)
        return Found(total=total, more=more, matches=matches)

    def _match(self, kind: Kind, key: int, score: float | None, query: Query) -> Match:
        document = "t.key" if kind == "document" else "t.document"
        sql = (
            "SELECT t.*, d.id AS document_id, d.uri, d.publisher, d.title, d.published, r.body"
            f" FROM {TABLES[kind]} t JOIN documents d ON d.key = {document}"
            " JOIN records r ON r.number = d.number WHERE t.key = ?"
        )
        cursor = self._db.execute(sql, (key,))
        names = [name for name, *_ in cursor.get_description()]
        fields = dict(zip(names, cursor.fetchone() or (), strict=True))
        if kind == "document":
            fields |= self._near(key, query)
        text, notes = told_of(fields.pop("body"))
        score = None if score is None else -score
        return Match(kind=kind, fields=fields, text=text, notes=notes, score=score)

    def _near(self, document: int, query: Query) -> dict[str, Any]:
        """Name and characters of the first place of a report that lies where it was asked for."""
        if not query.near:
            return {}
        sql = "SELECT name, start, end, lat, lon FROM places WHERE document = ? ORDER BY start"
        return first_near(self._db.execute(sql, (document,)), query.near)

    def facets(self, query: Query, most: int) -> tuple[Facet, ...]:
        """The most frequent values of each field among the newest that a query finds."""
        with telling(self.path):
            plan = search.plan(query, self._db, self.tokens)
            keys, bindings = plan.newest(COUNTED)
            names = FACETS[plan.kind]
            columns = ", ".join(OF_DOCUMENT.get(name, f"t.{name}") for name in names)
            document = "t.key" if plan.kind == "document" else "t.document"
            sql = (
                f"WITH found(key, _) AS MATERIALIZED ({keys}) SELECT {columns} FROM found"
                f" JOIN {TABLES[plan.kind]} t ON t.key = found.key"
                f" JOIN documents d ON d.key = {document}"
            )
            return counted(self._db.execute(sql, bindings), names, most)

    # Failures.

    def put_failure(self, failed: Failed) -> None:
        """Note a failure, in place of one of the same source and address."""
        values = tuple(storable(v) for v in msgspec.structs.astuple(failed))
        with telling(self.path):
            self._db.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def failures(self) -> Iterator[Failed]:
        """Every failure noted, by source and address."""
        with telling(self.path):
            for row in self._db.execute("SELECT * FROM failures ORDER BY source, uri"):
                yield _failed(row)

    def failure(self, source: str, uri: str) -> Failed | None:
        """The failure noted of that source and address."""
        sql = "SELECT * FROM failures WHERE source = ? AND uri = ?"
        with telling(self.path):
            row = self._db.execute(sql, (storable(source), storable(uri))).fetchone()
        return _failed(row) if row else None

    def forget_failures(self, source: str, before: str) -> None:
        """Drop the failures of a source that were last seen before that time."""
        sql = 'DELETE FROM failures WHERE source = ? AND "when" < ?'
        with telling(self.path):
            self._db.execute(sql, (storable(source), before))

    # Corrections.

    def put_correction(self, correction: Correction) -> None:
        """Keep a correction, in place of one of the same item."""
        change = json.dumps(correction.change, sort_keys=True)
        values = (correction.document, correction.kind, *correction.anchor, change)
        with telling(self.path):
            self._db.execute("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?, ?, ?)", values)

    def drop_correction(self, correction: Correction) -> bool:
        """Drop the correction of that item; whether there was one."""
        sql = "DELETE FROM corrections WHERE document = ? AND kind = ? AND start = ? AND end = ?"
        with telling(self.path):
            self._db.execute(sql, (correction.document, correction.kind, *correction.anchor))
            return self._db.changes() > 0

    def corrections(self, document: str | None = None) -> Iterator[Correction]:
        """Every correction, or those of one document, by document and place."""
        sql = "SELECT * FROM corrections WHERE document = coalesce(?, document) ORDER BY 1, 3, 4, 2"
        if document is not None:
            sql = "SELECT * FROM corrections WHERE document = ? ORDER BY 1, 3, 4, 2"
        with telling(self.path):
            for of, kind, start, end, change in self._db.execute(sql, (document,)):
                yield Correction(
                    document=of, kind=kind, anchor=(start, end), change=json.loads(change)
                )

    def _get(self, sql: str, *bindings: str | int | float) -> Any:
        with telling(self.path):
            return self._db.execute(sql, bindings).get


_STORED = "SELECT d.id, d.reading, r.body FROM documents d JOIN records r ON r.number = d.number"


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"


def _failed(row: Sequence[Any]) -> Failed:
    return Failed(**dict(zip(Failed.__struct_fields__, row, strict=True)))
