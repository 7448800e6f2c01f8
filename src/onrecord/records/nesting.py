"""Statements inside statements: what somebody is reported to have reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from onrecord.records.statements import Draft, Found
from onrecord.schema import Span, covers

DEPTH = 2
"""How often a content is read again: a chain has at most three links."""

SHORTEST = 25
"""A content below so many characters holds no statement of its own."""

CERTAIN = 0.5
"""A statement inside a statement is kept from this confidence on."""

_WORD = re.compile(r"[^\W\d_]+(?:['’]t)?")
_FIRST_PERSON = frozenset(("i", "we", "you", "me", "us"))

ReadApart = Callable[[str, Sequence[Span]], Sequence[Sequence[Found]]]


def deepened(
    text: str,
    drafts: Sequence[Draft],
    read_apart: ReadApart,
    reporting: frozenset[str],
) -> list[Draft]:
    """The drafts and those found inside their contents.

    Args:
        text: the document's text.
        drafts: statements found in the report itself.
        read_apart: reads stretches of the text, each as if it stood alone.
        reporting: words one of which a stretch must hold to be worth reading.

    A stance of the speaker's own inside the words ("I think") is not a report of
    somebody else's, so a source in the first or second person is left out.
    """
    out = list(drafts)
    fresh = list(drafts)
    for _ in range(DEPTH):
        stretches = [p for d in fresh for p in d.content if _promising(text, p, d, reporting)]
        inner = [
            item
            for stretch, items in zip(stretches, read_apart(text, stretches), strict=True)
            for item in items
            if _sound(text, item, stretch)
        ]
        if not inner:
            break
        fresh = [Draft(i.source, i.cue, i.content, i.confidence) for i in inner]
        fresh = [d for d in fresh if not _known(d, out)]
        out += fresh
    return out


def _promising(text: str, piece: Span, draft: Draft, reporting: frozenset[str]) -> bool:
    if piece[1] - piece[0] < SHORTEST or any(piece[0] <= c[0] < piece[1] for c in draft.cue):
        return False
    return any(w.lower() in reporting for w in _WORD.findall(text, *piece))


def _sound(text: str, item: Found, stretch: Span) -> bool:
    if item.confidence < CERTAIN or not item.source:
        return False
    whole = (stretch,)
    if not covers(whole, item.cue + item.source + item.content):
        return False
    return not {w.lower() for s, e in item.source for w in _WORD.findall(text[s:e])} & _FIRST_PERSON


def _known(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(covers(d.cue, draft.cue) for d in drafts)
