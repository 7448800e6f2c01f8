"""On whose word an item of a record stands: a statement's, or the report's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from onrecord.views.outline import UNKNOWN, Line

REPORT = "the report"


class Word(NamedTuple):
    """Who says something, and the number of the statement that says it, 0 for the report."""

    who: str
    number: int


def words_by_statement(lines: Sequence[Line]) -> dict[str | None, Word]:
    """Each statement's id → who says what stands in it; null → the report.

    Args:
        lines: the record's outline, which numbers the statements.
    """
    own: dict[str | None, Word] = {None: Word(REPORT, 0)}
    return own | {line.statement.id: Word(line.who, line.number) for line in lines}


def word_of(statement: str | None, words: Mapping[str | None, Word]) -> Word:
    """On whose word an item stands; unclear where the record lacks its statement."""
    return words.get(statement, Word(UNKNOWN, 0))
