"""The desk: who is who and what is one story, in an archive of invented reports."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from telling_records import Made, killing

from onrecord.archive import Archive, ArchiveError
from onrecord.schema import Record
from onrecord.stories.desk import Desk
from onrecord.stories.gather import gather


def said_by(name: str, number: int, published: str = "2031-03-03") -> Record:
    """A report in which somebody says something, in words of its own."""
    made = Made(f"Note {number}\n{name} said that valley{number} was shut.\n", published)
    made.name(name, after="Note")
    made.say(name, "said", f"that valley{number} was shut", after="Note")
    return made.record()


def gathered(archive: Archive, records: Sequence[Record]) -> Desk:
    for record in records:
        archive.add(record)
    gather(archive)
    return Desk(archive)


@pytest.fixture
def archive(named: str) -> Iterator[Archive]:
    with Archive.open(named) as opened:
        yield opened


def names(desk: Desk) -> dict[str, int]:
    return {p.name: p.documents for p in desk.people().items}


def test_one_name_in_two_reports_is_one_person(archive: Archive) -> None:
    desk = gathered(archive, [said_by("Oda Brill", 1), said_by("Oda Brill", 2)])
    (person,) = desk.people().items
    assert (person.name, person.documents, person.statements) == ("Oda Brill", 2, 2)
    view = desk.person(person.id)
    assert view is not None
    assert [said.cited.speaker for said in view.by.items] == ["Oda Brill", "Oda Brill"]
    assert {key.partition(":")[0] for key, _, _ in view.entities} == {
        r.document for r in view.reports.items
    }


def test_every_entity_of_a_person_leads_to_it(archive: Archive) -> None:
    desk = gathered(archive, [said_by("Oda Brill", 1), said_by("Oda Brill", 2)])
    (person,) = desk.people().items
    view = desk.person(person.id)
    assert view is not None
    for key, _, _ in view.entities:
        again = desk.person(key)
        assert again is not None
        assert again.person == person
        assert desk.person_of(*key.split(":")) == person.id


def test_two_names_are_two_people(archive: Archive) -> None:
    desk = gathered(archive, [said_by("Oda Brill", 1), said_by("Ida Brandt", 2)])
    assert names(desk) == {"Oda Brill": 1, "Ida Brandt": 1}


def test_a_surname_means_whom_nearly_all_mean_by_it_though_one_report_beside_says_otherwise(
    archive: Archive,
) -> None:
    everywhere = [said_by("Oda Brill", n) for n in range(5)]
    beside = killing("Derelict Brill shot in Marren", victim="Derelict Brill")
    alone = killing("Gunmen kill editor in Marren", "2031-03-04", victim="Brill")
    assert names(gathered(archive, [*everywhere, beside, alone])) == {
        "Oda Brill": 6,
        "Derelict Brill": 1,
    }


def test_a_surname_means_whom_the_reports_of_its_story_have_in_full(archive: Archive) -> None:
    everywhere = [said_by("Oda Brill", n) for n in range(5)]
    beside = [
        killing(f"Shots in Marren, {day}", f"2031-03-0{day}", victim="Ilka Brill") for day in (3, 4)
    ]
    alone = killing("Gunmen kill editor in Marren", "2031-03-05", victim="Brill")
    assert names(gathered(archive, [*everywhere, *beside, alone])) == {
        "Oda Brill": 5,
        "Ilka Brill": 3,
    }


def test_reports_of_one_matter_are_one_story(archive: Archive) -> None:
    one = killing()
    other = killing("Gunmen kill editor in Marren", "2031-03-04")
    desk = gathered(archive, [one, other, said_by("Ida Brandt", 2)])
    (story,) = desk.stories().items
    assert story.reports == 2
    assert desk.stories_of(one.document.id) == (story,)
    view = desk.story(other.document.id)
    assert view is not None
    assert view.story == story
    assert [h.reports for h in view.happenings] == [2]


def test_a_person_is_found_without_accents(archive: Archive) -> None:
    desk = gathered(archive, [said_by("Nurgül Tezcan", 1)])
    assert [p.name for p in desk.people("nurgul").items] == ["Nurgül Tezcan"]
    assert desk.people("brill").total == 0


def test_merging_outlives_a_new_reading_and_can_be_taken_back(archive: Archive) -> None:
    records = [said_by("Oda Brill", 1), said_by("Ida Brandt", 2)]
    desk = gathered(archive, records)
    desk.merge(*(p.id for p in desk.people().items))
    assert desk.people().total == 1
    for record in records:
        archive.add(record, "another reading")
    gather(archive)
    assert desk.people().total == 1
    assert [j.same for j in desk.history()] == [True]
    desk.undo()
    assert names(desk) == {"Oda Brill": 1, "Ida Brandt": 1}
    assert desk.history() == ()
    assert desk.undo() is None


def test_what_is_split_off_stays_apart_and_can_come_back(archive: Archive) -> None:
    desk = gathered(archive, [said_by("Oda Brill", n) for n in range(3)])
    (person,) = desk.people().items
    view = desk.person(person.id)
    assert view is not None
    key = view.entities[0][0]
    desk.split(key)
    assert sorted(p.documents for p in desk.people().items) == [1, 2]
    archive.add(said_by("Oda Brill", 9))
    gather(archive)
    assert sorted(p.documents for p in desk.people().items) == [1, 3]
    desk.undo()
    assert names(desk) == {"Oda Brill": 4}


def test_splitting_takes_back_a_merge_made_by_the_same_entity(archive: Archive) -> None:
    desk = gathered(
        archive, [said_by("Oda Brill", 1), said_by("Oda Brill", 3), said_by("Ida Brandt", 2)]
    )
    one, other = (desk.people(name).items[0].id for name in ("Brill", "Brandt"))
    desk.merge(one, other)
    assert names(desk) == {"Oda Brill": 3}
    desk.split(other)
    assert names(desk) == {"Oda Brill": 2, "Ida Brandt": 1}
    desk.merge(one, other)
    assert names(desk) == {"Oda Brill": 3}
    desk.undo()
    assert names(desk) == {"Oda Brill": 2, "Ida Brandt": 1}
    desk.undo()
    assert names(desk) == {"Oda Brill": 3}


def test_what_happened_is_told_once_story_after_story(archive: Archive) -> None:
    one, other = killing(), killing("Gunmen kill editor in Marren", "2031-03-04")
    desk = gathered(archive, [one, other, said_by("Ida Brandt", 2)])
    assert [(h.type, h.reports) for h in desk.happenings()] == [("ASSAULT", 2)]
    assert list(desk.happenings("Brandt")) == []


def test_what_leads_nowhere_says_so(archive: Archive) -> None:
    desk = gathered(archive, [said_by("Oda Brill", 1)])
    assert desk.person("no:body") is None
    assert desk.story("nothing") is None
    with pytest.raises(ArchiveError, match="leads to nobody"):
        desk.merge("no:body", desk.people().items[0].id)


def everything(desk: Desk) -> object:
    return desk.people(limit=1000), desk.stories(limit=1000)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_reports_come_changes_nothing(tmp_path: Path, seed: int) -> None:
    people = ("Oda Brill", "Oda M. Brill", "Brill", "Ida Brandt", "Ole Brill", "Brandt")
    records = [said_by(people[n % len(people)], n) for n in range(18)]
    records += [killing(), killing("Gunmen kill editor in Marren", "2031-03-04")]
    with Archive.open(tmp_path / "one.db") as archive:
        expected = everything(gathered(archive, records))
    random.Random(seed).shuffle(records)
    with Archive.open(tmp_path / "other.db") as archive:
        for record in records:
            archive.add(record)
            if random.Random(f"{seed}{record.document.id}").random() < 0.3:
                gather(archive)
        extra = said_by("Oda Brill", 99)
        archive.add(extra)
        gather(archive)
        archive.remove(extra.document.id)
        gather(archive)
        assert everything(Desk(archive)) == expected
