"""The command line: arguments and exit codes, nothing else."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onrecord import __version__, archive_cli, stories_cli, web_cli
from onrecord.choices import (
    InputFormatOption,
    Layers,
    Model,
    Names,
    Out,
    Sources,
    Workers,
    reader_for,
)
from onrecord.ending import ALL_READ, INTERRUPTED, PIPE_CLOSED, SOME_FAILED, stop

if TYPE_CHECKING:
    from onrecord.run import Takes, Tally

FormatName = Literal[
    "table",
    "jsonl",
    "html",
    "csv",
    "xlsx",
    "parquet",
    "followthemoney",
    "webannotation",
    "geojson",
    "gexf",
    "polecat",
    "schemaorg",
]

SUFFIXES: dict[str, FormatName] = {
    ".jsonl": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".geojson": "geojson",
    ".gexf": "gexf",
    # Tables go into a zip archive; the format says so where a name promises a bare one.
    ".csv": "csv",
    ".csv.zip": "csv",
    ".parquet": "parquet",
    ".parquet.zip": "parquet",
}
"""What `--out` says about the format where `--format` does not."""

app = typer.Typer(
    help="Read reports and write the record: who said what, on whose word.",
    epilog="""\b
Examples:
  onrecord demo                                 see it work
  onrecord read article.txt                     a summary in the terminal
  onrecord read articles/ --out record.jsonl    one record a line, for programs
  onrecord read articles/ --out report.html     one page for the browser
  onrecord read https://example.org/article     from the web
  onrecord add articles/                        into an archive, to search it later
  onrecord search speaker:Brill ceasefire       who said what in it
  onrecord serve                                the archive in the browser
  cat article.txt | onrecord read -             from standard input
""",
    no_args_is_help=True,
    add_completion=False,
    # Plain help looks the same in every terminal and in the documentation, and loads faster.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"onrecord {__version__}")
        raise typer.Exit


@app.callback()
def onrecord(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Read reports and write the record: who said what, on whose word."""


