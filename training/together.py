"""Every layer at once, for an accelerator: `python -m training.together --corpora FILE --out FILE`.

Each step sums the losses of some of every corpus, in batches that keep such a machine busy, for as
many `--minutes` as are given; the rates rise and fall with the clock. With `--teacher`, the network
also learns what a larger one says of texts without gold (`training.distil`). With `--fold`, a fifth
of re3d and of the marked sentences is left out, and what is found there is scored.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from onrecord.spans.bundle import FOLDER, HEADS
from onrecord.spans.windows import Window
from training import corpora, finish, told
from training.batches import SHIFT, Batch
from training.corpora import Corpora, parted
from training.data import Example, data_folder
from training.distil import (
    Pupil,
    document_losses,
    read_reports,
    sentences_loss,
    windows_loss,
)
from training.events import Sentence
from training.fit import loss_of
from training.joint import (
    Joint,
    cut,
    described_marks,
    described_pairs,
    document_loss,
    joint_from,
    keep,
    span_loss,
    told_loss,
)
from training.marked import Marked
from training.reports import found, reports_loss
from training.shipped import joint, weights

FOLDS = 5
WARM_UP = 0.06
WINDOW = 256

PARTED = 1500
"""Documents without gold that are also read sentence by sentence."""

WEIGHTS = {
    "attribution": 1.0,
    "events": 4.0,
    "stories": 1.0,
    "gum": 0.2,
    "re3d": 0.7,
    "names": 0.3,
    "soft vectors": 0.1,
    "soft flat": 1.0,
    "soft roles": 1.0,
    "soft mentions": 1.0,
    "soft triggers": 4.0,
    "soft parts": 2.0,
    "soft states": 4.0,
    "soft groups": 0.6,
    "soft relations": 1.0,
}
"""Of each loss, all in nats per window or sentence."""

Item = TypeVar("Item")


def endless(
    items: Callable[[], Sequence[Item]], at_once: int, rng: random.Random
) -> Iterator[list[Item]]:
    """Some of the items at a time, all of them before they are made anew."""
    while len(order := list(items())) >= at_once:
        rng.shuffle(order)
        for i in range(0, len(order) - at_once + 1, at_once):
            yield order[i : i + at_once]


class Lesson:
    """All that one step learns from, a new part of each corpus each time."""

    def __init__(self, model: Joint, c: Corpora, a: argparse.Namespace) -> None:
        """Split and shuffle."""
        self.model, self.rng = model, (rng := random.Random(a.seed))
        self.kind = model.attribution.config.kind
        self.held_reports, self.held = held_out(c, a.fold)
        ids, texts = {d.id for d in self.held_reports}, {s.text for s in self.held}
        reports = [d for d in c.re3d if d.id not in ids]
        marked = [s for s in c.sentences if s.text not in texts]
        self.pairs = {d.id: described_pairs(described_marks(d)) for d in c.gum if len(d.marks) > 1}
        groups = [d for d in c.gum if d.id in self.pairs]
        self.plain = [d for d in c.plain if d.id not in ids]
        some = rng.sample(self.plain, min(PARTED, len(self.plain)))
        alone = [s for d in some for s in parted(d) if s.text not in texts]

        def windows(documents: Sequence[Marked | Example]) -> list[tuple[Any, Window]]:
            return [(d, w) for d in documents for w in cut(d, WINDOW, rng) if w.hi - w.lo > 3]

        self.windows = endless(lambda: windows(c.examples), a.rows, rng)
        self.sentences = endless(lambda: marked, 2 * a.rows, rng)
        self.stories = endless(lambda: c.stories, 16, rng)
        self.names = endless(lambda: windows([*c.silver, *c.wikigold]), 8, rng)
        self.groups = endless(lambda: groups, 2, rng)
        self.reports = endless(lambda: reports, 1, rng)
        self.plain_windows = endless(lambda: windows(self.plain), a.rows, rng)
        self.plain_sentences = endless(lambda: alone, 2 * a.rows, rng)

    def marked(self) -> Iterator[tuple[str, Callable[[], Tensor]]]:
        """What gold teaches."""
        m, rng = self.model, self.rng
        windows = next(self.windows)
        which = [rng.randrange(len(x.links)) for x, _ in windows]
        batch = Batch(windows, which, self.kind)
        yield "attribution", lambda: sum(loss_of(m.attribution, batch)[:2])
        yield "events", lambda: told_loss(m, next(self.sentences))
        yield "stories", lambda: told_loss(m, next(self.stories))
        yield "names", lambda: names_loss(m, next(self.names))
        for d in next(self.groups):
            yield "gum", lambda d=d: document_loss(m, d, rng, WINDOW, self.pairs[d.id]) / 2
        for d in next(self.reports):
            yield "re3d", lambda d=d: reports_loss(m, d, rng, WINDOW)


def held_out(c: Corpora, fold: int | None) -> tuple[list[Marked], list[Sentence]]:
    """Reports and marked sentences of a fold, as `training.finish` and `training.told` cut them."""
    if fold is None:
        return [], []
    held = [s for s in c.sentences if told.fold_of(s, FOLDS) == fold]
    return finish.fold_of(c.re3d, fold, FOLDS), held


def names_loss(model: Joint, items: list[tuple[Marked, Window]]) -> Tensor:
    """Loss of silver and WikiGold names, in nats per window."""
    total = torch.zeros(())
    for scheme in ("silver", "wikigold"):
        part = [(d, w) for d, w in items if d.scheme == scheme]
        if part:
            total = total + span_loss(model, part) * len(part)
    return total / len(items)


class Course:
    """A network, what it learns from, and how fast."""

    def __init__(self, model: Joint, teacher: Joint | None, c: Corpora, a: argparse.Namespace):
        """Begin."""
        self.a, self.model, self.teacher = a, model, teacher
        self.lesson = Lesson(model, c, a)
        self.pupil = Pupil(model, teacher) if teacher else None
        self.read = self._reports() if teacher else iter(())
        model.attribution.encoder.hold_tables()
        self.optimiser = optimiser_of(self.pupil or model, a)
        self.seen: dict[str, Tensor] = defaultdict(lambda: torch.zeros(()))

    def _reports(self) -> Iterator[list[Marked]]:
        """Documents with the teacher's mentions, read once."""
        plain = self.lesson.plain
        some = self.lesson.rng.sample(plain, min(self.a.reports, len(plain)))
        with half(self.a.device):
            read = read_reports(self.teacher, some, WINDOW)
        return endless(lambda: read, 1, self.lesson.rng)

    def soft(self) -> Iterator[Tensor]:
        """What the teacher teaches, a batch at a time."""
        lesson, teacher, pupil = self.lesson, self.teacher, self.pupil
        batches: tuple[Callable[[], dict[str, Tensor]], ...] = (
            lambda: windows_loss(pupil, teacher, next(lesson.plain_windows)),
            lambda: sentences_loss(pupil, teacher, next(lesson.plain_sentences)),
            lambda: sentences_loss(pupil, teacher, next(lesson.sentences)),
            lambda: self._pairs(next(self.read, None)),
            lambda: self._pairs(next(lesson.groups)),
        )
        for batch in batches:
            with half(self.a.device):
                losses = batch()
            if not losses:
                continue
            total = sum(WEIGHTS[f"soft {name}"] * loss for name, loss in losses.items())
            for name, loss in losses.items():
                self.seen[f"soft {name}"] += loss.detach()
            yield total

    def _pairs(self, documents: list[Marked] | None) -> dict[str, Tensor]:
        if not documents:
            return {}
        d = documents[0]
        pairs = self.lesson.pairs[d.id] if d.scheme == "gum" else None
        return document_losses(self.pupil, self.teacher, d, self.lesson.rng, WINDOW, pairs)

    def step(self) -> None:
        """Learn from some of everything; gradients are summed, so that little is held at once."""
        self.optimiser.zero_grad(set_to_none=True)
        for name, task in self.lesson.marked():
            with half(self.a.device):
                loss = task()
            self.seen[name] += loss.detach()
            (WEIGHTS[name] * loss * self.a.gold / 10).backward()
        if self.teacher:
            for loss in self.soft():
                (loss / 10).backward()
        torch.nn.utils.clip_grad_norm_(self.parameters(), 1.0)
        self.optimiser.step()

    def parameters(self) -> list[nn.Parameter]:
        """What is learned."""
        return [p for g in self.optimiser.param_groups for p in g["params"]]

    def run(self) -> None:
        """Learn until the time is over."""
        began, step = time.time(), 0
        highest = [g["lr"] for g in self.optimiser.param_groups]
        self.model.train()
        while (done := (time.time() - began) / (60 * self.a.minutes)) < 1:
            rate = min(done / WARM_UP, (1 - done) / (1 - WARM_UP))
            for group, lr in zip(self.optimiser.param_groups, highest, strict=True):
                group["lr"] = lr * rate
            self.step()
            step += 1
            if step % self.a.report == 0:
                means = " ".join(f"{k} {v / self.a.report:.2f}" for k, v in self.seen.items())
                print(
                    f"{self.a.out.stem} step {step} {time.time() - began:.0f}s {means}", flush=True
                )
                self.seen.clear()
        print(f"{self.a.out.stem} {step} steps", flush=True)
        self.model.eval()


