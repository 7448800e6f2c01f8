"""Windows of articles as padded tensors, with gold tags and links."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812

from onrecord.spans.tags import ROLES
from onrecord.spans.windows import Window, windows
from onrecord.spans.words import FEATURES, Words
from training.data import Example, Link

BEGIN = {"bert": 101, "mpnet": 0}
END = {"bert": 102, "mpnet": 2}
PAD = {"bert": 0, "mpnet": 1}
"""Ids of the special word pieces of each kind of encoder."""

SHIFT = {"bert": 0, "mpnet": 4}
"""What a word piece's id is greater by than in BERT's vocabulary, which both kinds share."""


def pack(
    items: list[tuple[Words, Window]], kind: str
) -> tuple[tuple[torch.Tensor, ...], torch.Tensor]:
    """Windows as padded tensors: (ids, features, mask, first) and which words are real."""
    rows = len(items)
    pieces = max(int(x.first[w.hi] - x.first[w.lo]) for x, w in items) + 2
    width = max(w.hi - w.lo for _, w in items)
    ids = np.full((rows, pieces), PAD[kind], np.int64)
    features = np.full((rows, pieces), FEATURES, np.int64)
    mask = np.zeros((rows, pieces), np.int64)
    first = np.zeros((rows, width), np.int64)
    real = np.zeros((rows, width), np.int64)
    for i, (x, w) in enumerate(items):
        lo, hi = int(x.first[w.lo]), int(x.first[w.hi])
        n, m = hi - lo, w.hi - w.lo
        ids[i, 0], ids[i, 1 : n + 1], ids[i, n + 1] = BEGIN[kind], x.piece[lo:hi], END[kind]
        counts = np.diff(x.first[w.lo : w.hi + 1])
        features[i, 1 : n + 1] = np.repeat(x.feature[w.lo : w.hi], counts)
        mask[i, : n + 2] = 1
        first[i, :m] = x.first[w.lo : w.hi] - lo + 1
        real[i, :m] = 1
    inputs = tuple(map(torch.as_tensor, (ids, features, mask, first)))
    return inputs, torch.as_tensor(real)


def kinds_of_pieces(
    kinds: torch.Tensor, inputs: tuple[torch.Tensor, ...], real: torch.Tensor
) -> torch.Tensor:
    """What each word piece is, (rows, pieces), from what each word is, (rows, words).

    A piece belongs to the last word that begins at or before it; the first and the last piece
    belong to none and are 0.
    """
    ids, _, mask, first = inputs
    pieces = torch.arange(ids.shape[1]).expand(len(ids), -1).contiguous()
    starts = first.masked_fill(real == 0, ids.shape[1])
    word = torch.searchsorted(starts, pieces, right=True) - 1
    inside = (word >= 0) & (F.pad(mask[:, 1:], (0, 1)) > 0)
    return kinds.gather(1, word.clamp(min=0)) * inside


class Batch:
    """Windows as padded tensors, with gold where an annotator is given."""

    def __init__(
        self, items: list[tuple[Example, Window]], annotators: list[int], kind: str
    ) -> None:
        """Pack the windows; `annotators` names the annotator whose gold to take for each."""
        self.items = items
        self.inputs, self.real = pack([(x.words, w) for x, w in items], kind)
        width = self.real.shape[1]
        tags = np.zeros((len(items), width), np.int64)
        cue_tags, window, begin, end = [], [], [], []
        for i, ((x, w), annotator) in enumerate(zip(items, annotators, strict=True)):
            tags[i, : w.hi - w.lo] = _repaired(x.tags[annotator][w.lo : w.hi])
            for link in x.links[annotator]:
                row = _row(link, w, width)
                if row is not None:
                    cue_tags.append(row)
                    window.append(i)
                    begin.append(link.cue[0][0] - w.lo)
                    end.append(link.cue[-1][1] - 1 - w.lo)
        self.tags = torch.as_tensor(tags)
        self.cue_tags = torch.as_tensor(np.array(cue_tags, np.int64).reshape(-1, width))
        self.window, self.begin, self.end = (
            torch.tensor(v, dtype=torch.long) for v in (window, begin, end)
        )


def _repaired(tags: np.ndarray) -> np.ndarray:
    """Tags cut out of a document, with spans that the cut broke made valid again."""
    out = tags.copy()
    n = len(out)
    if n and out[0] and (out[0] - 1) % 4 in (1, 2):
        out[0] += 1 if (out[0] - 1) % 4 == 2 else -1
    if n and out[-1] and (out[-1] - 1) % 4 in (0, 1):
        out[-1] = out[-1] + 3 if (out[-1] - 1) % 4 == 0 else out[-1] + 1
    if n == 1 and out[0]:
        out[0] = (out[0] - 1) // 4 * 4 + 4
    return out


def _row(link: Link, w: Window, width: int) -> np.ndarray | None:
    """Role tags of one cue in a window, or nothing where the window cuts the link."""
    spans = link.cue + link.source + link.content
    if min(s for s, _ in spans) < w.lo or max(e for _, e in spans) > w.hi:
        return None
    row = np.zeros(width, np.int64)
    for role in ("content", "source"):
        ROLES.write(row, role, [(s - w.lo, e - w.lo) for s, e in getattr(link, role)])
    return row if _valid(row) else None


def _valid(row: np.ndarray) -> bool:
    return bool((ROLES.allowed[row[:-1], row[1:]] == 0).all())


def train_batches(
    examples: list[Example], size: int, rows: int, kind: str, rng: random.Random
) -> Iterator[Batch]:
    """One epoch: windows cut at a new place each time, batches of like lengths."""
    items = [
        (x, w)
        for x in examples
        for w in windows(x.words, core=size, context=0, first_core=rng.randint(size // 4, size))
        if w.hi - w.lo > 3
    ]
    rng.shuffle(items)
    pools = [items[i : i + rows * 12] for i in range(0, len(items), rows * 12)]
    batches = []
    for pool in pools:
        pool.sort(key=lambda it: it[0].words.first[it[1].hi] - it[0].words.first[it[1].lo])
        batches += [pool[i : i + rows] for i in range(0, len(pool), rows)]
    rng.shuffle(batches)
    for group in batches:
        yield Batch(group, [rng.randrange(len(x.links)) for x, _ in group], kind)


def sentence_batches(
    examples: list[Example], rows: int, kind: str, rng: random.Random
) -> Iterator[Batch]:
    """One epoch of sentences, each by itself, as a reader may paste one: batches of like lengths.

    What sees short texts only where it learns events forgets to look for statements there.
    """
    items = []
    for x in examples:
        edges = np.flatnonzero(np.diff(x.words.sentence, prepend=-1, append=-1)).tolist()
        spans = [(x, Window(lo, hi, lo, hi)) for lo, hi in pairwise(edges) if hi - lo > 3]
        items += [(x, w) for x, w in spans if x.words.first[w.hi] - x.words.first[w.lo] <= LONGEST]
    rng.shuffle(items)
    batches = []
    for i in range(0, len(items), rows * 12):
        pool = sorted(items[i : i + rows * 12], key=lambda it: it[1].hi - it[1].lo)
        batches += [pool[j : j + rows] for j in range(0, len(pool), rows)]
    rng.shuffle(batches)
    for group in batches:
        yield Batch(group, [rng.randrange(len(x.links)) for x, _ in group], kind)


LONGEST = 120
"""Word pieces of a sentence that is taught by itself."""
