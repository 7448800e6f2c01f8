"""Every layer on one encoder: `python -m training.joint --weights FILE --out FILE`.

Goes on from a network that reads attribution and teaches it mentions and coreference beside it:
PolNeAR in every step's mix so that attribution does not suffer, silver names on the same
articles, GUM, WikiGold. re3d comes last, in `training.finish`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.spans.heads import BACK
from onrecord.spans.linking import Described, described, pair_codes
from onrecord.spans.windows import Window, windows
from training.batches import pack, train_batches
from training.data import data_folder, load
from training.evaluate import evaluate, tokenizer_of
from training.events import ROOTS, Events, Sentence, Story, event_loss, packed, story_loss
from training.fit import loss_of
from training.heads import (
    WIDEST,
    Coreference,
    Mentions,
    Pairs,
    Relations,
    coreference_loss,
    mention_loss,
)
from training.marked import SCHEMES, Mark, Marked, gum_documents, silver, wikigold
from training.model import Attribution, Config, restore

BESIDE = 0.3
"""Weight of every other loss beside attribution's, all in nats per window."""


class Joint(nn.Module):
    """The attribution network with the other heads beside it."""

    def __init__(self, attribution: Attribution) -> None:
        """Lay out the parameters."""
        super().__init__()
        hidden = attribution.config.hidden
        self.attribution = attribution
        self.mentions = Mentions(hidden)
        self.coreference = Coreference(hidden)
        self.relations = Relations(hidden, len(SCHEMES["re3d"]))
        self.events = Events(hidden)
        self.pairs = Pairs(hidden, len(ROOTS))


HALF = torch.cpu.get_capabilities().get("avx512_bf16", False)
"""Numbers of half the width are half again as fast on processors that have them; on others the
same takes three times as long as plain ones."""


def target(items: list[tuple[tuple[Mark, ...], Window]], width: int, types: int) -> Tensor:
    """Which spans are mentions of which type, (batch, words, widths, types)."""
    at = [
        (i, m.lo - w.lo, m.hi - m.lo - 1, m.type)
        for i, (marks, w) in enumerate(items)
        for m in marks
        if w.lo <= m.lo and m.hi <= w.hi and m.hi - m.lo <= WIDEST
    ]
    out = torch.zeros(len(items), width, WIDEST, types)
    if at:
        out[tuple(torch.tensor(at).T)] = 1
    return out


