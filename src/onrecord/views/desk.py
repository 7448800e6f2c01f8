"""What is known across reports, for the terminal and as JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Sequence

from rich.console import Console
from rich.text import Text

from onrecord.schema import encode
from onrecord.stories.nouns import (
    Cited,
    Happening,
    Page,
    Person,
    PersonView,
    Story,
    StoryView,
)
from onrecord.views.outline import clipped
from onrecord.views.output import STDOUT, naming
from onrecord.views.table import console_for, plain, print_indented

Lines = Generator[bytes, None, None]

SAID = 8
"""So many statements, contacts and relations of somebody are shown."""
WORDS = 160
"""Characters of a sentence that the terminal shows."""
INDENT = 5


def listed_stories(page: Page[Story], format: str) -> Lines:
    """Stories, a line and what is in them each, or an object each."""
    if format == "jsonl":
        yield from (encode(story) + b"\n" for story in page.items)
        return
    with naming(STDOUT):
        console = console_for(sys.stdout)
        for story in page.items:
            console.print(Text(plain(story.title), style="bold"))
            told = (
                _days(story.first, story.last),
                _many(story.reports, "report") + _from(story.sources, story.reports),
                ", ".join(p.name for p in story.people[:4]),
                ", ".join(story.places[:3]),
            )
            _line(console, told)
            _line(console, (story.id,))
        console.print(Text(_shown(page, "story", "stories"), style="bold"))


def listed_happenings(found: Iterable[Happening], format: str) -> Lines:
    """Events, a line with who and where and how many tell it each, or an object each."""
    if format == "jsonl":
        yield from (encode(happening) + b"\n" for happening in found)
        return
    with naming(STDOUT):
        console = console_for(sys.stdout)
        for one in found:
            kind = one.type + (f" ({one.mode})" if one.mode else "")
            named = Text(plain(kind), style="bold")
            console.print(named.append(f" · {plain(one.words)} · {one.status}", "not bold"))
            parties = (
                ", ".join(p.name for p in one.actors),
                "→ " + ", ".join(p.name for p in one.recipients) if one.recipients else "",
            )
            told = _many(one.reports, "report") + _from(one.sources, one.reports)
            _line(console, (" ".join(p for p in parties if p), one.place or "", one.date or ""))
            _line(console, (told, one.cited[0].title or one.cited[0].document[:12]))
    yield from ()


def listed_people(page: Page[Person], format: str) -> Lines:
    """People, a line each, or an object each."""
    if format == "jsonl":
        yield from (encode(person) + b"\n" for person in page.items)
        return
    with naming(STDOUT):
        console = console_for(sys.stdout)
        for person in page.items:
            name = Text(plain(person.name), style="bold")
            told = (
                person.type.lower(),
                "; ".join(person.offices[:2]),
                _many(person.documents, "report"),
                _many(person.statements, "statement"),
            )
            console.print(name.append("".join(f" · {plain(t)}" for t in told if t), "not bold"))
            _line(console, (person.id,))
        console.print(Text(_shown(page, "person or body", "people and bodies"), style="bold"))


def told_story(view: StoryView, format: str) -> Lines:
    """A story: by day, then what disagrees, what is denied, what is shared; or one object."""
    if format == "jsonl":
        yield encode(view) + b"\n"
        return
    with naming(STDOUT):
        console, story = console_for(sys.stdout), view.story
        console.print(Text(plain(story.title), style="bold"))
        reports = _many(story.reports, "report") + _from(story.sources, story.reports)
        _line(console, (_days(story.first, story.last), reports))
        day: str | None = ""
        for moment in view.timeline:
            if moment.day != day:
                day = moment.day
                console.print(Text(f"\n{day or 'day not known'}", style="bold"))
            console.print(Text(f"  {moment.kind:<10}{plain(moment.label)}"), soft_wrap=True)
        for one in view.disagreements:
            what = f" in {one.unit}" if one.unit else ""
            console.print(Text(f"\nFigures: {plain(one.about)}{what} ({one.how})", style="bold"))
            for side in one.sides:
                whose = side.cited.speaker or side.cited.title or "the report"
                console.print(Text(f"  {plain(side.words)} · {plain(whose)} · {side.date or ''}"))
                _words(console, side.cited)
        for contrary in view.contradictions:
            console.print(Text(f"\n{contrary.how.capitalize()}", style="bold"))
            for said in (contrary.one, contrary.other):
                whose = said.cited.speaker or "nobody named"
                console.print(Text(f"  {plain(whose)} {said.attitude} · {said.date or ''}"))
                _words(console, said.cited)
        for passage in view.passages:
            number = len({c.document for c in passage.cited})
            console.print(Text(f"\nPassage in {_many(number, 'report')}", style="bold"))
            print_indented(Text(plain(clipped(passage.text, WORDS))), INDENT, console)
            _line(console, (c.publisher or c.title or c.document[:12] for c in passage.cited))
        for copied in view.copies:
            console.print(Text("\nCopies of one text", style="bold"))
            for report in copied.reports:
                _line(console, (report.published or "", report.publisher or "", report.title or ""))
    yield from ()


def told_person(view: PersonView, format: str) -> Lines:
    """Somebody: offices, statements, contacts, relations; or one object."""
    if format == "jsonl":
        yield encode(view) + b"\n"
        return
    with naming(STDOUT):
        console, person = console_for(sys.stdout), view.person
        console.print(Text(plain(person.name), style="bold"))
        called = ", ".join(person.aliases[:6])
        _line(console, (person.type.lower(), f"also {called}" if called else "", person.id))
        for office in view.offices:
            of = f", {office.organisation}" if office.organisation else ""
            told = (f"{office.position}{of}", office.status, _days(office.first, office.last))
            _line(console, told)
        for title, page in (("Says", view.by), ("Said about them", view.about)):
            if page.items:
                console.print(Text(f"\n{title} ({page.total:,})", style="bold"))
            for said in page.items[:SAID]:
                to = ", ".join(p.name for p in said.addressees)
                who = said.cited.speaker if page is view.about else None
                how = (said.date or "", who or "", said.attitude, said.channel or "", to)
                _line(console, how)
                _words(console, said.cited)
        if view.contacts:
            console.print(Text("\nIn touch with", style="bold"))
        for contact in view.contacts[:SAID]:
            through = ", ".join(f"{name} {n}" for name, n in contact.channels)
            _line(console, (contact.other.name, _many(contact.times, "time"), through))
        if view.ties:
            console.print(Text("\nRelations", style="bold"))
        for tie in view.ties[:SAID]:
            way = "→" if tie.outward else "←"
            _line(console, (f"{tie.type} {way} {tie.other.name}", _many(tie.times, "time")))
        console.print(Text(f"\nIn {_many(view.reports.total, 'report')}", style="bold"))
        for report in view.reports.items[:SAID]:
            _line(console, (report.published or "", report.publisher or "", report.title or ""))


def _line(console: Console, told: Iterable[str]) -> None:
    print_indented(Text(" · ".join(plain(t) for t in told if t), style="dim"), INDENT, console)


def _words(console: Console, cited: Cited) -> None:
    print_indented(Text(plain(clipped(cited.text, WORDS)), style="dim"), INDENT, console)


def _days(first: str | None, last: str | None) -> str:
    return first or "" if first == last else f"{first} to {last}"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _from(sources: int, reports: int) -> str:
    return f" from {_many(sources, 'source')}" if sources != reports else ""


def _shown(page: Page[Story] | Page[Person], one: str, several: str) -> str:
    items: Sequence[object] = page.items
    total = f"{page.total:,} {one if page.total == 1 else several}"
    return total + (f", {len(items):,} shown" if len(items) < page.total else "")