def half(device: str) -> torch.autocast:
    """Products in 16 bits on an accelerator."""
    return torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu")


def optimiser_of(model: nn.Module, a: argparse.Namespace) -> torch.optim.Optimizer:
    """The encoder learns slowly, the heads fast, what is held not at all."""
    slow, fast = [], []
    for name, p in model.named_parameters():
        if p.requires_grad:
            (slow if "encoder." in name else fast).append(p)
    groups = [{"params": slow, "lr": a.lr}, {"params": fast, "lr": a.head_lr}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def started(where: str) -> Joint:
    """A network from a file of weights, or from a packaged or other folder of a bundle."""
    path = Path(where)
    if path.is_file():
        return joint_from(path)
    folder = path if path.is_dir() else FOLDER / where
    return joint(folder) if (folder / HEADS).exists() else Joint(weights(folder))


def shift(c: Corpora, by: int) -> None:
    """Add to the ids of all word pieces, in place."""
    read = (*c.examples, *c.gum, *c.re3d, *c.wikigold, *c.silver, *c.plain)
    for words in {id(x.words): x.words for x in (*read, *c.sentences, *c.stories)}.values():
        words.piece[:] += by


def keep_layers(model: Joint, kept: Sequence[int]) -> None:
    """Leave out all other layers of the encoder, in place."""
    a = model.attribution
    a.encoder.layers = nn.ModuleList(a.encoder.layers[i] for i in kept)
    a.config = a.encoder.config = dataclasses.replace(a.config, layers=len(kept))


@torch.no_grad()
def scored(model: Joint, lesson: Lesson, data: Path) -> dict[str, object]:
    """How a fold's reports are read."""
    rows = {r["id"]: r for r in map(json.loads, (data / "re3d/train.jsonl").open(encoding="utf8"))}
    out: dict[str, object] = {}
    read = [(d, *found(model, d, WINDOW), model) for d in lesson.held_reports]
    for threshold in (0.3, 0.4, 0.5):
        for sure in (0.2, 0.3):
            t, g = finish.compared(read, rows, threshold, sure)
            out[f"re3d {threshold} {sure}"] = [
                t["mentions exact"], t["mentions overlap"], t["relations end to end"],
                g["relations end to end"],
            ]  # fmt: skip
    return out


def main() -> None:
    """Learn, keep, score."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--corpora", type=Path, required=True, help="what training.corpora wrote")
    p.add_argument("--start", default="small", help="weights, or a bundle by name or folder")
    p.add_argument("--teacher", type=Path, help="weights of a larger network")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--layers", type=int, nargs="+", help="of the encoder that are kept")
    p.add_argument("--minutes", type=float, default=4.0)
    p.add_argument("--rows", type=int, default=32, help="windows in a batch")
    p.add_argument("--reports", type=int, default=400, help="texts in which relations are taught")
    p.add_argument("--lr", type=float, default=6e-5)
    p.add_argument("--head-lr", type=float, default=8e-4)
    p.add_argument("--gold", type=float, default=1.0, help="weight of gold")
    p.add_argument("--fold", type=int, help=f"of {FOLDS}")
    p.add_argument("--report", type=int, default=50, help="steps between two lines")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    torch.manual_seed(a.seed)
    torch.set_float32_matmul_precision("high")
    # Its attention is planned anew for every length, which takes longer than all the rest.
    torch.backends.cuda.enable_cudnn_sdp(False)
    began = time.time()
    model = started(a.start)
    if a.layers:
        keep_layers(model, a.layers)
    teacher = started(str(a.teacher)) if a.teacher else None
    torch.set_default_device(a.device)
    model = model.to(a.device)
    if teacher:
        teacher = teacher.to(a.device).eval().requires_grad_(False)
    read = corpora.restore(a.corpora)
    shift(read, SHIFT[model.attribution.config.kind])
    course = Course(model, teacher, read, a)
    print(f"{a.out.stem} ready after {time.time() - began:.0f}s", flush=True)
    course.run()
    keep(model, a.out)
    if a.fold is not None:
        print(json.dumps({a.out.stem: scored(model, course.lesson, data_folder())}), flush=True)


if __name__ == "__main__":
    main()
