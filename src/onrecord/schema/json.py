"""The one place where records and documents turn into JSON and back."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from onrecord.schema.document import Document
from onrecord.schema.record import Record

_ENCODER = msgspec.json.Encoder()


def encode(item: msgspec.Struct) -> bytes:
    """One item as one line of JSON in UTF-8, without the line end.

    A text with lone surrogates cannot be UTF-8; then every non-ASCII character
    is written as an escape, so that it survives the round trip.
    """
    try:
        return _ENCODER.encode(item)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(item), separators=(",", ":")).encode("ascii")


def to_builtins(item: msgspec.Struct) -> dict[str, Any]:
    """One item as plain dicts, lists, strings and numbers."""
    plain: dict[str, Any] = msgspec.to_builtins(item)
    return plain


def decode_record(line: bytes | str) -> Record:
    """A record from its JSON form.

    Raises:
        msgspec.ValidationError: the JSON is not a record.
    """
    return msgspec.convert(json.loads(line), Record)


def decode_document(line: bytes | str) -> Document:
    """A document from its JSON form.

    Raises:
        msgspec.ValidationError: the JSON is not a document.
    """
    return msgspec.convert(json.loads(line), Document)
