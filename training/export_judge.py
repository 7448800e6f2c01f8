"""Add a judge to the bundle that it began with: `python -m training.export_judge --weights FILE`.

How far it is trusted beside the words before an event is fitted on the held sentences, with the
weights of those words as they stand in `knowledge/status_weights.tsv`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch

from onrecord.records import statuses
from onrecord.spans.bundle import FOLDER, JUDGE
from training.data import data_folder
from training.events import STATUSES, sentences
from training.factuality import shares
from training.graph import Products, judge_graph
from training.judge import BELOW, Judge, Judged, judged
from training.pairs import tokenizer_for
from training.shipped import weights
from training.statuses import HELD

TRUSTS = np.arange(0.4, 2.01, 0.1)


def show_middle(path: Path, below: int, hidden: int) -> None:
    """Let an encoder's graph give its lower layers' states out."""
    graph = onnx.load(path, load_external_data=False)
    lower = f"l{below - 1}.norm2"
    for node in graph.graph.node:
        if node.name == "middle":
            node.input[0] = lower
            break
    else:
        graph.graph.node.append(
            onnx.helper.make_node("Identity", [lower], ["middle"], name="middle")
        )
        states = onnx.helper.make_tensor_value_info(
            "middle", onnx.TensorProto.FLOAT, [1, "n", hidden]
        )
        graph.graph.output.append(states)
    path.write_bytes(graph.SerializeToString())


def said_before(items: Sequence[Judged]) -> list[str | None]:
    """What the words before each event of the sentences say of its status."""
    return [
        statuses.by_words(j.text, int(j.words.start[first]), int(j.words.end[last]), 0)
        for j in items
        for first, last in j.at
    ]


def log_likelihood(
    told: np.ndarray, said: Sequence[str | None], right: np.ndarray, trust: float
) -> float:
    """Mean log probability of the right statuses, weighed with the words before.

    Args:
        told: how likely the judge takes each, (events, statuses).
        said: what `said_before` gave.
        right: the numbers of the right ones, (events,).
        trust: how far the judge is trusted.
    """
    total = 0.0
    for p, words, status in zip(told, said, right, strict=True):
        scores = statuses.scores(zip(STATUSES, _sharpened(p, trust), strict=True), words)
        values = np.array([scores[state] for state in STATUSES])
        total += values[status] - np.logaddexp.reduce(values)
    return total / len(told)


def _sharpened(p: np.ndarray, trust: float) -> list[float]:
    raised = p.astype(float) ** trust
    out: list[float] = (raised / raised.sum()).tolist()
    return out


def main() -> None:
    """Fit the trust, write the graph, let the encoder give what it needs."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="what training.factuality kept")
    p.add_argument("--name", default="large", help="the packaged model that it began with")
    p.add_argument("--below", type=int, default=BELOW, help="layers that stayed as they were")
    p.add_argument("--folder", type=Path, default=FOLDER)
    a = p.parse_args()
    folder = a.folder / a.name
    judge = Judge(weights(folder), a.below)
    judge.load_state_dict(torch.load(a.weights, weights_only=True))
    tokenizer, data = tokenizer_for(judge.attribution.config.kind), data_folder()
    held = [s for path in HELD for s in sentences(path, data, tokenizer) if s.events]
    items = judge.lifted([judged(s) for s in held])
    told, said = np.concatenate(shares(judge, items)), said_before(items)
    right = np.concatenate([j.share.argmax(1) for j in items])
    trust = max(TRUSTS.tolist(), key=lambda t: log_likelihood(told, said, right, t))
    print(f"trust {trust:.1f}")
    graph = judge_graph(judge.eval(), Products.BLOCKS, trust)
    (folder / JUDGE).write_bytes(graph.SerializeToString())
    show_middle(folder / "encoder.onnx", a.below, judge.attribution.config.hidden)
    settings = json.loads((folder / "bundle.json").read_text())
    settings["statuses"] = STATUSES
    (folder / "bundle.json").write_text(json.dumps(settings))


if __name__ == "__main__":
    main()
