"""Figures as stretches of numbers: whether two can both be right."""

from __future__ import annotations

import math
from typing import NamedTuple

from onrecord.schema import Figure

ABOUT = 0.1
"""A number that is hedged by `about` may be off by this share of it."""
ROUNDED = 0.025
"""A number that ends in zeros may be rounded, at most by this share of it."""
DIGITS = 2
"""A number of so many telling digits, and above `SMALL`, is known again by itself."""
SMALL = 100.0


class Stretch(NamedTuple):
    """The numbers a figure allows, both ends included; infinite where it is open."""

    low: float
    high: float


def stretch(figure: Figure) -> Stretch | None:
    """The numbers that a figure allows, null where it says none."""
    low, high = figure.low, figure.high
    if low is None and high is None:
        return None
    if low is None or high is None:
        return Stretch(-math.inf if low is None else low, math.inf if high is None else high)
    if figure.qualifier == "about":
        slack = (abs(low) * ABOUT, abs(high) * ABOUT)
    elif low == high:
        slack = (rounding(low), rounding(high))
    else:
        slack = (0.0, 0.0)
    return Stretch(low - slack[0], high + slack[1])


def rounding(number: float) -> float:
    """By how much a number may be rounded, from the zeros that it ends in: 2,900 by 50."""
    whole = abs(number)
    if whole < SMALL or whole != int(whole):
        return 0.0
    zeros = len(str(int(whole))) - len(str(int(whole)).rstrip("0"))
    return float(min(10**zeros / 2, whole * ROUNDED)) if zeros else 0.0


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures can both be right about the same thing."""
    left, right = stretch(one), stretch(other)
    if left is None or right is None:
        return True
    beyond = (left.low > right.high or right.low > left.high) or (
        _open(one, other) or _open(other, one)
    )
    return not beyond


def _open(one: Figure, other: Figure) -> bool:
    """Whether one is said to be past the very number that the other ends in."""
    past = one.qualifier == "more_than" and one.high is None and one.low == other.high
    under = one.qualifier == "less_than" and one.low is None and one.high == other.low
    return (past or under) and other.qualifier == "exact"


def value(figure: Figure) -> float | None:
    """One number for a figure: the middle of a range, else the end that it tells."""
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return figure.low if figure.low is not None else figure.high


def telling(figure: Figure) -> float | None:
    """The number of a figure if it is so particular that it is known again by itself."""
    if figure.low is None or figure.low != figure.high or figure.low < SMALL:
        return None
    digits = f"{figure.low:.15g}".replace(".", "").rstrip("0")
    return figure.low if len(digits) >= DIGITS else None


def magnitudes(one: Figure, other: Figure) -> float | None:
    """How many times one number is the other, at least 1; null where it cannot be told."""
    left, right = value(one), value(other)
    if not left or not right or left < 0 or right < 0:
        return None
    return max(left, right) / min(left, right)
