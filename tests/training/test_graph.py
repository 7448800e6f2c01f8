"""PyTorch and ONNX agree: on networks of each kind, and on the weights that are shipped."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install '.[train]'")
onnx = pytest.importorskip("onnx", reason="onnx is not installed: pip install '.[train]'")

import onnxruntime  # noqa: E402

from onrecord.spans.bundle import FOLDER, available  # noqa: E402
from onrecord.spans.judge import Judge as PackagedJudge  # noqa: E402
from onrecord.spans.tagger import bucket  # noqa: E402
from onrecord.spans.words import FEATURES, split  # noqa: E402
from training.batches import BEGIN, END  # noqa: E402
from training.evaluate import tokenizer_of  # noqa: E402
from training.events import STATUSES  # noqa: E402
from training.export_judge import show_middle  # noqa: E402
from training.factuality import shares  # noqa: E402
from training.graph import Graph, Products, encoder_graph, judge_graph, role_graph  # noqa: E402
from training.judge import Judge, Judged  # noqa: E402
from training.model import Attribution, Config  # noqa: E402
from training.shipped import weights  # noqa: E402

SHAPE = {
    "vocabulary": 120,
    "hidden": 64,
    "layers": 2,
    "heads": 4,
    "inner": 128,
    "positions": 66,
    "role_hidden": 16,
}


def network(kind):
    torch.manual_seed(1)
    mpnet = kind == "mpnet"
    config = Config(kind=kind, position_offset=2 * mpnet, relative_buckets=32 * mpnet, **SHAPE)
    model = Attribution(config).eval()
    torch.nn.init.normal_(model.encoder.feature.weight)
    return model


def session(graph):
    return onnxruntime.InferenceSession(
        graph.SerializeToString(), providers=["CPUExecutionProvider"]
    )


def both(model, encoder, roles, seed=0, pieces=40):
    """Flat and role scores of one random window in PyTorch and in ONNX."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(3, model.config.vocabulary, (1, pieces))
    features = rng.integers(0, FEATURES, (1, pieces))
    first = np.sort(rng.choice(np.arange(1, pieces - 1), pieces // 2, replace=False))
    begin, end = np.array([3, 7]), np.array([4, 7])
    with torch.no_grad():
        tensors = [torch.from_numpy(x) for x in (ids, features, np.ones_like(ids), first[None])]
        x, flat = model.words(*tensors)
        row, words = torch.zeros(2, dtype=torch.long), torch.ones(1, len(first))
        sides = model.sides(x, flat)
        wanted = model.roles(sides, row, torch.from_numpy(begin), torch.from_numpy(end), words)
    feed = {"ids": ids, "features": features, "first": first}
    found_flat, sides = encoder.run(["flat", "sides"], feed)
    k = model.config.role_hidden
    at = np.arange(len(first))[None]
    distance = np.minimum(at - begin[:, None], 0) + np.maximum(at - end[:, None], 0)
    found = roles.run(
        ["roles"],
        {
            "word": np.ascontiguousarray(sides[:, :k]),
            "cue": sides[begin, k : 2 * k] + sides[end, 2 * k :],
            "distance": bucket(distance, model.config.distances),
        },
    )[0]
    return flat[0].numpy(), found_flat, wanted.numpy(), found


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_the_graph_computes_what_the_network_computes(kind):
    model = network(kind)
    encoder = session(encoder_graph(model, Products.FLOAT))
    flat, found_flat, roles, found = both(model, encoder, session(role_graph(model)))
    np.testing.assert_allclose(found_flat, flat, atol=2e-5)
    np.testing.assert_allclose(found, roles, atol=2e-5)


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
@pytest.mark.parametrize("products", [Products.COLUMNS, Products.BLOCKS])
def test_integer_products_stay_close(kind, products):
    model = network(kind)
    encoder = session(encoder_graph(model, products))
    flat, found_flat, _, _ = both(model, encoder, session(role_graph(model)))
    assert np.corrcoef(flat.ravel(), found_flat.ravel())[0, 1] > 0.99


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_the_packaged_judge_says_what_the_network_says(kind, tmp_path):
    model = network(kind)
    judge = Judge(model, below=1).eval()
    torch.nn.init.normal_(judge.mark.weight)
    words = split("They left and may return to Antananarivo.", tokenizer_of(FOLDER / "small"))
    words = words._replace(piece=words.piece % 90 + 4)
    at = ((1, 1), (4, 6))
    told = Judged("", words, at, np.zeros((2, len(STATUSES)), np.float32))
    (wanted,) = shares(judge, judge.lifted([told]))

    path = tmp_path / "encoder.onnx"
    path.write_bytes(encoder_graph(model, Products.FLOAT).SerializeToString())
    show_middle(path, 2, model.config.hidden)  # as for a judge with fewer layers, before
    show_middle(path, 1, model.config.hidden)
    encoder = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    ids = np.array([[BEGIN[kind], *words.piece, END[kind]]])
    surface = np.repeat(words.feature, np.diff(words.first))
    features = np.array([[FEATURES, *surface, FEATURES]])
    feed = {"ids": ids, "features": features, "first": words.first[:-1] + 1}
    states = encoder.run(["middle"], feed)[0][0]
    packaged = PackagedJudge(session(judge_graph(judge, Products.FLOAT)), STATUSES)
    found = packaged.shares(states, (words.first + 1).tolist(), [range(1, 2), range(4, 7)])
    np.testing.assert_allclose(found, wanted, atol=2e-2)


def test_a_large_activation_does_not_drown_the_others_of_a_product_in_blocks():
    x = np.random.default_rng(1).normal(size=(1, 20, 512)).astype(np.float32)
    x[:, :, 40] *= 1000
    weight = np.random.default_rng(2).normal(size=(32, 512)).astype(np.float32)
    weight[:, 40] = 0
    wanted = x @ weight.T

    def error(products):
        g = Graph(products)
        g.product("x", weight, "y")
        ends = (
            onnx.helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, [1, 20, k])
            for n, k in (("x", 512), ("y", 32))
        )
        found = session(g.model(*([end] for end in ends))).run(None, {"x": x})[0]
        return np.abs(found - wanted).mean() / np.abs(wanted).mean()

    assert error(Products.COLUMNS) > 0.8
    # The others of its own block are lost, those of the other seven are not.
    assert error(Products.BLOCKS) < 0.4


def test_distances_fall_into_the_same_buckets():
    model = network("bert")
    distance = np.arange(-600, 601)[None]
    wanted = model._bucket(torch.from_numpy(distance)).numpy()
    np.testing.assert_array_equal(bucket(distance, model.config.distances), wanted)


@pytest.mark.model
@pytest.mark.parametrize("name", available())
def test_the_shipped_graphs_compute_what_pytorch_computes_from_their_weights(name):
    model = weights(FOLDER / name).eval()
    encoder, roles = (
        onnxruntime.InferenceSession(
            str(FOLDER / name / f"{g}.onnx"), providers=["CPUExecutionProvider"]
        )
        for g in ("encoder", "roles")
    )
    flat, found_flat, wanted, found = both(model, encoder, roles, pieces=120)
    # The weights are equal; what differs is the rounding of activations to eight bits.
    assert np.corrcoef(flat.ravel(), found_flat.ravel())[0, 1] > 0.98
    assert np.corrcoef(wanted.ravel(), found.ravel())[0, 1] > 0.98
