"""How events are scored: root class and pair, end to end, one sentence a document.

The definitions are those of the project's METRICS: an event is right when its root is right and,
where the gold names them, an actor overlaps a source and a recipient a target, either way round
where both sides do the same. CONCEDE and RETREAT count as one, and older names of classes as
today's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NOW = {
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "CONCEDE": "YIELD",
    "RETREAT": "YIELD",
}
"""Class → the class that it counts as."""

MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))

Interval = tuple[int, int]


def gold(row: Mapping[str, Any]) -> tuple[str, list[Interval], list[Interval]]:
    """Root, sources and targets of a gold row: a marked pair of PLV, or a gold standard record."""
    if "marked" in row:
        at = 0
        spans: dict[str, list[Interval]] = {"s": [], "t": []}
        begin = 0
        for piece in re.split(r"(</?[st]>)", row["marked"]):
            mark = re.fullmatch(r"<(/?)([st])>", piece)
            if mark is None:
                at += len(piece)
            elif mark[1]:
                spans[mark[2]].append((begin, at))
            else:
                begin = at
        return as_now(row["root"]), spans["s"], spans["t"]
    source, target = (_placed(row["text"], row.get(side)) for side in ("source", "target"))
    return as_now(row["event"]), source, target


def as_now(root: str) -> str:
    """The class that a class counts as."""
    return NOW.get(root, root)


def _placed(text: str, actors: Any) -> list[Interval]:
    out = []
    for actor in actors or []:
        words = actor.get("actorText") if isinstance(actor, dict) else None
        if words and (at := text.find(words)) >= 0:
            out.append((at, at + len(words)))
    return out


def score(pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[str, Any]:
    """Figures over gold rows and the records of their texts, in per cent."""
    count = extras = empty = found = 0
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    want: Counter[str] = Counter()
    for row, record in pairs:
        root, sources, targets = gold(row)
        want[root] += 1
        count += 1
        at = {m["id"]: (m["start"], m["end"]) for m in record["mentions"]}
        events = [(as_now(e["type"]), e["actors"], e["recipients"]) for e in record["events"]]
        fits = [e for e in events if _fits(e, root, sources, targets, at)]
        found += bool(fits)
        empty += not events
        if any(e[0] == root for e in fits):
            right[root] += 1
            seen[root] += 1
            extras += len(events) - 1
        else:
            extras += len(events)
            for e in fits[:1] or events[:1]:
                seen[e[0]] += 1
    total = right.total()
    classes = {c: 2 * right[c] / (seen[c] + want[c]) for c in want}
    precision, recall = total / max(1, total + extras), total / max(1, count)
    f1 = 2 * precision * recall / (precision + recall) if total else 0.0
    return {
        "events": count,
        "precision": _per_cent(precision),
        "recall": _per_cent(recall),
        "F1": _per_cent(f1),
        "macro F1": _per_cent(sum(classes.values()) / max(1, len(classes))),
        "extras per gold": round(extras / max(1, count), 2),
        "pair found": _per_cent(found / max(1, count)),
        "no event": _per_cent(empty / max(1, count)),
        "by class": {c: _per_cent(classes[c]) for c in sorted(classes)},
    }


def classed(told: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Figures over the classes of marked pairs, as given and as told, in per cent."""
    f1 = {}
    for name in sorted({want for want, _ in told}):
        want, got = sum(w == name for w, _ in told), sum(g == name for _, g in told)
        f1[name] = 2 * sum(w == g == name for w, g in told) / (want + got)
    return {
        "pairs": len(told),
        "accuracy": _per_cent(sum(w == g for w, g in told) / max(1, len(told))),
        "macro F1": _per_cent(sum(f1.values()) / max(1, len(f1))),
        "by class": {name: _per_cent(value) for name, value in f1.items()},
    }


def _fits(
    event: tuple[str, Sequence[str], Sequence[str]],
    root: str,
    sources: list[Interval],
    targets: list[Interval],
    at: Mapping[str, Interval],
) -> bool:
    kind, actors, recipients = event

    def hit(ids: Sequence[str], spans: list[Interval]) -> bool:
        return not spans or any(at[i][0] < e and s < at[i][1] for i in ids for s, e in spans)

    if hit(actors, sources) and hit(recipients, targets):
        return True
    both = [*actors, *recipients]
    return (kind in MUTUAL or root in MUTUAL) and hit(both, sources) and hit(both, targets)


def _per_cent(share: float) -> float:
    return round(100 * share, 1)
