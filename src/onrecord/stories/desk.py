"""The desk: everything that is known across the reports of an archive, by one front door."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from onrecord.archive import Archive, ArchiveError
from onrecord.archive.gatherings import Gatherings, Judgement, Kept, Team
from onrecord.schema import Record
from onrecord.stories import passages as shared
from onrecord.stories import telling
from onrecord.stories.citing import Citer
from onrecord.stories.copies import CopyMatcher, copies
from onrecord.stories.gather import LARGEST, MATCHERS, again, persons_in, records_of, refresh
from onrecord.stories.gathering import Gathering
from onrecord.stories.nouns import Copies, Happening, Page, Person, PersonView, Story, StoryView
from onrecord.stories.occasions import occasions
from onrecord.stories.people import folded
from onrecord.stories.profile import in_touch, profile

NEWEST = 100
"""Of somebody in more reports, what is said and told is of the newest so many."""
PEOPLE = 40
"""So many people are in the view of a story."""
AT_ONCE = 50
"""Stories that are listed at once to tell what happened in them."""
REMEMBERED = 16
"""Views of stories that are kept at hand."""


class Desk:
    """Who is who, what happened and what was told of it, in all reports of an archive.

    The archive must have been gathered (`gather`); reports that came since are not seen yet.
    Ids of people are keys of any of their entities (`document:entity`), those of stories are ids
    of any of their reports; they go on leading there as reports are added.
    """

    def __init__(self, archive: Archive) -> None:
        """Sit down at an archive; to merge and split, it must be open for writing."""
        self.archive = archive
        self._views: OrderedDict[tuple[str, ...], StoryView] = OrderedDict()

    # People and bodies.

    def people(
        self, words: str = "", type: str | None = None, limit: int = 50, offset: int = 0
    ) -> Page[Person]:
        """Persons, bodies and states, those in most reports first.

        Args:
            words: parts of a name, all of which it must have; in any letters, without accents.
            type: `Person`, `Organisation` or `State`; null for any.
            limit: the most to give.
            offset: how many to pass over.
        """
        total, teams = self._tables.listed("person", folded(words).split(), type, 1, limit, offset)
        return Page(total=total, items=tuple(map(_person, teams)))

    def person(self, id: str) -> PersonView | None:
        """All there is about somebody; null where the id leads to nobody."""
        with self.archive.store.snapshot():
            team = self._team("person", id)
            if team is None:
                return None
            newest = self._tables.dated_with(self._tables.members(team.id))
            documents = list(dict.fromkeys(document for _, document, _ in newest))[:NEWEST]
            records = records_of(self.archive, documents)
            persons = persons_in(self._tables, documents)
        entities: dict[str, list[str]] = {document: [] for document in documents}
        for _, document, item in reversed(newest):
            if document in entities:
                entities[document].append(item)
        return profile(_person(team), records, entities, persons)

    def person_of(self, document: str, entity: str) -> str | None:
        """The id across reports of an entity of a report; null where it has no name."""
        team = self._team("person", f"{document}:{entity}")
        return team.key if team else None

    # Stories.

    def stories(self, words: str = "", limit: int = 50, offset: int = 0) -> Page[Story]:
        """Stories of two reports or more, the newest first.

        Args:
            words: what must be among titles, people and places of a story, all of them.
            limit: the most to give.
            offset: how many to pass over.
        """
        total, teams = self._tables.listed("story", folded(words).split(), None, 2, limit, offset)
        return Page(total=total, items=tuple(map(_story, teams)))

    def story(self, id: str) -> StoryView | None:
        """All there is of a story, by its id or that of one of its reports; null without one."""
        with self.archive.store.snapshot():
            team = self._team("story", f"{id.partition(':')[0]}:report")
            if team is None:
                return None
            pieces = self._pieces(team)
            documents = sorted({p.document for p in pieces})[:LARGEST]
            stamp = self._stamp(documents)
            known = self._views.pop(stamp, None)
            view = known or self._view(team, documents)
        self._views[stamp] = view
        while len(self._views) > REMEMBERED:
            self._views.popitem(last=False)
        return view

    def stories_of(self, document: str) -> tuple[Story, ...]:
        """The stories that a report is of: one, or none where nothing else tells of it."""
        team = self._team("story", f"{document}:report")
        return (_story(team),) if team is not None and team.size > 1 and team.body else ()

    def happenings(self, words: str = "") -> Iterator[Happening]:
        """What happened, each event once however many reports tell it, story after story.

        The newest story comes first, and those of a single report come too. Stories are read
        as they are asked for, so that taking the first few of many is fast.

        Args:
            words: what must be among titles, people and places of a story, all of them.
        """
        wanted, at = folded(words).split(), 0
        while True:
            total, teams = self._tables.listed("story", wanted, None, 1, AT_ONCE, at)
            for team in teams:
                view = self.story(team.key)
                yield from view.happenings if view is not None else ()
            at += AT_ONCE
            if at >= total:
                return

    def copies_of(self, document: str) -> Copies | None:
        """The reports that are copies of one text with this one; null where there are none."""
        with self.archive.store.snapshot():
            team = self._team("copy", f"{document}:report")
            if team is None:
                return None
            found = self._copies({p.document for p in self._pieces(team)})
        return found[0] if found else None

    # What a person decides.

    def merge(self, one: str, other: str) -> None:
        """Decide that two are the same person: two ids, or keys of entities.

        Raises:
            ArchiveError: one of them leads to nobody.
        """
        self._judge("person", one, other, same=True)

    def split(self, entity: str) -> None:
        """Decide that an entity of a report (`document:entity`) is not who it was taken for.

        What was merged by this very entity comes apart again.

        Raises:
            ArchiveError: there is no such entity.
        """
        team = self._team("person", entity)
        self._judge("person", entity, team.key if team else entity, same=False)

    def undo(self) -> Judgement | None:
        """Take back what was decided last; null where nothing was."""
        with self.archive.store.transaction():
            judged = self._tables.unjudge()
        if judged is not None:
            self._settle(judged)
        return judged

    def history(self) -> tuple[Judgement, ...]:
        """What was decided, the first first."""
        return tuple(self._tables.judged())

    def _judge(self, kind: str, one: str, other: str, *, same: bool) -> None:
        anchors = [self._anchor(kind, key) for key in (one, other)]
        judged = Judgement(kind=kind, one=anchors[0], other=anchors[1], same=same)
        with self.archive.store.transaction():
            self._tables.judge(judged)
        self._settle(judged)

    def _settle(self, judged: Judgement) -> None:
        """Gather the reports again that a decision is about."""
        documents = sorted({anchor.partition(":")[0] for anchor in (judged.one, judged.other)})
        # Whoever is in a group with them now: what held it together may be what is taken back.
        teams = {team for _, _, team in self._tables.teams_in(judged.kind, documents)}
        mates = [shape for team in sorted(teams) for shape in self._tables.members(team)]
        gathering = Gathering(self._tables, MATCHERS)
        for document in documents:
            again(self.archive, gathering, document)
        with self.archive.store.transaction():
            pieces = self._tables.pieces_of(judged.kind, documents)
            kinds = self._tables.shapes((*mates, *(p.shape for p in pieces)))
            for shape in kinds.values():
                self._tables.spoil(shape.kind, (shape.id,))
        refresh(self.archive)

    def _anchor(self, kind: str, key: str) -> str:
        document, _, item = key.partition(":")
        found = [p for p in self._tables.pieces_of(kind, (document,)) if p.item == item]
        if not found:
            raise ArchiveError(
                f"{key} leads to nobody", "Take an id as `onrecord people --format jsonl` gives it."
            )
        start, end = (found[0].facts or {}).get("at", (0, 0))
        return f"{document}:{start}-{end}"

    # How it is found.

    @property
    def _tables(self) -> Gatherings:
        return self.archive.store.gatherings

    def _team(self, kind: str, key: str) -> Team | None:
        document, _, item = key.partition(":")
        number = self._tables.team_of(kind, document, item)
        return self._tables.team(number) if number is not None else None

    def _pieces(self, team: Team) -> list[Kept]:
        return self._tables.pieces_with(self._tables.members(team.id))

    def _stamp(self, documents: Sequence[str]) -> tuple[str, ...]:
        """What decides what the view of a story is."""
        shapes = (f"{p.key} {p.shape}" for p in self._tables.pieces_of("person", documents))
        decided = (f"{j.one} {j.other} {j.same}" for j in self._tables.judged())
        return (*documents, *shapes, *decided)

    def _copies(self, documents: Iterable[str]) -> tuple[Copies, ...]:
        by_team: dict[int, list[str]] = {}
        for document, _, team in self._tables.teams_in("copy", documents):
            by_team.setdefault(team, []).append(document)
        out = []
        for some in by_team.values():
            if len(some) > 1:
                records = {r.document.id: r for r in records_of(self.archive, some)}
                pieces = [p for r in records.values() for p in CopyMatcher().pieces(r)]
                out.append(copies(pieces, records))
        return tuple(sorted(out, key=lambda c: c.id))

    def _view(self, team: Team, documents: Sequence[str]) -> StoryView:
        records = records_of(self.archive, documents)
        persons = persons_in(self._tables, documents)
        again = self._copies(documents)
        first = {r.document: c.reports[0].document for c in again for r in c.reports}
        matcher = shared.PassageMatcher()
        pieces = [piece for record in records for piece in matcher.pieces(record)]
        view = telling.view(
            records,
            id=team.key,
            happenings=occasions(records, copy_of=lambda d: first.get(d, d), persons=persons),
            passages=shared.passages(pieces, {r.document.id: r for r in records}, persons),
            copies=again,
            people=self._people_in(documents),
            contacts=_edges(records, persons),
            persons=persons,
        )
        return msgspec.structs.replace(view, story=_story(team)) if team.body else view

    def _people_in(self, documents: Sequence[str]) -> tuple[Person, ...]:
        """Who is in some reports, those in most of them first."""
        found = self._tables.teams_in("person", documents)
        reports: dict[int, set[str]] = {}
        for document, _, team in found:
            reports.setdefault(team, set()).add(document)
        best = sorted(reports, key=lambda team: (-len(reports[team]), team))
        teams = self._tables.teams(best)
        people = [_person(teams[team]) for team in best if team in teams]
        return tuple(sorted(people, key=lambda p: p.type == "State"))[:PEOPLE]


def _edges(records: Iterable[Record], persons: dict[str, str]) -> tuple[tuple[str, str, int], ...]:
    """Who is in touch with whom in some reports, and how often."""
    counts: dict[tuple[str, str], int] = {}
    for record in records:
        citer = Citer(record, persons)
        mine: dict[str, set[str]] = {}
        for entity in record.entities:
            person = persons.get(f"{record.document.id}:{entity.id}")
            if person is not None:
                mine.setdefault(person, set()).add(entity.id)
        for person, ids in mine.items():
            for party, _, _ in in_touch(record, citer, frozenset(ids), persons):
                if party.person is not None and person < party.person:
                    pair = (person, party.person)
                    counts[pair] = counts.get(pair, 0) + 1
    return tuple((one, other, n) for (one, other), n in sorted(counts.items()))


def _person(team: Team) -> Person:
    return msgspec.convert(team.body, Person)


def _story(team: Team) -> Story:
    return msgspec.convert(team.body, Story)
