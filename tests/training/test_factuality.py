"""A teacher of statuses: what it sees of a sentence, what it learns, what the small one takes."""

from __future__ import annotations

import argparse
import json

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch")
pytest.importorskip("onnx", reason="packaged weights are read with onnx")

from onrecord.spans.bundle import FOLDER  # noqa: E402
from onrecord.spans.words import split  # noqa: E402
from training.batches import kinds_of_pieces  # noqa: E402
from training.evaluate import tokenizer_of  # noqa: E402
from training.events import STATUSES, packed  # noqa: E402
from training.factuality import joined_loss, shares, teach  # noqa: E402
from training.joint import Joint  # noqa: E402
from training.judge import Judge, Judged, read_judged, status_loss  # noqa: E402
from training.model import Attribution, Config  # noqa: E402

TEXT = "The ministry may sue the railway, which closed the line to Antananarivo."


def one(*told, text=TEXT):
    words = split(text, tokenizer_of(FOLDER / "small"))
    forms = [text[a:b] for a, b in zip(words.start, words.end, strict=True)]
    at = tuple((forms.index(word), forms.index(word)) for word, _ in told)
    share = np.eye(len(STATUSES), dtype=np.float32)[[STATUSES.index(s) for _, s in told]]
    return Judged(text, words, at, share)


BOTH = one(("sue", "hypothetical"), ("closed", "occurred"))
OTHER = one(("left", "occurred"), text="They left.")


def attribution():
    torch.manual_seed(3)
    return Attribution(Config("bert", 30522, 48, 2, 4, 96, 66, 0, 0, role_hidden=16))


def test_every_piece_of_a_word_is_what_the_word_is():
    inputs, real = packed([BOTH, OTHER], "bert")
    kinds = torch.arange(real.shape[1]).expand(2, -1) + 1
    pieces = kinds_of_pieces(kinds * real, inputs, real)
    for row, j in enumerate((BOTH, OTHER)):
        counts = np.diff(j.words.first)
        wanted = [0, *np.repeat(np.arange(len(counts)) + 1, counts).tolist(), 0]
        assert max(counts) > 1 or j is OTHER
        assert pieces[row].tolist() == wanted + [0] * (pieces.shape[1] - len(wanted))


def test_a_mark_on_another_word_changes_what_is_seen():
    model = Judge(attribution(), 1).eval()
    torch.nn.init.normal_(model.mark.weight)
    alone = shares(model, model.lifted([one(("sue", "occurred"))]))[0]
    beside = shares(model, model.lifted([BOTH]))[0]
    assert not np.allclose(alone[0], beside[0], atol=1e-4)


def test_how_sentences_are_batched_changes_nothing():
    model = Judge(attribution(), 1).eval()
    together = shares(model, model.lifted([BOTH, OTHER]))
    for j, found in zip((BOTH, OTHER), together, strict=True):
        assert found.shape == (len(j.at), len(STATUSES))
        np.testing.assert_allclose(shares(model, model.lifted([j]))[0], found, atol=1e-2)
        np.testing.assert_allclose(found.sum(1), 1, atol=1e-4)


def test_it_learns_what_it_is_shown_and_leaves_the_lower_layers_alone(capsys):
    model = Judge(attribution(), 1)
    a = argparse.Namespace(seed=1, epochs=20, again=10, rows=2, lr=3e-3, head_lr=3e-3)
    lower = model.attribution.encoder.layers[0].qkv.weight.clone()
    upper = model.attribution.encoder.layers[1].qkv.weight.clone()
    both = model.lifted([BOTH, OTHER])
    before = status_loss(model.eval()(both), both).item()
    teach(model, both, both[:1], {"held": both[:1]}, a)
    assert status_loss(model.eval()(both), both).item() < before / 2
    assert torch.equal(model.attribution.encoder.layers[0].qkv.weight, lower)
    assert not torch.equal(model.attribution.encoder.layers[1].qkv.weight, upper)
    assert (
        "held: 100.0 of 2, of those that did not simply occur 100.0 of 1" in capsys.readouterr().out
    )


def test_a_judge_is_taught_on_over_its_own_lower_layers():
    other, model = Judge(attribution(), 0), Judge(attribution(), 1)
    for parameter in other.parameters():
        torch.nn.init.normal_(parameter)
    lower = model.attribution.encoder.layers[0].qkv.weight.clone()
    model.begin_with(other.state_dict())
    one, two = model.attribution.encoder.layers, other.attribution.encoder.layers
    assert torch.equal(one[0].qkv.weight, lower)
    assert torch.equal(one[1].qkv.weight, two[1].qkv.weight)
    assert torch.equal(model.status.weight, other.status.weight)


def test_what_a_teacher_wrote_is_read_back_and_teaches(tmp_path):
    path = tmp_path / "judged.jsonl"
    spans = [[TEXT.index(w), TEXT.index(w) + len(w)] for w in ("sue", "closed")]
    share = [[0.1] * 3 + [0.7] + [0.0] * 3] * 2
    path.write_text(json.dumps({"text": TEXT, "events": spans, "share": share}) + "\n")
    (got,) = read_judged(path, tokenizer_of(FOLDER / "small"))
    assert got.at == BOTH.at
    np.testing.assert_allclose(got.share, share)
    model = Joint(attribution())
    loss = joined_loss(model, [got, BOTH])
    loss.backward()
    assert loss.item() > 0
    assert model.events.status.weight.grad.abs().sum() > 0
    assert model.attribution.encoder.layers[0].qkv.weight.grad.abs().sum() > 0
