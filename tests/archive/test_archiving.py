"""Reading into an archive: what is passed over, what fails, what is tried again."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from reports import mine, note
from typer.testing import CliRunner, Result

from onrecord import archiving
from onrecord.archive import Archive, parse
from onrecord.archiving import Adding, reading_of, retryable
from onrecord.cli import app
from onrecord.intake import IntakeOptions
from onrecord.run import Meter, Tally, run
from onrecord.schema import Document, Failure, Record

OPTIONS = IntakeOptions()


class Reads:
    """Stands for a reader: makes empty records, and fails where the text says so."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def read_all(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        for item in items:
            if isinstance(item, Failure):
                yield item
                continue
            self.seen.append(item.text)
            if "broken" in item.text:
                yield Failure(uri=str(item.uri), stage="read", reason="it is broken")
            else:
                yield Record(document=item)


def read_into(
    archive: Archive, *sources: Path | str, reading: str = "v1", reader: Reads | None = None
) -> tuple[Tally, Reads]:
    reader, tally = reader or Reads(), Tally()
    times = (f"2031-01-01T00:00:{n:02}" for n in itertools.count(archive_age(archive)))
    adding = Adding(archive, reading, tally, clock=lambda: next(times))
    named = [str(source) for source in sources]
    meter = Meter(lambda: None, wanted=False)
    run(adding.fresh(named, OPTIONS), reader, adding, meter, tally, tell_failures=False)
    adding.settle(named)
    return tally, reader


def archive_age(archive: Archive) -> int:
    """Later than everything noted so far."""
    return max((int(f.when[-2:]) for f in archive.failures()), default=0) + 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"Report {number}: it rained all day in the valley.")
    return folder


def test_reports_are_read_and_stored(archive: Archive, folder: Path) -> None:
    tally, _ = read_into(archive, folder)
    assert (tally.read, tally.skipped, tally.failed) == (5, 0, 0)
    assert archive.search(parse("rained")).total == 5


def test_what_is_stored_is_not_read_again(archive: Archive, folder: Path) -> None:
    read_into(archive, folder)
    (folder / "new.txt").write_text("A new report: the sun shone.")
    tally, reader = read_into(archive, folder)
    assert (tally.read, tally.skipped) == (1, 5)
    assert reader.seen == ["A new report: the sun shone."]
    assert "5 had been read before" in str(tally)


def test_another_reading_reads_everything_again(archive: Archive, folder: Path) -> None:
    read_into(archive, folder)
    tally, _ = read_into(archive, folder, reading="v2")
    assert (tally.read, tally.skipped) == (5, 0)
    assert len(archive) == 5


