"""Records as a pandas data frame, one row a statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord.schema import Record, hull, words_of
from onrecord.views.outline import names_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "document",
    "title",
    "publisher",
    "published",
    "statement",
    "source",
    "speaker",
    "speaker_kind",
    "cue",
    "content",
    "form",
    "attitude",
    "channel",
    "addressees",
    "parent",
    "date",
    "confidence",
    "start",
    "end",
)
"""The columns of the frame, in order; `addressees` holds a tuple of names."""


def to_frame(records: Iterable[Record]) -> pd.DataFrame:
    """One row a statement, in the order of the records and of their texts.

    `source`, `cue` and `content` are words of the text, `speaker` is the
    entity's name or null, `[start, end)` the smallest stretch of the text that
    holds all three.

    Raises:
        ImportError: pandas is not installed; the message says how to get it.
    """
    try:
        import pandas as pd  # an extra, so asked for only when a frame is wanted
    except ImportError as error:
        raise ImportError(
            "a data frame needs pandas, which is not installed: pip install 'onrecord[pandas]'"
        ) from error
    return pd.DataFrame.from_records(
        [row for record in records for row in _rows(record)], columns=list(COLUMNS)
    )


def _rows(record: Record) -> Iterator[tuple[object, ...]]:
    document = record.document
    text = document.text
    entities = {entity.id: entity for entity in record.entities}
    for statement in record.statements:
        speaker = entities.get(statement.speaker) if statement.speaker is not None else None
        pieces = statement.source + statement.cue + statement.content
        start, end = hull(pieces) if pieces else (None, None)
        yield (
            document.id,
            document.title,
            document.publisher,
            document.published,
            statement.id,
            words_of(text, statement.source),
            speaker.name if speaker else None,
            statement.speaker_kind,
            words_of(text, statement.cue),
            words_of(text, statement.content),
            statement.form,
            statement.attitude,
            statement.channel,
            names_of(statement.addressees, entities),
            statement.parent,
            statement.date,
            statement.confidence,
            start,
            end,
        )