@app.command(
    epilog="""\b
Examples:
  onrecord read article.txt
  onrecord read articles/ --out record.jsonl
  onrecord read articles/ --out report.html --model large
  onrecord read dump.jsonl --format jsonl --workers 4 | jq .statements
  curl -s https://example.org/a | onrecord read - --input-format html

\b
Exit status:
  0    every document was read
  1    some could not be read, or the output could not be written
  2    wrong use of the command
  130  stopped with Ctrl-C
  141  the program that was reading the output has gone
"""
)
def read(
    sources: Sources,
    format: Annotated[
        FormatName | None,
        typer.Option(
            "--format",
            "-f",
            help="table: to read in the terminal; jsonl: one record a line; html: one page for the"
            " browser; the others: for other tools, see docs/exports.md. By default what the name"
            " after --out ends in, else table.",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
    model: Model = "small",
    workers: Workers = 1,
    names: Names = None,
    layers: Layers = "all",
    input_format: InputFormatOption = "auto",
) -> None:
    """Read reports and write who said what in them, and what happened.

    Each statement comes with its source, cue and content, tied to the exact
    characters of the text. Documents are read one after the other, and one that
    cannot be read never stops the rest: it is listed on standard error.
    """
    # Loaded here so that --help and --version need no model and answer at once.
    from onrecord.intake import IntakeOptions, count, documents
    from onrecord.run import Meter, Tally, run
    from onrecord.views.formats import FORMATS, OutputError, open_output

    options = IntakeOptions(format=input_format, exclude=str(out) if out else None)
    name = format or (_named(out) if out else "table")
    on_screen = out is None and sys.stdout.isatty()
    tally = Tally()
    reader = reader_for(model, workers, names, layers)
    try:
        with (
            # Results that appear on the same screen are progress enough, and a bar would tear them.
            Meter(lambda: count(sources, options), wanted=not on_screen) as meter,
            open_output(name, out) as output,
        ):
            run(
                documents(sources, options),
                reader,
                output,
                meter,
                tally,
                tell_failures=not (on_screen and FORMATS[name].lists_failures),
            )
    except KeyboardInterrupt:
        stop(f"stopped by you after {tally}.{_kept(tally, name, out)}", INTERRUPTED)
    except OutputError as error:
        if error.broken_pipe:
            raise typer.Exit(PIPE_CLOSED) from None
        stop(f"{error}.{_kept(tally, name, out)} {error.hint}".rstrip(), SOME_FAILED)
    if out is not None or tally.failed:
        typer.echo(f"{tally}" + (f": {out}" if out else ""), err=True)
    raise typer.Exit(SOME_FAILED if tally.failed else ALL_READ)


def _named(out: Path) -> FormatName:
    """The format that the name of a file promises."""
    return next((f for end, f in SUFFIXES.items() if out.name.lower().endswith(end)), "table")


def _kept(tally: Tally, name: FormatName, out: Path | None) -> str:
    """What is left of a run that ended early, as a sentence led by a blank."""
    from onrecord.views.formats import FORMATS

    if out is None or not tally.read:
        return ""
    if FORMATS[name].whole:
        return f" {out} was not written: this format is of use only when complete."
    return f" What was read until then is in {out}."


@app.command(short_help="Read the bundled samples and show their story in the browser.")
def demo(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write an HTML report of them here, instead of opening a browser.",
            show_default=False,
        ),
    ] = None,
    browser: Annotated[
        bool | None,
        typer.Option(
            "--open/--no-open",
            help="Whether to end in the browser, where there is a screen. By default yes, but not"
            " with --out.",
            show_default=False,
        ),
    ] = None,
    model: Model = "small",
) -> None:
    """Read the bundled sample reports, show what was found, and open their story.

    The samples are a dozen short reports, invented for onrecord, about one
    developing story. They go into an archive of their own, demo.db, beside the
    report or in the current folder; the browser opens at the figures in which
    they disagree.
    """
    from onrecord.archive import Archive, ArchiveError
    from onrecord.demo import Both, Kept, Summary, at_the_story, samples
    from onrecord.intake import count, documents
    from onrecord.run import Meter, Tally, run
    from onrecord.views.formats import OutputError, open_output
    from onrecord.views.table import console_for

    wanted = browser if browser is not None else out is None
    folder = out.parent if out else Path()
    try:
        sources = sorted(str(p) for p in samples().iterdir() if p.suffix != ".md")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(str(error), SOME_FAILED)
    tally, summary = Tally(), Summary()
    typer.echo("Reading the sample reports, invented for onrecord", err=True)
    reader = reader_for(model)
    file = folder / "demo.db"
    try:
        with contextlib.ExitStack() as opened:
            meter = opened.enter_context(Meter(lambda: count(sources), wanted=True, patience=0))
            takers: list[Takes] = [summary]
            if out is not None:
                takers.append(opened.enter_context(open_output("html", out)))
            if wanted:
                takers.append(Kept(opened.enter_context(Archive.open(file)), reader))
            run(documents(sources), reader, Both(*takers), meter, tally)
    except KeyboardInterrupt:
        stop(f"stopped by you after {tally}.", INTERRUPTED)
    except (OutputError, ArchiveError) as error:
        stop(f"{error}. {error.hint}".rstrip(), SOME_FAILED)
    summary.print(console_for(sys.stdout), tally)
    if out is not None:
        typer.echo(f"\nThe whole record, to read in a browser: {out}")
    if wanted:
        at_the_story(file, reader)
    raise typer.Exit(SOME_FAILED if tally.failed else ALL_READ)


archive_cli.register(app)
stories_cli.register(app)
web_cli.register(app)


@app.command(short_help="Check that everything is installed and reads.")
def doctor() -> None:
    """Check the installation: versions, models, a first reading, writing to this folder.

    Exit status 1 if anything that onrecord needs is missing or wrong.
    """
    from onrecord.doctor import checks

    well = True
    for check in checks():
        mark = {True: "ok", False: "WRONG", None: "-"}[check.ok]
        typer.echo(f"{mark:5} {check.name:16} {check.found}")
        well = well and check.ok is not False
    raise typer.Exit(ALL_READ if well else SOME_FAILED)


def main() -> None:
    """Run the command line; the entry point of the installed command."""
    try:
        app(prog_name="onrecord")
    except BrokenPipeError:
        # The reader of --help or doctor has gone; keep Python from failing again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PIPE_CLOSED)
