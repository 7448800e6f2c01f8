"""What the templates of events, figures, places and relations need, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.schema import EVENT_STATUSES, Span
from onrecord.views.amounts import AmountLine
from onrecord.views.events import EventLine
from onrecord.views.html.spots import level, ranges
from onrecord.views.outline import one_line
from onrecord.views.places import PlaceLine
from onrecord.views.relations import RelationLine
from onrecord.views.words import Word


def event_values(lines: Sequence[EventLine], document: int) -> list[dict[str, Any]]:
    """The events of a document for `events.html`."""
    return [
        {
            "number": line.number,
            "anchor": f"e-{document}-{line.number}",
            "id": one_line(line.event.id),
            "date": line.date,
            # The code is a class of the style sheet, so only one that has its style.
            "status": line.event.status if line.event.status in EVENT_STATUSES else "unknown",
            "status_label": line.status_label,
            "status_note": line.status_note,
            "type_label": line.type_label,
            "type_note": line.type_note,
            "actors": line.actors,
            "trigger": line.trigger,
            "recipients": line.recipients,
            "place": line.place,
            "contexts": [one_line(c).replace("-", " ").lower() for c in line.event.contexts],
            "word": _word(line.word, document),
            "confidence": f"{line.event.confidence:.0%}",
            "level": level(line.event.confidence),
            "event_spans": ranges((line.event.trigger,)),
            "actor_spans": ranges(line.actor_spans),
            "recipient_spans": ranges(line.recipient_spans),
            "where_spans": ranges(line.place_spans),
        }
        for line in lines
    ]


def amount_values(lines: Sequence[AmountLine], document: int) -> list[dict[str, Any]]:
    """The figures of a document for `figures.html`."""
    return [
        {
            "number": line.number,
            "anchor": f"f-{document}-{line.number}",
            "id": one_line(line.figure.id),
            "words": line.words,
            "of": line.of,
            "extent": line.extent,
            "extent_note": line.hedge_note,
            "place": line.place,
            "date": line.date,
            "word": _word(line.word, document),
            "confidence": f"{line.figure.confidence:.0%}",
            "level": level(line.figure.confidence),
            "figure_spans": ranges((_span(line),)),
            "of_spans": ranges(line.figure.of),
        }
        for line in lines
    ]


def place_values(lines: Sequence[PlaceLine], document: int) -> list[dict[str, Any]]:
    """The places of a document for `places.html`."""
    return [
        {
            "number": line.number,
            "anchor": f"p-{document}-{line.number}",
            "id": one_line(line.place.mention),
            "name": line.name,
            "within": line.within,
            "precision": line.precision_label,
            "precision_note": line.precision_note,
            "mentions": len(line.spans),
            "spans": ranges(line.spans),
        }
        for line in lines
    ]


def tie_values(lines: Sequence[RelationLine], document: int) -> list[dict[str, Any]]:
    """The relations of a document for `relations.html`."""
    return [
        {
            "number": line.number,
            "anchor": f"r-{document}-{line.number}",
            "id": f"r{line.number}",
            "one": line.one,
            "how": line.how,
            "how_note": line.note,
            "other": line.other,
            "word": _word(line.word, document),
            "confidence": f"{line.relation.confidence:.0%}",
            "level": level(line.relation.confidence),
            "spans": ranges(line.spans),
            "evidence_spans": ranges((line.relation.evidence,)),
        }
        for line in lines
    ]


def _span(line: AmountLine) -> Span:
    return line.figure.start, line.figure.end


def _word(word: Word, document: int) -> dict[str, Any]:
    anchor = f"s-{document}-{word.number}" if word.number else ""
    return {"who": word.who, "number": word.number, "anchor": anchor}
