"""How mentions stand to each other, as views list it, and on whose word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.schema import RELATION_TYPES, Record, Relation, Spans
from onrecord.views.outline import Line, one_line, phrase
from onrecord.views.words import Word, word_of, words_by_statement

WORDS = 120
"""Mentions are shown up to this many characters."""


class RelationLine(NamedTuple):
    """One relation as a view lists it, `number` counting from 1 in the record's order.

    `one` and `other` are the words of the text, `spans` where they stand.
    """

    number: int
    relation: Relation
    one: str
    how: str
    other: str
    note: str
    word: Word
    spans: Spans


def relation_lines(record: Record, lines: Sequence[Line]) -> list[RelationLine]:
    """The relations of a record whose mentions it has.

    Args:
        record: the record.
        lines: its outline, which numbers the statements.
    """
    text, words = record.document.text, words_by_statement(lines)
    where = {m.id: (m.start, m.end) for m in record.mentions if 0 <= m.start < m.end <= len(text)}
    out = []
    for number, relation in enumerate(record.relations, 1):
        ends = [where[i] for i in (relation.source, relation.target) if i in where]
        if len(ends) < 2:
            continue
        kind = RELATION_TYPES.get(relation.type)
        out.append(
            RelationLine(
                number=number,
                relation=relation,
                one=phrase(text, (ends[0],), WORDS),
                how=kind.label if kind else one_line(relation.type),
                other=phrase(text, (ends[1],), WORDS),
                note=kind.definition if kind else "",
                word=word_of(relation.statement, words),
                spans=tuple(ends),
            )
        )
    return out
