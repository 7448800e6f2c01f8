"""The words of a text without its typography, and 64-bit hashes of what stands side by side.

Two writings of one sentence give the same words: case, accents, quotation marks, dashes, blanks
and the Unicode form are gone, and every word keeps its characters in the text.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import urlsafe_b64encode
from hashlib import blake2b
from itertools import accumulate
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.schema import Document, Span

Hashes = NDArray[np.uint64]

# A letter or digit, and all that goes on without a break: combining marks, soft hyphens, joiners.
_INSIDE = "\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f\u064b-\u0652\u0670"
_WORD = re.compile(rf"[^\W_][\w{_INSIDE}]*")
_NOT_PROSE = frozenset({"byline", "credit", "boilerplate"})
_ODD = 0x9E3779B97F4A7C15


class Words(msgspec.Struct, frozen=True):
    """The words of a text: a hash of each, and where it begins and ends in the text."""

    hashes: Hashes
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.starts)


def words_of(text: str, within: tuple[Span, ...] | None = None) -> Words:
    """The words of a text, or of some intervals of it in their order."""
    spans = ((0, len(text)),) if within is None else within
    found = [match for start, end in spans for match in _WORD.finditer(text, start, end)]
    words = [match.group() for match in found]
    known = {word: _word_hash(word) for word in set(words)}
    return Words(
        np.array([known[word] for word in words], np.uint64),
        [match.start() for match in found],
        [match.end() for match in found],
    )


def prose(document: Document, but: frozenset[str] = frozenset()) -> tuple[Span, ...]:
    """The intervals that a report tells in, in text order.

    Bylines, credits, standing notes and what is printed twice are left out, and sections of the
    kinds in `but`; nothing is where that leaves nothing.
    """
    left = tuple(
        (section.start, section.end)
        for section in document.sections
        if section.kind not in _NOT_PROSE and section.kind not in but and not section.repeat
    )
    return left or ((0, len(document.text)),)


def shingles(hashes: Hashes, size: int) -> Hashes:
    """A hash for every `size` words side by side, in order; one of all if there are fewer."""
    if not len(hashes):
        return hashes
    size = min(size, len(hashes))
    count = len(hashes) - size + 1
    summed = np.zeros(count, np.uint64)
    for at, factor in enumerate(accumulate([_ODD] * size, lambda a, b: a * b | 1)):
        summed += hashes[at : at + count] * np.uint64(factor & 0xFFFFFFFFFFFFFFFF)
    return mixed(summed)


def mixed(values: Hashes) -> Hashes:
    """Every value stirred so that each of its bits depends on all (the finish of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def names(values: Hashes) -> list[str]:
    """A word of eight characters for each of some hashes, from 48 of its bits."""
    told = packed(values.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :6])
    return [told[at : at + 8] for at in range(0, len(told), 8)]


def packed(values: NDArray[Any]) -> str:
    """Numbers as a word of letters, digits, `-` and `_`, without padding."""
    return urlsafe_b64encode(values.tobytes()).rstrip(b"=").decode()


def _word_hash(word: str) -> int:
    return int.from_bytes(
        blake2b(_folded(word).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
