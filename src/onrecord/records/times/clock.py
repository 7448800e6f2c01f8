"""Times of day, by the clock and by their part of the day."""

from __future__ import annotations

import re

from onrecord.records.times import anchoring, calendar
from onrecord.records.times.anchoring import Scene
from onrecord.records.times.days import day_of_month, sign
from onrecord.records.times.found import Found, ahead, before, behind
from onrecord.records.times.grammar import Hit
from onrecord.records.times.tokens import Tokens
from onrecord.records.times.vocabulary import beside, codes

NEAR = 8
"""How many tokens on its weekday may stand: `10:35 a.m. (0735 GMT) Friday`."""


def tonight(hit: Hit, scene: Scene) -> list[Found] | None:
    """`tonight`, `this morning`, `last night`, `the next morning`."""
    at = hit.at("r")
    if at is None:
        shift, part = 0, "NI"
    else:
        shift, part = sign(hit, "r"), hit.value("p") or ""
    base = scene.now
    if hit.at("to") is not None:
        base, shift = scene.last, 1
        part = hit.value("p") or ""
    day = calendar.moved(base, shift, "D")
    value = None if day is None else f"{day}T{part}"
    return [Found(hit.start, hit.end, "TIME", value, hit.value("e"), base)]


def part_of_day(hit: Hit, scene: Scene) -> list[Found] | None:
    """`overnight`, `in the morning`, `the night of Aug. 7`."""
    word = hit.tokens.word(hit.last - 1)
    the = hit.tokens.word(hit.first) == "the"
    if word != "overnight":
        if not the and hit.last - hit.first == 1:
            return None
        if before(hit) not in ("in", "during", "by", "throughout", "on") or word.endswith("s"):
            return None
        if behind(hit) == "of":
            return None
    base = _same_sentence(hit, scene) or scene.now
    value = f"{base}T{hit.value('p')}" if base else None
    return [Found(hit.start, hit.end, "TIME", value, None, base)]


def that_part(hit: Hit, scene: Scene) -> list[Found] | None:
    """`that night`, `the same evening`: of the day told before."""
    day = calendar.around(scene.last, "D")
    value = f"{day}T{hit.value('p')}" if day else None
    return [Found(hit.start, hit.end, "TIME", value, None, day)]


def _day_told(hit: Hit, scene: Scene) -> str | None:
    """The day that stands in the hit itself: a date, a weekday, `yesterday`."""
    if hit.at("m") is not None:
        when = day_of_month(hit, scene)
        return when.value if when else None
    if hit.at("t") is not None:
        return calendar.moved(scene.now, sign(hit, "t"), "D")
    number = hit.number("w") or 1
    if scene.today is None:
        return f"XXXX-WXX-{number}"
    return anchoring.weekday(scene.today, number, ahead(hit)).isoformat()


def _same_sentence(hit: Hit, scene: Scene) -> str | None:
    """The day told before in the same sentence, or the one that follows at once."""
    if scene.last and calendar.finest(scene.last) == "D" and scene.last_end >= 0:
        between = hit.tokens.text[scene.last_end : hit.start]
        if len(between) < anchoring.REACH and not re.search(r"[.!?]\s|\n", between):
            return scene.last[:10]
    return None


def _following(hit: Hit, scene: Scene) -> str | None:
    """The weekday that follows shortly."""
    near = hit.tokens.codes[hit.last : hit.last + NEAR]
    at = near.find(codes()["weekday"])
    if at < 0 or "." in near[:at] or scene.today is None:
        return None
    number = int(hit.tokens.value(hit.last + at))
    return anchoring.weekday(scene.today, number, ahead(hit)).isoformat()


def clock(hit: Hit, scene: Scene) -> list[Found] | None:
    """`3 p.m. Friday`, `10:30 GMT`, `4 in the morning`, `noon today`, `midnight`."""
    time = _time(hit)
    if time is None:
        return None
    if before(hit) == "high" and hit.at("noon") == hit.first:
        return []
    if before(hit) == "(" and behind(hit) == ")" and _ends_a_clock(hit.tokens, hit.first - 1):
        # "10:35 a.m. (0735 GMT)" is one time of day, told twice.
        return []
    told = any(hit.at(name) is not None for name in ("w", "t", "m"))
    whole = told or hit.last - hit.first > 1 or hit.at("noon") is not None
    if not whole and (
        before(hit) not in beside("before_clock") or behind(hit) in ("-", "/", "victory", "win")
    ):
        return []
    if told:
        day = _day_told(hit, scene)
        if day is None and hit.at("m") is not None:
            return None
    else:
        day = _following(hit, scene) or _same_sentence(hit, scene) or scene.now
    return [Found(hit.start, hit.end, "TIME", f"{day or 'XXXX-XX-XX'}T{time}", None, scene.now)]


def _ends_a_clock(tokens: Tokens, at: int) -> bool:
    """Whether a time of day by its hour ends at a token."""
    return at > 1 and tokens.codes[at - 1] in (codes()["meridiem"], codes()["zone"])


def _time(hit: Hit) -> str | None:
    if hit.at("noon") is not None:
        return hit.value("noon")
    at = hit.at("c")
    if at is not None:
        raw = hit.tokens.raw(at)
        hour, minute = (int(n) for n in (raw.split(":") if ":" in raw else (raw[:2], raw[2:]))[:2])
    else:
        told = re.fullmatch(r"([0-9]{1,2})(?:\.([0-5][0-9]))?", hit.value("h") or "")
        if told is None:
            return None
        hour, minute = int(told[1]), int(told[2] or 0)
    half = hit.value("am")
    part = hit.value("cp")
    if half is not None or part is not None:
        if not 1 <= hour <= 12:
            return None if half is not None else f"{hour:02}:{minute:02}" if hour < 24 else None
        late = half == "12" or (half is None and part != "MO" and not (part == "NI" and hour == 12))
        hour = hour % 12 + 12 * late
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None
