"""A user's own people, bodies, offices and places, from a plain file.

A tab-separated file in UTF-8 with a header. `name` is the only column that must be
there; `aliases`, `type` (person, organisation or place), `country` (ISO 3166-1 alpha-2),
`sectors` (PLOVER), `offices`, and for places `lat` and `lon` (degrees in WGS 84) may
follow in any order. Several values in a cell are divided by a semicolon. Lines that
begin with # are comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from onrecord.knowledge import states

COLUMNS = ("name", "aliases", "type", "country", "sectors", "offices", "lat", "lon")
TYPES = {"": "Person", "person": "Person", "organisation": "Organisation", "place": "Location"}
DEGREES = {"lat": ("latitude", 90.0), "lon": ("longitude", 180.0)}
TYPES["organization"] = TYPES["organisation"]


class RegisterError(Exception):
    """A file that is no register; the message says where and what to do."""


class Entry(NamedTuple):
    """One person, organisation or place that the user knows; a place has its point."""

    name: str
    aliases: tuple[str, ...] = ()
    type: str = "Person"
    country: str | None = None
    sectors: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


class Register:
    """Entries by every form of their names."""

    def __init__(self, entries: tuple[Entry, ...] = ()) -> None:
        """Index the entries; where two share a form, the first has it."""
        self.entries = entries
        self._actors = _Forms(e for e in entries if e.type != "Location")
        self._places = _Forms(e for e in entries if e.type == "Location")

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, Entry]]:
        """Every form of a person or body in `text[start:end]`, the longest where several begin."""
        return self._actors.find(text, start, end)

    def find_places(self, text: str, start: int, end: int) -> list[tuple[int, int, Entry]]:
        """Every form of a place in `text[start:end]`, the longest where several begin."""
        return self._places.find(text, start, end)


class _Forms:
    """Entries by every form of their names, to be found in a text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[str, Entry] = {}
        for entry in entries:
            for form in (entry.name, *entry.aliases):
                self._entries.setdefault(form, entry)
        longest = sorted(self._entries, key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
            if longest
            else None
        )

    def find(self, text: str, start: int, end: int) -> list[tuple[int, int, Entry]]:
        """Every form in `text[start:end]` with its place."""
        if self._pattern is None:
            return []
        found = self._pattern.finditer(text, start, end)
        return [(*m.span(), self._entries[m.group()]) for m in found]


def load(path: Path) -> Register:
    """The register of a file.

    Raises:
        RegisterError: the file cannot be read, or a line of it is not what it should be.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except OSError as error:
        raise RegisterError(f"{path}: {error.strerror or error}") from None
    lines = [
        (number, line.split("\t"))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise RegisterError(f"{path}: empty; the first line names the columns, as name, aliases")
    header = [cell.strip().lower() for cell in lines[0][1]]
    for cell in header:
        if cell not in COLUMNS:
            raise RegisterError(
                f"{path}:{lines[0][0]}: unknown column {cell!r}; known: {', '.join(COLUMNS)},"
                " divided by tabs"
            )
    if "name" not in header:
        raise RegisterError(f"{path}:{lines[0][0]}: no column 'name'")
    return Register(tuple(_entry(path, number, header, cells) for number, cells in lines[1:]))


def _entry(path: Path, number: int, header: list[str], cells: list[str]) -> Entry:
    if len(cells) > len(header):
        raise RegisterError(f"{path}:{number}: {len(cells)} cells for {len(header)} columns")
    row = dict(zip(header, (c.strip() for c in cells), strict=False))
    kind = row.get("type", "").lower()
    country = row.get("country", "").upper()
    if not row.get("name"):
        raise RegisterError(f"{path}:{number}: no name")
    if kind not in TYPES:
        raise RegisterError(
            f"{path}:{number}: type {kind!r}; it is one of: person, organisation, place"
        )
    if country and country not in states.names():
        raise RegisterError(f"{path}:{number}: {country!r} is no ISO 3166-1 alpha-2 code")
    aliases, sectors, offices = (_several(row.get(c, "")) for c in COLUMNS[1:2] + COLUMNS[4:6])
    lat, lon = (_degrees(path, number, row.get(c, ""), *of) for c, of in DEGREES.items())
    if TYPES[kind] == "Location" and (lat is None or lon is None):
        raise RegisterError(f"{path}:{number}: a place needs its lat and lon")
    return Entry(row["name"], aliases, TYPES[kind], country or None, sectors, offices, lat, lon)


def _degrees(path: Path, number: int, cell: str, what: str, most: float) -> float | None:
    """The degrees that a cell says, if any.

    Raises:
        RegisterError: it says something else.
    """
    if not cell:
        return None
    try:
        degrees = float(cell)
    except ValueError:
        degrees = most + 1
    if not -most <= degrees <= most:
        raise RegisterError(
            f"{path}:{number}: {cell!r} is no {what}; it is a number from -{most:g} to {most:g}"
        )
    return degrees


def _several(cell: str) -> tuple[str, ...]:
    return tuple(v.strip() for v in cell.split(";") if v.strip())
