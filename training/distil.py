"""What a small network learns from a larger one on texts that nobody has marked.

Both split a text into the same words, since their vocabularies differ by a constant. The larger
one's answers are taken as they are, doubts included: for tags, the whole distribution over tag
sequences; for the rest, the probabilities of each choice; and the directions of its word vectors.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.spans.events import distance_codes
from onrecord.spans.tags import FLAT
from onrecord.spans.windows import Window
from training.batches import BEGIN, END, PAD, SHIFT, pack
from training.corpora import stretch
from training.events import Sentence, packed, padded_signs
from training.heads import WIDEST, mention_loss
from training.joint import Joint, cut, pair_scores, place_of, whole
from training.marked import Marked
from training.model import Crf
from training.reports import found, marks_of, relation_scores

CUES = 192
"""Most cues of a batch whose statements are learned."""

TOLD = 96
"""Most words of a batch whose events are learned."""

LIKELY = 0.3
"""How likely the larger network must find it that a word tells an event."""


class Pupil(nn.Module):
    """A network with the map from its word vectors to those of its teacher."""

    def __init__(self, model: Joint, teacher: Joint) -> None:
        """Lay out the parameters of the map."""
        super().__init__()
        self.model = model
        hidden = model.attribution.config.hidden
        self.up = nn.Linear(hidden, teacher.attribution.config.hidden)

    def apart(self, x: Tensor, wanted: Tensor, real: Tensor) -> Tensor:
        """How far word vectors point elsewhere than those of the teacher, summed over words."""
        return ((1 - F.cosine_similarity(self.up(x).float(), wanted, dim=-1)) * real).sum()


@torch.no_grad()
def answers(teacher: Joint, inputs: tuple[Tensor, ...], kind: str) -> tuple[Tensor, Tensor]:
    """Word vectors and flat scores of the larger network, in 32 bits; `inputs` are of `kind`."""
    a = teacher.attribution
    x, flat = a.words(*translated(inputs, kind, a.config.kind))
    return x.float(), flat.float()


def translated(inputs: tuple[Tensor, ...], of: str, to: str) -> tuple[Tensor, ...]:
    """Inputs for one kind of encoder as inputs for another."""
    ids, features, mask, first = inputs
    out = ids - SHIFT[of] + SHIFT[to]
    for special in (BEGIN, END, PAD):
        out = torch.where(ids == special[of], special[to], out)
    return out, features, mask, first


def windows_loss(
    pupil: Pupil, teacher: Joint, items: list[tuple[Marked, Window]]
) -> dict[str, Tensor]:
    """Losses on windows of texts, in nats per window."""
    a, b = pupil.model.attribution, teacher.attribution
    inputs, real = pack([(d.words, w) for d, w in items], a.config.kind)
    wanted, wanted_flat = answers(teacher, inputs, a.config.kind)
    x, flat = a.words(*inputs)
    mask = real.float()
    rows = len(items)
    flat_loss, shares = tags_loss(a.flat_crf, flat, b.flat_crf, wanted_flat, mask)
    losses = {"vectors": pupil.apart(x, wanted, mask) / rows, "flat": flat_loss / rows}
    window, begin, end = cues_of(shares)
    if len(window):
        with torch.no_grad():
            sides = b.sides(wanted, wanted_flat)
            right = b.roles(sides, window, begin, end, real)
        scores = a.roles(a.sides(x, flat), window, begin, end, real)
        roles, _ = tags_loss(a.role_crf, scores, b.role_crf, right, mask[window])
        losses["roles"] = roles / rows
    with torch.no_grad():
        theirs = teacher.mentions(wanted, "re3d").float()
        spans = torch.sigmoid(theirs)
        least = mention_loss(theirs, spans, real)
    losses["mentions"] = mention_loss(pupil.model.mentions(x, "re3d"), spans, real) - least
    return losses


def tags_loss(
    ours: Crf, scores: Tensor, theirs: Crf, wanted: Tensor, mask: Tensor
) -> tuple[Tensor, Tensor]:
    """Divergence of one distribution over tag sequences from another, summed over rows.

    Returns:
        The divergence, and the probability of each word's tags in the other distribution.
    """
    scores = scores.float()
    leaf = wanted.detach().float().requires_grad_()
    step = theirs.step.detach().clone().requires_grad_()
    with torch.enable_grad():
        total = theirs.total(leaf, mask, step).sum()
    # The derivative of the total by a score is how often that choice is made.
    shares, moves = torch.autograd.grad(total, (leaf, step))
    gain = (shares * scores).sum() + (moves * ours.step).sum()
    best = (shares * leaf).sum() + (moves * step).sum()
    loss = ours.total(scores, mask).sum() - gain - (total - best).detach()
    return loss, shares


def cues_of(shares: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Cues as window, first and last word, from the probability of each word's tags."""
    tags = shares.argmax(-1).cpu().numpy()
    at = [
        (row, lo, hi - 1)
        for row, line in enumerate(tags)
        for lo, hi in FLAT.read(line.tolist())["cue"]
        if 0 < hi - lo <= WIDEST
    ]
    window, begin, end = torch.tensor(at[:CUES], dtype=torch.long).reshape(-1, 3).unbind(1)
    return window, begin, end


