"""An archive written out and read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reports import MINE, at, document, mine, note

from onrecord.archive import Archive, ArchiveError, Correction, dump, load, parse
from onrecord.archive.gatherings import Judgement
from onrecord.schema import Failure, Record


@pytest.fixture
def filled(archive: Archive) -> Archive:
    archive.add(note(2), "v1")
    archive.add(mine(), "v2")
    archive.add(note(1), "v1")
    archive.add(Record(document=document("Lone \ud800 half, and Ünï 👩‍🚀.")), "v1")
    denied = at(MINE, "denied")
    change: dict[str, str | int | float | None] = {"attitude": "accusation"}
    archive.correct(
        Correction(document=mine().document.id, kind="statement", anchor=denied, change=change)
    )
    archive.store.gatherings.judge(
        Judgement(kind="person", one="a:1-2", other="b:3-4", same=True),
    )
    failure = Failure(uri="a.pdf", stage="parse", reason="it is locked", hint="Unlock it.")
    for day in (1, 2):
        archive.note(failure, "/reports", f"2031-01-0{day}T00:00:00")
    return archive


def test_a_dump_comes_back_byte_for_byte(filled: Archive, tmp_path: Path) -> None:
    lines = list(dump(filled))
    with Archive.open(tmp_path / "other.db") as other:
        loaded = load(other, lines)
        assert list(dump(other)) == lines
        assert list(other.records()) == list(filled.records())
        assert list(other.failures()) == list(filled.failures())
        assert other.store.gatherings.judged() == filled.store.gatherings.judged()
        assert other.search(parse("kind:statement")) == filled.search(parse("kind:statement"))
        assert other.search(parse("attitude:accusation")).total == 1
    assert (loaded.records, loaded.corrections, loaded.failures, loaded.same) == (4, 1, 1, 0)


def test_a_dump_is_json_lines(filled: Archive) -> None:
    kinds = [json.loads(line)["line"] for line in dump(filled)]
    assert kinds == ["archive", "correction", "judgement", *["record"] * 4, "failure"]


def test_loading_again_changes_nothing(filled: Archive) -> None:
    lines = list(dump(filled))
    assert load(filled, lines).same == 4
    assert list(dump(filled)) == lines


def test_a_load_that_was_stopped_can_be_run_again(filled: Archive, tmp_path: Path) -> None:
    lines = list(dump(filled))
    with Archive.open(tmp_path / "other.db") as other:
        with pytest.raises(ArchiveError, match="line 5 is not of a dump"):
            load(other, [*lines[:4], lines[4][:50]])
        assert len(other) == 1
        load(other, lines)
        assert list(dump(other)) == lines


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "line 1 is not of a dump: there is nothing"),
        ([b"hello\n"], "line 1"),
        ([b'{"line":"archive","version":99}\n'], "newer"),
        ([b'{"document":{}}\n'], "line 1"),
        ([b'{"line":"archive","version":1}\n'] * 2, "line 2"),
        (
            [
                b'{"line":"archive","version":1}\n',
                b'{"line":"record","document":"a","reading":"","record":{}}\n',
            ],
            "line 2",
        ),
    ],
)
def test_what_is_no_dump_is_told(archive: Archive, lines: list[bytes], said: str) -> None:
    with pytest.raises(ArchiveError, match=said):
        load(archive, lines)
    assert len(archive) == 0
