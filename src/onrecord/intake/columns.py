"""The columns of a table of reports, told by their names."""

from __future__ import annotations

import csv
from typing import NamedTuple

DELIMITERS = ",\t;|"
_NAMES = {
    "text": ("text", "body", "content", "article", "article_text", "full_text"),
    "title": ("title", "headline"),
    "published": ("published", "date", "published_at", "publication_date", "pubdate", "datetime"),
    "uri": ("url", "uri", "link"),
    "publisher": ("publisher", "source", "outlet"),
    "id": ("id", "article_id"),
}


class Header(NamedTuple):
    """How a table is divided, and which column holds what; a column counts once."""

    delimiter: str
    width: int
    columns: dict[str, int]


def header(line: str, delimiters: str = DELIMITERS) -> Header:
    """The header in a table's first line, divided so that most columns are known by name."""
    found = [_header(line, delimiter) for delimiter in delimiters]
    return max(found, key=lambda one: len(one.columns))


def _header(line: str, delimiter: str) -> Header:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        places.setdefault(cell.strip().lower().replace(" ", "_"), place)
    columns: dict[str, int] = {}
    for field, names in _NAMES.items():
        known = next((places[name] for name in names if name in places), None)
        if known is not None:
            columns[field] = known
    return Header(delimiter, len(cells), columns)
