"""The file of an archive: what may happen to it, and what is told then."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import apsw
import pytest
from reports import mine, note

from onrecord.archive import Archive, ArchiveError, dump, parse
from onrecord.archive.rows import (
    DocumentRow,
    EventRow,
    FigureRow,
    PersonRow,
    PlaceRow,
    StatementRow,
)
from onrecord.archive.sqlite import migrations

HERE = str(Path(__file__).parent)


def child(code: str, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Python in a process of its own, with the reports at hand."""
    head = (
        f"import sys, os, random, signal; sys.path.insert(0, {HERE!r})\n"
        "from reports import mine, note\n"
        "from onrecord.archive import Archive, ArchiveError\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", head + code, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def sound(file: Path) -> None:
    """Fail unless SQLite finds tables and full-text indexes whole."""
    db = apsw.Connection(str(file))
    assert db.pragma("integrity_check") == "ok"
    for kind in ("documents", "statements", "events", "figures"):
        rows = set(db.execute(f"SELECT key FROM {kind}"))
        indexed = set(db.execute(f"SELECT rowid FROM {kind}_words"))
        assert rows == indexed
        db.execute(f"INSERT INTO {kind}_words ({kind}_words) VALUES ('integrity-check')")
    db.close()


# The end of a process.

KILLED = """
archive = Archive.open(sys.argv[1])
left = int(sys.argv[2])
def step():
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return False
archive.store._db.set_progress_handler(step, 20)
for number in range(12):
    archive.add(note(number), "v1")
    print(number, flush=True)
archive.store._db.set_progress_handler(None)
print(10**9 - left if left > 10**6 else "end", flush=True)
"""
TOTAL = 10**9


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many times twenty steps of SQLite it takes to add all the notes."""
    file = tmp_path_factory.mktemp("steps") / "a.db"
    process = child(KILLED, file, str(TOTAL))
    out, error = process.communicate()
    assert process.returncode == 0, error
    return int(out.split()[-1])


@pytest.mark.parametrize("seed", range(12))
def test_a_kill_loses_nothing_committed_and_doubles_nothing(
    tmp_path: Path, steps: int, seed: int
) -> None:
    file, chance = tmp_path / "a.db", random.Random(seed)
    done = -1
    # Killed at three moments in a row, and begun again from the start each time.
    for _ in range(3):
        process = child(KILLED, file, str(chance.randint(1, steps // 3)))
        out, error = process.communicate()
        assert process.returncode in (0, -9), error
        told = [int(line) for line in out.split() if line.isdigit() and int(line) < 12]
        done = max([done, *told])
        with Archive.open(file) as archive:
            there = list(archive.records())
            assert there == [note(number) for number in range(len(there))]
            assert len(there) in (done + 1, done + 2)
        sound(file)
    with Archive.open(file) as archive, Archive.open(tmp_path / "clean.db") as clean:
        for number in range(12):
            archive.add(note(number), "v1")
            clean.add(note(number), "v1")
        assert list(dump(archive)) == list(dump(clean))
        assert archive.search(parse("valley"), limit=50).total == 12


ENDLESS = """
with Archive.open(sys.argv[1]) as archive:
    for number in range(100_000):
        archive.add(note(number), "v1")
        print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(8))
def test_a_kill_from_outside_leaves_whole_records(tmp_path: Path, seed: int) -> None:
    file, process = tmp_path / "a.db", child(ENDLESS, tmp_path / "a.db")
    assert process.stdout is not None
    # The kill comes wherever the writer is by then: in a record, a commit, a checkpoint.
    told = random.Random(seed).randint(1, 120)
    for _ in range(told):
        process.stdout.readline()
    process.kill()
    told += len(process.communicate()[0].splitlines())
    assert process.returncode == -9
    with Archive.open(file) as archive:
        there = list(archive.records())
        assert there == [note(number) for number in range(len(there))]
        assert len(there) >= told
    sound(file)


# Two writers.

