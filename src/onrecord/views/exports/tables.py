"""The tables of csv, xlsx and parquet: one a layer, with the columns that join them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from onrecord.schema import Record, Spans, hull, words_of
from onrecord.views import rows
from onrecord.views.outline import names_of, showable
from onrecord.views.rows import DOCUMENT, Layer, Row

Kind = Literal["text", "list", "number", "whole"]

_COLUMNS: dict[Kind, tuple[str, ...]] = {
    "number": ("low", "high", "lat", "lon", "confidence"),
    "whole": ("start", "end", "quad"),
    "list": (
        "contexts", "actors", "recipients", "actor_mentions", "recipient_mentions", "addressees",
        "addressee_entities", "aliases", "sectors", "members", "mentions", "notes",
    ),
}  # fmt: skip
_KINDS: dict[str, Kind] = {name: held for held, names in _COLUMNS.items() for name in names}


def kind(column: str) -> Kind:
    """What the cells of a column hold; a list is one of texts."""
    return _KINDS.get(column, "text")


def cells(layer: Layer, record: Record) -> Iterator[Row]:
    """The rows of a record's layer, with every text fit to be written in UTF-8."""
    for row in layer.rows(record):
        yield tuple(_showable(cell) for cell in row)


def _showable(cell: object) -> object:
    if isinstance(cell, str):
        return showable(cell)
    return tuple(map(_showable, cell)) if isinstance(cell, tuple) else cell


def places_of(spans: Spans) -> str | None:
    """Where the pieces of a phrase stand: `12-20 25-30`."""
    return " ".join(f"{start}-{end}" for start, end in spans) or None


def _documents(record: Record) -> Iterator[Row]:
    d = record.document
    yield (
        d.id, d.title, d.publisher, d.published, d.uri, d.source_id, d.language, record.notes,
        d.text,
    )  # fmt: skip


def _entities(record: Record) -> Iterator[Row]:
    for e in record.entities:
        external = "; ".join(f"{source}: {key}" for source, key in sorted(e.external.items()))
        yield (
            *_head(record), e.id, e.type, e.name, e.aliases, e.country, e.sectors,
            external or None, e.members, e.mentions,
        )  # fmt: skip


def _occupancies(record: Record) -> Iterator[Row]:
    entities = {e.id: e for e in record.entities}
    for o in record.occupancies:
        (holder,) = names_of((o.holder,), entities) or (None,)
        (body,) = names_of((o.organisation or "",), entities) or (None,)
        yield (
            *_head(record), o.holder, holder, o.position, o.organisation, body, o.status, o.as_of,
            words_of(record.document.text, o.spans), places_of(o.spans),
            *(hull(o.spans) if o.spans else (None, None)),
        )  # fmt: skip


def _relations(record: Record) -> Iterator[Row]:
    text = record.document.text
    words = {m.id: text[m.start : m.end] for m in record.mentions}
    for r in record.relations:
        yield (
            *_head(record), r.type, words.get(r.source), words.get(r.target), r.source, r.target,
            words_of(text, (r.evidence,)), r.statement, r.confidence, *r.evidence,
        )  # fmt: skip


def _mentions(record: Record) -> Iterator[Row]:
    text = record.document.text
    names = {e.id: e.name for e in record.entities}
    for m in record.mentions:
        yield (
            *_head(record), m.id, text[m.start : m.end], m.type, m.form, m.entity,
            names.get(m.entity or ""), m.confidence, m.start, m.end,
        )  # fmt: skip


def _head(record: Record) -> Row:
    d = record.document
    return d.id, d.title, d.publisher, d.published


def _joined(name: str, columns: tuple[str, ...], more: Callable[[Any], Row]) -> Layer:
    """A layer of the data frames with further columns, which join it to other tables."""
    layer = rows.LAYERS[name]

    def wider(record: Record) -> Iterator[Row]:
        items = getattr(record, name)
        return (r + more(item) for r, item in zip(layer.rows(record), items, strict=True))

    return Layer(layer.columns + columns, wider)


TABLES: dict[str, Layer] = {
    "documents": Layer(
        (*DOCUMENT, "uri", "source_id", "language", "notes", "text"),
        _documents,
    ),
    "statements": _joined(
        "statements",
        ("speaker_entity", "addressee_entities", "source_at", "cue_at", "content_at"),
        lambda s: (
            s.speaker, s.addressees, places_of(s.source), places_of(s.cue), places_of(s.content),
        ),
    ),
    "events": _joined(
        "events",
        ("actor_mentions", "recipient_mentions", "place_mention"),
        lambda e: (e.actors, e.recipients, e.place),
    ),
    "figures": _joined(
        "figures", ("of_at", "place_mention"), lambda f: (places_of(f.of), f.place)
    ),
    "times": rows.LAYERS["times"],
    "places": rows.LAYERS["places"],
    "entities": Layer(
        (
            *DOCUMENT, "entity", "type", "name", "aliases", "country", "sectors", "external",
            "members", "mentions",
        ),
        _entities,
    ),
    "occupancies": Layer(
        (
            *DOCUMENT, "holder_entity", "holder", "position", "organisation_entity",
            "organisation", "status", "as_of", "words", "words_at", "start", "end",
        ),
        _occupancies,
    ),
    "relations": Layer(
        (
            *DOCUMENT, "type", "source", "target", "source_mention", "target_mention", "evidence",
            "statement", "confidence", "start", "end",
        ),
        _relations,
    ),
    "mentions": Layer(
        (
            *DOCUMENT, "mention", "words", "type", "form", "entity", "name", "confidence",
            "start", "end",
        ),
        _mentions,
    ),
}  # fmt: skip
"""Every table by its name: the documents, and each layer of their records."""
