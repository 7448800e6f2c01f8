"""Fine-tune an encoder on PolNeAR: `python -m training.fit --encoder FOLDER --out FILE`.

Checkpoints after every epoch; the same command goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from benchmarks.attribution_score import score
from onrecord.spans.decode import viterbi
from onrecord.spans.tags import FLAT, ROLES
from onrecord.spans.windows import Window, windows
from onrecord.spans.words import FEATURES
from training.data import Example, Link, data_folder, load
from training.model import Attribution, pretrained, restore, save

CLS, SEP = {"bert": 101, "mpnet": 0}, {"bert": 102, "mpnet": 2}


class Batch:
    """Windows as padded tensors, with gold where an annotator is given."""

    def __init__(
        self, items: list[tuple[Example, Window]], annotators: list[int], kind: str
    ) -> None:
        """Pack the windows; `annotators` names the annotator whose gold to take for each."""
        rows = len(items)
        pieces = max(int(x.words.first[w.hi] - x.words.first[w.lo]) for x, w in items) + 2
        width = max(w.hi - w.lo for _, w in items)
        ids = np.full((rows, pieces), 1 if kind == "mpnet" else 0, np.int64)
        features = np.full((rows, pieces), FEATURES, np.int64)
        mask = np.zeros((rows, pieces), np.int64)
        first = np.zeros((rows, width), np.int64)
        real = np.zeros((rows, width), np.int64)
        tags = np.zeros((rows, width), np.int64)
        cue_tags, window, begin, end = [], [], [], []
        for i, ((x, w), annotator) in enumerate(zip(items, annotators, strict=True)):
            lo, hi = int(x.words.first[w.lo]), int(x.words.first[w.hi])
            n, m = hi - lo, w.hi - w.lo
            ids[i, 0], ids[i, 1 : n + 1], ids[i, n + 1] = CLS[kind], x.words.piece[lo:hi], SEP[kind]
            counts = np.diff(x.words.first[w.lo : w.hi + 1])
            features[i, 1 : n + 1] = np.repeat(x.words.feature[w.lo : w.hi], counts)
            mask[i, : n + 2] = 1
            first[i, :m] = x.words.first[w.lo : w.hi] - lo + 1
            real[i, :m] = 1
            tags[i, :m] = _repaired(x.tags[annotator][w.lo : w.hi])
            for link in x.links[annotator]:
                row = _row(link, w, width)
                if row is not None:
                    cue_tags.append(row)
                    window.append(i)
                    begin.append(link.cue[0][0] - w.lo)
                    end.append(link.cue[-1][1] - 1 - w.lo)
        self.inputs = tuple(map(torch.from_numpy, (ids, features, mask, first)))
        self.real, self.tags = torch.from_numpy(real), torch.from_numpy(tags)
        self.cue_tags = torch.from_numpy(np.array(cue_tags, np.int64).reshape(-1, width))
        self.window, self.begin, self.end = (
            torch.tensor(v, dtype=torch.long) for v in (window, begin, end)
        )


def _repaired(tags: np.ndarray) -> np.ndarray:
    """Tags cut out of a document, with spans that the cut broke made valid again."""
    out = tags.copy()
    n = len(out)
    if n and out[0] and (out[0] - 1) % 4 in (1, 2):
        out[0] += 1 if (out[0] - 1) % 4 == 2 else -1
    if n and out[-1] and (out[-1] - 1) % 4 in (0, 1):
        out[-1] = out[-1] + 3 if (out[-1] - 1) % 4 == 0 else out[-1] + 1
    if n == 1 and out[0]:
        out[0] = (out[0] - 1) // 4 * 4 + 4
    return out


def _row(link: Link, w: Window, width: int) -> np.ndarray | None:
    """Role tags of one cue in a window, or nothing where the window cuts the link."""
    spans = link.cue + link.source + link.content
    if min(s for s, _ in spans) < w.lo or max(e for _, e in spans) > w.hi:
        return None
    row = np.zeros(width, np.int64)
    for role in ("content", "source"):
        ROLES.write(row, role, [(s - w.lo, e - w.lo) for s, e in getattr(link, role)])
    return row if _valid(row) else None


def _valid(row: np.ndarray) -> bool:
    return bool((ROLES.allowed[row[:-1], row[1:]] == 0).all())


def train_batches(
    examples: list[Example], size: int, rows: int, kind: str, rng: random.Random
) -> Iterator[Batch]:
    """One epoch: windows cut at a new place each time, batches of like lengths."""
    items = [
        (x, w)
        for x in examples
        for w in windows(x.words, core=size, context=0, first_core=rng.randint(size // 4, size))
        if w.hi - w.lo > 3
    ]
    rng.shuffle(items)
    pools = [items[i : i + rows * 12] for i in range(0, len(items), rows * 12)]
    batches = []
    for pool in pools:
        pool.sort(key=lambda it: it[0].words.first[it[1].hi] - it[0].words.first[it[1].lo])
        batches += [pool[i : i + rows] for i in range(0, len(pool), rows)]
    rng.shuffle(batches)
    for group in batches:
        yield Batch(group, [rng.randrange(len(x.links)) for x, _ in group], kind)


def loss_of(model: Attribution, batch: Batch) -> tuple[Tensor, Tensor]:
    """Flat and role loss of a batch, each in nats per window."""
    x, flat = model.words(*batch.inputs)
    flat_loss = model.flat_crf.loss(flat, batch.tags, batch.real).sum() / len(flat)
    if not len(batch.window):
        return flat_loss, flat_loss * 0
    scores = model.roles(x, flat, batch.window, batch.begin, batch.end, batch.real)
    role_loss = model.role_crf.loss(scores, batch.cue_tags, batch.real[batch.window]).sum() / len(
        flat
    )
    return flat_loss, role_loss


@torch.no_grad()
def find(
    model: Attribution, x: Example, core: int = 256, context: int = 48, cue_bias: float = 0.0
) -> list[dict]:
    """Attributions of a document as character spans, by the same steps as the product."""
    model.eval()
    out = []
    step, role_step = ((c.step + c.allowed).numpy() for c in (model.flat_crf, model.role_crf))
    for w in windows(x.words, core=core, context=context):
        batch = Batch([(x, w)], [0], model.config.kind)
        vectors, flat = model.words(*batch.inputs)
        n = np.array([w.hi - w.lo])
        scores = flat.numpy().copy()
        scores[:, :, [1, 4]] += cue_bias
        tags = viterbi(scores, n, step, FLAT.initial, FLAT.final)[0]
        cues = [
            (s, e) for s, e in FLAT.read(tags.tolist())["cue"] if w.core_lo <= s + w.lo < w.core_hi
        ]
        if not cues:
            continue
        zero = torch.zeros(len(cues), dtype=torch.long)
        begin, end = (torch.tensor(v) for v in zip(*[(s, e - 1) for s, e in cues], strict=True))
        roles = model.roles(vectors, flat, zero, begin, end, batch.real).numpy()
        best = viterbi(roles, n.repeat(len(cues)), role_step, ROLES.initial, ROLES.final)
        for cue, row in zip(cues, best, strict=True):
            found = ROLES.read(row.tolist())
            if found["content"]:
                roles_of = {"cue": [cue], **found}
                out.append(
                    {
                        r: [
                            [int(x.words.start[s + w.lo]), int(x.words.end[e - 1 + w.lo])]
                            for s, e in v
                        ]
                        for r, v in roles_of.items()
                    }
                )
    return out


def evaluate(
    model: Attribution, examples: list[Example], gold: list[dict], **how: float
) -> dict[str, dict[str, float]]:
    """The attribution metric over a development file."""
    return score(
        [
            (row["text"], [a["attributions"] for a in row["annotations"]], find(model, x, **how))  # type: ignore[arg-type]
            for x, row in zip(examples, gold, strict=True)
        ]
    )


def main() -> None:
    """Parse arguments, train, checkpoint, report."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--encoder", type=Path, required=True, help="folder of a pretrained checkpoint")
    p.add_argument("--out", type=Path, required=True, help="weights to write; progress beside it")
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--lr", type=float, default=1.2e-4)
    p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--rows", type=int, default=8)
    p.add_argument("--window", type=int, default=320)
    p.add_argument("--frozen", type=int, default=0, help="lowest layers kept as they are")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--limit", type=int, default=0, help="train on so many articles only")
    p.add_argument("--evaluate-every", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    tokenizer = Tokenizer.from_file(str(a.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    folder = data_folder() / "polnear"
    dropped: Counter[str] = Counter()
    examples = load(folder / "train.jsonl", tokenizer, dropped)[: a.limit or None]
    dev = load(folder / "dev.jsonl", tokenizer, Counter())
    gold = [json.loads(line) for line in (folder / "dev.jsonl").open(encoding="utf8")]
    print(json.dumps({"examples": len(examples), "rows": dropped}), flush=True)
    a.out.parent.mkdir(parents=True, exist_ok=True)
    model = pretrained(a.encoder)
    model.encoder.word.weight.requires_grad_(False)
    for layer in list(model.encoder.layers)[: a.frozen]:
        layer.requires_grad_(False)
    body = [
        q
        for n, q in model.named_parameters()
        if n.startswith("encoder.") and "feature" not in n and q.requires_grad
    ]
    head = [
        q
        for n, q in model.named_parameters()
        if (not n.startswith("encoder.") or "feature" in n) and q.requires_grad
    ]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": a.lr}, {"params": head, "lr": a.head_lr}], weight_decay=0.01
    )
    per_epoch = sum(
        1 for _ in train_batches(examples, a.window, a.rows, model.config.kind, random.Random(0))
    )
    total = per_epoch * a.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / (0.06 * total), max(0.0, (total - s) / (0.94 * total)))
    )
    progress = a.out.with_suffix(".progress")
    epoch = 0
    if progress.exists():
        kept = torch.load(progress, weights_only=True)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        schedule.load_state_dict(kept["schedule"])
        epoch = kept["epoch"]
    while epoch < a.epochs:
        model.train()
        started, seen = time.time(), [0.0, 0.0]
        rng = random.Random(a.seed * 1000 + epoch)
        for number, batch in enumerate(
            train_batches(examples, a.window, a.rows, model.config.kind, rng), 1
        ):
            flat, role = loss_of(model, batch)
            optimiser.zero_grad(set_to_none=True)
            ((flat + role) / 10).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            seen = [seen[0] + flat.item(), seen[1] + role.item()]
            if number % 20 == 0:
                print(
                    f"epoch {epoch} step {number}/{per_epoch} "
                    f"flat {seen[0] / 20:.2f} role {seen[1] / 20:.2f} "
                    f"{time.time() - started:.0f}s",
                    flush=True,
                )
                seen = [0.0, 0.0]
        epoch += 1
        torch.save(
            {
                "model": model.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "epoch": epoch,
            },
            progress,
        )
        if epoch % a.evaluate_every == 0 or epoch == a.epochs:
            table = evaluate(model, dev, gold)
            print(
                json.dumps({"epoch": epoch, **{k: v["F1"] for k, v in table.items()}}), flush=True
            )
    save(model, a.out)
    print(json.dumps(evaluate(restore(a.out), dev, gold)), flush=True)


if __name__ == "__main__":
    main()
