"""The metric of mentions and relations against re3d: exact, by overlap, and by type.

A mention counts exactly when span and type are equal, by overlap when the type is equal and a
character is shared, one to one. A relation counts when its type is right and both arguments
overlap, in either order where it is symmetric. Pronouns and types that re3d does not have are
left out of what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

SYMMETRIC = frozenset(
    ("CoLocated", "FightingAgainst", "CommWith", "IsSynonymOf", "AlliesOf", "Apart")
)
TYPES = (
    "Person", "Organisation", "Location", "Nationality", "Temporal", "Quantity", "Weapon",
    "MilitaryPlatform", "Vehicle", "Money", "DocumentReference", "Coordinate", "Frequency",
    "CommsIdentifier",
)  # fmt: skip

Row = dict[str, Any]
Span = tuple[int, int]


class Count(NamedTuple):
    """How many were right, found and wanted."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def plus(self, right: int, found: int, gold: int) -> Count:
        """The count with more added."""
        return Count(self.right + right, self.found + found, self.gold + gold)

    def row(self) -> Row:
        """Precision, recall and F1 in per cent."""
        right, found, gold = self
        return {
            "P": round(100 * right / found, 1) if found else 0.0,
            "R": round(100 * right / gold, 1) if gold else 0.0,
            "F1": round(200 * right / (found + gold), 1) if found + gold else 0.0,
            "gold": gold,
        }


def table(pairs: Sequence[tuple[Row, Row]]) -> dict[str, Row]:
    """Scores over documents given as (re3d row, record).

    The keys are `mentions exact`, `mentions overlap`, `exact TYPE` and `relations end to end`.
    """
    counts: dict[str, Count] = {}

    def add(name: str, right: int, found: int, gold: int) -> None:
        counts[name] = counts.get(name, Count()).plus(right, found, gold)

    for row, record in pairs:
        gold = sorted({(e["start"], e["end"], e["type"]) for e in row["entities"]})
        found = sorted(
            {
                (m["start"], m["end"], m["type"])
                for m in record["mentions"]
                if m["form"] != "pronoun" and m["type"] in TYPES
            }
        )
        same = set(gold) & set(found)
        add("mentions exact", len(same), len(found), len(gold))
        near = matched(gold, found, lambda a, b: a[2] == b[2] and _overlap(a[:2], b[:2]))
        add("mentions overlap", near, len(found), len(gold))
        for kind in TYPES:
            of = [sum(x[2] == kind for x in xs) for xs in (same, found, gold)]
            add(f"exact {kind}", *of)
        add("relations end to end", *_relations(row, record))
    return {name: count.row() for name, count in counts.items()}


def _relations(row: Row, record: Row) -> tuple[int, int, int]:
    at = {m["id"]: (m["start"], m["end"]) for m in record["mentions"]}
    gold = sorted(
        {
            (r["type"], (r["sourceBegin"], r["sourceEnd"]), (r["targetBegin"], r["targetEnd"]))
            for r in row["relations"]
        }
    )
    found = sorted({(r["type"], at[r["source"]], at[r["target"]]) for r in record["relations"]})
    return matched(gold, found, _same), len(found), len(gold)


def _same(a: Any, b: Any) -> bool:
    straight = _overlap(a[1], b[1]) and _overlap(a[2], b[2])
    crossed = _overlap(a[1], b[2]) and _overlap(a[2], b[1])
    return a[0] == b[0] and (straight or (a[0] in SYMMETRIC and crossed))


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def matched(gold: Sequence[Any], found: Sequence[Any], ok: Callable[[Any, Any], bool]) -> int:
    """Number of pairs in a greedy one-to-one matching, gold in order."""
    used: set[int] = set()
    for g in gold:
        first = next((j for j, p in enumerate(found) if j not in used and ok(g, p)), None)
        if first is not None:
            used.add(first)
    return len(used)
