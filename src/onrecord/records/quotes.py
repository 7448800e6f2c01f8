"""Stretches between quotation marks, also over several paragraphs and never closed."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.schema import Span, Spans

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_MARK = re.compile(r"[“”„«»\"]|''|``|(?<![\w’])‘(?=\w)")
_OPENING = frozenset(("“", "„", "«", "``"))
_CLOSING = frozenset(("”", "»"))
_TWIN = {"“": "”", "„": "“", "«": "»", "``": "''", "‘": "’"}
_MAX_LINES = 60
"""A quotation runs over at most so many paragraphs; beyond, a mark was forgotten."""


class Quote(NamedTuple):
    """One quotation, marks included, a piece a paragraph; `closed` if its last mark is there."""

    pieces: Spans
    closed: bool


def find(text: str, skip: Spans = ()) -> tuple[Quote, ...]:
    """The quotations of a text in order.

    Args:
        text: the document's text.
        skip: intervals that interrupt a quotation without ending it, such as captions.

    A quotation left open at the end of a paragraph goes on if the next paragraph
    opens with a mark again, or closes one that it never opened.
    """
    lines = [m.span() for m in _LINE.finditer(text) if text[m.start() : m.end()].strip()]
    lines = [x for x in lines if not any(s <= x[0] and x[1] <= e for s, e in skip)]
    out: list[Quote] = []
    number = 0
    pending: list[Span] = []
    while number < len(lines):
        start, end = lines[number]
        at = start
        if pending:
            closing = _continues(text, start, end)
            if closing is None or len(pending) >= _MAX_LINES:
                out.append(Quote(tuple(pending), False))
                pending = []
            else:
                stop, closed = closing
                pending.append((_indent(text, start, end), stop))
                if not closed:
                    number += 1
                    continue
                out.append(Quote(tuple(pending), True))
                pending = []
                at = stop
        open_at = _scan(text, at, end, out)
        if open_at is not None:
            pending = [(open_at, end)]
        number += 1
    if pending:
        out.append(Quote(tuple(pending), False))
    return tuple(out)


def _scan(text: str, start: int, end: int, out: list[Quote]) -> int | None:
    """Collect the quotations that close within a line; where one stays open, its start."""
    at = start
    while (mark := _MARK.search(text, at, end)) is not None:
        sign = mark.group()
        if sign in _CLOSING:
            at = mark.end()
            continue
        if sign == "‘":
            close = re.compile(r"’(?!\w)").search(text, mark.end(), end)
            if close is None:
                at = mark.end()
                continue
        else:
            close = re.compile(re.escape(_TWIN.get(sign, sign))).search(text, mark.end(), end)
            if close is None and sign not in _OPENING and not _opens(text, mark.start(), start):
                at = mark.end()
                continue
        if close is None:
            return mark.start()
        out.append(Quote(((mark.start(), close.end()),), True))
        at = close.end()
    return None


def _opens(text: str, at: int, line: int) -> bool:
    """Whether a straight mark stands where an opening one would."""
    return at == line or text[at - 1].isspace() or text[at - 1] in "([—–-"


def _indent(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _continues(text: str, start: int, end: int) -> tuple[int, bool] | None:
    """Where an open quotation stops in the next line, and whether it closes there."""
    start = _indent(text, start, end)
    first = _MARK.match(text, start, end)
    again = first is not None and first.group() not in _CLOSING
    body = first.end() if again and first is not None else start
    if again and first is not None:
        twin = _TWIN.get(first.group(), first.group())
        close = text.find(twin, body, end)
        return (end, False) if close < 0 else (close + len(twin), True)
    for mark in _MARK.finditer(text, body, end):
        if mark.group() in _CLOSING:
            return mark.end(), True
        break
    return None


def extended(content: Spans, quotes: tuple[Quote, ...], text: str, taken: Spans) -> Spans:
    """A content with the marks around it and the later paragraphs of its quotation.

    Args:
        content: ordered pieces.
        quotes: the quotations of the text.
        text: the document's text.
        taken: pieces that must stay outside, such as the cue and the source.
    """
    pieces = list(content)
    for quote in quotes:
        first = quote.pieces[0]
        for i, (s, e) in enumerate(pieces):
            if not any(s < q[1] and q[0] < e for q in quote.pieces):
                continue
            for q in quote.pieces:
                if q[0] < s and not text[q[0] : s].strip(" \t\u00a0.,\"“”«»„'`"):
                    s = q[0]
                if s < q[1] and e < q[1] and not text[e : q[1]].strip(" \t\u00a0.,!?;:\"“”«»'`’"):
                    e = q[1]
            pieces[i] = (s, e)
        reaches = any(s < first[1] and first[0] < e for s, e in pieces)
        inside_first = any(s - first[0] <= 2 and first[0] <= s for s, _ in pieces)
        if len(quote.pieces) > 1 and reaches and (inside_first or len(pieces) == 1):
            tail = [
                p for p in quote.pieces[1:] if not any(p[0] < t[1] and t[0] < p[1] for t in taken)
            ]
            pieces = [p for p in pieces if not any(t[0] <= p[0] and p[1] <= t[1] for t in tail)]
            last = max(i for i, (s, e) in enumerate(pieces) if s < first[1] and first[0] < e)
            pieces[last] = (pieces[last][0], max(pieces[last][1], first[1]))
            pieces += tail
    return merged(pieces)


def merged(pieces: list[Span]) -> Spans:
    """Pieces in order, those that touch or overlap joined."""
    out: list[Span] = []
    for s, e in sorted(pieces):
        if out and s <= out[-1][1]:
            out[-1] = (out[-1][0], max(e, out[-1][1]))
        else:
            out.append((s, e))
    return tuple(out)


def quoted_share(content: Spans, quotes: tuple[Quote, ...]) -> float:
    """Share of a content's characters that stand between quotation marks, 0 to 1."""
    total = sum(e - s for s, e in content)
    inside = sum(
        max(0, min(e, b) - max(s, a)) for s, e in content for q in quotes for a, b in q.pieces
    )
    return min(1.0, inside / total) if total else 0.0


def form_of(content: Spans, quotes: tuple[Quote, ...]) -> str:
    """direct above nine tenths between marks, indirect below a twentieth, else mixed."""
    share = quoted_share(content, quotes)
    return "direct" if share > 0.9 else "mixed" if share > 0.05 else "indirect"
