"""The metric of figures: value and what is counted, against sentences read by hand.

A gold row is a figure, or a number that is none (`none`). A figure is *found* when a predicted
one shares a character with it, *valued* when low and high are also equal, and *right* when what
is counted is also told: the spans overlap and end in the same word. Money needs nothing counted.
*False* is the share of numbers that are no figure but were taken for one, for each true figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]

MEASURES = ("found", "valued", "right", "exact span", "qualifier", "unit", "false")


class Judged(NamedTuple):
    """A gold row and the figure that stands there, with what is right about it."""

    gold: Row
    found: Row | None
    verdicts: frozenset[str]


def judge(text: str, gold: Row, figures: Sequence[Row]) -> Judged:
    """What is right about the figure at a gold row; for one that is none, whether it is `false`."""
    near = [f for f in figures if f["start"] < gold["end"] and gold["start"] < f["end"]]
    if not near:
        return Judged(gold, None, frozenset())
    found = max(near, key=lambda f: min(f["end"], gold["end"]) - max(f["start"], gold["start"]))
    if gold.get("none"):
        return Judged(gold, found, frozenset(("false",)))
    valued = all(_same(found[side], gold[side]) for side in ("low", "high"))
    checks = {
        "found": True,
        "valued": valued,
        "right": valued and _counted(text, gold, found),
        "exact span": (found["start"], found["end"]) == (gold["start"], gold["end"]),
        "qualifier": found["qualifier"] == gold["qualifier"],
        "unit": found["unit"] == gold["unit"],
    }
    return Judged(gold, found, frozenset(name for name, so in checks.items() if so))


def table(judged: Iterable[Judged]) -> dict[str, float]:
    """Each measure in percent of the gold figures, and how many of these there are."""
    rows = list(judged)
    gold = sum(not j.gold.get("none") for j in rows)
    shares = {m: sum(m in j.verdicts for j in rows) for m in MEASURES}
    return {**{m: round(100 * n / max(gold, 1), 1) for m, n in shares.items()}, "gold": gold}


def _same(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and math.isclose(one, other))


def _counted(text: str, gold: Row, found: Row) -> bool:
    money = gold["unit"] is not None and len(gold["unit"]) == 3 and gold["unit"].isupper()
    if not gold["of"]:
        return money or not found["of"]
    if not found["of"]:
        return False
    (start, end), (a, b) = found["of"][-1], gold["of"][-1]
    return bool(start < b and a < end and _head(text[start:end]) == _head(text[a:b]))


def _head(phrase: str) -> str:
    words = phrase.split()
    return words[-1].strip("\"'“”‘’").lower() if words else ""
