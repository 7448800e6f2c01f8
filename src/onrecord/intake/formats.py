"""The formats of the house: one row each, its reader loaded when first needed.

A reader is named here, not imported: `onrecord read report.txt` must not wait the
half second that the HTML libraries take to load. Nothing imports back, so no cycle
hides behind the name.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.parts import Item
from onrecord.intake.unreadable import Unreadable


class Reader(Protocol):
    """What the module of a format offers under the name `read`."""

    def __call__(
        self, chunks: Iterator[bytes], origin: Origin, options: IntakeOptions
    ) -> Iterator[Item]:
        """The documents in a stream of bytes, in order, and what others must read."""


class Format(NamedTuple):
    """A format by its name, file extensions, media types and reader's module.

    `many` says that one file of it may hold many documents; `filler` stands in for what
    is damaged of its compressed form, where the reader can go on after that.
    """

    name: str
    extensions: tuple[str, ...]
    media_types: tuple[str, ...]
    module: str
    many: bool = False
    filler: bytes | None = None


FORMATS = (
    Format("text", (".txt", ".text"), ("text/plain",), "onrecord.intake.text"),
    Format(
        "jsonl",
        (".jsonl", ".ndjson"),
        ("application/jsonl", "application/jsonlines", "application/x-ndjson",
         "application/x-jsonlines", "application/ndjson"),
        "onrecord.intake.jsonl",
        many=True,
    ),
    Format(
        "html",
        (".html", ".htm", ".xhtml"),
        ("text/html", "application/xhtml+xml"),
        "onrecord.intake.html",
    ),
    Format("pdf", (".pdf",), ("application/pdf", "application/x-pdf"), "onrecord.intake.pdf"),
    Format(
        "feed",
        (".rss", ".atom", ".rdf"),
        ("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
        "onrecord.intake.feed",
        many=True,
    ),
    Format("jsonfeed", (), ("application/feed+json",), "onrecord.intake.jsonfeed", many=True),
    Format(
        "warc",
        (".warc", ".wet"),
        ("application/warc",),
        "onrecord.intake.warc",
        many=True,
        filler=b"\r\n\r\na damaged record\r\n\r\n",
    ),
    Format("eml", (".eml",), ("message/rfc822",), "onrecord.intake.mail", many=True),
    Format("mbox", (".mbox",), ("application/mbox",), "onrecord.intake.mbox", many=True),
    Format(
        "csv",
        (".csv", ".tsv", ".tab"),
        ("text/csv", "text/tab-separated-values"),
        "onrecord.intake.table",
        many=True,
    ),
    # Told by content or by the user only: a list of addresses makes others be fetched.
    Format("urls", (), (), "onrecord.intake.urls", many=True),
)  # fmt: skip
COMPRESSED = ".gz"
SNIFFED = (".xml", ".json")
"""Extensions that say too little; files so named are told by their first bytes."""
SNIFFED_MEDIA = ("application/xml", "text/xml", "application/json")


def by_extension(name: str) -> Format | None:
    """The format of a file of that name, also when `.gz` follows its extension."""
    name = name.lower().removesuffix(COMPRESSED)
    return next((f for f in FORMATS if f.extensions and name.endswith(f.extensions)), None)


def by_media_type(media_type: str) -> Format | None:
    """The format of a response of that media type, given without parameters."""
    return next((f for f in FORMATS if media_type.lower() in f.media_types), None)


def by_name(name: str) -> Format:
    """The format of that name, one of `IntakeOptions.format` but `auto`."""
    return next(f for f in FORMATS if f.name == name)


def of_file(path: str, named: bool, options: IntakeOptions) -> Format | None:
    """The format the user asked for, if this very file was named; else its extension's."""
    if named and options.format != "auto":
        return by_name(options.format)
    return by_extension(path)


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
