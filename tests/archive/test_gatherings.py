"""What is gathered across reports is the same in every store."""

from __future__ import annotations

from pathlib import Path

from reports import mine, note

from onrecord.archive import Archive, dump, load
from onrecord.stories.desk import Desk
from onrecord.stories.gather import gather


def test_every_store_gathers_the_same(archive: Archive, tmp_path: Path) -> None:
    records = [mine(), *(note(n) for n in range(8))]
    with Archive.open(tmp_path / "plain.db") as plain:
        for record in records:
            plain.add(record)
            archive.add(record)
        assert gather(plain) == gather(archive) == len(records)
        one, other = Desk(plain), Desk(archive)
        assert other.people() == one.people()
        assert other.people().total > 3
        assert other.stories() == one.stories()
        for person in one.people().items:
            assert other.person(person.id) == one.person(person.id)
        ids = [person.id for person in one.people().items[:2]]
        for desk in (one, other):
            desk.merge(*ids)
        assert other.people() == one.people()
        assert other.history() == one.history()


def test_what_is_gathered_is_gathered_once(archive: Archive) -> None:
    archive.add(mine())
    assert gather(archive) == 1
    assert gather(archive) == 0
    archive.add(mine(), "another reading")
    assert gather(archive) == 1


def test_a_report_that_is_taken_out_is_gathered_out(archive: Archive) -> None:
    archive.add(mine())
    gather(archive)
    assert archive.remove(mine().document.id)
    assert not archive.remove(mine().document.id)
    assert len(archive) == 0
    assert gather(archive) == 1
    assert Desk(archive).people().total == 0


def test_what_was_decided_is_in_a_dump(archive: Archive, tmp_path: Path) -> None:
    for record in (mine(), note(0), note(1)):
        archive.add(record)
    gather(archive)
    desk = Desk(archive)
    people = desk.people().items
    desk.merge(people[0].id, people[1].id)
    lines = list(dump(archive))
    with Archive.open(tmp_path / "loaded.db") as loaded:
        for _ in range(2):
            load(loaded, lines)
        gather(loaded)
        assert Desk(loaded).people() == desk.people()
        assert Desk(loaded).history() == desk.history()
        assert list(dump(loaded)) == lines
