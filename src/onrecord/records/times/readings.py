"""Which reading a rule of the grammar asks for."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.records.times import clock, days, periods, references, stretches, units
from onrecord.records.times.anchoring import Scene
from onrecord.records.times.found import Found
from onrecord.records.times.grammar import Hit

Reading = Callable[[Hit, Scene], list[Found] | None]
"""Null where the words are not such an expression; empty where they are none at all."""

_READINGS: dict[str, Reading] = {
    reading.__name__: reading
    for reading in (
        days.numeric, days.week_of, days.day, days.islamic, days.islamic_stretch, days.holiday,
        days.weekday, days.weekday_of_month, days.day_beside, days.today, periods.month,
        periods.season, periods.quarter, periods.year, periods.short_year, periods.year_before,
        periods.decade, periods.century, units.shifted, units.latest, units.year_end,
        units.the_unit, units.that, units.edge_of_unit, units.weekend, units.the_shifted,
        units.ago, units.from_now, stretches.stretch, stretches.summed, stretches.bare,
        stretches.long, stretches.rate, stretches.every, stretches.often,
        clock.tonight, clock.that_part, clock.part_of_day, clock.clock, references.reference,
        references.present,
    )
}  # fmt: skip


def read(hit: Hit, scene: Scene) -> list[Found] | None:
    """What a hit means; null where it is no such expression, empty where it is none at all."""
    return _READINGS[hit.rule.reading](hit, scene)
