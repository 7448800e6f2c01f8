"""Web addresses: fetched within limits, and never a way into a private network."""

from __future__ import annotations

import gzip
import socket
import time
from http.server import BaseHTTPRequestHandler

import httpcore
import pytest
from reading import Site, failed, one, read

from onrecord.intake import IntakeOptions
from onrecord.intake.address import Deadline, GuardedNetwork, is_public
from onrecord.schema import Document

HERE = IntakeOptions(allow_private=True, timeout=5, delay=0)
TEXT = "The mayor said on Monday that the pier would stay closed."
PAGE = f"<html><head><title>Pier</title></head><body><p>{TEXT}</p></body></html>".encode()


def test_a_page_is_read_and_cited_by_its_address(site: Site) -> None:
    url = site.page("/a", PAGE, Content_Type="text/html; charset=utf-8")
    document = one(url, HERE)
    assert TEXT in document.text
    assert document.uri == url


@pytest.mark.parametrize(
    ("path", "kind", "body", "text"),
    [
        ("/a", "text/plain; charset=iso-8859-1", "caf\xe9 said".encode("latin-1"), "café said"),
        ("/a.jsonl", "text/plain", b'{"text": "a b"}', "a b"),
        ("/a", "application/x-ndjson", b'{"text": "a b"}', "a b"),
        ("/a.txt.gz", "application/gzip", gzip.compress(b"a b", mtime=0), "a b"),
        ("/a", "", b"a b", "a b"),
    ],
)
def test_the_media_type_and_the_name_tell_the_format(
    site: Site, path: str, kind: str, body: bytes, text: str
) -> None:
    assert one(site.page(path, body, Content_Type=kind), HERE).text == text


def test_an_unknown_media_type_is_refused_by_name(site: Site) -> None:
    url = site.page("/a", b"x", Content_Type="application/msword")
    assert "application/msword" in failed(url, HERE).reason


def test_a_packed_page_is_unpacked_and_a_bomb_is_not(site: Site) -> None:
    packed = gzip.compress(PAGE)
    url = site.page("/a", packed, Content_Type="text/html", Content_Encoding="gzip")
    assert TEXT in one(url, HERE).text
    bomb = gzip.compress(b" " * 30_000_000)
    url = site.page("/b", bomb, Content_Type="text/html", Content_Encoding="gzip")
    failure = failed(url, IntakeOptions(allow_private=True, max_bytes=1_000_000))
    assert "bomb" in failure.reason or "limit" in failure.reason


def test_a_redirect_is_followed_and_the_last_address_cited(site: Site) -> None:
    last = site.page("/b", TEXT.encode(), Content_Type="text/plain")
    first = site.page("/a", b"", status=302, Location="b#part")
    assert one(first, HERE).uri == last


def test_endless_redirects_end(site: Site) -> None:
    url = site.page("/a", b"", status=301, Location="/a")
    assert "redirected" in failed(url, HERE).reason
    assert len(site.asked) == HERE.max_redirects + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/", "data:text/plain,hi"])
def test_a_redirect_out_of_the_web_is_refused(site: Site, target: str) -> None:
    assert "not to a page" in failed(site.page("/a", b"", status=302, Location=target), HERE).reason


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "2130706433",
        "017700000001",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0.0.0.0",
        "[::]",
        "LOCALHOST.",
        "１２７.0.0.1",
    ],
)
def test_this_machine_is_refused_however_it_is_written(site: Site, host: str) -> None:
    failure = failed(f"http://{host}:{site.port}/a")
    assert failure.stage == "fetch"
    assert not site.asked


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "not an address",
    ],
)
def test_addresses_that_are_not_public_are_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14"])
def test_public_addresses_are_told(address: str) -> None:
    assert is_public(address)


def test_a_public_page_that_redirects_to_this_machine_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of the first hop is given a public address, and its connection led here."""
    site.page("/a", b"", status=302, Location=f"http://127.0.0.1:{site.port}/secret")
    site.page("/secret", b"secret", Content_Type="text/plain")
    resolve, connect = socket.getaddrinfo, httpcore.SyncBackend.connect_tcp
    asked: list[str] = []

    def public(host: str, *args: object, **kwargs: object) -> object:
        return resolve("93.184.215.14" if host == "a.example" else host, *args, **kwargs)  # type: ignore[arg-type]

    def here(self: object, host: str, *args: object, **kwargs: object) -> object:
        asked.append(host)
        return connect(self, "127.0.0.1", *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", public)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", here)
    failure = failed(f"http://a.example:{site.port}/a")
    assert "private" in failure.reason
    # One connection for robots.txt, one for the page.
    assert asked == ["93.184.215.14"] * 2, "the connection goes to the address that was checked"
    assert site.asked == ["/a"]


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(2, 1, 6, "", (a, 80)) for a in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    with pytest.raises(Exception, match="private"):
        GuardedNetwork(Deadline(1), allow_private=False).connect_tcp("a.example", 80)


def test_a_page_that_is_too_large_is_not_read_to_its_end(site: Site) -> None:
    url = site.page("/a", b"x" * 3_000_000, Content_Type="text/plain")
    options = IntakeOptions(allow_private=True, max_bytes=1_000_000)
    assert "limit" in failed(url, options).reason


@pytest.mark.parametrize("part", ["before", "headers", "body"])
def test_a_server_that_trickles_is_left_after_the_timeout(site: Site, part: str) -> None:
    def trickle(handler: BaseHTTPRequestHandler) -> None:
        if part == "body":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/plain")
            handler.end_headers()
        elif part == "headers":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        try:
            for _ in range(30):
                time.sleep(0.1)
                if part != "before":
                    handler.wfile.write(b"x")
        except OSError:
            pass

    site.pages["/a"] = trickle
    before = time.monotonic()
    failure = failed(site.url + "/a", IntakeOptions(allow_private=True, timeout=0.6))
    assert time.monotonic() - before < 2
    assert "0.6 seconds" in failure.reason


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://[::1",
        "http://a b.example/",
        "http://a.example:99999/",
        "http://user:secret@a.example/",
        "http://\ud800.example/",
        "http://a.example:0x/",
        "https://" + "a" * 300 + ".example/",
        "http://no-such-host.invalid/",
    ],
)
def test_a_malformed_address_is_one_failure(url: str) -> None:
    failure = failed(url)
    assert failure.stage == "fetch"
    assert failure.hint


def test_a_refusing_or_absent_server_is_one_failure_and_the_rest_is_read(site: Site) -> None:
    good = site.page("/a", TEXT.encode(), Content_Type="text/plain")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/"
        items = read(site.url + "/none", closed, good, options=HERE)
    assert [isinstance(item, Document) for item in items] == [False, False, True]
    assert "404" in getattr(items[0], "reason", "")


def test_an_answer_that_is_not_http_is_one_failure(site: Site) -> None:
    site.pages["/a"] = lambda handler: handler.wfile.write(b"\0\1\2 hello\r\n\r\n") and None
    assert failed(site.url + "/a", HERE).stage == "fetch"


def test_an_address_beyond_ascii_is_asked_for_in_its_encoded_form(site: Site) -> None:
    site.page("/caf%C3%A9?q=%20a", TEXT.encode(), Content_Type="text/plain")
    assert one(f"{site.url}/café?q=%20a", HERE).text == TEXT


def test_a_password_in_an_address_is_not_repeated() -> None:
    failure = failed("https://ana:secret@a.example/report")
    assert "secret" not in failure.uri + failure.reason + failure.hint
