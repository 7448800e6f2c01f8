"""What holds for every export, whatever reads it."""

from __future__ import annotations

import contextlib
import datetime
import importlib
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import msgspec
import pytest
from exported import full, hostile, write
from invented import document

from onrecord.schema import Failure, Record
from onrecord.views.exports import EXPORTS
from onrecord.views.formats import FORMATS, open_output
from onrecord.views.output import OutputError, Sink

LIBRARIES = {"xlsx": "xlsxwriter", "parquet": "pyarrow"}


@pytest.fixture(params=sorted(EXPORTS))
def name(request: pytest.FixtureRequest) -> str:
    named: str = request.param
    if named in LIBRARIES:
        pytest.importorskip(LIBRARIES[named], reason=f"{LIBRARIES[named]} is not installed")
    return named


class Refusing(Sink):
    """A place that takes a number of bytes and no more."""

    path = "somewhere"

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, data: bytes) -> None:
        self.room -= len(data)
        if self.room < 0:
            raise OutputError(self.path, "the disk is full")

    def finish(self) -> None:
        """Nothing to do."""


def test_the_same_records_give_the_same_bytes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(name, [full(), *hostile()], tmp_path / "a").read_bytes()
    monkeypatch.setenv("TZ", "Pacific/Apia")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert write(name, [full(), *hostile()], tmp_path / "b").read_bytes() == first
    assert str(datetime.date.today()).encode() not in first


def test_a_file_appears_whole_or_line_by_line(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with contextlib.suppress(KeyboardInterrupt), open_output(name, out) as output:
        output.add(full())
        assert out.exists() != FORMATS[name].whole
        raise KeyboardInterrupt
    assert out.exists() != FORMATS[name].whole
    assert [p for p in tmp_path.iterdir() if p != out] == []


def test_nothing_but_a_failure_and_nothing_at_all_are_fine(name: str, tmp_path: Path) -> None:
    failure = Failure(uri="a", stage="decode", reason="no text")
    with open_output(name, tmp_path / "a") as output:
        output.add(failure)
        output.add(Record(document=document("")))
    write(name, [], tmp_path / "b")


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_full_disk_is_told_once(name: str, share: float, tmp_path: Path) -> None:
    whole = write(name, [full()] * 3, tmp_path / "a").stat().st_size
    sink = Refusing(int(whole * share))

    def run() -> None:
        writer = FORMATS[name].writer(sink)
        for _ in range(3):
            writer.add(full())
        writer.close()

    with pytest.raises(OutputError, match="the disk is full"):
        run()


def test_standard_output_takes_it(name: str, tmp_path: Path) -> None:
    script = f"""
import sys
sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parents[1])]!r}
from exported import full
from onrecord.views.formats import open_output
with open_output({name!r}) as output:
    output.add(full())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True)
    assert done.stderr == b""
    assert done.stdout == write(name, [full()], tmp_path / "a").read_bytes()


@pytest.mark.parametrize(("name", "package"), sorted(LIBRARIES.items()))
def test_a_missing_library_is_named_with_its_extra(
    name: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(wanted: str, *rest: Any) -> Any:
        if wanted.split(".")[0] == package:
            raise ImportError(wanted)
        return genuine(wanted, *rest)

    genuine = importlib.import_module
    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(OutputError, match=f"{package} is not installed") as caught:
        open_output(name, tmp_path / "a")
    assert f"'onrecord[{name}]'" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_the_registry_loads_no_library() -> None:
    heavy = "{'pyarrow', 'xlsxwriter', 'spacy', 'pandas'}"
    code = f"import sys, onrecord.views.formats; print({heavy} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"


@pytest.mark.parametrize("name", ["csv", "followthemoney", "geojson", "polecat", "xlsx"])
def test_memory_does_not_follow_the_number_of_documents(name: str, tmp_path: Path) -> None:
    if name in LIBRARIES:
        pytest.importorskip(LIBRARIES[name], reason=f"{LIBRARIES[name]} is not installed")
    base = full()

    def peak(count: int) -> int:
        tracemalloc.start()
        with open_output(name, tmp_path / "a") as output:
            for number in range(count):
                text = f"{base.document.text}{number}"
                output.add(msgspec.structs.replace(base, document=document(text)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(5)
    few = peak(60)
    assert peak(300) < few * 1.6
