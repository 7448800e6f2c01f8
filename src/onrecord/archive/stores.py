"""Which store a name means: a file of SQLite, or a database of a PostgreSQL server."""

from __future__ import annotations

import importlib
from pathlib import Path

from onrecord.archive.address import on_server
from onrecord.archive.errors import ArchiveError
from onrecord.archive.sqlite import SqliteStore
from onrecord.archive.store import Store


def store_at(name: str | Path, *, write: bool, patience: float) -> Store:
    """The store of that name, made on first use if it is to be written.

    Raises:
        ArchiveError: it is no archive, or cannot be opened.
    """
    if not on_server(name):
        return SqliteStore(Path(name), write=write, patience=patience)
    try:
        server = importlib.import_module("onrecord.archive.postgres")
    except ImportError as error:
        raise ArchiveError(
            f"an archive on a PostgreSQL server needs psycopg: {error}",
            "Get it with: pip install 'onrecord[postgres]'.",
        ) from error
    store: Store = server.PostgresStore(str(name), write=write, patience=patience)
    return store
