"""Document text → attributions: one encoder pass over windows, then both heads decoded."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from onrecord.schema import FoundEvent, FoundMention, FoundRelation
from onrecord.spans import events, mentions
from onrecord.spans.bundle import Bundle
from onrecord.spans.decode import Floats, Ints, viterbi
from onrecord.spans.judge import judged
from onrecord.spans.mentions import Gender
from onrecord.spans.tags import FLAT, FORBIDDEN, ROLES, TagSet
from onrecord.spans.windows import Window, of_cores, windows
from onrecord.spans.words import FEATURES, Words, split, unquoted

CUES_AT_ONCE = 64
"""The role head weighs so many cues against all their words together."""

CHARACTERS_AT_ONCE = 200_000
"""A longer document is read in stretches, so that memory follows the stretch."""

EAGERNESS = 1.0
"""Added to the score of starting a cue when a content is read apart."""

_STARTS_CUE = np.array([n in ("B-cue", "S-cue") for n in FLAT.names])

_SOURCE = [i for i, n in enumerate(ROLES.names) if n.endswith("-source")]
"""A source stands in its cue's sentence: in PolNeAR 998 of 1,000 do."""

Interval = tuple[int, int]
Intervals = tuple[Interval, ...]


def _untold(name: str) -> str | None:
    return None


class Attribution(NamedTuple):
    """A cue with its source and content as character intervals, and how sure the model is.

    `evidence` is what the confidence was computed from; see the function of that name.
    """

    cue: Intervals
    source: Intervals
    content: Intervals
    confidence: float
    evidence: tuple[float, ...] = ()


class Reading(NamedTuple):
    """Everything found in a text, in text order."""

    attributions: list[Attribution]
    mentions: list[FoundMention]
    relations: list[FoundRelation]
    events: list[FoundEvent]


class _Encoded(NamedTuple):
    """What the encoder gives for a window, each (words, …).

    Flat scores of each tag, side vectors (3 * role_hidden), the word vectors where heads are to
    read them, and where there is a judge the states of its lower layers, (1, pieces, hidden).
    """

    flat: Floats
    sides: Floats
    words: Floats | None = None
    middle: Floats | None = None


