"""Teach the joint network re3d: `python -m training.finish --weights FILE --out FILE`.

With `--folds 5` it is taught five times, each time without a fifth of the documents, and what it
finds in those is scored. Some steps go on with PolNeAR and GUM, so that nothing is lost; with
another mix of steps and a low rate it polishes what was averaged (`--polish`).
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable
from itertools import chain, cycle, islice
from pathlib import Path

import torch
from torch import Tensor, nn

from training.batches import sentence_batches, train_batches
from training.data import data_folder, load
from training.evaluate import evaluate, tokenizer_of
from training.events import MARKS, STATES, event_batches, sentences, stories
from training.factuality import joined_loss as statuses_loss
from training.fit import loss_of
from training.joint import (
    BESIDE,
    Joint,
    document_loss,
    joint_from,
    keep,
    place_of,
    run,
    told_loss,
)
from training.judge import read_judged
from training.marked import SCHEMES, Marked, gum_documents, re3d
from training.pairs import Pair, read_pairs
from training.pairs import joined_loss as pairs_loss
from training.pairs import marked as marked_pairs
from training.refit import read, teach
from training.reports import (
    found,
    marks_of,
    record,
    related,
    reports_loss,
    reports_row_loss,
)

LIKE = {
    "Person": ("PERSON",),
    "Organisation": ("ORG",),
    "Location": ("GPE", "LOC", "FAC"),
    "Nationality": ("NORP",),
    "Temporal": ("DATE", "TIME"),
    "Quantity": ("CARDINAL", "QUANTITY", "PERCENT"),
    "Weapon": ("PRODUCT",),
    "MilitaryPlatform": ("PRODUCT",),
    "Money": ("MONEY",),
    "DocumentReference": ("LAW", "WORK_OF_ART"),
}
"""Silver types that come near those of re3d."""


PAIR_WEIGHT = 3.0
"""Weight of the loss of pairs, a mean over pairs, beside those in nats for a whole window."""


@torch.no_grad()
def begin_with_silver(model: Joint) -> None:
    """Start the types of re3d from what was learned of the silver ones."""
    ours, theirs = (model.mentions.types[s] for s in ("re3d", "silver"))
    for name, like in LIKE.items():
        to = SCHEMES["re3d"].index(name)
        of = [SCHEMES["silver"].index(n) for n in like]
        ours.weight[to] = theirs.weight[of].mean(0)
        ours.bias[to] = theirs.bias[of].mean()


def fold_of(documents: list[Marked], fold: int, folds: int) -> list[Marked]:
    """The documents of a fold."""
    order = list(documents)
    random.Random(7).shuffle(order)
    return order[fold::folds]


def main() -> None:
    """Train, keep, report."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="what training.joint wrote")
    p.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--folds", type=int, default=0)
    p.add_argument("--only", type=int, help="of the folds this one")
    p.add_argument("--epochs", type=int, default=12, help="times through re3d")
    p.add_argument(
        "--attribution", type=float, default=0.4, help="steps of PolNeAR for one of re3d"
    )
    p.add_argument("--short", type=float, default=0.0, help="steps of PolNeAR's sentences alone")
    p.add_argument("--groups", type=float, default=0.4, help="steps of GUM for one of re3d")
    p.add_argument("--events", type=float, default=0.0, help="steps of events for one of re3d")
    p.add_argument("--stories", type=float, default=0.0, help="steps of stories for one of re3d")
    p.add_argument("--pairs", type=Path, help="pairs that a teacher has labelled")
    p.add_argument("--pair-steps", type=float, default=0.0, help="steps of them for one of re3d")
    p.add_argument("--judged", type=Path, help="statuses that a teacher has told")
    p.add_argument("--judged-steps", type=float, default=0.0, help="steps of them for one of re3d")
    p.add_argument("--polish", action="store_true", help="the weights know re3d already")
    p.add_argument("--lr", type=float, default=8e-5)
    p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--refit", type=int, default=0, help="times more with the encoder held still")
    p.add_argument("--window", type=int, default=256)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    data = data_folder()
    tokenizer = tokenizer_of(a.encoder)
    documents = re3d(data / "re3d/train.jsonl", tokenizer)
    groups = gum_documents(data / "gum/train", tokenizer)
    examples = load(data / "polnear/train.jsonl", tokenizer, Counter())
    marked = []
    if a.events:
        marked = [
            *sentences(MARKS, data, tokenizer),
            *sentences(STATES, data, tokenizer, telling=False),
        ]
    invented = stories(data, tokenizer) if a.stories else []
    # The gold ones are right, but a twelfth of the labelled ones in number.
    pairs = 2 * marked_pairs(data, tokenizer) + read_pairs(a.pairs, tokenizer) if a.pairs else []
    judged = read_judged(a.judged, tokenizer) if a.judged else []

    def taught(kept: list[Marked]) -> Joint:
        torch.manual_seed(a.seed)
        rng = random.Random(a.seed)
        model = joint_from(a.weights)
        if not a.polish:
            begin_with_silver(model)
        kind = model.attribution.config.kind
        tasks: list[tuple[str, Callable[[], Tensor]]] = []
        for _ in range(a.epochs):
            tasks += [("re3d", lambda d=d: reports_loss(model, d, rng, a.window)) for d in kept]
        steps = len(tasks)
        batches = cycle(train_batches(examples, a.window, 8, kind, rng))
        short = cycle(sentence_batches(examples, 32, kind, rng)) if a.short else iter(())
        rng.shuffle(groups)
        tasks += [
            ("short", lambda b=batch: sum(loss_of(model.attribution, b)[:2]))
            for batch in islice(short, int(steps * a.short))
        ]
        tasks += [
            ("attribution", lambda b=batch: sum(loss_of(model.attribution, b)[:2]))
            for batch in islice(batches, int(steps * a.attribution))
        ]
        tasks += [
            ("gum", lambda d=read: gum_loss(model, d, rng, a))
            for read in islice(cycle(groups), int(steps * a.groups))
        ]
        for name, items, loss, times in (
            ("events", marked, told_loss, a.events),
            ("stories", invented, told_loss, a.stories),
            ("pairs", pairs, weighed_pairs_loss, a.pair_steps),
            ("judged", judged, statuses_loss, a.judged_steps),
        ):
            again = iter(lambda items=items: event_batches(items, rng), None)
            tasks += [
                (name, lambda b=batch, loss=loss: loss(model, b))
                for batch in islice(chain.from_iterable(again), int(steps * times))
            ]
        rng.shuffle(tasks)
        run(model, tasks, argparse.Namespace(lr=a.lr, head_lr=a.head_lr, out=None))
        if a.refit:
            items = read(model, kept, a.window)
            heads = nn.ModuleList([model.mentions, model.relations])
            teach(heads, lambda it: reports_row_loss(model, *it), items, a.refit, a.head_lr)
        model.eval()
        return model

    if a.folds:
        kept = []
        for fold in range(a.folds):
            if a.only is not None and fold != a.only:
                continue
            held = fold_of(documents, fold, a.folds)
            ids = {d.id for d in held}
            model = taught([d for d in documents if d.id not in ids])
            for d in held:
                scores, row = found(model, d, a.window)
                kept.append((d, scores, row, model))
        score(kept, data / "re3d/train.jsonl", a.out)
        return
    model = taught(documents)
    keep(model, a.out)
    dev = load(data / "polnear/dev.jsonl", tokenizer, Counter())
    gold = [json.loads(line) for line in (data / "polnear/dev.jsonl").open(encoding="utf8")]
    f1 = {k: v["F1"] for k, v in evaluate(model.attribution, tokenizer, dev, gold).items()}
    print(json.dumps(f1), flush=True)


