"""A polite guest: robots.txt is asked and obeyed, hosts are visited slowly, none at home."""

from __future__ import annotations

import socket
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import Site, failed, one, read

from onrecord.intake import IntakeOptions
from onrecord.intake.address import Deadline, is_public
from onrecord.intake.pace import Pace
from onrecord.intake.robots import LARGEST, Answer, Robots
from onrecord.intake.unreadable import Unreadable
from onrecord.intake.visit import Visitor
from onrecord.schema import Document, Failure

HERE = IntakeOptions(allow_private=True, timeout=5, delay=0)
TEXT = "The mayor said on Monday that the pier would stay closed."


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def report(site: Site, path: str = "/a") -> str:
    return site.page(path, TEXT.encode(), Content_Type="text/plain")


def rules(site: Site, text: str, status: int = 200) -> None:
    site.page("/robots.txt", text.encode(), status=status)


def test_a_page_that_robots_txt_forbids_is_not_asked_for(site: Site) -> None:
    rules(site, "User-agent: *\nDisallow: /private/\n")
    forbidden, allowed = report(site, "/private/a"), report(site, "/a")
    first, second = read(forbidden, allowed, options=HERE)
    assert isinstance(first, Failure)
    assert first.stage == "fetch"
    assert "robots.txt" in first.reason
    assert first.hint
    assert isinstance(second, Document)
    assert site.asked == ["/a"]
    assert len(site.rules) == 1, "asked once a host"


def test_rules_for_this_program_go_before_those_for_all(site: Site) -> None:
    rules(site, "User-agent: onrecord\nDisallow:\n\nUser-agent: *\nDisallow: /\n")
    assert one(report(site), HERE).text == TEXT


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_rules_may_be_read(site: Site, status: int) -> None:
    rules(site, "User-agent: *\nDisallow: /\n", status)
    assert one(report(site), HERE).text == TEXT


@pytest.mark.parametrize("status", [500, 503])
def test_a_host_that_fails_to_tell_its_rules_is_not_read(site: Site, status: int) -> None:
    rules(site, "", status)
    assert str(status) in failed(report(site), HERE).reason
    assert not site.asked


def test_the_target_of_a_redirect_is_asked_about_too(site: Site) -> None:
    rules(site, "User-agent: *\nDisallow: /b\n")
    report(site, "/b")
    url = site.page("/a", b"", status=302, Location="/b")
    assert "robots.txt" in failed(url, HERE).reason
    assert site.asked == ["/a"]


def test_rules_may_be_switched_off(site: Site) -> None:
    rules(site, "User-agent: *\nDisallow: /\n")
    options = IntakeOptions(allow_private=True, delay=0, robots=False)
    assert one(report(site), options).text == TEXT
    assert not site.rules


@pytest.mark.parametrize(
    "body",
    [
        b"Crawl-delay: \xc2\xb2\nUser-agent: *\nCrawl-delay: \xc2\xb2\nDisallow: /x\n",
        b"User-agent: *\nCrawl-delay: " + b"9" * 5000 + b"\nDisallow: //[::\n",
        b"\xff\xfe\0\0 nothing",
        b"User-agent: *\nDisallow: /caf\xc3\xa9[1]\n",
        b"x" * (LARGEST + 5),
        b"\n" * LARGEST,
    ],
)
def test_any_rules_are_read_without_stumbling(body: bytes) -> None:
    assert Robots(lambda _: Answer(200, body)).check("http://a.example/b") == 0


def test_a_rule_beyond_ascii_is_understood() -> None:
    robots = Robots(lambda _: Answer(200, "User-agent: *\nDisallow: /café\n".encode()))
    with pytest.raises(Unreadable):
        robots.check("http://a.example/caf%C3%A9/b")


@given(st.binary(max_size=200))
def test_any_answer_is_a_yes_or_a_no(body: bytes) -> None:
    robots = Robots(lambda _: Answer(200, b"User-agent: *\n" + body))
    with suppress(Unreadable):
        assert 0 <= robots.check("http://a.example/b?c") <= 30


def visited(site: Site, options: IntakeOptions, *paths: str) -> Clock:
    clock = Clock()
    visitor = Visitor(options, Pace(clock, clock.sleep))
    for path in paths:
        visitor.fetch(report(site, path))
    return clock


def test_pages_of_one_host_are_a_second_apart(site: Site) -> None:
    options = IntakeOptions(allow_private=True)
    assert visited(site, options, "/a", "/b", "/c").slept == [1.0, 1.0]


def test_a_host_may_ask_for_more_time_but_not_for_ever(site: Site) -> None:
    options = IntakeOptions(allow_private=True)
    rules(site, "User-agent: *\nCrawl-delay: 7\n")
    assert visited(site, options, "/a", "/b").slept == [7.0]
    rules(site, "User-agent: *\nCrawl-delay: 99999\n")
    assert visited(site, options, "/a", "/b").slept == [30.0]


