"""Taking reports into what is gathered: their pieces, and which of all the others they are like.

Two shapes are linked if a matcher says that they are the same and they share a term that at most
`COMMON` shapes have. When a term becomes more common than that, links that stood on it alone go,
and they come again when it becomes rarer; so what is linked does not depend on the order in
which reports came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence

import msgspec

from onrecord.archive.gatherings import Gatherings, Judgement, Shape
from onrecord.schema import Record, Span
from onrecord.stories.matching import Matcher, Piece

COMMON = {"person": 150, "copy": 100, "story": 40}
"""Terms of more shapes than this find nothing."""
EVERY = 1 << 40


def hashed(*parts: str) -> int:
    """A number of 63 bits that stands for some words."""
    digest = hashlib.blake2b("\x00".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def loose_kind(kind: str) -> str:
    """What the shapes are of that are not compared."""
    return f"{kind}, loose"


def word_term(kind: str, word: str) -> int:
    """The term by which a full name is looked up by a part of it."""
    return hashed(kind, "word", word)


def loose_term(kind: str, word: str) -> int:
    """The term by which what is loose is looked up by its word."""
    return hashed(kind, "loose", word)


def anchored(kept: Iterable[tuple[str, Sequence[int]]], span: Span) -> str | None:
    """The item that stands at some characters, else the one that has most of them; or null."""
    best, most = None, 0
    for item, (start, end) in sorted(kept):
        if (start, end) == span:
            return item
        common = min(end, span[1]) - max(start, span[0])
        if common > most:
            best, most = item, common
    return best


class Gathering:
    """Puts reports' pieces into the tables, and links what is the same."""

    def __init__(self, tables: Gatherings, matchers: Sequence[Matcher]) -> None:
        """Gather into `tables` by some matchers, one of each kind."""
        self._tables = tables
        self._matchers = {matcher.kind: matcher for matcher in matchers}

    def take_in(self, record: Record, number: int, judged: Iterable[Judgement] = ()) -> None:
        """Gather a report, in place of what was gathered of it before.

        Args:
            record: the report.
            number: the archive's number of it.
            judged: what was decided; what was split off is compared with nothing.
        """
        before = self._tables.shapes_of(number)
        after: dict[tuple[str, str], tuple[Shape, bytes]] = {}
        for kind, matcher in self._matchers.items():
            pieces = list(matcher.pieces(record))
            alone = _split_off(kind, record.document.id, pieces, judged)
            for piece in pieces:
                item = piece.key.partition(":")[2]
                facts = msgspec.json.encode(piece.facts)
                after[kind, item] = _shape(kind, piece, item in alone), facts
        for (kind, item), (shape, facts) in after.items():
            if before.get((kind, item)) == (shape.id, facts):
                continue
            self._tables.put_piece(number, kind, item, shape.id, facts)
            self._settle(shape)
        for (kind, item), (old, _) in before.items():
            if (kind, item) not in after:
                self._tables.drop_piece(number, kind, item)
            if (kind, item) not in after or after[kind, item][0].id != old:
                self._left(old)

    def take_out(self, number: int) -> None:
        """Take out what was gathered of a report."""
        for (kind, item), (shape, _) in self._tables.shapes_of(number).items():
            self._tables.drop_piece(number, kind, item)
            self._left(shape)
        self._tables.forget(number)

    def _settle(self, shape: Shape) -> None:
        """Keep a shape, linked with all that is the same, where it is new."""
        if shape.id not in self._tables.shapes((shape.id,)):
            common = COMMON.get(_kind(shape), 0)
            rare: set[int] = set()
            crossed: dict[int, list[int]] = {}
            for term in () if shape.kind != _kind(shape) else shape.terms:
                there = self._tables.having(term, common + 1)
                if len(there) < common:
                    rare.update(there)
                elif len(there) == common:
                    crossed[term] = there
            for there in crossed.values():
                self._part(there, crossed.keys(), common)
            self._tables.put_shape(shape)
            self._compare(shape, self._tables.shapes(rare).values())
        self._tables.spoil(shape.kind, (shape.id,))

    def _left(self, id: int) -> None:
        """Take a shape out that no piece has any more."""
        shape = self._tables.shapes((id,)).get(id)
        if shape is None:
            return
        mates = self._tables.members(shape.team) if shape.team is not None else []
        if self._tables.used(id):
            self._tables.spoil(shape.kind, (id,))
            return
        near = [other for other, _ in self._tables.linked((id,))[id]]
        self._tables.drop_shape(shape)
        mates = [mate for mate in mates if mate != id]
        kinds = {s.id: s.kind for s in self._tables.shapes((*near, *mates[:1])).values()}
        for other, kind in sorted(kinds.items()):
            self._tables.spoil(kind, (other,))
        if shape.team is not None and not mates:
            self._tables.drop_team(shape.team)
        common = COMMON.get(_kind(shape), 0)
        for term in () if shape.kind != _kind(shape) else shape.terms:
            there = self._tables.having(term, common + 1)
            if len(there) == common:
                shapes = sorted(self._tables.shapes(there).values(), key=lambda s: s.id)
                for at, one in enumerate(shapes):
                    self._compare(one, shapes[:at])

    def _compare(self, one: Shape, others: Iterable[Shape]) -> None:
        matcher = self._matchers[_kind(one)]
        mine = _piece(one)
        for other in others:
            if other.id == one.id or other.kind != one.kind:
                continue
            score = matcher.same(mine, _piece(other))
            if score >= 0.5:
                self._tables.link(one.id, other.id, score)
                self._tables.spoil(one.kind, (one.id, other.id))

    def _part(self, there: Sequence[int], gone: Collection[int], common: int) -> None:
        """Unlink shapes that only terms find that are becoming too common."""
        shapes = self._tables.shapes(there)
        counts: dict[int, int] = {}
        for one, others in self._tables.linked(there).items():
            for other, _ in others:
                if other <= one or other not in shapes:
                    continue
                shared = set(shapes[one].terms) & set(shapes[other].terms) - set(gone)
                for each in shared - counts.keys():
                    counts[each] = len(self._tables.having(each, common + 1))
                if not any(counts[each] <= common for each in shared):
                    self._tables.unlink(one, other)
                    self._tables.spoil(shapes[one].kind, (one, other))


