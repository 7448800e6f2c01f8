"""The network as two ONNX graphs, built node by node with ONNX Runtime's fused operators.

Written by hand because the encoder is six kinds of node repeated, and a tracing
exporter would leave the fusion of attention, normalisation and integer products
to pattern matching. `tests/training` holds that both forms agree.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from onrecord.spans.tags import FLAT, ROLES
from training.events import STATUSES
from training.judge import Judge
from training.model import Attribution, Config

MS = "com.microsoft"

BLOCK = 64
"""Inputs of a product that share one scale, where products run in blocks."""


class Products(StrEnum):
    """How products with fixed weights run.

    `COLUMNS`: 8-bit weights with a scale for each output, 8-bit activations with one scale for
    all of them; the fastest. `BLOCKS`: both in 8 bits with a scale for every `BLOCK` inputs, for
    encoders like MPNet a few of whose activations are a hundred times the rest.
    """

    FLOAT = "float"
    COLUMNS = "columns"
    BLOCKS = "blocks"


class Graph:
    """A graph under construction; every method appends nodes and returns the output's name."""

    def __init__(self, products: Products) -> None:
        """Start empty."""
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.products = products

    def plain(self) -> Graph:
        """The same graph under construction, its further products in floating point."""
        out = Graph(Products.FLOAT)
        out.nodes, out.weights = self.nodes, self.weights
        return out

    def const(self, name: str, value: np.ndarray) -> str:
        """Store a constant."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(
        self, kind: str, inputs: list[str], name: str, domain: str = "", **attributes: object
    ) -> str:
        """Append one node with one output."""
        self.nodes.append(
            helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes)
        )
        return name

    def product(self, x: str, weight: np.ndarray, name: str, bias: np.ndarray | None = None) -> str:
        """x @ weight.T (+ bias), the weight given as PyTorch keeps it: (out, in)."""
        if self.products is Products.BLOCKS:
            return self._blocks(x, weight, name, bias)
        w = weight.T.astype(np.float32)
        if self.products is Products.FLOAT:
            y = self.op(
                "MatMul",
                [x, self.const(f"{name}.w", w)],
                f"{name}.product" if bias is not None else name,
            )
            return y if bias is None else self.op("Add", [y, self.const(f"{name}.b", bias)], name)
        scale = np.maximum(np.abs(w).max(0), 1e-8) / 127
        whole = np.clip(np.round(w / scale), -127, 127).astype(np.int8)
        inputs = [
            x,
            self.const(f"{name}.w", whole),
            self.const(f"{name}.s", scale.astype(np.float32)),
            self.const(f"{name}.z", np.zeros(len(scale), np.int8)),
        ]
        if bias is not None:
            inputs.append(self.const(f"{name}.b", bias.astype(np.float32)))
        return self.op("DynamicQuantizeMatMul", inputs, name, MS)

    def _blocks(self, x: str, weight: np.ndarray, name: str, bias: np.ndarray | None) -> str:
        n, k = weight.shape
        if k % BLOCK:
            raise ValueError(f"{name} has {k} inputs, which blocks of {BLOCK} do not divide")
        w = weight.astype(np.float32).reshape(n, k // BLOCK, BLOCK)
        scale = np.maximum(np.abs(w).max(2), 1e-8) / 127
        # The operator keeps numbers from 0 to 255 and takes 128 off.
        whole = (np.round(w / scale[..., None]) + 128).astype(np.uint8)
        inputs = [x, self.const(f"{name}.w", whole), self.const(f"{name}.s", scale)]
        if bias is not None:
            inputs += ["", "", self.const(f"{name}.b", bias.astype(np.float32))]
        size = {"K": k, "N": n, "bits": 8, "block_size": BLOCK}
        # Level 4 allows 8-bit activations.
        return self.op("MatMulNBits", inputs, name, MS, accuracy_level=4, **size)

    def rows(self, table: np.ndarray, index: str, name: str) -> str:
        """Rows of an embedding table; unless in floating point, 8-bit with a scale a row."""
        if self.products is Products.FLOAT:
            return self.op(
                "Gather", [self.const(f"{name}.t", table.astype(np.float32)), index], name
            )
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
        whole = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
        picked = self.op("Gather", [self.const(f"{name}.t", whole), index], f"{name}.whole")
        picked = self.op("Cast", [picked], f"{name}.float", to=TensorProto.FLOAT)
        factor = self.op(
            "Gather", [self.const(f"{name}.s", scale.astype(np.float32)), index], f"{name}.factor"
        )
        return self.op("Mul", [picked, factor], name)

    def model(
        self, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
    ) -> onnx.ModelProto:
        """The finished model."""
        graph = helper.make_graph(self.nodes, "onrecord", inputs, outputs, self.weights)
        out = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)]
        )
        out.ir_version = 8
        return out


def _info(name: str, kind: int, shape: list[object]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def encoder_graph(model: Attribution, products: Products) -> onnx.ModelProto:
    """Encoder and flat head.

    Inputs: `ids`, `features` (1, pieces) int64; `first` (words,) int64.
    Outputs: `flat` (words, flat tags) scores; `sides` (words, 3 * role_hidden): what each
    word is as a word, as the begin and as the end of a cue; `words` (words, hidden): word
    vectors for the other heads.

    One window at a time: without padding attention needs no mask, which takes the faster
    kernel, and the scale of the integer activations never depends on another window.
    """
    c = model.config
    s = {k: v.detach().numpy().astype(np.float32) for k, v in model.state_dict().items()}
    g = Graph(products)
    x = g.rows(s["encoder.word.weight"], "ids", "word")
    n = _length(g, "ids")
    positions = s["encoder.position.weight"][c.position_offset :]
    at = g.op(
        "Slice", [g.const("positions", positions), g.const("nil", np.array([0])), n], "position"
    )
    x = g.op("Add", [x, at], "placed")
    feature = g.op(
        "Gather", [g.const("features.t", s["encoder.feature.weight"]), "features"], "feature"
    )
    x = g.op("Add", [x, feature], "embedded")
    x = g.op(
        "LayerNormalization",
        [x, g.const("norm.w", s["encoder.norm.weight"]), g.const("norm.b", s["encoder.norm.bias"])],
        "normed",
        axis=-1,
        epsilon=c.epsilon,
    )
    g.const("epsilon", np.array(c.epsilon, np.float32))
    bias = ""
    if c.relative_buckets:
        bias = _relative_bias(g, model, n)
    for i in range(c.layers):
        x = _layer(g, x, s, i, c, bias)
    row = g.op("Squeeze", [x, g.const("row.axis", np.array([0]))], "row")
    words = g.op("Gather", [row, "first"], "words", axis=0)
    plain = g.plain()
    flat = plain.product(words, s["flat.weight"], "flat", s["flat.bias"])
    share = plain.op("Softmax", [flat], "share", axis=-1)
    side = plain.product(words, s["word_side.weight"], "side.plain", s["word_side.bias"])
    tag = plain.product(share, s["tag_side.weight"], "side.tag")
    side = plain.op("Add", [side, tag], "side")
    cue = s["cue_side.weight"]
    both = np.concatenate([cue[:, : c.hidden], cue[:, c.hidden :]])
    zeros = np.concatenate([s["cue_side.bias"], np.zeros(c.role_hidden, np.float32)])
    ends = plain.product(words, both, "ends", zeros)
    plain.op("Concat", [side, ends], "sides", axis=-1)
    i64, f32 = TensorProto.INT64, TensorProto.FLOAT
    return g.model(
        [
            _info("ids", i64, [1, "n"]),
            _info("features", i64, [1, "n"]),
            _info("first", i64, ["w"]),
        ],
        [
            _info("flat", f32, ["w", len(FLAT)]),
            _info("sides", f32, ["w", 3 * c.role_hidden]),
            _info("words", f32, ["w", c.hidden]),
        ],
    )


def _length(g: Graph, name: str) -> str:
    """The number of pieces of an input of shape (1, pieces), (1,)."""
    shape = g.op("Shape", [name], "shape")
    return g.op(
        "Slice", [shape, g.const("one", np.array([1])), g.const("two", np.array([2]))], "length"
    )


def _layer(g: Graph, x: str, s: dict[str, np.ndarray], number: int, c: Config, bias: str) -> str:
    """A layer of the encoder, (1, pieces, hidden) → the same; a constant `epsilon` is there."""
    p, m = f"encoder.layers.{number}.", f"l{number}."
    qkv = g.product(x, s[p + "qkv.weight"], m + "qkv", s[p + "qkv.bias"])
    g.nodes.append(
        helper.make_node("Split", [qkv, _thirds(g, c.hidden)], [m + t for t in "qkv"], axis=-1)
    )
    inputs = [m + "q", m + "k", m + "v", "", "", bias]
    while not inputs[-1]:
        inputs.pop()
    a = g.op("MultiHeadAttention", inputs, m + "attended", MS, num_heads=c.heads)
    a = g.product(a, s[p + "out.weight"], m + "out", s[p + "out.bias"])
    x = _skip_norm(g, x, a, s, p + "norm1", m + "norm1")
    y = _cut_off(g, x, m + "cut", c.largest_input) if c.largest_input else x
    h = g.product(y, s[p + "up.weight"], m + "up", s[p + "up.bias"])
    h = g.op("Gelu", [h], m + "gelu", MS)
    h = g.product(h, s[p + "down.weight"], m + "down", s[p + "down.bias"])
    return _skip_norm(g, x, h, s, p + "norm2", m + "norm2")


def _thirds(g: Graph, hidden: int) -> str:
    name = "thirds"
    if all(w.name != name for w in g.weights):
        g.const(name, np.array([hidden] * 3))
    return name


def _cut_off(g: Graph, x: str, name: str, largest: float) -> str:
    least, most = np.array([-largest, largest], np.float32)
    return g.op("Clip", [x, g.const(name + ".lo", least), g.const(name + ".hi", most)], name)


def _skip_norm(g: Graph, x: str, y: str, s: dict[str, np.ndarray], norm: str, name: str) -> str:
    """Layer normalisation of x + y, in plain steps.

    ONNX Runtime's own operator for it takes two and a half times as long on a CPU, and a
    sixth of the whole encoder.
    """
    total = g.op("Add", [x, y], name + ".sum")
    mean = g.op("ReduceMean", [total], name + ".mean", axes=[-1])
    centred = g.op("Sub", [total, mean], name + ".centred")
    square = g.op("Mul", [centred, centred], name + ".square")
    variance = g.op("ReduceMean", [square], name + ".variance", axes=[-1])
    safe = g.op("Add", [variance, "epsilon"], name + ".safe")
    unit = g.op("Div", [centred, g.op("Sqrt", [safe], name + ".root")], name + ".unit")
    scaled = g.op("Mul", [unit, g.const(name + ".w", s[norm + ".weight"])], name + ".scaled")
    return g.op("Add", [scaled, g.const(name + ".b", s[norm + ".bias"])], name)


def _relative_bias(g: Graph, model: Attribution, n: str) -> str:
    """Bias of each head for each pair of positions, (1, heads, pieces, pieces)."""
    import torch

    size = model.config.positions - model.config.position_offset
    buckets = model.encoder.buckets(torch.arange(1 - size, size)).numpy()
    table = model.encoder.relative.weight.detach().numpy()  # type: ignore[union-attr]
    # The bias depends on the distance alone, so one row of distances -size..size holds it all.
    line = table[buckets].T.astype(np.float32)
    g.const("distances", line)
    zero, one = g.const("zero", np.array(0)), g.const("unit", np.array(1))
    scalar = g.op("Squeeze", [n], "n")
    at = g.op("Range", [zero, scalar, one], "at")
    rows = g.op("Unsqueeze", [at, g.const("ax1", np.array([1]))], "rows")
    columns = g.op("Unsqueeze", [at, g.const("ax0", np.array([0]))], "columns")
    shift = g.op(
        "Add",
        [g.op("Sub", [rows, columns], "distance"), g.const("centre", np.array(size - 1))],
        "shifted",
    )
    bias = g.op("Gather", ["distances", shift], "bias.heads", axis=1)
    return g.op("Unsqueeze", [bias, "ax0"], "bias")


def judge_graph(judge: Judge, products: Products, trust: float = 1.0) -> onnx.ModelProto:
    """The upper layers that tell whether events happened.

    Inputs: `states` (1, pieces, hidden) of the encoder's lower layers, named `middle` there;
    `marks` (1, pieces) int64, 1 for the pieces of words that tell events; `begin` and `end`
    (events,) int64: the first piece of each event's first and of its last word.
    Output: `shares` (events, statuses), how likely each is.

    Args:
        judge: the network.
        products: how its products run.
        trust: what its scores are multiplied with.
    """
    model = judge.attribution
    c = model.config
    s = {k: v.detach().numpy().astype(np.float32) for k, v in model.state_dict().items()}
    own = {k: v.detach().numpy().astype(np.float32) for k, v in judge.state_dict().items()}
    g = Graph(products)
    marked = g.op("Gather", [g.const("marks.t", own["mark.weight"]), "marks"], "marked")
    x = g.op("Add", ["states", marked], "seen")
    n = _length(g, "marks")
    g.const("epsilon", np.array(c.epsilon, np.float32))
    bias = _relative_bias(g, model, n) if c.relative_buckets else ""
    for i in range(judge.below, c.layers):
        x = _layer(g, x, s, i, c, bias)
    row = g.op("Squeeze", [x, g.const("row.axis", np.array([0]))], "row")
    ends = [g.op("Gather", [row, end], f"at.{end}", axis=0) for end in ("begin", "end")]
    both = g.op("Concat", ends, "both", axis=-1)
    plain = g.plain()
    h = plain.product(both, own["inner.weight"], "inner", own["inner.bias"])
    h = plain.op("Gelu", [h], "gelu", MS)
    h = plain.product(h, trust * own["status.weight"], "status", trust * own["status.bias"])
    plain.op("Softmax", [h], "shares", axis=-1)
    i64, f32 = TensorProto.INT64, TensorProto.FLOAT
    return g.model(
        [
            _info("states", f32, [1, "n", c.hidden]),
            _info("marks", i64, [1, "n"]),
            _info("begin", i64, ["e"]),
            _info("end", i64, ["e"]),
        ],
        [_info("shares", f32, ["e", len(STATUSES)])],
    )


def role_graph(model: Attribution) -> onnx.ModelProto:
    """Role head over (cue, word) pairs, in floating point.

    Inputs: `word` (words, k) word sides; `cue` (cues, k) sum of the begin and end sides of
    each cue; `distance` (cues, words) int64 distance buckets.
    Output: `roles` (cues, words, role tags).
    """
    c = model.config
    s = {k: v.detach().numpy().astype(np.float32) for k, v in model.state_dict().items()}
    g = Graph(Products.FLOAT)
    k = c.role_hidden
    cue = g.op("Unsqueeze", ["cue", g.const("ax1", np.array([1]))], "cue.row")
    z = g.op("Add", ["word", cue], "z0")
    near = g.op("Gather", [g.const("distance.t", s["distance.weight"]), "distance"], "near.at")
    z = g.op("Add", [z, near], "z1")

    def norm(x: str, name: str) -> str:
        w, b = g.const(name + ".w", s[name + ".weight"]), g.const(name + ".b", s[name + ".bias"])
        y = g.op("LayerNormalization", [x, w, b], name, axis=-1, epsilon=1e-5)
        half = g.op(
            "Div", [y, g.const(name + ".root", np.array(np.sqrt(2), np.float32))], name + ".h"
        )
        erf = g.op(
            "Add",
            [g.op("Erf", [half], name + ".e"), g.const(name + ".1", np.array(1, np.float32))],
            name + ".p",
        )
        gated = g.op("Mul", [y, erf], name + ".g")
        return g.op(
            "Mul", [gated, g.const(name + ".half", np.array(0.5, np.float32))], name + ".gelu"
        )

    z = norm(z, "norm_in")
    for name, dilation, pad in (("near", 1, 2), ("wide", 4, 8)):
        t = g.op("Transpose", [z], name + ".t", perm=[0, 2, 1])
        t = g.op(
            "Conv",
            [t, g.const(name + ".w", s[name + ".weight"]), g.const(name + ".b", s[name + ".bias"])],
            name,
            kernel_shape=[5],
            pads=[pad, pad],
            dilations=[dilation],
        )
        t = g.op("Transpose", [t], name + ".back", perm=[0, 2, 1])
        z = g.op("Add", [z, norm(t, "norm_" + name)], name + ".z")
    g.product(z, s["role.weight"], "roles", s["role.bias"])
    f32 = TensorProto.FLOAT
    return g.model(
        [
            _info("word", f32, ["w", k]),
            _info("cue", f32, ["c", k]),
            _info("distance", TensorProto.INT64, ["c", "w"]),
        ],
        [_info("roles", f32, ["c", "w", len(ROLES)])],
    )
