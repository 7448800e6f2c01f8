"""Statements inside statements: what somebody is reported to have reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from onrecord.knowledge import cues
from onrecord.records.media import WRITTEN, channel
from onrecord.records.statements import Draft, Found
from onrecord.schema import Span, Spans, covers, hull, overlaps

DEPTH = 2
"""How often a content is read again: a chain has at most three links."""

SHORTEST = 25
"""A content below so many characters holds no statement of its own."""

CERTAIN = 0.5
"""Inside a written text a statement is kept from this confidence on."""

CERTAIN_IN_SPEECH = 0.92
"""Elsewhere a statement is kept from this confidence on, if its cue is a verb of saying.

People weave what others want and think into whatever they say; a chain of reports is
somebody saying that somebody said.
"""

_WORD = re.compile(r"[^\W\d_]+(?:['’]t)?")
_FIRST_PERSON = frozenset(("i", "we", "you", "me", "us"))
_PRONOUNS = frozenset(("he", "she", "it", "they", "who", "that", "which", "this"))
_THAT = re.compile(r"that\s+")
_LINE = re.compile(r"[^\n\r]+")
_MARKS = frozenset(" \t\u00a0\"“”„«»'‘’`")

ReadApart = Callable[[str, Sequence[Span]], Sequence[Sequence[Found]]]


def deepened(
    text: str,
    drafts: Sequence[Draft],
    read_apart: ReadApart,
) -> list[Draft]:
    """The drafts and those found inside their contents.

    Args:
        text: the document's text.
        drafts: statements found in the report itself.
        read_apart: reads stretches of the text, each as if it stood alone.

    A stance of the speaker's own inside the words ("I think", "she said she hoped") is
    no report of somebody else's, so a pronoun is not taken for a source there.
    """
    out = list(drafts)
    fresh = list(drafts)
    read: list[Draft] = []
    for _ in range(DEPTH):
        stretches = [
            (_bare(text, p), _written(text, d))
            for d in fresh
            for p in _paragraphs(text, d.content)
            if _promising(text, p, d)
        ]
        inner = [
            item
            for (stretch, written), items in zip(
                stretches, read_apart(text, [s for s, _ in stretches]), strict=True
            )
            for item in items
            if _sound(text, item, stretch, written)
        ]
        if not inner:
            break
        fresh = [Draft(i.source, i.cue, i.content, i.confidence) for i in inner]
        fresh = [d for d in fresh if not _known(d, read)]
        # Read apart, a statement is read better than in passing.
        out = [d for d in out if not _known(d, fresh)] + fresh
        read += fresh
    return out


def _promising(text: str, piece: Span, draft: Draft) -> bool:
    """Whether a piece is worth reading: long enough, with a word that introduces a statement."""
    if piece[1] - piece[0] < SHORTEST or any(piece[0] <= c[0] < piece[1] for c in draft.cue):
        return False
    words = cues.reporting_words() if _written(text, draft) else cues.saying_words()
    return any(w.lower() in words for w in _WORD.findall(text, *piece))


def _paragraphs(text: str, content: Spans) -> Iterator[Span]:
    """The content's pieces, paragraph by paragraph."""
    for start, end in content:
        yield from (m.span() for m in _LINE.finditer(text, start, end))


def _bare(text: str, piece: Span) -> Span:
    """The piece as a sentence of its own, without marks at its ends or a `that` before it."""
    start, end = piece
    opening = _THAT.match(text, start, end)
    start = opening.end() if opening else start
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return start, end


def _written(text: str, draft: Draft) -> bool:
    """Whether the content is a text's own prose: a readout, a post, a statement."""
    around = hull(draft.source, draft.cue)
    return channel(text, draft, around)[0] in WRITTEN


def _sound(text: str, item: Found, stretch: Span, written: bool) -> bool:
    words = {w.lower() for s, e in item.source for w in _WORD.findall(text[s:e])}
    if not words or words & _FIRST_PERSON or words <= _PRONOUNS:
        return False
    if not written and not cues.classify(text[slice(*hull(item.cue))]).communication:
        return False
    if item.confidence < (CERTAIN if written else CERTAIN_IN_SPEECH):
        return False
    return covers((stretch,), item.cue + item.source + item.content)


def _known(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(overlaps(d.cue, draft.cue) for d in drafts)
