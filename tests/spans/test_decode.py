"""Viterbi finds what trying every sequence finds, and never an impossible one."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.spans.decode import viterbi
from onrecord.spans.tags import ROLES, TagSet

TAGS = TagSet(("x",))


def best_by_trying_all(emissions, step, initial, final):
    def score(path):
        total = initial[path[0]] + final[path[-1]]
        total += sum(emissions[t, tag] for t, tag in enumerate(path))
        return total + sum(step[a, b] for a, b in pairwise(path))

    return max(product(range(len(TAGS)), repeat=len(emissions)), key=score)


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 5), min_size=1, max_size=4))
@settings(max_examples=60)
def test_the_best_sequence_of_each_row_is_found_whatever_the_padding(seed, sizes):
    rng = np.random.default_rng(seed)
    step = (TAGS.allowed + rng.normal(size=TAGS.allowed.shape)).astype(np.float32)
    emissions = rng.normal(size=(len(sizes), max(sizes), len(TAGS))).astype(np.float32) * 3
    found = viterbi(emissions, np.array(sizes), step, TAGS.initial, TAGS.final)
    for row, size in enumerate(sizes):
        wanted = best_by_trying_all(emissions[row, :size], step, TAGS.initial, TAGS.final)
        assert tuple(found[row, :size]) == wanted
        assert not found[row, size:].any()


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
@settings(max_examples=40)
def test_decoded_tags_always_make_whole_spans(seed, size):
    rng = np.random.default_rng(seed)
    emissions = rng.normal(size=(1, size, len(ROLES))).astype(np.float32)
    tags = viterbi(emissions, np.array([size]), ROLES.allowed, ROLES.initial, ROLES.final)[0]
    again = np.zeros(size, np.int64)
    for role, spans in ROLES.read(tags.tolist()).items():
        ROLES.write(again, role, spans)
    assert again.tolist() == tags.tolist()
