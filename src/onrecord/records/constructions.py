"""Events by closed constructions: offices filled, failures, detainees handed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from onrecord.knowledge import plover, sources, tables
from onrecord.records.bearings import Spread
from onrecord.schema import FoundEvent, FoundPart, Mention, Span

SURE = 0.6
"""Confidence of what a construction tells."""

REACH = 60
"""Characters before the telling words within which their subject stands."""

OBJECT = 90
"""Characters after them within which their object stands."""

_STOP = re.compile(r"[.;:,!?\n—–()\"“”]|\b(?:who|which|that|if|when|while|because|after|before)\b")
_AND = re.compile(r"\s+(?:and|or)\s+")
_BY = re.compile(r"\b(?:was|were|is|are|be|been|being)\b(?:\s+\w+ly)?\s*$", re.IGNORECASE)
_AT = re.compile(r"\b(?:to|in|at|near|across|inside)(?: the)? $")

ACTING = frozenset(("Person", "Organisation", "Location", "Nationality", "Group"))
"""Types of mentions that may do something, or have it done to them."""


def found(text: str, mentions: Iterable[Mention], sentences: Sequence[int]) -> list[FoundEvent]:
    """The events that constructions of `event_constructions.tsv` tell, in text order.

    Args:
        text: the document's text.
        mentions: who and what is mentioned in it.
        sentences: where each sentence starts.
    """
    acting = Spread((m for m in mentions if m.type in ACTING), lambda m: (m.start, m.end))
    out: list[FoundEvent] = []
    for start, end in pairwise((*sentences, len(text))):
        for telling in plover.tellings():
            for match in telling.words.finditer(text, start, end):
                out += _event(text, telling, match.span(), (start, end), acting)
    return sorted(out, key=lambda e: (e.start, e.end))


def _event(
    text: str, telling: plover.Telling, at: Span, sentence: Span, acting: Spread[Mention]
) -> Iterator[FoundEvent]:
    stop = _STOP.search(text, at[1], sentence[1])
    clause = at[1], min(stop.start() if stop else sentence[1], at[1] + OBJECT)
    subject = _subject(text, at[0], sentence[0], acting)
    mentioned = list(_mentioned(clause, acting))
    sites = [span for span in mentioned if _AT.search(text, at[1], span[0])]
    if telling.needs == "office":
        objects = list(_offices(text, clause))
    elif telling.needs == "captive":
        objects = [m.span() for m in _captives().finditer(text, *clause)][:1]
    else:
        objects = [span for span in mentioned if span not in sites]
    if telling.needs and not objects:
        return
    if telling.needs == "office" and _BY.search(text, sentence[0], at[0]):
        # Who was appointed is the subject; by whom is rarely told.
        objects, subject = [subject] if subject else objects, None
    parts = [FoundPart("actor", *subject, SURE)] if subject else []
    parts += [FoundPart("recipient", *span, SURE) for span in objects]
    if parts:
        parts += [FoundPart("place", *span, SURE) for span in sites[:1]]
        yield FoundEvent(*at, telling.root, telling.mode, "occurred", tuple(parts), SURE)


def _subject(text: str, at: int, floor: int, acting: Spread[Mention]) -> Span | None:
    """The last who is mentioned before, with no end of a clause between."""
    breaks = [m.end() for m in _STOP.finditer(text, max(floor, at - REACH), at)]
    floor = max(breaks, default=max(floor, at - REACH))
    before = [m for m in acting.meeting((floor, at)) if floor <= m.start and m.end <= at]
    last = max(before, key=lambda m: (m.end, m.end - m.start), default=None)
    return (last.start, last.end) if last else None


def _mentioned(clause: Span, acting: Spread[Mention]) -> Iterator[Span]:
    """Who is mentioned in a clause, none inside another."""
    return _outermost((m.start, m.end) for m in acting.meeting(clause) if clause[0] <= m.start)


def _offices(text: str, clause: Span) -> Iterator[Span]:
    """The phrases of a clause that name an office."""
    begin, end = clause
    for match in (*_AND.finditer(text, begin, end), None):
        stop = match.start() if match else end
        phrase = text[begin:stop].strip()
        noun = sources.source_noun(phrase) if phrase else None
        if noun is not None and noun.kind == "office":
            first = begin + len(text[begin:stop]) - len(text[begin:stop].lstrip())
            yield first, first + len(phrase)
        begin = match.end() if match else end


@cache
def _captives() -> re.Pattern[str]:
    """People who are held, with up to three words of a name or a number before."""
    nouns = "|".join(sorted(tables.words("captive")))
    return re.compile(rf"(?:(?!of\b|the\b|and\b)[\w’'-]+\s){{0,3}}(?:{nouns})\b", re.IGNORECASE)


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if last is None or span[0] >= last[1]:
            yield span
            last = span
