"""Which network addresses may be visited, decided on the address that is connected to.

A name is resolved once, every address it has is checked, and the connection goes to
a checked one: a name that resolves differently a moment later (DNS rebinding) and a
number in any notation (`0x7f.1`, `2130706433`, `[::ffff:127.0.0.1]`) gain nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore

from onrecord.intake.unreadable import Unreadable

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
# All that is handed out for the public internet (RFC 4291); whatever lies outside is a
# wrapping, a private network or not in use.
_UNICAST = ipaddress.ip_network("2000::/3")
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")  # RFC 6890: of the protocols, not of hosts
_ISATAP = (0x5EFE, 0x0200_5EFE)  # RFC 5214: before the last 32 bits, which are IPv4
_PATIENCE = 10.0  # seconds for one connection attempt


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet, looking inside IPv6 wrappings."""
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        inner = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
        if number in _NAT64:
            inner.append(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
        if (int(number) >> 32) & 0xFFFF_FFFF in _ISATAP:
            inner.append(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
        if any(part is not None and not is_public(str(part)) for part in inner):
            return False
        if number.ipv4_mapped is not None or number in _NAT64:
            return True
        if number not in _UNICAST:
            return False
    elif number in _PROTOCOLS:
        return False
    return number.is_global and not number.is_multicast and not number.is_reserved


def resolve(host: str, port: int, allow_private: bool) -> list[str]:
    """The addresses of a host that may be visited.

    Raises:
        Unreadable: it has none, or any of them is private.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreadable(
            "fetch", f"there is no host {host!r}", "Check the address and your connection."
        ) from error
    addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not allow_private and not all(is_public(address) for address in addresses):
        raise Unreadable(
            "fetch",
            f"{host} is on this machine or a private network",
            "Such addresses are not read unless allow_private is set.",
        )
    return addresses


class Deadline:
    """A moment by which all must be done; hanging servers send a byte now and then."""

    def __init__(self, seconds: float) -> None:
        """Start the clock."""
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Time that does not count, such as a wait asked for by the host."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._end += time.monotonic() - start

    def left(self, patience: float | None = None) -> float:
        """Seconds left, or `patience` where that is less.

        Raises:
            Unreadable: there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise Unreadable(
                "fetch",
                f"not complete after {self._seconds:g} seconds",
                "Try again later, or raise the timeout.",
            )
        return left if patience is None else min(left, patience)


class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to checked addresses only, and lets nothing outlast the deadline."""

    def __init__(self, deadline: Deadline, allow_private: bool) -> None:
        """Take the deadline of the whole fetch and whether private addresses are allowed."""
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers.

        Raises:
            Unreadable: an address is private, or time is up.
            httpcore.ConnectError: none answers.
        """
        addresses = resolve(host, port, self._allow_private)
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._deadline.left(_PATIENCE), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if address == addresses[-1]:
                    raise
            else:
                return _TimedStream(stream, self._deadline)
        raise httpcore.ConnectError("the host has no address")


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