def test_a_run_that_was_stopped_goes_on_where_it_was(archive: Archive, folder: Path) -> None:
    class Stops(Reads):
        def read_all(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
            yield from itertools.islice(super().read_all(items), 3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_into(archive, folder, reader=Stops())
    assert len(archive) == 3
    tally, reader = read_into(archive, folder)
    assert (tally.read, tally.skipped) == (2, 3)
    assert len(reader.seen) == 2


def test_the_same_text_twice_is_one_document(archive: Archive, folder: Path) -> None:
    (folder / "copy.txt").write_text((folder / "0.txt").read_text())
    tally, _ = read_into(archive, folder)
    assert tally.read + tally.skipped == 6
    assert len(archive) == 5


def test_failures_are_noted_with_their_source_and_settled(archive: Archive, folder: Path) -> None:
    bad = folder / "3.txt"
    bad.write_text("This one is broken.")
    (folder / "4.txt").write_bytes(b"")
    tally, _ = read_into(archive, folder)
    assert (tally.read, tally.failed) == (3, 2)
    noted = list(archive.failures())
    assert [(Path(f.uri).name, f.stage) for f in noted][:1] == [("3.txt", "read")]
    assert {f.source for f in noted} == {str(folder)}
    assert retryable(archive) == [str(folder)]
    bad.write_text("This one is mended.")
    tally, _ = read_into(archive, *retryable(archive))
    assert (tally.read, tally.skipped, tally.failed) == (1, 3, 1)
    (left,) = archive.failures()
    assert (Path(left.uri).name, left.tries) == ("4.txt", 2)


def test_a_source_means_the_same_in_every_folder(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    read_into(archive, "missing.txt", "https://[bad")
    sources = retryable(archive)
    assert str(folder / "missing.txt") in sources
    assert "https://[bad" in sources


def test_standard_input_cannot_be_read_again(archive: Archive) -> None:
    archive.note(Failure(uri="standard input", stage="read", reason="x"), "-", "2031")
    assert retryable(archive) == []


@pytest.mark.model
def test_whatever_changes_a_reading_changes_its_name(tmp_path: Path) -> None:
    from onrecord.reader import Reader

    names = tmp_path / "names.tsv"
    names.write_text("name\nAda Lund\n")
    plain = reading_of(Reader(workers=2))
    assert plain == reading_of(Reader(workers=2))
    few = reading_of(Reader(workers=2, layers=("times",)))
    own = reading_of(Reader(workers=2, names=names))
    names.write_text("name\nBo Krag\n")
    other = reading_of(Reader(workers=2, names=names))
    assert len({plain, few, own, other}) == 4


def test_now_is_in_utc() -> None:
    assert archiving.now().endswith("+00:00")


# The commands.


def invoke(*arguments: str | Path, **options: Any) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], **options)


@pytest.fixture
def file(named: str) -> str:
    with Archive.open(named) as archive:
        archive.add(mine(), "v1")
        for number in range(30):
            archive.add(note(number), "v1")
        failure = Failure(uri="a.pdf", stage="parse", reason="it is locked", hint="Unlock it.")
        archive.note(failure, "/reports", "2031-01-01T00:00:00")
    return named


def test_a_search_is_shown_with_its_words_and_where_from(file: str) -> None:
    result = invoke("search", "speaker:brill", "pumps", "-a", file)
    assert result.exit_code == 0
    assert "Oda Brill · promise · press_conference · to reporters" in result.stdout
    assert "We will come back when the pumps are running" in result.stdout
    assert "2031-03-03 · The Invented Courier · Vessa weighs" in result.stdout
    assert result.stdout.endswith("1 statement\n")


@pytest.mark.parametrize("query", ["miners", "event:return", "figure:>1", "kind:statement"])
def test_every_kind_of_hit_is_shown(file: str, query: str) -> None:
    result = invoke("search", query, "--archive", file, "--facets")
    assert result.exit_code == 0
    assert "The Invented Courier" in result.stdout
    assert "month: " in result.stdout


def test_a_search_can_be_json_lines(file: str) -> None:
    result = invoke("search", "of:miners", "-a", file, "-f", "jsonl", "--facets")
    hit, *facets = map(json.loads, result.stdout.splitlines())
    assert (hit["words"], hit["low"], hit["document"]) == (
        "more than 300", 300.0, mine().document.id,
    )  # fmt: skip
    assert {"field": "counted", "counts": [["miners", 1]]} in facets


def test_a_search_can_be_csv(file: str) -> None:
    result = invoke("search", "of:miners", "-a", file, "-f", "csv")
    head, row = result.stdout.splitlines()
    assert dict(zip(head.split(","), row.split(","), strict=True))["counted"] == "miners"
    result = invoke("search", "of:miners", "-a", file, "-f", "csv", "--facets")
    assert "counted,miners,1" in result.stdout.splitlines()


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add(note(1, title='=HYPERLINK("http://x.example")'))
    result = invoke("search", "-a", tmp_path / "a.db", "-f", "csv")
    assert "\"'=HYPERLINK" in result.stdout


def test_a_page_of_hits_says_how_many_there_are(file: str) -> None:
    result = invoke("search", "valley", "-a", file, "-n", "3", "--offset", "28")
    assert "30 documents, 2 shown" in result.stdout


def test_the_archive_can_be_named_by_the_environment(file: str) -> None:
    assert invoke("search", "miners", env={"ONRECORD_ARCHIVE": file}).exit_code == 0


def test_wrong_words_are_wrong_use(file: str) -> None:
    result = invoke("search", "speakr:Brill", "-a", file)
    assert result.exit_code == 2
    assert "no field 'speakr'" in result.stderr


@pytest.mark.parametrize("command", ["search", "failures", "dump"])
def test_an_archive_that_is_not_there_is_told(tmp_path: Path, command: str) -> None:
    result = invoke(command, "--archive", tmp_path / "no.db")
    assert result.exit_code == 1
    assert "there is no archive" in result.stderr
    assert "onrecord add" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_failures_are_listed(file: str) -> None:
    result = invoke("failures", "-a", file)
    assert result.exit_code == 1
    assert result.stdout == (
        "not read: a.pdf: it is locked (parse). Unlock it. Tried 1 time, last on 2031-01-01.\n"
    )
    assert json.loads(invoke("failures", "-a", file, "-f", "jsonl").stdout)["uri"] == "a.pdf"


def test_a_dump_is_loaded_again(file: str, tmp_path: Path) -> None:
    out, other = tmp_path / "dump.jsonl", tmp_path / "other.db"
    assert invoke("dump", "-a", file, "-o", out).exit_code == 0
    result = invoke("load", out, "-a", other)
    assert result.exit_code == 0
    assert "31 documents, 0 corrections, 1 failure" in result.stderr
    assert invoke("dump", "-a", other).stdout_bytes == out.read_bytes()
    assert invoke("load", "-", "-a", other, input=out.read_bytes()).exit_code == 0


def test_what_cannot_be_loaded_is_told(file: str, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Not a dump.")
    for name, said in (("text.txt", "line 1 is not of a dump"), ("missing", "No such file")):
        result = invoke("load", tmp_path / name, "-a", file)
        assert result.exit_code == 1
        assert said in result.stderr


def test_a_reader_of_the_pipe_may_leave(file: str) -> None:
    for command in (["dump"], ["search", "-f", "jsonl"], ["search", "--limit", "10000"]):
        words = [sys.executable, "-m", "onrecord", *command, "-a", file]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stderr is not None
            child.stdout.close()
            assert child.stderr.read() == b""
        assert child.returncode == 141


@pytest.mark.model
def test_a_report_is_added_and_found(samples: Path, tmp_path: Path, named: str) -> None:
    file = named
    bad = tmp_path / "empty.txt"
    bad.touch()
    result = invoke("add", samples / "03-press-conference.txt", bad, "-a", file)
    assert result.exit_code == 1
    assert "1 document" in result.stderr
    assert "empty.txt" in result.stderr
    assert "Tezcan" in invoke("search", "speaker:tezcan", "-a", file).stdout
    result = invoke("add", samples / "03-press-conference.txt", "-a", file)
    assert "1 had been read before" in result.stderr
    bad.write_text("Ada Lund said that the road was open.")
    result = invoke("failures", "--retry", "-a", file)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Ada Lund" in invoke("search", "speaker:lund", "-a", file).stdout


@pytest.mark.model
def test_another_language_is_stored_found_and_marked_as_not_read(
    tmp_path: Path, named: str
) -> None:
    text = "Die Bürgermeisterin sagte am Montag, dass die Mole bis zum Frühling geschlossen bleibt."
    (tmp_path / "mole.txt").write_text(text, encoding="utf-8")
    assert invoke("add", tmp_path / "mole.txt", "-a", named).exit_code == 0
    for query in ("mole", "language:de", "frühling language:de"):
        shown = invoke("search", query, "-a", named).stdout
        assert "Bürgermeisterin" in shown
        assert "not read: the text is in 'de'" in shown
    (hit,) = map(
        json.loads, invoke("search", "mole", "-a", named, "-f", "jsonl").stdout.splitlines()
    )
    assert hit["notes"][0].startswith("not read")
    assert "not read" in invoke("search", "mole", "-a", named, "-f", "csv").stdout
    assert "0 documents" in invoke("search", "mole", "language:en", "-a", named).stdout


@pytest.mark.model
def test_an_archive_that_fails_ends_the_run(samples: Path, tmp_path: Path) -> None:
    os.mkdir(tmp_path / "a.db")
    result = invoke("add", samples / "03-press-conference.txt", "-a", tmp_path / "a.db")
    assert result.exit_code == 1
    assert "is a folder" in result.stderr
