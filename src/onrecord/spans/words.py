"""Text → words and word pieces, with the surface features that an uncased encoder loses.

Works on arbitrary Unicode: offsets are code points of the text given, lone
surrogates included, and a text without a single space is read in slices.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.spans import sentences

Ints = NDArray[np.int64]

SLICE_CHARS = 4000
"""A longer line is cut near this length, so that memory does not follow line length."""

OPENING = frozenset("“«„")
CLOSING = frozenset("”»")
STRAIGHT = '"'

CASES = 5
QUOTE_STATES = 3
FEATURES = CASES * QUOTE_STATES * 2
"""Number of distinct surface feature codes; code = (case * 3 + quote) * 2 + line start."""

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Words(NamedTuple):
    """The words of a text as parallel arrays.

    `start`, `end`: character offsets of each word, shape (words,).
    `feature`: surface code of each word, shape (words,), below `FEATURES`.
    `line`: index of the line each word stands in, shape (words,).
    `sentence`: number of the sentence each word stands in, shape (words,).
    `piece`: encoder ids of all word pieces, shape (pieces,).
    `first`: index in `piece` of each word's first piece and, last, the number
    of pieces, shape (words + 1,).
    """

    start: Ints
    end: Ints
    feature: Ints
    line: Ints
    sentence: Ints
    piece: Ints
    first: Ints


def slices(text: str) -> list[tuple[int, int]]:
    """Non-empty lines of the text; a line past `SLICE_CHARS` is cut at spaces."""
    out: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        while end - start > SLICE_CHARS:
            cut = text.rfind(" ", start + SLICE_CHARS // 2, start + SLICE_CHARS)
            cut = cut if cut > start else start + SLICE_CHARS
            out.append((start, cut))
            start = cut
        out.append((start, end))
    return out


def split(text: str, tokenizer: Tokenizer, spans: list[tuple[int, int]] | None = None) -> Words:
    """The words of the text, or of the given slices of it, in order."""
    lines = slices(text) if spans is None else spans
    clean = _SURROGATE.sub("\ufffd", text)
    starts: list[int] = []
    ends: list[int] = []
    pieces: list[int] = []
    first: list[int] = []
    line_of: list[int] = []
    for begin in range(0, len(lines), 256):
        batch = lines[begin : begin + 256]
        encoded = tokenizer.encode_batch([clean[s:e] for s, e in batch], add_special_tokens=False)
        for number, ((offset, _), one) in enumerate(zip(batch, encoded, strict=True), begin):
            previous: int | None = -1
            ids = one.ids
            for at, (word, (s, e)) in enumerate(zip(one.word_ids, one.offsets, strict=True)):
                if word != previous:
                    first.append(len(pieces))
                    starts.append(offset + s)
                    ends.append(offset + e)
                    line_of.append(number)
                    previous = word
                else:
                    ends[-1] = offset + e
                pieces.append(ids[at])
    first.append(len(pieces))
    start = np.array(starts, np.int64)
    return Words(
        start,
        np.array(ends, np.int64),
        np.array(_features(clean, starts, ends, line_of), np.int64),
        np.array(line_of, np.int64),
        np.searchsorted(np.array(sentences.starts(text, lines), np.int64), start, side="right"),
        np.array(pieces, np.int64),
        np.array(first, np.int64),
    )


def unquoted(words: Words) -> Words:
    """The words as if no quotation mark stood around them."""
    case, line_start = words.feature // (QUOTE_STATES * 2), words.feature % 2
    return words._replace(feature=case * QUOTE_STATES * 2 + line_start)


def _features(text: str, starts: list[int], ends: list[int], line_of: list[int]) -> list[int]:
    """Surface code of each word: case, place relative to quote marks, line start."""
    out: list[int] = []
    inside = False
    line = -1
    for start, end, number in zip(starts, ends, line_of, strict=True):
        first_char = text[start]
        fresh = number != line
        if fresh:
            # An unclosed quote goes on only if the new line opens with a mark again.
            inside = inside and (first_char in OPENING or first_char == STRAIGHT)
            line = number
        if first_char in OPENING:
            quote, inside = 2, True
        elif first_char in CLOSING:
            quote, inside = 2, False
        elif first_char == STRAIGHT:
            quote, inside = 2, fresh or not inside
        else:
            quote = 1 if inside else 0
        out.append((_case(text[start:end]) * QUOTE_STATES + quote) * 2 + fresh)
    return out


def _case(word: str) -> int:
    """0 lower case, 1 capitalised, 2 capitals, 3 starts with a digit, 4 anything else."""
    head = word[0]
    if head.islower():
        return 0
    if head.isupper():
        return 2 if len(word) > 1 and word.isupper() else 1
    return 3 if head.isdigit() else 4
