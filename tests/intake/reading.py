"""Reading one source in a test, and a web server on this machine to read from."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from onrecord.intake import IntakeOptions, documents
from onrecord.schema import Document, Failure


def read(*sources: str | Path, options: IntakeOptions | None = None) -> list[Document | Failure]:
    return list(documents([str(s) for s in sources], options or IntakeOptions()))


def one(source: str | Path, options: IntakeOptions | None = None) -> Document:
    (item,) = read(source, options=options)
    assert isinstance(item, Document), item
    return item


def failed(source: str | Path, options: IntakeOptions | None = None) -> Failure:
    (item,) = read(source, options=options)
    assert isinstance(item, Failure), item
    return item


class Site:
    """A server whose pages are functions of the handler."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        self.rules: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                # Asked for before any page, and of no interest to most tests.
                (site.rules if self.path == "/robots.txt" else site.asked).append(self.path)
                page = site.pages.get(self.path)
                if page is None:
                    self.send_error(404)
                else:
                    page(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def page(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            # The reader hangs up, as it should, when there is too much.
            with suppress(OSError):
                handler.wfile.write(body)

        self.pages[path] = answer
        return self.url + path
