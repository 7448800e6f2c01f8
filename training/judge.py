"""The network that judges whether told events happened, and the sentences that it learns from.

Its lower layers are those of an encoder that has learned something else and stay as they are; in
what they give, the words that tell events are marked, and the upper layers read on from there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from onrecord.spans.words import Words, split
from training.batches import kinds_of_pieces
from training.events import STATUSES, Sentence, by_length, cover, packed
from training.joint import HALF
from training.model import Attribution

BELOW = 6
"""Layers of a large encoder that stay as they are."""


@dataclass(frozen=True)
class Judged:
    """A sentence, the words that tell its events, and how likely each status of each is.

    `at` has first and last word of each event, `share` the shape (events, statuses), `states`
    what the lower layers give, (pieces, hidden).
    """

    text: str
    words: Words
    at: tuple[tuple[int, int], ...]
    share: np.ndarray
    states: Tensor | None = None


def judged(s: Sentence) -> Judged:
    """A marked sentence, its statuses as the marks have them."""
    share = np.eye(len(STATUSES), dtype=np.float32)[[e.status for e in s.events]]
    return Judged(s.text, s.words, tuple((e.trigger[0], e.trigger[1] - 1) for e in s.events), share)


def read_judged(path: Path, tokenizer: Tokenizer) -> list[Judged]:
    """What a teacher wrote."""
    return [placed(json.loads(line), tokenizer) for line in path.open(encoding="utf8")]


def placed(row: Mapping[str, Any], tokenizer: Tokenizer) -> Judged:
    """A sentence with the characters of its events, and their statuses if they are told already."""
    words = split(row["text"], tokenizer)
    at = [cover(words, span, 0) for span in row["events"]]
    share = np.array(row.get("share", []), np.float32).reshape(-1, len(STATUSES))
    return Judged(row["text"], words, tuple((lo, hi - 1) for lo, hi in at), share)


def places(items: Sequence[Judged]) -> Tensor:
    """Row, first and last word of each event of some sentences, (events, 3)."""
    return torch.tensor([(i, *at) for i, j in enumerate(items) for at in j.at]).reshape(-1, 3)


class Judge(nn.Module):
    """An encoder whose upper layers see which words tell events, with a head for their status."""

    def __init__(self, attribution: Attribution, below: int = BELOW, k: int = 256) -> None:
        """Lay out the parameters.

        Args:
            attribution: the network whose encoder it is.
            below: how many of its layers stay as they are.
            k: width of the head.
        """
        super().__init__()
        hidden = attribution.config.hidden
        self.attribution, self.below = attribution, below
        self.mark = nn.Embedding(2, hidden)
        nn.init.zeros_(self.mark.weight)
        self.inner, self.status = nn.Linear(2 * hidden, k), nn.Linear(k, len(STATUSES))

    @property
    def upper(self) -> nn.ModuleList:
        """The layers that learn."""
        return self.attribution.encoder.layers[self.below :]

    def begin_with(self, weights: Mapping[str, Tensor]) -> None:
        """Take the upper layers and the head of another judge, whatever its lower layers are."""
        upper = tuple(
            f"attribution.encoder.layers.{i}."
            for i in range(self.below, self.attribution.config.layers)
        )
        own = {
            name: value
            for name, value in weights.items()
            if name.startswith(upper) or not name.startswith("attribution.")
        }
        self.load_state_dict(own, strict=False)

    @torch.no_grad()
    def lifted(self, items: Sequence[Judged], rows: int = 32) -> list[Judged]:
        """The sentences with what the lower layers give, in 16 bits."""
        self.eval()
        encoder, out = self.attribution.encoder, list(items)
        for some in by_length(items, rows):
            (ids, features, mask, _), _ = packed(
                [out[i] for i in some], self.attribution.config.kind
            )
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
                x = encoder.embedded(ids, features)
                x = encoder.through(x, mask, encoder.layers[: self.below])
            for i, states, n in zip(some, x, mask.sum(1).tolist(), strict=True):
                out[i] = replace(out[i], states=states[:n].bfloat16().clone())
        return out

    def forward(self, items: Sequence[Judged]) -> Tensor:
        """Scores of the statuses of all events of the lifted sentences, (events, statuses)."""
        inputs, real = packed(items, self.attribution.config.kind)
        mask, first = inputs[2:]
        at, kinds = places(items), torch.zeros_like(real)
        for row, begin, end in at.tolist():
            kinds[row, begin : end + 1] = 1
        states = [j.states.float() for j in items if j.states is not None]
        x = nn.utils.rnn.pad_sequence(states, batch_first=True)
        x = x + self.mark(kinds_of_pieces(kinds, inputs, real))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            x = self.attribution.encoder.through(x, mask, self.upper)
        row, begin, end = at.unbind(1)
        both = torch.cat([x[row, first[row, begin]], x[row, first[row, end]]], -1).float()
        out: Tensor = self.status(F.dropout(F.gelu(self.inner(both)), 0.1, self.training))
        return out


def status_loss(scores: Tensor, items: Sequence[Judged], smooth: float = 0.0) -> Tensor:
    """Cross entropy of the statuses, mean over the events; scores are (events, statuses).

    `smooth` is the share of a mark that is spread over all statuses: readers err too.
    """
    share = torch.as_tensor(np.concatenate([j.share for j in items]))
    share = (1 - smooth) * share + smooth / len(STATUSES)
    return -(share * scores.float().log_softmax(-1)).sum(-1).mean()
