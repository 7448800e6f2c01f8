"""How well a joint network groups GUM's mentions: `python -m training.groups --weights FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from benchmarks import coreference as measure
from benchmarks.coreference_score import scores
from onrecord.spans.grouping import grouped
from onrecord.spans.heads import BACK
from training import gum
from training.data import data_folder
from training.evaluate import tokenizer_of
from training.joint import (
    Joint,
    cut,
    described_marks,
    described_pairs,
    joint_from,
    pair_scores,
    place_of,
    vectors,
    whole,
)
from training.marked import Marked, gum_documents


@torch.no_grad()
def antecedents(model: Joint, document: Marked, size: int) -> list[int]:
    """The best antecedent of each mark in text order, -1 for none."""
    spans = cut(document, size, None)
    row = whole(vectors(model, [(document, w) for w in spans])[0], spans)
    d = described_marks(document)
    pairs = described_pairs(d)
    later, earlier = (side.cpu().numpy() for side in pairs[2:4])
    full = np.full((len(d.lo), BACK), -np.inf, np.float32)
    full[later, later - earlier - 1] = pair_scores(model, row, pairs).cpu().numpy()
    return [int(b) for b in grouped(full, d.kind)[0]]


def main() -> None:
    """Group the gold mentions of the development documents and score."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True)
    p.add_argument("--encoder", type=Path, required=True)
    p.add_argument("--window", type=int, default=272)
    a = p.parse_args()
    model = joint_from(a.weights).eval()
    folder = data_folder() / "gum/dev"
    documents = gum_documents(folder, tokenizer_of(a.encoder))
    files = {d.id: d for d in map(gum.read, sorted(folder.glob("*.conllu")))}
    rows: dict[str, list] = {"everything": [], "people and organisations in news": []}
    for d in documents:
        mentions = files[d.id].mentions
        order = sorted(range(len(d.marks)), key=lambda i: place_of(d.marks[i]))
        marks = [d.marks[i] for i in order]
        owner = measure.owners(antecedents(model, d, a.window))
        every = range(len(marks))
        acting = [k for k, i in enumerate(order) if measure.acting(mentions[i])]
        for name, chosen in zip(rows, (every, acting), strict=True):
            if name == "everything" or files[d.id].genre in measure.GENRES:
                gold = measure.grouped([marks[i].group for i in chosen], chosen)
                rows[name].append((gold, measure.grouped([owner[i] for i in chosen], chosen)))
    for name, pairs in rows.items():
        print(f"{name:<36}", scores(pairs))


if __name__ == "__main__":
    main()
