"""Teach heads on an encoder that stays as it is: `python -m training.refit --weights FILE`.

The word vectors are read once, so that many times through the marks cost little.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from onrecord.spans.windows import Window
from training.data import data_folder
from training.evaluate import tokenizer_of
from training.events import (
    MARKS,
    STATES,
    Events,
    Sentence,
    Worded,
    event_batches,
    event_loss,
    packed,
    sentences,
)
from training.factuality import states_loss
from training.joint import Joint, cut, groups_loss, joint_from, keep, vectors, whole
from training.judge import read_judged
from training.marked import Marked, gum_documents, re3d
from training.reports import reports_row_loss

Read = tuple[Marked, list[Window], Tensor]
Some = TypeVar("Some", bound=Worded)
ReadSentences = tuple[list[Some], Tensor, Tensor]
Item = TypeVar("Item")


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
    heads: nn.Module,
    loss_of: Callable[[Item], Tensor],
    items: list[Item],
    epochs: int,
    lr: float,
    *,
    rise: float = 0.05,
    steepest: float = 10.0,
) -> None:
    """Fit the parameters of some heads, an item a step.

    Args:
        heads: what to fit.
        loss_of: the loss of an item.
        items: what to learn from, shuffled in place.
        epochs: times through the items.
        lr: the highest rate.
        rise: share of the steps in which the rate rises.
        steepest: length to which gradients are cut.
    """
    parameters = list(heads.parameters())
    optimiser = torch.optim.AdamW(parameters, lr=lr, weight_decay=0.01, fused=True)
    total, rng = epochs * len(items), random.Random(1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: _rate(s / total, rise))
    heads.train()
    began = time.time()
    for epoch in range(epochs):
        rng.shuffle(items)
        seen = 0.0
        for item in items:
            loss = loss_of(item)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, steepest)
            optimiser.step()
            schedule.step()
            seen += loss.item()
        print(f"epoch {epoch} {seen / len(items):.2f} {time.time() - began:.0f}s", flush=True)
    heads.eval()


def _rate(done: float, rise: float) -> float:
    """Share of the highest rate when so much is done: straight up, then straight down."""
    return min(done / rise if rise else 1.0, max(0.0, (1 - done) / (1 - rise)))


@torch.no_grad()
def read_sentences(model: Joint, items: list[Some]) -> list[ReadSentences[Some]]:
    """Batches of sentences with their word vectors and which words are real."""
    model.eval()
    out = []
    for batch in event_batches(items, random.Random(1)):
        inputs, real = packed(batch, model.attribution.config.kind)
        out.append((batch, model.attribution.words(*inputs)[0], real))
    return out


def of_states(head: Events) -> nn.ModuleList:
    """The parts of the head of events that tell mode and status."""
    parts = head.named_children()
    return nn.ModuleList(
        [part for name, part in parts if name in ("mode", "status") or name.startswith("state_")]
    )


def states_batch_loss(head: Events, items: list, x: Tensor, real: Tensor) -> Tensor:
    """Loss of a batch of marked sentences or of those that a teacher has judged."""
    loss = event_loss if isinstance(items[0], Sentence) else states_loss
    return loss(head, items, x, real)


def main() -> None:
    """Read, teach, keep."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="what training.finish wrote")
    p.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--groups", type=int, default=0, help="times through GUM")
    p.add_argument("--reports", type=int, default=0, help="times through re3d")
    p.add_argument("--events", type=int, default=0, help="times through the marked sentences")
    p.add_argument("--states", type=int, default=0, help="times through all that teaches statuses")
    p.add_argument("--judged", type=Path, help="statuses that a teacher has told")
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
    if a.events:
        batches = read_sentences(model, sentences(MARKS, data, tokenizer))
        told = lambda it: event_loss(model.events, *it)  # noqa: E731
        teach(model.events, told, batches, a.events, a.lr, rise=0.0, steepest=1.0)
    if a.states:
        marked = [s for path in (MARKS, STATES) for s in sentences(path, data, tokenizer)]
        batches = read_sentences(model, [s for s in marked if s.events])
        if a.judged:
            batches += read_sentences(model, read_judged(a.judged, tokenizer))
        fit = lambda it: states_batch_loss(model.events, *it)  # noqa: E731
        teach(of_states(model.events), fit, batches, a.states, a.lr, rise=0.0, steepest=1.0)
    keep(model, a.out)


if __name__ == "__main__":
    main()
