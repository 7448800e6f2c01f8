"""Fit the weights of antecedents: `python -m training.antecedents`.

Conditional logistic regression over the candidates that the product itself weighs at the
hand-resolved pronouns and titles of `benchmarks/gold/speakers_train.jsonl`, with PolNeAR's own
attributions. Earlier pronouns stand as the gold has them. Reports accuracy crosswise, five
folds by article, and writes `knowledge/antecedents.tsv`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.speakers import FOLDER, given
from onrecord.intake import from_text
from onrecord.reader import read_attributed, readable
from onrecord.records import people
from onrecord.records.antecedents import NOBODY, SURE, Candidate
from onrecord.records.meanings import Meanings
from onrecord.spans.bundle import load
from onrecord.spans.tagger import Tagger
from training.data import data_folder

WEIGHTS = Path(people.__file__).parents[1] / "knowledge" / "antecedents.tsv"

Row = tuple[list[dict[str, float]], int]
"""The features of each candidate, and which of them is right."""


def recorder(items: dict[int, dict[str, Any]], rows: list[Row]) -> type[Meanings]:
    """A discourse that settles every place of the items as the gold does, and notes its candidates.

    Args:
        items: gold items of one article by where their source begins.
        rows: takes what is noted.
    """

    class Recorder(Meanings):
        def settle(
            self, at: int, candidates: Sequence[Candidate], least: float = SURE
        ) -> int | None:
            item = items.get(at)
            if item is None:
                return super().settle(at, candidates, least)
            right = NOBODY if not item["answer"] else self._gold(item["answer"])
            place = next((i for i, c in enumerate(candidates) if c.actor == right), None)
            if place is not None:
                rows.append(([dict(c.features) for c in candidates], place))
            return None if right in (None, NOBODY) else right

        def _gold(self, spans: list[list[int]]) -> int | None:
            """The actor whose name stands at the first of the gold's places."""
            for (start, end), number in self.cast.of.items():
                if start < spans[0][1] and spans[0][0] < end:
                    return number
            # A headline's names may be no mentions; the same words elsewhere will do.
            words = self.text[slice(*spans[0])].lower()
            for (start, end), number in self.cast.of.items():
                if self.text[start:end].lower() == words:
                    return number
            return None

    return Recorder


def collected() -> list[tuple[str, Row]]:
    """Every candidate set with its article."""
    items: dict[str, dict[int, dict[str, Any]]] = {}
    for line in (FOLDER / "speakers_train.jsonl").open(encoding="utf8"):
        item = json.loads(line)
        if item["answer"] is None or len(item["answer"]) == 1:
            items.setdefault(item["id"], {})[item["source"][0]] = item
    tagger = Tagger(load("small", 2))
    out = []
    for line in (data_folder() / "polnear" / "train.jsonl").open(encoding="utf8"):
        row = json.loads(line)
        if row["id"] not in items:
            continue
        rows: list[Row] = []
        people.Meanings = recorder(items[row["id"]], rows)  # type: ignore[misc]
        document = from_text(row["text"], title=row["title"])
        mentions = tagger.read_layers(document.text, readable(document)).mentions
        read_attributed(document, given(row["annotations"][0]), mentions=mentions)
        out += [(row["id"], r) for r in rows]
    people.Meanings = Meanings  # type: ignore[misc]
    return out


def fitted(rows: Sequence[Row], ridge: float, rounds: int = 400) -> dict[str, float]:
    """Weights that make the right candidates likely, by gradient descent with momentum."""
    names = sorted({k for candidates, _ in rows for c in candidates for k in c})
    index = {n: i for i, n in enumerate(names)}
    starts = np.cumsum([0, *(len(candidates) for candidates, _ in rows)])[:-1]
    sizes = np.array([len(candidates) for candidates, _ in rows])
    x = np.zeros((int(sizes.sum()), len(names)), np.float32)
    for start, (candidates, _) in zip(starts, rows, strict=True):
        for i, c in enumerate(candidates):
            for k, v in c.items():
                x[start + i, index[k]] = v
    right = np.zeros(len(x), np.float32)
    right[starts + np.array([place for _, place in rows])] = 1
    w, step = np.zeros(len(names), np.float32), np.zeros(len(names), np.float32)
    for _ in range(rounds):
        scores = x @ w
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        shares = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
        gradient = (right - shares) @ x - ridge * w
        step = 0.9 * step + gradient * 0.5 / len(rows)
        w = w + step
    return dict(zip(names, w.tolist(), strict=True))


def verdicts(rows: Sequence[Row], weight: dict[str, float]) -> tuple[int, int, int]:
    """Numbers of places settled right, wrong and left open."""
    right = wrong = open_ = 0
    for candidates, place in rows:
        scores = np.array([sum(weight.get(k, 0) * v for k, v in c.items()) for c in candidates])
        p = np.exp(scores - scores.max())
        p /= p.sum()
        best = int(p.argmax())
        nobody = len(candidates) - 1
        answer = best if p[best] >= SURE else nobody
        right += answer == place
        wrong += answer not in (place, nobody)
        open_ += answer == nobody != place
    return right, wrong, open_


def main() -> None:
    """Collect, fit crosswise, report, and write the weights."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--ridge", type=float, default=1.0)
    p.add_argument("--dry", action="store_true", help="report only")
    a = p.parse_args()
    data = collected()
    articles = sorted({name for name, _ in data})
    fold = {name: i % 5 for i, name in enumerate(articles)}
    total = np.zeros(3, int)
    for k in range(5):
        w = fitted([r for n, r in data if fold[n] != k], a.ridge)
        total += verdicts([r for n, r in data if fold[n] == k], w)
    print(f"{len(data)} places; crosswise right {total[0]}, wrong {total[1]}, open {total[2]}")
    w = fitted([r for _, r in data], a.ridge)
    if a.dry:
        return
    lines = [
        "# Weights of what speaks for an antecedent; written by training.antecedents.",
        "feature\tweight",
        *(f"{k}\t{v:.3f}" for k, v in sorted(w.items()) if abs(v) >= 0.01),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
