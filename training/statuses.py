"""How far to trust the model and the words before an event: `python -m training.statuses`.

Fits the weights of `knowledge/status_weights.tsv` by multinomial logistic regression on sentences
that the model has not learned from (`benchmarks/gold/events_dev.jsonl` and `states_dev.jsonl`), at
the marked words.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F  # noqa: N812

from onrecord.records import statuses
from onrecord.spans.bundle import FOLDER
from training.data import data_folder
from training.evaluate import tokenizer_of
from training.events import STATUSES, sentences
from training.export import event_heads
from training.joint import Joint, joint_from
from training.shipped import joint
from training.told import vectors

HELD = Path("benchmarks/gold/events_dev.jsonl"), Path("benchmarks/gold/states_dev.jsonl")
OUT = Path("src/onrecord/knowledge/status_weights.tsv")

HEAD = """# How far the model's log probability of a status is trusted (`model`), and what each
# status gains by what the words before an event say (`records/statuses`). Fitted by
# `python -m training.statuses` on sentences that the model has not learned from.
said	status	weight
"""

SAID = (*STATUSES, statuses.NOTHING)


def examples(
    model: Joint, marks: Sequence[Path], name: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of each marked event: log probabilities, what words say, the status, what grammar allows.

    The first and the last have the shape (events, statuses).
    """
    packaged = event_heads(model)
    shares, said, right, allowed = [], [], [], []
    tokenizer = tokenizer_of(FOLDER / name)
    for s in chain.from_iterable(sentences(path, data_folder(), tokenizer) for path in marks):
        x = vectors(model, s)
        for e in s.events:
            begin, end = e.trigger
            _, likely = packaged.state(x, begin, end - 1, e.root)
            shares.append(np.log(np.maximum(likely, statuses.LEAST)))
            at = int(s.words.start[begin]), int(s.words.end[end - 1])
            said.append(SAID.index(statuses.by_words(s.text, *at, 0) or statuses.NOTHING))
            states = statuses.by_grammar(s.text, *at, 0)
            allowed.append([not states or state in states for state in STATUSES])
            right.append(e.status)
    return np.array(shares), np.array(said), np.array(right), np.array(allowed)


def fit(
    shares: np.ndarray, said: np.ndarray, right: np.ndarray, strength: float
) -> tuple[float, np.ndarray]:
    """Trust in the model, and the weights (what words say, statuses)."""
    p, s, y = torch.tensor(shares), torch.tensor(said), torch.tensor(right)
    trust = torch.ones((), dtype=p.dtype, requires_grad=True)
    weights = torch.zeros(len(SAID), len(STATUSES), dtype=p.dtype, requires_grad=True)
    optimiser = torch.optim.LBFGS([trust, weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = F.cross_entropy(trust * p + weights[s], y, reduction="sum")
        value = value + strength * (weights**2).sum() + strength * (trust - 1) ** 2
        value.backward()
        return value

    optimiser.step(loss)
    return float(trust.detach()), weights.detach().numpy()


def main() -> None:
    """Fit, say how well each tenth is told by the others, write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--name", default="small", help="the packaged model")
    p.add_argument("--weights", type=Path, help="a network in place of the packaged one")
    p.add_argument("--strength", type=float, default=0.3, help="of regularisation")
    a = p.parse_args()
    torch.set_num_threads(1)
    model = (joint_from(a.weights) if a.weights else joint(FOLDER / a.name)).eval()
    shares, said, right, allowed = examples(model, HELD, a.name)
    words = np.array([STATUSES.index("occurred") if k == len(STATUSES) else k for k in said])
    fold = np.arange(len(right)) % 10
    told = np.zeros(len(right), np.int64)
    for k in range(10):
        trust, weights = fit(shares[fold != k], said[fold != k], right[fold != k], a.strength)
        scores = np.where(allowed, trust * shares + weights[said], -np.inf)
        told[fold == k] = scores[fold == k].argmax(1)
    happened = right == STATUSES.index("occurred")
    for name, answer in (("model", shares.argmax(1)), ("words", words), ("all", told)):
        good = answer == right
        print(
            f"{name:<6} {100 * good.mean():.1f} of {len(right)}, of those that did not simply"
            f" occur {100 * good[~happened].mean():.1f} of {(~happened).sum()}"
        )
    trust, weights = fit(shares, said, right, a.strength)
    rows = [f"model\tevery\t{trust:.3f}"] + [
        f"{one}\t{state}\t{weights[i, j]:.3f}"
        for i, one in enumerate(SAID)
        for j, state in enumerate(STATUSES)
    ]
    OUT.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