def test_hosts_do_not_wait_for_each_other_and_time_that_passed_counts() -> None:
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    pace.wait("a", 1)
    pace.wait("b", 1)
    assert clock.slept == []
    clock.now += 0.75
    pace.wait("a", 1)
    assert clock.slept == [0.25]


def test_the_pace_forgets_hosts_that_need_no_wait() -> None:
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    for number in range(5000):
        clock.now += 1
        pace.wait(str(number), 1)
    assert len(pace._next) < 1100


def test_waiting_is_not_taken_from_the_time_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr("onrecord.intake.address.time.monotonic", clock)
    deadline = Deadline(5)
    with deadline.paused():
        clock.now += 60
    assert deadline.left() == 5
    clock.now += 6
    with pytest.raises(Unreadable):
        deadline.left()


SPELLINGS = [
    "127.0.0.1", "localhost", "LOCALHOST", "localhost.", "LocalHost.", "127.1", "127.0.1",
    "127.0.0.1.", "0x7f.1", "0x7f.0.0.1", "0x7F000001", "0x7f.0x0.0x0.0x1", "0177.0.0.1",
    "0177.1", "017700000001", "00000177.0.0.01", "2130706433", "127.000.000.001", "127.0.0x0.1",
    "127.255.255.254", "127.0.0.53", "0", "0.0.0.0", "0x0", "00", "[::1]", "[::]",
    "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::FFFF:7F00:0001]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]",
    "[::ffff:0.0.0.0]", "[::1%25lo]", "[64:ff9b::7f00:1]", "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]", "[::ffff:0:127.0.0.1]", "[fe80::1]", "[fec0::1]", "１２７.0.0.1",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "ⓛocalhost", "%6c%6fcalhost", "127.0.0.1%00.a.example",
    "127.0.0.1\t", "a.example@127.0.0.1", "localhost#.a.example", "localhost\\.a.example",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_this_machine_is_never_asked_however_it_is_spelt(site: Site, spelling: str) -> None:
    """The server listens on every address of this machine; `robots.txt` would be a hit too."""
    report(site, "/a")
    host, mark, rest = spelling.partition("#")
    failure = failed(f"http://{host}:{site.port}{mark}{rest}/a")
    assert failure.stage == "fetch"
    assert not site.asked
    assert not site.rules


def test_there_are_forty_spellings_and_some_do_lead_here(site: Site) -> None:
    assert len(set(SPELLINGS)) >= 40
    for host in ("localhost", "127.1", "0x7f.1", "2130706433", "１２７.0.0.1"):
        url = report(site).replace("127.0.0.1", host)
        assert one(url, HERE).text == TEXT


@pytest.mark.parametrize("spelling", ["127.0.0.1", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_a_redirect_home_is_not_followed(
    site: Site, spelling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {"a.example": 0}
    lead_here(monkeypatch, pages)
    report(site, "/secret")
    site.page("/a", b"", status=302, Location=f"http://{spelling}:{site.port}/secret")
    assert "private" in failed(f"http://a.example:{site.port}/a").reason
    assert site.asked == ["/a"]


def test_a_name_that_moves_home_between_two_requests_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public for robots.txt, private for the page."""
    report(site)
    lead_here(monkeypatch, {"a.example": 1})
    assert "private" in failed(f"http://a.example:{site.port}/a").reason
    assert len(site.rules) == 1
    assert not site.asked


def lead_here(monkeypatch: pytest.MonkeyPatch, moves: dict[str, int]) -> None:
    """Give names a public address for so many look-ups (0: for all), and lead that one here."""
    resolve, connect = socket.getaddrinfo, socket.create_connection
    looked: dict[str, int] = {}

    def public(host: str, *args: object, **kwargs: object) -> object:
        if host in moves:
            looked[host] = looked.get(host, 0) + 1
            still = not moves[host] or looked[host] <= moves[host]
            host = "93.184.215.14" if still else "127.0.0.1"
        return resolve(host, *args, **kwargs)  # type: ignore[arg-type]

    def here(address: tuple[str, int], *args: object, **kwargs: object) -> object:
        assert address[0] == "93.184.215.14", "only the address that was checked is connected to"
        return connect(("127.0.0.1", address[1]))

    monkeypatch.setattr(socket, "getaddrinfo", public)
    monkeypatch.setattr(socket, "create_connection", here)


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1", "fec0::1", "2001:db8::1", "100::1", "5f00::1",
        "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:127.0.0.1", "192.0.0.8", "198.18.0.1",
        "203.0.113.9", "240.0.0.1", "2001::1", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
    ],
)  # fmt: skip
def test_wrapped_reserved_and_retired_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["64:ff9b::5db8:d70e", "2a00:1450:4001::1", "8.8.8.8"])
def test_public_addresses_stay_public(address: str) -> None:
    assert is_public(address)
