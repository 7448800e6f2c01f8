"""Steps downhill: an encoder slowly, what stands on it fast, at a rate that rises and falls."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

Batch = TypeVar("Batch")

SAID = 100
"""Steps between two lines of progress."""


def descend(
    steps: Sequence[Batch],
    loss_of: Callable[[Batch], Tensor],
    slow: Sequence[nn.Parameter],
    fast: Sequence[nn.Parameter],
    lr: float,
    head_lr: float,
) -> None:
    """Take a step for each batch, in the order given; the network is in training by then.

    Args:
        steps: the batches.
        loss_of: the loss of one.
        slow: parameters that have learned before.
        fast: parameters that are new.
        lr: the highest rate of the slow ones.
        head_lr: that of the fast ones.
    """
    groups = [{"params": list(slow), "lr": lr}, {"params": list(fast), "lr": head_lr}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    schedule = rise_and_fall(optimiser, len(steps))
    began, seen = time.time(), []
    for number, batch in enumerate(steps, 1):
        loss = loss_of(batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*slow, *fast], 1.0)
        optimiser.step()
        schedule.step()
        seen.append(loss.item())
        if number % SAID == 0 or number == len(steps):
            mean, spent = np.mean(seen[-SAID:]), time.time() - began
            print(f"step {number}/{len(steps)} {mean:.3f} {spent:.0f}s", flush=True)


def rise_and_fall(
    optimiser: torch.optim.Optimizer, total: int
) -> torch.optim.lr_scheduler.LambdaLR:
    """A rate that rises for a twelfth of the steps and falls to nothing by the last."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.08 * total), max(0.0, (total - s) / (0.92 * total)))
    )
