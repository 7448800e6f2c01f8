"""A record as an archive keeps it: rows to list, each with the words it is found by."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

import msgspec

from onrecord.archive.passages import Sentences
from onrecord.archive.query import code
from onrecord.archive.rows import (
    DocumentRow,
    EventRow,
    FigureRow,
    PersonRow,
    PlaceRow,
    Searched,
    StatementRow,
)
from onrecord.knowledge import states
from onrecord.schema import (
    Entity,
    Event,
    Figure,
    Mention,
    Occupancy,
    Place,
    Record,
    Span,
    Statement,
    hull,
    words_of,
)

SEVERAL = "; "
"""Between names where a column holds several."""

Item = TypeVar("Item")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is kept of one record, each item with the words it is found by."""

    document: DocumentRow
    searched: Searched
    statements: tuple[tuple[StatementRow, Searched], ...]
    events: tuple[tuple[EventRow, Searched], ...]
    figures: tuple[tuple[FigureRow, Searched], ...]
    places: tuple[PlaceRow, ...]
    people: tuple[PersonRow, ...]


@lru_cache(1 << 12)
def tag(field: str, value: str | int) -> str:
    """A term of a closed vocabulary as one word: `attitude` and `denial` → `attitudedenial`."""
    return field + code(str(value))


def entry_of(record: Record) -> Entry:
    """What an archive keeps of a record."""
    return _Indexing(record).entry()


