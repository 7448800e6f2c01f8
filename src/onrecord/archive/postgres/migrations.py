"""The tables of an archive on a server, as the named steps that make them.

They have the names and columns of those in an SQLite file. Texts are compared byte by byte, as
there, whatever order the database goes by.
"""

from __future__ import annotations

from onrecord.archive.address import shown
from onrecord.archive.errors import ArchiveError
from onrecord.archive.gatherings import tables
from onrecord.archive.lookup import COLUMNS, TABLES
from onrecord.archive.postgres.connection import SCHEMA, Connection

LOCK = 0x6F6E7263
"""`onrc`: who holds this advisory lock of the database writes the archive."""

# `found` are the terms that the item is found by, each behind the letter of its column; the
# columns of words hold their stems in order, for phrases and for counting. `length` counts all.
_WORDS = """
CREATE TABLE {table}_words (
    key BIGINT PRIMARY KEY, found TSVECTOR NOT NULL, {columns}, length INTEGER NOT NULL
);
CREATE INDEX {table}_words_found ON {table}_words USING gin (found);
INSERT INTO totals VALUES ('{table}', 0, 0);
"""

_FIRST = """
CREATE TABLE sequence (next BIGINT NOT NULL);
INSERT INTO sequence VALUES (1);
CREATE TABLE totals (name TEXT PRIMARY KEY, items BIGINT NOT NULL, words BIGINT NOT NULL);
CREATE TABLE documents (
    key BIGINT PRIMARY KEY, number BIGINT NOT NULL UNIQUE, reading TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE, uri TEXT, publisher TEXT, title TEXT, published TEXT, language TEXT,
    length INTEGER NOT NULL
);
CREATE TABLE records (number BIGINT PRIMARY KEY, body BYTEA NOT NULL);
-- They come packed.
ALTER TABLE records ALTER body SET STORAGE EXTERNAL;
CREATE TABLE statements (
    key BIGINT PRIMARY KEY, document BIGINT NOT NULL, id TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, speaker TEXT, entity TEXT, speaker_kind TEXT,
    addressees TEXT, attitude TEXT, channel TEXT, form TEXT, date TEXT
);
CREATE INDEX statements_document ON statements (document);
CREATE TABLE events (
    key BIGINT PRIMARY KEY, document BIGINT NOT NULL, id TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, type TEXT, mode TEXT, status TEXT,
    quad INTEGER, actors TEXT, words TEXT, recipients TEXT, place TEXT, date TEXT, speaker TEXT
);
CREATE INDEX events_document ON events (document);
CREATE TABLE figures (
    key BIGINT PRIMARY KEY, document BIGINT NOT NULL, id TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, words TEXT, counted TEXT,
    low DOUBLE PRECISION, high DOUBLE PRECISION, least DOUBLE PRECISION, most DOUBLE PRECISION,
    unit TEXT, qualifier TEXT, place TEXT, date TEXT, speaker TEXT
);
CREATE INDEX figures_document ON figures (document);
CREATE INDEX figures_most ON figures (most, least);
CREATE TABLE places (
    document BIGINT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, name TEXT,
    geonames TEXT, country TEXT, admin1 TEXT, lat DOUBLE PRECISION, lon DOUBLE PRECISION,
    precision TEXT
);
CREATE INDEX places_document ON places (document);
CREATE TABLE people (
    document BIGINT NOT NULL, entity TEXT NOT NULL, type TEXT, name TEXT, aliases TEXT,
    country TEXT, positions TEXT, organisations TEXT
);
CREATE INDEX people_document ON people (document);
-- A tree would refuse a name of some thousand letters, and so below.
CREATE INDEX people_name ON people USING hash (name);
CREATE TABLE points (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lat DOUBLE PRECISION NOT NULL, lon DOUBLE PRECISION NOT NULL, UNIQUE (lat, lon)
);
CREATE TABLE failures (
    source TEXT NOT NULL, uri TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
    hint TEXT NOT NULL, "when" TEXT NOT NULL, tries INTEGER NOT NULL
);
CREATE UNIQUE INDEX failures_of ON failures (md5(source), md5(uri));
CREATE TABLE corrections (
    document TEXT NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    change TEXT NOT NULL, PRIMARY KEY (document, kind, start, "end")
);
""" + "".join(
    _WORDS.format(table=table, columns=", ".join(f"{c} TEXT NOT NULL" for c in COLUMNS[:-1]))
    for table in TABLES.values()
)

MIGRATIONS: dict[str, str] = {
    "0001 records and what they are found by": _FIRST,
    "0002 what is gathered across reports": tables(blob="BYTEA", ordered='TEXT COLLATE "C"'),
}
"""Every step by its name, in order. A step that has been released is never changed."""


def migrate(connection: Connection, url: str) -> None:
    """Bring an archive up to date, in one transaction.

    Raises:
        ArchiveError: it was made by a newer onrecord, or is none.
    """
    if not pending(connection, url):
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        # Somebody else may have done it while we waited for the lock.
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
        for name in pending(connection, url):
            connection.execute(MIGRATIONS[name])
            connection.execute("INSERT INTO migrations VALUES (%s)", (name,))


def pending(connection: Connection, url: str) -> list[str]:
    """The steps that an archive still needs.

    Raises:
        ArchiveError: it was made by a newer onrecord, or is none.
    """
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (SCHEMA,))
    tables = {name for (name,) in found}
    if tables and "migrations" not in tables:
        raise ArchiveError(
            f"the schema {SCHEMA} of {shown(url)} holds tables of another program",
            "Choose another database for the archive.",
        )
    done = {n for (n,) in connection.execute("SELECT name FROM migrations")} if tables else set()
    newer = sorted(done - set(MIGRATIONS))
    if newer:
        raise ArchiveError(
            f"{shown(url)} was made by a newer onrecord (it has {newer[0]!r})",
            "Install that version: pip install --upgrade onrecord.",
        )
    return [name for name in MIGRATIONS if name not in done]
