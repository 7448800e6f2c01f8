"""The real `onrecord add`, killed at random moments: see `benchmarks/kills.py`."""

from __future__ import annotations

import pytest

from benchmarks.kills import run


@pytest.mark.model
@pytest.mark.slow
def test_adding_that_is_killed_again_and_again_ends_like_one_that_was_not(named: str) -> None:
    seen = run(articles=20, kills=4, archive=named)
    assert seen.kills == 4
    # A fast machine may have added all of them by the last kill.
    assert sum(seen.added) <= 20
