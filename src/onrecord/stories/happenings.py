"""One event, however many reports tell it: which events of reports are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

import msgspec

from onrecord.schema import Event, Mention, Place, Record, Statement
from onrecord.stories import days
from onrecord.stories.citing import NOBODY, Citer, Persons
from onrecord.stories.doing import RANK, ROLES, Doing, key_of
from onrecord.stories.doings import doings
from onrecord.stories.likeness import alike
from onrecord.stories.matching import Piece
from onrecord.stories.nouns import Happening, Party

WINDOW = 5
"""Days into which the calendar is cut to find candidates; neighbours are both given."""


class HappeningMatcher:
    """Matches the events of reports: what was done, to whom, when and where."""

    kind = "happening"
    version = "1"

    def pieces(self, record: Record) -> tuple[Piece, ...]:
        """The events of a report, one piece each; those told several times share what they say."""
        out = []
        document = record.document.id
        for events, doing in doings(record):
            chain = f"{document}:{events[0].id}"
            body = msgspec.to_builtins(doing) | {"chain": chain}
            terms = tuple(dict.fromkeys((f"chain {chain}", *_terms(doing))))
            for event in events:
                out.append(
                    Piece(key=f"{document}:{event.id}", document=document, terms=terms, body=body)
                )
        return tuple(out)

    def same(self, one: Piece, other: Piece) -> float:
        """How surely two events are one, from 0 to 1."""
        if one.body["chain"] == other.body["chain"]:
            return 1.0
        if one.document == other.document:
            return 0.0
        return alike(_doing(one), _doing(other))


def happening(
    pieces: Sequence[Piece],
    records: Mapping[str, Record],
    *,
    copy_of: Callable[[str], str] = lambda document: document,
    persons: Persons = NOBODY,
) -> Happening:
    """One event as its tellings say it.

    Its class and words are of the first report that tells it, its status of the last that takes
    a side (who only supposes an event does not undo it), its date and its place the closest that
    any tells.

    Args:
        pieces: its tellings, in any order.
        records: the reports of the pieces by document id.
        copy_of: the id of the report of which a report is a copy, its own if of none.
        persons: ids across reports by `document:entity`.

    Raises:
        ValueError: there is no piece.
        KeyError: a piece's report is not among `records`.
    """
    if not pieces:
        raise ValueError("an event is told by one piece at least, and none was given")
    told = _told(pieces, records, persons)
    first = told[0]
    states = [t.event.status for t in told]
    year = days.within_year(days.reported(t.citer.record) for t in told)
    dates = [d for t in told if (d := days.completed(t.event.date, year)) and days.extent(d)]
    placed = [p for t in told if (p := t.place) is not None]
    place = min(placed, key=lambda p: RANK.get(p.precision, len(RANK)), default=None)
    return Happening(
        id=min(p.key for p in pieces),
        type=first.event.type,
        mode=next((t.event.mode for t in told if t.event.mode), None),
        status=next((s for s in reversed(states) if s != "hypothetical"), states[-1]),
        words=first.words,
        actors=_parties(told, "actors"),
        recipients=_parties(told, "recipients"),
        place=place.name if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=place.precision if place else None,
        date=min(dates, key=_length, default=None),
        reports=len({t.citer.record.document.id for t in told}),
        sources=_sources(told, copy_of),
        cited=tuple(
            t.citer.cite((t.event.trigger,), item=t.event.id, statement=t.event.statement)
            for t in told
        ),
    )


class _Telling(NamedTuple):
    """An event in its report."""

    citer: Citer
    event: Event
    words: str
    place: Place | None
    parties: Mapping[str, tuple[tuple[str, Party], ...]]


def _told(
    pieces: Sequence[Piece], records: Mapping[str, Record], persons: Persons
) -> list[_Telling]:
    citers = {d: Citer(records[d], persons) for d in {p.document for p in pieces}}
    out = []
    for piece in pieces:
        citer = citers[piece.document]
        record = citer.record
        event = next((e for e in record.events if f"{piece.document}:{e.id}" == piece.key), None)
        if event is None:
            continue
        mentions = {m.id: m for m in record.mentions}
        places = {p.mention: p for p in record.places}
        parties = {
            role: tuple(_party(record, mentions[i], persons)
                        for i in getattr(event, role) if i in mentions)
            for role in ROLES
        }  # fmt: skip
        words = " ".join(record.document.text[slice(*event.trigger)].split())
        out.append(_Telling(citer, event, words, places.get(event.place or ""), parties))
    year = days.within_year(days.reported(c.record) for c in citers.values())
    return sorted(
        out,
        key=lambda t: (
            days.order(days.completed(days.reported(t.citer.record), year)),
            t.citer.record.document.id,
            t.event.trigger,
        ),
    )


def _party(record: Record, mention: Mention, persons: Persons) -> tuple[str, Party]:
    """Somebody who takes part, with a key that other reports may have for the same."""
    entity = record.entity(mention.entity)
    words = " ".join(record.document.text[mention.start : mention.end].split())
    if entity is None:
        return words.lower(), Party(name=words)
    person = persons.get(f"{record.document.id}:{entity.id}")
    key = person or (f"={entity.country}" if entity.type == "State" else None)
    return key or key_of(entity.name, entity.type), Party(name=entity.name, person=person)


def _parties(told: Sequence[_Telling], role: str) -> tuple[Party, ...]:
    found: dict[str, Party] = {}
    for telling in told:
        for key, party in telling.parties[role]:
            known = found.get(key)
            if known is None or len(party.name) > len(known.name):
                found[key] = party
    return tuple(found.values())


def _sources(told: Sequence[_Telling], copy_of: Callable[[str], str]) -> int:
    """How many tell it independently: copies count once, and so do those on the same word.

    A report on another outlet's word is of that outlet's source.
    """
    outlets = {
        outlet: f"report {copy_of(t.citer.record.document.id)}"
        for t in told
        if (outlet := key_of(t.citer.record.document.publisher or "", "Organisation"))
    }
    found = set()
    for telling in told:
        record = telling.citer.record
        said = next((s for s in record.statements if s.id == telling.event.statement), None)
        who = telling.citer.speaker(said) if said else None
        if who is None:
            found.add(f"report {copy_of(record.document.id)}")
            continue
        key = key_of(who, _type(record, said))
        found.add(outlets.get(key, f"word {key}"))
    return len(found)


def _type(record: Record, said: Statement | None) -> str:
    entity = record.entity(said.speaker) if said else None
    return entity.type if entity else "Organisation"


def _length(value: str) -> tuple[int, str]:
    span = days.extent(value)
    return ((span[1] - span[0]).days if span else 9999), value


def _doing(piece: Piece) -> Doing:
    return msgspec.convert({k: v for k, v in piece.body.items() if k != "chain"}, Doing)


def _terms(doing: Doing) -> Iterable[str]:
    """What candidates share, the rarest first: who and when, then who, then where and when."""
    keys = [k for r in ROLES for k in doing.people[r]]
    named = [k for k in (*keys, *doing.names) if k[0] != "="]
    states = sorted({k for k in keys if k[0] == "="})
    windows = _windows(doing.date) or _windows(doing.day)
    where = [doing.place[0]] if doing.place else []
    for what in (*named, *where, "&".join(states)):
        if what:
            yield from (f"{doing.type} {what} {w}" for w in windows)
    senses = sorted(doing.senses())
    yield from (f"{sense} {k}" for k in (*named, *where) for sense in senses)
    yield from (f"{doing.type} {k}" for k in named)


def _windows(value: str | None) -> tuple[int, ...]:
    """The stretches of the calendar of a day and the one after it; none for longer times."""
    span = days.extent(value)
    if span is None or span[1] - span[0] > timedelta(days=WINDOW):
        return ()
    first = span[0].replace(year=2000) if value and value.startswith("XXXX") else span[0]
    at = first.timetuple().tm_yday // WINDOW
    return at, at + 1
