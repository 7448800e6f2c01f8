"""What the pages ask of whoever takes reports in; the command line brings one along."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

import msgspec


class Pasted(msgspec.Struct, frozen=True, kw_only=True):
    """A text that somebody pasted, with what they know of it; dates as ISO 8601."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be read: texts, web addresses, or files by their names and where they lie.

    `folder` is where the files lie, taken away when they have been read.
    """

    pasted: tuple[Pasted, ...] = ()
    urls: tuple[str, ...] = ()
    files: tuple[tuple[str, Path], ...] = ()
    folder: Path | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was read."""

    document: str
    title: str
    statements: int


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """A report that could not be read."""

    name: str
    reason: str
    hint: str


State = Literal["waiting", "reading", "gathering", "done", "stopped", "broken"]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far an import is; `total` is null where it is not known, `latest` the newest last.

    When all is read, the stories are told anew: `told` of `to_tell` reports are seen to.
    """

    id: str
    label: str
    state: State
    total: int | None
    read: int
    skipped: int
    failed: int
    told: int = 0
    to_tell: int = 0
    latest: tuple[Taken, ...] = ()
    missed: tuple[Missed, ...] = ()
    error: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "stopped", "broken")


class BusyError(Exception):
    """So many imports wait already that no more are taken."""


class Importer(Protocol):
    """Reads what it is given into the archive, one order after the other."""

    def begin(self, order: Order) -> str:
        """Take an order; its id.

        Raises:
            BusyError: too many are waiting.
        """

    def retry(self) -> str | None:
        """Read again what failed, by its sources; null where nothing can be."""

    def catch_up(self) -> None:
        """Bring what is known across reports up to date, after what is in line."""

    def progress(self, job: str) -> Progress | None:
        """How far an order is; null where there is none of that id."""

    def orders(self) -> tuple[Progress, ...]:
        """The newest orders, the newest first."""

    def stop(self, job: str) -> None:
        """Stop an order after the report that is being read."""
