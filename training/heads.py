"""Heads on the encoder's word vectors beside attribution: mentions, groups, relations, pairs."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.spans.linking import PAIR_CODES, relation_codes_of
from training.marked import RELATIONS, SCHEMES

WIDEST = 20
"""Words in the longest mention that is found."""

READERS = 4
"""Saliences by which the words around a pair of mentions are weighed."""

SHARPEST = 3.0
"""Logarithm of how much more than the middling one word may weigh."""


class Mentions(nn.Module):
    """Scores every span of up to `WIDEST` words for the types of each scheme."""

    def __init__(self, hidden: int, k: int = 128, dropout: float = 0.2) -> None:
        """Lay out the parameters."""
        super().__init__()
        self.dropout = dropout
        self.begin, self.end = nn.Linear(hidden, k), nn.Linear(hidden, k)
        self.width = nn.Embedding(WIDEST, k)
        self.start = nn.Linear(hidden, 1)
        self.types = nn.ModuleDict({s: nn.Linear(k, len(t)) for s, t in SCHEMES.items()})
        for layer in self.types.values():
            nn.init.constant_(layer.bias, -7.0)

    def forward(self, x: Tensor, scheme: str) -> Tensor:
        """Word vectors (batch, words, hidden) → scores (batch, words, widths, types).

        The span at [i, w] holds the words i … i + w; what runs past the end scores anything.
        """
        x = F.dropout(x, self.dropout, self.training)
        begin, end = self.begin(x), self.end(x)
        ends = F.pad(end, (0, 0, 0, WIDEST - 1)).unfold(1, WIDEST, 1).transpose(2, 3)
        z = F.relu(begin[:, :, None] + ends + self.width.weight)
        return self.types[scheme](F.dropout(z, self.dropout, self.training))


def start_loss(model: Mentions, x: Tensor, target: Tensor, real: Tensor) -> Tensor:
    """Binary cross entropy of each word starting a mention, in nats per window.

    The encoder does not learn from it: it only says where reading may save itself the trouble.
    """
    scores = model.start(x.detach())[..., 0]
    starts = target.amax((2, 3))
    loss = F.binary_cross_entropy_with_logits(scores.float(), starts, reduction="none")
    return (loss * real).sum() / len(x)


def mention_loss(scores: Tensor, target: Tensor, real: Tensor) -> Tensor:
    """Binary cross entropy over all spans that lie in their window, in nats per window."""
    size = real.sum(1)
    at = torch.arange(scores.shape[1])
    inside = at[None, :, None] + torch.arange(scores.shape[2]) < size[:, None, None]
    loss = F.binary_cross_entropy_with_logits(scores.float(), target, reduction="none")
    return (loss * inside[..., None]).sum() / len(scores)


class Coreference(nn.Module):
    """Scores each mention against each before it."""

    def __init__(self, hidden: int, k: int = 128, pair: int = 64, dropout: float = 0.3) -> None:
        """Lay out the parameters."""
        super().__init__()
        self.dropout = dropout
        self.begin, self.end = nn.Linear(hidden, k), nn.Linear(hidden, k)
        self.later, self.earlier = nn.Linear(k, pair), nn.Linear(k, pair)
        self.both = nn.Linear(k, pair, bias=False)
        self.codes = nn.Embedding(PAIR_CODES, pair)
        nn.init.normal_(self.codes.weight, std=0.1)
        self.out = nn.Linear(pair, 1)

    def vectors(self, x: Tensor, lo: Tensor, last: Tensor) -> Tensor:
        """Vectors of mentions from word vectors (words, hidden) and first and last words."""
        x = F.dropout(x, self.dropout, self.training)
        return torch.tanh(self.begin(x[lo]) + self.end(x[last]))

    def forward(self, v: Tensor, later: Tensor, earlier: Tensor, codes: Tensor) -> Tensor:
        """Scores of pairs.

        Args:
            v: mention vectors (mentions, k).
            later: number of the later mention of each pair, (pairs,).
            earlier: number of the earlier one, (pairs,).
            codes: features of each pair, (pairs, features).
        """
        z = self.later(v)[later] + self.earlier(v)[earlier] + self.both(v[later] * v[earlier])
        z = F.relu(z + self.codes(codes).sum(1))
        return self.out(F.dropout(z, self.dropout, self.training))[:, 0]


def coreference_loss(scores: Tensor, later: Tensor, earlier: Tensor, group: Tensor) -> Tensor:
    """Negative log of the share of right antecedents, nobody among the candidates, summed.

    Args:
        scores: of each pair, (pairs,).
        later: number of the later mention of each pair, (pairs,).
        earlier: number of the earlier one, (pairs,).
        group: gold group of each mention, (mentions,).
    """
    n = len(group)
    full = torch.full((n, n), -1e9)
    full[later, earlier] = scores.float()
    full = torch.cat([full, torch.zeros(n, 1)], 1)
    right = group[:, None] == group[None]
    right = right & (full[:, :n] > -1e8)
    right = torch.cat([right, ~right.any(1, keepdim=True)], 1)
    gold = torch.logsumexp(full.masked_fill(~right, -1e9), 1)
    return (torch.logsumexp(full, 1) - gold).sum()


class Relations(nn.Module):
    """Scores ordered pairs of mentions for the types of relation, none among them."""

    def __init__(self, hidden: int, types: int, k: int = 96, dropout: float = 0.3) -> None:
        """Lay out the parameters; `types` is the number of mention types."""
        super().__init__()
        self.dropout = dropout
        self.source, self.target = (nn.Linear(2 * hidden, k) for _ in range(2))
        self.value, self.salience = nn.Linear(hidden, 3 * k), nn.Linear(hidden, 3 * READERS)
        self.codes = nn.Embedding(relation_codes_of(types), k)
        nn.init.normal_(self.codes.weight, std=0.1)
        self.out = nn.Linear(k, len(RELATIONS) + 1)

    def around(self, x: Tensor, contexts: Tensor) -> Tensor:
        """What the contexts of each pair say, (pairs, k): means of their words by salience.

        Differences of running sums, so that a pair costs the same whatever lies between.

        Args:
            x: word vectors, (words, hidden).
            contexts: words of the contexts of each pair, (pairs, 3, 2).
        """
        weight = torch.exp(SHARPEST * torch.tanh(self.salience(x).float())).double()
        size = self.value.out_features // weight.shape[1]
        value = self.value(x).double() * weight.repeat_interleave(size, 1)
        sums, weights = (F.pad(t.cumsum(0), (0, 0, 1, 0)) for t in (value, weight))
        out = 0
        for i, (s, w) in enumerate(zip(sums.chunk(3, 1), weights.chunk(3, 1), strict=True)):
            begin, end = contexts[:, i, 0], contexts[:, i, 1]
            share = (w[end] - w[begin]).clamp(min=1e-6).repeat_interleave(size, 1)
            out = out + (s[end] - s[begin]) / share
        return out.float()

    def forward(
        self, x: Tensor, ends: Tensor, contexts: Tensor, pair: Tensor, codes: Tensor
    ) -> Tensor:
        """Scores (pairs, relations + 1).

        Args:
            x: word vectors, (words, hidden).
            ends: first and last word of each mention, (mentions, 2).
            contexts: words of the contexts of each pair, (pairs, 3, 2).
            pair: source and target mention of each pair, (pairs, 2).
            codes: features of each pair, (pairs, features).
        """
        drop = lambda t: F.dropout(t, self.dropout, self.training)  # noqa: E731
        x = drop(x)
        tips = x[ends].flatten(1)
        z = self.source(tips)[pair[:, 0]] + self.target(tips)[pair[:, 1]]
        z = z + self.around(x, contexts) + self.codes(codes).sum(1)
        return self.out(drop(F.relu(z)))


class Pairs(nn.Module):
    """Two actors, and what of their sentence tells of them → the class of event between them."""

    def __init__(self, hidden: int, roots: int, k: int = 256, dropout: float = 0.2) -> None:
        """Lay out the parameters."""
        super().__init__()
        self.dropout = dropout
        self.ask = nn.Linear(2 * hidden, k)
        self.key, self.value = nn.Linear(hidden, k), nn.Linear(hidden, hidden)
        self.both, self.root = nn.Linear(3 * hidden, k), nn.Linear(k, roots)

    def forward(self, x: Tensor, real: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """Scores of the roots, (pairs, roots).

        Args:
            x: word vectors of the sentence of each pair, (pairs, words, hidden).
            real: which words are real, (pairs, words).
            source: which words are the source, (pairs, words).
            target: which words are the target, (pairs, words).
        """
        x = F.dropout(x, self.dropout / 2, self.training)
        ends = torch.cat([mean_of(x, source), mean_of(x, target)], -1)
        near = (self.key(x) @ self.ask(ends)[..., None])[..., 0] / self.key.out_features**0.5
        near = near.masked_fill(real == 0, -1e4).softmax(-1)
        told = (near[..., None] * self.value(x)).sum(1)
        z = F.relu(self.both(torch.cat([ends, told], -1)))
        return self.root(F.dropout(z, self.dropout, self.training))


def mean_of(x: Tensor, where: Tensor) -> Tensor:
    """Mean of some words of each row, (rows, hidden); nothing where there are none."""
    return (where[..., None] * x).sum(1) / where.sum(1, keepdim=True).clamp(min=1)
