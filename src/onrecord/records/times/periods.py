"""Stretches of the calendar that are named: months, seasons, quarters, years and longer."""

from __future__ import annotations

import re

from onrecord.records.times import anchoring, bounds, calendar
from onrecord.records.times.anchoring import Scene
from onrecord.records.times.days import shift_of
from onrecord.records.times.found import (
    Found,
    When,
    ahead,
    before,
    behind,
    date,
    named_behind,
    plain_behind,
    told_year,
)
from onrecord.records.times.grammar import Hit
from onrecord.records.times.lists import year_behind
from onrecord.records.times.vocabulary import beside

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_VERBS = ("May", "March")


def month(hit: Hit, scene: Scene) -> list[Found] | None:
    """`October`, `last October`, `late November`, `January 1998`, `May of last year`."""
    number, year, at = hit.number("m"), hit.number("y"), hit.at("m")
    if number is None or at is None:
        return None
    if year is not None:
        return date(hit, When(f"{year:04}-{number:02}"))
    if not _is_month(hit, at):
        return []
    told = year_behind(hit, number)
    if told is not None:
        return date(hit, When(f"{told:04}-{number:02}"))
    shift, known = shift_of(hit), told_year(scene)
    if shift is None and known is not None:
        return date(hit, When(f"{known:04}-{number:02}", scene.last))
    if scene.today is None:
        near = bounds.day_near(scene.near, number, 15) if scene.near else None
        if shift is None and near is not None and scene.near is not None:
            return date(hit, When(near.isoformat()[:7], scene.near.isoformat()))
        return date(hit, When(f"XXXX-{number:02}"))
    if (hit.at("r") or 0) > at:
        moved = calendar.moved(scene.now, shift or 0, "Y")
        return date(hit, When(f"{moved or 'XXXX'}-{number:02}", scene.now))
    year = anchoring.month_year(scene.today, number, ahead(hit), shift)
    return date(hit, When(f"{year:04}-{number:02}", scene.now))


def _is_month(hit: Hit, at: int) -> bool:
    """Whether a month that stands alone is one, and neither a verb nor a name: `April Smith`."""
    raw, named = hit.tokens.raw(at), named_behind(hit)
    if raw in ("MAY", "MARCH"):
        return hit.first < at or before(hit) in ("in", "since", "until", "by")
    dotted = hit.tokens.codes[at + 1 : at + 2] == "."
    if hit.first < at:
        return not (named and len(raw) < 4 and not dotted)
    lead = before(hit)
    if lead not in beside("before_date"):
        return not named and raw not in _VERBS and (len(raw) > 3 or dotted)
    if lead in beside("before_names") and not dotted:
        return not named and raw != "May" and len(raw) > 3
    return len(raw) > 3 or raw == "May" or dotted or not named


def season(hit: Hit, scene: Scene) -> list[Found] | None:
    """`last fall`, `the summer of 2003`, `in the spring`."""
    name, year, shift, at = hit.value("s") or "", hit.number("y"), shift_of(hit), hit.at("s")
    firm = shift is not None or year is not None or hit.at("e") is not None
    if not firm:
        the = hit.tokens.word(hit.first) == "the"
        lead = before(hit) in ("in", "during", "since", "until", "by", "this", "for", "of")
        if not lead or (not the and before(hit) != "in") or behind(hit) == "of":
            return []
    if at is None or (name == "FA" and behind(hit) == "of" and year is None):
        return []
    if year is None:
        year = told_year(scene) if shift is None else None
    if year is not None:
        return date(hit, When(f"{year:04}-{name}"))
    if scene.today is None:
        return date(hit, When(f"XXXX-{name}"))
    start = _SEASON_MONTHS[name]
    year = anchoring.month_year(scene.today, start, ahead(hit), shift)
    if shift == -1 and 0 <= scene.today.month - start < 3:
        year -= 1
    return date(hit, When(f"{year:04}-{name}", scene.now))