def cut(document: Marked, size: int, rng: random.Random | None) -> list[Window]:
    """Windows of a document, at a new place each time if there is an `rng`."""
    first = rng.randint(size // 3, size) if rng else None
    found = windows(document.words, core=size, context=0, first_core=first)
    return [w for w in found if w.hi > w.lo]


def span_batches(
    documents: list[Marked], size: int, rows: int, rng: random.Random
) -> list[list[tuple[Marked, Window]]]:
    """One epoch of windows in batches of like lengths."""
    items = [(d, w) for d in documents for w in cut(d, size, rng)]
    rng.shuffle(items)
    out = []
    for i in range(0, len(items), rows * 12):
        pool = sorted(items[i : i + rows * 12], key=lambda it: it[1].hi - it[1].lo)
        out += [pool[j : j + rows] for j in range(0, len(pool), rows)]
    return out


def vectors(model: Joint, items: list[tuple[Marked, Window]]) -> tuple[Tensor, Tensor]:
    """Word vectors (batch, words, hidden) and which words are real."""
    a = model.attribution
    inputs, real = pack([(d.words, w) for d, w in items], a.config.kind)
    return a.words(*inputs)[0], real


def span_loss(model: Joint, items: list[tuple[Marked, Window]]) -> Tensor:
    """Loss of the mentions of a batch of one scheme."""
    x, real = vectors(model, items)
    scheme = items[0][0].scheme
    gold = target([(d.marks, w) for d, w in items], x.shape[1], len(SCHEMES[scheme]))
    return mention_loss(model.mentions(x, scheme), gold, real)


def pairs_of(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Every mention with each of the `BACK` before it."""
    later, earlier = np.tril_indices(n, -1)
    near = later - earlier <= BACK
    return later[near], earlier[near]


def whole(x: Tensor, spans: list[Window]) -> Tensor:
    """Word vectors of a document from those of its windows, (words, hidden)."""
    return torch.cat([x[i, : w.hi - w.lo] for i, w in enumerate(spans)])


def document_loss(
    model: Joint,
    document: Marked,
    rng: random.Random,
    size: int,
    pairs: tuple[Tensor, ...] | None = None,
    *,
    mentions: bool = True,
) -> Tensor:
    """Loss of the mentions and of the groups of one document, in nats per window.

    `pairs` is what `described_pairs` gave, if it was kept. Without `mentions` only the groups
    count: packaged weights have no head for the types of GUM, and a new one would unsettle all.
    """
    spans = cut(document, size, rng)
    x, real = vectors(model, [(document, w) for w in spans])
    if not mentions:
        return groups_loss(model, document, whole(x, spans), pairs) / len(spans)
    gold = target([(document.marks, w) for w in spans], x.shape[1], len(SCHEMES["gum"]))
    loss = mention_loss(model.mentions(x, "gum"), gold, real)
    return loss + groups_loss(model, document, whole(x, spans), pairs) / len(spans)


def described_marks(document: Marked) -> Described:
    """The marks of a document in text order, described."""
    marks = sorted(document.marks, key=place_of)
    types = np.array([m.type for m in marks])
    return described(document.text, document.words, [(m.lo, m.hi) for m in marks], types)


def described_pairs(d: Described) -> tuple[Tensor, ...]:
    """First and last words of mentions, and every pair of them with its codes.

    Returns:
        First and last words, (mentions,); the later and the earlier of each pair, (pairs,); and
        codes of the features of each pair, (pairs, features).
    """
    later, earlier = pairs_of(len(d.lo))
    parts = d.lo, d.hi - 1, later, earlier, pair_codes(d, later, earlier)
    return tuple(map(torch.as_tensor, parts))


def place_of(m: Mark) -> tuple[int, int]:
    """What puts mentions in text order, the outer one of two first."""
    return m.lo, -m.hi


def pair_scores(model: Joint, row: Tensor, pairs: tuple[Tensor, ...]) -> Tensor:
    """The score of each pair that `described_pairs` gave, (pairs,)."""
    lo, last, later, earlier, codes = pairs
    return model.coreference(model.coreference.vectors(row, lo, last), later, earlier, codes)


def groups_loss(
    model: Joint, document: Marked, row: Tensor, pairs: tuple[Tensor, ...] | None = None
) -> Tensor:
    """Loss of the groups of a document with word vectors (words, hidden), summed."""
    if len(document.marks) < 2:
        return row.sum() * 0
    pairs = pairs or described_pairs(described_marks(document))
    _, _, later, earlier, _ = pairs
    scores = pair_scores(model, row, pairs)
    group = torch.tensor([m.group for m in sorted(document.marks, key=place_of)])
    return coreference_loss(scores, later, earlier, group)


def told_loss(model: Joint, items: list[Sentence] | list[Story]) -> Tensor:
    """Loss of the events of a batch of sentences or stories, in nats for each.

    In 32 bits: batches are so small that turning the weights to 16 takes longer than it saves.
    """
    a = model.attribution
    inputs, real = packed(items, a.config.kind)
    with torch.autocast("cpu", enabled=False):
        x = a.words(*inputs)[0]
        loss = event_loss if isinstance(items[0], Sentence) else story_loss
        return loss(model.events, items, x, real)


def optimiser_of(model: Joint, lr: float, head_lr: float) -> torch.optim.Optimizer:
    """The encoder and the attribution heads learn slowly, what is new fast."""
    a = model.attribution
    a.encoder.hold_tables()
    old = [p for p in a.parameters() if p.requires_grad]
    new = [p for n, p in model.named_parameters() if not n.startswith("attribution.")]
    groups = [{"params": old, "lr": lr}, {"params": new, "lr": head_lr}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def run(model: Joint, tasks: list[tuple[str, Callable[[], Tensor]]], a: argparse.Namespace) -> None:
    """One step a task, in the order given, with a rate that rises and falls."""
    optimiser = optimiser_of(model, a.lr, a.head_lr)
    total = len(tasks)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / (0.06 * total), max(0.0, (total - s) / (0.94 * total)))
    )
    model.train()
    began = time.time()
    seen: dict[str, list[float]] = defaultdict(list)
    for number, (name, task) in enumerate(tasks, 1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            loss = task()
        optimiser.zero_grad(set_to_none=True)
        (loss / 10).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        seen[name].append(loss.item())
        if number % 100 == 0 or number == total:
            means = " ".join(f"{k} {np.mean(v):.2f}" for k, v in sorted(seen.items()))
            print(f"step {number}/{total} {means} {time.time() - began:.0f}s", flush=True)
            seen.clear()
        if number % 500 == 0 and a.out:
            keep(model, a.out.with_suffix(".progress"))


def keep(model: Joint, path: Path) -> None:
    """Write all weights to one file."""
    config = model.attribution.config
    torch.save({"config": config.__dict__, "state": model.state_dict()}, path)


def joint_from(path: Path) -> Joint:
    """Read what `keep` wrote."""
    raw = torch.load(path, weights_only=True, map_location="cpu")
    model = Joint(Attribution(Config(**raw["config"])))
    # What a later step adds or shapes anew is not there yet.
    shapes = {name: value.shape for name, value in model.state_dict().items()}
    known = {k: v for k, v in raw["state"].items() if shapes.get(k) == v.shape}
    model.load_state_dict(known, strict=False)
    return model


def main() -> None:
    """Train, keep, report."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="what training.fit wrote")
    p.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    p.add_argument("--silver", type=Path, help="what training.silver wrote")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--epochs", type=int, default=2, help="times through PolNeAR")
    p.add_argument("--gum", type=int, default=2, help="times through GUM in each of them")
    p.add_argument("--more", type=float, default=0.5, help="share of the unlabelled texts")
    p.add_argument("--lr", type=float, default=6e-5)
    p.add_argument("--head-lr", type=float, default=6e-4)
    p.add_argument("--window", type=int, default=256)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--limit", type=int, default=0, help="steps, to try")
    a = p.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    data = data_folder()
    tokenizer = tokenizer_of(a.encoder)
    examples = load(data / "polnear/train.jsonl", tokenizer, Counter())
    named = {d.id: d for d in silver(a.silver, tokenizer)} if a.silver else {}
    model = Joint(restore(a.weights))
    groups = gum_documents(data / "gum/train", tokenizer)
    wiki = wikigold(data / "wikigold/wikigold.conll", tokenizer)
    ours = {x.id for x in examples}
    more = [d for i, d in named.items() if i not in ours]

    def attribution(batch: object) -> Tensor:
        flat, role, x = loss_of(model.attribution, batch)
        loss = flat + role
        marks = [(named[x.id].marks, w) for x, w in batch.items if x.id in named]
        if len(marks) == len(batch.items):
            gold = target(marks, x.shape[1], len(SCHEMES["silver"]))
            loss = loss + BESIDE * mention_loss(model.mentions(x, "silver"), gold, batch.real)
        return loss

    tasks: list[tuple[str, Callable[[], Tensor]]] = []
    for _ in range(a.epochs):
        part: list[tuple[str, Callable[[], Tensor]]] = []
        kind = model.attribution.config.kind
        part += [
            ("attribution", lambda b=b: attribution(b))
            for b in train_batches(examples, a.window, 8, kind, rng)
        ]
        for _ in range(a.gum):
            part += [
                ("gum", lambda d=d: BESIDE * document_loss(model, d, rng, a.window)) for d in groups
            ]
        some = rng.sample(more, int(len(more) * a.more / a.epochs)) if more else []
        for name, documents in (("silver", some), ("wikigold", wiki)):
            part += [
                (name, lambda b=b: BESIDE * span_loss(model, b))
                for b in span_batches(documents, a.window, 8, rng)
            ]
        rng.shuffle(part)
        tasks += part
    print(len(tasks), "steps", flush=True)
    run(model, tasks[: a.limit or None], a)
    keep(model, a.out)
    dev = load(data / "polnear/dev.jsonl", tokenizer, Counter())
    gold = [json.loads(line) for line in (data / "polnear/dev.jsonl").open(encoding="utf8")]
    model.eval()
    f1 = {k: v["F1"] for k, v in evaluate(model.attribution, tokenizer, dev, gold).items()}
    print(json.dumps(f1), flush=True)


if __name__ == "__main__":
    main()
