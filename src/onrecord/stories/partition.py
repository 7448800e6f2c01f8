"""From links to groups: what hangs together well enough, the same in whatever order it came."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence


def partition(
    nodes: Iterable[int],
    links: Mapping[tuple[int, int], float],
    *,
    cohesion: float = 0.0,
    must: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """Groups of nodes, by joining the two groups most alike as long as they are enough so.

    How alike two groups are is the mean over all pairs of theirs, no link counting as 0
    (average linkage, Sokal and Michener 1958): one report between two stories does not make
    them one. With a cohesion of 0, all that is linked is one group.

    Args:
        nodes: what is grouped.
        links: how surely two are the same, once for each pair.
        cohesion: the least mean of two groups that are joined.
        must: pairs that are the same whatever the links say.
    """
    groups = {node: [node] for node in sorted(nodes)}
    home = {node: node for node in groups}
    near: dict[int, dict[int, float]] = {node: {} for node in groups}
    for (one, other), score in links.items():
        if one != other and one in near and other in near:
            near[one][other] = near[other][one] = score
    for one, other in sorted(must):
        if one in home and other in home and home[one] != home[other]:
            _join(home[one], home[other], groups, home, near)
    heap = [
        (-_mean(one, other, groups, near), one, other)
        for one, others in near.items()
        for other in others
        if one < other
    ]
    heapq.heapify(heap)
    while heap:
        less, one, other = heapq.heappop(heap)
        if one not in groups or other not in groups or other not in near[one]:
            continue
        now = _mean(one, other, groups, near)
        if now != -less:
            continue
        if now < cohesion:
            break
        kept = _join(one, other, groups, home, near)
        for third in near[kept]:
            low, high = sorted((kept, third))
            heapq.heappush(heap, (-_mean(low, high, groups, near), low, high))
    return sorted(sorted(group) for group in groups.values())


def _mean(
    one: int, other: int, groups: Mapping[int, Sequence[int]], near: dict[int, dict[int, float]]
) -> float:
    return round(near[one][other] / (len(groups[one]) * len(groups[other])), 9)


def _join(
    one: int,
    other: int,
    groups: dict[int, list[int]],
    home: dict[int, int],
    near: dict[int, dict[int, float]],
) -> int:
    """Join two groups under the lower of their numbers; sums of links are added up."""
    kept, gone = min(one, other), max(one, other)
    groups[kept] += groups[gone]
    for node in groups.pop(gone):
        home[node] = kept
    for third, total in near.pop(gone).items():
        near[third].pop(gone, None)
        if third != kept:
            near[kept][third] = near[third][kept] = near[kept].get(third, 0.0) + total
    near[kept].pop(gone, None)
    return kept
