"""Document text → attributions: one encoder pass over windows, then both heads decoded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from onrecord.spans.bundle import Bundle
from onrecord.spans.decode import Floats, Ints, viterbi
from onrecord.spans.tags import FLAT, ROLES
from onrecord.spans.windows import Window, windows
from onrecord.spans.words import FEATURES, Words, split

BATCH_PIECES = 4096
"""Windows of one document go through the encoder together up to this many word pieces."""

CUES_AT_ONCE = 64
"""The role head weighs so many cues against all their words together."""

CHARACTERS_AT_ONCE = 200_000
"""A longer document is read in stretches, so that memory follows the stretch."""

Interval = tuple[int, int]
Intervals = tuple[Interval, ...]

_CUE_STARTS = tuple(i for i, n in enumerate(FLAT.names) if n in ("B-cue", "S-cue"))


class Attribution(NamedTuple):
    """A cue with its source and content as character intervals, and how sure the model is."""

    cue: Intervals
    source: Intervals
    content: Intervals
    confidence: float


class Tagger:
    """Finds attributions with one model bundle."""

    def __init__(self, bundle: Bundle) -> None:
        """Hold the bundle."""
        self.bundle = bundle

    def read(self, text: str, lines: Sequence[Interval]) -> list[Attribution]:
        """Attributions in the given stretches of lines of a text, by cue position.

        Args:
            text: the document's text.
            lines: intervals to read, in order; words of one never mix with another's.
        """
        found: list[Attribution] = []
        for stretch in _stretches(lines):
            words = split(text, self.bundle.tokenizer, stretch)
            found += self.read_words(words)
        return found

    def read_words(self, words: Words) -> list[Attribution]:
        """Attributions among words that were split before."""
        settings = self.bundle.settings
        found: list[Attribution] = []
        for batch in _batches(words, windows(words, core=settings.core, context=settings.context)):
            found += self._read_batch(words, batch)
        found.sort(key=lambda a: (a.cue, a.content))
        return found

    def read_apart(self, text: str, intervals: Sequence[Interval]) -> list[list[Attribution]]:
        """Attributions inside each interval, each read as if it stood alone.

        This is how a statement inside a statement is found: the content that
        somebody reports is read by the same step as the report itself.
        """
        out: list[list[Attribution]] = [[] for _ in intervals]
        if not intervals:
            return out
        words = split(text, self.bundle.tokenizer, list(intervals))
        bounds = np.searchsorted(words.line, np.arange(len(intervals) + 1))
        limit = self.bundle.settings.core + self.bundle.settings.context
        apart = [
            Window(int(lo), int(hi), int(lo), int(hi))
            for lo, hi in zip(bounds[:-1], bounds[1:], strict=True)
            if lo < hi and words.first[hi] - words.first[lo] <= limit
        ]
        for batch in _batches(words, apart):
            for found in self._read_batch(words, batch):
                at = found.cue[0][0]
                number = next(i for i, (s, e) in enumerate(intervals) if s <= at < e)
                out[number].append(found)
        return out

    def _read_batch(self, words: Words, batch: list[Window]) -> list[Attribution]:
        flat, sides = self._encode(words, batch)
        lengths = np.array([w.hi - w.lo for w in batch])
        scores = flat.copy()
        scores[:, :, _CUE_STARTS] += self.bundle.settings.cue_bias
        tags = viterbi(scores, lengths, self.bundle.flat_step, FLAT.initial, FLAT.final)
        rows: list[int] = []
        cues: list[Interval] = []
        for row, w in enumerate(batch):
            for begin, end in FLAT.read(tags[row].tolist())["cue"]:
                if w.core_lo <= begin + w.lo < w.core_hi:
                    rows.append(row)
                    cues.append((begin, end))
        if not cues:
            return []
        at = np.array(rows)
        roles = self._roles(sides, at, np.array(cues), lengths)
        best = viterbi(roles, lengths[at], self.bundle.role_step, ROLES.initial, ROLES.final)
        out = []
        for i, (row, cue) in enumerate(zip(rows, cues, strict=True)):
            spans = ROLES.read(best[i].tolist())
            if not spans["content"]:
                continue
            proof = evidence(flat[row], roles[i], tags[row], best[i], cue, int(lengths[row]))
            offset = batch[row].lo

            def characters(pieces: Sequence[Interval], by: int = offset) -> Intervals:
                return tuple(
                    (int(words.start[s + by]), int(words.end[e - 1 + by])) for s, e in pieces
                )

            out.append(
                Attribution(
                    characters([cue]),
                    characters(spans["source"]),
                    characters(spans["content"]),
                    self._confidence(proof),
                )
            )
        return out

    def _encode(self, words: Words, batch: list[Window]) -> tuple[Floats, Floats]:
        """Flat scores and side vectors of every word of every window."""
        s = self.bundle.settings
        sizes = [int(words.first[w.hi] - words.first[w.lo]) for w in batch]
        shape = (len(batch), max(sizes) + 2)
        width = max(w.hi - w.lo for w in batch)
        ids = np.full(shape, s.pad_id, np.int64)
        features = np.full(shape, FEATURES, np.int64)
        mask = np.zeros(shape, np.int32)
        first = np.zeros((len(batch), width), np.int64)
        for row, (w, size) in enumerate(zip(batch, sizes, strict=True)):
            lo = int(words.first[w.lo])
            bounds = words.first[w.lo : w.hi + 1]
            ids[row, 0] = s.begin_id
            ids[row, 1 : size + 1] = words.piece[lo : lo + size]
            ids[row, size + 1] = s.end_id
            features[row, 1 : size + 1] = np.repeat(words.feature[w.lo : w.hi], np.diff(bounds))
            mask[row, : size + 2] = 1
            first[row, : w.hi - w.lo] = bounds[:-1] - lo + 1
        feed = {"ids": ids, "features": features, "mask": mask, "first": first}
        flat, sides = self.bundle.encoder.run(["flat", "sides"], feed)
        return flat, sides

    def _roles(self, sides: Floats, rows: Ints, cues: Ints, lengths: Ints) -> Floats:
        """Role scores of every word for each cue, (cues, words, role tags)."""
        if len(rows) > CUES_AT_ONCE:
            parts = range(0, len(rows), CUES_AT_ONCE)
            return np.concatenate(
                [
                    self._roles(sides, rows[i : i + CUES_AT_ONCE], cues[i : i + CUES_AT_ONCE], lengths)
                    for i in parts
                ]
            )
        k = self.bundle.settings.role_hidden
        begin, end = cues[:, 0], cues[:, 1] - 1
        at = np.arange(sides.shape[1])[None]
        distance = np.minimum(at - begin[:, None], 0) + np.maximum(at - end[:, None], 0)
        feed = {
            "word": sides[rows, :, :k],
            "cue": sides[rows, begin, k : 2 * k] + sides[rows, end, 2 * k :],
            "distance": bucket(distance, self.bundle.settings.distances),
            "mask": (at < lengths[rows][:, None])[..., None].astype(np.float32),
        }
        scores: Floats = self.bundle.roles.run(["roles"], feed)[0]
        return scores

    def _confidence(self, proof: tuple[float, ...]) -> float:
        """Calibrated probability that the whole attribution is right."""
        weights = self.bundle.settings.calibration
        if not weights:
            return round(math.exp(sum(proof)), 3)
        logit = weights[0] + sum(w * x for w, x in zip(weights[1:], proof, strict=True))
        return round(1 / (1 + math.exp(-logit)), 3)


def bucket(distance: Ints, size: int) -> Ints:
    """Signed distance in words → index; exact to 8 words, logarithmic up to 256."""
    far = np.abs(distance).astype(np.float32)
    scaled = np.log(np.maximum(far, np.float32(8)) / np.float32(8)) / np.float32(math.log(32))
    steps = 8 + (scaled * np.float32(size - 9)).astype(np.int64)
    whole = np.where(far < 8, np.abs(distance), np.minimum(steps, size))
    index: Ints = size + np.sign(distance) * whole
    return index


def evidence(
    flat: Floats, roles: Floats, tags: Ints, best: Ints, cue: Interval, length: int
) -> tuple[float, ...]:
    """Log probabilities that speak for an attribution, each at most 0.

    Returns:
        (cue words, source words, mean over content words, weakest content edge,
        mean over all words of the window).
    """
    cue_log = _picked(flat[cue[0] : cue[1]], tags[cue[0] : cue[1]])
    role_log = _picked(roles[:length], best[:length])
    kinds = best[:length]
    source = role_log[(kinds > 0) & (kinds < 5)]
    content = role_log[kinds >= 5]
    edges = role_log[(kinds >= 5) & (kinds != 6)]
    return (
        float(cue_log.sum()),
        float(source.sum()) if len(source) else 0.0,
        float(content.mean()),
        float(edges.min()),
        float(role_log.sum()) / 10,
    )


def _picked(scores: Floats, tags: Ints) -> Floats:
    """Log probability of each tag under its word's softmax."""
    top = scores.max(1, keepdims=True)
    total = np.log(np.exp(scores - top).sum(1)) + top[:, 0]
    out: Floats = np.take_along_axis(scores, tags[:, None], 1)[:, 0] - total
    return out


def _stretches(lines: Sequence[Interval]) -> Iterator[list[Interval]]:
    stretch: list[Interval] = []
    size = 0
    for line in lines:
        stretch.append(line)
        size += line[1] - line[0]
        if size > CHARACTERS_AT_ONCE:
            yield stretch
            stretch, size = [], 0
    if stretch:
        yield stretch


def _batches(words: Words, cut: list[Window]) -> Iterator[list[Window]]:
    """Windows of like length together, never more pieces than `BATCH_PIECES` with padding."""
    by_size = sorted(cut, key=lambda w: int(words.first[w.hi] - words.first[w.lo]))
    batch: list[Window] = []
    for w in by_size:
        size = int(words.first[w.hi] - words.first[w.lo])
        if batch and size * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(w)
    if batch:
        yield batch
