"""Records as stores keep them: packed, with text that UTF-8 can say beside them."""

from __future__ import annotations

import json
import zlib
from typing import Any

import msgspec

from onrecord.archive.store import Stored


class _Text(msgspec.Struct):
    text: str


class _Body(msgspec.Struct):
    """As much of a record's JSON as showing a hit needs."""

    document: _Text
    notes: tuple[str, ...] = ()


def packed(body: bytes) -> bytes:
    """A record's JSON, small."""
    return zlib.compress(body, 1)


def stored(document: str, reading: str, body: bytes) -> Stored:
    """The record of a row that holds it packed.

    Raises:
        zlib.error: the bytes are damaged.
    """
    return Stored(document=document, reading=reading, body=zlib.decompress(body))


def told_of(body: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a packed record's document, and the notes on its reading.

    Raises:
        zlib.error: the bytes are damaged.
    """
    plain = zlib.decompress(body)
    try:
        told = msgspec.json.decode(plain, type=_Body)
    except msgspec.DecodeError:
        # A lone surrogate, which only the more patient decoder takes.
        loose = json.loads(plain)
        return loose["document"]["text"], tuple(loose.get("notes", ()))
    return told.document.text, told.notes


def storable(value: Any) -> Any:
    """The value, with what UTF-8 cannot say replaced; offsets stay as they are."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode()
    return value
