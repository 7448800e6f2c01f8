"""Arithmetic of the calendar on TIMEX3 values: `1998`, `1998-08`, `1998-W32`, `1998-08-07`."""

from __future__ import annotations

import re
from datetime import date, timedelta

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?|W(?P<week>\d\d)(?:-WE)?|"
    r"Q(?P<quarter>\d)|H(?P<half>\d)|(?P<season>SP|SU|FA|WI)))?"
)
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_ISLAMIC_EPOCH = 227015
"""The ordinal of 16 July 622 in the Julian calendar, the first day of the Islamic one."""


def first_day(value: str | None) -> date | None:
    """The day on which a value begins; null where it names no stretch of the calendar."""
    match = _VALUE.fullmatch(value or "")
    if match is None:
        return None
    part = match.groupdict()
    year = int(part["year"])
    try:
        if part["week"]:
            return date.fromisocalendar(year, int(part["week"]), 1)
        if part["quarter"]:
            return date(year, int(part["quarter"]) * 3 - 2, 1)
        if part["half"]:
            return date(year, int(part["half"]) * 6 - 5, 1)
        if part["season"]:
            return date(year, _SEASON_START[part["season"]], 1)
        return date(year, int(part["month"] or 1), int(part["day"] or 1))
    except ValueError:
        return None


def finest(value: str) -> str:
    """The unit at which a value speaks: D, W, M, Q or Y; empty where it is none of these."""
    match = _VALUE.fullmatch(value)
    if match is None:
        return ""
    units = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "half": "Q", "season": "Q"}
    return next((unit for name, unit in units.items() if match[name]), "Y")


def at(day: date, unit: str) -> str:
    """The value of the day, week, month, quarter, year, decade or century around a day."""
    if unit == "D":
        return day.isoformat()
    if unit in ("W", "WE"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return f"{day.year:04}-{day.month:02}"
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if unit == "Y":
        return f"{day.year:04}"
    return f"{day.year // 10:03}" if unit == "DE" else f"{day.year // 100:02}"


_ORDER = ("D", "W", "M", "Q", "Y", "DE", "CE")


def around(value: str | None, unit: str) -> str | None:
    """A value at a coarser unit: the year of a day. Null where that cannot be told."""
    day = first_day(value)
    own = finest(value or "")
    if day is None or unit not in _ORDER or _ORDER.index(own) > _ORDER.index(unit):
        return None
    return at(day, unit)


def moved(value: str | None, amount: int, unit: str) -> str | None:
    """The value that lies so many units away, at that unit: two weeks from a day is a week.

    Null where the value is too coarse to reckon with: two days after some year.
    """
    if unit == "F":
        amount, unit = amount * 2, "W"
    day, own = first_day(value), finest(value or "")
    coarse = {"WE": "W"}.get(unit, unit)
    if day is None or coarse not in _ORDER or _ORDER.index(own) > _ORDER.index(coarse):
        return None
    try:
        if unit in ("D", "W", "WE"):
            return at(day + timedelta(days=amount * (1 if unit == "D" else 7)), unit)
        months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit] * amount
        years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return at(date(years, month + 1, 1), unit)
    except (ValueError, OverflowError):
        return None


def a_day(year: int, month: int, day: int) -> date | None:
    """That day, or null where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def easter(year: int) -> date:
    """Easter Sunday of the western churches, by the computus of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holiday(rule: str, year: int) -> date:
    """The day of that year which a rule of `calendars.tsv` names."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:]))
    if ":" not in rule:
        return date(year, int(rule[:2]), int(rule[3:]))
    month, weekday, which = rule.split(":")
    if which.endswith("+"):
        # The Tuesday after the first Monday of November.
        return nth_weekday(year, int(month), int(weekday) - 1, int(which[:-1])) + timedelta(days=1)
    return nth_weekday(year, int(month), int(weekday), int(which))


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The first, second… (or with -1 the last) such weekday of a month; 1 is Monday."""
    if which > 0:
        start = date(year, month, 1)
        return start + timedelta(days=(weekday - start.isoweekday()) % 7 + 7 * (which - 1))
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return end - timedelta(days=(end.isoweekday() - weekday) % 7)


def from_islamic(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a date in the tabular Islamic calendar.

    Where the moon decides, the day kept may lie one or two days from this one.
    """
    if not (1 <= month <= 12 and 1 <= day <= 30 and 1 <= year <= 2000):
        return None
    passed = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(_ISLAMIC_EPOCH - 1 + passed + day)
