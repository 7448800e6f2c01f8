"""Stretches of time and what recurs: durations and sets."""

from __future__ import annotations

import re

from onrecord.records.times.anchoring import Scene
from onrecord.records.times.found import Found, before, behind, named_behind
from onrecord.records.times.grammar import Hit
from onrecord.records.times.vocabulary import beside

_TIMED = ("H", "MIN", "S")
_WORTH = {"DE": (10, "Y"), "CE": (100, "Y"), "F": (2, "W")}
_VAGUE = {"F": "W"}


def amount(hit: Hit) -> float | None:
    """How many of the unit: 2.5 for "two and a half"; null where no number tells."""
    half = 0.5 if hit.at("half") is not None else 0.0
    over, under = hit.number("over"), hit.number("under")
    if over is not None and under:
        half = over / under
    if hit.at("n") is not None:
        told = spelled([hit.tokens.value(i) for i in hit.extent("n")])
        return None if told is None else told + half
    if hit.at("one") is not None:
        at, of = hit.at("one"), hit.at("half")
        # "Half an hour" is half of one, "an hour and a half" one more.
        return half if of is not None and at is not None and of < at else 1 + half
    return half or (1.0 if hit.at("off") is not None and hit.value("u") and _single(hit) else None)


def _single(hit: Hit) -> bool:
    at = hit.at("u")
    return at is not None and not hit.tokens.word(at).endswith("s")


def spelled(words: list[str]) -> float | None:
    """The number that words or digits tell: `twenty-one`, `1,500`, `two hundred`."""
    total = 0.0
    for word in words:
        if word == "-":
            continue
        plain = word.replace(",", "")
        if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,4})?", plain):
            return None
        number = float(plain)
        total = max(total, 1) * number if number in (100, 1000) else total + number
    return total


def lasting(count: float | None, unit: str) -> str:
    """The value of a stretch: P3D, PT30M, P2.5Y, PXM where nobody says how many."""
    if count is None:
        time = "T" if unit in _TIMED else ""
        return f"P{time}X{'M' if unit == 'MIN' else _VAGUE.get(unit, unit)}"
    if count == 0.5:
        halves = {"H": (30, "MIN"), "Y": (6, "M"), "D": (12, "H"), "MIN": (30, "S")}
        count, unit = halves.get(unit, (count, unit))
    if unit == "H" and count % 1 == 0.5:
        return f"PT{int(count)}H30M"
    worth, unit = _WORTH.get(unit, (1, unit))
    number = f"{count * worth:.4f}".rstrip("0").rstrip(".")
    return f"P{'T' if unit in _TIMED else ''}{number}{'M' if unit == 'MIN' else unit}"


def stretch(hit: Hit, scene: Scene) -> list[Found] | None:
    """`three days`, `a 16-hour`, `more than a decade`, `the past two months`, `recent years`."""
    tokens, at = hit.tokens, hit.at("u")
    if at is None:
        return None
    unit = tokens.value(at)
    if behind(hit) == "old" or (behind(hit) == "-" and behind(hit, 1) == "old"):
        return []
    if behind(hit) == "of" and (behind(hit, 1) == "age" or unit == "Q"):
        return []
    if tokens.word(at) == "second":
        if tokens.codes[at - 1 : at] != "-":
            return None
        unit = "S"
    elif unit.isdigit():
        return None
    if tokens.raw(at)[0].isupper() and not tokens.raw(hit.first)[0].isupper():
        # `60 Minutes` is a programme.
        return []
    long = hit.at("lg")
    if long is not None and tokens.word(long) != "long":
        return None
    if hit.at("rd") is None and not _counted(hit, at):
        return None
    count = None if hit.at("to") is not None else amount(hit)
    if hit.at("rd") is not None and count is None and hit.at("x") is None and _single(hit):
        count = 1.0
    if (
        count == 24
        and unit == "H"
        and (
            behind(hit) in beside("round_the_clock")
            or (behind(hit), behind(hit, 1)) == ("a", "day")
        )
    ):
        return []
    if hit.at("rd") is not None and tokens.word(hit.first) == "these" and hit.last - hit.first == 2:
        kind = "PRESENT_REF" if unit == "D" else None
        return [Found(hit.start, hit.end, "DATE", kind)] if kind else None
    mod = "EQUAL_OR_LESS" if hit.at("up") is not None else hit.value("rough")
    if hit.at("btw") is not None:
        if tokens.word(hit.at("btw") or 0) != "more":
            return None
        mod = "MORE_THAN"
        if before(hit) == "no":
            return [
                Found(
                    tokens.starts[hit.first - 1],
                    hit.end,
                    "DURATION",
                    lasting(count, unit),
                    "EQUAL_OR_LESS",
                )
            ]
    if hit.at("rd") is not None and _is_each(hit):
        return [Found(hit.start, hit.end, "SET", lasting(1.0, unit))]
    return [Found(hit.start, hit.end, "DURATION", lasting(count, unit), mod)]


def _is_each(hit: Hit) -> bool:
    """Whether each of the units is meant: `in each of the last three years`."""
    each = before(hit, 2) == "each" or (before(hit, 3), before(hit, 2)) == ("every", "one")
    return before(hit) == "of" and each


