"""A stream of bytes to look ahead in, to go on in after damage, and to hold little of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.intake.unreadable import Unreadable


class Lookahead:
    """Bytes to look ahead in; no more of them are held than one record needs."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        """Take the stream; nothing is read of it yet."""
        self._chunks = chunks
        self._held = bytearray()
        self.broken: Unreadable | None = None
        """What ended the stream early; told when all before it has been read."""

    def _more(self) -> bool:
        try:
            chunk = next(self._chunks, b"")
        except Unreadable as error:
            self.broken = error
            return False
        self._held += chunk
        return bool(chunk)

    def _fill(self, size: int) -> None:
        while len(self._held) < size and self._more():
            pass

    def skip_blank(self) -> bool:
        """Whether anything but line ends is left; they are gone then."""
        while True:
            blank = len(self._held) - len(self._held.lstrip(b"\r\n\0"))
            del self._held[:blank]
            if self._held or not self._more():
                return bool(self._held)

    def starts(self, mark: re.Pattern[bytes]) -> bool:
        """Whether a mark of up to 64 bytes comes next."""
        self._fill(64)
        return mark.match(self._held) is not None

    def until(self, mark: re.Pattern[bytes], limit: int) -> bytes | None:
        """The bytes before a mark, which is taken too; null where it does not come."""
        while True:
            found = mark.search(self._held, 0, limit)
            # One byte more could make a longer mark of it.
            if found and (found.end() < len(self._held) or not self._more()):
                head = bytes(self._held[: found.start()])
                del self._held[: found.end()]
                return head
            if not found and (len(self._held) >= limit or not self._more()):
                return None

    def take(self, size: int) -> bytes:
        """So many bytes, or fewer where they end."""
        self._fill(size)
        block = bytes(self._held[:size])
        del self._held[:size]
        return block

    def skip(self, size: int, early: re.Pattern[bytes]) -> bool:
        """Whether so many bytes could be passed over, without holding them all.

        Not so where they end, or where `early` shows that they are fewer; it is gone then.
        """
        while True:
            found = early.search(self._held, 0, min(size, len(self._held)))
            if found:
                del self._held[: found.end()]
                return False
            if len(self._held) >= size:
                del self._held[:size]
                return True
            # A mark may lie across two chunks.
            passed = max(0, len(self._held) - 32)
            del self._held[:passed]
            size -= passed
            if not self._more():
                self._held.clear()
                return False

    def ends_record(self, start: re.Pattern[bytes]) -> bool:
        """Whether a record ends here: a blank line, another record or the end comes."""
        self._fill(4)
        if self._held.startswith((b"\r\n\r\n", b"\n\n")):
            return True
        return not self.skip_blank() or self.starts(start)

    def give_back(self, block: bytes) -> None:
        """Put bytes before those that come next."""
        self._held[:0] = block

    def skip_to(self, start: re.Pattern[bytes]) -> None:
        """Go on to where the next record may start, past the place where this one did."""
        at = 1
        while True:
            found = start.search(self._held, at)
            if found:
                del self._held[: found.start()]
                return
            # A mark may lie across two chunks.
            keep = max(at, len(self._held) - 16)
            del self._held[:keep]
            at = 0
            if not self._more():
                self._held.clear()
                return
