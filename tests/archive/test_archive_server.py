"""An archive on a PostgreSQL server: what may happen to it, and what is told then."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from postgres_server import Server, running
from reports import mine, note
from test_archive_file import child, fill

from onrecord.archive import Archive, ArchiveError, dump, load, parse, shown
from onrecord.archive.rows import (
    DocumentRow,
    EventRow,
    FigureRow,
    PersonRow,
    PlaceRow,
    StatementRow,
)

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: onrecord[postgres]")


@pytest.fixture
def url(server: Server) -> str:
    return server.database()


def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def sound(url: str) -> None:
    """Fail unless tables, words and totals agree with each other."""
    for kind in ("documents", "statements", "events", "figures"):
        rows = ask(url, f"SELECT key FROM onrecord.{kind} ORDER BY 1")
        words = ask(url, f"SELECT key FROM onrecord.{kind}_words ORDER BY 1")
        assert rows == words
        sums = f"SELECT count(*), coalesce(sum(length), 0) FROM onrecord.{kind}_words"
        assert ask(url, sums) == ask(
            url, f"SELECT items, words FROM onrecord.totals WHERE name = '{kind}'"
        )
    assert ask(url, "SELECT count(*) FROM onrecord.records") == ask(
        url, "SELECT count(*) FROM onrecord.documents"
    )


# The end of a process, and of the server.

ENDLESS = """
with Archive.open(sys.argv[1]) as archive:
    for number in range(100_000):
        archive.add(note(number), "v1")
        print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_leaves_whole_records(url: str, seed: int) -> None:
    process, chance = child(ENDLESS, url), random.Random(seed)
    assert process.stdout is not None
    told = chance.randint(1, 60)
    for _ in range(told):
        process.stdout.readline()
    process.kill()
    told += len(process.communicate()[0].splitlines())
    # What the dead process began is rolled back before the next writer begins.
    with Archive.open(url) as archive:
        archive.add(note(100_000), "v1")
        there = list(archive.records())
        assert len(there) - 1 in (told, told + 1)
        assert there == [*(note(number) for number in range(len(there) - 1)), note(100_000)]
    sound(url)


@pytest.fixture
def own() -> Iterator[Server]:
    """A server that the test may break."""
    yield from running()


def test_a_crash_of_the_server_is_told_and_loses_nothing(own: Server) -> None:
    url = own.database()
    with Archive.open(url) as archive:
        for number in range(10):
            archive.add(note(number), "v1")
        own.stop("immediate")
        with pytest.raises(ArchiveError, match="broken off") as error:
            archive.add(note(10), "v1")
        assert "is safe" in error.value.hint
    with pytest.raises(ArchiveError, match="cannot be reached"):
        Archive.open(url)
    own.start()
    with Archive.open(url) as archive:
        assert list(archive.records()) == [note(number) for number in range(10)]
        assert archive.add(note(10), "v1")
    sound(url)


# Several at once.

WRITER = """
numbers = range(*map(int, sys.argv[2:4]))
with Archive.open(sys.argv[1]) as archive:
    for number in numbers:
        archive.add(note(number), "v1")
"""


def test_two_writers_of_a_database_wait_for_each_other(url: str) -> None:
    writers = [child(WRITER, url, "0", "30"), child(WRITER, url, "15", "45")]
    for writer in writers:
        _, error = writer.communicate()
        assert writer.returncode == 0, error
    with Archive.open(url, write=False) as archive:
        uris = [record.document.uri for record in archive.records()]
    assert sorted(uris, key=str) == sorted(f"notes/{n}.txt" for n in range(45))
    sound(url)


def test_a_writer_that_waits_too_long_for_a_server_says_so(url: str) -> None:
    with Archive.open(url) as one, Archive.open(url, patience=0) as other:
        with (
            one.store.transaction(),
            pytest.raises(ArchiveError, match="another program is writing"),
        ):
            other.add(mine())
        assert other.add(mine())
        assert not one.add(mine())


def test_what_is_read_is_of_one_moment(url: str) -> None:
    with Archive.open(url) as one, Archive.open(url, write=False) as other:
        one.add(mine())
        with other.store.snapshot():
            assert len(other) == 1
            one.add(note(1))
            assert len(other) == 1
            assert list(other.records()) == [mine()]
        assert len(other) == 2


