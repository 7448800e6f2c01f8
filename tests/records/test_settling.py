"""Names that are only places are places, and who acts stays who they are."""

import pytest

from onrecord.records.places.settling import settled
from onrecord.schema import Document, Entity, Mention, Place, Record, Statement

TEXT = "Lerna lies north. Lerna spoke. He left."
SPOKE = Statement(
    id="s1", source=((18, 23),), cue=((24, 29),), content=((0, 16),), form="indirect",
    speaker="e1", speaker_kind="named",
)  # fmt: skip


def reading(name="Lerna", confidence=0.9, form="name", statements=(), type="Person"):
    spans = ((0, 5, "name"), (18, 23, "name"), *(((31, 33, form),) if form != "name" else ()))
    mentions = [
        Mention(id=f"m{n}", start=s, end=e, type=type, form=f, entity="e1", confidence=0.5)
        for n, (s, e, f) in enumerate(spans)
    ]
    places = [
        Place(
            mention=f"m{n}", geonames=None, name="Lerna", country="GR", admin1=None, lat=37.5,
            lon=22.7, precision="city", confidence=confidence,
        )
        for n in (0, 1)
    ]  # fmt: skip
    one = Entity(id="e1", type=type, name=name, mentions=tuple(m.id for m in mentions))
    return Record(
        document=Document(id="a" * 64, text=TEXT),
        mentions=tuple(mentions), entities=(one,), places=tuple(places), statements=statements,
    )  # fmt: skip


@pytest.mark.parametrize("type", ["Person", "Organisation"])
def test_who_is_on_the_map_and_nothing_else_is_a_place(type):
    record = settled(reading(type=type))
    assert record.entities[0].type == "Location"
    assert {m.type for m in record.mentions} == {"Location"}


@pytest.mark.parametrize(
    "known",
    [
        {"confidence": 0.5},
        {"form": "pronoun"},
        {"statements": (SPOKE,)},
        {"name": "Argolic Union"},
        {"type": "State"},
    ],
)
def test_who_acts_or_is_called_otherwise_or_hardly_on_the_map_stays(known):
    record = reading(**known)
    assert settled(record) is record
