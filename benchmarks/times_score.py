"""The metric of times, as TempEval-3 counts it: spans, then type and value over what overlaps.

Each gold expression takes, in text order, the free prediction that shares most characters with
it. A span counts strictly when both ends are equal; type and value count by equality.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.mentions_score import Count, Row

MEASURES = ("span strict", "span relaxed", "type", "value")


def table(pairs: Sequence[tuple[Row, Row]]) -> dict[str, Row]:
    """Scores over documents given as (gold row with `timexes`, record with `times`)."""
    counts = dict.fromkeys(MEASURES, Count())
    for gold, record in pairs:
        found = sorted(record["times"], key=lambda t: t["start"])
        right = dict.fromkeys(MEASURES, 0)
        for wanted, taken in matched(gold["timexes"], found):
            right["span strict"] += _ends(wanted) == _ends(taken)
            right["span relaxed"] += 1
            right["type"] += wanted["type"] == taken["type"]
            right["value"] += wanted["value"] == taken["value"]
        for name in MEASURES:
            counts[name] = counts[name].plus(right[name], len(found), len(gold["timexes"]))
    return {name: count.row() for name, count in counts.items()}


def matched(gold: Sequence[Any], found: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pairs of a gold expression and the found one that covers most of it, one to one."""
    free = dict(enumerate(found))
    out = []
    for wanted in gold:
        shared = {i: _shared(wanted, other) for i, other in free.items()}
        best = max(shared, key=lambda i: shared[i], default=None)
        if best is not None and shared[best] > 0:
            out.append((wanted, free.pop(best)))
    return out


def _ends(item: Any) -> tuple[int, int]:
    return item["start"], item["end"]


def _shared(a: Any, b: Any) -> int:
    return int(min(a["end"], b["end"]) - max(a["start"], b["start"]))
