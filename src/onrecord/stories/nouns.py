"""What is known across reports. Every item says in which reports it stands, and where."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

import msgspec

from onrecord.archive.gatherings import Judgement as Judgement
from onrecord.schema import Span

Shown = TypeVar("Shown")


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """Where something stands: the characters `[start, end)` of a report's text.

    `item` is the id in the report's record of what stands there, null where it is no item;
    `text` are the sentences around, `marks` the intervals of it that are meant, `at` where
    `text` begins in the report's text. `speaker` is on whose word it stands, null for the
    report's own, `person` the id of that speaker across reports.
    """

    document: str
    item: str | None = None
    start: int
    end: int
    text: str
    at: int
    marks: tuple[Span, ...] = ()
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    uri: str | None = None
    speaker: str | None = None
    person: str | None = None


class Page(msgspec.Struct, Generic[Shown], frozen=True, kw_only=True):
    """Some of a list, and how many there are in all."""

    total: int
    items: tuple[Shown, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report in a list."""

    document: str
    title: str | None
    publisher: str | None
    published: str | None
    uri: str | None = None


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes part: a name, and the id across reports where it is known."""

    name: str
    person: str | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person, body, state or group in all reports.

    `id` is the key of one of its entities (`document:entity`); any of them leads here. `type`
    is as in the record's entities, `documents` and `statements` count where it is spoken of and
    what it says, `first` and `last` are the days of the reports, `offices` the newest offices
    in words (`prime minister, Iraq`).
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sectors: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    documents: int = 0
    statements: int = 0
    first: str | None = None
    last: str | None = None


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """An office that reports give somebody, over time; `first` and `last` are days of reports."""

    position: str
    organisation: str | None
    status: str
    first: str | None
    last: str | None
    cited: tuple[Cited, ...]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A statement by or about somebody."""

    cited: Cited
    attitude: str
    channel: str | None
    addressees: tuple[Party, ...] = ()
    date: str | None = None


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How often two are in touch by reports, through which channels or events, and where told."""

    other: Party
    times: int
    channels: tuple[tuple[str, int], ...]
    cited: tuple[Cited, ...]


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """A relation to somebody else that reports state; `outward` if it goes from this one."""

    type: str
    other: Party
    outward: bool
    times: int
    cited: tuple[Cited, ...]


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """All there is about one person or body.

    `entities` are its parts, each with the name it has in its report: what can be split off.
    """

    person: Person
    offices: tuple[Office, ...]
    by: Page[Said]
    about: Page[Said]
    contacts: tuple[Contact, ...]
    ties: tuple[Tie, ...]
    reports: Page[Report]
    entities: tuple[tuple[str, str, Report], ...]


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One event, however many reports tell it.

    `type`, `mode` and `status` are as in the record; where reports differ in the status, the one
    of the newest. `reports` counts the reports that tell it, `sources` those that are
    independent: copies of one another, and reports that give one another's words, count once.
    `lat` and `lon` are degrees, WGS 84.
    """

    id: str
    type: str
    mode: str | None
    status: str
    words: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: str | None
    lat: float | None
    lon: float | None
    precision: str | None
    date: str | None
    reports: int
    sources: int
    cited: tuple[Cited, ...]


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Words that several reports share, the earliest report first."""

    id: str
    text: str
    words: int
    cited: tuple[Cited, ...]


class Copies(msgspec.Struct, frozen=True, kw_only=True):
    """Reports that are copies of one text, the earliest first, with how alike each is to it."""

    id: str
    reports: tuple[Report, ...]
    alike: tuple[float, ...]


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One figure among several about the same thing, and where it stands."""

    low: float | None
    high: float | None
    qualifier: str | None
    words: str
    date: str | None
    cited: Cited


class Disagreement(msgspec.Struct, frozen=True, kw_only=True):
    """Figures about the same thing that cannot all be right, or that changed.

    `how` is `conflict` where they are of one time, `change` where a later one follows an
    earlier one. `sides` are in order of their dates.
    """

    id: str
    how: Literal["conflict", "change"]
    about: str
    unit: str | None
    sides: tuple[Side, ...]


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Two statements of which one denies the other, or somebody's position that was reversed."""

    id: str
    how: Literal["denial", "contrary", "reversal"]
    one: Said
    other: Said


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Reports that tell one story; `sources` counts those that are no copies of others."""

    id: str
    title: str
    first: str | None
    last: str | None
    reports: int
    sources: int
    people: tuple[Party, ...]
    places: tuple[str, ...]


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a timeline: what happened, was said or counted on a day.

    `day` is a TIMEX3 value or ISO date, null where it is not known; `id` names the happening,
    figure or statement; `label` says it in a few words.
    """

    day: str | None
    kind: Literal["event", "statement", "figure", "report"]
    id: str
    label: str
    cited: Cited


class StoryView(msgspec.Struct, frozen=True, kw_only=True):
    """All there is of one story."""

    story: Story
    reports: tuple[Report, ...]
    timeline: tuple[Moment, ...]
    happenings: tuple[Happening, ...]
    disagreements: tuple[Disagreement, ...]
    contradictions: tuple[Contradiction, ...]
    passages: tuple[Passage, ...]
    copies: tuple[Copies, ...]
    people: tuple[Person, ...]
    contacts: tuple[tuple[str, str, int], ...]
    """Ids of two persons and how often they are in touch: the edges of the network."""
