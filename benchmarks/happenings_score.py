"""The metric of gathering: B³, and which links are too many or too few."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple


class Score(NamedTuple):
    """B³ in percent, and counts of pairs that are wrongly together or wrongly apart."""

    precision: float
    recall: float
    f1: float
    items: int
    clusters: int
    over: int
    under: int
    right: int


def b_cubed(
    gold: Mapping[Hashable, Hashable], found: Mapping[Hashable, Hashable], alone: bool = True
) -> Score:
    """B³ of a clustering of the items of `gold`, by the label of each item.

    Args:
        gold: the true label of each item.
        found: the found label of each item; one that is missing stands alone.
        alone: count also items that stand alone both in truth and as found.
    """
    labels = {item: found.get(item, ("alone", item)) for item in gold}
    true, made = _members(gold), _members(labels)
    items = [i for i in gold if alone or len(true[gold[i]]) > 1 or len(made[labels[i]]) > 1]
    precision = recall = 0.0
    over = under = right = 0
    for item in items:
        mine, theirs = true[gold[item]], made[labels[item]]
        both = len(mine & theirs)
        precision += both / len(theirs)
        recall += both / len(mine)
        right += both - 1
        over += len(theirs) - both
        under += len(mine) - both
    count = max(len(items), 1)
    p, r = 100 * precision / count, 100 * recall / count
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    clusters = len({gold[i] for i in items})
    return Score(
        round(p, 1), round(r, 1), round(f1, 1), len(items), clusters, over // 2, under // 2,
        right // 2,
    )  # fmt: skip


def _members(labels: Mapping[Hashable, Hashable]) -> dict[Hashable, set[Hashable]]:
    out: dict[Hashable, set[Hashable]] = {}
    for item, label in labels.items():
        out.setdefault(label, set()).add(item)
    return out
