"""Word vectors → mentions, their antecedents and the relations between them, in NumPy.

The heads are small and stand on the vectors that the encoder's one pass gave; `training.heads`
holds the same in PyTorch, and a test that both agree.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.spans.decode import Floats, softmax
from onrecord.spans.events import EventHeads
from onrecord.spans.linking import (
    Described,
    joint_codes,
    joint_rows,
    relation_codes,
    relation_contexts,
    sentence_pairs,
)
from onrecord.spans.words import Ints

BACK = 150
"""Mentions before a mention that may be its antecedent."""

WIDEST = 12
"""Words of the longest mention looked for; of re3d's two in a thousand are longer."""

RARELY_STARTS = 0.02
"""Words that start a mention with less probability are passed over."""

PAIRS_AT_ONCE = 50_000


class Spotted(NamedTuple):
    """Mentions as parallel arrays, in text order: words `[lo, hi)`, type and probability."""

    lo: Ints
    hi: Ints
    type: Ints
    probability: Floats


class Related(NamedTuple):
    """Relations as parallel arrays: numbers of type, source and target, and probability."""

    type: Ints
    source: Ints
    target: Ints
    probability: Floats


class Heads:
    """The packaged heads of one model."""

    def __init__(self, path: Path) -> None:
        """Load the weights.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is no file of heads.
        """
        with np.load(path, allow_pickle=False) as stored:
            self._w = {
                name: stored[name]
                if stored[name].dtype.kind == "U"
                else stored[name].astype(np.float32)
                for name in stored.files
            }
        self.events = EventHeads(self._w) if "event.roots" in self._w else None
        self.types: tuple[str, ...] = tuple(map(str, self._w["types"]))
        self.relations: tuple[str, ...] = tuple(map(str, self._w["relations"]))
        self._together = joint_rows(self._w["coreference.codes"])
        self._symmetric = np.isin(self._w["relations"], self._w["symmetric"])

    def spot(self, x: Floats, sentence: Ints, threshold: float) -> Spotted:
        """The mentions among the words of a window.

        None reaches over the end of its sentence, and no two cross.

        Args:
            x: word vectors, (words, hidden).
            sentence: sentence of each word, (words,).
            threshold: least probability of a mention.
        """
        w = self._w
        n, widest = len(x), min(WIDEST, len(w["mention.width"]))
        starts = np.flatnonzero(_sigmoid(x @ w["start.w"] + w["start.b"]) >= RARELY_STARTS)
        begin = x[starts] @ w["mention.begin.w"] + w["mention.begin.b"]
        end = x @ w["mention.end.w"] + w["mention.end.b"]
        last = starts[:, None] + np.arange(widest)
        z = end[np.minimum(last, n - 1)]
        z += begin[:, None]
        z += w["mention.width"][:widest]
        np.maximum(z, 0, out=z)
        scores = z @ w["mention.out.w"] + w["mention.out.b"]
        best = scores.argmax(2)
        p = _sigmoid(np.take_along_axis(scores, best[:, :, None], 2)[:, :, 0])
        whole = sentence[np.minimum(last, n - 1)] == sentence[starts][:, None]
        row, width = np.nonzero((p >= threshold) & (last < n) & whole)
        lo = starts[row]
        hi = lo + width + 1
        kept = np.flatnonzero(uncrossed(lo, hi, p[row, width]))
        order = kept[np.lexsort((-hi[kept], lo[kept]))]
        row, width = row[order], width[order]
        return Spotted(lo[order], hi[order], best[row, width], p[row, width])

    def vectors(self, x: Floats, lo: Ints, hi: Ints) -> Floats:
        """What mentions are to coreference, (mentions, k), from word vectors of their window."""
        w = self._w
        begin = x[lo] @ w["coreference.begin.w"] + w["coreference.begin.b"]
        out: Floats = np.tanh(begin + x[hi - 1] @ w["coreference.end.w"] + w["coreference.end.b"])
        return out

    def pairs(self, v: Floats, d: Described) -> Floats:
        """The score of each mention with the one `j + 1` before it at `[i, j]`.

        Args:
            v: mention vectors, (mentions, k), in text order.
            d: the same mentions described.

        Returns:
            (mentions, back), at most `BACK` back.
        """
        n = len(v)
        full = np.full((n, min(n, BACK)), -np.inf, np.float32)
        w = self._w
        later_side = v @ w["coreference.later.w"] + w["coreference.later.b"]
        earlier_side = v @ w["coreference.earlier.w"] + w["coreference.earlier.b"]
        for begin in range(0, n, PAIRS_AT_ONCE // BACK):
            rows = np.arange(begin, min(n, begin + PAIRS_AT_ONCE // BACK))
            back = np.arange(1, min(n, BACK) + 1)
            later, step = (g.ravel() for g in np.meshgrid(rows, back, indexing="ij"))
            inside = step <= later
            later, step = later[inside], step[inside]
            earlier = later - step
            z = (v[later] * v[earlier]) @ w["coreference.both.w"]
            z += later_side[later]
            z += earlier_side[earlier]
            for code in joint_codes(d, later, earlier):
                z += self._together[code]
            np.maximum(z, 0, out=z)
            full[later, step - 1] = (z @ w["coreference.out.w"] + w["coreference.out.b"])[:, 0]
        return full

    def relate(self, x: Floats, s: Spotted, sentence: Ints, threshold: float) -> Related:
        """Relations between the mentions of each sentence of a window.

        Args:
            x: word vectors, (words, hidden).
            s: mentions among these words.
            sentence: sentence of each word, (words,).
            threshold: least probability of a relation.
        """
        w = self._w
        pair = sentence_pairs(sentence[s.lo])
        pair = pair[pair[:, 0] < pair[:, 1]]
        if not len(pair):
            none = np.zeros(0, np.int64)
            return Related(none, none, none, np.zeros(0, np.float32))
        source = x[s.lo] @ w["relation.source.begin"] + x[s.hi - 1] @ w["relation.source.end"]
        target = x[s.lo] @ w["relation.target.begin"] + x[s.hi - 1] @ w["relation.target.end"]
        around = self._around(x, relation_contexts(s.lo, s.hi, pair, sentence))
        around += w["relation.bias"]
        both = []
        for ordered in (pair, pair[:, ::-1]):
            z = source[ordered[:, 0]] + target[ordered[:, 1]] + around
            for column in relation_codes(s.lo, s.hi, s.type, ordered, len(self.types)).T:
                z += w["relation.codes"][column]
            np.maximum(z, 0, out=z)
            scores = z @ w["relation.out.w"] + w["relation.out.b"]
            both.append(softmax(scores)[:, :-1])
        mean = (both[0] + both[1]) / 2
        p = np.where(self._symmetric, mean, np.maximum(*both))
        best = p.argmax(1)
        at = np.arange(len(pair))
        chosen = np.flatnonzero(p[at, best] >= threshold)
        kind = best[chosen]
        turned = ~self._symmetric[kind] & (both[1][chosen, kind] > both[0][chosen, kind])
        first, second = pair[chosen].T
        return Related(
            kind,
            np.where(turned, second, first),
            np.where(turned, first, second),
            p[chosen, kind].astype(np.float32),
        )

    def _around(self, x: Floats, contexts: Ints) -> Floats:
        """What the contexts of each pair say, (pairs, k): means of their words by salience."""
        w = self._w
        salience = x @ w["relation.salience.w"] + w["relation.salience.b"]
        weight = np.exp(w["relation.sharpest"] * np.tanh(salience)).astype(np.float64)
        value = x @ w["relation.value.w"] + w["relation.value.b"]
        n, readers = len(x), weight.shape[1] // 3
        weighed = value.reshape(n, 3 * readers, -1) * weight[:, :, None]
        sums = np.zeros((n + 1, 3, readers, weighed.shape[2]))
        np.cumsum(weighed.reshape(n, *sums.shape[1:]), 0, out=sums[1:])
        weights = np.zeros((n + 1, 3, readers, 1))
        np.cumsum(weight.reshape(n, 3, readers, 1), 0, out=weights[1:])
        out = np.zeros((len(contexts), *sums.shape[2:]))
        for i in range(3):
            begin, end = contexts[:, i].T
            share = np.maximum(weights[end, i] - weights[begin, i], 1e-6)
            out += (sums[end, i] - sums[begin, i]) / share
        return out.reshape(len(contexts), -1).astype(np.float32)


def uncrossed(lo: Ints, hi: Ints, probability: Floats) -> NDArray[np.bool_]:
    """Which intervals stay when of two that cross the less likely one goes, the likeliest first.

    Args:
        lo: first word of each, (intervals,).
        hi: word after the last, (intervals,).
        probability: how likely each is, (intervals,).
    """
    kept = np.zeros(len(lo), np.bool_)
    for i in np.argsort(-probability, kind="stable"):
        over = (lo < lo[i]) & (lo[i] < hi) & (hi < hi[i])
        under = (lo[i] < lo) & (lo < hi[i]) & (hi[i] < hi)
        kept[i] = not (kept & (over | under)).any()
    return kept


def _sigmoid(x: Floats) -> Floats:
    out: Floats = (1 / (1 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)
    return out
