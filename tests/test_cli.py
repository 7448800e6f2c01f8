"""The command line, as people and scripts use it: the real thing, in this process or another."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner, Result

from onrecord import __version__
from onrecord.choices import InputFormat
from onrecord.cli import FormatName, app
from onrecord.intake import formats as input_formats
from onrecord.schema import decode_record
from onrecord.views.formats import FORMATS

COMMAND = [sys.executable, "-m", "onrecord"]
ANYWHERE = {**os.environ, "COLUMNS": "100"}


def invoke(*arguments: str | Path, input: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=input)


def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=ANYWHERE, **options)


def corpus(folder: Path, texts: list[str], number: int) -> Path:
    """A file of JSON lines with the texts over and over."""
    file = folder / "corpus.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for index in range(number):
            text = f"{texts[index % len(texts)]}\n\nNumber {index}."
            out.write(json.dumps({"id": str(index), "text": text}) + "\n")
    return file


# Without a model: help, versions, wrong use.


def test_version() -> None:
    assert invoke("--version").output == f"onrecord {__version__}\n"


def test_help_teaches_with_examples() -> None:
    shown = invoke("--help").output
    assert "onrecord read article.txt" in shown
    assert "onrecord demo" in shown
    shown = invoke("read", "--help").output
    assert "| jq .statements" in shown
    assert "Exit status:" in shown


def test_every_command_has_help() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert invoke(command.callback.__name__, "--help").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("read",),
        ("read", "a.txt", "--format", "docx"),
        ("read", "a.txt", "--model", "enormous"),
        ("read", "a.txt", "--workers", "0"),
        ("read", "a.txt", "--input-format", "docx"),
        ("read", "a.txt", "--no-such-option"),
        ("write", "a.txt"),
    ],
)
def test_wrong_use_ends_with_status_2(arguments: tuple[str, ...]) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert "Usage: " in result.output


def test_choices_are_those_of_the_registries() -> None:
    assert set(get_args(FormatName)) == set(FORMATS)
    assert set(get_args(InputFormat)) == {"auto", *(f.name for f in input_formats.FORMATS)}


def test_help_and_version_load_no_heavy_library() -> None:
    code = "import sys, onrecord.cli; print(*sys.modules)"
    loaded = set(subprocess.check_output([sys.executable, "-c", code], text=True).split())
    heavy = {"numpy", "onnxruntime", "tokenizers", "rich", "jinja2", "lxml", "pandas", "httpx"}
    assert loaded & heavy == set()


# Reading.


@pytest.mark.model
def test_a_text_is_read_to_the_terminal(samples: Path) -> None:
    result = invoke("read", samples / "03-press-conference.txt")
    assert result.exit_code == 0
    assert "Tezcan" in result.stdout
    assert result.stderr == ""


@pytest.mark.model
def test_records_come_in_the_order_of_the_input(samples: Path) -> None:
    names = ["04-readout.txt", "01-wire-report.txt", "11-briefs.jsonl"]
    result = invoke("read", *(samples / name for name in names), "--format", "jsonl")
    records = [decode_record(line) for line in result.stdout_bytes.splitlines()]
    assert len(records) == 4
    assert [str(r.document.uri).split("/")[-1] for r in records[:2]] == names[:2]
    assert records[2].document.source_id == "grain-desk-2026-02-06"
    assert records[3].document.source_id == "brussels-2026-02-06"


@pytest.mark.model
def test_a_text_is_kept_code_point_for_code_point(tmp_path: Path) -> None:
    text = "Ada said 👩‍🚀 was ‘late’.\r\n\r\nשלום, Bo said.\n\n\te\u0301.  \n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    result = invoke("read", tmp_path / "a.txt", "--format", "jsonl")
    assert decode_record(result.stdout_bytes).document.text == text


@pytest.mark.model
def test_standard_input_is_read(samples: Path) -> None:
    given = (samples / "04-readout.txt").read_bytes()
    result = invoke("read", "-", "--format", "jsonl", input=given)
    assert result.exit_code == 0
    assert decode_record(result.stdout_bytes).statements


@pytest.mark.model
def test_a_folder_is_read(samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "record.jsonl"
    result = invoke("read", samples, "--out", out)
    assert result.exit_code in (0, 1)
    assert len(out.read_bytes().splitlines()) >= 13
    assert f"statements in {result.stderr.split('statements in ')[1]}" in result.stderr


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "start"), [("a.jsonl", b'{"document"'), ("a.html", b"<!"), ("a.txt", b"Foreign")]
)
def test_the_name_of_the_output_decides_its_format(
    samples: Path, tmp_path: Path, name: str, start: bytes
) -> None:
    invoke("read", samples / "04-readout.txt", "--out", tmp_path / name)
    assert (tmp_path / name).read_bytes().lower().startswith(start.lower())


@pytest.mark.model
def test_the_format_wins_over_the_name(samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    invoke("read", samples / "04-readout.txt", "--out", out, "--format", "jsonl")
    assert decode_record(out.read_bytes())


@pytest.mark.model
@pytest.mark.parametrize(
    ("named", "there"),
    [
        ("all", {"times", "places", "figures"}),
        ("none", set()),
        ("times, figures", {"times", "figures"}),
    ],
)
def test_layers_are_read_as_chosen(named: str, there: set[str]) -> None:
    text = b"On 3 May 2024 up to 40 trucks left Basra, Ada said."
    result = invoke("read", "-", "--format", "jsonl", "--layers", named, input=text)
    record = decode_record(result.stdout_bytes)
    assert record.statements
    assert {n for n in ("times", "places", "figures") if getattr(record, n)} == there


def test_a_layer_that_there_is_not_is_wrong_use() -> None:
    result = invoke("read", "-", "--layers", "weather", input=b"It rained.")
    assert result.exit_code == 2
    assert "weather" in result.stderr
    assert "figures" in result.stderr


@pytest.mark.model
def test_the_input_format_can_be_told() -> None:
    line = json.dumps({"id": "a", "text": "Ada said it rained."}).encode()
    result = invoke("read", "-", "--input-format", "text", "--format", "jsonl", input=line)
    assert decode_record(result.stdout_bytes).document.text == line.decode()


@pytest.mark.model
def test_the_same_input_gives_the_same_bytes_with_any_number_of_workers(samples: Path) -> None:
    alone = run("read", samples, "--format", "jsonl")
    together = run("read", samples, "--format", "jsonl", "--workers", "2")
    assert alone.stdout == together.stdout
    assert alone.returncode == together.returncode


# What cannot be read.


@pytest.mark.model
def test_one_bad_document_does_not_stop_the_rest(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    good = samples / "04-readout.txt"
    bad = [tmp_path / "empty.txt", tmp_path / "binary.txt", tmp_path / "missing.txt"]
    result = invoke("read", *bad, good, "--format", "jsonl")
    assert result.exit_code == 1
    assert decode_record(result.stdout_bytes).statements
    lines = result.stderr.splitlines()
    for path, line in zip(bad, lines, strict=False):
        assert line.startswith("not read: ")
        assert path.name in line
    assert "(find)" in lines[2]
    assert lines[-1].endswith("3 could not be read")


@pytest.mark.model
def test_failures_do_not_hide_in_the_output(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = invoke("read", tmp_path / "missing.txt", "--out", out)
    assert result.exit_code == 1
    assert "missing.txt" in result.stderr
    assert out.read_bytes() == b""


@pytest.mark.model
def test_an_output_that_cannot_be_opened_is_told(samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "no" / "such" / "folder.jsonl"
    result = invoke("read", samples / "04-readout.txt", "--out", out)
    assert result.exit_code == 1
    assert "folder" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.model
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full, which Linux has")
@pytest.mark.parametrize("format", ["table", "jsonl", "html"])
def test_a_full_disk_is_told(samples: Path, format: str) -> None:
    done = run("read", samples / "04-readout.txt", "--out", "/dev/full", "--format", format)
    assert done.returncode == 1
    assert "disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "read", str(samples / "04-readout.txt"), "--format", format],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "disk is full" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    size = ["-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if mount is None or subprocess.run([mount, *size], capture_output=True, check=False).returncode:
        pytest.skip("only the superuser of a Linux machine can mount a tiny disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.model
def test_a_disk_that_fills_keeps_whole_records(
    tiny_disk: Path, tmp_path: Path, sample_texts: list[str]
) -> None:
    out = tiny_disk / "record.jsonl"
    done = run("read", corpus(tmp_path, sample_texts, 60), "--out", out)
    assert done.returncode == 1
    assert "disk is full" in done.stderr
    lines = out.read_bytes().splitlines()
    assert 1 <= len(lines) < 60
    assert [decode_record(line).document.source_id for line in lines] == [
        str(number) for number in range(len(lines))
    ]


@pytest.mark.model
def test_a_reader_of_the_pipe_may_leave(tmp_path: Path, sample_texts: list[str]) -> None:
    file = corpus(tmp_path, sample_texts, 40)
    for format in ("jsonl", "table"):
        command = [*COMMAND, "read", str(file), "--format", format]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stderr is not None
            child.stdout.read(20)
            child.stdout.close()
            assert child.stderr.read() == b""
        assert child.returncode == 141


@pytest.mark.model
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_says_how_far_it_came(
    tmp_path: Path, sample_texts: list[str], workers: str
) -> None:
    out = tmp_path / "record.jsonl"
    file = corpus(tmp_path, sample_texts, 3000)
    command = [*COMMAND, "read", str(file), "--out", str(out), "--workers", workers]
    # A group of its own, since a terminal sends Ctrl-C to every process of the command. Tests that
    # run in the background may have been told to ignore it, and would hand that on.
    child = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    while child.poll() is None and not (out.exists() and out.stat().st_size):
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(0.05)
    os.killpg(child.pid, signal.SIGINT)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "stopped by you after" in told
    assert "Traceback" not in told
    lines = out.read_bytes().splitlines()
    assert f"after {len(lines):,} document" in told
    assert all(decode_record(line) for line in lines)


# At a terminal.


def at_a_terminal(*arguments: str | Path, stdout: Any = None) -> tuple[int, str]:
    """Exit status, and what a terminal of 100 columns shows."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=theirs,
        stdout=theirs if stdout is None else stdout,
        stderr=theirs,
        env=ANYWHERE | {"TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    # Reading from a terminal that nobody writes to any more is an error on Linux.
    with contextlib.suppress(OSError):
        while chunk := os.read(ours, 65536):
            shown += chunk
    os.close(ours)
    return child.wait(), shown.decode(errors="replace")


@pytest.mark.model
def test_a_long_run_shows_a_bar(tmp_path: Path, sample_texts: list[str]) -> None:
    file = corpus(tmp_path, sample_texts, 100)
    status, shown = at_a_terminal("read", file, "--out", tmp_path / "out.jsonl")
    assert status == 0
    assert "of 100" in shown
    assert "words/s" in shown


@pytest.mark.model
def test_a_short_run_shows_none(samples: Path) -> None:
    _, shown = at_a_terminal("read", samples / "04-readout.txt")
    assert "words/s" not in shown
    assert "Arıkan" in shown


@pytest.mark.model
def test_the_terminal_lists_a_failure_once(tmp_path: Path) -> None:
    status, shown = at_a_terminal("read", tmp_path / "missing.txt")
    assert status == 1
    assert shown.count("missing.txt") == 1


# The other commands.


@pytest.mark.model
def test_the_demonstration_reads_the_samples(tmp_path: Path) -> None:
    done = run("demo", "--out", "out/report.html", cwd=tmp_path)
    assert done.returncode == 0
    assert "13 documents" in done.stdout
    assert "out/report.html" in done.stdout
    assert "Heard most" in done.stdout
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out" / "report.html").stat().st_size > 10_000


@pytest.mark.model
def test_the_demonstration_shows_a_bar(tmp_path: Path) -> None:
    status, shown = at_a_terminal("demo", "--out", tmp_path / "report.html")
    assert status == 0
    assert "of 13" in shown


@pytest.mark.model
def test_the_doctor_finds_a_healthy_installation(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "WRONG" not in done.stdout
    assert "came back as it should" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.model
@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs a folder nobody may write to")
def test_the_doctor_tells_where_nothing_can_be_written() -> None:
    done = run("doctor", cwd="/proc/self")
    assert done.returncode == 1
    assert "WRONG writing here" in done.stdout
