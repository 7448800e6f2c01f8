"""A network in training on the development articles, read by the product's own tagger."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from benchmarks.attribution_score import score
from onrecord.spans.bundle import Bundle, Settings
from onrecord.spans.tagger import Tagger
from training.batches import BEGIN, END
from training.data import Example
from training.model import Attribution, Crf

CORE, CONTEXT = 256, 16
"""Windows at reading time, in word pieces."""


def transitions(crf: Crf) -> tuple[tuple[float, ...], ...]:
    """Scores of a CRF's transitions, (tags, tags)."""
    rows = (crf.step + crf.allowed).detach().tolist()
    return tuple(tuple(round(x, 5) for x in row) for row in rows)


def settings(model: Attribution, version: str = "training") -> Settings:
    """How the network's graphs are to be fed."""
    kind = model.config.kind
    return Settings(
        version=version,
        begin_id=BEGIN[kind],
        end_id=END[kind],
        role_hidden=model.config.role_hidden,
        distances=model.config.distances,
        core=CORE,
        context=CONTEXT,
        flat_transitions=transitions(model.flat_crf),
        role_transitions=transitions(model.role_crf),
    )


def tagger(model: Attribution, tokenizer: Tokenizer) -> Tagger:
    """The product's tagger with the network where the ONNX graphs would be."""

    @torch.no_grad()
    def encode(_: list[str], feed: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        ids, features, first = (torch.as_tensor(feed[n]) for n in ("ids", "features", "first"))
        x, flat = model.words(ids, features, torch.ones_like(ids), first[None])
        return flat[0].cpu().numpy(), model.sides(x, flat)[0].cpu().numpy()

    @torch.no_grad()
    def relate(_: list[str], feed: dict[str, np.ndarray]) -> tuple[np.ndarray]:
        word, cue, distance = (torch.as_tensor(feed[n]) for n in ("word", "cue", "distance"))
        return (model.related(word[None], cue, distance).cpu().numpy(),)

    how = settings(model)
    encoder, roles = (SimpleNamespace(run=f) for f in (encode, relate))
    steps = (np.array(t, np.float32) for t in (how.flat_transitions, how.role_transitions))
    return Tagger(Bundle("training", tokenizer, encoder, roles, how, *steps))  # type: ignore[arg-type]


def evaluate(
    model: Attribution, tokenizer: Tokenizer, examples: list[Example], gold: list[dict[str, Any]]
) -> dict[str, dict[str, float]]:
    """The attribution metric over a development file."""
    model.eval()
    reader = tagger(model, tokenizer)
    return score(
        [
            (
                row["text"],
                [a["attributions"] for a in row["annotations"]],
                [a._asdict() for a in reader.read_words(x.words)],
            )
            for x, row in zip(examples, gold, strict=True)
        ]
    )


def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokenizer of a checkpoint folder, without truncation or padding."""
    out = Tokenizer.from_file(str(folder / "tokenizer.json"))
    out.no_truncation()
    out.no_padding()
    return out
