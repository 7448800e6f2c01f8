"""One filter for a whole story: what is left of it for some words, person, publisher or days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import msgspec

from onrecord.stories.nouns import (
    Cited,
    Contradiction,
    Happening,
    Moment,
    Party,
    Person,
    StoryView,
)


class Sieve(NamedTuple):
    """What is wanted; everything given must hold.

    `since` and `until` are days, both included; what has no day is then left out.
    """

    words: str = ""
    person: str = ""
    publisher: str = ""
    since: str = ""
    until: str = ""

    @property
    def empty(self) -> bool:
        """Whether everything passes."""
        return not any(self)


def sieve_of(query: Mapping[str, str]) -> Sieve:
    """What a form asks for."""
    given = {name: " ".join(query.get(name, "").split())[:200] for name in Sieve._fields}
    return Sieve(**given)


def sifted(view: StoryView, sieve: Sieve) -> StoryView:
    """What is left of a story. Of figures that disagree, all sides stay if one passes."""
    if sieve.empty:
        return view
    names = _names(view.people, sieve.person)

    def passes(
        cited: Iterable[Cited], parties: Iterable[Party] = (), day: str | None = None
    ) -> bool:
        some = tuple(cited)
        return any(_day(day or one.published, sieve) and _said(one, sieve) for one in some) and (
            not sieve.person
            or any(party.person == sieve.person for party in parties)
            or any(one.person == sieve.person or _names_one(one.text, names) for one in some)
        )

    documents = {
        report.document
        for report in view.reports
        if (not sieve.publisher or report.publisher == sieve.publisher)
        and _day(report.published, sieve)
    }
    kept = _Kept(passes)
    copies = tuple(c for c in view.copies if any(r.document in documents for r in c.reports))
    return msgspec.structs.replace(
        view,
        reports=tuple(r for r in view.reports if r.document in documents),
        timeline=tuple(m for m in view.timeline if kept.moment(m)),
        happenings=tuple(h for h in view.happenings if kept.happening(h)),
        disagreements=tuple(
            d for d in view.disagreements if any(passes((s.cited,), (), s.date) for s in d.sides)
        ),
        contradictions=tuple(c for c in view.contradictions if kept.contradiction(c)),
        passages=tuple(p for p in view.passages if passes(p.cited)),
        copies=copies,
        contacts=tuple(
            edge for edge in view.contacts if not sieve.person or sieve.person in edge[:2]
        ),
    )


class _Kept:
    """Which items pass, each kind by what it cites and who takes part."""

    def __init__(self, passes: Callable[..., bool]) -> None:
        self._passes = passes

    def moment(self, moment: Moment) -> bool:
        return self._passes((moment.cited,), (), moment.day)

    def happening(self, happening: Happening) -> bool:
        parties = (*happening.actors, *happening.recipients)
        return self._passes(happening.cited, parties, happening.date)

    def contradiction(self, contradiction: Contradiction) -> bool:
        pair = (contradiction.one, contradiction.other)
        parties = tuple(party for said in pair for party in said.addressees)
        return any(self._passes((said.cited,), parties, said.date) for said in pair)


def _day(day: str | None, sieve: Sieve) -> bool:
    if not (sieve.since or sieve.until):
        return True
    known = (day or "")[:10]
    if not known[:4].isdigit():
        return False
    # A month or a year passes if any of its days can.
    since = not sieve.since or known >= sieve.since[: len(known)]
    return since and (not sieve.until or known <= sieve.until[: len(known)])


def _said(cited: Cited, sieve: Sieve) -> bool:
    if sieve.publisher and cited.publisher != sieve.publisher:
        return False
    said = " ".join((cited.text, cited.speaker or "", cited.title or "")).casefold()
    return all(word in said for word in sieve.words.casefold().split())


def _names(people: Iterable[Person], wanted: str) -> tuple[str, ...]:
    person = next((p for p in people if p.id == wanted), None)
    return (person.name, *person.aliases) if person else ()


def _names_one(text: str, names: Iterable[str]) -> bool:
    return any(len(name) > 2 and name in text for name in names)