def quarter(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the third quarter`, `Q3 2024`, `the first half of 1998`."""
    at = hit.at("qh")
    if at is not None:
        name = hit.tokens.raw(at)
        if name[1] > ("4" if name[0] == "Q" else "2"):
            return []
    else:
        number, of = hit.number("q"), hit.at("k")
        kind = "H" if of is not None and hit.tokens.word(of) == "half" else "Q"
        if number is None or number > (4 if kind == "Q" else 2):
            return None
        firm = any(hit.at(name) is not None for name in ("y", "r", "whole"))
        if kind == "H" and not firm and behind(hit) not in beside("half_years"):
            return None
        name = f"{kind}{number}"
    year = hit.number("y")
    if year is not None:
        return date(hit, When(f"{year:04}-{name}"))
    if hit.at("whole") is not None:
        base = scene.last if scene.narrative else scene.now
        told = calendar.around(base, "Y") if hit.value("whole") == "Y" else None
        return date(hit, When(f"{told}-{name}" if told else None, base))
    if at is not None and hit.last - hit.first == 1 and before(hit) not in ("in", "for", "the"):
        return []
    if scene.today is None:
        return date(hit, When(None))
    if hit.at("r") is not None:
        told = calendar.moved(scene.now, shift_of(hit) or 0, "Y")
        return date(hit, When(f"{told}-{name}", scene.now))
    start = int(name[1]) * 3 - 2 if name[0] == "Q" else int(name[1]) * 6 - 5
    year = anchoring.month_year(scene.today, start, ahead(hit) or -1)
    return date(hit, When(f"{year:04}-{name}", scene.now))


def year(hit: Hit, scene: Scene) -> list[Found] | None:
    """`1998`, `mid-1998`, `fiscal 1998`; a number of something is no year."""
    number, at = hit.number("y"), hit.at("y")
    if number is None or at is None:
        return None
    if hit.last - hit.first == 1 and not _is_year(hit, number):
        return []
    return date(hit, When(f"{number:04}"))


def _is_year(hit: Hit, number: int) -> bool:
    tokens, lead, next_ = hit.tokens, before(hit), behind(hit)
    glued = hit.first > 0 and tokens.ends[hit.first - 1] == hit.start
    if glued and lead in ("-", "/") and tokens.codes[hit.first - 2 : hit.first - 1] in ("o", "O"):
        return False
    if next_ in ("%", "percent") or next_ in beside("counted"):
        return False
    if lead in beside("numbered"):
        return False
    if tokens.raw(hit.last) in beside("makes") and lead not in beside("before_old_year") - {"the"}:
        # "Her 1987 Chevrolet" is a car, "In 1987 Ford built" a year.
        return False
    if lead == "." and before(hit, 2) in ("no", "nos"):
        return False
    if not 1900 <= number <= 2050:
        return lead in beside("before_old_year") and number < 2100
    plural = plain_behind(hit) and re.fullmatch(r"[a-z]{3,}s", next_)
    return not plural or lead in beside("before_date")


def decade(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the 1990s`, `the late '80s`, `the sixties`; not somebody's age."""
    at = hit.at("dc")
    if at is None:
        return None
    raw = hit.tokens.raw(at)
    if raw.isdigit():
        # "The 1980's", as some papers write it; "the 1988's" is none.
        return date(hit, _tens(raw[:3])) if raw[3] == "0" and raw[1:3] != "00" else None
    if raw[0].isdigit() and len(raw) == 5:
        # "The 1900s" are a century, "the 2000s" mostly ten years.
        hundred = raw[2:4] == "00" and raw[:2] != "20"
        return date(hit, When(raw[:2]) if hundred else _tens(raw[:3]))
    marked = hit.first < at and hit.tokens.codes[at - 1] == "'"
    the = "the" in (hit.tokens.word(hit.first), before(hit))
    if not (marked or the) or before(hit) in beside("possessive"):
        return []
    if not raw[0].isdigit():
        return date(hit, _tens(hit.tokens.value(at)))
    if raw[0] in "01":
        return date(hit, _tens(f"20{raw[0]}")) if marked else []
    return date(hit, _tens(f"19{raw[0]}"))


def _tens(first: str | None) -> When:
    """Ten years by their first three figures, as TempEval-3 writes them: `199X`."""
    return When(first and f"{first}X")


def century(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the 20th century`."""
    number, tens = hit.number("q"), hit.number("tens")
    if number is None:
        return None
    number += tens or 0
    if not 1 <= number <= 30:
        return None
    ancient = hit.tokens.word(hit.last - 1) in ("bc", "bce")
    return date(hit, When(None if ancient else f"{number - 1:02}"))


def short_year(hit: Hit, scene: Scene) -> list[Found] | None:
    """`in '98`, `the class of '05`."""
    raw = hit.tokens.raw(hit.first + 1)
    glued = hit.tokens.starts[hit.first + 1] == hit.tokens.ends[hit.first]
    if len(raw) != 2 or not glued or before(hit) not in beside("before_short_year"):
        return None
    this = scene.today.year if scene.today else 2030
    hundred = 2000 if 2000 + int(raw) <= this + 10 else 1900
    return date(hit, When(f"{hundred + int(raw)}"))


def year_before(hit: Hit, scene: Scene) -> list[Found] | None:
    """`the year-ago quarter`, `the year-earlier third quarter`, `the same month last year`.

    Which quarter that is must have been told; the one that the report was written in is seldom
    the one that is compared.
    """
    at, of, off = hit.at("k"), hit.at("q"), hit.at("off")
    words = [hit.tokens.word(i) for i in range(hit.first, hit.last)]
    if at is None or "year" not in words or (off is not None and words[-1] == "later"):
        return None
    value, number = hit.value("k") or "", hit.number("q")
    if of is not None and number is not None:
        kind = "H" if words[-1] == "half" else "Q"
        year = calendar.around(scene.last, "Y") or calendar.around(scene.now, "Y")
        return date(hit, When(f"{int(year) - 1:04}-{kind}{number}" if year else None, scene.last))
    if value not in ("Q", "M") or of is not None:
        return None
    told = calendar.around(scene.last, value)
    back = {"Q": -4, "M": -12}[value]
    return date(hit, When(calendar.moved(told, back, value), scene.last))
