"""The events of one report as they are compared across reports, each told once or more often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.archive.passages import Sentences
from onrecord.knowledge import gazetteer
from onrecord.schema import Event, Mention, Record, Span
from onrecord.stories import days, near
from onrecord.stories.counted import anyone
from onrecord.stories.doing import (
    RANK,
    ROLES,
    SAID,
    Doing,
    befell_others,
    joined,
    key_of,
    once,
)
from onrecord.stories.stems import stem, stems

BACK = 3
"""What is only taken up again (`the attack`) was told at most so many sentences before."""
WIDE = 160
"""Of a long sentence, what stands so many characters from the word that tells the event."""

_NAMED = ("Person", "Organisation", "Location")
_TAKEN_UP = re.compile(r"\b(?:the|this|that|these|those|his|her|its|their)\s+(?:[\w-]+\s+)?$", re.I)
_ANOTHER = re.compile(
    r"\b(?:another|separate|separately|second|other|similar|previous|earlier)\b", re.I
)
_NOUN = re.compile(r"[^\W\d_]+")


def doings(record: Record) -> list[tuple[tuple[Event, ...], Doing]]:
    """The events of a record, those that tell one thing together, with what they say of it."""
    reader = _Reader(record)
    told: list[list[tuple[Event, int, Doing]]] = []
    for event in sorted(record.events, key=lambda e: e.trigger):
        here = reader.sentence(event.trigger)
        alone = reader.doing(event)
        for tellings in reversed(told):
            if _goes_on(reader.text, event, here, alone, tellings):
                tellings.append((event, here, alone))
                break
        else:
            told.append([(event, here, alone)])
    return [(tuple(e for e, *_ in one), joined([d for *_, d in one])) for one in told]


class _Reader:
    def __init__(self, record: Record) -> None:
        self.text = record.document.text
        self.sentences = Sentences(self.text)
        self.mentions = {m.id: m for m in record.mentions}
        self.entities = {e.id: e for e in record.entities}
        self.places = {p.mention: p for p in record.places}
        self.day = days.reported(record) or self._opening(record)
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in record.mentions:
            at = self.sentence((mention.start, mention.end))
            self.by_sentence.setdefault(at, []).append(mention)
        self.figures: dict[int, list[Any]] = {}
        for figure in record.figures:
            at = self.sentence((figure.start, figure.end))
            self.figures.setdefault(at, []).append(figure)

    def _opening(self, record: Record) -> str | None:
        """The first day that the opening sentence tells, of a report that has no dateline."""
        _, end = self.sentences.first()
        told = (t.value for t in record.times if t.start < end and days.is_day(t.value))
        return next((value for value in told if value), None)

    def sentence(self, span: Span) -> int:
        return self.sentences.around(*span)[0]

    def doing(self, event: Event) -> Doing:
        here = self.sentence(event.trigger)
        beside = [m for m in self.by_sentence.get(here, []) if _beside(m, event.trigger)]
        roles = {role: self._known(getattr(event, role)) for role in ROLES}
        taking_part = {key for keys in roles.values() for key in keys}
        named = (self._key(m) for m in beside if m.form == "name" and m.type in _NAMED)
        words = self.text[slice(*event.trigger)]
        return Doing(
            type=event.type,
            modes=(event.mode,) if event.mode else (),
            stems=tuple(stems(words)),
            people=roles,
            common={role: self._common(getattr(event, role)) for role in ROLES},
            names=once(k for k in named if k and k not in taking_part and k[0] != "="),
            numbers=once(
                f"{f.low:g} {self._head(f.of)}"
                for f in self.figures.get(here, [])
                if f.low and f.of
            ),
            place=self._place(event, beside),
            date=event.date if days.extent(event.date) else None,
            day=self.day,
        )

    def _head(self, of: Sequence[Span]) -> str:
        found = _NOUN.findall(self.text[slice(*of[0])].lower())
        head = stem(found[-1]) if found else ""
        return "people" if head in anyone() else head

    def _known(self, ids: Iterable[str]) -> tuple[str, ...]:
        found = (self._key(self.mentions[i]) for i in ids if i in self.mentions)
        return once(key for key in found if key)

    def _key(self, mention: Mention) -> str:
        """A key for whom a mention names; empty where they have no name."""
        entity = self.entities.get(mention.entity or "")
        if entity is not None and entity.country and entity.type == "State":
            return f"={entity.country}"
        place = self.places.get(mention.id)
        if place is not None and place.precision == "country" and place.country:
            return f"={place.country}"
        if entity is not None and entity.name[:1].isupper() and self._named(entity.mentions):
            return key_of(entity.name, entity.type)
        if mention.form == "name":
            return key_of(self.text[mention.start : mention.end], mention.type)
        return ""

    def _named(self, ids: Iterable[str]) -> bool:
        return any(self.mentions[i].form == "name" for i in ids if i in self.mentions)

    def _common(self, ids: Iterable[str]) -> tuple[str, ...]:
        out = []
        for mention in (self.mentions[i] for i in ids if i in self.mentions):
            if mention.form == "nominal" and not self._key(mention):
                found = _NOUN.findall(self.text[mention.start : mention.end].lower())
                head = stem(found[-1]) if found else ""
                out.append("people" if head in anyone() else head)
        return once(out)

    def _place(self, event: Event, beside: Sequence[Mention]) -> tuple[Any, ...] | None:
        """Where, as the record says, else the finest place named in the sentence."""
        near = [self.places[m.id] for m in beside if m.id in self.places]
        if event.place in self.places:
            near.insert(0, self.places[event.place])
        fine = [p for p in near if p.precision in RANK and p.lat is not None]
        if not fine:
            return None
        best = fine[0] if event.place in self.places else min(fine, key=lambda p: RANK[p.precision])
        return (best.name, best.country, best.admin1, best.lat, best.lon, best.precision)


def _beside(mention: Mention, trigger: Span) -> bool:
    return mention.end > trigger[0] - WIDE and mention.start < trigger[1] + WIDE


def _goes_on(
    text: str, event: Event, here: int, alone: Doing, tellings: Sequence[tuple[Event, int, Doing]]
) -> bool:
    """Whether an event is told again here that was told before in the report."""
    known = joined([d for *_, d in tellings])
    told_alike = bool(alone.senses() & known.senses())
    if alone.type != known.type and not told_alike:
        return False
    if not days.compatible(alone.date, known.date) or _against(alone, known):
        return False
    ahead = text[max(0, event.trigger[0] - 40) : event.trigger[0]]
    if _ANOTHER.search(ahead.rpartition(".")[2]):
        return False
    sentences = _sentences_between(text, tellings[-1][0].trigger[1], event.trigger[0])
    taken_up = sentences <= BACK and _TAKEN_UP.search(ahead) is not None
    if alone.type == known.type and alone.type in _INCIDENTS and (sentences <= 1 or taken_up):
        return True
    if not told_alike:
        return False
    if alone.type in SAID and not (set(alone.names) & set(known.names)) and sentences > 1:
        return False
    return taken_up or sentences == 0 or _shared(alone, known)


_INCIDENTS = ("ASSAULT",)
"""Classes of which a report tells one incident in many words: blast, killed, injured."""


def _sentences_between(text: str, start: int, end: int) -> int:
    return len(re.findall(r"[.!?…][\"'”’)]*\s+(?=[\"“‘(\[]?[A-Z0-9])|\n+", text[start:end]))


def _shared(one: Doing, other: Doing) -> bool:
    """Whether somebody takes part in both, by name or by the same noun."""
    mine, theirs = (
        {k for role in ROLES for k in (*d.people[role], *d.common[role]) if k[0] != "="}
        for d in (one, other)
    )
    return bool(mine & theirs)


def _against(one: Doing, other: Doing) -> bool:
    """Whether both say whom it befell or where, and say different ones."""
    if befell_others(one, other):
        return True
    if {s for s in one.senses() & other.senses() if s[0] == "*"}:
        mine, theirs = (set(d.people["recipients"] + d.common["recipients"]) for d in (one, other))
        if mine and theirs and not mine & theirs and "people" not in mine | theirs:
            return True
    if one.place is None or other.place is None:
        return False
    return not near.may_be_one(one.spot(), other.spot()) or (
        one.place[5] == other.place[5]
        and gazetteer.key(one.place[0]) != gazetteer.key(other.place[0])
    )
