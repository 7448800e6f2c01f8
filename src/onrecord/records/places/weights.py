"""What was learned from reports with marked places: the weights that `training.places` writes."""

from __future__ import annotations

import math
from functools import cache

from onrecord.knowledge import tables


@cache
def of(step: str) -> dict[str, float]:
    """Feature → weight of one step: `spot`, `first` or `again`."""
    return {
        name: float(weight) for s, name, weight in tables.rows("place_weights.tsv") if s == step
    }


def logistic(score: float) -> float:
    """The chance that a score stands for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
