"""Pages of the web as a polite guest reads them: rules asked first, one page at a time."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from onrecord.intake.options import IntakeOptions
from onrecord.intake.pace import Pace
from onrecord.intake.robots import LARGEST, Answer, Robots
from onrecord.intake.streams import whole
from onrecord.intake.unreadable import Unreadable
from onrecord.intake.url import Refused, Response, fetch


class Visitor:
    """Fetches addresses for one run, and remembers the hosts it has seen."""

    def __init__(self, options: IntakeOptions, pace: Pace | None = None) -> None:
        """Take the limits of the run; `pace` is replaced in tests."""
        self._options = options
        self._pace = pace or Pace()
        self._robots = Robots(self._ask)

    def fetch(self, url: str) -> Response:
        """The page at an address, if its host lets it be read, not sooner than it wishes.

        Redirects are steps of one visit: each is asked about, none is waited for.

        Raises:
            Unreadable: it may not be read, or cannot be fetched.
        """
        first = True

        def admit(target: str) -> None:
            nonlocal first
            wished = self._robots.check(target) if self._options.robots else 0.0
            if first:
                first = False
                self._pace.wait(urlsplit(target).netloc, max(wished, self._options.delay))

        return fetch(url, self._options, admit)

    def _ask(self, url: str) -> Answer:
        """A host's robots.txt, within the limits of any fetch and a smaller size."""
        options = msgspec.structs.replace(self._options, max_bytes=8 * LARGEST)
        try:
            return Answer(200, whole(fetch(url, options).chunks, options.max_bytes))
        except Refused as error:
            return Answer(error.status, b"")
        except Unreadable as error:
            # Damaged or far too large: a file that says nothing. A host that cannot
            # be reached is another matter, and the page cannot be either.
            if error.stage == "fetch":
                raise
            return Answer(200, b"")
