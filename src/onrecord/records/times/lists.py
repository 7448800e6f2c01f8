"""Days and years told with only a part of them: `April 24 and 25`, `3-5 June`, `1994-95`."""

from __future__ import annotations

import re
from functools import cache

from onrecord.records.times import calendar
from onrecord.records.times.found import Found
from onrecord.records.times.grammar import Hit
from onrecord.records.times.vocabulary import beside, expanded


@cache
def _days_after() -> re.Pattern[str]:
    day = "{hour12|hour24|upto31|dayth}"
    return expanded(
        f"(?:,{day})*,?(?P<join>-|{{and}}){day}(?!{{unit|units|day|days|hour|hours|"
        "month|shy|short|meridiem|ordinal|number|century|decade}|:|%)(?:,{y:year})?"
    )


@cache
def _day_before() -> re.Pattern[str]:
    return expanded("{d:hour12|hour24|upto31|dayth}(?:-|{and})(?:{the})?")


@cache
def _year_after() -> re.Pattern[str]:
    return expanded("[-/]{d:hour24|upto31|upto59|upto99|hour12|military}")


@cache
def _months_after() -> re.Pattern[str]:
    day = "(?:{hour12|hour24|upto31|dayth})?"
    month = "(?:{m:month|shy}|{m:short}\\.?)"
    return expanded(f"(?:-|,?{{and}})(?:{{early}}-?)?{day}{month}{day}(?:,|{{of}})?{{y:year}}")


def year_behind(hit: Hit, month: int) -> int | None:
    """The year of a month that is told with a later one: `from May to June 2011`."""
    after = _months_after().match(hit.tokens.codes, hit.last)
    if after is None:
        return None
    names = [name for name in ("m", "m_2") if after[name] is not None]
    later = int(hit.tokens.value(after.start(names[0])))
    return int(hit.tokens.raw(after.start("y"))) - (later < month)


def more(hit: Hit, found: Found) -> list[Found]:
    """The expression with those that lean on it, in text order."""
    if hit.rule.reading == "day" and found.value:
        return _days(hit, found)
    if hit.rule.reading == "year" and found.value and found.mod is None:
        return [found, *_years(hit, found)]
    return [found]


def _days(hit: Hit, found: Found) -> list[Found]:
    tokens = hit.tokens
    if hit.at("d") == hit.first:
        first = max(0, hit.first - 3)
        for start in range(first, hit.first):
            lead = _day_before().fullmatch(tokens.codes, start, hit.first)
            if lead is not None:
                return [*_same_month(hit, found, found.value, start), found]
        return [found]
    after = None if hit.at("y") is not None else _days_after().match(tokens.codes, hit.last)
    if after is None:
        return [found]
    stop = after.end()
    told = after["y"] is not None
    noun = tokens.codes[stop : stop + 1] == "o" and tokens.word(stop) not in beside("after_list")
    if noun and not told and tokens.raw(after.start("join")) not in "-–‐‑":
        return [found]
    value = found.value or ""
    if told:
        value = tokens.raw(after.start("y")) + value[4:]
        if calendar.first_day(value) is None:
            return [found]
    out = [found._replace(value=value)]
    for at in range(hit.last, after.start("y") if told else stop):
        out += _same_month(hit, found, value, at)
    if told:
        out[-1] = out[-1]._replace(end=tokens.ends[after.start("y")])
    return out


def _same_month(hit: Hit, found: Found, value: str | None, at: int) -> list[Found]:
    """The day whose number token `at` is, in the month of a value."""
    digits = re.match("[0-9]+", hit.tokens.raw(at))
    if value is None or digits is None:
        return []
    year = 2000 if value.startswith("X") else int(value[:4])
    if calendar.a_day(year, int(value[5:7]), int(digits.group())) is None:
        return []
    other = f"{value[:8]}{int(digits.group()):02}"
    return [Found(hit.tokens.starts[at], hit.tokens.ends[at], "DATE", other, None, found.anchor)]


def _years(hit: Hit, found: Found) -> list[Found]:
    tokens, value = hit.tokens, found.value or ""
    after = _year_after().match(tokens.codes, hit.last)
    if after is None or tokens.ends[hit.last] != tokens.starts[hit.last + 1]:
        return []
    raw = tokens.raw(hit.last + 1)
    if len(raw) != 2 or raw <= value[2:]:
        return []
    at = hit.last + 1
    return [Found(tokens.starts[at], tokens.ends[at], "DATE", value[:2] + raw)]
