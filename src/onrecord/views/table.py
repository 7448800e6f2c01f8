"""A record as a readable page in the terminal, at 80 columns and through a pipe."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO

from rich.console import Console
from rich.text import Text

from onrecord.schema import ATTITUDES, Failure, Record
from onrecord.views.amounts import AmountLine, amount_lines
from onrecord.views.events import EventLine, event_lines
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
from onrecord.views.words import Word

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

STATUS_STYLES = {
    "occurred": "green",
    "ongoing": "cyan",
    "planned": "blue",
    "called_for": "yellow",
    "hypothetical": "magenta",
    "denied": "red",
    "alleged": "bright_red",
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
    """Print a record: a title line, people, statements with who says what, events and figures."""
    document = record.document
    console.print(Text(plain(title_of(document)), style="bold"))
    facts = [
        plain(document.publisher or ""),
        plain(document.published or ""),
        _counted(words_count(document.text), "word"),
        _counted(len(record.statements), "statement"),
    ]
    console.print(Text(" · ".join(fact for fact in facts if fact), style="dim"))
    for note in record.notes:
        console.print(Text("note: " + plain(note), style="yellow"))
    lines = outline(record)
    _print_people(record, lines, console)
    margin = len(str(len(lines))) + 2
    for line in lines:
        console.print()
        _print_line(line, record, margin, console)
    _print_events(event_lines(record, lines), console)
    _print_amounts(amount_lines(record, lines), console)
    console.print()


def _print_people(record: Record, lines: Sequence[Line], console: Console) -> None:
    """Print who holds which office and stands how to whom, of those of whom it is said."""
    for figure in figures(record, lines):
        if not figure.offices and not figure.ties:
            continue
        who = Text(plain(figure.name), style="bold")
        if figure.offices:
            who.append(": " + plain("; ".join(figure.offices)), style="not bold")
        print_indented(who, 2, console)
        for tie in figure.ties:
            body = Text(plain(f"{tie.how} {tie.whom}"))
            if tie.says:
                body.append(f" (says {tie.says})", style="dim")
            print_indented(body, 4, console)


def _print_events(events: Sequence[EventLine], console: Console) -> None:
    """Print who did what to whom, by date, and on whose word."""
    if not events:
        return
    console.print()
    console.print(Text("Events", style="bold"))
    margin = len(str(len(events))) + 2
    for line in events:
        did = Text(plain(", ".join(line.actors)), style="bold")
        did.append(" – " if line.actors else "", style="not bold dim")
        did.append(plain(line.trigger), style="not bold italic")
        did.append(" – " if line.recipients else "", style="not bold dim")
        did.append(plain(", ".join(line.recipients)))
        number = Text(f"{line.number}".rjust(margin - 2) + "  ", style="dim")
        print_indented(did, margin, console, number)
        chips = Text(plain(line.date or "no date"))
        chips.append(" · ", style="dim")
        status = line.event.status
        chips.append(plain(line.status_label), style=STATUS_STYLES.get(status, ""))
        rest = (line.type_label, f"at {line.place}" if line.place else "", _according(line.word))
        chips.append("".join(f" · {plain(part)}" for part in rest if part), style="dim")
        print_indented(chips, margin, console)


def _print_amounts(amounts: Sequence[AmountLine], console: Console) -> None:
    """Print every figure with what it counts, its numbers where words tell it, and whose it is."""
    if not amounts:
        return
    console.print()
    console.print(Text("Figures", style="bold"))
    margin = len(str(len(amounts))) + 2
    for line in amounts:
        said = Text(plain(line.words), style="bold")
        said.append(f" {plain(line.of)}" if line.of else "", style="not bold")
        extent = "" if line.extent == line.words else line.extent
        rest = (extent, f"at {line.place}" if line.place else "", line.date, _according(line.word))
        said.append("".join(f" · {plain(part)}" for part in rest if part), style="not bold dim")
        number = Text(f"{line.number}".rjust(margin - 2) + "  ", style="dim")
        print_indented(said, margin, console, number)


def _according(word: Word) -> str:
    return f"according to {word.who}" + (f" ({word.number})" if word.number else "")


def print_failure(failure: Failure, console: Console) -> None:
    """Print a document that could not be read: which, at which stage, why, what to do."""
    said = Text()
    said.append("not read  ", style="bold red")
    said.append(plain(failure.uri), style="bold")
    console.print(said)
    print_indented(Text(f"{plain(failure.reason)} ({failure.stage})"), 4, console)
    if failure.hint:
        print_indented(Text(plain(failure.hint), style="dim"), 4, console)
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
    said = Text(plain(line.who), style="bold")
    said.append(f" ({plain(statement.speaker_kind)}):", style="not bold dim")
    cue = plain(phrase(text, statement.cue, 80))
    if cue:
        said.append(f" {cue}", style="not bold italic")
    if line.addressees:
        said.append(f"{',' if cue else ''} to ", style="not bold dim")
        said.append(plain(", ".join(line.addressees)), style="not bold")
    print_indented(said, indent, console, head)
    content = plain(phrase(text, statement.content, 1200)) or "(no content)"
    print_indented(Text(content), indent, console)
    print_indented(_chips(line), indent, console)


def print_indented(body: Text, indent: int, console: Console, head: Text | None = None) -> None:
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
    chips.append(plain(label), style=ATTITUDE_STYLES.get(attitude, ""))
    chips.append(f" · {plain(statement.form)}", style="dim")
    if statement.channel is not None:
        chips.append(" · ", style="dim")
        chips.append(plain(channel_label(statement.channel)), style="green")
    if statement.date:
        chips.append(f" · {plain(statement.date)}", style="dim")
    chips.append(f" · {statement.confidence:.0%} sure", style="dim")
    return chips


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def plain(text: str) -> str:
    """The text on one line, with nothing in it that could steer a terminal."""
    return _STEERING.sub("\ufffd", one_line(text))
