"""Scores of pairs of mentions → which mention means the same as which before it."""

from __future__ import annotations

import numpy as np

from onrecord.spans.decode import Floats
from onrecord.spans.linking import KINDS
from onrecord.spans.words import Ints

JOINING = 0.6
"""What is added to the score of meaning somebody spoken of before, chosen on GUM."""

CLASH = 0.02
"""What is left of the weight of a group that holds a pronoun which speaks against it."""

HE, SHE, IT, THEY, WE, ME, YOU, THIS = range(1, 9)

_AGAINST: dict[int, tuple[int, ...]] = {
    HE: (SHE, IT, THEY, WE, THIS),
    SHE: (HE, IT, THEY, WE, THIS),
    IT: (HE, SHE, THEY, WE, ME, YOU),
    THEY: (HE, SHE, IT, WE, ME, YOU),
    WE: (HE, SHE, IT, THEY, ME, YOU, THIS),
    ME: (IT, THEY, WE, THIS),
    YOU: (IT, THEY, WE, THIS),
    THIS: (HE, SHE, THEY, WE, ME, YOU),
}
"""Kinds of pronoun that hardly mean the same as a kind: in GUM's training documents it joins a
group that holds them less than 0.4 times as often as pronouns by and large do
(`python -m training.groups --kinds`)."""


def grouped(scores: Floats, kinds: Ints) -> tuple[Ints, Floats]:
    """The antecedent of each mention, -1 for none, and the share of its group among all.

    A mention joins the group whose members' scores together, as exponentials, weigh most, if they
    weigh more than nobody; its antecedent is that group's member which weighs most by itself.

    Args:
        scores: of each mention with the one `j + 1` before it at `[i, j]`, (mentions, back);
            where there is none, anything.
        kinds: kind of pronoun of each mention, or which of `HE` and `SHE` its name asks for, 0
            for neither.
    """
    n, back = scores.shape
    before = np.full(n, -1, np.int64)
    share = np.ones(n, np.float32)
    owner = np.zeros(n, np.int64)
    holds = np.zeros((n, KINDS), bool)
    nobody = np.exp(-JOINING)
    groups = 0
    for i in range(n):
        reach = min(i, back)
        mine = groups
        if reach:
            near = owner[i - reach : i]
            power = np.exp(np.minimum(scores[i, :reach][::-1].astype(np.float64), 30))
            weight = np.bincount(near, power, groups)
            against = _AGAINST.get(int(kinds[i]))
            if against:
                weight *= np.where(holds[:groups, against].any(1), CLASH, 1.0)
            best = int(weight.argmax())
            total = weight.sum() + nobody
            if weight[best] > nobody:
                mine = best
                before[i] = i - reach + int(np.where(near == best, power, -1.0).argmax())
                share[i] = weight[best] / total
            else:
                share[i] = nobody / total
        owner[i] = mine
        groups += mine == groups
        holds[mine, kinds[i]] = True
    return before, share
