"""Write a bundle: `python -m training.export --weights FILE --encoder FOLDER --name small`."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from onrecord.spans.bundle import FOLDER
from training.fit import CLS, SEP
from training.graph import encoder_graph, role_graph
from training.model import restore


def main() -> None:
    """Parse arguments and write the bundle's files."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="file written by training.fit")
    p.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    p.add_argument("--name", required=True, help="name of the bundle, such as small")
    p.add_argument("--version", default="1")
    p.add_argument("--core", type=int, default=256)
    p.add_argument("--context", type=int, default=48)
    p.add_argument("--cue-bias", type=float, default=0.0)
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
    kind = model.config.kind

    def rows(crf: object) -> list[list[float]]:
        return [[round(float(x), 5) for x in row] for row in (crf.step + crf.allowed).tolist()]  # type: ignore[attr-defined]

    settings = {
        "version": a.version,
        "begin_id": CLS[kind],
        "end_id": SEP[kind],
        "pad_id": 1 if kind == "mpnet" else 0,
        "role_hidden": model.config.role_hidden,
        "distances": model.config.distances,
        "core": a.core,
        "context": a.context,
        "flat_transitions": rows(model.flat_crf),
        "role_transitions": rows(model.role_crf),
        "cue_bias": a.cue_bias,
        "calibration": [],
    }
    (out / "bundle.json").write_text(json.dumps(settings))


if __name__ == "__main__":
    main()
