"""Pairs of marked actors: which words they are, what a network sees of them, what it learns."""

from __future__ import annotations

import argparse
import random

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch")
pytest.importorskip("onnx", reason="packaged weights are read with onnx")

from onrecord.spans.bundle import FOLDER  # noqa: E402
from training.average import averaged  # noqa: E402
from training.evaluate import tokenizer_of  # noqa: E402
from training.events import event_batches  # noqa: E402
from training.model import Attribution, Config  # noqa: E402
from training.pairs import CLASSES, MERGED, Judge, judged, pair, teach  # noqa: E402

TEXT = "The ministry in Varrow sued the railway."


def told(text=TEXT, source="The ministry in Varrow", target="the railway", name="ACCUSE"):
    ends = [[(text.index(w), text.index(w) + len(w))] for w in (source, target)]
    share = np.eye(len(CLASSES), dtype=np.float32)[CLASSES.index(name)]
    return pair(text, ends, share, tokenizer_of(FOLDER / "small"))


def network(mark):
    torch.manual_seed(3)
    config = Config("bert", 30522, 48, 2, 4, 96, 66, 0, 0, role_hidden=16)
    return Judge(Attribution(config), mark).eval()


def test_the_words_of_a_pair():
    one = told()
    assert (one.source, one.target) == ((0, 1, 2, 3), (5, 6))


def test_concessions_and_retreats_count_as_one_class():
    assert "YIELD" in CLASSES
    assert not {"CONCEDE", "RETREAT"}.intersection(CLASSES)
    assert MERGED.sum(1).eq(1).all()


def test_a_network_that_sees_marks_tells_a_turned_pair_from_the_straight_one():
    straight, turned = told(), told(source="the railway", target="The ministry in Varrow")
    seeing = network(mark=True)
    torch.nn.init.normal_(seeing.mark.weight)
    vectors = []
    seeing.pairs.register_forward_pre_hook(lambda _, given: vectors.append(given[0]))
    judged(seeing, [straight])
    judged(seeing, [turned])
    assert not torch.allclose(*vectors)


def test_how_pairs_are_batched_changes_nothing():
    items = [told(), told("Rebels in the north attacked the army.", "Rebels", "the army")]
    blind = network(mark=True)
    together = judged(blind, items)
    apart = np.concatenate([judged(blind, [one]) for one in items])
    np.testing.assert_allclose(together, apart, atol=1e-2)
    np.testing.assert_allclose(together.sum(1), 1, atol=1e-3)
    batches = event_batches(items * 20, random.Random(1))
    assert sum(len(batch) for batch in batches) == 40


def test_a_network_learns_who_does_what():
    sentences = {"ACCUSE": "sued", "ASSAULT": "shelled", "AID": "fed", "CONSULT": "met"}
    items = [
        told(f"{who} {verb} the railway.", who, "the railway", name)
        for name, verb in sentences.items()
        for who in ("The ministry", "A union", "The army", "The mayor")
    ]
    pupil = network(mark=True)
    a = argparse.Namespace(seed=1, epochs=30, again=0, rows=8, lr=1e-3, head_lr=3e-3)
    teach(pupil, items, [], a)
    best = judged(pupil, items).argmax(1)
    assert [CLASSES[i] for i in best] == [CLASSES[int(p.share.argmax())] for p in items]


def test_weights_are_averaged_but_for_those_that_one_alone_has():
    states = [
        {"pairs.ask.weight": torch.ones(2), "a": torch.ones(2), "number": torch.tensor(7)},
        {"pairs.ask.weight": torch.zeros(2), "a": torch.zeros(2), "number": torch.tensor(8)},
    ]
    out = averaged(states, [0.75, 0.25], ("pairs.",))
    assert [out[name].tolist() for name in out] == [[1, 1], [0.75, 0.75], 7]
