"""Which class of event stands between two marked actors: `python -m training.pairs --folds 5`.

Learns from PLV's pairs, each without a fifth of its sentences, and is scored on that fifth. A
large network (`--start` a checkpoint's folder, `--mark`: it sees which words the pair is) is the
teacher: with `--label FILE --to FILE` it writes how likely each class is for the pairs that
`training.acting` found in texts without gold. A small one learns from those as well (`--more`),
and sees no marks, since the product reads a sentence once for all the pairs in it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from benchmarks.events_score import as_now, classed, gold
from onrecord.spans.bundle import FOLDER
from onrecord.spans.words import Words, split
from training.batches import kinds_of_pieces
from training.data import data_folder
from training.descent import descend
from training.evaluate import tokenizer_of
from training.events import ROOTS, by_length, cover, event_batches
from training.events import packed as texts
from training.heads import Pairs
from training.joint import HALF, Joint
from training.model import Attribution, pretrained
from training.shipped import weights

CLASSES = tuple(sorted({as_now(root) for root in ROOTS}))
"""What PLV tells apart: CONCEDE and RETREAT are one class there."""

MERGED = torch.tensor([[float(as_now(root) == name) for name in CLASSES] for root in ROOTS])
"""Which class each root counts as, (roots, classes)."""


@dataclass(frozen=True)
class Pair:
    """A sentence in which two actors are marked, and how likely each class is, (classes,)."""

    text: str
    words: Words
    source: tuple[int, ...]
    target: tuple[int, ...]
    share: np.ndarray


def marked(data: Path, tokenizer: Tokenizer) -> list[Pair]:
    """The pairs of PLV's training sentences."""
    out = []
    for line in (data / "events/plv_train.jsonl").open(encoding="utf8"):
        row = json.loads(line)
        root, *ends = gold(row)
        share = np.eye(len(CLASSES), dtype=np.float32)[CLASSES.index(root)]
        out.append(pair(row["text"], ends, share, tokenizer))
    return out


def read_pairs(path: Path, tokenizer: Tokenizer) -> list[Pair]:
    """Pairs without gold, as `training.acting` found them and a teacher may have labelled them."""
    out = []
    for line in path.open(encoding="utf8"):
        row = json.loads(line)
        share = np.array(row.get("share", [0.0] * len(CLASSES)), np.float32)
        ends = row["source"], row["target"]
        out.append(pair(row["text"], ends, share, tokenizer))
    return out


def pair(
    text: str,
    ends: Sequence[Sequence[Sequence[int]]],
    share: np.ndarray,
    tokenizer: Tokenizer,
) -> Pair:
    """A pair whose two ends are given as intervals of characters."""
    words = split(text, tokenizer)
    source, target = (
        tuple(sorted({w for span in spans for w in range(*cover(words, span, 0))}))
        for spans in ends
    )
    return Pair(text, words, source, target, share)


def fold_of(p: Pair, folds: int) -> int:
    """The fold of a pair of PLV; pairs of one sentence share it."""
    return int(hashlib.md5(p.text.encode()).hexdigest(), 16) % folds


class Judge(nn.Module):
    """An encoder with the head of pairs alone.

    With `mark`, what each word piece is (none, source, target) is added to its embedding.
    """

    def __init__(self, attribution: Attribution, mark: bool) -> None:
        """Lay out the parameters."""
        super().__init__()
        hidden = attribution.config.hidden
        self.attribution, self.pairs = attribution, Pairs(hidden, len(ROOTS))
        self.mark = nn.Embedding(3, hidden) if mark else None
        if self.mark is not None:
            nn.init.zeros_(self.mark.weight)

    def forward(self, items: Sequence[Pair]) -> Tensor:
        """Scores of the roots of each pair, (pairs, roots)."""
        inputs, real, source, target = packed(items, self.attribution.config.kind)
        added = None
        if self.mark is not None:
            kinds = (source + 2 * target).long()
            added = self.mark(kinds_of_pieces(kinds, inputs, real))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            x = self.attribution.words(*inputs, added)[0]
        out: Tensor = self.pairs(x.float(), real, source, target)
        return out


def packed(items: Sequence[Pair], kind: str) -> tuple[tuple[Tensor, ...], Tensor, Tensor, Tensor]:
    """Pairs as padded tensors: inputs, and which words are real, the source and the target."""
    inputs, real = texts(items, kind)
    ends = torch.zeros(2, *real.shape)
    for row, p in enumerate(items):
        ends[0, row, list(p.source)] = 1
        # Of a word that is both, such as of `each other`, the pair's first end is told.
        ends[1, row, [w for w in p.target if w not in p.source]] = 1
    return inputs, real, ends[0], ends[1]


def pair_loss(scores: Tensor, items: Sequence[Pair]) -> Tensor:
    """Cross entropy of the classes, mean over the pairs; scores are (pairs, roots)."""
    share = torch.as_tensor(np.stack([p.share for p in items]))
    smooth = 0.95 * share + 0.05 / len(CLASSES)
    return -(smooth * classes(scores).log()).sum(-1).mean()


