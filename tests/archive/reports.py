"""Small ready records over invented texts, for the tests of the archive."""

from __future__ import annotations

import hashlib
import random
from typing import Any

from onrecord.schema import (
    Document,
    Entity,
    Event,
    Figure,
    Mention,
    Occupancy,
    Place,
    Record,
    Statement,
)

Span = tuple[int, int]


def at(text: str, phrase: str, after: str = "") -> Span:
    """Where a phrase stands."""
    start = text.index(phrase, text.index(after) if after else 0)
    return start, start + len(phrase)


def document(text: str, **fields: Any) -> Document:
    identifier = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id=identifier, text=text, **fields)


MINE = """\
Vessa weighs the return of its miners
Deputy Minister Oda Brill denied that 7,000 tonnes were lost.
“We will come back when the pumps are running,” Brill told reporters in Port Marren.
Vessa met the mining board. The board said more than 300 miners had left.
"""


def mine(**fields: Any) -> Record:
    """A report with two speakers, an event, two figures and a place."""
    text = MINE
    given = {
        "title": "Vessa weighs the return of its miners",
        "publisher": "The Invented Courier",
        "published": "2031-03-03",
        "uri": "https://example.org/mine",
        "language": "en",
    }
    return Record(
        document=document(text, **given | fields),
        mentions=(
            _mention(text, "m1", "Vessa", "Location", "e2", after="Vessa met"),
            _mention(text, "m2", "the mining board", "Organisation", "e3"),
            _mention(text, "m3", "Port Marren", "Location"),
            _mention(text, "m4", "Deputy Minister Oda Brill", "Person", "e1"),
        ),
        entities=(
            Entity(id="e1", type="Person", name="Oda Brill", aliases=("Brill",), country="NO"),
            Entity(id="e2", type="State", name="Vessa"),
            Entity(id="e3", type="Organisation", name="Mining Board", aliases=("the board",)),
            Entity(id="e4", type="Group", name="reporters"),
        ),
        occupancies=(
            Occupancy(
                holder="e1", position="deputy minister", organisation="e2", status="current",
                spans=(at(text, "Deputy Minister"),),
            ),
        ),
        statements=(
            Statement(
                id="s1", source=(at(text, "Deputy Minister Oda Brill"),), cue=(at(text, "denied"),),
                content=(at(text, "that 7,000 tonnes were lost"),), form="indirect", speaker="e1",
                speaker_kind="named", attitude="denial", date="2031-03-02", confidence=0.9,
            ),
            Statement(
                id="s2", source=(at(text, "Brill", after="running"),),
                cue=(at(text, "told"),),
                content=(at(text, "We will come back when the pumps are running"),),
                form="direct", speaker="e1", speaker_kind="named", addressees=("e4",),
                attitude="promise", channel="press_conference", confidence=0.9,
            ),
            Statement(
                id="s3", source=(at(text, "The board"),), cue=(at(text, "said"),),
                content=(at(text, "more than 300 miners had left"),), form="indirect",
                speaker="e3", speaker_kind="named", confidence=0.9,
            ),
        ),
        events=(
            Event(
                id="v1", type="CONSULT", mode="visit", trigger=at(text, "met"), actors=("m1",),
                recipients=("m2",), date="2031-03-01", quad=1, confidence=0.8,
            ),
            Event(
                id="v2", type="RETREAT", mode="return", trigger=at(text, "come back"),
                actors=("m4",), place="m3", status="planned", statement="s2", confidence=0.8,
            ),
        ),
        figures=(
            Figure(
                id="f1", start=at(text, "7,000")[0], end=at(text, "7,000")[1], low=7000.0,
                high=7000.0, qualifier="exact", unit="t", of=(at(text, "tonnes"),),
                statement="s1", confidence=0.9,
            ),
            Figure(
                id="f2", start=at(text, "more than 300")[0], end=at(text, "more than 300")[1],
                low=300.0, high=None, qualifier="more_than", of=(at(text, "miners", "300"),),
                statement="s3", confidence=0.9,
            ),
        ),
        places=(
            Place(
                mention="m3", geonames="1", name="Port Marren", country="NO", admin1="Troms",
                lat=69.6, lon=18.9, precision="city", confidence=0.9,
            ),
        ),
    )  # fmt: skip


def _mention(
    text: str, identifier: str, phrase: str, kind: str, entity: str | None = None, after: str = ""
) -> Mention:
    start, end = at(text, phrase, after)
    return Mention(
        id=identifier, start=start, end=end, type=kind, form="name", entity=entity, confidence=0.9
    )


def note(number: int, **fields: Any) -> Record:
    """A report of one sentence, always the same for its number, with one statement."""
    chance = random.Random(number)
    name = chance.choice(("Ada Lund", "Bo Krag", "Cia Moe", "Dag Ness"))
    attitude = chance.choice(("assertion", "denial", "promise"))
    text = f"Note {number}\n{name} said that valley number{number} was open to walkers.\n"
    day = 1 + number % 28
    given = {
        "title": f"Note {number}",
        "publisher": f"Gazette {'NESW'[number % 4]}",
        "published": f"2030-{1 + number % 12:02}-{day:02}",
        "uri": f"notes/{number}.txt",
        "language": "en",
    }
    return Record(
        document=document(text, **given | fields),
        entities=(Entity(id="e1", type="Person", name=name),),
        statements=(
            Statement(
                id="s1", source=(at(text, name),), cue=(at(text, "said"),),
                content=(at(text, f"that valley number{number} was open to walkers"),),
                form="indirect", speaker="e1", speaker_kind="named", attitude=attitude,
                confidence=0.9,
            ),
        ),
    )  # fmt: skip
