"""A teacher of whether events happened: `python -m training.factuality --start FOLDER --to FILE`.

A large network (`--start` a checkpoint's folder, a bundle's, or a bundle's name) sees a sentence in
which the words that tell events are marked, and learns the status of each from the marked
sentences. What it then says of events that a packaged model finds in texts that nobody has marked
goes to `--to`, for `training.finish --judged` to teach a small network, which sees no marks.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.spans.bundle import FOLDER
from onrecord.spans.words import Words, split
from training.acting import UNREAD, events_of, unmarked
from training.batches import kinds_of_pieces
from training.data import data_folder
from training.events import (
    CORPORA,
    MARKS,
    STATES,
    STATUSES,
    Events,
    Sentence,
    cover,
    event_batches,
    packed,
    sentences,
)
from training.export import event_heads
from training.joint import HALF, Joint
from training.model import Attribution
from training.pairs import rise_and_fall, start, tokenizer_for
from training.shipped import joint
from training.statuses import HELD

LEAST = 0.3
"""Least probability of an event that is judged."""

SMOOTH = 0.05
"""Share of a mark that is spread over all statuses: readers err too."""


@dataclass(frozen=True)
class Judged:
    """A sentence, the words that tell its events, and how likely each status of each is.

    `at` has first and last word of each event, `share` the shape (events, statuses).
    """

    text: str
    words: Words
    at: tuple[tuple[int, int], ...]
    share: np.ndarray


def judged(s: Sentence) -> Judged:
    """A marked sentence, its statuses as the marks have them."""
    share = np.eye(len(STATUSES), dtype=np.float32)[[e.status for e in s.events]]
    return Judged(s.text, s.words, tuple((e.trigger[0], e.trigger[1] - 1) for e in s.events), share)


def read_judged(path: Path, tokenizer: Tokenizer) -> list[Judged]:
    """What a teacher wrote."""
    return [placed(json.loads(line), tokenizer) for line in path.open(encoding="utf8")]


def placed(row: Mapping[str, Any], tokenizer: Tokenizer) -> Judged:
    """A sentence with the characters of its events, and their statuses if they are told already."""
    words = split(row["text"], tokenizer)
    at = [cover(words, span, 0) for span in row["events"]]
    share = np.array(row.get("share", []), np.float32).reshape(-1, len(STATUSES))
    return Judged(row["text"], words, tuple((lo, hi - 1) for lo, hi in at), share)


def places(items: Sequence[Judged]) -> Tensor:
    """Row, first and last word of each event of some sentences, (events, 3)."""
    return torch.tensor([(i, *at) for i, j in enumerate(items) for at in j.at]).reshape(-1, 3)


class Judge(nn.Module):
    """An encoder that sees which words tell events, with a head for their status."""

    def __init__(self, attribution: Attribution, k: int = 256) -> None:
        """Lay out the parameters."""
        super().__init__()
        hidden = attribution.config.hidden
        self.attribution = attribution
        self.mark = nn.Embedding(2, hidden)
        nn.init.zeros_(self.mark.weight)
        self.inner, self.status = nn.Linear(2 * hidden, k), nn.Linear(k, len(STATUSES))

    def forward(self, items: Sequence[Judged]) -> Tensor:
        """Scores of the statuses of all events of the sentences, (events, statuses)."""
        inputs, real = packed(items, self.attribution.config.kind)
        at, kinds = places(items), torch.zeros_like(real)
        for row, first, last in at.tolist():
            kinds[row, first : last + 1] = 1
        added = self.mark(kinds_of_pieces(kinds, inputs, real))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            x = self.attribution.words(*inputs, added)[0]
        row, first, last = at.unbind(1)
        both = torch.cat([x[row, first], x[row, last]], -1).float()
        out: Tensor = self.status(F.dropout(F.gelu(self.inner(both)), 0.1, self.training))
        return out


def status_loss(scores: Tensor, items: Sequence[Judged], smooth: float = SMOOTH) -> Tensor:
    """Cross entropy of the statuses, mean over the events; scores are (events, statuses)."""
    share = torch.as_tensor(np.concatenate([j.share for j in items]))
    share = (1 - smooth) * share + smooth / len(STATUSES)
    return -(share * scores.float().log_softmax(-1)).sum(-1).mean()


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
    return status_loss(scores, items, 0.0) * len(at) / len(items)


@torch.no_grad()
def shares(model: Judge, items: Sequence[Judged]) -> list[np.ndarray]:
    """How likely each status of each event is, (events, statuses) for each sentence."""
    model.eval()
    out: dict[int, np.ndarray] = {}
    order = sorted(range(len(items)), key=lambda i: len(items[i].words.start))
    for i in range(0, len(order), 32):
        some = order[i : i + 32]
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
    model: Judge, items: list[Judged], held: dict[str, list[Judged]], a: argparse.Namespace
) -> None:
    """Fit encoder and head to the marks; says once an epoch how held ones are read."""
    rng = random.Random(a.seed)
    model.attribution.encoder.hold_tables()
    slow = [p for p in model.attribution.encoder.parameters() if p.requires_grad]
    fast = [*model.mark.parameters(), *model.inner.parameters(), *model.status.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": a.lr}, {"params": fast, "lr": a.head_lr}],
        weight_decay=0.01,
        fused=True,
    )
    epochs = [event_batches(items, rng, a.rows) for _ in range(a.epochs)]
    total, number = sum(map(len, epochs)), 0
    schedule = rise_and_fall(optimiser, total)
    began, seen = time.time(), []
    for batches in epochs:
        model.train()
        for batch in batches:
            loss = status_loss(model(batch), batch)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*slow, *fast], 1.0)
            optimiser.step()
            schedule.step()
            seen.append(loss.item())
            number += 1
            if number % 50 == 0:
                mean, spent = np.mean(seen[-50:]), time.time() - began
                print(f"step {number}/{total} {mean:.3f} {spent:.0f}s", flush=True)
        for name, some in held.items():
            print(f"{name}: {told(model, some)}", flush=True)


def main() -> None:
    """Teach, score on held sentences, judge what nobody has marked."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--start", default="large", help="a checkpoint's folder, a bundle's or its name")
    p.add_argument("--name", default="small", help="the packaged model that finds the events")
    p.add_argument("--sentences", type=int, default=20000, help="sentences to judge")
    p.add_argument("--to", type=Path, required=True, help="where to write what it judged")
    p.add_argument("--epochs", type=int, default=2)
    p.add_argument("--rows", type=int, default=24)
    p.add_argument("--lr", type=float, default=5e-5)
    p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    data = data_folder()
    model = Judge(start(a.start))
    tokenizer = tokenizer_for(model.attribution.config.kind)

    read = {path: sentences(path, data, tokenizer) for path in (MARKS, STATES, *HELD)}
    marked = {path: [judged(s) for s in some if s.events] for path, some in read.items()}
    held = {path.stem: marked[path] for path in HELD}
    teach(model, [*marked[MARKS], *marked[STATES]], held, a)
    torch.save(model.state_dict(), a.to.with_suffix(".pt"))
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
    some = [placed(row, tokenizer) for row in rows]
    with a.to.open("w", encoding="utf8") as out:
        for row, share in zip(rows, shares(model, some), strict=True):
            row["share"] = np.round(share.astype(float), 4).tolist()
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
