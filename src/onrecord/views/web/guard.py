"""Who is let in: the door that every request passes before a page is made.

A page of another site can make a browser send requests here. So the `Host` must be a name that
this server goes by (against DNS rebinding), a request that changes something must come from a page
of this server (`Origin`, `Sec-Fetch-Site`, and a token in the form, checked by the routes), and
another site may neither frame these pages nor take parts of them in. Away from loopback a token is
asked for besides.
"""

from __future__ import annotations

import hmac
import ipaddress
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.views.web.limits import Limits

COOKIE = "onrecord-token"
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types onrecord"
)
"""No inline script or style, nothing from elsewhere; markup is made by this server alone."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer, a browser would send `Origin: null` with the forms of this server too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Door(NamedTuple):
    """The host names that a server goes by, and the token that it asks for, if any.

    `wide` is set where it listens beyond this machine: then any address in figures is its own.
    """

    names: frozenset[str] = LOOPBACK
    wide: bool = False
    token: str | None = None


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and no other can reach it."""
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class TooMuchError(Exception):
    """A visitor sent more than is taken."""


class Guard:
    """ASGI middleware: lets in who may come, and counts what they bring."""

    def __init__(self, app: ASGIApp, door: Door, limits: Limits) -> None:
        """Stand before `app`."""
        self._app = app
        self._door = door
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request here, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        refused = self._refused(scope)
        bounded = _Bounded(receive, self._limits)
        guarded = _with_headers(send, HEADERS)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        try:
            await self._app(scope, bounded, guarded)
        except TooMuchError:
            await _plain("More was sent than is taken.", 413)(scope, receive, guarded)
        except TimeoutError:
            await _plain("The request took too long to arrive.", 408)(scope, receive, guarded)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        method = scope["method"]
        if not self._is_ours(host):
            return _plain("This server does not go by that name.", 421)
        if method not in ("GET", "HEAD", "POST"):
            return _plain("Pages are asked for with GET and forms are sent with POST.", 405)
        query = scope.get("query_string", b"")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > self._limits.headers:
            return _plain("The headers are too long.", 431)
        if len(scope["path"]) + len(query) > self._limits.address:
            return _plain("The address is too long.", 414)
        if _is_foreign(headers, method, host):
            return _plain("This came from a page of another site.", 403)
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > self._limits.upload:
            return _plain("More was sent than is taken.", 413)
        return self._unknown(scope, headers, query.decode("latin-1"))

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._door.names:
            return True
        if not self._door.wide:
            return is_loopback(name)
        try:
            # No name leads to an address in figures, so none can be made to lead here.
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _unknown(self, scope: Scope, headers: Headers, query: str) -> Response | None:
        """What somebody without the token gets; a link with the token gives a cookie for it."""
        token = self._door.token
        if token is None or _same(_cookie(headers), token):
            return None
        given = parse_qs(query, max_num_fields=50).get("token", [""])[0]
        if not _same(given, token):
            return _plain("Open the link that `onrecord serve` printed: it has the token.", 401)
        onward = RedirectResponse(quote(scope["path"]), 303)
        onward.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return onward


class _Bounded:
    """What a visitor sends, up to a size and at some pace."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        self._size = 0
        self._whole = False

    async def __call__(self) -> Message:
        if self._whole:
            # All has come; what is waited for now is that the visitor goes.
            return await self._receive()
        with anyio.fail_after(self._limits.seconds):
            message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._limits.upload:
            raise TooMuchError
        self._whole = not message.get("more_body", False)
        return message


def _is_foreign(headers: Headers, method: str, host: str) -> bool:
    """Whether a page of another site makes the browser ask."""
    site = headers.get("sec-fetch-site")
    if method == "POST":
        origin = headers.get("origin")
        if site is not None and site not in ("same-origin", "none"):
            return True
        return origin is not None and urlsplit(origin).netloc.lower() != host.lower()
    # Somebody may follow a link to here; no page may take this one in.
    cross = site in ("cross-site", "same-site")
    return cross and headers.get("sec-fetch-mode") != "navigate"


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(), token.encode())


def _plain(words: str, status: int) -> Response:
    return PlainTextResponse(words, status)


def _with_headers(send: Send, added: dict[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
