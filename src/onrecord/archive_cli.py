"""The commands of an archive: arguments and exit codes, nothing else."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

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
from onrecord.ending import ALL_READ, INTERRUPTED, PIPE_CLOSED, SOME_FAILED, WRONG_USE, stop

if TYPE_CHECKING:
    from onrecord.run import Tally

HitFormat = Literal["table", "jsonl", "csv"]

ArchiveName = Annotated[
    str,
    typer.Option(
        "--archive",
        "-a",
        metavar="FILE|URL",
        envvar="ONRECORD_ARCHIVE",
        show_envvar=False,
        help="The archive: a file, or postgresql://USER@HOST/DATABASE; also set by the environment"
        " variable ONRECORD_ARCHIVE.",
    ),
]
DEFAULT = "onrecord.db"

# What `archive.query.FIELDS` says, written out: help is shown without loading the archive.
FIELDS = """\
  speaker:    who says it
  addressee:  to whom it is said
  attitude:   asserts, denies, promises
  channel:    readout, post, interview
  form:       direct, indirect or mixed
  event:      class, mode or context of PLOVER
  status:     occurred, planned, denied
  actor:      who does it
  recipient:  to whom it is done
  figure:     7000, >7000, <=100 or 5000..9000
  of:         what is counted
  unit:       a currency or measure: USD, km
  place:      a place, its province or its country
  near:       LAT,LON,KM: within so many kilometres
  publisher:  who published the report
  language:   the report's language: en
  when:       the date of the item itself: 2026, 2026-02 or 2026-02-14
  after:      published on that day or later
  before:     published before that day, month or year
  kind:       document, statement, event or figure
"""

_STATUS = """\b
Exit status:
  0    all went well
  1    some could not be read, or the archive could not
  2    wrong use of the command
