"""Bytes in chunks: from a file, out of gzip, up to a limit, or line by line."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from onrecord.intake.options import IntakeOptions
from onrecord.intake.unreadable import Unreadable, system_reason

CHUNK = 256 * 1024
GZIP_MAGIC = b"\x1f\x8b"
_MEMBER = GZIP_MAGIC + b"\x08"


def chunks_of(stream: BinaryIO) -> Iterator[bytes]:
    """The stream's bytes, a chunk at a time.

    Raises:
        Unreadable: the system fails while reading.
    """
    # read1 hands over what has come without waiting for a full chunk, so that the
    # first lines of a slow pipe are read as they arrive.
    read = getattr(stream, "read1", stream.read)
    while True:
        try:
            chunk = read(CHUNK)
        except OSError as error:
            reason, hint = system_reason(error)
            raise Unreadable("decode", f"reading stopped: {reason}", hint) from error
        if not chunk:
            return
        yield chunk


def peek(chunks: Iterator[bytes], size: int = 4096) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes (at least `size` where there are so many), and the whole stream again."""
    held: list[bytes] = []
    length = 0
    for chunk in chunks:
        held.append(chunk)
        length += len(chunk)
        if length >= size:
            break
    return b"".join(held), chain(held, chunks)


def whole(chunks: Iterator[bytes], limit: int) -> bytes:
    """All bytes of one document.

    Raises:
        Unreadable: there are more than `limit`.
    """
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) > limit:
            raise Unreadable(
                "decode",
                f"larger than the limit of {megabytes(limit)} for one document",
                "Split it, or raise max_bytes.",
            )
    return bytes(held)


def lines(chunks: Iterator[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines without their line feed; None for a line longer than `limit` bytes.

    Only a line feed ends a line: JSON may hold every other Unicode line break unescaped.
    """
    number, held, length = 1, list[bytes](), 0
    for chunk in chunks:
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            length += end - start
            if length <= limit:
                held.append(chunk[start:end])
                yield number, b"".join(held)
            else:
                yield number, None
            number, held, length, start = number + 1, [], 0, end + 1
        length += len(chunk) - start
        if length <= limit:
            held.append(chunk[start:])
        else:
            held = []
    if length:
        yield number, b"".join(held) if length <= limit else None


def decompress(
    chunks: Iterator[bytes],
    options: IntakeOptions,
    wbits: int = 31,
    filler: bytes | None = None,
) -> Iterator[bytes]:
    """The bytes inside a gzip stream (or, with `wbits`, another form of zlib's).

    Several gzip members one after the other are one stream, as RFC 1952 has it. With a
    `filler`, which stands in for damaged members, reading goes on with the next sound one.

    Raises:
        Unreadable: it is cut off, damaged, or so much larger unpacked that it is a bomb.
    """
    engine = zlib.decompressobj(wbits)
    taken = given = 0
    lost = False
    for chunk in chunks:
        taken += len(chunk)
        pending = chunk
        while pending or engine.unconsumed_tail:
            if engine.eof:
                # Zero bytes after the last member are padding (tapes, block devices).
                if not (pending := pending.lstrip(b"\0")):
                    break
                engine = zlib.decompressobj(wbits)
            if lost:
                # A member whose first bytes lie in two chunks is lost too.
                at = pending.find(_MEMBER)
                if at < 0:
                    break
                pending = pending[at:]
            try:
                out = engine.decompress(pending, CHUNK)
            except zlib.error as error:
                if filler is None:
                    raise Unreadable(
                        "decode", "the compressed data is damaged", "Get or make the file again."
                    ) from error
                if not lost:
                    yield filler
                engine, pending, lost = zlib.decompressobj(wbits), pending[1:], True
                continue
            lost = False
            pending = engine.unused_data if engine.eof else engine.unconsumed_tail
            given += len(out)
            if given > options.max_bytes and given > taken * options.max_ratio:
                raise Unreadable(
                    "decode",
                    f"unpacks to more than {options.max_ratio} times its size, "
                    "as a decompression bomb does",
                    "If you trust it, unpack it first or raise max_ratio.",
                )
            if out:
                yield out
            elif not pending:
                break
    if taken and not engine.eof and not lost:
        raise Unreadable("decode", "the compressed data is cut off", "Get or make the file again.")


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1024 / 1024:,.0f} MiB" if size >= 1024 * 1024 else f"{size:,} bytes"
