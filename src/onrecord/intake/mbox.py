"""Mailboxes in the mbox form: messages one after the other, each begun by a `From ` line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.intake.options import IntakeOptions
from onrecord.intake.origin import Origin
from onrecord.intake.parts import Item, Part
from onrecord.intake.streams import lines, megabytes
from onrecord.intake.text import refuse_empty
from onrecord.intake.unreadable import Unreadable

_BEGINS = re.compile(rb"From \S+ .*\d\d:\d\d")
_ESCAPED = re.compile(rb">+From ")


def read(chunks: Iterator[bytes], origin: Origin, options: IntakeOptions) -> Iterator[Item]:
    """The messages in order, one in memory at a time.

    Raises:
        Unreadable: it is empty, or does not begin as a mailbox does.
    """
    held: list[bytes] = []
    size = number = 0
    blank = True
    for _, line in lines(chunks, options.max_bytes):
        if line is not None and blank and _BEGINS.match(line):
            if number:
                yield _message(held, size, origin, number, options)
            number, held, size = number + 1, [], 0
            continue
        if not number and line != b"":
            raise Unreadable(
                "parse",
                "it does not begin as a mailbox does",
                "A single message is read as .eml.",
            )
        size += options.max_bytes if line is None else len(line) + 1
        blank = line is not None and not line.strip()
        if line is not None and size <= options.max_bytes:
            held.append(line[1:] if _ESCAPED.match(line) else line)
    if not number:
        refuse_empty("")
    yield _message(held, size, origin, number, options)


def _message(
    held: list[bytes], size: int, origin: Origin, number: int, options: IntakeOptions
) -> Item:
    place = f"{origin.name}#{number}"
    if size > options.max_bytes:
        limit = megabytes(options.max_bytes)
        reason = f"the message is larger than the limit of {limit}"
        return Unreadable("decode", reason, "Raise max_bytes.").failure(place)
    return Part(
        data=b"\n".join(held),
        format="eml",
        origin=Origin(name=place, uri=None if origin.uri is None else place),
    )