"""


def add(
    sources: Sources,
    archive: ArchiveName = DEFAULT,
    model: Model = "small",
    workers: Workers = 1,
    names: Names = None,
    layers: Layers = "all",
    input_format: InputFormatOption = "auto",
) -> None:
    """Read reports into an archive, to be searched later.

    The archive is one file, made on first use. What it holds already is passed
    over unread, so that a run that was stopped goes on where it was; after a
    change of model everything is read again, and your corrections stay. Then
    what is new is gathered: who is the same, and which reports tell one story.
    """
    _read_into(archive, sources, input_format, model, workers, names, layers)


def failures(
    archive: ArchiveName = DEFAULT,
    retry: Annotated[
        bool, typer.Option("--retry", help="Read what failed again; what can be read is stored.")
    ] = False,
    format: Annotated[
        Literal["table", "jsonl"],
        typer.Option("--format", "-f", help="table: a line each; jsonl: an object each."),
    ] = "table",
    model: Model = "small",
    workers: Workers = 1,
    names: Names = None,
    layers: Layers = "all",
    input_format: InputFormatOption = "auto",
) -> None:
    """List what could not be read into an archive: at which stage, why, what to do.

    Exit status 1 if there is anything.
    """
    from onrecord.archive import Archive
    from onrecord.archiving import failed_lines, retryable

    if retry:
        with telling(), Archive.open(archive, write=False) as opened:
            sources = retryable(opened)
        if sources:
            _read_into(archive, sources, input_format, model, workers, names, layers)
    with telling(), Archive.open(archive, write=False) as opened:
        some = write(failed_lines(opened, format))
    raise typer.Exit(SOME_FAILED if some else ALL_READ)


def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...",
            help="Words, phrases in quotation marks, and fields such as speaker:NAME.",
            show_default=False,
        ),
    ] = None,
    archive: ArchiveName = DEFAULT,
    format: Annotated[
        HitFormat,
        typer.Option(
            "--format",
            "-f",
            help="table: to read in the terminal; jsonl: an object a hit; csv: a row a hit.",
        ),
    ] = "table",
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, max=10_000, help="The most hits to show.")
    ] = 20,
    offset: Annotated[
        int, typer.Option("--offset", min=0, metavar="N", help="Pass over so many hits.")
    ] = 0,
    facets: Annotated[
        bool,
        typer.Option(
            "--facets",
            help="Count the hits by speaker, publisher, month and so on; of csv, only that.",
        ),
    ] = False,
) -> None:
    """Search an archive: who said what, what happened, which figures, where.

    All that is asked must hold. Words are found in any ending; a name in any
    field need not be complete. Hits are figures where a number is asked for,
    else events, else statements, else reports; kind: says otherwise. They come
    by how well their words match, and the newest first where no words are given.
    """
    from onrecord.archive import Archive, QueryError, parse
    from onrecord.archiving import hits_lines

    try:
        asked = parse(" ".join(query or ()))
    except QueryError as error:
        stop(f"{error}. See `onrecord search --help`.", WRONG_USE)
    with telling(), Archive.open(archive, write=False) as opened:
        hits = opened.search(asked, limit=limit, offset=offset)
        counts = opened.facets(asked) if facets else ()
    write(hits_lines(hits, counts, format))
    raise typer.Exit(ALL_READ)


def dump(
    archive: ArchiveName = DEFAULT,
    out: Out = None,
) -> None:
    """Write everything in an archive as JSON lines: records, corrections, decisions, failures.

    The same archive gives the same bytes, and `onrecord load` brings all of it back.
    """
    from onrecord.archive import Archive
    from onrecord.archive import dump as lines

    with telling(), Archive.open(archive, write=False) as opened:
        write(lines(opened), out)


def load(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-", help="What `onrecord dump` wrote, or - for standard input."
        ),
    ],
    archive: ArchiveName = DEFAULT,
) -> None:
    """Put into an archive what `onrecord dump` wrote.

    What is there already stays. A load that was stopped can be run again.
    """
    from onrecord.archive import Archive, shown
    from onrecord.archive import load as put
    from onrecord.archiving import loaded_line

    try:
        given = sys.stdin.buffer if file == "-" else open(file, "rb")  # noqa: SIM115
        with given as lines, telling(), Archive.open(archive) as opened:
            loaded = put(opened, lines)
    except OSError as error:
        stop(f"cannot read {file}: {error.strerror or error}", SOME_FAILED)
    typer.echo(f"{loaded_line(loaded)}: {shown(archive)}", err=True)


def _read_into(
    archive: str,
    sources: list[str],
    input_format: InputFormatOption,
    model: Model,
    workers: int,
    names: Path | None,
    layers: str,
) -> None:
    from onrecord.archive import Archive, shown
    from onrecord.archiving import add, gathered
    from onrecord.intake import IntakeOptions, count
    from onrecord.run import Meter, Tally

    options, tally = IntakeOptions(format=input_format), Tally()
    reader = reader_for(model, workers, names, layers)
    try:
        with telling(tally), Archive.open(archive) as opened:
            with Meter(lambda: count(sources, options), wanted=True) as meter:
                add(opened, sources, options, reader, meter, tally)
            gathered(opened)
    except KeyboardInterrupt:
        again = "Run the command again to go on from there."
        stop(f"stopped by you after {tally}. {again}", INTERRUPTED)
    typer.echo(f"{tally}: {shown(archive)}", err=True)
    if tally.failed:
        raise typer.Exit(SOME_FAILED)


@contextlib.contextmanager
def telling(tally: Tally | None = None) -> Iterator[None]:
    """End the command where its archive fails, and say how far it came."""
    from onrecord.archive import ArchiveError

    try:
        yield
    except ArchiveError as error:
        after = f" ({tally} until then)" if tally and tally.read else ""
        stop(f"{error}{after}", SOME_FAILED)


def write(lines: Generator[bytes, None, None], out: Path | None = None) -> bool:
    """Write lines to a file or to standard output; whether there were any."""
    from onrecord.archiving import written
    from onrecord.views.output import OutputError

    try:
        return written(lines, out)
    except OutputError as error:
        if error.broken_pipe:
            raise typer.Exit(PIPE_CLOSED) from None
        stop(f"{error}. {error.hint}".rstrip(), SOME_FAILED)


def register(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command(
        short_help="Read reports into an archive.",
        epilog="""\b
Examples:
  onrecord add articles/
  onrecord add https://example.org/article --archive talks.db
"""
        + _STATUS,
    )(add)
    app.command(
        short_help="Search an archive.",
        epilog="""\b
Examples:
  onrecord search ceasefire talks
  onrecord search 'speaker:"Oda Brill" attitude:denial pumps'
  onrecord search 'event:arrest place:Mosul after:2026-02'
  onrecord search 'of:detainees figure:>5000' --format csv
  onrecord search near:36.34,43.13,50 before:2026 --facets

\b
Fields:
"""
        + FIELDS
        + "\n"
        + _STATUS,
    )(search)
    app.command(short_help="List what could not be read into an archive.")(failures)
    app.command(short_help="Write out everything in an archive.")(dump)
    app.command(short_help="Put into an archive what dump wrote.")(load)
