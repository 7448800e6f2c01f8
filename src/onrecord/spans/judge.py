"""Whether told events happened: the upper layers of a large encoder, which see where they are told.

The lower layers' states are those that attribution has computed; the words that tell events are
marked in them, and the upper layers, taught anew for this, read each sentence once more.
`training.factuality` teaches them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import onnxruntime

from onrecord.schema import FoundEvent
from onrecord.spans.decode import Floats
from onrecord.spans.windows import Window
from onrecord.spans.words import Words

LONGEST = 400
"""Word pieces of the longest sentence that is judged; beyond lie tables and lists."""


class Judge:
    """The packaged upper layers of one model."""

    def __init__(self, graph: onnxruntime.InferenceSession, statuses: Sequence[str]) -> None:
        """Hold the graph, and the statuses in the order in which it gives them."""
        self._graph = graph
        self.statuses = tuple(statuses)

    def shares(self, states: Floats, first: Sequence[int], ends: Sequence[range]) -> Floats:
        """How likely each status of each event of a sentence is, (events, statuses).

        Args:
            states: of its word pieces, between those of the two that bound a text,
                (pieces, hidden).
            first: the first piece of each of its words, as a number of a row of `states`, and
                the row after the last word.
            ends: the words that tell each event.
        """
        marks = np.zeros((1, len(states)), np.int64)
        for told in ends:
            marks[0, first[told.start] : first[told.stop]] = 1
        feed = {
            "states": states[None],
            "marks": marks,
            "begin": np.array([first[told.start] for told in ends], np.int64),
            "end": np.array([first[told.stop - 1] for told in ends], np.int64),
        }
        out: Floats = self._graph.run(["shares"], feed)[0]
        return out


def judged(
    judge: Judge,
    words: Words,
    cut: Sequence[Window],
    states: Sequence[Floats],
    events: Sequence[FoundEvent],
) -> list[FoundEvent]:
    """The events with the statuses that the judge gives them.

    Args:
        judge: the upper layers.
        words: the words of a stretch of text.
        cut: its windows.
        states: of each window's word pieces, (pieces, hidden).
        events: events whose words lie in the stretch, in text order.
    """
    out = list(events)
    begin = np.searchsorted(words.end, [e.start for e in events], side="right")
    stop = np.searchsorted(words.start, [e.end for e in events], side="left")
    for w, rows in zip(cut, states, strict=True):
        inside = range(*np.searchsorted(begin, (w.core_lo, w.core_hi)).tolist())
        for number, some in groupby(inside, key=lambda i: int(words.sentence[begin[i]])):
            whole = np.searchsorted(words.sentence, (number, number + 1))
            lo, hi = np.clip(whole, w.lo, w.hi).tolist()
            first = (words.first[lo : hi + 1] - words.first[lo] + 1).tolist()
            told = [i for i in some if begin[i] < stop[i] <= hi]
            if not told or first[-1] > LONGEST:
                continue
            at = int(words.first[lo] - words.first[w.lo])
            own = np.concatenate([rows[:1], rows[at + 1 : at + first[-1]], rows[-1:]])
            ends = [range(int(begin[i]) - lo, int(stop[i]) - lo) for i in told]
            for i, share in zip(told, judge.shares(own, first, ends).tolist(), strict=True):
                likeliest = judge.statuses[int(np.argmax(share))]
                states_of = tuple(zip(judge.statuses, share, strict=True))
                out[i] = out[i]._replace(status=likeliest, states=states_of)
    return out
