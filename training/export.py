"""Write a bundle: `python -m training.export --weights FILE --encoder FOLDER --name small`."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import msgspec

from onrecord.spans.bundle import FOLDER
from training.evaluate import settings
from training.graph import encoder_graph, role_graph
from training.model import restore


def main() -> None:
    """Parse arguments and write the bundle's files."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="file written by training.fit")
    p.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    p.add_argument("--name", required=True, help="name of the bundle, such as small")
    p.add_argument("--version", default="1")
    p.add_argument("--levels", type=int, default=127, help="largest magnitude of an integer weight")
    p.add_argument("--float", action="store_true", help="keep floating point, for comparison")
    p.add_argument("--folder", type=Path, default=FOLDER)
    a = p.parse_args()
    model = restore(a.weights).eval()
    out = a.folder / a.name
    out.mkdir(parents=True, exist_ok=True)
    graph = encoder_graph(model, integers=not a.float, levels=a.levels)
    (out / "encoder.onnx").write_bytes(graph.SerializeToString())
    (out / "roles.onnx").write_bytes(role_graph(model).SerializeToString())
    shutil.copy(a.encoder / "tokenizer.json", out / "tokenizer.json")
    (out / "bundle.json").write_text(json.dumps(msgspec.to_builtins(settings(model, a.version))))


if __name__ == "__main__":
    main()
