"""Teach a judge of whether events happened: `python -m training.factuality --out FILE`.

A large network (`--start` a checkpoint's folder, a bundle's, or a bundle's name), whose lower
layers stay as they are, sees a sentence in which the words that tell events are marked, and learns
the status of each from the marked sentences; `training.export_judge` packages it. With `--to` it
says of events that a packaged model finds in texts that nobody has marked how likely each status
is, for `training.finish --judged` to teach a small network, which sees no marks.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from onrecord.spans.bundle import FOLDER
from training.acting import UNREAD, events_of, unmarked
from training.data import data_folder
from training.descent import descend
from training.events import (
    CORPORA,
    MARKS,
    STATES,
    STATUSES,
    Events,
    by_length,
    event_batches,
    packed,
    sentences,
)
from training.export import event_heads
from training.joint import Joint
from training.judge import BELOW, Judge, Judged, judged, placed, places, read_judged, status_loss
from training.pairs import start, tokenizer_for
from training.shipped import joint
from training.statuses import HELD

LEAST = 0.3
"""Least probability of an event that is judged."""

SMOOTH = 0.05
"""Share of a mark that is spread over all statuses."""


def joined_loss(model: Joint, items: Sequence[Judged]) -> Tensor:
    """Loss of a batch as the network of every layer reads it, unmarked, in nats per sentence."""
    inputs, real = packed(items, model.attribution.config.kind)
    with torch.autocast("cpu", enabled=False):
        return states_loss(model.events, items, model.attribution.words(*inputs)[0], real)


def states_loss(head: Events, items: Sequence[Judged], x: Tensor, real: Tensor) -> Tensor:
    """Loss of the head that sees no marks, in nats per sentence.

    Args:
        head: the heads.
        items: the sentences.
        x: word vectors, (sentences, words, hidden).
        real: which words are real, (sentences, words).
    """
    at = places(items)
    _, scores = head.states(x, real, *at.unbind(1))
    return status_loss(scores, items) * len(at) / len(items)


@torch.no_grad()
def shares(model: Judge, items: Sequence[Judged]) -> list[np.ndarray]:
    """How likely each status of each event is, (events, statuses) for each lifted sentence."""
    model.eval()
    out: dict[int, np.ndarray] = {}
    for some in by_length(items):
        p = model([items[j] for j in some]).softmax(-1).numpy()
        cuts = np.cumsum([len(items[j].at) for j in some])[:-1]
        out |= dict(zip(some, np.split(p, cuts), strict=True))
    return [out[i] for i in range(len(items))]


def told(model: Judge, items: Sequence[Judged]) -> str:
    """How many of the marked statuses it gets right."""
    best = np.concatenate([p.argmax(1) for p in shares(model, items)])
    right = np.concatenate([j.share.argmax(1) for j in items])
    happened = right == STATUSES.index("occurred")
    good = best == right
    return (
        f"{100 * good.mean():.1f} of {len(good)}, of those that did not simply occur"
        f" {100 * good[~happened].mean():.1f} of {(~happened).sum()}"
    )


def teach(
    model: Judge,
    marked: list[Judged],
    judged: list[Judged],
    held: dict[str, list[Judged]],
    a: argparse.Namespace,
) -> None:
    """Fit the upper layers and the head to lifted sentences; says how held ones are read then.

    Args:
        model: the judge.
        marked: sentences with marks.
        judged: sentences of which another judge has told the statuses.
        held: sentences to be read, by name.
        a: `epochs` through the marked and `again` through the judged sentences, `rows` of a
            batch, rates `lr` and `head_lr`, `seed`.
    """
    rng = random.Random(a.seed)
    model.attribution.encoder.hold_tables()
    slow = list(model.upper.parameters())
    fast = [*model.mark.parameters(), *model.inner.parameters(), *model.status.parameters()]
    steps = [
        (batch, smooth)
        for items, times, smooth in ((marked, a.epochs, SMOOTH), (judged, a.again, 0.0))
        for _ in range(times)
        for batch in event_batches(items, rng, a.rows)
    ]
    rng.shuffle(steps)
    model.train()

    def loss_of(step: tuple[list[Judged], float]) -> Tensor:
        return status_loss(model(step[0]), *step)

    descend(steps, loss_of, slow, fast, a.lr, a.head_lr)
    for name, some in held.items():
        print(f"{name}: {told(model, some)}", flush=True)


def main() -> None:
    """Teach, score on held sentences, judge what nobody has marked."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--start", default="large", help="a checkpoint's folder, a bundle's or its name")
    p.add_argument("--below", type=int, default=BELOW, help="layers that stay as they are")
    p.add_argument("--taught", type=Path, help="weights of a judge that is taught on")
    p.add_argument("--judged", type=Path, help="sentences that another judge has read")
    p.add_argument("--out", type=Path, required=True, help="where to keep the judge's weights")
    p.add_argument("--to", type=Path, help="where to write what it judges")
    p.add_argument("--name", default="small", help="the packaged model that finds events for that")
    p.add_argument("--sentences", type=int, default=20000, help="sentences to judge")
    p.add_argument("--epochs", type=int, default=2, help="times through the marked sentences")
    p.add_argument("--again", type=int, default=1, help="times through the judged ones")
    p.add_argument("--rows", type=int, default=24)
    p.add_argument("--lr", type=float, default=5e-5)
    p.add_argument("--head-lr", type=float, default=6e-4)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    data = data_folder()
    model = Judge(start(a.start), a.below)
    if a.taught:
        model.begin_with(torch.load(a.taught, weights_only=True))
    tokenizer = tokenizer_for(model.attribution.config.kind)

    read = {path: sentences(path, data, tokenizer) for path in (MARKS, STATES, *HELD)}
    marked = {
        path: model.lifted([judged(s) for s in some if s.events]) for path, some in read.items()
    }
    others = model.lifted(read_judged(a.judged, tokenizer)) if a.judged else []
    held = {path.stem: marked[path] for path in HELD}
    teach(model, [*marked[MARKS], *marked[STATES]], others, held, a)
    torch.save(model.state_dict(), a.out)
    if a.to is None:
        return
    known = {s.text for some in read.values() for s in some}
    corpora = [corpus for corpus in CORPORA if corpus not in UNREAD]
    fresh = (s for _, s in unmarked(data, known, random.Random(a.seed), corpora))
    finder = joint(FOLDER / a.name).eval()
    found = events_of(finder, event_heads(finder), list(islice(fresh, a.sentences)), LEAST)
    rows: list[dict[str, Any]] = [
        {"text": s.text, "events": [[e.start, e.end] for e in events]}
        for s, events in found
        if events
    ]
    print(f"{len(rows)} sentences with events", flush=True)
    some = model.lifted([placed(row, tokenizer) for row in rows])
    with a.to.open("w", encoding="utf8") as out:
        for row, share in zip(rows, shares(model, some), strict=True):
            row["share"] = np.round(share.astype(float), 4).tolist()
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
