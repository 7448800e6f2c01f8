"""The words of a text as every store compares them: plain letters, cut to their English stem.

SQLite's own tokenizer does it for all of them, so that the same words find the same things
whatever database is below.
"""

from __future__ import annotations

from typing import Any

import apsw

from onrecord.archive.bodies import storable
from onrecord.archive.snippets import Token

NAME, ARGUMENTS = "porter", ("unicode61", "remove_diacritics", "2")

DECLARED = " ".join((NAME, *ARGUMENTS))
"""As a full-text index of SQLite is told of it."""


class Tokenizer:
    """Cuts texts into words; belongs to one thread at a time."""

    def __init__(self) -> None:
        """Borrow it from a database in memory that holds nothing."""
        self._home = apsw.Connection(":memory:")
        self._cut = self._home.fts5_tokenizer(NAME, list(ARGUMENTS))

    def tokens(self, text: str) -> list[Token]:
        """Start, end and stem of every word."""
        plain = storable(text)
        found: Any = self._cut(plain.encode(), apsw.FTS5_TOKENIZE_DOCUMENT, None)
        if plain.isascii():
            return [(start, end, stems[0]) for start, end, *stems in found]
        at = _positions(plain)
        return [(at[start], at[end], stems[0]) for start, end, *stems in found]

    def stems(self, text: str) -> list[str]:
        """The stem of every word, in order."""
        found: Any = self._cut(
            storable(text).encode(), apsw.FTS5_TOKENIZE_DOCUMENT, None,
            include_offsets=False, include_colocated=False,
        )  # fmt: skip
        return list(found)


def _positions(text: str) -> dict[int, int]:
    """Where each code point starts in UTF-8 → its number."""
    out, at = {}, 0
    for number, char in enumerate(text):
        out[at] = number
        at += len(char.encode())
    out[at] = len(text)
    return out
