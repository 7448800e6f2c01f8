"""The rows of data frames: for each layer of a record its columns, and a tuple an item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from onrecord.schema import Entity, Mention, Record, Span, hull, words_of
from onrecord.views.outline import names_of

Row = tuple[object, ...]

DOCUMENT = ("document", "title", "publisher", "published")
"""The columns that every frame begins with."""


class Layer(NamedTuple):
    """One kind of item: the columns of its frame, in order, and its rows in a record."""

    columns: tuple[str, ...]
    rows: Callable[[Record], Iterator[Row]]


def _statements(record: Record) -> Iterator[Row]:
    text = record.document.text
    entities = _entities(record)
    for statement in record.statements:
        speaker = entities.get(statement.speaker) if statement.speaker is not None else None
        pieces = statement.source + statement.cue + statement.content
        start, end = hull(pieces) if pieces else (None, None)
        yield (
            *_document(record),
            statement.id,
            words_of(text, statement.source),
            speaker.name if speaker else None,
            statement.speaker_kind,
            words_of(text, statement.cue),
            words_of(text, statement.content),
            statement.form,
            statement.attitude,
            statement.channel,
            names_of(statement.addressees, entities),
            statement.parent,
            statement.date,
            statement.confidence,
            start,
            end,
        )


def _events(record: Record) -> Iterator[Row]:
    text = record.document.text
    mentions = _mentions(record)
    speakers = _speakers(record)
    for event in record.events:
        yield (
            *_document(record),
            event.id,
            event.type,
            event.mode,
            event.contexts,
            event.status,
            event.date,
            tuple(_said(text, mentions[i]) for i in event.actors if i in mentions),
            words_of(text, (event.trigger,)),
            tuple(_said(text, mentions[i]) for i in event.recipients if i in mentions),
            _said(text, mentions.get(event.place or "")),
            event.statement,
            speakers.get(event.statement or ""),
            event.cameo,
            event.quad,
            event.confidence,
            *event.trigger,
        )


def _figures(record: Record) -> Iterator[Row]:
    text = record.document.text
    mentions = _mentions(record)
    speakers = _speakers(record)
    for figure in record.figures:
        span = figure.start, figure.end
        yield (
            *_document(record),
            figure.id,
            words_of(text, (span,)),
            figure.low,
            figure.high,
            figure.qualifier,
            figure.unit,
            words_of(text, figure.of),
            _said(text, mentions.get(figure.place or "")),
            figure.date,
            figure.statement,
            speakers.get(figure.statement or ""),
            figure.confidence,
            *span,
        )


def _times(record: Record) -> Iterator[Row]:
    text = record.document.text
    for time in record.times:
        span = time.start, time.end
        yield (
            *_document(record),
            words_of(text, (span,)),
            time.type,
            time.value,
            time.mod,
            time.anchor,
            time.confidence,
            *span,
        )


def _places(record: Record) -> Iterator[Row]:
    text = record.document.text
    mentions = _mentions(record)
    for place in record.places:
        mention = mentions.get(place.mention)
        span: Span | tuple[None, None] = (mention.start, mention.end) if mention else (None, None)
        yield (
            *_document(record),
            place.mention,
            _said(text, mention),
            place.name,
            place.geonames,
            place.country,
            place.admin1,
            place.lat,
            place.lon,
            place.precision,
            place.confidence,
            *span,
        )


def _document(record: Record) -> Row:
    document = record.document
    return document.id, document.title, document.publisher, document.published


def _entities(record: Record) -> dict[str, Entity]:
    return {entity.id: entity for entity in record.entities}


def _mentions(record: Record) -> dict[str, Mention]:
    return {mention.id: mention for mention in record.mentions}


def _speakers(record: Record) -> Mapping[str, str]:
    """The name of each statement's speaker, where it is clear who speaks."""
    names = {entity.id: entity.name for entity in record.entities}
    return {s.id: names[s.speaker] for s in record.statements if s.speaker in names}


def _said(text: str, mention: Mention | None) -> str | None:
    return words_of(text, ((mention.start, mention.end),)) if mention else None


LAYERS: dict[str, Layer] = {
    "statements": Layer(
        (
            *DOCUMENT, "statement", "source", "speaker", "speaker_kind", "cue", "content", "form",
            "attitude", "channel", "addressees", "parent", "date", "confidence", "start", "end",
        ),
        _statements,
    ),
    "events": Layer(
        (
            *DOCUMENT, "event", "type", "mode", "contexts", "status", "date", "actors", "trigger",
            "recipients", "place", "statement", "speaker", "cameo", "quad", "confidence", "start",
            "end",
        ),
        _events,
    ),
    "figures": Layer(
        (
            *DOCUMENT, "figure", "words", "low", "high", "qualifier", "unit", "of", "place",
            "date", "statement", "speaker", "confidence", "start", "end",
        ),
        _figures,
    ),
    "times": Layer(
        (*DOCUMENT, "words", "type", "value", "mod", "anchor", "confidence", "start", "end"),
        _times,
    ),
    "places": Layer(
        (
            *DOCUMENT, "mention", "words", "name", "geonames", "country", "admin1", "lat", "lon",
            "precision", "confidence", "start", "end",
        ),
        _places,
    ),
}  # fmt: skip
"""Every layer that has a frame, by its name in the record."""
