"""The front door: whatever the user named, as documents in that order."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from onrecord.intake.find import files
from onrecord.intake.formats import (
    COMPRESSED,
    Format,
    by_content,
    by_extension,
    by_media_type,
    by_name,
    reader,
)
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.streams import GZIP_MAGIC, chunks_of, decompress, peek
from onrecord.intake.unreadable import Unreadable, system_reason
from onrecord.schema import Document, Failure

STDIN = "-"
_DEFAULT = IntakeOptions()
# Whoever writes a password into an address shall not find it in a log.
_PASSWORD = re.compile(r"//[^/?#]*@")
_COUNT_LINES_UP_TO = 256 * 1024 * 1024


def documents(
    sources: Iterable[str], options: IntakeOptions = _DEFAULT
) -> Iterator[Document | Failure]:
    """Every document of the sources, in order, each read when it is asked for.

    A source is a file, a folder, `-` for standard input, or an http(s) address.
    What cannot be read comes as a `Failure` in its place, and the rest is read.
    Memory holds one document at a time.
    """
    for source in sources:
        if source == STDIN:
            yield from _caught(_standard_input(options), "standard input")
        elif source.lower().startswith(("http://", "https://")):
            yield from _caught(_address(source, options), _PASSWORD.sub("//…@", source))
        else:
            for path in files(source, options):
                if isinstance(path, Failure):
                    yield path
                else:
                    yield from _caught(_file(path, path == source, options), path)


def count(sources: Iterable[str], options: IntakeOptions = _DEFAULT) -> int | None:
    """About how many documents there are, for a progress bar; null where it is not cheap to say.

    Lines of JSON are counted without reading them; standard input, JSON lines at
    web addresses or inside gzip, and very large files are not counted.
    """
    total = 0
    for source in sources:
        if source == STDIN:
            return None
        if source.lower().startswith(("http://", "https://")):
            total += 1
            continue
        for path in files(source, options):
            number = 1 if isinstance(path, Failure) else _count_in(path, path == source, options)
            if number is None:
                return None
            total += number
    return total


def _caught(items: Iterator[Document | Failure], uri: str) -> Iterator[Document | Failure]:
    try:
        yield from items
    except Unreadable as error:
        yield error.failure(uri)


def _file(path: str, named: bool, options: IntakeOptions) -> Iterator[Document | Failure]:
    try:
        stream = open(path, "rb")  # noqa: SIM115 - closed below, once it is known to be open
    except OSError as error:
        raise Unreadable("find", *system_reason(error)) from error
    with stream:
        chunks = chunks_of(stream)
        if path.lower().endswith(COMPRESSED):
            start, chunks = peek(chunks, 2)
            if start and not start.startswith(GZIP_MAGIC):
                raise Unreadable("decode", "it is named .gz but is not gzip", "Rename the file.")
            chunks = decompress(chunks, options)
        form = _format_of_file(path, named, options)
        yield from _read(chunks, form, Origin(name=path, uri=path), options)


def _standard_input(options: IntakeOptions) -> Iterator[Document | Failure]:
    start, chunks = peek(chunks_of(sys.stdin.buffer), 2)
    if start.startswith(GZIP_MAGIC):
        chunks = decompress(chunks, options)
    form = None if options.format == "auto" else by_name(options.format)
    yield from _read(chunks, form, Origin(name="standard input", uri=None), options)


def _address(url: str, options: IntakeOptions) -> Iterator[Document | Failure]:
    # Loaded by name: whoever reads files need not wait for the network's libraries.
    response = importlib.import_module("onrecord.intake.url").fetch(url, options)
    kind = response.media_type
    if options.format != "auto":
        form: Format | None = by_name(options.format)
    elif kind in ("", "application/octet-stream", "application/gzip", "application/x-gzip"):
        form = by_extension(urlsplit(response.url).path)
    elif (form := by_media_type(kind)) is None:
        raise Unreadable(
            "fetch",
            f"the server sent {kind}, a format that is not known",
            "If it is plain text, say so with the format `text`.",
        )
    elif form.name == "text":
        # Servers send JSON lines, and sometimes pages, as text/plain.
        form = by_extension(urlsplit(response.url).path)
    origin = Origin(name=url, uri=response.url, charset=response.charset)
    yield from _read(response.chunks, form, origin, options)


def _read(
    chunks: Iterator[bytes], form: Format | None, origin: Origin, options: IntakeOptions
) -> Iterator[Document | Failure]:
    if form is None:
        start, chunks = peek(chunks)
        form = by_content(start)
    return reader(form)(chunks, origin, options)


def _format_of_file(path: str, named: bool, options: IntakeOptions) -> Format | None:
    """The format the user asked for, if this very file was named; else its extension's."""
    if named and options.format != "auto":
        return by_name(options.format)
    return by_extension(path)


def _count_in(path: str, named: bool, options: IntakeOptions) -> int | None:
    form = _format_of_file(path, named, options)
    if form is None or form.name != "jsonl":
        return 1
    if path.lower().endswith(COMPRESSED):
        return None
    try:
        with open(path, "rb") as stream:
            if stream.seek(0, 2) > _COUNT_LINES_UP_TO:
                return None
            stream.seek(0)
            last, number = b"", 0
            for chunk in chunks_of(stream):
                number += chunk.count(b"\n")
                last = chunk[-1:]
            return number + (last not in (b"", b"\n"))
    except (OSError, Unreadable):
        # The reading itself will say what is wrong; it counts as one.
        return 1
