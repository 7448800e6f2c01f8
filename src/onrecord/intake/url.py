"""A web address: fetched once, with limits on time, size, redirects and where it may lead."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from email.message import Message
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import certifi
import httpcore

from onrecord.intake.address import Deadline, GuardedNetwork
from onrecord.intake.options import IntakeOptions
from onrecord.intake.streams import GZIP_MAGIC, decompress, peek
from onrecord.intake.unreadable import Unreadable

_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = (
    ("User-Agent", "onrecord (reads one page at its user's request)"),
    (
        "Accept",
        "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
        "application/pdf, text/plain, application/x-ndjson, */*;q=0.1",
    ),
    ("Accept-Encoding", "gzip"),
)
_SAFE = "/:?#[]@!$&'()*+,;=%~-._"


class Response(NamedTuple):
    """What an address gave: the address after redirects, media type, charset and body."""

    url: str
    media_type: str
    charset: str | None
    chunks: Iterator[bytes]


class Refused(Unreadable):
    """The server gave a status instead of the page."""

    def __init__(self, status: int) -> None:
        """Keep the status beside what it means to the reader."""
        super().__init__("fetch", f"the server answered {status}", _hint(status))
        self.status = status


def fetch(
    url: str, options: IntakeOptions, admit: Callable[[str], None] = lambda target: None
) -> Response:
    """The body at an http(s) address, unpacked as it is read.

    The body is fetched whole before this returns, so that no reader downstream
    holds a connection open. `admit` is called with each address before it is asked
    for, redirects too, and may raise; the time it takes is not the page's.

    Raises:
        Unreadable: the address is malformed or private, the server refuses, is too
            slow, sends too much or redirects too often.
    """
    deadline = Deadline(options.timeout)
    context = ssl.create_default_context()
    # The system's certificates, which may include an organisation's own, and Mozilla's.
    context.load_verify_locations(certifi.where())
    network = GuardedNetwork(deadline, options.allow_private)
    with httpcore.ConnectionPool(
        ssl_context=context, network_backend=network, max_keepalive_connections=0
    ) as pool:
        for _ in range(options.max_redirects + 1):
            parts = _checked(url)
            target = quote(parts.geturl(), safe=_SAFE)
            with deadline.paused():
                admit(target)
            try:
                response, onward = _get(pool, target, options, deadline)
            except (httpcore.TimeoutException, TimeoutError) as error:
                raise Unreadable(
                    "fetch",
                    f"no answer within {options.timeout:g} seconds",
                    "Try again later, or raise the timeout.",
                ) from error
            except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
                raise Unreadable(
                    "fetch",
                    f"the connection failed: {str(error) or type(error).__name__}",
                    "Check the address and your connection.",
                ) from error
            if response is not None:
                return response
            url = urljoin(url, onward)
    raise Unreadable(
        "fetch",
        f"redirected more than {options.max_redirects} times",
        "Open it in a browser and give the final address.",
    )


def _checked(url: str) -> SplitResult:
    """The parts of an address that may be asked for, its host in ASCII.

    Raises:
        Unreadable: it is malformed, not of the web, or carries a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        ascii_host = (host or "").encode("idna" if not (host or "").isascii() else "ascii").decode()
    except (ValueError, UnicodeError) as error:
        raise Unreadable("fetch", "this is no valid web address", "Check its spelling.") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise Unreadable(
            "fetch", f"it leads to {parts.scheme}:, not to a page of the web", "Save the page."
        )
    if not ascii_host or any(ord(c) <= 32 for c in ascii_host):
        raise Unreadable("fetch", "this is no valid web address", "Check its spelling.")
    if parts.username is not None or parts.password is not None:
        raise Unreadable(
            "fetch",
            "the address carries a user name or password",
            "Fetch the page with a tool for it and give the file.",
        )
    if ":" in ascii_host:
        ascii_host = f"[{ascii_host}]"
    netloc = ascii_host if port is None else f"{ascii_host}:{port}"
    return parts._replace(netloc=netloc, path=parts.path or "/", fragment="")


def _get(
    pool: httpcore.ConnectionPool, url: str, options: IntakeOptions, deadline: Deadline
) -> tuple[Response | None, str]:
    """The response, or null and the address to go on to."""
    with pool.stream("GET", url, headers=list(_HEADERS)) as answer:
        headers = Message()
        for name, value in answer.headers:
            headers[name.decode("latin-1")] = value.decode("latin-1")
        if answer.status in _REDIRECTS and headers["location"]:
            return None, str(headers["location"])
        if answer.status != 200:
            raise Refused(answer.status)
        body = _body(answer, options, deadline)
    chunks = iter([body])
    encoding = (headers["content-encoding"] or "identity").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        chunks = decompress(chunks, options)
    elif encoding == "deflate":
        chunks = decompress(chunks, options, wbits=15)
    elif encoding != "identity":
        raise Unreadable(
            "fetch", f"the server packed the page as {encoding}, unasked", "Save the page."
        )
    start, chunks = peek(chunks, 2)
    if start.startswith(GZIP_MAGIC):  # a .gz file, as against a page packed for the way
        chunks = decompress(chunks, options)
    given = headers["content-type"]
    charset = headers.get_content_charset() if given else None
    return Response(url, headers.get_content_type() if given else "", charset, chunks), ""


def _body(answer: httpcore.Response, options: IntakeOptions, deadline: Deadline) -> bytes:
    held = bytearray()
    for chunk in answer.iter_stream():
        held += chunk
        deadline.left()
        if len(held) > options.max_bytes:
            raise Unreadable(
                "fetch",
                f"the server sent more than the limit of {options.max_bytes:,} bytes",
                "Fetch it with a tool for downloads, or raise max_bytes.",
            )
    return bytes(held)


def _hint(status: int) -> str:
    if status in (401, 402, 403, 407, 429, 451):
        return "The server does not give it to programs; save the page in a browser."
    if status in (404, 410):
        return "Check the address."
    return "Try again later."