class _Indexing:
    """One record on its way into an archive."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.text = record.document.text
        self.sentences = Sentences(self.text)
        self.entities = {e.id: e for e in record.entities}
        self.mentions = {m.id: m for m in record.mentions}
        self.statements = {s.id: s for s in record.statements}
        self.events = _Spread(record.events, lambda event: event.trigger[0])
        self.figures = _Spread(record.figures, lambda figure: figure.start)
        self.here: dict[str, list[Place]] = {}
        for place in record.places:
            self.here.setdefault(place.mention, []).append(place)
        self.held: dict[str, list[Occupancy]] = {}
        for office in record.occupancies:
            self.held.setdefault(office.holder, []).append(office)
        located = [p for p in record.places if p.mention in self.mentions]
        self.places = _Spread(located, lambda place: self.mentions[place.mention].start)
        language = record.document.language
        self.shared = Searched(
            publisher=record.document.publisher or "",
            tags=(tag("language", language),) if language else (),
        )

    def entry(self) -> Entry:
        record, document = self.record, self.record.document
        titled = not document.title or document.title in self.text
        return Entry(
            document=DocumentRow(
                id=document.id,
                uri=document.uri,
                publisher=document.publisher,
                title=document.title or self._headline(),
                published=document.published,
                language=document.language,
                length=len(self.text),
            ),
            searched=_joined(
                Searched(words=self.text if titled else f"{document.title}\n{self.text}"),
                self.shared,
                *map(self._said, record.statements),
                *map(self._told, record.events),
                *map(self._numbered, record.figures),
                self._placed(record.places),
            ),
            statements=tuple(map(self._statement, record.statements)),
            events=tuple(map(self._event, record.events)),
            figures=tuple(map(self._figure, record.figures)),
            places=tuple(self._places()),
            people=tuple(self._people()),
        )

    def _headline(self) -> str | None:
        sections = self.record.document.sections
        found = next((s for s in sections if s.kind == "headline"), None)
        return self.text[found.start : found.end].strip() if found else None

    # Rows, each with all that it is found by: what it says itself, and what is said beside it.

    def _statement(self, statement: Statement) -> tuple[StatementRow, Searched]:
        pieces = tuple(sorted((*statement.source, *statement.cue, *statement.content)))
        start, end = hull(pieces) if pieces else (0, 0)
        around = self.sentences.around(start, end)
        speaker = self.entities.get(statement.speaker or "")
        row = StatementRow(
            id=statement.id,
            start=start,
            end=end,
            speaker=self._speaker(statement),
            entity=speaker.id if speaker else None,
            speaker_kind=statement.speaker_kind,
            addressees=_several(e.name for e in self._entities(statement.addressees)),
            attitude=statement.attitude,
            channel=statement.channel,
            form=statement.form,
            date=statement.date,
        )
        return row, _joined(
            Searched(words=words_of(self.text, pieces, " "), tags=_when(statement.date)),
            self.shared,
            self._said(statement),
            *(self._told(e) for e in self.events.within(around) if e.statement == statement.id),
            *(
                self._numbered(f)
                for f in self.figures.within(around)
                if f.statement == statement.id
            ),
            self._placed(self.places.within(around)),
        )

    def _event(self, event: Event) -> tuple[EventRow, Searched]:
        start, end = self.sentences.around(*event.trigger)
        said = self.statements.get(event.statement or "")
        row = EventRow(
            id=event.id,
            start=start,
            end=end,
            type=event.type,
            mode=event.mode,
            status=event.status,
            quad=event.quad,
            actors=_several(map(self._name, self._parties(event.actors))),
            words=words_of(self.text, (event.trigger,)),
            recipients=_several(map(self._name, self._parties(event.recipients))),
            place=self._place(event.place),
            date=event.date,
            speaker=self._speaker(said),
        )
        return row, _joined(
            Searched(words=self.text[start:end], tags=_when(event.date)),
            self.shared,
            self._said(said),
            self._told(event),
            *map(self._numbered, self.figures.within((start, end))),
            self._placed(self._here(event.place) or self.places.within((start, end))),
        )

    def _figure(self, figure: Figure) -> tuple[FigureRow, Searched]:
        start, end = self.sentences.around(figure.start, figure.end)
        said = self.statements.get(figure.statement or "")
        least, most = surely(figure)
        row = FigureRow(
            id=figure.id,
            start=start,
            end=end,
            words=self.text[figure.start : figure.end],
            counted=words_of(self.text, figure.of, " ") or None,
            low=figure.low,
            high=figure.high,
            least=least,
            most=most,
            unit=figure.unit,
            qualifier=figure.qualifier,
            place=self._place(figure.place),
            date=figure.date,
            speaker=self._speaker(said),
        )
        return row, _joined(
            Searched(words=self.text[start:end], tags=_when(figure.date)),
            self.shared,
            self._said(said),
            *map(self._told, self.events.within((start, end))),
            self._numbered(figure),
            self._placed(self._here(figure.place) or self.places.within((start, end))),
        )

    # What an item contributes to what it, and others beside it, are found by.

    def _said(self, statement: Statement | None) -> Searched:
        if statement is None:
            return Searched()
        speakers = [*self._entities((statement.speaker or "",)), *self._members(statement.speaker)]
        words = words_of(self.text, statement.source, " ")
        tags = [tag("attitude", statement.attitude), tag("form", statement.form)]
        if statement.channel:
            tags.append(tag("channel", statement.channel))
        return Searched(
            speaker="\n".join((*map(_calls, speakers), words)),
            addressee="\n".join(map(_calls, self._entities(statement.addressees))),
            tags=tuple(tags),
        )

    def _told(self, event: Event) -> Searched:
        classes = (event.type, *filter(None, (event.mode,)), *event.contexts)
        return Searched(
            actor="\n".join(map(self._called, self._parties(event.actors))),
            recipient="\n".join(map(self._called, self._parties(event.recipients))),
            tags=(*(tag("event", c) for c in classes), tag("status", event.status)),
        )

    def _numbered(self, figure: Figure) -> Searched:
        return Searched(
            counted=words_of(self.text, figure.of, " "),
            tags=(tag("unit", figure.unit),) if figure.unit else (),
        )

    def _placed(self, places: Sequence[Place]) -> Searched:
        known = ((p.lat, p.lon) for p in places)
        return Searched(
            place="\n".join(map(self._where, places)),
            points=tuple((lat, lon) for lat, lon in known if lat is not None and lon is not None),
        )

    # Names.

    def _here(self, mention: str | None) -> list[Place]:
        return self.here.get(mention or "", [])

    def _where(self, place: Place) -> str:
        """Every name under which a place is looked for."""
        mention = self.mentions.get(place.mention)
        words = self.text[mention.start : mention.end] if mention else ""
        country = states.names().get(place.country or "", "")
        return " ".join(dict.fromkeys(filter(None, (words, place.name, place.admin1, country))))

    def _place(self, identifier: str | None) -> str | None:
        found = next((p.name for p in self._here(identifier)), None)
        mention = self.mentions.get(identifier or "")
        return found or (self.text[mention.start : mention.end] if mention else None)

    def _speaker(self, statement: Statement | None) -> str | None:
        """The speaker's name, else the words of the source."""
        if statement is None:
            return None
        entity = self.entities.get(statement.speaker or "")
        words = " ".join(words_of(self.text, statement.source, " ").split())
        return (entity.name if entity else words) or None

    def _entities(self, identifiers: Iterable[str]) -> list[Entity]:
        return [self.entities[i] for i in identifiers if i in self.entities]

    def _members(self, identifier: str | None) -> list[Entity]:
        entity = self.entities.get(identifier or "")
        return self._entities(entity.members) if entity else []

    def _parties(self, identifiers: Iterable[str]) -> list[Mention]:
        return [self.mentions[i] for i in identifiers if i in self.mentions]

    def _name(self, mention: Mention) -> str:
        """The name of whom a mention means, else its words."""
        entity = self.entities.get(mention.entity or "")
        return entity.name if entity else self.text[mention.start : mention.end]

    def _called(self, mention: Mention) -> str:
        """Every name of whom a mention means, and its words."""
        named = [*self._entities((mention.entity or "",)), *self._members(mention.entity)]
        return "\n".join((*map(_calls, named), self.text[mention.start : mention.end]))

    def _places(self) -> Iterator[PlaceRow]:
        for place in self.record.places:
            mention = self.mentions.get(place.mention)
            start, end = (mention.start, mention.end) if mention else (0, 0)
            yield PlaceRow(
                start=start,
                end=end,
                name=place.name,
                geonames=place.geonames,
                country=place.country,
                admin1=place.admin1,
                lat=place.lat,
                lon=place.lon,
                precision=place.precision,
            )

    def _people(self) -> Iterator[PersonRow]:
        for entity in self.record.entities:
            held = self.held.get(entity.id, [])
            yield PersonRow(
                entity=entity.id,
                type=entity.type,
                name=entity.name,
                aliases=_several(entity.aliases),
                country=entity.country,
                positions=_several(o.position for o in held),
                organisations=_several(
                    e.name for o in held for e in self._entities((o.organisation or "",))
                ),
            )


