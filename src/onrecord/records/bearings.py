"""What an interval of the text bears on: on whose word it stands, of when and of where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from onrecord.schema import Mention, Place, Span, Statement, Time

REACH = 250
"""A date or a place that belongs to an interval stands within so many characters of it."""

BESIDE = 2
"""Words between a date and what it is the date of, as in `the 2013 peace agreement`."""

_BREAK = re.compile(
    r"[;!?\n\r]|\.(?=\s|[\"”’)]|$)|\s(?:[—–-]|--)\s|, (?:and|or) |"
    r"\b(?:while|whereas|but|although|because|since|that|which|who|where|when|after|before|as)\b"
)
_MEASURED_AGAINST = re.compile(r" (?:levels?|figures?|elections?|budget|report)\b")
_DETERMINED = re.compile(r"(?:\b(?:the|an?|its|his|her|their|our|this|that)|['’]s)\s+$", re.I)
_NO_NOUN = re.compile(
    r"\s+(?:and|or|to|in|on|at|by|of|for|from|with|as|but|than|that|which|who|when|after|before|"
    r"until|the|an?|was|were|is|are|has|have|had|will|would|he|she|it|they|its|his|her|their)\b"
)
_DEADLINE = re.compile(r"\bto\s+[a-z]+\b[^,;:]*\bby\s+(?:the\s+end\s+of\s+)?$")
_JOINED = re.compile(r" (?:and|to|until|through) (?:in |on )?")
_AT = re.compile(r"\b(?:in|at|near|outside|inside|across|around|on|throughout)(?: the)? $", re.I)


Item = TypeVar("Item")


class Spread(Generic[Item]):
    """Items by where they stand in the text."""

    def __init__(self, items: Iterable[Item], span: Callable[[Item], Span]) -> None:
        """Order them by their beginnings; those that begin together stay as they come."""
        self._items = sorted(((span(item), item) for item in items), key=lambda i: i[0][0])
        self._starts = [start for (start, _), _ in self._items]
        self._widest = max((end - start for (start, end), _ in self._items), default=0)

    def meeting(self, span: Span) -> list[Item]:
        """Those that share a character with an interval, in text order."""
        lo = bisect_right(self._starts, span[0] - self._widest)
        hi = bisect_left(self._starts, span[1])
        return [item for (_, end), item in self._items[lo:hi] if end > span[0]]


def statements(spans: Sequence[Span], told: Sequence[Statement]) -> list[str | None]:
    """Id of the innermost statement in whose content each interval stands, or null.

    The intervals come in text order, and are walked together with the contents, so that a long
    report costs no more a word than a short one.
    """
    pieces = sorted(
        (start, end, sum(e - s for s, e in one.content), one.id)
        for one in told
        for start, end in one.content
    )
    out: list[str | None] = []
    open_pieces: list[tuple[int, int, int, str]] = []
    at = 0
    for start, end in spans:
        while at < len(pieces) and pieces[at][0] <= start:
            open_pieces.append(pieces[at])
            at += 1
        open_pieces = [p for p in open_pieces if p[1] > start]
        holding = [p for p in open_pieces if p[1] >= end]
        out.append(min(holding, key=lambda p: p[2])[3] if holding else None)
    return out


def dates(text: str, spans: Sequence[Span], times: Sequence[Time]) -> list[str | None]:
    """TIMEX3 value of the one date in each interval's clause, or null.

    Of two that are joined, `in 2013 and 2014`, both, with a slash between as in ISO 8601.
    """
    days = sorted((t.start, t.end, t.value) for t in times if t.type == "DATE" and t.value)
    if not days:
        return [None] * len(spans)
    starts = [start for start, _, _ in days]
    out: list[str | None] = []
    for span in spans:
        clause = _clause(text, span)
        near = days[bisect_left(starts, clause[0]) : bisect_left(starts, clause[1])]
        near = [d for d in near if d[1] <= span[0] or d[0] >= span[1]]
        near = [d for d in near if not _of_another(text, d, span)]
        out.append(_one_date(text, near))
    return out


def _one_date(text: str, near: Sequence[tuple[int, int, str | None]]) -> str | None:
    if len(near) == 2 and _JOINED.fullmatch(text, near[0][1], near[1][0]):
        return f"{near[0][2]}/{near[1][2]}"
    return near[0][2] if len(near) == 1 and not _compared(text, near[0]) else None


def _of_another(text: str, day: tuple[int, int, str | None], span: Span) -> bool:
    """Whether a date is that of something else: `the 1968 treaty`, `asked her to pay by Friday`."""
    if _DETERMINED.search(text, max(0, day[0] - 8), day[0]) and not _NO_NOUN.match(text, day[1]):
        between = text[day[1] : span[0]]
        own = between and len(between.split()) <= BESIDE and not _NO_NOUN.search(between)
        return text[day[1] : day[1] + 1] == " " and not own
    return day[0] >= span[1] and _DEADLINE.search(text, span[1], day[0]) is not None


def _compared(text: str, day: tuple[int, int, str | None]) -> bool:
    """Whether a date is only what something is measured against: `2005 levels`."""
    return _MEASURED_AGAINST.match(text, day[1]) is not None


def locations(
    text: str, spans: Sequence[Span], mentions: Sequence[Mention], places: Sequence[Place]
) -> list[str | None]:
    """Id of the one location that each interval's clause says it is at, or null."""
    placed = {p.mention for p in places}
    sites = sorted(
        (m.start, m.end, m.id)
        for m in mentions
        if (m.type == "Location" or m.id in placed)
        and m.form == "name"
        and _AT.search(text, max(0, m.start - 15), m.start)
    )
    if not sites:
        return [None] * len(spans)
    starts = [start for start, _, _ in sites]
    out: list[str | None] = []
    for span in spans:
        clause = _clause(text, span)
        near = sites[bisect_left(starts, clause[0]) : bisect_left(starts, clause[1])]
        out.append(near[0][2] if len(near) == 1 else None)
    return out


def _clause(text: str, span: Span) -> Span:
    """The stretch around an interval in which nothing ends a clause."""
    floor, roof = max(0, span[0] - REACH), min(len(text), span[1] + REACH)
    start = floor
    for match in _BREAK.finditer(text, floor, span[0]):
        start = match.end()
    end = _BREAK.search(text, span[1], roof)
    return start, end.start() if end else roof
