"""What a caller may set about reading documents, in one frozen value."""

from __future__ import annotations

from typing import Literal

import msgspec

MIB = 1024 * 1024

FormatName = Literal[
    "auto", "text", "jsonl", "html", "pdf", "feed", "jsonfeed", "warc", "eml", "mbox", "csv", "urls"
]


class IntakeOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Formats, limits and rules of the network; every default is safe for input from strangers.

    Attributes:
        format: how to read sources whose format is not clear; `auto` goes by the
            extension, the media type or the first bytes. Anything else is used for
            standard input, web addresses and files named directly.
        max_bytes: the most bytes one document may have, after decompression; of a
            JSON lines file it limits the line, not the file.
        max_ratio: beyond `max_bytes`, how many times larger than its compressed
            form a stream may be. Prose compresses 3 to 10 times, repetitive JSON
            lines up to about 100; a bomb is near the 1,032 of the method.
        timeout: seconds that fetching one web address may take, redirects included.
        max_redirects: how many redirects of one web address are followed.
        exclude: a file that a folder is read without, such as the output of the
            run, which may stand in the very folder that is read.
        allow_private: let web addresses lead to this machine and private networks.
        robots: whether a host's robots.txt is asked first, and obeyed.
        delay: seconds between two pages of one host; a host may ask for more.
        pdf_seconds: how long one PDF may take.
        pdf_memory: the most bytes of address space that reading one PDF may take.
        max_pages: the most pages of one PDF that are read.
    """

    format: FormatName = "auto"
    max_bytes: int = 64 * MIB
    max_ratio: int = 200
    timeout: float = 20.0
    max_redirects: int = 5
    exclude: str | None = None
    allow_private: bool = False
    robots: bool = True
    delay: float = 1.0
    pdf_seconds: float = 30.0
    pdf_memory: int = 1024 * MIB
    max_pages: int = 1000
