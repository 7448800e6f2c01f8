"""What the judge is shown of each event: its sentence's pieces, and the words that tell it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake import from_text
from onrecord.reader import Reader
from onrecord.schema import EVENT_STATUSES, FoundEvent
from onrecord.spans.bundle import available, load
from onrecord.spans.judge import LONGEST, Judge, judged
from onrecord.spans.windows import windows
from onrecord.spans.words import Words

STATUSES = tuple(EVENT_STATUSES)
SIDES = 1000, 1001
"""What stands for the two pieces that bound a window."""


class Recorder(Judge):
    """Keeps what it is shown, and says of each event that it was denied."""

    def __init__(self):
        self.statuses = STATUSES
        self.shown = []

    def shares(self, states, first, ends):
        for told in ends:
            rows = states[first[told.start] : first[told.stop], 0].tolist()
            self.shown.append((states[:, 0].tolist(), rows))
        return np.tile(np.eye(len(STATUSES))[STATUSES.index("denied")], (len(ends), 1))


def text_of(sentences):
    """Words of a text, a character each and one between; `sentences` has pieces of each word."""
    pieces = [n for one in sentences for n in one]
    total = len(pieces)
    number = np.repeat(np.arange(len(sentences)), [len(one) for one in sentences])
    first = np.concatenate(([0], np.cumsum(pieces))).astype(np.int64)
    zeros = np.zeros(total, np.int64)
    at = 2 * np.arange(total)
    return Words(at, at + 1, zeros, number, number, np.arange(first[-1]), first)


def event(words, lo, hi):
    start, end = int(words.start[lo]), int(words.end[hi - 1])
    return FoundEvent(start, end, "CONSULT", None, "occurred", (), 0.9)


@given(
    st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=12), min_size=1, max_size=12),
    st.data(),
)
def test_each_event_is_seen_in_its_sentence_at_its_words(sentences, data):
    words = text_of(sentences)
    cut = windows(words, core=40, context=8)
    states = [
        np.array(
            [[SIDES[0]], *words.piece[words.first[w.lo] : words.first[w.hi], None], [SIDES[1]]]
        )
        for w in cut
    ]
    bounds = [0, *np.cumsum([len(one) for one in sentences]).tolist()]
    wanted = {}
    for lo, hi in pairwise(bounds):
        if data.draw(st.booleans()):
            begin = data.draw(st.integers(lo, hi - 1))
            wanted[begin] = data.draw(st.integers(begin + 1, hi)), lo, hi
    events = [event(words, begin, end) for begin, (end, _, _) in wanted.items()]
    recorder = Recorder()
    out = judged(recorder, words, cut, states, events)

    assert [(e.start, e.end) for e in out] == [(e.start, e.end) for e in events]
    shown = iter(recorder.shown)
    for e, (begin, (end, lo, hi)) in zip(out, wanted.items(), strict=True):
        w = next(w for w in cut if w.core_lo <= begin < w.core_hi)
        if end > w.hi:
            # The window holds no more of it.
            assert e.status == "occurred"
            continue
        assert e.status == "denied"
        assert dict(e.states)["denied"] == 1
        seen, marked = next(shown)
        inside = words.piece[words.first[max(lo, w.lo)] : words.first[min(hi, w.hi)]].tolist()
        assert seen == [SIDES[0], *inside, SIDES[1]]
        assert marked == words.piece[words.first[begin] : words.first[end]].tolist()
    assert next(shown, None) is None


def test_a_sentence_without_end_is_left_to_the_other_model():
    words = text_of([[1] * LONGEST])
    cut = windows(words, core=2 * LONGEST, context=0)
    states = [np.zeros((LONGEST + 2, 1))]
    (out,) = judged(Recorder(), words, cut, states, [event(words, 3, 4)])
    assert out.status == "occurred"


@pytest.mark.model
@pytest.mark.skipif("large" not in available(), reason="the large model is not in this checkout")
def test_the_large_model_judges_what_the_small_one_finds():
    text = (
        "Rebels have attacked the town of Varrow. Norway may withdraw its troops from Varrow, the"
        " minister said.\n\nThe army denied that it had shelled the hospital."
    )
    small, large = (Reader(name).read(from_text(text)) for name in ("small", "large"))
    assert [e.trigger for e in large.events] == [e.trigger for e in small.events]
    told = {text[slice(*e.trigger)]: e.status for e in large.events}
    assert told["attacked"] == "occurred"
    assert told["withdraw"] == "hypothetical"
    assert told["shelled"] == "denied"
    assert load("large").judge is not None
