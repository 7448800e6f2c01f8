"""What is gathered across reports, as an archive keeps it: pieces, what finds them, groups.

What belongs together is decided elsewhere. Here are the tables, in SQL that every store speaks.
Pieces that look the same share a *shape*; terms and links are of shapes, so that a name in
20,000 reports is compared once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

Execute = Callable[[str, Sequence[Any]], Iterable[Sequence[Any]]]
"""Runs a statement, with `?` for its values, and gives back its rows."""

SLICE = 500
"""Values that one statement asks for at most."""


def tables(*, packed: str = "", blob: str, ordered: str = "TEXT") -> str:
    """The tables.

    Args:
        packed: what stands after those that have a key of their own.
        blob: the type of bytes.
        ordered: the type of texts that are put in order, byte by byte.
    """
    return f"""
CREATE TABLE gathered (document BIGINT PRIMARY KEY, stamp TEXT NOT NULL){packed};
CREATE TABLE shapes (
    id BIGINT PRIMARY KEY, kind TEXT NOT NULL, terms {blob} NOT NULL, body {blob} NOT NULL,
    team BIGINT
){packed};
CREATE INDEX shapes_team ON shapes (team);
CREATE TABLE pieces (
    document BIGINT NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL, shape BIGINT NOT NULL,
    facts {blob} NOT NULL, PRIMARY KEY (document, kind, item)
){packed};
CREATE INDEX pieces_shape ON pieces (shape);
CREATE TABLE terms (term BIGINT NOT NULL, shape BIGINT NOT NULL, PRIMARY KEY (term, shape)){packed};
CREATE TABLE links (
    one BIGINT NOT NULL, other BIGINT NOT NULL, score DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (one, other)
){packed};
CREATE TABLE stale (shape BIGINT PRIMARY KEY, kind TEXT NOT NULL){packed};
CREATE TABLE teams (
    id BIGINT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL,
    size INTEGER NOT NULL, day {ordered} NOT NULL, words TEXT NOT NULL, body {blob} NOT NULL
){packed};
CREATE INDEX teams_listed ON teams (kind, size, day);
CREATE TABLE judgements (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL,
    same INTEGER NOT NULL
);
"""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided about two items of a kind: that they are the same, or are not.

    Each is named by its report and its characters there (`document:start-end`), by which it is
    known again in the next reading.
    """

    kind: str
    one: str
    other: str
    same: bool


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What pieces that look the same have in common: what finds them, and what they are told by."""

    id: int
    kind: str
    terms: tuple[int, ...]
    body: Any
    team: int | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A piece: the item of a report, the shape it has, and what a group tells of it."""

    document: str
    item: str
    shape: int
    facts: Any

    @property
    def key(self) -> str:
        """What it is named by among all of its kind."""
        return f"{self.document}:{self.item}"


class _Dated(msgspec.Struct):
    """The day among what a group tells of a piece."""

    day: str | None = None


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """A group as it stands in a list: `size` and `day` are what lists are ordered by."""

    id: int
    kind: str
    key: str
    type: str = ""
    size: int
    day: str = ""
    words: str
    body: Any


