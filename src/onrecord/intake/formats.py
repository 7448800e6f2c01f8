"""The formats of the house: one row each, its reader loaded when first needed.

A reader is named here, not imported: `onrecord read report.txt` must not wait the
half second that the HTML libraries take to load. Nothing imports back, so no cycle
hides behind the name.
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from onrecord.intake.decode import mark_of
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.unreadable import Unreadable
from onrecord.schema import Document, Failure


class Reader(Protocol):
    """What the module of a format offers under the name `read`."""

    def __call__(
        self, chunks: Iterator[bytes], origin: Origin, options: IntakeOptions
    ) -> Iterator[Document | Failure]:
        """The documents in a stream of bytes, in order."""


class Format(NamedTuple):
    """A format by its name, file extensions, media types and reader's module."""

    name: str
    extensions: tuple[str, ...]
    media_types: tuple[str, ...]
    module: str


FORMATS = (
    Format("text", (".txt", ".text"), ("text/plain",), "onrecord.intake.text"),
    Format(
        "jsonl",
        (".jsonl", ".ndjson"),
        ("application/jsonl", "application/jsonlines", "application/x-ndjson",
         "application/x-jsonlines", "application/ndjson"),
        "onrecord.intake.jsonl",
    ),
    Format(
        "html",
        (".html", ".htm", ".xhtml"),
        ("text/html", "application/xhtml+xml"),
        "onrecord.intake.html",
    ),
)  # fmt: skip
COMPRESSED = ".gz"

_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def by_extension(name: str) -> Format | None:
    """The format of a file of that name, also when `.gz` follows its extension."""
    name = name.lower().removesuffix(COMPRESSED)
    return next((f for f in FORMATS if name.endswith(f.extensions)), None)


def by_media_type(media_type: str) -> Format | None:
    """The format of a response of that media type, given without parameters."""
    return next((f for f in FORMATS if media_type.lower() in f.media_types), None)


def by_name(name: str) -> Format:
    """The format of that name, one of `IntakeOptions.format` but `auto`."""
    return next(f for f in FORMATS if f.name == name)


def by_content(start: bytes) -> Format:
    """The format that the first bytes look like; anything not markup nor JSON is text."""
    mark = mark_of(start)
    plain = start.decode(mark, "replace").encode() if mark else start
    plain = plain.removeprefix("\ufeff".encode())
    if _MARKUP.match(plain):
        return by_name("html")
    if plain.lstrip()[:1] == b"{":
        line, ended, _ = plain.lstrip().partition(b"\n")
        if _is_object(line) if ended else b'"text"' in line:
            return by_name("jsonl")
    return by_name("text")


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def reader(form: Format) -> Reader:
    """The format's reader, its libraries loaded now.

    Raises:
        Unreadable: a library it needs is not installed.
    """
    try:
        read: Reader = importlib.import_module(form.module).read
    except ModuleNotFoundError as error:
        raise Unreadable(
            "parse",
            f"reading {form.name} needs {error.name}, which is not installed",
            "Run `pip install --force-reinstall onrecord`.",
        ) from error
    return read


def known_extensions() -> str:
    """All extensions, for messages."""
    return ", ".join(e for form in FORMATS for e in form.extensions)
