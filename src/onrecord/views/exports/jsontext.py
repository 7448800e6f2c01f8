"""JSON as the exports write it: one value, or an array that grows as records come."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from onrecord.views.output import Sink

Object = dict[str, Any]

_ENCODER = msgspec.json.Encoder()
_LONE = re.compile("[\ud800-\udfff]")


def encoded(value: Any) -> bytes:
    """A value as JSON in UTF-8 on one line, half of a surrogate pair as U+FFFD."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return _LONE.sub("\ufffd", text).encode()


def filled(**fields: Any) -> Object:
    """An object without the fields that are empty; a trailing `_` keeps a name from Python."""
    return {k.rstrip("_"): v for k, v in fields.items() if v not in (None, "", (), [])}


class GrowingArray:
    """A JSON text that is fixed but for one array, which is written as it grows."""

    def __init__(self, sink: Sink, head: str, tail: str) -> None:
        """Write to `sink`; `head` ends with the array's bracket and `tail` begins with it."""
        self._sink = sink
        self._before = head
        self._tail = tail

    def extend(self, items: Iterable[Object]) -> None:
        """Write more items, each on a line of its own."""
        lines = []
        for item in items:
            lines.append(self._before.encode() + b"\n" + encoded(item))
            self._before = ","
        if lines:
            self._sink.write(b"".join(lines))

    def close(self) -> None:
        """Write what comes after the last item."""
        head = "" if self._before == "," else self._before
        self._sink.write(f"{head}\n{self._tail}\n".encode())