# Databases that are no archive, or not this one's.


def test_a_database_without_an_archive_is_told_and_left_alone(url: str) -> None:
    with pytest.raises(ArchiveError, match="there is no archive") as error:
        Archive.open(url, write=False)
    assert "onrecord add" in error.value.hint
    assert ask(url, "SELECT 1 FROM pg_namespace WHERE nspname = 'onrecord'") == []


def test_tables_of_another_program_are_left_alone(url: str) -> None:
    ask(url, "CREATE SCHEMA onrecord CREATE TABLE things (name TEXT)")
    for write in (True, False):
        with pytest.raises(ArchiveError, match="another program"):
            Archive.open(url, write=write)
    assert len(ask(url, "SELECT 1 FROM pg_tables WHERE schemaname = 'onrecord'")) == 1


def test_an_archive_shares_a_database_with_others(url: str) -> None:
    ask(url, "CREATE TABLE documents (name TEXT)")
    with Archive.open(url) as archive:
        archive.add(mine())
    assert ask(url, "SELECT * FROM documents") == []


def test_a_database_of_a_newer_version_is_left_alone(url: str) -> None:
    with Archive.open(url) as archive:
        archive.add(mine())
    ask(url, "INSERT INTO onrecord.migrations VALUES ('9999 something new')")
    for write in (True, False):
        with pytest.raises(ArchiveError, match=r"newer onrecord.*9999 something new") as error:
            Archive.open(url, write=write)
        assert "upgrade" in error.value.hint


def test_a_migration_of_a_database_is_made_whole_or_not_at_all(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.archive.postgres import migrations

    with Archive.open(url) as archive:
        archive.add(mine())
    steps = {**migrations.MIGRATIONS, "0002 broken": "CREATE TABLE new (a TEXT); SELECT nothing"}
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    with pytest.raises(ArchiveError):
        Archive.open(url)
    with pytest.raises(ArchiveError, match="older onrecord"):
        Archive.open(url, write=False)
    steps["0002 broken"] = "CREATE TABLE new (a TEXT)"
    with Archive.open(url) as archive:
        assert len(archive) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://nobody:secret@127.0.0.1:1/x", "cannot be reached"),
        ("postgresql://host:no-port/x", "cannot be reached"),
        ("postgresql://[half", "no address of a database"),
        ("postgresql://?password=secret&port=1&host=/nowhere", "cannot be reached"),
    ],
)
def test_a_server_that_is_not_there_is_told_without_the_password(address: str, said: str) -> None:
    with pytest.raises(ArchiveError, match=said) as error:
        Archive.open(address)
    assert "secret" not in str(error.value)


def test_a_database_that_is_not_there_is_told(server: Server) -> None:
    with pytest.raises(ArchiveError, match="does not exist") as error:
        Archive.open(server.address("nowhere"))
    assert "createdb" in error.value.hint


def test_a_database_of_another_encoding_is_told(server: Server) -> None:
    url = server.database("ENCODING 'LATIN1' TEMPLATE template0")
    with pytest.raises(ArchiveError, match="LATIN1") as error:
        Archive.open(url)
    assert "UTF8" in error.value.hint


def test_without_psycopg_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in sys.modules if n.startswith("onrecord.archive.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ArchiveError, match="needs psycopg") as error:
        Archive.open("postgresql:///x")
    assert "onrecord[postgres]" in error.value.hint


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("postgresql://ana:secret@host/x", "postgresql://ana@host/x"),
        ("postgres://ana@host/x?password=secret&a=b", "postgres://ana@host/x?password=…&a=b"),
        ("folder/a:b@c.db", "folder/a:b@c.db"),
    ],
)
def test_a_password_is_never_shown(name: str, seen: str) -> None:
    assert shown(name) == seen


# Disks that are full, rights that are missing, bytes that are damaged.


