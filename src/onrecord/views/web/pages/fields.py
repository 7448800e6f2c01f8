"""What of an item can be corrected: its controls in a form, and what the form may say."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from onrecord.archive.corrections import CorrectedKind
from onrecord.knowledge import plover
from onrecord.schema import (
    ATTITUDES,
    CHANNELS,
    EVENT_STATUSES,
    FORMS,
    PLACE_PRECISIONS,
    QUALIFIERS,
    SPEAKER_KINDS,
    Record,
    Term,
)
from onrecord.views.web.asking import PageError

LONGEST = 200
"""Characters of a name or date."""

Value = str | int | float | None


class Field(NamedTuple):
    """One control: a choice where it has options, else a line of text or a number."""

    name: str
    label: str
    kind: Literal["choice", "text", "name", "number"] = "text"
    options: tuple[tuple[str, str], ...] = ()
    open: bool = False
    """Whether there may be none."""


def _terms(vocabulary: Mapping[str, Term]) -> tuple[tuple[str, str], ...]:
    return tuple((code, term.label) for code, term in vocabulary.items())


@cache
def fields(kind: CorrectedKind) -> tuple[Field, ...]:
    """The controls of a kind."""
    if kind == "statement":
        return (
            Field("speaker", "Speaker", "name", open=True),
            Field("speaker_kind", "Kind of speaker", "choice", _terms(SPEAKER_KINDS)),
            Field("attitude", "Attitude", "choice", _terms(ATTITUDES)),
            Field("channel", "Channel", "choice", _terms(CHANNELS), open=True),
            Field("form", "Form", "choice", _terms(FORMS)),
            Field("date", "Date", open=True),
        )
    if kind == "event":
        roots = tuple((root, root.lower().replace("-", " ")) for root in plover.roots())
        modes = sorted({mode for _, mode in plover.classes() if mode})
        named = tuple((mode, mode.lower().replace("-", " ")) for mode in modes)
        return (
            Field("type", "Class", "choice", roots),
            Field("mode", "Mode", "choice", named, open=True),
            Field("status", "Status", "choice", _terms(EVENT_STATUSES)),
            Field("date", "Date", open=True),
        )
    if kind == "figure":
        return (
            Field("low", "At least", "number", open=True),
            Field("high", "At most", "number", open=True),
            Field("qualifier", "Hedge", "choice", _terms(QUALIFIERS), open=True),
            Field("unit", "Unit", open=True),
            Field("date", "Date", open=True),
        )
    return (
        Field("name", "Name"),
        Field("country", "Country (two letters)", open=True),
        Field("admin1", "Region", open=True),
        Field("lat", "Latitude", "number", open=True),
        Field("lon", "Longitude", "number", open=True),
        Field("precision", "Stands for", "choice", _terms(PLACE_PRECISIONS)),
        Field("geonames", "GeoNames id", open=True),
    )


def held(record: Record, kind: CorrectedKind, item: Any) -> dict[str, Value]:
    """What an item holds in each field; a speaker by name."""
    values: dict[str, Value] = {f.name: getattr(item, f.name) for f in fields(kind)}
    if kind == "statement":
        entity = record.entity(item.speaker)
        values["speaker"] = entity.name if entity else None
    return values


def given(form: Mapping[str, str], kind: CorrectedKind) -> dict[str, Value]:
    """What a form says of each field that it has.

    Raises:
        PageError: a field cannot hold that.
    """
    return {f.name: _read(f, form[f.name].strip()) for f in fields(kind) if f.name in form}


def _read(field: Field, value: str) -> Value:
    if not value:
        if field.open:
            return None
        raise PageError(422, f"{field.label} cannot be left empty")
    if field.kind == "choice":
        if value not in dict(field.options):
            raise PageError(422, f"{field.label} cannot be {value[:40]!r}")
        return value
    if field.kind == "number":
        return _number(field, value)
    if len(value) > LONGEST or not value.isprintable():
        raise PageError(422, f"{field.label} is too long, or more than a line")
    if field.name == "country" and not re.fullmatch("[A-Z]{2}", value):
        raise PageError(
            422, "A country is written as two capital letters", "ISO 3166-1, such as TR."
        )
    return value


def _number(field: Field, value: str) -> float:
    bounds = {"lat": 90.0, "lon": 180.0}
    try:
        number = float(value.replace(",", ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) > bounds.get(field.name, 1e18):
        raise PageError(422, f"{field.label} is no number that it can be: {value[:40]}")
    return number
