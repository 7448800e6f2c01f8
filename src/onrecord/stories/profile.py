"""All there is about one person or body: offices, statements, contacts and relations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord.schema import Mention, Record, Relation, Span, Statement
from onrecord.stories import days
from onrecord.stories.citing import Citer, Persons
from onrecord.stories.nouns import (
    Cited,
    Contact,
    Office,
    Page,
    Party,
    Person,
    PersonView,
    Report,
    Said,
    Tie,
)
from onrecord.stories.order import report_of

CITED = 20
"""So many places are given of each office, contact and relation."""
CONTACT = "CommWith"
IN_TOUCH = ("CONSULT", "AGREE")
"""Classes of events by which two are in touch."""
APART = frozenset(("HasAttrOf", "IsSynonymOf"))
"""Relations that tell nothing about somebody else."""


class _Here(NamedTuple):
    """Somebody in one report."""

    citer: Citer
    record: Record
    day: str | None
    ids: frozenset[str]
    mentions: Mapping[str, Mention]

    def other(self, entity: str | None, persons: Persons) -> Party | None:
        """Who an entity is, if it is somebody else."""
        found = self.record.entity(entity)
        if found is None or found.id in self.ids:
            return None
        return Party(name=found.name, person=persons.get(f"{self.record.document.id}:{found.id}"))

    def meant(self, mention: str) -> bool:
        """Whether a mention means this person."""
        found = self.mentions.get(mention)
        return found is not None and found.entity in self.ids


def profile(
    person: Person,
    records: Sequence[Record],
    entities: Mapping[str, Sequence[str]],
    persons: Persons,
) -> PersonView:
    """All that some reports tell about somebody, the newest report first.

    Args:
        person: who, with counts over all reports.
        records: the newest of the reports that speak of them.
        entities: ids of their entities, by document.
        persons: ids across reports by `document:entity`.
    """
    year = days.within_year(days.reported(r) for r in records)
    here = [
        _Here(
            citer=Citer(record, persons),
            record=record,
            day=days.completed(days.reported(record), year),
            ids=frozenset(entities.get(record.document.id, ())),
            mentions={m.id: m for m in record.mentions},
        )
        for record in records
    ]
    here.sort(key=lambda h: h.record.document.id)
    here.sort(key=lambda h: days.order(h.day), reverse=True)
    by = [said for one in here for said in _by(one, persons)]
    about = [said for one in here for said in _about(one, persons)]
    return PersonView(
        person=person,
        offices=_offices(here),
        by=Page(total=max(person.statements, len(by)), items=tuple(by)),
        about=Page(total=len(about), items=tuple(about)),
        contacts=_contacts(here, persons),
        ties=_ties(here, persons),
        reports=Page(
            total=max(person.documents, len(here)),
            items=tuple(report_of(h.record.document) for h in here),
        ),
        entities=tuple(_entities(here)),
    )


def _entities(here: Iterable[_Here]) -> Iterator[tuple[str, str, Report]]:
    for one in here:
        report = report_of(one.record.document)
        for entity in one.record.entities:
            if entity.id in one.ids:
                yield f"{report.document}:{entity.id}", entity.name, report


def _by(one: _Here, persons: Persons) -> Iterator[Said]:
    for said in one.record.statements:
        if said.speaker in one.ids and (said.content or said.cue or said.source):
            yield _said(one, said, persons)


def _about(one: _Here, persons: Persons) -> Iterator[Said]:
    spans = [(m.start, m.end) for m in one.record.mentions if m.entity in one.ids]
    for said in one.record.statements:
        if said.speaker not in one.ids and any(_within(span, said.content) for span in spans):
            yield _said(one, said, persons)


def _within(span: Span, content: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in content)


def _said(one: _Here, said: Statement, persons: Persons) -> Said:
    parties = (one.other(entity, persons) for entity in said.addressees)
    return Said(
        cited=one.citer.statement(said),
        attitude=said.attitude,
        channel=said.channel,
        addressees=tuple(party for party in parties if party is not None),
        date=said.date or one.day,
    )


def _offices(here: Sequence[_Here]) -> tuple[Office, ...]:
    """Each office with the days of the reports that give it, the newest first."""
    held: dict[tuple[str, str | None, str], list[tuple[str | None, Cited]]] = defaultdict(list)
    for one in here:
        for office in one.record.occupancies:
            if office.holder in one.ids and office.spans:
                of = one.record.entity(office.organisation)
                key = (office.position, of.name if of else None, office.status)
                held[key].append((one.day, one.citer.cite(office.spans)))
    out = []
    for (position, organisation, status), told in held.items():
        known = sorted((day for day, _ in told if day), key=days.order)
        out.append(
            Office(
                position=position,
                organisation=organisation,
                status=status,
                first=known[0] if known else None,
                last=known[-1] if known else None,
                cited=tuple(cited for _, cited in told[:CITED]),
            )
        )
    return tuple(out)


def _contacts(here: Sequence[_Here], persons: Persons) -> tuple[Contact, ...]:
    found: dict[str, tuple[Party, Counter[str], list[Cited]]] = {}
    for one in here:
        for party, through, cited in in_touch(one.record, one.citer, one.ids, persons):
            _, channels, places = found.setdefault(
                party.person or party.name.lower(), (party, Counter(), [])
            )
            channels[through] += 1
            places.append(cited)
    out = [
        Contact(
            other=party,
            times=channels.total(),
            channels=tuple(sorted(channels.items(), key=lambda c: (-c[1], c[0]))),
            cited=tuple(places[:CITED]),
        )
        for party, channels, places in found.values()
    ]
    return tuple(sorted(out, key=lambda c: (-c.times, c.other.name)))


def in_touch(
    record: Record, citer: Citer, ids: frozenset[str], persons: Persons
) -> Iterator[tuple[Party, str, Cited]]:
    """With whom somebody is in touch in a report, through what, and where it is told.

    By what is said to somebody, by meetings and agreements, and by relations. What one sentence
    tells of two is told once.
    """
    one = _Here(citer, record, None, ids, {m.id: m for m in record.mentions})
    seen: set[tuple[str, Span]] = set()

    def fresh(party: Party, cited: Cited) -> bool:
        key = (party.person or party.name, (cited.at, cited.at + len(cited.text)))
        known = key in seen
        seen.add(key)
        return not known

    for said in record.statements:
        if not (said.content or said.cue):
            continue
        if said.speaker in ids:
            others: Iterable[str | None] = said.addressees
        elif ids.intersection(said.addressees):
            others = (said.speaker,)
        else:
            continue
        for party in filter(None, (one.other(o, persons) for o in others)):
            cited = citer.statement(said)
            if fresh(party, cited):
                yield party, said.channel or "statement", cited
    for event in record.events:
        if event.type not in IN_TOUCH or event.status not in ("occurred", "ongoing"):
            continue
        sides = (event.actors, event.recipients)
        for mine, theirs in (sides, sides[::-1]):
            if not any(map(one.meant, mine)):
                continue
            for mention in theirs:
                found = one.mentions.get(mention)
                other = one.other(found.entity, persons) if found else None
                if other is not None:
                    cited = citer.cite((event.trigger,), item=event.id, statement=event.statement)
                    if fresh(other, cited):
                        yield other, (event.mode or event.type).lower(), cited
    for relation, party, _ in _relations(one, persons):
        if relation.type == CONTACT:
            cited = citer.cite((relation.evidence,), statement=relation.statement)
            if fresh(party, cited):
                yield party, "contact", cited


def _relations(one: _Here, persons: Persons) -> Iterator[tuple[Relation, Party, bool]]:
    for relation in one.record.relations:
        for mine, theirs, outward in (
            (relation.source, relation.target, True),
            (relation.target, relation.source, False),
        ):
            found = one.mentions.get(theirs)
            if found is None or not one.meant(mine):
                continue
            other = one.other(found.entity, persons)
            if other is not None:
                yield relation, other, outward


def _ties(here: Sequence[_Here], persons: Persons) -> tuple[Tie, ...]:
    found: dict[tuple[str, str, bool], tuple[Party, list[Cited]]] = {}
    for one in here:
        for relation, party, outward in _relations(one, persons):
            if relation.type == CONTACT or relation.type in APART:
                continue
            key = (relation.type, party.person or party.name.lower(), outward)
            _, places = found.setdefault(key, (party, []))
            places.append(one.citer.cite((relation.evidence,), statement=relation.statement))
    out = [
        Tie(type=type, other=party, outward=outward, times=len(places), cited=tuple(places[:CITED]))
        for (type, _, outward), (party, places) in found.items()
    ]
    return tuple(sorted(out, key=lambda t: (-t.times, t.type, t.other.name)))
