"""A record as a readable page in the terminal, at 80 columns and through a pipe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO

from rich.console import Console
from rich.text import Text

from onrecord.schema import ATTITUDES, Failure, Record
from onrecord.views.outline import (
    Line,
    channel_label,
    one_line,
    outline,
    phrase,
    title_of,
    words_count,
)
from onrecord.views.people import figures

PIPE_COLUMNS = 80
"""Width where the output is no terminal: the same file whatever the window's size."""

MAX_INDENT = 6
"""Deeper links of a reporting chain are indented like this one, to leave room for words."""

ATTITUDE_STYLES = {
    "assertion": "cyan",
    "belief": "blue",
    "intention": "magenta",
    "request": "yellow",
    "promise": "green",
    "denial": "red",
    "question": "bright_blue",
    "accusation": "bright_red",
    "evaluation": "bright_magenta",
    "perception": "bright_cyan",
    "discussion": "bright_yellow",
}

# A text may hold escape sequences that steer a terminal, or direction overrides
# that turn the rest of a line around: neither is let through.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class _Console(Console):
    """A console that leaves a broken pipe to its caller instead of ending the process."""

    def on_broken_pipe(self) -> None:
        raise  # rich calls this while it handles the error


def console_for(file: IO[str]) -> Console:
    """A console that colours a terminal and writes plain, stable lines to anything else."""
    if file.isatty():
        return _Console(file=file, highlight=False, emoji=False, markup=False)
    return _Console(
        file=file,
        width=PIPE_COLUMNS,
        color_system=None,
        force_terminal=False,
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
    )


def print_record(record: Record, console: Console) -> None:
    """Print a record: a title line, then every statement with what it says and who says it."""
    document = record.document
    console.print(Text(_plain(title_of(document)), style="bold"))
    facts = [
        _plain(document.publisher or ""),
        _plain(document.published or ""),
        _counted(words_count(document.text), "word"),
        _counted(len(record.statements), "statement"),
    ]
    console.print(Text(" · ".join(fact for fact in facts if fact), style="dim"))
    for note in record.notes:
        console.print(Text("note: " + _plain(note), style="yellow"))
    lines = outline(record)
    _print_people(record, lines, console)
    margin = len(str(len(lines))) + 2
    for line in lines:
        console.print()
        _print_line(line, record, margin, console)
    console.print()


def _print_people(record: Record, lines: Sequence[Line], console: Console) -> None:
    """Print who holds which office and stands how to whom, of those of whom it is said."""
    for figure in figures(record, lines):
        if not figure.offices and not figure.ties:
            continue
        who = Text(_plain(figure.name), style="bold")
        if figure.offices:
            who.append(": " + _plain("; ".join(figure.offices)), style="not bold")
        _print_indented(who, 2, console)
        for tie in figure.ties:
            body = Text(_plain(f"{tie.how} {tie.whom}"))
            if tie.says:
                body.append(f" (says {tie.says})", style="dim")
            _print_indented(body, 4, console)


def print_failure(failure: Failure, console: Console) -> None:
    """Print a document that could not be read: which, at which stage, why, what to do."""
    said = Text()
    said.append("not read  ", style="bold red")
    said.append(_plain(failure.uri), style="bold")
    console.print(said)
    _print_indented(Text(f"{_plain(failure.reason)} ({failure.stage})"), 4, console)
    if failure.hint:
        _print_indented(Text(_plain(failure.hint), style="dim"), 4, console)
    console.print()


class TableWriter:
    """Writes records to a text stream as they come."""

    def __init__(self, file: IO[str]) -> None:
        """Write to `file`, in colour where it is a terminal."""
        self._console = console_for(file)

    def add(self, item: Record | Failure) -> None:
        """Print one record or failure."""
        if isinstance(item, Failure):
            print_failure(item, self._console)
        else:
            print_record(item, self._console)

    def close(self) -> None:
        """Push out what is still buffered."""
        self._console.file.flush()


def _print_line(line: Line, record: Record, margin: int, console: Console) -> None:
    text, statement = record.document.text, line.statement
    indent = margin + 2 * min(line.depth, MAX_INDENT)
    number = f"{line.number}".rjust(margin - 2) + " " * (indent - margin + 2)
    head = Text(number[:-2] + "└ " if line.depth else number, style="dim")
    said = Text(_plain(line.who), style="bold")
    said.append(f" ({_plain(statement.speaker_kind)}):", style="not bold dim")
    cue = _plain(phrase(text, statement.cue, 80))
    if cue:
        said.append(f" {cue}", style="not bold italic")
    if line.addressees:
        said.append(f"{',' if cue else ''} to ", style="not bold dim")
        said.append(_plain(", ".join(line.addressees)), style="not bold")
    _print_indented(said, indent, console, head)
    content = _plain(phrase(text, statement.content, 1200)) or "(no content)"
    _print_indented(Text(content), indent, console)
    _print_indented(_chips(line), indent, console)


def _print_indented(body: Text, indent: int, console: Console, head: Text | None = None) -> None:
    """Print a paragraph indented, its first line led by `head`, with no blanks at line ends."""
    for part in body.wrap(console, max(console.width - indent, 20)):
        part.rstrip()
        lead, head = head or Text(" " * indent), None
        console.print(lead + part, soft_wrap=True)


def _chips(line: Line) -> Text:
    statement = line.statement
    attitude = statement.attitude
    chips = Text()
    label = ATTITUDES[attitude].label if attitude in ATTITUDES else attitude
    chips.append(_plain(label), style=ATTITUDE_STYLES.get(attitude, ""))
    chips.append(f" · {_plain(statement.form)}", style="dim")
    if statement.channel is not None:
        chips.append(" · ", style="dim")
        chips.append(_plain(channel_label(statement.channel)), style="green")
    if statement.date:
        chips.append(f" · {_plain(statement.date)}", style="dim")
    chips.append(f" · {statement.confidence:.0%} sure", style="dim")
    return chips


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _plain(text: str) -> str:
    return _STEERING.sub("\ufffd", one_line(text))
