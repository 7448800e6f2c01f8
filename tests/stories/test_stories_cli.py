"""The commands across reports, as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from telling_records import killing
from typer.testing import CliRunner

from onrecord.archive import Archive
from onrecord.cli import app
from onrecord.stories.gather import gather

Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command on an archive of two reports of one killing."""
    archive = str(tmp_path / "two.db")
    with Archive.open(archive) as opened:
        opened.add(killing())
        opened.add(killing("Gunmen kill editor in Marren", "2031-03-04"))
        gather(opened)

    def command(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, [*words, "--archive", archive])
        assert result.exit_code == code, result.output
        return result.output

    return command


def test_an_event_of_two_reports_is_listed_once(run: Run) -> None:
    (line,) = run("events", "--format", "jsonl").splitlines()
    event = json.loads(line)
    assert (event["type"], event["reports"], event["sources"]) == ("ASSAULT", 2, 1)
    shown = run("events")
    assert "ASSAULT" in shown
    assert "2 reports" in shown


def test_events_are_chosen_by_class_reports_and_words(run: Run) -> None:
    assert run("events", "--type", "assault", "--reports", "2", "marren", "-f", "jsonl")
    assert not run("events", "--type", "PROTEST", "-f", "jsonl")
    assert not run("events", "--reports", "3", "-f", "jsonl")
    assert not run("events", "nowhere", "-f", "jsonl")


def test_a_story_is_found_and_told(run: Run) -> None:
    (story,) = map(json.loads, run("stories", "--format", "jsonl").splitlines())
    assert story["reports"] == 2
    told = json.loads(run("story", story["id"], "--format", "jsonl"))
    assert told["story"]["id"] == story["id"]
    assert story["title"] in run("story", story["id"])
    run("story", "nothing", code=1)


def test_people_are_listed_and_told_by_name(run: Run) -> None:
    listed = [json.loads(line) for line in run("people", "--format", "jsonl").splitlines()]
    assert listed
    told = json.loads(run("person", listed[0]["name"], "--format", "jsonl"))
    assert told["person"] == listed[0]
    assert listed[0]["name"] in run("people")
    assert listed[0]["name"] in run("person", listed[0]["id"])
    run("person", "Nobody Atall", code=1)
