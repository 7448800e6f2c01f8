"""What a page is made from and what it becomes: plain values, no server in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from onrecord.archive import Archive
from onrecord.stories.desk import Desk
from onrecord.views.web.imports import Importer
from onrecord.views.web.limits import Limits


class Upload(NamedTuple):
    """A file that somebody sent: its name there, and where it lies here."""

    name: str
    path: Path


class Ask(NamedTuple):
    """One request: parts of the path, the query's last values, and the form's."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    files: tuple[Upload, ...]
    archive: Archive
    desk: Desk
    importer: Importer
    limits: Limits

    def number(self, name: str, least: int, most: int) -> int:
        """A number of the query within bounds, `least` where it is none."""
        value = self.query.get(name, "")
        given = int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else least
        return max(least, min(most, given))


class Shown(NamedTuple):
    """A page: which template, with which values."""

    template: str
    values: dict[str, Any]
    status: int = 200


class Onward(NamedTuple):
    """Another page to go to."""

    to: str


class Sent(NamedTuple):
    """A file to keep, or values for a script."""

    body: bytes
    media_type: str
    name: str | None = None


class PageError(Exception):
    """A request that cannot be met: the status, what is wrong, and what would help."""

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        """Say what is wrong."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.hint = hint


Answer = Shown | Onward | Sent


class Handler(Protocol):
    """Makes the answer to a request."""

    def __call__(self, ask: Ask, /) -> Answer:
        """The answer.

        Raises:
            PageError: there is none.
        """


def where(*parts: str, fragment: str = "", **query: str) -> str:
    """A path of this server: its parts and values escaped, empty values left out."""
    path = "/" + "/".join(quote(part, safe=":") for part in parts)
    given = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items() if value)
    return path + (f"?{given}" if given else "") + (f"#{fragment}" if fragment else "")
