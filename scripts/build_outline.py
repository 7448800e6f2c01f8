"""Writes the outline of the world that maps are drawn on, `src/onrecord/views/html/world.tsv`.

usage: python scripts/build_outline.py FOLDER [--out FILE]

FOLDER is the unpacked npm package world-atlas 2.0.2 (`npm pack world-atlas@2.0.2`; ISC), whose
`countries-110m.json` is Natural Earth at 1:110 million (public domain). Coasts and the borders
between countries become two SVG paths in tenths of a degree, east and south being positive.
onrecord needs neither the package nor this script to run.

The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "views" / "html" / "world.tsv"

SOURCE = (
    "# The world's coasts and the borders between countries, as SVG paths in tenths of a degree:\n"
    "# x is ten times the longitude, y minus ten times the latitude. Made by\n"
    "# scripts/build_outline.py from world-atlas 2.0.2 (npm; ISC), countries-110m.json, which is\n"
    "# Natural Earth 4.1 at 1:110 million (https://www.naturalearthdata.com; public domain),\n"
    "# taken on 2026-11-23. Borders are drawn as Natural Earth has them: as controlled in fact.\n"
)

TURN = 3600
"""The whole way round, in tenths of a degree."""

POLE = 900

Point = tuple[int, int]


def main() -> None:
    """Read the topology and write the two paths."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    topology = json.loads((given.folder / "countries-110m.json").read_text("utf-8"))
    arcs = arcs_of(topology)
    land = "".join(path(line, "z") for ring in rings_of(topology) for line in around(ring, arcs))
    borders = "".join(path(arcs[i], "") for i in shared(topology))
    given.out.write_text(f"{SOURCE}name\tpath\nland\t{land}\nborders\t{borders}\n", "utf-8")
    print(f"wrote {given.out}: {given.out.stat().st_size:,} bytes")


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a quantised topology in tenths of a degree, south positive."""
    (kx, ky), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        places = accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))
        out.append([(round((x * kx + x0) * 10), round(-(y * ky + y0) * 10)) for x, y in places])
    return out


def rings_of(topology: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of the land, each a list of arcs."""
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            yield from polygon


def shared(topology: dict[str, Any]) -> list[int]:
    """The arcs that two countries have in common."""
    uses = Counter(
        arc if arc >= 0 else ~arc
        for country in topology["objects"]["countries"]["geometries"]
        for arc in flat(country["arcs"])
    )
    return sorted(arc for arc, count in uses.items() if count > 1)


def flat(arcs: Iterable[Any]) -> Iterator[int]:
    """Arcs, however deep polygons and their rings nest them."""
    for one in arcs:
        if isinstance(one, int):
            yield one
        else:
            yield from flat(one)


def around(ring: Sequence[int], arcs: Sequence[list[Point]]) -> Iterator[list[Point]]:
    """A ring as lines that nowhere jump from one edge of the map to the other.

    One that crosses the edge is drawn at both edges; the map's frame cuts it. One that goes
    round a pole is closed by way of the pole.
    """
    places = [p for i in ring for p in (arcs[i] if i >= 0 else arcs[~i][::-1])]
    line = [places[0]]
    for (x, _), (after, y) in pairwise(places):
        step = (after - x + TURN // 2) % TURN - TURN // 2
        line.append((line[-1][0] + step, y))
    if line[0][0] != line[-1][0]:
        pole = POLE if line[0][1] > 0 else -POLE
        line += [(line[-1][0], pole), (line[0][0], pole)]
    yield line
    for turn in (TURN, -TURN):
        if any(abs(x) > TURN // 2 and abs(x + turn) <= TURN // 2 for x, _ in line):
            yield [(x + turn, y) for x, y in line]


def path(line: Sequence[Point], end: str) -> str:
    """A line as a path of relative steps, empty where nothing of it is left at this precision."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line) if a != b]
    if not steps:
        return ""
    numbers = "".join(f"{n}" if n < 0 else f" {n}" for step in steps for n in step)
    return f"M{line[0][0]} {line[0][1]}l{numbers.lstrip()}{end}"


if __name__ == "__main__":
    main()
