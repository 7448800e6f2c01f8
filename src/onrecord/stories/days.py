"""Days as TIMEX3 values: of when a report is, and whether two values may be one time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from onrecord.schema import Record

_ISO = re.compile(r"(\d{4}|XXXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?:-([1-7]|WE))?")
_PART = re.compile(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])")
_MONTHS = {
    "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12),
    "SP": (3, 6), "SU": (6, 9), "FA": (9, 12), "WI": (1, 12),
}  # fmt: skip
_LEAP = 2000
"""A year that has every day, for dates that tell none."""


def reported(record: Record) -> str | None:
    """The day of a report: its document's, else that of its dateline; TIMEX3, or null.

    A dateline without a year gives `XXXX-02-03`.
    """
    published = record.document.published
    if published:
        return published[:10]
    lines = [s for s in record.document.sections if s.kind == "dateline"]
    for time in record.times:
        if any(s.start <= time.start < s.end for s in lines) and is_day(time.value):
            return (time.value or "")[:10]
    return None


def is_day(value: str | None) -> bool:
    """Whether a value tells at least day and month."""
    match = _ISO.match(value or "")
    return match is not None and (match[3] or "X").isdigit() and (match[2] or "X").isdigit()


def compatible(one: str | None, other: str | None) -> bool:
    """Whether two values may be of one time: `2026-01` holds `2026-01-25`, null is unknown."""
    left, right = extent(one), extent(other)
    if left is None or right is None:
        return True
    if _yearless(one) or _yearless(other):
        left, right = _in_one_year(left), _in_one_year(right)
        if left is None or right is None:
            return True
    return left[0] <= right[1] and right[0] <= left[1]


def apart(one: str | None, other: str | None) -> int | None:
    """How many days are between two values, 0 where they touch; null where it is not known."""
    left, right = extent(one), extent(other)
    if left is None or right is None:
        return None
    if _yearless(one) or _yearless(other):
        left, right = _in_one_year(left), _in_one_year(right)
        if left is None or right is None:
            return None
    return max(0, (right[0] - left[1]).days, (left[0] - right[1]).days)


def extent(value: str | None) -> tuple[date, date] | None:
    """First and last day of a value; null for what is no stretch of the calendar.

    A value without year is put into the year 2000. Of `2013/2014` it is from the first day of the
    one to the last of the other.
    """
    if not value or value[0] in "PT":
        return None
    if "/" in value:
        ends = [extent(part) for part in value.split("/")]
        return (ends[0][0], ends[-1][1]) if ends[0] and ends[-1] else None
    day = value.partition("T")[0]
    try:
        if match := _WEEK.fullmatch(day):
            return _week(int(match[1]), int(match[2]), match[3])
        if match := _PART.fullmatch(day):
            first, last = _MONTHS[match[2]]
            return _months(int(match[1]), first, last)
        if match := _ISO.fullmatch(day):
            return _day(*(None if p is None or "X" in p else int(p) for p in match.groups()))
    except ValueError:
        return None
    return None


def within_year(values: Iterable[str | None]) -> str | None:
    """The year that most of some values tell, the latest of several; null where none does."""
    years = Counter(v[:4] for v in values if v and v[:4].isdigit() and is_day(v))
    return max(years, key=lambda year: (years[year], year), default=None)


def completed(value: str | None, year: str | None) -> str | None:
    """A value with its open year filled in."""
    return year + value[4:] if value and year and value.startswith("XXXX-") else value


def order(value: str | None) -> tuple[int, str]:
    """A key that sorts values by the calendar, those that are no date last."""
    days = extent(value)
    if days is None or value is None:
        return 1, ""
    return 0, f"{'9999' if _yearless(value) else ''}{days[0].isoformat()}T{value.partition('T')[2]}"


def _yearless(value: str | None) -> bool:
    return bool(value) and str(value).startswith("XXXX")


def _in_one_year(days: tuple[date, date]) -> tuple[date, date] | None:
    """The same days of a leap year; null for what is longer than a month."""
    if (days[1] - days[0]).days > 31:
        return None
    first, last = (d.replace(year=_LEAP) for d in days)
    return (first, last) if first <= last else None


def _day(year: int | None, month: int | None, day: int | None) -> tuple[date, date] | None:
    if month is None:
        return None if year is None else _months(year, 1, 12)
    if day is None:
        return _months(year or _LEAP, month, month)
    found = date(year or _LEAP, month, day)
    return found, found


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


def _week(year: int, week: int, day: str | None) -> tuple[date, date]:
    monday = date.fromisocalendar(year, week, 1)
    if day == "WE":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if day:
        found = monday + timedelta(days=int(day) - 1)
        return found, found
    return monday, monday + timedelta(days=6)
