"""Which reports are copies of one text, however it was cut, retitled or touched up.

Candidates share a band of a MinHash signature (Broder 1997); whether two are copies is decided
on their word shingles themselves. A copy keeps most of its own words from the other report and
gives most of that one's: a brief that lies inside a long report does the first alone, and two
reports that print one readout do neither.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.schema import Record
from onrecord.stories.matching import Piece
from onrecord.stories.nouns import Copies
from onrecord.stories.order import earliest_first, report_of
from onrecord.stories.shingles import Hashes, mixed, names, packed, prose, shingles, words_of

SIZE = 4
"""Words of a shingle: few, so that a changed figure costs few of them; not so few that two briefs
of one form, which differ in every line, keep most."""
BANDS = 24
MOST_KEPT = 1024
"""Shingles kept for comparing; beyond, every second, fourth, … of them by value."""
OF_SHORTER = 0.55
OF_LONGER = 0.4
"""Shares of the shingles of the report with fewer, and of that with more, that both must have."""

_HEADS = frozenset({"headline", "subheading", "dateline"})
_SEEDS = mixed(np.arange(1, 2 * BANDS + 1, dtype=np.uint64)) | np.uint64(1)


class CopyMatcher:
    """A report is one piece; two are the same if one is a copy of the other.

    A piece's body is `[rate, shingles]`: its shingles' low 32 bits, of those whose `rate` last
    bits are naught, sorted and in base 64.
    """

    kind = "copy"
    version = "1"

    def pieces(self, record: Record) -> tuple[Piece, ...]:
        """The report, or nothing if it has no words."""
        document = record.document
        words = words_of(document.text, prose(document, _HEADS))
        if not len(words):
            return ()
        found = np.unique(shingles(words.hashes, SIZE))
        rate, kept = 0, np.unique(found.astype("<u4"))
        while len(kept) > MOST_KEPT:
            rate, kept = rate + 1, _thinned(kept, rate + 1)
        return (
            Piece(
                key=f"{document.id}:report",
                document=document.id,
                terms=_bands(found),
                body=[rate, packed(kept)],
            ),
        )

    def same(self, one: Piece, other: Piece) -> float:
        """How far both shares are above what a copy has at least; a half where one just is."""
        fewer, more = _shares(one, other)
        return min(_scaled(fewer, OF_SHORTER), _scaled(more, OF_LONGER))


def alike(one: Piece, other: Piece) -> float:
    """The share of the shingles of two reports that both have, from 0 to 1 (Dice)."""
    fewer, more = _shares(one, other)
    return 2 * fewer * more / (fewer + more) if fewer else 0.0


def copies(pieces: Sequence[Piece], records: Mapping[str, Record]) -> Copies:
    """A cluster of copies, told with the earliest report first.

    Args:
        pieces: those of the cluster, in any order.
        records: the reports of the pieces by document id.

    Raises:
        ValueError: there is no piece.
        KeyError: a piece's report is not among `records`.
    """
    if not pieces:
        raise ValueError("copies are told from one piece at least, and none was given")
    ordered = sorted(pieces, key=lambda piece: earliest_first(records[piece.document]))
    return Copies(
        id=ordered[0].key,
        reports=tuple(report_of(records[piece.document].document) for piece in ordered),
        alike=tuple(round(alike(ordered[0], piece), 4) for piece in ordered),
    )


def _bands(found: Hashes) -> tuple[str, ...]:
    """Names of pairs of the smallest of the shingles under permutations, each of the pairs once."""
    smallest = np.array([(found * seed).min() for seed in _SEEDS], np.uint64)
    numbers = np.arange(BANDS, dtype=np.uint64)
    named = mixed(smallest[::2] ^ mixed(smallest[1::2] + numbers))
    return tuple(names(named))


def _thinned(kept: NDArray[np.uint32], rate: int) -> NDArray[np.uint32]:
    thinned: NDArray[np.uint32] = kept[kept & np.uint32((1 << rate) - 1) == 0]
    return thinned


def _kept(piece: Piece) -> tuple[int, NDArray[np.uint32]]:
    rate, word = piece.body
    return rate, np.frombuffer(urlsafe_b64decode(word + "=" * (-len(word) % 4)), "<u4")


def _shares(one: Piece, other: Piece) -> tuple[float, float]:
    """How much is common of the one with fewer shingles, and of the one with more."""
    (one_rate, left), (other_rate, right) = _kept(one), _kept(other)
    rate = max(one_rate, other_rate)
    left, right = _thinned(left, rate), _thinned(right, rate)
    if not len(left) or not len(right):
        return 0.0, 0.0
    common = len(np.intersect1d(left, right, assume_unique=True))
    return common / min(len(left), len(right)), common / max(len(left), len(right))


def _scaled(share: float, bar: float) -> float:
    """0 at nothing, a half at the bar, 1 at all."""
    return 0.5 * share / bar if share < bar else 0.5 + 0.5 * (share - bar) / (1 - bar)
