"""How actors stand to each other, and on whose word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from onrecord.records.mentions import Found
from onrecord.schema import Relation, Span, Statement, covers


class Standing(Protocol):
    """A relation as the model gives it, by numbers among the mentions found."""

    @property
    def type(self) -> str:
        """Its type."""
        ...

    @property
    def source(self) -> int:
        """Number of the mention it goes from."""
        ...

    @property
    def target(self) -> int:
        """Number of the mention it goes to."""
        ...

    @property
    def confidence(self) -> float:
        """How likely it is right."""
        ...


def told(
    related: Sequence[Standing],
    found: Sequence[Found],
    ids: Mapping[Span, str],
    statements: Sequence[Statement],
) -> tuple[Relation, ...]:
    """Relations of the record, each with the statement in whose content it stands.

    Args:
        related: the model's relations.
        found: the model's mentions.
        ids: id of the mention at each interval.
        statements: the record's statements.
    """
    out = []
    for one in related:
        source, target = ((found[n].start, found[n].end) for n in (one.source, one.target))
        if source not in ids or target not in ids:
            continue
        evidence = (min(source[0], target[0]), max(source[1], target[1]))
        out.append(
            Relation(
                type=one.type,
                source=ids[source],
                target=ids[target],
                evidence=evidence,
                statement=_within(evidence, statements),
                confidence=one.confidence,
            )
        )
    return tuple(sorted(out, key=lambda r: (r.evidence, r.type, r.source, r.target)))


def _within(span: Span, statements: Sequence[Statement]) -> str | None:
    """The innermost statement whose content holds the interval."""
    holding = [s for s in statements if covers(s.content, (span,))]
    if not holding:
        return None
    return min(holding, key=lambda s: sum(e - b for b, e in s.content)).id
