"""Every expression of time in a report, with its TIMEX3 type and value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from onrecord.records.times import anchoring, bounds, calendar, grammar, lists, numerals, readings
from onrecord.records.times.anchoring import Scene
from onrecord.records.times.found import Found
from onrecord.records.times.grammar import Rule
from onrecord.records.times.tokens import Tokens, tokens_of
from onrecord.records.times.vocabulary import codes
from onrecord.schema import Span, Time

OPEN = 0.5
"""Confidence of an expression whose value is left open, against that of its kind."""

BOUND = 0.8
"""Confidence of a year that the report's other dates bound, against that of one told."""

WRAPPED = 40
"""A line at least so long that ends in the middle of a sentence goes on in the next."""


def find(
    text: str, lines: Sequence[Span], published: str | None, captions: Sequence[Span] = ()
) -> tuple[Time, ...]:
    """The times told in the given lines, in text order; no two share a character.

    Args:
        text: the report.
        lines: the half-open intervals to read, in order.
        published: the report's day or moment in ISO 8601; without it, what hangs on that day
            is left open, unless the report begins with its own date in full; a day or month
            without a year is then of the time that the report's other dates bound.
        captions: the half-open intervals that stand under pictures.
    """
    read = [tokens_of(text, pieces) for pieces in _paragraphs(text, lines)]
    today = _day(published) or anchoring.dateline(text, lines)
    scene = Scene(today, _is_narrative(read, today), day_first=numerals.day_first(read))
    if today is None and not scene.narrative:
        told = [found for tokens in read for _, found in _found(tokens, replace(scene))]
        scene.near = bounds.near(told, text, captions)
    out: list[Time] = []
    for tokens in read:
        for rule, found in _found(tokens, scene):
            sure = grammar.CONFIDENCE.get(rule.reading, grammar.UNMEASURED)
            sure *= 1 if found.value else OPEN
            sure *= 1 if scene.near is None or found.anchor != scene.near.isoformat() else BOUND
            out.append(
                Time(
                    start=found.start,
                    end=found.end,
                    type=found.type,
                    value=found.value,
                    mod=found.mod,
                    anchor=found.anchor,
                    confidence=round(sure, 3),
                )
            )
    return tuple(out)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _paragraphs(text: str, lines: Sequence[Span]) -> Iterator[list[Span]]:
    """Lines that read on as one: a sentence may be broken at a fixed width."""
    held: list[Span] = []
    for start, end in lines:
        if held and not _reads_on(text, held[-1], start):
            yield held
            held = []
        held.append((start, end))
    if held:
        yield held


def _reads_on(text: str, before: Span, start: int) -> bool:
    gap = text[before[1] : start]
    return (
        before[1] - before[0] >= WRAPPED
        and len(gap) < 20
        and gap.count("\n") <= 1
        and not gap.strip()
        and text[before[1] - 1 : before[1]] not in ".!?:\"'”’"
    )


def _is_narrative(read: Sequence[Tokens], today: date | None) -> bool:
    """Whether a text tells of other years: many are named, and hardly a day near the report's."""
    year, near = codes()["year"], (codes()["weekday"], codes()["today"])
    told = others = 0
    for tokens in read:
        told += sum(tokens.codes.count(code) for code in near)
        at = tokens.codes.find(year)
        while at >= 0:
            number = int(tokens.raw(at))
            others += today is None or number <= today.year - 2
            told += today is not None and number == today.year
            at = tokens.codes.find(year, at + 1)
    return others >= MANY and others >= FOR_ONE * told


MANY = 5
"""Years that a text must name to be about them."""

FOR_ONE = 10
"""Years that it must name for each weekday, today or mention of the report's own year."""


def _found(tokens: Tokens, scene: Scene) -> Iterator[tuple[Rule, Found]]:
    for start, stop in grammar.runs(tokens):
        at = start
        while at < stop:
            hits = grammar.candidates(tokens, at, stop)
            if not hits:
                break
            at = hits[0].first + 1
            for hit in hits:
                read = readings.read(hit, scene)
                if read is None:
                    continue
                at = hit.last
                for found in read:
                    for item in lists.more(hit, found):
                        _note(scene, item)
                        yield hit.rule, item
                    while at < stop and tokens.starts[at] < item.end:
                        at += 1
                break


def _note(scene: Scene, found: Found) -> None:
    """Keep what later expressions may hang on."""
    value = (found.value or "").split("T")[0]
    if found.type in ("DATE", "TIME") and calendar.first_day(value) is not None:
        scene.last, scene.last_end = value, found.end
        if calendar.finest(value) == "D":
            scene.last_day = value