def joined_loss(model: Joint, items: Sequence[Pair]) -> Tensor:
    """Loss of the pairs of a batch as the network of every layer reads them, unmarked."""
    inputs, real, source, target = packed(items, model.attribution.config.kind)
    x = model.attribution.words(*inputs)[0]
    return pair_loss(model.pairs(x.float(), real, source, target), items)


def classes(scores: Tensor) -> Tensor:
    """How likely each class is, (pairs, classes), from scores of the roots."""
    return (scores.softmax(-1) @ MERGED).clamp(min=1e-6)


def teach(model: Judge, gold: list[Pair], more: list[Pair], a: argparse.Namespace) -> None:
    """Fit encoder and head to the pairs, and `--again` times to those without gold."""
    rng = random.Random(a.seed)
    model.attribution.encoder.hold_tables()
    slow = [p for p in model.attribution.encoder.parameters() if p.requires_grad]
    fast = [*model.pairs.parameters(), *(model.mark.parameters() if model.mark else ())]
    steps = [b for _ in range(a.epochs) for b in event_batches(gold, rng, a.rows)]
    steps += [b for _ in range(a.again) for b in event_batches(more, rng, a.rows)]
    rng.shuffle(steps)
    model.train()
    descend(steps, lambda batch: pair_loss(model(batch), batch), slow, fast, a.lr, a.head_lr)
    model.eval()


@torch.no_grad()
def judged(model: Judge, items: Sequence[Pair]) -> np.ndarray:
    """How likely each class is for each pair, (pairs, classes)."""
    model.eval()
    out = np.zeros((len(items), len(CLASSES)), np.float32)
    for some in by_length(items):
        out[some] = classes(model([items[j] for j in some])).float().numpy()
    return out


def table(told: Sequence[tuple[str, str]]) -> str:
    """Figures of classes as PLV gives them and as they were told, and what is mistaken most."""
    figures = classed(told)
    worst = Counter(p for p in told if p[0] != p[1]).most_common(6)
    return (
        f"{figures['pairs']} pairs, accuracy {figures['accuracy']},"
        f" macro F1 {figures['macro F1']}; {worst}"
    )


def tokenizer_for(kind: str) -> Tokenizer:
    """The packaged tokenizer for a kind of encoder."""
    return tokenizer_of(FOLDER / ("large" if kind == "mpnet" else "small"))


def start(path: str) -> Attribution:
    """A network to begin with: a checkpoint's folder, a bundle's, or a bundle's name."""
    folder = Path(path)
    if (folder / "config.json").exists():
        return pretrained(folder)
    return weights(folder if folder.is_dir() else FOLDER / path)


def main() -> None:
    """Teach by folds and score, or on everything and keep or label."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--start", default="small", help="a checkpoint's folder, a bundle's or its name")
    p.add_argument("--mark", action="store_true", help="let the network see which words are meant")
    p.add_argument("--folds", type=int, default=0)
    p.add_argument("--only", type=int, help="of the folds this one")
    p.add_argument("--more", help="pairs that a teacher has labelled; {fold} is the fold's number")
    p.add_argument("--again", type=int, default=1, help="times through them")
    p.add_argument("--label", type=Path, help="pairs to label")
    p.add_argument("--to", help="where to write them; {fold} is the fold's number")
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--rows", type=int, default=16)
    p.add_argument("--lr", type=float, default=5e-5)
    p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    data, kind = data_folder(), start(a.start).config.kind
    tokenizer = tokenizer_for(kind)
    items = marked(data, tokenizer)
    every: list[tuple[str, str]] = []
    for fold in [a.only] if a.only is not None else range(a.folds or 1):
        torch.manual_seed(a.seed)
        model = Judge(start(a.start), a.mark)
        held = [q for q in items if a.folds and fold_of(q, a.folds) == fold]
        texts = {q.text for q in held}
        more = read_pairs(Path(a.more.format(fold=fold)), tokenizer) if a.more else []
        teach(model, [q for q in items if q.text not in texts], more, a)
        if held:
            best = judged(model, held).argmax(1)
            told = [
                (CLASSES[int(q.share.argmax())], CLASSES[i])
                for q, i in zip(held, best, strict=True)
            ]
            every += told
            print(f"fold {fold}: {table(told)}", flush=True)
        if a.label:
            label(model, a.label, Path(a.to.format(fold=fold)), tokenizer, texts)
    if every:
        print(f"all: {table(every)}")


def label(model: Judge, source: Path, to: Path, tokenizer: Tokenizer, held: set[str]) -> None:
    """Write the pairs of a file with how likely each class is, but for held sentences."""
    shares = judged(model, read_pairs(source, tokenizer))
    with to.open("w", encoding="utf8") as out:
        for line, share in zip(source.open(encoding="utf8"), shares, strict=True):
            row = json.loads(line)
            # A marked sentence may be a part of one that is held.
            if not any(row["text"] in text for text in held):
                row["share"] = [round(float(s), 4) for s in share]
                out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
