"""PyTorch's heads and the product's agree."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install '.[train]'")
pytest.importorskip("onnx", reason="onnx is not installed: pip install '.[train]'")

from onrecord.spans.heads import RARELY_STARTS, WIDEST, Heads  # noqa: E402
from onrecord.spans.linking import Described, pair_codes  # noqa: E402
from training.export import heads  # noqa: E402
from training.joint import Joint, pairs_of  # noqa: E402
from training.marked import Mark  # noqa: E402
from training.model import Attribution, Config  # noqa: E402
from training.reports import NONE, SYMMETRIC, marks_of, relation_scores  # noqa: E402

WORDS, HIDDEN = 30, 64


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(3)
    config = Config("bert", 97, HIDDEN, 1, 4, 128, 66, 0, 0, role_hidden=16)
    model = Joint(Attribution(config)).eval()
    torch.nn.init.constant_(model.mentions.types["re3d"].bias, -0.6)
    torch.nn.init.constant_(model.mentions.start.bias, 20.0)
    return model


@pytest.fixture(scope="module")
def product(network, tmp_path_factory):
    path = tmp_path_factory.mktemp("heads") / "heads.npz"
    np.savez_compressed(path, **heads(network))
    return Heads(path)


@pytest.fixture(scope="module")
def x():
    return np.random.default_rng(5).normal(size=(WORDS, HIDDEN)).astype(np.float32)


def marks(seed, n=12):
    rng = np.random.default_rng(seed)
    lo = np.sort(rng.integers(0, WORDS - 4, n))
    return lo, lo + rng.integers(1, 4, n), rng.integers(0, 14, n)


@torch.no_grad()
def test_mentions(network, product, x):
    p = torch.sigmoid(network.mentions(torch.from_numpy(x)[None], "re3d"))[0].numpy()
    rows = [[i, i + w + 1, *p[i, w]] for i in range(WORDS) for w in range(WIDEST) if i + w < WORDS]
    wanted = marks_of(np.array(rows), 0.5)
    found = product.spot(x, np.zeros(WORDS, np.int64), 0.5)
    assert 5 < len(wanted) < len(rows)
    close = {(m.lo, m.hi, m.type) for m in wanted} ^ set(
        zip(found.lo.tolist(), found.hi.tolist(), found.type.tolist(), strict=True)
    )
    # The weights are kept in 16 bits, so that what lies on the threshold may fall on either side.
    assert len(close) <= len(wanted) // 20
    assert RARELY_STARTS < 0.5


@torch.no_grad()
def test_antecedents(network, product, x):
    lo, hi, kind = marks(1)
    n = len(lo)
    rng = np.random.default_rng(2)
    small = [rng.integers(0, k, n) for k in (3, 10, 5, 6)]
    d = Described(
        lo, hi, *small, rng.integers(0, 2, (n, 7)).astype(np.float32), kind, lo // 8, lo % 2,
        *(rng.integers(0, k, n) for k in (3, 6, 4, 3, 3, 9, 2)),
    )  # fmt: skip
    v = network.coreference.vectors(
        torch.from_numpy(x), torch.from_numpy(lo), torch.from_numpy(hi - 1)
    )
    found = product.vectors(x, lo, hi)
    np.testing.assert_allclose(found, v.numpy(), atol=5e-3)
    later, earlier = pairs_of(n)
    codes = torch.from_numpy(pair_codes(d, later, earlier))
    scores = network.coreference(v, torch.from_numpy(later), torch.from_numpy(earlier), codes)
    ours = product.pairs(found, d)
    np.testing.assert_allclose(ours[later, later - earlier - 1], scores.numpy(), atol=5e-3)


@torch.no_grad()
def test_relations(network, product, x):
    lo, hi, kind = marks(4)
    sentence = np.arange(WORDS) // 10
    row = torch.from_numpy(x)
    spans = [Mark(*m) for m in zip(lo.tolist(), hi.tolist(), kind.tolist(), strict=True)]
    pair, scores = relation_scores(network, row, sentence, spans)
    p = torch.softmax(scores, 1).numpy()[:, :NONE]
    of = {(int(i), int(j)): q for (i, j), q in zip(pair, p, strict=True)}
    from onrecord.spans.heads import Spotted

    found = product.relate(x, Spotted(lo, hi, kind, np.ones(len(lo), np.float32)), sentence, 0.0)
    assert len(found.type) == len(pair) // 2 > 5
    columns = (c.tolist() for c in found)
    for k, source, target, probability in zip(*columns, strict=True):
        one, other = of[source, target], of[target, source]
        both = [
            (one[i] + other[i]) / 2 if i in SYMMETRIC else max(one[i], other[i])
            for i in range(NONE)
        ]
        assert probability == pytest.approx(max(both), abs=5e-3)
        assert both[k] == pytest.approx(max(both), abs=5e-3)
