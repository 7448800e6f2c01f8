"""What a text can be recognised by, wherever it is cut: its units, its quotations, its anchors.

Anchors are winnowed (Schleimer, Wilkerson and Aiken 2003): of every few overlapping shingles the
least is one. So two texts that share a run of `SURE` words or more share an anchor in it, whatever
stands around it.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

import msgspec
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from onrecord.archive.passages import Sentences
from onrecord.schema import Document, Span
from onrecord.stories.shingles import Words, names, prose, shingles, words_of

SIZE = 5
"""Words of a shingle."""
WINDOW = 8
"""Shingles of which one is an anchor."""
SURE = SIZE + WINDOW - 1
SHORT = 8
"""Words of a quoted sentence that is shared by itself."""
LONGEST = 60
"""Words of a unit; what goes on for longer without the end of a sentence is cut."""

_CASED = 0.1
"""Share of words with a small letter below which a text's letters tell nothing: all capitals."""
_FOOT = 0.2
"""Share of a report's words that a standing note at its end has at most."""
_DIFFERENT = 3
"""Different words that a shingle has at least; fewer are a pattern, not a passage."""
_END = sys.maxsize
# A paragraph that opens with “ and does not close goes on in the next.
_QUOTED = re.compile(r"“[^“”\n]+”?|\"[^\"\n]+\"|«[^«»\n]+»|„[^„“”\n]+[“”]|``[^`\n]+''")


class Anchored(msgspec.Struct, frozen=True):
    """A report's words with what it is recognised by; intervals count words.

    `sentences` say at which words its sentences begin, and how many words there are; `units` are
    its sentences, short ones joined and long ones cut; `quoted` the sentences within quotation
    marks that have `SHORT` words at least; `anchors` name what begins at which word. From word
    `foot` on is the last paragraph, where it is short enough to be a standing note (who reported,
    whose rights, where to subscribe). `plain` counts, before each word and after the last, the
    words that are neither names nor numbers by their first letter.
    """

    words: Words
    sentences: list[int]
    units: tuple[Span, ...]
    quoted: tuple[Span, ...]
    anchors: tuple[tuple[int, str], ...]
    foot: int
    plain: list[int]


def anchored(document: Document) -> Anchored:
    """A report cut into units, with its quotations and anchors in text order."""
    words = words_of(document.text, prose(document))
    sentences = Sentences(document.text).starts
    quoted = tuple(_quoted(document.text, words, sentences))
    told = (_long_enough(words, start, end) for start, end in pairwise((*sentences, _END)))
    whole = {span for spans in (quoted, *told) for span in spans if span[1] - span[0] < SURE}
    anchors = sorted({*_winnowed(words), *_whole(words, whole)})
    units = tuple(_units(words, sentences))
    foot, plain = _foot(document.text, words), _plain(document.text, words)
    begins = sorted({*(bisect_left(words.starts, start) for start in sentences), len(words)})
    return Anchored(words, begins, units, quoted, tuple(anchors), foot, plain)


def _units(words: Words, sentences: list[int]) -> Iterator[Span]:
    begin = 0
    for start in (*sentences[1:], words.ends[-1] if words.ends else 0):
        end = bisect_left(words.starts, start)
        if end - begin < SURE and end < len(words):
            continue
        while end - begin > LONGEST:
            yield begin, begin + LONGEST
            begin += LONGEST
        if begin < end:
            yield begin, end
        begin = end


def _foot(text: str, words: Words) -> int:
    if not len(words):
        return 0
    line = text.rfind("\n", 0, words.ends[-1])
    foot = bisect_left(words.starts, line)
    return foot if len(words) - foot <= _FOOT * len(words) else len(words)


def _plain(text: str, words: Words) -> list[int]:
    told = [not (text[start].isupper() or text[start].isdigit()) for start in words.starts]
    if sum(told) < _CASED * len(told):
        told = [True] * len(told)
    return list(accumulate(told, initial=0))


def _quoted(text: str, words: Words, sentences: list[int]) -> Iterator[Span]:
    for match in _QUOTED.finditer(text):
        inside = sentences[
            bisect_right(sentences, match.start()) : bisect_left(sentences, match.end())
        ]
        for start, end in pairwise((match.start(), *inside, match.end())):
            yield from _long_enough(words, start, end)


def _long_enough(words: Words, start: int, end: int) -> Iterator[Span]:
    first, after = bisect_left(words.starts, start), bisect_left(words.starts, end)
    if after - first >= SHORT:
        yield first, after


def _winnowed(words: Words) -> Iterator[tuple[int, str]]:
    if len(words) < SIZE:
        return
    values = shingles(words.hashes, SIZE)
    ordered = np.sort(sliding_window_view(words.hashes, SIZE), axis=1)
    patterns = 1 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1) < _DIFFERENT
    values[patterns] = np.iinfo(np.uint64).max
    width = min(WINDOW, len(values))
    # The last of equals, so that what is repeated gives few anchors.
    least = width - 1 - sliding_window_view(values, width)[:, ::-1].argmin(axis=1)
    chosen = np.unique(least + np.arange(len(least)))
    chosen = chosen[~patterns[chosen]]
    yield from zip(chosen.tolist(), names(values[chosen]), strict=True)


def _whole(words: Words, short: set[Span]) -> Iterator[tuple[int, str]]:
    """Sentences too short to be sure of an anchor inside, each by all of its words."""
    for start, end in short:
        yield start, names(shingles(words.hashes[start:end], end - start))[0]
