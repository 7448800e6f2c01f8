"""Teach events by folds and score what each finds in its own: `python -m training.told --folds 5`.

Each fold goes on from a packaged model's network and learns from the marked sentences without a
fifth of the documents (of PLV: without a fifth of the sentences). Scored on that fifth are events
end to end on PLV's sentences, and triggers and statuses on all of the marks. The packaged heads
themselves are taught in `training.finish --events`, the classes of pairs in `training.pairs`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch

from benchmarks.events_score import as_now
from benchmarks.events_score import score as end_to_end
from onrecord.intake import from_text
from onrecord.reader import read_attributed
from onrecord.spans.bundle import FOLDER
from onrecord.spans.events import find
from training.data import data_folder
from training.descent import descend
from training.evaluate import tokenizer_of
from training.events import (
    MARKS,
    ROOTS,
    Sentence,
    Story,
    event_batches,
    packed,
    sentences,
    stories,
    whole,
)
from training.export import event_heads
from training.joint import Joint, told_loss
from training.shipped import joint


def fold_of(s: Sentence, folds: int) -> int:
    """The fold of a sentence's document."""
    return int(hashlib.md5(f"{s.corpus}/{s.id}".encode()).hexdigest(), 16) % folds


def teach(
    model: Joint, items: list[Sentence], invented: list[Story], a: argparse.Namespace
) -> None:
    """Fit encoder and event heads to the marks, and once to the stories."""
    rng = random.Random(a.seed)
    encoder = model.attribution.encoder
    encoder.hold_tables()
    slow = [p for p in encoder.parameters() if p.requires_grad]
    fast = list(model.events.parameters())
    steps: list[list[Sentence] | list[Story]] = list(event_batches(invented, rng))
    for _ in range(a.epochs):
        steps += event_batches(items, rng)
    rng.shuffle(steps)
    model.train()
    descend(steps, lambda batch: told_loss(model, batch), slow, fast, a.lr, a.head_lr)
    model.eval()


@torch.no_grad()
def vectors(model: Joint, s: Sentence) -> np.ndarray:
    """Word vectors of a sentence read alone, (words, hidden)."""
    inputs, _ = packed([s], model.attribution.config.kind)
    out: np.ndarray = model.attribution.words(*inputs)[0][0].cpu().numpy()
    return out


def scored(model: Joint, held: list[Sentence], rows: Iterable[dict[str, Any]], least: float) -> Any:
    """What the model finds in sentences it has not seen."""
    packaged = event_heads(model)
    by_text = {s.text: s for s in held}
    counts: Counter[str] = Counter()
    kept = []
    found = {}
    for s in held:
        x = vectors(model, s)
        found[s.text] = x, find(packaged, s.text, s.words, [whole(s)], [x], least)
        events = found[s.text][1]
        counts["read"] += len(events)
        for e in s.events:
            counts["marked"] += 1
            start, end = int(s.words.start[e.trigger[0]]), int(s.words.end[e.trigger[1] - 1])
            same = [f for f in events if f.start < end and start < f.end]
            counts["found"] += bool(same)
            counts["classed"] += any(as_now(f.type) == as_now(ROOTS[e.root]) for f in same)
            state = packaged.state(x, e.trigger[0], e.trigger[1] - 1, e.root)
            counts["status"] += int(state[1].argmax()) == e.status
    for row in rows:
        s = by_text.get(row["text"])
        if s is None:
            continue
        _, events = found[row["text"]]
        kept.append((row, read_attributed(from_text(row["text"]), [], told=events).to_dict()))
    return counts, kept


def main() -> None:
    """Teach each fold, score, print."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--name", default="small", help="the packaged model to go on from")
    p.add_argument("--folds", type=int, default=5)
    p.add_argument("--only", type=int, help="of the folds this one")
    p.add_argument("--epochs", type=int, default=8)
    p.add_argument("--stories", action="store_true", help="learn from the stories, too")
    p.add_argument("--lr", type=float, default=1e-4)
    p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    data, tokenizer = data_folder(), tokenizer_of(FOLDER / a.name)
    items = sentences(MARKS, data, tokenizer)
    invented = stories(data, tokenizer) if a.stories else []
    rows = [json.loads(line) for line in (data / "events/plv_train.jsonl").open(encoding="utf8")]
    total: dict[float, Counter[str]] = {}
    told: dict[float, list[Any]] = {}
    for fold in range(a.folds) if a.only is None else [a.only]:
        torch.manual_seed(a.seed)
        model = joint(FOLDER / a.name)
        teach(model, [s for s in items if fold_of(s, a.folds) != fold], invented, a)
        held = [s for s in items if fold_of(s, a.folds) == fold]
        for least in (0.3, 0.4, 0.5, 0.6, 0.7):
            counts, kept = scored(model, held, rows, least)
            total[least] = total.get(least, Counter()) + counts
            told.setdefault(least, []).extend(kept)
    for least, counts in total.items():
        precision, recall = counts["classed"] / counts["read"], counts["classed"] / counts["marked"]
        e = end_to_end(told[least])
        print(
            f"{least}: triggers with class P {precision:.3f} R {recall:.3f}"
            f" found {counts['found'] / counts['marked']:.3f}"
            f" status {counts['status'] / counts['marked']:.3f};"
            f" PLV F1 {e['F1']} recall {e['recall']} macro {e['macro F1']}"
            f" extras {e['extras per gold']} pair found {e['pair found']} none {e['no event']}"
        )


if __name__ == "__main__":
    main()
