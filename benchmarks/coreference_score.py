"""The metric of coreference: MUC, B³, CEAFe, their mean (CoNLL F1), and LEA.

Definitions: Pradhan et al., "Scoring coreference partitions of predicted mentions" (ACL 2014),
and Moosavi and Strube, "Which coreference evaluation metric do you trust?" (ACL 2016). Groups of
one mention are left out of all but LEA's and B³'s counts only where the caller leaves them out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

Group = frozenset[Hashable]
Groups = Sequence[Group]
Sums = tuple[float, float, float, float]
"""Right and all for recall, right and all for precision."""


def scores(documents: Sequence[tuple[Groups, Groups]]) -> dict[str, float]:
    """F1 in per cent over documents given as (gold groups, found groups)."""
    out = {}
    for name, metric in (("MUC", _muc), ("B3", _b3), ("CEAFe", _ceafe), ("LEA", _lea)):
        sums = np.sum([metric(g, f) for g, f in documents], axis=0)
        out[name] = _f1(*sums)
    out["CoNLL"] = (out["MUC"] + out["B3"] + out["CEAFe"]) / 3
    return {name: round(float(100 * value), 1) for name, value in out.items()}


def _f1(right: float, gold: float, good: float, found: float) -> float:
    recall, precision = right / gold if gold else 0.0, good / found if found else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _both(one: Callable[[Groups, Groups], tuple[float, float]]) -> Callable[[Groups, Groups], Sums]:
    return lambda gold, found: (*one(gold, found), *one(found, gold))


def _owner(groups: Groups) -> dict[Hashable, int]:
    return {m: i for i, g in enumerate(groups) for m in g}


def _links(key: Groups, response: Groups) -> tuple[float, float]:
    owner = _owner(response)
    right = total = 0
    for group in key:
        parts = {owner[m] for m in group if m in owner}
        right += len(group) - len(parts) - sum(m not in owner for m in group)
        total += len(group) - 1
    return right, total


def _shares(key: Groups, response: Groups) -> tuple[float, float]:
    owner = _owner(response)
    right = 0.0
    for group in key:
        counts: dict[int, int] = {}
        for m in group:
            if m in owner:
                counts[owner[m]] = counts.get(owner[m], 0) + 1
        right += sum(c * c for c in counts.values()) / len(group)
    return right, sum(map(len, key))


def _resolved(key: Groups, response: Groups) -> tuple[float, float]:
    owner = _owner(response)
    right = 0.0
    for group in key:
        if len(group) == 1:
            one = next(iter(group))
            right += one in owner and len(response[owner[one]]) == 1
            continue
        counts: dict[int, int] = {}
        for m in group:
            if m in owner:
                counts[owner[m]] = counts.get(owner[m], 0) + 1
        links = sum(c * (c - 1) / 2 for c in counts.values())
        right += len(group) * links / (len(group) * (len(group) - 1) / 2)
    return right, sum(map(len, key))


_muc, _b3, _lea = _both(_links), _both(_shares), _both(_resolved)


def _ceafe(gold: Groups, found: Groups) -> Sums:
    if not gold or not found:
        return 0.0, len(gold), 0.0, len(found)
    alike = np.array([[2 * len(g & f) / (len(g) + len(f)) for f in found] for g in gold])
    rows, columns = linear_sum_assignment(-alike)
    best = float(alike[rows, columns].sum())
    return best, len(gold), best, len(found)
