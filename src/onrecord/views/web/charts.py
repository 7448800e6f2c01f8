"""Charts as plain numbers for SVG: columns over months, a network of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

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


STRIP_WIDTH, LANE, LEFT = 600, 18, 26


def strip(
    values: Sequence[tuple[float | None, float | None]], words: Sequence[str]
) -> dict[str, Any] | None:
    """Figures about one thing along one line, each in a lane of its own, in their order.

    Args:
        values: bounds of each; null for an open end.
        words: how each stands in its report.
    """
    known = [v for pair in values for v in pair if v is not None]
    if len(known) < 2 or min(known) == max(known):
        return None
    low, high = min(known), max(known)
    air = (high - low) * 0.06

    def at(value: float) -> float:
        return LEFT + (STRIP_WIDTH - LEFT) * (value - low + air) / (high - low + 2 * air)

    rows: list[dict[str, Any]] = []
    for number, ((least, most), label) in enumerate(zip(values, words, strict=True)):
        if least is None and most is None:
            continue
        begin = float(LEFT) if least is None else at(least)
        end = float(STRIP_WIDTH) if most is None else at(most)
        rows.append(
            {
                "number": number + 1,
                "label": label,
                "y": LANE * len(rows) + LANE / 2,
                "x": f"{begin:.1f}",
                "end": f"{end:.1f}",
                "point": end - begin < 3,
                "open": least is None or most is None,
            }
        )
    return {"width": STRIP_WIDTH, "left": LEFT, "height": LANE * len(rows), "rows": rows}
