"""One run: documents through the reader into an output, with progress, failures and a tally."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self

from onrecord.schema import Document, Failure, Record
from onrecord.views.outline import one_line, words_count

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds a person waits before a progress bar helps rather than flickers."""


class Reads(Protocol):
    """What a run needs of a reader."""

    def read_all(self, items: Iterable[Document | Failure]) -> Iterator[Record | Failure]:
        """Read documents in order, passing failures on."""


class Takes(Protocol):
    """What a run needs of an output."""

    def add(self, item: Record | Failure) -> None:
        """Write one record or failure."""


@dataclass
class Tally:
    """What a run has done so far; `skipped` were read by an earlier one."""

    read: int = 0
    failed: int = 0
    skipped: int = 0
    words: int = 0
    statements: int = 0
    _started: float = field(default_factory=time.monotonic)

    def count(self, item: Record | Failure) -> None:
        """Count one more record or failure."""
        if isinstance(item, Failure):
            self.failed += 1
        else:
            self.read += 1
            self.words += words_count(item.document.text)
            self.statements += len(item.statements)

    @property
    def seconds(self) -> float:
        """Time since the run began."""
        return time.monotonic() - self._started

    def __str__(self) -> str:
        """The tally in one line."""
        parts = [
            counted(self.read, "document"),
            counted(self.words, "word"),
            counted(self.statements, "statement"),
        ]
        failed = f"; {self.failed:,} could not be read" if self.failed else ""
        skipped = f"; {self.skipped:,} had been read before" if self.skipped else ""
        return f"{', '.join(parts)} in {self.seconds:.1f} s{skipped}{failed}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 document, 2,000 documents."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def failure_line(failure: Failure) -> str:
    """A failure as people read it: which document, why, at which stage, what to do."""
    hint = f" {failure.hint}" if failure.hint else ""
    return one_line(f"not read: {failure.uri}: {failure.reason} ({failure.stage}).{hint}")


class Meter:
    """A progress bar on standard error, for a person who has waited a while.

    Nothing is drawn where standard error is no terminal, nor in the first
    `patience` seconds.
    """

    def __init__(
        self, count: Callable[[], int | None], *, wanted: bool, patience: float = PATIENCE
    ) -> None:
        """Draw only where a bar is `wanted`; `count` says then how many documents there are."""
        self._count = count
        self._patience = patience
        self._wanted = wanted and sys.stderr.isatty()
        self._bar: tuple[Progress, TaskID] | None = None

    def show(self, tally: Tally) -> None:
        """Bring the bar up to date."""
        if self._bar is None and self._wanted and tally.seconds >= self._patience:
            self._bar = self._drawn()
        if self._bar is not None:
            progress, task = self._bar
            done = tally.read + tally.failed + tally.skipped
            speed = f"{tally.words / tally.seconds:,.0f} words/s" if tally.words else ""
            progress.update(
                task,
                completed=done,
                count=f"{done:,}",
                speed=speed,
            )

    def say(self, line: str) -> None:
        """Print a line on standard error, above the bar if there is one."""
        if self._bar is not None:
            self._bar[0].console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, file=sys.stderr, flush=True)

    def _drawn(self) -> tuple[Progress, TaskID]:
        # Only a long run at a terminal pays for loading this.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        total = self._count()
        progress = Progress(
            TextColumn("Reading"),
            BarColumn(),
            TextColumn("{task.fields[count]}" + (f" of {total:,}" if total else "")),
            TextColumn("{task.fields[speed]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        task = progress.add_task("", total=total, count="0", speed="")
        progress.start()
        return progress, task

    def __enter__(self) -> Self:
        """The meter itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar[0].stop()


def run(
    documents: Iterable[Document | Failure],
    reader: Reads,
    output: Takes,
    meter: Meter,
    tally: Tally,
    *,
    tell_failures: bool = True,
) -> None:
    """Read every document into the output; `tally` is right at any moment, even after an error.

    Raises:
        OutputError: the output cannot be written; what was written before stays.
    """
    meter.show(tally)
    for item in reader.read_all(documents):
        output.add(item)
        tally.count(item)
        if isinstance(item, Failure) and tell_failures:
            meter.say(failure_line(item))
        meter.show(tally)
