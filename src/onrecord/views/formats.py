"""The output formats, one entry each: a label and the writer that makes it."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from onrecord.schema import Failure, Record, encode
from onrecord.views.exports import EXPORTS, Export
from onrecord.views.output import (
    OutputError,
    ProgressiveFile,
    Sink,
    StreamSink,
    WholeFile,
    naming,
    text_file,
)

__all__ = ["FORMATS", "Format", "Output", "OutputError", "open_output"]


class Writer(Protocol):
    """What every format offers."""

    def add(self, item: Record | Failure) -> None:
        """Write one record, or one document that could not be read."""

    def close(self) -> None:
        """Write what comes last."""


@dataclass(frozen=True)
class Format:
    """One output format.

    `label` says what it is for. `whole` is true where a file is of use only when
    complete: it then appears under its name at the end. `lists_failures` is
    false where failures have no place in the output and must be told elsewhere.
    """

    label: str
    writer: Callable[[Sink], Writer]
    whole: bool
    lists_failures: bool


class Output:
    """A writer and the place it writes to, closed together.

    As a context manager it closes at the end of the block, and gives up where
    the block fails: a whole file is then not made, lines stay as far as they came.
    """

    def __init__(self, writer: Writer, sink: Sink) -> None:
        """Join the two."""
        self._writer = writer
        self._sink = sink
        self.path = sink.path

    def add(self, item: Record | Failure) -> None:
        """Write one record or failure.

        Raises:
            OutputError: the output cannot be written.
        """
        with self._failing():
            self._writer.add(item)

    def close(self) -> None:
        """Complete the output.

        Raises:
            OutputError: the output cannot be written.
        """
        with self._failing():
            self._writer.close()
            self._sink.finish()

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            with naming(self.path):
                yield
        except OutputError:
            self._sink.fail()
            raise

    def __enter__(self) -> Self:
        """The output itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Complete the output, or give it up after an error."""
        if kind is None:
            self.close()
        else:
            self._sink.discard()


class JsonLinesWriter:
    """One record a line, in the form of the record contract; failures are left out."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink`."""
        self._sink = sink

    def add(self, item: Record | Failure) -> None:
        """Write one record."""
        if isinstance(item, Record):
            self._sink.write(encode(item) + b"\n")

    def close(self) -> None:
        """Do nothing: every line is out already."""


def _table(sink: Sink) -> Writer:
    # Each format brings its own library; only the one asked for is loaded.
    from onrecord.views.table import TableWriter

    if isinstance(sink, StreamSink) and sink.is_standard_output:
        # The terminal's own stream knows its width, colours and encoding.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")
        return TableWriter(sys.stdout)
    return TableWriter(text_file(sink))


def _html(sink: Sink) -> Writer:
    from onrecord.views.html import HtmlReport

    return HtmlReport(text_file(sink))


def _export(export: Export) -> Format:
    def opened(sink: Sink) -> Writer:
        module: Any = importlib.import_module(f"onrecord.views.exports.{export.module}")
        writer: Writer = module.writer(sink)
        return writer

    return Format(export.label, opened, whole=export.whole, lists_failures=False)


FORMATS: dict[str, Format] = {
    "table": Format("a summary to read in the terminal", _table, whole=False, lists_failures=True),
    "jsonl": Format(
        "one record a line, for programs", JsonLinesWriter, whole=False, lists_failures=False
    ),
    "html": Format(
        "one page to read in the browser, in one file", _html, whole=True, lists_failures=True
    ),
    **{name: _export(export) for name, export in EXPORTS.items()},
}
"""Every output format by the name given to `--format`."""


def open_output(name: str, out: Path | None = None) -> Output:
    """An output in the format of that name, to the file `out` or to standard output.

    Raises:
        KeyError: no such format.
        OutputError: the file cannot be opened, or the format needs a library that is not there.
    """
    chosen = FORMATS[name]
    sink: Sink
    if out is None:
        sink = StreamSink(sys.stdout.buffer)
    elif chosen.whole and (out.is_dir() or out.is_file() or not out.exists()):
        sink = WholeFile(out)
    else:
        # A device or a named pipe cannot be renamed over.
        sink = ProgressiveFile(out)
    try:
        return Output(chosen.writer(sink), sink)
    except BaseException:
        sink.discard()
        raise
