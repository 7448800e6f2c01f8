"""An archive in a database of a PostgreSQL server, for many who write and read."""

from onrecord.archive.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
