"""Whom a surname alone means: whoever of that name the reports of the same story have in full."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from onrecord.archive.gatherings import Gatherings, Kept
from onrecord.stories.gathering import EVERY, loose_term, word_term

KIND = "person"
MOSTLY = 0.8
"""A surname that no report around has in full is of whom so many of all that have it mean."""
AT_LEAST = 3
"""If so many reports do."""


def attach(
    tables: Gatherings, words: Iterable[str], must: Iterable[tuple[int, int]]
) -> dict[int, int]:
    """The group of each loose shape that has one of some words.

    Args:
        tables: what is gathered; those with full names are in their groups.
        words: surnames, or last words of bodies.
        must: pairs of shapes that somebody decided are the same.
    """
    tied = dict([*must, *((other, one) for one, other in must)])
    homes: dict[int, int] = {}
    for word in sorted(set(words)):
        loose = tables.pieces_with(tables.having(loose_term(KIND, word), EVERY))
        if loose:
            homes |= _homes(tables, word, loose, tied)
    return homes


def _homes(
    tables: Gatherings, word: str, loose: list[Kept], tied: Mapping[int, int]
) -> dict[int, int]:
    full = tables.shapes(tables.having(word_term(KIND, word), EVERY))
    teams = {id: shape.team for id, shape in full.items() if shape.team is not None}
    reports: dict[int, set[str]] = defaultdict(set)
    for piece in tables.pieces_with(full):
        if piece.shape in teams:
            reports[teams[piece.shape]].add(piece.document)
    documents = {p.document for p in loose}.union(*reports.values())
    story = {document: team for document, _, team in tables.teams_in("story", documents)}
    around: dict[int, Counter[int]] = defaultdict(Counter)
    for team, those in reports.items():
        for document in those:
            if document in story:
                around[story[document]][team] += 1
    usual = _most(Counter({team: len(those) for team, those in reports.items()}), AT_LEAST)
    homes: dict[int, int] = {}
    alike: dict[object, list[int]] = defaultdict(list)
    for piece in loose:
        if piece.shape in tied:
            target = tables.shapes((tied[piece.shape],)).get(tied[piece.shape])
            if target is not None:
                homes[piece.shape] = target.team if target.team is not None else target.id
                continue
        near = around.get(story.get(piece.document, -1), Counter())
        home = _most(near, 1) if near else None
        if (
            usual is not None
            and near
            and (usual in near if home is None else len(reports[home]) == 1)
        ):
            # One report may have anybody's name wrong, or have a namesake.
            home = usual
        if home is None and not near and piece.facts["type"] == "Person":
            home = usual
        if home is not None:
            homes[piece.shape] = home
        else:
            alike[story.get(piece.document, piece.document)].append(piece.shape)
    for shapes in alike.values():
        homes |= dict.fromkeys(shapes, min(shapes))
    return homes


def _most(counts: Counter[int], least: int) -> int | None:
    """Who has most of some reports, if that is most by far."""
    total = sum(counts.values())
    best = max(counts, key=lambda team: (counts[team], -team), default=None)
    if best is None or counts[best] < least or counts[best] < MOSTLY * total:
        return None
    return best