def sentences_loss(pupil: Pupil, teacher: Joint, items: Sequence[Sentence]) -> dict[str, Tensor]:
    """Losses of events on sentences, in nats per sentence."""
    kind = pupil.model.attribution.config.kind
    inputs, real = packed(items, kind)
    wanted, _ = answers(teacher, inputs, kind)
    x, _ = pupil.model.attribution.words(*inputs)
    signs = padded_signs(items, real.shape[1])
    rows = len(items)
    head, other = pupil.model.events, teacher.events
    with torch.no_grad():
        right = other.triggers(wanted, signs).float().softmax(-1)
    each = divergence(head.triggers(x, signs), right)
    losses = {
        "triggers": (each * real).sum() / rows,
        "vectors": pupil.apart(x, wanted, real) / rows,
    }
    row, word = torch.nonzero((right[..., 0] < 1 - LIKELY) & (real > 0)).unbind(1)
    if not len(row):
        return losses
    row, word = row[:TOLD], word[:TOLD]
    root = right[row, word, 1:].argmax(1)
    at = word.cpu().numpy()
    codes = torch.as_tensor(distance_codes(np.arange(real.shape[1]), at, at))
    with torch.no_grad():
        parts = other.roles(wanted[row], word, word, root, codes).float().softmax(-1)
        modes, statuses = other.states(wanted, real, row, word, word)
        own = other.own[root]
        mode = modes.float().masked_fill(~own, -1e4).softmax(-1)
        status = statuses.float().softmax(-1)
    each = divergence(head.roles(x[row], word, word, root, codes), parts)
    losses["parts"] = (each * real[row]).sum() / rows
    modes, statuses = head.states(x, real, row, word, word)
    modes = modes.float().masked_fill(~own, -1e4)
    losses["states"] = (divergence(modes, mode) / 2 + divergence(statuses, status)).sum() / rows
    return losses


def divergence(scores: Tensor, right: Tensor) -> Tensor:
    """Kullback-Leibler divergence of the last dimension's choices from `right`."""
    ours = scores.float().log_softmax(-1)
    return (right * (right.clamp_min(1e-9).log() - ours)).sum(-1)


def document_losses(
    pupil: Pupil,
    teacher: Joint,
    document: Marked,
    rng: random.Random,
    size: int,
    pairs: tuple[Tensor, ...] | None = None,
) -> dict[str, Tensor]:
    """Losses of the pairs of a document's marks, in nats per window.

    With `pairs`, of GUM's groups; without, of relations.
    """
    spans = cut(document, size, rng)
    kind = pupil.model.attribution.config.kind
    inputs, _ = pack([(document.words, w) for w in spans], kind)
    wanted, _ = answers(teacher, inputs, kind)
    x, _ = pupil.model.attribution.words(*inputs)
    ours, theirs = whole(x, spans), whole(wanted, spans)
    if pairs:
        with torch.no_grad():
            right = antecedents(teacher, theirs, pairs).softmax(1)
        loss = divergence(antecedents(pupil.model, ours, pairs), right).sum()
        return {"groups": loss / len(spans)}
    marks, sentence = sorted(document.marks, key=place_of), document.words.sentence
    with torch.no_grad():
        right = relation_scores(teacher, theirs, sentence, marks)[1].float().softmax(-1)
    loss = divergence(relation_scores(pupil.model, ours, sentence, marks)[1], right).sum()
    return {"relations": loss / len(spans)}


def antecedents(model: Joint, row: Tensor, pairs: tuple[Tensor, ...]) -> Tensor:
    """Scores of each mention with each before it, and of none, (mentions, mentions + 1)."""
    lo, _, later, earlier, _ = pairs
    scores = pair_scores(model, row, pairs)
    full = torch.full((len(lo), len(lo)), -1e4)
    full[later, earlier] = scores.float()
    return torch.cat([full, torch.zeros(len(lo), 1)], 1)


def read_reports(teacher: Joint, documents: Sequence[Marked], size: int) -> list[Marked]:
    """Documents with the mentions that the larger network finds in their first windows."""
    out = []
    for d in documents:
        hi = max((w.hi for w in cut(d, size, None)[:4]), default=0)
        if not hi:
            continue
        short = Marked(d.id, *stretch(d, 0, hi), "re3d", ())
        scores, _ = found(teacher, short, size)
        marks = tuple(marks_of(scores, 0.4))
        if len(marks) > 1:
            out.append(dataclasses.replace(short, marks=marks))
    return out
