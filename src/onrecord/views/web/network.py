"""Who is in touch with whom, laid out as plain numbers for SVG: no script draws it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.stories.nouns import Person
from onrecord.views.outline import clipped, one_line
from onrecord.views.web.asking import where

WIDTH, HEIGHT = 480, 360
NODES = 30
"""So many people at most, those with most ties."""
ROUNDS = 220
AIR = 46
LETTERS = 20

Points = NDArray[np.float64]


def network(
    people: Sequence[Person], contacts: Sequence[tuple[str, str, int]]
) -> dict[str, Any] | None:
    """People as marks and their contacts as lines; null where nobody is in touch.

    The same people and contacts are always laid out alike.
    """
    known = {person.id: person for person in people}
    ties = [(a, b, n) for a, b, n in contacts if a in known and b in known and a != b]
    weight: dict[str, int] = {}
    for a, b, n in ties:
        weight[a] = weight.get(a, 0) + n
        weight[b] = weight.get(b, 0) + n
    ids = sorted(weight, key=lambda i: (-weight[i], i))[:NODES]
    at = {identifier: number for number, identifier in enumerate(ids)}
    edges = [(at[a], at[b], n) for a, b, n in ties if a in at and b in at]
    if not edges:
        return None
    points = _fitted(_laid_out(len(ids), edges))
    most = max(n for _, _, n in edges)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "lines": [
            {
                "x1": f"{points[a][0]:.1f}",
                "y1": f"{points[a][1]:.1f}",
                "x2": f"{points[b][0]:.1f}",
                "y2": f"{points[b][1]:.1f}",
                "width": f"{1 + 4 * n / most:.1f}",
                "title": f"{known[ids[a]].name} and {known[ids[b]].name}: {n}",
            }
            for a, b, n in edges
        ],
        "nodes": [
            _node(known[identifier], points[number], weight[identifier])
            for identifier, number in at.items()
        ],
        "rows": sorted(
            ((known[ids[a]], known[ids[b]], n) for a, b, n in edges),
            key=lambda row: (-row[2], row[0].name, row[1].name),
        ),
    }


def _node(person: Person, point: Points, weight: int) -> dict[str, Any]:
    x, y = float(point[0]), float(point[1])
    radius = min(11.0, 4.5 + 1.2 * math.sqrt(weight))
    anchor = "end" if x > WIDTH * 0.7 else "start"
    return {
        "link": where("people", person.id),
        "name": one_line(person.name),
        "label": clipped(one_line(person.name), LETTERS),
        "type": person.type if person.type in ("Person", "Organisation", "State") else "Person",
        "x": f"{x:.1f}",
        "y": f"{y:.1f}",
        "r": f"{radius:.1f}",
        "square": {"x": f"{x - radius:.1f}", "y": f"{y - radius:.1f}", "size": f"{2 * radius:.1f}"},
        "diamond": " ".join(
            f"{x + dx * radius * 1.25:.1f},{y + dy * radius * 1.25:.1f}"
            for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0))
        ),
        "text": {
            "x": f"{x + (radius + 4) * (1 if anchor == 'start' else -1):.1f}",
            "y": f"{y + 4:.1f}",
            "anchor": anchor,
        },
    }


def _laid_out(count: int, edges: Sequence[tuple[int, int, int]]) -> Points:
    """Marks that push each other apart while lines pull (Fruchterman and Reingold, 1991)."""
    # On a circle, the most tied first: no chance in it, and no two at one place.
    turn = np.arange(count) * 2.399963
    reach = np.sqrt((np.arange(count) + 0.5) / count)
    points: Points = np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)
    ideal = 1.1 / math.sqrt(count)
    one = np.array([a for a, _, _ in edges])
    other = np.array([b for _, b, _ in edges])
    for number in range(ROUNDS):
        apart = points[:, None, :] - points[None, :, :]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 0.01)
        move = (apart * (ideal**2 / distance**2)[:, :, None]).sum(axis=1)
        along = points[one] - points[other]
        pull = along * (np.linalg.norm(along, axis=1) / ideal)[:, None]
        np.add.at(move, one, -pull)
        np.add.at(move, other, pull)
        move -= points * 0.35
        length = np.maximum(np.linalg.norm(move, axis=1), 1e-9)
        heat = 0.12 * (1 - number / ROUNDS) + 0.002
        points = points + move / length[:, None] * np.minimum(length, heat)[:, None]
    return points


def _fitted(points: Points) -> Points:
    low, high = points.min(axis=0), points.max(axis=0)
    size = np.maximum(high - low, 1e-6)
    room = np.array([WIDTH - 2.4 * AIR, HEIGHT - AIR])
    fitted: Points = (points - low) / size * room + np.array([1.0 * AIR, AIR / 2])
    return fitted
