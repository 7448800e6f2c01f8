"""Teach events by folds and score what each finds in its own: `python -m training.told --folds 5`.

Each fold goes on from a packaged model's network and learns from the marked sentences without a
fifth of the documents (of PLV: without a fifth of the sentences). Scored on that fifth are the
root class of PLV's marked pairs, events end to end on PLV's sentences, and triggers and statuses
on all of the marks. The packaged heads themselves are taught in `training.finish --events`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch

from benchmarks.events_score import MUTUAL, as_now, gold
from benchmarks.events_score import score as end_to_end
from onrecord.intake import from_text
from onrecord.reader import read_attributed
from onrecord.spans.bundle import FOLDER
from onrecord.spans.events import EventHeads, find
from training.data import data_folder
from training.evaluate import tokenizer_of
from training.events import (
    MARKS,
    ROOTS,
    Sentence,
    Story,
    cover,
    distance_codes,
    event_batches,
    packed,
    sentences,
    stories,
    whole,
)
from training.export import heads
from training.joint import Joint, told_loss
from training.shipped import joint

YIELDED = sorted({as_now(root) for root in ROOTS})


def fold_of(s: Sentence, folds: int) -> int:
    """The fold of a sentence's document."""
    return int(hashlib.md5(f"{s.corpus}/{s.id}".encode()).hexdigest(), 16) % folds


def teach(
    model: Joint, items: list[Sentence], invented: list[Story], a: argparse.Namespace
) -> None:
    """Fit encoder and event heads to the marks, and once to the stories."""
    rng = random.Random(a.seed)
    encoder = model.attribution.encoder
    encoder.word.weight.requires_grad_(False)
    slow = [p for p in encoder.parameters() if p.requires_grad]
    groups = [{"params": slow, "lr": a.lr}, {"params": model.events.parameters(), "lr": a.head_lr}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps: list[list[Sentence] | list[Story]] = list(event_batches(invented, rng))
    for _ in range(a.epochs):
        steps += event_batches(items, rng)
    rng.shuffle(steps)
    total = len(steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / (0.08 * total), max(0.0, (total - s) / (0.92 * total)))
    )
    began = time.time()
    model.train()
    seen = []
    for number, batch in enumerate(steps, 1):
        loss = told_loss(model, batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 1.0)
        optimiser.step()
        schedule.step()
        seen.append(loss.item())
        if number % 100 == 0 or number == total:
            mean = np.mean(seen[-100:])
            print(f"step {number}/{total} {mean:.2f} {time.time() - began:.0f}s", flush=True)
    model.eval()


@torch.no_grad()
def vectors(model: Joint, s: Sentence) -> np.ndarray:
    """Word vectors of a sentence read alone, (words, hidden)."""
    inputs, _ = packed([s], model.attribution.config.kind)
    out: np.ndarray = model.attribution.words(*inputs)[0][0].cpu().numpy()
    return out


@torch.no_grad()
def pair_root(
    model: Joint,
    s: Sentence,
    x: np.ndarray,
    source: list[tuple[int, int]],
    target: list[tuple[int, int]],
) -> str:
    """The class of a marked pair: over all words that may tell it, those that join both count.

    Args:
        model: the network.
        s: the sentence.
        x: word vectors of the sentence.
        source: words of the source.
        target: words of the target.
    """
    rows = torch.as_tensor(x)
    n = len(x)
    share = model.events.triggers(rows, torch.as_tensor(s.signs)).softmax(-1)[:, 1:]
    root = share.argmax(1)
    at = np.arange(n)
    codes = torch.as_tensor(distance_codes(at, at, at))
    every = torch.as_tensor(at)
    parts = (
        model.events.roles(rows.expand(n, n, -1), every, every, root, codes)
        .softmax(-1)
        .cpu()
        .numpy()
    )

    def taking(role: int, spans: list[tuple[int, int]]) -> np.ndarray:
        inside = [w for lo, hi in spans for w in range(lo, hi)]
        return parts[:, inside, role].mean(1) if inside else np.ones(n)

    told = taking(1, source) * taking(2, target)
    turned = taking(2, source) * taking(1, target)
    weight: Counter[str] = Counter()
    for k, name in enumerate(ROOTS):
        joined = np.maximum(told, turned) if name in MUTUAL else told
        weight[as_now(name)] += float((share[:, k].cpu().numpy() * (joined + 1e-3)).sum())
    return max(weight, key=lambda name: weight[name])


def marked_pair(model: Joint, s: Sentence, x: np.ndarray, row: dict[str, Any]) -> tuple[str, str]:
    """The class of a marked pair as PLV gives it, and as the model tells it.

    Args:
        model: the network.
        s: the sentence.
        x: word vectors of the sentence.
        row: the pair, as `plv_train` has it.
    """
    root, *ends = gold(row)
    words = [[cover(s.words, span, 0) for span in spans] for spans in ends]
    return root, pair_root(model, s, x, *words)


def scored(model: Joint, held: list[Sentence], rows: Iterable[dict[str, Any]], least: float) -> Any:
    """What the model finds in sentences it has not seen."""
    packaged = EventHeads(
        {k: v.astype(np.float32) if v.dtype.kind == "f" else v for k, v in heads(model).items()}
    )
    by_text = {s.text: s for s in held}
    counts: Counter[str] = Counter()
    kept, roots = [], []
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
        x, events = found[row["text"]]
        roots.append(marked_pair(model, s, x, row))
        kept.append((row, read_attributed(from_text(row["text"]), [], told=events).to_dict()))
    return counts, roots, kept


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
    roots: list[tuple[str, str]] = []
    for fold in range(a.folds) if a.only is None else [a.only]:
        torch.manual_seed(a.seed)
        model = joint(FOLDER / a.name)
        teach(model, [s for s in items if fold_of(s, a.folds) != fold], invented, a)
        held = [s for s in items if fold_of(s, a.folds) == fold]
        for least in (0.3, 0.4, 0.5, 0.6, 0.7):
            counts, pairs, kept = scored(model, held, rows, least)
            total[least] = total.get(least, Counter()) + counts
            told.setdefault(least, []).extend(kept)
        roots += pairs
        print(f"fold {fold}: {table(roots)}", flush=True)
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


def table(roots: list[tuple[str, str]]) -> str:
    """Accuracy and macro F1 of the classes of pairs."""
    right = sum(want == got for want, got in roots)
    f1 = []
    for name in YIELDED:
        want, got = sum(w == name for w, _ in roots), sum(g == name for _, g in roots)
        both = sum(w == g == name for w, g in roots)
        if want:
            f1.append(2 * both / (want + got))
    worst = Counter(pair for pair in roots if pair[0] != pair[1]).most_common(8)
    return (
        f"{len(roots)} pairs, accuracy {100 * right / len(roots):.1f},"
        f" macro F1 {100 * np.mean(f1):.1f}; {worst}"
    )


if __name__ == "__main__":
    main()
