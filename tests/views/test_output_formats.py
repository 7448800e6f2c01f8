import contextlib
import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from invented import document, report

from onrecord.schema import Failure, Record, decode_record
from onrecord.views.exports import EXPORTS
from onrecord.views.formats import FORMATS, OutputError, open_output

READ_HERE = ("html", "jsonl", "table")
"""The formats that onrecord itself shows; those of other tools have tests of their own."""

FAILURE = Failure(uri="b.bin", stage="decode", reason="This is not text.")


def test_every_format_has_a_label_and_writes_records_and_failures(tmp_path: Path) -> None:
    assert set(FORMATS) == {*READ_HERE, *EXPORTS}
    assert all(entry.label for entry in FORMATS.values())
    for name in READ_HERE:
        entry = FORMATS[name]
        out = tmp_path / name
        with open_output(name, out) as output:
            output.add(report())
            output.add(FAILURE)
        text = out.read_text("utf-8")
        assert "Vessa" in text
        assert ("b.bin" in text) == entry.lists_failures
        assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_jsonl_round_trips_and_is_on_disk_after_every_record(tmp_path: Path) -> None:
    out = tmp_path / "r.jsonl"
    strange = Record(document=document("lone \ud800 NUL \x00 \u2028 😀"))
    output = open_output("jsonl", out)
    output.add(report())
    assert decode_record(out.read_bytes()) == report()
    output.add(strange)
    lines = out.read_bytes().split(b"\n")
    assert [decode_record(line) for line in lines[:-1]] == [report(), strange]
    assert lines[-1] == b""
    output.close()


def test_html_appears_only_when_complete_and_replaces_in_one_step(tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    out.write_text("before")
    output = open_output("html", out)
    output.add(report())
    assert out.read_text() == "before"
    output.close()
    assert out.read_text("utf-8").endswith("</html>\n")
    assert list(tmp_path.iterdir()) == [out]


def test_a_run_that_breaks_leaves_the_old_page_and_the_new_lines(tmp_path: Path) -> None:
    page, lines = tmp_path / "r.html", tmp_path / "r.jsonl"
    page.write_text("before")
    for name, out in [("html", page), ("jsonl", lines)]:
        stopped = contextlib.suppress(KeyboardInterrupt)
        with stopped, open_output(name, out) as output:
            output.add(report())
            raise KeyboardInterrupt
    assert page.read_text() == "before"
    assert decode_record(lines.read_bytes()) == report()
    assert sorted(tmp_path.iterdir()) == [page, lines]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_missing_folder_or_a_folder_as_file_is_said_plainly(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the folder does not exist") as caught:
        open_output(name, tmp_path / "no" / "r")
    assert caught.value.hint
    with pytest.raises(OutputError, match="it is a folder"):
        open_output(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_full_disk_is_said_plainly(name: str) -> None:
    with (
        pytest.raises(OutputError, match="the disk is full") as caught,
        open_output(name, Path("/dev/full")) as output,
    ):
        output.add(report())
    assert caught.value.path == "/dev/full"
    assert "Free some space" in caught.value.hint


def test_a_disk_that_fills_half_way_leaves_whole_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    size = len(json.dumps(report().to_dict(), ensure_ascii=False).encode()) * 2
    script = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from invented import report
from onrecord.views.formats import OutputError, open_output
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
try:
    with open_output("jsonl", Path({str(tmp_path / "r.jsonl")!r})) as output:
        while True:
            output.add(report())
except OutputError as error:
    print(error)
"""
    assert resource
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "grown past what the system allows" in done.stdout, done.stderr
    lines = (tmp_path / "r.jsonl").read_bytes().splitlines()
    assert lines
    assert all(decode_record(line) == report() for line in lines)


@pytest.mark.parametrize("name", READ_HERE)
def test_a_reader_that_stops_early_is_a_clear_error_and_no_noise(name: str) -> None:
    script = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from invented import report
from onrecord.views.formats import OutputError, open_output
try:
    with open_output({name!r}) as output:
        for _ in range(2000):
            output.add(report())
except OutputError as error:
    assert error.broken_pipe
    print(error, error.path, file=sys.stderr)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(100)
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(60) == 0
    assert said.strip().count("\n") == 0, said
    assert "standard output" in said
    assert "has stopped" in said


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    open_output("html", tmp_path / "a").close()
    open_output("jsonl", tmp_path / "b").close()
    modes = {(tmp_path / name).stat().st_mode for name in "ab"}
    assert len(modes) == 1


def test_an_unknown_system_error_keeps_its_own_words() -> None:
    error = OutputError.of("x", OSError(errno.EIO, os.strerror(errno.EIO)))
    assert "input/output error" in str(error)
