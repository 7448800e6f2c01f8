"""Reports as batches for training."""

from __future__ import annotations

import random

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs PyTorch")

from onrecord.spans.bundle import FOLDER
from onrecord.spans.words import split
from training.batches import sentence_batches
from training.data import Example, Link
from training.evaluate import tokenizer_of

TEXT = "Oda Brill left for the coast. The union said that the pumps run. They do not."


def test_every_sentence_is_taught_by_itself_with_its_own_statements():
    words = split(TEXT, tokenizer_of(FOLDER / "small"))
    forms = [TEXT[a:b] for a, b in zip(words.start, words.end, strict=True)]
    said, end = forms.index("said"), len(forms) - forms[::-1].index("They") - 1
    link = Link(((said, said + 1),), ((said - 2, said),), ((said + 1, end - 1),))
    tags = np.zeros(len(forms), np.int64)
    example = Example("a", TEXT, words, (tags,), ((link,),))
    (batch,) = sentence_batches([example], 8, "bert", random.Random(1))
    cut = sorted((w.lo, w.hi) for _, w in batch.items)
    assert [" ".join(forms[lo:hi]) for lo, hi in cut] == [
        "Oda Brill left for the coast .",
        "The union said that the pumps run .",
        "They do not .",
    ]
    # The one statement, in the row of its sentence and at its own words.
    (row,) = batch.window.tolist()
    assert batch.items[row][1].lo == said - 2
    assert batch.begin.tolist() == batch.end.tolist() == [2]
