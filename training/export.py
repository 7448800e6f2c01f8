"""Write a bundle: `python -m training.export --weights FILE --encoder FOLDER --name small`."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import msgspec
import numpy as np
import onnx
from onnx.external_data_helper import set_external_data

from onrecord.knowledge import plover
from onrecord.schema import SYMMETRIC_RELATIONS
from onrecord.spans.bundle import FOLDER, HEADS
from onrecord.spans.events import EventHeads
from training.evaluate import settings
from training.events import ARGUMENTS, MODES, ROOTS, STATUSES
from training.graph import Products, encoder_graph, role_graph
from training.heads import SHARPEST
from training.joint import Joint, joint_from
from training.marked import RELATIONS, SCHEMES
from training.model import restore

LARGEST_FILE = 100_000_000
"""Bytes; hosts of repositories refuse larger files."""


def _move_words(graph: onnx.ModelProto, out: Path) -> None:
    """Write the table of word pieces, a fifth of a large encoder, to a file beside the graph."""
    table = next(t for t in graph.graph.initializer if t.name == "word.t")
    (out / "words.bin").write_bytes(table.raw_data)
    set_external_data(table, "words.bin")
    table.ClearField("raw_data")


def layers() -> dict[str, tuple[str, bool]]:
    """What `onrecord.spans.heads` calls each weight → what training calls it, whether turned."""
    out: dict[str, tuple[str, bool]] = {}

    def layer(name: str, of: str, bias: bool = True) -> None:
        out[f"{name}.w"] = f"{of}.weight", True
        if bias:
            out[f"{name}.b"] = f"{of}.bias", False

    for part in ("begin", "end"):
        layer(f"mention.{part}", f"mentions.{part}")
        layer(f"coreference.{part}", f"coreference.{part}")
    layer("mention.out", "mentions.types.re3d")
    for part in ("later", "earlier", "both", "out"):
        layer(f"coreference.{part}", f"coreference.{part}", bias=part != "both")
    for part in ("value", "salience", "out"):
        layer(f"relation.{part}", f"relations.{part}")
    for head in ("coreference", "relation"):
        of = "relations" if head == "relation" else head
        out[f"{head}.codes"] = f"{of}.codes.weight", False
    out["mention.width"] = "mentions.width.weight", False
    out["start.w"] = "mentions.start.weight", False
    out["start.b"] = "mentions.start.bias", False
    for part in ("inner", "trigger", "word", "role", "state_first", "state_ask", "mode", "status"):
        layer(f"event.{part}", f"events.{part}")
    for part in ("first", "last", "sign"):
        layer(f"event.{part}", f"events.{part}", bias=False)
    for part in ("last", "near", "key", "value", "seen"):
        layer(f"event.state_{part}", f"events.state_{part}", bias=False)
    for part in ("ask", "key", "value", "both", "root"):
        layer(f"pair.{part}", f"pairs.{part}")
    for table in ("root", "distance", "state_far"):
        out[f"event.{table}"] = f"events.{table}.weight", False
    out["event.near.w"], out["event.near.b"] = (
        ("events.near.weight", False),
        ("events.near.bias", False),
    )
    return out


def heads(model: Joint) -> dict[str, np.ndarray]:
    """The heads' weights under the names that `onrecord.spans.heads` reads, in 16 bits."""
    s = {k: v.detach().numpy() for k, v in model.state_dict().items()}
    out = {name: s[of].T if turned else s[of] for name, (of, turned) in layers().items()}
    out["start.w"] = out["start.w"][0]
    bias = np.zeros_like(s["relations.source.bias"])
    for side in ("source", "target"):
        begin, end = np.split(s[f"relations.{side}.weight"].T, 2)
        out[f"relation.{side}.begin"], out[f"relation.{side}.end"] = begin, end
        bias = bias + s[f"relations.{side}.bias"]
    out["relation.bias"] = bias
    out["relation.sharpest"] = np.array(SHARPEST)
    out = {name: value.astype(np.float16) for name, value in out.items()}
    signs = plover.signs()
    told = [[root in roots for root in ROOTS] for roots in signs.values()]
    out["event.signs"] = np.array(told, np.float16)
    names = {
        "types": SCHEMES["re3d"],
        "relations": RELATIONS,
        "symmetric": sorted(SYMMETRIC_RELATIONS),
        "event.words": list(signs),
        "event.roots": ROOTS,
        "event.modes": ["/".join((root, mode or "")) for root, mode in MODES],
        "event.statuses": STATUSES,
        "event.roles": ARGUMENTS,
    }
    return {**out, **{name: np.array(value) for name, value in names.items()}}


def event_heads(model: Joint) -> EventHeads:
    """The heads for events and pairs as the product computes them, from a network in training."""
    stored = heads(model)
    return EventHeads(
        {k: v.astype(np.float32) if v.dtype.kind == "f" else v for k, v in stored.items()}
    )


def show_words(path: Path, hidden: int) -> None:
    """Let an encoder's graph give its word vectors out, for heads that were added later."""
    graph = onnx.load(path, load_external_data=False)
    if all(out.name != "words" for out in graph.graph.output):
        words = onnx.helper.make_tensor_value_info("words", onnx.TensorProto.FLOAT, ["w", hidden])
        graph.graph.output.append(words)
        path.write_bytes(graph.SerializeToString())


def main() -> None:
    """Parse arguments and write the bundle's files."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="file written by training.fit")
    p.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    p.add_argument("--name", required=True, help="name of the bundle, such as small")
    p.add_argument("--version", default="1")
    p.add_argument("--joint", action="store_true", help="the weights are of training.finish")
    p.add_argument("--heads", action="store_true", help="only add heads to a bundle that exists")
    p.add_argument("--products", type=Products, choices=list(Products), default=Products.COLUMNS)
    p.add_argument("--folder", type=Path, default=FOLDER)
    a = p.parse_args()
    if a.heads:
        added = joint_from(a.weights).eval()
        np.savez_compressed(a.folder / a.name / HEADS, **heads(added))
        show_words(a.folder / a.name / "encoder.onnx", added.attribution.config.hidden)
        return
    joint = joint_from(a.weights).eval() if a.joint else None
    model = joint.attribution if joint else restore(a.weights).eval()
    out = a.folder / a.name
    out.mkdir(parents=True, exist_ok=True)
    graph = encoder_graph(model, a.products)
    if graph.ByteSize() > LARGEST_FILE:
        _move_words(graph, out)
    (out / "encoder.onnx").write_bytes(graph.SerializeToString())
    (out / "roles.onnx").write_bytes(role_graph(model).SerializeToString())
    if joint:
        np.savez_compressed(out / HEADS, **heads(joint))
    shutil.copy(a.encoder / "tokenizer.json", out / "tokenizer.json")
    (out / "bundle.json").write_text(json.dumps(msgspec.to_builtins(settings(model, a.version))))


if __name__ == "__main__":
    main()
