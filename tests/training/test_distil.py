"""What a small network learns from a larger one, and the two ways to weigh tag sequences."""

from __future__ import annotations

import dataclasses
import random

import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch")
pytest.importorskip("onnx", reason="packaged weights are read with onnx")

from onrecord.spans.bundle import FOLDER  # noqa: E402
from onrecord.spans.tags import FLAT, ROLES  # noqa: E402
from onrecord.spans.words import split  # noqa: E402
from training.batches import SHIFT, pack  # noqa: E402
from training.corpora import Corpora, parted  # noqa: E402
from training.distil import Pupil, sentences_loss, tags_loss, translated, windows_loss  # noqa: E402
from training.evaluate import tokenizer_of  # noqa: E402
from training.joint import cut  # noqa: E402
from training.marked import Marked  # noqa: E402
from training.model import Crf, _by_halves, _word_by_word  # noqa: E402
from training.together import keep_layers, shift, started  # noqa: E402

TEXT = (
    "The minister said on Monday that the bridge would be closed for two weeks. "
    "Police in Ostrava arrested four men who had attacked a convoy, the ministry announced. "
    "“We will not negotiate,” she told reporters, adding that talks had failed in May."
)


@pytest.mark.parametrize("tags", [FLAT, ROLES])
@pytest.mark.parametrize("words", [1, 2, 5, 37])
def test_both_ways_weigh_the_tag_sequences_alike(tags, words):
    torch.manual_seed(words)
    crf = Crf(tags)
    crf.step.data.normal_()
    emissions, mask = torch.randn(3, words, len(tags)) * 3, torch.ones(3, words)
    mask[1, (words + 1) // 2 :] = 0
    given = crf.initial + emissions[:, 0], emissions[:, 1:], crf.step + crf.allowed, mask[:, 1:]
    slow, fast = (
        torch.logsumexp(way(*given) + crf.final, 1) for way in (_word_by_word, _by_halves)
    )
    torch.testing.assert_close(slow, fast, rtol=1e-5, atol=1e-3)


def test_a_network_has_nothing_to_learn_from_itself():
    crf = Crf(FLAT)
    crf.step.data.normal_()
    scores = torch.randn(2, 9, len(FLAT))
    same, shares = tags_loss(crf, scores, crf, scores, torch.ones(2, 9))
    other, _ = tags_loss(crf, scores + torch.randn_like(scores), crf, scores, torch.ones(2, 9))
    assert abs(same.item()) < 1e-3 < other.item()
    torch.testing.assert_close(shares.sum(-1), torch.ones(2, 9), rtol=1e-4, atol=1e-4)


def test_special_pieces_are_those_of_the_other_kind():
    words = split(TEXT, tokenizer_of(FOLDER / "small"))
    document = Marked("text", TEXT, words, "plain", ())
    windows = cut(document, 60, None)
    ours, _ = pack([(words, w) for w in windows], "bert")
    theirs = split(TEXT, tokenizer_of(FOLDER / "large"))
    wanted, _ = pack([(theirs, w) for w in windows], "mpnet")
    assert all(map(torch.equal, translated(ours, "bert", "mpnet"), wanted))
    assert all(map(torch.equal, translated(wanted, "mpnet", "bert"), ours))


def test_corpora_are_counted_by_the_vocabulary_of_the_network():
    ours, theirs = (split(TEXT, tokenizer_of(FOLDER / name)) for name in ("small", "large"))
    document = Marked("text", TEXT, ours, "plain", ())
    # A text may stand in several corpora, and is counted once.
    parts = {f.name: [] for f in dataclasses.fields(Corpora)} | {
        "gum": [document],
        "plain": [document],
    }
    shift(Corpora(**parts), SHIFT["mpnet"])
    assert ours.piece.tolist() == theirs.piece.tolist()


def test_a_shortened_network_comes_nearer_to_its_teacher():
    torch.manual_seed(1)
    teacher, model = (started("small").eval() for _ in range(2))
    keep_layers(model, [0, 1, 2, 4, 5])
    words = split(TEXT, tokenizer_of(FOLDER / "small"))
    document = Marked("text", TEXT, words, "plain", ())
    windows = [(document, w) for w in cut(document, 120, random.Random(1))]
    pupil = Pupil(model, teacher)
    learned = [p for p in pupil.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=1e-4)
    course = []
    for _ in range(5):
        losses = [
            windows_loss(pupil, teacher, windows),
            sentences_loss(pupil, teacher, parted(document)),
        ]
        total = sum(loss for each in losses for loss in each.values())
        optimiser.zero_grad()
        total.backward()
        optimiser.step()
        course.append(total.item())
    assert min(course[1:]) < 0.9 * course[0]