class _Spread(Generic[Item]):
    """Items by where they stand in the text."""

    def __init__(self, items: Iterable[Item], start: Callable[[Item], int]) -> None:
        self.items = sorted(items, key=start)
        self.starts = [start(item) for item in self.items]

    def within(self, span: Span) -> list[Item]:
        """Those that begin in an interval."""
        first, last = (bisect_left(self.starts, end) for end in span)
        return self.items[first:last]


def _joined(*parts: Searched) -> Searched:
    """All that the parts are found by, each name and term once."""
    names = {
        name: "\n".join(dict.fromkeys(filter(None, (getattr(part, name) for part in parts))))
        for name in Searched.__struct_fields__[:-2]
    }
    return Searched(
        **names,
        tags=tuple(dict.fromkeys(t for part in parts for t in part.tags)),
        points=tuple(dict.fromkeys(p for part in parts for p in part.points)),
    )


def _when(date: str | None) -> tuple[str, ...]:
    return (tag("when", date),) if date else ()


def surely(figure: Figure) -> tuple[float | None, float | None]:
    """The least and the most that a figure surely speaks of: an open end closed at its number."""
    least = figure.high if figure.low is None else figure.low
    most = figure.low if figure.high is None else figure.high
    if most is not None and figure.high is None and figure.qualifier == "more_than":
        most = math.nextafter(most, math.inf)
    if least is not None and figure.low is None and figure.qualifier == "less_than":
        least = math.nextafter(least, -math.inf)
    return least, most


def _calls(entity: Entity) -> str:
    """Every name of an entity."""
    return "\n".join((entity.name, *entity.aliases))


def _several(names: Iterable[str]) -> str | None:
    return SEVERAL.join(dict.fromkeys(" ".join(n.split()) for n in names if n.strip())) or None
