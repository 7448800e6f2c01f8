"""Bringing what is gathered up to date with an archive: what is new is compared, groups are made.

Each report is one transaction, and so is each hundred groups: a run that was stopped goes on
where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import msgspec

from onrecord.archive import Archive
from onrecord.archive.gatherings import Gatherings, Kept, Team
from onrecord.schema import Record
from onrecord.stories import people
from onrecord.stories.copies import CopyMatcher
from onrecord.stories.gathering import Gathering, loose_kind
from onrecord.stories.grouping import merged, regroup
from onrecord.stories.heading import story
from onrecord.stories.loose import attach
from onrecord.stories.people import folded
from onrecord.stories.persons import PersonMatcher
from onrecord.stories.telling import StoryMatcher

MATCHERS = (CopyMatcher(), StoryMatcher(), PersonMatcher())
VERSION = " ".join(f"{m.kind} {m.version}" for m in MATCHERS)
"""Where it differs from what reports were gathered by, they are gathered again."""
SEEDS = 100
"""Shapes whose groups are made in one transaction."""
LARGEST = 300
"""Of a story of more reports, its head and its view are told from so many."""
UNTOLD = "story, untold"

Progress = Callable[[int, int], None]
"""Told after each report how many are gathered and how many are to be."""


def gather(archive: Archive, progress: Progress = lambda done, total: None) -> int:
    """Gather every report that is new or changed in an archive, and group anew what that touches.

    Returns:
        How many reports were new, changed or gone.
    """
    tables = archive.store.gatherings
    gathering = Gathering(tables, MATCHERS)
    waiting, gone = tables.waiting(VERSION), tables.gone()
    for number in gone:
        with archive.store.transaction():
            gathering.take_out(number)
    for done, document in enumerate(waiting, 1):
        again(archive, gathering, document)
        progress(done, len(waiting))
    refresh(archive)
    return len(waiting) + len(gone)


def again(archive: Archive, gathering: Gathering, document: str) -> None:
    """Gather one report as it is now."""
    tables = archive.store.gatherings
    with archive.store.transaction():
        record = archive.record(document)
        number = tables.numbers((document,)).get(document)
        if record is not None and number is not None:
            gathering.take_in(record, number, tables.judged())
            tables.note(number, VERSION)


def refresh(archive: Archive) -> None:
    """Group anew whatever is stale: copies, stories, then people, whom stories make out."""
    tables = archive.store.gatherings
    for seeds in _slices(tables.stale("copy")):
        with archive.store.transaction():
            regroup(tables, "copy", seeds, merged(tables, "copy"), _copies)
    for seeds in _slices(tables.stale("story")):
        with archive.store.transaction():
            made, _ = regroup(tables, "story", seeds, merged(tables, "story"), _reports)
            tables.spoil(UNTOLD, made)
            documents = {p.document for p in tables.pieces_with(_members(tables, made))}
            around = {p.shape for p in tables.pieces_of("person", documents)}
            _spoil_loose(tables, around)
    words: set[int] = set()
    for seeds in _slices(tables.stale("person")):
        with archive.store.transaction():
            made, left = regroup(tables, "person", seeds, merged(tables, "person"), people.told)
            _spoil_loose(tables, left)
            words |= made
    with archive.store.transaction():
        _attach(tables, words)
    for teams in _slices(tables.stale(UNTOLD)):
        with archive.store.transaction():
            for team in tables.teams(teams).values():
                _tell_story(archive, team)
            tables.freshen(teams)


def _slices(stale: Sequence[int]) -> Iterable[list[int]]:
    rest = iter(stale)
    while some := list(islice(rest, SEEDS)):
        yield some


def _members(tables: Gatherings, teams: Iterable[int]) -> list[int]:
    return [shape for team in sorted(teams) for shape in tables.members(team)]


def _spoil_loose(tables: Gatherings, shapes: Iterable[int]) -> None:
    kind = loose_kind("person")
    tables.spoil(kind, (id for id, s in tables.shapes(shapes).items() if s.kind == kind))


def _attach(tables: Gatherings, made: Iterable[int]) -> None:
    """Put every loose shape that is stale, or has a word of a group made anew, to its group."""
    kind = loose_kind("person")
    stale = tables.stale(kind)
    words = {s.body["loose"] for s in tables.shapes(stale).values()}
    for shape in tables.shapes(_members(tables, made)).values():
        words.update(n.split()[-1] for n in shape.body.get("names", ()) if " " in n)
    homes = attach(tables, words, merged(tables, "person"))
    before = {id: shape.team for id, shape in tables.shapes(homes).items()}
    touched: set[int] = set()
    added: dict[int, list[int]] = {}
    for id, team in homes.items():
        old = before[id]
        if old != team or id in stale:
            touched |= {team} if old is None else {team, old}
            added.setdefault(team, []).append(id)
    for team, shapes in sorted(added.items()):
        tables.assign(team, shapes)
    for team in sorted(touched):
        pieces = tables.pieces_with(tables.members(team))
        if pieces:
            told = people.told(pieces)
            tables.put_team(msgspec.structs.replace(told, id=team), ())
        else:
            tables.drop_team(team)
    tables.freshen(stale)


def _copies(pieces: Sequence[Kept]) -> Team:
    key = min(p.key for p in pieces)
    return Team(id=0, kind="copy", key=key, size=len(pieces), words="", body=None)


def _reports(pieces: Sequence[Kept]) -> Team:
    key = min(p.document for p in pieces)
    return Team(id=0, kind="story", key=key, size=len(pieces), words="", body=None)


def _tell_story(archive: Archive, team: Team) -> None:
    tables = archive.store.gatherings
    documents = sorted(p.document for p in tables.pieces_with(tables.members(team.id)))
    records = [r for d in documents[:LARGEST] if (r := archive.record(d)) is not None]
    if not records:
        return
    again = len(documents) - len({t for _, _, t in tables.teams_in("copy", documents)})
    told = story(records, id=team.key, persons=persons_in(tables, documents))
    known = people_by_key(tables, documents)
    told = msgspec.structs.replace(
        told,
        reports=len(documents),
        sources=max(1, len(documents) - again),
        people=tuple(
            msgspec.structs.replace(p, name=known.get(p.person or "", p.name))
            for p in told.people
            # A town that a report takes for somebody.
            if p.name not in told.places
        ),
    )
    names = [told.title, *(p.name for p in told.people), *told.places]
    tables.put_team(
        msgspec.structs.replace(
            team,
            day=told.last or "",
            words=folded(" ".join((*names, *(r.document.title or "" for r in records)))),
            body=msgspec.to_builtins(told),
        ),
        (),
    )


def persons_in(tables: Gatherings, documents: Iterable[str]) -> dict[str, str]:
    """Who the entities of some reports are: `document:entity` → the id across reports."""
    found = tables.teams_in("person", documents)
    keys = {id: team.key for id, team in tables.teams({team for _, _, team in found}).items()}
    return {f"{d}:{item}": keys[team] for d, item, team in found if team in keys}


def people_by_key(tables: Gatherings, documents: Iterable[str]) -> dict[str, str]:
    """The names of all who are in some reports, by their ids across reports."""
    teams = tables.teams({team for _, _, team in tables.teams_in("person", documents)})
    return {team.key: team.body["name"] for team in teams.values()}


def records_of(archive: Archive, documents: Iterable[str]) -> list[Record]:
    """The records of some reports."""
    return [r for d in documents if (r := archive.record(d)) is not None]
