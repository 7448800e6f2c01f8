"""The model's events set right by what else is known: told once, and done by whoever says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.records.bearings import Spread
from onrecord.schema import FoundEvent, FoundPart, Span, Statement

APART = 4
"""Words between two words that may still tell one event: `granted political asylum`."""

_BREAK = re.compile(r"[,;:.!?—–\n]|\b(?:and|or|but|who|which|that|after|before|when|while)\b")
_STANDING_IN = frozenset(("who", "which", "that"))
"""Sources that only point back at somebody: the model knows better whom they mean."""


def once(text: str, found: Sequence[FoundEvent]) -> list[FoundEvent]:
    """Each event by one word: of two of a class in one phrase, the one that says more of it.

    That is the one which says of both sides who they are, else the surer.

    Args:
        text: the document's text.
        found: the model's events, in text order.
    """
    kept = list(found[:1])
    for one in found[1:]:
        before = kept[-1]
        if not _alike(before, one) or not _one_phrase(text, before, one):
            kept.append(one)
        else:
            kept[-1] = max(before, one, key=lambda e: (_sides(e), e.confidence))
    return kept


def _alike(one: FoundEvent, other: FoundEvent) -> bool:
    """Whether two words may tell one event: of a class, or the signing of an agreement."""
    return one.type == other.type or (one.type, other.type) == ("SUPPORT", "AGREE")


def _one_phrase(text: str, one: FoundEvent, other: FoundEvent) -> bool:
    between = text[one.end : other.start]
    return len(between.split()) <= APART and not _BREAK.search(between)


def _sides(one: FoundEvent) -> int:
    return len({p.role for p in one.parts} & {"actor", "recipient"})


def beside(found: Sequence[FoundEvent], ruled: Sequence[FoundEvent]) -> list[FoundEvent]:
    """The model's events and those of closed constructions, which win where both claim a word.

    Args:
        found: the model's events, in text order.
        ruled: those of constructions, in text order.
    """
    claimed = Spread(ruled, lambda e: (e.start, e.end))
    kept = [one for one in found if not claimed.meeting((one.start, one.end))]
    return sorted((*kept, *ruled), key=lambda e: (e.start, e.end))


def done_by_sources(
    text: str, found: Sequence[FoundEvent], statements: Sequence[Statement]
) -> list[FoundEvent]:
    """The events, each that is told by a cue done by the source of its statement.

    Who urges, accuses or welcomes is who says so; attribution finds sources more surely than
    the model finds actors.

    Args:
        text: the document's text.
        found: events, in text order.
        statements: the statements of the report.
    """
    cues = Spread(((q, s) for s in statements if s.source for q in s.cue), lambda cue: cue[0])
    out = []
    for one in found:
        said = next((s for _, s in cues.meeting((one.start, one.end))), None)
        if said is None or _words(text, said.source) in _STANDING_IN:
            out.append(one)
        else:
            out.append(one._replace(parts=_parts(one, said.source)))
    return out


def _parts(one: FoundEvent, source: Sequence[Span]) -> tuple[FoundPart, ...]:
    """The parts of an event with the source as its actor, and in no other part."""
    sure = max((p.confidence for p in one.parts if p.role == "actor"), default=one.confidence)
    acting = [FoundPart("actor", start, end, sure) for start, end in source]
    rest = [p for p in one.parts if p.role != "actor" and not _inside(p, source)]
    return (*acting, *rest)


def _inside(part: FoundPart, spans: Sequence[Span]) -> bool:
    return part.role == "recipient" and any(s < part.end and part.start < e for s, e in spans)


def _words(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[s:e] for s, e in spans).lower()
