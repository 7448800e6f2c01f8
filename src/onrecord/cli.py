"""The command line: arguments and exit codes, nothing else."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from onrecord import __version__

if TYPE_CHECKING:
    from onrecord.reader import Reader
    from onrecord.run import Tally

ALL_READ = 0
SOME_FAILED = 1
WRONG_USE = 2
INTERRUPTED = 130
"""128 and the number of the signal, as shells count."""
PIPE_CLOSED = 141

FormatName = Literal["table", "jsonl", "html"]
ModelName = Literal["small", "joint", "large"]
InputFormat = Literal["auto", "text", "jsonl", "html"]

SUFFIXES: dict[str, FormatName] = {".jsonl": "jsonl", ".html": "html", ".htm": "html"}
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
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL|-...",
            help="Files, folders, web addresses, or - for standard input.",
            show_default=False,
        ),
    ],
    format: Annotated[
        FormatName | None,
        typer.Option(
            "--format",
            "-f",
            help="table: to read in the terminal; jsonl: one record a line; html: one page for the"
            " browser. By default what the name after --out ends in, else table.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write here instead of to standard output.",
            show_default=False,
        ),
    ] = None,
    model: Annotated[
        ModelName,
        typer.Option(
            "--model",
            help="small is fast; joint reads mentions and relations, too; large is accurate.",
        ),
    ] = "small",
    workers: Annotated[
        int, typer.Option("--workers", "-w", min=1, help="Processes to read with.")
    ] = 1,
    names: Annotated[
        Path | None,
        typer.Option(
            "--names",
            metavar="FILE",
            help="People and bodies that you know: a tab-separated file with a header, name,"
            " aliases, type, country, sectors, offices; only name is needed.",
            show_default=False,
        ),
    ] = None,
    input_format: Annotated[
        InputFormat,
        typer.Option(
            "--input-format",
            help="How to read what has no telling name, such as standard input. jsonl: an object a"
            " line with text and, if known, id, uri, title, publisher, published.",
        ),
    ] = "auto",
) -> None:
    """Read reports and write who said what in them.

    Each statement comes with its source, cue and content, tied to the exact
    characters of the text. Documents are read one after the other, and one that
    cannot be read never stops the rest: it is listed on standard error.
    """
    # Loaded here so that --help and --version need no model and answer at once.
    from onrecord.intake import IntakeOptions, count, documents
    from onrecord.run import Meter, Tally, run
    from onrecord.views.formats import FORMATS, OutputError, open_output

    options = IntakeOptions(format=input_format, exclude=str(out) if out else None)
    name = format or (SUFFIXES.get(out.suffix.lower(), "table") if out else "table")
    on_screen = out is None and sys.stdout.isatty()
    tally = Tally()
    reader = _reader(model, workers, names)
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
        _stop(f"stopped by you after {tally}.{_kept(tally, name, out)}", INTERRUPTED)
    except OutputError as error:
        if error.broken_pipe:
            raise typer.Exit(PIPE_CLOSED) from None
        _stop(f"{error}.{_kept(tally, name, out)} {error.hint}".rstrip(), SOME_FAILED)
    if out is not None or tally.failed:
        typer.echo(f"{tally}" + (f": {out}" if out else ""), err=True)
    raise typer.Exit(SOME_FAILED if tally.failed else ALL_READ)


def _reader(model: ModelName, workers: int = 1, names: Path | None = None) -> Reader:
    from onrecord.knowledge.register import RegisterError
    from onrecord.reader import Reader
    from onrecord.spans.bundle import ModelError

    try:
        return Reader(model=model, workers=workers, names=names)
    except RegisterError as error:
        _stop(f"{error}. See `onrecord read --help` on --names.", WRONG_USE)
    except ModelError as error:
        _stop(f"{error}. See `onrecord doctor`.", SOME_FAILED)


def _kept(tally: Tally, name: FormatName, out: Path | None) -> str:
    """What is left of a run that ended early, as a sentence led by a blank."""
    from onrecord.views.formats import FORMATS

    if out is None or not tally.read:
        return ""
    if FORMATS[name].whole:
        return f" {out} was not written: this format is of use only when complete."
    return f" What was read until then is in {out}."


def _stop(message: str, status: int) -> NoReturn:
    typer.echo(f"onrecord: {message}", err=True)
    raise typer.Exit(status)


@app.command(short_help="Read the bundled samples and write an HTML report.")
def demo(
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help="Where to write the HTML report."),
    ] = Path("report.html"),
    model: Annotated[
        ModelName,
        typer.Option(
            "--model",
            help="small is fast; joint reads mentions and relations, too; large is accurate.",
        ),
    ] = "small",
) -> None:
    """Read the bundled sample reports, show what was found and write an HTML report.

    The samples are a dozen short reports, invented for onrecord, about one
    developing story.
    """
    from onrecord.demo import Both, Summary, samples
    from onrecord.intake import count, documents
    from onrecord.run import Meter, Tally, run
    from onrecord.views.formats import OutputError, open_output
    from onrecord.views.table import console_for

    try:
        sources = sorted(str(p) for p in samples().iterdir() if p.suffix != ".md")
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _stop(str(error), SOME_FAILED)
    tally, summary = Tally(), Summary()
    typer.echo("Reading the sample reports, invented for onrecord", err=True)
    reader = _reader(model)
    try:
        with (
            Meter(lambda: count(sources), wanted=True, patience=0) as meter,
            open_output("html", out) as output,
        ):
            run(documents(sources), reader, Both(output, summary), meter, tally)
    except KeyboardInterrupt:
        _stop(f"stopped by you after {tally}.", INTERRUPTED)
    except OutputError as error:
        _stop(f"{error}. {error.hint}".rstrip(), SOME_FAILED)
    summary.print(console_for(sys.stdout), tally)
    typer.echo(f"\nThe whole record, to read in a browser: {out}")
    raise typer.Exit(SOME_FAILED if tally.failed else ALL_READ)


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
