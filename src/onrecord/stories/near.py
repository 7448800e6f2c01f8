"""Whether two places may be one: by distance, by what holds what, or by name."""

from __future__ import annotations

import math

from onrecord.knowledge import gazetteer
from onrecord.schema import Place

RADIUS = {"point": 5.0, "city": 25.0, "admin": 120.0}
"""How far, in km, what is told of a place may be from its point."""
NAMED = 150.0
"""And how far two points of one name may be from each other; farther, they are namesakes."""
_EARTH = 6371.0


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points given in degrees, along a great circle."""
    (lat, lon), (lat2, lon2) = (tuple(map(math.radians, p)) for p in (one, other))
    half = math.sin((lat2 - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


def may_be_one(one: Place | None, other: Place | None) -> bool:
    """Whether something told of both places may be in one; null is unknown."""
    if one is None or other is None:
        return True
    if "country" in (one.precision, other.precision):
        return not (one.country and other.country) or one.country == other.country
    if one.precision not in RADIUS or other.precision not in RADIUS:
        return True
    if None in (one.lat, one.lon, other.lat, other.lon):
        return True
    named = gazetteer.key(one.name) == gazetteer.key(other.name)
    if one.admin1 and one.country == other.country and "admin" in (one.precision, other.precision):
        names = {gazetteer.key(p.admin1) for p in (one, other) if p.admin1}
        if len(names) == 1:
            return True
    apart = distance((one.lat or 0.0, one.lon or 0.0), (other.lat or 0.0, other.lon or 0.0))
    return apart <= (NAMED if named else max(RADIUS[one.precision], RADIUS[other.precision]))
