"""Which reports tell one story, what happened in it day by day, and all there is of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import combinations

import msgspec

from onrecord.schema import Record
from onrecord.stories import contradictions, days, disagreements
from onrecord.stories.citing import NOBODY, Citer, Persons
from onrecord.stories.heading import in_order, story
from onrecord.stories.matching import Piece
from onrecord.stories.matter import Matter, cosine, matter
from onrecord.stories.nouns import (
    Contradiction,
    Copies,
    Disagreement,
    Happening,
    Moment,
    Passage,
    Person,
    StoryView,
)
from onrecord.stories.order import report_of

WINDOW = 14
"""Reports of one story are at most so many days apart, or are linked by ones between."""
NEAR = 7
"""Reports on a small place that are at most so many days apart are easily of one story."""
ALIKE = 0.36
"""The geometric mean of what two reports have in common of names and of words."""
ALIKE_HERE = 0.1
"""What they have in common of words if they name one small place; of two it need be nothing."""
STATES, ALIKE_THERE = 3, 0.2
"""Or so many states, and then so much of words: a quarrel of three is no daily matter."""
TERMS, STATES_TERMED = 12, 6
"""So many of a report's names, and of its states by threes, are there to find others by."""
LABEL = 90
"""Characters of a moment's label."""


class StoryMatcher:
    """A report is one piece; two are the same if they tell of one matter at about one time.

    A piece's body holds the weights of its names and words, and the day of the report.
    """

    kind = "story"
    version = "1"

    def pieces(self, record: Record) -> tuple[Piece, ...]:
        """The report, or nothing if it names nobody and no place."""
        about = matter(record)
        named = [key for key in about.names if key[0] == "@"]
        document = record.document.id
        states = sorted(key for key in about.names if key[0] == "=")[:STATES_TERMED]
        terms = (
            *(f"in {place}" for place in about.local),
            *named[:TERMS],
            *(" ".join(some) for some in combinations(states, STATES)),
        )
        if not terms:
            return ()
        body = msgspec.to_builtins(about)
        return (Piece(key=f"{document}:report", document=document, terms=terms, body=body),)

    def same(self, one: Piece, other: Piece) -> float:
        """How alike names and words of two reports are; a half where it is just enough."""
        left, right = msgspec.convert(one.body, Matter), msgspec.convert(other.body, Matter)
        apart = days.apart(left.day, right.day)
        if apart is not None and apart > WINDOW:
            return 0.0
        words = cosine(left.words, right.words)
        alike = math.sqrt(cosine(left.names, right.names) * words)
        score = min(1.0, alike / ALIKE / 2)
        here = len(set(left.local) & set(right.local))
        states = sum(k[0] == "=" for k in left.names.keys() & right.names.keys())
        tied = here > 1 or (here and words >= ALIKE_HERE)
        tied = tied or (states >= STATES and words >= ALIKE_THERE)
        return max(score, 0.5) if tied and apart is not None and apart <= NEAR else score


def timeline(
    records: Iterable[Record],
    happenings: Sequence[Happening],
    disagreeing: Sequence[Disagreement],
    persons: Persons = NOBODY,
) -> tuple[Moment, ...]:
    """What happened, was said and counted in a story, by day; what has no day comes last.

    Every happening is told once, every figure that disagrees once a side; of statements those
    that promise, deny, accuse or ask, and the report itself by its headline.
    """
    ordered = list(records)
    year = days.within_year(days.reported(r) for r in ordered)
    moments = [_happened(h, year) for h in happenings if h.cited]
    for one in disagreeing:
        for number, side in enumerate(one.sides):
            moments.append(
                Moment(
                    day=days.completed(side.date, year),
                    kind="figure",
                    id=f"{one.id}:{number}",
                    label=_short(f"{side.words}: {one.about}"),
                    cited=side.cited,
                )
            )
    for record in ordered:
        moments += _said(record, year, persons)
    return tuple(sorted(moments, key=lambda m: (days.order(m.day), m.kind, m.id)))


def view(
    records: Sequence[Record],
    *,
    id: str,
    happenings: Sequence[Happening] = (),
    passages: Sequence[Passage] = (),
    copies: Sequence[Copies] = (),
    people: Sequence[Person] = (),
    contacts: Sequence[tuple[str, str, int]] = (),
    persons: Persons = NOBODY,
) -> StoryView:
    """All there is of the story that some reports tell.

    Args:
        records: its reports, at least one.
        id: the id of the story.
        happenings: the events told in it.
        passages: what its reports share.
        copies: which of them are copies.
        people: who is in it.
        contacts: ids of two persons and how often they are in touch.
        persons: ids across reports by `document:entity`.

    Raises:
        ValueError: there is no report.
    """
    ordered = in_order(records)
    disagreeing = disagreements.find(ordered, persons)
    contrary: tuple[Contradiction, ...] = contradictions.find(ordered, persons)
    return StoryView(
        story=story(ordered, id=id, copies=copies, persons=persons),
        reports=tuple(report_of(r.document) for r in ordered),
        timeline=timeline(ordered, happenings, disagreeing, persons),
        happenings=tuple(happenings),
        disagreements=disagreeing,
        contradictions=contrary,
        passages=tuple(passages),
        copies=tuple(copies),
        people=tuple(people),
        contacts=tuple(contacts),
    )


def _happened(happening: Happening, year: str | None) -> Moment:
    who = ", ".join(p.name for p in happening.actors)
    whom = ", ".join(p.name for p in happening.recipients)
    parts = filter(None, (who, happening.words, whom))
    return Moment(
        day=days.completed(happening.date, year),
        kind="event",
        id=happening.id,
        label=_short(" ".join(parts)),
        cited=happening.cited[0],
    )


TOLD = frozenset(("promise", "denial", "accusation", "request"))
"""Attitudes of statements that move a story on."""


def _said(record: Record, year: str | None, persons: Persons) -> Iterable[Moment]:
    citer = Citer(record, persons)
    document, day = record.document, days.completed(days.reported(record), year)
    if document.title:
        start, end = citer.sentences.first()
        yield Moment(
            day=day,
            kind="report",
            id=document.id,
            label=_short(document.title),
            cited=citer.cite(((start, end),)),
        )
    for said in record.statements:
        if said.attitude in TOLD and said.parent is None and said.content and said.speaker:
            content = " … ".join(document.text[s:e] for s, e in said.content)
            yield Moment(
                day=days.completed(said.date, year) or day,
                kind="statement",
                id=f"{document.id}:{said.id}",
                label=_short(f"{citer.speaker(said)}: {content}"),
                cited=citer.statement(said),
            )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LABEL else flat[: LABEL - 1].rsplit(" ", 1)[0] + "…"
