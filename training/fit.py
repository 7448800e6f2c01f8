"""Fine-tune an encoder on PolNeAR: `python -m training.fit --encoder FOLDER --out FILE`.

Keeps its progress beside the output; the same command goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from training.batches import Batch, train_batches
from training.data import Example, data_folder, load
from training.evaluate import evaluate, tokenizer_of
from training.model import Attribution, pretrained, restore, save

WARM_UP = 0.06
"""Share of all steps in which the learning rate rises; then it falls to nothing."""

KEEP_EVERY = 100
"""Steps between two copies of the progress."""


def loss_of(model: Attribution, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Flat and role loss of a batch, each in nats per window, and its word vectors."""
    x, flat = model.words(*batch.inputs)
    flat_loss = model.flat_crf.loss(flat, batch.tags, batch.real).sum() / len(flat)
    if not len(batch.window):
        return flat_loss, flat_loss * 0, x
    sides = model.sides(x, flat)
    scores = model.roles(sides, batch.window, batch.begin, batch.end, batch.real)
    role_loss = model.role_crf.loss(scores, batch.cue_tags, batch.real[batch.window]).sum() / len(
        flat
    )
    return flat_loss, role_loss, x


@dataclass
class Run:
    """A training run that can stop after any step and go on."""

    model: Attribution
    optimiser: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler
    file: Path
    epoch: int = 0
    step: int = 0

    def keep(self) -> None:
        """Write the progress; a stop while writing leaves the copy before."""
        fresh = self.file.with_suffix(".new")
        parts = {n: getattr(self, n).state_dict() for n in ("model", "optimiser", "schedule")}
        torch.save({**parts, "epoch": self.epoch, "step": self.step}, fresh)
        fresh.replace(self.file)

    def resume(self) -> None:
        """Go on from the progress, if there is any."""
        if self.file.exists():
            kept = torch.load(self.file, weights_only=True)
            for name in ("model", "optimiser", "schedule"):
                getattr(self, name).load_state_dict(kept[name])
            self.epoch, self.step = kept["epoch"], kept.get("step", 0)

    def fit(self, examples: list[Example], a: argparse.Namespace) -> None:
        """Train through the rest of the epoch."""
        self.model.train()
        started, seen = time.time(), [0.0, 0.0]
        rng = random.Random(a.seed * 1000 + self.epoch)
        batches = train_batches(examples, a.window, a.rows, self.model.config.kind, rng)
        for number, batch in enumerate(batches, 1):
            if number <= self.step:
                continue
            flat, role, _ = loss_of(self.model, batch)
            self.optimiser.zero_grad(set_to_none=True)
            ((flat + role) / 10).backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimiser.step()
            self.schedule.step()
            self.step = number
            seen = [seen[0] + flat.item(), seen[1] + role.item()]
            if number % 20 == 0:
                losses = f"flat {seen[0] / 20:.2f} role {seen[1] / 20:.2f}"
                print(
                    f"epoch {self.epoch} step {number} {losses} {time.time() - started:.0f}s",
                    flush=True,
                )
                seen = [0.0, 0.0]
            if number % KEEP_EVERY == 0:
                self.keep()
        self.epoch, self.step = self.epoch + 1, 0
        self.keep()


def started(model: Attribution, steps: int, a: argparse.Namespace) -> Run:
    """A run with its optimiser: the encoder learns slowly, what is new fast."""
    model.encoder.hold_tables()
    for layer in list(model.encoder.layers)[: a.frozen]:
        layer.requires_grad_(False)
    body, new = [], []
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            old = name.startswith("encoder.") and "feature" not in name
            (body if old else new).append(parameter)
    groups = [{"params": body, "lr": a.lr}, {"params": new, "lr": a.head_lr}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    total = steps * a.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda s: min(s / (WARM_UP * total), max(0.0, (total - s) / ((1 - WARM_UP) * total))),
    )
    return Run(model, optimiser, schedule, a.out.with_suffix(".progress"))


def arguments() -> argparse.Namespace:
    """The command's arguments."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--encoder", type=Path, required=True, help="folder of a pretrained checkpoint")
    p.add_argument("--out", type=Path, required=True, help="weights to write; progress beside it")
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--lr", type=float, default=1.2e-4)
    p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--rows", type=int, default=8, help="windows in a batch")
    p.add_argument("--window", type=int, default=320, help="word pieces in a window")
    p.add_argument("--frozen", type=int, default=0, help="lowest layers kept as they are")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--evaluate-every", type=int, default=2)
    return p.parse_args()


def main() -> None:
    """Train, keep, report."""
    a = arguments()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    tokenizer = tokenizer_of(a.encoder)
    folder = data_folder() / "polnear"
    dropped: Counter[str] = Counter()
    examples = load(folder / "train.jsonl", tokenizer, dropped)
    dev = load(folder / "dev.jsonl", tokenizer, Counter())
    gold = [json.loads(line) for line in (folder / "dev.jsonl").open(encoding="utf8")]
    print(json.dumps({"articles": len(examples), "rows": dropped}), flush=True)
    a.out.parent.mkdir(parents=True, exist_ok=True)
    model = pretrained(a.encoder)
    kind = model.config.kind
    first = train_batches(examples, a.window, a.rows, kind, random.Random(0))
    run = started(model, sum(1 for _ in first), a)
    run.resume()
    while run.epoch < a.epochs:
        run.fit(examples, a)
        if run.epoch % a.evaluate_every == 0 or run.epoch == a.epochs:
            f1 = {k: v["F1"] for k, v in evaluate(model, tokenizer, dev, gold).items()}
            print(json.dumps({"epoch": run.epoch, **f1}), flush=True)
    save(model, a.out)
    print(json.dumps(evaluate(restore(a.out), tokenizer, dev, gold)), flush=True)


if __name__ == "__main__":
    main()
