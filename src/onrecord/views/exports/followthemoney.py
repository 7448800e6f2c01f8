"""FollowTheMoney entities (https://followthemoney.tech), one a line, for Aleph and its kin.

| of the record | schema |
|---|---|
| document | `Article`, the `proof` of all that follows |
| people, bodies, states, groups | `Person`, `Organization`, `PublicBody`, `LegalEntity` |
| where they are named | `Mention` |
| offices | `Position`, and `Occupancy` for who holds it |
| statements | `Note` on the speaker: FollowTheMoney has no schema for words |
| events | `Event` with those `involved`; its name ends in its status unless it took place |
| relations | `Membership`, `UnknownLink` |
| places | `Address` |

Written by hand rather than with the library, which needs ICU and a compiler to install.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.knowledge import states
from onrecord.schema import RELATION_TYPES, Entity, Failure, Place, Record
from onrecord.views.events import type_label
from onrecord.views.exports.caldates import iso_date
from onrecord.views.exports.jsontext import Object, encoded
from onrecord.views.exports.lookup import Lookup
from onrecord.views.exports.names import plain, web_address
from onrecord.views.outline import clipped, one_line, showable, title_of
from onrecord.views.output import Sink

PUBLIC = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY"))
"""Sectors of PLOVER whose bodies are a state's own."""

SCHEMATA = {"Person": "Person", "Organisation": "Organization", "State": "PublicBody"}

STATUSES = {"current": "current", "acting": "current", "former": "ended"}
"""What FollowTheMoney says of an occupancy; the others are `unknown`."""


class FollowTheMoney:
    """Lines that are out as soon as their record is read."""

    def __init__(self, sink: Sink) -> None:
        """Write to `sink`."""
        self._sink = sink

    def add(self, item: Record | Failure) -> None:
        """Write the entities of one record."""
        if isinstance(item, Record):
            self._sink.write(b"".join(encoded(e) + b"\n" for e in _Report(item).entities()))

    def close(self) -> None:
        """Do nothing: every line is out already."""


