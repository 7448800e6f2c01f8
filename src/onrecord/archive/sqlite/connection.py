"""Opening the file of an archive, and SQLite's errors in plain words."""

from __future__ import annotations

import contextlib
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import apsw

from onrecord.archive.errors import ArchiveError

LEAST_SQLITE = 3_051_003
"""From 3.7.0 to 3.51.2, SQLite can corrupt a write-ahead log that several processes write."""

APPLICATION = 0x6F6E7263
"""`onrc`: marks the file as an archive (PRAGMA application_id)."""

CACHE_KIB = 65_536


def connect(path: Path, *, write: bool, patience: float) -> apsw.Connection:
    """A connection to the archive at `path`, made if it is to be written and is not there.

    Args:
        path: the file.
        write: whether to write; else the file is left as it is.
        patience: seconds to wait for another process that writes.

    Raises:
        ArchiveError: it is not there, not an archive, or cannot be opened.
    """
    if apsw.SQLITE_VERSION_NUMBER < LEAST_SQLITE:
        raise ArchiveError(
            f"SQLite {apsw.sqlite_lib_version()}, which apsw brings here, may damage an archive"
            " that several programs write",
            "Install a newer one: pip install --upgrade 'apsw>=3.51.3'.",
        )
    _refuse_impossible(path, write)
    with telling(path):
        connection = _opened(path, write)
        connection.set_busy_timeout(round(patience * 1000))
        _refuse_foreign(connection, path)
        # With FULL, what is committed survives a loss of power too: one wait for the disk a
        # document, of some milliseconds, where reading one takes a hundred.
        for setting in ("synchronous = FULL", f"cache_size = -{CACHE_KIB}", "temp_store = 2"):
            connection.execute(f"PRAGMA {setting}")
        if write:
            _log_ahead(connection, patience)
    return connection


def _log_ahead(connection: apsw.Connection, patience: float) -> None:
    """Write ahead from now on. Two that make a new file's log at once do not wait by themselves."""
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except apsw.BusyError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.02)


def _refuse_impossible(path: Path, write: bool) -> None:
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder, not an archive", "Name a file in it.")
    if not write and not path.exists():
        raise ArchiveError(f"there is no archive at {path}", "`onrecord add` makes one.")
    if not path.parent.is_dir():
        raise ArchiveError(
            f"there is no folder {path.parent} for the archive", "Make the folder first."
        )


def _opened(path: Path, write: bool) -> apsw.Connection:
    if write:
        return apsw.Connection(str(path))
    try:
        # Where the file may be written to, closing it then leaves no log behind.
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        connection.execute("PRAGMA query_only = 1; PRAGMA schema_version").fetchall()
        return connection
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        if Path(f"{path}-wal").exists():
            raise
        # In a folder that nobody may write to, SQLite cannot make the files by which it would
        # learn of writers. There are none, then.
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        return apsw.Connection(f"{path.resolve().as_uri()}?immutable=1", flags=flags)


def _refuse_foreign(connection: apsw.Connection, path: Path) -> None:
    application = connection.pragma("application_id")
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").get
    if application != APPLICATION and (application or tables):
        raise ArchiveError(
            f"{path} is a database of another program", "Choose another file for the archive."
        )


@contextlib.contextmanager
def writing(connection: apsw.Connection) -> Iterator[None]:
    """All that is written in the block, or nothing; other writers wait. One inside another is part.

    It is begun as a writer at once: a reader that becomes one half-way could not wait for
    another. And by a statement of its own, which lets other threads go on while it waits: one of
    them may be the writer that is waited for.
    """
    if connection.in_transaction:
        with connection:
            yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # What failed may have ended the transaction by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn an error of SQLite inside the block into an `ArchiveError` about `path`."""
    try:
        yield
    except apsw.Error as error:
        raise _told(path, error) from error
    except zlib.error as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> ArchiveError:
    return ArchiveError(
        f"{path} is damaged: {error}",
        "Take a copy of it first. `onrecord dump` writes out what can still be read;"
        " `onrecord load` makes a new archive of that.",
    )


def _told(path: Path, error: apsw.Error) -> ArchiveError:
    if isinstance(error, (apsw.BusyError, apsw.LockedError)):
        return ArchiveError(
            f"another program is writing to {path}", "Try again when it has finished."
        )
    if isinstance(error, apsw.FullError):
        return ArchiveError(
            f"the disk is full, or {path} may not grow further",
            "What was stored before is safe. Free some space and run the command again.",
        )
    if isinstance(error, (apsw.ReadOnlyError, apsw.PermissionsError)):
        return ArchiveError(
            f"{path} may not be written to",
            "Check the permissions of the file and its folder, or choose another file.",
        )
    if isinstance(error, apsw.CantOpenError):
        return ArchiveError(
            f"{path} cannot be opened", "Check the permissions of the file and its folder."
        )
    if isinstance(error, apsw.NotADBError):
        return ArchiveError(f"{path} is not an archive", "Choose another file for the archive.")
    if isinstance(error, apsw.CorruptError):
        return _damaged(path, error)
    if isinstance(error, apsw.IOError):
        return ArchiveError(
            f"the system refused to read or write {path}: {error}",
            "What was stored before is safe. Check the disk and run the command again.",
        )
    return ArchiveError(
        f"{path}: {type(error).__name__}: {error}",
        "This is a defect of onrecord; please report it.",
    )
