"""Text for a cell that no spreadsheet program takes for a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")


def guarded(text: str) -> str:
    """The text, with `'` before what would begin a formula.

    Text that begins with `'` before such a character gets one more, so that taking away the
    first `'` of every cell that begins like this gives back the text: see `unguarded`.
    """
    return "'" + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell
