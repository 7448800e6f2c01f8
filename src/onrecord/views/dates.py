"""TIMEX3 values as people write dates, and in the order of the calendar."""

from __future__ import annotations

import re
from datetime import date

from onrecord.views.outline import one_line

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS = {
    "SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter",
    "Q1": "first quarter", "Q2": "second quarter", "Q3": "third quarter", "Q4": "fourth quarter",
    "H1": "first half", "H2": "second half",
}  # fmt: skip
TIMES_OF_DAY = {
    "MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night",
    "DT": "daytime",
}  # fmt: skip
RELATIVE = {"PAST_REF": "in the past", "PRESENT_REF": "now", "FUTURE_REF": "in the future"}

_FIRST_MONTH = {"Q2": 4, "Q3": 7, "Q4": 10, "H2": 7, "SP": 3, "SU": 6, "FA": 9, "WI": 12}
_DAY = re.compile(r"(\d{4}|XXXX)-(\d\d|XX)(?:-(\d\d|XX))?")
_WEEK = re.compile(r"(\d{4}|XXXX)-W(\d\d|XX)(?:-(\d|WE))?")
_PART = re.compile(r"(\d{4}|XXXX)-(SP|SU|FA|WI|Q[1-4]|H[12])")
_YEAR = re.compile(r"[0-9X]{2,4}")


def date_label(value: str | None) -> str:
    """A TIMEX3 value in words where that is plain, else as it stands; empty for null.

    `2026-02-03` is “3 February 2026”, `XXXX-WXX-2T19:40` “Tuesday, 19:40”, `2013/2014` “2013 to
    2014”.
    """
    if not value:
        return ""
    if value in RELATIVE:
        return RELATIVE[value]
    if "/" in value:
        return " to ".join(map(date_label, value.split("/")))
    day, _, clock = value.partition("T")
    if not value.startswith(("P", "T")) and (known := _day_label(day)) is not None:
        return ", ".join(filter(None, (known, TIMES_OF_DAY.get(clock, one_line(clock)))))
    return one_line(value)


def date_order(value: str | None) -> tuple[int, str]:
    """A key that sorts by calendar: years that are known, then other dates, then none."""
    if not value:
        return 2, ""
    day, _, clock = value.partition("/")[0].partition("T")
    if week := _WEEK.fullmatch(day):
        day = _week_start(week) or day
    elif (part := _PART.fullmatch(day)) and part[1] != "XXXX":
        day = f"{part[1]}-{_FIRST_MONTH.get(part[2], 1):02}"
    # The days of a year that is not told follow each other, after those of years that are.
    return (0 if day[:1].isdigit() else 1), f"{day}T{clock}"


def _day_label(day: str) -> str | None:
    if match := _DAY.fullmatch(day):
        year, month, number = ("" if p is None or "X" in p else p for p in match.groups())
        if month and not 1 <= int(month) <= 12:
            return None
        name = MONTHS[int(month) - 1] if month else ""
        return " ".join(filter(None, (number.lstrip("0"), name, year)))
    if match := _WEEK.fullmatch(day):
        return _week_label(match)
    if match := _PART.fullmatch(day):
        return PARTS[match[2]] + ("" if match[1] == "XXXX" else f" {match[1]}")
    if _YEAR.fullmatch(day):
        # A decade or a century lacks its last figures, or has them open: 199, 19, 199X.
        plain = "X" in day or len(day) < 4
        return day.replace("X", "0").ljust(4, "0") + "s" if plain else day
    return None


def _week_label(match: re.Match[str]) -> str | None:
    if match[3] == "WE":
        start = _week_start(match)
        return "a weekend" if start is None else f"weekend after {_day_label(start)}"
    if match[3]:
        return WEEKDAYS[int(match[3]) - 1] if "1" <= match[3] <= "7" else None
    start = _week_start(match)
    return None if start is None else f"week of {_day_label(start)}"


def _week_start(match: re.Match[str]) -> str | None:
    """The Monday of a week as an ISO date, null where the calendar has no such week."""
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1).isoformat()
    except ValueError:
        return None
