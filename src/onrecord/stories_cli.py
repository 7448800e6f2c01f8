"""The commands of what is known across reports: arguments and exit codes, nothing else."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from onrecord.archive_cli import _STATUS as STATUS
from onrecord.archive_cli import DEFAULT, ArchiveName, telling, write
from onrecord.ending import ALL_READ, SOME_FAILED, stop

ListFormat = Annotated[
    Literal["table", "jsonl"],
    typer.Option("--format", "-f", help="table: to read in the terminal; jsonl: an object each."),
]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORDS]...", help="What they must all have.", show_default=False),
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=0, max=10_000, help="The most to show.")]
Offset = Annotated[int, typer.Option("--offset", min=0, metavar="N", help="Pass over so many.")]


def gather(archive: ArchiveName = DEFAULT) -> None:
    """Gather what is new in an archive: who is the same, and which reports tell one story.

    `onrecord add` does so by itself; after `onrecord load` this is to be run once.
    A run that was stopped goes on where it was.
    """
    from onrecord.archive import Archive, shown
    from onrecord.archiving import gathered
    from onrecord.run import counted

    with telling(), Archive.open(archive) as opened:
        number = gathered(opened)
    typer.echo(f"{counted(number, 'document')} gathered: {shown(archive)}", err=True)


def stories(
    words: Words = None,
    archive: ArchiveName = DEFAULT,
    format: ListFormat = "table",
    limit: Limit = 20,
    offset: Offset = 0,
) -> None:
    """List stories that several reports tell, the newest first.

    Words are looked for in titles, people and places.
    """
    from onrecord.archive import Archive
    from onrecord.stories.desk import Desk
    from onrecord.views.desk import listed_stories

    with telling(), Archive.open(archive, write=False) as opened:
        page = Desk(opened).stories(" ".join(words or ()), limit, offset)
    write(listed_stories(page, format))
    raise typer.Exit(ALL_READ)


def story(
    id: Annotated[str, typer.Argument(metavar="ID", help="Of a story or one of its reports.")],
    archive: ArchiveName = DEFAULT,
    format: ListFormat = "table",
) -> None:
    """Tell a story: by day, with figures that disagree, contradictions, passages and copies."""
    from onrecord.archive import Archive
    from onrecord.stories.desk import Desk
    from onrecord.views.desk import told_story

    with telling(), Archive.open(archive, write=False) as opened:
        view = Desk(opened).story(id)
    if view is None:
        stop(f"no story has the id {id}. `onrecord stories` lists them.", SOME_FAILED)
    write(told_story(view, format))
    raise typer.Exit(ALL_READ)


def events(
    words: Words = None,
    archive: ArchiveName = DEFAULT,
    type: Annotated[
        str | None,
        typer.Option("--type", metavar="CLASS", help="Only of a class, as CONSULT or ASSAULT."),
    ] = None,
    least: Annotated[
        int, typer.Option("--reports", min=1, metavar="N", help="Only what so many reports tell.")
    ] = 1,
    format: ListFormat = "table",
    limit: Limit = 20,
) -> None:
    """List what happened, each event once however many reports tell it, the newest story first.

    Words are looked for in titles, people and places of the story that an event is of.
    """
    from itertools import islice

    from onrecord.archive import Archive
    from onrecord.stories.desk import Desk
    from onrecord.views.desk import listed_happenings

    with telling(), Archive.open(archive, write=False) as opened:
        found = Desk(opened).happenings(" ".join(words or ()))
        of_class = (h for h in found if type is None or h.type == type.upper())
        kept = (h for h in of_class if h.reports >= least)
        write(listed_happenings(islice(kept, limit), format))
    raise typer.Exit(ALL_READ)


def people(
    words: Words = None,
    archive: ArchiveName = DEFAULT,
    type: Annotated[
        Literal["person", "organisation", "state"] | None,
        typer.Option("--type", help="Only persons, only bodies or only states."),
    ] = None,
    format: ListFormat = "table",
    limit: Limit = 20,
    offset: Offset = 0,
) -> None:
    """List people, bodies and states across reports, those in most reports first."""
    from onrecord.archive import Archive
    from onrecord.stories.desk import Desk
    from onrecord.views.desk import listed_people

    kind = type.capitalize() if type else None
    with telling(), Archive.open(archive, write=False) as opened:
        page = Desk(opened).people(" ".join(words or ()), kind, limit, offset)
    write(listed_people(page, format))
    raise typer.Exit(ALL_READ)


def person(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="As `onrecord people` gives it; or a name.")
    ],
    archive: ArchiveName = DEFAULT,
    format: ListFormat = "table",
) -> None:
    """Tell about somebody: offices, what they say, contacts, relations, reports.

    A name that only one has will do for an id; of several, whoever is in most reports.
    """
    from onrecord.archive import Archive
    from onrecord.stories.desk import Desk
    from onrecord.views.desk import told_person

    with telling(), Archive.open(archive, write=False) as opened:
        desk = Desk(opened)
        view = desk.person(id)
        if view is None:
            found = desk.people(id, limit=1).items
            view = desk.person(found[0].id) if found else None
    if view is None:
        stop(f"nobody has the id or name {id}. `onrecord people` lists them.", SOME_FAILED)
    write(told_person(view, format))
    raise typer.Exit(ALL_READ)


def register(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command(short_help="Gather what is new in an archive.")(gather)
    app.command(
        short_help="List stories that several reports tell.",
        epilog="\b\nExamples:\n  onrecord stories river\n" + STATUS,
    )(stories)
    app.command(short_help="Tell a story.")(story)
    app.command(
        short_help="List what happened, each event once.",
        epilog="\b\nExamples:\n  onrecord events river --type protest --reports 2\n" + STATUS,
    )(events)
    app.command(
        short_help="List people and bodies across reports.",
        epilog="\b\nExamples:\n  onrecord people --type person\n  onrecord people brill\n" + STATUS,
    )(people)
    app.command(short_help="Tell about somebody.")(person)
