"""A shipped bundle → the PyTorch network with the same weights, to check or to train on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from onrecord.spans.bundle import HEADS
from onrecord.spans.tags import FLAT, ROLES
from training.export import heads, layers
from training.joint import Joint
from training.model import Attribution, Config


def weights(folder: Path) -> Attribution:
    """The network of a bundle folder, its integer weights turned back into numbers."""
    e = _constants(folder / "encoder.onnx")
    r = _constants(folder / "roles.onnx")
    settings = json.loads((folder / "bundle.json").read_text())
    graph = onnx.load(str(folder / "encoder.onnx"), load_external_data=False).graph
    attention = [n for n in graph.node if n.op_type == "MultiHeadAttention"]
    hidden = _matrix(e, "l0.out").shape[0]
    mpnet = "distances" in e
    offset = 2 if mpnet else 0
    config = Config(
        kind="mpnet" if mpnet else "bert",
        vocabulary=len(e["word.t"]),
        hidden=hidden,
        layers=len(attention),
        heads=attention[0].attribute[0].i,
        inner=len(e["l0.up.b"]),
        positions=len(e["positions"]) + offset,
        position_offset=offset,
        relative_buckets=32 if mpnet else 0,
        role_hidden=settings["role_hidden"],
        distances=settings["distances"],
        epsilon=e["epsilon"].item(),
        largest_input=e["l0.cut.hi"].item() if "l0.cut.hi" in e else 0.0,
    )
    model = Attribution(config)
    state = model.state_dict()
    new: dict[str, np.ndarray] = {
        "encoder.word.weight": _table(e, "word"),
        "encoder.position.weight": np.pad(e["positions"], ((offset, 0), (0, 0))),
        "encoder.feature.weight": e["features.t"],
        "encoder.norm.weight": e["norm.w"],
        "encoder.norm.bias": e["norm.b"],
        "flat.weight": e["flat.w"].T,
        "flat.bias": e["flat.b"],
        "word_side.weight": e["side.plain.w"].T,
        "word_side.bias": e["side.plain.b"],
        "tag_side.weight": e["side.tag.w"].T,
        "cue_side.weight": np.concatenate(np.split(e["ends.w"].T, 2), axis=1),
        "cue_side.bias": e["ends.b"][: config.role_hidden],
        "distance.weight": r["distance.t"],
        "role.weight": r["roles.w"].T,
        "role.bias": r["roles.b"],
        "flat_crf.step": np.array(settings["flat_transitions"], np.float32) - FLAT.allowed,
        "role_crf.step": np.array(settings["role_transitions"], np.float32) - ROLES.allowed,
    }
    for i in range(config.layers):
        p, m = f"encoder.layers.{i}.", f"l{i}."
        for part in ("qkv", "out", "up", "down"):
            new[f"{p}{part}.weight"] = _matrix(e, m + part)
            new[f"{p}{part}.bias"] = e[f"{m}{part}.b"]
        for norm in ("norm1", "norm2"):
            new[f"{p}{norm}.weight"] = e[f"{m}{norm}.w"]
            new[f"{p}{norm}.bias"] = e[f"{m}{norm}.b"]
    for name in ("norm_in", "norm_near", "norm_wide", "near", "wide"):
        new[f"{name}.weight"], new[f"{name}.bias"] = r[f"{name}.w"], r[f"{name}.b"]
    if mpnet:
        new["encoder.relative.weight"] = _buckets(model, e["distances"])
    for name, value in new.items():
        state[name].copy_(torch.tensor(value))
    return model


def joint(folder: Path) -> Joint:
    """The network of a bundle with the heads beside attribution.

    What the bundle lacks, such as the types of GUM, which only training needs, is as new.
    """
    model = Joint(weights(folder))
    state = model.state_dict()
    with np.load(folder / HEADS) as stored:
        known = {k: stored[k] for k in stored.files if stored[k].dtype.kind == "f"}
    for name, value in heads(model).items():
        if name in known and known[name].shape != value.shape:
            raise ValueError(f"{name} is {known[name].shape} here and {value.shape} in training")
    for name, (of, turned) in layers().items():
        if name not in known:
            continue
        value = torch.tensor(known[name].astype(np.float32))
        state[of].copy_(value.T if turned else value.reshape(state[of].shape))
    for side in ("source", "target"):
        ends = [known[f"relation.{side}.{end}"] for end in ("begin", "end")]
        state[f"relations.{side}.weight"].copy_(torch.tensor(np.concatenate(ends).T))
    # One bias is kept for both sides.
    state["relations.source.bias"].copy_(torch.tensor(known["relation.bias"]))
    state["relations.target.bias"].zero_()
    return model


def _constants(path: Path) -> dict[str, np.ndarray]:
    graph = onnx.load(str(path)).graph
    return {t.name: numpy_helper.to_array(t) for t in graph.initializer}


def _matrix(constants: dict[str, np.ndarray], name: str) -> np.ndarray:
    """A weight as PyTorch keeps it, (out, in)."""
    w = constants[f"{name}.w"]
    if w.ndim == 3:
        blocks = (w.astype(np.float32) - 128) * constants[f"{name}.s"][..., None]
        return blocks.reshape(len(w), -1)
    return (w * constants[f"{name}.s"]).T if f"{name}.s" in constants else w.T


def _table(constants: dict[str, np.ndarray], name: str) -> np.ndarray:
    w = constants[f"{name}.t"]
    return w * constants[f"{name}.s"] if f"{name}.s" in constants else w


def _buckets(model: Attribution, line: np.ndarray) -> np.ndarray:
    """The embedding of relative positions, read back from the bias of every distance."""
    size = (line.shape[1] + 1) // 2
    distance = np.arange(-(size - 1), size)
    index = model.encoder.buckets(torch.as_tensor(distance)).numpy()
    table = np.zeros((model.config.relative_buckets, line.shape[0]), np.float32)
    table[index] = line.T
    return table
