"""Features of pairs of mentions."""

import re

import numpy as np
import pytest

from onrecord.spans.bundle import load
from onrecord.spans.linking import (
    NAME,
    NOMINAL,
    PAIR_CODES,
    PRONOUN,
    described,
    form_of,
    head_of,
    joint_codes,
    joint_rows,
    pair_codes,
    relation_codes,
    relation_codes_of,
    sentence_pairs,
)
from onrecord.spans.tagger import Tagger
from onrecord.spans.words import split


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("the prime minister of Iraq", "minister"),
        ("Ann Lee , the mayor", "Lee"),
        ("Iraq ' s government", "government"),
        ("7,000", "7,000"),
        ("those who fled", "those"),
    ],
)
def test_the_head_is_the_last_word_before_what_hangs_on_it(words, head):
    tokens = words.split()
    assert tokens[head_of(tokens)] == head


@pytest.mark.parametrize(
    ("words", "opening", "form"),
    [
        ("He", True, PRONOUN),
        ("their", False, PRONOUN),
        ("Ann Lee", True, NAME),
        ("the Iraqi government", False, NAME),
        ("The government", True, NOMINAL),
        ("the mayor of Rome", False, NOMINAL),
    ],
)
def test_form_by_the_words(words, opening, form):
    assert form_of(words.split(), opening) == form


def every_pair():
    """Each word of a short text as a mention, and each with each before it."""
    text = "Ann Lee met Ben Roe. He told Lee that the mayor left.\n“I am glad,” the mayor said."
    words = split(text, load("small").tokenizer)
    spans = [(i, i + 1) for i in range(len(words.start))]
    d = described(text, words, spans, np.arange(len(spans)) % 3)
    later, earlier = np.tril_indices(len(spans), -1)
    return d, later, earlier


@pytest.mark.model
def test_every_feature_of_a_pair_has_a_code_of_its_own():
    d, later, earlier = every_pair()
    codes = pair_codes(d, later, earlier)
    assert codes.min() >= 0
    assert codes.max() < PAIR_CODES
    columns = [set(column.tolist()) for column in codes.T]
    assert all(not a & b for i, a in enumerate(columns) for b in columns[:i])


@pytest.mark.model
def test_the_same_words_are_told_from_a_part_of_them_and_from_others():
    text = "Ann Lee met Ben Roe . Lee left . Ann Lee came ."
    words = split(text, load("small").tokenizer)
    spans = [(0, 2), (3, 5), (6, 7), (9, 11)]
    d = described(text, words, spans, np.zeros(4, np.int64))
    codes = pair_codes(d, np.array([1, 2, 3]), np.array([0, 0, 0]))[:, 2]
    assert codes[0] < codes[1] < codes[2]


def test_pairs_are_of_one_sentence_in_both_orders():
    pairs = sentence_pairs(np.array([0, 0, 1, 2, 2]))
    assert sorted(map(tuple, pairs.tolist())) == [(0, 1), (1, 0), (3, 4), (4, 3)]
    lo, hi = np.array([0, 2, 5, 8, 8]), np.array([2, 3, 6, 12, 9])
    codes = relation_codes(lo, hi, np.array([0, 1, 0, 1, 2]), pairs, 3)
    assert codes.max() < relation_codes_of(3)
    assert len({tuple(row) for row in codes.tolist()}) == 4


@pytest.mark.model
def test_features_looked_up_together_add_up_to_the_same():
    d, later, earlier = every_pair()
    rows = np.random.default_rng(3).normal(size=(PAIR_CODES, 7)).astype(np.float32)
    one_by_one = rows[pair_codes(d, later, earlier)].sum(1)
    table = joint_rows(rows)
    together = sum(table[code] for code in joint_codes(d, later, earlier))
    np.testing.assert_allclose(together, one_by_one, atol=1e-5)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Ben Roe came late. He said that it was cold.", 0),
        ("Ben Roe came late. She said that it was cold.", -1),
        ("Maria Lopez came to Lerna. She said it was late.", 0),
        ("Maria Lopez came to Lerna. He said it was late.", -1),
    ],
)
def test_a_name_with_a_gender_takes_no_pronoun_of_the_other(text, linked):
    tagger = Tagger(load("small", 1), gender={"Ben Roe": "m", "Maria Lopez": "f"}.get)
    name, pronoun = text.index(" came"), re.search(r"\b(?:He|She)\b", text).span()
    assert tagger.link(text, [(0, name), pronoun], ["Person", "Person"]) == [-1, linked]
