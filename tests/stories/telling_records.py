"""Small invented reports with records made by hand, for the tests of stories."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from onrecord.schema import (
    Document,
    Entity,
    Event,
    Figure,
    Mention,
    Place,
    Record,
    Section,
    Span,
    Statement,
)

TOWN: dict[str, Any] = {
    "geonames": None, "country": "NO", "admin1": "Troms", "precision": "city",
}  # fmt: skip
PORT = (69.6, 18.9)
FAR = (59.9, 10.7)


class Made:
    """A report in the making: items are named by the words that they stand at."""

    def __init__(self, text: str, published: str | None = "2031-03-03", **fields: Any) -> None:
        self.text = text
        identifier = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        title = text.split("\n", 1)[0]
        end = len(title)
        sections = (
            Section(kind="headline", start=0, end=end),
            Section(kind="body", start=end, end=len(text)),
        )
        given = {"title": title, "published": published, "sections": sections, "language": "en"}
        self.document = Document(id=identifier, text=text, **(given | fields))
        self.mentions: list[Mention] = []
        self.entities: list[Entity] = []
        self.events: list[Event] = []
        self.figures: list[Figure] = []
        self.statements: list[Statement] = []
        self.places: list[Place] = []

    def at(self, words: str, after: str = "") -> Span:
        start = self.text.index(words, self.text.index(after) if after else 0)
        return start, start + len(words)

    def name(self, words: str, kind: str = "Person", after: str = "", **fields: Any) -> str:
        """Name somebody; the id of the mention."""
        start, end = self.at(words, after)
        entity, mention = f"n{len(self.entities)}", f"m{len(self.mentions)}"
        what = "Location" if kind == "State" else kind
        self.mentions.append(
            Mention(id=mention, start=start, end=end, type=what, form="name", entity=entity,
                    confidence=0.9)
        )  # fmt: skip
        self.entities.append(
            Entity(id=entity, type=kind, name=words, mentions=(mention,), **fields)
        )
        return mention

    def common(self, words: str, kind: str = "Person", after: str = "") -> str:
        start, end = self.at(words, after)
        mention = f"m{len(self.mentions)}"
        self.mentions.append(
            Mention(id=mention, start=start, end=end, type=kind, form="nominal", entity=None,
                    confidence=0.9)
        )  # fmt: skip
        return mention

    def town(self, words: str, point: tuple[float, float] = PORT, after: str = "") -> str:
        mention = self.name(words, "Location", after)
        self.places.append(Place(mention=mention, name=words, lat=point[0], lon=point[1], **TOWN))
        return mention

    def event(self, words: str, type: str = "ASSAULT", after: str = "", **fields: Any) -> str:
        identifier = f"v{len(self.events)}"
        self.events.append(
            Event(id=identifier, type=type, trigger=self.at(words, after), confidence=0.9, **fields)
        )
        return identifier

    def figure(
        self, words: str, low: float | None, high: float | None, of: str = "", after: str = "",
        **fields: Any,
    ) -> str:  # fmt: skip
        start, end = self.at(words, after)
        identifier = f"f{len(self.figures)}"
        counted = (self.at(of, words),) if of else ()
        self.figures.append(
            Figure(id=identifier, start=start, end=end, low=low, high=high, of=counted,
                   confidence=0.9, **({"qualifier": "exact"} | fields))
        )  # fmt: skip
        return identifier

    def say(
        self, source: str, cue: str, content: str, attitude: str = "assertion",
        after: str = "", **fields: Any,
    ) -> str:  # fmt: skip
        identifier = f"s{len(self.statements)}"
        speaker = next((e.id for e in self.entities if e.name == source), None)
        self.statements.append(
            Statement(
                id=identifier, source=(self.at(source, after),), cue=(self.at(cue, after),),
                content=(self.at(content, after),), form="indirect",
                speaker=speaker, speaker_kind="named", attitude=attitude, confidence=0.9, **fields,
            )
        )  # fmt: skip
        return identifier

    def record(self) -> Record:
        return Record(
            document=self.document,
            mentions=tuple(self.mentions),
            entities=tuple(self.entities),
            events=tuple(self.events),
            figures=tuple(self.figures),
            statements=tuple(self.statements),
            places=tuple(self.places),
        )


def killing(
    headline: str = "Editor shot in Marren", published: str = "2031-03-03",
    victim: str = "Oda Brill", point: tuple[float, float] = PORT,
    date: str | None = "2031-03-02", type: str = "ASSAULT",
    publisher: str | None = None, **fields: Any,
) -> Record:  # fmt: skip
    """A report of one killing."""
    made = Made(
        f"{headline}\nGunmen killed {victim} in Marren, police said.\n", published,
        publisher=publisher,
    )  # fmt: skip
    who = made.name(victim, after="killed")
    town = made.town("Marren", point, after="killed")
    made.event("killed", type, recipients=(who,), place=town, date=date, **fields)
    return made.record()


def toll(
    published: str | None, said: Sequence[tuple[str, str, float]], town: str = "Marren"
) -> Record:
    """A report in which speakers give tolls: the speaker, the words and the number."""
    lines = [f"{who} said {words} people had died in {town}." for who, words, _ in said]
    made = Made(f"Flood at {town}, {published}\n" + "\n".join(lines) + "\n", published)
    for (who, words, number), line in zip(said, lines, strict=True):
        made.name(who, after=line)
        made.town(town, after=line)
        statement = made.say(who, "said", f"{words} people had died in {town}", after=line)
        made.figure(words, number, number, "people", after=line, statement=statement)
    return made.record()