class _Report:
    """One record on its way; ids begin with the text's digest, so that reports can be joined."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._look = Lookup.of(record)
        self._article = self._id("article", "0")
        self._who = {e.id: e for e in record.entities if e.type in (*SCHEMATA, "Group")}

    def entities(self) -> Iterator[Object]:
        yield self._document()
        for entity in self._who.values():
            yield from self._entity(entity)
        yield from self._places()
        yield from self._offices()
        yield from self._statements()
        yield from self._events()
        yield from self._relations()

    def _id(self, kind: str, identifier: str) -> str:
        return f"{plain(self._record.document.id)[:24]}-{kind}-{plain(identifier)}"

    def _thing(self, schema: str, kind: str, key: str, **properties: object) -> Object:
        values: dict[str, list[str]] = {}
        for name, given in {**properties, "proof": self._article}.items():
            each = given if isinstance(given, (list, tuple)) else (given,)
            texts = [showable(str(v)).strip() for v in each if v is not None]
            if kept := [t for t in dict.fromkeys(texts) if t]:
                values[name] = kept
        if schema in ("Article", "Mention"):
            del values["proof"]
        return {"id": self._id(kind, key), "schema": schema, "properties": values}

    def _document(self) -> Object:
        d = self._record.document
        return self._thing(
            "Article",
            "article",
            "0",
            title=title_of(d),
            publisher=d.publisher,
            publishedAt=iso_date(d.published),
            sourceUrl=web_address(d),
            bodyText=d.text,
        )

    def _entity(self, entity: Entity) -> Iterator[Object]:
        name = one_line(entity.name)
        country = _country(entity.country)
        schema = _schema(entity)
        yield self._thing(
            schema,
            "entity",
            entity.id,
            name=name,
            alias=[one_line(a) for a in entity.aliases],
            country=country,
            sector=entity.sectors,
            wikidataId=entity.external.get("wikidata"),
        )
        yield self._thing(
            "Mention",
            "mention",
            entity.id,
            name=[name, *(one_line(a) for a in entity.aliases)],
            document=self._article,
            resolved=self._id("entity", entity.id),
            detectedSchema=schema,
            contextCountry=country,
        )

    def _places(self) -> Iterator[Object]:
        for p in {_spot(p): p for p in reversed(self._record.places)}.values():
            full = dict.fromkeys(
                filter(None, (p.name, p.admin1, states.names().get(p.country or "")))
            )
            yield self._thing(
                "Address",
                "place",
                _spot(p),
                full=one_line(", ".join(full)),
                name=one_line(p.name),
                city=one_line(p.name) if p.precision == "city" else None,
                state=p.admin1,
                country=_country(p.country),
                latitude=p.lat,
                longitude=p.lon,
            )

    def _offices(self) -> Iterator[Object]:
        for number, o in enumerate(self._record.occupancies):
            holder = self._look.entities.get(o.holder)
            if holder is None or holder.type != "Person":
                continue
            body = self._who.get(o.organisation or "")
            office = f"{o.position}, {body.name}" if body else o.position
            key = f"{o.position} {o.organisation}"
            yield self._thing(
                "Position",
                "position",
                key,
                name=one_line(office),
                organization=self._refer([body] if body and body.type != "Person" else []),
                country=_country(body.country if body else None),
            )
            yield self._thing(
                "Occupancy",
                "occupancy",
                str(number),
                holder=self._refer([holder]),
                post=self._id("position", key),
                status=STATUSES.get(o.status, "unknown"),
                date=iso_date(o.as_of),
                description=one_line(o.status),
                summary=self._look.words(o.spans),
            )

    def _statements(self) -> Iterator[Object]:
        look = self._look
        for s in self._record.statements:
            yield self._thing(
                "Note",
                "statement",
                s.id,
                name=clipped(look.told(s), 200),
                description=look.words(s.content),
                summary=" ".join(filter(None, (look.words(s.source), look.words(s.cue)))),
                entity=self._refer([look.entities.get(s.speaker or "")]),
                keywords=[s.form, s.attitude, s.speaker_kind, s.channel],
            )

    def _events(self) -> Iterator[Object]:
        look = self._look
        for e in self._record.events:
            involved = [*look.mentioned(e.actors), *look.mentioned(e.recipients)]
            place = look.places.get(e.place or "")
            who, whom = (", ".join(look.names(i)) for i in (e.actors, e.recipients))
            name = " → ".join(filter(None, (who, type_label(e), whom)))
            yield self._thing(
                "Event",
                "event",
                e.id,
                name=name if e.status == "occurred" else f"{name} ({one_line(e.status)})",
                date=iso_date(e.date),
                summary=look.words((e.trigger,)),
                notes=f"{e.status}, as {look.speaker(e.statement) or 'the report'} says",
                involved=self._refer(look.who(m) for m in involved),
                location=place.name if place else None,
                country=_country(place.country if place else None),
                addressEntity=self._id("place", _spot(place)) if place else None,
                keywords=[e.type, e.mode, e.status, *e.contexts],
                recordId=e.id,
            )

    def _relations(self) -> Iterator[Object]:
        look = self._look
        for number, r in enumerate(self._record.relations):
            ends = [look.who(m) for m in look.mentioned((r.source, r.target))]
            source, target = ends if len(ends) == 2 else (None, None)
            if source is None or target is None or not {source.id, target.id} <= set(self._who):
                continue
            told: dict[str, object] = {
                "role": RELATION_TYPES[r.type].label if r.type in RELATION_TYPES else r.type,
                "summary": look.words((r.evidence,)),
                "description": f"as {look.speaker(r.statement) or 'the report'} says",
            }
            whole = _schema(target) in ("Organization", "PublicBody")
            if r.type == "BelongsTo" and whole:
                schema, one, other = "Membership", "member", "organization"
            else:
                schema, one, other = "UnknownLink", "subject", "object"
            told |= {one: self._refer([source]), other: self._refer([target])}
            yield self._thing(schema, "relation", str(number), **told)

    def _refer(self, entities: Iterable[Entity | None]) -> list[str]:
        """The ids of those of these entities that are written."""
        return [self._id("entity", e.id) for e in entities if e and e.id in self._who]


def _schema(entity: Entity) -> str:
    if entity.type == "Organisation" and entity.sectors and entity.sectors[0] in PUBLIC:
        return "PublicBody"
    return SCHEMATA.get(entity.type, "LegalEntity")


def _spot(place: Place) -> str:
    """What is one for mentions of one place."""
    return f"{place.name} {place.country} {place.lat} {place.lon}"


def _country(code: str | None) -> str | None:
    """FollowTheMoney writes codes of countries small."""
    return code.lower() if code in states.names() else None


writer = FollowTheMoney
