"""How a command ends: its exit status, and the line that says why."""

from __future__ import annotations

from typing import NoReturn

import typer

ALL_READ = 0
SOME_FAILED = 1
WRONG_USE = 2
INTERRUPTED = 130
"""128 and the number of the signal, as shells count."""
PIPE_CLOSED = 141


def stop(message: str, status: int) -> NoReturn:
    """End the command with a line on standard error."""
    typer.echo(f"onrecord: {message}", err=True)
    raise typer.Exit(status)
