"""What a model finds, on its way to becoming items of a record."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.schema.spans import Span


class FoundMention(NamedTuple):
    """A phrase that speaks of somebody or something.

    `head` is the interval of its head word. `antecedent` is the number, among the mentions
    found, of the earlier one that likeliest means the same, -1 where likely none does, and
    `link` how likely that is.
    """

    start: int
    end: int
    type: str
    form: str
    head: Span
    antecedent: int
    link: float
    confidence: float


class FoundRelation(NamedTuple):
    """How one mention stands to another, by their numbers among the mentions found."""

    type: str
    source: int
    target: int
    confidence: float


class FoundPart(NamedTuple):
    """Who or what takes part in an event: `actor`, `recipient`, `place` or `date`."""

    role: str
    start: int
    end: int
    confidence: float


class FoundEvent(NamedTuple):
    """An event with the interval of the words that tell it.

    `type`, `mode` and `status` are of the vocabularies that the model was taught; `confidence`
    is how likely the words tell an event of that class, `states` how likely each status is.
    """

    start: int
    end: int
    type: str
    mode: str | None
    status: str
    parts: tuple[FoundPart, ...]
    confidence: float
    states: tuple[tuple[str, float], ...] = ()
