"""The command that serves an archive to a browser: arguments and exit codes, nothing else."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.archive_cli import DEFAULT, ArchiveName
from onrecord.choices import Layers, Model, Names, reader_for
from onrecord.ending import ALL_READ, SOME_FAILED, WRONG_USE, stop

SHORTEST = 16
"""Letters that a token must have at least: fewer could be guessed."""


def serve(
    archive: ArchiveName = DEFAULT,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help="Where to listen. Beyond this machine a token is asked for, which is printed.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            min=1,
            max=65_535,
            help="The port. By default the first free one from 8470 on.",
            show_default=False,
        ),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            "--token",
            envvar="ONRECORD_TOKEN",
            show_envvar=False,
            metavar="WORD",
            help="What visitors must know; also set by the environment variable ONRECORD_TOKEN.",
            show_default=False,
        ),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Whether to open a browser.")
    ] = True,
    model: Model = "small",
    names: Names = None,
    layers: Layers = "all",
) -> None:
    """Read, search, correct and add to an archive in the browser.

    Pages come from this machine and nothing in them from elsewhere. Ctrl-C ends
    it. Model, names and layers are those that imports are read with.
    """
    from onrecord.archive import ArchiveError, shown
    from onrecord.serving import ListenError, Server, has_display, open_browser

    if token is not None and len(token) < SHORTEST:
        stop(f"a token has at least {SHORTEST} letters", WRONG_USE)
    try:
        server = Server(
            archive,
            lambda: reader_for(model, 1, names, layers),
            host=host,
            port=port,
            token=token,
        )
    except ArchiveError as error:
        stop(str(error), SOME_FAILED)
    except ListenError as error:
        stop(f"{error}. Choose another with --port or --host.", SOME_FAILED)
    url = server.address.url()
    typer.echo(f"{shown(archive)} is at {url} (Ctrl-C ends it)", err=True)
    if browser and has_display():
        server.when_up(lambda: open_browser(url))
    server.run()
    raise typer.Exit(ALL_READ)


def register(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command(
        short_help="Read, search and correct an archive in the browser.",
        epilog="""\b
Examples:
  onrecord serve
  onrecord serve --archive talks.db --port 8000
  onrecord serve --host 0.0.0.0              for others too, who need the link with the token
""",
    )(serve)
