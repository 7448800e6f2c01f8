"""How well a joint network groups GUM's mentions: `python -m training.groups --weights FILE`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks.coreference_score import scores
from onrecord.spans.grouping import grouped
from onrecord.spans.linking import described, pair_codes
from training import gum
from training.data import data_folder
from training.evaluate import tokenizer_of
from training.joint import BACK, Joint, cut, joint_from, pairs_of, vectors, whole
from training.marked import SCHEMES, Mark, Marked, gum_documents

GENRES = ("news", "speech", "interview", "bio")
ACTORS = {SCHEMES["gum"].index(t) for t in ("person", "organization")}


@torch.no_grad()
def antecedents(model: Joint, document: Marked, marks: Sequence[Mark], size: int) -> list[int]:
    """The best antecedent of each mark, -1 for none; marks in text order."""
    spans = cut(document, size, None)
    row = whole(vectors(model, [(document, w) for w in spans])[0], spans)
    lo, hi = (torch.tensor([getattr(m, side) for m in marks]) for side in ("lo", "hi"))
    v = model.coreference.vectors(row, lo, hi - 1)
    d = described(
        document.text,
        document.words,
        [(m.lo, m.hi) for m in marks],
        np.array([m.type for m in marks]),
    )
    later, earlier = pairs_of(len(marks))
    codes = torch.from_numpy(pair_codes(d, later, earlier))
    s = model.coreference(v, torch.from_numpy(later), torch.from_numpy(earlier), codes).numpy()
    full = np.full((len(marks), BACK), -np.inf, np.float32)
    full[later, later - earlier - 1] = s
    return [int(b) for b in grouped(full, d.kind)[0]]


def groups_of(marks: Sequence[Mark], before: Sequence[int]) -> list[list[int]]:
    """Chains of antecedents as groups of numbers of marks."""
    owner: list[int] = []
    out: list[list[int]] = []
    for i, b in enumerate(before):
        if b < 0:
            owner.append(len(out))
            out.append([i])
        else:
            owner.append(owner[b])
            out[owner[b]].append(i)
    return out


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
    naming = {
        d.id: {(m.start, m.end) for m in d.mentions if m.form in ("name", "pronoun")}
        for d in map(gum.read, sorted(folder.glob("*.conllu")))
    }
    rows: dict[str, list] = {"everything": [], "people and organisations in news": []}
    for d in documents:
        marks = sorted(d.marks, key=lambda m: (m.lo, -m.hi))
        before = antecedents(model, d, marks, a.window)
        found = groups_of(marks, before)
        gold: dict[int, list[int]] = {}
        for i, m in enumerate(marks):
            gold.setdefault(m.group, []).append(i)
        rows["everything"].append(
            (
                [frozenset(g) for g in gold.values() if len(g) > 1],
                [frozenset(g) for g in found if len(g) > 1],
            )
        )
        if d.id.split("_")[1] in GENRES:
            w = d.words
            keep = {
                i
                for i, m in enumerate(marks)
                if m.type in ACTORS and (int(w.start[m.lo]), int(w.end[m.hi - 1])) in naming[d.id]
            }
            rows["people and organisations in news"].append(
                (
                    [frozenset(g) & keep for g in gold.values() if len(set(g) & keep) > 1],
                    [frozenset(g) & keep for g in found if len(set(g) & keep) > 1],
                )
            )
    for name, pairs in rows.items():
        print(f"{name:<36}", scores(pairs))


if __name__ == "__main__":
    main()
