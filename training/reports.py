"""Mentions and relations of re3d's documents: losses, what is found, and its record."""

from __future__ import annotations

import random

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
from training.heads import mention_loss, start_loss
from training.joint import (
    Joint,
    cut,
    place_of,
    target,
    vectors,
    whole,
)
from training.marked import RELATIONS, SCHEMES, Mark, Marked

SYMMETRIC = frozenset(RELATIONS.index(r) for r in SYMMETRIC_RELATIONS)
TYPES = len(SCHEMES["re3d"])
NONE = len(RELATIONS)


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
    tensors = (torch.as_tensor(t) for t in (ends, contexts, pair, codes))
    return pair, model.relations(row, *tensors)


def relation_loss(model: Joint, document: Marked, row: Tensor) -> Tensor:
    """Cross entropy over all pairs within sentences, summed."""
    order = sorted(range(len(document.marks)), key=lambda i: place_of(document.marks[i]))
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
def found(model: Joint, document: Marked, size: int) -> tuple[np.ndarray, Tensor]:
    """Scores of every span, with its first word, (n, 2 + types), and word vectors."""
    rows = []
    pieces = []
    spans = cut(document, size, None)
    for w in spans:
        x, _ = vectors(model, [(document, w)])
        p = torch.sigmoid(model.mentions(x, "re3d").float())[0].cpu().numpy()
        n = w.hi - w.lo
        sentence = document.words.sentence[w.lo : w.hi]
        for i, width in np.argwhere(p.max(2) > 0.05):
            if i + width < n and sentence[i] == sentence[i + width]:
                rows.append([w.lo + i, w.lo + i + width + 1, *p[i, width]])
        pieces.append(x[0, :n])
    return np.array(rows).reshape(-1, 2 + TYPES), torch.cat(pieces)


def marks_of(scores: np.ndarray, threshold: float) -> list[Mark]:
    """The mentions above a threshold, each with its best type, in text order."""
    scores = scores[scores[:, 2:].max(1, initial=0) >= threshold]
    lo, hi = scores[:, 0].astype(int), scores[:, 1].astype(int)
    scores = scores[uncrossed(lo, hi, scores[:, 2:].max(1, initial=0))]
    return sorted((Mark(int(r[0]), int(r[1]), int(r[2:].argmax())) for r in scores), key=place_of)


@torch.no_grad()
def related(
    model: Joint, document: Marked, row: Tensor, marks: list[Mark], threshold: float
) -> list[tuple[int, int, int]]:
    """Relations (type, source, target) among mentions, the symmetric ones in text order."""
    if len(marks) < 2:
        return []
    pair, scores = relation_scores(model, row, document.words.sentence, marks)
    p = F.softmax(scores, 1).cpu().numpy()
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
