"""The tables of an archive, as the named steps that make them."""

from __future__ import annotations

from pathlib import Path

import apsw

from onrecord.archive.errors import ArchiveError
from onrecord.archive.gatherings import tables
from onrecord.archive.sqlite.connection import APPLICATION, writing

_WORDS = """
CREATE VIRTUAL TABLE {kind}_words USING fts5(
    words, speaker, addressee, actor, recipient, counted, place, publisher, tags,
    content = '', contentless_delete = 1,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
"""

# A key is the report's day in its upper bits and a number that grows in its lower ones: the
# newest come first by going down the keys, in tables and full-text indexes alike.
_FIRST = """
CREATE TABLE sequence (next INTEGER NOT NULL);
INSERT INTO sequence VALUES (1);
CREATE TABLE documents (
    key INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, reading TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE, uri TEXT, publisher TEXT, title TEXT, published TEXT, language TEXT,
    length INTEGER NOT NULL
);
CREATE TABLE records (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE statements (
    key INTEGER PRIMARY KEY, document INTEGER NOT NULL, id TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, speaker TEXT, entity TEXT, speaker_kind TEXT,
    addressees TEXT, attitude TEXT, channel TEXT, form TEXT, date TEXT
);
CREATE INDEX statements_document ON statements (document);
CREATE TABLE events (
    key INTEGER PRIMARY KEY, document INTEGER NOT NULL, id TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, type TEXT, mode TEXT, status TEXT, quad INTEGER,
    actors TEXT, words TEXT, recipients TEXT, place TEXT, date TEXT, speaker TEXT
);
CREATE INDEX events_document ON events (document);
CREATE TABLE figures (
    key INTEGER PRIMARY KEY, document INTEGER NOT NULL, id TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, words TEXT, counted TEXT, low REAL, high REAL,
    least REAL, most REAL, unit TEXT, qualifier TEXT, place TEXT, date TEXT, speaker TEXT
);
CREATE INDEX figures_document ON figures (document);
CREATE INDEX figures_most ON figures (most, least);
CREATE TABLE places (
    document INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, name TEXT,
    geonames TEXT, country TEXT, admin1 TEXT, lat REAL, lon REAL, precision TEXT
);
CREATE INDEX places_document ON places (document);
CREATE TABLE people (
    document INTEGER NOT NULL, entity TEXT NOT NULL, type TEXT, name TEXT, aliases TEXT,
    country TEXT, positions TEXT, organisations TEXT
);
CREATE INDEX people_document ON people (document);
CREATE INDEX people_name ON people (name);
CREATE TABLE points (id INTEGER PRIMARY KEY, lat REAL NOT NULL, lon REAL NOT NULL,
    UNIQUE (lat, lon));
CREATE TABLE failures (
    source TEXT NOT NULL, uri TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
    hint TEXT NOT NULL, "when" TEXT NOT NULL, tries INTEGER NOT NULL, PRIMARY KEY (source, uri)
) WITHOUT ROWID;
CREATE TABLE corrections (
    document TEXT NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    change TEXT NOT NULL, PRIMARY KEY (document, kind, start, end)
) WITHOUT ROWID;
""" + "".join(_WORDS.format(kind=kind) for kind in ("documents", "statements", "events", "figures"))

MIGRATIONS: dict[str, str] = {
    "0001 records and what they are found by": _FIRST,
    "0002 what is gathered across reports": tables(packed=" WITHOUT ROWID", blob="BLOB"),
    # Whoever looks for a word among 20,000 groups reads their words, not all that is told of them.
    "0003 groups listed by their words": """
DROP INDEX teams_listed;
CREATE INDEX teams_listed ON teams (kind, size, day, type, words);
""",
}
"""Every step by its name, in order. A step that has been released is never changed."""


def migrate(connection: apsw.Connection, path: Path) -> None:
    """Bring an archive up to date, in one transaction.

    Raises:
        ArchiveError: it was made by a newer onrecord.
    """
    if not pending(connection, path):
        return
    with writing(connection):
        # Somebody else may have done it while we waited for the lock.
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
        for name in pending(connection, path):
            connection.execute(MIGRATIONS[name])
            connection.execute("INSERT INTO migrations VALUES (?)", (name,))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")


def pending(connection: apsw.Connection, path: Path) -> list[str]:
    """The steps that an archive still needs.

    Raises:
        ArchiveError: it was made by a newer onrecord.
    """
    there = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get
    done = {n for (n,) in connection.execute("SELECT name FROM migrations")} if there else set()
    newer = sorted(done - set(MIGRATIONS))
    if newer:
        raise ArchiveError(
            f"{path} was made by a newer onrecord (it has {newer[0]!r})",
            "Install that version: pip install --upgrade onrecord.",
        )
    return [name for name in MIGRATIONS if name not in done]
