"""A small map of a record's places: plain values for an SVG that needs no script and no network.

The outline of the world is written once a page; each map shows a window of it, in plate carrée
with the true width of the window's middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from markupsafe import Markup

from onrecord.views.outline import clipped
from onrecord.views.places import PlaceLine

WIDTH, HEIGHT = 400, 220
"""The map's own units, about a pixel each in the panel."""

LEAST_DEGREES = 11.0
"""Height of the closest view: nearer, an outline this coarse says nothing."""

AIR = 1.35
"""The window is so much larger than what lies in it."""

RADIUS = {"point": 3.5, "city": 4.0, "admin": 6.5, "country": 11.0, "region": 16.0}
"""How large a place is drawn; a country or region is a ring, for its point is only within it."""

EXTENT = {"admin": 0.5, "country": 3.0, "region": 5.0}
"""Degrees around the point of a place that belong to it in any case."""

LABELS, LETTERS = 40, 22
"""So many places get their name on the map, each up to so many letters."""

EM = 11.0
"""Size of a name on the map, as in the style sheet."""


class Window(NamedTuple):
    """Which part of the world a map shows: units a degree, and where 0° 0° comes to lie."""

    across: float
    down: float
    x: float
    y: float

    def of(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point comes to lie on the map."""
        return self.x + lon * self.across, self.y - lat * self.down

    @property
    def transform(self) -> str:
        """The SVG transform for the outline, which is in tenths of a degree."""
        return f"matrix({self.across / 10:.4f} 0 0 {self.down / 10:.4f} {self.x:.2f} {self.y:.2f})"


class Box(NamedTuple):
    """What a name or a dot takes up on the map."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def map_values(places: Sequence[PlaceLine]) -> dict[str, Any] | None:
    """The map of those places whose point is known, for `map.html`; null where there is none."""
    known = [line for line in places if has_point(line)]
    if not known:
        return None
    window = window_of(known)
    spots = [window.of(line.place.lat or 0.0, line.place.lon or 0.0) for line in known]
    radii = [RADIUS.get(line.place.precision, RADIUS["city"]) for line in known]
    names = labels(known, spots, radii)
    dots = [
        {
            "number": line.number,
            "precision": line.place.precision if line.place.precision in RADIUS else "city",
            "title": ", ".join(filter(None, (line.name, line.within)))
            + f" ({line.precision_label})",
            "x": f"{x:.1f}",
            "y": f"{y:.1f}",
            "r": f"{r:g}",
            "label": label,
        }
        for line, (x, y), r, label in zip(known, spots, radii, names, strict=True)
    ]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "transform": window.transform,
        # The wide rings first, so that the dots within them can be pointed at.
        "dots": sorted(dots, key=lambda dot: (-float(dot["r"]), dot["number"])),
    }


def has_point(line: PlaceLine) -> bool:
    """Whether a place has a point that lies on the earth."""
    lat, lon = line.place.lat, line.place.lon
    return lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180


def window_of(places: Iterable[PlaceLine]) -> Window:
    """The part of the world that shows all these places with some air, no closer than makes sense.

    It never reaches past the edges of the map, and is the whole world where places lie far apart.
    """
    south, north, west, east = 90.0, -90.0, 180.0, -180.0
    for line in places:
        lat, lon = line.place.lat or 0.0, line.place.lon or 0.0
        margin = EXTENT.get(line.place.precision, 0.0)
        south, north = min(south, lat - margin), max(north, lat + margin)
        west, east = min(west, lon - margin), max(east, lon + margin)
    middle = (south + north) / 2
    # A degree of longitude is narrower away from the equator; near the poles that goes too far.
    narrow = max(math.cos(math.radians(middle)), 0.4)
    down = min(
        HEIGHT / LEAST_DEGREES,
        HEIGHT / max((north - south) * AIR, 0.1),
        WIDTH / max((east - west) * narrow * AIR, 0.1),
    )
    across = down * narrow
    if across * 360 < WIDTH:
        across = WIDTH / 360
        down = min(down, across / narrow)
    half = WIDTH / across / 2
    lon = min(max((west + east) / 2, -180 + half), 180 - half)
    lat = min(max(middle, -90 + HEIGHT / down / 2), 90 - HEIGHT / down / 2)
    if HEIGHT / down > 180:
        lat = 0.0
    return Window(across, down, WIDTH / 2 - lon * across, HEIGHT / 2 + lat * down)


def labels(
    places: Sequence[PlaceLine],
    spots: Sequence[tuple[float, float]],
    radii: Sequence[float],
) -> list[dict[str, str] | None]:
    """Each place's name beside its dot where it fits, the most mentioned places first.

    A name goes right, left, above or below; where it would lie over another name, a dot or the
    edge, there is none: the list beside the map has it.
    """
    taken = [
        Box(x - r, y - r, x + r, y + r)
        for (x, y), r, line in zip(spots, radii, places, strict=True)
        if line.place.precision not in ("country", "region")
    ]
    out: list[dict[str, str] | None] = []
    for line, (x, y), r in zip(places, spots, radii, strict=True):
        found = None
        name = clipped(line.name, LETTERS)
        wide, high = width_of(name), EM * 0.6
        for anchor, at, base in (
            ("start", x + r + 3, y + high / 2),
            ("end", x - r - 3, y + high / 2),
            ("middle", x, y - r - 4),
            ("middle", x, y + r + 4 + high),
        ):
            left = {"start": at, "end": at - wide, "middle": at - wide / 2}[anchor]
            box = Box(left - 1, base - EM * 0.8, left + wide + 1, base + EM * 0.2)
            inside = box.left > 2 and box.right < WIDTH - 2 and box.top > 2 and box.bottom < HEIGHT
            if len(out) < LABELS and inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                found = {"name": name, "anchor": anchor, "x": f"{at:.1f}", "y": f"{base:.1f}"}
                break
        out.append(found)
    return out


def width_of(name: str) -> float:
    """About how wide a name is drawn: letters of scripts with wide letters count double."""
    return sum(EM if ord(letter) > 0x2E80 else EM * 0.56 for letter in name)


@cache
def world() -> dict[str, Markup]:
    """The outline of the world: SVG paths by name, ours and fixed."""
    text = files("onrecord.views.html").joinpath("world.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {name: Markup(path) for name, path in lines[1:]}
