"""What a host's robots.txt allows: asked once a host, read by the standard library."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from onrecord.intake.unreadable import Unreadable

AGENT = "onrecord"
LARGEST = 500 * 1024  # what RFC 9309 asks a crawler to read at least
_LONGEST_DELAY = 30.0
_LONGEST_LINE = 4000
_HOSTS = 1000


class Answer(NamedTuple):
    """The status and body that a host gave for its robots.txt."""

    status: int
    body: bytes


class Robots:
    """The rules of the hosts of a run.

    RFC 9309: where there is no such file all may be read; where the server fails to
    say, nothing may.
    """

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        """Take what fetches a robots.txt; what it raises goes to the asker."""
        self._ask = ask
        self._known: dict[str, RobotFileParser | int] = {}

    def check(self, url: str) -> float:
        """The seconds the host asks for between two visits, zero if it does not say.

        Raises:
            Unreadable: the page may not be read.
        """
        rules = self._rules(url)
        if isinstance(rules, int):
            raise Unreadable(
                "fetch",
                f"the host's robots.txt could not be read: the server answered {rules}",
                "Try again later.",
            )
        try:
            allowed = rules.can_fetch(AGENT, url)
            delay = rules.crawl_delay(AGENT)
        except (ValueError, UnicodeError) as error:
            raise Unreadable(
                "fetch", "this is no valid web address", "Check its spelling."
            ) from error
        if not allowed:
            raise Unreadable(
                "fetch",
                "the host's robots.txt does not let programs read it",
                "Save the page in a browser and give the file.",
            )
        return min(float(delay or 0), _LONGEST_DELAY)

    def _rules(self, url: str) -> RobotFileParser | int:
        parts = urlsplit(url)
        home = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        if home not in self._known:
            answer = self._ask(home)
            if len(self._known) >= _HOSTS:
                self._known.pop(next(iter(self._known)))
            self._known[home] = _parsed(answer)
        return self._known[home]


def _parsed(answer: Answer) -> RobotFileParser | int:
    if answer.status >= 500:
        return answer.status
    text = answer.body[:LARGEST].decode("utf-8", "replace") if answer.status == 200 else ""
    # A line cut in two at the limit could forbid more, or less, than it says.
    whole = text.rpartition("\n")[0] if len(answer.body) > LARGEST else text
    lines = whole.removeprefix("\ufeff").splitlines()
    try:
        return _rules_in(lines)
    except ValueError:
        return _rules_in([line for line in lines if _is_sound(line)])


def _rules_in(lines: list[str]) -> RobotFileParser:
    rules = RobotFileParser()
    rules.parse([line for line in lines if len(line) <= _LONGEST_LINE])
    return rules


def _is_sound(line: str) -> bool:
    """Whether the parser can take it: it stumbles over odd digits, and half an IPv6 address."""
    try:
        _rules_in(["User-agent: *", line])
    except ValueError:
        return False
    return True
