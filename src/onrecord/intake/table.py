"""Tables with a header, divided by commas, tabs, semicolons or bars: a document a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from onrecord.intake.columns import DELIMITERS, Header, header
from onrecord.intake.compose import from_text
from onrecord.intake.decode import decode, decode_line, mark_of
from onrecord.intake.options import MIB, IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.streams import lines, peek, whole
from onrecord.intake.text import refuse_empty
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Document, Failure

_SAMPLE = 64 * 1024
# A report may be longer than the 128 KiB that the module takes a cell to be at most.
csv.field_size_limit(64 * MIB)


def read(
    chunks: Iterator[bytes], origin: Origin, options: IntakeOptions
) -> Iterator[Document | Failure]:
    """A document, or the reason why not, for each row under the header that is not blank.

    A row without an address of its own is cited as `NAME:LINE`, by its last line.

    Raises:
        Unreadable: it is empty, binary, or has no column of texts, or no row.
    """
    rows = _lines(chunks, options)
    at, first = next(((n, line) for n, line in enumerate(rows, 1) if line.strip()), (0, ""))
    refuse_empty(first)
    tabs_only = origin.name.lower().removesuffix(".gz").endswith((".tsv", ".tab"))
    head = header(first.strip(), "\t" if tabs_only else DELIMITERS)
    if "text" not in head.columns:
        raise Unreadable(
            "parse",
            "no column of the table is named as one of texts",
            "The first row must name the columns, and one of them `text`, `body` or `content`.",
        )
    empty = True
    table = csv.reader(rows, delimiter=head.delimiter)
    while True:
        try:
            row = next(table)
        except StopIteration:
            break
        except csv.Error as error:
            reason, hint = f"the row cannot be told from its neighbours: {error}", "Check quotes."
            yield Unreadable("parse", reason, hint).failure(f"{origin.name}:{at + table.line_num}")
            empty = False
            continue
        if any(cell.strip() for cell in row):
            empty = False
            yield _document(row, head, f"{origin.name}:{at + table.line_num}", origin)
    if empty:
        raise Unreadable("parse", "the table has a header and no rows", "Check the file.")


def _document(row: list[str], head: Header, place: str, origin: Origin) -> Document | Failure:
    if len(row) > head.width:
        return Unreadable(
            "parse",
            f"the row has {len(row)} cells, and the header {head.width}",
            "Put quotation marks around cells that hold the delimiter.",
        ).failure(place)
    known = {
        field: row[column].strip() or None
        for field, column in head.columns.items()
        if column < len(row)
    }
    text = row[head.columns["text"]] if head.columns["text"] < len(row) else ""
    if not text.strip():
        return Unreadable("parse", "the row has no text", "Fill its cell.").failure(place)
    return from_text(
        text,
        title=known.get("title"),
        publisher=known.get("publisher"),
        published=known.get("published"),
        uri=known.get("uri") or (None if origin.uri is None else place),
        source_id=known.get("id"),
    )


def _lines(chunks: Iterator[bytes], options: IntakeOptions) -> Iterator[str]:
    """The table's lines with their ends, one by one where it is UTF-8, else read as a whole."""
    start, chunks = peek(chunks, _SAMPLE)
    if mark_of(start) not in (None, "utf-8") or not _is_utf8(start[:_SAMPLE]):
        yield from io.StringIO(decode(whole(chunks, options.max_bytes)), newline="")
        return
    for number, line in lines(chunks, options.max_bytes):
        if line is None:
            raise Unreadable("decode", f"line {number:,} is longer than the limit", "Split it.")
        text = decode_line(line)
        yield (text.removeprefix("\ufeff") if number == 1 else text) + "\n"


def _is_utf8(sample: bytes) -> bool:
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        # The sample may end within a character.
        return b"\0" not in sample and error.start >= len(sample) - 3 and len(sample) == _SAMPLE
    return b"\0" not in sample
