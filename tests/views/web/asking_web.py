"""A visitor without a browser: says exactly what is sent, and shows exactly what comes."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from onrecord.serving import Server

TOKEN = re.compile(r'name="form-token" value="([^"]+)"')


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def location(self) -> str:
        return self.headers["location"] or ""


class Visitor:
    """Asks a server that listens on loopback."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] = {}, body: bytes | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, {k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        given = {"Content-Type": "application/x-www-form-urlencoded"}
        given |= {k.replace("_", "-"): v for k, v in headers.items()}
        return self.ask("POST", path, given, urlencode(form).encode())

    def token(self) -> str:
        """The token that forms of this server carry."""
        found = TOKEN.search(self.get("/import").body)
        assert found is not None
        return found[1]

    def send(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form as a page of this server does."""
        return self.post(path, {"form-token": self.token(), **form})


def path_of(answer: Answer) -> str:
    """Where a redirect leads, without the fragment."""
    parts = urlsplit(answer.location)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class Running:
    """A server in a thread of this process."""

    def __init__(self, server: Server) -> None:
        self.server = server
        up = threading.Event()
        server.when_up(up.set)
        self._thread = threading.Thread(target=server.run, daemon=True)
        self._thread.start()
        assert up.wait(60)

    @property
    def visitor(self) -> Visitor:
        return Visitor(self.server.address.port)

    def close(self) -> None:
        self.server.stop()
        self._thread.join(30)
        assert not self._thread.is_alive()


def no_reader() -> Any:
    raise AssertionError("nothing is read here")