def test_a_full_disk_of_a_server_keeps_what_was_stored(own: Server) -> None:
    folder, mount = own.home / "disk", shutil.which("mount")
    folder.mkdir()
    size = ["-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if mount is None or subprocess.run([mount, *size], capture_output=True, check=False).returncode:
        pytest.skip("only the superuser of a Linux machine can mount a disk")
    shutil.chown(folder, own.name)
    try:
        own.ask(f"CREATE TABLESPACE small LOCATION '{folder}'")
        url = own.database("TABLESPACE small")
        number, told = fill(url)
        assert told is not None
        assert "is full" in told.message
        assert "is safe" in told.hint
        # With more room, the run goes on where it was. Before, the server may let nobody in: it
        # writes a file for whoever comes first.
        subprocess.run([mount, "-o", "remount,size=64m", str(folder)], check=True)
        with Archive.open(url, write=False) as archive:
            assert list(archive.records()) == [note(n) for n in range(number)]
        with Archive.open(url) as archive:
            assert not archive.add(note(number - 1))
            assert archive.add(note(number))
        sound(url)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_database_that_may_only_be_read_can_be_searched(url: str) -> None:
    with Archive.open(url) as archive:
        archive.add(mine())
    (name,) = ask(url, "SELECT current_database()")[0]
    ask(url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with Archive.open(url, write=False) as archive:
        assert archive.search(parse("miners")).total == 1
    with Archive.open(url) as archive, pytest.raises(ArchiveError, match="may not be written to"):
        archive.add(note(1))
    with Archive.open(url, write=False) as archive:
        assert len(archive) == 1


def test_a_user_without_rights_is_told(url: str) -> None:
    with Archive.open(url) as archive:
        archive.add(mine())
    (name,) = ask(url, "SELECT current_database()")[0]
    ask(url, f"CREATE ROLE reader_{name} LOGIN")
    ask(url, f"GRANT USAGE ON SCHEMA onrecord TO reader_{name}")
    ask(url, f"GRANT SELECT ON ALL TABLES IN SCHEMA onrecord TO reader_{name}")
    guest = f"postgresql://reader_{name}@{url.partition('@')[2]}"
    with Archive.open(guest, write=False) as archive:
        assert archive.search(parse("miners")).total == 1
    with Archive.open(guest) as archive, pytest.raises(ArchiveError, match="may not be written to"):
        archive.add(note(1))


def test_a_damaged_record_is_told(url: str) -> None:
    with Archive.open(url) as archive:
        archive.add(mine())
        ask(url, "UPDATE onrecord.records SET body = '\\x00ff00'")
        for broken in (lambda: list(archive.records()), lambda: archive.search(parse("miners"))):
            with pytest.raises(ArchiveError, match="is damaged") as error:
                broken()
            assert "copy" in error.value.hint


# The tables, and what is larger than an index takes.


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
def test_tables_of_a_server_have_the_columns_of_their_rows(
    url: str, table: str, row: Any, keys: set[str]
) -> None:
    with Archive.open(url):
        pass
    sql = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'onrecord'"
    columns = {name for (name,) in ask(url, f"{sql} AND table_name = '{table}'")}
    assert columns == {*row.__struct_fields__} | keys


def test_names_and_words_of_any_length_are_kept(url: str) -> None:
    from reports import document

    from onrecord.schema import Entity, Failure, Record

    long, many = "x" * 5000, " ".join(f"word{n}" for n in range(130_000))
    record = Record(
        document=document(f"{long}y {many}\nThe end."),
        entities=(Entity(id="e", type="Person", name=long),),
    )
    with Archive.open(url) as archive:
        archive.add(record)
        archive.note(Failure(uri=long, stage="read", reason="x"), long, "2031")
        assert archive.record(record.document.id) == record
        assert archive.search(parse("word77")).total == 1
        assert archive.search(parse(f"{long}y")).total == 1
        assert archive.search(parse(f"{long}z")).total == 0
        assert archive.search(parse('"word500 word501"')).total == 1
        assert [f.uri for f in archive.failures()] == [long]


def test_an_archive_moves_from_a_file_to_a_server_and_back(url: str, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as file, Archive.open(url) as server:
        for number in range(20):
            file.add(note(number), "v1")
        lines = list(dump(file))
        load(server, lines)
        assert list(dump(server)) == lines
    with Archive.open(tmp_path / "b.db") as back:
        load(back, lines)
        assert list(dump(back)) == lines
