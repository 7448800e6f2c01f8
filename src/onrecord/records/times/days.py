"""Days that are named: by date, weekday or feast, or as seen from the report's own."""

from __future__ import annotations

import re

from onrecord.records.times import anchoring, bounds, calendar, numerals
from onrecord.records.times.anchoring import Scene
from onrecord.records.times.found import (
    Found,
    When,
    ahead,
    before,
    behind,
    date,
    told_year,
)
from onrecord.records.times.grammar import Hit
from onrecord.records.times.lists import year_behind
from onrecord.records.times.vocabulary import beside, codes

SHIFTS = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1, "this": 0}


def shift_of(hit: Hit) -> int | None:
    """-1 for "last", 1 for "next", 0 for "this", null for none of them."""
    at = hit.at("r")
    return None if at is None else SHIFTS.get(hit.tokens.word(at), 0)


def numeric(hit: Hit, scene: Scene) -> list[Found] | None:
    """`1998-08-07`, `25/12/2020`, `25.12.2020`; what may be two days is left open."""
    raw = hit.tokens.raw(hit.first)
    if re.match(r"\d{4}[-/]", raw):
        raw = raw.replace("/", "-")
        known = calendar.a_day(int(raw[:4]), int(raw[5:7]), int(raw[8:10]))
        kind = "TIME" if "T" in raw else "DATE"
        return [Found(hit.start, hit.end, kind, raw)] if known else []
    options = numerals.meant(raw, scene)
    return date(hit, When(options[0] if len(options) == 1 else None)) if options else []


def day(hit: Hit, scene: Scene) -> list[Found] | None:
    """`Friday, Aug. 7, 1998`, `7 August`, and the days listed with it: `April 24 and 25`."""
    when = day_of_month(hit, scene)
    return None if when is None else date(hit, when)


def day_of_month(hit: Hit, scene: Scene) -> When | None:
    """The value of a day of a month, with the year told or the one it must be."""
    month, day, year = hit.number("m"), hit.number("d"), hit.number("y")
    if month is None or day is None:
        return None
    if year is not None:
        known = calendar.a_day(year, month, day)
        return When(known.isoformat()) if known else None
    if calendar.a_day(2000, month, day) is None:
        return None
    year = year_behind(hit, month) if hit.last > (hit.at("d") or 0) else None
    if year is not None and calendar.a_day(year, month, day):
        return When(f"{year:04}-{month:02}-{day:02}")
    year = told_year(scene) if hit.at("of_year") is None else None
    if year is not None and calendar.a_day(year, month, day):
        return When(f"{year:04}-{month:02}-{day:02}", scene.last)
    if (month, day) == (9, 11) and re.match("attack|terror|hijack", behind(hit)):
        return When("2001-09-11")
    return _nearest(hit, scene, month, day)


def _nearest(hit: Hit, scene: Scene, month: int, day: int) -> When:
    """The day told without a year that the report, or a day told just before, must mean."""
    if scene.today is None:
        known = bounds.day_near(scene.near, month, day) if scene.near else None
        if known is not None and scene.near is not None:
            return When(known.isoformat(), scene.near.isoformat())
        return When(f"XXXX-{month:02}-{day:02}")
    base = calendar.first_day(scene.last) if calendar.finest(scene.last or "") == "D" else None
    known = bounds.day_near(base, month, day) if base and _joined(hit, scene) else None
    if hit.at("of_year") is not None:
        year = scene.today.year + sign(hit, "of_year")
    elif known is not None:
        year = known.year
    else:
        year = anchoring.day_year(scene.today, month, day, shift_of(hit) or ahead(hit))
    return When(f"{year:04}-{month:02}-{day:02}", scene.now)


