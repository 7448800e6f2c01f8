"""Runs of words that two texts share, followed from one place over small changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeVar

import msgspec

Word = TypeVar("Word", int, str)

_WIDEST = 8
"""How many words may differ between two runs: `she told reporters in the capital on Monday`."""


def _resumed(*gaps: int) -> int:
    """How long a run must be after a gap: the wider that is, the likelier the run is chance."""
    return 3 if max(gaps) <= 2 else 4 if max(gaps) <= 4 else 6


_JUMPS = tuple(
    (one, other, _resumed(one, other))
    for one, other in sorted(
        product(range(_WIDEST + 1), repeat=2), key=lambda gaps: (sum(gaps), gaps)
    )
    if one or other
)


class Run(msgspec.Struct, frozen=True):
    """The same `length` words from word `one` of a text and from word `other` of another."""

    one: int
    other: int
    length: int


Alignment = tuple[Run, ...]
"""Runs in the order of both texts, a few words apart at most."""


def aligned(one: Sequence[Word], other: Sequence[Word], at: int, there: int) -> Alignment:
    """The runs around word `at` of a text and word `there` of another, which are the same.

    Takes time with what is shared, not with the texts: on both sides it ends where no run is
    resumed after a few words that differ.

    Raises:
        ValueError: the two words differ.
    """
    if one[at] != other[there]:
        raise ValueError(f"word {at} of the one text is not word {there} of the other")
    behind: Iterator[Run] = _followed(one, other, at, there, -1)
    ahead: Iterator[Run] = _followed(one, other, at, there, 1)
    first, last = next(behind), next(ahead)
    middle = Run(first.one, first.other, first.length + last.length - 1)
    return (*reversed(tuple(behind)), middle, *ahead)


def matched(runs: Alignment) -> int:
    """How many words are the same."""
    return sum(run.length for run in runs)


def _followed(
    one: Sequence[Word], other: Sequence[Word], at: int, there: int, step: int
) -> Iterator[Run]:
    """The runs from two words on, or back from them where `step` is -1."""
    while True:
        length = _same(one, other, at, there, step)
        behind = 0 if step > 0 else length - 1
        yield Run(at - behind, there - behind, length)
        at, there = at + step * length, there + step * length
        jump = _jump(one, other, at, there, step)
        if jump is None:
            return
        at, there = at + step * jump[0], there + step * jump[1]


def _jump(
    one: Sequence[Word], other: Sequence[Word], at: int, there: int, step: int
) -> tuple[int, int] | None:
    """The fewest words to pass over in both texts until they agree again."""
    for gap, gap_other, least in _JUMPS:
        i, j = at + step * gap, there + step * gap_other
        if _same(one, other, i, j, step, least) == least:
            return gap, gap_other
    return None


def _same(
    one: Sequence[Word],
    other: Sequence[Word],
    at: int,
    there: int,
    step: int,
    most: int | None = None,
) -> int:
    """How many words are the same from here on, counted up to `most`."""
    left = min(len(one) - at, len(other) - there) if step > 0 else min(at, there) + 1
    limit = left if most is None else min(left, most)
    length = 0
    while length < limit and one[at] == other[there]:
        length, at, there = length + 1, at + step, there + step
    return length


def alignments(one: Sequence[Word], other: Sequence[Word], seed: int = 4) -> list[Alignment]:
    """Every alignment of two short texts around `seed` words in a row that both have.

    Of what one of them says twice, only the first place is looked at from each of the other's.
    """
    places: dict[tuple[Word, ...], int] = {}
    for at in range(len(one) - seed, -1, -1):
        places[tuple(one[at : at + seed])] = at
    found: list[Alignment] = []
    for there in range(len(other) - seed + 1):
        at = places.get(tuple(other[there : there + seed]), -1)
        if at >= 0 and not any(holds(runs, at, there) for runs in found):
            found.append(aligned(one, other, at, there))
    return found


def holds(runs: Alignment, at: int, there: int) -> bool:
    """Whether word `at` of the one text is aligned with word `there` of the other."""
    last = bisect_right(runs, at, key=lambda run: run.one) - 1
    return (
        last >= 0
        and at < runs[last].one + runs[last].length
        and at - there == runs[last].one - runs[last].other
    )
