"""Words → windows that fit the encoder: a core that is read, with context on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from onrecord.spans.decode import Floats
from onrecord.spans.words import Ints, Words


class Window(NamedTuple):
    """Words `[lo, hi)` go through the encoder; cues in `[core_lo, core_hi)` are kept."""

    lo: int
    hi: int
    core_lo: int
    core_hi: int


def windows(
    words: Words, *, core: int, context: int, first_core: int | None = None
) -> list[Window]:
    """Cover the words with windows whose cores partition them.

    Args:
        words: the words of one document.
        core: most word pieces in a core.
        context: most word pieces of context on each side.
        first_core: size of the first core, to shift the cuts; `core` by default.

    A core ends at a line end where one lies in its second half, else where it is full.
    """
    first, line = words.first, words.line
    total = len(line)
    out: list[Window] = []
    at, size = 0, first_core or core
    while at < total:
        stop = _fit(first, at, size, total)
        if stop < total:
            cut = stop
            while cut > at and line[cut] == line[cut - 1]:
                cut -= 1
            if first[cut] - first[at] >= size // 3:
                stop = cut
        lo = at
        while lo > 0 and first[at] - first[lo - 1] <= context:
            lo -= 1
        hi = _fit(first, stop, context, total) if stop < total else stop
        out.append(Window(lo, max(hi, stop), at, stop))
        at, size = stop, core
    return out


def _fit(first: Ints, at: int, size: int, total: int) -> int:
    """The furthest word end such that the pieces from `at` number at most `size`."""
    stop = int(np.searchsorted(first, first[at] + size, side="right")) - 1
    return min(max(stop, at + 1), total)


def of_cores(cut: Sequence[Window], vectors: Sequence[Floats]) -> Floats:
    """Word vectors of the cores of windows, one after the other, (words, hidden).

    Args:
        cut: the windows.
        vectors: word vectors of each, context included, (words, hidden).
    """
    out: Floats = np.concatenate(
        [x[w.core_lo - w.lo : w.core_hi - w.lo] for w, x in zip(cut, vectors, strict=True)]
    )
    return out