class Tagger:
    """Finds attributions, mentions, relations and events with one model bundle."""

    def __init__(
        self, bundle: Bundle, beside: Bundle | None = None, gender: Gender = _untold
    ) -> None:
        """Hold the bundle.

        Args:
            bundle: the model.
            beside: for one without heads, the model that finds what those would.
            gender: tells that of a person's name, m or f, so that no `she` means Ben.
        """
        self.bundle = bundle
        self._gender = gender
        self._beside: Tagger | None = None
        if beside is not None and bundle.heads is None:
            self._beside = Tagger(beside, gender=gender)
        self._outputs = ["flat", "sides"]
        if bundle.heads is not None:
            self._outputs.append("words")
        if bundle.judge is not None:
            self._outputs.append("middle")

    def read_layers(self, text: str, lines: Sequence[Interval]) -> Reading:
        """Everything that the model finds in the given stretches of lines of a text.

        A model without heads for mentions, relations and events finds none, unless there is one
        beside it; of the events that one finds it judges itself whether they happened, if it can.

        Args:
            text: the document's text.
            lines: intervals to read, in order; words of one never mix with another's.
        """
        out = Reading([], [], [], [])
        if self._beside is not None:
            out = self._beside.read_layers(text, lines)
            out.attributions.clear()
        bundle = self.bundle
        for stretch in _stretches(lines):
            words = split(text, bundle.tokenizer, stretch)
            cut = self._cut(words)
            encoded = [self._encode(words, w) for w in cut]
            out.attributions.extend(sorted(self._attributions(words, cut, encoded), key=_place))
            if bundle.judge is not None:
                states = [e.middle[0] for e in encoded if e.middle is not None]
                lo, hi = (
                    bisect_left(out.events, at, key=_begin)
                    for at in (stretch[0][0], stretch[-1][1])
                )
                out.events[lo:hi] = judged(bundle.judge, words, cut, states, out.events[lo:hi])
            if bundle.heads is None:
                continue
            vectors = [e.words for e in encoded if e.words is not None]
            least = bundle.settings.mention, bundle.settings.relation
            base = len(out.mentions)
            found, related = mentions.find(
                bundle.heads, text, words, cut, vectors, least, self._gender, base
            )
            out.mentions.extend(found)
            out.relations.extend(related)
            if bundle.heads.events is not None:
                told = events.find(
                    bundle.heads.events, text, words, cut, vectors, bundle.settings.event
                )
                out.events.extend(told)
        return out

    def read_words(self, words: Words) -> list[Attribution]:
        """Attributions among words that were split before."""
        return sorted(self._read_windows(words, self._cut(words)), key=_place)

    def link(self, text: str, spans: Sequence[Interval], types: Sequence[str]) -> list[int]:
        """The antecedent of each of the given mentions, by its number, -1 for none.

        Args:
            text: the document's text, read as one stretch.
            spans: the mentions as characters of the text, in text order.
            types: the type of each, of whatever scheme: what counts is which are equal, and which
                are persons.

        Raises:
            ValueError: the model has no heads.
        """
        heads = self.bundle.heads
        if heads is None:
            raise ValueError("this model has no heads for mentions")
        words = split(text, self.bundle.tokenizer)
        cut = self._cut(words)
        vectors = self._vectors(words, cut)
        return mentions.link(heads, text, words, cut, vectors, spans, types, self._gender)

    def between(
        self, text: str, source: Sequence[Interval], target: Sequence[Interval]
    ) -> dict[str, float]:
        """How likely each class of event stands between two actors, the likeliest first.

        Args:
            text: the sentence, or a text that holds it.
            source: who acts, as characters of the text; empty where nobody is named.
            target: whom it bears on, likewise, in the same sentence.

        Raises:
            ValueError: there is no word in either.
        """
        if self._beside is not None:
            return self._beside.between(text, source, target)
        heads = self.bundle.heads
        if heads is None or heads.events is None:
            raise ValueError("this model has no heads for events")
        words = split(text, self.bundle.tokenizer)
        ends = [_words_of(words, spans) for spans in (source, target)]
        marked = np.concatenate(ends)
        if not len(marked):
            raise ValueError("neither actor holds a word of the text")
        sentences = words.sentence[[marked.min(), marked.max()]]
        lo = int(np.searchsorted(words.sentence, sentences[0]))
        hi = int(np.searchsorted(words.sentence, sentences[1], side="right"))
        cut = [w for w in self._cut(words) if w.core_lo < hi and lo < w.core_hi]
        x = of_cores(cut, self._vectors(words, cut))[lo - cut[0].core_lo :][: hi - lo]
        shares = heads.events.pairs.shares(x, *(end - lo for end in ends))
        told = zip(heads.events.roots, shares.tolist(), strict=True)
        return dict(sorted(told, key=lambda item: -item[1]))

    def _cut(self, words: Words) -> list[Window]:
        settings = self.bundle.settings
        return windows(words, core=settings.core, context=settings.context)

    def read_apart(self, text: str, intervals: Sequence[Interval]) -> list[list[Attribution]]:
        """Attributions inside each interval, each read as if it stood alone.

        This is how a statement inside a statement is found: the content that
        somebody reports is read by the same step as the report itself. Only contents
        that hold a word of reporting are worth it, so a cue is likelier there than in
        running text: the score of starting one is raised by `EAGERNESS`.
        """
        out: list[list[Attribution]] = [[] for _ in intervals]
        if not intervals:
            return out
        words = unquoted(split(text, self.bundle.tokenizer, list(intervals)))
        bounds = np.searchsorted(words.line, np.arange(len(intervals) + 1))
        limit = self.bundle.settings.core + self.bundle.settings.context
        apart = [
            Window(lo, hi, lo, hi)
            for lo, hi in pairwise(bounds.tolist())
            if lo < hi and words.first[hi] - words.first[lo] <= limit
        ]
        for found in self._read_windows(words, apart, EAGERNESS):
            at = found.cue[0][0]
            number = next(i for i, (s, e) in enumerate(intervals) if s <= at < e)
            out[number].append(found)
        return out

    def _read_windows(
        self, words: Words, cut: Sequence[Window], eagerness: float = 0.0
    ) -> list[Attribution]:
        """Attributions whose cue lies in the core of one of the windows."""
        return self._attributions(words, cut, [self._encode(words, w) for w in cut], eagerness)

    def _attributions(
        self,
        words: Words,
        cut: Sequence[Window],
        encoded: Sequence[_Encoded],
        eagerness: float = 0.0,
    ) -> list[Attribution]:
        """Attributions whose cue lies in the core of one of the windows, which were encoded."""
        if not cut:
            return []
        flat, sides = [e.flat for e in encoded], [e.sides for e in encoded]
        raised = np.where(_STARTS_CUE, np.float32(eagerness), np.float32(0))
        tags = _decode([f + raised for f in flat], self.bundle.flat_step, FLAT)
        cued: list[tuple[int, Interval]] = []
        for row, w in enumerate(cut):
            for begin, end in FLAT.read(tags[row].tolist())["cue"]:
                if w.core_lo <= begin + w.lo < w.core_hi:
                    cued.append((row, (begin, end)))
        if not cued:
            return []
        scores: list[Floats] = []
        for row, group in groupby(cued, key=lambda c: c[0]):
            cues = np.array([cue for _, cue in group])
            for i in range(0, len(cues), CUES_AT_ONCE):
                scores += list(self._roles(sides[row], cues[i : i + CUES_AT_ONCE]))
        for (row, cue), score in zip(cued, scores, strict=True):
            w = cut[row]
            same = words.sentence[w.lo : w.hi] == words.sentence[w.lo + cue[0]]
            score[np.ix_(~same, _SOURCE)] = FORBIDDEN
        best = _decode(scores, self.bundle.role_step, ROLES)
        out = []
        for (row, cue), score, kinds in zip(cued, scores, best, strict=True):
            spans = ROLES.read(kinds.tolist())
            if not spans["content"]:
                continue
            proof = evidence(flat[row], score, tags[row], kinds, cue)
            by = cut[row].lo
            source, content = (_characters(words, spans[r], by) for r in ("source", "content"))
            cue_at = _characters(words, [cue], by)
            out.append(Attribution(cue_at, source, content, self._confidence(proof), proof))
        return out

    def _encode(self, words: Words, w: Window) -> _Encoded:
        """A window through the encoder."""
        s = self.bundle.settings
        bounds = words.first[w.lo : w.hi + 1]
        lo, hi = int(bounds[0]), int(bounds[-1])
        ids = np.concatenate(([s.begin_id], words.piece[lo:hi], [s.end_id]))
        surface = np.repeat(words.feature[w.lo : w.hi], np.diff(bounds))
        features = np.concatenate(([FEATURES], surface, [FEATURES]))
        feed = {"ids": ids[None], "features": features[None], "first": bounds[:-1] - lo + 1}
        found = self.bundle.encoder.run(self._outputs, feed)
        return _Encoded(**dict(zip(self._outputs, found, strict=True)))

    def _vectors(self, words: Words, cut: Sequence[Window]) -> list[Floats]:
        """Word vectors of windows, of a model with heads, (words, hidden) each."""
        encoded = [self._encode(words, w).words for w in cut]
        return [x for x in encoded if x is not None]

    def _roles(self, sides: Floats, cues: Ints) -> Floats:
        """Role scores of every word of a window for each cue, (cues, words, role tags)."""
        k = self.bundle.settings.role_hidden
        begin, end = cues[:, 0], cues[:, 1] - 1
        at = np.arange(len(sides))[None]
        distance = np.minimum(at - begin[:, None], 0) + np.maximum(at - end[:, None], 0)
        feed = {
            "word": np.ascontiguousarray(sides[:, :k]),
            "cue": sides[begin, k : 2 * k] + sides[end, 2 * k :],
            "distance": bucket(distance, self.bundle.settings.distances),
        }
        scores: Floats = self.bundle.roles.run(["roles"], feed)[0]
        return scores

    def _confidence(self, proof: tuple[float, ...]) -> float:
        """Calibrated probability that the whole attribution is right."""
        weights = self.bundle.settings.calibration
        if not weights:
            return round(math.exp(sum(p for p in proof if p < 0)), 3)
        logit = weights[0] + sum(w * x for w, x in zip(weights[1:], proof, strict=True))
        return round(1 / (1 + math.exp(-logit)), 3)


