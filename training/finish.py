"""Teach the joint network re3d: `python -m training.finish --weights FILE --out FILE`.

With `--folds 5` it is taught five times, each time without a fifth of the documents, and what it
finds in those is scored. Half of the steps go on with PolNeAR and GUM, so that nothing is lost.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from onrecord.schema import SYMMETRIC_RELATIONS
from onrecord.spans.heads import uncrossed
from onrecord.spans.linking import (
    FORMS,
    form_of,
    relation_codes,
    relation_contexts,
    sentence_pairs,
)
from onrecord.spans.windows import Window
from training.batches import train_batches
from training.data import data_folder, load
from training.evaluate import evaluate, tokenizer_of
from training.fit import loss_of
from training.heads import mention_loss, start_loss
from training.joint import (
    BESIDE,
    Joint,
    cut,
    document_loss,
    joint_from,
    keep,
    run,
    target,
    vectors,
    whole,
)
from training.marked import RELATIONS, SCHEMES, Mark, Marked, gum_documents, re3d

SYMMETRIC = frozenset(RELATIONS.index(r) for r in SYMMETRIC_RELATIONS)
TYPES = len(SCHEMES["re3d"])
NONE = len(RELATIONS)


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


@torch.no_grad()
def begin_with_silver(model: Joint) -> None:
    """Start the types of re3d from what was learned of the silver ones."""
    ours, theirs = (model.mentions.types[s] for s in ("re3d", "silver"))
    for name, like in LIKE.items():
        to = SCHEMES["re3d"].index(name)
        of = [SCHEMES["silver"].index(n) for n in like]
        ours.weight[to] = theirs.weight[of].mean(0)
        ours.bias[to] = theirs.bias[of].mean()


def relation_scores(
    model: Joint, row: Tensor, sentence: np.ndarray, marks: list[Mark]
) -> tuple[np.ndarray, Tensor]:
    """Ordered pairs within sentences, (pairs, 2), and their scores, (pairs, relations + 1).

    Args:
        model: the network.
        row: word vectors of the document, (words, hidden).
        sentence: sentence of each word, (words,).
        marks: mentions in text order.
    """
    lo, hi, kind = (np.array([getattr(m, k) for m in marks]) for k in ("lo", "hi", "type"))
    pair = sentence_pairs(sentence[lo])
    codes = relation_codes(lo, hi, kind, pair, TYPES)
    contexts = relation_contexts(lo, hi, pair, sentence)
    ends = np.stack((lo, hi - 1), 1)
    tensors = (torch.from_numpy(t) for t in (ends, contexts, pair, codes))
    return pair, model.relations(row, *tensors)


def relation_loss(model: Joint, document: Marked, row: Tensor) -> Tensor:
    """Cross entropy over all pairs within sentences, summed."""
    order = sorted(range(len(document.marks)), key=lambda i: _place(document.marks[i]))
    at = {old: new for new, old in enumerate(order)}
    marks = [document.marks[i] for i in order]
    if len(marks) < 2:
        return row.sum() * 0
    pair, scores = relation_scores(model, row, document.words.sentence, marks)
    gold = {}
    for kind, source, to in document.relations:
        gold[at[source], at[to]] = kind
        if kind in SYMMETRIC:
            gold[at[to], at[source]] = kind
    wanted = torch.tensor([gold.get((int(i), int(j)), NONE) for i, j in pair])
    return F.cross_entropy(scores.float(), wanted, reduction="sum")


def _form(document: Marked, m: Mark) -> int:
    w = document.words
    tokens = [document.text[w.start[i] : w.end[i]] for i in range(m.lo, m.hi)]
    return form_of(tokens, m.lo == 0 or bool(w.sentence[m.lo] != w.sentence[m.lo - 1]))


def _place(m: Mark) -> tuple[int, int]:
    return m.lo, -m.hi


def reports_loss(model: Joint, document: Marked, rng: random.Random, size: int) -> Tensor:
    """Loss of mentions and relations of a document, in nats per window."""
    spans = cut(document, size, rng)
    total = torch.zeros(())
    for begin in range(0, len(spans), 8):
        part = spans[begin : begin + 8]
        x, real = vectors(model, [(document, w) for w in part])
        gold = target([(document.marks, w) for w in part], x.shape[1], TYPES)
        total = total + mention_loss(model.mentions(x, "re3d"), gold, real)
        total = total + start_loss(model.mentions, x, gold, real)
        inside = _within(document, part[0].lo, part[-1].hi)
        total = total + relation_loss(model, inside, _padded(whole(x, part), part, document)) / len(
            part
        )
    return total


def reports_row_loss(model: Joint, document: Marked, spans: list[Window], row: Tensor) -> Tensor:
    """The same from word vectors of the whole document, (words, hidden)."""
    total = relation_loss(model, document, row)
    for w in spans:
        x = row[None, w.lo : w.hi]
        gold = target([(document.marks, w)], x.shape[1], TYPES)
        real = torch.ones(x.shape[:2])
        total = total + mention_loss(model.mentions(x, "re3d"), gold, real)
        total = total + start_loss(model.mentions, x, gold, real)
    return total / len(spans)


def _within(document: Marked, lo: int, hi: int) -> Marked:
    """The document with only the marks that lie in some of its words."""
    kept = [i for i, m in enumerate(document.marks) if lo <= m.lo and m.hi <= hi]
    at = {old: new for new, old in enumerate(kept)}
    relations = tuple((k, at[s], at[t]) for k, s, t in document.relations if s in at and t in at)
    marks = tuple(document.marks[i] for i in kept)
    return Marked(document.id, document.text, document.words, document.scheme, marks, relations)


def _padded(row: Tensor, part: list[Window], document: Marked) -> Tensor:
    after = len(document.words.start) - part[-1].hi
    return F.pad(row, (0, 0, part[0].lo, after))


@torch.no_grad()
def found(
    model: Joint, document: Marked, size: int
) -> tuple[np.ndarray, list[tuple[np.ndarray, np.ndarray]], Tensor]:
    """Scores of every span, with its first word, (n, 2 + types), and word vectors."""
    rows = []
    pieces = []
    spans = cut(document, size, None)
    for w in spans:
        x, _ = vectors(model, [(document, w)])
        p = torch.sigmoid(model.mentions(x, "re3d"))[0].numpy()
        n = w.hi - w.lo
        sentence = document.words.sentence[w.lo : w.hi]
        for i, width in np.argwhere(p.max(2) > 0.05):
            if i + width < n and sentence[i] == sentence[i + width]:
                rows.append([w.lo + i, w.lo + i + width + 1, *p[i, width]])
        pieces.append(x[0, :n])
    return np.array(rows).reshape(-1, 2 + TYPES), [], torch.cat(pieces)


def marks_of(scores: np.ndarray, threshold: float) -> list[Mark]:
    """The mentions above a threshold, each with its best type, in text order."""
    scores = scores[scores[:, 2:].max(1, initial=0) >= threshold]
    lo, hi = scores[:, 0].astype(int), scores[:, 1].astype(int)
    scores = scores[uncrossed(lo, hi, scores[:, 2:].max(1, initial=0))]
    return sorted((Mark(int(r[0]), int(r[1]), int(r[2:].argmax())) for r in scores), key=_place)


@torch.no_grad()
def related(
    model: Joint, document: Marked, row: Tensor, marks: list[Mark], threshold: float
) -> list[tuple[int, int, int]]:
    """Relations (type, source, target) among mentions, the symmetric ones in text order."""
    if len(marks) < 2:
        return []
    pair, scores = relation_scores(model, row, document.words.sentence, marks)
    p = F.softmax(scores, 1).numpy()
    best: dict[tuple[int, int], np.ndarray] = {
        (int(i), int(j)): q for (i, j), q in zip(pair, p, strict=True)
    }
    out = []
    for (i, j), q in best.items():
        if i > j:
            continue
        other = best[j, i]
        both = {k: ((q[k] + other[k]) / 2, (i, j)) for k in SYMMETRIC}
        one = {
            k: max((q[k], (i, j)), (other[k], (j, i))) for k in range(NONE) if k not in SYMMETRIC
        }
        score, k = max((v[0], k) for k, v in {**both, **one}.items())
        if score >= threshold:
            out.append((k, *{**both, **one}[k][1]))
    return out


def record(document: Marked, marks: list[Mark], relations: list[tuple[int, int, int]]) -> dict:
    """What was found in the record's shape, for the scorer."""
    w = document.words
    mentions = [
        {
            "id": f"m{i}",
            "start": int(w.start[m.lo]),
            "end": int(w.end[m.hi - 1]),
            "type": SCHEMES["re3d"][m.type],
            "form": FORMS[_form(document, m)],
        }
        for i, m in enumerate(marks)
    ]
    pairs = [{"type": RELATIONS[k], "source": f"m{s}", "target": f"m{t}"} for k, s, t in relations]
    return {"document": {"id": document.id}, "mentions": mentions, "relations": pairs}


