"""Connecting to the server of an archive, and its errors in plain words."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import conninfo, errors

from onrecord.archive.address import shown
from onrecord.archive.errors import ArchiveError

LEAST_SERVER = 13_00_00
"""The oldest PostgreSQL that is still looked after when this is written, less one."""

SCHEMA = "onrecord"
"""The tables of an archive have a schema of their own, beside what else the database holds."""

CONNECTING = 10
"""Seconds to wait for a server that does not answer, unless the address says otherwise."""

Connection = psycopg.Connection[tuple[Any, ...]]


def connect(url: str, *, write: bool, patience: float) -> Connection:
    """A connection to the database at `url`, in which a statement alone is a transaction.

    Args:
        url: `postgresql://user@host/database`, with all that libpq understands.
        write: whether to write; else the server refuses to.
        patience: seconds to wait for another program that writes.

    Raises:
        ArchiveError: the server cannot be reached, or is none that an archive can be kept in.
    """
    with telling(url):
        given = conninfo.conninfo_to_dict(url)
        given.setdefault("connect_timeout", str(CONNECTING))
        given.setdefault("application_name", "onrecord")
        given["client_encoding"] = "UTF8"
        connection = psycopg.connect(**given, autocommit=True)  # type: ignore[arg-type]
        try:
            _refuse_unfit(connection, url)
            connection.execute(f"SET search_path = {SCHEMA}")
            # Null waits for ever; somebody who does not wait gives up at once.
            connection.execute(f"SET lock_timeout = {max(1, round(patience * 1000))}")
            if not write:
                connection.execute("SET default_transaction_read_only = on")
        except BaseException:
            connection.close()
            raise
    return connection


def _refuse_unfit(connection: Connection, url: str) -> None:
    version = connection.info.server_version
    if version < LEAST_SERVER:
        raise ArchiveError(
            f"the server of {shown(url)} is PostgreSQL {version // 10000}",
            f"An archive needs {LEAST_SERVER // 10000} or later.",
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise ArchiveError(
            f"the database of {shown(url)} keeps its texts in {encoding}",
            "Make one that keeps them in UTF-8: createdb --encoding=UTF8 --template=template0.",
        )


@contextlib.contextmanager
def telling(url: str) -> Iterator[None]:
    """Turn an error of the server inside the block into an `ArchiveError` about `url`."""
    try:
        yield
    except psycopg.Error as error:
        raise _told(shown(url), error) from error
    except zlib.error as error:
        raise _damaged(shown(url), error) from error


_SAFE = "What was stored before is safe."


def _told(name: str, error: psycopg.Error) -> ArchiveError:
    reason = _reason(error)
    if isinstance(error, errors.LockNotAvailable):
        return ArchiveError(
            f"another program is writing to {name}", "Try again when it has finished."
        )
    if isinstance(error, errors.DiskFull):
        return ArchiveError(
            f"the disk of {name} is full: {reason}",
            f"{_SAFE} Free some space and run the command again.",
        )
    if isinstance(error, (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege)):
        return ArchiveError(
            f"{name} may not be written to: {reason}",
            "Check what the user may do there, or choose another archive.",
        )
    if isinstance(error, (errors.DataCorrupted, errors.IndexCorrupted)):
        return _damaged(name, error)
    if error.sqlstate is None and isinstance(error, psycopg.ProgrammingError):
        return ArchiveError(
            f"{name} is no address of a database: {reason}",
            "Write postgresql://USER@HOST/DATABASE.",
        )
    if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        return ArchiveError(
            f"the server of {name} cannot be reached, or has broken off: {reason}",
            f"{_SAFE} Check that it runs, the address and the user; `createdb` makes a database.",
        )
    return ArchiveError(
        f"{name}: {type(error).__name__}: {reason}",
        "This is a defect of onrecord; please report it.",
    )


def _damaged(name: str, error: Exception) -> ArchiveError:
    return ArchiveError(
        f"{name} is damaged: {error}",
        "Take a copy of it first. `onrecord dump` writes out what can still be read;"
        " `onrecord load` makes a new archive of that.",
    )


def _reason(error: psycopg.Error) -> str:
    """The server's own words, in one line."""
    words = error.diag.message_primary or str(error) or type(error).__name__
    return " ".join(words.split())
