"""Records as pandas data frames, one row an item of the layer that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onrecord.schema import Record
from onrecord.views.rows import LAYERS

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = LAYERS["statements"].columns
"""The columns of the frame of statements, in order; `addressees` holds a tuple of names."""


def to_frame(records: Iterable[Record], layer: str = "statements") -> pd.DataFrame:
    """One row an item of a layer, in the order of the records and of their items.

    Every frame begins with the columns `document` (its id), `title`, `publisher` and
    `published`, and ends with `start` and `end`, the stretch of the text that an item stands on:

    - `statements`: `source`, `cue` and `content` are words of the text, `speaker` is the
      entity's name or null, `[start, end)` holds all three phrases.
    - `events`: `actors` and `recipients` are tuples of words of the text, `trigger` and
      `place` words of the text; `[start, end)` is the trigger.
    - `figures`: `words` are the figure as written, `low` to `high` what it means, `of` the
      words for what is counted.
    - `times`: `words` and their TIMEX3 `type`, `value`, `mod` and `anchor`.
    - `places`: one row a mention, with the place's `name`, `country` and point.

    `statement` is the id of the statement in which an event or figure stands, null where the
    report says it in its own voice; `speaker` the name of who makes it, null also where unclear.

    Raises:
        ValueError: there is no such layer.
        ImportError: pandas is not installed; the message says how to get it.
    """
    if layer not in LAYERS:
        raise ValueError(f"no layer {layer!r}; it is one of: {', '.join(LAYERS)}")
    try:
        import pandas as pd  # an extra, so asked for only when a frame is wanted
    except ImportError as error:
        raise ImportError(
            "a data frame needs pandas, which is not installed: pip install 'onrecord[pandas]'"
        ) from error
    columns, rows = LAYERS[layer]
    return pd.DataFrame.from_records(
        [row for record in records for row in rows(record)], columns=list(columns)
    )