def weighed_pairs_loss(model: Joint, items: list[Pair]) -> Tensor:
    """Loss of a batch of pairs of actors beside the other losses."""
    return PAIR_WEIGHT * pairs_loss(model, items)


def gum_loss(model: Joint, d: Marked, rng: random.Random, a: argparse.Namespace) -> Tensor:
    """Loss of a document of GUM beside that of re3d."""
    return 2 * BESIDE * document_loss(model, d, rng, a.window, mentions=not a.polish)


def compared(
    kept: list, rows: dict[str, dict], threshold: float, sure: float
) -> tuple[dict[str, dict], dict[str, dict]]:
    """How documents are read, and how with the gold mentions given.

    Args:
        kept: documents with the scores of their spans, word vectors, and the network.
        rows: the gold of each document, by its id.
        threshold: least probability of a mention.
        sure: least probability of a relation.
    """
    from benchmarks.mentions_score import table

    pairs, given = [], []
    for d, scores, row, model in kept:
        for marks, out in (
            (marks_of(scores, threshold), pairs),
            (sorted(d.marks, key=place_of), given),
        ):
            out.append((rows[d.id], record(d, marks, related(model, d, row, marks, sure))))
    return table(pairs), table(given)


def score(kept: list, gold: Path, out: Path) -> None:
    """Write predictions at several thresholds and print how they score."""
    rows = {json.loads(line)["id"]: json.loads(line) for line in gold.open(encoding="utf8")}
    for threshold in (0.3, 0.4, 0.5):
        for sure in (0.15, 0.2, 0.3, 0.4):
            t, g = compared(kept, rows, threshold, sure)
            print(
                threshold,
                sure,
                {k: t[k] for k in ("mentions exact", "mentions overlap", "relations end to end")},
                "gold mentions:",
                g["relations end to end"],
                flush=True,
            )
    out.write_text("\n".join(json.dumps(record(d, marks_of(s, 0.4), [])) for d, s, _, _ in kept))


if __name__ == "__main__":
    main()
