"""Records made by hand over short invented texts, for the tests of the views."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from onrecord.schema import Document, Entity, Record, Section, Spans, Statement

REPORT = """\
Vessa weighs the return of its miners
By Ilka Tornen
PORT MARREN, March 3 —
The government of Vessa is seeking a quick agreement with the mining board.

“The minister stressed that no miner will be left behind, and that the shafts stay closed,” \
a summary of the call noted on Monday.

A boat leaves Port Marren at dawn. A boat leaves Port Marren at dawn. (credit: Invented/A. Lund)

“We will come back,” Deputy Minister Oda Brill told reporters, “when the pumps are running.”

There are concerns that the pumps might fail again. Brill denied that 7,000 tonnes were lost.

Sign up for our newsletter.
"""


def spans(text: str, *phrases: str, after: str = "") -> Spans:
    """Where the phrases stand, each looked for after the one before it."""
    at = text.index(after) if after else 0
    found = []
    for phrase in phrases:
        start = text.index(phrase, at)
        at = start + len(phrase)
        found.append((start, at))
    return tuple(found)


def document(text: str, **fields: Any) -> Document:
    identifier = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id=identifier, text=text, **fields)


def statement(
    text: str,
    identifier: str,
    source: str = "",
    cue: str = "",
    content: Sequence[str] = (),
    *,
    after: str = "",
    **fields: Any,
) -> Statement:
    """A statement whose words are looked for in the text."""
    given = {"form": "indirect", "speaker": None, "speaker_kind": "named", "confidence": 0.8}
    return Statement(
        id=identifier,
        source=spans(text, source, after=after) if source else (),
        cue=spans(text, cue, after=after) if cue else (),
        content=spans(text, *content, after=after),
        **(given | fields),
    )


def report() -> Record:
    """The report above, with nested, discontinuous and sourceless statements."""
    text = REPORT

    def section(kind: Any, words: str, repeat: bool = False) -> Section:
        start, end = spans(text, words)[0]
        return Section(kind=kind, start=start, end=end, repeat=repeat)

    caption = "A boat leaves Port Marren at dawn. A boat leaves Port Marren at dawn. (credit: Inv"
    start = text.index(caption)
    sections = (
        section("headline", "Vessa weighs the return of its miners"),
        section("byline", "By Ilka Tornen"),
        section("dateline", "PORT MARREN, March 3 —"),
        Section(kind="caption", start=start, end=text.index(")", start) + 1),
        section("credit", "(credit: Invented/A. Lund)"),
        section("boilerplate", "Sign up for our newsletter."),
    )
    entities = (
        Entity(id="e1", type="State", name="Vessa", aliases=("the government of Vessa",)),
        Entity(id="e2", type="Document", name="a summary of the call"),
        Entity(id="e3", type="Person", name="Oda Brill", aliases=("Brill",)),
        Entity(id="e4", type="Group", name="reporters"),
    )
    quote = (
        "The minister stressed that no miner will be left behind, and that the shafts stay closed"
    )
    statements = (
        statement(
            text, "a", "The government of Vessa", "is seeking",
            ["a quick agreement with the mining board"],
            speaker="e1", attitude="intention", confidence=0.91,
        ),
        statement(
            text, "b", "a summary of the call", "noted", [quote],
            speaker="e2", speaker_kind="document", form="direct", channel="readout",
            channel_span=spans(text, "a summary of the call")[0], confidence=0.87,
        ),
        statement(
            text, "c", "The minister", "stressed",
            ["that no miner will be left behind, and that the shafts stay closed"],
            after="“The minister", speaker_kind="office", parent="b", confidence=0.72,
        ),
        statement(
            text, "d", "Deputy Minister Oda Brill", "told",
            ["We will come back", "when the pumps are running"],
            speaker="e3", form="direct", addressees=("e4",), attitude="promise",
            channel="press_conference", confidence=0.95,
        ),
        statement(
            text, "e", "", "There are concerns", ["that the pumps might fail again"],
            speaker_kind="impersonal", attitude="belief", confidence=0.64,
        ),
        statement(
            text, "f", "Brill", "denied", ["that 7,000 tonnes were lost"],
            after="Brill denied", speaker="e3", attitude="denial", date="2031-03-03",
            confidence=0.9,
        ),
    )  # fmt: skip
    return Record(
        document=document(
            text,
            uri="https://example.org/vessa?a=1&b=2",
            title="Vessa weighs the return of its miners",
            publisher="The Invented Courier",
            published="2031-03-03",
            language="en",
            sections=sections,
        ),
        entities=entities,
        statements=statements,
        notes=("This report is invented.",),
    )
