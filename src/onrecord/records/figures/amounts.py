"""Numbers with their units and ranges: `$1.2bn`, `5-7 per cent`, `between 20 and 30`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.knowledge import figures as known
from onrecord.records.figures import numbers
from onrecord.records.figures.numbers import Number
from onrecord.records.figures.tokens import Token, glued, peek

DASHES = frozenset("-–—‐‑−")
_JOINTS = frozenset(("to", "and", "or", *DASHES))
_LONGEST_UNIT = 4


class Amount(NamedTuple):
    """A number with its unit, in tokens `[first, stop)`; a range has two ends and two numbers.

    `kind` is as in `Number`; `joint` is the word or mark between the ends of a range.
    """

    first: int
    stop: int
    low: float
    high: float
    kind: str
    unit: str | None = None
    joint: str = ""


class _Side(NamedTuple):
    first: int
    stop: int
    number: Number
    unit: str | None = None


def read(tokens: Sequence[Token], i: int) -> Amount | None:
    """The amount that begins with token `i`, with the range that it opens."""
    between = tokens[i].low in ("between", "from") and i + 1 < len(tokens)
    one = _side(tokens, i + between)
    if one is None:
        return None
    joint = tokens[one.stop].low if one.stop < len(tokens) else ""
    ranged = _range(tokens, i, one, joint) if joint in _JOINTS else None
    if ranged is not None:
        return ranged
    if between:
        return None
    value = one.number.value
    return Amount(one.first, one.stop, value, value, one.number.kind, one.unit)


def _range(tokens: Sequence[Token], i: int, one: _Side, joint: str) -> Amount | None:
    opener = tokens[i].low if one.first > i else ""
    if (joint == "and") != (opener == "between") and not (joint in DASHES and opener):
        return None
    if one.stop + 1 >= len(tokens) or one.number.kind in ("vague", "fraction", "ratio"):
        return None
    two = _side(tokens, one.stop + 1)
    if two is None or two.number.kind in ("vague", "fraction", "ratio"):
        return None
    if (one.unit or two.unit) != (two.unit or one.unit):
        return None
    low, high = one.number.value, two.number.value
    if (
        one.number.scale == 1
        and two.number.scale > 1
        and (low < high / two.number.scale or joint != "to")
    ):
        low *= two.number.scale
    if not low < high:
        return None
    if joint == "or" and not (two.unit or one.number.kind == two.number.kind):
        return None
    if opener == "from" and _changes(tokens, i):
        return None
    first = i if opener == "between" else one.first
    unit = one.unit or two.unit
    return Amount(first, two.stop, low, high, two.number.kind, unit, joint)


def _changes(tokens: Sequence[Token], i: int) -> bool:
    """Whether `from 20 to 30` tells a change rather than a range."""
    change = known.words("change")
    return any(t.low in change for t in tokens[max(0, i - 5) : i])


def _side(tokens: Sequence[Token], i: int) -> _Side | None:
    """One number with its unit."""
    low = tokens[i].low
    if low in known.words("currency sign") or low in known.words("currency code"):
        if i + 1 >= len(tokens) or not tokens[i + 1].low[0].isdigit():
            return None
        number = numbers.read(tokens, i + 1, money=True)
        if number is None:
            return None
        # `$5 million dollars`
        stop = number.stop + (peek(tokens, number.stop) in ("dollars", "usd", "euros"))
        return _Side(i, stop, number, known.currencies()[(low,)])
    number = numbers.read(tokens, i)
    return None if number is None else _with_unit(tokens, number)


def _with_unit(tokens: Sequence[Token], number: Number) -> _Side:
    at = number.stop
    if number.kind == "fraction" and peek(tokens, at) in ("a", "an"):
        # `half a mile`
        at += 1
    elif number.kind == "vague" and peek(tokens, at) == "of":
        # `millions of dollars`
        at += 1
    elif peek(tokens, at) in DASHES and glued(tokens, at) and glued(tokens, at + 1):
        at += 1
    for size in range(_LONGEST_UNIT, 0, -1):
        if at + size > len(tokens):
            continue
        words = _written(tokens, at, size)
        unit = known.measures().get(words)
        if unit is not None and not _plausible(tokens, at, size, number):
            unit = None
        if unit is None and words[0] not in known.words("currency sign"):
            unit = known.currencies().get(words)
        if unit == "lb" and number.scale >= 10**6 and words[0].startswith("pound"):
            # Nobody weighs in millions of pounds; the sum that a British report names is money.
            unit = "GBP"
        if unit is not None:
            return _Side(number.first, at + size, number, unit)
    return _Side(number.first, number.stop, number)


def _written(tokens: Sequence[Token], at: int, size: int) -> tuple[str, ...]:
    """The words as they are set apart by spaces: `km/h` is one, though three tokens."""
    words = [tokens[at].low]
    for i in range(at + 1, at + size):
        if glued(tokens, i):
            words[-1] += tokens[i].low
        else:
            words.append(tokens[i].low)
    return tuple(words)


def _plausible(tokens: Sequence[Token], at: int, size: int, number: Number) -> bool:
    """Whether what reads like a measure is one here."""
    word = tokens[at].low
    if word in known.words("short measure"):
        digits = number.kind in ("digits", "grouped")
        return digits and not (tokens[at].capital and len(word) == 1)
    if word in ("foot", "yard", "inch"):
        return peek(tokens, at - 1) in DASHES or number.value <= 1
    if word in ("mm", "millimeter", "millimetre"):
        after = tokens[at + size : at + size + 3]
        return not any(t.low in known.words("calibre") for t in after)
    return True
