"""Dates in figures, of which the day or the month may come first: `5/2/2026`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.records.times import calendar
from onrecord.records.times.anchoring import Scene
from onrecord.records.times.tokens import Tokens
from onrecord.records.times.vocabulary import codes


def day_first(read: Sequence[Tokens]) -> bool | None:
    """Whether the text puts the day first, told by dates that can be read in one way only."""
    told = set()
    for tokens in read:
        at = tokens.codes.find(codes()["slashed"])
        while at >= 0:
            first, second = (int(n) for n in tokens.raw(at).split("/")[:2])
            if max(first, second) > 12 >= min(first, second):
                told.add(first > 12)
            at = tokens.codes.find(codes()["slashed"], at + 1)
    return told.pop() if len(told) == 1 else None


def meant(raw: str, scene: Scene) -> list[str]:
    """The days that figures may stand for, one where the text or the report's day decides."""
    first, second, year = (int(n) for n in re.split(r"[./]", raw))
    if year < 100:
        this = scene.today.year if scene.today else 2030
        year += 2000 if year + 2000 <= this + 10 else 1900
    ours = calendar.a_day(year, second, first)
    theirs = calendar.a_day(year, first, second) if "/" in raw else None
    days = list(dict.fromkeys(day for day in (ours, theirs) if day is not None))
    if len(days) == 2 and scene.day_first is not None:
        days = [days[0 if scene.day_first else 1]]
    if len(days) == 2 and scene.today is not None:
        own = [day for day in days if abs((day - scene.today).days) <= OWN]
        days = own if len(own) == 1 else days
    return [day.isoformat() for day in days]


OWN = 7
"""Days from the report's own within which a date in figures is taken for one of these days."""
