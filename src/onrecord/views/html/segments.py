"""A text cut at every boundary of its marks, so that crossing and nested marks draw right.

HTML elements must nest, marks need not. The text is therefore cut into
segments inside which nothing changes; each segment knows which kinds of mark lie
over it and which underlines (lanes) run below it. One sorted sweep: time grows
as n log n with the marks and linearly with the text.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.schema import Span, Statement, hull
from onrecord.views.outline import Line

LANES = 4
"""Underlines that fit between two lines of text; deeper contents share the last one."""


class Mark(NamedTuple):
    """A stretch of text and the class names it gives: inside, where it begins, where it ends."""

    start: int
    end: int
    name: str


class Segment(NamedTuple):
    """A stretch `[start, end)` inside which no mark begins or ends.

    `names` are the marks over it, `opens` and `closes` those that begin at its
    start or end at its end, `number` the statement whose first words stand here.
    """

    start: int
    end: int
    names: tuple[str, ...]
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    number: int | None


def marks_of(lines: Sequence[Line], length: int) -> list[Mark]:
    """Every piece of every statement as a mark, the contents each in a lane of its own.

    Pieces outside the text or empty are left out: a record read from a file may
    be wrong, and a wrong offset must not spoil the page.
    """
    lanes = _lanes([line.statement for line in lines])
    marks: list[Mark] = []
    for line, lane in zip(lines, lanes, strict=True):
        statement = line.statement
        channel = (statement.channel_span,) if statement.channel_span else ()
        for name, pieces in (
            ("src", statement.source),
            ("cue", statement.cue),
            (f"u{lane}", statement.content),
            ("via", channel),
        ):
            marks.extend(Mark(s, e, name) for s, e in pieces if 0 <= s < e <= length)
    return marks


def _lanes(statements: Sequence[Statement]) -> list[int]:
    """A lane for each statement's content, no two that overlap in the same one.

    The whole stretch from a content's first piece to its last keeps its lane, so
    that a discontinuous content is one line broken off, at one height.
    """
    found = [0] * len(statements)
    stretches: list[tuple[int, int, int]] = []
    for index, statement in enumerate(statements):
        if statement.content:
            start, end = hull(statement.content)
            stretches.append((start, -end, index))
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    used = 0
    for start, minus_end, index in sorted(stretches):
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, used = used, used + 1
        heapq.heappush(busy, (-minus_end, lane))
        found[index] = min(lane, LANES - 1)
    return found


def anchors_of(lines: Iterable[Line]) -> dict[int, int]:
    """Where each statement's number stands: at its cue, or where that is missing its content."""
    anchors: dict[int, int] = {}
    for line in lines:
        pieces = line.statement.cue or line.statement.content or line.statement.source
        if pieces:
            anchors.setdefault(pieces[0][0], line.number)
    return anchors


def segments(
    span: Span, marks: Iterable[Mark], anchors: dict[int, int], cuts: Iterable[int] = ()
) -> list[Segment]:
    """The stretch `span` in segments, marked and unmarked, without gap or overlap.

    `cuts` are further places to cut at, such as the ends of paragraphs.
    """
    start, end = span
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for mark in marks:
        opening.setdefault(mark.start, []).append(mark.name)
        closing.setdefault(mark.end, []).append(mark.name)
    inside = {at for at in (*opening, *closing, *cuts) if start < at < end}
    bounds = [start, *sorted(inside), end] if start < end else []
    depth: dict[str, int] = {}
    found: list[Segment] = []
    for here, there in pairwise(bounds):
        for name in closing.get(here, ()):
            depth[name] -= 1
        for name in opening.get(here, ()):
            depth[name] = depth.get(name, 0) + 1
        names = tuple(sorted(name for name, count in depth.items() if count > 0))
        found.append(
            Segment(
                here,
                there,
                names,
                tuple(sorted(set(opening.get(here, ())) & set(names))),
                tuple(sorted(set(closing.get(there, ())) & set(names))),
                anchors.get(here) if names else None,
            )
        )
    return found
