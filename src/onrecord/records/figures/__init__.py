"""Figures: how many or how much, of what, and on whose word.

What is a figure here: counts, money, shares, measures and votes. What is not: dates, years,
times, durations and ages (they belong to the times), repetitions (`three times`), ordinals,
numbers in names and labels (`Resolution 2254`, `F-16`), scores of games, items of a list, and
small numbers that only point back (`the two men`, `both`, `his three sons`).

Words that tell no digits have the smallest count that they can honestly mean as `low`, and no
`high`: dozens 24, scores 40, hundreds 200, thousands 2000, several and a few 3, a couple 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.records import bearings
from onrecord.records.figures import lines as reading
from onrecord.records.figures import tokens
from onrecord.records.figures.lines import Draft
from onrecord.schema import Figure, Mention, Place, Span, Statement, Time


def find(
    text: str,
    lines: Sequence[Span],
    statements: Sequence[Statement],
    times: Sequence[Time] = (),
    mentions: Sequence[Mention] = (),
    places: Sequence[Place] = (),
) -> tuple[Figure, ...]:
    """Every figure of a text, in text order.

    Args:
        text: the whole text.
        lines: the lines to read.
        statements: who is on record with what; a figure stands on the word of the innermost.
        times: time expressions with their values.
        mentions: mentions, some of them of locations.
        places: where mentions are on the map.
    """
    drafts = _outside(_drafts(text, lines), times)
    spans = [(d.start, d.end) for d in drafts]
    told = bearings.statements(spans, statements)
    when = bearings.dates(text, spans, times)
    where = bearings.locations(text, spans, mentions, places)
    return tuple(
        Figure(
            id=f"f{n}",
            start=d.start,
            end=d.end,
            low=d.low,
            high=d.high,
            qualifier=d.qualifier,
            unit=d.unit,
            of=d.of,
            statement=told[n - 1],
            date=when[n - 1],
            place=where[n - 1],
            confidence=d.confidence,
        )
        for n, d in enumerate(drafts, 1)
    )


def _drafts(text: str, lines: Sequence[Span]) -> Iterator[Draft]:
    for start, end in tokens.stretches(text, sorted(lines)):
        yield from reading.read(tokens.read(text, start, end))


def _outside(drafts: Iterable[Draft], times: Sequence[Time]) -> list[Draft]:
    """The figures that are no part of a time expression, as `two` is of `the next two Fridays`."""
    taken = sorted((t.start, t.end) for t in times)
    out = []
    at = 0
    for draft in drafts:
        while at < len(taken) and taken[at][1] <= draft.start:
            at += 1
        if at == len(taken) or taken[at][0] >= draft.end or draft.unit is not None:
            out.append(draft)
    return out
