"""What `onrecord serve` does: the archive's pages on a port of this machine, and a browser."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import uvicorn

from onrecord.importing import Imports
from onrecord.reader import Reader
from onrecord.stories.gather import gather
from onrecord.views.web import Door, Limits, Shelf, application, is_loopback

PORT = 8470
TRIED = 20
"""So many ports after the first are tried, where no port was asked for."""


class Address(NamedTuple):
    """Where the server listens, and the address that opens it in a browser."""

    host: str
    port: int
    token: str | None

    def url(self, path: str = "/") -> str:
        """The address of a page, with the token where one is needed."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        if self.host in ("0.0.0.0", "::"):
            host = "127.0.0.1"
        page, mark, fragment = path.partition("#")
        token = f"?token={quote(self.token)}" if self.token else ""
        return f"http://{host}:{self.port}{page}{token}{mark}{fragment}"


class ListenError(Exception):
    """There is no listening at that address."""


class Server:
    """The web application of one archive, listening.

    Args:
        archive: its name, made on first use.
        reader: makes the reader that imports are read with.
        host: where to listen; beyond loopback only with a token, which is made up if not given.
        port: the port, or null for the first free one from `PORT` on.
        token: what visitors must have.
        limits: bounds on what visitors may send.
        stories: whether stories are told anew, at the start and after every import.

    Raises:
        ArchiveError: the archive cannot be opened.
        ListenError: the address is taken or not of this machine.
    """

    def __init__(
        self,
        archive: str | Path,
        reader: Callable[[], Reader],
        *,
        host: str = "127.0.0.1",
        port: int | None = None,
        token: str | None = None,
        limits: Limits | None = None,
        stories: bool = True,
    ) -> None:
        """Open the archive and begin to listen."""
        limits = limits or Limits()
        self.archive = archive
        wide = not is_loopback(host)
        if wide and token is None:
            token = secrets.token_urlsafe(24)
        self._socket = _listening(host, port)
        self.address = Address(host, self._socket.getsockname()[1], token)
        try:
            self._shelf = Shelf(archive, limits.readers)
        except BaseException:
            self._socket.close()
            raise
        self._imports = Imports(
            archive, reader, most=limits.jobs, gather=gather if stories else None
        )
        door = Door(_names(host), wide, token)
        config = uvicorn.Config(
            application(self._shelf, self._imports, door, limits),
            log_level="warning",
            access_log=False,
            # The parser that bounds what it holds of a request that is not complete.
            http="h11",
            lifespan="off",
            ws="none",
            server_header=False,
            proxy_headers=False,
            limit_concurrency=limits.visitors,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=3,
            h11_max_incomplete_event_size=limits.headers,
        )
        self._server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until Ctrl-C or `stop`."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._imports.close()
            self._shelf.close()
            self._socket.close()

    def stop(self) -> None:
        """End `run`, from another thread."""
        self._server.should_exit = True

    def when_up(self, act: Callable[[], object]) -> None:
        """Do something as soon as pages are answered."""

        def waiting() -> None:
            while not self._server.started and not self._server.should_exit:
                threading.Event().wait(0.05)
            if self._server.started:
                act()

        threading.Thread(target=waiting, daemon=True).start()


def _listening(host: str, port: int | None) -> socket.socket:
    ports = range(PORT, PORT + TRIED) if port is None else (port,)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    problem: OSError | None = None
    for number in ports:
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((host, number))
            made.listen(256)
            return made
        except OSError as error:
            made.close()
            problem = error
        except OverflowError as error:
            made.close()
            raise ListenError(f"{number} is no port") from error
    reason = problem.strerror if problem else "no port was tried"
    raise ListenError(f"cannot listen on {host} port {ports[0]}: {reason}") from problem


def _names(host: str) -> frozenset[str]:
    """The names that visitors may ask for, in small letters."""
    own = {"localhost", "127.0.0.1", "::1", host.lower()}
    if not is_loopback(host):
        own.add(socket.gethostname().lower())
    return frozenset(own)


def has_display() -> bool:
    """Whether somebody can see a browser that is opened here."""
    if "CI" in os.environ or not sys.stdout.isatty():
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_browser(url: str) -> bool:
    """Open a browser there; whether one was found."""
    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False
