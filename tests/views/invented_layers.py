"""The invented report with events, figures, times and places, for the tests of those layers."""

from __future__ import annotations

from typing import Any

import msgspec
from invented import document, report, spans, statement

from onrecord.schema import Entity, Event, Figure, Mention, Place, Record, Span, Spans, Time


def one(text: str, phrase: str, after: str = "") -> Span:
    """Where a phrase stands."""
    return spans(text, phrase, after=after)[0]


def mention(text: str, identifier: str, phrase: str, kind: str, after: str = "") -> Mention:
    start, end = one(text, phrase, after)
    return Mention(
        id=identifier, start=start, end=end, type=kind, form="name", entity=None, confidence=0.9
    )


def figure(text: str, identifier: str, phrase: str, low: Any, high: Any, **fields: Any) -> Figure:
    start, end = one(text, phrase)
    return Figure(
        id=identifier, start=start, end=end, low=low, high=high, **({"confidence": 0.9} | fields)
    )


def time(text: str, phrase: str, value: str | None, kind: str = "DATE") -> Time:
    start, end = one(text, phrase)
    return Time(start=start, end=end, type=kind, value=value, confidence=0.9)


def place(identifier: str, name: str, lat: float | None, lon: float | None, **fields: Any) -> Place:
    given: dict[str, Any] = {"geonames": None, "country": None, "admin1": None, "confidence": 0.9}
    return Place(mention=identifier, name=name, lat=lat, lon=lon, **(given | fields))


def layered() -> Record:
    """The invented report with every layer over it."""
    base = report()
    text = base.document.text
    mentions = (
        mention(text, "m1", "The government of Vessa", "Organisation"),
        mention(text, "m2", "the mining board", "Organisation"),
        mention(text, "m3", "PORT MARREN", "Location"),
        mention(text, "m4", "Port Marren", "Location", after="A boat"),
        mention(text, "m5", "Vessa", "Location"),
        mention(text, "m6", "Oda Brill", "Person"),
        mention(text, "m7", "no miner", "Person"),
    )
    events = (
        Event(
            id="e1", type="AGREE", trigger=one(text, "agreement"), actors=("m1",),
            recipients=("m2",), status="called_for", statement="a", contexts=("economic",),
            confidence=0.8,
        ),
        Event(
            id="e2", type="COERCE", mode="deport", trigger=one(text, "left behind"),
            recipients=("m7",), status="denied", statement="c", date="2031-03-01", confidence=0.6,
        ),
        Event(
            id="e3", type="CONSULT", mode="visit", trigger=one(text, "leaves"), actors=("m6",),
            place="m4", date="2031-02", confidence=0.4,
        ),
    )  # fmt: skip
    figures = (
        figure(
            text, "f1", "7,000 tonnes", 7000.0, 7000.0, qualifier="exact", unit="t", statement="f",
            of=spans(text, "were lost"),
        ),
        figure(text, "f2", "3", 3.0, None, qualifier="at_least", place="m3"),
    )  # fmt: skip
    times = (
        time(text, "March 3", "2031-03-03"),
        time(text, "dawn", "XXXX-XX-XXT05:00", "TIME"),
        time(text, "Monday", "XXXX-WXX-1"),
    )
    marren = {"country": "NO", "admin1": "Troms", "precision": "city"}
    places = (
        place("m3", "Port Marren", 69.6, 18.9, **marren),
        place("m4", "Port Marren", 69.6, 18.9, **marren),
        place("m5", "Vessa", 66.0, 15.0, precision="country"),
    )
    return msgspec.structs.replace(
        base, mentions=mentions, events=events, figures=figures, times=times, places=places
    )


def hostile_layers(words: str) -> Record:
    """A record with the words in every place of the layers that takes words."""
    text = f"{words} A said {words} here.\n{words}"
    end = len(words)
    whole: Spans = ((0, end),)
    return Record(
        document=document(text, title=words),
        mentions=tuple(
            Mention(id=i, start=0, end=end, type=words, form="name", entity="e", confidence=1)
            for i in (words, "m")
        ),
        entities=(Entity(id="e", type="Person", name=words, mentions=(words, "m")),),
        statements=(statement(text, words, "A", "said", [words], after=" A said"),),
        events=tuple(
            Event(
                id=words, type=words, mode=words, contexts=(words,), trigger=(0, end),
                actors=(words,), recipients=("m",), place=words, date=words, status=words,
                statement=said, cameo=words,
            )
            for said in (words, None, "gone")
        ),
        figures=(
            Figure(
                id=words, start=0, end=end, low=1.0, high=2.0, qualifier=words, unit=words,
                of=whole, statement=words, date=words, place=words,
            ),
        ),
        times=(Time(start=0, end=end, type=words, value=words, mod=words, anchor=words),),
        places=tuple(
            Place(
                mention=words, geonames=words, name=words, country=words, admin1=words, lat=lat,
                lon=3.0, precision=words,
            )
            for lat in (1.0, None)
        ),
    )  # fmt: skip
