"""The events that the reports of one story tell, each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from onrecord.schema import Record
from onrecord.stories.citing import NOBODY, Persons
from onrecord.stories.days import order
from onrecord.stories.happenings import HappeningMatcher, happening
from onrecord.stories.matching import Piece
from onrecord.stories.nouns import Happening
from onrecord.stories.partition import partition

COMMON = 200
"""Terms of more events than this find nothing."""

_MATCHER = HappeningMatcher()


def gathered(
    records: Iterable[Record], must: Iterable[tuple[str, str]] = (), alone: Iterable[str] = ()
) -> list[list[Piece]]:
    """Events of reports, those together that are one.

    Args:
        records: the reports.
        must: pairs of keys of events that somebody decided are one.
        alone: keys of events that somebody split off.
    """
    pieces = [piece for record in records for piece in _MATCHER.pieces(record)]
    pieces.sort(key=lambda piece: piece.key)
    apart = set(alone)
    at = {piece.key: n for n, piece in enumerate(pieces)}
    links = {}
    for one, other in _candidates([p for p in pieces if p.key not in apart]):
        score = _MATCHER.same(one, other)
        if score >= 0.5:
            links[at[one.key], at[other.key]] = score
    tied = [(at[one], at[other]) for one, other in must if one in at and other in at]
    groups = partition(range(len(pieces)), links, must=tied)
    return [[pieces[n] for n in group] for group in groups]


def occasions(
    records: Sequence[Record],
    *,
    copy_of: Callable[[str], str] = lambda document: document,
    persons: Persons = NOBODY,
    must: Iterable[tuple[str, str]] = (),
    alone: Iterable[str] = (),
) -> tuple[Happening, ...]:
    """The events told by the reports of a story, by day; see `happening` and `gathered`."""
    by_id = {record.document.id: record for record in records}
    told = [
        happening(pieces, by_id, copy_of=copy_of, persons=persons)
        for pieces in gathered(records, must, alone)
    ]
    return tuple(sorted(told, key=lambda h: (order(h.date), -h.reports, h.id)))


def _candidates(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Pairs that share a term that is not too common, each once, in order."""
    by_term: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for term in piece.terms:
            by_term[term].append(number)
    pairs: set[tuple[int, int]] = set()
    for sharing in by_term.values():
        if len(sharing) <= COMMON:
            pairs.update((a, b) for n, b in enumerate(sharing) for a in sharing[:n])
    for one, other in sorted(pairs):
        yield pieces[one], pieces[other]
