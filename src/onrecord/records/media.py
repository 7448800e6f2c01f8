"""Through which channel words came: said by the source, the cue or the words around the cue."""

from __future__ import annotations

from onrecord.knowledge import channels, cues, sources
from onrecord.records.statements import Draft
from onrecord.schema import Span, hull

_REACH = 120
"""A channel is named at most so many characters from the cue."""

WRITTEN = frozenset(("post", "readout", "statement", "report", "letter", "book"))
"""Channels in which somebody's own prose may report a third party, as an article does."""


def channel(text: str, draft: Draft, within: Span) -> tuple[str | None, Span | None]:
    """The channel of a statement and the words that name it, or null.

    Args:
        text: the document's text.
        draft: the statement.
        within: the sentence of its cue, or the part of it that belongs to its reporter.
    """
    if draft.source:
        span = hull(draft.source)
        noun = sources.source_noun(text[slice(*span)])
        if noun is not None and noun.kind == "document" and noun.channel is not None:
            return noun.channel, span
    cue = hull(draft.cue)
    lo, hi = max(within[0], cue[0] - _REACH), min(within[1], cue[1] + _REACH)
    found = [
        (lo + c.start, lo + c.end, c.channel)
        for c in channels.find(text[lo:hi])
        if not any(s < lo + c.end and lo + c.start < e for s, e in draft.content)
    ]
    if found:
        best = min(found, key=lambda c: max(c[0] - cue[1], cue[0] - c[1], 0))
        return best[2], (best[0], best[1])
    implied = cues.classify(text[slice(*cue)]).channel
    return implied, cue if implied else None
