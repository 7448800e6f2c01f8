"""The time of a report that does not tell its own day, as far as the dates in it bound it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from onrecord.records.times import calendar
from onrecord.records.times.found import Found
from onrecord.schema import Span

CLOSE = 2
"""Years between a full date and another year told for the report to be of that time."""

REACH = 150
"""Days from there within which a day without a year is of the nearest one."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"[12]\d{3}")


def near(found: Sequence[Found], text: str, captions: Iterable[Span]) -> date | None:
    """The latest full date told, where the report is plainly of about that time.

    It is where the date stands under a picture that is not from the files, or where the report
    speaks of a year close to it. It is not where a later year is told, or where all others are
    far: then the date is likely to be history.
    """
    told = [f for f in found if f.type in ("DATE", "TIME") and _YEAR.match(f.value or "")]
    days = [f for f in told if _DAY.match(f.value or "")]
    if not days:
        return None
    latest = max(days, key=lambda f: (f.value or "")[:10])
    day, year = calendar.first_day((latest.value or "")[:10]), _year(latest)
    if any(_year(f) > year for f in told):
        return None
    others = [f for f in told if (f.value or "")[:10] != (latest.value or "")[:10]]
    close = any(year - _year(f) <= CLOSE for f in others)
    shown = any(
        start <= f.start < end and not re.search(r"\bfile\b", text[start:end], re.IGNORECASE)
        for start, end in captions
        for f in days
        if f.value == latest.value
    )
    return day if close or shown else None


def _year(found: Found) -> int:
    return int((found.value or "")[:4])


def day_near(there: date, month: int, day: int) -> date | None:
    """The day of a month that lies nearest to a time, null where none lies near."""
    known = [calendar.a_day(there.year + shift, month, day) for shift in (-1, 0, 1)]
    close = [d for d in known if d is not None and abs((d - there).days) <= REACH]
    return min(close, key=lambda d: abs((d - there).days), default=None)
