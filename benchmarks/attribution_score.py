"""The attribution metric: spans and whole attributions, strict and soft, by form.

Definitions: every maximal contiguous piece of a role is a span, edge punctuation
trimmed; an attribution is strictly right when every piece of every role is
equal, softly right when contents overlap by at least half (intersection over
union of characters) and cue and source overlap or are both absent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

ROLES = ("source", "cue", "content")
FORMS = ("direct", "mixed", "indirect")
EDGE = frozenset(" \t\r\n\u00a0.,;:!?\"'“”‘’«»()[]—–-…")
QUOTED = re.compile(r'[“"«][^”"»\n]*(?:[”"»]|$)')

Pieces = tuple[tuple[int, int], ...]
Attribution = dict[str, Pieces]


def pieces(text: str, spans: Sequence[Sequence[int]]) -> Pieces:
    """Trimmed maximal pieces; spans that only edge characters part become one."""
    out: list[tuple[int, int]] = []
    for s, e in sorted((s, e) for s, e in spans):
        while s < e and text[s] in EDGE:
            s += 1
        while e > s and text[e - 1] in EDGE:
            e -= 1
        if s >= e:
            continue
        if out and all(c in EDGE for c in text[out[-1][1] : s]):
            out[-1] = (out[-1][0], max(e, out[-1][1]))
        else:
            out.append((s, e))
    return tuple(out)


def normalise(text: str, raw: dict[str, Any]) -> Attribution:
    """An attribution with its roles as trimmed pieces."""
    return {role: pieces(text, raw.get(role) or []) for role in ROLES}


def _characters(spans: Pieces) -> set[int]:
    return {c for s, e in spans for c in range(s, e)}


def overlap(left: Pieces, right: Pieces) -> float:
    """Intersection over union of the characters of two phrases."""
    a, b = _characters(left), _characters(right)
    return len(a & b) / len(a | b) if a | b else 1.0


def softly(gold: Attribution, found: Attribution) -> bool:
    """Whether the two are the same attribution, softly."""

    def meet(role: str) -> bool:
        g, f = gold[role], found[role]
        return bool(_characters(g) & _characters(f)) if g and f else not g and not f

    return overlap(gold["content"], found["content"]) >= 0.5 and meet("cue") and meet("source")


def form_of(text: str, attribution: Attribution) -> str:
    """direct, mixed or indirect, by the share of the content between quotation marks."""
    quoted = {c for m in QUOTED.finditer(text) for c in range(*m.span())}
    content = _characters(attribution["content"])
    share = len(content & quoted) / max(1, len(content))
    return "direct" if share > 0.9 else "mixed" if share > 0.05 else "indirect"


def matched(
    gold: Sequence[Attribution],
    found: Sequence[Attribution],
    same: Callable[[Attribution, Attribution], bool],
) -> list[tuple[int, int]]:
    """Greedy one-to-one matching, best content overlap first, as pairs of indexes."""
    pairs = sorted(
        (
            (overlap(g["content"], f["content"]), i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if same(g, f)
        ),
        reverse=True,
    )
    out: list[tuple[int, int]] = []
    left: set[int] = set()
    right: set[int] = set()
    for _, i, j in pairs:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            out.append((i, j))
    return out


def score(
    documents: Sequence[tuple[str, Sequence[Sequence[dict[str, Any]]], Sequence[dict[str, Any]]]],
) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of every measure, pooled over documents.

    Args:
        documents: (text, attributions of each annotator, attributions found).
    """
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])

    def add(name: str, right: float, found: float, gold: float) -> None:
        for i, value in enumerate((right, found, gold)):
            counts[name][i] += value / annotators

    for text, marked, raw in documents:
        found = [normalise(text, a) for a in raw]
        found_forms = [form_of(text, a) for a in found]
        annotators = len(marked)
        for annotation in marked:
            gold = [normalise(text, a) for a in annotation]
            gold_forms = [form_of(text, a) for a in gold]
            for role in ROLES:
                g = {x for a in gold for x in a[role]}
                f = {x for a in found for x in a[role]}
                add(f"span {role}", len(g & f), len(f), len(g))
            for name, same in (("full strict", lambda a, b: a == b), ("full soft", softly)):
                pairs = matched(gold, found, same)
                add(name, len(pairs), len(found), len(gold))
                for form in FORMS:
                    add(
                        f"{name} {form}",
                        sum(gold_forms[i] == form for i, _ in pairs),
                        found_forms.count(form),
                        gold_forms.count(form),
                    )
    return {
        name: {
            "P": round(100 * right / max(1, found), 1),
            "R": round(100 * right / max(1, gold), 1),
            "F1": round(200 * right / max(1, found + gold), 1),
            "n": round(gold),
        }
        for name, (right, found, gold) in counts.items()
    }
