"""WARC, the format of web archives: each page that a server gave is a document.

Read here and not by a library, because the one there is for Python that is quick,
fastwarc, ends at the first damaged record and so loses all that follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.intake.compose import iso_date
from onrecord.intake.formats import SNIFFED_MEDIA, Format, by_media_type
from onrecord.intake.lookahead import Lookahead
from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.parts import Item, Part
from onrecord.intake.sniff import by_content
from onrecord.intake.streams import decompress, megabytes
from onrecord.intake.text import refuse_empty
from onrecord.intake.unreadable import Unreadable

_LONGEST_HEAD = 64 * 1024
_START = re.compile(rb"WARC/\d\.\d\r?\n")
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/\d\.\d\r?\n)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\n]{0,200}\n")
# Text by their media type, and yet nothing that anybody would read.
_CODE = ("text/css", "text/javascript", "text/x-component", "text/ecmascript")
_RECORDS = ("response", "resource", "conversion")
_HINT = "Get the archive again."


class _Page(NamedTuple):
    """A body with the headers that came with it, names in lower case."""

    headers: dict[str, str]
    body: bytes


def read(chunks: Iterator[bytes], origin: Origin, options: IntakeOptions) -> Iterator[Item]:
    """What servers answered with success, in the archive's order, one record in memory.

    Images, scripts, requests, redirects and error pages are passed over. A damaged record
    is listed, and reading goes on with the next that can be found.

    Raises:
        Unreadable: there is no record at all, or the stream breaks off.
    """
    stream = Lookahead(chunks)
    number = 0
    while stream.skip_blank():
        number += 1
        place = f"{origin.name}#{number}"
        try:
            found = _record(stream, options)
            if found is not None:
                yield from _part(found, place, options)
        except Unreadable as error:
            yield error.failure(place)
    if stream.broken is not None:
        raise stream.broken
    if not number:
        refuse_empty("")


def _record(stream: Lookahead, options: IntakeOptions) -> _Page | None:
    """The next record, if it may hold a document; its body is the whole block."""
    head = stream.until(_HEAD_END, _LONGEST_HEAD) if stream.starts(_START) else None
    headers = {} if head is None else _headers(head)
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        stream.skip_to(_START)
        raise Unreadable("parse", "the record is damaged: it has no sound header", _HINT)
    size = int(length)
    wanted = headers.get("warc-type", "").lower() in _RECORDS
    if not wanted or size > options.max_bytes:
        if not stream.skip(size, _NEXT):
            raise Unreadable("parse", "the record is damaged or cut off", _HINT)
        if wanted:
            limit = megabytes(options.max_bytes)
            raise Unreadable(
                "decode", f"the record is larger than the limit of {limit}", "Raise max_bytes."
            )
        return None
    block = stream.take(size)
    if len(block) < size or not stream.ends_record(_START):
        # The length is wrong: what it swallowed may hold the next record.
        stream.give_back(block)
        stream.skip_to(_START)
        raise Unreadable("parse", "the record is damaged or cut off", _HINT)
    return _Page(headers, block)


def _part(record: _Page, place: str, options: IntakeOptions) -> Iterator[Item]:
    about, page = record.headers, record
    if about.get("content-type", "").lower().startswith("application/http"):
        answered = _http(record.body, options)
        if answered is None:
            return
        page = answered
    elif about.get("warc-type", "").lower() == "response":
        return  # of another protocol, such as a look-up of a name
    kind = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    form = _feed(page.body) if kind in SNIFFED_MEDIA else by_media_type(kind)
    if form is None and kind in SNIFFED_MEDIA:
        return  # data, for programs
    if form is None and kind:
        if kind.startswith("text/") and kind not in _CODE:
            yield Unreadable("parse", f"{kind} is a format that is not known", "").failure(place)
        return
    if not page.body.strip() or (form is None and b"\0" in page.body[:512]):
        return
    uri = about.get("warc-target-uri", "").strip("<>")
    charset = _CHARSET.search(page.headers.get("content-type", ""))
    yield Part(
        data=page.body,
        format=form.name if form else None,
        origin=Origin(
            name=f"{place} ({uri})" if uri else place,
            uri=uri or place,
            charset=charset[1] if charset else None,
            seen=iso_date(about.get("warc-date")),
        ),
    )


def _feed(body: bytes) -> Format | None:
    """The format of a feed whose server called it XML or JSON, as many do."""
    try:
        form = by_content(body[:4096], plain_text=False)
    except Unreadable:
        return None
    return form if form.name in ("feed", "jsonfeed") else None


def _http(block: bytes, options: IntakeOptions) -> _Page | None:
    """The page that a server gave, unpacked, or null where it gave none."""
    end = _HEAD_END.search(block, 0, _LONGEST_HEAD)
    if end is None:
        raise Unreadable("parse", "the answer of the server has no end of its header", _HINT)
    if block[:5] != b"HTTP/" or block[: end.start()].split(None, 2)[1:2] != [b"200"]:
        return None
    headers = _headers(block[: end.start()])
    body = block[end.end() :]
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _dechunked(body)
    packed = headers.get("content-encoding", "").strip().lower()
    # Crawlers often unpack a body and keep the header that says it is packed.
    if packed in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
        body = _limited(decompress(iter([body]), options), options)
    elif packed == "deflate" and body[:1] == b"\x78":
        body = _limited(decompress(iter([body]), options, wbits=15), options)
    return _Page(headers, body)


def _dechunked(body: bytes) -> bytes:
    """The body out of its chunks; as it stands where it has been taken out already."""
    held = bytearray()
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        if not length:
            return bytes(held)
        held += body[size.end() : size.end() + length]
        at = size.end() + length
    return bytes(held) if held else body


def _limited(chunks: Iterator[bytes], options: IntakeOptions) -> bytes:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) > options.max_bytes:
            limit = megabytes(options.max_bytes)
            raise Unreadable("decode", f"larger than the limit of {limit}", "Raise max_bytes.")
    return bytes(held)


def _headers(head: bytes) -> dict[str, str]:
    held: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            held.setdefault(name.strip().lower(), value.strip())
    return held
