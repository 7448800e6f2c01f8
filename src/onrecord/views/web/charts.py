"""Charts as plain numbers for SVG: columns over months, a network of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

COLUMNS = 36
"""So many months at most; of more, the newest."""

HEIGHT = 64


def columns(counts: Sequence[tuple[str, int]], link: Callable[[str], str]) -> dict[str, Any] | None:
    """Counts by month as columns, every month between the first and the last in its place.

    Args:
        counts: months as `2026-02` with their counts, in any order.
        link: where a month's column leads.
    """
    known = {month: count for month, count in counts if _is_month(month)}
    if len(known) < 2:
        return None
    last = max(known)
    months = _months(min(known), last)[-COLUMNS:]
    most = max(known[m] for m in months if m in known)
    width = 100 / len(months)
    return {
        "height": HEIGHT,
        "first": months[0],
        "last": last,
        "bars": [
            {
                "month": month,
                "count": known[month],
                "x": f"{index * width + width * 0.1:.2f}",
                "width": f"{width * 0.8:.2f}",
                "y": f"{HEIGHT - max(2.0, HEIGHT * known[month] / most):.1f}",
                "height": f"{max(2.0, HEIGHT * known[month] / most):.1f}",
                "link": link(month),
            }
            for index, month in enumerate(months)
            if month in known
        ],
    }


def _is_month(value: str) -> bool:
    year, _, month = value.partition("-")
    figures = (year + month).isascii() and (year + month).isdecimal()
    return figures and len(year) == 4 and len(month) == 2 and 1 <= int(month) <= 12


def _months(first: str, last: str) -> list[str]:
    year, month = int(first[:4]), int(first[5:])
    found: list[str] = []
    while (name := f"{year:04}-{month:02}") <= last and len(found) < 2400:
        found.append(name)
        year, month = year + month // 12, month % 12 + 1
    return found


AIR = 0.06
"""Of the breadth of the values, so much is left free on either side of a strip."""
OWNERS = 2
"""So many who give an amount are named in its lane; the others are counted."""


class Given(NamedTuple):
    """An amount as somebody gives it: its bounds (null for an open end), its words, and who."""

    low: float | None
    high: float | None
    words: str
    owner: str


def strip(given: Sequence[Given]) -> list[dict[str, Any]] | None:
    """Amounts of one thing along one line: a lane for each, the smallest first.

    Each lane has the shortest words of the amount, who gives it, and where on a line from 0 to
    100 it begins and ends. Null where there is nothing to see: one amount, or none.
    """
    known = [v for one in given for v in (one.low, one.high) if v is not None]
    if len(known) < 2 or min(known) == max(known):
        return None
    low, air = min(known), (max(known) - min(known)) * AIR
    scale = 100 / (max(known) - low + 2 * air)
    lanes: dict[tuple[float | None, float | None], list[Given]] = {}
    for one in given:
        if one.low is not None or one.high is not None:
            lanes.setdefault((one.low, one.high), []).append(one)

    def at(value: float) -> float:
        return (value - low + air) * scale

    def middle(bounds: tuple[float | None, float | None]) -> tuple[float, float]:
        ends = [v for v in bounds if v is not None]
        return sum(ends) / len(ends), min(ends)

    rows = []
    for least, most in sorted(lanes, key=middle):
        some = lanes[least, most]
        owners = list(dict.fromkeys(one.owner for one in some))
        rows.append(
            {
                "words": min((one.words for one in some), key=len),
                "owners": owners[:OWNERS],
                "others": len(owners[OWNERS:]),
                "x": f"{0 if least is None else at(least):.1f}",
                "end": f"{100 if most is None else at(most):.1f}",
                "point": least == most,
                "open": least is None or most is None,
            }
        )
    return rows
