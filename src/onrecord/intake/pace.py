"""How often one host is asked: never sooner than it, or the user, allows."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """Waits before a visit until enough time has passed since the last one to that host."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Take the clock and the way to wait, which tests replace."""
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, float] = {}

    def wait(self, host: str, delay: float) -> None:
        """Return when `host` may be visited, and put its next visit off by `delay` seconds."""
        left = self._next.get(host, 0.0) - self._clock()
        if left > 0:
            self._sleep(left)
        now = self._clock()
        # Hosts that may be visited at once need no memory; a run may meet very many.
        if len(self._next) > 1000:
            self._next = {name: at for name, at in self._next.items() if at > now}
        self._next[host] = now + delay
