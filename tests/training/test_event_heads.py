"""PyTorch's event heads and the product's agree, and marks turn into words."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install '.[train]'")
pytest.importorskip("onnx", reason="onnx is not installed: pip install '.[train]'")

from onrecord.schema import EVENT_STATUSES  # noqa: E402
from onrecord.spans.bundle import FOLDER  # noqa: E402
from onrecord.spans.events import LEAST_MODE, WIDEST, _told, distance_codes  # noqa: E402
from onrecord.spans.words import split  # noqa: E402
from training.evaluate import tokenizer_of  # noqa: E402
from training.events import MARKS, ROOTS, STATES, Marked, Sentence, event_loss  # noqa: E402
from training.export import event_heads  # noqa: E402
from training.joint import Joint  # noqa: E402
from training.model import Attribution, Config  # noqa: E402

WORDS, HIDDEN = 24, 64


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(3)
    config = Config("bert", 97, HIDDEN, 1, 4, 128, 66, 0, 0, role_hidden=16)
    made = Joint(Attribution(config)).eval()
    torch.nn.init.normal_(made.events.state_seen.weight, std=0.1)
    return made


@pytest.fixture(scope="module")
def product(network):
    return event_heads(network)


@pytest.fixture(scope="module")
def x():
    return np.random.default_rng(5).normal(size=(WORDS, HIDDEN)).astype(np.float32)


@torch.no_grad()
def test_triggers(network, product, x):
    signs = product.signs(["Police", "arrested", "talks"] * (WORDS // 3))
    assert signs[1::3].any(1).all()
    assert not signs[::3].any()
    scores = network.events.triggers(*map(torch.from_numpy, (x, signs)))
    np.testing.assert_allclose(product.triggers(x, signs), scores.softmax(-1).numpy(), atol=2e-3)


@torch.no_grad()
@pytest.mark.parametrize(("begin", "end", "root"), [(0, 0, 3), (10, 12, 7), (23, 23, 15)])
def test_parts(network, product, x, begin, end, root):
    codes = distance_codes(np.arange(WORDS), np.array([begin]), np.array([end]))
    rows = torch.from_numpy(x)[None]
    at = [torch.tensor([n]) for n in (begin, end, root)]
    wanted = network.events.roles(rows, *at, torch.from_numpy(codes)).softmax(-1)[0].numpy()
    np.testing.assert_allclose(
        product.parts(x, product.plain(x), begin, end, root), wanted, atol=2e-3
    )


@torch.no_grad()
@pytest.mark.parametrize("begin", [0, 10, 22])
def test_states(network, product, x, begin):
    rows = torch.from_numpy(x)
    at = [torch.tensor([n]) for n in (0, begin, begin + 1)]
    modes, statuses = network.events.states(rows[None], torch.ones(1, WORDS), *at)
    mode, shares = product.state(x, begin, begin + 1, ROOTS.index("ASSAULT"))
    np.testing.assert_allclose(shares, statuses.softmax(-1)[0].numpy(), atol=2e-3)
    assert product.statuses == tuple(EVENT_STATUSES)
    own = [i for i, (root, _) in enumerate(product.modes) if root == "ASSAULT"]
    likely = modes[0, own].softmax(-1)
    sure = float(likely.max()) >= LEAST_MODE
    assert (mode or "") == (product.modes[own[int(likely.argmax())]][1] if sure else "")


@torch.no_grad()
@pytest.mark.parametrize(
    ("source", "target"), [([0], [23]), ([2, 3, 4], [4, 9]), ([], [5]), ([7], [])]
)
def test_pairs(network, product, x, source, target):
    rows = torch.zeros(2, 1, WORDS)
    rows[0, 0, source], rows[1, 0, target] = 1, 1
    scores = network.pairs(torch.from_numpy(x)[None], torch.ones(1, WORDS), *rows)
    ends = (np.array(some, np.int64) for some in (source, target))
    np.testing.assert_allclose(
        product.pairs.shares(x, *ends), scores.softmax(-1)[0].numpy(), atol=2e-3
    )


@pytest.mark.parametrize("telling", [True, False])
def test_a_sentence_marked_more_densely_teaches_statuses_and_no_words(network, x, telling):
    words = split("Police " * WORDS, tokenizer_of(FOLDER / "small"))
    signs = np.zeros((WORDS, len(ROOTS)), np.float32)
    event = Marked(3, 0, 2, (4, 5), ())
    sentence = Sentence("own", "0", "Police " * WORDS, words, (event,), signs, telling)
    rows = torch.from_numpy(x)[None]
    network.zero_grad()
    event_loss(network.events, [sentence], rows, torch.ones(1, WORDS)).backward()
    learned = [
        bool(part.weight.grad.any()) for part in (network.events.status, network.events.role)
    ]
    assert learned == [True, True]
    assert bool(network.events.trigger.weight.grad.any()) == telling


def test_neighbours_of_one_class_are_one_trigger_and_never_a_long_one():
    p = np.zeros((12, 17), np.float32)
    p[:, 0] = 0.9
    p[2:4, 0], p[2:4, 5] = 0.1, 0.8
    p[6:12, 0], p[6:12, 2] = 0.2, 0.7
    sentence = np.array([0] * 9 + [1] * 3)
    spans = [(a, b, k) for a, b, k, _ in _told(p, sentence, 0.5)]
    assert spans == [(2, 4, 4), (6, 9, 1), (9, 12, 1)]
    assert all(b - a <= WIDEST for a, b, _ in spans)


@pytest.mark.parametrize("marks", [MARKS, STATES])
def test_the_marks_hold_together(marks):
    path = Path(__file__).parents[2] / marks
    for line in path.open(encoding="utf8"):
        row = json.loads(line)
        for event in row["events"]:
            assert event["type"] in ROOTS
            assert event["status"] in EVENT_STATUSES
            named = [s for s in (event["place"], event["date"]) if s]
            for start, end in (event["trigger"], *event["actors"], *event["recipients"], *named):
                assert row["start"] <= start < end <= row["end"]
