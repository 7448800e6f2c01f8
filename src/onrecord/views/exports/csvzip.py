"""A zip archive of CSV tables, one a layer.

UTF-8 with a byte order mark, without which Excel takes it for another encoding; commas, quoted
where needed, lines ending in CR LF as RFC 4180 has it. The values of a list are joined by `; `.
"""

from __future__ import annotations

import csv
import io
import tempfile

from onrecord.schema import Failure, Record
from onrecord.views.exports.cellguard import guarded
from onrecord.views.exports.tables import TABLES, cells
from onrecord.views.exports.zipped import refuse_bare, zip_over
from onrecord.views.output import Sink


class CsvZip:
    """Tables that grow in temporary files until they are zipped."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink` at the end.

        Raises:
            OutputError: the output is named as if it were one table.
        """
        refuse_bare(sink, ".csv")
        self._sink = sink
        self._files = {
            name: io.TextIOWrapper(tempfile.TemporaryFile(), "utf-8-sig", newline="")  # noqa: SIM115
            for name in TABLES
        }
        self._tables = {name: csv.writer(file) for name, file in self._files.items()}
        for name, layer in TABLES.items():
            self._tables[name].writerow(layer.columns)

    def add(self, item: Record | Failure) -> None:
        """Write the rows of one record."""
        if isinstance(item, Record):
            for name, layer in TABLES.items():
                self._tables[name].writerows(map(_cell, row) for row in cells(layer, item))

    def close(self) -> None:
        """Zip the tables."""
        for file in self._files.values():
            file.flush()
        files = {f"{name}.csv": file.buffer for name, file in self._files.items()}
        zip_over(files, self._sink, packed=True)
        for file in self._files.values():
            file.close()


def _cell(cell: object) -> object:
    if isinstance(cell, tuple):
        cell = "; ".join(cell)
    return guarded(cell) if isinstance(cell, str) else cell


writer = CsvZip
