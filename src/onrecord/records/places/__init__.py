"""Places of a report: every toponym, adjective of a country and site, put on the map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from onrecord.knowledge import gazetteer
from onrecord.knowledge.register import Entry, Register
from onrecord.records.places import resolving, spotting
from onrecord.records.places import weights as learned
from onrecord.records.places.resolving import Choice
from onrecord.records.places.spotting import Spotted, Words
from onrecord.schema import Document, Mention, Place, Record, Span

LEAST = 0.35
"""Least chance with which a name is taken for a place's; set by hand to miss few."""

STEPS = ("spot", "first", "again")

_NOBODY = Register()
_UNION = "EU"
"""The European Union has a reserved code among the countries, but is none."""

_SIDE = re.compile(
    r"\b(?:(?:north|south)?-?(?:east|west)|north|south|central|upper|lower)(?:ern)?(?:most)? $",
    re.I,
)
"""What goes before a country to mean a part of it: `northeast Syria`."""

_WATER = re.compile(
    r" (?:[Rr]ivers?|[Cc]reeks?|[Vv]alleys?|[Mm]ountains?|Deserts?|[Pp]eninsulas?|[Ss]traits?"
    r"|Lakes?|Bay|Hills|Sea|Gulf|Basin)\b"
)
"""What follows a town's name to mean something longer than the town: `Kanawha River`."""

Weights = Mapping[str, Mapping[str, float]]
Found = tuple[tuple[Mention, ...], tuple[Place, ...]]


def placed(record: Record, lines: Sequence[Span], own: Register = _NOBODY) -> Record:
    """The record with its places, and a mention for each."""
    mentions, places = find(record, lines, own)
    return msgspec.structs.replace(record, mentions=mentions, places=places)


def find(
    record: Record,
    lines: Sequence[Span],
    own: Register = _NOBODY,
    *,
    weights: Weights | None = None,
) -> Found:
    """The mentions of a record with those of places among them, and the places.

    Args:
        record: what is known of the report: its document, mentions and entities.
        lines: the lines that are read.
        own: places that the user knows; they come before everything found here.
        weights: what to go by in place of the packaged weights.
    """
    steps = _steps(weights)
    text = record.document.text
    known = [hit for line in lines for hit in own.find_places(text, *line)]
    words = Words(text, lines, record.mentions, record.entities)
    found = spotting.spot(words, steps["spot"], LEAST)
    free = [h for h in found if not any(s < h.end and h.start < e for s, e, _ in known)]
    return _written(record, spotting.linked(text, free), known, steps)


def locate(
    record: Record, spans: Iterable[Mapping[str, Any]], *, weights: Weights | None = None
) -> Found:
    """The same for names that are given, each with its `start` and `end`."""
    return _written(record, given(record.document, spans), [], _steps(weights))


def given(document: Document, spans: Iterable[Mapping[str, Any]]) -> list[Spotted]:
    """Names that are given, as if they had been spotted; those of no known place are left out."""
    ordered = sorted((s["start"], s["end"]) for s in spans)
    return spotting.linked(
        document.text, [hit for span in ordered for hit in spotting.named(document.text, *span)]
    )


def publisher_of(document: Document) -> str:
    """What tells where a report is published: its address, or else its publisher."""
    return document.uri or document.publisher or ""


def _steps(weights: Weights | None) -> Weights:
    return weights or {step: learned.of(step) for step in STEPS}


def _written(
    record: Record, found: Sequence[Spotted], own: Sequence[tuple[int, int, Entry]], steps: Weights
) -> Found:
    text = record.document.text
    publisher = publisher_of(record.document)
    choices = resolving.resolved(found, publisher, steps["first"], steps["again"])
    rows = [(*_place(text, hit, choices[hit.name]), hit.form, hit.chance) for hit in found]
    rows += [((s, e), _owned(entry), "name", 1.0) for s, e, entry in own]
    known = {(m.start, m.end): m for m in reversed(record.mentions)}
    number = max((int(m.id[1:]) for m in record.mentions if m.id[1:].isdecimal()), default=0)
    added: list[Mention] = []
    places: list[Place] = []
    for span, place, form, chance in sorted(rows, key=lambda r: r[0]):
        mention = known.get(span)
        if mention is None:
            number += 1
            mention = _mention(f"m{number}", span, form, chance)
            known[span] = mention
            added.append(mention)
        places.append(msgspec.structs.replace(place, mention=mention.id))
    mentions = sorted((*record.mentions, *added), key=lambda m: (m.start, -m.end))
    return tuple(mentions), tuple(places)


def _mention(identifier: str, span: Span, form: str, chance: float) -> Mention:
    return Mention(
        id=identifier,
        start=span[0],
        end=span[1],
        type="Nationality" if form == "adjective" else "Location",
        form=form,
        entity=None,
        confidence=round(chance, 3),
    )


def _place(text: str, hit: Spotted, choice: Choice) -> tuple[Span, Place]:
    """A place and the interval that names it, for a mention that is not known yet."""
    spot = gazetteer.place(choice.number)
    start, end = hit.start, hit.end
    name, precision, geonames = spot.name, spot.kind, spot.geonames
    side = _SIDE.search(text, max(0, start - 24), start)
    water = _WATER.match(text, end)
    if hit.form == "name" and side and spot.kind in ("country", "admin"):
        # A part of a country is not the country; its point is merely within.
        start = side.start()
        name, precision, geonames = text[start:end], "region", None
    elif hit.form == "name" and water and spot.kind in ("city", "admin"):
        end = water.end()
        name, precision, geonames = text[start:end], "region", None
    return (start, end), Place(
        mention="",
        geonames=geonames,
        name=name,
        country=None if spot.country in ("", _UNION) else spot.country,
        admin1=spot.admin1 or None,
        lat=spot.lat,
        lon=spot.lon,
        precision="region" if spot.country == _UNION else precision,
        confidence=round(hit.chance * choice.chance, 3),
    )


def _owned(entry: Entry) -> Place:
    """A place of the user's own register."""
    return Place(
        mention="",
        geonames=None,
        name=entry.name,
        country=entry.country,
        admin1=None,
        lat=entry.lat,
        lon=entry.lon,
        precision="point",
        confidence=1.0,
    )
