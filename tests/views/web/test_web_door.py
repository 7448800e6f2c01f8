"""Who gets in: this machine, its own pages, and beyond it whoever has the token."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from asking_web import Running, Visitor
from invented_layers import layered

from onrecord.views.web import Limits, is_loopback


def test_it_listens_on_loopback_unless_told(serve: Callable[..., Running]) -> None:
    address = serve().server.address
    assert is_loopback(address.host)
    assert address.token is None


def test_beyond_this_machine_it_asks_for_a_token(serve: Callable[..., Running]) -> None:
    running = serve(layered(), host="0.0.0.0")
    token = running.server.address.token
    assert token is not None
    assert len(token) >= 24
    visitor = running.visitor
    for path in ("/", "/search", "/import", "/static/web.css", "/nowhere", "/?token=guess"):
        refused = visitor.get(path)
        assert refused.status == 401
        assert "Vessa" not in refused.body
    posted = visitor.post("/corrections", {}, Origin=f"http://127.0.0.1:{visitor.port}")
    assert posted.status == 401
    onward = visitor.get(f"/search?token={token}")
    assert (onward.status, onward.location) == (303, "/search")
    cookie = onward.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert visitor.get("/search", Cookie=cookie.partition(";")[0]).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8470",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "",
        "[",
        "@",
    ],
)
def test_a_name_that_was_made_to_lead_here_is_refused(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", Host=host).status in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:8470", "LOCALHOST:80"])
def test_every_name_of_this_machine_is_taken(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", Host=host).status == 200


FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:1"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
)
POSTS = (
    "/import", "/import/1/stop", "/corrections", "/corrections/undo", "/failures/retry",
)  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_foreign_page_cannot_post_even_with_the_token(
    visitor: Visitor, headers: dict[str, str]
) -> None:
    form = {"form-token": visitor.token(), "text": "Oda said that it rains."}
    for path in POSTS:
        assert visitor.post(path, form, **headers).status == 403


def test_a_form_without_the_token_of_this_server_is_refused(visitor: Visitor) -> None:
    own = {"Origin": f"http://127.0.0.1:{visitor.port}", "Sec_Fetch_Site": "same-origin"}
    for path in POSTS:
        for form in ({}, {"form-token": ""}, {"form-token": "guess"}, {"form-token": "é\u2028"}):
            assert visitor.post(path, form, **own).status == 403


def test_another_site_can_neither_frame_nor_take_in_a_page(visitor: Visitor) -> None:
    for path in ("/", "/search", "/static/web.css", "/corrections.jsonl", "/nowhere"):
        headers = visitor.get(path).headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
        taken = visitor.get(path, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")
        assert taken.status == 403
    link = visitor.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")
    assert link.status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "WHAT"])
def test_other_methods_are_refused(visitor: Visitor, method: str) -> None:
    assert visitor.ask(method, "/").status == 405


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e%2fapp.py", "/static/%2fetc%2fpasswd", "/static/"],
)
def test_no_file_beside_the_pages_own_can_be_had(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status == 404


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "/etc/passwd", "-", "javascript:alert(1)", "ftp://a.example/b"]
)
def test_no_file_of_this_machine_can_be_named_for_import(visitor: Visitor, url: str) -> None:
    assert visitor.send("/import", {"urls": url}).status == 422


def test_there_are_bounds_on_everything(serve: Callable[..., Running]) -> None:
    small = Limits(upload=20_000, field=1_000, fields=8, address=2_000, query=100, terms=5, urls=2)
    visitor = serve(layered(), limits=small).visitor
    token = visitor.token()
    assert visitor.get("/search?q=" + "a" * 3_000).status == 414
    assert visitor.get("/search?q=" + "+".join("abcdefghij")).status == 400
    assert visitor.post("/import", {"form-token": token, "text": "a" * 30_000}).status == 413
    many = {"form-token": token} | {f"f{i}": "" for i in range(50)}
    assert visitor.post("/import", many).status in (403, 413)
    urls = "https://a.example https://b.example https://c.example"
    assert visitor.send("/import", {"urls": urls}).status == 422
    plain = {"Content-Type": "text/plain"}
    assert visitor.ask("POST", "/import", plain, b"form-token=" + token.encode()).status == 415
    lying = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "lots"}
    assert visitor.ask("POST", "/import", lying, b"").status in (400, 413)


def test_what_comes_in_pieces_is_counted_too(serve: Callable[..., Running]) -> None:
    visitor = serve(limits=Limits(upload=5_000)).visitor
    with socket.create_connection(("127.0.0.1", visitor.port), 30) as line:
        line.sendall(
            b"POST /import HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        line.sendall((b"3e8\r\n" + b"a" * 1000 + b"\r\n") * 8)
        assert b" 413 " in line.recv(200)


def test_a_visitor_who_falls_silent_is_let_go(serve: Callable[..., Running]) -> None:
    visitor = serve(limits=Limits(seconds=0.3)).visitor
    with socket.create_connection(("127.0.0.1", visitor.port), 30) as line:
        line.sendall(
            b"POST /import HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nform"
        )
        assert b" 408 " in line.recv(200)


def test_a_huge_header_does_no_harm(visitor: Visitor) -> None:
    assert visitor.get("/", X_Long="a" * 100_000).status in (400, 431)
    assert visitor.get("/").status == 200
