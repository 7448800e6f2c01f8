"""Tokens of a line → its figures, each with what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import figures as known
from onrecord.records.figures import amounts, counting, hedges, judging, numbers, votes
from onrecord.records.figures.amounts import Amount
from onrecord.records.figures.hedges import Hedged
from onrecord.records.figures.tokens import Token
from onrecord.schema import Spans

SURE = {
    "unit": 0.95,
    "counted": 0.92,
    "vague": 0.9,
    "part": 0.9,
    "vote": 0.85,
    "bare": 0.65,
}
"""How often a figure of each kind is right in value and in what it counts, as first measured on
sentences that the rules were not made with; `vote` and `bare` were few there, and are guarded."""

_CASUALTIES_REACH = 3


class Draft(NamedTuple):
    """A figure by itself, before it is tied to statements, times and places."""

    start: int
    end: int
    low: float | None
    high: float | None
    qualifier: str
    unit: str | None
    of: Spans
    confidence: float


def read(tokens: Sequence[Token]) -> list[Draft]:
    """The figures of a line, in order."""
    out: list[Draft] = []
    i = floor = 0
    opening = _opening()
    while i < len(tokens):
        low = tokens[i].low
        if (
            low not in opening
            and low[0] not in "0123456789"
            and ("-" not in low or low.partition("-")[0] not in opening)
        ):
            i += 1
            continue
        if low == "no":
            out += _none(tokens, i)
            i += 1
            continue
        pair = votes.pair(tokens, i)
        if pair is not None:
            out += _voted(tokens, *pair)
            i = floor = pair[2]
            continue
        amount = amounts.read(tokens, i)
        if amount is None:
            i += 1
            continue
        hedged = hedges.around(tokens, amount.first, amount.stop, floor)
        draft = _draft(tokens, amount, hedged, out[-1].of if out else None)
        if draft is not None:
            out.append(draft)
        i = floor = max(amount.stop, hedged.stop if draft else 0)
    return out


@cache
def _opening() -> frozenset[str]:
    signs = known.words("currency sign") | known.words("currency code")
    return numbers.opening() | signs | {"no", "between", "from"}


def _none(tokens: Sequence[Token], i: int) -> list[Draft]:
    """`no casualties`, `no further deaths`."""
    for k in range(i + 1, min(i + 1 + _CASUALTIES_REACH, len(tokens))):
        if tokens[k].low in known.words("casualty"):
            span = tokens[i + 1].start, tokens[k].end
            at = tokens[i]
            return [Draft(at.start, at.end, 0.0, 0.0, "exact", None, (span,), SURE["counted"])]
        if not tokens[k].low.isalpha() or tokens[k].low in known.words("stop"):
            break
    return []


def _voted(
    tokens: Sequence[Token], one: int, two: int, stop: int, named: int | None
) -> list[Draft]:
    of = () if named is None else ((tokens[named].start, tokens[named].end),)
    return [
        Draft(t.start, t.end, float(t.low), float(t.low), "exact", None, of, SURE["vote"])
        for t in (tokens[one], tokens[two])
    ]


def _draft(
    tokens: Sequence[Token], amount: Amount, hedged: Hedged, last: Spans | None
) -> Draft | None:
    if judging.refused(tokens, amount, hedged):
        return None
    of: Spans
    if amount.unit is not None:
        kind, of = "unit", counting.measured(tokens, amount, hedged)
    elif amount.kind in ("fraction", "ratio"):
        part = counting.part(tokens, amount, hedged)
        if part is None:
            return None
        kind, of = "part", part
    else:
        found = counting.counted(tokens, amount, hedged, last)
        if found is None:
            return None
        kind, of = found
    unit = amount.unit
    if unit is None and kind == "part":
        unit = "fraction"
    low, high, qualifier = _ends(amount, hedged.qualifier)
    start, end = tokens[hedged.first].start, tokens[hedged.stop - 1].end
    return Draft(start, end, low, high, qualifier, unit, of, SURE[kind])


def _ends(amount: Amount, qualifier: str | None) -> tuple[float | None, float | None, str]:
    """The least and the most that a hedged number says."""
    if amount.kind == "vague":
        return (None, None, "vague") if qualifier in _FROM_ABOVE else (amount.low, None, "vague")
    if qualifier in _FROM_ABOVE:
        return None, amount.high, qualifier or ""
    if amount.joint:
        return amount.low, amount.high, "between"
    if qualifier in ("at_least", "more_than"):
        return amount.low, None, qualifier or ""
    return amount.low, amount.high, qualifier or "exact"


_FROM_ABOVE = frozenset(("at_most", "less_than"))
