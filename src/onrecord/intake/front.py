"""The front door: whatever the user named, as documents in that order."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from onrecord.intake.find import STDIN, files, is_address
from onrecord.intake.formats import (
    COMPRESSED,
    SNIFFED,
    SNIFFED_MEDIA,
    Format,
    by_extension,
    by_media_type,
    by_name,
    of_file,
    reader,
)
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.parts import Item, Link, Part
from onrecord.intake.sniff import by_content
from onrecord.intake.streams import GZIP_MAGIC, chunks_of, decompress, peek
from onrecord.intake.unreadable import Unreadable, system_reason
from onrecord.schema import Document, Failure

_DEFAULT = IntakeOptions()
# Whoever writes a password into an address shall not find it in a log.
_PASSWORD = re.compile(r"//[^/?#]*@")
# A page, listed in a sitemap, listed in an index; a report, in a mail, in a mailbox.
_DEEPEST = 4
_UNTOLD = ("", "application/octet-stream", "application/gzip", "application/x-gzip")


class _Run:
    """What lasts from the first source to the last: the options and, once needed, the network."""

    def __init__(self, options: IntakeOptions) -> None:
        self.options = options
        self._visitor: Any = None

    def fetch(self, url: str) -> Any:
        if self._visitor is None:
            # Loaded by name: whoever reads files need not wait for the network's libraries.
            visit = importlib.import_module("onrecord.intake.visit")
            self._visitor = visit.Visitor(self.options)
        return self._visitor.fetch(url)


def documents(
    sources: Iterable[str], options: IntakeOptions = _DEFAULT
) -> Iterator[Document | Failure]:
    """Every document of the sources, in order, each read when it is asked for.

    A source is a file, a folder, `-` for standard input, or an http(s) address.
    What cannot be read comes as a `Failure` in its place, and the rest is read.
    Memory holds one document at a time. Addresses are fetched as robots.txt allows,
    and no faster than `options.delay` says.
    """
    run = _Run(options)
    for source in sources:
        if source == STDIN:
            items, uri = _standard_input(run), "standard input"
        elif is_address(source):
            link = Link(address=source, listed=None)
            items, uri = _address(link, run, options.format), _shown(source)
        else:
            for path in files(source, options):
                if isinstance(path, Failure):
                    yield path
                else:
                    yield from _opened(_file(path, path == source, run), path, run)
            continue
        yield from _opened(items, uri, run)


def _shown(address: str) -> str:
    return _PASSWORD.sub("//…@", address)


def _opened(
    items: Iterator[Item], uri: str, run: _Run, depth: int = 0
) -> Iterator[Document | Failure]:
    """The documents among the items, and those that stand behind the other items.

    Whatever ends the items early is told of `uri`, after all that came before it.
    """
    try:
        for item in items:
            if isinstance(item, Document | Failure):
                yield item
                continue
            name = item.origin.name if isinstance(item, Part) else _shown(item.address)
            if depth == _DEEPEST:
                reason = f"it lies more than {_DEEPEST} deep inside other documents"
                yield Unreadable("parse", reason, "Take it out and read it alone.").failure(name)
            elif isinstance(item, Part):
                yield from _opened(_part(item, run), name, run, depth + 1)
            else:
                yield from _opened(_address(item, run), name, run, depth + 1)
    except Unreadable as error:
        yield error.failure(uri)


def _file(path: str, named: bool, run: _Run) -> Iterator[Item]:
    try:
        stream = open(path, "rb")  # noqa: SIM115 - closed below, once it is known to be open
    except OSError as error:
        raise Unreadable("find", *system_reason(error)) from error
    form = of_file(path, named, run.options)
    with stream:
        chunks = chunks_of(stream)
        if path.lower().endswith(COMPRESSED):
            start, chunks = peek(chunks, 2)
            if start and not start.startswith(GZIP_MAGIC):
                raise Unreadable("decode", "it is named .gz but is not gzip", "Rename the file.")
            chunks = decompress(chunks, run.options, filler=form.filler if form else None)
        plain = not path.lower().removesuffix(COMPRESSED).endswith(SNIFFED)
        origin = Origin(name=path, uri=path, named=named)
        yield from _read(chunks, form, origin, run.options, plain)


def _standard_input(run: _Run) -> Iterator[Item]:
    chunks = _unpacked(chunks_of(sys.stdin.buffer), run.options)
    form = None if run.options.format == "auto" else by_name(run.options.format)
    yield from _read(chunks, form, Origin(name="standard input", uri=None), run.options)


def _part(part: Part, run: _Run) -> Iterator[Item]:
    chunks = _unpacked(iter([part.data]), run.options)
    form = by_name(part.format) if part.format else None
    origin = msgspec.structs.replace(part.origin, named=False)
    yield from _read(chunks, form, origin, run.options)


def _address(link: Link, run: _Run, format: str = "auto") -> Iterator[Item]:
    response = run.fetch(link.address)
    kind = response.media_type
    if format != "auto":
        form: Format | None = by_name(format)
    elif kind in _UNTOLD or kind in SNIFFED_MEDIA:
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
    origin = Origin(
        name=link.address,
        uri=response.url,
        charset=response.charset,
        title=link.title,
        publisher=link.publisher,
        published=link.published,
        listed=link.listed,
    )
    plain = kind not in SNIFFED_MEDIA
    yield from _read(response.chunks, form, origin, run.options, plain)


def _unpacked(chunks: Iterator[bytes], options: IntakeOptions) -> Iterator[bytes]:
    start, chunks = peek(chunks, 2)
    return decompress(chunks, options) if start.startswith(GZIP_MAGIC) else chunks


def _read(
    chunks: Iterator[bytes],
    form: Format | None,
    origin: Origin,
    options: IntakeOptions,
    plain_text: bool = True,
) -> Iterator[Item]:
    if form is None:
        start, chunks = peek(chunks)
        form = by_content(start, plain_text)
    return reader(form)(chunks, origin, options)
