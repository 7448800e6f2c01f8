"""Everything that the template of a document needs: its text, its lists, its map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from onrecord.schema import Record
from onrecord.views.amounts import amount_lines
from onrecord.views.events import event_lines
from onrecord.views.html.blocks import text_html
from onrecord.views.html.cards import document_values
from onrecord.views.html.items import amount_values, event_values, place_values, tie_values
from onrecord.views.html.layers import PERSON, Touch, touches
from onrecord.views.html.map import map_values
from onrecord.views.outline import outline
from onrecord.views.people import references
from onrecord.views.places import place_lines
from onrecord.views.relations import relation_lines


def whole(record: Record, number: int, marked: Sequence[Touch] = ()) -> dict[str, Any]:
    """One document for `document.html`.

    Args:
        record: what to show.
        number: which document of the page it is; part of every anchor.
        marked: further marks to draw in the text.
    """
    lines = outline(record)
    events, amounts, places, ties = (
        event_lines(record, lines),
        amount_lines(record, lines),
        place_lines(record),
        relation_lines(record, lines),
    )
    layers = touches(record, events, amounts, places, ties)
    every = sorted({*layers, *marked}) if marked else layers
    return {
        "body": Markup(text_html(record.document, lines, references(record), every)),
        "events": event_values(events, number),
        "amounts": amount_values(amounts, number),
        "places": place_values(places, number),
        "ties": tie_values(ties, number),
        "map": map_values(places),
        "times": len(record.times),
        "named": any(touch.name == PERSON for touch in layers),
        **document_values(record, number, lines),
    }
