"""What happened, as views list it: who did what to whom, when, where, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from onrecord.knowledge import plover
from onrecord.schema import EVENT_STATUSES, Event, Mention, Record, Span, Spans
from onrecord.views.dates import date_label, date_order
from onrecord.views.outline import Line, clipped, one_line, phrase
from onrecord.views.words import Word, word_of, words_by_statement

WORDS = 120
"""Actors, triggers and recipients are shown up to this many characters."""


class EventLine(NamedTuple):
    """One event as a view lists it, `number` counting from 1 by date.

    `actors` and `recipients` are the words of the text, but the name of whom a pronoun means
    where that is known; `type_note` is the codebook's definition; the spans say where the
    words stand.
    """

    number: int
    event: Event
    type_label: str
    type_note: str
    status_label: str
    status_note: str
    actors: tuple[str, ...]
    trigger: str
    recipients: tuple[str, ...]
    place: str
    date: str
    word: Word
    actor_spans: Spans
    recipient_spans: Spans
    place_spans: Spans


def event_lines(record: Record, lines: Sequence[Line]) -> list[EventLine]:
    """The events of a record by date, those without one last, else in text order.

    Args:
        record: the record.
        lines: its outline, which numbers the statements.
    """
    words = words_by_statement(lines)
    mentions = {m.id: m for m in record.mentions}
    names = {e.id: e.name for e in record.entities}
    meant = {
        (m.start, m.end): names[m.entity]
        for m in record.mentions
        if m.form == "pronoun" and m.entity in names
    }
    text = record.document.text
    ordered = sorted(record.events, key=lambda e: (date_order(e.date), e.trigger))
    return [
        _line(number, event, text, mentions, meant, word_of(event.statement, words))
        for number, event in enumerate(ordered, 1)
    ]


def type_label(event: Event) -> str:
    """`coerce, arrest`: a class of the codebook and its mode in small letters."""
    parts = (event.type, event.mode or "")
    return ", ".join(one_line(p).lower().replace("-", " ") for p in parts if p)


def _line(
    number: int,
    event: Event,
    text: str,
    mentions: Mapping[str, Mention],
    meant: Mapping[Span, str],
    word: Word,
) -> EventLine:
    status = EVENT_STATUSES.get(event.status)
    known = plover.known()
    kind = known.get((event.type, event.mode)) or known.get((event.type, None))
    actors, recipients, place = (
        _spans(ids, mentions, len(text))
        for ids in (event.actors, event.recipients, filter(None, (event.place,)))
    )
    return EventLine(
        number=number,
        event=event,
        type_label=type_label(event),
        type_note=kind.definition if kind else "",
        status_label=status.label if status else one_line(event.status),
        status_note=status.definition if status else "",
        actors=_phrases(text, actors, meant),
        trigger=phrase(text, (event.trigger,), WORDS),
        recipients=_phrases(text, recipients, meant),
        place=", ".join(_phrases(text, place, meant)),
        date=date_label(event.date),
        word=word,
        actor_spans=actors,
        recipient_spans=recipients,
        place_spans=place,
    )


def _spans(identifiers: Iterable[str], mentions: Mapping[str, Mention], length: int) -> Spans:
    """Where those mentions stand, of those that the record holds and the text has."""
    found = (mentions[i] for i in identifiers if i in mentions)
    return tuple((m.start, m.end) for m in found if 0 <= m.start < m.end <= length)


def _phrases(text: str, spans: Spans, meant: Mapping[Span, str]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            clipped(one_line(meant[span]), WORDS) if span in meant else phrase(text, (span,), WORDS)
            for span in spans
        )
    )
