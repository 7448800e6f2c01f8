"""The tab-separated files of this package: comment lines, a header, rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a data file, a tuple of cells each; `-` stands for an empty cell.

    Raises:
        ValueError: a row has not as many cells as the header.
    """
    width = 0
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if not width:
            width = len(cells)
            continue
        if len(cells) != width:
            raise ValueError(f"{name}: {len(cells)} cells where the header has {width}: {line!r}")
        yield tuple("" if cell == "-" else cell for cell in cells)
