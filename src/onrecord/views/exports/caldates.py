"""TIMEX3 values as dates of the calendar, for formats that know no others."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", re.DOTALL)


def iso_date(value: str | None) -> str | None:
    """`2026`, `2026-02` or `2026-02-03`; null for what is none of these, such as a week."""
    days = first_and_last(value)
    if days is None:
        return None
    first, last = days
    if first == last:
        return first
    return first[:7] if first[:7] == last[:7] else first[:4]


def iso_day(value: str | None) -> str | None:
    """`2026-02-03`; null for what is longer than a day or not known to the day."""
    days = first_and_last(value)
    return days[0] if days and days[0] == days[1] else None


def first_and_last(value: str | None) -> tuple[str, str] | None:
    """The first and last day of a day, month or year."""
    match = _DATE.fullmatch(value or "")
    if match is None:
        return None
    year, month, day = (None if part is None else int(part) for part in match.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
        final = day or monthrange(year, month or 12)[1]
        last = date(year, month or 12, final)
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()
