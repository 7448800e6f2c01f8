"""Make a bundle's confidences mean what they say: `python -m training.calibrate --name small`.

Logistic regression of "this attribution is softly right" on the model's evidence,
over the development file. The expected calibration error is reported crosswise:
fitted on one half of the articles, measured on the other.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import msgspec
import numpy as np

from benchmarks.attribution_score import matched, normalise, softly
from onrecord.spans.bundle import FOLDER, load
from onrecord.spans.tagger import Tagger
from onrecord.spans.words import slices
from training.data import data_folder

BINS = 10


def examples(tagger: Tagger, path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence (n, features), rightness (n,) averaged over annotators, article number (n,)."""
    x, y, article = [], [], []
    for number, line in enumerate(path.open(encoding="utf8")):
        row = json.loads(line)
        text = row["text"]
        found = tagger.read_layers(text, slices(text)).attributions
        pieces = [normalise(text, a._asdict()) for a in found]
        right = np.zeros(len(found))
        for annotation in row["annotations"]:
            gold = [normalise(text, a) for a in annotation["attributions"]]
            for _, j in matched(gold, pieces, softly):
                right[j] += 1 / len(row["annotations"])
        x += [a.evidence for a in found]
        y += right.tolist()
        article += [number] * len(found)
    return np.array(x), np.array(y), np.array(article)


def fitted(x: np.ndarray, y: np.ndarray, rounds: int = 50) -> np.ndarray:
    """Weights of a logistic regression, intercept first, by Newton's method with a little ridge."""
    x = np.column_stack([np.ones(len(x)), x])
    ridge = np.eye(x.shape[1]) * 1e-2
    w = np.zeros(x.shape[1])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (y - p) - ridge @ w
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, gradient)
    return w


def predicted(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Probabilities under the weights."""
    return 1 / (1 + np.exp(-(w[0] + x @ w[1:])))


def diagram(p: np.ndarray, y: np.ndarray) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error and, for each bin, mean confidence, share right and count."""
    which = np.minimum((p * BINS).astype(int), BINS - 1)
    rows = [
        (float(p[which == b].mean()), float(y[which == b].mean()), int((which == b).sum()))
        for b in range(BINS)
        if (which == b).any()
    ]
    return sum(n * abs(c - r) for c, r, n in rows) / len(p), rows


def main() -> None:
    """Fit, report crosswise, and write the weights into the bundle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", required=True)
    parser.add_argument("--data", type=Path, default=data_folder() / "polnear" / "dev.jsonl")
    a = parser.parse_args()
    bundle = load(a.name, 2)
    raw = bundle._replace(settings=msgspec.structs.replace(bundle.settings, calibration=()))
    x, y, article = examples(Tagger(raw), a.data)
    crosswise = np.zeros(len(y))
    for half in (0, 1):
        crosswise[article % 2 == half] = predicted(
            fitted(x[article % 2 != half], y[article % 2 != half]), x[article % 2 == half]
        )
    error, rows = diagram(crosswise, y)
    w = fitted(x, y)
    path = FOLDER / a.name / "bundle.json"
    settings = json.loads(path.read_text())
    settings["calibration"] = [round(float(v), 5) for v in w]
    path.write_text(json.dumps(settings))
    print(f"{len(y)} attributions, {100 * y.mean():.1f} % right, ECE {100 * error:.1f} %")
    print("confidence  right  count")
    for confidence, share, count in rows:
        print(f"{confidence:>10.2f}{share:>7.2f}{count:>7}")


if __name__ == "__main__":
    main()