def summed(hit: Hit, scene: Scene) -> list[Found] | None:
    """`3 hours and 20 minutes`, `two years and six months`."""
    tokens, one, other = hit.tokens, hit.value("u") or "", hit.value("v") or ""
    if (one, other) not in _SUMS or tokens.word(hit.at("join") or 0) != "and":
        return None
    more = spelled([tokens.value(i) for i in hit.extent("m")])
    count = spelled([tokens.value(i) for i in hit.extent("n")])
    if count is None or more is None or count % 1 or more % 1:
        return None
    time, units = ("T", {"MIN": "M"}) if one in _TIMED else ("", {})
    value = f"P{time}{count:.0f}{units.get(one, one)}{more:.0f}{units.get(other, other)}"
    return [Found(hit.start, hit.end, "DURATION", value)]


_SUMS = {("H", "MIN"), ("MIN", "S"), ("Y", "M"), ("Y", "W"), ("W", "D"), ("M", "W"), ("Y", "D")}
"""Units that are told together, the larger one first."""


def _counted(hit: Hit, at: int) -> bool:
    """Whether the number and the unit go together: `a year` only where a stretch is meant."""
    hyphen = hit.tokens.codes[at - 1 : at] == "-"
    single = not hit.tokens.word(at).endswith("s")
    if hit.at("one") is not None and hit.at("half") is None:
        hedged = any(hit.at(name) is not None for name in ("rough", "btw", "up"))
        counted_from = behind(hit) in ("after", "before")
        led = before(hit) in beside("before_stretch")
        return single and (hedged or hyphen or counted_from or led)
    if hit.at("n") is not None and single and not hyphen and amount(hit) != 1:
        return hit.tokens.codes[hit.last : hit.last + 1] == "o"
    return True


def bare(hit: Hit, scene: Scene) -> list[Found] | None:
    """`for years`, `hours of talks`, `in the weeks before`: stretches that nobody counts."""
    lead, next_ = before(hit), behind(hit)
    told = lead in beside("before_bare") and next_ != "-"
    within = lead == "the" and before(hit, 2) in ("in", "over", "during")
    edged = within and next_ in beside("after_edge")
    of = next_ == "of" and (not lead or lead in beside("before_bare_of"))
    counted_from = next_ in ("after", "before") and lead not in ("the", "-")
    if not (told or edged or of or counted_from):
        return None
    unit = hit.value("u") or ""
    return [Found(hit.start, hit.end, "DURATION", lasting(None, unit))]


def long(hit: Hit, scene: Scene) -> list[Found] | None:
    """`daylong`, `day-long`."""
    at = hit.at("lg")
    if at is None:
        return [Found(hit.start, hit.end, "DURATION", hit.value("l"))]
    if hit.tokens.word(at) != "long":
        return None
    count = 1.0 if _single(hit) else None
    return [Found(hit.start, hit.end, "DURATION", lasting(count, hit.value("u") or ""))]


REACH = 4
"""Tokens before "a day" among which something must be counted for it to be a rate."""


def rate(hit: Hit, scene: Scene) -> list[Found] | None:
    """`24 hours a day`, `twice a week`, `per year`."""
    tokens = hit.tokens
    if tokens.word(hit.first) != "per" and hit.at("often") is None:
        lead = before(hit)
        near = [tokens.word(i) for i in range(max(0, hit.first - REACH), hit.first)]
        near = near[near.index(".") + 1 :] if "." in near else near
        if lead in beside("not_rated") or not (lead.isalpha() or lead[:1].isdigit()):
            return None
        if near[-2:] == ["24", "hours"]:
            return []
        if not any(word[:1].isdigit() or word in beside("counting") for word in near):
            return None
    unit = hit.value("u") or ""
    return [Found(hit.start, hit.end, "SET", lasting(1.0, unit))]


def every(hit: Hit, scene: Scene) -> list[Found] | None:
    """`every Friday`, `each year`, `every two weeks`, `Mondays`."""
    tokens, unit = hit.tokens, hit.value("u")
    if unit is not None:
        at = hit.at("u")
        if unit == "WE":
            return [Found(hit.start, hit.end, "SET", "XXXX-WXX-WE")]
        plural = at is not None and tokens.word(at).endswith("s")
        number = spelled([tokens.value(i) for i in hit.extent("n")]) if hit.at("n") else None
        if plural and number is None:
            return None
        count = number or (2.0 if hit.at("other") is not None else 1.0)
        return [Found(hit.start, hit.end, "SET", lasting(count, unit))]
    weekday = hit.value("w") or hit.value("ww")
    if weekday is not None:
        part = hit.value("p")
        value = f"XXXX-WXX-{weekday}" + (f"T{part}" if part else "")
    elif hit.at("m") is not None:
        value = f"XXXX-{hit.number('m') or 0:02}"
    elif hit.at("p") is not None:
        value = f"XXXX-XX-XXT{hit.value('p')}"
    else:
        value = f"XXXX-{hit.value('s')}"
    return [Found(hit.start, hit.end, "SET", value)]


def _is_paper(hit: Hit) -> bool:
    """Whether it says what the name behind it is: `Turkish daily Hurriyet`, `state-run daily`."""
    lead = before(hit)
    named = lead and hit.tokens.raw(hit.first - 1)[0].isupper()
    return lead not in beside("before_often") and bool(named or before(hit, 2) == "-")


def often(hit: Hit, scene: Scene) -> list[Found] | None:
    """`daily`, `annual`; not the Daily Mail, nor the Israeli daily Haaretz."""
    tokens = hit.tokens
    if named_behind(hit) and (tokens.raw(hit.first)[0].isupper() or _is_paper(hit)):
        return []
    return [Found(hit.start, hit.end, "SET", hit.value("often"))]
