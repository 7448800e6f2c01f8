"""From linked shapes to groups: those whose links changed are made anew, the rest stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from onrecord.archive.gatherings import Gatherings, Kept, Team
from onrecord.stories.gathering import anchored, loose_kind, place_of
from onrecord.stories.partition import partition

COHESION = {"person": 0.5, "copy": 0.3, "story": 0.04}
"""The least mean of the links of two groups that are joined."""

Tell = Callable[[Sequence[Kept]], Team]
"""What a group is in a list, from its pieces; its id is put in later."""


def merged(tables: Gatherings, kind: str) -> list[tuple[int, int]]:
    """Pairs of shapes that somebody decided are the same, and did not split later."""
    out: list[tuple[int, int]] = []
    for judged in tables.judged():
        if judged.kind != kind:
            continue
        one, other = (shape_at(tables, kind, anchor) for anchor in (judged.one, judged.other))
        if not judged.same:
            out = [pair for pair in out if one not in pair]
        elif one is not None and other is not None:
            out.append((one, other))
    return out


def shape_at(tables: Gatherings, kind: str, anchor: str) -> int | None:
    """The shape of the item at some characters of a report; null where there is none."""
    document, span = place_of(anchor)
    pieces = tables.pieces_of(kind, (document,))
    item = anchored(((p.item, (p.facts or {}).get("at", (0, 0))) for p in pieces), span)
    return next((p.shape for p in pieces if p.item == item), None)


def components(
    tables: Gatherings, seeds: Iterable[int], must: Sequence[tuple[int, int]]
) -> Iterable[tuple[list[int], dict[tuple[int, int], float]]]:
    """What hangs together around some shapes: the shapes, and their links once for each pair."""
    tied: dict[int, set[int]] = {}
    for one, other in must:
        tied.setdefault(one, set()).add(other)
        tied.setdefault(other, set()).add(one)
    seen: set[int] = set()
    for seed in seeds:
        if seed in seen:
            continue
        found, todo = {seed}, [seed]
        links: dict[tuple[int, int], float] = {}
        while todo:
            ring: set[int] = set()
            for one, others in tables.linked(todo).items():
                for other, score in others:
                    links[min(one, other), max(one, other)] = score
                    ring.add(other)
                ring |= tied.get(one, set())
            todo = sorted(ring - found)
            found |= ring
        seen |= found
        yield sorted(found), dict(sorted(links.items()))


def regroup(
    tables: Gatherings,
    kind: str,
    seeds: Iterable[int],
    must: Sequence[tuple[int, int]],
    tell: Tell,
) -> tuple[set[int], set[int]]:
    """Group anew what hangs together with some shapes.

    Returns:
        The ids of the groups made, and the loose shapes that were in the groups before.
    """
    made: set[int] = set()
    left: set[int] = set()
    for shapes, links in components(tables, seeds, must):
        known = {id: shape for id, shape in tables.shapes(shapes).items() if shape.kind == kind}
        groups = partition(known, links, cohesion=COHESION[kind], must=must)
        teams = {group[0]: group for group in groups}
        before = sorted({s.team for s in known.values() if s.team is not None})
        for old in before:
            members = tables.shapes(tables.members(old))
            left.update(id for id, s in members.items() if s.kind == loose_kind(kind))
        for id, group in teams.items():
            pieces = tables.pieces_with(group)
            if pieces:
                tables.put_team(renumbered(tell(pieces), id), group)
        for old in before:
            # Another part of it that hangs together no more may have been made already.
            if all(s.kind != kind for s in tables.shapes(tables.members(old)).values()):
                tables.drop_team(old)
        tables.freshen(known)
        made |= teams.keys()
    return made, left


def renumbered(team: Team, id: int) -> Team:
    """A group with its number."""
    return Team(
        id=id, kind=team.kind, key=team.key, type=team.type, size=team.size, day=team.day,
        words=team.words, body=team.body,
    )  # fmt: skip
