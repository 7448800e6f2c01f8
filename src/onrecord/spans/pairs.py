"""Two actors of a sentence → how likely each class of event stands between them.

Computed in NumPy on the word vectors of the encoder's one pass; `training.pairs` holds the same in
PyTorch, and a test that both agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from onrecord.spans.decode import Floats, Ints, softmax


class PairHead:
    """The packaged head for pairs of actors."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        """Take the weights named `pair.…` of a model's heads.

        Raises:
            KeyError: there are none.
        """
        names = "ask", "key", "value", "both", "root"
        self._w = {n: (stored[f"pair.{n}.w"], stored[f"pair.{n}.b"]) for n in names}

    def shares(self, x: Floats, source: Ints, target: Ints) -> Floats:
        """How likely each class is, (roots,).

        Args:
            x: word vectors of the sentence, (words, hidden).
            source: words of who acts; none where nobody is named.
            target: words of whom it bears on, likewise.
        """
        ends = np.concatenate([_mean(x, source), _mean(x, target)])
        asked = self._by("ask", ends)
        near = softmax(self._by("key", x) @ asked / np.sqrt(np.float32(len(asked))))
        # The mean of the values is the value of the mean, which is one product in place of many.
        told = self._by("value", near @ x)
        return softmax(self._by("root", np.maximum(self._by("both", np.r_[ends, told]), 0)))

    def _by(self, name: str, x: Floats) -> Floats:
        w, b = self._w[name]
        out: Floats = x @ w + b
        return out


def _mean(x: Floats, where: Ints) -> Floats:
    out: Floats = x[where].mean(0) if len(where) else np.zeros_like(x[0])
    return out