def _shape(kind: str, piece: Piece, alone: bool) -> Shape:
    by_word = loose_term if piece.loose else word_term
    looked = tuple(by_word(kind, word) for word in piece.words)
    if alone:
        return Shape(id=hashed(kind, "alone", piece.key), kind=kind, terms=(), body=piece.body)
    terms = () if piece.loose else tuple(hashed(kind, term) for term in piece.terms)
    told = msgspec.json.encode([piece.body, piece.terms, piece.words], order="sorted").decode()
    return Shape(
        id=hashed(kind, told),
        kind=loose_kind(kind) if piece.loose else kind,
        terms=tuple(dict.fromkeys((*terms, *looked))),
        body=piece.body,
    )


def _kind(shape: Shape) -> str:
    return shape.kind.partition(",")[0]


def _piece(shape: Shape) -> Piece:
    """A shape as a matcher compares it."""
    return Piece(key=str(shape.id), document=str(shape.id), terms=(), body=shape.body)


def _split_off(
    kind: str, document: str, pieces: Sequence[Piece], judged: Iterable[Judgement]
) -> set[str]:
    """The items that were split off, and not merged with anything since."""
    places = [(p.key.partition(":")[2], (p.facts or {}).get("at", (0, 0))) for p in pieces]
    out: set[str] = set()
    for one in judged:
        of, span = place_of(one.one)
        if one.kind == kind and of == document and not one.same:
            item = anchored(places, span)
            if item is not None:
                out.add(item)
    return out


def place_of(anchor: str) -> tuple[str, Span]:
    """Report and characters that an anchor names."""
    document, _, at = anchor.partition(":")
    start, _, end = at.partition("-")
    return document, (int(start), int(end))
