"""The tab-separated files of this package: comment lines, a header, rows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a data file, a tuple of cells each; `-` stands for an empty cell.

    Raises:
        ValueError: a row has not as many cells as the header.
    """
    text = (_HERE / name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.split("\n") if line and line[0] != "#"]
    width = len(lines[0])
    for cells in lines[1:]:
        if len(cells) != width:
            raise ValueError(f"{name}: not the {width} cells of the header in {cells!r}")
        yield tuple(["" if cell == "-" else cell for cell in cells] if "-" in cells else cells)


def words(name: str) -> frozenset[str]:
    """A named set of `small_words.tsv`.

    Raises:
        KeyError: no set has that name.
    """
    return sets("small_words.tsv")[name]


@cache
def sets(file: str) -> dict[str, frozenset[str]]:
    """The named sets of a data file: of each row the words of its second cell by its first."""
    return {name: frozenset(listed.split()) for name, listed in rows(file)}
