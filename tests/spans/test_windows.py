"""Windows cover every word once with their cores and never outgrow the encoder."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.spans.windows import windows
from onrecord.spans.words import Words


def words_of(pieces, lines):
    n = len(pieces)
    line = np.sort(np.array(lines[:n] + [0] * (n - len(lines[:n])), np.int64))
    first = np.concatenate(([0], np.cumsum(pieces))).astype(np.int64)
    zeros = np.zeros(n, np.int64)
    return Words(
        np.arange(n), np.arange(n) + 1, zeros, line, line, np.zeros(first[-1], np.int64), first
    )


@given(
    st.lists(st.integers(1, 6), min_size=0, max_size=200),
    st.lists(st.integers(0, 9), min_size=0, max_size=200),
    st.integers(6, 60),
    st.integers(0, 20),
)
def test_cores_partition_the_words_and_windows_keep_their_size(pieces, lines, core, context):
    words = words_of(pieces, lines)
    cut = windows(words, core=core, context=context)
    at = 0
    for w in cut:
        assert w.core_lo == at < w.core_hi
        assert w.lo <= w.core_lo
        assert w.core_hi <= w.hi <= len(pieces)
        assert words.first[w.hi] - words.first[w.lo] <= core + 2 * context + 6
        at = w.core_hi
    assert at == len(pieces)


def test_a_core_ends_with_a_line_where_it_can():
    words = words_of([1] * 30, [0] * 8 + [1] * 8 + [2] * 14)
    assert [w.core_hi for w in windows(words, core=12, context=0)] == [8, 16, 28, 30]
