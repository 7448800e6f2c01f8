"""What every store looks up alike: the order of its keys, the columns of words, places, counts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from onrecord.archive.hits import Facet
from onrecord.archive.query import Kind, Near, Query

DAY = 41
"""Bits of a key below the day. A key is the report's day in its upper bits and a number that
grows in its lower ones: the newest come first by going down the keys."""

COLUMNS = (
    "words", "speaker", "addressee", "actor", "recipient", "counted", "place", "publisher", "tags",
)  # fmt: skip
"""Columns of every full-text index."""

RANKED = 20_000
"""Of more items that have the words, the newest so many are ranked: words that common tell
little, and weighing each of a million takes seconds."""

COUNTED = 10_000
"""Hits are counted up to this many, and facets over the newest so many."""

TABLES: dict[Kind, str] = {
    "document": "documents", "statement": "statements", "event": "events", "figure": "figures",
}  # fmt: skip

ALL = {
    "words": "words", "speaker": "speaker", "addressee": "addressee", "actor": "actor",
    "recipient": "recipient", "of": "counted", "place": "place",
}  # fmt: skip
"""Fields of which every value must be found, and the columns that they are looked for in."""

ANY = ("attitude", "channel", "form", "event", "status", "unit", "language", "when")
"""Fields of a closed vocabulary, of which any value may be found."""

FACETS: dict[Kind, tuple[str, ...]] = {
    "document": ("publisher", "month", "language"),
    "statement": ("speaker", "attitude", "channel", "publisher", "month"),
    "event": ("type", "status", "place", "publisher", "month"),
    "figure": ("counted", "unit", "speaker", "publisher", "month"),
}
"""What the hits of a kind are counted by."""

OF_DOCUMENT = {
    "publisher": "d.publisher", "language": "d.language", "month": "substr(d.published, 1, 7)",
}  # fmt: skip
"""Facets that are of the report `d` and not of the item, as SQL."""

_EARTH_KM = 6371.0


def day_of(published: str | None) -> int:
    """A date's ordinal; 0 where there is none, before every other."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return 0


def keys_between(query: Query) -> tuple[int, int] | None:
    """The first key of the days asked for and the first one after them; null for every day."""
    if not (query.after or query.before):
        return None
    # A report without a date is neither before nor after another.
    first = day_of(query.after) if query.after else 1
    last = day_of(query.before) if query.before else date.max.toordinal() + 1
    return first << DAY, last << DAY


def latitudes(near: Near) -> tuple[float, float]:
    """The southernmost and northernmost latitude within the radius."""
    degrees = math.degrees(near.km / _EARTH_KM)
    return near.lat - degrees, near.lat + degrees


def is_near(near: Near, lat: float, lon: float) -> bool:
    """Whether a point lies within the radius, along the great circle (haversine)."""
    a, b = math.radians(near.lat), math.radians(lat)
    across = math.sin(math.radians(lon - near.lon) / 2) ** 2
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * across
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, h))) <= near.km


def first_near(places: Iterable[Sequence[Any]], near: Sequence[Near]) -> dict[str, Any]:
    """Name and characters of the first place that lies within a radius; nothing where none does.

    Args:
        places: name, start, end, latitude and longitude of each, in text order.
        near: the radii.
    """
    for name, start, end, lat, lon in places:
        known = lat is not None and lon is not None
        if known and any(is_near(one, lat, lon) for one in near):
            return {"place": name, "start": start, "end": end}
    return {}


def counted(rows: Iterable[Sequence[object]], names: Sequence[str], most: int) -> tuple[Facet, ...]:
    """The most frequent values of every column that has a name, nulls left out."""
    counts: list[Counter[str]] = [Counter() for _ in names]
    for row in rows:
        for counter, value in zip(counts, row, strict=True):
            if value is not None:
                counter[str(value)] += 1
    return tuple(
        Facet(field=name, counts=tuple(sorted(c.items(), key=lambda i: (-i[1], i[0]))[:most]))
        for name, c in zip(names, counts, strict=True)
    )
