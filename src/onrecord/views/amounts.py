"""The figures of a record as views list them: how many, of what, and whose figure it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.schema import QUALIFIERS, Figure, Record
from onrecord.views.dates import date_label
from onrecord.views.outline import Line, one_line, phrase
from onrecord.views.words import Word, word_of, words_by_statement

HEDGED = frozenset(("about", "at_least", "at_most", "more_than", "less_than"))
"""Hedges that stand before the number; the others are seen from the numbers or say nothing more."""


class AmountLine(NamedTuple):
    """One figure as a view lists it, `number` counting from 1 in text order.

    `words` are those of the text, `of` what is counted, `extent` the numbers between
    which it lies as a label, `hedge_note` what its hedge means, `place` the words for where.
    """

    number: int
    figure: Figure
    words: str
    of: str
    extent: str
    hedge_note: str
    place: str
    date: str
    word: Word


def amount_lines(record: Record, lines: Sequence[Line]) -> list[AmountLine]:
    """The figures of a record in text order.

    Args:
        record: the record.
        lines: its outline, which numbers the statements.
    """
    words = words_by_statement(lines)
    where = {m.id: (m.start, m.end) for m in record.mentions}
    text = record.document.text
    out = []
    for number, figure in enumerate(sorted(record.figures, key=lambda f: (f.start, f.end)), 1):
        hedge = QUALIFIERS.get(figure.qualifier or "")
        place = where.get(figure.place or "")
        out.append(
            AmountLine(
                number=number,
                figure=figure,
                words=phrase(text, ((figure.start, figure.end),), 80),
                of=phrase(text, figure.of, 120),
                extent=extent(figure),
                hedge_note=hedge.definition if hedge else "",
                place=phrase(text, (place,), 80) if place else "",
                date=date_label(figure.date),
                word=word_of(figure.statement, words),
            )
        )
    return out


def extent(figure: Figure) -> str:
    """`690–720 m³`, `more than 2,000`, `about 1.4%`; empty where both ends are open."""
    low, high = figure.low, figure.high
    if low is None and high is None:
        return ""
    hedge = figure.qualifier if figure.qualifier in HEDGED else ""
    if low is None:
        said = number_label(high or 0.0)
        hedge = hedge or "at_most"
    elif high is None:
        said = number_label(low)
        hedge = hedge or "at_least"
    else:
        said = number_label(low) if low == high else f"{number_label(low)}–{number_label(high)}"
    unit = one_line(figure.unit or "")
    number = f"{said}{'' if unit == '%' else ' '}{unit}".strip()
    return f"{QUALIFIERS[hedge].label} {number}" if hedge else number


def number_label(number: float) -> str:
    """A number with its thousands set apart, as precise as it was written."""
    return f"{number:,.15g}"
