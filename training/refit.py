"""Teach heads on an encoder that stays as it is: `python -m training.refit --weights FILE`.

The word vectors are read once, so that many times through the marks cost little.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import torch
from torch import Tensor, nn

from onrecord.spans.windows import Window
from training.data import data_folder
from training.evaluate import tokenizer_of
from training.joint import Joint, cut, groups_loss, joint_from, keep, vectors, whole
from training.marked import Marked, gum_documents, re3d
from training.reports import reports_row_loss

Read = tuple[Marked, list[Window], Tensor]


@torch.no_grad()
def read(model: Joint, documents: Iterable[Marked], size: int, half: bool = False) -> list[Read]:
    """Documents with their windows and the word vectors of all, (words, hidden).

    With `half` the encoder computes in 16 bits, which is faster and a little less exact.
    """
    model.eval()
    out = []
    for d in documents:
        spans = cut(d, size, None)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            rows = [whole(vectors(model, [(d, w)])[0], [w]).float() for w in spans]
        out.append((d, spans, torch.cat(rows)))
    return out


def teach(
    heads: nn.Module, loss_of: Callable[[Read], Tensor], items: list[Read], epochs: int, lr: float
) -> None:
    """Fit the parameters of some heads, a document a step."""
    parameters = list(heads.parameters())
    optimiser = torch.optim.AdamW(parameters, lr=lr, weight_decay=0.01, fused=True)
    total, rng = epochs * len(items), random.Random(1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / (0.05 * total), max(0.0, (total - s) / (0.95 * total)))
    )
    heads.train()
    began = time.time()
    for epoch in range(epochs):
        rng.shuffle(items)
        seen = 0.0
        for item in items:
            loss = loss_of(item)
            optimiser.zero_grad(set_to_none=True)
            (loss / 10).backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            seen += loss.item()
        print(f"epoch {epoch} {seen / len(items):.2f} {time.time() - began:.0f}s", flush=True)
    heads.eval()


def main() -> None:
    """Read, teach, keep."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="what training.finish wrote")
    p.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--groups", type=int, default=0, help="times through GUM")
    p.add_argument("--reports", type=int, default=0, help="times through re3d")
    p.add_argument("--window", type=int, default=272)
    p.add_argument("--lr", type=float, default=1e-3)
    p.add_argument("--half", action="store_true", help="read in 16 bits")
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1)
    model, tokenizer, data = joint_from(a.weights), tokenizer_of(a.encoder), data_folder()
    if a.groups:
        items = read(model, gum_documents(data / "gum/train", tokenizer), a.window, a.half)
        fit = lambda it: groups_loss(model, it[0], it[2]) / len(it[1])  # noqa: E731
        teach(model.coreference, fit, items, a.groups, a.lr)
    if a.reports:
        items = read(model, re3d(data / "re3d/train.jsonl", tokenizer), a.window, a.half)
        heads = nn.ModuleList([model.mentions, model.relations])
        teach(heads, lambda it: reports_row_loss(model, *it), items, a.reports, a.lr)
    keep(model, a.out)


if __name__ == "__main__":
    main()
