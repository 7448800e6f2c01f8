"""Words around a number that say how exact it is: `up to`, `never exceeded`, `or more`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.knowledge import figures as known
from onrecord.records.figures.amounts import DASHES
from onrecord.records.figures.tokens import Token, glued

_LONGEST = 5
_DENIED = {"more_than": "at_most", "less_than": "at_least"}
"""What is left of a bound that is denied: who never exceeded 640 was at most there."""


class Hedged(NamedTuple):
    """Tokens `[first, stop)` of a number with its hedge, and what the hedge makes of it.

    `weak` says that the hedge alone makes no count: `under 18` is an age.
    """

    first: int
    stop: int
    qualifier: str | None
    weak: bool = False


def around(tokens: Sequence[Token], first: int, stop: int, floor: int) -> Hedged:
    """The number in tokens `[first, stop)` with the hedges on both its sides.

    `floor` is the first token that is not yet taken by a number before.
    """
    start, before = _before(tokens, first, floor)
    end, after = _after(tokens, stop)
    hedge = before if before is not None else after
    if hedge is None:
        return Hedged(first, stop, None)
    return Hedged(start, end, hedge.qualifier, hedge.weak)


def _before(tokens: Sequence[Token], first: int, floor: int) -> tuple[int, known.Hedge | None]:
    table = known.hedges("before")
    for size in range(min(_LONGEST, first - floor), 0, -1):
        start = first - size
        hedge = table.get(tuple([t.low for t in tokens[start:first]]))
        if hedge is None:
            continue
        lows = [t.low for t in tokens[max(floor, start - 3) : start]]
        denial = _denial(lows)
        if denial and hedge.qualifier in _DENIED:
            return start - denial, hedge._replace(qualifier=_DENIED[hedge.qualifier])
        lows = lows[-2:]
        if lows == ["a", "bit"] or lows == ["a", "little"]:
            return start - 2, hedge
        if lows and lows[-1] in known.words("modifier of hedge") and hedge.qualifier != "exact":
            return start - 1, hedge
        return start, hedge
    return first, None


def _denial(lows: Sequence[str]) -> int:
    """How many of the words right before a bound deny it; none in `hundreds, if not more than`."""
    size = 1 + (lows[-1:] != [] and lows[-1] in known.words("between denial and hedge"))
    if len(lows) < size or lows[-size] not in known.words("denial"):
        return 0
    return 0 if lows[-size - 1 : -size] == ["if"] else size


def _after(tokens: Sequence[Token], stop: int) -> tuple[int, known.Hedge | None]:
    if stop >= len(tokens):
        return stop, None
    table = known.hedges("after")
    low = tokens[stop].low
    if low == "+" and glued(tokens, stop):
        return stop + 1, table[("+",)]
    if low in DASHES and glued(tokens, stop) and glued(tokens, stop + 1):
        joined = table.get((tokens[stop + 1].low,))
        return (stop + 2, joined) if joined else (stop, None)
    if low in ("or", "and", "at"):
        for size in (3, 2):
            words = tuple([t.low for t in tokens[stop : stop + size]])
            if words in table:
                return stop + len(words), table[words]
    return stop, None
