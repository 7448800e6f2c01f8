"""One record on its way into the tables, in few turns: each goes to the server and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import msgspec

from onrecord.archive import bodies
from onrecord.archive.entry import Entry, tag
from onrecord.archive.lookup import COLUMNS, DAY, TABLES, day_of
from onrecord.archive.postgres.connection import Connection
from onrecord.archive.postgres.words import Stems, words_of
from onrecord.archive.rows import Searched
from onrecord.archive.store import Stored

Rows = list[tuple[Any, ...]]
Point = tuple[float, float]


class Writing:
    """Writes records and takes them out. It is for the store to do so in a transaction."""

    def __init__(self, connection: Connection, stems: Stems) -> None:
        """Write by a connection, with words cut to their stems."""
        self._db = connection
        self._stems = stems
        self._points: dict[Point, int] = {}

    def put(self, stored: Stored, entry: Entry) -> None:
        """Store a record, in place of the one of the same document."""
        number = self.taken_out(stored.document)
        size = 1 + len(entry.statements) + len(entry.events) + len(entry.figures)
        sql = "UPDATE sequence SET next = next + %s RETURNING next - %s"
        first = int((self._db.execute(sql, (size, size)).fetchone() or (1,))[0])
        key = (day_of(entry.document.published) << DAY) + first
        number = first if number is None else number
        self._points = self._points_of(entry)
        # None of these needs the answer of another: all are sent before the first is awaited.
        with self._db.pipeline():
            row = (key, number, stored.reading, *msgspec.structs.astuple(entry.document))
            columns = ("key", "number", "reading", *entry.document.__struct_fields__)
            self._insert("documents", columns, [row])
            self._insert("records", ("number", "body"), [(number, bodies.packed(stored.body))])
            self._index("documents", [(key, entry.searched)])
            at = key + 1
            items: Sequence[Any]
            for table, items in (
                ("statements", entry.statements),
                ("events", entry.events),
                ("figures", entry.figures),
            ):
                keyed = list(enumerate(items, at))
                at += len(keyed)
                self._list(table, ("key", "document"), [((n, key), row) for n, (row, _) in keyed])
                self._index(table, [(n, searched) for n, (_, searched) in keyed])
            for table, items in (("places", entry.places), ("people", entry.people)):
                self._list(table, ("document",), [((key,), row) for row in items])

    def taken_out(self, document: str) -> int | None:
        """Take a document out and give back its number, which it keeps; null where it is new."""
        sql = "SELECT key, number FROM documents WHERE id = %s"
        found = self._db.execute(sql, (storable(document),)).fetchone()
        if found is None:
            return None
        key, number = found
        with self._db.pipeline():
            for table in TABLES.values():
                of = "key" if table == "documents" else "document"
                self._db.execute(
                    f"WITH gone AS (DELETE FROM {table}_words w USING {table} t"
                    f" WHERE t.key = w.key AND t.{of} = %s RETURNING w.length), sums AS"
                    " (SELECT count(*) AS items, coalesce(sum(length), 0) AS words FROM gone)"
                    " UPDATE totals SET items = totals.items - sums.items,"
                    f" words = totals.words - sums.words FROM sums WHERE name = '{table}'",
                    (key,),
                )
            for table in ("statements", "events", "figures", "places", "people"):
                self._db.execute(f"DELETE FROM {table} WHERE document = %s", (key,))
            self._db.execute("DELETE FROM records WHERE number = %s", (number,))
            self._db.execute("DELETE FROM documents WHERE key = %s", (key,))
        return int(number)

    def _list(
        self,
        table: str,
        keys: tuple[str, ...],
        rows: Sequence[tuple[tuple[int, ...], msgspec.Struct]],
    ) -> None:
        if rows:
            columns = (*keys, *rows[0][1].__struct_fields__)
            self._insert(table, columns, [(*k, *msgspec.structs.astuple(r)) for k, r in rows])

    def _index(self, table: str, items: Sequence[tuple[int, Searched]]) -> None:
        if not items:
            return
        rows: Rows = []
        for key, searched in items:
            points = (tag("point", self._points[point]) for point in searched.points)
            tags = [storable(t) for t in dict.fromkeys((*searched.tags, *points))]
            words = words_of(searched, tags, self._stems)
            rows.append((key, words.found, *words.columns, words.length))
        self._insert(f"{table}_words", ("key", "found", *COLUMNS[:-1], "length"), rows)
        sql = "UPDATE totals SET items = items + %s, words = words + %s WHERE name = %s"
        self._db.execute(sql, (len(rows), sum(row[-1] for row in rows), table))

    def _insert(self, table: str, columns: tuple[str, ...], rows: Rows) -> None:
        values = [tuple(map(storable, row)) for row in rows]
        with self._db.cursor() as cursor:
            cursor.executemany(_insertion(table, columns), values)

    def _points_of(self, entry: Entry) -> dict[Point, int]:
        """The number of every point that the record's items are found at."""
        wanted = list(dict.fromkeys(_all_points(entry)))
        if not wanted:
            return {}
        axes = ([lat for lat, _ in wanted], [lon for _, lon in wanted])
        given = "unnest(%s::float8[], %s::float8[]) AS given(lat, lon)"
        sql = f"INSERT INTO points (lat, lon) SELECT lat, lon FROM {given} ON CONFLICT DO NOTHING"
        self._db.execute(sql, axes)
        sql = f"SELECT lat, lon, id FROM points JOIN {given} USING (lat, lon)"
        return {(lat, lon): id for lat, lon, id in self._db.execute(sql, axes)}


def _all_points(entry: Entry) -> Iterator[Point]:
    several: Iterable[Any]
    yield from entry.searched.points
    for several in (entry.statements, entry.events, entry.figures):
        for _, searched in several:
            yield from searched.points


def storable(value: Any) -> Any:
    """The value, with what a server cannot say replaced; offsets stay as they are."""
    if isinstance(value, str):
        return bodies.storable(value).replace("\0", "\ufffd")
    return value


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    marks = ("array_to_tsvector(%s)" if c == "found" else "%s" for c in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(marks)})"
