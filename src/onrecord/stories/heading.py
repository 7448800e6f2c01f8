"""What a story is called, when it was, who and what is in it; and what a report is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.knowledge import names
from onrecord.schema import Record
from onrecord.stories import days
from onrecord.stories.citing import NOBODY, Persons
from onrecord.stories.matter import cosine, matter
from onrecord.stories.nouns import Copies, Party, Story

PEOPLE = 8
"""So many people and places stand at a story's head."""


def story(
    records: Sequence[Record],
    *,
    id: str,
    copies: Sequence[Copies] = (),
    persons: Persons = NOBODY,
) -> Story:
    """A story in a list: its title is that of the report that has most in common with the others.

    Raises:
        ValueError: there is no report.
    """
    if not records:
        raise ValueError("a story is told by one report at least, and none was given")
    ordered = in_order(records)
    year = days.within_year(days.reported(r) for r in ordered)
    told = sorted(
        filter(None, (days.completed(days.reported(r), year) for r in ordered)), key=days.order
    )
    again = sum(len({r.document for r in c.reports}) - 1 for c in copies if c.reports)
    return Story(
        id=id,
        title=_title(ordered),
        first=told[0] if told else None,
        last=told[-1] if told else None,
        reports=len(ordered),
        sources=max(1, len(ordered) - again),
        people=_people(ordered, persons),
        places=_places(ordered),
    )


def in_order(records: Iterable[Record]) -> list[Record]:
    """Reports by their days, a dateline's day counting where nothing else tells one."""
    given = list(records)
    year = days.within_year(days.reported(r) for r in given)

    def key(record: Record) -> tuple[Any, ...]:
        day = days.completed(days.reported(record), year)
        return days.order(day), record.document.published or "", record.document.id

    return sorted(given, key=key)


def _title(records: Sequence[Record]) -> str:
    every = [matter(r) for r in records]
    best, most = "", -1.0
    for record, mine in zip(records, every, strict=True):
        title = record.document.title or ""
        shared = math.fsum(
            cosine(mine.names, other.names) + cosine(mine.words, other.words) for other in every
        )
        if title and shared > most + 1e-9:
            best, most = title, shared
    return best or ", ".join(p.name for p in _people(records, NOBODY)[:2])


def _people(records: Sequence[Record], persons: Persons) -> tuple[Party, ...]:
    """Who is named in most of the reports, then most often."""
    counts: dict[str, tuple[set[str], int, str, str | None]] = {}
    for record in records:
        for entity in record.entities:
            if entity.type != "Person" or not entity.name[:1].isupper():
                continue
            document = record.document.id
            person = persons.get(f"{document}:{entity.id}")
            key = person or " ".join(names.parts(entity.name)[-1:])
            seen, times, name, _ = counts.get(key, (set(), 0, "", None))
            fuller = max(name, entity.name, key=lambda n: (len(n), n))
            counts[key] = (seen | {document}, times + len(entity.mentions), fuller, person)
    best = sorted(counts.values(), key=lambda c: (-len(c[0]), -c[1], c[2]))[:PEOPLE]
    return tuple(Party(name=name, person=person) for _, _, name, person in best)


def _places(records: Sequence[Record]) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for record in records:
        counts.update({p.name for p in record.places if p.precision in ("city", "admin", "point")})
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:PEOPLE])
