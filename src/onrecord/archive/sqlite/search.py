"""A query as SQL: what is matched in the full-text index, and what in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import apsw

from onrecord.archive.amounts import reaching
from onrecord.archive.entry import tag
from onrecord.archive.lookup import (
    ALL,
    ANY,
    COLUMNS,
    RANKED,
    TABLES,
    is_near,
    keys_between,
    latitudes,
)
from onrecord.archive.query import Kind, Near, Query
from onrecord.archive.snippets import Tokens


class Plan(NamedTuple):
    """A query as SQL: `source` to select keys from, whether its words rank what is found."""

    kind: Kind
    source: str
    bindings: tuple[str | int | float, ...]
    key: str
    ranked: bool

    def keys(self, limit: int, offset: int = 0) -> tuple[str, tuple[str | int | float, ...]]:
        """SQL for key and score of the best, in order."""
        if not self.ranked:
            sql, bindings = self.newest(limit, "NULL")
            return f"{sql} OFFSET ?", (*bindings, offset)
        # Only the words looked for count, not the names and terms that narrow the search.
        weights = ", ".join("1" if c == "words" else "0" for c in COLUMNS)
        sql, bindings = self.newest(RANKED, f"bm25({TABLES[self.kind]}_words, {weights})")
        return f"SELECT * FROM ({sql}) ORDER BY 2, 1 DESC LIMIT ? OFFSET ?", (
            *bindings,
            limit,
            offset,
        )

    def newest(self, limit: int, score: str = "1") -> tuple[str, tuple[str | int | float, ...]]:
        """SQL for the keys of the newest with something beside them, in order."""
        sql = f"SELECT {self.key}, {score} FROM {self.source} ORDER BY {self.key} DESC LIMIT ?"
        return sql, (*self.bindings, limit)


def plan(query: Query, connection: apsw.Connection, tokens: Tokens) -> Plan:
    """How a query is carried out."""
    kind = query.kind_of_hits
    matched = list(_matched(query, connection, tokens))
    conditions: list[str] = []
    bindings: list[str | int | float] = []
    table, key = f"{TABLES[kind]} t", "t.key"
    if matched:
        words = f"{TABLES[kind]}_words"
        table, key = words, f"{words}.rowid"
        if query.figure:
            table += f" JOIN {TABLES[kind]} t ON t.key = {key}"
        conditions.append(f"{words} MATCH ?")
        bindings.append(" AND ".join(matched))
    days = keys_between(query)
    if days:
        conditions.append(f"{key} >= ? AND {key} < ?")
        bindings += days
    for amount in query.figure:
        condition, values = reaching(amount, kind)
        conditions.append(condition)
        bindings += values
    source = table + (f" WHERE {' AND '.join(conditions)}" if conditions else "")
    return Plan(kind, source, tuple(bindings), key, bool(matched and query.words))


def _matched(query: Query, connection: apsw.Connection, tokens: Tokens) -> Iterator[str]:
    """The conditions on words, in the language of the full-text index."""
    for field, column in ALL.items():
        for value in getattr(query, field):
            yield f"{column} : {_phrase(value, tokens)}"
    if query.publisher:
        yield _any("publisher", (_phrase(value, tokens) for value in query.publisher))
    for field in ANY:
        ending = " *" if field == "when" else ""
        values = getattr(query, field)
        if values:
            yield _any("tags", (f'"{tag(field, value)}"{ending}' for value in values))
    for near in query.near:
        yield _any("tags", (f'"{tag("point", n)}"' for n in points(connection, near)))


def _any(column: str, phrases: Iterable[str]) -> str:
    # Nothing at all is what no item has.
    return f"{column} : ({' OR '.join(phrases) or NOTHING})"


NOTHING = '"nosuchterm0"'


def _phrase(words: str, tokens: Tokens) -> str:
    """Words as a phrase, which the index cuts as it cut the texts."""
    found = tokens(words)
    if not found:
        return NOTHING
    plain = " ".join(words[start:end] for start, end, _ in found)
    return f'"{plain}"' + (" *" if words.rstrip().endswith("*") else "")


def points(connection: apsw.Connection, near: Near) -> list[int]:
    """The points of the map within a radius."""
    within = connection.execute(
        "SELECT id, lat, lon FROM points WHERE lat BETWEEN ? AND ?", latitudes(near)
    )
    return [n for n, lat, lon in within if is_near(near, lat, lon)]
