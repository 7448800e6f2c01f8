"""How well a joint network groups GUM's mentions: `python -m training.groups --weights FILE`.

`--kinds` says instead which kinds of pronoun mean the same in GUM's training documents.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks import coreference as measure
from benchmarks.coreference_score import scores
from onrecord.spans.grouping import THIS, grouped
from onrecord.spans.heads import BACK
from onrecord.spans.linking import KINDS, PRONOUNS
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


def shared_kinds(documents: Sequence[gum.GumDocument]) -> np.ndarray:
    """How much rather than other pronouns those of a kind join a group that holds another kind.

    Returns:
        Of each kind and each other, (kinds, kinds); 1 is as often as pronouns do by and large.
    """
    joined, held = np.zeros(KINDS), np.zeros((KINDS, KINDS))
    for document in documents:
        groups: dict[int, set[int]] = defaultdict(set)
        begun: set[int] = set()
        for m in document.mentions:
            kind = PRONOUNS.get(document.text[m.start : m.end].lower(), 0)
            if kind and m.group in begun:
                joined[kind] += 1
                held[kind, list(groups[m.group])] += 1
            begun.add(m.group)
            if kind:
                groups[m.group].add(kind)
    share = held / np.maximum(joined, 1)[:, None]
    return share / np.maximum(held.sum(0) / joined.sum(), 1e-9)


def print_shares(share: np.ndarray) -> None:
    """Print the table, kinds by their first word."""
    first = {number: word for word, number in reversed(PRONOUNS.items())}
    print(f"{'':<6}" + "".join(f"{first[k]:>7}" for k in range(1, THIS + 1)))
    for k in range(1, THIS + 1):
        print(f"{first[k]:<6}" + "".join(f"{share[k, b]:>7.2f}" for b in range(1, THIS + 1)))


def main() -> None:
    """Group the gold mentions of the development documents and score."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path)
    p.add_argument("--encoder", type=Path)
    p.add_argument("--window", type=int, default=272)
    p.add_argument("--kinds", action="store_true", help="count pronouns of the training documents")
    a = p.parse_args()
    if a.kinds:
        print_shares(shared_kinds([gum.read(f) for f in (data_folder() / "gum/train").iterdir()]))
        return
    if a.weights is None or a.encoder is None:
        p.error("name --weights and --encoder, or --kinds")
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
