"""A workbook, one sheet a layer, with a header that stays in sight.

Every text is written as text: none becomes a formula, a number or a link.
"""

from __future__ import annotations

import re
import tempfile
from datetime import datetime
from typing import Any

from onrecord.schema import Failure, Record
from onrecord.views.exports.extras import library
from onrecord.views.exports.tables import TABLES, cells, kind
from onrecord.views.exports.zipped import hand_over
from onrecord.views.output import Sink
from onrecord.views.rows import Row

MOST_ROWS = 1_048_576
LONGEST = 32_767
"""What a sheet and a cell may hold, counted in UTF-16 units as Excel does."""

_WIDTHS = {"text": 16, "list": 24, "number": 10, "whole": 8}
_WIDE = {"content": 60, "text": 60, "source": 30, "evidence": 40, "title": 30, "words": 30}
_NO_XML = re.compile("[\ufffe\uffff]")


class Workbook:
    """Sheets that grow in temporary files, a row at a time."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink` at the end.

        Raises:
            OutputError: xlsxwriter is not installed.
        """
        xlsxwriter = library("xlsxwriter", "xlsx", sink.path)
        self._sink = sink
        # Cleans up after a run that is given up, too.
        self._folder = tempfile.TemporaryDirectory(prefix="onrecord-")
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._book: Any = xlsxwriter.Workbook(
            self._file,
            {
                "constant_memory": True,
                "tmpdir": self._folder.name,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        # The date is that of no clock, so that the same record gives the same bytes.
        self._book.set_properties({"created": datetime(1980, 1, 1)})
        self._bold = self._book.add_format({"bold": True})
        self._sheets = {name: _Sheet(self._book, name, self._bold) for name in TABLES}

    def add(self, item: Record | Failure) -> None:
        """Write the rows of one record."""
        if isinstance(item, Record):
            for name, layer in TABLES.items():
                for row in cells(layer, item):
                    self._sheets[name].write(row)

    def close(self) -> None:
        """Put the workbook together."""
        self._book.close()
        hand_over(self._file, self._sink)
        self._file.close()
        self._folder.cleanup()


class _Sheet:
    """A layer's sheet; another follows where it is full."""

    def __init__(self, book: Any, name: str, bold: Any) -> None:
        self._book, self._name, self._bold = book, name, bold
        self._columns = TABLES[name].columns
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        title = self._name if self._number == 1 else f"{self._name} {self._number}"
        self._sheet = self._book.add_worksheet(title)
        self._sheet.freeze_panes(1, 0)
        for index, column in enumerate(self._columns):
            width = _WIDE.get(column, _WIDTHS[kind(column)])
            self._sheet.set_column(index, index, width)
            self._sheet.write_string(0, index, column, self._bold)
        self._row = 1

    def write(self, row: Row) -> None:
        if self._row == MOST_ROWS:
            self._begin()
        for index, cell in enumerate(row):
            if isinstance(cell, tuple):
                cell = "; ".join(cell)
            if isinstance(cell, str):
                self._sheet.write_string(self._row, index, _fitted(cell))
            elif cell is not None:
                self._sheet.write_number(self._row, index, cell)
        self._row += 1


def _fitted(text: str) -> str:
    """The text, cut with an ellipsis where a cell cannot hold it."""
    text = _NO_XML.sub("\ufffd", text)
    if len(text) * 2 <= LONGEST or _units(text) <= LONGEST:
        return text
    # Half a pair at the cut is dropped with it.
    head = text.encode("utf-16-le")[: 2 * (LONGEST - 1)]
    return head.decode("utf-16-le", "ignore") + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


writer = Workbook