def week_of(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the week of March 6`."""
    when = day_of_month(hit, scene)
    if when is None or hit.tokens.word(hit.first + 1) != "week":
        return None
    return date(hit, When(calendar.around(when.value, "W"), when.anchor))


def islamic(hit: Hit, scene: Scene) -> list[Found] | None:
    """`15 Ramadan 1445`: the day of the tabular calendar."""
    year, month, day = hit.number("y"), hit.number("hm"), hit.number("d")
    if year is None or month is None or day is None or not 1000 <= year < 1600:
        return None
    known = calendar.from_islamic(year, month, day)
    return date(hit, When(known.isoformat())) if known else None


def islamic_stretch(hit: Hit, scene: Scene) -> list[Found] | None:
    """`Muharram 1447`, `1447 AH`: a stretch that is none of our calendar, so it is left open."""
    year = hit.number("y")
    return date(hit, When(None)) if year is not None and 1000 <= year < 1600 else None


def holiday(hit: Hit, scene: Scene) -> list[Found] | None:
    """`Christmas Day`, `Thanksgiving 1999`."""
    if behind(hit) in beside("holiday_things"):
        return []
    rule, year, anchor = hit.value("hd") or "", hit.number("y") or told_year(scene), None
    if year is None:
        if scene.today is None:
            return date(hit, When(None))
        this, anchor = calendar.holiday(rule, scene.today.year), scene.now
        ahead_ = shift_of(hit) or ahead(hit)
        year = anchoring.day_year(scene.today, this.month, this.day, ahead_)
    value = calendar.holiday(rule, year).isoformat()
    if hit.at("u") is not None:
        if hit.value("u") != "W":
            return None
        return date(hit, When(calendar.around(value, "W"), anchor))
    return date(hit, When(value, anchor))


def weekday(hit: Hit, scene: Scene) -> list[Found] | None:
    """`Friday`, `last Friday`, `Friday morning`: the day nearest to the report's."""
    number, shift, at = hit.number("w"), shift_of(hit), hit.at("w")
    if number is None or at is None:
        return None
    short = len(hit.tokens.raw(at)) < 6 and hit.at("r") is None
    if short and before(hit) not in beside("before_short_day"):
        return []
    if before(hit) in beside("named_days") or hit.tokens.raw(hit.last) in beside("papers"):
        return []
    when = When(f"XXXX-WXX-{number}")
    if _is_following(hit):
        base = calendar.first_day(scene.last)
        value = anchoring.weekday(base, number, 1, 1).isoformat() if base else None
        when = When(value, scene.last)
    elif scene.today is not None and not (scene.narrative and shift is None):
        ahead_ = _weekday_ahead(hit, number, scene) if shift is None else shift
        day_ = anchoring.weekday(scene.today, number, ahead_, shift)
        base = calendar.first_day(scene.last)
        if _beside_weekday(hit, scene) in ("to", "through", "-") and base is not None:
            day_ = anchoring.weekday(base, number, 1, 1)
        when = When(day_.isoformat(), scene.now)
    return _at_part(hit, when)


def _weekday_ahead(hit: Hit, number: int, scene: Scene) -> int:
    """Which way a weekday lies: as the one it is joined to, or as its clause looks.

    A possessive one belongs to its noun: whoever will get around Wednesday's ruling does so later.
    """
    base = calendar.first_day(scene.last)
    if _beside_weekday(hit, scene) and base is not None and scene.today is not None:
        return 1 if base > scene.today else -1
    found = ahead(hit)
    if found > 0 and behind(hit) in ("'s", "’s"):
        return 1 if any(behind(hit, on) in beside("scheduled") for on in (1, 2, 3)) else -1
    if found > 0 and behind(hit) in ("was", "were") and behind(hit, 1) in beside("called_off"):
        # "The service planned for Saturday was canceled": that may be over, so the nearer one.
        return 1 if scene.today and (number - scene.today.isoweekday()) % 7 < NEARER else -1
    return found


NEARER = 4
"""Days ahead from which on the same weekday before is nearer."""


def _joined(hit: Hit, scene: Scene) -> str | None:
    """The word that joins a day to one told just before it: `Saturday and Sunday`."""
    tokens, at = hit.tokens, hit.first - 1
    joins = ("and", "or", "to", "through", "-", "–")
    if at < 1 or tokens.word(at) not in joins or tokens.ends[at - 1] != scene.last_end:
        return None
    return tokens.word(at).replace("–", "-")


def _beside_weekday(hit: Hit, scene: Scene) -> str | None:
    """The word that joins a weekday to another one."""
    told = hit.tokens.codes[hit.first - 2] if hit.first > 1 else ""
    beside_one = told in (codes()["weekday"], codes()["wkd"], codes()["part"])
    return _joined(hit, scene) if beside_one else None


def weekday_of_month(hit: Hit, scene: Scene) -> list[Found] | None:
    """`Friday the 13th`: the nearest month in which it falls so."""
    number, day = hit.number("w"), hit.number("nth")
    if number is None or day is None or scene.today is None:
        return None
    near, way = scene.today.year * 12 + scene.today.month - 1, ahead(hit)
    options = []
    for month in range(near - 11, near + 12):
        known = calendar.a_day(month // 12, month % 12 + 1, day)
        if known is not None and known.isoweekday() == number:
            distance = (known - scene.today).days
            if distance * way >= 0:
                options.append((abs(distance), known.isoformat()))
    return date(hit, When(min(options)[1], scene.now)) if options else None


def day_beside(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the day after tomorrow`, `the day before last Tuesday`, `the day after March 3`."""
    number = hit.number("w")
    if hit.at("m") is not None:
        base = day_of_month(hit, scene)
    elif hit.at("t") is not None:
        base = When(calendar.moved(scene.now, sign(hit, "t"), "D"), scene.now)
    elif number is not None and scene.today is not None:
        shift = shift_of(hit)
        ahead_ = ahead(hit) if shift is None else shift
        day_ = anchoring.weekday(scene.today, number, ahead_, shift)
        base = When(day_.isoformat(), scene.now)
    else:
        return None
    if base is None:
        return None
    return date(hit, When(calendar.moved(base.value, sign(hit, "off"), "D"), base.value))


def _is_following(hit: Hit) -> bool:
    at = hit.at("r")
    return at is not None and hit.tokens.word(at) == "following"


def today(hit: Hit, scene: Scene) -> list[Found] | None:
    """`today`, `yesterday morning`; no better tomorrow."""
    if before(hit) in beside("hoped_for"):
        return []
    return _at_part(hit, When(calendar.moved(scene.now, sign(hit, "t"), "D"), scene.now))


def _at_part(hit: Hit, when: When) -> list[Found]:
    """The day itself, or the part of it that is told."""
    part = hit.value("p")
    if part is None:
        return date(hit, when)
    value = None if when.value is None else f"{when.value}T{part}"
    return [Found(hit.start, hit.end, "TIME", value, hit.value("e"), when.anchor)]


def sign(hit: Hit, name: str) -> int:
    """The value of a word that moves back or ahead: -1, 0 or 1."""
    value = hit.value(name) or "0"
    return int(value) if re.fullmatch(r"-?\d", value) else 0
