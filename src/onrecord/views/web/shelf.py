"""The archive as a server uses it: a few readers side by side, one writer at a time."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.archive import Archive
from onrecord.stories.desk import Desk


class Opened(NamedTuple):
    """An archive, and the desk at it, which remembers the stories that it has told."""

    archive: Archive
    desk: Desk


class Shelf:
    """One archive, opened several times, since a connection serves one thread at a time.

    Raises:
        ArchiveError: it is no archive, or cannot be opened.
    """

    def __init__(self, archive: str | Path, readers: int) -> None:
        """Open the archive of that name, made on first use."""
        self._writer = _opened(archive, write=True)
        self._writing = threading.Lock()
        self._idle: queue.LifoQueue[Opened] = queue.LifoQueue()
        self._readers = [_opened(archive, write=False) for _ in range(readers)]
        for reader in self._readers:
            self._idle.put(reader)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Opened]:
        """An archive to read from; whoever comes when all are in use waits."""
        opened = self._idle.get()
        try:
            yield opened
        finally:
            self._idle.put(opened)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Opened]:
        """The archive to write to, for one at a time."""
        with self._writing:
            yield self._writer

    def close(self) -> None:
        """Let go of the file."""
        for opened in (*self._readers, self._writer):
            opened.archive.close()


def _opened(name: str | Path, *, write: bool) -> Opened:
    archive = Archive.open(name, write=write)
    return Opened(archive, Desk(archive))
