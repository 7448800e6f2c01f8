"""Places by every name that news gives them: towns, regions, countries, waters, sites.

The data file is written by `scripts/build_gazetteer.py`, which says where each part comes from.
Most of it is GeoNames (https://www.geonames.org), under CC BY 4.0; `source()` tells the rest.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from onrecord.knowledge import tables

FILE = Path(__file__).parent / "gazetteer.npz"
KINDS = ("city", "admin", "country", "region", "point")
"""What a place is: the precision of its point."""

FIRST_LEVEL = 50
"""Least weight of a region of the first level; smaller ones lie within those."""

_APART = re.compile(r"[-‐‑–/,.\s]+")
_MARKS = re.compile(r"['’‘ʻʼ`´\"()]")
_WRITTEN = {"st": "saint", "ste": "sainte", "mt": "mount", "mtn": "mountain", "ft": "fort"}
_WRITTEN |= {"co": "county", "twp": "township"}
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"}
)

Array = np.ndarray[Any, np.dtype[Any]]


class Spot(NamedTuple):
    """A place of the gazetteer; `admin1` is the name of the first-level region, or empty.

    `weight` is ten times the common logarithm of a town's inhabitants, and for other kinds
    a measure of how well known it is.
    """

    name: str
    kind: str
    country: str
    admin1: str
    lat: float
    lon: float
    weight: int
    geonames: str | None


class Columns(NamedTuple):
    """Every place, one property an array: `area` numbers a first-level region of a country.

    `kind` is a number among `KINDS`, `country` one among the codes in order of the alphabet.
    """

    kind: Array
    weight: Array
    area: Array
    country: Array
    lat: Array
    lon: Array


@lru_cache(maxsize=1 << 16)
def key(name: str) -> str:
    """A name as it is looked up: small letters, no accents, marks or article, words spelled out."""
    folded = name.casefold().translate(_LETTERS)
    if not folded.isascii():
        # Letters of mathematics have no small form until they are plain letters.
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold())
        folded = "".join(c for c in folded if not unicodedata.combining(c))
    words = _APART.sub(" ", _MARKS.sub("", folded)).split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_WRITTEN.get(w, w) for w in words)


def lookup(name: str) -> tuple[Spot, ...]:
    """Every place of that name, those whose own name it is first; nothing for other words."""
    own, other = numbers(key(name))
    return tuple(place(i) for i in (*own, *other))


def numbers(folded: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Numbers of the places whose own name, and whose other name, `key` gives so."""
    return _table().numbers(folded)


def known(folded: str) -> bool:
    """Whether a name, as `key` gives it, is that of a place."""
    own, other = numbers(folded)
    return bool(own or other)


def place(number: int) -> Spot:
    """The place of that number."""
    return _table().place(number)


def columns() -> Columns:
    """The properties of all places."""
    return _table().columns


@cache
def countries() -> dict[str, int]:
    """ISO 3166-1 alpha-2 code → number of the country."""
    table = _table()
    found = np.flatnonzero(table.columns.kind == KINDS.index("country")).tolist()
    ranked = sorted(found, key=lambda i: int(table.columns.weight[i]))
    return {table.place(i).country: i for i in ranked}


@cache
def abbreviations() -> dict[str, tuple[int, ...]]:
    """A region's abbreviation as papers set it, full stops and all → numbers of regions."""
    found: dict[str, tuple[int, ...]] = {}
    for name, country, short, _ in tables.rows("region_names.tsv"):
        for form in short.split(";"):
            found[form] = (*found.get(form, ()), *_regions(name, country))
    found.pop("", None)
    return found


@cache
def people() -> dict[str, tuple[int, ...]]:
    """An adjective or inhabitants of a region or part of the world → numbers of places.

    Those of countries are in `states`. Forms that often mean something else are left out.
    """
    found: dict[str, tuple[int, ...]] = {}
    for name, country, _, forms in tables.rows("region_names.tsv"):
        found.update(dict.fromkeys(_firm(forms), _regions(name, country)))
    for name, _, forms, *_ in tables.rows("places.tsv"):
        own, _ = numbers(key(name))
        best = max(own, key=lambda i: int(columns().weight[i]))
        found.update(dict.fromkeys(_firm(forms), (best,)))
    return found


def _firm(forms: str) -> Iterator[str]:
    return (form for form in forms.split(";") if form and not form.endswith("?"))


def _regions(name: str, country: str) -> tuple[int, ...]:
    own, other = numbers(key(name))
    found = [i for i in (*own, *other) if place(i).country == country and place(i).kind == "admin"]
    return tuple(i for i in found if columns().weight[i] >= FIRST_LEVEL)[:1]


def source() -> str:
    """Where the data come from, on which terms, and when they were taken."""
    with np.load(FILE) as data:
        return str(data["source"])


class _Lines:
    """Sorted lines in one block of bytes, found by bisection without taking them apart."""

    def __init__(self, block: Array) -> None:
        self._bytes = block.tobytes()
        self._ends = array("I", np.flatnonzero(block == 10).astype(np.uint32).tobytes())

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, at: int) -> bytes:
        start = self._ends[at - 1] + 1 if at else 0
        return self._bytes[start : self._ends[at]]

    def equal(self, line: bytes) -> range:
        """Numbers of the lines that read so."""
        first = last = bisect_left(self, line)
        while last < len(self) and self[last] == line:
            last += 1
        return range(first, last)


class _Table:
    """The data file."""

    def __init__(self) -> None:
        with np.load(FILE) as data:
            self._keys = _Lines(data["keys"])
            self._other_keys = _Lines(data["alias_keys"])
            self._other_places = data["alias_places"]
            self._shown = _Lines(data["shown"])
            self._geonames = data["geonames"]
            lines = data["areas"].tobytes().decode().splitlines()
            self._areas = [(line.split("\t")[0], line.split("\t")[1]) for line in lines]
            codes = {code: i for i, code in enumerate(sorted({c for c, _ in self._areas}))}
            countries = np.array([codes[c] for c, _ in self._areas], np.uint16)
            self.columns = Columns(
                kind=data["kind"],
                weight=data["weight"],
                area=data["area"],
                country=countries[data["area"]],
                lat=_degrees(data["lat_high"], data["lat_low"], 90),
                lon=_degrees(data["lon_high"], data["lon_low"], 180),
            )
        self.numbers = lru_cache(maxsize=1 << 15)(self._numbers)
        self.place = lru_cache(maxsize=1 << 12)(self._place)

    def _numbers(self, folded: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        line = folded.encode("utf-8", "surrogatepass")
        own = self._keys.equal(line)
        other = (int(self._other_places[i]) for i in self._other_keys.equal(line))
        return tuple(own), tuple(i for i in other if i not in own)

    def _place(self, at: int) -> Spot:
        country, admin1 = self._areas[self.columns.area[at]]
        geonames = int(self._geonames[at])
        return Spot(
            (self._shown[at] or self._keys[at].title()).decode(),
            KINDS[self.columns.kind[at]],
            country,
            admin1,
            round(float(self.columns.lat[at]), 4),
            round(float(self.columns.lon[at]), 4),
            int(self.columns.weight[at]),
            str(geonames) if geonames else None,
        )


def _degrees(high: Array, low: Array, origin: int) -> Array:
    """Degrees from ten-thousandths counted from the pole or the date line."""
    return (((high.astype(np.int32) << 8) + low) / 1e4 - origin).astype(np.float32)


@cache
def _table() -> _Table:
    return _Table()
