"""Word vectors → events: the words that tell one, its class, mode and status, who takes part.

The heads are computed in NumPy on the vectors of the encoder's one pass; `training.events` holds
the same in PyTorch, and a test that both agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from onrecord.schema import FoundEvent, FoundPart
from onrecord.spans.decode import Floats, softmax
from onrecord.spans.pairs import PairHead
from onrecord.spans.windows import Window
from onrecord.spans.words import Ints, Words

NEAR = 8
"""Words up to which a distance counts exactly."""

DOUBLINGS = 6
DISTANCES = 2 * (NEAR + DOUBLINGS) + 1

AROUND = 5, 2
"""Words before a trigger's first word, and from it on, that say whether it happened."""

LOOKS = 4
"""Ways in which the word that tells an event looks at its sentence for whether it happened."""

LEAST_MODE = 0.6
"""Of the modes of its class, one must be so likely to be told; else the event has none."""

WIDEST = 4
"""Words of the longest trigger; what goes on longer are several."""


class EventHeads:
    """The packaged heads for events."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        """Take the weights named `event.…` of a model's heads.

        Raises:
            KeyError: there are none.
        """
        self._w = {
            name.removeprefix("event."): value
            for name, value in stored.items()
            if name.startswith("event.")
        }
        self.roots, self.statuses, self.roles = (
            tuple(map(str, self._w[name])) for name in ("roots", "statuses", "roles")
        )
        forms = map(str, self._w["words"])
        self._signs = dict(zip(forms, self._w["signs"].astype(np.float32), strict=True))
        self._none = np.zeros(len(self.roots), np.float32)
        self.modes = tuple(tuple(str(m).split("/")) for m in self._w["modes"])
        kernel = self._w["near.w"]
        self._near = np.ascontiguousarray(kernel.transpose(2, 1, 0).reshape(-1, len(kernel)))
        self._reach = kernel.shape[2] // 2
        self.pairs = PairHead(stored)

    def signs(self, words: Iterable[str]) -> Floats:
        """Which classes each word may tell by the packaged list of words, (words, roots)."""
        out: Floats = np.array([self._signs.get(word.lower(), self._none) for word in words])
        return out

    def triggers(self, x: Floats, signs: Floats) -> Floats:
        """How likely each word tells an event of each class, (words, none and roots).

        Args:
            x: word vectors, (words, hidden).
            signs: what `signs` gave for the words, (words, roots).
        """
        w = self._w
        z = np.maximum(x @ w["inner.w"] + w["inner.b"] + signs @ w["sign.w"], 0)
        return softmax(z @ w["trigger.w"] + w["trigger.b"])

    def plain(self, x: Floats) -> Floats:
        """What each word is to any event, (words, k), from word vectors (words, hidden)."""
        out: Floats = x @ self._w["word.w"] + self._w["word.b"]
        return out

    def parts(self, x: Floats, plain: Floats, begin: int, end: int, root: int) -> Floats:
        """Probability of each word's part in an event, (words, none and roles).

        Args:
            x: word vectors of its sentence, (words, hidden).
            plain: what `plain` gave for these words.
            begin: first word of the trigger.
            end: its last word.
            root: its class.
        """
        w = self._w
        told = x[begin] @ w["first.w"] + x[end] @ w["last.w"] + w["root"][root]
        codes = distance_codes(np.arange(len(x)), np.array([begin]), np.array([end]))[0]
        z = np.maximum(plain + told + w["distance"][codes], 0)
        padded = np.pad(z, ((self._reach, self._reach), (0, 0)))
        around = np.lib.stride_tricks.sliding_window_view(padded, 2 * self._reach + 1, axis=0)
        # (words, k, 5) to (words, 5 * k), the order in which the kernel lies.
        flat = around.transpose(0, 2, 1).reshape(len(z), -1)
        z = z + np.maximum(flat @ self._near + w["near.b"], 0)
        return softmax(z @ w["role.w"] + w["role.b"])

    def state(self, x: Floats, begin: int, end: int, root: int) -> tuple[str | None, Floats]:
        """The mode of an event, and how likely each status is, in the order of `statuses`.

        Args:
            x: word vectors of its sentence, (words, hidden).
            begin: first word of the trigger.
            end: its last word.
            root: its class.
        """
        w = self._w
        near = np.pad(x, (AROUND, (0, 0)))[begin : begin + sum(AROUND)].ravel()
        z = x[begin] @ w["state_first.w"] + w["state_first.b"] + x[end] @ w["state_last.w"]
        z = z + near @ w["state_near.w"] + self._seen(x, begin, end) @ w["state_seen.w"]
        z = np.maximum(z, 0)
        statuses = softmax(z @ w["status.w"] + w["status.b"])
        own = [i for i, (name, _) in enumerate(self.modes) if name == self.roots[root]]
        if not own:
            return None, statuses
        shares = softmax((z @ w["mode.w"] + w["mode.b"])[own])
        best = int(shares.argmax())
        sure = float(shares[best]) >= LEAST_MODE
        return (self.modes[own[best]][1] or None) if sure else None, statuses

    def _seen(self, x: Floats, begin: int, end: int) -> Floats:
        """What the sentence says to the word that tells an event, (k,)."""
        w = self._w
        codes = distance_codes(np.arange(len(x)), np.array([begin]), np.array([end]))[0]
        ask = (x[begin] @ w["state_ask.w"] + w["state_ask.b"]).reshape(LOOKS, -1)
        key, value = (
            (x @ w[f"state_{side}.w"]).reshape(len(x), *ask.shape) for side in ("key", "value")
        )
        scores = (key * ask).sum(-1) / ask.shape[1] ** 0.5 + w["state_far"][codes]
        shares = softmax(scores.T).T
        out: Floats = (shares[..., None] * value).sum(0).ravel()
        return out


def find(
    heads: EventHeads,
    text: str,
    words: Words,
    cut: Sequence[Window],
    vectors: Sequence[Floats],
    least: float,
) -> list[FoundEvent]:
    """The events of a stretch of text, in text order.

    Args:
        heads: the model's heads.
        text: the document's text.
        words: the words of the stretch.
        cut: its windows.
        vectors: word vectors of each window, (words, hidden).
        least: least probability of an event.
    """
    out = []
    for w, x in zip(cut, vectors, strict=True):
        sentence = words.sentence[w.lo : w.hi]
        bounds = zip(
            words.start[w.lo : w.hi].tolist(), words.end[w.lo : w.hi].tolist(), strict=True
        )
        p = heads.triggers(x, heads.signs(text[a:b] for a, b in bounds))
        told = [t for t in _told(p, sentence, least) if w.core_lo <= t[0] + w.lo < w.core_hi]
        plain = heads.plain(x) if told else x
        for begin, end, root, sure in told:
            lo, hi = np.searchsorted(sentence, [sentence[begin], sentence[begin] + 1])
            shares = heads.parts(x[lo:hi], plain[lo:hi], begin - lo, end - 1 - lo, root)
            mode, states = heads.state(x[lo:hi], begin - lo, end - 1 - lo, root)
            by = w.lo
            parts = [
                FoundPart(
                    heads.roles[k],
                    int(words.start[a + lo + by]),
                    int(words.end[b - 1 + lo + by]),
                    c,
                )
                for k, a, b, c in _runs(shares)
            ]
            out.append(
                FoundEvent(
                    int(words.start[begin + by]),
                    int(words.end[end - 1 + by]),
                    heads.roots[root],
                    mode,
                    heads.statuses[int(states.argmax())],
                    tuple(_joined(text, parts)),
                    round(sure, 3),
                    tuple(zip(heads.statuses, states.tolist(), strict=True)),
                )
            )
    return out


def _told(p: Floats, sentence: Ints, least: float) -> list[tuple[int, int, int, float]]:
    """Triggers: first word, word after the last, class and probability."""
    out: list[tuple[int, int, int, float]] = []
    kind = p[:, 1:].argmax(1)
    told = np.flatnonzero(p[:, 1:].max(1) >= least)
    for i in told.tolist():
        if out and out[-1][1] == i and out[-1][2] == kind[i] and sentence[i] == sentence[i - 1]:
            begin, _, root, sure = out[-1]
            if i - begin < WIDEST:
                out[-1] = begin, i + 1, root, max(sure, float(p[i, 1 + root]))
                continue
        out.append((i, i + 1, int(kind[i]), float(p[i, 1 + kind[i]])))
    return out


def _runs(shares: Floats) -> list[tuple[int, int, int, float]]:
    """Stretches of words with one part: its number, first word, word after the last, how sure."""
    best = shares.argmax(1)
    edges = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
    return [
        (int(best[a]) - 1, int(a), int(b), round(float(shares[a:b, best[a]].mean()), 3))
        for a, b in pairwise(edges)
        if best[a]
    ]


_WITHIN = re.compile(r"\s*(?:[’']s?|-|of|of the)\s*")
"""What may stand between two pieces of one phrase: `the government`, `Iraq`, `initiative`."""


def _joined(text: str, parts: Sequence[FoundPart]) -> list[FoundPart]:
    """The parts, those that a possessive or `of` cuts in two as one."""
    out: list[FoundPart] = []
    for part in parts:
        before = out[-1] if out else None
        if (
            before is not None
            and before.role == part.role
            and _WITHIN.fullmatch(text, before.end, part.start)
        ):
            sure = min(before.confidence, part.confidence)
            out[-1] = FoundPart(part.role, before.start, part.end, sure)
        else:
            out.append(part)
    return out


def distance_codes(at: Ints, begin: Ints, end: Ints) -> Ints:
    """Codes of the distances of words from triggers, (triggers, words).

    Exact to `NEAR` words, then by doubling.

    Args:
        at: the words, (words,).
        begin: first word of each trigger, (triggers,).
        end: its last word, (triggers,).
    """
    signed = np.minimum(at[None] - begin[:, None], 0) + np.maximum(at[None] - end[:, None], 0)
    size = np.abs(signed)
    doubled = np.ceil(np.log2(np.maximum(size, NEAR) / NEAR)).astype(np.int64)
    steps = np.minimum(np.where(size <= NEAR, size, NEAR + doubled), NEAR + DOUBLINGS)
    out: Ints = NEAR + DOUBLINGS + np.sign(signed) * steps
    return out
