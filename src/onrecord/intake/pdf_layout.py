"""From lines on pages to paragraphs: columns, page furniture, hyphens. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_EDGE = 0.12  # of a page's height: where headers, footers and page numbers stand
_FURNITURE = 3  # lines at the top, and at the bottom, that may be furniture
_NUMBER = re.compile(
    r"[-–—|\s]*(?:page|seite|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|von|de)\s*\d{1,4})?"
    r"[-–—|\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_WORD_END = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_WORD_START = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?:…][\"”’»)\]]*$")
_BULLET = re.compile(r"(?:[•●▪◦‣*–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_MOST = 3000  # lines of a page that anybody could read
_COLUMN = 4  # lines that make a column
_ACROSS = 0.35  # of the lines may lie across a gap between columns


class Line(NamedTuple):
    """A line of a page with its box, measured in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """How high its letters are."""
        return max(self.top - self.bottom, 1.0)


class Page(NamedTuple):
    """The lines of a page in the order of the file."""

    width: float
    height: float
    lines: list[Line]


def paragraphs(pages: list[Page]) -> list[str]:
    """The text of a document without what only its pages need."""
    found: list[list[str]] = []
    known = Counter(
        word.lower() for page in pages for line in page.lines for word in _WORDS.findall(line.text)
    )
    for page in without_furniture(pages):
        here = list(_paragraphs(reading_order(page.lines), known))
        if found and here and _goes_over(found[-1][-1], here[0][0]):
            first, *rest = here.pop(0)
            _append(found[-1], first, known)
            found[-1].extend(rest)
        found.extend(here)
    return ["".join(pieces).replace("\u00ad", "-") for pieces in found]


def without_furniture(pages: list[Page]) -> list[Page]:
    """The pages without headers and footers that come again, and without page numbers."""
    often = Counter(key for page in pages for key in {_key(line) for line in _at_edges(page)})
    least = max(2, len(pages) / 2) if len(pages) < 6 else max(3, len(pages) / 3)
    kept: list[Page] = []
    for page in pages:
        edges = _at_edges(page)
        gone = {line for line in edges if _NUMBER.fullmatch(line.text)}
        gone |= {line for line in edges if often[_key(line)] >= least}
        kept.append(page._replace(lines=[line for line in page.lines if line not in gone]))
    return kept


def _at_edges(page: Page) -> list[Line]:
    """The lines near the top and the bottom, but never all that a page has."""
    rows = sorted((line for line in page.lines if line.text.strip()), key=lambda line: -line.top)
    low, high = page.height * _EDGE, page.height * (1 - _EDGE)
    top = [line for line in rows[:_FURNITURE] if line.bottom > high]
    return top + [line for line in rows[-_FURNITURE:] if line.top < low and line not in top]


def _key(line: Line) -> tuple[int, str]:
    """What stays the same from page to page of a header that counts them; a title is larger."""
    return round(line.height), _DIGITS.sub("#", " ".join(line.text.lower().split()))


def reading_order(lines: list[Line]) -> list[Line]:
    """The lines column by column; one across columns parts what stands above and below."""
    gap = _gap_between_columns(lines)
    if gap is None:
        return _as_written(lines)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.top):
        if line.left < gap < line.right:
            ordered.extend(_columns(band, gap))
            ordered.append(line)
            band = []
        else:
            band.append(line)
    return ordered + _columns(band, gap)


def _columns(band: list[Line], gap: float) -> list[Line]:
    left = [line for line in band if line.right <= gap]
    right = [line for line in band if line.right > gap]
    return (reading_order(left) + reading_order(right)) if left and right else _as_written(band)


def _as_written(lines: list[Line]) -> list[Line]:
    """From top to bottom, and from left to right where lines stand side by side."""
    ordered: list[Line] = []
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: -(line.top + line.bottom)):
        middle = (line.top + line.bottom) / 2
        if row and middle < (row[0].bottom + row[0].top) / 2 - 0.4 * row[0].height:
            ordered.extend(sorted(row, key=lambda one: one.left))
            row = []
        row.append(line)
    return ordered + sorted(row, key=lambda one: one.left)