WRITER = """
numbers = range(*map(int, sys.argv[2:4]))
with Archive.open(sys.argv[1]) as archive:
    for number in numbers:
        archive.add(note(number), "v1")
"""


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    writers = [child(WRITER, file, "0", "30"), child(WRITER, file, "15", "45")]
    for writer in writers:
        _, error = writer.communicate()
        assert writer.returncode == 0, error
    with Archive.open(file) as archive:
        uris = [record.document.uri for record in archive.records()]
    assert sorted(uris, key=str) == sorted(f"notes/{n}.txt" for n in range(45))
    sound(file)


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with Archive.open(file) as one, Archive.open(file, patience=0) as other:
        with (
            one.store.transaction(),
            pytest.raises(ArchiveError, match="another program is writing"),
        ):
            other.add(mine())
        assert other.add(mine())
        assert not one.add(mine())


def test_a_search_sees_the_archive_while_another_writes(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with Archive.open(file) as one:
        one.add(mine())
        with Archive.open(file, write=False, patience=0) as other, one.store.transaction():
            one.add(note(1))
            assert other.search(parse("miners")).total == 1
            assert len(other) == 1


# Files that are no archive, or not this one's.


def test_what_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with pytest.raises(ArchiveError, match="there is no archive") as error:
        Archive.open(file, write=False)
    assert "onrecord add" in error.value.hint
    assert not file.exists()
    with pytest.raises(ArchiveError, match="no folder"):
        Archive.open(tmp_path / "no" / "a.db")
    with pytest.raises(ArchiveError, match="is a folder"):
        Archive.open(tmp_path)


def test_an_archive_is_one_file(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add(mine())
    with Archive.open(tmp_path / "a.db", write=False) as archive:
        archive.search(parse("miners"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


@pytest.mark.parametrize("write", [True, False])
def test_a_file_of_another_kind_is_left_alone(tmp_path: Path, write: bool) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("Not a database, and quite long. " * 50)
    db = apsw.Connection(str(other))
    db.execute("CREATE TABLE things (name)")
    db.close()
    for file, said in ((text, "is not an archive"), (other, "of another program")):
        before = file.read_bytes()
        with pytest.raises(ArchiveError, match=said):
            Archive.open(file, write=write)
        assert file.read_bytes() == before


def test_an_archive_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with Archive.open(file) as archive:
        archive.add(mine())
    db = apsw.Connection(str(file))
    db.execute("INSERT INTO migrations VALUES ('9999 something new')")
    db.close()
    before = file.read_bytes()
    for write in (True, False):
        with pytest.raises(ArchiveError, match=r"newer onrecord.*9999 something new") as error:
            Archive.open(file, write=write)
        assert "upgrade" in error.value.hint
    assert file.read_bytes() == before


def test_a_migration_is_made_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.db"
    with Archive.open(file) as archive:
        archive.add(mine())
    steps = {**migrations.MIGRATIONS, "0002 broken": "CREATE TABLE new (a); SELECT nothing"}
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with pytest.raises(ArchiveError):
        Archive.open(file)
    with pytest.raises(ArchiveError, match="older onrecord"):
        Archive.open(file, write=False)
    steps["0002 broken"] = "CREATE TABLE new (a)"
    with Archive.open(file) as archive:
        assert len(archive) == 1
    sound(file)


def read_all_of(file: Path, write: bool) -> None:
    with Archive.open(file, write=write) as archive:
        list(archive.records())
        archive.search(parse("valley"), limit=50)


@pytest.mark.parametrize("damage", ["cut", "scribbled"])
def test_a_damaged_archive_is_told_and_not_touched(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "a.db"
    with Archive.open(file) as archive:
        for number in range(30):
            archive.add(note(number))
    whole = file.read_bytes()
    half = whole[: len(whole) // 2]
    noise = random.Random(1).randbytes(len(whole) - 4096)
    file.write_bytes(half if damage == "cut" else whole[:4096] + noise)
    before = file.read_bytes()
    for write in (True, False):
        with pytest.raises(ArchiveError, match="damaged") as error:
            read_all_of(file, write)
        assert "copy" in error.value.hint
        assert file.read_bytes() == before


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "SQLITE_VERSION_NUMBER", 3_051_002)
    with pytest.raises(ArchiveError, match="may damage an archive") as error:
        Archive.open(tmp_path / "a.db")
    assert "pip install" in error.value.hint
    assert not (tmp_path / "a.db").exists()


# Disks that are full or read-only.


def fill(file: Path | str) -> tuple[int, ArchiveError | None]:
    """Add notes until that fails: how many were stored, and what was told."""
    number, told = 0, None
    with contextlib.suppress(ArchiveError), Archive.open(file) as archive:
        try:
            for number in range(100_000):
                archive.add(note(number))
        except ArchiveError as error:
            told = error
    return number, told


def test_a_full_disk_keeps_what_was_stored(disk: Path) -> None:
    file = disk / "a.db"
    number, told = fill(file)
    assert told is not None
    assert "disk is full" in told.message
    assert "is safe" in told.hint
    assert number > 3
    with Archive.open(file, write=False) as archive:
        assert list(archive.records()) == [note(n) for n in range(number)]
        assert archive.search(parse("valley")).total == number
    # With more room, the run goes on where it was.
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    with Archive.open(file) as archive:
        for n in range(number + 5):
            archive.add(note(n))
        assert len(archive) == number + 5
    sound(file)


LIMITED = """
import resource
with Archive.open(sys.argv[1]) as archive:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
    try:
        for number in range(100_000):
            archive.add(note(number))
    except ArchiveError as error:
        print(number, error)
"""


def test_a_file_that_may_not_grow_keeps_what_was_stored(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    out, error = child(LIMITED, file).communicate()
    number, _, told = out.partition(" ")
    assert "is safe" in told, (out, error)
    with Archive.open(file) as archive:
        assert len(archive) == int(number)
        archive.add(note(int(number)))
    sound(file)


def test_what_may_only_be_read_can_be_searched(disk: Path) -> None:
    file = disk / "a.db"
    with Archive.open(file) as archive:
        archive.add(mine())
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with Archive.open(file, write=False) as archive:
        assert archive.search(parse("miners")).total == 1
        with pytest.raises(ArchiveError, match="may not be written to"):
            archive.add(note(1))
    with pytest.raises(ArchiveError, match=r"may not be written to|cannot be opened"):
        Archive.open(file)
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write to everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with Archive.open(file) as archive:
        archive.add(mine())
    file.chmod(0o444)
    with pytest.raises(ArchiveError, match="may not be written to"):
        Archive.open(file).add(note(1))


# The tables.


@pytest.mark.parametrize(
    ("table", "row", "keys"),
    [
        ("documents", DocumentRow, {"key", "number", "reading"}),
        ("statements", StatementRow, {"key", "document"}),
        ("events", EventRow, {"key", "document"}),
        ("figures", FigureRow, {"key", "document"}),
        ("places", PlaceRow, {"document"}),
        ("people", PersonRow, {"document"}),
    ],
)
def test_tables_have_the_columns_of_their_rows(
    tmp_path: Path, table: str, row: Any, keys: set[str]
) -> None:
    with Archive.open(tmp_path / "a.db"):
        pass
    db = apsw.Connection(str(tmp_path / "a.db"))
    columns = {name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")}
    assert columns == {*row.__struct_fields__} | keys


def test_the_tables_can_be_asked_in_sql(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add(mine())
    db = apsw.Connection(str(tmp_path / "a.db"))
    sql = (
        "SELECT p.name, p.positions, d.title FROM people p JOIN documents d ON d.key = p.document"
        " WHERE positions IS NOT NULL"
    )
    assert list(db.execute(sql)) == [("Oda Brill", "deputy minister", mine().document.title)]
    assert list(db.execute("SELECT name, country, lat FROM places")) == [
        ("Port Marren", "NO", 69.6)
    ]
