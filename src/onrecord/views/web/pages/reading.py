"""The reader: a report with its layers, each item's reasons, and a form to put it right."""

from __future__ import annotations

import re
from typing import Any

from onrecord.archive import Correction
from onrecord.archive.corrections import anchor_of
from onrecord.archive.passages import Sentences
from onrecord.schema import Record, Span
from onrecord.views.amounts import amount_lines
from onrecord.views.events import event_lines
from onrecord.views.html.layers import Touch
from onrecord.views.html.whole import whole
from onrecord.views.outline import outline, title_of
from onrecord.views.places import place_lines
from onrecord.views.web.asking import Answer, Ask, Onward, PageError, Shown, where
from onrecord.views.web.pages import fields
from onrecord.views.why import HOW, Why
from onrecord.views.why import why as reasons_for

HERE = "here"
"""The mark of the words that a link is about."""

_AT = re.compile(r"(\d{1,9})-(\d{1,9})")
PREFIX = {"statement": "s", "event": "e", "figure": "f", "place": "p", "relation": "r"}


def report(ask: Ask) -> Answer:
    """A report in the reader; `?at=120-180` marks those characters."""
    record = record_of(ask)
    marked = tuple(Touch(*span, HERE) for span in _at(ask))
    values = whole(record, 1, marked)
    document = record.document
    for figure in values["figures"]:
        figure["link"] = where("people", f"{document.id}:{figure['entity']}")
    corrections = tuple(ask.archive.corrections(document.id))
    return Shown(
        "reader.html",
        values
        | {
            "page_title": title_of(document),
            "document": document.id,
            "reading": ask.archive.store.reading(document.id) or "",
            "corrections": len(corrections),
            "stories": ask.desk.stories_of(document.id),
            "why_base": where("reports", document.id) + "/",
        },
    )


def item(ask: Ask) -> Answer:
    """The deep link of an item: the reader, at the item's place in its list."""
    record, identifier = record_of(ask), ask.path["item"]
    found = reasons_for(record, identifier)
    document = record.document.id
    if found is None:
        return Onward(where("reports", document))
    number = _number(record, found)
    if number is None:
        return Onward(where("reports", document, at=f"{found.span[0]}-{found.span[1]}"))
    fragment = f"{PREFIX[found.kind]}-1-{number}"
    return Onward(where("reports", document, fragment=fragment))


def why(ask: Ask) -> Answer:
    """Why an item is there; `?part=1` gives the piece that the reader puts below a card."""
    record, identifier = record_of(ask), ask.path["item"]
    found = reasons_for(record, identifier)
    if found is None:
        raise PageError(404, "This report has no such item", "It may have been taken out.")
    part = bool(ask.query.get("part"))
    template = "why_part.html" if part else "why.html"
    return Shown(template, why_values(ask, record, identifier, found))


def why_values(ask: Ask, record: Record, identifier: str, found: Why) -> dict[str, Any]:
    """What the template of an item's reasons needs."""
    document = record.document
    start, end = Sentences(document.text).around(*found.span)
    a, b = found.span
    text = document.text
    values: dict[str, Any] = {
        "page_title": f"Why: {title_of(document)}",
        "document": document.id,
        "title": title_of(document),
        "item": identifier,
        "kind": found.kind,
        "before": text[start:a],
        "words": text[a:b],
        "after": text[b:end],
        "confidence": found.confidence,
        "surely": found.surely,
        "reasons": found.reasons,
        "how": HOW,
        "reading": ask.archive.store.reading(document.id) or "",
        "fields": (),
        "held": {},
        "names": (),
        "anchor": "",
        "correction": None,
    }
    if found.kind == "relation":
        return values
    anchor = anchor_of(record, found.kind, found.item)
    if anchor is None:
        return values
    return values | {
        "fields": fields.fields(found.kind),
        "held": fields.held(record, found.kind, found.item),
        "names": sorted({e.name for e in record.entities if e.type != "Location"}),
        "anchor": f"{anchor[0]}-{anchor[1]}",
        "correction": correction_at(ask, document.id, found.kind, anchor),
    }


def correction_at(ask: Ask, document: str, kind: str, anchor: Span) -> Correction | None:
    """The correction of the item of a kind that stands at those characters."""
    return next(
        (
            c
            for c in ask.archive.corrections(document)
            if c.kind == kind and c.anchor[0] < anchor[1] and anchor[0] < c.anchor[1]
        ),
        None,
    )


def record_of(ask: Ask) -> Record:
    """The record that the path names.

    Raises:
        PageError: the archive has none of that id.
    """
    record = ask.archive.record(ask.path["document"])
    if record is None:
        raise PageError(404, "The archive has no such report", "Look for it in the search.")
    return record


def _at(ask: Ask) -> list[Span]:
    spans = (_AT.fullmatch(piece) for piece in ask.query.get("at", "").split(" ")[:20])
    return [(int(m[1]), int(m[2])) for m in spans if m and int(m[1]) < int(m[2])]


def _number(record: Record, found: Why) -> int | None:
    """The number of an item in the list that the reader shows."""
    if found.kind == "relation":
        return record.relations.index(found.item) + 1
    lines = outline(record)
    if found.kind == "statement":
        return next((x.number for x in lines if x.statement.id == found.item.id), None)
    if found.kind == "event":
        return next(
            (x.number for x in event_lines(record, lines) if x.event.id == found.item.id), None
        )
    if found.kind == "figure":
        return next(
            (x.number for x in amount_lines(record, lines) if x.figure.id == found.item.id), None
        )
    return next((x.number for x in place_lines(record) if found.span in x.spans), None)
