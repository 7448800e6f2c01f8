"""Half-open character intervals over a document's text, in Unicode code points."""

from __future__ import annotations

Span = tuple[int, int]
Spans = tuple[Span, ...]
"""Ordered, non-overlapping pieces of one possibly discontinuous phrase."""


def covers(outer: Spans, inner: Spans) -> bool:
    """Whether every piece of `inner` lies inside one piece of `outer`."""
    return bool(inner) and all(any(a <= s and e <= b for a, b in outer) for s, e in inner)


def overlaps(left: Spans, right: Spans) -> bool:
    """Whether the two phrases share a character."""
    return any(a < e and s < b for a, b in left for s, e in right)


def hull(*phrases: Spans) -> Span:
    """The smallest interval that holds all pieces of all phrases.

    Raises:
        ValueError: no phrase has a piece.
    """
    pieces = [piece for phrase in phrases for piece in phrase]
    if not pieces:
        raise ValueError("no piece to take the hull of")
    return min(s for s, _ in pieces), max(e for _, e in pieces)


def words_of(text: str, phrase: Spans, joiner: str = " … ") -> str:
    """The characters a phrase covers, pieces joined for display."""
    return joiner.join(text[s:e] for s, e in phrase)