class Gatherings:
    """The tables of what is gathered. What is written is part of the store's transaction."""

    def __init__(self, execute: Execute) -> None:
        """Ask a database by `execute`."""
        self._execute = execute

    # Which reports are gathered.

    def waiting(self, version: str) -> list[str]:
        """Ids of documents that are not gathered as they are now, the first to come first."""
        sql = (
            "SELECT d.id FROM documents d LEFT JOIN gathered g ON g.document = d.number"
            " WHERE g.stamp IS NULL OR g.stamp <> CAST(d.key AS TEXT) || ' ' || ?"
            " ORDER BY d.number"
        )
        return [id for (id,) in self._execute(sql, (version,))]

    def numbers(self, documents: Iterable[str]) -> dict[str, int]:
        """The number of each document that is stored."""
        found = self._among("SELECT id, number FROM documents WHERE id IN ({})", documents)
        return {str(id): int(number) for id, number in found}

    def gone(self) -> list[int]:
        """Numbers of documents that are gathered and not stored any more."""
        sql = (
            "SELECT g.document FROM gathered g LEFT JOIN documents d ON d.number = g.document"
            " WHERE d.number IS NULL ORDER BY g.document"
        )
        return [number for (number,) in self._execute(sql, ())]

    def note(self, document: int, version: str) -> None:
        """Note that a document is gathered as it is now."""
        sql = (
            "INSERT INTO gathered SELECT number, CAST(key AS TEXT) || ' ' || ? FROM documents"
            " WHERE number = ? ON CONFLICT (document) DO UPDATE SET stamp = excluded.stamp"
        )
        self._run(sql, version, document)

    def forget(self, document: int) -> None:
        """Take away the note that a document is gathered."""
        self._run("DELETE FROM gathered WHERE document = ?", document)

    # Pieces and shapes.

    def shapes_of(self, document: int) -> dict[tuple[str, str], tuple[int, bytes]]:
        """Shape and facts of each piece of a document, by kind and item."""
        sql = "SELECT kind, item, shape, facts FROM pieces WHERE document = ?"
        rows = self._execute(sql, (document,))
        return {(kind, item): (shape, bytes(facts)) for kind, item, shape, facts in rows}

    def put_piece(self, document: int, kind: str, item: str, shape: int, facts: bytes) -> None:
        """Keep a piece, in place of the one of that item."""
        sql = (
            "INSERT INTO pieces VALUES (?, ?, ?, ?, ?) ON CONFLICT (document, kind, item)"
            " DO UPDATE SET shape = excluded.shape, facts = excluded.facts"
        )
        self._run(sql, document, kind, item, shape, facts)

    def drop_piece(self, document: int, kind: str, item: str) -> None:
        """Take a piece out."""
        sql = "DELETE FROM pieces WHERE document = ? AND kind = ? AND item = ?"
        self._run(sql, document, kind, item)

    def used(self, shape: int) -> bool:
        """Whether any piece has a shape."""
        return self._one("SELECT 1 FROM pieces WHERE shape = ? LIMIT 1", shape) is not None

    def pieces_of(self, kind: str, documents: Iterable[str]) -> list[Kept]:
        """The pieces of a kind in some documents, by document and item."""
        sql = f"{_PIECES} WHERE p.kind = ? AND d.id IN ({{}})"
        return sorted(self._kept(self._among(sql, documents, kind)), key=_by_key)

    def pieces_with(self, shapes: Iterable[int]) -> list[Kept]:
        """The pieces that have some shapes, by document and item."""
        sql = f"{_PIECES} WHERE p.shape IN ({{}})"
        return sorted(self._kept(self._among(sql, shapes)), key=_by_key)

    def dated_with(self, shapes: Iterable[int]) -> list[tuple[str, str, str]]:
        """Day, document and item of the pieces that have some shapes; the newest first.

        Of many thousand pieces, this is several times as fast as `pieces_with`.
        """
        rows = self._among(f"{_PIECES} WHERE p.shape IN ({{}})", shapes)
        told = msgspec.json.Decoder(_Dated | None).decode
        found = [
            ((told(facts) or _Dated()).day or "", document, item)
            for document, item, _, facts in rows
        ]
        return sorted(found, reverse=True)

    def shapes(self, ids: Iterable[int]) -> dict[int, Shape]:
        """Shapes by their ids; those that are not kept are left out."""
        sql = "SELECT id, kind, terms, body, team FROM shapes WHERE id IN ({})"
        return {
            id: Shape(
                id=id, kind=kind, terms=tuple(msgspec.json.decode(terms)),
                body=msgspec.json.decode(body), team=team,
            )
            for id, kind, terms, body, team in self._among(sql, ids)
        }  # fmt: skip

    def put_shape(self, shape: Shape) -> None:
        """Keep a shape that is new, and what it is found by."""
        values = (
            shape.id,
            shape.kind,
            msgspec.json.encode(shape.terms),
            msgspec.json.encode(shape.body),
        )
        self._run("INSERT INTO shapes VALUES (?, ?, ?, ?, NULL)", *values)
        for term in shape.terms:
            self._run("INSERT INTO terms VALUES (?, ?)", term, shape.id)

    def drop_shape(self, shape: Shape) -> None:
        """Take a shape out, with what it is found by and its links."""
        for term in shape.terms:
            self._run("DELETE FROM terms WHERE term = ? AND shape = ?", term, shape.id)
        self.unlink(shape.id)
        self._run("DELETE FROM shapes WHERE id = ?", shape.id)
        self._run("DELETE FROM stale WHERE shape = ?", shape.id)

    def having(self, term: int, most: int) -> list[int]:
        """Shapes that have a term, at most so many."""
        sql = "SELECT shape FROM terms WHERE term = ? ORDER BY shape LIMIT ?"
        return [shape for (shape,) in self._execute(sql, (term, most))]

    # Links.

    def link(self, one: int, other: int, score: float) -> None:
        """Link two shapes; in both directions, so that either leads to the other."""
        sql = (
            "INSERT INTO links VALUES (?, ?, ?) ON CONFLICT (one, other)"
            " DO UPDATE SET score = excluded.score"
        )
        self._run(sql, one, other, score)
        self._run(sql, other, one, score)

    def unlink(self, one: int, other: int | None = None) -> None:
        """Drop the link of two shapes, or every link of one."""
        others = [n for n, _ in self.linked((one,))[one]] if other is None else [other]
        for each in others:
            self._run("DELETE FROM links WHERE one = ? AND other = ?", one, each)
            self._run("DELETE FROM links WHERE one = ? AND other = ?", each, one)

    def linked(self, shapes: Iterable[int]) -> dict[int, list[tuple[int, float]]]:
        """What each of some shapes is linked with, and how surely."""
        wanted = list(shapes)
        found: dict[int, list[tuple[int, float]]] = {shape: [] for shape in wanted}
        sql = "SELECT one, other, score FROM links WHERE one IN ({})"
        for one, other, score in self._among(sql, wanted):
            found[one].append((other, score))
        return found

    # What is to be grouped anew.

    def stale(self, kind: str) -> list[int]:
        """Shapes of a kind whose groups are to be made anew."""
        sql = "SELECT shape FROM stale WHERE kind = ? ORDER BY shape"
        return [shape for (shape,) in self._execute(sql, (kind,))]

    def spoil(self, kind: str, shapes: Iterable[int]) -> None:
        """Note shapes whose groups are to be made anew."""
        for shape in shapes:
            self._run("INSERT INTO stale VALUES (?, ?) ON CONFLICT DO NOTHING", shape, kind)

    def freshen(self, shapes: Iterable[int]) -> None:
        """Note that the groups of shapes are made."""
        for shape in shapes:
            self._run("DELETE FROM stale WHERE shape = ?", shape)

    # Groups.

    def put_team(self, team: Team, shapes: Iterable[int]) -> None:
        """Keep a group of shapes, in place of the one of that id."""
        sql = (
            "INSERT INTO teams VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " key = excluded.key, type = excluded.type, size = excluded.size, day = excluded.day,"
            " words = excluded.words, body = excluded.body"
        )
        body = msgspec.json.encode(team.body)
        self._run(
            sql, team.id, team.kind, team.key, team.type, team.size, team.day, team.words, body
        )
        self.assign(team.id, shapes)

    def assign(self, team: int, shapes: Iterable[int]) -> None:
        """Put shapes into a group."""
        for shape in shapes:
            self._run("UPDATE shapes SET team = ? WHERE id = ?", team, shape)

    def drop_team(self, team: int) -> None:
        """Take a group out; its shapes stay, without one."""
        self._run("UPDATE shapes SET team = NULL WHERE team = ?", team)
        self._run("DELETE FROM teams WHERE id = ?", team)

    def members(self, team: int) -> list[int]:
        """The shapes of a group."""
        sql = "SELECT id FROM shapes WHERE team = ? ORDER BY id"
        return [shape for (shape,) in self._execute(sql, (team,))]

    def team(self, id: int) -> Team | None:
        """A group by its number."""
        return next(iter(self._teams(f"{_TEAMS} WHERE id = ?", (id,))), None)

    def teams(self, ids: Iterable[int]) -> dict[int, Team]:
        """Groups by their numbers."""
        rows = self._among(f"{_TEAMS} WHERE id IN ({{}})", ids)
        return {row[0]: _team(row) for row in rows}

    def team_of(self, kind: str, document: str, item: str) -> int | None:
        """The group in which an item of a report is."""
        sql = (
            "SELECT s.team FROM pieces p JOIN documents d ON d.number = p.document"
            " JOIN shapes s ON s.id = p.shape WHERE d.id = ? AND p.kind = ? AND p.item = ?"
        )
        found: int | None = self._one(sql, document, kind, item)
        return found

    def teams_in(self, kind: str, documents: Iterable[str]) -> list[tuple[str, str, int]]:
        """Document, item and group of every piece of a kind in some documents."""
        sql = (
            "SELECT d.id, p.item, s.team FROM documents d JOIN pieces p ON p.document = d.number"
            " JOIN shapes s ON s.id = p.shape"
            " WHERE s.team IS NOT NULL AND p.kind = ? AND d.id IN ({})"
        )
        return sorted((d, item, team) for d, item, team in self._among(sql, documents, kind))

    def listed(
        self, kind: str, words: Sequence[str], type: str | None, least: int, limit: int, offset: int
    ) -> tuple[int, list[Team]]:
        """Groups of a kind of at least so many, the largest first, and how many there are.

        Args:
            kind: which.
            words: what all of them must have among their words, as parts of them.
            type: of which type; null for any.
            least: their least size.
            limit: the most to give.
            offset: how many to pass over.
        """
        where = "kind = ? AND size >= ?" + " AND words LIKE ? ESCAPE '!'" * len(words)
        values: list[Any] = [kind, least, *(f"%{_escaped(word)}%" for word in words)]
        if type is not None:
            where += " AND type = ?"
            values.append(type)
        total = self._one(f"SELECT count(*) FROM teams WHERE {where}", *values)
        order = "size DESC, day DESC, id" if kind == "person" else "day DESC, size DESC, id"
        # First which, from an index that holds nothing else, then what is told of those alone.
        sql = f"SELECT id FROM teams WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        ids = [id for (id,) in self._execute(sql, (*values, limit, offset))]
        teams = self.teams(ids)
        return int(total), [teams[id] for id in ids if id in teams]

    # What persons decided.

    def judge(self, judged: Judgement) -> None:
        """Keep what a person decided."""
        number = int(self._one("SELECT coalesce(max(number), 0) + 1 FROM judgements"))
        values = (number, judged.kind, judged.one, judged.other, int(judged.same))
        self._run("INSERT INTO judgements VALUES (?, ?, ?, ?, ?)", *values)

    def judged(self) -> list[Judgement]:
        """All that persons decided, in order."""
        sql = "SELECT kind, one, other, same FROM judgements ORDER BY number"
        return [
            Judgement(kind=kind, one=one, other=other, same=bool(same))
            for kind, one, other, same in self._execute(sql, ())
        ]

    def unjudge(self) -> Judgement | None:
        """Take back what was decided last."""
        judged = self.judged()
        if not judged:
            return None
        self._run("DELETE FROM judgements WHERE number = (SELECT max(number) FROM judgements)")
        return judged[-1]

    # How the database is asked.

    def _run(self, sql: str, *values: Any) -> None:
        for _ in self._execute(sql, values):
            pass

    def _one(self, sql: str, *values: Any) -> Any:
        rows = list(self._execute(sql, values))
        return rows[0][0] if rows else None

    def _among(self, sql: str, wanted: Iterable[Any], *before: Any) -> Iterator[Sequence[Any]]:
        """Rows of a statement with `IN ({})`, asked in slices."""
        every = list(dict.fromkeys(wanted))
        for at in range(0, len(every), SLICE):
            some = every[at : at + SLICE]
            yield from self._execute(sql.format(", ".join("?" * len(some))), (*before, *some))

    def _kept(self, rows: Iterable[Sequence[Any]]) -> Iterator[Kept]:
        for document, item, shape, facts in rows:
            yield Kept(document=document, item=item, shape=shape, facts=msgspec.json.decode(facts))

    def _teams(self, sql: str, values: Sequence[Any]) -> Iterator[Team]:
        return map(_team, self._execute(sql, values))


_PIECES = (
    "SELECT d.id, p.item, p.shape, p.facts FROM pieces p JOIN documents d ON d.number = p.document"
)
_TEAMS = "SELECT id, kind, key, type, size, day, words, body FROM teams"


def _team(row: Sequence[Any]) -> Team:
    id, kind, key, type, size, day, words, body = row
    return Team(
        id=id, kind=kind, key=key, type=type, size=size, day=day, words=words,
        body=msgspec.json.decode(body),
    )  # fmt: skip


def _by_key(kept: Kept) -> tuple[str, str]:
    return kept.document, kept.item


def _escaped(word: str) -> str:
    return "".join(f"!{c}" if c in "!%_" else c for c in word)
