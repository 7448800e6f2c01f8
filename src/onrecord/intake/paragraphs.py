"""Where a text's paragraphs begin and end."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile("[^\r\n\v\f\x85\u2028\u2029]+")
_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2029]")
# Longest line of text that was broken by hand or by an e-mail program; 72 to 80 is usual.
_WRAPPED_UP_TO = 120
_SENTENCE_END = tuple('.!?:;"”»’)…')


class Paragraph(NamedTuple):
    """A paragraph `[start, end)` without the white space around it.

    `alone` says that blank lines, or the ends of the text, stand on both sides.
    """

    start: int
    end: int
    alone: bool


class _Line(NamedTuple):
    start: int
    end: int
    gap: bool  # a blank line, or nothing at all, stands before it


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text in order.

    A blank line always parts two paragraphs. A single line break does so too,
    because that is how captions and lists come out of web pages, unless the next
    line goes on in lower case or the text is wrapped to a width: then a line ends
    where the next word would no longer fit. Where a text has no blank line at all,
    each of its paragraphs stands alone.
    """
    rows = _lines(text)
    width = max((row.end - row.start for row in rows), default=0)
    spaced = any(row.gap for row in rows[1:])
    joined: list[_Line] = []
    for last, row in zip([None, *rows], rows, strict=False):
        if last is not None and not row.gap and _goes_on(text, last, row, width):
            joined[-1] = joined[-1]._replace(end=row.end)
        else:
            joined.append(row)
    return [
        Paragraph(
            row.start,
            row.end,
            not spaced or (row.gap and (i + 1 == len(joined) or joined[i + 1].gap)),
        )
        for i, row in enumerate(joined)
    ]


def _lines(text: str) -> list[_Line]:
    rows: list[_Line] = []
    after = 0
    for found in _LINE.finditer(text):
        start, end = found.span()
        line = found[0]
        start += len(line) - len(line.lstrip())
        end -= len(line) - len(line.rstrip())
        if start >= end:
            continue
        gap = not rows or len(_BREAK.findall(text, after, start)) > 1
        rows.append(_Line(start, end, gap))
        after = end
    return rows


def _goes_on(text: str, last: _Line, row: _Line, width: int) -> bool:
    if text[row.start].islower():
        return True
    if width > _WRAPPED_UP_TO or text[last.end - 1] in _SENTENCE_END:
        return False
    word = text[row.start : row.end].split(maxsplit=1)[0]
    return last.end - last.start + 1 + len(word) > width
