"""Whom a pronoun or a title means: everybody named before is weighed, nobody included.

Weights are fitted by `training.antecedents` on PolNeAR articles whose pronouns were resolved by
hand; `antecedents.tsv` holds them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.knowledge import tables

NOBODY = -1
"""The candidate that stands for somebody the report does not name, or for nobody clear."""

SURE = 0.5
"""Probability from which a candidate is taken."""

SURE_OF_A_TITLE = 0.75
"""The same for a title, which tells less of whom it means than a pronoun does."""

Features = Mapping[str, float]


class Candidate(NamedTuple):
    """An actor, or `NOBODY`, with what speaks for it."""

    actor: int
    features: Features


def choose(candidates: Sequence[Candidate], least: float = SURE) -> int | None:
    """The likeliest candidate where it is likely enough, else null."""
    shares = probabilities(candidates, weights())
    best = max(range(len(candidates)), key=lambda i: shares[i])
    number = candidates[best].actor
    return number if number != NOBODY and shares[best] >= least else None


def probabilities(candidates: Sequence[Candidate], weight: Mapping[str, float]) -> list[float]:
    """The share of each candidate under a softmax over weighted features."""
    scores = [sum(weight.get(k, 0.0) * v for k, v in c.features.items()) for c in candidates]
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


@cache
def weights() -> dict[str, float]:
    """The fitted weight of each feature."""
    return {name: float(value) for name, value in tables.rows("antecedents.tsv")}
