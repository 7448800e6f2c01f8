"""A zip archive of Parquet tables, one a layer, with typed columns and lists as lists.

The archive does not compress, because Parquet has: a table can be read inside it.
"""

from __future__ import annotations

import tempfile
from typing import Any

from onrecord.schema import Failure, Record
from onrecord.views.exports.extras import library
from onrecord.views.exports.tables import TABLES, cells, kind
from onrecord.views.exports.zipped import refuse_bare, zip_over
from onrecord.views.output import Sink
from onrecord.views.rows import Layer, Row

ROWS = 10_000
"""A group of rows is held until it has so many: what Parquet compresses at a time."""

TEXT = 8 << 20
"""Or until its text has so many characters, for tables of long documents."""


class ParquetZip:
    """Tables that grow in temporary files, a group of rows at a time, until they are zipped."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink` at the end.

        Raises:
            OutputError: pyarrow is not installed, or the output is named as if it were one table.
        """
        refuse_bare(sink, ".parquet")
        library("pyarrow.parquet", "parquet", sink.path)
        self._sink = sink
        self._tables = {name: _Table(layer) for name, layer in TABLES.items()}

    def add(self, item: Record | Failure) -> None:
        """Take in the rows of one record."""
        if isinstance(item, Record):
            for table in self._tables.values():
                table.add(item)

    def close(self) -> None:
        """Zip the tables."""
        for table in self._tables.values():
            table.close()
        files = {f"{name}.parquet": table.file for name, table in self._tables.items()}
        zip_over(files, self._sink, packed=False)
        for table in self._tables.values():
            table.file.close()


class _Table:
    def __init__(self, layer: Layer) -> None:
        import pyarrow as pa
        from pyarrow import parquet as pq

        types = {
            "text": pa.string(),
            "list": pa.list_(pa.string()),
            "number": pa.float64(),
            "whole": pa.int64(),
        }
        self.file = tempfile.TemporaryFile()  # noqa: SIM115
        self._layer = layer
        self._schema: Any = pa.schema([(name, types[kind(name)]) for name in layer.columns])
        self._writer: Any = pq.ParquetWriter(self.file, self._schema, compression="zstd")
        self._from_arrays: Any = pa.Table.from_pydict
        self._rows: list[Row] = []
        self._text = 0

    def add(self, record: Record) -> None:
        for row in cells(self._layer, record):
            self._rows.append(row)
            self._text += sum(len(cell) for cell in row if isinstance(cell, str))
        if len(self._rows) >= ROWS or self._text >= TEXT:
            self._flush()

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True) if self._rows else ((),) * len(self._schema)
        arrays = dict(zip(self._layer.columns, map(list, columns), strict=True))
        self._writer.write_table(self._from_arrays(arrays, self._schema))
        self._rows = []
        self._text = 0

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()


writer = ParquetZip
