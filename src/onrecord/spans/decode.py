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
    # Longest first, so that the rows still running are always the first ones.
    order = np.argsort(-lengths, kind="stable")
    running = np.searchsorted(-lengths[order], -np.arange(words), side="left")
    scores = np.ascontiguousarray(emissions[order].swapaxes(0, 1))
    back = np.empty((words, rows, tags), np.int64)
    # Tags in rows and predecessors last, so that the maximum runs over contiguous memory.
    into = np.ascontiguousarray(step.T)
    alpha = initial + scores[0]
    for t in range(1, words):
        n = running[t]
        paths = alpha[:n, None, :] + into
        paths.argmax(2, out=back[t, :n])
        alpha[:n] = paths.max(2) + scores[t, :n]
    out = np.zeros((rows, words), np.int64)
    tag = (alpha + final).argmax(1)
    row = np.arange(rows)
    for t in range(words - 1, -1, -1):
        n = running[t]
        out[order[:n], t] = tag[:n]
        if t:
            tag[:n] = back[t, row[:n], tag[:n]]
    return out


def softmax(scores: Floats) -> Floats:
    """Shares over the last axis that add up to one."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    out: Floats = raised / raised.sum(-1, keepdims=True)
    return out
