"""Scores → best valid tags: Viterbi over batches, in NumPy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def viterbi(emissions: Floats, lengths: Ints, step: Floats, initial: Floats, final: Floats) -> Ints:
    """The best tag sequence of each row.

    Args:
        emissions: (rows, words, tags), padding last.
        lengths: number of real words in each row, (rows,), at least 1.
        step: score of going from one tag to the next, (tags, tags).
        initial: score of starting with a tag, (tags,).
        final: score of ending with a tag, (tags,).

    Returns:
        (rows, words); 0 where there is padding.
    """
    rows, words, tags = emissions.shape
    back = np.zeros((words, rows, tags), np.int8)
    stay = np.arange(tags, dtype=np.int8)
    # Tags in rows and predecessors last, so that the maximum runs over contiguous memory.
    into = np.ascontiguousarray(step.T)
    alpha = initial + emissions[:, 0]
    for t in range(1, words):
        paths = alpha[:, None, :] + into
        best = paths.argmax(2)
        live = t < lengths
        back[t] = np.where(live[:, None], best, stay)
        moved = np.take_along_axis(paths, best[:, :, None], 2)[:, :, 0] + emissions[:, t]
        alpha = np.where(live[:, None], moved, alpha)
    out = np.zeros((rows, words), np.int64)
    tag = (alpha + final).argmax(1)
    row = np.arange(rows)
    for t in range(words - 1, -1, -1):
        out[:, t] = np.where(t < lengths, tag, 0)
        tag = back[t, row, tag].astype(np.int64)
    return out