def _begin(event: FoundEvent) -> int:
    return event.start


def _place(a: Attribution) -> tuple[Intervals, Intervals]:
    return a.cue, a.content


def bucket(distance: Ints, size: int) -> Ints:
    """Signed distance in words → index; exact to 8 words, logarithmic up to 256."""
    far = np.abs(distance).astype(np.float32)
    scaled = np.log(np.maximum(far, np.float32(8)) / np.float32(8)) / np.float32(math.log(32))
    steps = 8 + (scaled * np.float32(size - 9)).astype(np.int64)
    whole = np.where(far < 8, np.abs(distance), np.minimum(steps, size))
    index: Ints = size + np.sign(distance) * whole
    return index


def evidence(
    flat: Floats, roles: Floats, tags: Ints, kinds: Ints, cue: Interval
) -> tuple[float, ...]:
    """Log probabilities that speak for an attribution, and whether it lacks a source.

    Args:
        flat: flat scores of the window, (words, tags).
        roles: role scores for the cue, (words, role tags).
        tags: flat tags, (words,).
        kinds: role tags, (words,).
        cue: the cue's words.

    Returns:
        (cue words, source words, mean over content words, weakest content edge, sum over
        all words of the window divided by ten, 1 without a source).
    """
    cue_log = _picked(flat[cue[0] : cue[1]], tags[cue[0] : cue[1]])
    role_log = _picked(roles, kinds)
    source = role_log[(kinds > 0) & (kinds < 5)]
    content = role_log[kinds >= 5]
    edges = role_log[(kinds >= 5) & (kinds != 6)]
    return (
        float(cue_log.sum()),
        float(source.sum()) if len(source) else 0.0,
        float(content.mean()),
        float(edges.min()),
        float(role_log.sum()) / 10,
        float(not len(source)),
    )


def _decode(scores: Sequence[Floats], step: Floats, tags: TagSet) -> list[Ints]:
    """The best tags of each row of scores, rows of any length decoded together."""
    lengths = np.array([len(s) for s in scores])
    padded = np.zeros((len(scores), int(lengths.max()), len(tags)), np.float32)
    for row, s in enumerate(scores):
        padded[row, : len(s)] = s
    best = viterbi(padded, lengths, step, tags.initial, tags.final)
    return [row[:n] for row, n in zip(best, lengths, strict=True)]


def _characters(words: Words, pieces: Sequence[Interval], by: int) -> Intervals:
    """Word intervals of a window as character intervals of the text."""
    return tuple((int(words.start[s + by]), int(words.end[e - 1 + by])) for s, e in pieces)


def _words_of(words: Words, spans: Sequence[Interval]) -> Ints:
    """The words that some intervals of characters touch."""
    inside = np.zeros(len(words.start), bool)
    for start, end in spans:
        inside |= (words.start < end) & (start < words.end)
    found: Ints = np.flatnonzero(inside)
    return found


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
