"""An archive in one file, with SQLite and its full-text index."""

from onrecord.archive.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
