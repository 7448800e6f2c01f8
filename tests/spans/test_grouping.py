"""Groups from scores of pairs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from onrecord.spans.grouping import HE, JOINING, SHE, THEY, WE, grouped

NONE = 0


def scores(n, pairs, back=None):
    out = np.full((n, back or n), -9.0, np.float32)
    for later, earlier, score in pairs:
        out[later, later - earlier - 1] = score
    return out


def test_a_mention_follows_the_one_it_scores_best_with():
    before, share = grouped(scores(3, [(1, 0, 4), (2, 0, 5)]), np.zeros(3, np.int64))
    assert before.tolist() == [-1, 0, 0]
    assert share[1] > 0.9


def test_a_group_weighs_as_its_members_together():
    pairs = [(1, 0, 3), (2, 0, -9), (3, 0, 1.0), (3, 1, 1.0), (3, 2, 1.3)]
    before, _ = grouped(scores(4, pairs), np.zeros(4, np.int64))
    assert before.tolist() == [-1, 0, -1, 0]


def test_nobody_is_chosen_where_nothing_speaks_for_anybody():
    before, share = grouped(scores(2, [(1, 0, -JOINING - 0.01)]), np.zeros(2, np.int64))
    assert before.tolist() == [-1, -1]
    assert 0.5 <= share[1] < 0.51


def test_she_does_not_join_him():
    pairs = [(1, 0, 3), (2, 1, 2)]
    before, _ = grouped(scores(3, pairs), np.array([NONE, HE, SHE]))
    assert before.tolist() == [-1, 0, -1]


def test_she_does_not_join_a_name_that_he_stands_for():
    pairs = [(1, 0, 2), (2, 0, 2)]
    before, _ = grouped(scores(3, pairs), np.array([HE, SHE, HE]))
    assert before.tolist() == [-1, -1, 0]


def test_they_and_we_are_not_one_person():
    pairs = [(1, 0, 2), (2, 0, 2), (3, 2, 2)]
    before, _ = grouped(scores(4, pairs), np.array([HE, THEY, WE, THEY]))
    assert before.tolist() == [-1, -1, -1, -1]


@given(hnp.arrays(np.float32, (7, 4), elements=st.floats(-20, 20, width=32)))
def test_antecedents_come_before_and_within_reach(full):
    before, share = grouped(full, np.arange(7) % 8)
    at = np.arange(7)
    linked = before >= 0
    assert ((before < at) & (at - before <= 4))[linked].all()
    assert ((share > 0) & (share <= 1)).all()