def main() -> None:
    """Train, keep, report."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", type=Path, required=True, help="what training.joint wrote")
    p.add_argument("--encoder", type=Path, required=True, help="folder with tokenizer.json")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--folds", type=int, default=0)
    p.add_argument("--only", type=int, help="of the folds this one")
    p.add_argument("--epochs", type=int, default=12, help="times through re3d")
    p.add_argument("--replay", type=float, default=0.8, help="steps of the rest for each of re3d")
    p.add_argument("--lr", type=float, default=8e-5)
    p.add_argument("--head-lr", type=float, default=1e-3)
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
    order = list(range(len(documents)))
    random.Random(7).shuffle(order)

    def taught(kept: list[Marked]) -> Joint:
        torch.manual_seed(a.seed)
        rng = random.Random(a.seed)
        model = joint_from(a.weights)
        begin_with_silver(model)
        kind = model.attribution.config.kind
        tasks: list[tuple[str, Callable[[], Tensor]]] = []
        for _ in range(a.epochs):
            tasks += [("re3d", lambda d=d: reports_loss(model, d, rng, a.window)) for d in kept]
        more = int(len(tasks) * a.replay)
        batches = cycle(list(train_batches(examples, a.window, 8, kind, rng))[: more // 2 + 1])
        rng.shuffle(groups)
        documents_of_groups = cycle(groups)
        for i in range(more):
            batch, read = next(batches), next(documents_of_groups)
            if i % 2:
                tasks.append(
                    ("attribution", lambda b=batch: sum(loss_of(model.attribution, b)[:2]))
                )
            else:
                tasks.append(
                    ("gum", lambda d=read: 2 * BESIDE * document_loss(model, d, rng, a.window))
                )
        rng.shuffle(tasks)
        run(model, tasks, argparse.Namespace(lr=a.lr, head_lr=a.head_lr, out=None))
        model.eval()
        return model

    if a.folds:
        kept = []
        for fold in range(a.folds):
            if a.only is not None and fold != a.only:
                continue
            held = [documents[i] for i in order[fold :: a.folds]]
            ids = {d.id for d in held}
            model = taught([d for d in documents if d.id not in ids])
            for d in held:
                scores, _, row = found(model, d, a.window)
                kept.append((d, scores, row, model))
        score(kept, data / "re3d/train.jsonl", a.out)
        return
    model = taught(documents)
    keep(model, a.out)
    dev = load(data / "polnear/dev.jsonl", tokenizer, Counter())
    gold = [json.loads(line) for line in (data / "polnear/dev.jsonl").open(encoding="utf8")]
    f1 = {k: v["F1"] for k, v in evaluate(model.attribution, tokenizer, dev, gold).items()}
    print(json.dumps(f1), flush=True)


def score(kept: list, gold: Path, out: Path) -> None:
    """Write predictions at several thresholds and print how they score."""
    from benchmarks.mentions_score import table

    rows = {json.loads(line)["id"]: json.loads(line) for line in gold.open(encoding="utf8")}
    for threshold in (0.3, 0.4, 0.5):
        for sure in (0.3, 0.4, 0.5):
            pairs = []
            for d, scores, row, model in kept:
                marks = marks_of(scores, threshold)
                pairs.append((rows[d.id], record(d, marks, related(model, d, row, marks, sure))))
            with_gold = []
            for d, _, row, model in kept:
                marks = sorted(d.marks, key=_place)
                with_gold.append(
                    (rows[d.id], record(d, marks, related(model, d, row, marks, sure)))
                )
            t, g = table(pairs), table(with_gold)
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
