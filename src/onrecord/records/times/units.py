"""Units of the calendar reckoned from the report's day or from a time told before."""

from __future__ import annotations

from onrecord.records.times import calendar
from onrecord.records.times.anchoring import Scene
from onrecord.records.times.days import shift_of, sign
from onrecord.records.times.found import Found, When, ahead, before, behind, date
from onrecord.records.times.grammar import Hit
from onrecord.records.times.stretches import amount
from onrecord.records.times.vocabulary import beside

_EDGE = {"earlier": "START", "later": "END"}
_OF_DATES = {
    "MORE_THAN": "BEFORE",
    "LESS_THAN": "AFTER",
    "EQUAL_OR_MORE": "ON_OR_BEFORE",
    "EQUAL_OR_LESS": "ON_OR_AFTER",
}
"""How a modifier of a stretch bears on the day it leads back to."""


def _mod(hit: Hit) -> str | None:
    at = hit.at("sh")
    return hit.value("e") if at is None else _EDGE[hit.tokens.word(at)]


def _whole(hit: Hit, when: When) -> list[Found]:
    return [Found(hit.start, hit.end, "DATE", when.value, _mod(hit), when.anchor)]


def shifted(hit: Hit, scene: Scene) -> list[Found] | None:
    """`last year`, `this week`, `earlier this month`, `early next week`."""
    unit, at, shift = hit.value("u") or "", hit.at("r"), shift_of(hit) or 0
    if at is None or unit in ("MIN", "H"):
        return None if unit != "MIN" else []
    word = hit.tokens.word(at)
    if word in ("following", "previous", "prior", "preceding") or (word == "next" and unit == "D"):
        return _whole(hit, When(calendar.moved(scene.last, shift, unit), scene.last))
    if unit == "D":
        return None
    if unit == "WE" and shift == 0 and scene.today and ahead(hit) < 0:
        shift = -1 if scene.today.isoweekday() < 6 else 0
    return _whole(hit, When(calendar.moved(scene.now, shift, unit), scene.now))


def latest(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the latest quarter`: the one told before, else the last that is over."""
    unit = hit.value("u") or ""
    if unit not in ("W", "M", "Q", "Y"):
        return None
    if calendar.finest(scene.last or "") == unit:
        return _whole(hit, When(scene.last, scene.last))
    return _whole(hit, When(calendar.moved(scene.now, -1, unit), scene.now))


def year_end(hit: Hit, scene: Scene) -> list[Found] | None:
    """`year-end`, `the year-end of 1998`."""
    unit, year = hit.value("u") or "", hit.number("y")
    if hit.value("e") != "END" or unit not in ("M", "Q", "Y") or (year and unit != "Y"):
        return None
    if year:
        return _whole(hit, When(f"{year:04}"))
    base = scene.last if scene.narrative else scene.now
    return _whole(hit, When(calendar.around(base, unit), base))


def the_unit(hit: Hit, scene: Scene) -> list[Found] | None:
    """`in the quarter`, `for the year`: the one told before, or the report's."""
    unit = hit.value("u") or ""
    if before(hit) not in ("in", "for", "during") or behind(hit) in beside("after_unit"):
        return None
    if unit == "Q" and calendar.finest(scene.last or "") == "Q":
        return _whole(hit, When(scene.last, scene.last))
    if unit != "Y" or before(hit) == "in":
        return None
    base = scene.last if scene.narrative else scene.now
    return _whole(hit, When(calendar.around(base, unit), base))


def that(hit: Hit, scene: Scene) -> list[Found] | None:
    """`that day`, `the same year`, `later that month`."""
    unit = hit.value("u") or ""
    value = calendar.around(scene.last, unit)
    if value is None and unit == "D" and calendar.finest(scene.last or "") in ("M", "Y"):
        value = f"{scene.last}-XX-XX"[:10]
    return _whole(hit, When(value, scene.last))


def edge_of_unit(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the end of the year`, `later in the day`."""
    unit = hit.value("u") or ""
    if unit == "D" and hit.at("sh") is None:
        return []
    base = scene.last if scene.narrative else scene.now
    if unit == "D":
        # A year told between, of something else, does not move the day.
        base = scene.last if calendar.finest(scene.last or "") == "D" else scene.last_day
    return _whole(hit, When(calendar.around(base, unit), base))


def weekend(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the weekend`: the one before, unless the clause looks ahead or it is on."""
    shift = shift_of(hit)
    if scene.today is not None and shift is None:
        shift = 0 if scene.today.isoweekday() >= 6 or ahead(hit) > 0 else -1
    return _whole(hit, When(calendar.moved(scene.now, shift or 0, "WE"), scene.now))


def the_shifted(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the next day`, `the previous year`: from the time told before."""
    unit, shift, at = hit.value("u") or "", shift_of(hit) or 0, hit.at("r")
    if at is None or unit in ("H", "MIN"):
        return None
    base = scene.last
    if hit.tokens.word(at) == "next" and unit != "D" and not scene.narrative:
        base = scene.now
    return _whole(hit, When(calendar.moved(base, shift, unit), base))


def from_now(hit: Hit, scene: Scene) -> list[Found] | None:
    """`a week from now`, `two years from tomorrow`."""
    count, unit = amount(hit), hit.value("u") or ""
    if count is None or count % 1:
        return date(hit, When("FUTURE_REF" if hit.at("x") is not None else None, scene.now))
    if unit == "DE":
        unit, count = "Y", count * 10
    base = scene.now if hit.at("t") is None else calendar.moved(scene.now, sign(hit, "t"), "D")
    value = calendar.moved(base, min(int(count), 9999), unit)
    return [Found(hit.start, hit.end, "DATE", value, hit.value("rough"), base)]


def ago(hit: Hit, scene: Scene) -> list[Found] | None:
    """`three days ago` from the report's day, `two weeks later` from a time told before."""
    unit, at = hit.value("u") or "", hit.at("off")
    if at is None:
        return None
    word = hit.tokens.word(at)
    if word in ("before", "after") and behind(hit) not in (",", ".", ";", ")", ""):
        return None
    sign = -1 if word in ("ago", "earlier", "before") else 1
    # "A year earlier" is as seen from the report where no day was told, "a year later" never is.
    base = scene.now if word == "ago" else scene.last or (scene.now if sign < 0 else None)
    count = amount(hit)
    if count is None:
        past, future = ("PAST_REF", "FUTURE_REF") if word == "ago" else (None, None)
        return date(hit, When(past if sign < 0 else future, base))
    if before(hit) == "the" and word == "ago":
        return None
    mod = _OF_DATES.get(hit.value("rough") or "", hit.value("rough"))
    if unit in ("H", "MIN", "S"):
        # No hour is known to reckon from: what is left is how long.
        return [Found(hit.start, hit.end, "TIME", None, mod, base)] if word == "ago" else None
    if unit == "DE":
        unit, count = "Y", count * 10
    if unit == "CE":
        unit, count = "Y", count * 100
    if count != int(count):
        finer = {"Y": ("M", 12), "M": ("W", 4)}.get(unit)
        if finer is None:
            return [Found(hit.start, hit.end, "DATE", None, mod, base)]
        unit, count = finer[0], count * finer[1]
    value = calendar.moved(base, sign * min(int(count), 9999), unit)
    return [Found(hit.start, hit.end, "DATE", value, mod, base)]
