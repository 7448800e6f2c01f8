"""How far the places of records are from marked ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

Span = tuple[int, int]


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two points in degrees."""
    (p, x), (q, y) = ([math.radians(v) for v in c] for c in (a, b))
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin((y - x) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def table(pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[str, Any]:
    """The scores of records against rows with marked toponyms.

    Recognition counts names that share a character, one to one; a toponym without coordinates
    counts there only, and one that stands for no place nowhere. Percentages within 161 km are
    of the located toponyms that any place overlaps, and of all located ones.
    """
    right = predicted = marked = located = 0
    errors: list[float] = []
    for row, record in pairs:
        spans = {m["id"]: (m["start"], m["end"]) for m in map(_plain, record["mentions"])}
        found = [(spans[p["mention"]], p) for p in map(_plain, record["places"])]
        gold = [t for t in row["toponyms"] if t.get("nonLocational") != "Yes"]
        right += _matched([(t["start"], t["end"]) for t in gold], [span for span, _ in found])
        predicted += len(found)
        marked += len(gold)
        for t in gold:
            if t["lat"] is None:
                continue
            located += 1
            near = [p for span, p in found if _overlap(span, (t["start"], t["end"]))]
            near = [p for p in near if p["lat"] is not None]
            if near:
                errors.append(km((t["lat"], t["lon"]), (near[0]["lat"], near[0]["lon"])))
    errors.sort()
    close = sum(e <= 161 for e in errors)
    return {
        "recognition": {
            "P": _percent(right, predicted),
            "R": _percent(right, marked),
            "F1": _percent(2 * right, predicted + marked),
            "gold": marked,
        },
        "located gold": located,
        "placed": len(errors),
        "within 161 km of placed": _percent(close, len(errors)),
        "within 161 km of all": _percent(close, located),
        "mean km": round(sum(errors) / len(errors)) if errors else 0,
        "median km": round(errors[len(errors) // 2]) if errors else None,
    }


def _plain(item: Any) -> Mapping[str, Any]:
    """An item of a record, written out or not, as a mapping."""
    plain: Mapping[str, Any] = item if isinstance(item, Mapping) else msgspec.to_builtins(item)
    return plain


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _matched(gold: list[Span], found: list[Span]) -> int:
    """How many marked spans have a found one of their own, taken in order."""
    used: set[int] = set()
    for span in gold:
        at = next((i for i, f in enumerate(found) if i not in used and _overlap(span, f)), None)
        if at is not None:
            used.add(at)
    return len(used)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
