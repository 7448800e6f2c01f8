"""Which passages reports share: a readout's sentence in a post and in twelve papers.

A passage is a run of at least `SURE` words, or a whole quoted sentence of `SHORT`, in which a few
words may differ. Candidates share an anchor; the words themselves decide. Last paragraphs are not
compared with one another: they are where standing notes are, in archives too small to tell by their
number. What very many reports share is left to who looks for candidates: its anchors are too common
to be looked up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

import numpy as np

from onrecord.schema import Record
from onrecord.stories.alignment import alignments, matched
from onrecord.stories.anchors import SURE, anchored
from onrecord.stories.citing import NOBODY, Persons
from onrecord.stories.matching import Piece
from onrecord.stories.nouns import Passage
from onrecord.stories.overlap import Side, is_passage
from onrecord.stories.shared import shared
from onrecord.stories.shingles import Hashes, packed

_CONTEXT = SURE - 1
"""Words after a unit that are compared too: a run may go on into the next."""
_CHARACTERS = 4
_BITS = 6 * _CHARACTERS


class PassageMatcher:
    """Sentences are pieces; two of different reports are the same if they share a passage.

    A piece's body is `[words, named, quoted, length, foot]`: four characters (24 bits in base 64)
    for each of the `length` words of the unit and of a few after it; which of them are names or
    numbers, as bits in hexadecimal, the first word the lowest; the intervals of words that are
    whole quoted sentences; and whether it may be of a standing note. Its key names the unit's
    characters: `document:start-end`.
    """

    kind = "passage"
    version = "1"

    def pieces(self, record: Record) -> tuple[Piece, ...]:
        """The units of a report that have an anchor, in text order."""
        document = record.document
        report = anchored(document)
        words, starts = report.words, [at for at, _ in report.anchors]
        out = []
        for begin, end in report.units:
            terms = report.anchors[bisect_left(starts, begin) : bisect_left(starts, end)]
            quoted = [[s - begin, e - begin] for s, e in report.quoted if begin <= s and e <= end]
            if terms:
                out.append(
                    Piece(
                        key=f"{document.id}:{words.starts[begin]}-{words.ends[end - 1]}",
                        document=document.id,
                        terms=tuple(dict.fromkeys(name for _, name in terms)),
                        body=[
                            _told(words.hashes[begin : end + _CONTEXT]),
                            _named(report.plain[begin : end + _CONTEXT + 1]),
                            quoted,
                            end - begin,
                            begin >= report.foot,
                        ],
                    )
                )
        return tuple(out)

    def same(self, one: Piece, other: Piece) -> float:
        """A half and more by the share of the shorter unit that is the other's too."""
        if one.document == other.document:
            return 0.0
        one, other = sorted((one, other), key=lambda piece: piece.key)
        told, named, quoted, length, foot = one.body
        told_other, named_other, quoted_other, length_other, foot_other = other.body
        if foot and foot_other:
            return 0.0
        words, words_other = _words(told), _words(told_other)
        found = alignments(words, words_other)
        most: int = max(map(matched, found), default=0)
        side = Side(quoted, _plain(named, len(words)))
        other_side = Side(quoted_other, _plain(named_other, len(words_other)))
        if any(is_passage(runs, side, other_side) for runs in found):
            return 0.5 + 0.5 * min(1.0, most / int(min(length, length_other)))
        return 0.5 * min(most, SURE - 1) / SURE


def passages(
    pieces: Sequence[Piece], records: Mapping[str, Record], persons: Persons = NOBODY
) -> tuple[Passage, ...]:
    """What the reports of a cluster share, each passage as far as it goes and once.

    Places that are cut differently within a sentence are of one passage. A block of sentences
    that some reports share, of which others have one, gives a passage for the block and one for
    the sentence. The sentences of a block are clusters of their own: who gives all of them at once
    has the block once, who gives them singly has it with each.

    Args:
        pieces: those of the clusters, in any order.
        records: the reports of the pieces by document id.
        persons: who the reports' entities are across reports.

    Raises:
        KeyError: a piece's report is not among `records`.
    """
    terms: dict[str, set[str]] = {}
    for piece in pieces:
        terms.setdefault(piece.document, set()).update(piece.terms)
    return shared((records[name] for name in terms), terms, persons)


def _told(hashes: Hashes) -> str:
    return packed(hashes.astype("<u8").view(np.uint8).reshape(-1, 8)[:, : _BITS // 8])


def _words(told: str) -> list[str]:
    return [told[at : at + _CHARACTERS] for at in range(0, len(told), _CHARACTERS)]


def _named(plain: Sequence[int]) -> str:
    """The words that are names or numbers, from a count of those that are not."""
    bits = (1 << at for at, (before, after) in enumerate(pairwise(plain)) if before == after)
    return f"{sum(bits):x}"


def _plain(named: str, length: int) -> list[int]:
    bits = int(named, 16)
    return list(accumulate((1 - (bits >> at & 1) for at in range(length)), initial=0))
