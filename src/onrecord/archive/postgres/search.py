"""A query as SQL: terms for the index, phrases in the stems, and numbers in the tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.archive.amounts import reaching
from onrecord.archive.entry import tag
from onrecord.archive.lookup import ALL, ANY, RANKED, TABLES, is_near, keys_between, latitudes
from onrecord.archive.postgres.connection import Connection
from onrecord.archive.postgres.words import Phrase, Stems, any_of, phrase, term
from onrecord.archive.query import Kind, Near, Query

Bindings = tuple[str | int | float, ...]

K1, B = 1.2, 0.75
"""The constants of BM25, those of SQLite's index."""


class Condition(NamedTuple):
    """What must hold: in the index of terms, and in SQL where terms do not say all."""

    terms: str
    sql: str = ""
    bindings: Bindings = ()


class Plan(NamedTuple):
    """A query as SQL: `source` to select keys from, and the phrases that rank what is found."""

    kind: Kind
    source: str
    bindings: Bindings
    key: str
    ranking: tuple[Phrase, ...]

    def newest(self, limit: int, also: str = "1") -> tuple[str, Bindings]:
        """SQL for the keys of the newest with something beside them, in order."""
        sql = f"SELECT {self.key} AS key, {also} FROM {self.source} ORDER BY 1 DESC LIMIT %s"
        return sql, (*self.bindings, limit)

    def keys(self, connection: Connection, limit: int, offset: int) -> tuple[str, Bindings]:
        """SQL for key and score of the best, in order."""
        if not self.ranking:
            sql, bindings = self.newest(limit, "NULL::float8 AS score")
            return f"{sql} OFFSET %s", (*bindings, offset)
        score, weights = self._score(connection)
        sql, bindings = self.newest(RANKED, "w.words, w.length")
        ordered = "ORDER BY score DESC, key DESC LIMIT %s OFFSET %s"
        return (
            f"SELECT key, {score} AS score FROM ({sql}) newest {ordered}",
            (*weights, *bindings, limit, offset),
        )

    def _score(self, connection: Connection) -> tuple[str, Bindings]:
        """BM25 of the words looked for, as SQL; the names that narrow the search do not count."""
        sql = "SELECT items, words FROM totals WHERE name = %s"
        items, words = connection.execute(sql, (TABLES[self.kind],)).fetchone() or (0, 0)
        usual = max(1.0, words / max(1, items))
        parts: list[str] = []
        bindings: list[str | int | float] = []
        for one in self.ranking:
            have = self._having(connection, one)
            rare = math.log((items - have + 0.5) / (have + 0.5)) if 2 * have < items else 1e-6
            times = (
                "(octet_length(words) - octet_length(replace(words, %s, '')))"
                " / octet_length(%s)::float8"
            )
            parts.append(
                f"(SELECT %s * n * {K1 + 1} / (n + {K1 * (1 - B)} + {K1 * B} * length / %s)"
                f" FROM (SELECT {times} AS n) counted)"
            )
            bindings += (rare, usual, one.line, one.line)
        return " + ".join(parts), tuple(bindings)

    def _having(self, connection: Connection, one: Phrase) -> int:
        condition = _holding(one)
        sql = f"SELECT count(*) FROM {TABLES[self.kind]}_words w WHERE w.found @@ %s::tsquery"
        if condition.sql:
            sql += f" AND {condition.sql}"
        (count,) = connection.execute(sql, (condition.terms, *condition.bindings)).fetchone() or (
            0,
        )
        return int(count)


def plan(query: Query, connection: Connection, stems: Stems) -> Plan:
    """How a query is carried out."""
    kind = query.kind_of_hits
    conditions: list[str] = []
    bindings: list[str | int | float] = []
    table, key = f"{TABLES[kind]} t", "t.key"
    matched = list(_matched(query, connection, stems))
    if matched:
        table, key = f"{TABLES[kind]}_words w", "w.key"
        if query.figure:
            table += f" JOIN {TABLES[kind]} t ON t.key = {key}"
        conditions.append("w.found @@ %s::tsquery")
        bindings.append(" & ".join(f"({m.terms})" for m in matched))
        for more in matched:
            if more.sql:
                conditions.append(more.sql)
                bindings += more.bindings
    days = keys_between(query)
    if days:
        conditions.append(f"{key} >= %s AND {key} < %s")
        bindings += days
    for amount in query.figure:
        condition, values = reaching(amount, kind, "%s")
        conditions.append(condition)
        bindings += values
    source = table + (f" WHERE {' AND '.join(conditions)}" if conditions else "")
    ranking = tuple(phrase("words", words, stems) for words in query.words)
    return Plan(kind, source, tuple(bindings), key, tuple(p for p in ranking if p.stems))


def _matched(query: Query, connection: Connection, stems: Stems) -> Iterator[Condition]:
    """The conditions on words."""
    for field, column in ALL.items():
        for value in getattr(query, field):
            yield _holding(phrase(column, value, stems))
    if query.publisher:
        yield _one_of([_holding(phrase("publisher", v, stems)) for v in query.publisher])
    for field in ANY:
        ending = ":*" if field == "when" else ""
        values = getattr(query, field)
        if values:
            yield Condition(any_of(term("tags", tag(field, v)) + ending for v in values))
    for near in query.near:
        yield Condition(any_of(term("tags", tag("point", n)) for n in points(connection, near)))


def _holding(one: Phrase) -> Condition:
    if one.exact:
        return Condition(one.condition)
    return Condition(one.condition, f"strpos(w.{one.column}, %s) > 0", (one.line,))


def _one_of(several: Sequence[Condition]) -> Condition:
    terms = any_of(condition.terms for condition in several)
    if not any(condition.sql for condition in several):
        return Condition(terms)
    # Of a word alone the terms say all; beside phrases it is looked at again with them.
    sqls, bindings = [], []
    for condition in several:
        sqls.append(f"(w.found @@ %s::tsquery AND {condition.sql or 'true'})")
        bindings += [condition.terms, *condition.bindings]
    return Condition(terms, f"({' OR '.join(sqls)})", tuple(bindings))


def points(connection: Connection, near: Near) -> list[int]:
    """The points of the map within a radius."""
    within = connection.execute(
        "SELECT id, lat, lon FROM points WHERE lat BETWEEN %s AND %s", latitudes(near)
    )
    return [n for n, lat, lon in within if is_near(near, lat, lon)]
