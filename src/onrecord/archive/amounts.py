"""Whether a figure reaches the numbers asked for, in SQL that every store understands."""

from __future__ import annotations

from onrecord.archive.query import Amount, Kind

_BESIDE = (
    'EXISTS (SELECT 1 FROM figures f WHERE f.document = t.document AND f.start < t."end"'
    ' AND f."end" > t.start AND {})'
)
_WHOSE: dict[Kind, str] = {
    "document": "EXISTS (SELECT 1 FROM figures f WHERE f.document = t.key AND {})",
    "statement": _BESIDE,
    "event": _BESIDE,
    "figure": "{}",
}
"""The figure whose number is asked for: the item itself, one in its sentences or report."""


def reaching(amount: Amount, kind: Kind, mark: str = "?") -> tuple[str, list[float]]:
    """The condition on a row `t` of that kind, with its values; `mark` stands for each."""
    parts, values = [], []
    equal = "" if amount.beyond else "="
    if amount.least is not None:
        parts.append(f"most >{equal} {mark}")
        values.append(amount.least)
    if amount.most is not None:
        parts.append(f"least <{equal} {mark}")
        values.append(amount.most)
    return _WHOSE[kind].format(" AND ".join(parts)), values