def _gap_between_columns(lines: list[Line]) -> float | None:
    """Where a blank strip divides most lines, with a column of lines side by side around it."""
    if not 2 * _COLUMN <= len(lines) <= _MOST:
        return None
    for start in sorted({round(line.left) for line in lines})[1:60]:
        gap = start - 1.5
        left = [line for line in lines if line.right <= gap]
        right = [line for line in lines if line.left >= gap]
        if min(len(left), len(right)) >= _COLUMN and _side_by_side(left, right, lines):
            return gap
    return None


def _side_by_side(left: list[Line], right: list[Line], lines: list[Line]) -> bool:
    """Whether both are columns: they share a height, hold text, and little lies across there."""
    low = max(min(one.bottom for one in part) for part in (left, right))
    high = min(max(one.top for one in part) for part in (left, right))
    inside = [one for one in lines if one.top > low and one.bottom < high]
    beside = [[one for one in inside if one in part] for part in (set(left), set(right))]
    if min(len(part) for part in beside) < _COLUMN:
        return False
    across = len(inside) - len(beside[0]) - len(beside[1])
    # Short texts side by side are cells of a table, which is read row by row.
    wordy = all(median(len(one.text) for one in part) >= 12 for part in beside)
    return wordy and across <= _ACROSS * len(inside)


def _paragraphs(lines: list[Line], known: Counter[str]) -> Iterator[list[str]]:
    """The paragraphs as pieces to put side by side."""
    pieces: list[str] = []
    last: Line | None = None
    steps = [a.bottom - b.bottom for a, b in pairwise(lines)]
    usual = median([step for step in steps if step > 0] or [1.0])
    edges: dict[int, float] = {}
    for line in lines:
        edges[_margin(line)] = max(line.right, edges.get(_margin(line), 0.0))
    for line in lines:
        words = " ".join(line.text.split())
        if not words:
            continue
        if last is not None and not _goes_on(last, line, usual, edges[_margin(last)]):
            yield pieces
            pieces = []
        _append(pieces, words, known)
        last = line
    if pieces:
        yield pieces


def _margin(line: Line) -> int:
    """Lines of one column have about the same; 72 points are an inch."""
    return int(line.left // 72)


def _goes_on(last: Line, line: Line, usual: float, edge: float) -> bool:
    step = last.bottom - line.bottom
    if abs(step) < 0.4 * line.height:
        return True  # side by side on one line
    if abs(last.height - line.height) > 0.15 * max(last.height, line.height):
        return False  # a heading
    if step < 0:
        # Up to the next column: the sentence goes on, or it does not.
        return not _SENTENCE_END.search(last.text.strip()) and line.text.strip()[:1].islower()
    if step > 1.35 * usual and step > 1.5 * line.height:
        return False
    if _BULLET.match(line.text):
        return False
    if _SENTENCE_END.search(last.text.strip()):
        indented = line.left - last.left > 0.7 * line.height
        short = last.right < edge - 0.2 * (edge - last.left)
        return not indented and not short
    return True


def _goes_over(last: str, first: str) -> bool:
    """Whether a paragraph goes on at the top of the next page."""
    return not _SENTENCE_END.search(last[-80:]) and (
        first[:1].islower() or bool(_WORD_END.search(last[-80:]))
    )


def _append(pieces: list[str], words: str, known: Counter[str]) -> None:
    """Add a line to a paragraph, mending the word that was broken at the end of the last."""
    if not pieces:
        pieces.append(words)
        return
    broken, rest = _WORD_END.search(pieces[-1][-80:]), _WORD_START.match(words)
    if not broken or not rest:
        pieces.extend((" ", words))
        return
    whole, hyphened = f"{broken[1]}{rest[0]}".lower(), f"{broken[1]}-{rest[0]}".lower()
    # The rest of the document knows best whether the hyphen is the word's own.
    keep = known[hyphened] > known[whole] or not rest[0][0].islower()
    pieces[-1] = pieces[-1][:-1] + ("-" if keep else "")
    pieces.append(words)
