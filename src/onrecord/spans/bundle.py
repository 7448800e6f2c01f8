"""A model bundle: the packaged files that one size of the model consists of."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord.spans.decode import Floats
from onrecord.spans.heads import Heads
from onrecord.spans.judge import Judge

FOLDER = Path(__file__).parent / "models"
HEADS = "heads.npz"
JUDGE = "judge.onnx"

Row = tuple[float, ...]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`bundle.json`: how the graphs are fed and how their scores are read.

    `transitions` of both heads are (tags, tags). `core` and `context` are the sizes of a
    window in word pieces. `calibration` holds the intercept and the weights of the features
    of `tagger.evidence`. `mention`, `relation` and `event` are the least probabilities of what
    is kept of the other heads. `statuses` are those of a model that judges events, in its order.
    """

    version: str
    begin_id: int
    end_id: int
    role_hidden: int
    distances: int
    core: int
    context: int
    flat_transitions: tuple[Row, ...]
    role_transitions: tuple[Row, ...]
    calibration: tuple[float, ...] = ()
    mention: float = 0.5
    relation: float = 0.5
    event: float = 0.5
    statuses: tuple[str, ...] = ()


class Bundle(NamedTuple):
    """A loaded model: tokenizer, both graphs, settings, and heads and judge if it has them."""

    name: str
    tokenizer: Tokenizer
    encoder: onnxruntime.InferenceSession
    roles: onnxruntime.InferenceSession
    settings: Settings
    flat_step: Floats
    role_step: Floats
    heads: Heads | None = None
    judge: Judge | None = None


class ModelError(Exception):
    """A model that is not there or cannot be loaded; the message says what to do."""


def available() -> tuple[str, ...]:
    """Names of the packaged models."""
    return tuple(sorted(p.parent.name for p in FOLDER.glob("*/bundle.json")))


def require(name: str) -> None:
    """Stop where there is no packaged model of that name.

    Raises:
        ModelError: there is none.
    """
    if name not in available():
        names = ", ".join(available()) or "none"
        raise ModelError(f"there is no model {name!r}; packaged here: {names}")


def load(name: str, threads: int = 1) -> Bundle:
    """Load a packaged model.

    Args:
        name: one of `available()`.
        threads: cores that one product may use.

    Raises:
        ModelError: there is no such model, or one of its files is broken.
    """
    folder = FOLDER / name
    require(name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Every window size would leave its own arena behind; memory must not grow with the run.
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    try:
        settings = msgspec.json.decode((folder / "bundle.json").read_bytes(), type=Settings)
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

        def graph(file: str) -> onnxruntime.InferenceSession:
            where = str(folder / file)
            return onnxruntime.InferenceSession(where, options, providers=["CPUExecutionProvider"])

        encoder, roles = graph("encoder.onnx"), graph("roles.onnx")
        heads = Heads(folder / HEADS) if (folder / HEADS).exists() else None
        judge = Judge(graph(JUDGE), settings.statuses) if (folder / JUDGE).exists() else None
    except (OSError, ValueError, KeyError, RuntimeError, msgspec.DecodeError) as error:
        raise ModelError(
            f"model {name!r} cannot be loaded: {error}; install onrecord again"
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Bundle(
        name,
        tokenizer,
        encoder,
        roles,
        settings,
        np.array(settings.flat_transitions, np.float32),
        np.array(settings.role_transitions, np.float32),
        heads,
        judge,
    )


@cache
def fingerprint(name: str) -> str:
    """SHA-256 over the model's files, the first 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for file in sorted((FOLDER / name).iterdir()):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
