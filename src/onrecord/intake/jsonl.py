"""JSON lines: an object a line, read one at a time, however long the file is."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from onrecord.intake.compose import from_text
from onrecord.intake.decode import decode_line, mark_of
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.streams import lines, megabytes, peek
from onrecord.intake.text import refuse_empty
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Document, Failure

_FIELDS = ("id", "uri", "title", "publisher", "published")


def read(
    chunks: Iterator[bytes], origin: Origin, options: IntakeOptions
) -> Iterator[Document | Failure]:
    """A document, or the reason why not, for each line that is not blank, in order.

    A line without a `uri` of its own is cited as `NAME:LINE`, as editors and
    compilers do.

    Raises:
        Unreadable: there is no line, or the stream breaks off, after the lines before
            the break have been handed out.
    """
    empty = True
    for number, line in lines(_as_utf8(chunks), options.max_bytes):
        if line is not None and not line.strip():
            continue
        empty = False
        place = f"{origin.name}:{number}"
        try:
            if line is None:
                raise Unreadable(
                    "decode",
                    f"line {number:,} is longer than the limit of {megabytes(options.max_bytes)}",
                    "Split the document, or raise max_bytes.",
                )
            yield _document(line, number, None if origin.uri is None else place)
        except Unreadable as error:
            yield error.failure(place)
    if empty:
        refuse_empty("")


def _document(line: bytes, number: int, place: str | None) -> Document:
    item = _object(line, number)
    text = item.get("text")
    if not isinstance(text, str):
        what = "has no `text`" if text is None else "has a `text` that is not a string"
        raise Unreadable(
            "parse",
            f"line {number:,} {what}",
            'Each line needs an object like {"text": "…"}; '
            "`id`, `uri`, `title`, `publisher` and `published` are welcome.",
        )
    refuse_empty(text)
    known = {field: _string(item.get(field)) for field in _FIELDS}
    return from_text(
        text,
        title=known["title"],
        publisher=known["publisher"],
        published=known["published"],
        uri=known["uri"] or place,
        source_id=known["id"],
    )


def _object(line: bytes, number: int) -> dict[str, Any]:
    # The JSON of the standard library, because it alone reads lone surrogates.
    try:
        item = json.loads(decode_line(line))
    except json.JSONDecodeError as error:
        raise Unreadable(
            "parse",
            f"line {number:,} is not JSON: {error.msg} at column {error.pos + 1:,}",
            "Write one JSON object on each line.",
        ) from error
    except (ValueError, RecursionError) as error:
        # A number with thousands of digits; brackets nested thousands deep.
        raise Unreadable(
            "parse", f"line {number:,} cannot be read as JSON: {error}", "Correct that line."
        ) from error
    if not isinstance(item, dict):
        raise Unreadable(
            "parse", f"line {number:,} is not a JSON object", "Write one JSON object on each line."
        )
    return item


def _string(value: object) -> str | None:
    """A field as text: identifiers are often numbers; empty strings say nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None


def _as_utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The stream as UTF-8 without a mark, since only there a line feed is always one byte."""
    start, chunks = peek(chunks, 4)
    mark = mark_of(start)
    if mark is None:
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(mark)("surrogatepass")
    first = True
    try:
        for chunk in chunks:
            text = decoder.decode(chunk)
            yield (text.removeprefix("\ufeff") if first else text).encode("utf-8", "surrogatepass")
            first = first and not text
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Unreadable(
            "decode", f"marked as {mark.upper()}, but broken", "Save it as UTF-8."
        ) from error
